#include "wire/definition_value.h"

#include "base/arena.h"
#include "base/must.h"
#include "wire/definition_list.h"

enum { PERCENT = 100 };

struct ratio definition_value_decimal(struct reader *reader, json_t *object, const char *key,
                                      struct ratio fallback)
{
    point_t value = 0;
    return reader_point(reader, object, key, &value) ? ratio_of_point(value) : fallback;
}

struct ratio definition_value_above_zero(struct reader *reader, json_t *object, const char *key,
                                         struct ratio fallback)
{
    point_t value = 0;
    if (!reader_point(reader, object, key, &value)) {
        return fallback;
    }
    if (value <= 0) {
        reader_nonsense(reader, key, "@above-zero");
        return fallback;
    }
    return ratio_of_point(value);
}

struct ratio definition_value_not_below_zero(struct reader *reader, json_t *object, const char *key,
                                             struct ratio fallback)
{
    point_t value = 0;
    if (!reader_point(reader, object, key, &value)) {
        return fallback;
    }
    if (value < 0) {
        reader_nonsense(reader, key, "@at-least 0");
        return fallback;
    }
    return ratio_of_point(value);
}

point_t definition_value_point(struct reader *reader, json_t *object, const char *key)
{
    point_t value = 0;
    (void)reader_point(reader, object, key, &value);
    return value;
}

point_t definition_value_count(struct reader *reader, json_t *object, const char *key, int64_t most,
                               int64_t fallback)
{
    point_t value = fallback * POINT_ONE;
    if (reader_point(reader, object, key, &value) &&
        (value % POINT_ONE != 0 || value < POINT_ONE || value > most * POINT_ONE)) {
        reader_nonsense(reader, key, "@whole 1 – %lld", (long long)most);
        return fallback * POINT_ONE;
    }
    return value;
}

enum { FRACTION_DIGITS = 6, DECIMAL_BASE = 10 };

static bool read_digits(struct slice text, int64_t *ret)
{
    *ret = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9') {
            return false;
        }
        *ret = *ret * DECIMAL_BASE + (text.at[i] - '0');
    }
    return text.len > 0 && text.len <= FRACTION_DIGITS;
}

bool definition_value_fraction(struct slice text, struct ratio *ret)
{
    const char *stroke = text.len ? memchr(text.at, '/', text.len) : NULL;
    int64_t num = 0;
    int64_t den = 0;
    if (!stroke) {
        return false;
    }
    size_t len = (size_t)(stroke - text.at);
    return read_digits((struct slice){text.at, len}, &num) &&
           read_digits((struct slice){stroke + 1, text.len - len - 1}, &den) && den > 0 &&
           ratio_make(num, den, ret);
}

static bool read_percent(struct slice text, struct ratio *ret)
{
    point_t value = 0;
    return definition_value_fraction(text, ret) ||
           (text.len > 0 && text.at[text.len - 1] == '%' &&
            point_parse(text.at, text.len - 1, &value) &&
            ratio_make(value, (int64_t)PERCENT * POINT_ONE, ret));
}

bool definition_value_percent(struct reader *reader, json_t *object, const char *key, int least,
                              int most, struct ratio *ret)
{
    struct slice text = reader_any_text(reader, object, key);
    struct ratio value = RATIO_ZERO;
    if (!text.at) {
        return false;
    }
    if (!read_percent(text, &value)) {
        reader_nonsense(reader, key, "@percent");
        return false;
    }
    if (ratio_compare(value, (struct ratio){least, PERCENT}) < 0 ||
        ratio_compare(value, (struct ratio){most, PERCENT}) > 0) {
        reader_nonsense(reader, key, "@range %d – %d %%", least, most);
        return false;
    }
    *ret = value;
    return true;
}

size_t definition_value_word(struct reader *reader, json_t *object, const char *key,
                             enum definition_form_choice choice, size_t fallback)
{
    return reader_choice(reader, object, key, definition_form_words(choice), fallback);
}

enum rules_order definition_value_order(struct reader *reader, json_t *object)
{
    bool absent = !json_object_get(object, "order");
    size_t word = definition_value_word(reader, object, "order", FORM_ORDER, 0);
    return absent ? RULES_AS_ABOVE : word == 1 ? RULES_LOW : RULES_HIGH;
}

struct rules_exposure definition_value_exposure(struct reader *reader, json_t *exposure,
                                                struct rules_exposure fallback)
{
    size_t before = definition_value_word(reader, exposure, "before", FORM_SHOW, fallback.before);
    size_t after = definition_value_word(reader, exposure, "after", FORM_SHOW, fallback.after);
    size_t since = definition_value_word(reader, exposure, "from", FORM_SINCE, fallback.since);
    return (struct rules_exposure){(enum rules_show)before, (enum rules_show)after,
                                   (enum rules_since)since};
}

void definition_value_needs(struct reader *reader, json_t *object, const char *key)
{
    if (!json_object_get(object, key)) {
        reader_fault_at(reader, key, "missing-field", key);
    }
}

void definition_value_refuse(struct reader *reader, json_t *object, const char *const *keys,
                             const char *with)
{
    for (; *keys; keys++) {
        if (json_object_get(object, *keys)) {
            reader_nonsense(reader, *keys, "@not-with %s", with);
        }
    }
}

size_t definition_value_one_of(struct reader *reader, json_t *object, const char *const *keys)
{
    char list[FAULTS_WORD_MAX] = "";
    size_t len = 0;
    size_t count = 0;
    size_t there = 0;
    size_t found = 0;
    for (; keys[count]; count++) {
        if (json_object_get(object, keys[count])) {
            there++;
            found = count;
        }
        if (len < sizeof list) {
            len += (size_t)snprintf(list + len, sizeof list - len, "%s%s", count ? ", " : "",
                                    keys[count]);
        }
    }
    if (there == 1) {
        return found;
    }
    char word[2 * FAULTS_WORD_MAX];
    (void)snprintf(word, sizeof word, "@one-of %s", list);
    reader_fault(reader, reader->nonsense, word);
    return count;
}

const struct ratio *definition_value_points(struct reader *reader, json_t *object, const char *key,
                                            uint32_t *ret_count)
{
    json_t *list = reader_list(reader, object, key, 1, RULES_POINTS_MAX);
    size_t count = json_array_size(list);
    struct ratio *points = arena_alloc(reader->arena, (count + 1) * sizeof *points);
    size_t mark = reader_into(reader, key);
    for (size_t i = 0; i < count; i++) {
        json_t *one = json_array_get(list, i);
        point_t value = 0;
        size_t inner = reader_into_at(reader, i);
        if (!json_is_string(one)) {
            reader_fault(reader, "wrong-type", "@type-decimal");
        } else if (!point_parse(json_string_value(one), json_string_length(one), &value)) {
            reader_fault(reader, reader->nonsense, "@decimal");
        }
        reader_back(reader, inner);
        points[i] = ratio_of_point(value);
    }
    reader_back(reader, mark);
    *ret_count = (uint32_t)count;
    return points;
}

// Bands may touch, and a later one may lie around an earlier one: the first that holds counts.
static bool overlap(const struct rules_band *later, const struct rules_band *earlier)
{
    int from = ratio_compare(later->from, earlier->from);
    int to = ratio_compare(later->to, earlier->to);
    bool around = from <= 0 && to >= 0 && (from < 0 || to > 0);
    bool touches = ratio_compare(later->from, earlier->to) >= 0 ||
                   ratio_compare(later->to, earlier->from) <= 0;
    return (from == 0 && to == 0) || (!around && !touches);
}

void definition_value_check_band(struct reader *reader, const struct rules_band *bands,
                                 uint32_t count)
{
    const struct rules_band *band = &bands[count];
    if (ratio_compare(band->from, band->to) > 0) {
        reader_fault(reader, reader->nonsense, "@band-range");
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (overlap(band, &bands[i])) {
            char word[FAULTS_WORD_MAX];
            (void)snprintf(word, sizeof word, "@bands-overlap %u", i + 1);
            reader_fault(reader, reader->nonsense, word);
            return;
        }
    }
}

const struct rules_band *definition_value_ladder(struct reader *reader, json_t *object,
                                                 const char *key, enum definition_form_object form,
                                                 const char *value, uint32_t *ret_count)
{
    struct definition_list list = definition_list_open(reader, object, key, 1, RULES_BANDS_MAX);
    struct rules_band *bands =
        arena_alloc(reader->arena, (json_array_size(list.list) + 1) * sizeof *bands);
    uint32_t count = 0;
    for (json_t *one = NULL; (one = definition_list_next(reader, &list)); count++) {
        (void)reader_object(reader, one, definition_form_fields(form));
        bands[count].name = (struct rules_name){"", ""};
        bands[count].from = definition_value_decimal(reader, one, "from", RATIO_ZERO);
        bands[count].to = definition_value_decimal(reader, one, "to", RATIO_ZERO);
        bands[count].value = definition_value_not_below_zero(reader, one, value, RATIO_ZERO);
        definition_value_check_band(reader, bands, count);
    }
    *ret_count = count;
    return bands;
}
