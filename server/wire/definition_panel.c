#include "wire/definition_panel.h"

#include "base/arena.h"
#include "wire/definition_book.h"
#include "wire/definition_list.h"
#include "wire/definition_value.h"

static bool names_twice(const struct rules_trim *trims, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (trims[i].figures == trims[count].figures) {
            return true;
        }
    }
    return false;
}

static void read_trims(struct reader *reader, json_t *value, struct rules_part *part)
{
    struct definition_list list = definition_list_open(reader, value, "trim", 1, RULES_SEATS_MAX);
    struct rules_trim *trims =
        arena_alloc(reader->arena, (json_array_size(list.list) + 1) * sizeof *trims);
    for (json_t *one = NULL; (one = definition_list_next(reader, &list)); part->trim_count++) {
        struct rules_trim *trim = &trims[part->trim_count];
        bool good = reader_object(reader, one, definition_form_fields(FORM_TRIM));
        trim->figures = (uint32_t)reader_whole(reader, one, "figures", 1, RULES_SEATS_MAX, 1);
        trim->high = (uint32_t)reader_whole(reader, one, "high", 0, RULES_SEATS_MAX, 0);
        trim->low = (uint32_t)reader_whole(reader, one, "low", 0, RULES_SEATS_MAX, 0);
        if (good && trim->high + trim->low >= trim->figures) {
            reader_fault(reader, reader->nonsense, "@trim-empty");
        } else if (good && names_twice(trims, part->trim_count)) {
            reader_nonsense(reader, "figures", "@twice");
        }
    }
    part->trims = trims;
}

// One limit for all, as a ladder of one step.
static void read_limit(struct reader *reader, json_t *value, struct rules_variance *variance)
{
    static const int64_t edge = INT64_C(1000000000000);
    struct rules_band *band = arena_alloc(reader->arena, sizeof *band);
    *band = (struct rules_band){{-edge, 1},
                                {edge, 1},
                                definition_value_not_below_zero(reader, value, "limit", RATIO_ZERO),
                                {"", ""}};
    variance->limits = band;
    variance->limit_count = 1;
}

static void read_variance(struct reader *reader, json_t *object, struct rules_variance *variance)
{
    static const char *const either[] = {"limit", "limits", NULL};
    size_t mark = 0;
    json_t *value = definition_list_into(reader, object, "variance", FORM_VARIANCE, &mark);
    if (!value) {
        return;
    }
    variance->by = (enum rules_variance_by)(
        RULES_RANGE + definition_value_word(reader, value, "by", FORM_VARIANCE_BY, 0));
    variance->act =
        (enum rules_variance_do)definition_value_word(reader, value, "do", FORM_VARIANCE_DO, 0);
    size_t which = definition_value_one_of(reader, value, either);
    if (which == 0) {
        read_limit(reader, value, variance);
    } else if (which == 1) {
        variance->limits = definition_value_ladder(reader, value, "limits", FORM_VARIANCE_BAND,
                                                   "limit", &variance->limit_count);
    }
    reader_back(reader, mark);
}

static void read_normalise(struct definition_book *book, json_t *object, struct rules_part *part)
{
    static const char *const of_z[] = {"centre", "spread", "sample", NULL};
    struct reader *reader = &book->reader;
    struct rules_normalise *how = &part->normalise;
    size_t mark = 0;
    how->centre = RATIO_ZERO;
    how->spread = RATIO_ONE;
    json_t *value = definition_list_into(reader, object, "normalise", FORM_NORMALISE, &mark);
    if (!value) {
        return;
    }
    how->by = (enum rules_normalise_by)(
        RULES_Z + definition_value_word(reader, value, "by", FORM_NORMALISE_BY, 0));
    if (how->by == RULES_Z) {
        definition_value_needs(reader, value, "centre");
        definition_value_needs(reader, value, "spread");
    } else {
        definition_value_refuse(reader, value, of_z,
                                definition_form_words(FORM_NORMALISE_BY)[how->by - RULES_Z]);
    }
    how->centre = definition_value_decimal(reader, value, "centre", RATIO_ZERO);
    how->spread = definition_value_above_zero(reader, value, "spread", RATIO_ONE);
    how->sample = reader_flag(reader, value, "sample", false);
    how->rounding = definition_book_rounding(book, value, "rounding");
    reader_back(reader, mark);
}

static void read_against(struct reader *reader, json_t *object, struct rules_part *part)
{
    static const char *const max[] = {"max", NULL};
    static const char *const points[] = {"points", NULL};
    size_t mark = 0;
    json_t *value = definition_list_into(reader, object, "against", FORM_AGAINST, &mark);
    if (!value) {
        return;
    }
    part->against = (enum rules_against)(
        RULES_AGAINST_BEST + definition_value_word(reader, value, "by", FORM_AGAINST_BY, 0));
    const char *word = definition_form_words(FORM_AGAINST_BY)[part->against - RULES_AGAINST_BEST];
    if (part->against == RULES_AGAINST_BEST) {
        definition_value_needs(reader, value, "max");
    } else {
        definition_value_refuse(reader, value, max, word);
    }
    if (part->against == RULES_AGAINST_POINTS) {
        definition_value_needs(reader, value, "points");
    } else {
        definition_value_refuse(reader, value, points, word);
    }
    part->against_max = definition_value_above_zero(reader, value, "max", RATIO_ONE);
    part->points = definition_value_points(reader, value, "points", &part->point_count);
    reader_back(reader, mark);
}

// Marks that are hidden from the panel must not show through others': not by the refusal of a
// sheet, nor where the whole field is looked at before it is complete.
static void read_turn(struct reader *reader, json_t *value, struct rules_part *part)
{
    static const char *const never[] = {"normalise", "call_back", "optional", NULL};

    if (!json_object_get(value, "turn")) {
        return;
    }
    part->turn = (enum rules_turn)(RULES_TURN_ALL_IN +
                                   definition_value_word(reader, value, "turn", FORM_TURN, 0));
    definition_value_refuse(reader, value, never, "turn");
    if (part->one_by_one) {
        reader_nonsense(reader, "turn", "@not-with %s", "one_by_one");
    } else if (part->reduce == RULES_MAJORITY) {
        reader_nonsense(reader, "turn", "@not-with %s", "majority");
    } else if (part->variance.by != RULES_VARIANCE_NONE && part->variance.act == RULES_REFUSE) {
        reader_nonsense(reader, "turn", "@not-with %s", "refuse");
    }
}

static void read_trial(struct reader *reader, json_t *object, struct rules_part *part)
{
    size_t mark = 0;
    json_t *value = definition_list_into(reader, object, "trial", FORM_TRIAL, &mark);

    if (!value) {
        return;
    }
    part->trial_samples = (uint32_t)reader_whole(reader, value, "samples", 1, FORM_SAMPLES_MAX, 1);
    part->trial_needed = reader_flag(reader, value, "needed", false);
    reader_back(reader, mark);
    if (part->one_by_one) {
        reader_nonsense(reader, "trial", "@not-with %s", "one_by_one");
    } else if (part->seat_count == 0) {
        reader_fault_at(reader, "seats", "missing-field", "seats");
    }
}

void definition_panel_read(struct definition_book *book, json_t *value, struct rules_part *part)
{
    struct reader *reader = &book->reader;
    if (json_object_get(value, "trim")) {
        static const char *const drops[] = {"drop_high", "drop_low", NULL};
        definition_value_refuse(reader, value, drops, "trim");
        read_trims(reader, value, part);
    }
    if (json_object_get(value, "tolerance")) {
        part->tolerance = definition_value_ladder(reader, value, "tolerance", FORM_TOLERANCE_BAND,
                                                  "within", &part->tolerance_count);
    }
    read_variance(reader, value, &part->variance);
    read_normalise(book, value, part);
    read_against(reader, value, part);
    part->call_back = (uint32_t)reader_whole(reader, value, "call_back", 1, FORM_PLACE_MAX, 0);
    read_turn(reader, value, part);
    read_trial(reader, value, part);
}
