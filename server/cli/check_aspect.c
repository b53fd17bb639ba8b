#include "cli/check_aspect.h"

#include "scoring/rules_check_size.h"

enum { DEPTH = 6 };

// What a step is worth once it is rounded.
static const char *worth(const struct rules_aspect *aspect, const struct rules_band *band,
                         char out[CHECK_SAY_TEXT])
{
    struct ratio value = band->value;

    (void)ratio_round(band->value, aspect->rounding, &value);
    return check_say_ratio(value, out);
}

// The value of a numbered step: choices, levels, points of places.
static void say_steps(const struct check_say *say, const struct rules_aspect *aspect)
{
    char text[CHECK_SAY_TEXT];
    char place[CHECK_SAY_TEXT];

    for (uint32_t i = 0; i < aspect->band_count; i++) {
        const struct rules_band *band = &aspect->bands[i];
        const char *name = check_say_name(say, band->name);
        check_say_line(say, DEPTH);
        check_say(say, "%s%s%s = %s", "%s%s%s = %s", check_say_ratio(band->from, place),
                  *name ? " " : "", name, worth(aspect, band, text));
    }
}

static void say_ranges(const struct check_say *say, const struct rules_aspect *aspect)
{
    char texts[3][CHECK_SAY_TEXT];

    for (uint32_t i = 0; i < aspect->band_count; i++) {
        const struct rules_band *band = &aspect->bands[i];
        check_say_line(say, DEPTH);
        check_say(say, "%s – %s = %s", "%s – %s = %s", check_say_ratio(band->from, texts[0]),
                  check_say_ratio(band->to, texts[1]), worth(aspect, band, texts[2]));
    }
}

static void say_fault(const struct check_say *say, const struct rules_fault *fault)
{
    char texts[3][CHECK_SAY_TEXT];
    const char *unit = check_say_name(say, fault->unit);
    struct check_say_words begun = {"不足也算", "begun"};
    struct check_say_words whole = {"足", "whole"};

    check_say_line(say, DEPTH);
    check_say(say, "%s %s：", "%s %s: ", fault->id, check_say_name(say, fault->name));
    if (fault->lost) {
        check_say(say, "扣光", "the whole mark is lost");
        return;
    }
    check_say(say, "每 %s%s%s（%s）扣 %s", "each %s%s%s (%s) takes %s",
              check_say_point(fault->each, texts[0]), *unit ? " " : "", unit,
              check_say_word(say, fault->begun ? begun : whole),
              check_say_point(fault->amount, texts[1]));
    if (fault->most > 0) {
        check_say(say, "，最多扣 %s", ", at most %s", check_say_point(fault->most, texts[2]));
    }
}

static void say_power(const struct check_say *say, const struct rules_power *power)
{
    char texts[3][CHECK_SAY_TEXT];
    const char *a = check_say_ratio(power->a, texts[0]);
    const char *b = check_say_ratio(power->b, texts[1]);
    const char *n = check_say_ratio((struct ratio){power->num, power->den}, texts[2]);

    if (power->falling) {
        check_say(say, "；%s × (%s - x)^%s，取整", "; %s x (%s - x)^%s, cut to whole points", a, b,
                  n);
    } else {
        check_say(say, "；%s × (x - %s)^%s，取整", "; %s x (x - %s)^%s, cut to whole points", a, b,
                  n);
    }
}

static void say_linear(const struct check_say *say, const struct rules_linear *linear)
{
    char texts[3][CHECK_SAY_TEXT];

    check_say(say, "；%s + %s × (x - %s)", "; %s + %s x (x - %s)",
              check_say_ratio(linear->a, texts[0]), check_say_ratio(linear->b, texts[1]),
              check_say_ratio(linear->k, texts[2]));
    if (linear->has_least) {
        check_say(say, "，不低于 %s", ", never below %s", check_say_ratio(linear->least, texts[0]));
    }
    if (linear->has_most) {
        check_say(say, "，不高于 %s", ", never above %s", check_say_ratio(linear->most, texts[1]));
    }
}

// From what to what an entry goes.
static void say_range(const struct check_say *say, const struct rules_aspect *aspect)
{
    char texts[3][CHECK_SAY_TEXT];

    check_say(say, " %s – %s，步长 %s", " %s – %s in steps of %s",
              check_say_point(aspect->min, texts[0]), check_say_point(aspect->max, texts[1]),
              check_say_point(aspect->step, texts[2]));
}

static void say_target(const struct check_say *say, const struct rules_aspect *aspect)
{
    char texts[2][CHECK_SAY_TEXT];

    if (aspect->target.den != 0) {
        check_say(say, "；目标 %s", "; target %s", check_say_ratio(aspect->target, texts[0]));
    }
    if (aspect->falling) {
        check_say(say, "；满分 × 目标 ÷ 成绩", "; full mark x target / achieved");
    }
    if (aspect->target.den == 0) {
        check_say(say, "；目标随成绩录入", "; the target comes with the entry");
    }
    check_say(say, "，最多给满分的 %s 倍", ", at most %s times the full mark",
              check_say_ratio(aspect->cap, texts[1]));
}

static void say_input(const struct check_say *say, const struct rules_aspect *aspect)
{
    static const struct check_say_words words[] = {
        [RULES_SCORE] = {"评分", "score"},
        [RULES_PASS_FAIL] = {"合格或不合格", "pass or fail"},
        [RULES_NUMBER] = {"完成数", "number done"},
        [RULES_CHOICE] = {"选项", "choice"},
        [RULES_RANGED] = {"测量值分档", "measured value"},
        [RULES_JUDGEMENT] = {"评判 0–3", "judgement 0 – 3"},
        [RULES_DEDUCTION] = {"配分扣分", "deduction for faults"},
        [RULES_TARGET] = {"按目标折算", "achieved"},
        [RULES_POWER] = {"公式计分", "formula"},
        [RULES_LINEAR] = {"线性计分", "by a straight line"},
        [RULES_PLACE] = {"名次", "place"},
        [RULES_TICK] = {"召回勾选", "call-back tick"}};

    check_say(say, "%s %s：%s", "%s %s: %s", aspect->id, check_say_name(say, aspect->name),
              check_say_word(say, words[aspect->input]));
    if (aspect->input == RULES_SCORE || aspect->input == RULES_NUMBER ||
        aspect->input == RULES_RANGED || aspect->input == RULES_TARGET ||
        aspect->input == RULES_POWER || aspect->input == RULES_LINEAR ||
        aspect->input == RULES_PLACE) {
        say_range(say, aspect);
    }
    if (aspect->scaled) {
        check_say(say, "；按申报的分值表计分", "; the declared scale gives the value");
    }
    if (aspect->input == RULES_TARGET) {
        say_target(say, aspect);
    } else if (aspect->input == RULES_POWER) {
        say_power(say, &aspect->power);
    } else if (aspect->input == RULES_LINEAR) {
        say_linear(say, &aspect->linear);
    }
}

static void say_codes(const struct check_say *say, unsigned codes)
{
    static const char *const words[] = {
        [RULES_DNF] = "dnf", [RULES_DNS] = "dns", [RULES_DSQ] = "dsq"};
    bool first = true;

    for (unsigned i = RULES_DNF; i <= RULES_DSQ; i++) {
        if (codes & (1U << i)) {
            check_say(say, "%s%s", "%s%s",
                      first ? check_say_word(say, (struct check_say_words){"；可记 ", "; may be "})
                            : ", ",
                      words[i]);
            first = false;
        }
    }
}

static void say_rest(const struct check_say *say, const struct rules_aspect *aspect)
{
    static const struct check_say_words vetoes[] = {[RULES_VETO_PART] = {"部分", "part"},
                                                    [RULES_VETO_MODULE] = {"模块", "module"},
                                                    [RULES_VETO_STAGE] = {"阶段", "stage"}};
    struct ratio full;
    char text[CHECK_SAY_TEXT];

    bool none = aspect->scaled || (aspect->input == RULES_PLACE && aspect->band_count == 0);
    if (!none && rules_check_size_full(aspect, &full)) {
        check_say(say, "；满分 %s", "; full mark %s", check_say_ratio(full, text));
    }
    if (aspect->weight.den != 0) {
        check_say(say, "；系数 %s", "; coefficient %s", check_say_ratio(aspect->weight, text));
    }
    if (aspect->aside) {
        check_say(say, "；不计入，只作比较", "; aside: does not count");
    }
    check_say_rounding(say, (struct check_say_words){"", "its worth is"}, aspect->rounding);
    if (aspect->veto == RULES_VETO_PLACE) {
        check_say(say, "；得 0 则没有名次", "; worth 0, it takes the place away");
    } else if (aspect->veto != RULES_NO_VETO) {
        check_say(say, "；得 0 则整个%s为 0（一票否决）", "; worth 0, it makes the whole %s 0",
                  check_say_word(say, vetoes[aspect->veto]));
    }
    say_codes(say, aspect->codes);
    if (aspect->section) {
        check_say(say, "；标准部分 %s", "; section %s", aspect->section);
    }
}

void check_aspect_print(const struct check_say *say, const struct rules_aspect *aspect)
{
    check_say_line(say, DEPTH - 1);
    say_input(say, aspect);
    say_rest(say, aspect);
    if (aspect->input == RULES_RANGED) {
        say_ranges(say, aspect);
    } else {
        say_steps(say, aspect);
    }
    for (uint32_t i = 0; i < aspect->fault_count; i++) {
        say_fault(say, &aspect->faults[i]);
    }
}
