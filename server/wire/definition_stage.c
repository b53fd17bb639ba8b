#include "wire/definition_stage.h"

#include "base/arena.h"
#include "base/must.h"
#include "base/table.h"
#include "wire/definition_book.h"
#include "wire/definition_form.h"
#include "wire/definition_part.h"

// The weights of one stage's modules: percentages must be the whole together.
struct weights {
    bool percent, plain;
    bool unread; // one of them was wrong in itself: no second complaint about the sum
    int64_t sum; // of percentages, in millionths
};

enum { PERCENT = 100 };

static struct ratio weight_of(struct reader *reader, struct slice text, struct weights *weights)
{
    point_t value = 0;
    struct ratio weight = RATIO_ONE;
    bool percent = text.len > 0 && text.at[text.len - 1] == '%';
    int64_t most = percent ? PERCENT : FORM_WEIGHT_MAX;
    if (!point_parse(text.at, text.len - percent, &value) || text.at[0] == '-') {
        weights->unread = true;
        reader_nonsense(reader, "weight", "@weight");
    } else if (value < 0 || value > most * POINT_ONE) {
        weights->unread = true;
        reader_nonsense(reader, "weight", "@range 0 – %d%s", (int)most, percent ? " %" : "");
    } else if (percent) {
        weights->sum += value;
        must(ratio_make(value, (int64_t)PERCENT * POINT_ONE, &weight));
    } else {
        weight = ratio_of_point(value);
    }
    weights->percent |= percent;
    weights->plain |= !percent;
    return weight;
}

static struct ratio read_weight(struct reader *reader, json_t *value, struct weights *weights)
{
    struct slice text = reader_any_text(reader, value, "weight");
    if (text.at) {
        return weight_of(reader, text, weights);
    }
    bool absent = !json_object_get(value, "weight");
    weights->plain |= absent;
    weights->unread |= !absent;
    return RATIO_ONE;
}

static void check_weights(struct reader *reader, const struct weights *weights)
{
    if (!weights->percent || weights->unread) {
        return;
    }
    if (weights->plain) {
        reader_nonsense(reader, "modules", "@weights-mixed");
    } else if (weights->sum != (int64_t)PERCENT * POINT_ONE) {
        char sum[POINT_TEXT_MAX + 1] = "";
        sum[point_print(weights->sum, sum)] = 0;
        reader_nonsense(reader, "modules", "@weights-sum %s %%", sum);
    }
}

static void read_module(struct definition_book *book, json_t *value, struct table *ids,
                        struct weights *weights)
{
    struct reader *reader = &book->reader;
    struct rules_module *module = &book->modules[book->module_count++];
    *module = (struct rules_module){
        .id = "", .skill = book->skill_count - 1, .stage = book->stage_count - 1};
    (void)reader_object(reader, value, definition_form_fields(FORM_MODULE));
    module->id = definition_book_id(book, value);
    module->name = definition_book_name(book, value);
    definition_book_unique(book, ids, module->id, "id");
    module->weight = read_weight(reader, value, weights);
    json_t *rounding = json_object_get(value, "rounding");
    size_t mark = reader_into(reader, "rounding");
    if (rounding && reader_object(reader, rounding, definition_form_fields(FORM_MODULE_ROUNDING))) {
        module->sum = definition_book_rounding(book, rounding, "sum");
        module->rounding = definition_book_rounding(book, rounding, "value");
    }
    reader_back(reader, mark);
    definition_part_all(book, value);
}

static void read_modules(struct definition_book *book, json_t *stage)
{
    struct reader *reader = &book->reader;
    struct rules_stage *above = &book->stages[book->stage_count - 1];
    json_t *list = reader_list(reader, stage, "modules", 1, RULES_MODULES_MAX);
    struct weights weights = {0};
    struct table *ids = table_new();
    size_t mark = reader_into(reader, "modules");
    above->module_first = book->module_count;
    for (size_t i = 0; i < json_array_size(list); i++) {
        size_t inner = reader_into_at(reader, i);
        read_module(book, json_array_get(list, i), ids, &weights);
        reader_back(reader, inner);
    }
    above->module_count = book->module_count - above->module_first;
    reader_back(reader, mark);
    table_free(ids);
    check_weights(reader, &weights);
}

static void read_stage(struct definition_book *book, json_t *value, struct table *ids)
{
    struct reader *reader = &book->reader;
    struct rules_stage *stage = &book->stages[book->stage_count++];
    *stage = (struct rules_stage){.id = "", .skill = book->skill_count - 1};
    (void)reader_object(reader, value, definition_form_fields(FORM_STAGE));
    stage->id = definition_book_id(book, value);
    stage->name = definition_book_name(book, value);
    definition_book_unique(book, ids, stage->id, "id");
    json_t *rounding = json_object_get(value, "rounding");
    size_t mark = reader_into(reader, "rounding");
    if (rounding && reader_object(reader, rounding, definition_form_fields(FORM_STAGE_ROUNDING))) {
        stage->own = definition_book_rounding(book, rounding, "own");
        stage->total = definition_book_rounding(book, rounding, "total");
    }
    reader_back(reader, mark);
    read_modules(book, value);
}

static uint32_t find_stage(const struct definition_book *book, struct slice id)
{
    uint32_t first = book->skills[book->skill_count - 1].stage_first;
    for (uint32_t i = first; i < book->stage_count; i++) {
        if (slice_is(id, book->stages[i].id)) {
            return i;
        }
    }
    return RULES_NONE;
}

static bool is_carried(const struct rules_stage *stage, uint32_t index)
{
    for (uint32_t i = 0; i < stage->carry_count; i++) {
        if (stage->carry[i] == index) {
            return true;
        }
    }
    return false;
}

static void carry_one(struct definition_book *book, struct rules_stage *stage, struct slice id)
{
    struct reader *reader = &book->reader;
    uint32_t index = find_stage(book, id);
    char word[FAULTS_WORD_MAX];
    const char *reason = index == RULES_NONE                         ? "@stage-unknown"
                         : index >= (uint32_t)(stage - book->stages) ? "@carry-forward"
                         : is_carried(stage, index)                  ? "@id-twice"
                                                                     : NULL;
    if (reason) {
        (void)snprintf(word, sizeof word, "%s %s", reason, id.at);
        reader_fault(reader, reader->nonsense, word);
    } else {
        stage->carry[stage->carry_count++] = index;
    }
}

// After all stages of the skill: only then a later one can be told from an unknown one.
static void read_carry(struct definition_book *book, json_t *value, struct rules_stage *stage)
{
    struct reader *reader = &book->reader;
    json_t *list = reader_list(reader, value, "carry", 0, RULES_CARRY_MAX);
    size_t mark = reader_into(reader, "carry");
    for (size_t i = 0; i < json_array_size(list); i++) {
        struct slice id = reader_id_in(reader, list, i);
        size_t inner = reader_into_at(reader, i);
        if (id.at) {
            carry_one(book, stage, id);
        }
        reader_back(reader, inner);
    }
    reader_back(reader, mark);
}

void definition_stage_all(struct definition_book *book, json_t *skill)
{
    struct reader *reader = &book->reader;
    struct rules_skill *above = &book->skills[book->skill_count - 1];
    json_t *list = reader_list(reader, skill, "stages", 1, RULES_STAGES_MAX);
    struct table *ids = table_new();
    size_t mark = reader_into(reader, "stages");
    above->stage_first = book->stage_count;
    for (size_t i = 0; i < json_array_size(list); i++) {
        size_t inner = reader_into_at(reader, i);
        read_stage(book, json_array_get(list, i), ids);
        reader_back(reader, inner);
    }
    above->stage_count = book->stage_count - above->stage_first;
    for (size_t i = 0; i < above->stage_count; i++) {
        size_t inner = reader_into_at(reader, i);
        read_carry(book, json_array_get(list, i), &book->stages[above->stage_first + i]);
        reader_back(reader, inner);
    }
    reader_back(reader, mark);
    table_free(ids);
}
