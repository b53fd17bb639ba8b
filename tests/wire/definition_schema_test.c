// The schema says what the reader does, member by member: every member of the schema that stands in
// fixtures/examples/full.json is changed beyond what the schema allows, and the reader must refuse
// it there.
#include "base/must.h"
#include "tests/unit.h"
#include "wire/definition.h"
#include "wire/definition_form.h"
#include "wire/faults.h"

#include <stdlib.h>
#include <string.h>

enum { FOUND_MAX = 512, LIST_EDGE = 600 };

// The first place where a member of a definition's object stands in the example.
struct found {
    const char *def, *key;
    json_t *parent, *property;
    char pointer[FAULTS_POINTER_MAX];
};

struct walk {
    json_t *schema, *example;
    size_t count;
    struct found found[FOUND_MAX];
};

static json_t *load(const char *path)
{
    json_error_t error;
    json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    must(root);
    return root;
}

static const char *def_of(json_t *property)
{
    const char *ref = json_string_value(json_object_get(property, "$ref"));
    return ref ? strrchr(ref, '/') + 1 : NULL;
}

static json_t *properties_of(const struct walk *walk, const char *def)
{
    return json_object_get(json_object_get(json_object_get(walk->schema, "$defs"), def),
                           "properties");
}

static const struct found *find(const struct walk *walk, const char *def, const char *key)
{
    for (size_t i = 0; i < walk->count; i++) {
        if (strcmp(walk->found[i].def, def) == 0 && strcmp(walk->found[i].key, key) == 0) {
            return &walk->found[i];
        }
    }
    return NULL;
}

static void visit(struct walk *walk, const char *def, json_t *value, const char *pointer);

static void visit_member(struct walk *walk, json_t *property, json_t *value, const char *pointer)
{
    json_t *items = json_object_get(property, "items");
    const char *def = def_of(items ? items : property);
    if (!def || !properties_of(walk, def)) {
        return;
    }
    if (!items) {
        visit(walk, def, value, pointer);
        return;
    }
    size_t i = 0;
    json_t *one = NULL;
    json_array_foreach(value, i, one)
    {
        char inner[2 * FAULTS_POINTER_MAX];
        (void)snprintf(inner, sizeof inner, "%s/%zu", pointer, i);
        visit(walk, def, one, inner);
    }
}

static void visit(struct walk *walk, const char *def, json_t *value, const char *pointer)
{
    const char *key = NULL;
    json_t *property = NULL;
    json_object_foreach(properties_of(walk, def), key, property)
    {
        char inner[2 * FAULTS_POINTER_MAX];
        json_t *member = json_object_get(value, key);
        (void)snprintf(inner, sizeof inner, "%s/%s", pointer, key);
        if (member && !find(walk, def, key)) {
            struct found *found = &walk->found[walk->count++];
            must(walk->count < FOUND_MAX);
            *found = (struct found){.def = def, .key = key, .parent = value, .property = property};
            (void)snprintf(found->pointer, sizeof found->pointer, "%.*s",
                           (int)sizeof found->pointer - 1, inner);
        }
        if (member) {
            visit_member(walk, property, member, inner);
        }
    }
}

static struct walk *walk_new(void)
{
    struct walk *walk = calloc(1, sizeof *walk);
    must(walk);
    walk->schema = load(SOURCE_DIR "/fixtures/definition.schema.json");
    walk->example = load(SOURCE_DIR "/fixtures/examples/full.json");
    visit(walk, "competition", walk->example, "");
    return walk;
}

static void walk_free(struct walk *walk)
{
    json_decref(walk->schema);
    json_decref(walk->example);
    free(walk);
}

// Puts `value` (taken over) in the member's place, reads, and puts the old one back. True when the
// document was refused with a fault at the pointer, with this word unless it is NULL.
static bool refuses(struct walk *walk, const struct found *found, json_t *value,
                    const char *pointer, const char *word)
{
    struct faults faults = {0};
    json_t *old = json_incref(json_object_get(found->parent, found->key));
    (void)json_object_set_new(found->parent, found->key, value);
    char *text = json_dumps(walk->example, 0);
    struct definition *definition = definition_read(slice_of(text), &faults);
    bool said = false;
    for (size_t i = 0; i < faults.count; i++) {
        said |= strcmp(faults.items[i].pointer, pointer) == 0 &&
                (!word || strcmp(faults.items[i].word, word) == 0);
    }
    said &= !definition;
    definition_free(definition);
    free(text);
    (void)json_object_set_new(found->parent, found->key, old);
    return said;
}

static void the_full_example_has_every_member_at_least_once(void **state)
{
    (void)state;
    struct walk *walk = walk_new();
    for (int object = 0; object < FORM_OBJECTS; object++) {
        const char *def = definition_form_name((enum definition_form_object)object);
        const struct reader_field *field =
            definition_form_fields((enum definition_form_object)object);
        for (; field->name; field++) {
            if (!find(walk, def, field->name)) {
                fail_msg("full.json has no %s of a %s", field->name, def);
            }
        }
    }
    walk_free(walk);
}

static void no_member_takes_a_value_of_another_type(void **state)
{
    (void)state;
    struct walk *walk = walk_new();
    for (size_t i = 0; i < walk->count; i++) {
        const struct found *found = &walk->found[i];
        if (!refuses(walk, found, json_null(), found->pointer, NULL)) {
            fail_msg("%s of %s may be null", found->key, found->def);
        }
    }
    walk_free(walk);
}

static void whole_numbers_have_the_limits_of_the_schema(void **state)
{
    (void)state;
    struct walk *walk = walk_new();
    size_t count = 0;
    for (size_t i = 0; i < walk->count; i++) {
        const struct found *found = &walk->found[i];
        json_t *least = json_object_get(found->property, "minimum");
        json_t *most = json_object_get(found->property, "maximum");
        if (!least || !most) {
            continue;
        }
        count++;
        if (!refuses(walk, found, json_integer(json_integer_value(least) - 1), found->pointer,
                     NULL) ||
            !refuses(walk, found, json_integer(json_integer_value(most) + 1), found->pointer,
                     NULL)) {
            fail_msg("%s of %s has other limits", found->key, found->def);
        }
    }
    assert_true(count > 25);
    walk_free(walk);
}

// A list of so many copies of the first element.
static json_t *many(json_t *list, size_t count)
{
    json_t *copy = json_array();
    for (size_t i = 0; i < count; i++) {
        (void)json_array_append(copy, json_array_get(list, 0));
    }
    return copy;
}

static void lists_have_the_limits_of_the_schema(void **state)
{
    (void)state;
    struct walk *walk = walk_new();
    size_t count = 0;
    for (size_t i = 0; i < walk->count; i++) {
        const struct found *found = &walk->found[i];
        json_t *list = json_object_get(found->parent, found->key);
        size_t least = (size_t)json_integer_value(json_object_get(found->property, "minItems"));
        size_t most = (size_t)json_integer_value(json_object_get(found->property, "maxItems"));
        if (!json_is_array(list) || most > LIST_EDGE) {
            continue;
        }
        count++;
        if (!refuses(walk, found, many(list, most + 1), found->pointer, NULL) ||
            (least > 0 && !refuses(walk, found, many(list, least - 1), found->pointer, NULL))) {
            fail_msg("%s of %s has other limits", found->key, found->def);
        }
    }
    assert_true(count > 20);
    walk_free(walk);
}

// "@choice a, b, c", as the reader says it.
static void list_words(json_t *words, char out[FAULTS_WORD_MAX])
{
    (void)snprintf(out, FAULTS_WORD_MAX, "@choice ");
    for (size_t k = 0; k < json_array_size(words); k++) {
        size_t len = strlen(out);
        (void)snprintf(out + len, FAULTS_WORD_MAX - len, "%s%s", k ? ", " : "",
                       json_string_value(json_array_get(words, k)));
    }
}

// A list of words is tried with one wrong word in it.
static bool refuses_other_words(struct walk *walk, const struct found *found, json_t *items,
                                const char *said)
{
    char inner[FAULTS_POINTER_MAX + 2];
    (void)snprintf(inner, sizeof inner, "%s/0", found->pointer);
    json_t *nonsense = items ? json_pack("[s]", "nonsense") : json_string("nonsense");
    return refuses(walk, found, nonsense, items ? inner : found->pointer, said);
}

static void choices_have_the_words_of_the_schema(void **state)
{
    (void)state;
    struct walk *walk = walk_new();
    size_t count = 0;
    for (size_t i = 0; i < walk->count; i++) {
        const struct found *found = &walk->found[i];
        json_t *items = json_object_get(found->property, "items");
        json_t *words = json_object_get(items ? items : found->property, "enum");
        char said[FAULTS_WORD_MAX];
        list_words(words, said);
        if (words && !refuses_other_words(walk, found, items, said)) {
            fail_msg("%s of %s: other words than %s", found->key, found->def, said);
        }
        count += words != NULL;
    }
    assert_true(count > 25);
    walk_free(walk);
}

static void each_object_refuses_a_member_that_the_schema_does_not_know(void **state)
{
    (void)state;
    struct walk *walk = walk_new();
    for (size_t i = 0; i < walk->count; i++) {
        const struct found *found = &walk->found[i];
        json_t *object = json_object_get(found->parent, found->key);
        if (!json_is_object(object)) {
            continue;
        }
        char inner[FAULTS_POINTER_MAX + 8];
        (void)snprintf(inner, sizeof inner, "%s/colour", found->pointer);
        json_t *copy = json_deep_copy(object);
        (void)json_object_set_new(copy, "colour", json_true());
        if (!refuses(walk, found, copy, inner, "colour")) {
            fail_msg("%s of %s takes a colour", found->key, found->def);
        }
    }
    walk_free(walk);
}

RUN(cmocka_unit_test(the_full_example_has_every_member_at_least_once),
    cmocka_unit_test(no_member_takes_a_value_of_another_type),
    cmocka_unit_test(whole_numbers_have_the_limits_of_the_schema),
    cmocka_unit_test(lists_have_the_limits_of_the_schema),
    cmocka_unit_test(choices_have_the_words_of_the_schema),
    cmocka_unit_test(each_object_refuses_a_member_that_the_schema_does_not_know))
