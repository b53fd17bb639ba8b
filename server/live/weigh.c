#include "live/weigh.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/must.h"
#include "base/text.h"
#include "live/record.h"
#include "live/results.h"
#include "live/state.h"
#include "live/wish.h"
#include "scoring/rank.h"
#include "store/journal.h"
#include "wire/entry.h"

#include <stdlib.h>

enum { WEIGHED_MAX = 64 };

struct weigh {
    struct room *room;
    struct arena *arena;
    size_t count;
    const struct commit_wish *wishes[WEIGHED_MAX];
    struct record_competitor *competitor; // whose copy this is
    struct row *row;
    struct row *before; // the copy as it was before the last sheet
    struct tally tally;
    bool tallied;
    struct buf *published;
};

struct weigh *weigh_new(struct room *room)
{
    struct weigh *weigh = calloc(1, sizeof *weigh);
    must(weigh);
    weigh->room = room;
    weigh->arena = arena_new();
    return weigh;
}

struct weigh *weigh_free(struct weigh *weigh)
{
    buf_unref(weigh->published);
    arena_free(weigh->arena);
    free(weigh);
    return NULL;
}

bool weigh_is_taken(const struct weigh *weigh, const struct commit_wish *wish)
{
    for (size_t i = 0; i < weigh->count; i++) {
        const struct commit_wish *other = weigh->wishes[i];
        if (wish->kind != ENTRY_SHEET || slice_equal(other->ask, wish->ask) ||
            (other->part == wish->part && other->seat == wish->seat)) {
            return true;
        }
    }
    return weigh->count == WEIGHED_MAX;
}

static void copy_row(struct weigh *weigh, struct record_competitor *competitor)
{
    const struct rules *rules = weigh->room->record->rules;
    size_t bytes = contest_row_bytes(rules, competitor->skill);

    weigh->competitor = competitor;
    weigh->row = arena_alloc(weigh->arena, bytes);
    weigh->before = arena_alloc(weigh->arena, bytes);
    memcpy(weigh->row, competitor->row, bytes);
    tally_init(rules, competitor->skill,
               arena_alloc(weigh->arena, tally_bytes(rules, competitor->skill)), &weigh->tally);
}

// The address is there already: an amendment needs If-Match, and the current one. DESIGN 3.7.
static const char *precondition(const struct commit_wish *wish, const struct record_sheet *sheet)
{
    uint64_t number = 0;

    if (wish->if_match.at == NULL) {
        return sheet ? "precondition-required" : NULL;
    }
    if (!sheet || !text_uint(wish->if_match, INT64_MAX, &number) || number != sheet->number) {
        return "stale-version";
    }
    return NULL;
}

static const char *weigh_sheet(struct weigh *weigh, struct commit_wish *wish)
{
    const struct record *record = weigh->room->record;
    const struct rules *rules = record->rules;
    uint32_t skill = wish->competitor->skill;
    const struct record_sheet *sheet =
        record_sheet(record, wish->competitor, wish->part, wish->seat);
    const char *refusal = precondition(wish, sheet);

    if (refusal || record->skills[skill].published) {
        return refusal ? refusal : "sheet-locked";
    }
    if (!weigh->row) {
        copy_row(weigh, wish->competitor);
    }
    wish->fault = contest_check(rules, skill, weigh->row, wish->sheet);
    if (wish->fault.verdict != V_OK) {
        return "refused-by-the-rules";
    }
    memcpy(weigh->before, weigh->row, contest_row_bytes(rules, skill));
    contest_apply(rules, skill, weigh->row, wish->sheet);
    wish->fault.verdict = tally_row(rules, skill, weigh->row, &weigh->tally);
    if (wish->fault.verdict != V_OK) {
        memcpy(weigh->row, weigh->before, contest_row_bytes(rules, skill));
        (void)tally_row(rules, skill, weigh->row, &weigh->tally); // as before: it went well then
        return "refused-by-the-rules";
    }
    weigh->tallied = true;
    wish->created = sheet == NULL;
    return NULL;
}

static const char *weigh_roster(struct weigh *weigh, const struct commit_wish *wish)
{
    struct entry_competitor *rows = NULL;
    size_t count = 0;

    must(entry_read_roster(weigh->arena, wish->body, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        if (record_competitor(weigh->room->record, rows[i].id)) {
            return "competitor-exists";
        }
    }
    return NULL;
}

static const char *weigh_judges(struct weigh *weigh, const struct commit_wish *wish)
{
    struct entry_judge *rows = NULL;
    size_t count = 0;

    must(entry_read_judges(weigh->arena, wish->body, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        if (record_judge(weigh->room->record, rows[i].id)) {
            return "judge-exists";
        }
    }
    return NULL;
}

static const char *weigh_publication(struct weigh *weigh, struct commit_wish *wish)
{
    const struct record_skill *skill = &weigh->room->record->skills[wish->skill];

    if (skill->published) {
        return "sheet-locked";
    }
    if (!results_complete(weigh->room->record, wish->skill)) {
        return "not-complete";
    }
    weigh->published = buf_unref(weigh->published);
    weigh->published = buf_new(4096);
    results_publication(weigh->room->record, wish->skill, weigh->published);
    wish->body = (struct slice){weigh->published->bytes, weigh->published->len};
    return NULL;
}

static const char *weigh_kind(struct weigh *weigh, struct commit_wish *wish)
{
    const struct record *record = weigh->room->record;

    switch ((enum entry_kind)wish->kind) {
    case ENTRY_COMPETITION:
        return record->rules ? "competition-exists" : NULL;
    case ENTRY_ROSTER:
        return weigh_roster(weigh, wish);
    case ENTRY_JUDGES:
        return weigh_judges(weigh, wish);
    case ENTRY_SHEET:
        return weigh_sheet(weigh, wish);
    case ENTRY_PUBLICATION:
        return weigh_publication(weigh, wish);
    case ENTRY_SEAL:
    case ENTRY_ALARM:
    case ENTRY_ANNOUNCED:
        break;
    }
    return NULL;
}

const char *weigh_wish(struct weigh *weigh, struct commit_wish *wish)
{
    const char *refusal = weigh_kind(weigh, wish);

    if (!refusal) {
        weigh->wishes[weigh->count++] = wish;
    }
    return refusal;
}

static struct slice key_of(struct weigh *weigh, uint32_t stage, const struct tally *tally)
{
    unsigned char *key = arena_alloc(weigh->arena, RULES_KEY_MAX);
    size_t len = rank_key(weigh->room->record->rules, stage, tally, key);

    return (struct slice){(const char *)key, len};
}

void weigh_moves(struct weigh *weigh, struct journal_commit *call)
{
    const struct rules *rules = weigh->room->record->rules;

    if (!weigh->tallied) {
        return;
    }
    const struct record_competitor *competitor = weigh->competitor;
    const struct rules_skill *skill = &rules->skills[competitor->skill];
    struct journal_move *moves =
        arena_alloc(weigh->arena, skill->stage_count * sizeof(struct journal_move));
    for (uint32_t i = 0; i < skill->stage_count; i++) {
        uint32_t stage = skill->stage_first + i;
        struct slice key = key_of(weigh, stage, &weigh->tally);
        if (!slice_equal(key, key_of(weigh, stage, &competitor->tally))) {
            const char *board =
                arena_printf(weigh->arena, "%s/%s", skill->id, rules->stages[stage].id);
            moves[call->move_count++] =
                (struct journal_move){slice_of(board), slice_of(competitor->id), key};
        }
    }
    call->moves = moves;
}

// A sheet must not be overtaken by its skill's publication; neither it nor a seal may be written to
// a journal that has lost its beginning. A publication must not be overtaken by anything.
void weigh_guard(struct weigh *weigh, struct journal_commit *call)
{
    const struct record *record = weigh->room->record;
    int kind = weigh->wishes[0]->kind;

    if (kind == ENTRY_SHEET || kind == ENTRY_SEAL) {
        call->guard = SLICE("competition");
        call->guard_seen = record_version(record, call->guard);
    } else if (kind == ENTRY_PUBLICATION) {
        call->at_number = record->followed;
    }
}
