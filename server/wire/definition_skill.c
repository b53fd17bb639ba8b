#include "wire/definition_skill.h"

#include "base/arena.h"
#include "base/table.h"
#include "wire/definition_book.h"
#include "wire/definition_group.h"
#include "wire/definition_honour.h"
#include "wire/definition_list.h"
#include "wire/definition_rank.h"
#include "wire/definition_signing.h"
#include "wire/definition_stage.h"
#include "wire/definition_value.h"
#include "wire/definition_venue.h"

enum { DISPLAY_PLACES = 2, BLIND_LAYERS = 3 };

static void read_exposure(struct reader *reader, struct rules_skill *skill, json_t *value)
{
    size_t mark = 0;
    json_t *exposure = definition_list_into(reader, value, "exposure", FORM_EXPOSURE, &mark);
    skill->exposure = definition_value_exposure(
        reader, exposure,
        (struct rules_exposure){RULES_SHOW_PROGRESS, RULES_SHOW_NAME, RULES_SINCE_PUBLISHED});
    skill->tells_marks = reader_flag(reader, exposure, "judge_marks", false);
    skill->tells_forecast = reader_flag(reader, exposure, "forecast", false);
    skill->tells_lines = reader_flag(reader, exposure, "cut_line", false);
    if (exposure) {
        reader_back(reader, mark);
    }
}

// The layers of codes behind which competitors are marked, each once.
static void read_blind(struct reader *reader, struct rules_skill *skill, json_t *value)
{
    const char *const *words = definition_form_words(FORM_BLIND);
    struct definition_list list = definition_list_open(reader, value, "blind", 1, BLIND_LAYERS);

    for (json_t *one = NULL; (one = definition_list_next(reader, &list));) {
        unsigned layer = 0;
        const char *word = json_is_string(one) ? json_string_value(one) : "";
        while (layer < BLIND_LAYERS && strcmp(words[layer], word) != 0) {
            layer++;
        }
        if (!json_is_string(one)) {
            reader_fault(reader, "wrong-type", "@type-text");
        } else if (layer == BLIND_LAYERS) {
            reader_fault(reader, reader->nonsense, "@choice entry, station, work");
        } else if ((skill->blind >> layer & 1) != 0) {
            reader_fault(reader, reader->nonsense, "@twice");
        } else {
            skill->blind |= 1U << layer;
        }
    }
}

static void read_section(struct definition_book *book, json_t *value, struct rules_section *section)
{
    struct reader *reader = &book->reader;
    (void)reader_object(reader, value, definition_form_fields(FORM_SECTION));
    struct slice id = reader_text(reader, value, "id", 1, FORM_SECTION_MAX);
    section->id = id.at ? id.at : "";
    section->name = definition_book_name(book, value);
    if (reader_point(reader, value, "max", &section->max) && section->max < 0) {
        reader_nonsense(reader, "max", "@at-least 0");
    }
}

static void read_sections(struct definition_book *book, json_t *value, struct rules_skill *skill)
{
    struct reader *reader = &book->reader;
    struct definition_list list =
        definition_list_open(reader, value, "sections", 0, RULES_SECTIONS_MAX);
    struct rules_section *sections =
        arena_alloc(reader->arena, (json_array_size(list.list) + 1) * sizeof *sections);
    struct table *ids = table_new();
    for (json_t *one = NULL; (one = definition_list_next(reader, &list));) {
        struct rules_section *section = &sections[skill->section_count++];
        read_section(book, one, section);
        definition_book_unique(book, ids, section->id, "id");
    }
    table_free(ids);
    skill->sections = sections;
}

// A stage that is shown once it is signed needs signatures.
static void check_exposure(struct definition_book *book, json_t *value,
                           const struct rules_skill *skill)
{
    bool waits = false;
    for (uint32_t i = skill->stage_first; i < book->stage_count; i++) {
        waits = waits || book->stages[i].exposure.since == RULES_SINCE_SIGNED;
    }
    if (waits) {
        definition_value_needs(&book->reader, value, "signing");
    }
}

static void read_skill(struct definition_book *book, json_t *value, struct table *ids)
{
    struct reader *reader = &book->reader;
    struct rules_skill *skill = &book->skills[book->skill_count++];
    (void)reader_object(reader, value, definition_form_fields(FORM_SKILL));
    skill->id = definition_book_id(book, value);
    skill->name = definition_book_name(book, value);
    definition_book_unique(book, ids, skill->id, "id");
    skill->display_places = (unsigned)reader_whole(reader, value, "display_places", 0,
                                                   RATIO_PLACES_MAX, DISPLAY_PLACES);
    read_exposure(reader, skill, value);
    read_blind(reader, skill, value);
    definition_signing_read(reader, value, &skill->signing);
    definition_rank_read(book, value, skill);
    definition_group_read(book, value, skill);
    skill->venue = definition_venue_of(book, value);
    skill->behind = reader_flag(reader, value, "behind", false);
    definition_honour_read(book, value, skill);
    read_sections(book, value, skill);
    book->adjustment_ids = table_new();
    definition_stage_all(book, value);
    check_exposure(book, value, skill);
    book->adjustment_ids = table_free(book->adjustment_ids);
    definition_rank_ties(book, value, skill);
}

void definition_skill_all(struct definition_book *book, json_t *competition)
{
    struct reader *reader = &book->reader;
    struct definition_list list =
        definition_list_open(reader, competition, "skills", 1, RULES_SKILLS_MAX);
    struct table *ids = table_new();
    for (json_t *one = NULL; (one = definition_list_next(reader, &list));) {
        read_skill(book, one, ids);
    }
    table_free(ids);
}
