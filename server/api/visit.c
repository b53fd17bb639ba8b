#include "api/visit.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/meter.h"
#include "base/secret.h"
#include "base/text.h"
#include "live/commit.h"
#include "live/muster_recuse.h"
#include "live/people.h"
#include "live/record.h"
#include "live/results.h"
#include "live/room.h"
#include "net/http.h"
#include "wire/answer.h"
#include "wire/entry.h"
#include "wire/faults.h"

static const char *extra_headers(struct visit *visit, int status, const char *name)
{
    struct arena *arena = visit->request->arena;
    const char *retry = status == 503 || status == 507 ? "Retry-After: 2\r\n" : "";
    const char *challenge = status == 401 ? "WWW-Authenticate: Bearer\r\n" : "";
    const char *version = strcmp(name, "upgrade-required") == 0
                              ? "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                              : "";

    return arena_printf(arena, "Content-Language: %s\r\nCache-Control: no-store\r\n%s%s%s%s",
                        problem_language_tag(visit->language), retry, challenge, version,
                        visit->header_line ? visit->header_line : "");
}

void visit_problem_more(struct visit *visit, const char *name, const char *word,
                        const struct faults *faults, const char *more)
{
    struct buf *json = buf_new(512);
    int status = problem_status(name);
    char program[ENTRY_PROGRAM_MAX];

    if (strcmp(name, "needs-newer") == 0 && visit->room && visit->room->record->needs > 0) {
        entry_program(visit->room->record->needs, program);
        word = program;
    }
    problem_write(json, name, visit->language, word, faults, more);
    struct http_answer answer = {.status = status,
                                 .type = "application/problem+json",
                                 .body = buf_seal(json),
                                 .headers = extra_headers(visit, status, name)};
    http_answer(visit->request, &answer);
}

void visit_problem(struct visit *visit, const char *name, const char *word)
{
    visit_problem_more(visit, name, word, NULL, "");
}

void visit_faults(struct visit *visit, const struct faults *faults)
{
    visit_problem_more(visit, faults->items[0].name, faults->items[0].word, faults, "");
}

void visit_json(struct visit *visit, int status, struct buf *json, const char *headers)
{
    struct http_answer answer = {.status = status,
                                 .type = "application/json; charset=utf-8",
                                 .body = buf_seal(json),
                                 .headers = headers ? headers : "Cache-Control: no-store\r\n"};

    http_answer(visit->request, &answer);
}

void visit_done(struct visit *visit, int error)
{
    if (error) {
        visit_problem(visit, "redis-unreachable", "");
        return;
    }
    struct buf *json = buf_new(16);
    text_printf(json, "{}");
    visit_json(visit, 200, json, NULL);
}

// One element of If-None-Match against a tag, by the weak comparison (RFC 9110, 13.1.2).
static bool is_same_tag(struct slice element, const char *tag)
{
    while (element.len > 0 && (element.at[0] == ' ' || element.at[0] == '\t')) {
        element = (struct slice){element.at + 1, element.len - 1};
    }
    while (element.len > 0 &&
           (element.at[element.len - 1] == ' ' || element.at[element.len - 1] == '\t')) {
        element.len--;
    }
    if (slice_starts(element, "W/")) {
        element = (struct slice){element.at + 2, element.len - 2};
    }
    return slice_is(element, tag) || slice_is(element, "*");
}

bool visit_paper(struct visit *visit, int error, size_t count, const struct slice *boxes,
                 struct buf *plain)
{
    if (error < 0) {
        visit_problem(visit, "redis-unreachable", "");
        return false;
    }
    if (count == 0 || !people_unpaper(visit->api->people, boxes[0], plain)) {
        visit_problem(visit, "not-found", "");
        return false;
    }
    return true;
}

struct slice visit_seen(const struct visit *visit)
{
    struct slice header = http_header(visit->request, "if-match");
    bool quoted = header.len > 2 && header.at[0] == '"' && header.at[header.len - 1] == '"';

    return quoted ? (struct slice){header.at + 1, header.len - 2} : SLICE_NONE;
}

bool visit_has(const struct visit *visit, const char *tag)
{
    struct slice rest = http_header(visit->request, "if-none-match");

    while (rest.len > 0) { // our tags hold no comma
        const char *comma = memchr(rest.at, ',', rest.len);
        size_t len = comma ? (size_t)(comma - rest.at) : rest.len;
        if (is_same_tag((struct slice){rest.at, len}, tag)) {
            return true;
        }
        size_t took = len + (comma ? 1 : 0);
        rest = (struct slice){rest.at + took, rest.len - took};
    }
    return false;
}

const char *visit_at(const struct visit *visit)
{
    return arena_printf(visit->request->arena, "Jinbang-At: %s.%lu\r\n", visit->api->run,
                        (unsigned long)clock_boot_ms());
}

void visit_tagged(struct visit *visit, struct buf *json)
{
    unsigned char hash[SECRET_HASH];
    char hex[33];

    secret_sha256((struct slice){json->bytes, json->len}, hash);
    text_hex(hash, 16, hex);
    struct arena *arena = visit->request->arena;
    const char *tag = arena_printf(arena, "\"%s\"", hex);
    const char *headers = arena_printf(
        arena, "ETag: %s\r\nVary: Authorization, Cookie\r\nCache-Control: %s\r\n%s", tag,
        !visit->token_shown ? "public, max-age=1, stale-while-revalidate=5" : "private, no-cache",
        visit_at(visit));
    if (visit_has(visit, tag)) {
        buf_unref(json);
        http_answer(visit->request, &(struct http_answer){.status = 304, .headers = headers});
        return;
    }
    visit_json(visit, 200, json, headers);
}

// ---- rights

const struct right *visit_right(const struct visit *visit, unsigned roles, uint32_t skill)
{
    for (size_t i = 0; i < visit->right_count; i++) {
        const struct right *right = &visit->rights[i];
        if (roles & RIGHT_BIT(right->role) &&
            (skill == VISIT_ANY_SKILL || right_covers(right, skill))) {
            return right;
        }
    }
    return NULL;
}

bool visit_needs(struct visit *visit, unsigned roles, uint32_t skill)
{
    if (roles & RIGHT_BIT(RIGHT_PUBLIC) || visit_right(visit, roles, skill)) {
        return true;
    }
    const char *elsewhere =
        visit_right(visit, roles, VISIT_ANY_SKILL) ? "not-your-skill" : "not-allowed";
    visit_problem(visit, visit->token_shown ? elsewhere : "token-missing", "");
    return false;
}

bool visit_may(struct visit *visit, uint32_t skill)
{
    return visit_needs(visit, visit->roles, skill);
}

bool visit_follows(const struct visit *visit, uint32_t skill)
{
    return visit_right(visit, RIGHT_BIT(RIGHT_ORGANISER) | RIGHT_BITS_OVERSEE, skill) != NULL;
}

const struct right *visit_writes(const struct visit *visit, uint32_t part, uint32_t seat)
{
    uint32_t skill = visit->room->record->rules->parts[part].skill;

    for (size_t i = 0; i < visit->right_count; i++) {
        const struct right *right = &visit->rights[i];
        if (RIGHT_BITS_SEATED & RIGHT_BIT(right->role) &&
            record_judge_has(right->judge, part, seat)) {
            return right;
        }
    }
    return visit_right(visit, RIGHT_BIT(RIGHT_ORGANISER) | RIGHT_BIT(RIGHT_CLERK), skill);
}

const struct right *visit_writes_for(const struct visit *visit,
                                     const struct record_competitor *competitor, uint32_t part,
                                     uint32_t seat)
{
    for (size_t i = 0; i < visit->right_count; i++) {
        const struct right *right = &visit->rights[i];
        if (RIGHT_BITS_SEATED & RIGHT_BIT(right->role) &&
            record_judge_has(right->judge, part, seat) &&
            !muster_recuse_bars(visit->room->record, right->who, competitor, part, seat)) {
            return right;
        }
    }
    return visit_writes(visit, part, seat);
}

const struct right *visit_reads(const struct visit *visit, uint32_t part, uint32_t seat)
{
    uint32_t skill = visit->room->record->rules->parts[part].skill;
    const struct right *right = visit_writes(visit, part, seat);

    return right ? right : visit_right(visit, RIGHT_BITS_OVERSEE, skill);
}

bool visit_is_closed(const struct visit *visit, const struct record_competitor *competitor,
                     uint32_t part, uint32_t seat)
{
    const struct record *record = visit->room->record;
    const struct right *right = visit_reads(visit, part, seat);
    const struct record_sheet *sheet = record_sheet(record, competitor, part, seat);
    bool clerk = right && right->role == RIGHT_CLERK &&
                 !visit_right(visit, RIGHT_BITS_OVERSEE, competitor->skill);

    return clerk && seat < record->rules->parts[part].seat_count &&
           !contest_is_turned(record->rules, competitor->row, part) &&
           !(sheet && slice_is(right->who, sheet->by));
}

bool visit_stage(struct visit *visit, uint32_t *ret_skill, uint32_t *ret_stage)
{
    const struct rules *rules = visit->room->record->rules;
    struct slice skill = http_query(visit->request, "skill");
    struct slice stage = http_query(visit->request, "stage");

    *ret_skill = skill.at ? rules_find_skill(rules, skill.at, skill.len) : 0;
    if (*ret_skill == RULES_NONE) {
        visit_problem(visit, "unknown-skill", "");
        return false;
    }
    if (!visit_may(visit, *ret_skill)) {
        return false;
    }
    const struct rules_skill *found = &rules->skills[*ret_skill];
    *ret_stage = stage.at ? rules_find_stage(rules, *ret_skill, stage.at, stage.len)
                          : found->stage_first + found->stage_count - 1;
    if (*ret_stage == RULES_NONE) {
        visit_problem(visit, "unknown-stage", "");
        return false;
    }
    return true;
}

// What the key stands for: the same method, address, precondition and body. DESIGN 3.7.
static struct slice request_digest(const struct request *request)
{
    unsigned char hash[SECRET_HASH];
    char *hex = arena_alloc(request->arena, SECRET_HEX);
    struct slice pieces[] = {
        slice_of(request->method),        SLICE(" "),  request->path, SLICE("\n"),
        http_header(request, "if-match"), SLICE("\n"), request->body};

    secret_sha256_of(pieces, sizeof pieces / sizeof pieces[0], hash);
    text_hex(hash, sizeof hash, hex);
    return slice_of(hex);
}

struct slice visit_key(const struct visit *visit, struct slice sent)
{
    if (!text_is_uuid7(sent)) {
        return SLICE_NONE;
    }
    static const char upper[] = "ABCDEF";
    static const char lower[] = "abcdef";
    char *key = arena_alloc(visit->request->arena, sent.len + 1);
    for (size_t i = 0; i < sent.len; i++) {
        const char *found = strchr(upper, sent.at[i]);
        key[i] = sent.at[i];
        if (found) {
            key[i] = lower[found - upper];
        }
    }
    return (struct slice){key, sent.len};
}

struct commit_wish *visit_wish(struct visit *visit, int kind)
{
    struct slice sent = http_header(visit->request, "idempotency-key");
    struct slice key = visit_key(visit, sent);
    struct commit_wish *wish = arena_alloc(visit->request->arena, sizeof *wish);

    if (!key.at) {
        visit_problem(visit,
                      sent.len == 0 ? "idempotency-key-missing" : "idempotency-key-malformed", "");
        return NULL;
    }
    *wish = (struct commit_wish){.kind = kind,
                                 .ask = key,
                                 .digest = request_digest(visit->request),
                                 .by = visit->right_count ? visit->rights[0].who : SLICE("public"),
                                 .body = visit->request->body,
                                 .deadline_ms = clock_ms() + visit->api->request_ms,
                                 .on_done = visit_settle,
                                 .owner = visit};
    return wish;
}

void visit_receipt(const struct room *room, uint64_t number, struct buf *out)
{
    const struct record_mile *mile = record_mile(room->record, number);
    struct answer_receipt receipt = {.number = number, .at = mile->at};

    memcpy(receipt.digest, mile->digest, sizeof receipt.digest);
    memcpy(receipt.chain, mile->chain, sizeof receipt.chain);
    answer_receipt(&receipt, out);
}

// Why a gate is closed, on the arena.
static const char *take_said(struct commit_wish *wish, struct arena *arena)
{
    const char *word =
        wish->said ? arena_copy(arena, (struct slice){wish->said->bytes, wish->said->len}) : "";

    wish->said = buf_unref(wish->said);
    return word;
}

void visit_settle(struct commit_wish *wish)
{
    struct visit *visit = wish->owner;
    const char *word = take_said(wish, visit->request->arena);

    if (wish->refusal && strcmp(wish->refusal, "not-complete") == 0) {
        visit_incomplete(visit, wish->skill);
        return;
    }
    if (wish->refusal) {
        visit_problem(visit, wish->refusal, word);
        return;
    }
    struct buf *json = buf_new(256);
    text_printf(json, "{\"receipt\":");
    visit_receipt(visit->room, wish->number, json);
    text_printf(json, "}");
    visit_json(visit, wish->again ? 200 : 201, json, NULL);
}

void visit_incomplete(struct visit *visit, uint32_t skill)
{
    uint64_t missing = results_missing(visit->room->record, skill);

    visit_problem(visit, "not-complete",
                  missing ? arena_printf(visit->request->arena, "%lu", (unsigned long)missing)
                          : "");
}
