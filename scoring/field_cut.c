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

// One cut under way.
struct cutting {
    const struct rules *rules;
    const struct rules_cut *cut;
    const struct rank_line *lines;
    bool *passes;
    size_t quota, through;
    bool full; // nobody behind may pass
};

static void ask_teams(struct cutting *cutting, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        cutting->passes[i] = reaches(cutting->rules, cutting->cut, &cutting->lines[i]);
        if (cutting->passes[i]) {
            quota_ask(cutting->lines[i].team);
        }
    }
}

// Whom his delegation has no room for stays behind; returns how many are left of those who ask.
static size_t limit_teams(struct cutting *cutting, size_t from, size_t to)
{
    const struct rules_cut *cut = cutting->cut;
    bool wide = cut->ties == RULES_TIES_ALL_GO;
    size_t left = 0;

    for (size_t i = from; i < to; i++) {
        cutting->passes[i] =
            cutting->passes[i] && quota_fits(cutting->lines[i].team, cut->per_team, wide);
        left += cutting->passes[i];
    }
    for (size_t i = from; i < to; i++) {
        quota_close(cutting->lines[i].team, cut->per_team, wide);
    }
    return left;
}

// Lines from … to - 1 share their place.
static void take_run(struct cutting *cutting, size_t from, size_t to)
{
    ask_teams(cutting, from, to);
    size_t asking = limit_teams(cutting, from, to);
    size_t room = cutting->quota - cutting->through;
    bool narrow = cutting->cut->ties == RULES_TIES_NONE_GOES;

    cutting->full = cutting->full || room == 0 || (narrow && asking > room);
    if (!cutting->full) {
        cutting->through += asking;
    }
    for (size_t i = from; cutting->full && i < to; i++) {
        cutting->passes[i] = false;
    }
    cutting->full = cutting->full || cutting->through >= cutting->quota;
}

size_t field_cut(const struct rules *rules, uint32_t stage, const struct rank_line *lines,
                 size_t count, size_t base, bool *passes)
{
    const struct rules_cut *cut = &rules->stages[stage].cut;
    struct cutting cutting = {.rules = rules,
                              .cut = cut,
                              .lines = lines,
                              .passes = passes,
                              .quota = base < cut->least ? 0 : quota_of(cut, count, base)};
    size_t to = 0;

    for (size_t i = 0; i < count; i++) {
        quota_clear(lines[i].team);
    }
    for (size_t from = 0; from < count; from = to) {
        to = end_of(lines, from, count);
        take_run(&cutting, from, to);
    }
    return cutting.through;
}
