#include "wire/definition_module.h"

#include "base/table.h"
#include "wire/definition_adjust.h"
#include "wire/definition_book.h"
#include "wire/definition_list.h"
#include "wire/definition_part.h"
#include "wire/definition_value.h"
#include "wire/definition_weight.h"

static void read_long(struct definition_book *book, json_t *value, struct rules_module *module)
{
    struct reader *reader = &book->reader;
    size_t mark = 0;
    json_t *rounding = definition_list_into(reader, value, "long", FORM_LONG_ROUNDING, &mark);
    if (rounding) {
        module->has_long = true;
        module->long_from = definition_value_decimal(reader, rounding, "from", RATIO_ZERO);
        module->longer = definition_book_step(book, rounding);
        reader_back(reader, mark);
    }
}

static void read_roundings(struct definition_book *book, json_t *value, struct rules_module *module)
{
    struct reader *reader = &book->reader;
    size_t mark = 0;
    json_t *rounding = definition_list_into(reader, value, "rounding", FORM_MODULE_ROUNDING, &mark);
    if (rounding) {
        module->sum = definition_book_rounding(book, rounding, "sum");
        module->rounding = definition_book_rounding(book, rounding, "value");
        read_long(book, rounding, module);
        reader_back(reader, mark);
    }
}

static void read_cutoff(struct reader *reader, json_t *value, struct rules_module *module)
{
    size_t mark = 0;
    module->cutoff.than = RATIO_ZERO;
    json_t *cutoff = definition_list_into(reader, value, "cutoff", FORM_CUTOFF, &mark);
    if (cutoff) {
        module->cutoff.after =
            (uint32_t)reader_whole(reader, cutoff, "after", 1, RULES_PARTS_MAX, 1);
        module->cutoff.than = definition_value_decimal(reader, cutoff, "than", RATIO_ZERO);
        module->cutoff.or_equal = reader_flag(reader, cutoff, "or_equal", false);
        reader_back(reader, mark);
    }
}

static void read_ways(struct reader *reader, json_t *value, struct rules_module *module)
{
    module->roll_up =
        (enum rules_roll_up)definition_value_word(reader, value, "roll_up", FORM_MODULE_ROLL_UP, 0);
    module->best = (uint32_t)reader_whole(reader, value, "best", 1, RULES_PARTS_MAX, 0);
    module->drop_best = (uint32_t)reader_whole(reader, value, "drop_best", 0, RULES_PARTS_MAX, 0);
    module->drop_worst = (uint32_t)reader_whole(reader, value, "drop_worst", 0, RULES_PARTS_MAX, 0);
    module->aside = reader_flag(reader, value, "aside", false);
    module->order = definition_value_order(reader, value);
    module->has_pass = json_object_get(value, "pass");
    module->pass = definition_value_decimal(reader, value, "pass", RATIO_ZERO);
    module->has_max = json_object_get(value, "max");
    module->max = definition_value_decimal(reader, value, "max", RATIO_ZERO);
    read_cutoff(reader, value, module);
}

// An earlier module of the same stage that has parts of its own, or NULL with a fault.
static const struct rules_module *find_owner(struct definition_book *book, json_t *value,
                                             const char *key, const struct rules_module *module)
{
    struct reader *reader = &book->reader;
    struct slice id = reader_id(reader, value, key);
    for (uint32_t i = book->stages[module->stage].module_first; &book->modules[i] < module; i++) {
        if (id.at && slice_is(id, book->modules[i].id)) {
            return &book->modules[i];
        }
    }
    if (id.at) {
        reader_nonsense(reader, key, "@of-unknown %s", id.at);
    }
    return NULL;
}

// A module that looks once more at the parts of an earlier one, or of all from one to another.
static void read_again(struct definition_book *book, json_t *value, struct rules_module *module)
{
    static const char *const own[] = {"parts", NULL};
    struct reader *reader = &book->reader;
    bool several = json_object_get(value, "to");
    definition_value_refuse(reader, value, own, "of");
    const struct rules_module *first = find_owner(book, value, "of", module);
    const struct rules_module *last = several ? find_owner(book, value, "to", module) : first;
    module->again = true;
    module->judges = definition_value_word(reader, value, "figure", FORM_MODULE_FIGURE, 0) == 1;
    module->part_first = first ? first->part_first : book->part_count;
    if (first && last && last < first) {
        reader_nonsense(reader, "to", "@to-before");
    } else if (first && last) {
        module->part_count = last->part_first + last->part_count - first->part_first;
    }
}

static void read_module(struct definition_book *book, json_t *value, struct table *ids,
                        struct definition_weight_sum *weights)
{
    struct reader *reader = &book->reader;
    struct rules_module *module = &book->modules[book->module_count++];
    *module = (struct rules_module){
        .id = "", .skill = book->skill_count - 1, .stage = book->stage_count - 1};
    (void)reader_object(reader, value, definition_form_fields(FORM_MODULE));
    module->id = definition_book_id(book, value);
    module->name = definition_book_name(book, value);
    definition_book_unique(book, ids, module->id, "id");
    read_ways(reader, value, module);
    module->weight =
        definition_weight_read(reader, value, RATIO_ONE, module->aside ? NULL : weights);
    read_roundings(book, value, module);
    if (json_object_get(value, "of")) {
        read_again(book, value, module);
    } else {
        static const char *const again[] = {"to", "figure", NULL};
        definition_value_refuse(reader, value, again, "parts");
        definition_value_needs(reader, value, "parts");
        definition_part_all(book, value);
    }
    definition_adjust_all(
        book, value, (struct definition_adjust_node){module->part_first, module->part_count, false},
        &module->adjustment_first, &module->adjustment_count);
    definition_adjust_limits(reader, value, &module->limits);
}

void definition_module_all(struct definition_book *book, json_t *stage)
{
    struct rules_stage *above = &book->stages[book->stage_count - 1];
    size_t least = json_object_get(stage, "matches") ? 0 : 1;
    struct definition_list list =
        definition_list_open(&book->reader, stage, "modules", least, RULES_MODULES_MAX);
    struct definition_weight_sum weights = {0};
    struct table *ids = table_new();
    above->module_first = book->module_count;
    for (json_t *one = NULL; (one = definition_list_next(&book->reader, &list));) {
        read_module(book, one, ids, &weights);
    }
    above->module_count = book->module_count - above->module_first;
    table_free(ids);
    definition_weight_check(&book->reader, "modules", &weights);
}
