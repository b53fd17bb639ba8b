#include "cli/check_print.h"

#include "base/buf.h"
#include "base/text.h"
#include "cli/check_exposure.h"
#include "cli/check_honour.h"
#include "cli/check_rank.h"
#include "cli/check_say.h"
#include "cli/check_section.h"
#include "cli/check_signing.h"
#include "cli/check_stage.h"
#include "scoring/rules_check_size.h"

#include <string.h>

// ---- words

static void print_venue(const struct check_say *say, const struct rules_skill *skill)
{
    uint32_t at = skill->venue ? rules_find_venue(say->rules, skill->venue, strlen(skill->venue))
                               : RULES_NONE;

    if (at != RULES_NONE) {
        check_say(say, "，场地 %s", ", at %s", check_say_name(say, say->rules->venues[at].name));
    }
}

static void print_skill(const struct check_say *say, uint32_t index)
{
    const struct rules_skill *skill = &say->rules->skills[index];

    check_say_line(say, 1);
    check_say(say, "%s %s", "%s %s", skill->id, check_say_name(say, skill->name));
    print_venue(say, skill);
    check_rank_print(say, skill);
    check_honour_print(say, skill);
    check_exposure_print(say, index);
    check_signing_print(say, index);
    check_section_print(say, index);
    for (uint32_t i = 0; i < skill->stage_count; i++) {
        check_stage_print(say, skill->stage_first + i);
    }
}

static void print_points(const struct check_say *say, const struct rules_team_table *team)
{
    char text[CHECK_SAY_TEXT];

    for (uint32_t i = 0; i < team->point_count; i++) {
        check_say(say, " %s", " %s", check_say_ratio(team->points[i], text));
    }
    for (uint32_t i = 0; i < team->title_count; i++) {
        check_say(say, " %s %s", " %s %s", team->titles[i],
                  check_say_ratio(team->title_points[i], text));
    }
    if (team->by == RULES_TEAM_TITLES) {
        check_say(say, "，其余 %s", ", otherwise %s", check_say_ratio(team->otherwise, text));
    }
}

static bool counts(const struct rules_team_table *team, uint32_t skill)
{
    enum { WORD = 64 };

    return team->skills[skill / WORD] >> (skill % WORD) & 1;
}

// Only where it is not all of them.
static void print_skills(const struct check_say *say, const struct rules_team_table *team)
{

    uint32_t count = 0;

    for (uint32_t i = 0; i < say->rules->skill_count; i++) {
        count += counts(team, i);
    }
    if (count == say->rules->skill_count) {
        return;
    }
    check_say(say, "；赛项", "; skills");
    for (uint32_t i = 0; i < say->rules->skill_count; i++) {
        if (counts(team, i)) {
            check_say(say, " %s", " %s", say->rules->skills[i].id);
        }
    }
}

static void print_ties(const struct check_say *say, const struct rules_team_table *team)
{
    static const struct check_say_words words[] = {
        [RULES_TEAM_TIE_FIRSTS] = {"第一名个数", "first places"},
        [RULES_TEAM_TIE_BEST_PLACE] = {"最好名次", "the best place"},
        [RULES_TEAM_TIE_TOTAL] = {"总分之和", "the sum of totals"},
        [RULES_TEAM_TIE_TIME] = {"用时之和", "the sum of times"},
        [RULES_TEAM_TIE_MODULE] = {"模块成绩之和", "the sum of module"}};

    for (uint32_t i = 0; i < team->tie_count; i++) {
        const struct rules_team_tie *tie = &team->ties[i];
        check_say(say, "；再比%s %s", "; then %s %s", check_say_word(say, words[tie->by]),
                  tie->module);
        if (tie->lower_is_better) {
            check_say(say, "（低者在前）", " (the lower before)");
        }
    }
}

static void print_team(const struct check_say *say, const struct rules_team_table *team)
{
    static const struct check_say_words words[] = {
        [RULES_TEAM_SUM] = {"总分相加", "sum of totals"},
        [RULES_TEAM_PLACES] = {"按名次得分", "points by place"},
        [RULES_TEAM_TITLES] = {"按称号得分", "points by title"},
        [RULES_TEAM_COUNT] = {"按有名次的人数", "members with a place"}};

    check_say_line(say, 1);
    check_say(say, "团体 %s %s：%s", "team table %s %s: %s", team->id,
              check_say_name(say, team->name), check_say_word(say, words[team->by]));
    if (team->counts != RULES_TEAM_PLACED) {
        check_say(
            say, "（%s）", " (%s)",
            check_say_word(say, team->counts == RULES_TEAM_STARTED
                                    ? (struct check_say_words){"所有参赛者", "all who started"}
                                    : (struct check_say_words){"所有报名者", "all registered"}));
    }
    if (team->lower_is_better) {
        check_say(say, "；低者在前", "; the lowest wins");
    }
    print_points(say, team);
    print_skills(say, team);
    if (team->best > 0) {
        check_say(say, "；取最好 %u 人", "; the best %u members", team->best);
    }
    if (team->members_least > 0) {
        check_say(say, "；不足 %u 人不排名", "; not ranked with fewer than %u",
                  team->members_least);
    }
    check_say_convention(say, team->convention);
    if (team->firsts) {
        check_say(say, "；再比第一名个数", "; then more first places");
    }
    if (team->best_place) {
        check_say(say, "；再比最好名次", "; then the better best place");
    }
    print_ties(say, team);
}

void check_print(struct buf *out, enum problem_language language, const struct rules *rules)
{
    struct check_say say = {out, language, rules};

    check_say(&say, "%s %s", "%s %s", rules->id, check_say_name(&say, rules->name));
    for (uint32_t i = 0; i < rules->skill_count; i++) {
        print_skill(&say, i);
    }
    for (uint32_t i = 0; i < rules->team_table_count; i++) {
        print_team(&say, &rules->team_tables[i]);
    }
    check_say(&say, "\n", "\n");
}

// ---- JSON

static void json_sums(struct buf *out, bool has, struct ratio declared, struct ratio added)
{
    char text[CHECK_SAY_TEXT];
    struct ratio variation = RATIO_ZERO;

    if (has) {
        text_printf(out, ",\"declared\":\"%s\"", check_say_ratio(declared, text));
    }
    text_printf(out, ",\"added\":\"%s\"", check_say_ratio(added, text));
    if (has && ratio_subtract(added, declared, &variation)) {
        text_printf(out, ",\"variation\":\"%s\"", check_say_ratio(variation, text));
    }
    text_printf(out, "}\n");
}

static void json_module(struct buf *out, const struct rules *rules, uint32_t index)
{
    const struct rules_module *module = &rules->modules[index];
    struct ratio added = RATIO_ZERO;

    if (rules_check_size_module(rules, index, &added)) {
        text_printf(out, "{\"skill\":\"%s\",\"stage\":\"%s\",\"module\":\"%s\"",
                    rules->skills[module->skill].id, rules->stages[module->stage].id, module->id);
        json_sums(out, module->has_max, module->max, added);
    }
}

static void json_sections(struct buf *out, const struct rules *rules, uint32_t index)
{
    const struct rules_skill *skill = &rules->skills[index];

    for (uint32_t i = 0; i < skill->section_count; i++) {
        const struct rules_section *section = &skill->sections[i];
        struct ratio added = RATIO_ZERO;
        if (check_section_added(rules, index, section->id, &added)) {
            text_printf(out, "{\"skill\":\"%s\",\"section\":", skill->id);
            text_json(out, slice_of(section->id));
            json_sums(out, true, ratio_of_point(section->max), added);
        }
    }
}

void check_print_json(struct buf *out, const struct rules *rules)
{
    for (uint32_t i = 0; i < rules->module_count; i++) {
        json_module(out, rules, i);
    }
    for (uint32_t i = 0; i < rules->skill_count; i++) {
        json_sections(out, rules, i);
    }
}
