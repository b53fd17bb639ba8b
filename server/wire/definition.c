#include "wire/definition.h"

#include "base/arena.h"
#include "base/must.h"
#include "base/table.h"
#include "wire/definition_book.h"
#include "wire/definition_list.h"
#include "wire/definition_sense.h"
#include "wire/definition_skill.h"
#include "wire/definition_team.h"
#include "wire/definition_venue.h"
#include "wire/definition_version.h"

#include <stdlib.h>

struct definition {
    struct arena *arena;
    struct rules rules;
    unsigned version;
};

static const char form_mark[] = "jinbang-competition/1";

static void read_head(struct definition_book *book, struct rules *rules)
{
    struct reader *reader = &book->reader;
    json_t *root = reader->root;
    (void)reader_object(reader, root, definition_form_fields(FORM_COMPETITION));
    struct slice format = reader_any_text(reader, root, "format");
    if (format.at && !slice_is(format, form_mark)) {
        reader_nonsense(reader, "format", "@format %s", form_mark);
    }
    rules->id = definition_book_id(book, root);
    rules->name = definition_book_name(book, root);
    rules->fictional = reader_flag(reader, root, "fictional", false);
    book->traits =
        definition_list_ids(reader, root, "traits", RULES_TRAITS_MAX, &book->trait_count);
    definition_venue_all(book);
}

static void hand_over(const struct definition_book *book, struct rules *rules)
{
    rules->skills = book->skills;
    rules->stages = book->stages;
    rules->modules = book->modules;
    rules->parts = book->parts;
    rules->aspects = book->aspects;
    rules->adjustments = book->adjustments;
    rules->traits = book->traits;
    rules->skill_count = book->skill_count;
    rules->stage_count = book->stage_count;
    rules->module_count = book->module_count;
    rules->part_count = book->part_count;
    rules->aspect_count = book->aspect_count;
    rules->adjustment_count = book->adjustment_count;
    rules->trait_count = book->trait_count;
    rules->venues = book->venues;
    rules->venue_count = book->venue_count;
}

// False when something is wrong with the form.
static bool fill(struct definition_book *book, struct rules *rules)
{
    read_head(book, rules);
    if (!definition_book_size(book)) {
        return false;
    }
    book->part_ids = table_new();
    definition_skill_all(book, book->reader.root);
    book->part_ids = table_free(book->part_ids);
    definition_team_all(book, book->reader.root, rules);
    hand_over(book, rules);
    return book->reader.good;
}

struct definition *definition_read(struct slice json, struct faults *faults)
{
    struct definition *definition = calloc(1, sizeof *definition);
    must(definition);
    definition->arena = arena_new();
    struct definition_book book = {0};
    if (reader_open(&book.reader, definition->arena, json, faults)) {
        book.reader.nonsense = "definition-invalid";
        if (fill(&book, &definition->rules)) {
            definition_sense_check(&book.reader, &definition->rules);
            definition->version = definition_version_least(book.reader.root);
        }
    }
    reader_close(&book.reader);
    return book.reader.good ? definition : definition_free(definition);
}

struct definition *definition_free(struct definition *definition)
{
    if (definition) {
        arena_free(definition->arena);
        free(definition);
    }
    return NULL;
}

const struct rules *definition_rules(const struct definition *definition)
{
    return &definition->rules;
}

unsigned definition_version(const struct definition *definition)
{
    return definition->version;
}
