#include "scoring/field_against.h"

#include "scoring/reduce.h"
#include "scoring/trace.h"

// One part over the field.
struct contestants {
    const struct rules_part *part;
    bool lower;
    const struct ratio *sorted; // the field's values, upwards
    uint32_t count;
};

// How a value stands among them. `equal` does not count the one who is looked at.
struct standing {
    uint32_t better, equal;
};

static bool value_of(const struct field_desk *desk, uint32_t entry, uint32_t part,
                     struct ratio *ret)
{
    const struct tally *tally = desk->entries[entry].tally;
    uint32_t at = part - desk->span.part_first;

    *ret = tally->parts[at];
    return tally->part_complete[at] && ratio_is_value(*ret);
}

// ---- standing

// How many are below the value, or with `too` not above it.
static uint32_t below(const struct contestants *all, struct ratio value, bool too)
{
    uint32_t from = 0;
    uint32_t to = all->count;

    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        int order = ratio_compare(all->sorted[middle], value);
        if (order < 0 || (order == 0 && too)) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return from;
}

static struct standing stand(const struct contestants *all, struct ratio value, bool member)
{
    uint32_t less = below(all, value, false);
    uint32_t not_more = below(all, value, true);
    uint32_t equal = not_more - less;

    return (struct standing){
        .better = all->lower ? less : all->count - not_more,
        .equal = equal - (member ? 1 : 0),
    };
}

// ---- the methods

static bool by_best(const struct contestants *all, struct ratio own, struct ratio *ret)
{
    struct ratio best = all->sorted[all->lower ? 0 : all->count - 1];
    bool nothing = best.num <= 0; // no share of it can be taken

    if (ratio_better(own, best, all->lower) <= 0 && (all->lower || !nothing)) {
        *ret = all->part->against_max; // also for one outside the field who would be better
        return true;
    }
    if (nothing) {
        *ret = RATIO_ZERO;
        return true;
    }
    return ratio_quotient(all->lower ? best : own, all->lower ? own : best, ret) &&
           ratio_multiply(*ret, all->part->against_max, ret);
}

static bool by_place(const struct standing *standing, struct ratio *ret)
{
    return ratio_make(2 * ((int64_t)standing->better + 1) + standing->equal, 2, ret);
}

// The points of one place; places count from 0 here.
static struct ratio points_at(const struct contestants *all, uint32_t place)
{
    if (all->part->against == RULES_AGAINST_BORDA) {
        return (struct ratio){place < all->count ? (int64_t)all->count - place - 1 : 0, 1};
    }
    return place < all->part->point_count ? all->part->points[place] : RATIO_ZERO;
}

static bool by_points(const struct contestants *all, const struct standing *standing,
                      struct ratio *ret)
{
    *ret = RATIO_ZERO;
    for (uint32_t i = 0; i <= standing->equal; i++) {
        if (!ratio_add(*ret, points_at(all, standing->better + i), ret)) {
            return false;
        }
    }
    return ratio_divide(*ret, (int64_t)standing->equal + 1, ret);
}

static bool against(const struct contestants *all, struct ratio own, bool member,
                    struct trace_line *line)
{
    struct standing standing = stand(all, own, member);

    line->n = (int64_t)standing.better + 1;
    switch (all->part->against) {
    case RULES_AGAINST_BEST:
        line->n = 0;
        line->b = all->sorted[all->lower ? 0 : all->count - 1];
        return by_best(all, own, &line->value);
    case RULES_AGAINST_PLACE:
        return by_place(&standing, &line->value);
    case RULES_AGAINST_POINTS:
    case RULES_AGAINST_BORDA:
        return by_points(all, &standing, &line->value);
    case RULES_AGAINST_NONE:
        break;
    }
    line->value = own;
    return true;
}

// ---- all parts

static bool take_entry(const struct field_desk *desk, const struct contestants *all, uint32_t part,
                       uint32_t entry)
{
    struct trace_line line = {
        .kind = TRACE_AGAINST,
        .aspect = RULES_NONE,
        .part = part,
        .module = all->part->module,
        .stage = desk->stage,
        .seat = RULES_NONE,
        .number = RULES_NONE,
        .b = RATIO_ZERO,
    };

    if (!value_of(desk, entry, part, &line.a)) {
        return true;
    }
    if (!against(all, line.a, desk->position[entry] != 0, &line)) {
        return false;
    }
    desk->entries[entry].tally->parts[part - desk->span.part_first] = line.value;
    trace_add(field_desk_trace(desk, entry), &line);
    return true;
}

static bool take_part(struct field_desk *desk, uint32_t part)
{
    struct contestants all = {
        .part = &desk->rules->parts[part],
        .lower = rules_part_lower(desk->rules, part),
        .sorted = desk->values,
    };

    for (uint32_t i = 0; i < desk->member_count; i++) {
        all.count += value_of(desk, desk->members[i], part, &desk->values[all.count]);
    }
    if (all.count == 0) {
        return true;
    }
    reduce_sort(desk->values, all.count);
    for (uint32_t i = 0; i < desk->count; i++) {
        if (!take_entry(desk, &all, part, desk->order[i])) {
            return false;
        }
    }
    return true;
}

bool field_against_stage(struct field_desk *desk)
{
    uint32_t end = desk->span.part_first + desk->span.part_count;

    for (uint32_t i = desk->span.part_first; i < end; i++) {
        const struct rules_part *part = &desk->rules->parts[i];
        if (part->stage == desk->stage && part->against != RULES_AGAINST_NONE &&
            !take_part(desk, i)) {
            return false;
        }
    }
    return true;
}

// ---- firsts

static void count_first(struct field_desk *desk, uint32_t part, uint32_t module)
{
    bool lower = rules_part_lower(desk->rules, part);
    struct ratio best = RATIO_CODE(RULES_RUNNING);
    struct ratio value;

    for (uint32_t i = 0; i < desk->member_count; i++) {
        if (value_of(desk, desk->members[i], part, &value) &&
            ratio_better(value, best, lower) < 0) {
            best = value;
        }
    }
    for (uint32_t i = 0; i < desk->member_count; i++) {
        uint32_t entry = desk->members[i];
        if (value_of(desk, entry, part, &value) && ratio_compare(value, best) == 0) {
            desk->entries[entry].tally->firsts[module - desk->span.module_first]++;
        }
    }
}

static void count_module(struct field_desk *desk, uint32_t index)
{
    const struct rules_module *module = &desk->rules->modules[index];

    for (uint32_t i = 0; i < desk->count; i++) {
        desk->entries[i].tally->firsts[index - desk->span.module_first] = 0;
    }
    for (uint32_t i = 0; i < module->part_count; i++) {
        count_first(desk, module->part_first + i, index);
    }
}

void field_against_firsts(struct field_desk *desk)
{
    const struct rules_skill *skill = &desk->rules->skills[desk->skill];

    for (uint32_t i = 0; i < skill->tie_count; i++) {
        const struct rules_tie *tie = &skill->ties[i];
        if (tie->by == RULES_TIE_FIRSTS && desk->rules->modules[tie->index].stage == desk->stage) {
            count_module(desk, tie->index);
        }
    }
}
