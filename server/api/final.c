#include "api/final.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "live/order.h"
#include "live/record.h"
#include "live/results.h"
#include "print/csv.h"
#include "wire/scene.h"

#include <stdio.h>

struct line {
    struct scene_row row;
    const char *title; // in the reader's language, "" for none
};

static const char *in_language(const struct final *final, const struct rules_name *name)
{
    return final->language == PROBLEM_EN ? name->en : name->zh;
}

static void fill(const struct final *final, const struct results_line *from, struct line *ret)
{
    results_row(final->record, from->competitor, final->stage,
                results_place_of(from, true, &final->scales), RULES_SHOW_NAME, &ret->row);
    results_exact(final->arena, final->record, from->competitor, final->stage, &ret->row);
    results_overall(from->competitor, final->behind, &ret->row);
    ret->title = from->title ? in_language(final, &from->title->name) : "";
    ret->row.title = from->title ? from->title->id : NULL;
}

// One who was cut, by the figures of the stage where he went out.
static void fill_behind(const struct final *final, const struct field_overall *overall,
                        const struct award_line *award, struct line *ret)
{
    const struct record *record = final->record;
    const struct rules_skill *skill = &record->rules->skills[final->skill];
    const struct record_competitor *competitor = record->competitors[overall->who];
    struct results_place place = {.place = overall->place,
                                  .shared = overall->shared,
                                  .half = overall->half,
                                  .staff = true,
                                  .group_place = overall->group_place,
                                  .group_shared = overall->group_shared,
                                  .group_half = overall->group_half};

    results_row(record, competitor, overall->stage, place, RULES_SHOW_NAME, &ret->row);
    results_exact(final->arena, record, competitor, overall->stage, &ret->row);
    ret->row.overall = overall->place;
    ret->row.overall_half = overall->half;
    ret->row.stage = record->rules->stages[overall->stage].id;
    ret->title = "";
    for (uint32_t i = skill->title_count; i-- > 0;) {
        if (award->titles >> i & 1) {
            ret->title = in_language(final, &skill->titles[i].name);
            ret->row.title = skill->titles[i].id;
        }
    }
}

// Calls back for each line of the list: those of the stage, and where the rules want it those who
// were cut on the way to it.
static void each_line(const struct final *final, struct buf *out,
                      void (*write)(const struct final *final, const struct line *line, bool first,
                                    struct buf *out))
{
    const struct rules_skill *skill = &final->record->rules->skills[final->skill];
    bool last = final->stage == skill->stage_first + skill->stage_count - 1;
    struct results_line *lines = NULL;
    struct field_overall *overall = NULL;
    struct award_line *awards = NULL;
    struct line *line = arena_alloc(final->arena, sizeof *line);
    size_t count = results_rank(final->arena, final->record, final->stage, &lines);

    for (size_t i = 0; i < count; i++) {
        fill(final, &lines[i], line);
        write(final, line, i == 0, out);
    }
    size_t all = skill->behind && last
                     ? order_awards(final->arena, final->record, final->skill, &overall, &awards)
                     : 0;
    for (size_t i = 0; i < all; i++) {
        if (overall[i].place > 0 && overall[i].stage != final->stage) {
            fill_behind(final, &overall[i], &awards[i], line);
            write(final, line, count++ == 0, out);
        }
    }
}

static void add_cell(struct buf *out, const char *text, bool number, bool first)
{
    csv_field(out, slice_of(text), number, first);
}

static void write_head(const struct final *final, struct buf *out)
{
    static const char *const zh[] = {"名次", "并列", "编号", "加密号", "姓名", "代表队"};
    static const char *const en[] = {"Place", "Shared", "Id", "Code", "Name", "Delegation"};
    const struct rules *rules = final->record->rules;
    const struct rules_stage *stage = &rules->stages[final->stage];
    bool english = final->language == PROBLEM_EN;

    for (size_t i = 0; i < sizeof zh / sizeof zh[0]; i++) {
        add_cell(out, english ? en[i] : zh[i], false, i == 0);
    }
    if (rules->skills[final->skill].group_count > 0) {
        add_cell(out, english ? "Group" : "组别", false, false);
        add_cell(out, english ? "Place in the group" : "组内名次", false, false);
    }
    for (uint32_t i = 0; i < stage->module_count; i++) {
        add_cell(out, in_language(final, &rules->modules[stage->module_first + i].name), false,
                 false);
    }
    add_cell(out, english ? "Total" : "总分", false, false);
    add_cell(out, english ? "Title" : "称号", false, false);
    add_cell(out, english ? "State" : "状态", false, false);
    if (rules->skills[final->skill].behind) {
        add_cell(out, english ? "Stage" : "止于阶段", false, false);
    }
    csv_end_row(out);
}

// What stands in the way of a place, in words.
static const char *state_of(const struct line *line, bool english)
{
    static const char *const zh[RULES_STATUSES] = {"",         "未完赛", "未参赛",
                                                   "取消资格", "退赛",   "未到场"};
    static const char *const en[RULES_STATUSES] = {
        "", "did not finish", "did not start", "disqualified", "withdrew", "no show"};

    if (line->row.status != RULES_RUNNING) {
        return english ? en[line->row.status] : zh[line->row.status];
    }
    if (line->row.complete) {
        return "";
    }
    return english ? "incomplete" : "未完成";
}

static void write_group(const struct final *final, const struct line *line, struct buf *out)
{
    const struct rules *rules = final->record->rules;
    const struct rules_skill *skill = &rules->skills[final->skill];
    char place[16];

    if (skill->group_count == 0) {
        return;
    }
    uint32_t group =
        rules_find_group(rules, final->skill, line->row.group, strlen(line->row.group));
    add_cell(out, in_language(final, &skill->groups[group].name), false, false);
    place[snprintf(place, sizeof place, "%u%s", line->row.group_place,
                   line->row.group_half ? ".5" : "")] = 0;
    add_cell(out, line->row.group_place ? place : "", true, false);
}

// Where he went out, or the stage of the list.
static const char *stage_name(const struct final *final, const struct line *line)
{
    const struct rules *rules = final->record->rules;
    uint32_t stage = line->row.stage ? rules_find_stage(rules, final->skill, line->row.stage,
                                                        strlen(line->row.stage))
                                     : final->stage;

    return in_language(final, &rules->stages[stage].name);
}

static void write_csv_line(const struct final *final, const struct line *line, bool first,
                           struct buf *out)
{
    (void)first;
    bool english = final->language == PROBLEM_EN;
    char place[16];

    place[snprintf(place, sizeof place, "%u%s", line->row.place, line->row.half ? ".5" : "")] = 0;
    add_cell(out, line->row.place ? place : "", true, true);
    add_cell(out, line->row.shared && line->row.place ? (english ? "yes" : "是") : "", false,
             false);
    csv_field(out, line->row.id, false, false);
    csv_field(out, line->row.code, false, false);
    csv_field(out, line->row.name, false, false);
    csv_field(out, line->row.delegation, false, false);
    write_group(final, line, out);
    uint32_t modules = final->record->rules->stages[final->stage].module_count;
    for (size_t i = 0; i < modules && i < SCENE_VALUES_MAX; i++) { // of this stage only
        add_cell(out, line->row.stage ? "" : line->row.modules[i], true, false);
    }
    add_cell(out, line->row.total, true, false);
    add_cell(out, line->title, false, false);
    add_cell(out, state_of(line, english), false, false);
    if (final->behind) {
        add_cell(out, stage_name(final, line), false, false);
    }
    csv_end_row(out);
}

void final_write_csv(const struct final *final, struct buf *out)
{
    csv_begin(out);
    write_head(final, out);
    each_line(final, out, write_csv_line);
}

static void write_json_line(const struct final *final, const struct line *line, bool first,
                            struct buf *out)
{
    (void) final;
    text_printf(out, first ? "" : ",");
    scene_write_row(&line->row, out);
}

void final_write_json(const struct final *final, struct buf *out)
{
    const struct rules *rules = final->record->rules;

    text_printf(out, "{\"competition\":\"%s\",\"skill\":\"%s\",\"stage\":\"%s\",\"complete\":%s,",
                rules->id, rules->skills[final->skill].id, rules->stages[final->stage].id,
                final->complete ? "true" : "false");
    text_printf(out, "\"published\":%lu,\"journal\":%lu,\"rows\":[",
                (unsigned long) final->record->skills[final->skill].published,
                (unsigned long) final->record->followed);
    each_line(final, out, write_json_line);
    text_printf(out, "]}");
}
