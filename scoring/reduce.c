// The figures of a panel, sorted by index, so that each keeps its seat and its fate: first the
// variance rule, then dropping from both ends, then the middle of what is left.
#include "scoring/reduce.h"

// The panel while it is worked on: `order` holds the indexes of the figures that count, upwards.
struct panel {
    const struct rules_part *part;
    const struct ratio *figures;
    uint32_t count;
    uint32_t order[RULES_SEATS_MAX];
    struct reduce_result *result;
};

static struct ratio at(const struct panel *panel, uint32_t index)
{
    return panel->figures[panel->order[index]];
}

// Equal figures stay in the order of the seats.
static void line_up(struct panel *panel, uint32_t count)
{
    panel->count = count;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t to = i;
        while (to > 0 && ratio_compare(at(panel, to - 1), panel->figures[i]) > 0) {
            panel->order[to] = panel->order[to - 1];
            to--;
        }
        panel->order[to] = i;
    }
}

// ---- statistics of the panel

static bool sum_of(const struct panel *panel, struct ratio *ret)
{
    *ret = RATIO_ZERO;
    for (uint32_t i = 0; i < panel->count; i++) {
        if (!ratio_add(*ret, at(panel, i), ret)) {
            return false;
        }
    }
    return true;
}

static bool mean_of(const struct panel *panel, struct ratio *ret)
{
    return sum_of(panel, ret) && ratio_divide(*ret, (int64_t)panel->count, ret);
}

static bool mean_of_two(struct ratio a, struct ratio b, struct ratio *ret)
{
    return ratio_add(a, b, ret) && ratio_divide(*ret, 2, ret);
}

static bool median_of(const struct panel *panel, struct ratio *ret)
{
    return mean_of_two(at(panel, (panel->count - 1) / 2), at(panel, panel->count / 2), ret);
}

static bool distance(struct ratio a, struct ratio b, struct ratio *ret)
{
    return ratio_compare(a, b) < 0 ? ratio_subtract(b, a, ret) : ratio_subtract(a, b, ret);
}

// ---- variance

static bool find_limit(const struct rules_band *bands, uint32_t count, struct ratio where,
                       struct ratio *ret)
{
    for (uint32_t i = 0; i < count; i++) {
        if (ratio_compare(where, bands[i].from) >= 0 && ratio_compare(where, bands[i].to) <= 0) {
            *ret = bands[i].value;
            return true;
        }
    }
    return false;
}

// The gap of an extreme to its neighbour, as a share of the range, is above the limit.
static bool stands_off(const struct panel *panel, uint32_t extreme, struct ratio limit, bool *ret)
{
    uint32_t neighbour = extreme == 0 ? 1 : extreme - 1;
    struct ratio range;
    struct ratio gap;
    struct ratio allowed;

    if (!distance(at(panel, extreme), at(panel, neighbour), &gap) ||
        !distance(at(panel, 0), at(panel, panel->count - 1), &range) ||
        !ratio_multiply(range, limit, &allowed)) {
        return false;
    }
    *ret = ratio_compare(gap, allowed) > 0;
    return true;
}

// Sets a bit for each figure (by index in the order) that is outside.
static bool find_far(const struct panel *panel, struct ratio centre, struct ratio limit,
                     uint32_t *ret_outside)
{
    for (uint32_t i = 0; i < panel->count; i++) {
        struct ratio gap;
        if (!distance(at(panel, i), centre, &gap)) {
            return false;
        }
        *ret_outside |= ratio_compare(gap, limit) > 0 ? UINT32_C(1) << i : 0;
    }
    return true;
}

static bool find_extremes(const struct panel *panel, struct ratio limit, uint32_t *ret_outside)
{
    bool low = false;
    bool high = false;

    if (panel->count < 3) {
        return true; // an extreme needs a rest to stand off from
    }
    if (!stands_off(panel, 0, limit, &low) || !stands_off(panel, panel->count - 1, limit, &high)) {
        return false;
    }
    *ret_outside = (low ? 1 : 0) | (high ? UINT32_C(1) << (panel->count - 1) : 0);
    return true;
}

static bool find_range(const struct panel *panel, struct ratio limit, uint32_t *ret_outside)
{
    struct ratio range;

    if (!distance(at(panel, 0), at(panel, panel->count - 1), &range)) {
        return false;
    }
    // Nobody is outside of a range alone: both ends are.
    *ret_outside = ratio_compare(range, limit) > 0 ? 1 | UINT32_C(1) << (panel->count - 1) : 0;
    return true;
}

// Which figures break the variance rule; 0: none.
static bool find_outside(const struct panel *panel, uint32_t *ret_outside)
{
    const struct rules_variance *rule = &panel->part->variance;
    struct ratio limit;
    struct ratio middle = {panel->count, 1};

    *ret_outside = 0;
    if (rule->by == RULES_VARIANCE_NONE || panel->count == 0) {
        return true;
    }
    if (rule->by != RULES_DIXON && !mean_of(panel, &middle)) {
        return false;
    }
    if (!find_limit(rule->limits, rule->limit_count, middle, &limit)) {
        return true;
    }
    switch (rule->by) {
    case RULES_RANGE:
        return find_range(panel, limit, ret_outside);
    case RULES_FROM_MEAN:
        return find_far(panel, middle, limit, ret_outside);
    case RULES_FROM_MEDIAN:
        return median_of(panel, &middle) && find_far(panel, middle, limit, ret_outside);
    case RULES_DIXON:
        return find_extremes(panel, limit, ret_outside);
    case RULES_VARIANCE_NONE:
        break;
    }
    return true;
}

static void leave_out(struct panel *panel, uint32_t outside)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < panel->count; i++) {
        if ((outside >> i & 1) != 0) {
            panel->result->fates[panel->order[i]] = REDUCE_LEFT_OUT;
        } else {
            panel->order[kept++] = panel->order[i];
        }
    }
    panel->count = kept;
}

bool reduce_is_apart(const struct rules_part *part, const struct ratio *figures, uint32_t count)
{
    struct panel panel = {.part = part, .figures = figures};
    uint32_t outside = 0;

    line_up(&panel, count);
    return !find_outside(&panel, &outside) || outside != 0;
}

// ---- dropping

void reduce_drops(const struct rules_part *part, uint32_t count, uint32_t *ret_high,
                  uint32_t *ret_low)
{
    *ret_high = part->trim_count == 0 ? part->drop_high : 0;
    *ret_low = part->trim_count == 0 ? part->drop_low : 0;
    for (uint32_t i = 0; i < part->trim_count; i++) {
        if (part->trims[i].figures == count) {
            *ret_high = part->trims[i].high;
            *ret_low = part->trims[i].low;
            return;
        }
    }
}

// Only `from` … `to`-1 of the order go on.
static void keep(struct panel *panel, uint32_t from, uint32_t to)
{
    for (uint32_t i = 0; i < panel->count; i++) {
        if (i < from || i >= to) {
            panel->result->fates[panel->order[i]] =
                i < from ? REDUCE_DROPPED_LOW : REDUCE_DROPPED_HIGH;
        }
    }
    for (uint32_t i = from; i < to; i++) {
        panel->order[i - from] = panel->order[i];
    }
    panel->count = to - from;
}

static bool drop(struct panel *panel)
{
    uint32_t high = 0;
    uint32_t low = 0;

    reduce_drops(panel->part, panel->count, &high, &low);
    if (high + low >= panel->count) {
        return false;
    }
    keep(panel, low, panel->count - high);
    return true;
}

// ---- to one figure

static bool of_middle_two(struct panel *panel, const struct panel *all, struct ratio *ret)
{
    uint32_t low = (panel->count - 1) / 2;
    uint32_t high = panel->count / 2;
    struct ratio within;
    struct ratio gap;

    if (!median_of(panel, ret) || !distance(at(panel, low), at(panel, high), &gap)) {
        return false;
    }
    if (!find_limit(panel->part->tolerance, panel->part->tolerance_count, *ret, &within) ||
        ratio_compare(gap, within) <= 0) {
        keep(panel, low, high + 1);
        return true;
    }
    panel->result->all_used = true;
    for (uint32_t i = 0; i < all->count; i++) {
        panel->result->fates[all->order[i]] = REDUCE_USED;
    }
    return mean_of(all, ret);
}

// The figures that count, as the caller gave them.
static uint32_t pick(const struct panel *panel, struct ratio out[RULES_SEATS_MAX])
{
    for (uint32_t i = 0; i < panel->count; i++) {
        out[i] = at(panel, i);
    }
    return panel->count;
}

static bool of_near_median(const struct panel *panel, struct rounding how, struct ratio *ret)
{
    struct ratio figures[RULES_SEATS_MAX];
    struct wide_ratio exact;
    uint32_t count = pick(panel, figures);

    return reduce_near_median_wide(figures, count, &exact) && wide_ratio_round(&exact, how, ret);
}

static bool of_agreed(const struct panel *panel, bool accepted, struct ratio *ret)
{
    if (!accepted && ratio_compare(at(panel, 0), at(panel, panel->count - 1)) != 0) {
        panel->result->apart = true;
    }
    return median_of(panel, ret);
}

static bool to_one(struct panel *panel, const struct panel *all, bool accepted, struct ratio *ret)
{
    switch (panel->part->reduce) {
    case RULES_MEAN:
        return mean_of(panel, ret);
    case RULES_SUM:
        return sum_of(panel, ret);
    case RULES_MEDIAN:
        return median_of(panel, ret);
    case RULES_AGREED:
        return of_agreed(panel, accepted, ret);
    case RULES_MIDDLE_TWO:
        return of_middle_two(panel, all, ret);
    case RULES_NEAR_MEDIAN:
        return of_near_median(panel, panel->part->judges, ret);
    case RULES_LEAST:
        *ret = at(panel, 0);
        return true;
    case RULES_MOST:
        *ret = at(panel, panel->count - 1);
        return true;
    case RULES_MAJORITY:
        break;
    }
    return false;
}

// Would anybody be left after leaving out and dropping? If not, nobody is left out: a mark must
// never make a total impossible.
static bool enough_left(const struct panel *panel, uint32_t outside)
{
    uint32_t left = 0;
    uint32_t high = 0;
    uint32_t low = 0;

    for (uint32_t i = 0; i < panel->count; i++) {
        left += (outside >> i & 1) == 0 ? 1 : 0;
    }
    reduce_drops(panel->part, left, &high, &low);
    return left > high + low;
}

// Everything before the middle is taken; `all` is the panel before dropping.
static bool prepare(struct panel *panel, uint32_t count, bool accepted, struct panel *all)
{
    struct reduce_result *result = panel->result;
    enum rules_variance_do act = panel->part->variance.act;
    uint32_t outside = 0;

    *result = (struct reduce_result){.figure = RATIO_ZERO, .count = count};
    line_up(panel, count);
    if (!accepted && !find_outside(panel, &outside)) {
        return false;
    }
    result->apart = outside != 0;
    if (result->apart && act == RULES_LEAVE_OUT && enough_left(panel, outside)) {
        leave_out(panel, outside);
    }
    *all = *panel;
    result->all_used = result->apart && act == RULES_USE_ALL;
    return panel->count > 0 && (result->all_used || drop(panel));
}

bool reduce_figures(const struct rules_part *part, const struct ratio *figures, uint32_t count,
                    bool accepted, struct reduce_result *ret)
{
    struct reduce_result result;
    struct panel panel = {.part = part, .figures = figures, .result = &result};
    struct panel all;

    if (count > RULES_SEATS_MAX || !prepare(&panel, count, accepted, &all) ||
        !to_one(&panel, &all, accepted, &result.figure) ||
        !ratio_round(result.figure, part->judges, &result.figure)) {
        return false;
    }
    *ret = result;
    return true;
}

bool reduce_is_wide(const struct rules_part *part)
{
    return part->reduce == RULES_NEAR_MEDIAN && part->judges.mode == ROUND_NONE;
}

bool reduce_figures_wide(const struct rules_part *part, const struct ratio *figures, uint32_t count,
                         bool accepted, struct reduce_result *ret, struct wide_ratio *ret_exact)
{
    const struct rounding for_eyes = {ROUND_HALF_UP, RATIO_PLACES_MAX};
    struct reduce_result result;
    struct panel panel = {.part = part, .figures = figures, .result = &result};
    struct panel all;
    struct ratio kept[RULES_SEATS_MAX];

    if (count > RULES_SEATS_MAX || !prepare(&panel, count, accepted, &all) ||
        !reduce_near_median_wide(kept, pick(&panel, kept), ret_exact) ||
        !wide_ratio_round(ret_exact, for_eyes, &result.figure)) {
        return false;
    }
    *ret = result;
    return true;
}

// ---- statistics

bool reduce_mean(const struct ratio *figures, uint32_t count, struct ratio *ret)
{
    struct ratio sum = RATIO_ZERO;

    for (uint32_t i = 0; i < count; i++) {
        if (!ratio_add(sum, figures[i], &sum)) {
            return false;
        }
    }
    return ratio_divide(sum, (int64_t)count, ret);
}

bool reduce_median(struct ratio *figures, uint32_t count, struct ratio *ret)
{
    reduce_sort(figures, count);
    return count > 0 && mean_of_two(figures[(count - 1) / 2], figures[count / 2], ret);
}

// How far the next figure below (from `low` down) and above (from `high` up) are from the centre;
// takes the nearer one. Distances come in rising order, as the figures are sorted.
static bool next_distance(const struct ratio *figures, uint32_t count, struct ratio centre,
                          uint32_t ends[2], struct ratio *ret)
{
    struct ratio below = RATIO_ZERO;
    struct ratio above = RATIO_ZERO;
    bool has_below = ends[0] > 0;
    bool has_above = ends[1] < count;

    if ((has_below && !distance(figures[ends[0] - 1], centre, &below)) ||
        (has_above && !distance(figures[ends[1]], centre, &above))) {
        return false;
    }
    if (has_below && (!has_above || ratio_compare(below, above) <= 0)) {
        ends[0]--;
        *ret = below;
    } else {
        ends[1]++;
        *ret = above;
    }
    return true;
}

bool reduce_mad(struct ratio *figures, uint32_t count, struct ratio *ret)
{
    uint32_t ends[2] = {(count + 1) / 2, (count + 1) / 2};
    struct ratio centre;
    struct ratio last = RATIO_ZERO;
    struct ratio gap = RATIO_ZERO;

    if (!reduce_median(figures, count, &centre)) {
        return false;
    }
    for (uint32_t i = 0; i <= count / 2; i++) {
        last = gap;
        if (!next_distance(figures, count, centre, ends, &gap)) {
            return false;
        }
    }
    return mean_of_two(count % 2 == 0 ? last : gap, gap, ret);
}

struct ratio reduce_place(const struct ratio *sorted, size_t count, struct ratio figure,
                          bool lower_is_better)
{
    int64_t below = 0;
    int64_t equal = 0;

    for (size_t i = 0; i < count; i++) {
        int order = ratio_compare(sorted[i], figure);
        below += order < 0;
        equal += order == 0;
    }
    int64_t before = lower_is_better ? below : (int64_t)count - below - equal;
    int64_t twice = 2 * before + 1 + (equal > 0 ? equal : 1);

    return twice % 2 == 0 ? (struct ratio){twice / 2, 1} : (struct ratio){twice, 2};
}

// Lets figures[at] sink to where nothing below it is greater.
static void sink(struct ratio *figures, size_t at_index, size_t count)
{
    struct ratio held = figures[at_index];

    for (size_t below = 2 * at_index + 1; below < count; below = 2 * at_index + 1) {
        if (below + 1 < count && ratio_compare(figures[below + 1], figures[below]) > 0) {
            below++;
        }
        if (ratio_compare(figures[below], held) <= 0) {
            break;
        }
        figures[at_index] = figures[below];
        at_index = below;
    }
    figures[at_index] = held;
}

void reduce_sort(struct ratio *figures, size_t count)
{
    for (size_t i = count / 2; i-- > 0;) {
        sink(figures, i, count);
    }
    for (size_t left = count; left > 1; left--) {
        struct ratio last = figures[0];
        figures[0] = figures[left - 1];
        figures[left - 1] = last;
        sink(figures, 0, left - 1);
    }
}
