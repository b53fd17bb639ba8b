#include "wire/definition_version.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// The form of a definition as version 1 had it. It does not change any more: what is not in it
// needs version 2, unless `latest` says more.

enum { MEMBERS_MAX = 16, WORDS_MAX = 7, TIES_OF_1 = 8, TITLES_OF_1 = 16 };

struct kind;

struct member {
    const char *name;
    const struct kind *of; // what an object there, or each object of a list, holds; NULL: anything
    const char *const *words; // a word, or a list of them; NULL: any
    size_t most;              // elements of the list; 0: any number
};

struct kind {
    struct member members[MEMBERS_MAX];
};

static const char *const conventions[] = {"standard", "dense", "modified", NULL};
static const char *const declared[] = {"base",      "scale",    "difficulty", "factor",
                                       "deduction", "no_marks", NULL};
static const char *const reductions[] = {"mean", "sum", NULL};
static const char *const absences[] = {"block", "given", NULL};

static const struct kind module_rounding = {{{.name = "sum"}, {.name = "value"}}};
static const struct kind part_rounding = {
    {{.name = "judges"}, {.name = "product"}, {.name = "value"}}};
static const struct kind stage_rounding = {{{.name = "own"}, {.name = "total"}}};
static const struct kind tie = {
    {{.name = "module"}, {.name = "part"}, {.name = "stage"}, {.name = "order"}}};
static const struct kind title = {
    {{.name = "id"}, {.name = "name"}, {.name = "from"}, {.name = "to"}}};
static const struct kind aspect = {{{.name = "id"},
                                    {.name = "name"},
                                    {.name = "min"},
                                    {.name = "max"},
                                    {.name = "step"},
                                    {.name = "scaled"}}};
static const struct kind part = {{{.name = "id"},
                                  {.name = "name"},
                                  {.name = "seats"},
                                  {.name = "technical"},
                                  {.name = "declares", .words = declared},
                                  {.name = "only_declared"},
                                  {.name = "combine"},
                                  {.name = "reduce", .words = reductions},
                                  {.name = "drop_high"},
                                  {.name = "drop_low"},
                                  {.name = "missing", .words = absences},
                                  {.name = "judges_least"},
                                  {.name = "factor"},
                                  {.name = "rounding", .of = &part_rounding},
                                  {.name = "aspects", .of = &aspect}}};
static const struct kind module = {{{.name = "id"},
                                    {.name = "name"},
                                    {.name = "weight"},
                                    {.name = "rounding", .of = &module_rounding},
                                    {.name = "parts", .of = &part}}};
static const struct kind stage = {{{.name = "id"},
                                   {.name = "name"},
                                   {.name = "carry"},
                                   {.name = "rounding", .of = &stage_rounding},
                                   {.name = "modules", .of = &module}}};
static const struct kind skill = {{{.name = "id"},
                                   {.name = "name"},
                                   {.name = "order"},
                                   {.name = "convention", .words = conventions},
                                   {.name = "tie_break", .of = &tie, .most = TIES_OF_1},
                                   {.name = "titles", .of = &title, .most = TITLES_OF_1},
                                   {.name = "exposure"},
                                   {.name = "display_places"},
                                   {.name = "stages", .of = &stage}}};
static const struct kind competition = {{{.name = "format"},
                                         {.name = "id"},
                                         {.name = "name"},
                                         {.name = "fictional"},
                                         {.name = "skills", .of = &skill}}};

// What came after version 2. Names that stand in one kind of object only.
static const struct {
    const char *name;
    unsigned version;
} latest[] = {{"from_top", 3}, {"per_team", 3}};

static unsigned version_of_name(const char *name)
{
    for (size_t i = 0; i < sizeof latest / sizeof latest[0]; i++) {
        if (strcmp(latest[i].name, name) == 0) {
            return latest[i].version;
        }
    }
    return 2;
}

static const struct member *find(const struct kind *kind, const char *name)
{
    for (size_t i = 0; kind && i < MEMBERS_MAX && kind->members[i].name; i++) {
        if (strcmp(kind->members[i].name, name) == 0) {
            return &kind->members[i];
        }
    }
    return NULL;
}

static bool is_among(const char *word, const char *const *words)
{
    while (*words && strcmp(*words, word) != 0) {
        words++;
    }
    return *words != NULL;
}

static unsigned larger(unsigned a, unsigned b)
{
    return a > b ? a : b;
}

static unsigned version_of_word(const json_t *value, const struct member *as)
{
    return json_is_string(value) && as->words && !is_among(json_string_value(value), as->words) ? 2
                                                                                                : 1;
}

// Lists stand in lists nowhere, and objects no deeper than the kinds go. Inside of what version 1
// did not have only the latest names are looked for.
// NOLINTNEXTLINE(misc-no-recursion)
static unsigned version_of(const json_t *value, const struct member *as)
{
    unsigned version = version_of_word(value, as);
    size_t index = 0;
    const json_t *element = NULL;
    json_array_foreach(value, index, element)
    {
        version = larger(version, version_of(element, as));
    }
    if (as->most > 0 && json_array_size(value) > as->most) {
        version = larger(version, 2);
    }
    static const struct member anything = {.name = NULL};
    const char *name = NULL;
    json_t *member = NULL;
    json_object_foreach((json_t *)(uintptr_t)value, name, member)
    {
        const struct member *known = find(as->of, name);
        if (!known && (as->of || version_of_name(name) > 2)) {
            version = larger(version, version_of_name(name));
        }
        version = larger(version, version_of(member, known ? known : &anything));
    }
    return version;
}

unsigned definition_version_least(const json_t *root)
{
    static const struct member all = {.of = &competition};

    return version_of(root, &all);
}
