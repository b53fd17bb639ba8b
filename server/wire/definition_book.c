#include "wire/definition_book.h"

#include "base/arena.h"
#include "base/table.h"
#include "wire/definition_form.h"

struct counts {
    size_t stages, modules, parts, aspects;
};

// Of whatever stands there: what is not a list has no elements.
static void count_parts(json_t *stage, struct counts *counts)
{
    size_t i = 0;
    size_t k = 0;
    json_t *module = NULL;
    json_t *part = NULL;
    json_array_foreach(json_object_get(stage, "modules"), i, module)
    {
        counts->modules++;
        json_array_foreach(json_object_get(module, "parts"), k, part)
        {
            counts->parts++;
            counts->aspects += json_array_size(json_object_get(part, "aspects"));
        }
    }
}

static void count_stages(json_t *skills, struct counts *counts)
{
    size_t i = 0;
    size_t k = 0;
    json_t *skill = NULL;
    json_t *stage = NULL;
    json_array_foreach(skills, i, skill)
    {
        json_array_foreach(json_object_get(skill, "stages"), k, stage)
        {
            counts->stages++;
            count_parts(stage, counts);
        }
    }
}

bool definition_book_size(struct definition_book *book)
{
    struct arena *arena = book->reader.arena;
    json_t *skills = json_object_get(book->reader.root, "skills");
    struct counts counts = {0};
    count_stages(skills, &counts);
    if (counts.parts > RULES_PARTS_MAX) {
        reader_nonsense(&book->reader, "skills", "@parts %d", RULES_PARTS_MAX);
        return false;
    }
    book->skills = arena_alloc(arena, json_array_size(skills) * sizeof *book->skills);
    book->stages = arena_alloc(arena, counts.stages * sizeof *book->stages);
    book->modules = arena_alloc(arena, counts.modules * sizeof *book->modules);
    book->parts = arena_alloc(arena, counts.parts * sizeof *book->parts);
    book->aspects = arena_alloc(arena, counts.aspects * sizeof *book->aspects);
    return true;
}

const char *definition_book_id(struct definition_book *book, json_t *object)
{
    struct slice id = reader_id(&book->reader, object, "id");
    return id.at ? id.at : "";
}

struct rules_name definition_book_name(struct definition_book *book, json_t *object)
{
    struct reader *reader = &book->reader;
    struct rules_name name = {"", ""};
    json_t *value = json_object_get(object, "name");
    if (!value) {
        return name;
    }
    size_t mark = reader_into(reader, "name");
    if (reader_object(reader, value, definition_form_fields(FORM_NAME))) {
        struct slice zh = reader_text(reader, value, "zh", 1, FORM_NAME_MAX);
        struct slice en = reader_text(reader, value, "en", 1, FORM_NAME_MAX);
        name.zh = zh.at ? zh.at : "";
        name.en = en.at ? en.at : name.zh;
    }
    reader_back(reader, mark);
    return name;
}

struct rounding definition_book_rounding(struct definition_book *book, json_t *object,
                                         const char *key)
{
    struct reader *reader = &book->reader;
    struct rounding rounding = {ROUND_NONE, 0};
    json_t *value = json_object_get(object, key);
    if (!value) {
        return rounding;
    }

    static const enum round_mode modes[] = {ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_TRUNCATE,
                                            ROUND_UP};

    size_t mark = reader_into(reader, key);
    if (reader_object(reader, value, definition_form_fields(FORM_ROUNDING))) {
        rounding.places = (unsigned)reader_whole(reader, value, "places", 0, RATIO_PLACES_MAX, 0);
        rounding.mode =
            modes[reader_choice(reader, value, "mode", definition_form_words(FORM_MODE), 0)];
    }
    reader_back(reader, mark);
    return rounding;
}

void definition_book_unique(struct definition_book *book, struct table *ids, const char *id,
                            const char *key)
{
    if (*id && table_put(ids, slice_of(id), book)) {
        reader_nonsense(&book->reader, key, "@id-twice %s", id);
    }
}
