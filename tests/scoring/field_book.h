// A field for the tests of scoring: several competitors' rows in one book, settled together or each
// by itself, and their order written as one short text.
#pragma once

#include "scoring/field.h"
#include "tests/scoring/book.h"

#include <stdio.h>

enum { RING_MAX = 64 };

struct ring {
    const struct book *book;
    size_t count;
    struct play plays[RING_MAX];
    struct field_entry entries[RING_MAX];
    struct rank_line lines[RING_MAX];
    struct bout bouts[RING_MAX];
    uint32_t bout_count;
};

static inline void ring_open(struct ring *ring, const struct book *book, size_t count)
{
    memset(ring, 0, sizeof *ring);
    ring->book = book;
    ring->count = count;
    for (size_t i = 0; i < count; i++) {
        play_open(&ring->plays[i], book, 0);
        ring->entries[i] =
            (struct field_entry){ring->plays[i].row, &ring->plays[i].tally, (uint32_t)i, 0};
    }
}

static inline void ring_close(struct ring *ring)
{
    for (size_t i = 0; i < ring->count; i++) {
        play_close(&ring->plays[i]);
    }
}

// One panel for each of the first rows, in their order.
static inline void ring_marks(struct ring *ring, uint32_t part, const char *const *panels,
                              size_t count)
{
    for (size_t i = 0; i < count; i++) {
        play_panel(&ring->plays[i], part, panels[i]);
    }
}

static inline void ring_rule(struct ring *ring, size_t at, struct ruling ruling)
{
    const struct rules *rules = &ring->book->rules;
    struct row *row = ring->plays[at].row;

    assert_int_equal(contest_check_ruling(rules, 0, row, &ruling).verdict, V_OK);
    contest_apply_ruling(rules, 0, row, &ruling);
}

static inline void ring_status(struct ring *ring, size_t at, enum rules_status status)
{
    ring_rule(ring, at,
              (struct ruling){.kind = RULING_STATUS, .stage = RULES_NONE, .status = status});
}

static inline enum verdict ring_try(struct ring *ring)
{
    size_t bytes = field_bytes(&ring->book->rules, 0, ring->count);
    void *scratch = malloc(bytes + 1);
    assert_non_null(scratch);
    enum verdict verdict = field_settle(&ring->book->rules, 0, ring->entries, ring->count,
                                        ring->bouts, ring->bout_count, scratch);
    free(scratch);
    return verdict;
}

static inline void ring_settle(struct ring *ring)
{
    if (rules_is_relative(&ring->book->rules, 0)) {
        assert_int_equal(ring_try(ring), V_OK);
        return;
    }
    for (size_t i = 0; i < ring->count; i++) {
        assert_int_equal(play_tally(&ring->plays[i]), V_OK);
    }
}

// Lines of those who are listed, the last row first, as they come before rank_order.
static inline size_t ring_lines(struct ring *ring, uint32_t stage)
{
    size_t count = 0;

    ring_settle(ring);
    for (size_t i = ring->count; i-- > 0;) {
        if (rank_is_listed(&ring->book->rules, stage, ring->entries[i].tally)) {
            ring->lines[count++] = (struct rank_line){
                .tally = ring->entries[i].tally, .who = ring->entries[i].who, .place = 99};
        }
    }
    return count;
}

static inline size_t ring_rank(struct ring *ring, uint32_t stage)
{
    size_t count = ring_lines(ring, stage);

    rank_order(&ring->book->rules, stage, ring->lines, count);
    return count;
}

static inline void put_place(char *text, uint32_t who, uint32_t place, bool half, bool shared)
{
    char one[32];

    (void)snprintf(one, sizeof one, "%c%u%s%s", (int)('a' + who), place, half ? ".5" : "",
                   shared ? "=" : " ");
    strcat(text, one);
}

// "a1 b2=c2=d0 ": who, his place, and whether he shares it; 0 is no place.
static inline void assert_lines(const struct ring *ring, size_t count, const char *want)
{
    char got[RING_MAX * 8] = {0};

    for (size_t i = 0; i < count; i++) {
        const struct rank_line *line = &ring->lines[i];
        put_place(got, line->who, line->place, line->half, line->shared);
    }
    assert_string_equal(got, want);
}

static inline void assert_ranking(struct ring *ring, uint32_t stage, const char *want)
{
    assert_lines(ring, ring_rank(ring, stage), want);
}

static inline void assert_total(const struct ring *ring, size_t at, const char *want)
{
    assert_figure(ring->plays[at].tally.stages[ring->plays[at].tally.stage_count - 1].total, want);
}
