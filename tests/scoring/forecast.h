// Random contests with few marks to give, some of which are awaited, for the tests of forecasts.
#pragma once

#include "scoring/forecast.h"
#include "scoring/row.h"
#include "tests/scoring/chance.h"

enum { FIELD = 3, OPEN_MAX = 5 };

// One entry that is awaited.
struct hole {
    uint32_t who, part, seat, aspect, cell;
    struct rules_shape shape;
};

struct contest {
    struct book book;
    struct rules_fault fault;
    struct rules_band bands[3];
    struct rules_adjustment adjustments[2];
    struct play plays[FIELD];
    struct play tried[FIELD]; // the same with every hole filled
    size_t hole_count;
    struct hole holes[OPEN_MAX];
    bool partial; // an open part has marks, which a forecast does not look at
    struct forecast_room room;
    void *room_tally;
};

// ---- random contests with few marks to give

static inline void chance_small_aspect(struct contest *contest, uint64_t *state)
{
    struct rules_aspect *aspect = book_aspect(&contest->book, "0", "2", "1");

    aspect->aside = chance_in(state, 12);
    if (chance_in(state, 4)) {
        aspect->min = -POINT_ONE;
        aspect->max = POINT_ONE;
    } else if (chance_in(state, 6)) {
        aspect->input = RULES_CHOICE;
        aspect->bands = contest->bands;
        aspect->band_count = 3;
    } else if (chance_in(state, 6)) {
        aspect->input = RULES_JUDGEMENT;
        aspect->full = 2 * POINT_ONE;
    } else if (chance_in(state, 6)) {
        aspect->input = RULES_LINEAR;
        aspect->linear = (struct rules_linear){fraction(3, 1), fraction(-1, 2), RATIO_ZERO, true,
                                               false,          fraction(5, 2),  RATIO_ZERO};
    }
    if (chance_in(state, 8)) {
        aspect->weight = fraction(-1, 2);
    }
}

static inline void chance_small_part(struct contest *contest, uint64_t *state)
{
    static const enum rules_reduce ways[] = {RULES_MEAN,  RULES_MEAN, RULES_SUM,  RULES_MEDIAN,
                                             RULES_LEAST, RULES_MOST, RULES_MEAN, RULES_AGREED};
    struct rules_part *part = book_part(&contest->book, 1 + chance_below(state, 3));

    part->reduce = ways[chance_below(state, ROWS(ways))];
    part->combine = chance_in(state, 2) ? RULES_PER_ASPECT : RULES_PER_SHEET;
    part->drop_high = part->seat_count == 3 && chance_in(state, 2);
    part->drop_low = part->seat_count == 3 && chance_in(state, 2);
    part->factor = chance_in(state, 3) ? fraction(5, 4) : RATIO_ONE;
    part->judges = chance_rounding(state);
    part->rounding = chance_rounding(state);
    part->turn = chance_in(state, 3) ? RULES_TURN_ALL_IN : RULES_TURN_NONE;
    if (chance_in(state, 6)) {
        part->limits = (struct rules_limits){true, false, fraction(1, 2), RATIO_ZERO};
    }
    if (chance_in(state, 6)) {
        part->variance.by = RULES_RANGE;
        part->variance.act = chance_in(state, 2) ? RULES_HOLD : RULES_FLAG;
        part->variance.limits = contest->bands;
        part->variance.limit_count = 1;
    }
    for (uint32_t i = 1 + chance_below(state, 2); i > 0; i--) {
        chance_small_aspect(contest, state);
    }
}

static inline void chance_small_stage(struct contest *contest, uint64_t *state)
{
    static const enum rules_roll_up ways[] = {RULES_ADD, RULES_ADD, RULES_AVERAGE, RULES_BEST_OF,
                                              RULES_WORST_OF};
    struct book *book = &contest->book;
    uint32_t index = book->rules.stage_count;
    struct rules_stage *stage = book_stage(book);

    stage->roll_up = ways[chance_below(state, ROWS(ways))];
    stage->own = chance_rounding(state);
    stage->best = chance_in(state, 4);
    if (index > 0 && chance_in(state, 2)) {
        stage->carry[stage->carry_count++] = index - 1;
    }
    for (uint32_t i = 1 + chance_below(state, 2); i > 0; i--) {
        struct rules_module *module = book_module(book, fraction(1 + chance_below(state, 3), 2));
        module->roll_up = ways[chance_below(state, ROWS(ways))];
        module->order = (enum rules_order)chance_below(state, 3);
        for (uint32_t k = 1 + chance_below(state, 2); k > 0; k--) {
            chance_small_part(contest, state);
        }
        module->drop_worst = module->part_count == 2 && chance_in(state, 3);
    }
}

static inline void chance_rules(struct contest *contest, uint64_t *state)
{
    struct book *book = &contest->book;

    book_open(book);
    for (int i = 0; i < 3; i++) {
        static const int64_t worths[] = {2, 0, 1}; // in no order
        contest->bands[i] = (struct rules_band){
            .from = RATIO_ZERO, .to = fraction(9, 1), .value = fraction(worths[i], 1)};
    }
    struct rules_skill *skill = book_skill(book);
    chance_small_stage(contest, state);
    if (chance_in(state, 2)) {
        chance_small_stage(contest, state);
    }
    skill->lower_is_better = chance_in(state, 3);
    skill->convention = chance_in(state, 2) ? RULES_STANDARD : RULES_ORDINAL;
    skill->effects[RULES_DNF].ranked = chance_in(state, 2);
    for (uint32_t i = chance_below(state, 3); i > 0; i--) {
        skill->ties[skill->tie_count++] = (struct rules_tie){
            .by = RULES_TIE_PART, .index = chance_below(state, book->rules.part_count)};
    }
}

static inline void mark_by_chance(struct contest *contest, uint64_t *state, uint32_t who,
                                  uint32_t part, uint32_t seat)
{
    const struct rules_part *of = &contest->book.parts[part];
    point_t values[RULES_ASPECTS_MAX];

    for (uint32_t i = 0; i < of->aspect_count; i++) {
        struct rules_shape shape = rules_shape_of(&contest->book.aspects[of->aspect_first + i], 0);
        uint32_t steps = (uint32_t)((shape.max - shape.min) / shape.step);
        values[i] = shape.min + shape.step * chance_below(state, steps + 1);
    }
    assert_int_equal(play_marks(&contest->plays[who], part, seat, values), V_OK);
}

// Leaves the part open if there is room for its holes.
static inline bool open_part(struct contest *contest, uint64_t *state, uint32_t who, uint32_t part)
{
    const struct rules_part *of = &contest->book.parts[part];
    size_t more = (size_t)of->seat_count * of->aspect_count;

    if (!chance_in(state, 2) || contest->hole_count + more > OPEN_MAX) {
        return false;
    }
    bool given = of->seat_count > 1 && chance_in(state, 3); // the first seat has marked
    contest->partial = contest->partial || given;
    for (uint32_t seat = given ? 1 : 0; seat < of->seat_count; seat++) {
        for (uint32_t i = of->aspect_first; i < of->aspect_first + of->aspect_count; i++) {
            contest->holes[contest->hole_count++] =
                (struct hole){who, part, seat, i, 0, rules_shape_of(&contest->book.aspects[i], 0)};
        }
    }
    if (given) {
        mark_by_chance(contest, state, who, part, 0);
    }
    return true;
}

static inline void mark_some(struct contest *contest, uint64_t *state, uint32_t who)
{
    size_t holes = contest->hole_count;

    for (uint32_t part = 0; part < contest->book.rules.part_count; part++) {
        if (open_part(contest, state, who, part)) {
            continue;
        }
        for (uint32_t seat = 0; seat < contest->book.parts[part].seat_count; seat++) {
            mark_by_chance(contest, state, who, part, seat);
        }
    }
    if (chance_in(state, 8)) {
        struct ruling out = {.kind = RULING_STATUS, .stage = RULES_NONE, .status = RULES_DNF};
        contest_apply_ruling(&contest->book.rules, 0, contest->plays[who].row, &out);
        contest->hole_count = holes; // of him nothing is awaited any more
    }
    assert_int_equal(play_tally(&contest->plays[who]), V_OK);
}

// False: its rules are not among those that are known.
static inline bool open_contest(struct contest *contest, uint64_t *state)
{
    memset(contest, 0, sizeof *contest);
    chance_rules(contest, state);
    const struct rules *rules = &contest->book.rules;
    if (!forecast_is_known(rules, rules->stage_count - 1)) {
        return false;
    }
    contest->room.row = malloc(contest_row_bytes(rules, 0));
    contest->room_tally = malloc(tally_bytes(rules, 0));
    assert_true(contest->room.row && contest->room_tally);
    tally_init(rules, 0, contest->room_tally, &contest->room.tally);
    for (uint32_t i = 0; i < FIELD; i++) {
        play_open(&contest->plays[i], &contest->book, 0);
        play_open(&contest->tried[i], &contest->book, 0);
    }
    for (uint32_t i = 0; i < FIELD; i++) {
        mark_some(contest, state, i);
    }
    return true;
}

static inline void close_contest(struct contest *contest)
{
    for (uint32_t i = 0; i < FIELD; i++) {
        play_close(&contest->plays[i]);
        play_close(&contest->tried[i]);
    }
    free(contest->room.row);
    free(contest->room_tally);
}

static inline void put_mark(struct contest *contest, const struct hole *hole, point_t value)
{
    const struct rules_part *part = &contest->book.parts[hole->part];
    struct row_slot *slot = row_slot_of(contest->tried[hole->who].row, hole->part);
    uint32_t cell = contest->book.aspects[hole->aspect].cell;

    slot->cells[slot->marks_at + (size_t)cell * part->seat_count + hole->seat] = value;
    slot->in |= UINT32_C(1) << hole->seat;
    slot->turned = true;
    slot->accepted = true;
}

static inline struct forecast_case case_of(struct contest *contest, uint32_t who)
{
    const struct rules *rules = &contest->book.rules;

    return (struct forecast_case){rules, rules->stage_count - 1, contest->plays[who].row,
                                  &contest->plays[who].tally, &contest->room};
}
