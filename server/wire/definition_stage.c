#include "wire/definition_stage.h"

#include "base/table.h"
#include "wire/definition_adjust.h"
#include "wire/definition_book.h"
#include "wire/definition_cut.h"
#include "wire/definition_list.h"
#include "wire/definition_module.h"
#include "wire/definition_value.h"
#include "wire/definition_weight.h"

static void read_roundings(struct definition_book *book, json_t *value, struct rules_stage *stage)
{
    struct reader *reader = &book->reader;
    size_t mark = 0;
    json_t *rounding = definition_list_into(reader, value, "rounding", FORM_STAGE_ROUNDING, &mark);
    if (rounding) {
        stage->own = definition_book_rounding(book, rounding, "own");
        stage->total = definition_book_rounding(book, rounding, "total");
        reader_back(reader, mark);
    }
}

static void read_ways(struct reader *reader, json_t *value, struct rules_stage *stage)
{
    static const char *const rule10[] = {"rule10", NULL};
    size_t roll_up = definition_value_word(reader, value, "roll_up", FORM_STAGE_ROLL_UP, 0);
    stage->roll_up = (enum rules_roll_up)roll_up;
    stage->best = (uint32_t)reader_whole(reader, value, "best", 1, RULES_MODULES_MAX, 0);
    if (roll_up == RULES_SKATING || roll_up == RULES_MATCHES) {
        static const char *const best[] = {"best", NULL};
        definition_value_refuse(reader, value, best,
                                definition_form_words(FORM_STAGE_ROLL_UP)[roll_up]);
    }
    stage->order = definition_value_order(reader, value);
    stage->rule10_counts_only = definition_value_word(reader, value, "rule10", FORM_RULE10, 0) == 1;
    if (stage->roll_up != RULES_SKATING) {
        definition_value_refuse(reader, value, rule10,
                                definition_form_words(FORM_STAGE_ROLL_UP)[roll_up]);
    }
    bool matches = json_object_get(value, "matches");
    if (matches != (stage->roll_up == RULES_MATCHES)) {
        reader_nonsense(reader, "roll_up", "@matches-roll-up");
    }
    static const char *const heats[] = {"heats", NULL};
    stage->heats = reader_flag(reader, value, "heats", false);
    if (matches) {
        definition_value_refuse(reader, value, heats, "matches");
    } else {
        definition_value_needs(reader, value, "modules");
    }
}

// What it does not say is as its skill has it.
static void read_exposure(struct definition_book *book, json_t *value, struct rules_stage *stage)
{
    struct reader *reader = &book->reader;
    size_t mark = 0;
    json_t *exposure = definition_list_into(reader, value, "exposure", FORM_STAGE_EXPOSURE, &mark);
    stage->exposure =
        definition_value_exposure(reader, exposure, book->skills[stage->skill].exposure);
    if (exposure) {
        reader_back(reader, mark);
    }
}

static void read_stage(struct definition_book *book, json_t *value, struct table *ids,
                       struct definition_weight_sum *weights)
{
    struct reader *reader = &book->reader;
    struct rules_stage *stage = &book->stages[book->stage_count++];
    uint32_t part_first = book->part_count;
    *stage = (struct rules_stage){.id = "", .skill = book->skill_count - 1};
    (void)reader_object(reader, value, definition_form_fields(FORM_STAGE));
    stage->id = definition_book_id(book, value);
    stage->name = definition_book_name(book, value);
    definition_book_unique(book, ids, stage->id, "id");
    stage->weight = definition_weight_read(reader, value, (struct ratio){0, 0}, weights);
    read_ways(reader, value, stage);
    read_roundings(book, value, stage);
    read_exposure(book, value, stage);
    definition_cut_matches(reader, value, stage);
    definition_module_all(book, value);
    definition_adjust_all(
        book, value,
        (struct definition_adjust_node){part_first, book->part_count - part_first, false},
        &stage->adjustment_first, &stage->adjustment_count);
    definition_adjust_limits(reader, value, &stage->limits);
}

static uint32_t find_stage(const struct definition_book *book, const char *id)
{
    uint32_t first = book->skills[book->skill_count - 1].stage_first;
    for (uint32_t i = first; i < book->stage_count; i++) {
        if (strcmp(id, book->stages[i].id) == 0) {
            return i;
        }
    }
    return RULES_NONE;
}

// After all stages of the skill: only then a later one can be told from an unknown one.
static void read_carry(struct definition_book *book, json_t *value, struct rules_stage *stage)
{
    struct reader *reader = &book->reader;
    uint32_t count = 0;
    const char *const *ids = definition_list_ids(reader, value, "carry", RULES_CARRY_MAX, &count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t index = find_stage(book, ids[i]);
        if (index == RULES_NONE) {
            definition_list_nonsense(reader, "carry", i, "@stage-unknown", ids[i]);
        } else if (index >= (uint32_t)(stage - book->stages)) {
            definition_list_nonsense(reader, "carry", i, "@carry-forward", ids[i]);
        } else {
            stage->carry[stage->carry_count++] = index;
        }
    }
}

// A stage's weight says what its own score is worth in a total of several stages.
static void check_weights(struct definition_book *book, const struct rules_skill *skill,
                          bool carries, const struct definition_weight_sum *weights)
{
    bool any = false;
    for (uint32_t i = skill->stage_first; i < skill->stage_first + skill->stage_count; i++) {
        any |= book->stages[i].weight.den != 0;
    }
    if (any && !carries) {
        reader_nonsense(&book->reader, "stages", "@stage-weight-idle");
    } else {
        definition_weight_check(&book->reader, "stages", weights);
    }
}

void definition_stage_all(struct definition_book *book, json_t *skill)
{
    struct reader *reader = &book->reader;
    struct rules_skill *above = &book->skills[book->skill_count - 1];
    struct definition_list list =
        definition_list_open(reader, skill, "stages", 1, RULES_STAGES_MAX);
    struct definition_weight_sum weights = {0};
    struct table *ids = table_new();
    bool carries = false;
    above->stage_first = book->stage_count;
    for (json_t *one = NULL; (one = definition_list_next(reader, &list));) {
        read_stage(book, one, ids, &weights);
        carries |= json_object_get(one, "carry") != NULL;
    }
    above->stage_count = book->stage_count - above->stage_first;
    definition_list_rewind(reader, &list, "stages");
    for (json_t *one = NULL; (one = definition_list_next(reader, &list));) {
        struct rules_stage *stage = &book->stages[above->stage_first + definition_list_at(&list)];
        read_carry(book, one, stage);
        definition_cut_read(book, one, stage);
    }
    table_free(ids);
    check_weights(book, above, carries, &weights);
}
