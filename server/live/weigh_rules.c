#include "live/weigh_rules.h"

#include "base/arena.h"
#include "base/table.h"
#include "live/reform_facts.h"
#include "live/wish.h"
#include "scoring/rank.h"
#include "store/journal.h"

struct moves {
    struct arena *arena;
    struct journal_move *list;
    size_t count;
};

static struct slice key_of(struct arena *arena, const struct record *record, uint32_t stage,
                           const struct record_competitor *competitor)
{
    unsigned char key[RULES_KEY_MAX];
    size_t len = competitor && stage != RULES_NONE
                     ? rank_key(record->rules, stage, &competitor->tally, key)
                     : 0;

    return (struct slice){(const char *)arena_copy(arena, (struct slice){(const char *)key, len}),
                          len};
}

// One board: every competitor of the skill whose key changes, is new, or goes.
static void add_board(struct moves *moves, const struct reform *reform, uint32_t skill,
                      const char *stage)
{
    const struct record *before = reform->before;
    const struct record *after = reform->after;
    const struct rules_skill *of = &before->rules->skills[skill];
    uint32_t to = reform->skill_of[skill];
    uint32_t old = rules_find_stage(before->rules, skill, stage, strlen(stage));
    uint32_t fresh =
        to == RULES_NONE ? to : rules_find_stage(after->rules, to, stage, strlen(stage));
    struct slice board = slice_of(arena_printf(moves->arena, "%s/%s", of->id, stage));

    for (size_t i = 0; i < before->skills[skill].count; i++) {
        const struct record_competitor *from =
            before->competitors[before->skills[skill].competitors[i]];
        struct slice was = key_of(moves->arena, before, old, from);
        const struct record_competitor *same =
            table_get(after->competitor_by_id, slice_of(from->id));
        bool stays = same && strcmp(same->id, from->id) == 0; // a work's id is its competitor's now
        struct slice is = key_of(moves->arena, after, fresh, stays ? same : NULL);
        if (!slice_equal(was, is)) {
            moves->list[moves->count++] = (struct journal_move){board, slice_of(from->id), is};
        }
    }
    for (size_t i = 0; reform->joins && i < after->skills[to].count; i++) {
        const struct record_competitor *come = after->competitors[after->skills[to].competitors[i]];
        struct slice is = key_of(moves->arena, after, fresh, come);
        if (is.len > 0 && !table_get(before->competitor_by_id, slice_of(come->id))) {
            moves->list[moves->count++] = (struct journal_move){board, slice_of(come->id), is};
        }
    }
}

static void add_skill(struct moves *moves, const struct reform *reform, uint32_t skill)
{
    const struct rules *before = reform->before->rules;
    const struct rules *after = reform->after->rules;
    const struct rules_skill *old = &before->skills[skill];
    uint32_t to = reform->skill_of[skill];

    for (uint32_t i = 0; i < old->stage_count; i++) {
        add_board(moves, reform, skill, before->stages[old->stage_first + i].id);
    }
    for (uint32_t i = 0; to != RULES_NONE && i < after->skills[to].stage_count; i++) {
        const char *id = after->stages[after->skills[to].stage_first + i].id;
        if (rules_find_stage(before, skill, id, strlen(id)) == RULES_NONE) {
            add_board(moves, reform, skill, id);
        }
    }
}

const struct journal_move *weigh_rules_moves(struct arena *arena, const struct reform *reform,
                                             size_t *ret_count)
{
    const struct rules *before = reform->before->rules;
    struct moves moves = {.arena = arena};
    size_t most = reform->before->competitor_count * 2 * RULES_STAGES_MAX;

    moves.list = arena_alloc(arena, (most + 1) * sizeof *moves.list);
    for (uint32_t i = 0; i < before->skill_count; i++) {
        add_skill(&moves, reform, i);
    }
    *ret_count = moves.count > JOURNAL_MOVES_MAX ? 0 : moves.count;
    return moves.list;
}

bool weigh_rules_overtaken(const struct record *record, const struct commit_wish *wish)
{
    return wish->if_match.at && !slice_is(wish->if_match, record->rules_id);
}
