#include "wire/recording_figure.h"

#include "base/arena.h"
#include "base/text.h"
#include "wire/code.h"
#include "wire/reader.h"

#include <inttypes.h>

// Figures that have a name of their own, and those that have an id or a number behind a point.
enum form { FORM_VALUE, FORM_STATUS, FORM_FIELD, FORM_IDS, FORM_ID };

static const struct {
    const char *name;
    enum form form;
    bool of_team, honour, detail;
} plain[] = {
    {"own", FORM_VALUE, false, false, true},
    {"total", FORM_VALUE, true, false, false},
    {"place", FORM_VALUE, true, false, false},
    {"scale", FORM_VALUE, false, false, false},
    {"status", FORM_STATUS, false, false, false},
    {"field", FORM_FIELD, false, false, false},
    {"group", FORM_ID, false, false, false},
    {"group_place", FORM_VALUE, false, false, false},
    {"overall", FORM_VALUE, false, false, false},
    {"heat", FORM_VALUE, false, false, false},
    {"heat_place", FORM_VALUE, false, false, false},
    {"titles", FORM_IDS, false, true, false},
    {"promotion", FORM_IDS, false, true, false},
};

static const struct {
    const char *lead;
    bool detail;
} many[] = {{"modules.", false}, {"parts.", true}, {"ties.", true}};

enum { WHOLE_MAX = 18, PLACES_MAX = 9 };

enum { PLAIN = sizeof plain / sizeof plain[0], MANY = sizeof many / sizeof many[0] };

static size_t find_plain(struct slice name)
{
    size_t i = 0;
    while (i < PLAIN && !slice_is(name, plain[i].name)) {
        i++;
    }
    return i;
}

static size_t find_many(struct slice name)
{
    for (size_t i = 0; i < MANY; i++) {
        size_t len = strlen(many[i].lead);
        uint64_t number = 0;
        if (slice_starts(name, many[i].lead)) {
            struct slice rest = {name.at + len, name.len - len};
            bool numbered = strcmp(many[i].lead, "ties.") == 0;
            bool good = numbered ? text_uint(rest, 64, &number) && number > 0 : text_is_id(rest);
            return good ? i : MANY;
        }
    }
    return MANY;
}

bool recording_figure_is_honour(struct slice name)
{
    size_t at = find_plain(name);
    return at < PLAIN && plain[at].honour;
}

bool recording_figure_needs_parts(struct slice name)
{
    size_t at = find_plain(name);
    size_t lead = find_many(name);
    return at < PLAIN ? plain[at].detail : lead < MANY && many[lead].detail;
}

// ---- reading

static bool is_ids(struct slice text)
{
    struct slice id;
    struct slice rest = text;
    while (text_next_element(&rest, &id)) {
        if (!text_is_id(id)) {
            return false;
        }
    }
    return true;
}

static bool is_decimal(struct slice text)
{
    static const char digits[] = "0123456789";
    bool sign = slice_starts(text, "-");
    size_t whole = 0;
    text = (struct slice){text.at + sign, text.len - sign};
    while (whole < text.len && memchr(digits, text.at[whole], sizeof digits - 1)) {
        whole++;
    }
    size_t places = whole;
    if (places < text.len && text.at[places] == '.') {
        do {
            places++;
        } while (places < text.len && memchr(digits, text.at[places], sizeof digits - 1));
    }
    bool empty = places == whole + 1; // a point, and nothing behind it
    return whole > 0 && whole <= WHOLE_MAX && places == text.len && !empty &&
           places - whole <= PLACES_MAX + 1;
}

// "10/3" stands for what the engine says of a third: its first nine places.
static bool read_fraction(struct arena *arena, struct slice text, struct slice *ret)
{
    const char *bar = memchr(text.at, '/', text.len);
    struct ratio value;
    uint64_t num = 0;
    uint64_t den = 0;
    bool sign = slice_starts(text, "-");
    if (!bar ||
        !text_uint((struct slice){text.at + sign, (size_t)(bar - text.at) - sign}, INT64_MAX,
                   &num) ||
        !text_uint((struct slice){bar + 1, (size_t)(text.at + text.len - bar - 1)}, INT64_MAX,
                   &den) ||
        den == 0 || !ratio_make(sign ? -(int64_t)num : (int64_t)num, (int64_t)den, &value)) {
        return false;
    }
    char *said = arena_alloc(arena, RATIO_TEXT_MAX);
    *ret = (struct slice){said, code_print(value, -1, said)};
    return true;
}

static bool fits(enum form form, struct slice text)
{
    enum rules_status status = RULES_RUNNING;
    if (text.len == 0) {
        return true;
    }
    switch (form) {
    case FORM_VALUE:
        return is_decimal(text) || code_find(text, &status);
    case FORM_STATUS:
        return code_find(text, &status);
    case FORM_FIELD:
        return slice_is(text, "in") || slice_is(text, "out");
    case FORM_IDS:
        return is_ids(text);
    case FORM_ID:
        return text_is_id(text);
    }
    return false;
}

// What the value says; false when it is of the wrong type.
static bool take(struct arena *arena, json_t *value, enum form form, struct slice *ret)
{
    struct slice text = {json_string_value(value), json_string_length(value)};
    if (json_is_null(value)) {
        return true;
    }
    if (json_is_integer(value) && form == FORM_VALUE) {
        *ret = slice_of(arena_printf(arena, "%" JSON_INTEGER_FORMAT, json_integer_value(value)));
        return true;
    }
    if (json_is_string(value) && form == FORM_VALUE && read_fraction(arena, text, ret)) {
        return true;
    }
    if (!json_is_string(value) || !fits(form, text)) {
        return false;
    }
    bool nothing = form == FORM_STATUS && slice_is(text, code_word(RULES_RUNNING));
    *ret = nothing ? SLICE("") : (struct slice){arena_copy(arena, text), text.len};
    return true;
}

void recording_figure_read(struct reader *reader, json_t *value, bool of_team,
                           struct recording_figure *ret)
{
    size_t at = find_plain(ret->name);
    bool many_may = !of_team && find_many(ret->name) < MANY;
    bool known = at < PLAIN ? !of_team || plain[at].of_team : many_may;
    enum form form = at < PLAIN ? plain[at].form : FORM_VALUE;
    ret->value = SLICE("");
    if (!known) {
        reader_fault_at(reader, ret->name.at, "unknown-field", ret->name.at);
    } else if (!take(reader->arena, value, form, &ret->value)) {
        reader_fault_at(reader, ret->name.at, "wrong-type",
                        form == FORM_VALUE ? "@type-decimal" : "@type-text");
    }
}

// ---- comparing

struct decimal {
    bool is_negative;
    struct slice whole, fraction;
};

static struct decimal decimal_of(struct slice text)
{
    struct decimal decimal = {slice_starts(text, "-"), text, {"", 0}};
    if (decimal.is_negative) {
        decimal.whole = (struct slice){text.at + 1, text.len - 1};
    }
    const char *point = memchr(text.at, '.', text.len);
    if (point) {
        decimal.whole.len = (size_t)(point - decimal.whole.at);
        decimal.fraction = (struct slice){point + 1, (size_t)(text.at + text.len - point - 1)};
    }
    while (decimal.whole.len > 0 && decimal.whole.at[0] == '0') {
        decimal.whole = (struct slice){decimal.whole.at + 1, decimal.whole.len - 1};
    }
    while (decimal.fraction.len > 0 && decimal.fraction.at[decimal.fraction.len - 1] == '0') {
        decimal.fraction.len--;
    }
    if (decimal.whole.len == 0 && decimal.fraction.len == 0) {
        decimal.is_negative = false;
    }
    return decimal;
}

static bool same_decimal(struct slice a, struct slice b)
{
    struct decimal one = decimal_of(a);
    struct decimal other = decimal_of(b);
    return one.is_negative == other.is_negative && slice_equal(one.whole, other.whole) &&
           slice_equal(one.fraction, other.fraction);
}

static bool has_id(struct slice list, struct slice wanted)
{
    struct slice id;
    while (text_next_element(&list, &id)) {
        if (slice_equal(id, wanted)) {
            return true;
        }
    }
    return false;
}

static bool has_all(struct slice list, struct slice wanted)
{
    struct slice id;
    while (text_next_element(&wanted, &id)) {
        if (!has_id(list, id)) {
            return false;
        }
    }
    return true;
}

bool recording_figure_same(struct slice a, struct slice b)
{
    if (a.len == 0 || b.len == 0) { // no figure is not zero
        return a.len == b.len;
    }
    if (memchr(a.at, ',', a.len) || memchr(b.at, ',', b.len)) {
        return has_all(a, b) && has_all(b, a);
    }
    return same_decimal(a, b);
}
