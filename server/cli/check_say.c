#include "cli/check_say.h"

#include "base/buf.h"
#include "base/text.h"

#include <stdarg.h>
#include <string.h>

void check_say(const struct check_say *say, const char *zh, const char *en, ...)
{
    va_list args;
    va_start(args, en);
    if (say->language == PROBLEM_ZH) {
        text_vprintf(say->out, zh, args);
    } else {
        text_vprintf(say->out, en, args);
    }
    va_end(args);
}

const char *check_say_word(const struct check_say *say, struct check_say_words words)
{
    return say->language == PROBLEM_ZH ? words.zh : words.en;
}

const char *check_say_name(const struct check_say *say, struct rules_name name)
{
    return say->language == PROBLEM_ZH ? name.zh : name.en;
}

void check_say_line(const struct check_say *say, unsigned depth)
{
    check_say(say, "\n%*s", "\n%*s", (int)(2 * depth), "");
}

const char *check_say_ratio(struct ratio value, char out[CHECK_SAY_TEXT])
{
    out[ratio_print(value, -1, out)] = 0;
    return out;
}

const char *check_say_point(point_t value, char out[CHECK_SAY_TEXT])
{
    out[point_print(value, out)] = 0;
    return out;
}

const char *check_say_percent(struct ratio value, char out[CHECK_SAY_TEXT])
{
    static const struct ratio hundred = {100, 1};
    struct ratio percent = value;

    (void)ratio_multiply(value, hundred, &percent);
    size_t len = ratio_print(percent, -1, out);
    memcpy(out + len, " %", 3);
    return out;
}

void check_say_weight(const struct check_say *say, struct ratio weight)
{
    int size = ratio_compare(weight, RATIO_ONE);
    char text[CHECK_SAY_TEXT];

    if (size < 0) {
        check_say(say, "；权重 %s", "; weight %s", check_say_percent(weight, text));
    } else if (size > 0) {
        check_say(say, "；权重 × %s", "; weight x %s", check_say_ratio(weight, text));
    }
}

const char *check_say_mode(const struct check_say *say, enum round_mode mode)
{
    static const struct check_say_words words[] = {
        [ROUND_NONE] = {"不修约", "not rounded"},
        [ROUND_HALF_UP] = {"四舍五入", "half up"},
        [ROUND_HALF_EVEN] = {"四舍六入五成双", "half even"},
        [ROUND_TRUNCATE] = {"截尾", "cut off"},
        [ROUND_UP] = {"进一", "upwards"}};

    return check_say_word(say, words[mode]);
}

void check_say_rounding(const struct check_say *say, struct check_say_words what,
                        struct rounding how)
{
    const char *mode = check_say_mode(say, how.mode);

    if (how.mode == ROUND_NONE) {
        return;
    }
    if (how.places < 0) {
        check_say(say, "；%s修约到小数点前 %d 位（%s）", "; %s rounded to 10^%d (%s)",
                  check_say_word(say, what), -how.places, mode);
    } else {
        check_say(say, "；%s修约到 %d 位小数（%s）", "; %s rounded to %d decimal places (%s)",
                  check_say_word(say, what), how.places, mode);
    }
}

void check_say_convention(const struct check_say *say, enum rules_convention convention)
{
    static const struct check_say_words words[] = {
        [RULES_STANDARD] = {"并列名次 1 2 2 4", "places 1 2 2 4"},
        [RULES_DENSE] = {"并列名次 1 2 2 3", "places 1 2 2 3"},
        [RULES_MODIFIED] = {"并列名次 1 3 3 4", "places 1 3 3 4"},
        [RULES_ORDINAL] = {"名次 1 2 3 4", "places 1 2 3 4"},
        [RULES_FRACTIONAL] = {"并列名次 1 2.5 2.5 4", "places 1 2.5 2.5 4"}};

    check_say(say, "；%s", "; %s", check_say_word(say, words[convention]));
}

void check_say_variation(const struct check_say *say, struct ratio declared, struct ratio added)
{
    char texts[3][CHECK_SAY_TEXT];
    struct ratio variation = RATIO_ZERO;
    bool known = ratio_subtract(added, declared, &variation);

    check_say(say, "声明 %s，合计 %s，相差 %s", "declared %s, added %s, variation %s",
              check_say_ratio(declared, texts[0]), check_say_ratio(added, texts[1]),
              known ? check_say_ratio(variation, texts[2]) : "?");
}
