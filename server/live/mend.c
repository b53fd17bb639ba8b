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

// Members that one call puts back: Redis answers nobody else meanwhile.
enum { PIECE = 1000 };

// One walk over the stages. It holds the room, and ends early when the room begins a new epoch.
struct walk {
    struct room *room;
    char epoch[17];
    uint32_t stage;
    size_t done;     // of the board that is being rebuilt: so many of the skill's list are back
    uint64_t number; // where the journal must still end for the rest; 0: nothing was called yet
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

static const struct record_skill *skill_of(const struct walk *walk)
{
    const struct record *record = walk->room->record;

    return &record->skills[record->rules->stages[walk->stage].skill];
}

// The next members, by the engine's keys.
static void collect(struct walk *walk, const char *board, struct arena *arena,
                    struct journal_commit *call)
{
    const struct record *record = walk->room->record;
    const struct record_skill *skill = skill_of(walk);
    size_t rest = skill->count - walk->done;
    size_t to = walk->done + (rest < PIECE ? rest : PIECE);
    struct journal_move *moves = arena_alloc(arena, PIECE * sizeof *moves);

    for (; walk->done < to; walk->done++) {
        const struct record_competitor *competitor =
            record->competitors[skill->competitors[walk->done]];
        unsigned char key[RULES_KEY_MAX];
        size_t len = rank_key(record->rules, walk->stage, &competitor->tally, key);
        if (len > 0) {
            struct slice kept = {(const char *)key, len};
            kept.at = arena_copy(arena, kept);
            moves[call->move_count++] =
                (struct journal_move){slice_of(board), slice_of(competitor->id), kept};
        }
    }
    call->moves = moves;
}

static const char *name_of(struct arena *arena, const struct walk *walk)
{
    const struct rules *rules = walk->room->record->rules;
    const struct rules_stage *stage = &rules->stages[walk->stage];

    return arena_printf(arena, "%s/%s", rules->skills[stage->skill].id, stage->id);
}

static void on_rebuilt(void *owner, const struct journal_result *result);

// The alarm; the board is emptied, and the first members are on it.
static void call_first(struct walk *walk, const char *board, struct arena *arena,
                       struct journal_commit *call)
{
    const struct record *record = walk->room->record;
    struct buf *bytes = buf_new(512);
    struct entry entry = {.kind = ENTRY_ALARM,
                          .at = clock_wall_ms(),
                          .by = SLICE("node"),
                          .claim = record->followed,
                          .body = slice_of(arena_printf(arena, "{\"board\":\"%s\"}", board))};

    memcpy(entry.chain, record_mile(record, record->followed)->chain, sizeof entry.chain);
    entry_write(&entry, bytes);
    struct journal_entry line = {SLICE(""), SLICE(""), {bytes->bytes, bytes->len}};
    call->scope = SLICE("node");
    call->seen = record_version(record, call->scope);
    call->entry_count = 1;
    call->entries = &line;
    call->at_number = record->followed;
    call->reset = slice_of(board);
    journal_commit(walk->room->journal, call, on_rebuilt, walk);
    buf_unref(bytes);
}

// A call without entries leaves the version as it is: what came in between is seen by the number at
// which the journal ends.
static void call_again(struct walk *walk, struct journal_commit *call)
{
    call->scope = SLICE("competition");
    call->seen = record_version(walk->room->record, call->scope);
    call->at_number = walk->number;
    journal_commit(walk->room->journal, call, on_rebuilt, walk);
}

// Between two calls Redis' board is incomplete: the engine orders it until it has been compared.
static void rebuild(struct walk *walk)
{
    struct arena *arena = arena_new();
    const char *board = name_of(arena, walk);
    struct journal_commit call = {.move_count = 0};

    walk->room->boards_doubted = true;
    collect(walk, board, arena, &call);
    if (walk->number) {
        call_again(walk, &call);
    } else {
        call_first(walk, board, arena, &call);
    }
    arena_free(arena);
}

static bool is_over(const struct walk *walk)
{
    const struct room *room = walk->room;

    return room->closing || strcmp(walk->epoch, room->epoch) != 0 || room->state != ROOM_OPEN;
}

static void on_rebuilt(void *owner, const struct journal_result *result)
{
    struct walk *walk = owner;

    if (result->outcome == JOURNAL_NEW && walk->number == 0) {
        walk->room->mended = result->number;
    }
    if (result->outcome == JOURNAL_NEW && !is_over(walk) && walk->done < skill_of(walk)->count) {
        walk->number = walk->number ? walk->number : result->number;
        rebuild(walk);
        return;
    }
    if (result->outcome != JOURNAL_NEW) { // overtaken by a mark: again at the next quiet moment
        walk->room->compare_again = true;
    }
    walk->done = 0;
    walk->number = 0;
    next(walk);
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

    bool broken_off = is_over(walk);

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
