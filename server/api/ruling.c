#include "api/ruling.h"

#include "api/rulebook.h"
#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "live/commit.h"
#include "live/decide.h"
#include "live/record.h"
#include "live/room.h"
#include "net/http.h"
#include "wire/ask_bulk.h"
#include "wire/ask_ruling.h"
#include "wire/entry.h"
#include "wire/faults.h"

static void answer_faults(struct visit *visit, const char *name, const struct faults *faults)
{
    visit_problem_more(visit, name, faults->count ? faults->items[0].word : "",
                       faults->count ? faults : NULL, "");
}

// ---- rulings

static void on_ruled(struct commit_wish *wish)
{
    struct visit *visit = wish->owner;
    struct faults *faults = arena_alloc(visit->request->arena, sizeof *faults);

    if (!wish->refusal || strcmp(wish->refusal, "refused-by-the-rules") != 0) {
        visit_settle(wish);
        return;
    }
    faults->count = 0;
    faults->more = false;
    ask_ruling_fault(wish->ruling, wish->row, wish->fault, faults);
    answer_faults(visit, faults->items[0].name, faults);
}

void ruling_add(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct ask_ruling *ruling = arena_alloc(arena, sizeof *ruling);

    faults->count = 0;
    faults->more = false;
    struct commit_wish *wish = visit_wish(visit, ENTRY_RULING);
    if (!wish) {
        return;
    }
    if (!decide_read(arena, visit->room->record, visit->request->body, ruling, faults)) {
        visit_faults(visit, faults);
        return;
    }
    if (!visit_may(visit, ruling->skill)) {
        return;
    }
    wish->by = visit_right(visit, visit->roles, ruling->skill)->who;
    wish->ruling = ruling;
    wish->skill = ruling->skill;
    wish->on_done = on_ruled;
    commit_add(visit->room->commit, wish);
}

void ruling_list(struct visit *visit)
{
    const struct record *record = visit->room->record;

    struct buf *json = buf_new(4096);
    text_printf(json, "{\"rulings\":[");
    for (size_t i = 0, count = 0; i < record->ruling_count; i++) {
        const struct record_ruling *ruling = record->rulings[i];
        if (!visit_right(visit, visit->roles, ruling->skill)) {
            continue;
        }
        text_printf(json, "%s{\"number\":%lu,\"at\":%ld,\"by\":\"%s\",\"skill\":\"%s\",\"ruling\":",
                    count++ ? "," : "", (unsigned long)ruling->number, (long)ruling->at, ruling->by,
                    record->rules->skills[ruling->skill].id);
        text_add(json, (struct slice){ruling->body, ruling->len});
        text_printf(json, "}");
    }
    text_printf(json, "]}");
    visit_tagged(visit, json);
}

// ---- bulk marks

static void on_bulk(struct commit_wish *wish)
{
    struct visit *visit = wish->owner;
    struct faults *faults = arena_alloc(visit->request->arena, sizeof *faults);

    faults->count = 0;
    faults->more = false;
    if (wish->refusal && strcmp(wish->refusal, "refused-by-the-rules") == 0) {
        ask_bulk_fault(visit->room->record->rules, wish->bulk, wish->row, wish->fault, faults);
        answer_faults(visit, faults->items[0].name, faults);
    } else if (wish->refusal && strcmp(wish->refusal, "unknown-competitor") == 0) {
        ask_bulk_who_fault(wish->bulk, wish->row, wish->refusal, faults);
        answer_faults(visit, wish->refusal, faults);
    } else {
        visit_settle(wish);
    }
}

void ruling_bulk(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    const struct rules *rules = visit->room->record->rules;
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct ask_bulk *bulk = arena_alloc(arena, sizeof *bulk);

    faults->count = 0;
    faults->more = false;
    struct commit_wish *wish = visit_wish(visit, ENTRY_BULK);
    if (!wish) {
        return;
    }
    if (!record_asked(visit->room->record, wish->ask) &&
        !rulebook_fits(visit->room->record, http_header(visit->request, "jinbang-rules"))) {
        visit_problem_more(visit, "rules-changed", "", NULL, rulebook_more(visit));
        return;
    }
    if (!ask_bulk_read(arena, rules, visit->request->body, bulk, faults)) {
        visit_faults(visit, faults);
        return;
    }
    const struct right *right = visit_writes(visit, bulk->part, bulk->seat);
    if (!right) {
        visit_problem(visit, "not-your-seat", "");
        return;
    }
    wish->by = right->who;
    wish->bulk = bulk;
    wish->part = bulk->part;
    wish->seat = bulk->seat;
    wish->skill = rules->parts[bulk->part].skill;
    wish->on_done = on_bulk;
    commit_add(visit->room->commit, wish);
}
