#include "scoring/rules.h"
#include "scoring/rules_check_fit.h"
#include "scoring/rules_check_part.h"
#include "scoring/rules_check_size.h"
#include "scoring/rules_check_total.h"

static enum rules_nonsense found(enum rules_nonsense what, uint32_t index, uint32_t *ret_index)
{
    *ret_index = index;
    return what;
}

// ---- skills

// Does the title take its places without asking for more? Titles of a medal rule take none.
static bool claims_places(const struct rules_title *title)
{
    return title->by == RULES_BY_PLACES && title->from > 0 && !title->besides &&
           title->traits == 0 && title->needs == 0 && title->excludes == 0 && !title->has_total &&
           !title->has_scale && !title->all_passed;
}

static bool titles_overlap(const struct rules_skill *skill)
{
    for (uint32_t i = 0; i < skill->title_count; i++) {
        const struct rules_title *one = &skill->titles[i];
        for (uint32_t j = 0; j < i; j++) {
            const struct rules_title *other = &skill->titles[j];
            bool meet =
                one->groups == 0 || other->groups == 0 || (one->groups & other->groups) != 0;
            if (meet && claims_places(one) && claims_places(other) && one->from <= other->to &&
                other->from <= one->to) {
                return true;
            }
        }
    }
    return false;
}

static bool chain_undecided(const struct rules_skill *skill)
{
    bool decided = skill->tie_count > 0 && skill->ties[skill->tie_count - 1].by == RULES_TIE_RULING;

    return (skill->no_shared_places || skill->convention == RULES_ORDINAL) && !decided;
}

// The part whose time a tie step asks for, although nobody declares it, or RULES_NONE.
static uint32_t timeless_tie(const struct rules *rules, const struct rules_skill *skill)
{
    const unsigned clock = RULES_DECLARES_LOG | RULES_DECLARES_TIME;

    for (uint32_t i = 0; i < skill->tie_count; i++) {
        const struct rules_tie *tie = &skill->ties[i];
        if (tie->by == RULES_TIE_TIME && (rules->parts[tie->index].declares & clock) == 0) {
            return tie->index;
        }
    }
    return RULES_NONE;
}

// The module whose values a tie step compares one by one, although there are too many, or
// RULES_NONE.
static uint32_t long_countback(const struct rules *rules, const struct rules_skill *skill)
{
    for (uint32_t i = 0; i < skill->tie_count; i++) {
        const struct rules_tie *tie = &skill->ties[i];
        if ((tie->by == RULES_TIE_COUNTBACK || tie->by == RULES_TIE_LATEST) &&
            rules->modules[tie->index].part_count > RULES_COUNTBACK_MAX) {
            return tie->index;
        }
    }
    return RULES_NONE;
}

static enum rules_nonsense check_skills(const struct rules *rules, uint32_t *ret_index)
{
    for (uint32_t i = 0; i < rules->skill_count; i++) {
        const struct rules_skill *skill = &rules->skills[i];
        if (titles_overlap(skill)) {
            return found(RULES_TITLES_OVERLAP, i, ret_index);
        }
        if (chain_undecided(skill)) {
            return found(RULES_CHAIN_UNDECIDED, i, ret_index);
        }
        if (skill->scale.has && skill->scale.rounding.mode == ROUND_NONE) {
            return found(RULES_SCALE_UNROUNDED, i, ret_index);
        }
        uint32_t part = timeless_tie(rules, skill);
        if (part != RULES_NONE) {
            return found(RULES_TIME_UNDECLARED, part, ret_index);
        }
        uint32_t module = long_countback(rules, skill);
        if (module != RULES_NONE) {
            return found(RULES_COUNTBACK_LONG, module, ret_index);
        }
    }
    return RULES_SENSE;
}

// ---- stages

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

static bool cuts_forward(const struct rules *rules, uint32_t stage)
{
    const struct rules_stage *of = &rules->stages[stage];

    return of->cut.by != RULES_CUT_NONE &&
           (of->cut.from >= stage || rules->stages[of->cut.from].skill != of->skill);
}

static bool judges_places(const struct rules *rules, const struct rules_part *part)
{
    return part->aspect_count == 1 && rules->aspects[part->aspect_first].input == RULES_PLACE;
}

static bool module_misplaces(const struct rules *rules, const struct rules_module *module,
                             bool skating)
{
    for (uint32_t i = module->part_first; i < module->part_first + module->part_count; i++) {
        const struct rules_part *part = &rules->parts[i];
        bool majority = part->reduce == RULES_MAJORITY;
        if ((majority && !judges_places(rules, part)) || (skating && !majority)) {
            return true;
        }
    }
    return module->roll_up == RULES_SKATING || module->roll_up == RULES_MATCHES;
}

static bool majority_misplaced(const struct rules *rules, const struct rules_stage *stage)
{
    bool skating = stage->roll_up == RULES_SKATING;
    uint32_t parts = 0;

    if (stage->roll_up == RULES_MATCHES) {
        return stage->module_count > 0;
    }
    for (uint32_t i = stage->module_first; i < stage->module_first + stage->module_count; i++) {
        if (module_misplaces(rules, &rules->modules[i], skating)) {
            return true;
        }
        parts += rules->modules[i].part_count;
    }
    return skating && parts == 0;
}

static enum rules_nonsense check_stages(const struct rules *rules, uint32_t *ret_index)
{
    for (uint32_t i = 0; i < rules->stage_count; i++) {
        if (carries_forward(rules, i)) {
            return found(RULES_CARRY_FORWARD, i, ret_index);
        }
        if (cuts_forward(rules, i)) {
            return found(RULES_CUT_FORWARD, i, ret_index);
        }
        if (majority_misplaced(rules, &rules->stages[i])) {
            return found(RULES_MAJORITY_MISPLACED, i, ret_index);
        }
    }
    return RULES_SENSE;
}

// ---- modules

// Do the parts that it looks at belong to earlier modules, from the first of one to the last of
// one?
static bool has_owner(const struct rules *rules, uint32_t module)
{
    const struct rules_module *of = &rules->modules[module];
    bool first = false;
    bool last = false;

    for (uint32_t i = rules->stages[of->stage].module_first; i < module; i++) {
        const struct rules_module *owner = &rules->modules[i];
        first = first || (!owner->again && owner->part_first == of->part_first);
        last = last || (!owner->again &&
                        owner->part_first + owner->part_count == of->part_first + of->part_count);
    }
    return first && last && of->part_count > 0;
}

static bool roll_up_empty(const struct rules *rules, uint32_t module)
{
    const struct rules_module *of = &rules->modules[module];
    uint64_t dropped = (uint64_t)of->drop_best + of->drop_worst;

    return (dropped > 0 && dropped >= of->part_count) || (of->again && !has_owner(rules, module)) ||
           (of->cutoff.after > 0 && of->cutoff.after >= of->part_count);
}

static enum rules_nonsense check_modules(const struct rules *rules, uint32_t *ret_index)
{
    for (uint32_t i = 0; i < rules->module_count; i++) {
        if (roll_up_empty(rules, i)) {
            return found(RULES_ROLL_UP_EMPTY, i, ret_index);
        }
    }
    return RULES_SENSE;
}

// ---- parts

static enum rules_nonsense check_parts(const struct rules *rules, uint32_t *ret_index)
{
    for (uint32_t i = 0; i < rules->part_count; i++) {
        enum rules_nonsense nonsense = rules_check_part(rules, i);
        if (nonsense != RULES_SENSE) {
            return found(nonsense, i, ret_index);
        }
    }
    for (uint32_t i = 0; i < rules->aspect_count; i++) {
        enum rules_nonsense nonsense = rules_check_part_aspect(&rules->aspects[i]);
        if (nonsense != RULES_SENSE) {
            return found(nonsense, i, ret_index);
        }
    }
    return RULES_SENSE;
}

// Adjustments that read a clock which nobody declares, or count by steps of nothing.
static enum rules_nonsense check_adjustments(const struct rules *rules, uint32_t *ret_index)
{
    for (uint32_t i = 0; i < rules->adjustment_count; i++) {
        const struct rules_adjustment *how = &rules->adjustments[i];
        bool clock = how->by == RULES_BY_OVERTIME || how->by == RULES_BY_EARLY;
        unsigned need = RULES_DECLARES_LOG | (clock ? (unsigned)RULES_DECLARES_TIME : 0);
        if (how->by == RULES_BY_RULING) {
            continue;
        }
        if ((rules->parts[how->part].declares & need) == 0) {
            return found(RULES_TIME_UNDECLARED, how->part, ret_index);
        }
        if (clock && how->each <= 0) {
            return found(RULES_DIVISION_BY_ZERO, how->part, ret_index);
        }
    }
    return RULES_SENSE;
}

static enum rules_nonsense check_sizes(const struct rules *rules, uint32_t *ret_index)
{
    uint32_t over = rules_check_size(rules);

    if (over != RULES_NONE) {
        return found(RULES_OVERFLOW_POSSIBLE, over, ret_index);
    }
    over = rules_check_fit_part(rules);
    if (over != RULES_NONE) {
        return found(RULES_OVERFLOW_POSSIBLE, over, ret_index);
    }
    over = rules_check_total(rules);
    if (over != RULES_NONE) {
        return found(RULES_TOTAL_OVERFLOW, over, ret_index);
    }
    for (uint32_t i = 0; i < rules->module_count; i++) {
        if (!rules_check_size_agrees(rules, i)) {
            return found(RULES_MAX_DIFFERS, i, ret_index);
        }
    }
    return RULES_SENSE;
}

enum rules_nonsense rules_check(const struct rules *rules, uint32_t *ret_index)
{
    enum rules_nonsense nonsense = check_skills(rules, ret_index);

    nonsense = nonsense == RULES_SENSE ? check_stages(rules, ret_index) : nonsense;
    nonsense = nonsense == RULES_SENSE ? check_modules(rules, ret_index) : nonsense;
    nonsense = nonsense == RULES_SENSE ? check_parts(rules, ret_index) : nonsense;
    nonsense = nonsense == RULES_SENSE ? check_adjustments(rules, ret_index) : nonsense;
    return nonsense == RULES_SENSE ? check_sizes(rules, ret_index) : nonsense;
}
