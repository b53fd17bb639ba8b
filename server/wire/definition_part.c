#include "wire/definition_part.h"

#include "base/arena.h"
#include "base/table.h"
#include "wire/definition_book.h"
#include "wire/definition_form.h"

static point_t read_point(struct reader *reader, json_t *object, const char *key)
{
    point_t value = 0;
    (void)reader_point(reader, object, key, &value);
    return value;
}

static void read_aspect(struct definition_book *book, json_t *value, struct table *ids)
{
    struct reader *reader = &book->reader;
    struct rules_aspect *aspect = &book->aspects[book->aspect_count++];
    *aspect = (struct rules_aspect){.id = "", .name = {"", ""}};
    (void)reader_object(reader, value, definition_form_fields(FORM_ASPECT));
    aspect->id = definition_book_id(book, value);
    aspect->name = definition_book_name(book, value);
    aspect->min = read_point(reader, value, "min");
    aspect->max = read_point(reader, value, "max");
    aspect->step = read_point(reader, value, "step");
    aspect->scaled = reader_flag(reader, value, "scaled", false);
    definition_book_unique(book, ids, aspect->id, "id");
}

static void read_aspects(struct definition_book *book, json_t *value, struct rules_part *part)
{
    struct reader *reader = &book->reader;
    json_t *list = reader_list(reader, value, "aspects", 0, RULES_ASPECTS_MAX);
    part->aspect_first = book->aspect_count;
    if (!list) {
        return;
    }
    struct table *ids = table_new();
    size_t mark = reader_into(reader, "aspects");
    for (size_t i = 0; i < json_array_size(list); i++) {
        size_t inner = reader_into_at(reader, i);
        read_aspect(book, json_array_get(list, i), ids);
        reader_back(reader, inner);
    }
    reader_back(reader, mark);
    table_free(ids);
    part->aspect_count = book->aspect_count - part->aspect_first;
}

// Judges' seats and the technical seat share one list of ids: a seat stands in a sheet's address.
static void read_seats(struct definition_book *book, json_t *value, struct rules_part *part)
{
    struct reader *reader = &book->reader;
    struct table *ids = table_new();
    json_t *list = reader_list(reader, value, "seats", 0, RULES_SEATS_MAX);
    size_t count = list ? json_array_size(list) : 0;
    const char **seats = arena_alloc(reader->arena, (count + 1) * sizeof *seats);
    for (size_t i = 0; i < count; i++) {
        size_t mark = reader_into(reader, "seats");
        struct slice id = reader_id_in(reader, list, i);
        seats[i] = id.at ? id.at : "";
        char index[24];
        (void)snprintf(index, sizeof index, "%zu", i);
        definition_book_unique(book, ids, seats[i], index);
        reader_back(reader, mark);
    }
    part->seats = seats;
    part->seat_count = (uint32_t)count;
    part->technical = reader_id(reader, value, "technical").at;
    if (part->technical) {
        definition_book_unique(book, ids, part->technical, "technical");
    }
    table_free(ids);
}

static unsigned declares_bit(json_t *word)
{
    static const unsigned bits[] = {RULES_DECLARES_BASE,       RULES_DECLARES_SCALE,
                                    RULES_DECLARES_DIFFICULTY, RULES_DECLARES_FACTOR,
                                    RULES_DECLARES_DEDUCTION,  RULES_DECLARES_NO_MARKS};
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
    json_t *list = reader_list(reader, value, "declares", 0, 6);
    unsigned declares = 0;
    size_t mark = reader_into(reader, "declares");
    for (size_t i = 0; i < json_array_size(list); i++) {
        unsigned bit = declares_bit(json_array_get(list, i));
        size_t inner = reader_into_at(reader, i);
        if (!json_is_string(json_array_get(list, i))) {
            reader_fault(reader, "wrong-type", "@type-text");
        } else if (bit == 0) {
            reader_fault(reader, reader->nonsense,
                         "@choice base, scale, difficulty, factor, deduction, no_marks");
        } else if (declares & bit) {
            reader_fault(reader, reader->nonsense, "@twice");
        }
        reader_back(reader, inner);
        declares |= bit;
    }
    reader_back(reader, mark);
    return declares;
}

static struct ratio read_factor(struct reader *reader, json_t *value)
{
    point_t factor = POINT_ONE;
    if (reader_point(reader, value, "factor", &factor) && factor <= 0) {
        reader_nonsense(reader, "factor", "@above-zero");
    }
    return ratio_of_point(factor);
}

static void read_ways(struct reader *reader, json_t *value, struct rules_part *part)
{
    static const enum rules_combine combines[] = {RULES_PER_ASPECT, RULES_PER_SHEET};

    static const enum rules_reduce reduces[] = {RULES_MEAN, RULES_SUM};

    static const enum rules_missing missings[] = {RULES_BLOCK, RULES_GIVEN};

    part->combine =
        combines[reader_choice(reader, value, "combine", definition_form_words(FORM_COMBINE), 1)];
    part->reduce =
        reduces[reader_choice(reader, value, "reduce", definition_form_words(FORM_REDUCE), 0)];
    part->missing =
        missings[reader_choice(reader, value, "missing", definition_form_words(FORM_MISSING), 0)];
    part->drop_high = (uint32_t)reader_whole(reader, value, "drop_high", 0, RULES_SEATS_MAX, 0);
    part->drop_low = (uint32_t)reader_whole(reader, value, "drop_low", 0, RULES_SEATS_MAX, 0);
    part->judges_least =
        (uint32_t)reader_whole(reader, value, "judges_least", 1, RULES_SEATS_MAX, 1);
    part->only_declared = reader_flag(reader, value, "only_declared", false);
    part->factor = read_factor(reader, value);
    if (part->seat_count > 0 && part->judges_least > part->seat_count) {
        reader_nonsense(reader, "judges_least", "@judges-least %u", part->seat_count);
    }
}

static void read_roundings(struct definition_book *book, json_t *value, struct rules_part *part)
{
    struct reader *reader = &book->reader;
    json_t *rounding = json_object_get(value, "rounding");
    size_t mark = reader_into(reader, "rounding");
    if (rounding && reader_object(reader, rounding, definition_form_fields(FORM_PART_ROUNDING))) {
        part->judges = definition_book_rounding(book, rounding, "judges");
        part->product = definition_book_rounding(book, rounding, "product");
        part->rounding = definition_book_rounding(book, rounding, "value");
    }
    reader_back(reader, mark);
}

static void read_part(struct definition_book *book, json_t *value)
{
    struct reader *reader = &book->reader;
    struct rules_part *part = &book->parts[book->part_count++];
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
    read_roundings(book, value, part);
    read_aspects(book, value, part);
}

void definition_part_all(struct definition_book *book, json_t *module)
{
    struct reader *reader = &book->reader;
    struct rules_module *above = &book->modules[book->module_count - 1];
    json_t *list = reader_list(reader, module, "parts", 1, RULES_PARTS_MAX);
    size_t mark = reader_into(reader, "parts");
    above->part_first = book->part_count;
    for (size_t i = 0; i < json_array_size(list); i++) {
        size_t inner = reader_into_at(reader, i);
        read_part(book, json_array_get(list, i));
        reader_back(reader, inner);
    }
    above->part_count = book->part_count - above->part_first;
    reader_back(reader, mark);
}
