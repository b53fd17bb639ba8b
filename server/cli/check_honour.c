#include "cli/check_honour.h"

enum { DEPTH = 2 };

static const char *metal_of(const struct check_say *say, const struct rules_skill *skill,
                            uint32_t title)
{
    if (!skill->medals.has) {
        return NULL;
    }
    if (title == skill->medals.gold) {
        return check_say_word(say, (struct check_say_words){"金牌", "gold"});
    }
    if (title == skill->medals.silver) {
        return check_say_word(say, (struct check_say_words){"银牌", "silver"});
    }
    return title == skill->medals.bronze
               ? check_say_word(say, (struct check_say_words){"铜牌", "bronze"})
               : NULL;
}

static void say_quota(const struct check_say *say, const struct rules_title *title)
{
    char text[CHECK_SAY_TEXT];

    if (title->by == RULES_BY_PLACES) {
        check_say(say, "第 %u 到 %u 名", "places %u to %u", title->from, title->to);
    } else if (title->by == RULES_BY_COUNT) {
        check_say(say, "%u 人", "%u people", title->count);
    } else if (title->by == RULES_BY_SHARE) {
        check_say(say, "参赛人数的 %s（%s）", "%s of the entrants (%s)",
                  check_say_percent(title->share, text), check_say_mode(say, title->mode));
    } else {
        check_say(say, "达到条件者", "who fulfils the conditions");
    }
    if (title->by == RULES_BY_COUNT || title->by == RULES_BY_SHARE) {
        check_say(say, "，末位并列者%s", ", of those who tie at its end %s",
                  check_say_word(say, title->widen ? (struct check_say_words){"都给", "all"}
                                                   : (struct check_say_words){"都不给", "none"}));
    }
}

static void say_traits(const struct check_say *say, struct check_say_words what, uint64_t traits)
{
    for (uint32_t i = 0; traits && i < say->rules->trait_count; i++) {
        if (traits >> i & 1) {
            check_say(say, "；%s %s", "; %s %s", check_say_word(say, what), say->rules->traits[i]);
        }
    }
}

static void say_titles(const struct check_say *say, struct check_say_words what,
                       const struct rules_skill *skill, uint64_t titles)
{
    for (uint32_t i = 0; titles && i < skill->title_count; i++) {
        if (titles >> i & 1) {
            check_say(say, "；%s%s", "; %s %s", check_say_word(say, what),
                      check_say_name(say, skill->titles[i].name));
        }
    }
}

// Groups by name, or nothing where it is for all of them.
static void say_groups(const struct check_say *say, const struct rules_skill *skill,
                       uint32_t groups)
{
    for (uint32_t i = 0; groups && i < skill->group_count; i++) {
        if (groups >> i & 1) {
            check_say(say, "；仅限 %s", "; only %s", check_say_name(say, skill->groups[i].name));
        }
    }
}

static void say_conditions(const struct check_say *say, const struct rules_skill *skill,
                           const struct rules_title *title)
{
    char text[CHECK_SAY_TEXT];

    if (title->has_total) {
        check_say(say, "；总分至少 %s", "; total at least %s", check_say_ratio(title->total, text));
    }
    if (title->has_scale) {
        check_say(say, "；标准分至少 %s", "; scale at least %s",
                  check_say_ratio(title->scale, text));
    }
    if (title->all_passed) {
        check_say(say, "；各项合格", "; everything passed");
    }
    say_traits(say, (struct check_say_words){"须为", "needs"}, title->traits);
    say_titles(say, (struct check_say_words){"须有", "needs"}, skill, title->needs);
    say_titles(say, (struct check_say_words){"不得有", "not with"}, skill, title->excludes);
    if (title->entrants_least > 0) {
        check_say(say, "；参赛至少 %u 人", "; at least %u entrants", title->entrants_least);
    }
    if (title->per_team > 0) {
        check_say(say, "；每个代表队至多 %u 人，超额者由后一名递补",
                  "; at most %u of a delegation, the next one moves up", title->per_team);
    }
    if (title->approval) {
        check_say(say, "；须经批准", "; after approval");
    }
    say_groups(say, skill, title->groups);
    if (title->from_top) {
        check_say(
            say, "；名额自第一名数起，已获前列称号者占额",
            "; the quota is counted from the first place, holders of earlier titles included");
    }
    if (title->together) {
        check_say(say, "；各组合在一起评", "; once for all groups");
    }
    if (title->besides) {
        check_say(say, "；可与其他称号兼得", "; besides other titles");
    }
}

static void say_title(const struct check_say *say, const struct rules_skill *skill, uint32_t index)
{
    const struct rules_title *title = &skill->titles[index];
    const char *metal = metal_of(say, skill, index);
    char text[CHECK_SAY_TEXT];

    check_say_line(say, DEPTH);
    check_say(say, "称号 %s：", "title %s: ", check_say_name(say, title->name));
    if (metal) {
        check_say(say, "%s，相差不超过 %s 者并列", "%s, shared within %s", metal,
                  check_say_ratio(skill->medals.within, text));
    } else {
        say_quota(say, title);
    }
    say_conditions(say, skill, title);
}

static void say_promotion(const struct check_say *say, const struct rules_skill *skill,
                          const struct rules_promotion *promotion)
{
    check_say_line(say, DEPTH);
    check_say(say, "晋升 %s：", "promotion to %s: ", check_say_name(say, promotion->grade));
    if (promotion->from > 0) {
        check_say(say, "第 %u 到 %u 名", "places %u to %u", promotion->from, promotion->to);
    } else {
        check_say(say, "按称号", "by title");
    }
    say_titles(say, (struct check_say_words){"", "with"}, skill, promotion->titles);
    say_traits(say, (struct check_say_words){"须为", "needs"}, promotion->holds);
    say_traits(say, (struct check_say_words){"不得为", "not with"}, promotion->bars);
    say_groups(say, skill, promotion->groups);
    if (promotion->all_passed) {
        check_say(say, "；各项合格", "; everything passed");
    }
    if (promotion->approval) {
        check_say(say, "；须经批准", "; after approval");
    }
}

void check_honour_print(const struct check_say *say, const struct rules_skill *skill)
{
    for (uint32_t i = 0; i < skill->title_count; i++) {
        say_title(say, skill, i);
    }
    for (uint32_t i = 0; i < skill->promotion_count; i++) {
        say_promotion(say, skill, &skill->promotions[i]);
    }
}
