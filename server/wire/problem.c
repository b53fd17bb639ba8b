#include "wire/problem.h"

#include "base/buf.h"
#include "base/must.h"
#include "base/text.h"
#include "wire/faults.h"
#include "wire/problem_reasons.h"
#include "wire/problem_words.h"
#include "wire/say.h"

#include <stdlib.h>

// ---- language

// One item of the list, "zh-CN;q=0.8": its weight in thousandths, -1 when it is malformed (RFC
// 9110 12.4.2).
static int item_weight(struct slice item)
{
    const char *semicolon = memchr(item.at, ';', item.len);
    if (!semicolon) {
        return 1000;
    }
    const char *at = semicolon + 1;
    const char *end = item.at + item.len;
    while (at < end && (*at == ' ' || *at == '\t')) {
        at++;
    }
    if (end - at < 3 || (at[0] != 'q' && at[0] != 'Q') || at[1] != '=' ||
        (at[2] != '0' && at[2] != '1') || end - at > 7 || (end - at > 3 && at[3] != '.')) {
        return -1;
    }
    int weight = (at[2] - '0') * 1000;
    int unit = 100;
    for (at += 4; at < end; at++, unit /= 10) {
        if (*at < '0' || *at > '9') {
            return -1;
        }
        weight += (*at - '0') * unit;
    }
    return weight <= 1000 ? weight : -1;
}

static struct slice trim(struct slice text)
{
    while (text.len && (text.at[0] == ' ' || text.at[0] == '\t')) {
        text = (struct slice){text.at + 1, text.len - 1};
    }
    while (text.len && (text.at[text.len - 1] == ' ' || text.at[text.len - 1] == '\t')) {
        text.len--;
    }
    return text;
}

static bool is_language(struct slice range, const char *two)
{
    return range.len >= 2 && (range.at[0] | 0x20) == two[0] && (range.at[1] | 0x20) == two[1] &&
           (range.len == 2 || range.at[2] == '-');
}

struct wishes { // -1: not named
    int zh, en, any;
};

static void take_item(struct wishes *wishes, struct slice item)
{
    const char *semicolon = item.len ? memchr(item.at, ';', item.len) : NULL;
    struct slice range =
        trim((struct slice){item.at, semicolon ? (size_t)(semicolon - item.at) : item.len});
    int weight = item.len ? item_weight(item) : -1;
    int *wish = is_language(range, "zh")   ? &wishes->zh
                : is_language(range, "en") ? &wishes->en
                : slice_is(range, "*")     ? &wishes->any
                                           : NULL;
    if (wish && weight > *wish) {
        *wish = weight;
    }
}

enum problem_language problem_language(struct slice accept_language)
{
    struct wishes wishes = {-1, -1, -1};
    struct slice rest = accept_language;
    while (rest.len) {
        const char *comma = memchr(rest.at, ',', rest.len);
        size_t len = comma ? (size_t)(comma - rest.at) : rest.len;
        take_item(&wishes, trim((struct slice){rest.at, len}));
        size_t took = len + (comma ? 1 : 0);
        rest = (struct slice){rest.at + took, rest.len - took};
    }
    int zh = wishes.zh >= 0 ? wishes.zh : wishes.any >= 0 ? wishes.any : 0;
    int en = wishes.en >= 0 ? wishes.en : wishes.any >= 0 ? wishes.any : 0;
    return en > zh ? PROBLEM_EN : PROBLEM_ZH;
}

const char *problem_language_tag(enum problem_language language)
{
    return language == PROBLEM_EN ? "en" : "zh-CN";
}

// ---- names

int problem_status(const char *name)
{
    const struct problem_words *words = problem_words_find(name);
    return words ? words->status : 500;
}

const char *problem_at(size_t index)
{
    const struct problem_words *words = problem_words_at(index);
    return words ? words->name : NULL;
}

const char *problem_name(enum verdict verdict)
{
    static const char *const names[] = {
        [V_OK] = "",
        [V_MARK_OUT_OF_RANGE] = "mark-out-of-range",
        [V_MARK_OFF_STEP] = "mark-off-step",
        [V_ASPECT_UNKNOWN] = "aspect-unknown",
        [V_ASPECT_TWICE] = "aspect-twice",
        [V_ASPECT_MISSING] = "aspect-missing",
        [V_MARKS_NOT_EXPECTED] = "marks-not-expected",
        [V_DECLARED_NOT_HERE] = "declared-not-here",
        [V_DECLARED_MISSING] = "declared-missing",
        [V_SCALE_INCOMPLETE] = "scale-incomplete",
        [V_SKILL_DIFFERS] = "skill-differs",
        [V_TOTAL_OVERFLOW] = "total-overflow",
        [V_JUDGES_APART] = "judges-apart",
        [V_SEAT_EXCUSED] = "seat-excused",
        [V_NOT_IN_FIELD] = "not-in-field",
        [V_STATUS_CLOSED] = "status-closed",
        [V_CUTOFF_MISSED] = "cutoff-missed",
        [V_RULING_UNKNOWN] = "ruling-unknown",
        [V_RULING_IDLE] = "ruling-idle",
        [V_RULING_TWICE] = "competitor-twice",
        [V_BOUT_UNKNOWN] = "bout-unknown",
        [V_BOUT_ENDS] = "bout-ends",
        [V_LOG_ORDER] = "log-order",
    };
    must((size_t)verdict < sizeof names / sizeof names[0]);
    return names[verdict];
}

// ---- words

// The halves of "0 – 10" or "3:14"; without a mark between them the second is empty.
static struct slice half(struct slice word, bool second)
{
    static const char *const marks[] = {" – ", ":"};
    for (size_t i = 0; i < 2; i++) {
        size_t len = strlen(marks[i]);
        const char *found = word.len ? memmem(word.at, word.len, marks[i], len) : NULL;
        if (found) {
            size_t before = (size_t)(found - word.at);
            return second ? (struct slice){found + len, word.len - before - len}
                          : (struct slice){word.at, before};
        }
    }
    return second ? (struct slice){word.at, 0} : word;
}

static void fill(struct buf *out, const char *pattern, struct slice word)
{
    while (*pattern) {
        size_t run = strcspn(pattern, "{");
        buf_add(out, pattern, run);
        pattern += run;
        if (strncmp(pattern, "{}", 2) == 0) {
            text_add(out, word);
            pattern += 2;
        } else if (strncmp(pattern, "{1}", 3) == 0 || strncmp(pattern, "{2}", 3) == 0) {
            text_add(out, half(word, pattern[1] == '2'));
            pattern += 3;
        } else if (*pattern) {
            buf_add(out, pattern++, 1);
        }
    }
}

// "@reason figure", where the name is one whose words are never a peer's own text.
static const struct problem_reasons *find_reason(const char *name, const char *word,
                                                 struct slice *ret_figure)
{
    static const char *const names[] = {"wrong-type", "definition-invalid", "mark-out-of-range"};
    bool may = false;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        may |= strcmp(name, names[i]) == 0;
    }
    if (!may || word[0] != '@') {
        return NULL;
    }
    size_t len = strcspn(word + 1, " ");
    const char *figure = word + 1 + len;
    *ret_figure = slice_of(*figure ? figure + 1 : figure);
    return problem_reasons_find((struct slice){word + 1, len});
}

static void add_detail(struct buf *out, enum problem_language language, const char *name,
                       const char *word)
{
    const struct problem_words *words = problem_words_find(name);
    words = words ? words : problem_words_find("internal");
    const struct problem_words_said *said = &words->said[language];
    struct slice figure = SLICE_NONE;
    const struct problem_reasons *reason = find_reason(name, word, &figure);
    if (reason) {
        fill(out, reason->said[language], figure);
    } else if (*word && said->worded) {
        fill(out, said->worded, slice_of(word));
    } else {
        fill(out, said->detail, SLICE_NONE);
    }
}

// What text_json makes of text that is built in pieces.
static void add_detail_json(struct buf *out, enum problem_language language, const char *name,
                            const char *word)
{
    struct buf *plain = buf_new(256);
    add_detail(plain, language, name, word);
    text_json(out, (struct slice){plain->bytes, plain->len});
    (void)buf_unref(plain);
}

static void add_errors(struct buf *out, enum problem_language language, const struct faults *faults)
{
    SAY(out, ",\"errors\":[");
    for (size_t i = 0; i < faults->count; i++) {
        const struct faults_item *item = &faults->items[i];
        text_add(out, i ? SLICE(",{\"pointer\":") : SLICE("{\"pointer\":"));
        text_json(out, slice_of(item->pointer));
        SAY(out, ",\"detail\":");
        add_detail_json(out, language, item->name, item->word);
        SAY(out, "}");
    }
    SAY(out, "]");
    if (faults->more) {
        SAY(out, ",\"more_errors\":true");
    }
}

static void add_rest(struct buf *out, const char *name, enum problem_language language,
                     const char *detail_word, const struct faults *faults)
{
    const struct problem_words *words = problem_words_find(name);
    words = words ? words : problem_words_find("internal");
    SAY(out, "/problems/");
    text_add(out, slice_of(name));
    SAY(out, "\",\"title\":");
    text_json(out, slice_of(words->said[language].title));
    SAY(out, ",\"status\":");
    say_uint(out, (uint64_t)words->status);
    SAY(out, ",\"detail\":");
    add_detail_json(out, language, name, detail_word);
    if (faults && faults->count) {
        add_errors(out, language, faults);
    }
}

void problem_write(struct buf *out, const char *name, enum problem_language language,
                   const char *detail_word, const struct faults *faults, const char *more)
{
    SAY(out, "{\"type\":\"");
    add_rest(out, name, language, detail_word, faults);
    text_add(out, slice_of(more));
    SAY(out, "}");
}

void problem_write_live(struct buf *out, const char *name, enum problem_language language,
                        const char *detail_word, const struct faults *faults)
{
    SAY(out, "{\"type\":\"problem\",\"problem\":\"");
    add_rest(out, name, language, detail_word, faults);
    SAY(out, "}");
}

void problem_line(struct buf *out, enum problem_language language, const char *name,
                  const char *pointer, const char *word)
{
    text_add(out, slice_of(pointer));
    if (*pointer) {
        SAY(out, ": ");
    }
    add_detail(out, language, name, word);
}
