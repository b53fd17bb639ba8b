// A row is added up from the leaves: marks to a part's value, parts to modules, modules to a
// stage's own figure, own figures to totals. Marks are summed as integers, so that a judge's mark
// never costs a fraction.
#include "scoring/tally.h"

#include "scoring/row.h"
#include "scoring/span.h"

#include <string.h>

__extension__ typedef __int128 wide_t;

// One part of one row, while its figure is worked out.
struct piece {
    const struct rules_part *part;
    const struct rules_aspect *aspects; // the part's own
    const struct row_slot *slot;
    struct ratio multiplier;         // factor x declared difficulty x declared factor
    point_t values[RULES_SEATS_MAX]; // one for each seat that has sent, used up by reduce
};

// ---- the judges' figure

// Takes the highest (or lowest) value out; its place is filled by the last one.
static void drop_one(point_t *values, uint32_t *count, bool highest)
{
    uint32_t at = 0;

    for (uint32_t i = 1; i < *count; i++) {
        if (highest ? values[i] > values[at] : values[i] < values[at]) {
            at = i;
        }
    }
    values[at] = values[--*count];
}

// Drops, then mean or sum, then the rounding of the judges' figure. `values` is used up.
static bool reduce(const struct rules_part *part, point_t *values, uint32_t count,
                   struct ratio *ret)
{
    if (count <= part->drop_high + part->drop_low) {
        return false; // rules_check does not let such rules through
    }
    for (uint32_t i = 0; i < part->drop_high; i++) {
        drop_one(values, &count, true);
    }
    for (uint32_t i = 0; i < part->drop_low; i++) {
        drop_one(values, &count, false);
    }
    wide_t sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        sum += values[i];
    }
    int64_t den = POINT_ONE * (part->reduce == RULES_MEAN ? (int64_t)count : 1);

    return sum <= INT64_MAX && sum >= INT64_MIN && ratio_make((int64_t)sum, den, ret) &&
           ratio_round(*ret, part->judges, ret);
}

static bool look_up(const struct row_slot *slot, point_t grade, point_t *ret)
{
    const point_t *step = &slot->cells[ROW_DECLARED_CELLS];

    for (uint32_t i = 0; i < slot->steps; i++, step += 2) {
        if (step[0] == grade) {
            *ret = step[1];
            return true;
        }
    }
    return false;
}

// The values of one aspect from the seats that have sent, in the order of the seats.
static bool collect(struct piece *piece, uint32_t aspect, uint32_t *ret)
{
    const point_t *marks =
        &piece->slot->cells[piece->slot->marks_at + (size_t)aspect * piece->part->seat_count];
    uint32_t count = 0;

    for (uint32_t in = piece->slot->in, seat = 0; in != 0; in >>= 1, seat++) {
        if ((in & 1) == 0) {
            continue;
        }
        piece->values[count] = marks[seat];
        if (piece->aspects[aspect].scaled &&
            !look_up(piece->slot, marks[seat], &piece->values[count])) {
            return false;
        }
        count++;
    }
    *ret = count;
    return true;
}

static bool multiply(const struct piece *piece, struct ratio figure, struct ratio *ret)
{
    return ratio_multiply(figure, piece->multiplier, ret) &&
           ratio_round(*ret, piece->part->product, ret);
}

static bool by_aspect(struct piece *piece, struct ratio *ret)
{
    *ret = RATIO_ZERO;
    for (uint32_t i = 0; i < piece->part->aspect_count; i++) {
        uint32_t count = 0;
        struct ratio figure;
        if (!collect(piece, i, &count) || !reduce(piece->part, piece->values, count, &figure) ||
            !multiply(piece, figure, &figure) || !ratio_add(*ret, figure, ret)) {
            return false;
        }
    }
    return true;
}

static bool by_sheet(struct piece *piece, struct ratio *ret)
{
    point_t sums[RULES_SEATS_MAX] = {0};
    uint32_t count = 0;

    for (uint32_t i = 0; i < piece->part->aspect_count; i++) {
        if (!collect(piece, i, &count)) {
            return false;
        }
        for (uint32_t k = 0; k < count; k++) {
            if (__builtin_add_overflow(sums[k], piece->values[k], &sums[k])) {
                return false;
            }
        }
    }
    return reduce(piece->part, sums, count, ret) && multiply(piece, *ret, ret);
}

// ---- a part

static uint32_t count_bits(uint32_t bits)
{
    uint32_t count = 0;

    for (; bits != 0; bits &= bits - 1) {
        count++;
    }
    return count;
}

static bool find_multiplier(const struct rules_part *part, const struct row_slot *slot,
                            struct ratio *ret)
{
    const unsigned declared = RULES_DECLARES_DIFFICULTY | RULES_DECLARES_FACTOR;

    *ret = part->factor;
    if ((part->declares & declared) == 0) {
        return true;
    }
    return ratio_multiply(*ret, ratio_of_point(slot->cells[ROW_DIFFICULTY]), ret) &&
           ratio_multiply(*ret, ratio_of_point(slot->cells[ROW_FACTOR]), ret);
}

static bool judges_product(const struct rules *rules, const struct rules_part *part,
                           const struct row_slot *slot, struct ratio *ret)
{
    *ret = RATIO_ZERO;
    if (!row_expects_marks(part, slot)) {
        return true;
    }
    struct piece piece = {part, &rules->aspects[part->aspect_first], slot, RATIO_ONE, {0}};

    return find_multiplier(part, slot, &piece.multiplier) &&
           (part->combine == RULES_PER_ASPECT ? by_aspect(&piece, ret) : by_sheet(&piece, ret));
}

static bool part_value(const struct rules *rules, const struct rules_part *part,
                       const struct row_slot *slot, struct ratio *ret)
{
    if (!judges_product(rules, part, slot, ret)) {
        return false;
    }
    if (part->technical && slot->cells[ROW_BASE] != 0 &&
        !ratio_add(*ret, ratio_of_point(slot->cells[ROW_BASE]), ret)) {
        return false;
    }
    if (part->technical && slot->cells[ROW_DEDUCTION] != 0 &&
        !ratio_subtract(*ret, ratio_of_point(slot->cells[ROW_DEDUCTION]), ret)) {
        return false;
    }
    return ratio_round(*ret, part->rounding, ret);
}

static bool enough_marks(const struct rules_part *part, const struct row_slot *slot)
{
    uint32_t in = count_bits(slot->in);

    if (!row_expects_marks(part, slot)) {
        return true;
    }
    if (part->missing == RULES_BLOCK) {
        return in == part->seat_count;
    }
    return in >= part->judges_least && in > part->drop_high + part->drop_low;
}

// Counts the part's sheets into the stage. `started` asks for any sheet at all, counted or not.
static void count_sheets(const struct rules_part *part, const struct row_slot *slot,
                         struct stage_result *result)
{
    result->started = result->started || slot->in != 0 || slot->declared;
    if (row_expects_marks(part, slot)) {
        result->expected += part->seat_count;
        result->done += count_bits(slot->in);
    }
    if (row_counts(part, slot) && (slot->declared || row_asks_declaration(part))) {
        result->expected++;
        result->done += slot->declared;
    }
}

// ---- from parts up

static bool take_part(const struct rules *rules, const struct row *row, uint32_t index,
                      struct tally *tally, struct stage_result *result)
{
    const struct rules_part *part = &rules->parts[index];
    const struct row_slot *slot = row_slot(row, index);
    uint32_t at = index - tally->part_first;
    bool complete = row_counts(part, slot) && enough_marks(part, slot) &&
                    (slot->declared || !row_asks_declaration(part));

    count_sheets(part, slot, result);
    result->complete = result->complete && (complete || !row_counts(part, slot));
    tally->part_complete[at] = complete;
    tally->parts[at] = RATIO_ZERO;
    return !complete || part_value(rules, part, slot, &tally->parts[at]);
}

static bool take_module(const struct rules *rules, const struct row *row, uint32_t index,
                        struct tally *tally, struct stage_result *result)
{
    const struct rules_module *module = &rules->modules[index];
    struct ratio sum = RATIO_ZERO;

    for (uint32_t i = module->part_first; i < module->part_first + module->part_count; i++) {
        if (!take_part(rules, row, i, tally, result) ||
            !ratio_add(sum, tally->parts[i - tally->part_first], &sum)) {
            return false;
        }
    }
    return ratio_round(sum, module->sum, &sum) && ratio_multiply(sum, module->weight, &sum) &&
           ratio_round(sum, module->rounding, &tally->modules[index - tally->module_first]);
}

static bool take_stage(const struct rules *rules, const struct row *row,
                       const struct rules_stage *stage, struct tally *tally,
                       struct stage_result *result)
{
    *result = (struct stage_result){RATIO_ZERO, RATIO_ZERO, true, false, 0, 0};
    for (uint32_t i = stage->module_first; i < stage->module_first + stage->module_count; i++) {
        if (!take_module(rules, row, i, tally, result) ||
            !ratio_add(result->own, tally->modules[i - tally->module_first], &result->own)) {
            return false;
        }
    }
    result->complete = result->complete && result->expected > 0; // nothing awaited is not done yet
    return ratio_round(result->own, stage->own, &result->own);
}

// Called from the last stage to the first: `complete` of the stages before is still their own only.
static bool carry_over(const struct rules_stage *stage, uint32_t stage_first, struct tally *tally,
                       struct stage_result *result)
{
    result->total = result->own;
    for (uint32_t i = 0; i < stage->carry_count; i++) {
        const struct stage_result *earlier = &tally->stages[stage->carry[i] - stage_first];
        result->complete = result->complete && earlier->complete;
        if (!ratio_add(result->total, earlier->own, &result->total)) {
            return false;
        }
    }
    return ratio_round(result->total, stage->total, &result->total);
}

enum verdict tally_row(const struct rules *rules, uint32_t skill, const struct row *row,
                       struct tally *tally)
{
    uint32_t first = rules->skills[skill].stage_first;

    for (uint32_t i = 0; i < tally->stage_count; i++) {
        if (!take_stage(rules, row, &rules->stages[first + i], tally, &tally->stages[i])) {
            return V_TOTAL_OVERFLOW;
        }
    }
    for (uint32_t i = tally->stage_count; i-- > 0;) {
        if (!carry_over(&rules->stages[first + i], first, tally, &tally->stages[i])) {
            return V_TOTAL_OVERFLOW;
        }
    }
    return V_OK;
}

// ---- memory

size_t tally_bytes(const struct rules *rules, uint32_t skill)
{
    struct span span = span_of(rules, skill);
    size_t ratios = (size_t)span.module_count + span.part_count;

    return span.stage_count * sizeof(struct stage_result) + ratios * sizeof(struct ratio) +
           ((size_t)span.part_count + 15) / 16 * 16;
}

void tally_init(const struct rules *rules, uint32_t skill, void *memory, struct tally *ret)
{
    struct span span = span_of(rules, skill);

    memset(memory, 0, tally_bytes(rules, skill));
    ret->stages = memory;
    ret->modules = (void *)(ret->stages + span.stage_count);
    ret->parts = ret->modules + span.module_count;
    ret->part_complete = (void *)(ret->parts + span.part_count);
    ret->stage_count = span.stage_count;
    ret->module_count = span.module_count;
    ret->part_count = span.part_count;
    ret->module_first = span.module_first;
    ret->part_first = span.part_first;
}
