#include "wire/definition_rank.h"

#include "base/must.h"
#include "wire/definition_book.h"
#include "wire/definition_list.h"
#include "wire/definition_value.h"

// ---- tie-break chain

static const char *const steps[] = {
    "module",       "part",   "stage",      "time",   "untrimmed", "firsts",
    "head_to_head", "net",    "difference", "scored", "wins",      "sonneborn",
    "countback",    "latest", "aspect",     "ruling", NULL};

static const enum rules_tie_by step_by[] = {
    RULES_TIE_MODULE,     RULES_TIE_PART,   RULES_TIE_STAGE_OWN,    RULES_TIE_TIME,
    RULES_TIE_UNTRIMMED,  RULES_TIE_FIRSTS, RULES_TIE_HEAD_TO_HEAD, RULES_TIE_NET,
    RULES_TIE_DIFFERENCE, RULES_TIE_SCORED, RULES_TIE_WINS,         RULES_TIE_SONNEBORN,
    RULES_TIE_COUNTBACK,  RULES_TIE_LATEST, RULES_TIE_ASPECT,       RULES_TIE_RULING};

enum { STEPS = sizeof step_by / sizeof step_by[0], STEP_MODULE = 0, STEP_STAGE = 2 };

// The one step that the object names; STEPS when it is none or several. Beside a module (also that
// of "firsts" …) a stage only says where it belongs, beside an aspect a module too.
static size_t find_step(json_t *value)
{
    size_t found = STEPS;
    size_t count = 0;
    bool module = json_object_get(value, "module") || json_object_get(value, "firsts") ||
                  json_object_get(value, "countback") || json_object_get(value, "latest");
    for (size_t i = 0; i < STEPS; i++) {
        bool beside =
            (i == STEP_STAGE && module) || (i == STEP_MODULE && json_object_get(value, "aspect"));
        if (json_object_get(value, steps[i]) && !beside) {
            found = i;
            count++;
        }
    }
    return count == 1 ? found : STEPS;
}

static uint32_t find_node(struct definition_book *book, json_t *value, enum rules_tie_by by,
                          const char *step)
{
    struct reader *reader = &book->reader;
    uint32_t stage = RULES_NONE;
    switch (by) {
    case RULES_TIE_MODULE:
    case RULES_TIE_FIRSTS:
    case RULES_TIE_COUNTBACK:
    case RULES_TIE_LATEST:
        stage = definition_book_stage(book, value, "stage");
        return definition_book_module(book, value, step, stage);
    case RULES_TIE_ASPECT:
        definition_value_needs(reader, value, "module");
        stage = definition_book_stage(book, value, "stage");
        return definition_book_module(book, value, "module", stage);
    case RULES_TIE_PART:
    case RULES_TIE_TIME:
    case RULES_TIE_UNTRIMMED:
        return definition_book_part(book, value, step);
    case RULES_TIE_STAGE_OWN:
    case RULES_TIE_HEAD_TO_HEAD:
    case RULES_TIE_NET:
    case RULES_TIE_DIFFERENCE:
    case RULES_TIE_SCORED:
    case RULES_TIE_WINS:
    case RULES_TIE_SONNEBORN:
        return definition_book_stage(book, value, step);
    case RULES_TIE_RULING:
        if (!reader_flag(reader, value, step, true)) {
            reader_nonsense(reader, step, "@true");
        }
        return 0;
    }
    return RULES_NONE;
}

static bool has_aspect(const struct definition_book *book, const struct rules_tie *tie)
{
    const struct rules_module *module = &book->modules[tie->index];
    for (uint32_t i = module->part_first; i < module->part_first + module->part_count; i++) {
        const struct rules_part *part = &book->parts[i];
        for (uint32_t k = 0; k < part->aspect_count; k++) {
            if (strcmp(book->aspects[part->aspect_first + k].id, tie->aspect) == 0) {
                return true;
            }
        }
    }
    return false;
}

static void check_node(struct definition_book *book, const struct rules_tie *tie, const char *step)
{
    struct reader *reader = &book->reader;
    if (tie->index == RULES_NONE) {
        return; // said before
    }
    if (tie->by == RULES_TIE_TIME &&
        (book->parts[tie->index].declares & (RULES_DECLARES_LOG | RULES_DECLARES_TIME)) == 0) {
        reader_nonsense(reader, step, "@log-or-time");
    }
    if (tie->by == RULES_TIE_ASPECT && !has_aspect(book, tie)) {
        reader_nonsense(reader, step, "@aspect-unknown %s", tie->aspect);
    }
    if (rules_tie_of_matches(tie->by) && book->stages[tie->index].roll_up != RULES_MATCHES) {
        reader_nonsense(reader, step, "@matches-needed");
    }
}

// Whose matches are compared: all, or those among the tied.
static void read_among(struct reader *reader, json_t *value, struct rules_tie *tie,
                       const char *step)
{
    static const char *const among[] = {"among", NULL};
    bool has_choice = tie->by == RULES_TIE_NET || tie->by == RULES_TIE_DIFFERENCE ||
                      tie->by == RULES_TIE_SCORED || tie->by == RULES_TIE_WINS;
    if (!has_choice) {
        definition_value_refuse(reader, value, among, step);
    }
    tie->among = definition_value_word(reader, value, "among", FORM_AMONG, 0) == 1;
}

// Without a word: less is better for a time, and values one by one are compared as their module
// compares them.
static bool is_low(const struct definition_book *book, const struct rules_tie *tie)
{
    bool one_by_one = tie->by == RULES_TIE_COUNTBACK || tie->by == RULES_TIE_LATEST;
    struct rules rules = {.skills = book->skills, .stages = book->stages, .modules = book->modules};
    return tie->by == RULES_TIE_TIME || tie->by == RULES_TIE_RULING ||
           (one_by_one && tie->index != RULES_NONE && rules_module_lower(&rules, tie->index));
}

static void read_tie(struct definition_book *book, json_t *value, struct rules_tie *tie)
{
    static const char *const idle[] = {"order", "always", NULL};
    struct reader *reader = &book->reader;
    if (!reader_object(reader, value, definition_form_fields(FORM_TIE))) {
        return;
    }
    size_t step = find_step(value);
    if (step == STEPS) {
        reader_fault(reader, reader->nonsense, "@tie-form");
        return;
    }
    tie->by = step_by[step];
    tie->index = find_node(book, value, tie->by, steps[step]);
    tie->aspect = tie->by == RULES_TIE_ASPECT ? definition_book_id_at(book, value, "aspect") : NULL;
    check_node(book, tie, steps[step]);
    read_among(reader, value, tie, steps[step]);
    if (tie->by == RULES_TIE_RULING) {
        definition_value_refuse(reader, value, idle, "ruling");
    }
    tie->always = reader_flag(reader, value, "always", false);
    bool low = is_low(book, tie);
    tie->lower_is_better = definition_value_word(reader, value, "order", FORM_ORDER, low) == 1;
}

void definition_rank_ties(struct definition_book *book, json_t *value, struct rules_skill *skill)
{
    struct definition_list list =
        definition_list_open(&book->reader, value, "tie_break", 0, RULES_TIES_MAX);
    for (json_t *one = NULL; (one = definition_list_next(&book->reader, &list));) {
        read_tie(book, one, &skill->ties[skill->tie_count++]);
    }
}

// ---- tolerance and scale

static void read_tolerance(struct reader *reader, json_t *object, struct rules_tolerance *tolerance)
{
    size_t mark = 0;
    tolerance->within = RATIO_ZERO;
    json_t *value = definition_list_into(reader, object, "tolerance", FORM_TOLERANCE, &mark);
    if (value) {
        tolerance->has = true;
        tolerance->within = definition_value_not_below_zero(reader, value, "within", RATIO_ZERO);
        tolerance->chained = reader_flag(reader, value, "chained", false);
        reader_back(reader, mark);
    }
}

static void read_scale_limits(struct reader *reader, json_t *value, struct rules_scale *scale)
{
    scale->has_limits = json_object_get(value, "least") || json_object_get(value, "most");
    if (!scale->has_limits) {
        return;
    }
    definition_value_needs(reader, value, "least");
    definition_value_needs(reader, value, "most");
    scale->least = definition_value_decimal(reader, value, "least", RATIO_ZERO);
    scale->most = definition_value_decimal(reader, value, "most", scale->least);
    if (ratio_compare(scale->least, scale->most) > 0) {
        reader_nonsense(reader, "most", "@ceiling");
    }
}

static void read_scale(struct definition_book *book, json_t *object, struct rules_scale *scale)
{
    static const struct ratio of_normal = {7413, 5000}; // 1.4826: MAD to standard deviation
    static const char *const factor[] = {"mad_factor", NULL};
    struct reader *reader = &book->reader;
    size_t mark = 0;
    *scale = (struct rules_scale){.centre = RATIO_ZERO,
                                  .k = RATIO_ONE,
                                  .mad_factor = of_normal,
                                  .least = RATIO_ZERO,
                                  .most = RATIO_ZERO};
    json_t *value = definition_list_into(reader, object, "scale", FORM_SCALE, &mark);
    if (!value) {
        return;
    }
    scale->has = true;
    scale->centre = definition_value_decimal(reader, value, "centre", RATIO_ZERO);
    scale->k = definition_value_above_zero(reader, value, "k", RATIO_ONE);
    scale->mean = definition_value_word(reader, value, "statistic", FORM_STATISTIC, 0) == 1;
    scale->spread =
        (enum rules_spread)definition_value_word(reader, value, "spread", FORM_SPREAD, 0);
    if (scale->spread != RULES_MAD) {
        definition_value_refuse(reader, value, factor,
                                definition_form_words(FORM_SPREAD)[scale->spread]);
    }
    scale->mad_factor = definition_value_above_zero(reader, value, "mad_factor", of_normal);
    read_scale_limits(reader, value, scale);
    scale->rounding = definition_book_rounding(book, value, "rounding");
    scale->population_least =
        (uint32_t)reader_whole(reader, value, "population_least", 1, FORM_PLACE_MAX, 0);
    scale->with = definition_book_traits(book, value, "population_traits");
    scale->without = definition_book_traits(book, value, "population_without");
    reader_back(reader, mark);
}

// ---- statuses

static void read_effect(struct reader *reader, json_t *object, const char *key,
                        struct rules_effect *effect)
{
    size_t mark = 0;
    json_t *value = definition_list_into(reader, object, key, FORM_EFFECT, &mark);
    if (value) {
        effect->ranked = reader_flag(reader, value, "ranked", effect->ranked);
        effect->hidden = reader_flag(reader, value, "hidden", effect->hidden);
        effect->in_base = reader_flag(reader, value, "in_base", effect->in_base);
        effect->in_statistics = reader_flag(reader, value, "in_statistics", effect->in_statistics);
        effect->later = reader_flag(reader, value, "later", effect->later);
        reader_back(reader, mark);
    }
}

// Who did not finish has started, so he stays an entrant; who is out for good stays out.
static void read_statuses(struct reader *reader, json_t *object, struct rules_skill *skill)
{
    size_t mark = 0;
    skill->effects[RULES_DNF].in_base = true;
    skill->effects[RULES_DSQ].later = true;
    skill->effects[RULES_WITHDRAWN].later = true;
    json_t *value = definition_list_into(reader, object, "statuses", FORM_STATUSES, &mark);
    if (!value) {
        return;
    }
    const char *const *words = definition_form_words(FORM_STATUS);
    for (size_t i = 0; words[i]; i++) {
        must(RULES_DNF + i < RULES_STATUSES);
        read_effect(reader, value, words[i], &skill->effects[RULES_DNF + i]);
    }
    reader_back(reader, mark);
}

void definition_rank_read(struct definition_book *book, json_t *value, struct rules_skill *skill)
{
    struct reader *reader = &book->reader;
    skill->lower_is_better = definition_value_word(reader, value, "order", FORM_ORDER, 0) == 1;
    skill->convention = (enum rules_convention)definition_value_word(reader, value, "convention",
                                                                     FORM_CONVENTION, 0);
    skill->no_shared_places = !reader_flag(reader, value, "shared_places", true);
    read_tolerance(reader, value, &skill->tolerance);
    read_scale(book, value, &skill->scale);
    read_statuses(reader, value, skill);
}
