#include "scoring/tally_adjust.h"

#include "scoring/row.h"

__extension__ typedef __int128 wide_t;

struct trace_line tally_adjust_line(const struct tally_adjust *node, enum trace_kind kind)
{
    return (struct trace_line){.kind = kind,
                               .aspect = RULES_NONE,
                               .part = node->part,
                               .module = node->module,
                               .stage = node->stage,
                               .seat = RULES_NONE,
                               .number = RULES_NONE};
}

static int64_t at_most(wide_t times, uint32_t most)
{
    wide_t limit = most > 0 ? (wide_t)most : INT64_MAX;

    return (int64_t)(times < limit ? times : limit);
}

// How many steps of the clock: begun ones above the limit, or whole ones below it.
static wide_t steps(const struct rules_adjustment *how, const struct row_slot *slot)
{
    point_t time = slot->cells[ROW_TIME];
    bool over = how->by == RULES_BY_OVERTIME;

    if (time == POINT_BLANK || how->each <= 0) {
        return 0;
    }
    wide_t above = (wide_t)time - how->after - (over ? slot->cells[ROW_ADDED] : 0);
    wide_t distance = over ? above : -above;
    if (distance <= 0) {
        return 0;
    }
    return over ? (distance + how->each - 1) / how->each : distance / how->each;
}

static int64_t times_of(const struct tally_adjust *node, uint32_t index)
{
    const struct rules_adjustment *how = &node->rules->adjustments[index];
    wide_t times = 0;

    if (how->by == RULES_BY_RULING) {
        times = contest_times(node->rules, node->row, index);
        return at_most(times, how->most);
    }
    const struct row_slot *slot = row_slot(node->row, how->part);
    if (!node->rules->parts[how->part].technical || !slot->declared) {
        return 0;
    }
    if (how->by == RULES_BY_WARNINGS) {
        times = slot->cells[ROW_WARNINGS];
    } else if (how->by == RULES_BY_OFFENCES) {
        times = slot->cells[ROW_OFFENCES];
    } else {
        times = steps(how, slot);
    }
    return at_most(times, how->most);
}

static bool adjust_once(const struct tally_adjust *node, uint32_t index, struct ratio *value)
{
    const struct rules_adjustment *how = &node->rules->adjustments[index];
    int64_t times = times_of(node, index);
    struct ratio change = ratio_of_point(how->amount);
    struct ratio before = *value;

    if (times == 0) {
        return true;
    }
    if (how->percent &&
        (!ratio_divide(change, 100, &change) || !ratio_multiply(change, before, &change))) {
        return false;
    }
    if (!ratio_multiply(change, (struct ratio){times, 1}, &change) ||
        !ratio_add(before, change, value)) {
        return false;
    }
    struct trace_line line = tally_adjust_line(node, TRACE_ADJUSTED);
    line.number = index;
    line.n = times;
    line.a = before;
    line.value = *value;
    trace_add(node->trace, &line);
    return true;
}

static void limit(const struct tally_adjust *node, struct ratio *value)
{
    const struct rules_limits *limits = node->limits;
    struct ratio before = *value;

    if (limits->has_floor && ratio_compare(*value, limits->floor) < 0) {
        *value = limits->floor;
    }
    if (limits->has_ceiling && ratio_compare(*value, limits->ceiling) > 0) {
        *value = limits->ceiling;
    }
    if (ratio_compare(before, *value) != 0) {
        struct trace_line line = tally_adjust_line(node, TRACE_LIMITED);
        line.a = before;
        line.value = *value;
        trace_add(node->trace, &line);
    }
}

bool tally_adjust(const struct tally_adjust *node, struct ratio *value)
{
    for (uint32_t i = node->first; i < node->first + node->count; i++) {
        if (!adjust_once(node, i, value)) {
            return false;
        }
    }
    if (node->limits->has_floor || node->limits->has_ceiling) {
        limit(node, value);
    }
    return true;
}
