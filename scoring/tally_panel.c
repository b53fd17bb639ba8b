#include "scoring/tally_panel.h"

#include "scoring/reduce.h"
#include "scoring/tally_entry.h"
#include "scoring/tally_plain.h"

// What the part's aspects add up to.
struct sum {
    const struct tally_panel *panel;
    struct tally_panel_result *result;
    struct ratio multiplier;
    bool wide; // the sum does not fit a ratio on the way and is in `exact`
    struct wide_ratio *exact;
};

// ---- the multiplier

static bool find_multiplier(const struct tally_panel *panel, struct ratio *ret)
{
    const struct rules_part *part = panel->part;
    const unsigned declared =
        RULES_DECLARES_DIFFICULTY | RULES_DECLARES_FACTOR | RULES_DECLARES_DIVISOR;
    const point_t *cells = panel->slot->cells;

    *ret = part->factor;
    if (part->divisor.den != 0 && !ratio_quotient(*ret, part->divisor, ret)) {
        return false;
    }
    if (!part->technical || (part->declares & declared) == 0) {
        return true;
    }
    return ratio_multiply(*ret, ratio_of_point(cells[ROW_DIFFICULTY]), ret) &&
           ratio_multiply(*ret, ratio_of_point(cells[ROW_FACTOR]), ret) &&
           ratio_quotient(*ret, ratio_of_point(cells[ROW_DIVISOR]), ret);
}

// ---- filling in

// Makes the figures whole as the rules say for seats that have given none; false: they are awaited.
static bool fill_in(const struct tally_panel *panel, struct tally_figures *figures, bool *overflow)
{
    const struct rules_part *part = panel->part;
    uint32_t seats = row_count_bits(row_panel(part, panel->slot));
    uint32_t least = part->judges_least < seats ? part->judges_least : seats;
    struct ratio filling = RATIO_ZERO;

    if (figures->given == seats) {
        return true;
    }
    if (part->missing == RULES_BLOCK || figures->given < least) {
        return false;
    }
    if (part->missing == RULES_GIVEN || !ratio_is_value(figures->code)) {
        return true;
    }
    if (part->missing == RULES_MEAN_OF_GIVEN &&
        !reduce_mean(figures->values, figures->count, &filling)) {
        *overflow = true;
        return false;
    }
    for (; figures->count < seats; figures->count++) {
        figures->values[figures->count] = filling;
        figures->seats[figures->count] = RULES_NONE;
    }
    return true;
}

static bool nobody_left(const struct rules_part *part, uint32_t count)
{
    uint32_t high = 0;
    uint32_t low = 0;

    reduce_drops(part, count, &high, &low);
    return (uint64_t)high + low >= count;
}

// ---- one figure

static void trace_reduced(const struct tally_panel *panel, uint32_t aspect,
                          const struct tally_figures *figures, const struct reduce_result *result)
{
    struct trace_line line = tally_entry_line(panel, TRACE_FIGURE, aspect);
    uint32_t used = 0;

    for (uint32_t i = 0; i < figures->count; i++) {
        line.seat = figures->seats[i];
        line.n = result->fates[i];
        line.value = figures->values[i];
        used += result->fates[i] == REDUCE_USED;
        trace_add(panel->trace, &line);
    }
    if (result->apart) {
        line = tally_entry_line(panel, TRACE_APART, aspect);
        line.n = panel->part->variance.act;
        trace_add(panel->trace, &line);
    }
    struct rules_part exact = *panel->part;
    struct reduce_result before;
    exact.judges = (struct rounding){ROUND_NONE, 0};
    bool known = !reduce_is_wide(&exact) && reduce_figures(&exact, figures->values, figures->count,
                                                           panel->slot->accepted, &before);
    line = tally_entry_line(panel, TRACE_REDUCED, aspect);
    line.n = used;
    line.a = known ? before.figure : result->figure;
    line.value = result->figure;
    line.rounding = panel->part->judges;
    trace_add(panel->trace, &line);
}

static void take_apart(const struct tally_panel *panel, bool apart, struct tally_panel_result *to)
{
    enum rules_variance_do act = panel->part->variance.act;

    if (!apart || panel->slot->accepted) {
        return;
    }
    // One that was refused as a sheet and stands here all the same waits for a ruling too.
    to->held =
        to->held || panel->part->reduce == RULES_AGREED || act == RULES_HOLD || act == RULES_REFUSE;
    to->flagged = to->flagged || act == RULES_FLAG;
}

static bool add(struct ratio *to, struct ratio value)
{
    if (!ratio_is_value(*to)) {
        return true; // it is a code already
    }
    if (!ratio_is_value(value)) {
        *to = value;
        return true;
    }
    return ratio_add(*to, value, to);
}

static void trace_product(const struct sum *sum, uint32_t aspect, struct ratio figure,
                          struct ratio product)
{
    struct trace_line line = tally_entry_line(sum->panel, TRACE_PRODUCT, aspect);

    if (sum->panel->trace && ratio_compare(sum->multiplier, RATIO_ONE) != 0) {
        line.a = figure;
        line.b = sum->multiplier;
        line.value = product;
        line.rounding = sum->panel->part->product;
        trace_add(sum->panel->trace, &line);
    }
}

// Adds a figure that is known exactly only as a wide fraction.
static bool add_wide(struct sum *sum, uint32_t aspect, struct ratio figure,
                     struct wide_ratio *exact)
{
    const struct rules_part *part = sum->panel->part;
    struct wide_ratio by;
    struct ratio product = figure;

    wide_ratio_set(&by, sum->multiplier);
    if (!add(&sum->result->figure, figure) || !wide_ratio_multiply(exact, &by)) {
        return false;
    }
    if (part->product.mode == ROUND_NONE) {
        sum->wide = true;
        return wide_ratio_add(sum->exact, exact);
    }
    if (!wide_ratio_round(exact, part->product, &product)) {
        return false;
    }
    trace_product(sum, aspect, figure, product);
    return add(&sum->result->product, product);
}

// A product that is rounded at once need not fit before.
static bool multiply(const struct sum *sum, struct ratio figure, struct ratio *ret)
{
    struct rounding how = sum->panel->part->product;
    struct wide_ratio exact;
    struct wide_ratio by;

    if (ratio_multiply(figure, sum->multiplier, ret)) {
        return ratio_round(*ret, how, ret);
    }
    wide_ratio_set(&exact, figure);
    wide_ratio_set(&by, sum->multiplier);
    return how.mode != ROUND_NONE && wide_ratio_multiply(&exact, &by) &&
           wide_ratio_round(&exact, how, ret);
}

static bool add_figure(struct sum *sum, uint32_t aspect, struct ratio figure)
{
    struct ratio product = figure;

    if (!ratio_is_value(figure)) {
        return add(&sum->result->figure, figure) && add(&sum->result->product, figure);
    }
    if (!multiply(sum, figure, &product)) {
        return false;
    }
    trace_product(sum, aspect, figure, product);
    return add(&sum->result->figure, figure) && add(&sum->result->product, product);
}

// Are the judges of this aspect compared by what they entered?
static bool compares_scores(const struct tally_panel *panel, uint32_t aspect)
{
    enum rules_variance_do act = panel->part->variance.act;

    return aspect != RULES_NONE && panel->aspects[aspect].input == RULES_JUDGEMENT &&
           panel->part->variance.by != RULES_VARIANCE_NONE && act != RULES_LEAVE_OUT &&
           act != RULES_USE_ALL;
}

static bool reduce_scores(const struct tally_panel *panel, const struct tally_figures *figures,
                          struct reduce_result *ret)
{
    const struct rules_part *part = panel->part;
    uint32_t given = figures->given < figures->count ? figures->given : figures->count;
    struct rules_part calm = *part;

    calm.variance.by = RULES_VARIANCE_NONE;
    if (!reduce_figures(&calm, figures->values, figures->count, panel->slot->accepted, ret)) {
        return false;
    }
    ret->apart =
        ret->apart || (!panel->slot->accepted && reduce_is_apart(part, figures->entered, given));
    return true;
}

static bool reduce_all(const struct tally_panel *panel, uint32_t aspect,
                       const struct tally_figures *figures, struct reduce_result *ret,
                       struct wide_ratio *ret_exact)
{
    bool accepted = panel->slot->accepted;

    if (reduce_is_wide(panel->part)) {
        return reduce_figures_wide(panel->part, figures->values, figures->count, accepted, ret,
                                   ret_exact);
    }
    return compares_scores(panel, aspect)
               ? reduce_scores(panel, figures, ret)
               : reduce_figures(panel->part, figures->values, figures->count, accepted, ret);
}

// From the figures of the seats to the panel's, and into the sum.
static bool reduce(struct sum *sum, uint32_t aspect, struct tally_figures *figures)
{
    const struct tally_panel *panel = sum->panel;
    struct reduce_result result;
    struct wide_ratio exact;
    bool overflow = false;

    if (!fill_in(panel, figures, &overflow)) {
        sum->result->open = true;
        return !overflow;
    }
    if (!ratio_is_value(figures->code)) {
        return add_figure(sum, aspect, figures->code);
    }
    if (nobody_left(panel->part, figures->count)) {
        sum->result->open = true;
        return true;
    }
    bool wide = reduce_is_wide(panel->part);
    if (!reduce_all(panel, aspect, figures, &result, &exact)) {
        return false;
    }
    if (panel->trace) {
        trace_reduced(panel, aspect, figures, &result);
    }
    take_apart(panel, result.apart, sum->result);
    return wide ? add_wide(sum, aspect, result.figure, &exact)
                : add_figure(sum, aspect, result.figure);
}

// ---- vetoes

static bool all_zero(const struct tally_figures *figures)
{
    for (uint32_t i = 0; i < figures->count; i++) {
        if (figures->values[i].num != 0) {
            return false;
        }
    }
    return figures->count > 0 && ratio_is_value(figures->code);
}

// Which aspects have failed: nothing of them was given by any judge.
static bool look_for_vetoes(const struct tally_panel *panel, struct tally_panel_result *ret)
{
    for (uint32_t i = 0; i < panel->part->aspect_count; i++) {
        enum rules_veto veto = panel->aspects[i].veto;
        struct tally_figures figures;
        struct tally_panel silent = *panel;
        silent.trace = NULL;
        if (veto == RULES_NO_VETO) {
            continue;
        }
        if (!tally_entry_aspect(&silent, i, &figures)) {
            return false;
        }
        if (all_zero(&figures)) {
            struct trace_line line = tally_entry_line(panel, TRACE_VETO, i);
            ret->veto = veto > ret->veto ? veto : ret->veto;
            line.value = RATIO_ZERO;
            trace_add(panel->trace, &line);
        }
    }
    return true;
}

// ---- the panel

static bool by_aspect(struct sum *sum)
{
    for (uint32_t i = 0; i < sum->panel->part->aspect_count; i++) {
        struct tally_figures figures;
        if (sum->panel->aspects[i].aside) {
            continue;
        }
        if (!tally_entry_aspect(sum->panel, i, &figures)) {
            return false;
        }
        // An aspect that nobody has marked adds nothing (one by one).
        if (figures.given > 0 && !reduce(sum, i, &figures)) {
            return false;
        }
    }
    return true;
}

static bool by_sheet(struct sum *sum)
{
    struct tally_figures figures;

    return tally_entry_sheets(sum->panel, &figures) && reduce(sum, RULES_NONE, &figures);
}

// A time that was not taken is not a time of 0.
static struct ratio time_figure(const struct tally_panel *panel)
{
    point_t time = panel->slot->cells[ROW_TIME];

    return time == POINT_BLANK ? RATIO_CODE(RULES_DNF) : ratio_of_point(time);
}

static bool work(struct sum *sum)
{
    const struct tally_panel *panel = sum->panel;

    if (panel->part->figure_is_time) {
        return add_figure(sum, RULES_NONE, time_figure(panel));
    }
    if (!row_expects_marks(panel->part, panel->slot) || panel->part->reduce == RULES_MAJORITY) {
        return true;
    }
    bool fits = tally_entry_by_aspect(panel->part) ? by_aspect(sum) : by_sheet(sum);
    return fits && look_for_vetoes(panel, sum->result);
}

bool tally_panel_work(const struct tally_panel *panel, struct tally_panel_result *ret,
                      struct wide_ratio *ret_exact, bool *ret_wide)
{
    struct sum sum = {.panel = panel, .result = ret, .exact = ret_exact};

    *ret = (struct tally_panel_result){.figure = RATIO_ZERO, .product = RATIO_ZERO};
    *ret_wide = false;
    if (!find_multiplier(panel, &sum.multiplier)) {
        return false;
    }
    if (tally_plain(panel, sum.multiplier, &ret->figure, &ret->product)) {
        return true;
    }
    if (reduce_is_wide(panel->part)) {
        wide_ratio_set(ret_exact, RATIO_ZERO);
    }
    bool fits = work(&sum);
    *ret_wide = sum.wide && ratio_is_value(ret->product);
    return fits;
}

// ---- questions

void tally_panel_set(const struct rules *rules, const struct row *row, uint32_t part,
                     struct tally_panel *ret)
{
    const struct rules_part *of = &rules->parts[part];

    *ret = (struct tally_panel){.part = of,
                                .index = part,
                                .aspects = &rules->aspects[of->aspect_first],
                                .slot = row_slot(row, part),
                                .lower = rules_part_lower(rules, part)};
}

bool tally_panel_untrimmed(const struct tally_panel *panel, struct ratio *ret)
{
    struct rules_part part = *panel->part;
    struct tally_panel whole = *panel;
    struct tally_panel_result result;
    struct wide_ratio exact;
    bool wide = false;

    part.drop_high = part.drop_low = part.trim_count = 0;
    part.variance.by = RULES_VARIANCE_NONE;
    part.reduce = part.reduce == RULES_MIDDLE_TWO ? RULES_MEAN : part.reduce;
    whole.part = &part;
    if (!tally_panel_work(&whole, &result, &exact, &wide) || result.open ||
        !ratio_is_value(result.figure)) {
        return false;
    }
    *ret = result.figure;
    return true;
}

bool tally_panel_aspect(const struct tally_panel *panel, uint32_t aspect, struct ratio *ret)
{
    struct tally_panel_result result = {.figure = RATIO_ZERO, .product = RATIO_ZERO};
    struct wide_ratio exact;
    struct sum sum = {.panel = panel, .result = &result, .multiplier = RATIO_ONE, .exact = &exact};
    struct tally_figures figures;

    if (reduce_is_wide(panel->part)) {
        wide_ratio_set(&exact, RATIO_ZERO);
    }
    if (!tally_entry_aspect(panel, aspect, &figures) ||
        (figures.given > 0 && !reduce(&sum, aspect, &figures))) {
        return false;
    }
    *ret = result.figure;
    return true;
}

bool tally_panel_is_apart(const struct tally_panel *panel, uint32_t *ret_aspect)
{
    struct tally_figures figures;

    if (!tally_entry_by_aspect(panel->part)) {
        *ret_aspect = RULES_NONE;
        return tally_entry_sheets(panel, &figures) && ratio_is_value(figures.code) &&
               reduce_is_apart(panel->part, figures.values, figures.count);
    }
    for (uint32_t i = 0; i < panel->part->aspect_count; i++) {
        *ret_aspect = panel->part->aspect_first + i;
        if (!tally_entry_aspect(panel, i, &figures) || !ratio_is_value(figures.code)) {
            continue;
        }
        const struct ratio *compared = compares_scores(panel, i) ? figures.entered : figures.values;
        if (figures.count > 1 && reduce_is_apart(panel->part, compared, figures.count)) {
            return true;
        }
    }
    return false;
}
