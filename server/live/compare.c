#include "live/compare.h"

#include "base/arena.h"
#include "base/must.h"
#include "scoring/rank.h"
#include "store/journal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Of Redis' members, and of the engine's competitors, that are looked at in one go.
enum { PAGE = 500 };

struct comparing {
    struct journal *journal;
    struct record *record; // held
    uint32_t stage;
    bool fixed;
    uint64_t followed;
    struct arena *arena;
    size_t at, key_len; // members looked at
    size_t counted;     // of the skill's list
    bool *seen;         // by place in it: on Redis' board
    char *last;         // the member before, id and all
    size_t last_len;
    const char *board;
    compare_on_result on_result;
    void *owner;
};

static const struct record_skill *skill_of(const struct comparing *comparing)
{
    const struct record *record = comparing->record;

    return &record->skills[record->rules->stages[comparing->stage].skill];
}

static void end(struct comparing *comparing, enum compare_outcome outcome, const char *detail)
{
    struct compare_result result = {outcome, comparing->stage, comparing->at, detail};

    comparing->on_result(comparing->owner, &result);
    arena_free(comparing->arena);
    record_free(comparing->record);
    free(comparing->seen);
    free(comparing->last);
    free(comparing);
}

static const char *say(struct comparing *comparing, const struct journal_member *member,
                       const char *what)
{
    return arena_printf(comparing->arena, "position %zu of board %s: Redis has %.*s %s",
                        comparing->at + 1, comparing->board, SLICE_FMT(member->id), what);
}

// The key and the id after it are the member's bytes: as Redis stands in order, each is greater
// than the one before.
static bool in_order(struct comparing *comparing, const struct journal_member *member)
{
    const char *bytes = member->key.at;
    size_t len = member->key.len + member->id.len;
    size_t shorter = len < comparing->last_len ? len : comparing->last_len;
    int order = shorter ? memcmp(comparing->last, bytes, shorter) : 0;
    bool good = order < 0 || (order == 0 && comparing->last_len < len);

    comparing->last = realloc(comparing->last, len + 1);
    must(comparing->last);
    memcpy(comparing->last, bytes, len);
    comparing->last_len = len;
    return good;
}

// What Redis has of him against what the engine gives; NULL: the same.
static const char *difference(struct comparing *comparing, const struct journal_member *member)
{
    const struct record *record = comparing->record;
    const struct record_competitor *competitor = record_competitor(record, member->id);
    unsigned char key[RULES_KEY_MAX];
    size_t len = competitor && competitor->skill == record->rules->stages[comparing->stage].skill
                     ? rank_key(record->rules, comparing->stage, &competitor->tally, key)
                     : 0;

    // A work's id leads to its competitor for good: whose id stands there is looked at too.
    if (len == 0 || !slice_is(member->id, competitor->id)) {
        return arena_printf(comparing->arena, "Redis has %.*s on board %s, the journal does not",
                            SLICE_FMT(member->id), comparing->board);
    }
    if (!slice_equal(member->key, (struct slice){(const char *)key, len})) {
        return say(comparing, member, "with another key than the journal gives");
    }
    if (comparing->seen[competitor->at] || !in_order(comparing, member)) {
        return say(comparing, member, "out of order");
    }
    comparing->seen[competitor->at] = true;
    comparing->at++;
    return NULL;
}

// The engine's next competitors, once Redis' members are through: NULL, or who is not on its board.
static const char *missing(struct comparing *comparing)
{
    const struct record *record = comparing->record;
    const struct record_skill *skill = skill_of(comparing);
    size_t end =
        comparing->counted + PAGE < skill->count ? comparing->counted + PAGE : skill->count;

    for (; comparing->counted < end; comparing->counted++) {
        const struct record_competitor *competitor =
            record->competitors[skill->competitors[comparing->counted]];
        unsigned char key[RULES_KEY_MAX];
        if (!comparing->seen[comparing->counted] &&
            rank_key(record->rules, comparing->stage, &competitor->tally, key) > 0) {
            return arena_printf(comparing->arena, "Redis lacks %s on board %s", competitor->id,
                                comparing->board);
        }
    }
    return NULL;
}

static void ask(struct comparing *comparing);

static const char *look(struct comparing *comparing, const struct journal_page *page)
{
    const char *detail = NULL;

    for (size_t i = 0; !detail && i < page->count; i++) {
        detail = difference(comparing, &page->members[i]);
    }
    return detail || page->count == PAGE ? detail : missing(comparing);
}

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
    const char *detail = look(comparing, page);
    if (detail) {
        end(comparing, COMPARE_DIFFERENT, detail);
    } else if (page->count == PAGE || comparing->counted < skill_of(comparing)->count) {
        ask(comparing);
    } else {
        end(comparing, COMPARE_EQUAL, "");
    }
}

// Past the board's end too, as long as the engine's list is not through: others have their turn
// between two pieces.
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
    comparing->seen = calloc(skill_of(comparing)->count + 1, sizeof *comparing->seen);
    must(comparing->seen);
    ask(comparing);
}
