// A standing and its honours for the tests of awards.
#pragma once

#include "scoring/award.h"
#include "tests/scoring/chance.h"

enum { LINES_MAX = 128, STAFF = 1, HOLDS_GRADE = 2, ONCE_THIS_YEAR = 4 };

// A skill with one stage, and the lines of its standing, the best first.
struct stand {
    struct book book;
    struct rules_skill *skill;
    size_t count;
    struct award_line lines[LINES_MAX];
    struct quota teams[4];
    struct rules_promotion promotions[4];
};

static inline void stand_open(struct stand *stand)
{
    memset(stand, 0, sizeof *stand);
    book_open(&stand->book);
    stand->skill = book_skill(&stand->book);
    (void)book_stage(&stand->book);
    stand->skill->promotions = stand->promotions;
}

static inline struct award_line *stand_line(struct stand *stand, uint32_t place, const char *total)
{
    struct award_line *line = &stand->lines[stand->count++];

    *line = (struct award_line){.place = place,
                                .last_stage = true,
                                .in_base = true,
                                .passed = true,
                                .total = ratio_of_point(points(total))};
    return line;
}

// Totals of their own: 99, 98 … on places of their own.
static inline void stand_field(struct stand *stand, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        stand_line(stand, i + 1, "0")->total = fraction(99 - (int64_t)i, 1);
    }
}

// One letter for each line: the delegation 'a' … 'd', a dot for none.
static inline void stand_teams(struct stand *stand, const char *teams)
{
    for (size_t i = 0; i < stand->count; i++) {
        stand->lines[i].team = teams[i] == '.' ? NULL : &stand->teams[teams[i] - 'a'];
    }
}

static inline struct rules_title *stand_title(struct stand *stand, const char *id)
{
    struct rules_title *title = &stand->skill->titles[stand->skill->title_count++];

    title->id = id;
    return title;
}

static inline void stand_places(struct stand *stand, const char *id, uint32_t from, uint32_t to)
{
    struct rules_title *title = stand_title(stand, id);

    title->from = from;
    title->to = to;
}

static inline void stand_quota(struct stand *stand, const char *id, uint32_t count, bool widen)
{
    struct rules_title *title = stand_title(stand, id);

    title->by = RULES_BY_COUNT;
    title->count = count;
    title->widen = widen;
}

static inline void settle(struct stand *stand)
{
    award_settle(&stand->book.rules, 0, stand->lines, stand->count);
}

static inline char *write_titles(const struct stand *stand, uint64_t bits, char *at)
{
    for (uint32_t i = 0; i < stand->skill->title_count; i++) {
        if (((bits >> i) & 1) != 0) {
            *at++ = stand->skill->titles[i].id[0];
        }
    }
    return at;
}

// First letters of the titles, '?' and those that wait, a dot for none; one word for each line.
static inline void assert_titles(struct stand *stand, const char *want)
{
    char got[1024] = {0};
    char *at = got;

    settle(stand);
    for (size_t i = 0; i < stand->count; i++) {
        const struct award_line *line = &stand->lines[i];
        char *word = at;
        at = write_titles(stand, line->titles, at);
        if (line->waiting != 0) {
            *at++ = '?';
            at = write_titles(stand, line->waiting, at);
        }
        if (at == word) {
            *at++ = '.';
        }
        *at++ = i + 1 < stand->count ? ' ' : '\0';
    }
    assert_string_equal(got, want);
}

// The caller's memory of rulings: one answer for all.
static inline int answers(const void *owner, uint32_t title)
{
    (void)title;
    const int *answer = owner;
    return *answer;
}

static inline void chance_field(struct stand *stand, uint64_t *state)
{
    uint32_t count = chance_below(state, 60);
    int64_t total = 100;
    uint32_t place = 1;

    for (uint32_t i = 0; i < count; i++) {
        if (!chance_in(state, 4)) {
            place = i + 1;
            total -= 1 + chance_below(state, 3);
        }
        struct award_line *line = stand_line(stand, place, "0");
        line->total = fraction(total, 1);
        line->traits = chance_in(state, 2) ? STAFF : 0;
        line->in_base = !chance_in(state, 9);
        line->team = chance_in(state, 4) ? NULL : &stand->teams[chance_below(state, 4)];
    }
}

static inline uint32_t count_of_team(const struct stand *stand, const struct quota *team,
                                     uint32_t title)
{
    uint32_t count = 0;

    for (size_t i = 0; i < stand->count; i++) {
        const struct award_line *line = &stand->lines[i];
        count += line->team == team && (line->titles >> title & 1) != 0;
    }
    return count;
}

static inline uint32_t count_holders(const struct stand *stand, uint32_t title)
{
    uint32_t count = 0;

    for (size_t i = 0; i < stand->count; i++) {
        count += (stand->lines[i].titles >> title & 1) != 0;
    }
    return count;
}
