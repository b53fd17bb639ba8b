#include "live/weigh_keys.h"

#include "base/arena.h"
#include "live/copies.h"
#include "scoring/rank.h"
#include "store/journal.h"

static struct slice key_of(struct arena *arena, const struct rules *rules, uint32_t stage,
                           const struct tally *tally)
{
    unsigned char key[RULES_KEY_MAX];
    size_t len = rank_key(rules, stage, tally, key);

    return (struct slice){(const char *)arena_copy(arena, (struct slice){(const char *)key, len}),
                          len};
}

// Whether the competitor's key on this stage's board changes, without a copy of it.
static bool moves_on(const struct rules *rules, uint32_t stage, const struct tally *before,
                     const struct tally *after)
{
    unsigned char old[RULES_KEY_MAX];
    unsigned char new[RULES_KEY_MAX];
    size_t old_len = rank_key(rules, stage, before, old);
    size_t new_len = rank_key(rules, stage, after, new);

    return old_len != new_len || memcmp(old, new, new_len) != 0;
}

void weigh_keys_add(struct arena *arena, const struct rules *rules, const struct copies *copies,
                    uint32_t stage, struct journal_move *moves, size_t *count)
{
    struct slice board = slice_of(arena_printf(
        arena, "%s/%s", rules->skills[rules->stages[stage].skill].id, rules->stages[stage].id));
    const struct record_competitor *competitor = NULL;
    const struct tally *after = NULL;
    size_t at = 0;

    while ((competitor = copies_next(copies, &at, &after)) != NULL) {
        if (moves_on(rules, stage, &competitor->tally, after)) {
            moves[(*count)++] = (struct journal_move){board, slice_of(competitor->id),
                                                      key_of(arena, rules, stage, after)};
        }
    }
}
