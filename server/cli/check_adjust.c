#include "cli/check_adjust.h"

static void say_times(const struct check_say *say, const struct rules_adjustment *how)
{
    char texts[2][CHECK_SAY_TEXT];
    const char *after = check_say_point(how->after, texts[0]);
    const char *each = check_say_point(how->each, texts[1]);
    const char *part = how->by == RULES_BY_RULING ? "" : say->rules->parts[how->part].id;

    if (how->by == RULES_BY_RULING) {
        check_say(say, "按裁定的次数", "as often as a ruling says");
    } else if (how->by == RULES_BY_OVERTIME) {
        check_say(say, "%s 用时超过 %s 秒（加时另计），每 %s 秒（不足也算）",
                  "%s: above %s s and the time added, each begun %s s", part, after, each);
    } else if (how->by == RULES_BY_EARLY) {
        check_say(say, "%s 用时少于 %s 秒，每足 %s 秒", "%s: below %s s, each whole %s s", part,
                  after, each);
    } else if (how->by == RULES_BY_WARNINGS) {
        check_say(say, "%s 每次警告", "%s: each warning", part);
    } else {
        check_say(say, "%s 每次违规", "%s: each offence", part);
    }
}

static void say_adjustment(const struct check_say *say, const struct rules_adjustment *how)
{
    char text[CHECK_SAY_TEXT];

    check_say(say, "加减分 %s %s：", "adjustment %s %s: ", how->id, check_say_name(say, how->name));
    say_times(say, how);
    check_say(say, "，%s%s%s", ", %s%s%s", how->amount > 0 ? "+" : "",
              check_say_point(how->amount, text), how->percent ? " %" : "");
    if (how->most > 0) {
        check_say(say, "，最多 %u 次", ", at most %u times", how->most);
    }
}

void check_adjust_print(const struct check_say *say, unsigned depth, uint32_t first, uint32_t count,
                        const struct rules_limits *limits)
{
    char text[CHECK_SAY_TEXT];

    for (uint32_t i = first; i < first + count; i++) {
        check_say_line(say, depth);
        say_adjustment(say, &say->rules->adjustments[i]);
    }
    if (limits->has_floor) {
        check_say_line(say, depth);
        check_say(say, "不低于 %s", "never below %s", check_say_ratio(limits->floor, text));
    }
    if (limits->has_ceiling) {
        check_say_line(say, depth);
        check_say(say, "不高于 %s", "never above %s", check_say_ratio(limits->ceiling, text));
    }
}
