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
    FORM_STAGE_EXPOSURE,
    FORM_STAGE,
    FORM_MODULE,
    FORM_PART,
    FORM_ASPECT,
    FORM_NAME,
    FORM_ROUNDING,
    FORM_MODULE_ROUNDING,
    FORM_PART_ROUNDING,
    FORM_STAGE_ROUNDING,
    FORM_LONG_ROUNDING,
    FORM_TEAM_TABLE,
    FORM_TITLE_POINTS,
    FORM_TEAM_TIE,
    FORM_SECTION,
    FORM_GROUP,
    FORM_VENUE,
    FORM_TOLERANCE,
    FORM_SCALE,
    FORM_MEDALS,
    FORM_STATUSES,
    FORM_EFFECT,
    FORM_PROMOTION,
    FORM_FIELD,
    FORM_MATCHES,
    FORM_ADJUSTMENT,
    FORM_CUTOFF,
    FORM_TRIM,
    FORM_TOLERANCE_BAND,
    FORM_VARIANCE,
    FORM_VARIANCE_BAND,
    FORM_NORMALISE,
    FORM_AGAINST,
    FORM_CODE_WORTH,
    FORM_OPTION,
    FORM_BAND,
    FORM_FAULT,
    FORM_POWER,
    FORM_LINEAR,
    FORM_TRIAL,
    FORM_SIGNING,
    FORM_RECHECK,
    FORM_OBJECTS
};

// In the order of the enums in scoring/rules.h (from their second word on where the first means
// "none").
enum definition_form_choice {
    FORM_ORDER,
    FORM_CONVENTION,
    FORM_SHOW,
    FORM_SINCE,
    FORM_BLIND,
    FORM_MODE,
    FORM_DECLARES,
    FORM_COMBINE,
    FORM_REDUCE,
    FORM_MISSING,
    FORM_MODULE_ROLL_UP,
    FORM_STAGE_ROLL_UP,
    FORM_RULE10,
    FORM_FIELD_TIES,
    FORM_FORMAT,
    FORM_BY,
    FORM_MARKS,
    FORM_FIGURE,
    FORM_MODULE_FIGURE,
    FORM_VARIANCE_BY,
    FORM_VARIANCE_DO,
    FORM_NORMALISE_BY,
    FORM_AGAINST_BY,
    FORM_INPUT,
    FORM_VETO,
    FORM_CODE,
    FORM_STATUS,
    FORM_STATISTIC,
    FORM_SPREAD,
    FORM_AMONG,
    FORM_TITLE_TIES,
    FORM_TEAM_BY,
    FORM_COMPETE,
    FORM_TEAM_COUNTS,
    FORM_TURN,
    FORM_SIGNING_BY,
    FORM_CHOICES
};

enum {
    FORM_NAME_MAX = 200,
    FORM_SECTION_MAX = 64, // characters of a section's number
    FORM_WEIGHT_MAX = 1000,
    FORM_PLACE_MAX = 1000000,
    FORM_QUANTITY_MAX = 1000000, // of a fault
    FORM_SAMPLES_MAX = 3,        // of a trial
    FORM_COUPLES = 512           // places that a judge can give where nothing else is said
};

// Its name in the schema's $defs: "competition", "skill" …
const char *definition_form_name(enum definition_form_object object);
const struct reader_field *definition_form_fields(enum definition_form_object object);
const char *const *definition_form_words(enum definition_form_choice choice);
