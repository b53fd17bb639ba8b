#include "api/device.h"

#include "api/access.h"
#include "api/act.h"
#include "api/beat.h"
#include "api/grant.h"
#include "api/scope.h"
#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/secret.h"
#include "base/text.h"
#include "live/commit.h"
#include "live/hall.h"
#include "live/record.h"
#include "live/room.h"
#include "live/site.h"
#include "net/http.h"
#include "store/brief.h"
#include "wire/ask_access.h"
#include "wire/faults.h"
#include "wire/nickname.h"

static const struct site *site_of(const struct visit *visit)
{
    return hall_site(visit->api->hall)->record->site;
}

// ---- a token by hand, for a program or a screen

struct adding {
    struct visit *visit;
    struct entry_access access;
    char token[SECRET_TOKEN_TEXT];
    char name[NICKNAME_MAX];
};

static void on_added(struct commit_wish *wish)
{
    const struct adding *adding = wish->owner;
    struct visit *visit = adding->visit;

    if (wish->refusal) {
        visit_problem(visit, wish->refusal, "");
        return;
    }
    struct buf *json = buf_new(512);
    text_printf(json, "{\"id\":\"%.*s\",\"name\":", SLICE_FMT(adding->access.pass));
    nickname_say(slice_of(adding->name), json);
    text_printf(json, ",\"token\":\"%s\"", adding->token);
    act_answer(visit, wish, json, NULL);
}

static void add_device(struct visit *visit, size_t count, const struct entry_grant *grants)
{
    struct adding *adding = arena_alloc(visit->request->arena, sizeof *adding);
    struct slice id = act_id(visit, 'd');

    adding->visit = visit;
    adding->access = (struct entry_access){
        .act = ENTRY_ACT_PASS, .pass = id, .grant_count = count, .grants = grants};
    if (id.at) { // else act_commit says what is missing
        nickname_make(secret_hash64(id), adding->name);
        adding->access.name = slice_of(adding->name);
        adding->access.token = act_token(visit, id, adding->token);
    }
    act_commit(visit,
               &(struct act){.access = &adding->access, .on_done = on_added, .owner = adding});
}

void device_add(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct ask_access ask;

    if (!ask_access(arena, ASK_DEVICE, visit->request->body, &ask, faults)) {
        visit_faults(visit, faults);
        return;
    }
    const struct entry_grant *grants = grant_check(visit, ask.grant_count, ask.grants);
    if (grants) {
        add_device(visit, ask.grant_count, grants);
    }
}

// ---- the list

// Whether a chief judge (the organiser in any case) has to do with it: a grant of this competition
// that touches one of his skills.
static bool concerns(const struct visit *visit, const struct site_grant *grant)
{
    const struct record *record = visit->room->record;
    const struct record_judge *judge = record_judge(record, slice_of(grant->judge));

    if (strcmp(grant->competition, visit->room->name) != 0) {
        return false;
    }
    if (visit_right(visit, RIGHT_BIT(RIGHT_ORGANISER), VISIT_ANY_SKILL)) {
        return true;
    }
    for (size_t i = 0; judge && i < judge->seat_count; i++) {
        if (visit_right(visit, visit->roles, record->rules->parts[judge->seats[i].part].skill)) {
            return true;
        }
    }
    const struct entry_grant asked = scope_asked(visit->request->arena, grant);
    for (uint32_t i = 0; scope_is_narrowed(&asked) && i < record->rules->skill_count; i++) {
        if (scope_covers(record->rules, &asked, i) && visit_right(visit, visit->roles, i)) {
            return true;
        }
    }
    return false;
}

static bool is_listed(const struct visit *visit, const struct site_pass *pass)
{
    for (size_t i = 0; i < pass->grants.count; i++) {
        if (concerns(visit, &pass->grants.items[i])) {
            return true;
        }
    }
    return false;
}

static void write_grant(const struct visit *visit, const struct site_grant *grant, struct buf *out)
{
    const struct record_judge *judge = record_judge(visit->room->record, slice_of(grant->judge));

    text_printf(out, "{\"role\":\"%s\"", right_name(grant->role));
    if (grant->judge[0]) {
        text_printf(out, ",\"judge\":\"%s\"", grant->judge);
    }
    if (judge && judge->name) {
        text_printf(out, ",\"name\":");
        text_json(out, slice_of(judge->name));
    }
    access_ids("skills", grant->skill_count, grant->skills, out);
    access_ids("venues", grant->venue_count, grant->venues, out);
    text_printf(out, "}");
}

static void write_device(const struct visit *visit, const struct site_pass *pass,
                         const struct beat *beat, struct buf *out)
{
    text_printf(out, "{\"id\":\"%s\",\"name\":", pass->id);
    nickname_say(slice_of(pass->name), out);
    text_printf(out, ",\"version\":%lu,\"since\":%ld,\"card\":%s,\"revoked\":%s",
                (unsigned long)pass->granted, (long)pass->at, pass->card[0] ? "true" : "false",
                pass->revoked ? "true" : "false");
    beat_write(beat, out);
    text_printf(out, ",\"grants\":[");
    for (size_t i = 0; i < pass->grants.count; i++) {
        text_printf(out, i ? "," : "");
        write_grant(visit, &pass->grants.items[i], out);
    }
    text_printf(out, "]}");
}

struct listing {
    struct visit *visit;
    size_t count;
    const char **ids;
};

// The passes are looked up again: the journal goes on while Redis answers.
static void on_beats(void *owner, int error, size_t count, const struct slice *texts)
{
    const struct listing *listing = owner;
    struct visit *visit = listing->visit;
    struct buf *json = buf_new(2048);
    size_t written = 0;

    text_printf(json, "{\"now\":%ld,\"devices\":[", (long)clock_wall_ms());
    for (size_t i = 0; i < listing->count; i++) {
        const struct site_pass *pass = site_pass(site_of(visit), slice_of(listing->ids[i]));
        struct beat beat = beat_read(error || i >= count ? SLICE_NONE : texts[i]);
        if (pass) {
            text_printf(json, written++ ? "," : "");
            write_device(visit, pass, &beat, json);
        }
    }
    text_printf(json, "]}");
    visit_json(visit, 200, json, NULL);
}

static void list_ids(const struct visit *visit, struct listing *listing, struct slice *keys)
{
    struct arena *arena = visit->request->arena;
    const struct site_pass *pass = NULL;

    for (size_t i = 0; (pass = site_pass_at(site_of(visit), i)) != NULL; i++) {
        if (!pass->account && is_listed(visit, pass)) {
            keys[listing->count] = beat_key_of_pass(arena, pass);
            listing->ids[listing->count++] = arena_copy(arena, slice_of(pass->id));
        }
    }
}

void device_list(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    struct listing *listing = arena_alloc(arena, sizeof *listing);
    size_t most = 1;

    while (site_pass_at(site_of(visit), most - 1)) {
        most++;
    }
    struct slice *keys = arena_alloc(arena, most * sizeof *keys);
    *listing = (struct listing){visit, 0, arena_alloc(arena, most * sizeof(char *))};
    list_ids(visit, listing, keys);
    if (listing->count == 0) {
        on_beats(listing, 0, 0, NULL);
    } else {
        brief_read(visit->api->store, listing->count, keys, on_beats, listing);
    }
}

// ---- a tablet that was paired without a key says with which it signs from now on

// What a device says of itself; false: answered.
static bool read_own(struct visit *visit, enum ask_access_kind kind, struct ask_access *ret)
{
    struct arena *arena = visit->request->arena;
    struct faults *faults = arena_alloc(arena, sizeof *faults);

    if (!visit->pass || visit->pass->account) {
        visit_problem(visit, visit->token_shown ? "not-allowed" : "token-missing", "");
        return false;
    }
    if (!ask_access(arena, kind, visit->request->body, ret, faults)) {
        visit_faults(visit, faults);
        return false;
    }
    return true;
}

void device_key(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    struct ask_access ask;

    if (!read_own(visit, ASK_KEY, &ask)) {
        return;
    }
    struct slice id = slice_of(visit->pass->id);
    struct entry_access access = {
        .act = ENTRY_ACT_KEY, .pass = {arena_copy(arena, id), id.len}, .key = ask.key};
    act_commit(visit, &(struct act){.access = &access});
}

// ---- the end of one

const struct site_pass *device_find(struct visit *visit)
{
    const struct site_pass *pass = site_pass(site_of(visit), visit->words[1]);

    if (!pass || pass->account || !is_listed(visit, pass)) {
        visit_problem(visit, "unknown-device", "");
        return NULL;
    }
    return pass;
}

void device_revoke(struct visit *visit)
{
    if (!device_find(visit)) {
        return;
    }
    struct entry_access access = {.act = ENTRY_ACT_REVOKE, .pass = visit->words[1]};
    act_commit(visit, &(struct act){.access = &access});
}
