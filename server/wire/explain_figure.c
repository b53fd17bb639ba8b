#include "wire/explain_figure.h"

#include "base/buf.h"
#include "base/text.h"
#include "wire/code.h"
#include "wire/say.h"

#include <inttypes.h>

enum { SHOWN_PLACES = 4, SECONDS_OF_MINUTE = 60 };

static const int64_t billion = 1000000000; // what has no decimal of nine places has none that helps

static void add_minus(struct buf *out, const char *digits, size_t len)
{
    if (len && digits[0] == '-') {
        SAY(out, "−");
        digits++;
        len--;
    }
    buf_add(out, digits, len);
}

static bool has_decimal(struct ratio value)
{
    return billion % value.den == 0;
}

bool explain_figure_is_whole(struct ratio value)
{
    return !ratio_is_value(value) || has_decimal(value);
}

void explain_figure_add(struct buf *out, struct ratio value)
{
    static const char *const codes[] = {
        [RULES_RUNNING] = "–", [RULES_DNF] = "DNF",      [RULES_DNS] = "DNS",
        [RULES_DSQ] = "DSQ",   [RULES_WITHDRAWN] = "WD", [RULES_NO_SHOW] = "NS"};
    char digits[RATIO_TEXT_MAX];
    if (ratio_is_value(value)) {
        add_minus(out, digits, ratio_print(value, has_decimal(value) ? -1 : SHOWN_PLACES, digits));
    } else {
        bool known = value.num >= 0 && value.num < RULES_STATUSES;
        text_add(out, slice_of(known ? codes[value.num] : "–"));
    }
}

void explain_figure_exact(struct buf *out, struct ratio value)
{
    char digits[RATIO_TEXT_MAX];
    if (ratio_is_value(value) && !has_decimal(value)) {
        text_printf(out, "%" PRId64 "/%" PRId64, value.num, value.den);
    } else {
        buf_add(out, digits, code_print(value, -1, digits));
    }
}

void explain_figure_weight(struct buf *out, struct ratio value)
{
    struct ratio percent;
    bool below_one = ratio_is_value(value) && ratio_compare(value, RATIO_ONE) < 0;
    if (below_one && ratio_multiply(value, (struct ratio){100, 1}, &percent) &&
        10 % percent.den == 0) {
        explain_figure_add(out, percent);
        SAY(out, "%");
    } else {
        explain_figure_add(out, value);
    }
}

// ---- roundings

static const char *place_word(int places, enum problem_language language)
{
    static const char *const words[][2] = {
        {"整数", "a whole number"}, {"十位", "tens"},          {"百位", "hundreds"},
        {"千位", "thousands"},      {"万位", "ten thousands"}, {"十万位", "hundred thousands"},
        {"百万位", "millions"}};
    size_t at = (size_t)-places;
    return words[at < sizeof words / sizeof words[0] ? at : 0][language];
}

void explain_figure_rounding(struct buf *out, struct rounding rounding,
                             enum problem_language language)
{
    static const char *const modes[][2] = {
        [ROUND_NONE] = {"", ""},
        [ROUND_HALF_UP] = {"四舍五入到 ", "rounded to "},
        [ROUND_HALF_EVEN] = {"四舍六入五成双到 ", "rounded (halves to even) to "},
        [ROUND_TRUNCATE] = {"舍去尾数到 ", "cut off to "},
        [ROUND_UP] = {"进位到 ", "rounded up to "}};

    if (rounding.mode == ROUND_NONE) {
        return;
    }
    struct slice lead = slice_of(modes[rounding.mode][language]);
    if (rounding.places <= 0) {
        lead.len -= language == PROBLEM_ZH ? 1 : 0;
        text_add(out, lead);
        text_add(out, slice_of(place_word(rounding.places, language)));
    } else if (language == PROBLEM_ZH) {
        text_add(out, lead);
        text_printf(out, "%d 位小数", rounding.places);
    } else {
        text_add(out, lead);
        text_printf(out, "%d decimal%s", rounding.places, rounding.places == 1 ? "" : "s");
    }
}

// ---- times and statuses

void explain_figure_time(struct buf *out, struct ratio seconds, enum problem_language language)
{
    bool zh = language == PROBLEM_ZH;
    struct ratio rest;
    explain_figure_add(out, seconds);
    text_add(out, zh ? SLICE(" 秒") : SLICE(" s"));
    int64_t minutes = ratio_is_value(seconds) ? seconds.num / seconds.den / SECONDS_OF_MINUTE : 0;
    if (minutes <= 0 ||
        !ratio_subtract(seconds, (struct ratio){minutes * SECONDS_OF_MINUTE, 1}, &rest)) {
        return;
    }
    text_printf(out, zh ? "（%" PRId64 " 分 " : " (%" PRId64 " min ", minutes);
    explain_figure_add(out, rest);
    text_add(out, zh ? SLICE(" 秒）") : SLICE(" s)"));
}

void explain_figure_status(struct buf *out, enum rules_status status,
                           enum problem_language language)
{
    static const char *const words[][2] = {[RULES_RUNNING] = {"比赛中", "competing"},
                                           [RULES_DNF] = {"未完成（DNF）", "did not finish (DNF)"},
                                           [RULES_DNS] = {"没有开始（DNS）", "did not start (DNS)"},
                                           [RULES_DSQ] = {"取消资格（DSQ）", "disqualified (DSQ)"},
                                           [RULES_WITHDRAWN] = {"退赛", "withdrew"},
                                           [RULES_NO_SHOW] = {"缺席", "did not come"}};

    size_t at = (size_t)status < RULES_STATUSES ? (size_t)status : 0;
    text_add(out, slice_of(words[at][language]));
}
