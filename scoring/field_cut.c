#include "scoring/field.h"
#include "scoring/quota.h"

// How many the rule lets through before ties are looked at. RULES_CUT_SCORE and no rule at all let
// as many through as there are.
static size_t quota_of(const struct rules_cut *cut, size_t count, size_t base)
{
    struct rounding whole = {cut->mode == ROUND_NONE ? ROUND_TRUNCATE : cut->mode, 0};
    struct ratio quota;

    switch (cut->by) {
    case RULES_CUT_TOP:
    case RULES_CUT_HEATS:
        return cut->top;
    case RULES_CUT_PERCENT:
        if (!ratio_multiply(cut->share, (struct ratio){(int64_t)base, 1}, &quota) ||
            !ratio_round(quota, whole, &quota)) {
            return 0;
        }
        return quota.num > 0 ? (size_t)quota.num : 0;
    case RULES_CUT_SCORE:
    case RULES_CUT_NONE:
        break;
    }
    return count;
}

static bool reaches(const struct rules *rules, const struct rules_cut *cut,
                    const struct rank_line *line)
{
    uint32_t first = rules->skills[rules->stages[cut->from].skill].stage_first;
    struct ratio total = line->tally->stages[cut->from - first].total;

    return line->place > 0 &&
           (cut->by != RULES_CUT_SCORE ||
            (ratio_is_value(total) &&
             ratio_better(total, cut->share, rules_stage_lower(rules, cut->from)) <= 0));
}

// The end of the group that shares lines[from]'s place.
static size_t end_of(const struct rank_line *lines, size_t from, size_t count)
{
    size_t to = from + 1;

    while (lines[from].place > 0 && to < count && lines[to].place == lines[from].place &&
           lines[to].half == lines[from].half) {
        to++;
    }
    return to;
}

// One cut under way: of all, of one group, of one heat.
struct cutting {
    const struct rules *rules;
    const struct rules_cut *cut;
    const struct rank_line *lines;
    size_t count;
    bool *passes;
    uint32_t group, heat; // 0: all
    size_t quota, through;
    bool full; // nobody behind may pass
};

// Is he among those whom the quota at hand could let through?
static bool asks(const struct cutting *cutting, size_t at)
{
    const struct rank_line *line = &cutting->lines[at];

    return !cutting->passes[at] && (cutting->group == 0 || line->group == cutting->group) &&
           (cutting->heat == 0 || line->heat == cutting->heat) &&
           reaches(cutting->rules, cutting->cut, line);
}

// And has his delegation room for him?
static bool fits(const struct cutting *cutting, size_t at)
{
    const struct rules_cut *cut = cutting->cut;

    return asks(cutting, at) &&
           quota_fits(cutting->lines[at].team, cut->per_team, cut->ties == RULES_TIES_ALL_GO);
}

// How many of lines from … to - 1 could pass, after all of them have asked.
static size_t count_fitting(const struct cutting *cutting, size_t from, size_t to)
{
    size_t count = 0;

    for (size_t i = from; i < to; i++) {
        if (asks(cutting, i)) {
            quota_ask(cutting->lines[i].team);
        }
    }
    for (size_t i = from; i < to; i++) {
        count += fits(cutting, i);
    }
    return count;
}

// Once the line at hand is decided. Who was not reached may still pass in the rest.
static void close_line(const struct cutting *cutting, size_t at)
{
    const struct rules_cut *cut = cutting->cut;

    if (cutting->full) {
        quota_forget(cutting->lines[at].team);
    } else {
        quota_close(cutting->lines[at].team, cut->per_team, cut->ties == RULES_TIES_ALL_GO);
    }
}

// Lines from … to - 1 share their place.
static void take_run(struct cutting *cutting, size_t from, size_t to)
{
    const struct rules_cut *cut = cutting->cut;
    size_t fitting = count_fitting(cutting, from, to);
    size_t room = cutting->quota - cutting->through;

    cutting->full =
        cutting->full || room == 0 || (cut->ties == RULES_TIES_NONE_GOES && fitting > room);
    for (size_t i = from; !cutting->full && i < to; i++) {
        cutting->passes[i] = cutting->passes[i] || fits(cutting, i);
    }
    for (size_t i = from; i < to; i++) {
        close_line(cutting, i);
    }
    cutting->through += cutting->full ? 0 : fitting;
    cutting->full = cutting->full || cutting->through >= cutting->quota;
}

// Fills one quota; returns how many it lets through.
static size_t take(struct cutting *cutting, uint32_t heat, size_t quota)
{
    size_t to = 0;

    cutting->heat = heat;
    cutting->quota = quota;
    cutting->through = 0;
    cutting->full = false;
    for (size_t from = 0; from < cutting->count; from = to) {
        to = end_of(cutting->lines, from, cutting->count);
        take_run(cutting, from, to);
    }
    return cutting->through;
}

// The first of each heat, then the best of those who are left.
static size_t take_heats(struct cutting *cutting)
{
    size_t through = 0;

    for (uint32_t heat = 1; heat <= RULES_HEATS_MAX; heat++) {
        through += take(cutting, heat, cutting->cut->top);
    }
    return through + take(cutting, 0, cutting->cut->rest);
}

// Returns how many go on.
static size_t cut_group(struct cutting *cutting, uint32_t group, size_t base)
{
    const struct rules_cut *cut = cutting->cut;

    cutting->group = group;
    for (size_t i = 0; i < cutting->count; i++) {
        quota_clear(cutting->lines[i].team);
    }
    if (base < cut->least) {
        return 0;
    }
    return cut->by == RULES_CUT_HEATS ? take_heats(cutting)
                                      : take(cutting, 0, quota_of(cut, cutting->count, base));
}

size_t field_cut(const struct rules *rules, uint32_t stage, const struct rank_line *lines,
                 size_t count, const size_t *base, bool *passes)
{
    const struct rules_cut *cut = &rules->stages[stage].cut;
    uint32_t skill = rules->stages[stage].skill;
    struct cutting cutting = {
        .rules = rules, .cut = cut, .lines = lines, .count = count, .passes = passes};
    size_t through = 0;

    for (size_t i = 0; i < count; i++) {
        passes[i] = false;
    }
    if (!rules_in_groups(rules, skill) || cut->together) {
        return cut_group(&cutting, 0, base[0]);
    }
    for (uint32_t group = 1; group <= rules->skills[skill].group_count; group++) {
        through += cut_group(&cutting, group, base[group]);
    }
    return through;
}
