#include "scoring/rank.h"

// ---- who stands on a board

static const struct rules_skill *skill_of(const struct rules *rules, uint32_t stage)
{
    return &rules->skills[rules->stages[stage].skill];
}

static const struct stage_result *result_of(const struct rules *rules, uint32_t stage,
                                            const struct tally *tally)
{
    return &tally->stages[stage - skill_of(rules, stage)->stage_first];
}

static enum rank_class class_of_status(enum rules_status status)
{
    switch (status) {
    case RULES_DNS:
        return RANK_DNS;
    case RULES_DSQ:
        return RANK_DSQ;
    case RULES_WITHDRAWN:
        return RANK_WITHDRAWN;
    case RULES_NO_SHOW:
        return RANK_NO_SHOW;
    case RULES_RUNNING:
    case RULES_DNF:
    case RULES_STATUSES:
        break;
    }
    return RANK_DNF;
}

static bool is_ranked_code(const struct rules_skill *skill, struct ratio total)
{
    return total.num > 0 && total.num < RULES_STATUSES && skill->effects[total.num].ranked;
}

enum rank_class rank_class_of(const struct rules *rules, uint32_t stage, const struct tally *tally)
{
    const struct rules_skill *skill = skill_of(rules, stage);
    const struct stage_result *result = result_of(rules, stage, tally);
    bool running = result->status == RULES_RUNNING;

    if (!running && !skill->effects[result->status].ranked) {
        return class_of_status(result->status);
    }
    if (result->held || (running && !result->complete)) {
        return RANK_RUNNING;
    }
    if (!ratio_is_value(result->total) && !is_ranked_code(skill, result->total)) {
        return RANK_CODED;
    }
    return RANK_COMPLETE;
}

bool rank_is_listed(const struct rules *rules, uint32_t stage, const struct tally *tally)
{
    const struct stage_result *result = result_of(rules, stage, tally);
    bool running = result->status == RULES_RUNNING;

    if (result->field == FIELD_OUT) {
        return false;
    }
    return running ? result->started : !skill_of(rules, stage)->effects[result->status].hidden;
}

// ---- the tie chain

static struct ratio time_of(const struct part_result *part)
{
    return part->time == POINT_BLANK ? RATIO_CODE(RULES_RUNNING) : ratio_of_point(part->time);
}

// Who has no ruling stands after all who have one.
static struct ratio ruling_of(const struct stage_result *result)
{
    return result->ruling == 0 ? RATIO_CODE(RULES_RUNNING) : (struct ratio){result->ruling, 1};
}

// A step that looks only at the matches among the tied has no value of one alone.
static struct ratio match_value(const struct rules_tie *tie, const struct stage_result *result)
{
    if (tie->among || tie->by == RULES_TIE_HEAD_TO_HEAD) {
        return RATIO_CODE(RULES_RUNNING);
    }
    if (tie->by == RULES_TIE_SONNEBORN) {
        return result->sonneborn.den == 0 ? RATIO_ZERO : result->sonneborn;
    }
    int64_t value = tie->by == RULES_TIE_NET          ? (int64_t)result->net
                    : tie->by == RULES_TIE_DIFFERENCE ? result->scored - result->against
                    : tie->by == RULES_TIE_SCORED     ? result->scored
                                                      : (int64_t)result->wins;
    return (struct ratio){value, 1};
}

static struct ratio value_of(const struct rules *rules, uint32_t stage, const struct rules_tie *tie,
                             const struct tally *tally)
{
    switch (tie->by) {
    case RULES_TIE_MODULE:
        return tally->modules[tie->index - tally->module_first];
    case RULES_TIE_PART:
        return tally->parts[tie->index - tally->part_first];
    case RULES_TIE_STAGE_OWN:
        return result_of(rules, tie->index, tally)->own;
    case RULES_TIE_TIME:
        return time_of(&tally->results[tie->index - tally->part_first]);
    case RULES_TIE_UNTRIMMED:
        return tally->results[tie->index - tally->part_first].untrimmed;
    case RULES_TIE_FIRSTS:
        return (struct ratio){tally->firsts[tie->index - tally->module_first], 1};
    case RULES_TIE_ASPECT:
        return tally->asides[tie - skill_of(rules, stage)->ties];
    case RULES_TIE_HEAD_TO_HEAD:
    case RULES_TIE_NET:
    case RULES_TIE_DIFFERENCE:
    case RULES_TIE_SCORED:
    case RULES_TIE_WINS:
    case RULES_TIE_SONNEBORN:
        return match_value(tie, result_of(rules, tie->index, tally));
    case RULES_TIE_RULING:
        return ruling_of(result_of(rules, stage, tally));
    case RULES_TIE_COUNTBACK:
    case RULES_TIE_LATEST:
        break;
    }
    return RATIO_CODE(RULES_RUNNING);
}

bool rank_tie_value(const struct rules *rules, uint32_t stage, const struct rules_tie *tie,
                    const struct tally *tally, struct ratio *ret)
{
    if (!rules_tie_holds(rules, stage, tie)) {
        return false;
    }
    *ret = value_of(rules, stage, tie, tally);
    return true;
}

bool rank_tie_lower(const struct rules_tie *tie)
{
    return tie->by == RULES_TIE_RULING || tie->lower_is_better;
}

// ---- the order

// What every comparison of one ranking needs.
struct ranking {
    const struct rules *rules;
    const struct rules_skill *skill;
    uint32_t stage;
    bool relative, lower;
};

// Total and tie steps. `ret_step` as in compare.
static int compare_figures(const struct ranking *ranking, const struct tally *a,
                           const struct tally *b, uint32_t *ret_step)
{
    const struct rules_skill *skill = ranking->skill;
    struct ratio of_a = result_of(ranking->rules, ranking->stage, a)->total;
    struct ratio of_b = result_of(ranking->rules, ranking->stage, b)->total;
    int order = ratio_better(of_a, of_b, ranking->lower);

    for (uint32_t i = 0; order == 0 && i < skill->tie_count; i++) {
        const struct rules_tie *tie = &skill->ties[i];
        if (rank_tie_value(ranking->rules, ranking->stage, tie, a, &of_a) &&
            rank_tie_value(ranking->rules, ranking->stage, tie, b, &of_b)) {
            *ret_step = i + 1;
            order = ratio_better(of_a, of_b, rank_tie_lower(tie));
        }
    }
    return order;
}

// The order that field_settle has given: the worse of two says what set it apart.
static int compare_orders(const struct ranking *ranking, const struct tally *a,
                          const struct tally *b, uint32_t *ret_step)
{
    const struct stage_result *of_a = result_of(ranking->rules, ranking->stage, a);
    const struct stage_result *of_b = result_of(ranking->rules, ranking->stage, b);

    *ret_step = of_a->order < of_b->order ? of_b->tie_step : of_a->tie_step;
    return (of_a->order > of_b->order) - (of_a->order < of_b->order);
}

// Below 0: `a` stands before `b`. `ret_step` is what decided: 0 class or total, n tie step n,
// RULES_NONE nothing.
static int compare(const struct ranking *ranking, const struct tally *a, const struct tally *b,
                   uint32_t *ret_step)
{
    enum rank_class of_a = rank_class_of(ranking->rules, ranking->stage, a);
    enum rank_class of_b = rank_class_of(ranking->rules, ranking->stage, b);

    *ret_step = 0;
    if (of_a != of_b) {
        return of_a < of_b ? -1 : 1;
    }
    int order = ranking->relative ? compare_orders(ranking, a, b, ret_step)
                                  : compare_figures(ranking, a, b, ret_step);
    if (order == 0) {
        *ret_step = RULES_NONE;
    }
    return order;
}

// `who` makes the list the same each time; it never makes a place.
static bool stands_after(const struct ranking *ranking, const struct rank_line *a,
                         const struct rank_line *b)
{
    uint32_t step = 0;
    int order = compare(ranking, a->tally, b->tally, &step);

    return order > 0 || (order == 0 && a->who > b->who);
}

// Lets lines[at] sink to where both below it stand before it; the heap's top is the last line.
static void sink(const struct ranking *ranking, struct rank_line *lines, size_t at, size_t count)
{
    struct rank_line held = lines[at];

    for (size_t below = 2 * at + 1; below < count; below = 2 * at + 1) {
        if (below + 1 < count && stands_after(ranking, &lines[below + 1], &lines[below])) {
            below++;
        }
        if (!stands_after(ranking, &lines[below], &held)) {
            break;
        }
        lines[at] = lines[below];
        at = below;
    }
    lines[at] = held;
}

static void sort(const struct ranking *ranking, struct rank_line *lines, size_t count)
{
    for (size_t i = count / 2; i-- > 0;) {
        sink(ranking, lines, i, count);
    }
    for (size_t left = count; left > 1; left--) {
        struct rank_line last = lines[0];
        lines[0] = lines[left - 1];
        lines[left - 1] = last;
        sink(ranking, lines, 0, left - 1);
    }
}

static struct ranking ranking_of(const struct rules *rules, uint32_t stage)
{
    return (struct ranking){
        .rules = rules,
        .skill = skill_of(rules, stage),
        .stage = stage,
        .relative = rules_is_relative(rules, rules->stages[stage].skill),
        .lower = rules_stage_lower(rules, stage),
    };
}

// Lines that are put one after the other, and get their places when a run of equal ones ends.
struct placing {
    const struct ranking *ranking;
    struct rank_line *lines;
    size_t from, count; // of the run that is not ended; of all
    uint32_t distinct;
    bool placed; // those of the run have a place
};

static void end_run(struct placing *placing)
{
    uint32_t sharing = (uint32_t)(placing->count - placing->from);
    bool half = false;
    uint32_t place = rank_place(placing->ranking->skill->convention, (uint32_t)placing->from,
                                placing->distinct++, sharing, &half);

    for (size_t i = placing->from; i < placing->count; i++) {
        placing->lines[i].place = placing->placed ? place : 0;
        placing->lines[i].half = placing->placed && half;
        placing->lines[i].shared = placing->placed && sharing > 1;
    }
    placing->from = placing->count;
}

// The next line, which stands where it is to be.
static void put_next(struct placing *placing, bool equal, bool placed)
{
    if (!equal && placing->count > placing->from) {
        end_run(placing);
    }
    placing->placed = placed;
    placing->count++;
}

// The same; nothing is known of it.
static void put_new(struct placing *placing)
{
    const struct ranking *ranking = placing->ranking;
    struct rank_line *line = &placing->lines[placing->count];
    bool first = placing->count == 0;

    line->tie_step = 0;
    bool equal = !first && compare(ranking, line[-1].tally, line->tally, &line->tie_step) == 0;
    put_next(placing, equal,
             rank_class_of(ranking->rules, ranking->stage, line->tally) == RANK_COMPLETE);
}

static size_t end_placing(struct placing *placing)
{
    if (placing->count > placing->from) {
        end_run(placing);
    }
    return placing->count;
}

void rank_order(const struct rules *rules, uint32_t stage, struct rank_line *lines, size_t count)
{
    struct ranking ranking = ranking_of(rules, stage);
    struct placing placing = {.ranking = &ranking, .lines = lines};

    sort(&ranking, lines, count);
    for (size_t i = 0; i < count; i++) {
        put_new(&placing);
    }
    (void)end_placing(&placing);
}

// ---- an order brought up to date

// Before which of the lines from `low` on this one comes.
static size_t place_for(const struct ranking *ranking, const struct rank_before *before, size_t low,
                        const struct rank_line *line)
{
    size_t high = before->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        size_t at = middle;
        while (at < high && before->gone && before->gone[before->lines[at].who]) {
            at++;
        }
        if (at < high && stands_after(ranking, line, &before->lines[at])) {
            low = at + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void put_moved(struct placing *placing, const struct rank_line *line)
{
    placing->lines[placing->count] = *line;
    put_new(placing);
}

// One that stood there already. `beside`: so did the one that is put before it, right above.
static void put_kept(struct placing *placing, const struct rank_line *line, bool beside)
{
    placing->lines[placing->count] = *line;
    if (!beside) {
        put_new(placing);
        return;
    }
    bool equal = line->shared && line[-1].shared && line->place == line[-1].place;
    put_next(placing, equal, line->place > 0);
}

// Those from `at` up to `end`, none of which comes between others.
static void put_between(struct placing *placing, const struct rank_before *before, size_t at,
                        size_t end)
{
    bool beside = false;

    for (; at < end; at++) {
        bool stays = !before->gone[before->lines[at].who];
        if (stays) {
            put_kept(placing, &before->lines[at], beside);
        }
        beside = stays;
    }
}

size_t rank_again(const struct rules *rules, uint32_t stage, const struct rank_before *before,
                  struct rank_line *moved, size_t moved_count, struct rank_line *out)
{
    struct ranking ranking = ranking_of(rules, stage);
    struct placing placing = {.ranking = &ranking, .lines = out};
    size_t at = 0;

    sort(&ranking, moved, moved_count);
    for (size_t i = 0; i < moved_count; i++) {
        size_t end = place_for(&ranking, before, at, &moved[i]);
        put_between(&placing, before, at, end);
        put_moved(&placing, &moved[i]);
        at = end;
    }
    put_between(&placing, before, at, before->count);
    return end_placing(&placing);
}

size_t rank_find(const struct rules *rules, uint32_t stage, const struct rank_line *lines,
                 size_t count, const struct tally *tally, uint32_t who)
{
    struct ranking ranking = ranking_of(rules, stage);
    struct rank_before order = {.lines = lines, .count = count};
    size_t at = place_for(&ranking, &order, 0, &(struct rank_line){.tally = tally, .who = who});

    return at < count && lines[at].who == who ? at : count;
}

// ---- places

uint32_t rank_place(enum rules_convention convention, uint32_t before, uint32_t distinct_before,
                    uint32_t sharing, bool *ret_half)
{
    *ret_half = convention == RULES_FRACTIONAL && sharing % 2 == 0;
    switch (convention) {
    case RULES_DENSE:
        return distinct_before + 1;
    case RULES_MODIFIED:
        return before + sharing;
    case RULES_FRACTIONAL:
        return before + 1 + (sharing - 1) / 2;
    case RULES_STANDARD:
    case RULES_ORDINAL:
        break;
    }
    return before + 1;
}

bool rank_is_undecided(const struct rules *rules, uint32_t stage, const struct rank_line *lines,
                       size_t count)
{
    const struct rules_skill *skill = skill_of(rules, stage);
    bool forbidden = skill->no_shared_places || skill->convention == RULES_ORDINAL;
    bool apart = rules_in_groups(rules, rules->stages[stage].skill);

    for (size_t i = 0; forbidden && i < count; i++) {
        if (apart ? lines[i].group_shared : lines[i].shared) {
            return true;
        }
    }
    return false;
}
