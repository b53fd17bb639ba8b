#include "api/signing.h"

#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/secret.h"
#include "base/text.h"
#include "live/commit.h"
#include "live/hall.h"
#include "live/people.h"
#include "live/record.h"
#include "live/results.h"
#include "live/room.h"
#include "live/site.h"
#include "net/http.h"
#include "store/journal.h"
#include "wire/ask.h"
#include "wire/entry.h"
#include "wire/entry_signing.h"
#include "wire/faults.h"

enum {
    CHIEF = RIGHT_BIT(RIGHT_ORGANISER) | RIGHT_BIT(RIGHT_CHIEF),
    CLERK = CHIEF | RIGHT_BIT(RIGHT_CLERK),
    SUPERVISOR = RIGHT_BIT(RIGHT_ORGANISER) | RIGHT_BIT(RIGHT_SUPERVISOR)
};

static uint32_t skill_of(const struct visit *visit)
{
    return rules_find_skill(visit->room->record->rules, visit->words[1].at, visit->words[1].len);
}

// ---- whose act it is

static unsigned signers(const struct entry_signing *signing)
{
    if (!signing->drawn.at) {
        return CLERK;
    }
    if (slice_is(signing->role, "supervisor")) {
        return SUPERVISOR;
    }
    if (slice_is(signing->role, "judge")) {
        return 0; // who sits there, see as_judge
    }
    return slice_is(signing->role, "competitor") ? CLERK | SUPERVISOR : CHIEF;
}

static unsigned roles_of(const struct entry_signing *signing)
{
    switch (signing->act) {
    case SIGNING_SIGN:
        return signers(signing);
    case SIGNING_SECOND:
        return RIGHT_BIT(RIGHT_ORGANISER) | RIGHT_BIT(RIGHT_CLERK);
    case SIGNING_SETTLE:
        return CLERK;
    case SIGNING_REFUSE:
    case SIGNING_RECHECK:
        return CLERK | SUPERVISOR;
    case SIGNING_SAMPLE:
        return CHIEF | SUPERVISOR;
    case SIGNING_CHECK:
    case SIGNING_LOCK:
    case SIGNING_REOPEN:
    case SIGNING_SCAN:
        break;
    }
    return CHIEF;
}

// A judge draws his own name under what his own seat has given.
static const struct right *as_judge(const struct visit *visit, const struct entry_signing *signing)
{
    const struct rules *rules = visit->room->record->rules;
    uint32_t part =
        signing->part.at ? rules_find_part(rules, signing->part.at, signing->part.len) : RULES_NONE;

    if (signing->act != SIGNING_SIGN || !signing->drawn.at || !slice_is(signing->role, "judge") ||
        part == RULES_NONE || !signing->seat.at) {
        return NULL;
    }
    uint32_t seat = rules_find_seat(rules, part, signing->seat.at, signing->seat.len);
    const struct right *right = seat == RULES_NONE ? NULL : visit_writes(visit, part, seat);
    return right && RIGHT_BITS_SEATED & RIGHT_BIT(right->role) ? right : NULL;
}

static const struct right *right_for(struct visit *visit, const struct entry_signing *signing,
                                     uint32_t skill)
{
    const struct right *judge = as_judge(visit, signing);
    unsigned roles = roles_of(signing);

    if (judge) {
        return judge;
    }
    if (signing->act == SIGNING_SECOND && visit_right(visit, RIGHT_BITS_OVERSEE, skill)) {
        visit_problem(visit, "sees-first", "");
        return NULL;
    }
    return visit_needs(visit, roles, skill) ? visit_right(visit, roles, skill) : NULL;
}

// ---- acts

// A drawing stays out of the journal: sealed among the people, its digest in the entry.
static void seal_drawing(struct visit *visit, struct commit_wish *wish,
                         struct entry_signing *signing)
{
    struct arena *arena = visit->request->arena;
    unsigned char hash[SECRET_HASH];
    char *hex = arena_alloc(arena, SECRET_HEX);
    struct journal_person *person = arena_alloc(arena, sizeof *person);

    secret_sha256(signing->drawn, hash);
    text_hex(hash, sizeof hash, hex);
    signing->drawing = slice_of(hex);
    *person = (struct journal_person){people_paper_key(arena, signing->drawing),
                                      people_paper(visit->api->people, arena, signing->drawn)};
    wish->people = person;
    wish->person_count = 1;
}

// The paper sheet typed again must be one that the rules could take.
static bool second_fits(struct visit *visit, const struct entry_signing *signing,
                        struct faults *faults)
{
    const struct rules *rules = visit->room->record->rules;
    struct arena *arena = visit->request->arena;
    uint32_t part = rules_find_part(rules, signing->part.at, signing->part.len);
    uint32_t seat = part == RULES_NONE
                        ? RULES_NONE
                        : rules_find_seat(rules, part, signing->seat.at, signing->seat.len);
    struct faults *inner = arena_alloc(arena, sizeof *inner);
    struct sheet sheet;

    if (seat == RULES_NONE || ask_sheet(arena, rules, part, seat, signing->body, &sheet, inner)) {
        return true;
    }
    for (size_t i = 0; i < inner->count; i++) {
        faults_add(faults, inner->items[i].name,
                   arena_printf(arena, "/body%s", inner->items[i].pointer), inner->items[i].word);
    }
    return false;
}

static bool has_role(const struct site_grants *grants, const char *competition, struct slice role)
{
    for (size_t i = 0; i < grants->count; i++) {
        const struct site_grant *grant = &grants->items[i];
        bool here = !grant->competition[0] || strcmp(grant->competition, competition) == 0;
        if (here && (!role.at || slice_is(role, right_name(grant->role)))) {
            return true;
        }
    }
    return false;
}

static bool is_held(const struct site *site, const char *competition, struct slice role)
{
    const struct site_account *account = NULL;
    const struct site_pass *pass = NULL;

    for (size_t i = 0; (account = site_account_at(site, i)) != NULL; i++) {
        if (!account->revoked && has_role(&account->grants, competition, role)) {
            return true;
        }
    }
    for (size_t i = 0; (pass = site_pass_at(site, i)) != NULL; i++) {
        if (!pass->account && !pass->revoked && has_role(&pass->grants, competition, role)) {
            return true;
        }
    }
    return false;
}

// A judge, an account with a role here, or the office of the chief judge or the supervisor where
// somebody holds it.
static bool is_witness(const struct visit *visit, struct slice id)
{
    const struct record *record = visit->room->record;
    const struct site *site = hall_site(visit->api->hall)->record->site;
    const struct site_account *account = site_account(site, id);

    if (record_judge(record, id)) {
        return true;
    }
    if (account) {
        return !account->revoked && has_role(&account->grants, record->name, SLICE_NONE);
    }
    return (slice_is(id, "chief") || slice_is(id, "supervisor")) && is_held(site, record->name, id);
}

void signing_act(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct entry_signing *signing = arena_alloc(arena, sizeof *signing);
    uint32_t skill = skill_of(visit);

    if (skill == RULES_NONE) {
        visit_problem(visit, "unknown-skill", "");
        return;
    }
    if (!entry_signing_ask(arena, visit->request->body, signing, faults) ||
        (signing->act == SIGNING_SECOND && !second_fits(visit, signing, faults))) {
        visit_faults(visit, faults);
        return;
    }
    const struct right *right = right_for(visit, signing, skill);
    if (right && signing->act == SIGNING_REFUSE && !is_witness(visit, signing->witness)) {
        faults_add(faults, "unknown-witness", "/witness", "");
        visit_faults(visit, faults);
        return;
    }
    struct commit_wish *wish = right ? visit_wish(visit, ENTRY_SIGNING) : NULL;
    if (!wish) {
        return;
    }
    if (signing->drawn.at) {
        seal_drawing(visit, wish, signing);
    }
    wish->by = right->who;
    wish->skill = skill;
    wish->signing = signing;
    wish->language = visit->language;
    commit_add(visit->room->commit, wish);
}

// ---- scans

static const char *type_of(struct slice bytes)
{
    static const struct {
        const char *magic, *type;
    } rows[] = {{"\xff\xd8\xff", "image/jpeg"},
                {"\x89PNG\r\n\x1a\n", "image/png"},
                {"%PDF-", "application/pdf"}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (slice_starts(bytes, rows[i].magic)) {
            return rows[i].type;
        }
    }
    return NULL;
}

static const struct record_signing *find(const struct visit *visit, uint64_t number)
{
    const struct record *record = visit->room->record;

    for (size_t i = 0; i < record->signing_count; i++) {
        if (record->signings[i]->number == number &&
            slice_is(visit->words[1], record->signings[i]->skill)) {
            return record->signings[i];
        }
    }
    return NULL;
}

// The signature that the address names; NULL: answered.
static const struct record_signing *named(struct visit *visit, uint32_t *ret_skill)
{
    uint64_t number = 0;

    *ret_skill = skill_of(visit);
    if (*ret_skill == RULES_NONE) {
        visit_problem(visit, "unknown-skill", "");
        return NULL;
    }
    if (!visit_may(visit, *ret_skill)) {
        return NULL;
    }
    const struct record_signing *found =
        text_uint(visit->words[2], INT64_MAX, &number) ? find(visit, number) : NULL;
    if (!found) {
        visit_problem(visit, "not-found", "");
    }
    return found;
}

void signing_scan(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    struct slice file = visit->request->body;
    const char *type = type_of(file);
    uint32_t skill = 0;
    const struct record_signing *of = named(visit, &skill);

    if (!of) {
        return;
    }
    if (!type) {
        visit_problem(visit, "scan-unknown", "");
        return;
    }
    struct commit_wish *wish = visit_wish(visit, ENTRY_SIGNING);
    if (!wish) {
        return;
    }
    unsigned char hash[SECRET_HASH];
    char *hex = arena_alloc(arena, SECRET_HEX);
    struct entry_signing *signing = arena_alloc(arena, sizeof *signing);
    struct journal_person *person = arena_alloc(arena, sizeof *person);
    secret_sha256(file, hash);
    text_hex(hash, sizeof hash, hex);
    *signing = (struct entry_signing){
        .act = SIGNING_SCAN, .of = of->number, .scan = slice_of(hex), .type = slice_of(type)};
    *person = (struct journal_person){people_paper_key(arena, signing->scan),
                                      people_paper(visit->api->people, arena, file)};
    wish->people = person;
    wish->person_count = 1;
    wish->by = visit_right(visit, visit->roles, skill)->who;
    wish->skill = skill;
    wish->signing = signing;
    wish->language = visit->language;
    commit_add(visit->room->commit, wish);
}

// ---- and back

struct fetching {
    struct visit *visit;
    const char *type;
};

static void on_paper(void *owner, int error, size_t count, const struct slice *ids,
                     const struct slice *boxes)
{
    const struct fetching *fetching = owner;
    struct visit *visit = fetching->visit;
    struct buf *plain = buf_new(4096);

    (void)ids;
    if (visit_paper(visit, error, count, boxes, plain)) {
        http_answer(
            visit->request,
            &(struct http_answer){
                .status = 200,
                .type = fetching->type,
                .body = buf_seal(plain),
                .headers = "Cache-Control: no-store\r\nContent-Disposition: attachment\r\n"});
    } else {
        buf_unref(plain);
    }
}

static void fetch(struct visit *visit, const char *digest, const char *type)
{
    struct arena *arena = visit->request->arena;
    struct fetching *fetching = arena_alloc(arena, sizeof *fetching);
    struct slice *key = arena_alloc(arena, sizeof *key);

    if (!digest[0]) {
        visit_problem(visit, "not-found", "");
        return;
    }
    *fetching = (struct fetching){visit, type};
    *key = people_paper_key(arena, slice_of(digest));
    journal_people(visit->room->journal, 1, key, on_paper, fetching);
}

// A competitor's own hand tells who he is, where the rules do not yet.
static bool is_closed(struct visit *visit, const struct record_signing *of, uint32_t skill)
{
    if (strcmp(of->role, "competitor") != 0 ||
        results_show(visit->room->record, skill) == RULES_SHOW_NAME) {
        return false;
    }
    visit_problem(visit, "drawing-closed", "");
    return true;
}

void signing_drawing(struct visit *visit)
{
    uint32_t skill = 0;
    const struct record_signing *of = named(visit, &skill);

    if (of && !is_closed(visit, of, skill)) {
        fetch(visit, of->drawing, "application/json; charset=utf-8");
    }
}

void signing_paper(struct visit *visit)
{
    const struct record *record = visit->room->record;
    uint32_t skill = 0;
    const struct record_signing *of = named(visit, &skill);
    const struct record_signing *scan = NULL;

    for (size_t i = 0; of && i < record->signing_count; i++) {
        scan = record->signings[i]->of == of->number ? record->signings[i] : scan;
    }
    if (of && !is_closed(visit, of, skill)) {
        fetch(visit, scan ? scan->scan : "",
              scan ? arena_copy(visit->request->arena, slice_of(scan->type)) : "");
    }
}
