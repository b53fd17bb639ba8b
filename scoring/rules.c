#include "scoring/rules.h"

__extension__ typedef __int128 wide_t;

// What rules_check takes as the edge: far inside 64 bits, far outside any real mark.
static const int64_t mark_edge = INT64_C(1000000000) * POINT_ONE;
static const int64_t total_edge = INT64_C(1000000000000) * POINT_ONE;

static bool same(const char *id, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (id[i] == 0 || id[i] != text[i]) {
            return false;
        }
    }
    return id[len] == 0;
}

uint32_t rules_find_skill(const struct rules *rules, const char *id, size_t len)
{
    for (uint32_t i = 0; i < rules->skill_count; i++) {
        if (same(rules->skills[i].id, id, len)) {
            return i;
        }
    }
    return RULES_NONE;
}

uint32_t rules_find_stage(const struct rules *rules, uint32_t skill, const char *id, size_t len)
{
    const struct rules_skill *of = &rules->skills[skill];

    for (uint32_t i = of->stage_first; i < of->stage_first + of->stage_count; i++) {
        if (same(rules->stages[i].id, id, len)) {
            return i;
        }
    }
    return RULES_NONE;
}

uint32_t rules_find_part(const struct rules *rules, const char *id, size_t len)
{
    for (uint32_t i = 0; i < rules->part_count; i++) {
        if (same(rules->parts[i].id, id, len)) {
            return i;
        }
    }
    return RULES_NONE;
}

uint32_t rules_find_aspect(const struct rules *rules, uint32_t part, const char *id, size_t len)
{
    const struct rules_part *of = &rules->parts[part];

    for (uint32_t i = of->aspect_first; i < of->aspect_first + of->aspect_count; i++) {
        if (same(rules->aspects[i].id, id, len)) {
            return i;
        }
    }
    return RULES_NONE;
}

uint32_t rules_find_seat(const struct rules *rules, uint32_t part, const char *id, size_t len)
{
    const struct rules_part *of = &rules->parts[part];

    for (uint32_t i = 0; i < of->seat_count; i++) {
        if (same(of->seats[i], id, len)) {
            return i;
        }
    }
    return of->technical && same(of->technical, id, len) ? of->seat_count : RULES_NONE;
}

static bool carries_forward(const struct rules *rules, uint32_t stage)
{
    const struct rules_stage *of = &rules->stages[stage];

    for (uint32_t i = 0; i < of->carry_count; i++) {
        if (of->carry[i] >= stage || rules->stages[of->carry[i]].skill != of->skill) {
            return true;
        }
    }
    return false;
}

static bool titles_overlap(const struct rules_skill *skill)
{
    for (uint32_t i = 0; i < skill->title_count; i++) {
        const struct rules_title *one = &skill->titles[i];
        for (uint32_t j = 0; j < i; j++) {
            const struct rules_title *other = &skill->titles[j];
            if (one->from <= other->to && other->from <= one->to) {
                return true;
            }
        }
    }
    return false;
}

static bool marks_misshapen(const struct rules_aspect *aspect)
{
    if (aspect->step <= 0 || aspect->max < aspect->min) {
        return true;
    }
    uint64_t width = (uint64_t)aspect->max - (uint64_t)aspect->min;
    uint64_t steps = width / (uint64_t)aspect->step;

    return steps * (uint64_t)aspect->step != width || (aspect->scaled && steps >= RULES_SCALE_MAX);
}

static bool scale_undeclared(const struct rules *rules, const struct rules_part *part)
{
    for (uint32_t i = 0; i < part->aspect_count; i++) {
        if (rules->aspects[part->aspect_first + i].scaled &&
            (part->declares & RULES_DECLARES_SCALE) == 0) {
            return true;
        }
    }
    return false;
}

static bool panel_too_small(const struct rules_part *part)
{
    bool never = part->missing == RULES_GIVEN && part->judges_least > part->seat_count;

    return part->aspect_count > 0 &&
           (never || (uint64_t)part->drop_high + part->drop_low >= part->seat_count);
}

static enum rules_nonsense check_part(const struct rules *rules, const struct rules_part *part)
{
    if (part->aspect_count == 0 && (part->declares & ~(unsigned)RULES_DECLARES_NO_MARKS) == 0) {
        return RULES_PART_EMPTY;
    }
    if (!part->technical && (part->declares != 0 || part->only_declared)) {
        return RULES_TECHNICAL_MISSING;
    }
    if (panel_too_small(part)) {
        return RULES_PANEL_TOO_SMALL;
    }
    return scale_undeclared(rules, part) ? RULES_SCALE_UNDECLARED : RULES_SENSE;
}

// |bound| x |by|, rounded up; both stay below 2^64, so the product fits. Never less than it was.
static wide_t times(wide_t bound, struct ratio by)
{
    wide_t size = by.num < 0 ? -(wide_t)by.num : by.num;

    return size <= by.den ? bound : bound * size / by.den + 1;
}

// What the part can add to a total at most, in millionths; a negative answer says "too much".
// Declared values are not known yet: the tally watches over those.
static wide_t largest(const struct rules *rules, const struct rules_part *part)
{
    wide_t sum = 0;

    for (uint32_t i = 0; i < part->aspect_count; i++) {
        const struct rules_aspect *aspect = &rules->aspects[part->aspect_first + i];
        if (aspect->max > mark_edge || aspect->min < -mark_edge) {
            return -1;
        }
        sum += aspect->max > -aspect->min ? aspect->max : -aspect->min;
    }
    sum = part->reduce == RULES_SUM ? sum * part->seat_count : sum;
    if (sum > total_edge) {
        return -1;
    }
    sum = times(sum, part->factor);
    return sum > total_edge ? -1 : times(sum, rules->modules[part->module].weight);
}

// Sums up the largest figures skill by skill, and names the part that goes over the edge.
static uint32_t find_overflow(const struct rules *rules)
{
    wide_t total = 0;

    for (uint32_t i = 0; i < rules->part_count; i++) {
        wide_t more = largest(rules, &rules->parts[i]);
        bool fresh = i == 0 || rules->parts[i].skill != rules->parts[i - 1].skill;
        total = fresh ? more : total + more;
        if (more < 0 || total > total_edge) {
            return i;
        }
    }
    return RULES_NONE;
}

static enum rules_nonsense found(enum rules_nonsense what, uint32_t index, uint32_t *ret_index)
{
    *ret_index = index;
    return what;
}

static enum rules_nonsense check_parts(const struct rules *rules, uint32_t *ret_index)
{
    for (uint32_t i = 0; i < rules->part_count; i++) {
        enum rules_nonsense nonsense = check_part(rules, &rules->parts[i]);
        if (nonsense != RULES_SENSE) {
            return found(nonsense, i, ret_index);
        }
    }
    for (uint32_t i = 0; i < rules->aspect_count; i++) {
        if (marks_misshapen(&rules->aspects[i])) {
            return found(RULES_MARKS_MISSHAPEN, i, ret_index);
        }
    }
    uint32_t over = find_overflow(rules);
    return over != RULES_NONE ? found(RULES_OVERFLOW_POSSIBLE, over, ret_index) : RULES_SENSE;
}

enum rules_nonsense rules_check(const struct rules *rules, uint32_t *ret_index)
{
    for (uint32_t i = 0; i < rules->skill_count; i++) {
        if (titles_overlap(&rules->skills[i])) {
            return found(RULES_TITLES_OVERLAP, i, ret_index);
        }
    }
    for (uint32_t i = 0; i < rules->stage_count; i++) {
        if (carries_forward(rules, i)) {
            return found(RULES_CARRY_FORWARD, i, ret_index);
        }
    }
    return check_parts(rules, ret_index);
}
