#include "wire/definition_aspect.h"

#include "base/arena.h"
#include "base/table.h"
#include "wire/definition_book.h"
#include "wire/definition_input.h"
#include "wire/definition_list.h"
#include "wire/definition_value.h"

static bool is_section(const struct rules_skill *skill, const char *id)
{
    for (uint32_t i = 0; i < skill->section_count; i++) {
        if (strcmp(skill->sections[i].id, id) == 0) {
            return true;
        }
    }
    return skill->section_count == 0; // none declared: any may be named
}

static const char *read_section(struct definition_book *book, json_t *value)
{
    struct slice section = reader_text(&book->reader, value, "section", 1, FORM_SECTION_MAX);
    if (section.at && !is_section(&book->skills[book->skill_count - 1], section.at)) {
        reader_nonsense(&book->reader, "section", "@section-unknown %s", section.at);
    }
    return section.at;
}

static unsigned read_codes(struct reader *reader, json_t *value)
{
    enum { CODES = 3 };

    static const enum rules_status codes[CODES] = {RULES_DNF, RULES_DNS, RULES_DSQ};

    unsigned bits = 0;
    uint32_t count = 0;
    const char *const *words = definition_form_words(FORM_CODE);
    const char *const *ids = definition_list_ids(reader, value, "codes", CODES, &count);
    for (uint32_t i = 0; i < count; i++) {
        size_t k = 0;
        while (k < CODES && strcmp(words[k], ids[i]) != 0) {
            k++;
        }
        if (k < CODES) {
            bits |= 1U << codes[k];
        } else {
            definition_list_nonsense(reader, "codes", i, "@choice", "dnf, dns, dsq");
        }
    }
    return bits;
}

// A coefficient; below zero it takes off.
static struct ratio read_weight(struct reader *reader, json_t *value)
{
    struct ratio weight = definition_value_decimal(reader, value, "weight", (struct ratio){0, 0});
    bool beyond =
        weight.den != 0 && (ratio_compare(weight, (struct ratio){-FORM_WEIGHT_MAX, 1}) < 0 ||
                            ratio_compare(weight, (struct ratio){FORM_WEIGHT_MAX, 1}) > 0);
    if (weight.den != 0 && weight.num == 0) {
        reader_nonsense(reader, "weight", "@not-zero");
    } else if (beyond) {
        reader_nonsense(reader, "weight", "@range -%d – %d", FORM_WEIGHT_MAX, FORM_WEIGHT_MAX);
    }
    return weight;
}

static void read_aspect(struct definition_book *book, json_t *value, struct table *ids)
{
    struct reader *reader = &book->reader;
    struct rules_aspect *aspect = &book->aspects[book->aspect_count++];
    *aspect = (struct rules_aspect){.id = "", .name = {"", ""}};
    (void)reader_object(reader, value, definition_form_fields(FORM_ASPECT));
    aspect->id = definition_book_id(book, value);
    aspect->name = definition_book_name(book, value);
    definition_book_unique(book, ids, aspect->id, "id");
    definition_input_read(book, value, aspect);
    aspect->veto =
        json_object_get(value, "veto")
            ? (enum rules_veto)(RULES_VETO_PART +
                                definition_value_word(reader, value, "veto", FORM_VETO, 0))
            : RULES_NO_VETO;
    aspect->weight = read_weight(reader, value);
    aspect->aside = reader_flag(reader, value, "aside", false);
    aspect->codes = read_codes(reader, value);
    aspect->rounding = definition_book_rounding(book, value, "rounding");
    aspect->section = read_section(book, value);
}

void definition_aspect_all(struct definition_book *book, json_t *part, struct rules_part *above)
{
    struct reader *reader = &book->reader;
    struct definition_list list =
        definition_list_open(reader, part, "aspects", 0, RULES_ASPECTS_MAX);
    struct table *ids = table_new();
    above->aspect_first = book->aspect_count;
    for (json_t *one = NULL; (one = definition_list_next(reader, &list));) {
        read_aspect(book, one, ids);
    }
    above->aspect_count = book->aspect_count - above->aspect_first;
    table_free(ids);
    uint32_t cells = rules_lay_out(book->aspects + above->aspect_first, above->aspect_count);
    if (cells > RULES_CELLS_MAX) {
        reader_nonsense(reader, "aspects", "@cells %d", RULES_CELLS_MAX);
    }
}
