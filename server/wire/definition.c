#include "wire/definition.h"

#include "base/arena.h"
#include "base/must.h"
#include "base/table.h"
#include "wire/definition_book.h"
#include "wire/definition_form.h"
#include "wire/definition_skill.h"

#include <stdlib.h>

struct definition {
    struct arena *arena;
    struct rules rules;
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
    rules->skills = book->skills;
    rules->stages = book->stages;
    rules->modules = book->modules;
    rules->parts = book->parts;
    rules->aspects = book->aspects;
    rules->skill_count = book->skill_count;
    rules->stage_count = book->stage_count;
    rules->module_count = book->module_count;
    rules->part_count = book->part_count;
    rules->aspect_count = book->aspect_count;
    return book->reader.good;
}

// Steps the reader to a skill, stage or part of the finished book, by its index in the competition.
static void go_to_skill(struct reader *reader, uint32_t index)
{
    (void)reader_into(reader, "skills");
    (void)reader_into_at(reader, index);
}

static void go_to_stage(struct reader *reader, const struct rules *rules, uint32_t index)
{
    const struct rules_stage *stage = &rules->stages[index];
    go_to_skill(reader, stage->skill);
    (void)reader_into(reader, "stages");
    (void)reader_into_at(reader, index - rules->skills[stage->skill].stage_first);
}

static void go_to_part(struct reader *reader, const struct rules *rules, uint32_t index)
{
    const struct rules_part *part = &rules->parts[index];
    const struct rules_module *module = &rules->modules[part->module];
    go_to_stage(reader, rules, part->stage);
    (void)reader_into(reader, "modules");
    (void)reader_into_at(reader, part->module - rules->stages[part->stage].module_first);
    (void)reader_into(reader, "parts");
    (void)reader_into_at(reader, index - module->part_first);
}

static void go_to_aspect(struct reader *reader, const struct rules *rules, uint32_t index)
{
    uint32_t part = 0;
    while (index - rules->parts[part].aspect_first >= rules->parts[part].aspect_count) {
        part++;
        must(part < rules->part_count);
    }
    go_to_part(reader, rules, part);
    (void)reader_into(reader, "aspects");
    (void)reader_into_at(reader, index - rules->parts[part].aspect_first);
}

enum where { AT_SKILL, AT_STAGE, AT_PART, AT_ASPECT };

static const struct {
    enum rules_nonsense nonsense;
    enum where where;
    const char *member; // of what the index names, or NULL
    const char *reason;
} senses[] = {
    {RULES_PANEL_TOO_SMALL, AT_PART, "seats", "@panel-too-small"},
    {RULES_SCALE_UNDECLARED, AT_PART, "declares", "@scale-undeclared"},
    {RULES_TECHNICAL_MISSING, AT_PART, "technical", "@technical-missing"},
    {RULES_CARRY_FORWARD, AT_STAGE, "carry", "@carry-forward"},
    {RULES_TITLES_OVERLAP, AT_SKILL, "titles", "@titles-overlap"},
    {RULES_MARKS_MISSHAPEN, AT_ASPECT, NULL, "@marks-misshapen"},
    {RULES_PART_EMPTY, AT_PART, NULL, "@part-empty"},
    {RULES_OVERFLOW_POSSIBLE, AT_PART, NULL, "@overflow-possible"},
};

static void check_sense(struct reader *reader, const struct rules *rules)
{
    uint32_t index = 0;
    enum rules_nonsense nonsense = rules_check(rules, &index);
    if (nonsense == RULES_SENSE) {
        return;
    }
    size_t i = 0;
    while (senses[i].nonsense != nonsense) {
        i++;
        must(i < sizeof senses / sizeof senses[0]);
    }
    if (senses[i].where == AT_SKILL) {
        go_to_skill(reader, index);
    } else if (senses[i].where == AT_STAGE) {
        go_to_stage(reader, rules, index);
    } else if (senses[i].where == AT_PART) {
        go_to_part(reader, rules, index);
    } else {
        go_to_aspect(reader, rules, index);
    }
    if (senses[i].member) {
        (void)reader_into(reader, senses[i].member);
    }
    reader_fault(reader, reader->nonsense, senses[i].reason);
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
            check_sense(&book.reader, &definition->rules);
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
