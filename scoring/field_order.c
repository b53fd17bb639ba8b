#include "scoring/field_order.h"

#include "scoring/field_bouts.h"
#include "scoring/rank_countback.h"

static struct stage_result *result_of(const struct field_desk *desk, uint32_t entry)
{
    return &desk->entries[entry].tally->stages[desk->stage - desk->span.stage_first];
}

// ---- sorting

// `who` makes the list the same each time; it never makes an order.
static bool stands_after(const struct field_item *a, const struct field_item *b, bool lower)
{
    if (a->standing != b->standing) {
        return a->standing > b->standing;
    }
    if (a->bout != b->bout) {
        return a->bout > b->bout;
    }
    int order = ratio_better(a->value, b->value, lower);
    return order > 0 || (order == 0 && a->who > b->who);
}

static void sink(struct field_item *items, uint32_t at, uint32_t count, bool lower)
{
    struct field_item held = items[at];

    for (uint32_t below = 2 * at + 1; below < count; below = 2 * at + 1) {
        if (below + 1 < count && stands_after(&items[below + 1], &items[below], lower)) {
            below++;
        }
        if (!stands_after(&items[below], &held, lower)) {
            break;
        }
        items[at] = items[below];
        at = below;
    }
    items[at] = held;
}

static void sort(struct field_item *items, uint32_t count, bool lower)
{
    for (uint32_t i = count / 2; i-- > 0;) {
        sink(items, i, count, lower);
    }
    for (uint32_t left = count; left > 1; left--) {
        struct field_item last = items[0];
        items[0] = items[left - 1];
        items[left - 1] = last;
        sink(items, 0, left - 1, lower);
    }
}

// ---- the totals

// Do the matches alone decide, before any total?
static bool matches_decide(const struct field_desk *desk)
{
    const struct rules_stage *stage = &desk->rules->stages[desk->stage];

    return stage->roll_up == RULES_MATCHES && stage->carry_count == 0 &&
           stage->adjustment_count == 0;
}

static uint32_t fill_items(struct field_desk *desk)
{
    bool matches = matches_decide(desk);
    uint32_t count = 0;

    for (uint32_t i = 0; i < desk->count; i++) {
        uint32_t entry = desk->order[i];
        const struct tally *tally = desk->entries[entry].tally;
        uint32_t bout = desk->method_order[entry] == 0 ? UINT32_MAX : desk->method_order[entry];
        if (rank_is_listed(desk->rules, desk->stage, tally)) {
            desk->items[count++] = (struct field_item){
                .entry = entry,
                .who = desk->entries[entry].who,
                .standing = rank_class_of(desk->rules, desk->stage, tally),
                .bout = matches ? bout : 0,
                .value = result_of(desk, entry)->total,
            };
        }
    }
    return count;
}

// Are two totals equal, or no further apart than the rules let pass? False: overflow.
static bool are_equal(const struct rules_tolerance *tolerance, struct ratio a, struct ratio b,
                      bool *ret)
{
    struct ratio apart;

    *ret = ratio_better(a, b, false) == 0;
    if (*ret || !tolerance->has || !ratio_is_value(a) || !ratio_is_value(b)) {
        return true;
    }
    bool less = ratio_compare(a, b) < 0;
    if (!ratio_subtract(less ? b : a, less ? a : b, &apart)) {
        return false;
    }
    *ret = ratio_compare(apart, tolerance->within) <= 0;
    return true;
}

static bool starts_anew(const struct field_desk *desk, uint32_t first, uint32_t at, bool *ret)
{
    const struct rules_tolerance *tolerance = &desk->rules->skills[desk->skill].tolerance;
    const struct field_item *item = &desk->items[at];
    const struct field_item *before = &desk->items[at - 1];
    bool equal = true;

    if (item->standing != before->standing || item->bout != before->bout) {
        *ret = true;
        return true;
    }
    if (!matches_decide(desk) &&
        !are_equal(tolerance, item->value, desk->items[tolerance->chained ? at - 1 : first].value,
                   &equal)) {
        return false;
    }
    *ret = !equal;
    return true;
}

static bool group_by_total(struct field_desk *desk, uint32_t count)
{
    uint32_t first = 0;

    for (uint32_t i = 0; i < count; i++) {
        struct field_item *item = &desk->items[i];
        item->starts = i == 0;
        if (i > 0 && !starts_anew(desk, first, i, &item->starts)) {
            return false;
        }
        first = item->starts ? i : first;
        if (i > 0 && item->starts && item->standing == item[-1].standing && matches_decide(desk)) {
            item->step = desk->method_step[item->entry];
        }
    }
    return true;
}

// ---- the chain

enum { BY_METHOD = RULES_TIES_MAX }; // rules 10 and 11 of the Skating System

// A step of the chain, and which of its values where it compares several.
struct step {
    uint32_t index, at;
};

static struct ratio value_of(const struct field_desk *desk, struct step step, uint32_t entry)
{
    const struct rules_tie *tie = &desk->rules->skills[desk->skill].ties[step.index];
    const struct tally *tally = desk->entries[entry].tally;
    struct ratio value = RATIO_CODE(RULES_RUNNING);

    if (tie->by == RULES_TIE_COUNTBACK || tie->by == RULES_TIE_LATEST) {
        return rank_countback_value(desk->rules, tie, tally, step.at);
    }
    (void)rank_tie_value(desk->rules, desk->stage, tie, tally, &value);
    return value;
}

static bool fill_values(const struct field_desk *desk, struct step step, struct field_item *items,
                        uint32_t count)
{
    const struct rules_tie *tie = &desk->rules->skills[desk->skill].ties[step.index];

    if (step.index != BY_METHOD && (tie->by == RULES_TIE_HEAD_TO_HEAD || tie->among)) {
        return field_bouts_among(desk, tie, items, count);
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t order = desk->method_order[items[i].entry];
        items[i].value = order == 0 ? RATIO_CODE(RULES_RUNNING) : (struct ratio){order, 1};
        if (step.index != BY_METHOD) {
            items[i].value = value_of(desk, step, items[i].entry);
        }
    }
    return true;
}

// Puts those who are equal so far in order by one step.
static bool split(const struct field_desk *desk, struct step by, struct field_item *items,
                  uint32_t count)
{
    bool method = by.index == BY_METHOD;
    bool lower = method || rank_tie_lower(&desk->rules->skills[desk->skill].ties[by.index]);

    if (!fill_values(desk, by, items, count)) {
        return false;
    }
    items[0].starts = false;
    uint32_t step = items[0].step; // belongs to the place, whoever comes to stand there
    sort(items, count, lower);
    for (uint32_t i = 1; i < count; i++) {
        items[i].starts = ratio_better(items[i - 1].value, items[i].value, lower) != 0;
        items[i].step = method ? 0 : by.index + 1;
        if (items[i].starts && !method &&
            rules_tie_of_matches(desk->rules->skills[desk->skill].ties[by.index].by)) {
            field_bouts_tell(desk, items[i].entry, by.index + 1, items[i].value,
                             items[i - 1].value);
        }
    }
    items[0].starts = true;
    items[0].step = step;
    return true;
}

static bool split_all(struct field_desk *desk, struct step by, uint32_t count)
{
    uint32_t to = 0;

    for (uint32_t from = 0; from < count; from = to) {
        to = from + 1;
        while (to < count && !desk->items[to].starts) {
            to++;
        }
        if (to - from > 1 && !split(desk, by, &desk->items[from], to - from)) {
            return false;
        }
    }
    return true;
}

// Does the step say anything here that has not been said by the matches?
static bool has_say(const struct field_desk *desk, uint32_t index)
{
    const struct rules_tie *tie = &desk->rules->skills[desk->skill].ties[index];
    struct ratio value;

    if (rules_tie_of_matches(tie->by) && tie->index == desk->stage && matches_decide(desk)) {
        return false;
    }
    return rank_tie_value(desk->rules, desk->stage, tie, desk->entries[0].tally, &value);
}

static bool follow_chain(struct field_desk *desk, uint32_t count)
{
    const struct rules_skill *skill = &desk->rules->skills[desk->skill];
    const struct rules_stage *stage = &desk->rules->stages[desk->stage];
    bool method =
        stage->roll_up == RULES_SKATING && stage->carry_count == 0 && stage->adjustment_count == 0;

    if (method && !split_all(desk, (struct step){BY_METHOD, 0}, count)) {
        return false;
    }
    for (uint32_t i = 0; i < skill->tie_count; i++) {
        uint32_t depth = rank_countback_depth(desk->rules, &skill->ties[i]);
        for (uint32_t at = 0; at < depth && has_say(desk, i); at++) {
            if (!split_all(desk, (struct step){i, at}, count)) {
                return false;
            }
        }
    }
    return true;
}

bool field_order_stage(struct field_desk *desk)
{
    uint32_t count = fill_items(desk);
    uint32_t first = 0;

    if (count == 0) {
        return true;
    }
    sort(desk->items, count, rules_stage_lower(desk->rules, desk->stage));
    if (!group_by_total(desk, count) || !follow_chain(desk, count)) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        struct stage_result *result = result_of(desk, desk->items[i].entry);
        first = desk->items[i].starts ? i : first;
        result->order = first + 1;
        result->tie_step = desk->items[first].step;
    }
    return true;
}
