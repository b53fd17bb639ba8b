#include "wire/definition_part.h"

#include "base/arena.h"
#include "base/table.h"
#include "wire/definition_adjust.h"
#include "wire/definition_aspect.h"
#include "wire/definition_book.h"
#include "wire/definition_code.h"
#include "wire/definition_list.h"
#include "wire/definition_panel.h"
#include "wire/definition_value.h"
#include "wire/definition_weight.h"

enum { DAYS_MAX = 1000, DECLARES = 9 };

// Judges' seats and the technical seat share one list of ids: a seat stands in a sheet's address.
static void read_seats(struct definition_book *book, json_t *value, struct rules_part *part)
{
    struct reader *reader = &book->reader;
    struct table *ids = table_new();
    part->seats = definition_list_ids(reader, value, "seats", RULES_SEATS_MAX, &part->seat_count);
    for (uint32_t i = 0; i < part->seat_count; i++) {
        (void)table_put(ids, slice_of(part->seats[i]), book);
    }
    part->technical = reader_id(reader, value, "technical").at;
    if (part->technical) {
        definition_book_unique(book, ids, part->technical, "technical");
    }
    table_free(ids);
}

static unsigned declares_bit(json_t *word)
{
    static const unsigned bits[DECLARES] = {
        RULES_DECLARES_BASE,   RULES_DECLARES_SCALE,     RULES_DECLARES_DIFFICULTY,
        RULES_DECLARES_FACTOR, RULES_DECLARES_DEDUCTION, RULES_DECLARES_NO_MARKS,
        RULES_DECLARES_LOG,    RULES_DECLARES_TIME,      RULES_DECLARES_DIVISOR};
    const char *const *words = definition_form_words(FORM_DECLARES);
    for (size_t i = 0; words[i] && json_is_string(word); i++) {
        if (strcmp(words[i], json_string_value(word)) == 0) {
            return bits[i];
        }
    }
    return 0;
}

static unsigned read_declares(struct reader *reader, json_t *value)
{
    struct definition_list list = definition_list_open(reader, value, "declares", 0, DECLARES);
    unsigned declares = 0;
    for (json_t *one = NULL; (one = definition_list_next(reader, &list));) {
        unsigned bit = declares_bit(one);
        if (!json_is_string(one)) {
            reader_fault(reader, "wrong-type", "@type-text");
        } else if (bit == 0) {
            reader_fault(reader, reader->nonsense,
                         "@choice base, scale, difficulty, factor, deduction, no_marks, log, time, "
                         "divisor");
        } else if (declares & bit) {
            reader_fault(reader, reader->nonsense, "@twice");
        }
        declares |= bit;
    }
    return declares;
}

static void read_counts(struct reader *reader, json_t *value, struct rules_part *part)
{
    part->drop_high = (uint32_t)reader_whole(reader, value, "drop_high", 0, RULES_SEATS_MAX, 0);
    part->drop_low = (uint32_t)reader_whole(reader, value, "drop_low", 0, RULES_SEATS_MAX, 0);
    part->judges_least =
        (uint32_t)reader_whole(reader, value, "judges_least", 1, RULES_SEATS_MAX, 1);
    part->day = (uint32_t)reader_whole(reader, value, "day", 1, DAYS_MAX, 0);
    part->members = (uint32_t)reader_whole(reader, value, "members", 2, RULES_MEMBERS_MAX, 0);
    if (part->members && part->seat_count == 0) {
        reader_nonsense(reader, "members", "@not-with %s", "technical");
    }
    if (part->seat_count > 0 && part->judges_least > part->seat_count) {
        reader_nonsense(reader, "judges_least", "@judges-least %u", part->seat_count);
    }
}

static void read_ways(struct reader *reader, json_t *value, struct rules_part *part)
{
    part->combine =
        (enum rules_combine)definition_value_word(reader, value, "combine", FORM_COMBINE, 1);
    part->reduce =
        (enum rules_reduce)definition_value_word(reader, value, "reduce", FORM_REDUCE, 0);
    part->missing =
        (enum rules_missing)definition_value_word(reader, value, "missing", FORM_MISSING, 0);
    part->only_declared = reader_flag(reader, value, "only_declared", false);
    part->competitor_signs = reader_flag(reader, value, "competitor_signs", false);
    part->optional = reader_flag(reader, value, "optional", false);
    (void)reader_flag(reader, value, "subtotal", true); // for the judge's page alone
    part->one_by_one = definition_value_word(reader, value, "marks", FORM_MARKS, 0) == 1;
    part->figure_is_time = definition_value_word(reader, value, "figure", FORM_FIGURE, 0) == 1;
    part->order = definition_value_order(reader, value);
    part->factor = definition_value_above_zero(reader, value, "factor", RATIO_ONE);
    part->divisor = definition_value_above_zero(reader, value, "divisor", (struct ratio){0, 0});
}

static void read_roundings(struct definition_book *book, json_t *value, struct rules_part *part)
{
    struct reader *reader = &book->reader;
    size_t mark = 0;
    json_t *rounding = definition_list_into(reader, value, "rounding", FORM_PART_ROUNDING, &mark);
    if (rounding) {
        part->sheet = definition_book_rounding(book, rounding, "sheet");
        if (part->combine == RULES_PER_ASPECT && json_object_get(rounding, "sheet")) {
            reader_nonsense(reader, "sheet", "@not-with %s", "aspect");
        }
        part->judges = definition_book_rounding(book, rounding, "judges");
        part->product = definition_book_rounding(book, rounding, "product");
        part->rounding = definition_book_rounding(book, rounding, "value");
        reader_back(reader, mark);
    }
}

static void read_part(struct definition_book *book, json_t *value,
                      struct definition_weight_sum *weights)
{
    struct reader *reader = &book->reader;
    uint32_t index = book->part_count++;
    struct rules_part *part = &book->parts[index];
    *part = (struct rules_part){.id = "",
                                .name = {"", ""},
                                .skill = book->skill_count - 1,
                                .stage = book->stage_count - 1,
                                .module = book->module_count - 1,
                                .factor = RATIO_ONE};
    (void)reader_object(reader, value, definition_form_fields(FORM_PART));
    part->id = definition_book_id(book, value);
    part->name = definition_book_name(book, value);
    definition_book_unique(book, book->part_ids, part->id, "id");
    read_seats(book, value, part);
    part->declares = read_declares(reader, value);
    read_ways(reader, value, part);
    read_counts(reader, value, part);
    part->weight = definition_weight_read(reader, value, (struct ratio){0, 0}, weights);
    read_roundings(book, value, part);
    definition_panel_read(book, value, part);
    definition_aspect_all(book, value, part);
    definition_code_read(book, value, part);
    definition_adjust_all(book, value, (struct definition_adjust_node){index, 1, true},
                          &part->adjustment_first, &part->adjustment_count);
    definition_adjust_limits(reader, value, &part->limits);
}

void definition_part_all(struct definition_book *book, json_t *module)
{
    struct rules_module *above = &book->modules[book->module_count - 1];
    struct definition_list list =
        definition_list_open(&book->reader, module, "parts", 1, RULES_PARTS_MAX);
    struct definition_weight_sum weights = {0};
    above->part_first = book->part_count;
    for (json_t *one = NULL; (one = definition_list_next(&book->reader, &list));) {
        read_part(book, one, &weights);
    }
    above->part_count = book->part_count - above->part_first;
    definition_weight_check(&book->reader, "parts", &weights);
}
