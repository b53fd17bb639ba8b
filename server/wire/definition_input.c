#include "wire/definition_input.h"

#include "base/arena.h"
#include "base/must.h"
#include "base/table.h"
#include "wire/definition_book.h"
#include "wire/definition_list.h"
#include "wire/definition_value.h"

enum { MEMBERS = 16, LEVELS = 4, PERCENT = 100, EXPONENT_MAX = 10, EXPONENT_STEP = 1000 };

static const char *const members[MEMBERS] = {
    "min",   "max",    "step",   "scaled", "full",  "target", "possible", "choices",
    "bands", "levels", "faults", "cap",    "power", "points", "falling",  "linear"};

// Which members an input has, in the order above: n needs it, m may have it, - does not know it.
static const char uses[][MEMBERS + 1] = {
    [RULES_SCORE] = "nnnm------------",     [RULES_PASS_FAIL] = "----n-----------",
    [RULES_NUMBER] = "----n-n---------",    [RULES_CHOICE] = "----m--n--------",
    [RULES_RANGED] = "nnn-m---n-------",    [RULES_JUDGEMENT] = "----n----n------",
    [RULES_DEDUCTION] = "----n-----n-----", [RULES_TARGET] = "nnn-nm-----m--m-",
    [RULES_POWER] = "nnn---------n---",     [RULES_LINEAR] = "nnn------------n",
    [RULES_PLACE] = "-m-----------m--",     [RULES_TICK] = "----------------",
};

static void check_members(struct reader *reader, json_t *value, enum rules_input input)
{
    for (size_t i = 0; i < MEMBERS; i++) {
        if (uses[input][i] == 'n') {
            definition_value_needs(reader, value, members[i]);
        } else if (uses[input][i] == '-' && json_object_get(value, members[i])) {
            reader_nonsense(reader, members[i], "@not-for %s",
                            definition_form_words(FORM_INPUT)[input]);
        }
    }
}

static void set_range(struct rules_aspect *aspect, int64_t min, int64_t max)
{
    aspect->min = min * POINT_ONE;
    aspect->max = max * POINT_ONE;
    aspect->step = POINT_ONE;
}

static void read_range(struct reader *reader, json_t *value, struct rules_aspect *aspect)
{
    aspect->min = definition_value_point(reader, value, "min");
    aspect->max = definition_value_point(reader, value, "max");
    aspect->step = definition_value_point(reader, value, "step");
    aspect->scaled = reader_flag(reader, value, "scaled", false);
}

// full x (1 - share), exact.
static struct ratio less(struct reader *reader, const struct rules_aspect *aspect,
                         struct ratio share)
{
    struct ratio rest = RATIO_ZERO;
    struct ratio worth = RATIO_ZERO;
    must(ratio_subtract(RATIO_ONE, share, &rest));
    if (!ratio_multiply(ratio_of_point(aspect->full), rest, &worth)) {
        reader_fault(reader, reader->nonsense, "@overflow-possible");
    }
    return worth;
}

// A step is worth points, or the full mark less a percentage.
static struct ratio read_worth(struct reader *reader, json_t *value, bool has_full,
                               const struct rules_aspect *aspect)
{
    static const char *const either[] = {"points", "deduct", NULL};
    struct ratio share = RATIO_ZERO;
    if (definition_value_one_of(reader, value, either) != 1) {
        return definition_value_decimal(reader, value, "points", RATIO_ZERO);
    }
    if (!definition_value_percent(reader, value, "deduct", 0, PERCENT, &share)) {
        return RATIO_ZERO;
    }
    if (!has_full) {
        reader_nonsense(reader, "deduct", "@full-needed");
    }
    return less(reader, aspect, share);
}

static void read_choices(struct definition_book *book, json_t *value, struct rules_aspect *aspect)
{
    struct reader *reader = &book->reader;
    bool has_full = json_object_get(value, "full");
    struct definition_list list =
        definition_list_open(reader, value, "choices", 1, RULES_BANDS_MAX);
    struct rules_band *bands =
        arena_alloc(reader->arena, (json_array_size(list.list) + 1) * sizeof *bands);
    for (json_t *one = NULL; (one = definition_list_next(reader, &list));) {
        struct rules_band *band = &bands[aspect->band_count++];
        (void)reader_object(reader, one, definition_form_fields(FORM_OPTION));
        band->name = definition_book_name(book, one);
        band->value = read_worth(reader, one, has_full, aspect);
        band->from = band->to = (struct ratio){aspect->band_count, 1};
    }
    aspect->bands = bands;
    set_range(aspect, 1, aspect->band_count);
}

static void read_bands(struct definition_book *book, json_t *value, struct rules_aspect *aspect)
{
    struct reader *reader = &book->reader;
    bool has_full = json_object_get(value, "full");
    struct definition_list list = definition_list_open(reader, value, "bands", 1, RULES_BANDS_MAX);
    struct rules_band *bands =
        arena_alloc(reader->arena, (json_array_size(list.list) + 1) * sizeof *bands);
    for (json_t *one = NULL; (one = definition_list_next(reader, &list)); aspect->band_count++) {
        struct rules_band *band = &bands[aspect->band_count];
        (void)reader_object(reader, one, definition_form_fields(FORM_BAND));
        band->name = (struct rules_name){"", ""};
        band->from = definition_value_decimal(reader, one, "from", RATIO_ZERO);
        band->to = definition_value_decimal(reader, one, "to", RATIO_ZERO);
        band->value = read_worth(reader, one, has_full, aspect);
        definition_value_check_band(reader, bands, aspect->band_count);
    }
    aspect->bands = bands;
}

static void read_levels(struct definition_book *book, json_t *value, struct rules_aspect *aspect)
{
    struct reader *reader = &book->reader;
    struct definition_list list = definition_list_open(reader, value, "levels", LEVELS, LEVELS);
    struct rules_band *bands = arena_alloc(reader->arena, LEVELS * sizeof *bands);
    for (json_t *one = NULL; (one = definition_list_next(reader, &list));) {
        int64_t level = aspect->band_count++;
        struct rules_band *band = &bands[level];
        band->from = band->to = (struct ratio){level, 1};
        band->name = definition_book_name_of(book, one);
        struct ratio part = RATIO_ZERO;
        band->value = RATIO_ZERO;
        must(ratio_make(level, LEVELS - 1, &part));
        if (!ratio_multiply(ratio_of_point(aspect->full), part, &band->value)) {
            reader_fault(reader, reader->nonsense, "@overflow-possible");
        }
    }
    aspect->bands = bands;
    set_range(aspect, 0, LEVELS - 1);
}

static void read_fault(struct definition_book *book, json_t *value, struct rules_fault *fault)
{
    static const char *const counted[] = {"each", "begun", "amount", "most", NULL};
    struct reader *reader = &book->reader;
    (void)reader_object(reader, value, definition_form_fields(FORM_FAULT));
    fault->id = definition_book_id(book, value);
    fault->name = definition_book_name(book, value);
    fault->unit = definition_book_name_at(book, value, "unit");
    fault->each = POINT_ONE;
    fault->begun = true;
    fault->lost = reader_flag(reader, value, "lost", false);
    if (fault->lost) {
        definition_value_refuse(reader, value, counted, "lost");
        return;
    }
    definition_value_needs(reader, value, "amount");
    fault->begun = reader_flag(reader, value, "begun", true);
    fault->amount = definition_value_point(reader, value, "amount");
    fault->most = definition_value_point(reader, value, "most");
    if (reader_point(reader, value, "each", &fault->each) && fault->each <= 0) {
        reader_nonsense(reader, "each", "@above-zero");
    }
    if (fault->amount < 0) {
        reader_nonsense(reader, "amount", "@at-least 0");
    }
    if (json_object_get(value, "most") && fault->most <= 0) {
        reader_nonsense(reader, "most", "@above-zero");
    }
}

static void read_faults(struct definition_book *book, json_t *value, struct rules_aspect *aspect)
{
    struct reader *reader = &book->reader;
    struct definition_list list =
        definition_list_open(reader, value, "faults", 1, RULES_FAULTS_MAX);
    struct rules_fault *faults =
        arena_alloc(reader->arena, (json_array_size(list.list) + 1) * sizeof *faults);
    struct table *ids = table_new();
    for (json_t *one = NULL; (one = definition_list_next(reader, &list)); aspect->fault_count++) {
        read_fault(book, one, &faults[aspect->fault_count]);
        definition_book_unique(book, ids, faults[aspect->fault_count].id, "id");
    }
    table_free(ids);
    aspect->faults = faults;
    aspect->max = (int64_t)FORM_QUANTITY_MAX * POINT_ONE;
    aspect->step = 1; // any decimal
}

static void read_target(struct reader *reader, json_t *value, struct rules_aspect *aspect)
{
    read_range(reader, value, aspect);
    aspect->target = definition_value_above_zero(reader, value, "target", (struct ratio){0, 0});
    aspect->cap = definition_value_above_zero(reader, value, "cap", RATIO_ONE);
    aspect->falling = reader_flag(reader, value, "falling", false);
    if (aspect->falling && json_object_get(value, "min") && aspect->min <= 0) {
        reader_nonsense(reader, "min", "@above-zero");
    }
}

static void read_power(struct reader *reader, json_t *value, struct rules_aspect *aspect)
{
    size_t mark = 0;
    read_range(reader, value, aspect);
    aspect->power = (struct rules_power){RATIO_ONE, RATIO_ZERO, 1, 1, false};
    json_t *power = definition_list_into(reader, value, "power", FORM_POWER, &mark);
    if (!power) {
        return;
    }
    aspect->power.a = definition_value_above_zero(reader, power, "a", RATIO_ONE);
    aspect->power.b = definition_value_decimal(reader, power, "b", RATIO_ZERO);
    aspect->power.falling = reader_flag(reader, power, "falling", false);
    point_t exponent = POINT_ONE;
    if (reader_point(reader, power, "exponent", &exponent)) {
        if (exponent <= 0 || exponent > (int64_t)EXPONENT_MAX * POINT_ONE ||
            exponent % (POINT_ONE / EXPONENT_STEP) != 0) {
            reader_nonsense(reader, "exponent", "@exponent %d", EXPONENT_MAX);
            exponent = POINT_ONE;
        }
        struct ratio value_of = ratio_of_point(exponent);
        aspect->power.num = (uint32_t)value_of.num;
        aspect->power.den = (uint32_t)value_of.den;
    }
    reader_back(reader, mark);
}

static void read_linear(struct reader *reader, json_t *value, struct rules_aspect *aspect)
{
    size_t mark = 0;
    read_range(reader, value, aspect);
    struct rules_linear *linear = &aspect->linear;
    *linear = (struct rules_linear){.a = RATIO_ZERO, .b = RATIO_ZERO, .k = RATIO_ZERO};
    json_t *object = definition_list_into(reader, value, "linear", FORM_LINEAR, &mark);
    if (!object) {
        return;
    }
    linear->a = definition_value_decimal(reader, object, "a", RATIO_ZERO);
    linear->b = definition_value_decimal(reader, object, "b", RATIO_ZERO);
    linear->k = definition_value_decimal(reader, object, "k", RATIO_ZERO);
    linear->has_least = json_object_get(object, "least");
    linear->has_most = json_object_get(object, "most");
    linear->least = definition_value_decimal(reader, object, "least", RATIO_ZERO);
    linear->most = definition_value_decimal(reader, object, "most", RATIO_ZERO);
    if (linear->has_least && linear->has_most && ratio_compare(linear->least, linear->most) > 0) {
        reader_nonsense(reader, "most", "@ceiling");
    }
    reader_back(reader, mark);
}

static void read_place(struct reader *reader, json_t *value, struct rules_aspect *aspect)
{
    point_t max = definition_value_count(reader, value, "max", FORM_PLACE_MAX, FORM_COUPLES);
    set_range(aspect, 1, max / POINT_ONE);
    if (!json_object_get(value, "points")) {
        return;
    }
    const struct ratio *points =
        definition_value_points(reader, value, "points", &aspect->band_count);
    struct rules_band *bands = arena_alloc(reader->arena, (aspect->band_count + 1) * sizeof *bands);
    for (uint32_t i = 0; i < aspect->band_count; i++) {
        struct ratio place = {(int64_t)i + 1, 1};
        bands[i] = (struct rules_band){place, place, points[i], {"", ""}};
    }
    aspect->bands = bands;
}

// The full mark, of the inputs that have one.
static void read_full(struct reader *reader, json_t *value, struct rules_aspect *aspect)
{
    if (reader_point(reader, value, "full", &aspect->full) && aspect->full <= 0) {
        reader_nonsense(reader, "full", "@above-zero");
        aspect->full = 0;
    }
}

static void read_number(struct reader *reader, json_t *value, struct rules_aspect *aspect)
{
    point_t possible = definition_value_count(reader, value, "possible", FORM_QUANTITY_MAX, 1);
    aspect->target = ratio_of_point(possible);
    set_range(aspect, 0, possible / POINT_ONE);
}

void definition_input_read(struct definition_book *book, json_t *value, struct rules_aspect *aspect)
{
    struct reader *reader = &book->reader;
    aspect->input = (enum rules_input)definition_value_word(reader, value, "input", FORM_INPUT, 0);
    check_members(reader, value, aspect->input);
    if (aspect->input != RULES_SCORE) {
        read_full(reader, value, aspect);
    }
    switch (aspect->input) {
    case RULES_SCORE:
    case RULES_RANGED:
        read_range(reader, value, aspect);
        break;
    case RULES_PASS_FAIL:
    case RULES_TICK:
        set_range(aspect, 0, 1);
        break;
    case RULES_NUMBER:
        read_number(reader, value, aspect);
        break;
    case RULES_CHOICE:
        read_choices(book, value, aspect);
        break;
    case RULES_JUDGEMENT:
        read_levels(book, value, aspect);
        break;
    case RULES_DEDUCTION:
        read_faults(book, value, aspect);
        break;
    case RULES_TARGET:
        read_target(reader, value, aspect);
        break;
    case RULES_POWER:
        read_power(reader, value, aspect);
        break;
    case RULES_LINEAR:
        read_linear(reader, value, aspect);
        break;
    case RULES_PLACE:
        read_place(reader, value, aspect);
        break;
    }
    if (aspect->input == RULES_RANGED) {
        read_bands(book, value, aspect);
    }
}
