// Chance with a seed, and random rule books: the same ones in every run.
#pragma once

#include "tests/scoring/book.h"

static inline uint64_t chance(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

// 0 … below-1
static inline uint32_t chance_below(uint64_t *state, uint32_t below)
{
    return (uint32_t)((chance(state) >> 16) % below);
}

static inline bool chance_in(uint64_t *state, uint32_t many)
{
    return chance_below(state, many) == 0;
}

static inline struct rounding chance_rounding(uint64_t *state)
{
    static const enum round_mode modes[] = {ROUND_NONE,      ROUND_NONE,     ROUND_HALF_UP,
                                            ROUND_HALF_EVEN, ROUND_TRUNCATE, ROUND_UP};

    return (struct rounding){modes[chance_below(state, ROWS(modes))], (int)chance_below(state, 4)};
}

static inline struct ratio chance_factor(uint64_t *state)
{
    static const struct ratio factors[] = {{1, 1}, {1, 1}, {3, 5}, {1, 3}, {5, 4}, {-1, 2}};

    return factors[chance_below(state, ROWS(factors))];
}

static inline void chance_aspect(struct book *book, uint64_t *state, bool scaled)
{
    static const char *const shapes[][3] = {{"0", "10", "0.5"},     {"0", "3", "1"},
                                            {"-3", "3", "1"},       {"0.25", "10", "0.25"},
                                            {"60", "100", "0.125"}, {"-1.5", "1.5", "0.001"}};
    const char *const *shape = shapes[scaled ? 1 + chance_below(state, 2) : chance_below(state, 6)];

    book_aspect(book, shape[0], shape[1], shape[2])->scaled = scaled;
}

static inline void chance_part(struct book *book, uint64_t *state)
{
    struct rules_part *part = book_part(book, 1 + chance_below(state, 7));
    uint32_t aspects = chance_below(state, 4);

    part->technical = chance_in(state, 2) || aspects == 0 ? "technical" : NULL;
    part->declares = part->technical ? chance_below(state, 64) : 0;
    part->declares |= aspects == 0 ? RULES_DECLARES_DEDUCTION : 0;
    part->only_declared = part->technical && chance_in(state, 3);
    part->combine = chance_in(state, 2) ? RULES_PER_ASPECT : RULES_PER_SHEET;
    part->reduce = chance_in(state, 2) ? RULES_MEAN : RULES_SUM;
    part->missing = chance_in(state, 2) ? RULES_BLOCK : RULES_GIVEN;
    part->drop_high = chance_below(state, (part->seat_count + 1) / 2);
    part->drop_low = chance_below(state, part->seat_count - part->drop_high);
    part->judges_least = chance_below(state, part->seat_count + 1);
    part->factor = chance_factor(state);
    part->judges = chance_rounding(state);
    part->product = chance_rounding(state);
    if ((part->declares & (RULES_DECLARES_DIFFICULTY | RULES_DECLARES_FACTOR)) != 0) {
        part->product = (struct rounding){ROUND_HALF_UP, 2};
    }
    part->rounding = chance_rounding(state);
    for (uint32_t i = 0; i < aspects; i++) {
        bool may_scale = (part->declares & RULES_DECLARES_SCALE) != 0;
        chance_aspect(book, state, may_scale && chance_in(state, 2));
    }
}

static inline void chance_stage(struct book *book, uint64_t *state)
{
    uint32_t index = book->rules.stage_count;
    struct rules_stage *stage = book_stage(book);

    stage->own = chance_rounding(state);
    stage->total = chance_rounding(state);
    for (uint32_t i = book->skills[stage->skill].stage_first; i < index; i++) {
        if (chance_in(state, 2)) {
            stage->carry[stage->carry_count++] = i;
        }
    }
    for (uint32_t i = 0; i < 1 + chance_below(state, 3); i++) {
        struct rules_module *module = book_module(book, fraction(1 + chance_below(state, 10), 10));
        module->sum = chance_rounding(state);
        module->rounding = chance_rounding(state);
        for (uint32_t k = chance_below(state, 4); k > 0; k--) {
            chance_part(book, state);
        }
    }
}

static inline void chance_ties(struct book *book, uint64_t *state, struct rules_skill *skill)
{
    skill->tie_count = chance_below(state, 5);
    for (uint32_t i = 0; i < skill->tie_count; i++) {
        struct rules_tie *tie = &skill->ties[i];
        tie->lower_is_better = chance_in(state, 2);
        tie->by = (enum rules_tie_by)chance_below(state, 3);
        if (tie->by == RULES_TIE_PART && book->rules.part_count == 0) {
            tie->by = RULES_TIE_MODULE;
        }
        uint32_t counts[] = {book->rules.module_count, book->rules.part_count,
                             book->rules.stage_count};
        tie->index = chance_below(state, counts[tie->by]);
    }
}

static inline void chance_skill(struct book *book, uint64_t *state)
{
    book_open(book);
    struct rules_skill *skill = book_skill(book);
    for (uint32_t i = 0; i < 1 + chance_below(state, 3); i++) {
        chance_stage(book, state);
    }
    skill->lower_is_better = chance_in(state, 3);
    skill->convention = (enum rules_convention)chance_below(state, 3);
    chance_ties(book, state, skill);
}

// Could its figures grow too large or too fine?
static inline bool chance_runs_over(const struct rules *rules)
{
    uint32_t index = 0;
    enum rules_nonsense nonsense = rules_check(rules, &index);

    return nonsense == RULES_OVERFLOW_POSSIBLE || nonsense == RULES_TOTAL_OVERFLOW;
}

// A book with one skill of up to three stages.
static inline void chance_book(struct book *book, uint64_t *state)
{
    do {
        chance_skill(book, state);
    } while (chance_runs_over(&book->rules));
}

// A grade or mark that the aspect allows.
static inline point_t chance_mark(uint64_t *state, const struct rules_aspect *aspect)
{
    uint32_t steps = (uint32_t)((aspect->max - aspect->min) / aspect->step);

    return aspect->min + aspect->step * chance_below(state, steps + 1);
}

// All that the part asks for, now and then "no marks" as well.
static inline void chance_declare(struct declared *declared, uint64_t *state,
                                  const struct rules_part *part)
{
    const point_t hundredth = POINT_ONE / 100;

    memset(declared, 0, sizeof *declared);
    declared->has = part->declares;
    declared->no_marks = (part->declares & RULES_DECLARES_NO_MARKS) != 0 && chance_in(state, 4);
    declared->base = 10 * hundredth * chance_below(state, 100);
    declared->difficulty = 10 * hundredth * (10 + chance_below(state, 30));
    declared->factor = hundredth * (50 + chance_below(state, 100));
    declared->deduction = 50 * hundredth * chance_below(state, 5);
    if ((part->declares & RULES_DECLARES_SCALE) != 0) {
        declared->scale_count = 7;
        for (int32_t i = 0; i < 7; i++) { // grade x (0.3 … 1.7)
            declared->scale[i].grade = (3 - i) * (point_t)POINT_ONE;
            declared->scale[i].value = 10 * hundredth * (3 - i) * (3 + chance_below(state, 15));
        }
    }
}
