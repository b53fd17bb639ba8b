#include "cli/check_part.h"

#include "cli/check_adjust.h"
#include "cli/check_aspect.h"
#include "scoring/rules_check_size.h"

enum { DEPTH = 5 };

static void say_head(const struct check_say *say, uint32_t index)
{
    const struct rules_part *part = &say->rules->parts[index];
    struct ratio full;
    char text[CHECK_SAY_TEXT];

    check_say_line(say, DEPTH - 1);
    check_say(say, "%s %s", "%s %s", part->id, check_say_name(say, part->name));
    if (part->aspect_count > 0 && rules_check_size_part(say->rules, index, &full)) {
        check_say(say, "；满分 %s", "; full mark %s", check_say_ratio(full, text));
    }
    if (part->weight.den != 0) {
        check_say_weight(say, part->weight);
    }
    if (part->day > 0) {
        check_say(say, "；第 %u 评分日", "; day %u", part->day);
    }
    if (part->order != RULES_AS_ABOVE) {
        check_say(
            say, "；%s", "; %s",
            check_say_word(say, part->order == RULES_LOW
                                    ? (struct check_say_words){"低者为优", "lower is better"}
                                    : (struct check_say_words){"高者为优", "higher is better"}));
    }
    if (part->optional) {
        check_say(say, "；有成绩才计，不用等", "; optional: counts once marked");
    }
    if (part->one_by_one) {
        check_say(say, "；逐项录入", "; marks come one by one");
    }
}

static void say_drops(const struct check_say *say, const struct rules_part *part)
{
    if (part->drop_high + part->drop_low > 0) {
        check_say(say, "；去掉 %u 个最高 %u 个最低", "; %u highest and %u lowest dropped",
                  part->drop_high, part->drop_low);
    }
    for (uint32_t i = 0; i < part->trim_count; i++) {
        const struct rules_trim *trim = &part->trims[i];
        check_say(say, "；%u 个分数时去掉 %u 高 %u 低", "; of %u: %u highest, %u lowest dropped",
                  trim->figures, trim->high, trim->low);
    }
}

static void say_missing(const struct check_say *say, const struct rules_part *part)
{
    static const struct check_say_words words[] = {
        [RULES_BLOCK] = {"缺分则等待", "waits for every seat"},
        [RULES_GIVEN] = {"缺分按已有的算", "goes on with the marks given"},
        [RULES_ZERO] = {"缺分算 0", "a missing mark counts 0"},
        [RULES_MEAN_OF_GIVEN] = {"缺分取已有的平均", "a missing mark is the mean of the others"}};

    check_say(say, "；%s", "; %s", check_say_word(say, words[part->missing]));
    if (part->missing != RULES_BLOCK) {
        check_say(say, "，至少 %u 人", ", at least %u", part->judges_least);
    }
}

static void say_panel(const struct check_say *say, const struct rules_part *part)
{
    static const struct check_say_words reduces[] = {
        [RULES_MEAN] = {"取平均", "mean"},
        [RULES_SUM] = {"相加", "sum"},
        [RULES_MEDIAN] = {"取中位数", "median"},
        [RULES_AGREED] = {"必须一致", "all have to agree"},
        [RULES_MIDDLE_TWO] = {"取中间两个的平均", "mean of the middle two"},
        [RULES_NEAR_MEDIAN] = {"按接近中位数加权", "weighted by closeness to the median"},
        [RULES_LEAST] = {"取最低", "the lowest"},
        [RULES_MOST] = {"取最高", "the highest"},
        [RULES_MAJORITY] = {"多数名次（Skating 5–8）", "majority of places (Skating 5 – 8)"}};

    check_say_line(say, DEPTH);
    check_say(say, "评委 %u 人：%s", "%u judge%s:", part->seat_count,
              check_say_word(say, (struct check_say_words){"", part->seat_count == 1 ? "" : "s"}));
    for (uint32_t i = 0; i < part->seat_count; i++) {
        check_say(say, " %s", " %s", part->seats[i]);
    }
    if (part->seat_count > 1) {
        check_say(say, "；%s%s", "; %s%s",
                  check_say_word(say, part->combine == RULES_PER_ASPECT
                                          ? (struct check_say_words){"逐项", "per aspect "}
                                          : (struct check_say_words){"逐表", "per sheet "}),
                  check_say_word(say, reduces[part->reduce]));
    }
    say_drops(say, part);
    say_missing(say, part);
    if (part->turn != RULES_TURN_NONE) {
        check_say(say, "；%s", "; %s",
                  check_say_word(say, part->turn == RULES_TURN_CHIEF
                                          ? (struct check_say_words){"裁判长宣布后同时亮分",
                                                                     "cards turned by the chief"}
                                          : (struct check_say_words){
                                                "交齐后同时亮分", "cards turned when all are in"}));
    }
    if (part->trial_samples > 0) {
        check_say(say, "；试评样件 %u 个%s", "; %u trial piece(s)%s", part->trial_samples,
                  check_say_word(
                      say, part->trial_needed
                               ? (struct check_say_words){"，先试评后评分", ", one before marking"}
                               : (struct check_say_words){"", ""}));
    }
    if (part->members > 0) {
        check_say(say, "；每席为 %u 人小组，逐人以 PIN 确认",
                  "; each seat a group of %u, who confirm with their PINs", part->members);
    }
    if (part->call_back > 0) {
        check_say(say, "；每人勾选 %u 个", "; each ticks exactly %u", part->call_back);
    }
}

static void say_technical(const struct check_say *say, const struct rules_part *part)
{
    static const struct check_say_words words[] = {
        {"起评分", "base"},  {"分值表", "scale"},   {"难度", "difficulty"},
        {"系数", "factor"},  {"扣分", "deduction"}, {"免评分", "no marks"},
        {"赛场记录", "log"}, {"用时", "time"},      {"除数", "divisor"}};

    if (!part->technical) {
        return;
    }
    check_say_line(say, DEPTH);
    check_say(say, "技术席位 %s 申报：", "technical seat %s declares:", part->technical);
    for (unsigned i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (part->declares & (1U << i)) {
            check_say(say, " %s", " %s", check_say_word(say, words[i]));
        }
    }
    if (part->only_declared) {
        check_say(say, "；只计已申报者", "; counts only when declared");
    }
    if (part->figure_is_time) {
        check_say(say, "；以净用时为成绩", "; the net time is the figure");
    }
}

static void say_bands(const struct check_say *say, struct check_say_words what,
                      const struct rules_band *bands, uint32_t count)
{
    char texts[3][CHECK_SAY_TEXT];

    for (uint32_t i = 0; i < count; i++) {
        check_say_line(say, DEPTH + 1);
        check_say(say, "%s %s – %s：%s", "%s %s – %s: %s", check_say_word(say, what),
                  check_say_ratio(bands[i].from, texts[0]), check_say_ratio(bands[i].to, texts[1]),
                  check_say_ratio(bands[i].value, texts[2]));
    }
}

static void say_variance(const struct check_say *say, const struct rules_part *part)
{
    static const struct check_say_words ways[] = {
        [RULES_RANGE] = {"最高与最低之差", "highest less lowest"},
        [RULES_FROM_MEAN] = {"与平均之差", "distance from the mean"},
        [RULES_FROM_MEDIAN] = {"与中位数之差", "distance from the median"},
        [RULES_DIXON] = {"Dixon Q 值", "Dixon's Q"}};
    static const struct check_say_words acts[] = {
        [RULES_REFUSE] = {"拒收造成超差的评分表", "the sheet is refused"},
        [RULES_HOLD] = {"等待裁定", "the part waits for a ruling"},
        [RULES_FLAG] = {"只作标记", "it is flagged"},
        [RULES_LEAVE_OUT] = {"不计超差者", "figures outside do not count"},
        [RULES_USE_ALL] = {"全部计入、不再去分", "nothing is dropped"}};
    const struct rules_variance *variance = &part->variance;
    char text[CHECK_SAY_TEXT];

    if (variance->by == RULES_VARIANCE_NONE) {
        return;
    }
    check_say_line(say, DEPTH);
    check_say(say, "评委%s超限时：%s", "judges too far apart (%s): %s",
              check_say_word(say, ways[variance->by]), check_say_word(say, acts[variance->act]));
    if (variance->limit_count == 1) {
        check_say(say, "；限值 %s", "; limit %s", check_say_ratio(variance->limits[0].value, text));
    } else {
        say_bands(say, (struct check_say_words){"限值", "limit"}, variance->limits,
                  variance->limit_count);
    }
}

static void say_normalise(const struct check_say *say, const struct rules_normalise *how)
{
    static const struct check_say_words ways[] = {
        [RULES_Z] = {"按评委的均值和标准差换算", "by each judge's mean and deviation"},
        [RULES_PERCENT] = {"换算为占该评委总分的百分比", "as a percentage of the judge's sum"},
        [RULES_RANKS] = {"换算为该评委的名次", "as places among the judge's figures"}};
    char texts[2][CHECK_SAY_TEXT];

    if (how->by == RULES_NORMALISE_NONE) {
        return;
    }
    check_say_line(say, DEPTH);
    check_say(say, "归一：%s", "made comparable %s", check_say_word(say, ways[how->by]));
    if (how->by == RULES_Z) {
        check_say(say, "，%s ± %s", ", %s ± %s", check_say_ratio(how->centre, texts[0]),
                  check_say_ratio(how->spread, texts[1]));
        if (how->sample) {
            check_say(say, "（n - 1）", " (n - 1)");
        }
    }
    check_say_rounding(say, (struct check_say_words){"", "it is"}, how->rounding);
}

static void say_against(const struct check_say *say, const struct rules_part *part)
{
    static const struct check_say_words ways[] = {
        [RULES_AGAINST_BEST] = {"与最优者之比", "in proportion to the best"},
        [RULES_AGAINST_PLACE] = {"换成单项名次", "its place in this part"},
        [RULES_AGAINST_POINTS] = {"按单项名次给分", "points by its place in this part"},
        [RULES_AGAINST_BORDA] = {"按身后人数给分（Borda）",
                                 "as many points as stand behind (Borda)"}};
    char text[CHECK_SAY_TEXT];

    if (part->against == RULES_AGAINST_NONE) {
        return;
    }
    check_say_line(say, DEPTH);
    check_say(say, "对照全场：%s", "against the field: %s",
              check_say_word(say, ways[part->against]));
    if (part->against == RULES_AGAINST_BEST) {
        check_say(say, "，最优得 %s", ", the best gets %s",
                  check_say_ratio(part->against_max, text));
    }
    for (uint32_t i = 0; i < part->point_count; i++) {
        check_say(say, " %s", " %s", check_say_ratio(part->points[i], text));
    }
}

static void say_codes(const struct check_say *say, const struct rules_part *part)
{
    static const char *const words[] = {
        [RULES_DNF] = "dnf", [RULES_DNS] = "dns", [RULES_DSQ] = "dsq"};
    char text[CHECK_SAY_TEXT];

    for (unsigned i = RULES_DNF; i <= RULES_DSQ; i++) {
        const struct rules_code *code = &part->codes[i];
        if (!code->has) {
            continue;
        }
        check_say_line(say, DEPTH);
        if (!code->entered) {
            check_say(say, "%s 计 %s", "%s counts as %s", words[i],
                      check_say_ratio(code->worth, text));
        } else if (code->worth.num == 0) {
            check_say(say, "%s 按参赛人数计", "%s counts as many as are entered", words[i]);
        } else {
            check_say(say, "%s 按参赛人数加 %s 计", "%s counts as %s more than are entered",
                      words[i], check_say_ratio(code->worth, text));
        }
    }
}

static bool is_plain(const struct rules_part *part)
{
    const unsigned figures = RULES_DECLARES_BASE | RULES_DECLARES_DIFFICULTY |
                             RULES_DECLARES_FACTOR | RULES_DECLARES_DIVISOR |
                             RULES_DECLARES_DEDUCTION;

    return ratio_compare(part->factor, RATIO_ONE) == 0 && part->divisor.den == 0 &&
           (part->declares & figures) == 0 && part->sheet.mode == ROUND_NONE &&
           part->judges.mode == ROUND_NONE && part->product.mode == ROUND_NONE &&
           part->rounding.mode == ROUND_NONE;
}

// Multipliers and where the figures are rounded.
static void say_formula(const struct check_say *say, const struct rules_part *part)
{
    char text[CHECK_SAY_TEXT];

    if (is_plain(part)) {
        return;
    }
    check_say_line(say, DEPTH);
    check_say(say, "算式：评委分", "formula: figure");
    if (ratio_compare(part->factor, RATIO_ONE) != 0) {
        check_say(say, " × %s", " x %s", check_say_ratio(part->factor, text));
    }
    if (part->divisor.den != 0) {
        check_say(say, " ÷ %s", " / %s", check_say_ratio(part->divisor, text));
    }
    if (part->declares & RULES_DECLARES_DIFFICULTY) {
        check_say(say, " × 难度", " x difficulty");
    }
    if (part->declares & RULES_DECLARES_FACTOR) {
        check_say(say, " × 申报系数", " x declared factor");
    }
    if (part->declares & RULES_DECLARES_DIVISOR) {
        check_say(say, " ÷ 申报除数", " / declared divisor");
    }
    if (part->declares & RULES_DECLARES_BASE) {
        check_say(say, " + 起评分", " + base");
    }
    if (part->declares & RULES_DECLARES_DEDUCTION) {
        check_say(say, " - 扣分", " - deduction");
    }
    check_say_rounding(say, (struct check_say_words){"每张评分表", "each sheet"}, part->sheet);
    check_say_rounding(say, (struct check_say_words){"评委分", "the figure"}, part->judges);
    check_say_rounding(say, (struct check_say_words){"乘积", "the product"}, part->product);
    check_say_rounding(say, (struct check_say_words){"结果", "the value"}, part->rounding);
}

void check_part_print(const struct check_say *say, uint32_t index)
{
    const struct rules_part *part = &say->rules->parts[index];

    say_head(say, index);
    if (part->seat_count > 0) {
        say_panel(say, part);
    }
    say_bands(say, (struct check_say_words){"允许差", "tolerance"}, part->tolerance,
              part->tolerance_count);
    say_variance(say, part);
    say_technical(say, part);
    say_normalise(say, &part->normalise);
    say_formula(say, part);
    say_against(say, part);
    say_codes(say, part);
    check_adjust_print(say, DEPTH, part->adjustment_first, part->adjustment_count, &part->limits);
    for (uint32_t i = 0; i < part->aspect_count; i++) {
        check_aspect_print(say, &say->rules->aspects[part->aspect_first + i]);
    }
}
