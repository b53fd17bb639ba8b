#include "cli/check_exposure.h"

#include "scoring/forecast.h"

#include <string.h>

enum { DEPTH = 2 };

static void say_unknown(const struct check_say *say, const struct rules_skill *skill)
{
    for (uint32_t i = skill->stage_first; i < skill->stage_first + skill->stage_count; i++) {
        if (!forecast_is_known(say->rules, i)) {
            check_say(say, "（%s 的规则使人无法预计，不示）",
                      " (not of %s, whose rules do not let it be known)", say->rules->stages[i].id);
        }
    }
}

static void say_stage(const struct check_say *say, const struct rules_stage *stage)
{
    static const struct check_say_words shows[] = {{"不公示", "nothing"},
                                                   {"只示进度", "progress only"},
                                                   {"按编号公示", "the standing by code"},
                                                   {"按姓名公示", "the standing by name"}};
    static const struct check_say_words since[] = {{"成绩公布", "published"},
                                                   {"签字锁定", "signed and locked"}};
    const struct rules_exposure *of = &stage->exposure;

    check_say_line(say, DEPTH);
    check_say(say, "%s：%s；%s后%s", "%s: %s; once it is %s, %s", check_say_name(say, stage->name),
              check_say_word(say, shows[of->before]), check_say_word(say, since[of->since]),
              check_say_word(say, shows[of->after]));
}

static void say_stages(const struct check_say *say, const struct rules_skill *of)
{
    static const struct rules_exposure usual = {RULES_SHOW_PROGRESS, RULES_SHOW_NAME,
                                                RULES_SINCE_PUBLISHED};

    for (uint32_t i = of->stage_first; i < of->stage_first + of->stage_count; i++) {
        if (memcmp(&say->rules->stages[i].exposure, &usual, sizeof usual) != 0) {
            say_stage(say, &say->rules->stages[i]);
        }
    }
}

void check_exposure_print(const struct check_say *say, uint32_t skill)
{
    const struct rules_skill *of = &say->rules->skills[skill];

    say_stages(say, of);
    if (of->tells_marks) {
        check_say_line(say, DEPTH);
        check_say(say, "大屏示每位裁判的分（齐了一起翻开）",
                  "screens show each judge's mark, once all are in");
    }
    if (of->tells_forecast) {
        check_say_line(say, DEPTH);
        check_say(say, "大屏示还可能的名次", "screens show the places that may still come");
        say_unknown(say, of);
    }
    if (of->tells_lines) {
        check_say_line(say, DEPTH);
        check_say(say, "大屏示名次线", "screens show the lines under the places that count");
    }
}
