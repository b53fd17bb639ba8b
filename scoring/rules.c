#include "scoring/rules.h"

// How much of a fault, or how large a target, may be entered.
static const point_t quantity_max = INT64_C(1000000) * POINT_ONE;

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

uint32_t rules_find_trait(const struct rules *rules, const char *id, size_t len)
{
    for (uint32_t i = 0; i < rules->trait_count; i++) {
        if (same(rules->traits[i], id, len)) {
            return i;
        }
    }
    return RULES_NONE;
}

uint32_t rules_find_venue(const struct rules *rules, const char *id, size_t len)
{
    for (uint32_t i = 0; i < rules->venue_count; i++) {
        if (same(rules->venues[i].id, id, len)) {
            return i;
        }
    }
    return RULES_NONE;
}

uint32_t rules_find_adjustment(const struct rules *rules, uint32_t skill, const char *id,
                               size_t len)
{
    uint32_t count = 0;
    uint32_t first = rules_adjustments_of(rules, skill, &count);

    for (uint32_t i = first; i < first + count; i++) {
        if (same(rules->adjustments[i].id, id, len)) {
            return i;
        }
    }
    return RULES_NONE;
}

uint32_t rules_find_group(const struct rules *rules, uint32_t skill, const char *id, size_t len)
{
    const struct rules_skill *of = &rules->skills[skill];

    for (uint32_t i = 0; i < of->group_count; i++) {
        if (same(of->groups[i].id, id, len)) {
            return i;
        }
    }
    return RULES_NONE;
}

uint32_t rules_find_title(const struct rules *rules, uint32_t skill, const char *id, size_t len)
{
    const struct rules_skill *of = &rules->skills[skill];

    for (uint32_t i = 0; i < of->title_count; i++) {
        if (same(of->titles[i].id, id, len)) {
            return i;
        }
    }
    return RULES_NONE;
}

// ---- cells of a sheet

uint32_t rules_cells(const struct rules_aspect *aspect)
{
    if (aspect->input == RULES_DEDUCTION) {
        return aspect->fault_count;
    }
    return aspect->input == RULES_TARGET ? 2 : 1;
}

uint32_t rules_lay_out(struct rules_aspect *aspects, uint32_t count)
{
    uint32_t cell = 0;

    for (uint32_t i = 0; i < count; i++) {
        aspects[i].cell = cell;
        cell += rules_cells(&aspects[i]);
    }
    return cell;
}

static struct rules_shape whole(point_t min, point_t max)
{
    return (struct rules_shape){min * POINT_ONE, max * POINT_ONE, POINT_ONE};
}

struct rules_shape rules_shape_of(const struct rules_aspect *aspect, uint32_t cell)
{
    struct rules_shape own = {aspect->min, aspect->max, aspect->step};

    switch (aspect->input) {
    case RULES_PASS_FAIL:
    case RULES_TICK:
        return whole(0, 1);
    case RULES_JUDGEMENT:
        return whole(0, 3);
    case RULES_NUMBER:
        return whole(0, aspect->target.den == 1 ? aspect->target.num : 0);
    case RULES_CHOICE:
        return whole(1, aspect->band_count);
    case RULES_PLACE:
        return (struct rules_shape){POINT_ONE, aspect->max, POINT_ONE};
    case RULES_DEDUCTION:
        return (struct rules_shape){0, quantity_max, 1};
    case RULES_TARGET:
        return cell == 0 ? own : (struct rules_shape){1, quantity_max, 1};
    case RULES_SCORE:
    case RULES_RANGED:
    case RULES_POWER:
    case RULES_LINEAR:
        break;
    }
    return own;
}

// ---- what follows from the whole book

struct adjustments {
    uint32_t first, end;
};

static void take_in(struct adjustments *all, uint32_t first, uint32_t count)
{
    if (count == 0) {
        return;
    }
    all->first = first < all->first ? first : all->first;
    all->end = first + count > all->end ? first + count : all->end;
}

static void take_in_module(const struct rules *rules, const struct rules_module *module,
                           struct adjustments *all)
{
    take_in(all, module->adjustment_first, module->adjustment_count);
    for (uint32_t i = module->part_first; i < module->part_first + module->part_count; i++) {
        take_in(all, rules->parts[i].adjustment_first, rules->parts[i].adjustment_count);
    }
}

uint32_t rules_adjustments_of(const struct rules *rules, uint32_t skill, uint32_t *ret_count)
{
    const struct rules_skill *of = &rules->skills[skill];
    struct adjustments all = {RULES_NONE, 0};

    for (uint32_t i = of->stage_first; i < of->stage_first + of->stage_count; i++) {
        const struct rules_stage *stage = &rules->stages[i];
        take_in(&all, stage->adjustment_first, stage->adjustment_count);
        for (uint32_t k = stage->module_first; k < stage->module_first + stage->module_count; k++) {
            take_in_module(rules, &rules->modules[k], &all);
        }
    }
    *ret_count = all.end > all.first ? all.end - all.first : 0;
    return *ret_count > 0 ? all.first : 0;
}

// Does a code of the part count by how many are entered?
static bool looks_at_entered(const struct rules_part *part)
{
    bool looks = false;

    for (unsigned i = RULES_DNF; i <= RULES_DSQ; i++) {
        looks = looks || (part->codes[i].has && part->codes[i].entered);
    }
    return looks;
}

static bool part_is_relative(const struct rules_part *part)
{
    return part->normalise.by != RULES_NORMALISE_NONE || part->against != RULES_AGAINST_NONE ||
           part->reduce == RULES_MAJORITY || part->call_back > 0 || looks_at_entered(part);
}

// Looks for a relative (or one by one) part below the stage.
static bool has_part(const struct rules *rules, const struct rules_stage *stage, bool one_by_one)
{
    for (uint32_t i = stage->module_first; i < stage->module_first + stage->module_count; i++) {
        const struct rules_module *module = &rules->modules[i];
        for (uint32_t k = module->part_first; k < module->part_first + module->part_count; k++) {
            const struct rules_part *part = &rules->parts[k];
            if (one_by_one ? part->one_by_one : part_is_relative(part)) {
                return true;
            }
        }
    }
    return false;
}

bool rules_tie_of_matches(enum rules_tie_by by)
{
    return by == RULES_TIE_HEAD_TO_HEAD || by == RULES_TIE_NET || by == RULES_TIE_DIFFERENCE ||
           by == RULES_TIE_SCORED || by == RULES_TIE_WINS || by == RULES_TIE_SONNEBORN;
}

bool rules_is_relative(const struct rules *rules, uint32_t skill)
{
    const struct rules_skill *of = &rules->skills[skill];

    for (uint32_t i = 0; i < of->tie_count; i++) {
        enum rules_tie_by by = of->ties[i].by;
        if (by == RULES_TIE_FIRSTS || rules_tie_of_matches(by) || by == RULES_TIE_COUNTBACK ||
            by == RULES_TIE_LATEST) {
            return true;
        }
    }
    for (uint32_t i = of->stage_first; i < of->stage_first + of->stage_count; i++) {
        const struct rules_stage *stage = &rules->stages[i];
        if (stage->roll_up == RULES_SKATING || stage->roll_up == RULES_MATCHES ||
            has_part(rules, stage, false)) {
            return true;
        }
    }
    return of->tolerance.has;
}

bool rules_skill_commits_together(const struct rules *rules, uint32_t skill)
{
    const struct rules_skill *of = &rules->skills[skill];

    for (uint32_t i = of->stage_first; i < of->stage_first + of->stage_count; i++) {
        if (has_part(rules, &rules->stages[i], true)) {
            return true;
        }
    }
    return rules_is_relative(rules, skill);
}

bool rules_in_groups(const struct rules *rules, uint32_t skill)
{
    return rules->skills[skill].group_count > 0 && !rules->skills[skill].together;
}

bool rules_stage_lower(const struct rules *rules, uint32_t stage)
{
    const struct rules_stage *of = &rules->stages[stage];

    return of->order == RULES_AS_ABOVE ? rules->skills[of->skill].lower_is_better
                                       : of->order == RULES_LOW;
}

bool rules_module_lower(const struct rules *rules, uint32_t module)
{
    const struct rules_module *of = &rules->modules[module];

    return of->order == RULES_AS_ABOVE ? rules_stage_lower(rules, of->stage)
                                       : of->order == RULES_LOW;
}

bool rules_part_lower(const struct rules *rules, uint32_t part)
{
    const struct rules_part *of = &rules->parts[part];

    return of->order == RULES_AS_ABOVE ? rules_module_lower(rules, of->module)
                                       : of->order == RULES_LOW;
}
