#include "cli/check_exposure.h"

#include "scoring/forecast.h"

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

void check_exposure_print(const struct check_say *say, uint32_t skill)
{
    const struct rules_skill *of = &say->rules->skills[skill];

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
