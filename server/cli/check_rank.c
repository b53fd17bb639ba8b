#include "cli/check_rank.h"

enum { DEPTH = 2 };

static const char *node_of(const struct check_say *say, const struct rules_tie *tie)
{
    switch (tie->by) {
    case RULES_TIE_MODULE:
    case RULES_TIE_FIRSTS:
    case RULES_TIE_ASPECT:
    case RULES_TIE_COUNTBACK:
    case RULES_TIE_LATEST:
        return say->rules->modules[tie->index].id;
    case RULES_TIE_PART:
    case RULES_TIE_TIME:
    case RULES_TIE_UNTRIMMED:
        return say->rules->parts[tie->index].id;
    case RULES_TIE_STAGE_OWN:
    case RULES_TIE_HEAD_TO_HEAD:
    case RULES_TIE_NET:
    case RULES_TIE_DIFFERENCE:
    case RULES_TIE_SCORED:
    case RULES_TIE_WINS:
    case RULES_TIE_SONNEBORN:
        return say->rules->stages[tie->index].id;
    case RULES_TIE_RULING:
        break;
    }
    return "";
}

static void say_tie(const struct check_say *say, const struct rules_tie *tie)
{
    static const struct check_say_words words[] = {
        [RULES_TIE_MODULE] = {"模块", "module"},
        [RULES_TIE_PART] = {"部分", "part"},
        [RULES_TIE_STAGE_OWN] = {"阶段成绩", "score of the stage"},
        [RULES_TIE_TIME] = {"用时", "time in"},
        [RULES_TIE_UNTRIMMED] = {"不去分时的成绩", "with nobody dropped:"},
        [RULES_TIE_FIRSTS] = {"单项第一的个数，模块", "most firsts in"},
        [RULES_TIE_HEAD_TO_HEAD] = {"相互战绩", "matches among the tied, in"},
        [RULES_TIE_NET] = {"净胜局", "ends won less lost, in"},
        [RULES_TIE_DIFFERENCE] = {"净胜分（净胜球）", "scored less conceded, in"},
        [RULES_TIE_SCORED] = {"总得分（进球）", "scored, in"},
        [RULES_TIE_WINS] = {"胜场数", "matches won, in"},
        [RULES_TIE_SONNEBORN] = {"小分（索伯分）", "Sonneborn-Berger, in"},
        [RULES_TIE_COUNTBACK] = {"计入的成绩从最好的起逐个，模块",
                                 "values that count, one by one from the best, of"},
        [RULES_TIE_LATEST] = {"成绩从最后一个起逐个，模块", "values one by one from the last, of"},
        [RULES_TIE_ASPECT] = {"评分项合计，模块", "sum of an aspect in"},
        [RULES_TIE_RULING] = {"抽签、加试或裁判长裁定", "lot, extra test or the chief judge"}};

    check_say(say, "%s", "%s", check_say_word(say, words[tie->by]));
    if (tie->by != RULES_TIE_RULING) {
        check_say(say, " %s", " %s", node_of(say, tie));
        if (tie->among) {
            check_say(say, "，只算相互间的比赛", ", only matches among the tied");
        }
        check_say(say, "%s%s", "%s%s", tie->aspect ? "/" : "", tie->aspect ? tie->aspect : "");
        check_say(say, "，%s者在前", ", the %s before",
                  check_say_word(say, tie->lower_is_better
                                          ? (struct check_say_words){"低", "lower"}
                                          : (struct check_say_words){"高", "higher"}));
    }
}

// A step is passed over where its stage is neither ranked nor carried: said of the last stage.
static void say_passed_over(const struct check_say *say, const struct rules_skill *skill,
                            const struct rules_tie *tie)
{
    uint32_t last = skill->stage_first + skill->stage_count - 1;

    if (tie->always) {
        check_say(say, "，以后各阶段也用", ", also in later stages");
    } else if (!rules_tie_holds(say->rules, last, tie)) {
        check_say(say, "；注意：这一步的阶段没有计入“%s”，在那里不用（要用请加 \"always\": true）",
                  "; warning: passed over in \"%s\", into which its stage is not carried (add "
                  "\"always\": true if it shall hold there)",
                  say->rules->stages[last].id);
    }
}

static void say_chain(const struct check_say *say, const struct rules_skill *skill)
{
    for (uint32_t i = 0; i < skill->tie_count; i++) {
        check_say_line(say, DEPTH);
        check_say(say, "同分第 %u 步：", "tie step %u: ", i + 1);
        say_tie(say, &skill->ties[i]);
        say_passed_over(say, skill, &skill->ties[i]);
    }
}

static void say_tolerance(const struct check_say *say, const struct rules_tolerance *tolerance)
{
    char text[CHECK_SAY_TEXT];

    if (tolerance->has) {
        check_say_line(say, DEPTH);
        check_say(say, "相差不超过 %s 视为相同（%s）", "totals within %s are equal (%s)",
                  check_say_ratio(tolerance->within, text),
                  check_say_word(
                      say, tolerance->chained
                               ? (struct check_say_words){"逐个比较", "from one to the next"}
                               : (struct check_say_words){"与组内第一比较", "from the first"}));
    }
}

static void say_scale(const struct check_say *say, const struct rules_scale *scale)
{
    static const struct check_say_words spreads[] = {
        [RULES_SD_POPULATION] = {"标准差（n）", "standard deviation (n)"},
        [RULES_SD_SAMPLE] = {"标准差（n - 1）", "standard deviation (n - 1)"},
        [RULES_MAD] = {"绝对中位差", "median absolute deviation"}};
    char texts[4][CHECK_SAY_TEXT];

    if (!scale->has) {
        return;
    }
    check_say_line(say, DEPTH);
    check_say(say, "标准分：%s + %s × (总分 - %s) ÷ %s", "scale: %s + %s x (total - %s) / %s",
              check_say_ratio(scale->centre, texts[0]), check_say_ratio(scale->k, texts[1]),
              check_say_word(say, scale->mean ? (struct check_say_words){"平均", "mean"}
                                              : (struct check_say_words){"中位数", "median"}),
              check_say_word(say, spreads[scale->spread]));
    if (scale->spread == RULES_MAD) {
        check_say(say, " × %s", " x %s", check_say_ratio(scale->mad_factor, texts[0]));
    }
    if (scale->has_limits) {
        check_say(say, "；限于 %s – %s", "; from %s to %s", check_say_ratio(scale->least, texts[2]),
                  check_say_ratio(scale->most, texts[3]));
    }
    check_say_rounding(say, (struct check_say_words){"", "it is"}, scale->rounding);
    for (uint32_t i = 0; i < say->rules->trait_count; i++) {
        if (scale->with >> i & 1) {
            check_say(say, "；只统计 %s", "; measured over %s", say->rules->traits[i]);
        }
        if (scale->without >> i & 1) {
            check_say(say, "；不统计 %s", "; measured without %s", say->rules->traits[i]);
        }
    }
    if (scale->population_least > 0) {
        check_say(say, "；不足 %u 人不计", "; none with fewer than %u", scale->population_least);
    }
}

// What everybody expects of a status need not be said.
static bool is_usual(enum rules_status status, const struct rules_effect *effect)
{
    bool later = status == RULES_DSQ || status == RULES_WITHDRAWN;

    return !effect->ranked && !effect->hidden && !effect->in_statistics &&
           effect->in_base == (status == RULES_DNF) && effect->later == later;
}

static void say_status(const struct check_say *say, const char *name,
                       const struct rules_effect *effect)
{
    check_say_line(say, DEPTH);
    check_say(say, "%s：%s", "%s: %s", name,
              check_say_word(say, effect->hidden ? (struct check_say_words){"不列出", "not listed"}
                                  : effect->ranked
                                      ? (struct check_say_words){"有名次", "has a place"}
                                      : (struct check_say_words){"无名次", "no place"}));
    if (effect->in_base) {
        check_say(say, "，计入参赛人数", ", an entrant");
    }
    if (effect->in_statistics) {
        check_say(say, "，计入统计", ", in statistics");
    }
    if (effect->later) {
        check_say(say, "，以后各阶段同样", ", also in later stages");
    }
}

static void say_groups(const struct check_say *say, const struct rules_skill *skill)
{
    if (skill->group_count == 0) {
        return;
    }
    check_say_line(say, DEPTH);
    check_say(
        say, "组别：%s", "groups, %s:",
        check_say_word(say, skill->together
                                ? (struct check_say_words){"只作标示", "only shown"}
                                : (struct check_say_words){"各组分别评定", "each by itself"}));
    for (uint32_t i = 0; i < skill->group_count; i++) {
        check_say(say, "；%s %s", "; %s %s", skill->groups[i].id,
                  check_say_name(say, skill->groups[i].name));
    }
}

void check_rank_print(const struct check_say *say, const struct rules_skill *skill)
{
    static const char *const names[] = {[RULES_DNF] = "dnf",
                                        [RULES_DNS] = "dns",
                                        [RULES_DSQ] = "dsq",
                                        [RULES_WITHDRAWN] = "withdrawn",
                                        [RULES_NO_SHOW] = "no_show"};

    check_say(
        say, "；%s", "; %s",
        check_say_word(say, skill->lower_is_better
                                ? (struct check_say_words){"总分低者在前", "lowest total wins"}
                                : (struct check_say_words){"总分高者在前", "highest total wins"}));
    check_say_convention(say, skill->convention);
    if (skill->no_shared_places) {
        check_say(say, "；排名不并列", "; no shared places");
    }
    say_tolerance(say, &skill->tolerance);
    say_chain(say, skill);
    say_scale(say, &skill->scale);
    say_groups(say, skill);
    if (skill->blind) {
        check_say_line(say, DEPTH);
        check_say(say, "按加密号评分：", "marked by codes:");
        if (skill->blind & 1U) {
            check_say(say, " 参赛号", " entry");
        }
        if (skill->blind & 2U) {
            check_say(say, " 工位号", " station");
        }
        if (skill->blind & 4U) {
            check_say(say, " 作品号", " work");
        }
    }
    if (skill->behind) {
        check_say_line(say, DEPTH);
        check_say(say, "未晋级者排在后面，有总名次",
                  "who was cut stands behind, with a place over all stages");
    }
    for (unsigned i = RULES_DNF; i < RULES_STATUSES; i++) {
        if (!is_usual((enum rules_status)i, &skill->effects[i])) {
            say_status(say, names[i], &skill->effects[i]);
        }
    }
}
