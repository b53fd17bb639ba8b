#include "wire/definition_form.h"

#define NEEDS(field)                                                                               \
    {                                                                                              \
        field, true                                                                                \
    }
#define MAY(field)                                                                                 \
    {                                                                                              \
        field, false                                                                               \
    }
#define END                                                                                        \
    {                                                                                              \
        NULL, false                                                                                \
    }

enum { FIELDS_MAX = 18, WORDS_MAX = 7 };

static const struct {
    const char *name;
    struct reader_field fields[FIELDS_MAX];
} objects[FORM_OBJECTS] = {
    [FORM_COMPETITION] = {"competition",
                          {NEEDS("format"), NEEDS("id"), NEEDS("name"), MAY("fictional"),
                           NEEDS("skills"), END}},
    [FORM_SKILL] = {"skill",
                    {NEEDS("id"), NEEDS("name"), MAY("order"), MAY("convention"), MAY("tie_break"),
                     MAY("titles"), MAY("exposure"), MAY("display_places"), NEEDS("stages"), END}},
    [FORM_TIE] = {"tie", {MAY("module"), MAY("part"), MAY("stage"), MAY("order"), END}},
    [FORM_TITLE] = {"title", {NEEDS("id"), NEEDS("name"), NEEDS("from"), NEEDS("to"), END}},
    [FORM_EXPOSURE] = {"exposure", {MAY("before"), MAY("after"), END}},
    [FORM_STAGE] = {"stage",
                    {NEEDS("id"), NEEDS("name"), MAY("carry"), MAY("rounding"), NEEDS("modules"),
                     END}},
    [FORM_MODULE] = {"module",
                     {NEEDS("id"), NEEDS("name"), MAY("weight"), MAY("rounding"), NEEDS("parts"),
                      END}},
    [FORM_PART] = {"part",
                   {NEEDS("id"), NEEDS("name"), MAY("seats"), MAY("technical"), MAY("declares"),
                    MAY("only_declared"), MAY("combine"), MAY("reduce"), MAY("drop_high"),
                    MAY("drop_low"), MAY("missing"), MAY("judges_least"), MAY("factor"),
                    MAY("rounding"), MAY("aspects"), END}},
    [FORM_ASPECT] = {"aspect",
                     {NEEDS("id"), NEEDS("name"), NEEDS("min"), NEEDS("max"), NEEDS("step"),
                      MAY("scaled"), END}},
    [FORM_NAME] = {"name", {NEEDS("zh"), MAY("en"), END}},
    [FORM_ROUNDING] = {"rounding", {NEEDS("places"), MAY("mode"), END}},
    [FORM_MODULE_ROUNDING] = {"module_rounding", {MAY("sum"), MAY("value"), END}},
    [FORM_PART_ROUNDING] = {"part_rounding", {MAY("judges"), MAY("product"), MAY("value"), END}},
    [FORM_STAGE_ROUNDING] = {"stage_rounding", {MAY("own"), MAY("total"), END}},
};

static const char *const choices[FORM_CHOICES][WORDS_MAX] = {
    [FORM_ORDER] = {"high", "low", NULL},
    [FORM_CONVENTION] = {"standard", "dense", "modified", NULL},
    [FORM_SHOW] = {"none", "progress", "code", "name", NULL},
    [FORM_MODE] = {"half_up", "half_even", "truncate", "up", NULL},
    [FORM_DECLARES] = {"base", "scale", "difficulty", "factor", "deduction", "no_marks", NULL},
    [FORM_COMBINE] = {"aspect", "sheet", NULL},
    [FORM_REDUCE] = {"mean", "sum", NULL},
    [FORM_MISSING] = {"block", "given", NULL},
};

const char *definition_form_name(enum definition_form_object object)
{
    return objects[object].name;
}

const struct reader_field *definition_form_fields(enum definition_form_object object)
{
    return objects[object].fields;
}

const char *const *definition_form_words(enum definition_form_choice choice)
{
    return choices[choice];
}
