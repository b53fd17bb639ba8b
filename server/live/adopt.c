#include "live/adopt.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/must.h"
#include "base/text.h"
#include "live/reform.h"
#include "live/reform_report.h"
#include "live/signing_list.h"
#include "wire/ask_rules.h"
#include "wire/entry.h"
#include "wire/faults.h"

#include <stdlib.h>

#define SWAP(a, b)                                                                                 \
    do {                                                                                           \
        __typeof__(a) kept = (a);                                                                  \
        (a) = (b);                                                                                 \
        (b) = kept;                                                                                \
    } while (0)

void adopt_write(const struct reform *reform, struct slice request, struct buf *out)
{
    reform_report_write(reform, out);
    text_printf(out, "\n");
    text_add(out, request);
}

// The request behind the report; false when there is no such thing.
static bool split(struct slice body, struct slice *ret_report, struct slice *ret_request)
{
    const char *feed = body.len ? memchr(body.at, '\n', body.len) : NULL;

    if (!feed) {
        return false;
    }
    *ret_report = (struct slice){body.at, (size_t)(feed - body.at)};
    *ret_request = (struct slice){feed + 1, body.len - ret_report->len - 1};
    return true;
}

static void keep_change(struct record *record, const struct entry *entry, uint64_t number,
                        const struct ask_rules *ask, struct slice report)
{
    struct record_change *change = calloc(1, sizeof *change + entry->body.len + 1);

    must(change);
    change->number = number;
    change->at = entry->at;
    memcpy(change->by, entry->by.at,
           entry->by.len < RECORD_ID_MAX ? entry->by.len : RECORD_ID_MAX - 1);
    memcpy(change->body, entry->body.at, entry->body.len);
    change->report = change->body;
    change->report_len = report.len;
    change->reason = strndup(ask->reason.at, ask->reason.len);
    change->reason_len = ask->reason.len;
    if (record->change_count == record->change_room) {
        record->change_room = record->change_room ? 2 * record->change_room : 4;
        record->changes = realloc(record->changes, record->change_room * sizeof(void *));
        must(record->changes);
    }
    record->changes[record->change_count++] = change;
}

// What is of the rules changes hands; what is of the journal stays.
static void swap(struct record *record, struct record *after)
{
    SWAP(record->definition, after->definition);
    SWAP(record->rules, after->rules);
    SWAP(record->definition_json, after->definition_json);
    SWAP(record->definition_len, after->definition_len);
    SWAP(record->skills, after->skills);
    SWAP(record->competitors, after->competitors);
    SWAP(record->competitor_count, after->competitor_count);
    SWAP(record->competitor_room, after->competitor_room);
    SWAP(record->judges, after->judges);
    SWAP(record->judge_count, after->judge_count);
    SWAP(record->judge_room, after->judge_room);
    SWAP(record->teams, after->teams);
    SWAP(record->team_count, after->team_count);
    SWAP(record->team_room, after->team_room);
    SWAP(record->competitor_by_id, after->competitor_by_id);
    SWAP(record->aside_by_id, after->aside_by_id);
    SWAP(record->judge_by_id, after->judge_by_id);
    SWAP(record->judge_by_token, after->judge_by_token);
    SWAP(record->team_by_id, after->team_by_id);
    memcpy(record->rules_id, after->rules_id, sizeof record->rules_id);
}

void adopt_take(struct record *record, struct reform *reform)
{
    for (size_t i = 0; i < record->ruling_count; i++) {
        struct record_ruling *ruling = record->rulings[i];
        ruling->skill = reform->skill_of[ruling->skill];
        must(ruling->skill != RULES_NONE); // a skill with rulings does not go
    }
    swap(record, reform->after);
    signing_list_relock(record);
}

static bool holds(const struct reform *reform, struct slice report)
{
    struct buf *again = buf_new(1024);

    reform_report_write(reform, again);
    bool same = slice_equal(report, (struct slice){again->bytes, again->len});
    buf_unref(again);
    return same;
}

bool adopt_fold(struct record *record, struct arena *arena, const struct entry *entry,
                uint64_t number)
{
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct ask_rules ask;
    struct slice report;
    struct slice request;

    if (!split(entry->body, &report, &request) || !ask_rules_read(arena, request, &ask, faults)) {
        return false;
    }
    struct reform *reform = reform_new(record, ask.definition, ask.set_aside, number);
    bool good = !reform->refusal;
    if (good) {
        keep_change(record, entry, number, &ask, report);
        struct record_change *change = record->changes[record->change_count - 1];
        change->holds = holds(reform, report);
        adopt_take(record, reform);
        memcpy(change->id, record->rules_id, sizeof change->id);
    }
    reform_free(reform);
    return good;
}
