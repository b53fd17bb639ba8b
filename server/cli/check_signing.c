#include "cli/check_signing.h"

enum { DEPTH = 2 };

static void say_recheck(const struct check_say *say, const struct rules_signing *signing)
{
    char share[CHECK_SAY_TEXT];
    char errors[CHECK_SAY_TEXT];

    check_say(say, "；抽查复核：前 %u 名全部，其余 %s；错误超过 %s 则全部复核",
              "; re-check: the first %u in full and %s of the others, all if more than %s are "
              "wrong",
              signing->top, check_say_percent(signing->share, share),
              check_say_percent(signing->errors, errors));
}

static void say_competitors(const struct check_say *say, uint32_t skill)
{
    for (uint32_t i = 0; i < say->rules->part_count; i++) {
        const struct rules_part *part = &say->rules->parts[i];
        if (part->skill == skill && part->competitor_signs) {
            check_say(say, "；选手当场签字：%s", "; competitors sign on the spot: %s", part->id);
        }
    }
}

void check_signing_print(const struct check_say *say, uint32_t skill)
{
    const struct rules_signing *signing = &say->rules->skills[skill].signing;

    if (signing->by == RULES_UNSIGNED) {
        return;
    }
    check_say_line(say, DEPTH);
    if (signing->by == RULES_INK) {
        check_say(say, "签字：纸质签名", "sign-off: in ink");
    } else {
        check_say(say, "签字：平板手写", "sign-off: drawn on the tablet");
    }
    if (signing->supervisor) {
        check_say(say, "，监督同签", ", the supervisor co-signs");
    }
    if (signing->double_entry) {
        check_say(say, "；纸质评分表双人录入", "; paper sheets are typed twice");
    }
    if (signing->rechecks) {
        say_recheck(say, signing);
    }
    say_competitors(say, skill);
}
