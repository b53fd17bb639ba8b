#include "api/pairing.h"

#include "api/act.h"
#include "api/grant.h"
#include "api/guess.h"
#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/secret.h"
#include "base/text.h"
#include "live/commit.h"
#include "live/hall.h"
#include "live/people.h"
#include "live/quota.h"
#include "live/record.h"
#include "live/room.h"
#include "live/tries.h"
#include "net/http.h"
#include "store/brief.h"
#include "wire/ask_access.h"
#include "wire/faults.h"
#include "wire/nickname.h"
#include "wire/paircode.h"

static const char *brief_key(const struct visit *visit, const char *code)
{
    struct arena *arena = visit->request->arena;
    struct slice hash = people_lookup(visit->api->people, arena, "pairing", slice_of(code));

    return arena_printf(arena, "pair:%.*s", SLICE_FMT(hash));
}

// ---- a device asks for a code

struct opening {
    struct visit *visit;
    char code[PAIRCODE_MAX];
    char token[SECRET_TOKEN_TEXT];
    char name[NICKNAME_MAX];
    struct slice key; // of the tablet, or none
};

static void on_kept(void *owner, int error, size_t count, const struct slice *texts)
{
    const struct opening *opening = owner;
    struct visit *visit = opening->visit;

    if (error || count == 0 || !texts[0].at) { // the code is somebody else's: one in 10^10
        visit_problem(visit, "redis-unreachable", "");
        return;
    }
    struct buf *json = buf_new(256);
    text_printf(json, "{\"code\":\"%s\",\"token\":\"%s\",\"name\":", opening->code, opening->token);
    nickname_say(slice_of(opening->name), json);
    text_printf(json, ",\"expires_ms\":%lu}", (unsigned long)visit->api->pairing_ms);
    visit_json(visit, 201, json, NULL);
}

static void make_opening(struct opening *opening)
{
    unsigned char random[32];
    uint64_t number = 0;

    secret_random(random, sizeof random);
    paircode_make(random, PAIRCODE_SCREEN, opening->code);
    secret_random(&number, sizeof number);
    nickname_make(number, opening->name);
    secret_token(opening->token);
}

static const char *opening_text(struct arena *arena, const struct opening *opening)
{
    unsigned char hash[SECRET_HASH];
    char hex[SECRET_HEX];

    secret_sha256(slice_of(opening->token), hash);
    text_hex(hash, sizeof hash, hex);
    return opening->key.at
               ? arena_printf(arena, "%s %s %.*s", hex, opening->name, SLICE_FMT(opening->key))
               : arena_printf(arena, "%s %s", hex, opening->name);
}

// Each code is a key in Redis for a while: a stranger gets so many a minute.
static bool may_open(struct visit *visit)
{
    enum { SECOND_MS = 1000 };

    uint64_t wait = visit->token_shown ? 0
                                       : quota_take(visit->api->pairings,
                                                    slice_of(visit->request->address), clock_ms());

    if (wait > 0) {
        unsigned long seconds = (unsigned long)((wait + SECOND_MS - 1) / SECOND_MS);
        struct arena *arena = visit->request->arena;
        visit->header_line = arena_printf(arena, "Retry-After: %lu\r\n", seconds);
        visit_problem(visit, "too-many-codes", arena_printf(arena, "%lu", seconds));
    }
    return wait == 0;
}

void pairing_open(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct opening *opening = arena_alloc(arena, sizeof *opening);
    struct ask_access ask;

    if (!ask_access(arena, ASK_PAIRING, visit->request->body, &ask, faults)) {
        visit_faults(visit, faults);
        return;
    }
    if (!may_open(visit)) {
        return;
    }
    *opening = (struct opening){.visit = visit, .key = ask.key};
    make_opening(opening);
    struct brief brief = {.key = slice_of(brief_key(visit, opening->code)),
                          .text = slice_of(opening_text(arena, opening)),
                          .ttl_ms = visit->api->pairing_ms,
                          .fresh = true};
    brief_put(visit->api->store, &brief, on_kept, opening);
}

// ---- and somebody lets it in

struct claiming {
    struct visit *visit;
    struct guess guess;
    struct entry_access access;
};

static void on_let_in(struct commit_wish *wish)
{
    const struct claiming *claiming = wish->owner;
    struct visit *visit = claiming->visit;

    if (wish->refusal) {
        visit_problem(visit, wish->refusal, "");
        return;
    }
    struct slice id = act_id(visit, 'd');
    struct buf *json = buf_new(256);
    text_printf(json, "{\"id\":\"%.*s\"", SLICE_FMT(id));
    act_answer(visit, wish, json, NULL);
}

// "HASH NAME" or "HASH NAME KEY", as opening_text wrote it.
static void take_text(struct claiming *claiming, struct slice text)
{
    size_t hex = SECRET_HEX - 1;
    struct slice name = {text.at + hex + 1, text.len - hex - 1};
    const char *blank = memchr(name.at, ' ', name.len);

    claiming->access.token = (struct slice){text.at, hex};
    if (blank) {
        size_t len = (size_t)(blank - name.at);
        claiming->access.key = (struct slice){blank + 1, name.len - len - 1};
        name.len = len;
    }
    claiming->access.name = name;
}

static void commit(struct claiming *claiming)
{
    act_commit(claiming->visit,
               &(struct act){.access = &claiming->access, .on_done = on_let_in, .owner = claiming});
}

static void on_taken(void *owner, int error, size_t count, const struct slice *texts)
{
    struct claiming *claiming = owner;
    struct visit *visit = claiming->visit;
    struct slice text = error || count == 0 ? SLICE_NONE : texts[0];
    size_t hex = SECRET_HEX - 1;

    if (error) {
        visit_problem(visit, "redis-unreachable", "");
        return;
    }
    if (text.len <= hex + 1) {
        guess_wrong(visit, &claiming->guess);
        visit_problem(visit, "code-unknown", "");
        return;
    }
    struct slice kept = {arena_copy(visit->request->arena, text), text.len};
    guess_right(visit, &claiming->guess);
    take_text(claiming, kept);
    commit(claiming);
}

// A claim whose answer was lost is asked again: the code is gone, but the journal has it.
static bool was_asked(const struct visit *visit)
{
    const struct record *record = hall_site(visit->api->hall)->record;
    struct slice key = visit_key(visit, http_header(visit->request, "idempotency-key"));

    return record_asked(record, key) != NULL;
}

static void take_code(struct claiming *claiming)
{
    struct visit *visit = claiming->visit;
    char code[PAIRCODE_MAX];

    if (paircode_read(visit->words[1], PAIRCODE_SCREEN, code) != PAIRCODE_GOOD) {
        visit_problem(visit, "code-mistyped", "");
    } else if (was_asked(visit)) {
        commit(claiming);
    } else if (guess_may(visit, &claiming->guess)) {
        brief_take(visit->api->store, slice_of(brief_key(visit, code)), on_taken, claiming);
    }
}

void pairing_claim(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct claiming *claiming = arena_alloc(arena, sizeof *claiming);
    struct ask_access ask;

    if (!ask_access(arena, ASK_DEVICE, visit->request->body, &ask, faults)) {
        visit_faults(visit, faults);
        return;
    }
    const struct entry_grant *grants = grant_check(visit, ask.grant_count, ask.grants);
    if (!grants || !act_has_key(visit)) {
        return;
    }
    *claiming = (struct claiming){.visit = visit, .guess = {"pairing", visit->rights[0].who}};
    claiming->access = (struct entry_access){.act = ENTRY_ACT_PASS,
                                             .pass = act_id(visit, 'd'),
                                             .grant_count = ask.grant_count,
                                             .grants = grants};
    take_code(claiming);
}
