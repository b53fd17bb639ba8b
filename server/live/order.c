#include "live/order.h"

#include "base/arena.h"
#include "scoring/rank_group.h"

static uint32_t last_stage(const struct rules *rules, uint32_t skill)
{
    return rules->skills[skill].stage_first + rules->skills[skill].stage_count - 1;
}

static const struct stage_result *result_on(const struct rules *rules, uint32_t stage,
                                            const struct record_competitor *competitor)
{
    uint32_t first = rules->skills[rules->stages[stage].skill].stage_first;

    return &competitor->tally.stages[stage - first];
}

struct rank_line order_line(const struct record_competitor *competitor)
{
    return (struct rank_line){
        .tally = &competitor->tally, .who = competitor->index, .group = competitor->group};
}

static void put_in_heats(const struct record *record, uint32_t stage, struct rank_line *lines,
                         size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t number = 0;
        contest_draw(record->rules, record->competitors[lines[i].who]->row, stage, &lines[i].heat,
                     &number);
    }
    rank_group_heats(record->rules, stage, lines, count);
}

static void put_in_order(const struct record *record, uint32_t stage, struct rank_line *lines,
                         size_t count)
{
    const struct rules *rules = record->rules;

    rank_order(rules, stage, lines, count);
    if (rules->stages[stage].heats) {
        put_in_heats(record, stage, lines, count);
    }
    if (rules->skills[rules->stages[stage].skill].group_count > 0) {
        rank_group_lines(rules, stage, lines, count);
    }
}

size_t order_stage(struct arena *arena, const struct record *record, uint32_t stage,
                   struct rank_line **ret)
{
    const struct rules *rules = record->rules;
    const struct record_skill *skill = &record->skills[rules->stages[stage].skill];
    struct rank_line *lines = arena_alloc(arena, (skill->count + 1) * sizeof *lines);
    size_t count = 0;

    for (size_t i = 0; i < skill->count; i++) {
        const struct record_competitor *competitor = record->competitors[skill->competitors[i]];
        if (rank_is_listed(rules, stage, &competitor->tally)) {
            lines[count++] = order_line(competitor);
        }
    }
    put_in_order(record, stage, lines, count);
    *ret = lines;
    return count;
}

size_t order_overall(struct arena *arena, const struct record *record, uint32_t skill,
                     struct field_overall **ret)
{
    const struct record_skill *at = &record->skills[skill];
    struct field_entry *entries = arena_alloc(arena, (at->count + 1) * sizeof *entries);
    struct rank_line *scratch = arena_alloc(arena, (at->count + 1) * sizeof *scratch);
    struct field_overall *lines = arena_alloc(arena, (at->count + 1) * sizeof *lines);

    for (size_t i = 0; i < at->count; i++) {
        struct record_competitor *competitor = record->competitors[at->competitors[i]];
        entries[i] = (struct field_entry){competitor->row, &competitor->tally, competitor->index,
                                          competitor->group};
    }
    field_rank_overall(record->rules, skill, entries, at->count, scratch, lines);
    *ret = lines;
    return at->count;
}

const struct field_overall *order_behind(struct arena *arena, const struct record *record,
                                         uint32_t skill)
{
    struct field_overall *lines = NULL;

    if (!record->rules->skills[skill].behind) {
        return NULL;
    }
    size_t count = order_overall(arena, record, skill, &lines);
    struct field_overall *by_place = arena_alloc(arena, (count + 1) * sizeof *by_place);
    for (size_t i = 0; i < count; i++) {
        by_place[record->competitors[lines[i].who]->at] = lines[i];
    }
    return by_place;
}

// A counter for each delegation.
static struct quota *open_teams(struct arena *arena, const struct record *record)
{
    return arena_alloc(arena, (record->team_count + 1) * sizeof(struct quota));
}

static struct quota *team_of(const struct record_competitor *competitor, struct quota *teams)
{
    return competitor->team == RULES_NONE ? NULL : &teams[competitor->team];
}

static void set_teams(struct arena *arena, const struct record *record, struct rank_line *lines,
                      size_t count)
{
    struct quota *teams = open_teams(arena, record);

    for (size_t i = 0; i < count; i++) {
        lines[i].team = team_of(record->competitors[lines[i].who], teams);
    }
}

bool order_cut(struct arena *arena, const struct record *record, uint32_t stage,
               struct order_cut *ret)
{
    const struct rules *rules = record->rules;
    const struct rules_cut *cut = &rules->stages[stage].cut;
    const struct record_skill *skill = &record->skills[rules->stages[stage].skill];
    struct rank_line *lines = NULL;

    if (cut->by == RULES_CUT_NONE) {
        return false;
    }
    *ret = (struct order_cut){.from = cut->from};
    for (size_t i = 0; i < skill->count; i++) {
        const struct record_competitor *competitor = record->competitors[skill->competitors[i]];
        bool counts = field_in_base(rules, cut->from, &competitor->tally);
        ret->base[0] += counts;
        ret->base[competitor->group] += counts && competitor->group > 0;
    }
    ret->count = order_stage(arena, record, cut->from, &lines);
    set_teams(arena, record, lines, ret->count);
    bool *passes = arena_alloc(arena, ret->count + 1);
    ret->passing = field_cut(rules, stage, lines, ret->count, ret->base, passes);
    ret->lines = lines;
    ret->passes = passes;
    return true;
}

bool order_cut_is_veiled(const struct record *record, uint32_t stage)
{
    const struct rules_cut *cut = &record->rules->stages[stage].cut;
    uint32_t index = record->rules->stages[stage].skill;
    const struct rules_skill *skill = &record->rules->skills[index];
    bool by_group = rules_in_groups(record->rules, index) && !cut->together;

    return skill->blind && !record->skills[index].opened && cut->by != RULES_CUT_NONE &&
           (by_group || cut->per_team > 0);
}

// ---- the standardised scale

static bool is_in_population(const struct rules *rules, uint32_t stage,
                             const struct record_competitor *competitor)
{
    const struct rules_skill *skill = &rules->skills[competitor->skill];
    const struct stage_result *result = result_on(rules, stage, competitor);
    bool counts = result->status == RULES_RUNNING
                      ? result->complete
                      : result->started && skill->effects[result->status].in_statistics;

    const struct rules_scale *scale = &skill->scale;
    bool asked = (competitor->traits & scale->with) == scale->with &&
                 (competitor->traits & scale->without) == 0;

    return asked && counts && result->field != FIELD_OUT && ratio_is_value(result->total);
}

// Of everybody, or of one group.
static struct scale_base measure(const struct record *record, uint32_t skill, uint32_t group,
                                 struct ratio *totals)
{
    const struct rules *rules = record->rules;
    const struct record_skill *at = &record->skills[skill];
    struct scale_base base = {.valid = false};
    uint32_t stage = last_stage(rules, skill);
    uint32_t count = 0;

    for (size_t i = 0; i < at->count; i++) {
        const struct record_competitor *competitor = record->competitors[at->competitors[i]];
        if ((group == 0 || competitor->group == group) &&
            is_in_population(rules, stage, competitor)) {
            totals[count++] = result_on(rules, stage, competitor)->total;
        }
    }
    if (!scale_measure(&rules->skills[skill].scale, totals, count, &base)) {
        return (struct scale_base){.valid = false};
    }
    return base;
}

struct order_scales order_scales(struct arena *arena, const struct record *record, uint32_t skill)
{
    const struct rules_skill *of = &record->rules->skills[skill];
    struct order_scales scales = {.of = {{.valid = false}}};
    bool apart = rules_in_groups(record->rules, skill);

    if (!of->scale.has) {
        return scales;
    }
    struct ratio *totals = arena_alloc(arena, (record->skills[skill].count + 1) * sizeof *totals);
    for (uint32_t group = apart ? 1 : 0; group <= (apart ? of->group_count : 0); group++) {
        scales.of[group] = measure(record, skill, group, totals);
    }
    return scales;
}

bool order_scale_value(const struct record *record, const struct order_scales *scales,
                       const struct record_competitor *competitor, struct ratio *ret)
{
    const struct rules *rules = record->rules;
    uint32_t skill = competitor->skill;
    uint32_t stage = last_stage(rules, skill);
    struct ratio total = result_on(rules, stage, competitor)->total;
    const struct scale_base *base =
        &scales->of[rules_in_groups(rules, skill) ? competitor->group : 0];

    return base->valid && rank_class_of(rules, stage, &competitor->tally) == RANK_COMPLETE &&
           ratio_is_value(total) && scale_value(&rules->skills[skill].scale, base, total, ret);
}

// ---- honours

struct asked {
    const struct rules *rules;
    const struct row *row;
};

static int approved(const void *owner, uint32_t title)
{
    const struct asked *asked = owner;

    return contest_approved(asked->rules, asked->row, title);
}

// He began the skill's first stage, and no status of his takes him out of the base.
static bool is_in_base(const struct rules *rules, const struct record_competitor *competitor)
{
    const struct rules_skill *skill = &rules->skills[competitor->skill];
    bool counts = field_in_base(rules, skill->stage_first, &competitor->tally);

    for (uint32_t i = 1; counts && i < skill->stage_count; i++) {
        enum rules_status status = competitor->tally.stages[i].status;
        counts = status == RULES_RUNNING || skill->effects[status].in_base;
    }
    return counts;
}

static struct award_line award_of(struct arena *arena, const struct record *record,
                                  const struct field_overall *overall,
                                  const struct order_scales *scales)
{
    const struct rules *rules = record->rules;
    const struct record_competitor *competitor = record->competitors[overall->who];
    uint32_t skill = competitor->skill;
    uint32_t last = last_stage(rules, skill);
    struct asked *asked = arena_alloc(arena, sizeof *asked);
    struct award_line line = {.place = overall->place,
                              .group = overall->group,
                              .group_place = overall->group_place,
                              .last_stage = overall->stage == last &&
                                            rank_is_listed(rules, last, &competitor->tally),
                              .in_base = is_in_base(rules, competitor),
                              .passed = award_passed(rules, skill, &competitor->tally),
                              .scale = {0, 0},
                              .traits = competitor->traits,
                              .approved = approved,
                              .owner = asked,
                              .promotion = RULES_NONE};

    *asked = (struct asked){rules, competitor->row};
    line.total = overall->stage == RULES_NONE ? RATIO_ZERO
                                              : result_on(rules, overall->stage, competitor)->total;
    if (line.last_stage) {
        (void)order_scale_value(record, scales, competitor, &line.scale);
    }
    return line;
}

size_t order_awards(struct arena *arena, const struct record *record, uint32_t skill,
                    struct field_overall **ret_overall, struct award_line **ret_awards)
{
    struct order_scales scales = order_scales(arena, record, skill);
    size_t count = order_overall(arena, record, skill, ret_overall);
    struct award_line *awards = arena_alloc(arena, (count + 1) * sizeof *awards);
    struct quota *teams = open_teams(arena, record);

    for (size_t i = 0; i < count; i++) {
        awards[i] = award_of(arena, record, &(*ret_overall)[i], &scales);
        awards[i].team = team_of(record->competitors[(*ret_overall)[i].who], teams);
    }
    award_settle(record->rules, skill, awards, count);
    *ret_awards = awards;
    return count;
}

// ---- places that may not be shared

// Those who went out in this stage, among themselves: whom all of them follow into the next stage
// is that stage's business.
static bool is_undecided_on(struct arena *arena, const struct record *record, uint32_t stage,
                            const struct field_overall *overall, size_t count)
{
    struct rank_line *lines = arena_alloc(arena, (count + 1) * sizeof *lines);
    size_t found = 0;

    for (size_t i = 0; i < count; i++) {
        const struct record_competitor *competitor = record->competitors[overall[i].who];
        if (overall[i].stage == stage && rank_is_listed(record->rules, stage, &competitor->tally)) {
            lines[found++] = order_line(competitor);
        }
    }
    put_in_order(record, stage, lines, found);
    return rank_is_undecided(record->rules, stage, lines, found);
}

bool order_is_undecided(const struct record *record, uint32_t skill)
{
    const struct rules_skill *rules = &record->rules->skills[skill];
    struct arena *arena = arena_new();
    struct field_overall *overall = NULL;
    size_t count = order_overall(arena, record, skill, &overall);
    bool undecided = false;

    for (uint32_t i = 0; !undecided && i < rules->stage_count; i++) {
        undecided = is_undecided_on(arena, record, rules->stage_first + i, overall, count);
    }
    arena_free(arena);
    return undecided;
}
