#include "api/card.h"

#include "api/act.h"
#include "api/grant.h"
#include "api/guess.h"
#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/secret.h"
#include "base/text.h"
#include "live/commit.h"
#include "live/hall.h"
#include "live/people.h"
#include "live/record.h"
#include "live/room.h"
#include "live/site.h"
#include "net/http.h"
#include "wire/ask_access.h"
#include "wire/faults.h"
#include "wire/nickname.h"
#include "wire/paircode.h"

static const struct site *site_of(const struct visit *visit)
{
    return hall_site(visit->api->hall)->record->site;
}

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

static struct slice code_hash(const struct visit *visit, const char *code)
{
    return people_lookup(visit->api->people, visit->request->arena, "card", slice_of(code));
}

// ---- making one: the code follows from the request's key, so that it can be asked for again, and
// stands nowhere

struct making {
    struct visit *visit;
    struct slice id, judge;
    char code[PAIRCODE_MAX];
};

static void on_made(struct commit_wish *wish)
{
    const struct making *making = wish->owner;
    struct visit *visit = making->visit;

    if (wish->refusal) {
        visit_problem(visit, wish->refusal, "");
        return;
    }
    struct buf *json = buf_new(256);
    text_printf(json, "{\"id\":\"%.*s\",\"judge\":\"%.*s\",\"code\":\"%s\"", SLICE_FMT(making->id),
                SLICE_FMT(making->judge), making->code);
    act_answer(visit, wish, json, NULL);
}

static void make_code(struct making *making)
{
    const struct visit *visit = making->visit;
    unsigned char random[SECRET_HASH];
    struct slice hash =
        people_lookup(visit->api->people, visit->request->arena, "card-code", making->id);

    if (text_unhex(hash, random, sizeof random)) {
        paircode_make(random, PAIRCODE_CARD, making->code);
    }
}

static void make_card(struct visit *visit, const struct entry_grant *grant)
{
    struct making *making = arena_alloc(visit->request->arena, sizeof *making);

    *making = (struct making){.visit = visit, .id = act_id(visit, 'c'), .judge = grant->judge};
    make_code(making);
    struct entry_access access = {.act = ENTRY_ACT_CARD,
                                  .card = making->id,
                                  .code = code_hash(visit, making->code),
                                  .grant_count = 1,
                                  .grants = grant};
    act_commit(visit, &(struct act){.access = &access, .on_done = on_made, .owner = making});
}

void card_add(struct visit *visit)
{
    struct ask_access ask;

    if (!read_ask(visit, ASK_CARD, &ask)) {
        return;
    }
    const struct record_judge *judge = record_judge(visit->room->record, ask.judge);
    bool technical = judge && strcmp(judge->role, "technical") == 0;
    struct entry_grant grant = {.role =
                                    slice_of(right_name(technical ? RIGHT_TECHNICAL : RIGHT_JUDGE)),
                                .judge = ask.judge};
    const struct entry_grant *checked = grant_check(visit, 1, &grant);
    if (checked && act_has_key(visit)) {
        make_card(visit, checked);
    }
}

// ---- the list

// Whether the visitor's role reaches a judge of this competition: one of the skills of his seats.
static bool reaches(const struct visit *visit, const struct site_card *card)
{
    const struct site_grant *grant = card->grants.items;
    const struct record *record = visit->room->record;
    const struct record_judge *judge = record_judge(record, slice_of(grant->judge));

    if (strcmp(grant->competition, visit->room->name) != 0 || !judge) {
        return false;
    }
    for (size_t i = 0; i < judge->seat_count; i++) {
        if (visit_right(visit, visit->roles, record->rules->parts[judge->seats[i].part].skill)) {
            return true;
        }
    }
    return visit->role == RIGHT_ORGANISER;
}

void card_list(struct visit *visit)
{
    const struct site_card *card = NULL;
    struct buf *json = buf_new(1024);
    size_t count = 0;

    text_printf(json, "{\"cards\":[");
    for (size_t i = 0; (card = site_card_at(site_of(visit), i)) != NULL; i++) {
        if (reaches(visit, card)) {
            text_printf(json, "%s{\"id\":\"%s\",\"judge\":\"%s\",\"since\":%ld,\"state\":\"%s\"}",
                        count++ ? "," : "", card->id, card->grants.items->judge, (long)card->at,
                        card->used    ? "used"
                        : card->void_ ? "void"
                                      : "ready");
        }
    }
    text_printf(json, "]}");
    visit_json(visit, 200, json, NULL);
}

void card_revoke(struct visit *visit)
{
    const struct site_card *card = site_card(site_of(visit), visit->words[1]);

    if (!card || !reaches(visit, card)) {
        visit_problem(visit, "code-unknown", "");
        return;
    }
    struct entry_access access = {.act = ENTRY_ACT_REVOKE, .card = visit->words[1]};
    act_commit(visit, &(struct act){.access = &access});
}

// ---- a judge types it, or lets a camera read it

struct claiming {
    struct visit *visit;
    struct slice competition, judge;
    char token[SECRET_TOKEN_TEXT];
    char name[NICKNAME_MAX];
};

static void on_claimed(struct commit_wish *wish)
{
    const struct claiming *claiming = wish->owner;
    struct visit *visit = claiming->visit;

    if (wish->refusal) {
        visit_problem(visit, wish->refusal, "");
        return;
    }
    struct buf *json = buf_new(256);
    text_printf(json, "{\"competition\":\"%.*s\",\"judge\":\"%.*s\",\"token\":\"%s\",\"name\":",
                SLICE_FMT(claiming->competition), SLICE_FMT(claiming->judge), claiming->token);
    nickname_say(slice_of(claiming->name), json);
    act_answer(visit, wish, json, NULL);
}

// Whether the session of one of the judge's skills is open.
static bool is_open(const struct visit *visit, const struct site_grant *grant)
{
    const struct room *room = hall_find(visit->api->hall, slice_of(grant->competition));
    const struct record_judge *judge =
        room && state_exists(room) ? record_judge(room->record, slice_of(grant->judge)) : NULL;

    for (size_t i = 0; judge && i < judge->seat_count; i++) {
        const struct rules *rules = room->record->rules;
        const char *skill = rules->skills[rules->parts[judge->seats[i].part].skill].id;
        if (site_is_open(site_of(visit), slice_of(grant->competition), slice_of(skill))) {
            return true;
        }
    }
    return false;
}

static struct slice keep(const struct visit *visit, const char *text)
{
    return (struct slice){arena_copy(visit->request->arena, slice_of(text)), strlen(text)};
}

static void let_in(struct visit *visit, const struct site_card *card, struct slice key)
{
    const struct site_grant *from = card->grants.items;
    struct claiming *claiming = arena_alloc(visit->request->arena, sizeof *claiming);
    struct slice id = act_id(visit, 'd');

    *claiming = (struct claiming){.visit = visit,
                                  .competition = keep(visit, from->competition),
                                  .judge = keep(visit, from->judge)};
    nickname_make(secret_hash64(id), claiming->name);
    struct entry_grant grant = {.role = slice_of(right_name(from->role)),
                                .competition = claiming->competition,
                                .judge = claiming->judge};
    struct entry_access access = {.act = ENTRY_ACT_PASS,
                                  .pass = id,
                                  .token = act_token(visit, id, claiming->token),
                                  .name = slice_of(claiming->name),
                                  .card = keep(visit, card->id),
                                  .key = key,
                                  .grant_count = 1,
                                  .grants = &grant};
    act_commit(visit, &(struct act){.access = &access, .on_done = on_claimed, .owner = claiming});
}

// The same request again gets the same token: the card that it used is its own.
static bool is_own(const struct visit *visit, const struct site_card *card)
{
    const struct site_pass *pass = site_pass(site_of(visit), act_id(visit, 'd'));

    return pass && strcmp(pass->card, card->id) == 0;
}

static const char *refusal_of(const struct visit *visit, const struct site_card *card)
{
    if (!card || card->void_) {
        return "code-unknown";
    }
    if (card->used && !is_own(visit, card)) {
        return "code-used";
    }
    return is_open(visit, card->grants.items) ? NULL : "session-closed";
}

void card_claim(struct visit *visit)
{
    struct guess guess = {"card", SLICE_NONE};
    char code[PAIRCODE_MAX];
    struct ask_access ask;

    if (!read_ask(visit, ASK_CARD_CODE, &ask) || !act_has_key(visit)) {
        return;
    }
    if (paircode_read(ask.code, PAIRCODE_CARD, code) != PAIRCODE_GOOD) {
        visit_problem(visit, "code-mistyped", "");
        return;
    }
    if (!guess_may(visit, &guess)) {
        return;
    }
    const struct site_card *card = site_card_by_code(site_of(visit), code_hash(visit, code));
    const char *refusal = refusal_of(visit, card);
    if (!refusal) {
        let_in(visit, card, ask.key);
        return;
    }
    if (!card) {
        guess_wrong(visit, &guess);
    }
    visit_problem(visit, refusal, "");
}

// ---- sessions

void card_session(struct visit *visit)
{
    const struct rules *rules = visit->room->record->rules;
    uint32_t skill = rules_find_skill(rules, visit->words[1].at, visit->words[1].len);
    struct ask_access ask;

    if (skill == RULES_NONE) {
        visit_problem(visit, "unknown-skill", "");
        return;
    }
    if (!visit_may(visit, skill) || !read_ask(visit, ASK_SITTING, &ask)) {
        return;
    }
    struct entry_access access = {.act = ENTRY_ACT_SITTING,
                                  .competition = slice_of(visit->room->name),
                                  .skill = visit->words[1],
                                  .open = ask.open};
    act_commit(visit, &(struct act){.access = &access});
}

void card_sessions(struct visit *visit)
{
    const struct rules *rules = visit->room->record->rules;
    struct buf *json = buf_new(256);

    text_printf(json, "{\"sessions\":[");
    for (uint32_t i = 0; i < rules->skill_count; i++) {
        bool open = site_is_open(site_of(visit), slice_of(visit->room->name),
                                 slice_of(rules->skills[i].id));
        text_printf(json, "%s{\"skill\":\"%s\",\"open\":%s}", i ? "," : "", rules->skills[i].id,
                    open ? "true" : "false");
    }
    text_printf(json, "]}");
    visit_json(visit, 200, json, NULL);
}
