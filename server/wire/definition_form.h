// The form of a definition: which fields each object has and which words its choices allow. One
// table, so that the reader and fixtures/definition.schema.json can be held together by a test.
#pragma once

#include "wire/reader.h"

enum definition_form_object {
    FORM_COMPETITION,
    FORM_SKILL,
    FORM_TIE,
    FORM_TITLE,
    FORM_EXPOSURE,
    FORM_STAGE,
    FORM_MODULE,
    FORM_PART,
    FORM_ASPECT,
    FORM_NAME,
    FORM_ROUNDING,
    FORM_MODULE_ROUNDING,
    FORM_PART_ROUNDING,
    FORM_STAGE_ROUNDING,
    FORM_OBJECTS
};

// In the order of the enums in scoring/rules.h.
enum definition_form_choice {
    FORM_ORDER,
    FORM_CONVENTION,
    FORM_SHOW,
    FORM_MODE,
    FORM_DECLARES,
    FORM_COMBINE,
    FORM_REDUCE,
    FORM_MISSING,
    FORM_CHOICES
};

enum { FORM_NAME_MAX = 200, FORM_WEIGHT_MAX = 1000, FORM_PLACE_MAX = 1000000 };

// Its name in the schema's $defs: "competition", "skill" …
const char *definition_form_name(enum definition_form_object object);
const struct reader_field *definition_form_fields(enum definition_form_object object);
const char *const *definition_form_words(enum definition_form_choice choice);
