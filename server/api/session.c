#include "api/session.h"

#include "api/act.h"
#include "api/guess.h"
#include "api/visit.h"
#include "api/who.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/secret.h"
#include "base/text.h"
#include "live/commit.h"
#include "live/hall.h"
#include "live/people.h"
#include "live/record.h"
#include "live/room.h"
#include "live/site.h"
#include "live/vault.h"
#include "net/http.h"
#include "wire/ask_access.h"
#include "wire/faults.h"

enum { SECOND_MS = 1000 };

static const struct site *site_of(const struct visit *visit)
{
    return hall_site(visit->api->hall)->record->site;
}

static struct slice keep(const struct visit *visit, struct slice text)
{
    return (struct slice){arena_copy(visit->request->arena, text), text.len};
}

// NULL: the request has been answered.
static bool read_ask(struct visit *visit, enum ask_access_kind kind, struct ask_access *ret)
{
    struct arena *arena = visit->request->arena;
    struct faults *faults = arena_alloc(arena, sizeof *faults);

    if (!ask_access(arena, kind, visit->request->body, ret, faults)) {
        visit_faults(visit, faults);
        return false;
    }
    return true;
}

static const char *cookie(const struct visit *visit, const char *token, uint64_t seconds)
{
    return arena_printf(visit->request->arena,
                        "Set-Cookie: " WHO_COOKIE
                        "=%s; Path=/; HttpOnly; SameSite=Strict; Max-Age=%lu%s\r\n"
                        "Cache-Control: no-store\r\n",
                        token, (unsigned long)seconds, visit->request->tls ? "; Secure" : "");
}

// ---- in

struct signing {
    struct visit *visit;
    struct guess guess;
    struct slice account;
    uint64_t password_number; // it must not have been changed meanwhile
    struct entry_access access;
    char token[SECRET_TOKEN_TEXT];
};

static void on_signed(struct commit_wish *wish)
{
    const struct signing *signing = wish->owner;
    struct visit *visit = signing->visit;

    if (wish->refusal) {
        visit_problem(visit, wish->refusal, "");
        return;
    }
    struct buf *json = buf_new(256);
    text_printf(json, "{\"account\":\"%.*s\",\"until\":%ld", SLICE_FMT(signing->account),
                (long)signing->access.until);
    act_answer(visit, wish, json,
               cookie(visit, signing->token, visit->api->session_ms / SECOND_MS));
}

static void on_checked(void *owner, bool good, const char *hash)
{
    struct signing *signing = owner;
    struct visit *visit = signing->visit;
    const struct site_account *account = site_account(site_of(visit), signing->account);

    (void)hash;
    if (!good || !account || account->password_number != signing->password_number) {
        guess_wrong(visit, &signing->guess);
        visit_problem(visit, "sign-in-failed", "");
        return;
    }
    guess_right(visit, &signing->guess);
    struct slice id = act_id(visit, 's');
    signing->access =
        (struct entry_access){.act = ENTRY_ACT_PASS,
                              .account = signing->account,
                              .pass = id,
                              .token = act_token(visit, id, signing->token),
                              .until = clock_wall_ms() + (int64_t)visit->api->session_ms};
    act_commit(visit,
               &(struct act){.access = &signing->access, .on_done = on_signed, .owner = signing});
}

// The account's hash, at == NULL when there is none.
static struct slice stored_hash(struct visit *visit, const struct site_account *account)
{
    return account ? people_unseal(visit->api->people, visit->request->arena,
                                   slice_of(account->password))
                   : SLICE_NONE;
}

void session_open(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    struct signing *signing = arena_alloc(arena, sizeof *signing);
    struct ask_access ask;

    if (!read_ask(visit, ASK_SIGN_IN, &ask) || !act_has_key(visit)) {
        return;
    }
    struct slice login = people_lookup(visit->api->people, arena, "login", ask.login);
    const struct site_account *account = site_account_by_login(site_of(visit), login);
    *signing = (struct signing){.visit = visit, .guess = {"sign-in", login}};
    if (!guess_may(visit, &signing->guess)) {
        return;
    }
    signing->account = account ? keep(visit, slice_of(account->id)) : SLICE("");
    signing->password_number = account ? account->password_number : 0;
    if (!vault_check(visit->api->vault, stored_hash(visit, account), ask.password, on_checked,
                     signing)) {
        visit_problem(visit, "sign-in-busy", "");
    }
}

// ---- out

static void on_closed(struct commit_wish *wish)
{
    struct visit *visit = wish->owner;

    if (wish->refusal) {
        visit_problem(visit, wish->refusal, "");
        return;
    }
    struct buf *json = buf_new(256);
    text_printf(json, "{");
    act_answer(visit, wish, json, cookie(visit, "", 0));
}

void session_close(struct visit *visit)
{
    if (!visit->pass) {
        visit_problem(visit, visit->token_shown ? "not-allowed" : "token-missing", "");
        return;
    }
    struct entry_access access = {.act = ENTRY_ACT_REVOKE, .pass = slice_of(visit->pass->id)};
    act_commit(visit, &(struct act){.access = &access, .on_done = on_closed, .owner = visit});
}

// ---- another password

struct changing {
    struct visit *visit;
    struct guess guess;
    struct slice account, pass, password;
};

static void on_made(void *owner, bool good, const char *hash)
{
    struct changing *changing = owner;
    struct visit *visit = changing->visit;

    if (!good) {
        visit_problem(visit, "sign-in-busy", "");
        return;
    }
    struct entry_access access = {
        .act = ENTRY_ACT_ACCOUNT,
        .account = changing->account,
        .pass = changing->pass,
        .password = people_seal(visit->api->people, visit->request->arena, slice_of(hash))};
    act_commit(visit, &(struct act){.access = &access});
}

static void on_old_checked(void *owner, bool good, const char *hash)
{
    struct changing *changing = owner;
    struct visit *visit = changing->visit;

    (void)hash;
    if (!good) {
        guess_wrong(visit, &changing->guess);
        visit_problem(visit, "sign-in-failed", "");
        return;
    }
    guess_right(visit, &changing->guess);
    if (!vault_make(visit->api->vault, changing->password, on_made, changing)) {
        visit_problem(visit, "sign-in-busy", "");
    }
}

void session_password(struct visit *visit)
{
    struct changing *changing = arena_alloc(visit->request->arena, sizeof *changing);
    const struct site_account *account = visit->pass ? visit->pass->account : NULL;
    struct ask_access ask;

    if (!account) {
        visit_problem(visit, visit->token_shown ? "not-allowed" : "token-missing", "");
        return;
    }
    if (!read_ask(visit, ASK_PASSWORD, &ask) || !act_has_key(visit)) {
        return;
    }
    *changing = (struct changing){.visit = visit,
                                  .account = keep(visit, slice_of(account->id)),
                                  .pass = keep(visit, slice_of(visit->pass->id)),
                                  .password = ask.new_password};
    changing->guess = (struct guess){"password", changing->account};
    if (!guess_may(visit, &changing->guess)) {
        return;
    }
    if (!vault_check(visit->api->vault, stored_hash(visit, account), ask.password, on_old_checked,
                     changing)) {
        visit_problem(visit, "sign-in-busy", "");
    }
}
