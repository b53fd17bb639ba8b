// Keys against orders: a board sorted by its keys must be the board that exact comparison gives.
#pragma once

#include "tests/scoring/field_book.h"

struct keyed {
    size_t len;
    uint32_t who;
    unsigned char key[RULES_KEY_MAX];
};

static inline int by_key(const void *a, const void *b)
{
    const struct keyed *left = a;
    const struct keyed *right = b;
    int order = memcmp(left->key, right->key, left->len);

    return order != 0 ? order : (left->who > right->who) - (left->who < right->who);
}

// The place by counting keys, as a board does it. `keys` are sorted.
static inline uint32_t place_by_keys(const struct rules_skill *skill, const struct keyed *keys,
                                     size_t count, size_t at, bool *ret_half)
{
    uint32_t before = 0;
    uint32_t distinct = 0;
    uint32_t sharing = 0;

    for (size_t i = 0; i < count; i++) {
        int order = memcmp(keys[i].key, keys[at].key, keys[at].len);
        before += order < 0;
        distinct += order < 0 && (i == 0 || memcmp(keys[i].key, keys[i - 1].key, keys[i].len) != 0);
        sharing += order == 0;
    }
    uint32_t place = rank_place(skill->convention, before, distinct, sharing, ret_half);
    *ret_half = *ret_half && keys[at].key[0] == RANK_COMPLETE;
    return keys[at].key[0] == RANK_COMPLETE ? place : 0;
}

// Returns how many share a place.
static inline size_t assert_keys_agree(struct ring *ring, uint32_t stage)
{
    static struct keyed keys[RING_MAX];
    const struct rules *rules = &ring->book->rules;
    size_t count = ring_lines(ring, stage);

    for (size_t i = 0; i < count; i++) {
        keys[i].who = ring->lines[i].who;
        keys[i].len = rank_key(rules, stage, ring->lines[i].tally, keys[i].key);
        assert_int_equal(keys[i].len, rank_key_len(rules, stage));
        assert_in_range(keys[i].len, 1, RULES_KEY_MAX);
    }
    qsort(keys, count, sizeof *keys, by_key);
    rank_order(rules, stage, ring->lines, count);
    size_t shared = 0;
    for (size_t i = 0; i < count; i++) {
        bool half = false;
        assert_int_equal(keys[i].who, ring->lines[i].who);
        assert_int_equal(place_by_keys(rules->skills, keys, count, i, &half), ring->lines[i].place);
        assert_int_equal(half, ring->lines[i].half);
        shared += ring->lines[i].shared;
    }
    return shared;
}
