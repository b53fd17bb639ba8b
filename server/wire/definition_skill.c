#include "wire/definition_skill.h"

#include "base/table.h"
#include "wire/definition_book.h"
#include "wire/definition_form.h"
#include "wire/definition_stage.h"

static uint32_t find_stage(const struct definition_book *book, const struct rules_skill *skill,
                           struct slice id)
{
    for (uint32_t i = 0; i < skill->stage_count; i++) {
        if (slice_is(id, book->stages[skill->stage_first + i].id)) {
            return skill->stage_first + i;
        }
    }
    return RULES_NONE;
}

static uint32_t find_part(const struct definition_book *book, struct slice id)
{
    uint32_t i = book->part_count;
    while (i > 0 && book->parts[i - 1].skill == book->skill_count - 1) { // only this skill's
        i--;
        if (slice_is(id, book->parts[i].id)) {
            return i;
        }
    }
    return RULES_NONE;
}

// Module ids are unique in a stage only: without `stage` (RULES_NONE) two of the same id are one
// too many.
static uint32_t find_module(struct definition_book *book, const struct rules_skill *skill,
                            struct slice id, uint32_t stage)
{
    uint32_t found = RULES_NONE;
    for (uint32_t s = skill->stage_first; s < skill->stage_first + skill->stage_count; s++) {
        const struct rules_stage *in = &book->stages[s];
        for (uint32_t i = in->module_first; i < in->module_first + in->module_count; i++) {
            if ((stage != RULES_NONE && s != stage) || !slice_is(id, book->modules[i].id)) {
                continue;
            }
            if (found != RULES_NONE) {
                reader_nonsense(&book->reader, "module", "@tie-ambiguous %s", id.at);
                return found;
            }
            found = i;
        }
    }
    if (found == RULES_NONE) {
        reader_nonsense(&book->reader, "module", "@module-unknown %s", id.at);
    }
    return found;
}

static void find_tie(struct definition_book *book, const struct rules_skill *skill, json_t *value,
                     struct rules_tie *tie)
{
    struct reader *reader = &book->reader;
    struct slice module = reader_id(reader, value, "module");
    struct slice part = reader_id(reader, value, "part");
    struct slice stage = reader_id(reader, value, "stage");
    uint32_t in = RULES_NONE;
    if (stage.at) {
        in = find_stage(book, skill, stage);
        if (in == RULES_NONE) {
            reader_nonsense(reader, "stage", "@stage-unknown %s", stage.at);
            return;
        }
    }
    if (module.at) {
        tie->by = RULES_TIE_MODULE;
        tie->index = find_module(book, skill, module, in);
    } else if (part.at) {
        tie->by = RULES_TIE_PART;
        tie->index = find_part(book, part);
        if (tie->index == RULES_NONE) {
            reader_nonsense(reader, "part", "@part-unknown %s", part.at);
        }
    } else {
        tie->by = RULES_TIE_STAGE_OWN;
        tie->index = in;
    }
}

static void read_tie(struct definition_book *book, struct rules_skill *skill, json_t *value)
{
    struct reader *reader = &book->reader;
    struct rules_tie *tie = &skill->ties[skill->tie_count++];
    if (!reader_object(reader, value, definition_form_fields(FORM_TIE))) {
        return;
    }
    bool module = json_object_get(value, "module");
    bool part = json_object_get(value, "part");
    bool stage = json_object_get(value, "stage");
    if (module + part + stage == 1 || (module && stage && !part)) {
        find_tie(book, skill, value, tie);
    } else {
        reader_fault(reader, reader->nonsense, "@tie-form");
    }
    tie->lower_is_better =
        reader_choice(reader, value, "order", definition_form_words(FORM_ORDER), 0) == 1;
}

static void read_ties(struct definition_book *book, struct rules_skill *skill, json_t *value)
{
    struct reader *reader = &book->reader;
    json_t *list = reader_list(reader, value, "tie_break", 0, RULES_TIES_MAX);
    size_t mark = reader_into(reader, "tie_break");
    for (size_t i = 0; i < json_array_size(list); i++) {
        size_t inner = reader_into_at(reader, i);
        read_tie(book, skill, json_array_get(list, i));
        reader_back(reader, inner);
    }
    reader_back(reader, mark);
}

static void read_title(struct definition_book *book, struct rules_title *title, json_t *value,
                       struct table *ids)
{
    struct reader *reader = &book->reader;
    (void)reader_object(reader, value, definition_form_fields(FORM_TITLE));
    title->id = definition_book_id(book, value);
    title->name = definition_book_name(book, value);
    title->from = (uint32_t)reader_whole(reader, value, "from", 1, FORM_PLACE_MAX, 1);
    title->to = (uint32_t)reader_whole(reader, value, "to", 1, FORM_PLACE_MAX, title->from);
    definition_book_unique(book, ids, title->id, "id");
    if (title->to < title->from) {
        reader_nonsense(reader, "to", "@title-range");
    }
}

static void read_titles(struct definition_book *book, struct rules_skill *skill, json_t *value)
{
    struct reader *reader = &book->reader;
    json_t *list = reader_list(reader, value, "titles", 0, RULES_TITLES_MAX);
    struct table *ids = table_new();
    size_t mark = reader_into(reader, "titles");
    for (size_t i = 0; i < json_array_size(list); i++) {
        size_t inner = reader_into_at(reader, i);
        read_title(book, &skill->titles[skill->title_count++], json_array_get(list, i), ids);
        reader_back(reader, inner);
    }
    reader_back(reader, mark);
    table_free(ids);
}

static void read_exposure(struct reader *reader, struct rules_skill *skill, json_t *value)
{
    static const enum rules_show shows[] = {RULES_SHOW_NONE, RULES_SHOW_PROGRESS, RULES_SHOW_CODE,
                                            RULES_SHOW_NAME};

    const char *const *words = definition_form_words(FORM_SHOW);
    json_t *exposure = json_object_get(value, "exposure");
    size_t mark = reader_into(reader, "exposure");
    if (exposure) {
        (void)reader_object(reader, exposure, definition_form_fields(FORM_EXPOSURE));
    }
    skill->before = shows[reader_choice(reader, exposure, "before", words, RULES_SHOW_PROGRESS)];
    skill->after = shows[reader_choice(reader, exposure, "after", words, RULES_SHOW_NAME)];
    reader_back(reader, mark);
}

static void read_skill(struct definition_book *book, json_t *value, struct table *ids)
{
    static const enum rules_convention conventions[] = {RULES_STANDARD, RULES_DENSE,
                                                        RULES_MODIFIED};
    struct reader *reader = &book->reader;
    struct rules_skill *skill = &book->skills[book->skill_count++];
    (void)reader_object(reader, value, definition_form_fields(FORM_SKILL));
    skill->id = definition_book_id(book, value);
    skill->name = definition_book_name(book, value);
    definition_book_unique(book, ids, skill->id, "id");
    skill->lower_is_better =
        reader_choice(reader, value, "order", definition_form_words(FORM_ORDER), 0) == 1;
    skill->convention = conventions[reader_choice(reader, value, "convention",
                                                  definition_form_words(FORM_CONVENTION), 0)];
    skill->display_places =
        (unsigned)reader_whole(reader, value, "display_places", 0, RATIO_PLACES_MAX, 2);
    read_exposure(reader, skill, value);
    read_titles(book, skill, value);
    definition_stage_all(book, value);
    read_ties(book, skill, value);
}

void definition_skill_all(struct definition_book *book, json_t *competition)
{
    struct reader *reader = &book->reader;
    json_t *list = reader_list(reader, competition, "skills", 1, RULES_SKILLS_MAX);
    struct table *ids = table_new();
    size_t mark = reader_into(reader, "skills");
    for (size_t i = 0; i < json_array_size(list); i++) {
        size_t inner = reader_into_at(reader, i);
        read_skill(book, json_array_get(list, i), ids);
        reader_back(reader, inner);
    }
    reader_back(reader, mark);
    table_free(ids);
}
