// A stage of matches for the tests of bouts.
#pragma once

#include "scoring/bout.h"
#include "scoring/contest.h"
#include "tests/scoring/chance.h"

#include <stdio.h>

// A book with one stage of matches, its draw, and what was recorded.
struct cup {
    struct book book;
    struct rules_matches *matches;
    uint32_t side_count, bout_count;
    struct bout_side sides[BOUT_SIDES_MAX];
    struct bout bouts[BOUT_MAX];
};

static struct cup cup; // large, and one test has it at a time

static inline void cup_open(enum rules_format format)
{
    memset(&cup, 0, sizeof cup);
    book_open(&cup.book);
    (void)book_skill(&cup.book);
    struct rules_stage *stage = book_stage(&cup.book);
    stage->roll_up = RULES_MATCHES;
    cup.matches = &stage->matches;
    *cup.matches = (struct rules_matches){.format = format,
                                          .rounds = 1,
                                          .best_of = 3,
                                          .win = {2, 1},
                                          .draw = {1, 1},
                                          .loss = {1, 1},
                                          .forfeit_win = {2, 1},
                                          .forfeit_loss = {0, 1}};
}

static inline void cup_group(uint32_t group, uint32_t count)
{
    for (uint32_t i = 1; i <= count; i++) {
        cup.sides[cup.side_count++] = (struct bout_side){.group = group, .number = i};
    }
}

// Ends in the order of play: 'a', 'b' or '-' for an end that nobody won.
static inline struct bout bout_of(uint32_t group, uint32_t a, uint32_t b, const char *ends)
{
    struct bout bout = {.group = group, .round = 1, .a = a, .b = b};

    for (; *ends != '\0'; ends++) {
        bout.ends[bout.end_count].a = *ends == 'a' ? 3 : 1;
        bout.ends[bout.end_count].b = *ends == 'b' ? 3 : 1;
        bout.end_count++;
    }
    return bout;
}

static inline int check(const struct bout *bout)
{
    return bout_check(&cup.book.rules, 0, cup.sides, cup.side_count, cup.bouts, cup.bout_count,
                      bout);
}

static inline void record(const struct bout *bout)
{
    assert_int_equal(check(bout), V_OK);
    cup.bouts[cup.bout_count++] = *bout;
}

static inline void settle(void)
{
    assert_true(
        bout_settle(&cup.book.rules, 0, cup.bouts, cup.bout_count, cup.sides, cup.side_count));
}

static inline void assert_orders(const char *want)
{
    char got[512] = {0};
    size_t len = 0;

    settle();
    for (uint32_t i = 0; i < cup.side_count; i++) {
        len += (size_t)snprintf(got + len, sizeof got - len, "%s%u", i > 0 ? " " : "",
                                cup.sides[i].order);
    }
    assert_string_equal(got, want);
}

static const char *chance_ends(uint64_t *state)
{
    static const char *const ends[] = {"aa", "aba", "baa", "bb", "bab", "abb"};

    return ends[chance_below(state, ROWS(ends))];
}
