#include "live/mend.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/meter.h"
#include "base/must.h"
#include "live/compare.h"
#include "live/state.h"
#include "scoring/rank.h"
#include "store/journal.h"
#include "wire/entry.h"

#include <stdlib.h>

// One walk over the stages. It holds the room, and ends early when the room begins a new epoch.
struct walk {
    struct room *room;
    char epoch[17];
    uint32_t stage;
};

static void step(struct walk *walk);

static void end(struct walk *walk)
{
    walk->room->holders--;
    walk->room->comparing = false;
    free(walk);
}

static void next(struct walk *walk)
{
    walk->stage++;
    step(walk);
}

static void on_rebuilt(void *owner, const struct journal_result *result)
{
    struct walk *walk = owner;

    if (result->outcome != JOURNAL_NEW) {
        walk->room->compare_again =
            true; // overtaken by a mark: looked at again at the next quiet moment
    }
    next(walk);
}

static size_t collect(const struct record *record, uint32_t stage, const char *board,
                      struct arena *arena, struct journal_move *moves)
{
    const struct record_skill *skill = &record->skills[record->rules->stages[stage].skill];
    size_t count = 0;

    for (size_t i = 0; i < skill->count; i++) {
        const struct record_competitor *competitor = record->competitors[skill->competitors[i]];
        unsigned char *key = arena_alloc(arena, RULES_KEY_MAX);
        size_t len = rank_key(record->rules, stage, &competitor->tally, key);
        if (len > 0) {
            moves[count++] = (struct journal_move){
                slice_of(board), slice_of(competitor->id), {(const char *)key, len}};
        }
    }
    return count;
}

static void rebuild(struct walk *walk)
{
    struct room *room = walk->room;
    const struct record *record = room->record;
    const struct rules *rules = record->rules;
    struct arena *arena = arena_new();
    struct buf *bytes = buf_new(512);
    const char *board =
        arena_printf(arena, "%s/%s", rules->skills[rules->stages[walk->stage].skill].id,
                     rules->stages[walk->stage].id);
    size_t most = record->skills[rules->stages[walk->stage].skill].count;
    struct journal_move *moves = arena_alloc(arena, (most + 1) * sizeof *moves);
    struct entry entry = {.kind = ENTRY_ALARM,
                          .at = clock_wall_ms(),
                          .by = SLICE("node"),
                          .claim = record->followed,
                          .body = slice_of(arena_printf(arena, "{\"board\":\"%s\"}", board))};

    memcpy(entry.chain, record_mile(record, record->followed)->chain, sizeof entry.chain);
    entry_write(&entry, bytes);
    struct journal_entry line = {SLICE(""), SLICE(""), {bytes->bytes, bytes->len}};
    struct journal_commit call = {.scope = SLICE("node"),
                                  .seen = record_version(record, SLICE("node")),
                                  .entry_count = 1,
                                  .entries = &line,
                                  .move_count = collect(record, walk->stage, board, arena, moves),
                                  .moves = moves,
                                  .at_number = record->followed,
                                  .reset = slice_of(board)};
    journal_commit(room->journal, &call, on_rebuilt, walk);
    buf_unref(bytes);
    arena_free(arena);
}

static void on_compared(void *owner, const struct compare_result *result)
{
    struct walk *walk = owner;

    if (strcmp(walk->epoch, walk->room->epoch) != 0) {
        end(walk);
        return;
    }
    switch (result->outcome) {
    case COMPARE_EQUAL:
        next(walk);
        break;
    case COMPARE_DIFFERENT:
        meter_count("jinbang_board_differences_total", "", 1);
        log_line(LOG_ERROR, "mend.board", "competition=%s difference=\"%s\"", walk->room->name,
                 result->detail);
        rebuild(walk);
        break;
    case COMPARE_MOVED:
    case COMPARE_FAILED:
        walk->room->compare_again = true;
        next(walk);
        break;
    }
}

static void step(struct walk *walk)
{
    struct room *room = walk->room;

    bool broken_off =
        room->closing || strcmp(walk->epoch, room->epoch) != 0 || room->state != ROOM_OPEN;

    if (broken_off || walk->stage >= room->record->rules->stage_count) {
        room->boards_doubted = room->boards_doubted && (broken_off || room->compare_again);
        end(walk);
        return;
    }
    compare_board(room->journal, room->record, walk->stage, false, on_compared, walk);
}

void mend_room(struct room *room)
{
    if (room->comparing || room->state != ROOM_OPEN || !state_exists(room)) {
        return;
    }
    struct walk *walk = calloc(1, sizeof *walk);
    must(walk);
    walk->room = room;
    memcpy(walk->epoch, room->epoch, sizeof walk->epoch);
    room->comparing = true;
    room->compare_again = false;
    room->holders++;
    step(walk);
}
