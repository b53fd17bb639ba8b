#include "api/device.h"

#include "api/access.h"
#include "api/act.h"
#include "api/grant.h"
#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/secret.h"
#include "base/text.h"
#include "live/commit.h"
#include "live/hall.h"
#include "live/record.h"
#include "live/room.h"
#include "live/site.h"
#include "net/http.h"
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
    for (size_t i = 0; i < grant->skill_count; i++) {
        uint32_t skill =
            rules_find_skill(record->rules, grant->skills[i], strlen(grant->skills[i]));
        if (skill != RULES_NONE && visit_right(visit, visit->roles, skill)) {
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

static void write_device(const struct visit *visit, const struct site_pass *pass, struct buf *out)
{
    text_printf(out, "{\"id\":\"%s\",\"name\":", pass->id);
    nickname_say(slice_of(pass->name), out);
    text_printf(out, ",\"since\":%ld,\"card\":%s,\"revoked\":%s,\"grants\":[", (long)pass->at,
                pass->card[0] ? "true" : "false", pass->revoked ? "true" : "false");
    for (size_t i = 0; i < pass->grants.count; i++) {
        text_printf(out, i ? "," : "");
        write_grant(visit, &pass->grants.items[i], out);
    }
    text_printf(out, "]}");
}

void device_list(struct visit *visit)
{
    const struct site *site = site_of(visit);
    const struct site_pass *pass = NULL;
    struct buf *json = buf_new(2048);
    size_t count = 0;

    text_printf(json, "{\"devices\":[");
    for (size_t i = 0; (pass = site_pass_at(site, i)) != NULL; i++) {
        if (!pass->account && is_listed(visit, pass)) {
            text_printf(json, count++ ? "," : "");
            write_device(visit, pass, json);
        }
    }
    text_printf(json, "]}");
    visit_json(visit, 200, json, NULL);
}

// ---- the end of one

void device_revoke(struct visit *visit)
{
    const struct site_pass *pass = site_pass(site_of(visit), visit->words[1]);

    if (!pass || pass->account || !is_listed(visit, pass)) {
        visit_problem(visit, "unknown-device", "");
        return;
    }
    struct entry_access access = {.act = ENTRY_ACT_REVOKE, .pass = visit->words[1]};
    act_commit(visit, &(struct act){.access = &access});
}
