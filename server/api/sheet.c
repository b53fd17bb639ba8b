#include "api/sheet.h"

#include "api/begun.h"
#include "api/confirm.h"
#include "api/plain.h"
#include "api/rulebook.h"
#include "api/signer.h"
#include "api/typing.h"
#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/meter.h"
#include "base/secret.h"
#include "base/text.h"
#include "live/commit.h"
#include "live/merged.h"
#include "live/record.h"
#include "live/room.h"
#include "net/http.h"
#include "wire/ask.h"
#include "wire/entry.h"
#include "wire/faults.h"

#include <stdlib.h>

struct address {
    struct record_competitor *competitor;
    uint32_t part, seat;
    struct slice wrong; // the id that a problem is about
};

// NULL or a problem's name.
static const char *find_address(const struct room *room, struct slice part, struct slice competitor,
                                struct slice seat, struct address *ret)
{
    const struct rules *rules = room->record->rules;

    ret->wrong = part;
    ret->part = rules_find_part(rules, part.at, part.len);
    if (ret->part == RULES_NONE) {
        return "unknown-part";
    }
    ret->wrong = competitor;
    ret->competitor = record_competitor(room->record, competitor);
    if (!ret->competitor) {
        return "unknown-competitor";
    }
    ret->wrong = seat;
    if (ret->competitor->skill != rules->parts[ret->part].skill) {
        return "skill-differs";
    }
    ret->seat = rules_find_seat(rules, ret->part, seat.at, seat.len);
    return ret->seat == RULES_NONE ? "unknown-seat" : NULL;
}

// To be shown in the problem's words; what is no id is not repeated.
static const char *wrong_id(struct arena *arena, const struct address *address)
{
    return text_is_id(address->wrong) ? arena_copy(arena, address->wrong) : "";
}

static const char *seat_name(const struct rules *rules, uint32_t part, uint32_t seat)
{
    const struct rules_part *of = &rules->parts[part];
    return seat < of->seat_count ? of->seats[seat] : of->technical;
}

void sheet_write(const struct room *room, const struct record_competitor *competitor, uint32_t part,
                 uint32_t seat, struct buf *out)
{
    const struct rules *rules = room->record->rules;
    const struct record_sheet *sheet = record_sheet(room->record, competitor, part, seat);

    text_printf(out, "{\"part\":\"%s\",\"competitor\":\"%s\",\"seat\":\"%s\",\"etag\":\"%lu\",",
                rules->parts[part].id, competitor->id, seat_name(rules, part, seat),
                (unsigned long)sheet->number);
    text_printf(out, "\"by\":\"%s\",\"receipt\":", sheet->by);
    visit_receipt(room, sheet->number, out);
    text_printf(out, ",\"body\":");
    if (merged_is(room->record->rules, part, seat)) {
        merged_write(room->record->rules, competitor, part, seat, out);
    } else {
        text_add(out, (struct slice){sheet->body, sheet->len});
    }
    text_printf(out, "}");
}

static bool is_hidden(const struct visit *visit, const struct record_competitor *competitor,
                      uint32_t part, uint32_t seat)
{
    struct typing typing = typing_look(visit);
    bool hides = typing_hides(&typing, competitor, part, seat);

    typing_done(&typing);
    return hides;
}

static const char *current_sheet(const struct visit *visit, const struct commit_wish *wish)
{
    struct arena *arena = visit->request->arena;
    const struct room *room = visit->room;

    if (!record_sheet(room->record, wish->competitor, wish->part, wish->seat) ||
        visit_is_closed(visit, wish->competitor, wish->part, wish->seat) ||
        is_hidden(visit, wish->competitor, wish->part, wish->seat)) {
        return "";
    }
    struct buf *json = buf_new(512);
    text_printf(json, ",\"current\":");
    sheet_write(room, wish->competitor, wish->part, wish->seat, json);
    const char *kept = arena_copy(arena, (struct slice){json->bytes, json->len});
    buf_unref(json);
    return kept;
}

// What a refused wish is called, and what goes with it.
static const char *refusal_of(const struct visit *visit, const struct commit_wish *wish,
                              struct faults *faults, const char **more)
{
    bool version = strcmp(wish->refusal, "stale-version") == 0 ||
                   strcmp(wish->refusal, "precondition-required") == 0;

    *more = version ? current_sheet(visit, wish) : "";
    if (strcmp(wish->refusal, "refused-by-the-rules") != 0) {
        return wish->refusal;
    }
    ask_fault(visit->room->record->rules, wish->sheet, wish->fault, faults);
    return faults->items[0].name;
}

static void on_put(struct commit_wish *wish)
{
    struct visit *visit = wish->owner;
    struct arena *arena = visit->request->arena;

    if (wish->refusal) {
        struct faults *faults = arena_alloc(arena, sizeof *faults);
        const char *more = "";
        const char *name = refusal_of(visit, wish, faults, &more);
        meter_count("jinbang_sheets_refused_total", "", 1);
        visit_problem_more(visit, name, faults->count ? faults->items[0].word : "",
                           faults->count ? faults : NULL, more);
        return;
    }
    if (!wish->again) {
        begun_forget(visit, wish->competitor, wish->part, wish->seat);
    }
    struct buf *json = buf_new(256);
    text_printf(json, "{\"receipt\":");
    visit_receipt(visit->room, wish->number, json);
    text_printf(json, "}");
    meter_count("jinbang_sheets_total", wish->again ? "result=\"again\"" : "result=\"new\"", 1);
    meter_time_us("jinbang_sheet_seconds", "", clock_us() - visit->request->started_us);
    const char *headers = arena_printf(arena, "ETag: \"%lu\"\r\nCache-Control: no-store\r\n",
                                       (unsigned long)wish->number);
    visit_json(visit, wish->again || !wish->created ? 200 : 201, json, headers);
}

static bool take_if_match(struct slice header, struct slice *ret)
{
    *ret = SLICE_NONE;
    if (header.at == NULL) {
        return true;
    }
    bool quoted = header.len > 2 && header.at[0] == '"' && header.at[header.len - 1] == '"';
    *ret = quoted ? (struct slice){header.at + 1, header.len - 2} : SLICE("");
    return quoted;
}

// The seat that the request's address names. NULL or a problem's name.
static const char *find_seat(const struct visit *visit, struct address *ret)
{
    return find_address(visit->room, visit->words[1], visit->words[2], visit->words[3], ret);
}

const char *sheet_find(const struct visit *visit, struct sheet_place *ret)
{
    struct address address = {.wrong = SLICE_NONE};
    const char *problem = find_seat(visit, &address);

    *ret = (struct sheet_place){address.competitor, address.part, address.seat};
    return problem;
}

// A request that stands in the journal is answered with its receipt, also when the rules by which
// it was read are no longer there.
static bool is_of_older_rules(const struct room *room, struct slice key)
{
    return room->record->change_count > 0 && record_asked(room->record, key);
}

static void put(struct visit *visit, void *owner)
{
    const struct confirm *confirm = owner;
    struct arena *arena = visit->request->arena;
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct sheet *sheet = arena_alloc(arena, sizeof *sheet);
    struct address address = {.wrong = SLICE_NONE};
    const char *problem = find_seat(visit, &address);
    const struct right *right =
        problem ? NULL : visit_writes_for(visit, address.competitor, address.part, address.seat);

    problem = problem || right ? problem : "not-your-seat";
    if (problem) {
        visit_problem(visit, problem, wrong_id(arena, &address));
        return;
    }
    struct commit_wish *wish = visit_wish(visit, ENTRY_SHEET);
    if (!wish) {
        return;
    }
    bool known = is_of_older_rules(visit->room, wish->ask);
    if (!known &&
        !rulebook_fits(visit->room->record, http_header(visit->request, "jinbang-rules"))) {
        visit_problem_more(visit, "rules-changed", "", NULL, rulebook_more(visit));
        return;
    }
    if (!known && !ask_sheet(arena, visit->room->record->rules, address.part, address.seat,
                             visit->request->body, sheet, faults)) {
        visit_faults(visit, faults);
        return;
    }
    (void)take_if_match(http_header(visit->request, "if-match"), &wish->if_match);
    wish->by = right->who;
    wish->competitor = address.competitor;
    wish->called = visit->words[2];
    wish->part = address.part;
    wish->seat = address.seat;
    wish->sheet = sheet;
    wish->on_done = on_put;
    problem = signer_check(visit, http_header(visit->request, "jinbang-signature"), wish);
    if (problem || confirm->problem) {
        visit_problem_more(visit, problem ? problem : confirm->problem,
                           problem ? "" : confirm->word, NULL, problem ? "" : confirm->more);
        return;
    }
    wish->confirmed = confirm->confirmed;
    commit_add(visit->room->commit, wish);
}

static struct confirm confirm_of(const struct visit *visit, const struct ask_batch_item *item)
{
    return (struct confirm){.sheet = {.competition = slice_of(visit->room->name),
                                      .part = item->part,
                                      .competitor = item->competitor,
                                      .seat = item->seat,
                                      .ask = visit_key(visit, item->key),
                                      .body = item->body},
                            .sent = item->confirmed,
                            .word = "",
                            .more = ""};
}

void sheet_put(struct visit *visit)
{
    struct confirm *confirm = arena_alloc(visit->request->arena, sizeof *confirm);
    struct ask_batch_item item = {.key = http_header(visit->request, "idempotency-key"),
                                  .part = visit->words[1],
                                  .competitor = visit->words[2],
                                  .seat = visit->words[3],
                                  .confirmed = http_header(visit->request, "jinbang-confirmed"),
                                  .body = visit->request->body};

    *confirm = confirm_of(visit, &item);
    confirm_all(visit, confirm, 1, put, confirm);
}

void sheet_get(struct visit *visit)
{
    struct address address = {.wrong = SLICE_NONE};
    const char *problem = find_seat(visit, &address);

    if (!problem && !visit_reads(visit, address.part, address.seat)) {
        problem = "not-your-seat";
    }
    if (!problem &&
        (!record_sheet(visit->room->record, address.competitor, address.part, address.seat) ||
         visit_is_closed(visit, address.competitor, address.part, address.seat))) {
        problem = "no-sheet";
    }
    if (!problem && is_hidden(visit, address.competitor, address.part, address.seat)) {
        problem = "first-typing";
    }
    if (problem) {
        visit_problem(visit, problem, wrong_id(visit->request->arena, &address));
        return;
    }
    struct buf *json = buf_new(512);
    sheet_write(visit->room, address.competitor, address.part, address.seat, json);
    const char *headers =
        arena_printf(visit->request->arena, "ETag: \"%lu\"\r\nCache-Control: no-store\r\n",
                     (unsigned long)record_sheet(visit->room->record, address.competitor,
                                                 address.part, address.seat)
                         ->number);
    visit_json(visit, 200, json, headers);
}

// ---- a queue of sheets in one request: each has its own key and its own outcome

struct queue {
    struct visit *visit;
    size_t count, open;
    struct commit_wish *wishes;
    const char **problems; // that were found before there was a wish
    const char **words;    // for them
    struct faults **faults;
    struct confirm *confirms;
    const struct ask_batch_item *items;
};

static void write_outcome(struct queue *queue, size_t at, struct buf *out)
{
    struct visit *visit = queue->visit;
    const struct commit_wish *wish = &queue->wishes[at];
    const char *more = "";
    const char *name = queue->problems[at];
    struct faults *faults = queue->faults[at];

    if (!name && wish->refusal) {
        name = refusal_of(visit, wish, faults, &more);
    }
    if (name) {
        text_printf(out, "{\"status\":%d,\"problem\":", problem_status(name));
        more = *more ? more : queue->confirms[at].more;
        problem_write(out, name, visit->language,
                      faults->count ? faults->items[0].word : queue->words[at],
                      faults->count ? faults : NULL, more);
    } else {
        text_printf(out, "{\"status\":%d,\"receipt\":", wish->again || !wish->created ? 200 : 201);
        visit_receipt(visit->room, wish->number, out);
    }
    text_printf(out, "}");
}

static void answer_queue(struct queue *queue)
{
    struct buf *json = buf_new(4096);

    text_printf(json, "{\"results\":[");
    for (size_t i = 0; i < queue->count; i++) {
        text_printf(json, i ? "," : "");
        write_outcome(queue, i, json);
    }
    text_printf(json, "]}");
    visit_json(queue->visit, 200, json, NULL);
}

static void on_item(struct commit_wish *wish)
{
    struct queue *queue = wish->owner;

    if (!wish->refusal && !wish->again) {
        begun_forget(queue->visit, wish->competitor, wish->part, wish->seat);
    }
    if (--queue->open == 0) {
        answer_queue(queue);
    }
}

// The digest as if the item had been a PUT of its own, so that a key used here is the same key
// there.
static struct slice item_digest(const struct visit *visit, const struct ask_batch_item *item)
{
    struct arena *arena = visit->request->arena;
    unsigned char hash[SECRET_HASH];
    char *hex = arena_alloc(arena, SECRET_HEX);
    const char *head = arena_printf(arena, "PUT /api/v1/competitions/%s/sheets/%.*s/%.*s/%.*s\n",
                                    visit->room->name, SLICE_FMT(item->part),
                                    SLICE_FMT(item->competitor), SLICE_FMT(item->seat));
    const char *match =
        item->if_match.at ? arena_printf(arena, "\"%.*s\"", SLICE_FMT(item->if_match)) : "";
    struct slice pieces[] = {slice_of(head), slice_of(match), SLICE("\n"), item->body};

    secret_sha256_of(pieces, 4, hash);
    text_hex(hash, sizeof hash, hex);
    return slice_of(hex);
}

static const char *prepare(struct queue *queue, size_t at, const struct ask_batch_item *item)
{
    struct visit *visit = queue->visit;
    struct arena *arena = visit->request->arena;
    struct sheet *sheet = arena_alloc(arena, sizeof *sheet);
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct address address = {.wrong = SLICE_NONE};
    const char *problem =
        find_address(visit->room, item->part, item->competitor, item->seat, &address);

    queue->faults[at] = faults;
    queue->words[at] = "";
    const struct right *right =
        problem ? NULL : visit_writes_for(visit, address.competitor, address.part, address.seat);
    problem = problem || right ? problem : "not-your-seat";
    if (problem) {
        queue->words[at] = wrong_id(arena, &address);
        return problem;
    }
    struct slice key = visit_key(visit, item->key);
    if (!key.at) {
        return "idempotency-key-malformed";
    }
    if (!plain_takes_item(visit, key, item->body, faults)) {
        return faults->items[0].name;
    }
    bool known = is_of_older_rules(visit->room, key);
    if (!known && !rulebook_fits(visit->room->record, item->rules)) {
        return "rules-changed";
    }
    if (!known && !ask_sheet(arena, visit->room->record->rules, address.part, address.seat,
                             item->body, sheet, faults)) {
        return faults->items[0].name;
    }
    queue->wishes[at] = (struct commit_wish){.kind = ENTRY_SHEET,
                                             .ask = key,
                                             .digest = item_digest(visit, item),
                                             .by = right->who,
                                             .body = item->body,
                                             .competitor = address.competitor,
                                             .called = item->competitor,
                                             .part = address.part,
                                             .seat = address.seat,
                                             .sheet = sheet,
                                             .if_match = item->if_match,
                                             .deadline_ms = clock_ms() + visit->api->request_ms,
                                             .on_done = on_item,
                                             .owner = queue};
    queue->wishes[at].confirmed = queue->confirms[at].confirmed;
    const char *refusal = signer_check(visit, item->signature, &queue->wishes[at]);
    queue->words[at] = refusal ? "" : queue->confirms[at].word;
    return refusal ? refusal : queue->confirms[at].problem;
}

static void prepare_all(struct visit *visit, void *owner)
{
    struct queue *queue = owner;

    for (size_t i = 0; i < queue->count; i++) {
        queue->problems[i] = prepare(queue, i, &queue->items[i]);
        queue->open += queue->problems[i] ? 0 : 1;
    }
    for (size_t i = 0; i < queue->count; i++) {
        if (!queue->problems[i]) {
            commit_add(visit->room->commit, &queue->wishes[i]);
        }
    }
    if (--queue->open == 0) {
        answer_queue(queue);
    }
}

void sheet_batch(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct queue *queue = arena_alloc(arena, sizeof *queue);
    struct ask_batch batch;

    if (!ask_batch(arena, visit->request->body, &batch, faults)) {
        visit_faults(visit, faults);
        return;
    }
    *queue = (struct queue){.visit = visit, .count = batch.count, .open = 1};
    queue->wishes = arena_alloc(arena, (batch.count + 1) * sizeof *queue->wishes);
    queue->problems = arena_alloc(arena, (batch.count + 1) * sizeof *queue->problems);
    queue->words = arena_alloc(arena, (batch.count + 1) * sizeof *queue->words);
    queue->faults = arena_alloc(arena, (batch.count + 1) * sizeof(struct faults *));
    queue->items = batch.items;
    queue->confirms = arena_alloc(arena, (batch.count + 1) * sizeof *queue->confirms);
    for (size_t i = 0; i < batch.count; i++) {
        queue->confirms[i] = confirm_of(visit, &batch.items[i]);
    }
    confirm_all(visit, queue->confirms, batch.count, prepare_all, queue);
}
