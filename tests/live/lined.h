// The order that a room keeps of a stage, held against the engine's.
#pragma once

#include "live/lineup.h"
#include "live/room.h"
#include "tests/unit.h"

static inline void assert_lined(struct arena *arena, const struct room *room, uint32_t stage)
{
    const struct record *record = room->record;
    const struct lineup_stage *kept = lineup_at(room, stage);
    const struct record_skill *skill = &record->skills[record->rules->stages[stage].skill];
    struct results_line *fresh = NULL;
    size_t count = results_lines(arena, record, stage, &fresh);

    assert_int_equal(kept->count, count);
    for (size_t at = 0; at < count; at++) {
        struct results_line line = lineup_line(kept, at);
        assert_ptr_equal(line.competitor, fresh[at].competitor);
        assert_int_equal(line.rank.place, fresh[at].rank.place);
        assert_int_equal(line.rank.half, fresh[at].rank.half);
        assert_int_equal(line.rank.shared, fresh[at].rank.shared);
        assert_int_equal(line.rank.tie_step, fresh[at].rank.tie_step);
        assert_int_equal(lineup_of(kept, fresh[at].competitor), at);
    }
    for (size_t i = 0; i < skill->count; i++) {
        const struct record_competitor *who = record->competitors[skill->competitors[i]];
        assert_int_equal(lineup_of(kept, who) < count,
                         rank_is_listed(record->rules, stage, &who->tally));
    }
}
