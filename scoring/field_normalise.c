#include "scoring/field_normalise.h"

#include "scoring/reduce.h"

#include <string.h>

// The figures that the seat has given to the field, into desk->values.
static uint32_t collect(const struct field_desk *desk, uint32_t part, uint32_t seat)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < desk->member_count; i++) {
        const struct row *row = desk->entries[desk->members[i]].row;
        if (tally_seat_figure(desk->rules, row, part, seat, &desk->values[count])) {
            count++;
        }
    }
    return count;
}

static bool add_up(const struct ratio *figures, uint32_t count, struct ratio *ret)
{
    *ret = RATIO_ZERO;
    for (uint32_t i = 0; i < count; i++) {
        if (!ratio_add(*ret, figures[i], ret)) {
            return false;
        }
    }
    return true;
}

// `figures` has room for the figures if they are kept. Moves on by as many as it took.
static bool take_judge(const struct rules_normalise *how, const struct ratio *values,
                       uint32_t count, struct ratio **figures, struct tally_judge *ret)
{
    *ret = (struct tally_judge){RATIO_ZERO, RATIO_ZERO, RATIO_ZERO, count, NULL};
    if (count == 0) {
        return true;
    }
    switch (how->by) {
    case RULES_Z:
        return reduce_mean(values, count, &ret->mean) &&
               reduce_variance(values, count, how->sample, &ret->variance);
    case RULES_PERCENT:
        return add_up(values, count, &ret->sum);
    case RULES_RANKS:
        memcpy(*figures, values, count * sizeof *values);
        reduce_sort(*figures, count);
        ret->figures = *figures;
        *figures += count;
        break;
    case RULES_NORMALISE_NONE:
        break;
    }
    return true;
}

static bool take_part(struct field_desk *desk, uint32_t index, struct ratio **figures)
{
    const struct rules_part *part = &desk->rules->parts[index];
    struct tally_judge *judges =
        &desk->judges[(size_t)(index - desk->span.part_first) * RULES_SEATS_MAX];

    for (uint32_t seat = 0; seat < part->seat_count; seat++) {
        uint32_t count = collect(desk, index, seat);
        if (!take_judge(&part->normalise, desk->values, count, figures, &judges[seat])) {
            return false;
        }
    }
    return true;
}

bool field_normalise_judges(struct field_desk *desk)
{
    struct ratio *figures = desk->figures;
    uint32_t end = desk->span.part_first + desk->span.part_count;

    for (uint32_t i = desk->span.part_first; desk->judges && i < end; i++) {
        const struct rules_part *part = &desk->rules->parts[i];
        if (part->stage == desk->stage && part->normalise.by != RULES_NORMALISE_NONE &&
            !take_part(desk, i, &figures)) {
            return false;
        }
    }
    return true;
}
