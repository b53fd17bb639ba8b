#include "api/account.h"

#include "api/access.h"
#include "api/act.h"
#include "api/grant.h"
#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "live/commit.h"
#include "live/hall.h"
#include "live/people.h"
#include "live/record.h"
#include "live/room.h"
#include "live/site.h"
#include "live/vault.h"
#include "net/http.h"
#include "store/journal.h"
#include "wire/ask_access.h"
#include "wire/faults.h"

static struct room *site_room(const struct visit *visit)
{
    return hall_site(visit->api->hall);
}

static const struct site *site_of(const struct visit *visit)
{
    return site_room(visit)->record->site;
}

// ---- the list

static void write_account(const struct site_account *account, struct buf *out)
{
    text_printf(out, "{\"id\":\"%s\"", account->id);
    text_member(out, "name", slice_of(account->name));
    text_member(out, "login", slice_of(account->login_name));
    text_printf(out, ",\"version\":%lu,\"since\":%ld,\"closed\":%s,\"grants\":[",
                (unsigned long)account->changed, (long)account->at,
                account->revoked ? "true" : "false");
    for (size_t i = 0; i < account->grants.count; i++) {
        const struct site_grant *grant = &account->grants.items[i];
        text_printf(out, "%s{\"role\":\"%s\"", i ? "," : "", right_name(grant->role));
        text_member(out, "competition", slice_of(grant->competition));
        text_member(out, "judge", slice_of(grant->judge));
        access_ids("skills", grant->skill_count, grant->skills, out);
        access_ids("venues", grant->venue_count, grant->venues, out);
        text_printf(out, "}");
    }
    text_printf(out, "]}");
}

void account_list(struct visit *visit)
{
    const struct site_account *account = NULL;
    struct buf *json = buf_new(2048);

    text_printf(json, "{\"accounts\":[");
    for (size_t i = 0; (account = site_account_at(site_of(visit), i)) != NULL; i++) {
        text_printf(json, i ? "," : "");
        write_account(account, json);
    }
    text_printf(json, "]}");
    visit_json(visit, 200, json, NULL);
}

// ---- a new one, or what changes of one

struct changing {
    struct visit *visit;
    struct ask_access ask;
    struct entry_access access;
    struct slice name, login; // as they will be shown
    struct journal_person person;
    struct slice seen;
};

// What it is now, for who changed something older.
static const char *current_of(const struct changing *changing, const char *refusal)
{
    struct arena *arena = changing->visit->request->arena;
    const struct site_account *account =
        site_account(site_of(changing->visit), changing->access.account);

    if (!account || strcmp(refusal, "account-newer") != 0) {
        return "";
    }
    struct buf *json = buf_new(512);
    text_printf(json, ",\"current\":");
    write_account(account, json);
    const char *kept = arena_copy(arena, (struct slice){json->bytes, json->len});
    buf_unref(json);
    return kept;
}

static void on_changed(struct commit_wish *wish)
{
    const struct changing *changing = wish->owner;
    struct visit *visit = changing->visit;

    if (wish->refusal) {
        visit_problem_more(visit, wish->refusal, "", NULL, current_of(changing, wish->refusal));
        return;
    }
    if (changing->person.id.at) {
        people_show(site_room(visit), changing->person.id,
                    &(struct entry_person){.name = changing->name, .second_name = changing->login});
    }
    struct buf *json = buf_new(256);
    text_printf(json, "{\"id\":\"%.*s\"", SLICE_FMT(changing->access.account));
    act_answer(visit, wish, json, NULL);
}

static void commit(struct changing *changing)
{
    act_commit(changing->visit, &(struct act){.access = &changing->access,
                                              .person_count = changing->person.id.at ? 1 : 0,
                                              .people = &changing->person,
                                              .seen = changing->seen,
                                              .on_done = on_changed,
                                              .owner = changing});
}

static void on_made(void *owner, bool good, const char *hash)
{
    struct changing *changing = owner;
    struct visit *visit = changing->visit;

    if (!good) {
        visit_problem(visit, "sign-in-busy", "");
        return;
    }
    changing->access.password =
        people_seal(visit->api->people, visit->request->arena, slice_of(hash));
    commit(changing);
}

// With a password, when its hash has been made.
static void go_on(struct changing *changing)
{
    struct visit *visit = changing->visit;

    if (!changing->ask.password.at) {
        commit(changing);
    } else if (!vault_make(visit->api->vault, changing->ask.password, on_made, changing)) {
        visit_problem(visit, "sign-in-busy", "");
    }
}

static struct slice or_else(const struct visit *visit, struct slice asked, const char *before)
{
    struct slice text = before ? slice_of(before) : SLICE("");

    return asked.at ? asked : (struct slice){arena_copy(visit->request->arena, text), text.len};
}

// What the names are from now on, sealed, when the request says one.
static void set_names(struct changing *changing, const struct site_account *before)
{
    struct visit *visit = changing->visit;
    const struct ask_access *ask = &changing->ask;
    struct arena *arena = visit->request->arena;

    if (!ask->name.at && !ask->login.at) {
        return;
    }
    changing->name = or_else(visit, ask->name, before ? before->name : NULL);
    changing->login = or_else(visit, ask->login, before ? before->login_name : NULL);
    changing->person = (struct journal_person){
        people_account_key(arena, changing->access.account),
        people_box(visit->api->people, arena,
                   &(struct entry_person){.name = changing->name, .second_name = changing->login})};
    if (ask->login.at) {
        changing->access.login = people_lookup(visit->api->people, arena, "login", ask->login);
    }
}

// NULL: the request has been answered.
static struct changing *begin(struct visit *visit, enum ask_access_kind kind, struct slice id)
{
    struct arena *arena = visit->request->arena;
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct changing *changing = arena_alloc(arena, sizeof *changing);

    *changing = (struct changing){.visit = visit};
    if (!ask_access(arena, kind, visit->request->body, &changing->ask, faults)) {
        visit_faults(visit, faults);
        return NULL;
    }
    const struct entry_grant *grants =
        grant_check(visit, changing->ask.grant_count, changing->ask.grants);
    if (!grants || !act_has_key(visit)) {
        return NULL;
    }
    changing->access = (struct entry_access){.act = ENTRY_ACT_ACCOUNT,
                                             .account = id,
                                             .regrants = changing->ask.regrants,
                                             .grant_count = changing->ask.grant_count,
                                             .grants = grants};
    set_names(changing, site_account(site_of(visit), id));
    return changing;
}

void account_add(struct visit *visit)
{
    struct changing *changing = begin(visit, ASK_ACCOUNT, act_id(visit, 'a'));

    if (changing) {
        go_on(changing);
    }
}

void account_change(struct visit *visit)
{
    const struct site_account *account = site_account(site_of(visit), visit->words[0]);

    if (!account || account->revoked) {
        visit_problem(visit, "unknown-account", "");
        return;
    }
    if (!visit_seen(visit).at) {
        visit_problem(visit, "version-missing", "");
        return;
    }
    struct changing *changing = begin(visit, ASK_CHANGES, visit->words[0]);
    if (changing) {
        changing->seen = visit_seen(visit);
        go_on(changing);
    }
}

void account_close(struct visit *visit)
{
    struct entry_access access = {.act = ENTRY_ACT_REVOKE, .account = visit->words[0]};

    act_commit(visit, &(struct act){.access = &access});
}
