#include "live/reform_moves.h"

#include "base/arena.h"
#include "base/table.h"
#include "live/order.h"
#include "live/reform_facts.h"
#include "wire/code.h"

// One stage of one of the two records; the stage may be RULES_NONE.
struct side {
    const struct record *record;
    uint32_t stage;
    const struct rank_line **lines; // by the competitor's index
};

static struct side look(struct arena *arena, const struct record *record, uint32_t stage)
{
    struct side side = {record, stage, NULL};
    struct rank_line *lines = NULL;

    side.lines = arena_alloc(arena, (record->competitor_count + 1) * sizeof(void *));
    size_t count = stage == RULES_NONE ? 0 : order_stage(arena, record, stage, &lines);
    for (size_t i = 0; i < count; i++) {
        side.lines[lines[i].who] = &lines[i];
    }
    return side;
}

static struct reform_stand stand_of(struct arena *arena, const struct side *side,
                                    const struct record_competitor *competitor)
{
    const struct rank_line *line = competitor ? side->lines[competitor->index] : NULL;
    char text[RATIO_TEXT_MAX];

    if (!line) {
        return (struct reform_stand){.place = 0};
    }
    const struct rules *rules = side->record->rules;
    uint32_t number = side->stage - rules->skills[competitor->skill].stage_first;
    size_t len = code_print(competitor->tally.stages[number].total, -1, text);
    return (struct reform_stand){line->place, line->half,
                                 arena_copy(arena, (struct slice){text, len})};
}

static bool same(const struct reform_stand *a, const struct reform_stand *b)
{
    bool totals = a->total && b->total ? strcmp(a->total, b->total) == 0 : a->total == b->total;

    return totals && a->place == b->place && a->half == b->half;
}

static struct reform_stage compare_stage(struct arena *arena, const struct reform *reform,
                                         uint32_t skill, const char *id)
{
    const struct record *before = reform->before;
    const struct record *after = reform->after;
    const struct record_skill *at = &before->skills[skill];
    struct side old = look(arena, before, rules_find_stage(before->rules, skill, id, strlen(id)));
    struct side fresh =
        look(arena, after, rules_find_stage(after->rules, reform->skill_of[skill], id, strlen(id)));
    struct reform_stage stage = {.id = id};

    stage.moves = arena_alloc(arena, (at->count + 1) * sizeof *stage.moves);
    for (size_t i = 0; i < at->count; i++) {
        const struct record_competitor *from = before->competitors[at->competitors[i]];
        const struct record_competitor *to = table_get(after->competitor_by_id, slice_of(from->id));
        struct reform_move move = {from, stand_of(arena, &old, from), stand_of(arena, &fresh, to)};
        if (!same(&move.before, &move.after)) {
            stage.moves[stage.count++] = move;
        }
    }
    return stage;
}

static void compare_stages(struct arena *arena, const struct reform *reform, uint32_t skill,
                           struct reform_skill *ret)
{
    const struct rules *before = reform->before->rules;
    const struct rules *after = reform->after->rules;
    size_t most = (size_t)ret->before->stage_count + ret->after->stage_count;

    ret->stages = arena_alloc(arena, (most + 1) * sizeof *ret->stages);
    for (uint32_t i = 0; i < most; i++) {
        bool old = i < ret->before->stage_count;
        const char *id =
            old ? before->stages[ret->before->stage_first + i].id
                : after->stages[ret->after->stage_first + i - ret->before->stage_count].id;
        if (!old && rules_find_stage(before, skill, id, strlen(id)) != RULES_NONE) {
            continue;
        }
        struct reform_stage stage = compare_stage(arena, reform, skill, id);
        if (stage.count > 0) {
            ret->stages[ret->stage_count++] = stage;
        }
    }
}

// ---- honours

static const struct award_line **honours_of(struct arena *arena, const struct record *record,
                                            uint32_t skill)
{
    struct field_overall *overall = NULL;
    struct award_line *awards = NULL;
    size_t count = order_awards(arena, record, skill, &overall, &awards);
    const struct award_line **by_index =
        arena_alloc(arena, (record->competitor_count + 1) * sizeof(void *));

    for (size_t i = 0; i < count; i++) {
        by_index[overall[i].who] = &awards[i];
    }
    return by_index;
}

static uint32_t promotion_of(const struct award_line *line)
{
    return line && !line->promotion_waiting ? line->promotion : RULES_NONE;
}

static bool same_titles(const struct reform_skill *skill, const struct reform_honour *honour)
{
    uint64_t translated = 0;

    for (uint32_t i = 0; i < skill->after->title_count; i++) {
        bool found = false;
        for (uint32_t k = 0; k < skill->before->title_count && !found; k++) {
            found = strcmp(skill->before->titles[k].id, skill->after->titles[i].id) == 0;
            translated |= found && (honour->titles_before >> k & 1) != 0 ? UINT64_C(1) << i : 0;
        }
    }
    // A title that is gone was lost by whoever had it.
    return translated == honour->titles_after &&
           __builtin_popcountll(translated) == __builtin_popcountll(honour->titles_before);
}

static const char *promotion_id(const struct rules_skill *skill, uint32_t promotion)
{
    return promotion == RULES_NONE ? "" : skill->promotions[promotion].id;
}

static bool same_honours(const struct reform_skill *skill, const struct reform_honour *honour)
{
    return same_titles(skill, honour) &&
           strcmp(promotion_id(skill->before, honour->promotion_before),
                  promotion_id(skill->after, honour->promotion_after)) == 0;
}

static void compare_honours(struct arena *arena, const struct reform *reform, uint32_t skill,
                            struct reform_skill *ret)
{
    const struct record_skill *at = &reform->before->skills[skill];
    const struct award_line **old = honours_of(arena, reform->before, skill);
    const struct award_line **fresh = honours_of(arena, reform->after, reform->skill_of[skill]);

    ret->honours = arena_alloc(arena, (at->count + 1) * sizeof *ret->honours);
    for (size_t i = 0; i < at->count; i++) {
        const struct record_competitor *from = reform->before->competitors[at->competitors[i]];
        const struct record_competitor *to =
            table_get(reform->after->competitor_by_id, slice_of(from->id));
        const struct award_line *was = old[from->index];
        const struct award_line *is = to ? fresh[to->index] : NULL;
        struct reform_honour honour = {from, was ? was->titles : 0, is ? is->titles : 0,
                                       promotion_of(was), promotion_of(is)};
        if (!same_honours(ret, &honour)) {
            ret->honours[ret->honour_count++] = honour;
        }
    }
}

size_t reform_moves(struct arena *arena, const struct reform *reform, struct reform_skill **ret)
{
    const struct rules *before = reform->before->rules;
    struct reform_skill *skills = arena_alloc(arena, (before->skill_count + 1) * sizeof *skills);
    size_t count = 0;

    for (uint32_t i = 0; i < before->skill_count; i++) {
        uint32_t to = reform->skill_of[i];
        if (to == RULES_NONE || reform->before->skills[i].count == 0) {
            continue;
        }
        struct reform_skill skill = {&before->skills[i], &reform->after->rules->skills[to],
                                     .stages = NULL};
        compare_stages(arena, reform, i, &skill);
        compare_honours(arena, reform, i, &skill);
        if (skill.stage_count > 0 || skill.honour_count > 0) {
            skills[count++] = skill;
        }
    }
    *ret = skills;
    return count;
}
