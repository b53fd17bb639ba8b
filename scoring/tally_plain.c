// Each aspect's figure is a whole number over a denominator that is the same for all of them: marks
// are millionths, a mean divides by the number of judges, a rounding makes it a power of ten. So
// the aspects are added as whole numbers, and one fraction is made at the end.
#include "scoring/tally_plain.h"

#include "scoring/reduce.h"
#include "scoring/worth.h"

enum { DROPS_MAX = 4 };

// A value under way: num / den.
struct step {
    int64_t num;
    int64_t den;
};

struct way {
    const struct tally_panel *panel;
    uint32_t in, count; // seats that have sent
    bool all;           // every seat has
    uint32_t high, low; // to be dropped
    int64_t divisor;    // of the sum of marks
    struct ratio multiplier;
    int64_t judges, products;    // one, in the last place that each rounding keeps
    struct step figure, product; // sums over the aspects
};

static bool is_plain(const struct rules_aspect *aspect)
{
    return !aspect->scaled && aspect->veto == RULES_NO_VETO && worth_is_plain(aspect);
}

static bool is_simple(const struct tally_panel *panel)
{
    const struct rules_part *part = panel->part;
    bool sums = part->reduce == RULES_MEAN || part->reduce == RULES_SUM;
    bool as_given = part->missing == RULES_BLOCK || part->missing == RULES_GIVEN;

    return !panel->trace && !panel->over && sums && as_given && !part->figure_is_time &&
           part->sheet.mode == ROUND_NONE && part->variance.by == RULES_VARIANCE_NONE &&
           part->normalise.by == RULES_NORMALISE_NONE && part->judges.places >= 0 &&
           part->product.places >= 0;
}

// ---- whole numbers

static bool scale_up(struct step *step, int64_t by)
{
    return !__builtin_mul_overflow(step->num, by, &step->num);
}

// Is the next whole number nearer, by this way of rounding? `size` is even or odd, `rest` is left.
static bool rounds_away(int64_t size, int64_t rest, int64_t den, enum round_mode mode)
{
    int64_t other = den - rest; // rest * 2 might not fit

    switch (mode) {
    case ROUND_HALF_UP:
        return rest >= other;
    case ROUND_HALF_EVEN:
        return rest > other || (rest == other && (size & 1) != 0);
    case ROUND_UP:
        return rest > 0;
    case ROUND_NONE:
    case ROUND_TRUNCATE:
        break;
    }
    return false;
}

// To so many decimal places, as ratio_round does it.
static bool round_step(struct step *step, struct rounding how, int64_t one)
{
    if (how.mode == ROUND_NONE) {
        return true;
    }
    if (!scale_up(step, one) || step->num == INT64_MIN) {
        return false;
    }
    int64_t size = step->num < 0 ? -step->num : step->num;
    int64_t whole = size / step->den;
    int64_t rest = size % step->den;

    whole += rounds_away(whole, rest, step->den, how.mode);
    step->num = step->num < 0 ? -whole : whole;
    step->den = one;
    return true;
}

static int64_t power_of_ten(int places)
{
    int64_t one = 1;

    for (int i = 0; i < places; i++) {
        one *= 10;
    }
    return one;
}

// ---- marks

// Marks up to here can be added up as they are; codes and blanks are far below.
static const point_t edge = INT64_C(1) << 57;

// The marks of the seats that have sent, one after the other.
static uint32_t gather(const struct way *way, const point_t *marks, point_t *values)
{
    uint32_t count = 0;

    for (uint32_t in = way->in, seat = 0; in != 0; in >>= 1, seat++) {
        if ((in & 1) != 0) {
            values[count++] = marks[seat];
        }
    }
    return count;
}

// Takes so many of the highest or lowest out, each once.
static point_t drop(point_t *values, uint32_t *count, uint32_t drops, bool highest)
{
    point_t dropped = 0;

    for (; drops > 0; drops--) {
        uint32_t at = 0;
        for (uint32_t i = 1; i < *count; i++) {
            if (highest ? values[i] > values[at] : values[i] < values[at]) {
                at = i;
            }
        }
        dropped += values[at];
        values[at] = values[--*count];
    }
    return dropped;
}

// What is dropped of an aspect's marks, added up.
static point_t drops(const struct way *way, const point_t *marks)
{
    point_t values[RULES_SEATS_MAX];
    uint32_t count = gather(way, marks, values);
    point_t dropped = drop(values, &count, way->high, true);

    return dropped + drop(values, &count, way->low, false);
}

// The sum of an aspect's marks without those that are dropped. False: not all are plain marks.
static bool sum_marks(const struct way *way, const point_t *marks, point_t *ret)
{
    point_t values[RULES_SEATS_MAX];
    const point_t *from = way->all ? marks : values;
    uint32_t count = way->all ? way->count : gather(way, marks, values);
    point_t least = INT64_MAX;
    point_t most = INT64_MIN;
    uint64_t sum = 0;

    for (uint32_t i = 0; i < count; i++) {
        point_t value = from[i];
        sum += (uint64_t)value;
        least = value < least ? value : least;
        most = value > most ? value : most;
    }
    if (least < -edge || most > edge) {
        return false;
    }
    *ret = (point_t)sum;
    bool known = way->high <= 1 && way->low <= 1; // the rule
    *ret -= known ? (way->high == 1 ? most : 0) + (way->low == 1 ? least : 0) : drops(way, marks);
    return true;
}

static bool add(struct step *to, const struct step *step)
{
    to->den = step->den;
    return !__builtin_add_overflow(to->num, step->num, &to->num);
}

// Figure and product of one sum of marks, added to what is there.
static bool add_figure(struct way *way, point_t sum)
{
    const struct rules_part *part = way->panel->part;
    struct step step = {sum, way->divisor};

    if (!round_step(&step, part->judges, way->judges) || !add(&way->figure, &step) ||
        !scale_up(&step, way->multiplier.num) ||
        __builtin_mul_overflow(step.den, way->multiplier.den, &step.den)) {
        return false;
    }
    return round_step(&step, part->product, way->products) && add(&way->product, &step);
}

static bool by_aspect(struct way *way)
{
    const struct tally_panel *panel = way->panel;
    const point_t *marks = &panel->slot->cells[panel->slot->marks_at];

    for (uint32_t i = 0; i < panel->part->aspect_count; i++) {
        const struct rules_aspect *aspect = &panel->aspects[i];
        point_t sum = 0;
        if (aspect->aside) {
            continue;
        }
        if (!is_plain(aspect) ||
            !sum_marks(way, marks + (size_t)aspect->cell * panel->part->seat_count, &sum) ||
            !add_figure(way, sum)) {
            return false;
        }
    }
    return true;
}

// One by one, an aspect that the seat has not marked yet adds nothing to its sheet.
static bool by_sheet(struct way *way)
{
    const struct tally_panel *panel = way->panel;
    const point_t *marks = &panel->slot->cells[panel->slot->marks_at];
    point_t sums[RULES_SEATS_MAX] = {0};
    point_t sum = 0;

    for (uint32_t i = 0; i < panel->part->aspect_count; i++) {
        const struct rules_aspect *aspect = &panel->aspects[i];
        const point_t *row = marks + (size_t)aspect->cell * panel->part->seat_count;
        if (aspect->aside) {
            continue;
        }
        if (!is_plain(aspect)) {
            return false;
        }
        for (uint32_t in = way->in, seat = 0; in != 0; in >>= 1, seat++) {
            bool counts = (in & 1) != 0 && !(row[seat] == POINT_BLANK && panel->part->one_by_one);
            if (counts && (row[seat] < POINT_CODE(RULES_STATUSES) ||
                           __builtin_add_overflow(sums[seat], row[seat], &sums[seat]))) {
                return false;
            }
        }
    }
    return sum_marks(way, sums, &sum) && add_figure(way, sum);
}

bool tally_plain(const struct tally_panel *panel, struct ratio multiplier, struct ratio *ret_figure,
                 struct ratio *ret_product)
{
    struct way way = {.panel = panel, .in = row_in(panel->slot), .multiplier = multiplier};
    uint32_t count = row_count_bits(way.in);

    way.judges = power_of_ten(panel->part->judges.places);
    way.products = power_of_ten(panel->part->product.places);
    way.count = count;
    way.all = count == panel->part->seat_count;
    struct ratio figure;

    if (!is_simple(panel) || !row_expects_marks(panel->part, panel->slot)) {
        return false;
    }
    reduce_drops(panel->part, count, &way.high, &way.low);
    if (way.high > DROPS_MAX || way.low > DROPS_MAX || way.high + way.low >= count) {
        return false;
    }
    bool mean = panel->part->reduce == RULES_MEAN;
    way.divisor = POINT_ONE * (mean ? (int64_t)(count - way.high - way.low) : 1);
    if (!(panel->part->combine == RULES_PER_ASPECT ? by_aspect(&way) : by_sheet(&way)) ||
        !ratio_make(way.figure.num, way.figure.den, &figure) ||
        !ratio_make(way.product.num, way.product.den, ret_product)) {
        return false;
    }
    *ret_figure = figure;
    return true;
}
