// The Skating System taken word by word: the next place, who is best for it, and again. Slow, and
// in nothing like scoring/skating.
#pragma once

#include "scoring/skating.h"
#include "tests/scoring/book.h"

enum { DANCES = 6, COUPLES = 10, JUDGES = 11 };

// A final with room for all; the arrays are packed as skating_final wants them.
struct dances {
    uint32_t dance_count, couples, judges;
    uint32_t marks[DANCES * COUPLES * JUDGES];
    struct ratio places[DANCES * COUPLES], totals[COUPLES];
    uint32_t order[COUPLES], decided[COUPLES], dance_decided[DANCES * COUPLES];
};

static inline uint32_t *mark_at(struct dances *dances, uint32_t dance, uint32_t couple)
{
    return &dances->marks[((size_t)dance * dances->couples + couple) * dances->judges];
}

// How many marks of a couple are up to this column, and their sum.
static inline void count_up(const uint32_t *marks, uint32_t judges, uint32_t column,
                            uint32_t *count, uint32_t *sum)
{
    *count = *sum = 0;
    for (uint32_t i = 0; i < judges; i++) {
        *count += marks[i] <= column;
        *sum += marks[i] <= column ? marks[i] : 0;
    }
}

// Keeps of `among` those with the largest count, then the least sum, in this column.
static inline uint32_t keep_best(const uint32_t *const *marks, uint32_t judges, uint32_t column,
                                 uint32_t *among, uint32_t count)
{
    uint32_t best_count = 0;
    uint32_t best_sum = UINT32_MAX;
    uint32_t kept = 0;

    for (uint32_t i = 0; i < count; i++) {
        uint32_t many = 0;
        uint32_t sum = 0;
        count_up(marks[among[i]], judges, column, &many, &sum);
        if (many > best_count || (many == best_count && sum < best_sum)) {
            best_count = many;
            best_sum = sum;
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t many = 0;
        uint32_t sum = 0;
        count_up(marks[among[i]], judges, column, &many, &sum);
        if (many == best_count && sum == best_sum) {
            among[kept++] = among[i];
        }
    }
    return kept;
}

// Who of `among` is best by the columns from `column` to `last`: they are left in `among`.
static inline uint32_t best_by_columns(const uint32_t *const *marks, uint32_t judges,
                                       uint32_t column, uint32_t last, uint32_t *among,
                                       uint32_t count)
{
    for (; column <= last && count > 1; column++) {
        uint32_t kept = 0;
        for (uint32_t i = 0; i < count; i++) {
            uint32_t many = 0;
            uint32_t sum = 0;
            count_up(marks[among[i]], judges, column, &many, &sum);
            if (many * 2 > judges) {
                among[kept++] = among[i];
            }
        }
        if (kept > 0) {
            count = keep_best(marks, judges, column, among, kept);
        }
    }
    return count;
}

static inline void plain_dance(struct dances *dances, uint32_t dance, struct ratio *places)
{
    const uint32_t *marks[COUPLES];
    bool placed[COUPLES] = {false};

    for (uint32_t i = 0; i < dances->couples; i++) {
        marks[i] = mark_at(dances, dance, i);
    }
    for (uint32_t done = 0; done < dances->couples;) {
        uint32_t among[COUPLES];
        uint32_t count = 0;
        for (uint32_t i = 0; i < dances->couples; i++) {
            if (!placed[i]) {
                among[count++] = i;
            }
        }
        count = best_by_columns(marks, dances->judges, 1, dances->couples, among, count);
        for (uint32_t i = 0; i < count; i++) {
            placed[among[i]] = true;
            places[among[i]] = fraction(2 * done + 1 + count, 2);
        }
        done += count;
    }
}

// What a plain final works with.
struct plain {
    struct dances *dances;
    bool counts_only;
    uint32_t all[COUPLES][DANCES * JUDGES]; // all marks of a couple
    const uint32_t *marks[COUPLES];
    uint32_t order[COUPLES];
};

// Rule 10 for one couple as one number: more dances first, then the smaller sum. Places are halves.
static inline int64_t worth_at(const struct plain *plain, uint32_t couple, uint32_t place)
{
    int64_t count = 0;
    int64_t halves = 0;

    for (uint32_t i = 0; i < plain->dances->dance_count; i++) {
        struct ratio of_dance = plain->dances->places[i * plain->dances->couples + couple];
        int64_t twice = of_dance.num * (2 / of_dance.den);
        count += twice <= 2 * (int64_t)place;
        halves += twice <= 2 * (int64_t)place ? twice : 0;
    }
    return count * 100000 - (plain->counts_only ? 0 : halves);
}

// Couples in some order.
struct couples {
    uint32_t count, list[COUPLES];
};

// Of `from`, those who are (or are not) in `in`.
static inline struct couples pick_out(const struct couples *from, const struct couples *in,
                                      bool wanted)
{
    struct couples picked = {0};

    for (uint32_t i = 0; i < from->count; i++) {
        bool found = false;
        for (uint32_t k = 0; k < in->count; k++) {
            found = found || in->list[k] == from->list[i];
        }
        if (found == wanted) {
            picked.list[picked.count++] = from->list[i];
        }
    }
    return picked;
}

// Those of `tied` whom rule 10 puts first.
static inline struct couples best_by_places(const struct plain *plain, const struct couples *tied,
                                            uint32_t place)
{
    struct couples best = {0};
    int64_t most = INT64_MIN;

    for (uint32_t i = 0; i < tied->count; i++) {
        int64_t worth = worth_at(plain, tied->list[i], place);
        best.count = worth > most ? 0 : best.count;
        most = worth > most ? worth : most;
        if (worth == most) {
            best.list[best.count++] = tied->list[i];
        }
    }
    return best;
}

// Places the couples of `tied`, all of equal totals, from `place` on.
static inline uint32_t plain_tied(struct plain *plain, struct couples tied, uint32_t place)
{
    const struct dances *dances = plain->dances;

    if (tied.count == 0) {
        return place;
    }
    struct couples best = best_by_places(plain, &tied, place);
    struct couples rest = pick_out(&tied, &best, false);
    struct couples first = best;
    first.count = best_by_columns(plain->marks, dances->judges * dances->dance_count, place,
                                  dances->couples, first.list, best.count);
    for (uint32_t i = 0; i < first.count; i++) {
        plain->order[first.list[i]] = place;
    }
    place = plain_tied(plain, pick_out(&best, &first, false), place + first.count);
    return plain_tied(plain, rest, place);
}

static inline void plain_final(struct plain *plain)
{
    struct dances *dances = plain->dances;
    uint32_t place = 1;

    for (uint32_t i = 0; i < dances->couples; i++) {
        for (uint32_t k = 0; k < dances->dance_count; k++) {
            memcpy(&plain->all[i][(size_t)k * dances->judges], mark_at(dances, k, i),
                   dances->judges * sizeof(uint32_t));
        }
        plain->marks[i] = plain->all[i];
    }
    for (int64_t twice = 0; place <= dances->couples; twice++) { // totals are halves
        struct couples tied = {0};
        for (uint32_t i = 0; i < dances->couples; i++) {
            if (dances->totals[i].num * (2 / dances->totals[i].den) == twice) {
                tied.list[tied.count++] = i;
            }
        }
        place = plain_tied(plain, tied, place);
    }
}
