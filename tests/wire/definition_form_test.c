// The reader and the schema are two texts about one form: here they are held together.
#include "base/buf.h"
#include "base/must.h"
#include "tests/unit.h"
#include "wire/definition.h"
#include "wire/definition_form.h"
#include "wire/faults.h"

#include <stdlib.h>
#include <string.h>

static json_t *load(const char *path)
{
    json_error_t error;
    json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    must(root);
    return root;
}

static json_t *load_schema(void)
{
    return load(SOURCE_DIR "/fixtures/definition.schema.json");
}

static json_t *find_def(json_t *schema, const char *name)
{
    json_t *def = json_object_get(json_object_get(schema, "$defs"), name);
    must(def);
    return def;
}

static bool holds(json_t *list, const char *word)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        if (strcmp(json_string_value(json_array_get(list, i)), word) == 0) {
            return true;
        }
    }
    return false;
}

static void the_schema_has_every_field_that_the_reader_knows_and_no_other(void **state)
{
    (void)state;
    json_t *schema = load_schema();
    for (int object = 0; object < FORM_OBJECTS; object++) {
        json_t *def = find_def(schema, definition_form_name((enum definition_form_object)object));
        json_t *properties = json_object_get(def, "properties");
        size_t count = 0;
        const struct reader_field *field =
            definition_form_fields((enum definition_form_object)object);
        for (; field->name; field++, count++) {
            if (!json_object_get(properties, field->name)) {
                fail_msg("the schema lacks %s", field->name);
            }
            assert_int_equal(holds(json_object_get(def, "required"), field->name), field->required);
        }
        assert_int_equal(json_object_size(properties), count);
        assert_true(json_is_false(json_object_get(def, "additionalProperties")));
    }
    json_decref(schema);
}

// Something that a stranger can read: words, and a full stop.
static bool is_sentence(const char *text)
{
    size_t len = text ? strlen(text) : 0;
    return len > 8 && strchr(text, ' ') && text[len - 1] == '.';
}

static void every_field_of_the_schema_is_described(void **state)
{
    (void)state;
    json_t *schema = load_schema();
    const char *name = NULL;
    json_t *def = NULL;
    json_object_foreach(json_object_get(schema, "$defs"), name, def)
    {
        assert_true(json_string_length(json_object_get(def, "description")) > 0);
        const char *key = NULL;
        json_t *property = NULL;
        json_object_foreach(json_object_get(def, "properties"), key, property)
        {
            if (!is_sentence(json_string_value(json_object_get(property, "description")))) {
                fail_msg("%s of %s is not described", key, name);
            }
        }
    }
    json_decref(schema);
}

// Reads a document that is in memory as a tree.
static bool reads(json_t *root)
{
    char *text = json_dumps(root, 0);
    struct faults faults = {0};
    struct definition *definition = definition_read(slice_of(text), &faults);
    bool good = definition;
    definition_free(definition);
    free(text);
    return good;
}

static json_t *step(json_t *at, const char *key)
{
    return json_is_array(at) ? json_array_get(at, 0) : json_object_get(at, key);
}

// The first object of each kind in the example that has the member.
static json_t *walk(json_t *root, const char *path)
{
    char copy[128];
    (void)snprintf(copy, sizeof copy, "%s", path);
    char *rest = NULL;
    for (char *key = strtok_r(copy, "/", &rest); key && root; key = strtok_r(NULL, "/", &rest)) {
        root = json_is_array(root) ? json_array_get(root, (size_t)strtoul(key, NULL, 10))
                                   : step(root, key);
    }
    must(root);
    return root;
}

// Without its seats or its aspects this part would make no sense, though its form is good; the
// others are required by what else stands there (the schema's "if").
static bool is_needed_beside(const char *name)
{
    static const char *const names[] = {"seats", "aspects", "modules", "parts", "from",
                                        "to",    "min",     "max",     "step"};
    for (size_t i = 0; i < ROWS(names); i++) {
        if (strcmp(names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static void leaving_out_what_the_schema_does_not_require_is_read(void **state)
{
    (void)state;

    static const struct {
        const char *path;
        enum definition_form_object object;
    } rows[] = {
        {"", FORM_COMPETITION},
        {"skills/0", FORM_SKILL},
        {"skills/0/stages/0", FORM_STAGE},
        {"skills/1/stages/0/modules/0", FORM_MODULE},
        {"skills/0/stages/1/modules/1/parts/0", FORM_PART},
        {"skills/1/stages/0/modules/0/parts/0/aspects/1", FORM_ASPECT},
        {"skills/0/titles/0", FORM_TITLE},
        {"skills/0/exposure", FORM_EXPOSURE},
        {"skills/0/name", FORM_NAME},
        {"skills/0/stages/1/rounding", FORM_STAGE_ROUNDING},
        {"skills/0/stages/1/rounding/total", FORM_ROUNDING},
        {"skills/0/stages/1/modules/0/rounding", FORM_MODULE_ROUNDING},
        {"skills/1/stages/0/modules/0/parts/0/rounding", FORM_PART_ROUNDING},
    };

    json_t *example = load(SOURCE_DIR "/fixtures/examples/small.json");
    for (size_t i = 0; i < ROWS(rows); i++) {
        const struct reader_field *field = definition_form_fields(rows[i].object);
        for (; field->name; field++) {
            json_t *copy = json_deep_copy(example);
            (void)json_object_del(walk(copy, rows[i].path), field->name);
            if (reads(copy) != !field->required && !is_needed_beside(field->name)) {
                fail_msg("%s without %s", rows[i].path, field->name);
            }
            json_decref(copy);
        }
    }
    json_decref(example);
}

RUN(cmocka_unit_test(the_schema_has_every_field_that_the_reader_knows_and_no_other),
    cmocka_unit_test(every_field_of_the_schema_is_described),
    cmocka_unit_test(leaving_out_what_the_schema_does_not_require_is_read))
