#include "api/screen.h"

#include "api/act.h"
#include "api/visit.h"
#include "api/who.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"
#include "live/hall.h"
#include "live/record.h"
#include "live/room.h"
#include "live/screens.h"
#include "live/showing.h"
#include "live/site.h"
#include "net/http.h"
#include "store/brief.h"
#include "wire/ask_screens.h"
#include "wire/entry_access.h"
#include "wire/faults.h"
#include "wire/nickname.h"

enum { SEEN_MS = 7 * 24 * 3600 * 1000 };

static const struct site *site_of(const struct api *api)
{
    return hall_site(api->hall)->record->site;
}

// The competition whose screen the pass is; NULL when it is none's.
static const char *competition_of(const struct site_pass *pass)
{
    for (size_t i = 0; pass && !pass->account && i < pass->grants.count; i++) {
        if (pass->grants.items[i].role == RIGHT_DISPLAY) {
            return pass->grants.items[i].competition;
        }
    }
    return NULL;
}

// ,"number":n,"scene":{…}|null,"frame":{…}|null
static void write_shown(const struct screens_one *one, struct buf *out)
{
    text_printf(out, ",\"number\":%lu,\"scene\":", (unsigned long)(one ? one->number : 0));
    text_add(out, one && one->scene ? slice_of(one->scene) : SLICE("null"));
    text_printf(out, ",\"frame\":");
    text_add(out, one && one->frame ? slice_of(one->frame) : SLICE("null"));
}

// ---- the screen's own view

static void write_own(const struct api *api, const struct site_pass *pass, struct buf *out)
{
    text_printf(out, "\"screen\":\"%s\",\"name\":", pass->id);
    nickname_say(slice_of(pass->name), out);
    text_printf(out, ",\"competition\":");
    text_json(out, slice_of(competition_of(pass)));
    write_shown(screens_find(site_screens(site_of(api)), slice_of(pass->id)), out);
    text_printf(out, ",\"time\":%ld", (long)clock_wall_ms());
}

static bool is_screen(struct visit *visit)
{
    if (competition_of(visit->pass)) {
        return true;
    }
    visit_problem(visit, visit->token_shown ? "not-allowed" : "token-missing", "");
    return false;
}

void screen_show(struct visit *visit)
{
    if (!is_screen(visit)) {
        return;
    }
    struct buf *json = buf_new(512);
    text_printf(json, "{");
    write_own(visit->api, visit->pass, json);
    text_printf(json, "}");
    visit_json(visit, 200, json, NULL);
}

struct buf *screen_frame(const struct api *api, struct slice token, uint64_t since,
                         uint64_t *ret_number)
{
    const struct site_pass *pass = who_pass(api, token);

    if (!competition_of(pass)) {
        return NULL;
    }
    const struct screens_one *one = screens_find(site_screens(site_of(api)), slice_of(pass->id));
    uint64_t number = one ? one->number : 0;
    if (since && number <= since) {
        return NULL;
    }
    struct buf *json = buf_new(512);
    text_printf(json, "{\"type\":\"scene\",");
    write_own(api, pass, json);
    if (since && one && one->order_number > since) {
        text_printf(json, ",\"order\":\"%s\"", one->order);
    }
    text_printf(json, "}");
    *ret_number = number;
    return json;
}

bool screen_is(const struct api *api, struct slice token)
{
    return competition_of(who_pass(api, token)) != NULL;
}

// ---- it says that it is here

static struct slice seen_key(struct arena *arena, const char *id)
{
    return slice_of(arena_printf(arena, "screen:%s", id));
}

struct beat {
    struct visit *visit;
    const char *id; // of the screen; its pass may be gone when Redis answers
};

static void on_kept(void *owner, int error, size_t count, const struct slice *texts)
{
    const struct beat *beat = owner;
    struct visit *visit = beat->visit;

    (void)count;
    (void)texts;
    if (error) {
        visit_done(visit, error);
        return;
    }
    // the number of what it should show: a frame that got lost on its way is noticed
    const struct screens_one *one =
        screens_find(site_screens(site_of(visit->api)), slice_of(beat->id));
    struct buf *json = buf_new(64);
    text_printf(json, "{\"number\":%lu,\"time\":%ld}", (unsigned long)(one ? one->number : 0),
                (long)clock_wall_ms());
    visit_json(visit, 200, json, NULL);
}

void screen_beat(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct slice said;

    if (!is_screen(visit)) {
        return;
    }
    if (!ask_screens_beat(arena, visit->request->body, &said, faults)) {
        visit_faults(visit, faults);
        return;
    }
    // said is an object with members: the time goes in front of them
    const char *text = arena_printf(arena, "{\"at\":%ld,%.*s", (long)clock_wall_ms(),
                                    (int)said.len - 1, said.at + 1);
    struct brief brief = {
        .key = seen_key(arena, visit->pass->id), .text = slice_of(text), .ttl_ms = SEEN_MS};
    struct beat *beat = arena_alloc(arena, sizeof *beat);
    *beat = (struct beat){visit, arena_copy(arena, slice_of(visit->pass->id))};
    brief_put(visit->api->store, &brief, on_kept, beat);
}

// ---- the desk's list

struct listing {
    struct visit *visit;
    size_t count;
    const char **ids;
};

static void write_screen(const struct visit *visit, const struct site_pass *pass, struct slice seen,
                         struct buf *out)
{
    text_printf(out, "{\"id\":\"%s\",\"name\":", pass->id);
    nickname_say(slice_of(pass->name), out);
    write_shown(screens_find(site_screens(site_of(visit->api)), slice_of(pass->id)), out);
    if (seen.at) {
        text_printf(out, ",\"seen\":");
        text_add(out, seen);
    }
    text_printf(out, "}");
}

static void write_sets(const struct visit *visit, struct buf *out)
{
    const struct screens *screens = site_screens(site_of(visit->api));
    const struct screens_set *set = NULL;
    bool first = true;

    text_printf(out, "],\"sets\":[");
    for (size_t i = 0; (set = screens_set_at(screens, i)) != NULL; i++) {
        if (strcmp(set->competition, visit->room->name) == 0) {
            text_printf(out, "%s{\"name\":", first ? "" : ",");
            text_json(out, slice_of(set->name));
            text_printf(out, ",\"screens\":");
            text_add(out, slice_of(set->list));
            text_printf(out, "}");
            first = false;
        }
    }
    text_printf(out, "]}");
}

// The passes are looked up again: the journal goes on while Redis answers.
static void on_seen(void *owner, int error, size_t count, const struct slice *texts)
{
    const struct listing *listing = owner;
    struct visit *visit = listing->visit;
    struct buf *json = buf_new(2048);
    size_t written = 0;

    text_printf(json, "{\"now\":%ld,\"screens\":[", (long)clock_wall_ms());
    for (size_t i = 0; i < listing->count; i++) {
        const struct site_pass *pass = site_pass(site_of(visit->api), slice_of(listing->ids[i]));
        if (pass) {
            text_printf(json, written++ ? "," : "");
            write_screen(visit, pass, error || i >= count ? SLICE_NONE : texts[i], json);
        }
    }
    write_sets(visit, json);
    visit_json(visit, 200, json, NULL);
}

static bool is_here(const struct visit *visit, const struct site_pass *pass)
{
    return !pass->revoked && showing_is_screen(pass, slice_of(visit->room->name));
}

void screen_list(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    const struct site *site = site_of(visit->api);
    struct listing *listing = arena_alloc(arena, sizeof *listing);
    const struct site_pass *pass = NULL;
    size_t most = 0;

    while (site_pass_at(site, most)) {
        most++;
    }
    struct slice *keys = arena_alloc(arena, (most + 1) * sizeof *keys);
    *listing = (struct listing){visit, 0, arena_alloc(arena, (most + 1) * sizeof(char *))};
    for (size_t i = 0; (pass = site_pass_at(site, i)) != NULL; i++) {
        if (is_here(visit, pass)) {
            keys[listing->count] = seen_key(arena, pass->id);
            listing->ids[listing->count++] = arena_copy(arena, slice_of(pass->id));
        }
    }
    if (listing->count == 0) {
        on_seen(listing, 0, 0, NULL);
    } else {
        brief_read(visit->api->store, listing->count, keys, on_seen, listing);
    }
}

// ---- what the desk says to them

// A presenter of some skills gives scenes of these alone. False: answered.
static bool may_show(struct visit *visit, const struct ask_screen *ask)
{
    const struct rules *rules = visit->room->record->rules;

    if (!ask->skill.at) {
        return true;
    }
    uint32_t skill = rules_find_skill(rules, ask->skill.at, ask->skill.len);
    if (skill == RULES_NONE) {
        visit_problem(visit, "unknown-skill", "");
        return false;
    }
    if (ask->stage.at &&
        rules_find_stage(rules, skill, ask->stage.at, ask->stage.len) == RULES_NONE) {
        visit_problem(visit, "unknown-stage", "");
        return false;
    }
    return visit_may(visit, skill);
}

void screen_set(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct ask_screens ask;

    if (!ask_screens(arena, visit->request->body, &ask, faults)) {
        visit_faults(visit, faults);
        return;
    }
    for (size_t i = 0; i < ask.count; i++) {
        if (!may_show(visit, &ask.items[i])) {
            return;
        }
    }
    struct entry_access access = {.act = ENTRY_ACT_SCREENS,
                                  .competition = slice_of(visit->room->name),
                                  .screens = visit->request->body};
    act_commit(visit, &(struct act){.access = &access});
}
