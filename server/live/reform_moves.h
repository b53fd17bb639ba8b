// What a change of the rules moves, as plain lists. For live/reform_report.
#pragma once

#include "live/facts.h"

struct arena;
struct reform;

struct reform_stand {
    uint32_t place; // 0: none
    bool half;
    const char *total; // exact; NULL: he is not on the board
};

struct reform_move {
    const struct record_competitor *competitor; // of the record before
    struct reform_stand before, after;
};

struct reform_honour {
    const struct record_competitor *competitor;
    uint64_t titles_before, titles_after;
    uint32_t promotion_before, promotion_after;
};

struct reform_stage { // one that has moves
    const char *id;
    size_t count;
    struct reform_move *moves;
};

struct reform_skill { // one that has moves or other honours, and is there before and after
    const struct rules_skill *before, *after;
    size_t stage_count, honour_count;
    struct reform_stage *stages;
    struct reform_honour *honours;
};

// On the arena. Competitors stand in the order of the roster.
size_t reform_moves(struct arena *arena, const struct reform *reform, struct reform_skill **ret);
