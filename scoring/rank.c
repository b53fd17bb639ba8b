#include "scoring/rank.h"

// ---- the tie chain

static bool carries(const struct rules_stage *stage, uint32_t other)
{
    for (uint32_t i = 0; i < stage->carry_count; i++) {
        if (stage->carry[i] == other) {
            return true;
        }
    }
    return false;
}

static uint32_t stage_of(const struct rules *rules, const struct rules_tie *tie)
{
    switch (tie->by) {
    case RULES_TIE_MODULE:
        return rules->modules[tie->index].stage;
    case RULES_TIE_PART:
        return rules->parts[tie->index].stage;
    case RULES_TIE_STAGE_OWN:
        break;
    }
    return tie->index;
}

static bool has_say(const struct rules *rules, uint32_t stage, const struct rules_tie *tie)
{
    uint32_t of = stage_of(rules, tie);

    return of == stage || carries(&rules->stages[stage], of);
}

static struct ratio tie_value(const struct rules_tie *tie, uint32_t stage_first,
                              const struct tally *tally)
{
    switch (tie->by) {
    case RULES_TIE_MODULE:
        return tally->modules[tie->index - tally->module_first];
    case RULES_TIE_PART:
        return tally->parts[tie->index - tally->part_first];
    case RULES_TIE_STAGE_OWN:
        break;
    }
    return tally->stages[tie->index - stage_first].own;
}

// ---- the key

static unsigned char *put(struct ratio value, bool lower_is_better, unsigned char *out)
{
    ratio_key(value, out);
    for (size_t i = 0; i < RATIO_KEY; i++) {
        out[i] = (unsigned char)(lower_is_better ? out[i] : ~out[i]);
    }
    return out + RATIO_KEY;
}

size_t rank_key(const struct rules *rules, uint32_t stage, const struct tally *tally,
                unsigned char out[RULES_KEY_MAX])
{
    const struct rules_skill *skill = &rules->skills[rules->stages[stage].skill];
    const struct stage_result *result = &tally->stages[stage - skill->stage_first];
    unsigned char *at = out;

    if (!result->started) {
        return 0;
    }
    *at++ = result->complete ? 0 : 1;
    at = put(result->total, skill->lower_is_better, at);
    for (uint32_t i = 0; i < skill->tie_count; i++) {
        const struct rules_tie *tie = &skill->ties[i];
        if (has_say(rules, stage, tie)) {
            struct ratio value = tie_value(tie, skill->stage_first, tally);
            at = put(value, tie->lower_is_better, at);
        }
    }
    return (size_t)(at - out);
}

// ---- the order

// What every comparison of one ranking needs.
struct field {
    const struct rules *rules;
    const struct rules_skill *skill;
    uint32_t stage;
};

static const struct stage_result *result_of(const struct field *field, const struct tally *tally)
{
    return &tally->stages[field->stage - field->skill->stage_first];
}

static int better(struct ratio a, struct ratio b, bool lower_is_better)
{
    return lower_is_better ? ratio_compare(a, b) : ratio_compare(b, a);
}

// Below 0: `a` stands before `b`. `ret_step` is what decided: 0 the total, n tie step n, RULES_NONE
// nothing.
static int compare(const struct field *field, const struct tally *a, const struct tally *b,
                   uint32_t *ret_step)
{
    const struct rules_skill *skill = field->skill;
    const struct stage_result *of_a = result_of(field, a);
    const struct stage_result *of_b = result_of(field, b);

    *ret_step = 0;
    if (of_a->complete != of_b->complete) {
        return of_a->complete ? -1 : 1;
    }
    int order = better(of_a->total, of_b->total, skill->lower_is_better);
    for (uint32_t i = 0; order == 0 && i < skill->tie_count; i++) {
        const struct rules_tie *tie = &skill->ties[i];
        if (has_say(field->rules, field->stage, tie)) {
            *ret_step = i + 1;
            order = better(tie_value(tie, skill->stage_first, a),
                           tie_value(tie, skill->stage_first, b), tie->lower_is_better);
        }
    }
    if (order == 0) {
        *ret_step = RULES_NONE;
    }
    return order;
}

// `who` makes the list the same each time; it never makes a place.
static bool stands_after(const struct field *field, const struct rank_line *a,
                         const struct rank_line *b)
{
    uint32_t step = 0;
    int order = compare(field, a->tally, b->tally, &step);

    return order > 0 || (order == 0 && a->who > b->who);
}

// Lets lines[at] sink to where both below it stand before it; the heap's top is the last line.
static void sink(const struct field *field, struct rank_line *lines, size_t at, size_t count)
{
    struct rank_line held = lines[at];

    for (size_t below = 2 * at + 1; below < count; below = 2 * at + 1) {
        if (below + 1 < count && stands_after(field, &lines[below + 1], &lines[below])) {
            below++;
        }
        if (!stands_after(field, &lines[below], &held)) {
            break;
        }
        lines[at] = lines[below];
        at = below;
    }
    lines[at] = held;
}

static void sort(const struct field *field, struct rank_line *lines, size_t count)
{
    for (size_t i = count / 2; i-- > 0;) {
        sink(field, lines, i, count);
    }
    for (size_t left = count; left > 1; left--) {
        struct rank_line last = lines[0];
        lines[0] = lines[left - 1];
        lines[left - 1] = last;
        sink(field, lines, 0, left - 1);
    }
}

// Gives lines[from … to-1], which are equal in everything, their place.
static void share(const struct field *field, struct rank_line *lines, size_t from, size_t to,
                  uint32_t distinct)
{
    bool complete = result_of(field, lines[from].tally)->complete;
    uint32_t place =
        rank_place(field->skill->convention, (uint32_t)from, distinct, (uint32_t)(to - from));

    for (size_t i = from; i < to; i++) {
        lines[i].place = complete ? place : 0;
        lines[i].shared = complete && to - from > 1;
    }
}

void rank_order(const struct rules *rules, uint32_t stage, struct rank_line *lines, size_t count)
{
    struct field field = {rules, &rules->skills[rules->stages[stage].skill], stage};
    uint32_t distinct = 0;
    size_t from = 0;

    sort(&field, lines, count);
    for (size_t i = 0; i < count; i++) {
        lines[i].tie_step = 0;
        if (i > 0 && compare(&field, lines[i - 1].tally, lines[i].tally, &lines[i].tie_step) != 0) {
            share(&field, lines, from, i, distinct++);
            from = i;
        }
    }
    if (count > 0) {
        share(&field, lines, from, count, distinct);
    }
}

// ---- places

uint32_t rank_place(enum rules_convention convention, uint32_t before, uint32_t distinct_before,
                    uint32_t sharing)
{
    switch (convention) {
    case RULES_DENSE:
        return distinct_before + 1;
    case RULES_MODIFIED:
        return before + sharing;
    case RULES_STANDARD:
        break;
    }
    return before + 1;
}

const struct rules_title *rank_title(const struct rules *rules, uint32_t skill, uint32_t place)
{
    const struct rules_skill *of = &rules->skills[skill];

    for (uint32_t i = 0; i < of->title_count; i++) {
        if (place > 0 && place >= of->titles[i].from && place <= of->titles[i].to) {
            return &of->titles[i];
        }
    }
    return NULL;
}

size_t rank_key_len(const struct rules *rules, uint32_t stage)
{
    const struct rules_skill *skill = &rules->skills[rules->stages[stage].skill];
    size_t len = 1 + RATIO_KEY;

    for (uint32_t i = 0; i < skill->tie_count; i++) {
        len += has_say(rules, stage, &skill->ties[i]) ? RATIO_KEY : 0;
    }
    return len;
}
