#include "wire/definition_book.h"

#include "base/arena.h"
#include "base/table.h"
#include "wire/definition_list.h"
#include "wire/definition_value.h"

struct counts {
    size_t stages, modules, parts, aspects, adjustments;
};

static size_t adjustments_of(json_t *node)
{
    return json_array_size(json_object_get(node, "adjustments"));
}

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
        counts->adjustments += adjustments_of(module);
        json_array_foreach(json_object_get(module, "parts"), k, part)
        {
            counts->parts++;
            counts->adjustments += adjustments_of(part);
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
            counts->adjustments += adjustments_of(stage);
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
    book->adjustments = arena_alloc(arena, counts.adjustments * sizeof *book->adjustments);
    return true;
}

const char *definition_book_id_at(struct definition_book *book, json_t *object, const char *key)
{
    struct slice id = reader_id(&book->reader, object, key);
    return id.at ? id.at : "";
}

const char *definition_book_id(struct definition_book *book, json_t *object)
{
    return definition_book_id_at(book, object, "id");
}

struct rules_name definition_book_name(struct definition_book *book, json_t *object)
{
    return definition_book_name_at(book, object, "name");
}

struct rules_name definition_book_name_of(struct definition_book *book, json_t *value)
{
    struct reader *reader = &book->reader;
    struct rules_name name = {"", ""};
    if (reader_object(reader, value, definition_form_fields(FORM_NAME))) {
        struct slice zh = reader_text(reader, value, "zh", 1, FORM_NAME_MAX);
        struct slice en = reader_text(reader, value, "en", 1, FORM_NAME_MAX);
        name.zh = zh.at ? zh.at : "";
        name.en = en.at ? en.at : name.zh;
    }
    return name;
}

struct rules_name definition_book_name_at(struct definition_book *book, json_t *object,
                                          const char *key)
{
    json_t *value = json_object_get(object, key);
    if (!value) {
        return (struct rules_name){"", ""};
    }
    size_t mark = reader_into(&book->reader, key);
    struct rules_name name = definition_book_name_of(book, value);
    reader_back(&book->reader, mark);
    return name;
}

struct rounding definition_book_step(struct definition_book *book, json_t *object)
{
    static const enum round_mode modes[] = {ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_TRUNCATE,
                                            ROUND_UP};
    struct reader *reader = &book->reader;
    struct rounding rounding = {ROUND_NONE, 0};
    if (json_object_get(object, "places")) {
        rounding.places =
            (int)reader_whole(reader, object, "places", RATIO_PLACES_MIN, RATIO_PLACES_MAX, 0);
        rounding.mode = modes[definition_value_word(reader, object, "mode", FORM_MODE, 0)];
    }
    return rounding;
}

struct rounding definition_book_rounding(struct definition_book *book, json_t *object,
                                         const char *key)
{
    struct reader *reader = &book->reader;
    struct rounding rounding = {ROUND_NONE, 0};
    size_t mark = 0;
    json_t *value = definition_list_into(reader, object, key, FORM_ROUNDING, &mark);
    if (value) {
        rounding = definition_book_step(book, value);
        reader_back(reader, mark);
    }
    return rounding;
}

void definition_book_unique(struct definition_book *book, struct table *ids, const char *id,
                            const char *key)
{
    if (*id && table_put(ids, slice_of(id), book)) {
        reader_nonsense(&book->reader, key, "@id-twice %s", id);
    }
}

uint32_t definition_book_stage(struct definition_book *book, json_t *object, const char *key)
{
    struct slice id = reader_id(&book->reader, object, key);
    if (!id.at) {
        return RULES_NONE;
    }
    for (uint32_t i = book->skills[book->skill_count - 1].stage_first; i < book->stage_count; i++) {
        if (slice_is(id, book->stages[i].id)) {
            return i;
        }
    }
    reader_nonsense(&book->reader, key, "@stage-unknown %s", id.at);
    return RULES_NONE;
}

uint32_t definition_book_part(struct definition_book *book, json_t *object, const char *key)
{
    struct slice id = reader_id(&book->reader, object, key);
    if (!id.at) {
        return RULES_NONE;
    }
    uint32_t i = book->part_count;
    while (i > 0 && book->parts[i - 1].skill == book->skill_count - 1) { // only this skill's
        i--;
        if (slice_is(id, book->parts[i].id)) {
            return i;
        }
    }
    reader_nonsense(&book->reader, key, "@part-unknown %s", id.at);
    return RULES_NONE;
}

uint32_t definition_book_module(struct definition_book *book, json_t *object, const char *key,
                                uint32_t stage)
{
    struct slice id = reader_id(&book->reader, object, key);
    uint32_t found = RULES_NONE;
    for (uint32_t i = 0; id.at && i < book->module_count; i++) {
        const struct rules_module *module = &book->modules[i];
        if (module->skill != book->skill_count - 1 || !slice_is(id, module->id) ||
            (stage != RULES_NONE && stage != module->stage)) {
            continue;
        }
        if (found != RULES_NONE) {
            reader_nonsense(&book->reader, key, "@tie-ambiguous %s", id.at);
            return found;
        }
        found = i;
    }
    if (id.at && found == RULES_NONE) {
        reader_nonsense(&book->reader, key, "@module-unknown %s", id.at);
    }
    return found;
}

static uint32_t find_trait(const struct definition_book *book, const char *id)
{
    for (uint32_t i = 0; i < book->trait_count; i++) {
        if (strcmp(book->traits[i], id) == 0) {
            return i;
        }
    }
    return RULES_NONE;
}

uint64_t definition_book_traits(struct definition_book *book, json_t *object, const char *key)
{
    struct reader *reader = &book->reader;
    uint64_t bits = 0;
    uint32_t count = 0;
    const char *const *ids = definition_list_ids(reader, object, key, RULES_TRAITS_MAX, &count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t trait = find_trait(book, ids[i]);
        if (trait == RULES_NONE) {
            definition_list_nonsense(reader, key, i, "@trait-unknown", ids[i]);
        } else {
            bits |= UINT64_C(1) << trait;
        }
    }
    return bits;
}
