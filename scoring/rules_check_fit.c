// A part is worked through as the tally works it through (see rules_part.h for the formula), with
// the reach of each figure in the place of the figure.
#include "scoring/rules_check_fit.h"

#include "scoring/wide.h"
#include "scoring/worth.h"

static const reach_size_t one = POINT_ONE;

static struct reach nothing(void)
{
    return reach_of(RATIO_ZERO);
}

static struct reach of_point(point_t value)
{
    return reach_of(ratio_of_point(value));
}

static struct reach times_value(struct reach reach, struct ratio value)
{
    return reach_times(reach, reach_of(value));
}

// ---- one entry

static uint64_t common(uint64_t a, uint64_t b)
{
    return b == 0 ? a : common(b, a % b);
}

static uint64_t size_of(point_t value)
{
    return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

// Marks of this shape as they are entered.
static struct reach of_shape(struct rules_shape shape)
{
    uint64_t low = size_of(shape.min);
    uint64_t high = size_of(shape.max);

    return reach_upto(low > high ? low : high,
                      POINT_ONE / common(common(POINT_ONE, low), (uint64_t)shape.step));
}

static struct reach of_bands(const struct rules_aspect *aspect)
{
    struct reach reach = nothing();

    for (uint32_t i = 0; i < aspect->band_count; i++) {
        reach = reach_either(reach, reach_of(aspect->bands[i].value));
    }
    return reach;
}

// full less all faults, each counted as often as it can be; what is below 0 is 0.
static struct reach of_faults(const struct rules_aspect *aspect)
{
    struct reach sum = of_point(aspect->full);

    for (uint32_t i = 0; i < aspect->fault_count; i++) {
        const struct rules_fault *fault = &aspect->faults[i];
        uint64_t most = size_of(rules_shape_of(aspect, i).max);
        if (fault->lost) {
            continue;
        }
        struct reach steps = reach_upto(one * (most / (uint64_t)fault->each + 1), 1);
        struct reach taken = reach_times(of_point(fault->amount), steps);
        if (fault->most > 0) {
            taken.most =
                taken.most < (reach_size_t)fault->most ? taken.most : (reach_size_t)fault->most;
            taken = reach_either(taken, of_point(fault->most));
        }
        sum = reach_add(sum, taken);
    }
    sum.most = size_of(aspect->full);
    return sum;
}

// full x achieved / target, at most full x cap; whoever enters a target may enter any.
static struct reach of_target(const struct rules_aspect *aspect)
{
    struct ratio full = ratio_of_point(aspect->full);
    struct reach achieved = of_shape(rules_shape_of(aspect, 0));
    struct reach target = of_shape(rules_shape_of(aspect, 1));
    struct reach most = times_value(reach_of(aspect->cap), full);
    struct reach share = aspect->falling ? reach_over(target, achieved, size_of(aspect->min))
                                         : reach_over(achieved, target, 1);
    struct reach value = times_value(share, full);

    value.most = aspect->min < 0 ? value.most : most.most;
    return reach_either(value, most);
}

// How far an entry can be from b on the side that gives points.
static struct reach farthest(const struct rules_aspect *aspect)
{
    const struct rules_power *power = &aspect->power;
    struct rules_shape shape = rules_shape_of(aspect, 0);
    struct ratio end = ratio_of_point(power->falling ? shape.min : shape.max);
    struct reach reach = reach_add(of_shape(shape), reach_of(power->b));
    struct ratio far;

    if (ratio_subtract(power->falling ? power->b : end, power->falling ? end : power->b, &far)) {
        reach.most = far.num > 0 ? reach_of(far).most : 0;
    }
    return reach;
}

// Whole points; on the way the distance is raised to a power, at its longest.
static struct reach of_power(const struct rules_aspect *aspect)
{
    const struct rules_power *power = &aspect->power;
    struct reach distance = farthest(aspect);
    struct reach points = reach_upto(0, 1);
    struct ratio longest;
    int64_t most = 0;

    reach_size_t whole = distance.most * distance.grid / one;
    points.over = distance.over || distance.grid == 0 || whole > INT64_MAX ||
                  !ratio_make((int64_t)whole, (int64_t)distance.grid, &longest) ||
                  !wide_power_floor(power->a, longest, power->num, power->den, &most);
    points.most = one * (uint64_t)most;
    return points;
}

// a + b x (x - k), before it is held between its ends, and the ends.
static struct reach of_linear(const struct rules_aspect *aspect)
{
    const struct rules_linear *linear = &aspect->linear;
    struct reach away = reach_add(of_shape(rules_shape_of(aspect, 0)), reach_of(linear->k));
    struct reach value = reach_add(reach_of(linear->a), times_value(away, linear->b));

    value = linear->has_least ? reach_either(value, reach_of(linear->least)) : value;
    return linear->has_most ? reach_either(value, reach_of(linear->most)) : value;
}

static struct reach of_entry(const struct rules_aspect *aspect)
{
    struct rules_shape shape = rules_shape_of(aspect, 0);
    struct ratio full = ratio_of_point(aspect->full);

    switch (aspect->input) {
    case RULES_PASS_FAIL:
        return reach_of(full);
    case RULES_JUDGEMENT:
        return times_value(reach_upto(one, 3), full);
    case RULES_NUMBER:
        return times_value(reach_upto(one, size_of(shape.max) / POINT_ONE), full);
    case RULES_CHOICE:
    case RULES_RANGED:
        return of_bands(aspect);
    case RULES_PLACE:
        return aspect->band_count > 0 ? of_bands(aspect) : of_shape(shape);
    case RULES_DEDUCTION:
        return of_faults(aspect);
    case RULES_TARGET:
        return of_target(aspect);
    case RULES_POWER:
        return of_power(aspect);
    case RULES_LINEAR:
        return of_linear(aspect);
    case RULES_SCORE:
    case RULES_TICK:
        break;
    }
    return of_shape(shape);
}

static struct reach of_worth(const struct rules_aspect *aspect)
{
    struct reach declared = reach_upto(RULES_DECLARED_MAX, POINT_ONE);

    struct reach worth = aspect->scaled ? declared : of_entry(aspect);

    worth = aspect->weight.den != 0 ? times_value(worth, aspect->weight) : worth;
    return reach_round(worth, aspect->rounding);
}

// ---- one judge, and all of them

static struct reach normalised(const struct rules_part *part, struct reach sheet)
{
    const struct rules_normalise *how = &part->normalise;
    struct reach field = reach_sum(sheet, RULES_FIELD_MAX);
    struct reach value = sheet;

    switch (how->by) {
    case RULES_NORMALISE_NONE:
        return sheet;
    case RULES_Z: // nobody is further from the mean than the root of the field's size
        field = reach_shared(field, 1);
        field.den = 1;
        value = reach_add(reach_of(how->centre),
                          times_value(reach_upto(one * RULES_FIELD_MAX / 100, 1), how->spread));
        value.over = field.over || value.over;
        break;
    case RULES_PERCENT:
        value = reach_over(reach_times(sheet, reach_upto(100 * one, 1)), field, 1);
        break;
    case RULES_RANKS:
        value = reach_upto(one * RULES_FIELD_MAX, 2);
        break;
    }
    return reach_round(value, how->rounding);
}

static struct reach reduced(const struct rules_part *part, struct reach judge)
{
    uint32_t seats = part->seat_count;
    struct reach filled = judge;
    struct reach all;

    if (part->missing == RULES_MEAN_OF_GIVEN) {
        filled = reach_shared(reach_sum(judge, seats), seats);
        filled.most = judge.most;
    }
    all = reach_sum(filled, seats);
    switch (part->reduce) {
    case RULES_LEAST:
    case RULES_MOST:
        all.most = judge.most;
        break;
    case RULES_MEAN:
    case RULES_MEDIAN:
    case RULES_AGREED:
    case RULES_MIDDLE_TWO:
    case RULES_NEAR_MEDIAN:
        all = reach_shared(all, seats > 2 || seats == 1 ? seats : 2);
        all.most = judge.most;
        break;
    case RULES_SUM:
        break;
    case RULES_MAJORITY:
        all = reach_upto(one * RULES_FIELD_MAX, 2);
        break;
    }
    if (part->variance.by != RULES_VARIANCE_NONE) { // looks at means, and at shares of the range
        struct reach apart = reach_shared(reach_sum(filled, seats), seats);
        apart = reach_times(reach_add(apart, apart), reach_upto(one, POINT_ONE));
        all.over = all.over || apart.over;
    }
    return reach_round(all, part->judges);
}

// ---- a part

static struct reach multiplier(const struct rules_part *part)
{
    const uint64_t grid = POINT_ONE / RULES_MULTIPLIER_STEP;
    const unsigned times[] = {RULES_DECLARES_DIFFICULTY, RULES_DECLARES_FACTOR};
    struct reach by = reach_of(part->factor);
    struct ratio inverse;

    if (part->divisor.den != 0) {
        bool fits = ratio_quotient(part->factor, part->divisor, &inverse);
        by = fits ? reach_of(inverse) : by;
        by.over = by.over || !fits;
    }
    for (unsigned i = 0; i < 2; i++) {
        by = (part->declares & times[i]) != 0
                 ? reach_times(by, reach_upto(RULES_MULTIPLIER_MAX, grid))
                 : by;
    }
    return (part->declares & RULES_DECLARES_DIVISOR) != 0
               ? reach_over(by, reach_upto(RULES_DIVISOR_MAX, grid), RULES_DIVISOR_MIN)
               : by;
}

// What is rounded at once may be as long as it likes before.
static struct reach product(const struct rules_part *part, struct reach figure, struct reach by)
{
    struct reach exact = reach_times(figure, by);

    exact.over = part->product.mode == ROUND_NONE ? exact.over : figure.over || by.over;
    return reach_round(exact, part->product);
}

static struct reach of_aspects(const struct rules *rules, const struct rules_part *part)
{
    bool each = part->combine == RULES_PER_ASPECT && part->normalise.by == RULES_NORMALISE_NONE;
    struct reach by = multiplier(part);
    struct reach figures = nothing();
    struct reach sum = nothing();

    for (uint32_t i = 0; i < part->aspect_count; i++) {
        struct reach worth = of_worth(&rules->aspects[part->aspect_first + i]);
        struct reach figure = each ? reduced(part, worth) : worth;
        figures = reach_add(figures, figure);
        sum = each ? reach_add(sum, product(part, figure, by)) : figures;
    }
    if (!each && part->aspect_count > 0) {
        figures = reduced(part, normalised(part, reach_round(sum, part->sheet)));
        sum = product(part, figures, by);
    }
    sum.over = sum.over || figures.over || by.over;
    return sum;
}

// Could the part's value be below zero before it is set against the field?
static bool dips(const struct rules *rules, const struct rules_part *part)
{
    const unsigned signs = RULES_DECLARES_BASE | RULES_DECLARES_SCALE | RULES_DECLARES_DEDUCTION;
    bool below = (part->declares & signs) != 0 || part->factor.num < 0 || part->divisor.num < 0 ||
                 part->normalise.by == RULES_Z;

    for (uint32_t i = part->aspect_first; i < part->aspect_first + part->aspect_count; i++) {
        below = below || rules->aspects[i].min < 0 || rules->aspects[i].weight.num < 0 ||
                rules->aspects[i].input == RULES_LINEAR;
        for (uint32_t k = 0; k < rules->aspects[i].band_count; k++) {
            below = below || rules->aspects[i].bands[k].value.num < 0;
        }
    }
    return below;
}

// against_max x own / best, or x best / own. Over one grid the grid cancels.
static struct reach of_best(const struct rules *rules, const struct rules_part *part,
                            struct reach own)
{
    struct reach value = reach_over(own, own, 1);

    if (own.grid != 0 && own.extra == 1) {
        value.grid = 1;
        value.num = value.den = value.extra = own.num;
        value.over = own.over;
    }
    value.most = dips(rules, part) ? one * value.num : one; // above zero no share is above 1
    return times_value(value, part->against_max);
}

static struct reach against(const struct rules *rules, uint32_t index, struct reach own)
{
    const struct rules_part *part = &rules->parts[index];
    struct reach points = nothing();
    struct reach value = own;

    for (uint32_t i = 0; i < part->point_count; i++) {
        points = reach_either(points, reach_of(part->points[i]));
    }
    switch (part->against) {
    case RULES_AGAINST_NONE:
        return own;
    case RULES_AGAINST_BEST:
        value = of_best(rules, part, own);
        break;
    case RULES_AGAINST_PLACE:
        value = reach_upto(one * RULES_FIELD_MAX, 2);
        break;
    case RULES_AGAINST_POINTS: // those who share share the points of their places
        value = reach_shared(reach_sum(points, part->point_count), part->point_count);
        break;
    case RULES_AGAINST_BORDA:
        value = reach_upto(one * RULES_FIELD_MAX, 2);
        break;
    }
    value.over = value.over || own.over;
    return value;
}

// The value, or what a code counts instead of it.
static struct reach or_code(const struct rules_part *part, struct reach value)
{
    for (unsigned i = RULES_DNF; i <= RULES_DSQ; i++) {
        const struct rules_code *code = &part->codes[i];
        struct reach entered = reach_upto(code->entered ? one * RULES_FIELD_MAX : 0, 1);
        if (code->has) {
            value = reach_either(value, reach_add(reach_of(code->worth), entered));
        }
    }
    return value;
}

// How often an adjustment can be applied.
static uint64_t times_most(const struct rules_adjustment *how)
{
    uint64_t clock = 2 * (uint64_t)RULES_DECLARED_MAX + size_of(how->after);
    uint64_t times = RULES_TIMES_MAX;

    if (how->by == RULES_BY_OVERTIME || how->by == RULES_BY_EARLY) {
        times = clock / (how->each > 0 ? (uint64_t)how->each : 1) + 1;
    }
    return how->most > 0 && how->most < times ? how->most : times;
}

static struct reach limited(const struct rules_limits *limits, struct reach value)
{
    struct reach edge = nothing();

    edge = limits->has_floor ? reach_either(edge, reach_of(limits->floor)) : edge;
    edge = limits->has_ceiling ? reach_either(edge, reach_of(limits->ceiling)) : edge;
    value = reach_either(value, edge);
    if (limits->has_floor && limits->has_ceiling) {
        value.most = edge.most;
    }
    return value;
}

struct reach rules_check_fit_adjusted(const struct rules *rules, uint32_t first, uint32_t count,
                                      const struct rules_limits *limits, struct reach value)
{
    for (uint32_t i = first; i < first + count; i++) {
        const struct rules_adjustment *how = &rules->adjustments[i];
        struct reach times = reach_upto(one * times_most(how), 1);
        struct reach change = of_point(how->amount);
        if (how->percent) {
            change = times_value(reach_times(change, value), (struct ratio){1, 100});
        }
        value = reach_add(value, reach_times(change, times));
    }
    return limited(limits, value);
}

struct reach rules_check_fit_of(const struct rules *rules, uint32_t index)
{
    const struct rules_part *part = &rules->parts[index];
    const struct reach declared = reach_upto(RULES_DECLARED_MAX, POINT_ONE);
    struct reach value =
        part->figure_is_time ? product(part, declared, multiplier(part)) : of_aspects(rules, part);

    value = (part->declares & RULES_DECLARES_BASE) != 0 ? reach_add(value, declared) : value;
    value = (part->declares & RULES_DECLARES_DEDUCTION) != 0 ? reach_add(value, declared) : value;
    value = or_code(part, against(rules, index, value));
    value = rules_check_fit_adjusted(rules, part->adjustment_first, part->adjustment_count,
                                     &part->limits, value);
    return reach_round(value, part->rounding);
}

uint32_t rules_check_fit_part(const struct rules *rules)
{
    for (uint32_t i = 0; i < rules->part_count; i++) {
        if (rules_check_fit_of(rules, i).over) {
            return i;
        }
    }
    return RULES_NONE;
}
