#include "live/panel_figures.h"

#include "scoring/rules_check_size.h"
#include "scoring/tally.h"

enum { OUTLIER_DIVISOR = 10, OUTLIER_FIGURES = 3 };

static size_t read_figures(const struct record *record, const struct record_competitor *competitor,
                           uint32_t part, struct panel_spread *ret)
{
    const struct rules_part *of = &record->rules->parts[part];
    size_t count = 0;

    *ret = (struct panel_spread){.there = false};
    for (uint32_t seat = 0; seat < of->seat_count; seat++) {
        struct panel_figure *figure = &ret->seats[seat];
        figure->there =
            tally_seat_figure(record->rules, competitor->row, part, seat, &figure->figure) &&
            ratio_is_value(figure->figure);
        count += figure->there;
    }
    return count;
}

static bool add_up(const struct panel_spread *spread, uint32_t seats, struct ratio *ret_sum,
                   struct ratio *ret_spread)
{
    struct ratio least = RATIO_ZERO;
    struct ratio most = RATIO_ZERO;
    bool first = true;

    *ret_sum = RATIO_ZERO;
    for (uint32_t seat = 0; seat < seats; seat++) {
        const struct panel_figure *figure = &spread->seats[seat];
        if (!figure->there) {
            continue;
        }
        least = first || ratio_compare(figure->figure, least) < 0 ? figure->figure : least;
        most = first || ratio_compare(figure->figure, most) > 0 ? figure->figure : most;
        first = false;
        if (!ratio_add(*ret_sum, figure->figure, ret_sum)) {
            return false;
        }
    }
    return ratio_subtract(most, least, ret_spread);
}

// figure - (sum - figure) / (count - 1)
static bool compare(struct panel_figure *figure, struct ratio sum, size_t count)
{
    struct ratio others;

    figure->compared = true;
    return ratio_subtract(sum, figure->figure, &others) &&
           ratio_divide(others, (int64_t)count - 1, &others) &&
           ratio_subtract(figure->figure, others, &figure->from_others);
}

static struct ratio size_of(struct ratio value)
{
    return value.num < 0 ? (struct ratio){-value.num, value.den} : value;
}

// What one sheet can be worth.
static bool full_of(const struct rules *rules, uint32_t part, struct ratio *ret)
{
    const struct rules_part *of = &rules->parts[part];

    *ret = RATIO_ZERO;
    for (uint32_t i = 0; i < of->aspect_count; i++) {
        struct ratio full;
        if (!rules_check_size_full(&rules->aspects[of->aspect_first + i], &full) ||
            !ratio_add(*ret, full, ret)) {
            return false;
        }
    }
    return ret->num > 0;
}

static bool is_outlier(const struct record *record, uint32_t part, struct ratio from_others)
{
    struct ratio full;
    struct ratio limit;

    return full_of(record->rules, part, &full) && ratio_divide(full, OUTLIER_DIVISOR, &limit) &&
           ratio_compare(size_of(from_others), limit) > 0;
}

bool panel_figures_of(const struct record *record, const struct record_competitor *competitor,
                      uint32_t part, struct panel_spread *ret)
{
    uint32_t seats = record->rules->parts[part].seat_count;
    size_t count = read_figures(record, competitor, part, ret);
    struct ratio sum;

    if (count < 2) {
        return true;
    }
    if (!add_up(ret, seats, &sum, &ret->spread) || !ratio_divide(sum, (int64_t)count, &ret->mean)) {
        return false;
    }
    ret->there = true;
    for (uint32_t seat = 0; seat < seats; seat++) {
        struct panel_figure *figure = &ret->seats[seat];
        if (figure->there && !compare(figure, sum, count)) {
            return false;
        }
        figure->outlier = figure->there && count >= OUTLIER_FIGURES &&
                          is_outlier(record, part, figure->from_others);
    }
    return true;
}

bool panel_figures_add(const struct panel_spread *spread, uint32_t seats,
                       struct panel_leniency *sums)
{
    for (uint32_t seat = 0; seat < seats; seat++) {
        const struct panel_figure *figure = &spread->seats[seat];
        struct panel_leniency *sum = &sums[seat];
        if (!figure->compared) {
            continue;
        }
        if (!ratio_add(sum->mean, figure->figure, &sum->mean) ||
            !ratio_add(sum->from_others, figure->from_others, &sum->from_others)) {
            return false;
        }
        sum->count++;
        sum->outliers += figure->outlier;
    }
    return true;
}

bool panel_figures_end(struct panel_leniency *sum)
{
    return sum->count == 0 ||
           (ratio_divide(sum->mean, (int64_t)sum->count, &sum->mean) &&
            ratio_divide(sum->from_others, (int64_t)sum->count, &sum->from_others));
}
