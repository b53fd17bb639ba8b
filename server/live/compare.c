#include "live/compare.h"

#include "base/arena.h"
#include "base/must.h"
#include "scoring/rank.h"
#include "store/journal.h"

#include <stdio.h>
#include <stdlib.h>

enum { PAGE = 500 };

struct expected {
    struct slice key;
    const struct record_competitor *competitor;
};

struct comparing {
    struct journal *journal;
    struct record *record; // held
    uint32_t stage;
    bool fixed;
    uint64_t followed;
    struct arena *arena;
    size_t count, at, key_len;
    struct expected *expected;
    const char *board;
    compare_on_result on_result;
    void *owner;
};

static int by_member(const void *a, const void *b)
{
    const struct expected *left = a;
    const struct expected *right = b;
    int order = memcmp(left->key.at, right->key.at, left->key.len);

    return order ? order : strcmp(left->competitor->id, right->competitor->id);
}

static struct slice keep_key(struct arena *arena, const unsigned char *key, size_t len)
{
    return (struct slice){arena_copy(arena, (struct slice){(const char *)key, len}), len};
}

// What the board must hold, by the engine: every listed competitor of the skill, ordered as Redis
// orders bytes.
static void expect(struct comparing *comparing)
{
    const struct record *record = comparing->record;
    const struct record_skill *skill =
        &record->skills[record->rules->stages[comparing->stage].skill];

    comparing->expected =
        arena_alloc(comparing->arena, (skill->count + 1) * sizeof *comparing->expected);
    for (size_t i = 0; i < skill->count; i++) {
        const struct record_competitor *competitor = record->competitors[skill->competitors[i]];
        unsigned char key[RULES_KEY_MAX];
        size_t len = rank_key(record->rules, comparing->stage, &competitor->tally, key);
        if (len > 0) {
            comparing->expected[comparing->count++] =
                (struct expected){keep_key(comparing->arena, key, len), competitor};
        }
    }
    qsort(comparing->expected, comparing->count, sizeof *comparing->expected, by_member);
}

static void end(struct comparing *comparing, enum compare_outcome outcome, const char *detail)
{
    struct compare_result result = {outcome, comparing->stage, comparing->at, detail};

    comparing->on_result(comparing->owner, &result);
    arena_free(comparing->arena);
    record_free(comparing->record);
    free(comparing);
}

static const char *difference(struct comparing *comparing, const struct journal_member *member)
{
    if (comparing->at >= comparing->count) {
        return arena_printf(comparing->arena, "Redis has %.*s on board %s, the journal does not",
                            SLICE_FMT(member->id), comparing->board);
    }
    const struct expected *expected = &comparing->expected[comparing->at];
    if (slice_is(member->id, expected->competitor->id) && slice_equal(member->key, expected->key)) {
        return NULL;
    }
    return arena_printf(
        comparing->arena, "position %zu of board %s: Redis has %.*s, the journal gives %s%s",
        comparing->at + 1, comparing->board, SLICE_FMT(member->id), expected->competitor->id,
        slice_is(member->id, expected->competitor->id) ? " with another key" : "");
}

static void ask(struct comparing *comparing);

static void on_page(void *owner, const struct journal_page *page)
{
    struct comparing *comparing = owner;

    if (page->error < 0) {
        end(comparing, COMPARE_FAILED, "Redis did not answer");
        return;
    }
    if (!comparing->fixed && (page->number != comparing->followed ||
                              comparing->record->followed != comparing->followed)) {
        end(comparing, COMPARE_MOVED, "");
        return;
    }
    for (size_t i = 0; i < page->count; i++) {
        const char *detail = difference(comparing, &page->members[i]);
        if (detail) {
            end(comparing, COMPARE_DIFFERENT, detail);
            return;
        }
        comparing->at++;
    }
    if (page->count == PAGE) {
        ask(comparing);
    } else if (comparing->at < comparing->count) {
        end(comparing, COMPARE_DIFFERENT,
            arena_printf(comparing->arena, "Redis lacks %s on board %s",
                         comparing->expected[comparing->at].competitor->id, comparing->board));
    } else {
        end(comparing, COMPARE_EQUAL, "");
    }
}

static void ask(struct comparing *comparing)
{
    journal_board(comparing->journal, comparing->board, comparing->key_len, comparing->at, PAGE,
                  on_page, comparing);
}

void compare_board(struct journal *journal, struct record *record, uint32_t stage, bool fixed,
                   compare_on_result on_result, void *owner)
{
    const struct rules *rules = record->rules;
    struct comparing *comparing = calloc(1, sizeof *comparing);

    must(comparing);
    *comparing = (struct comparing){.journal = journal,
                                    .record = record_ref(record),
                                    .stage = stage,
                                    .fixed = fixed,
                                    .followed = record->followed,
                                    .arena = arena_new(),
                                    .key_len = rank_key_len(rules, stage),
                                    .on_result = on_result,
                                    .owner = owner};
    comparing->board =
        arena_printf(comparing->arena, "%s/%s", rules->skills[rules->stages[stage].skill].id,
                     rules->stages[stage].id);
    expect(comparing);
    ask(comparing);
}
