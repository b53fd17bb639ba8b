#include "api/final.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
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
    results_row(final->record, from->competitor, final->stage, results_place_of(from, true, NULL),
                RULES_SHOW_NAME, &ret->row);
    results_exact(final->arena, final->record, from->competitor, final->stage, &ret->row);
    ret->title = from->title ? in_language(final, &from->title->name) : "";
    ret->row.title = from->title ? from->title->id : NULL;
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
    for (uint32_t i = 0; i < stage->module_count; i++) {
        add_cell(out, in_language(final, &rules->modules[stage->module_first + i].name), false,
                 false);
    }
    add_cell(out, english ? "Total" : "总分", false, false);
    add_cell(out, english ? "Title" : "称号", false, false);
    add_cell(out, english ? "State" : "状态", false, false);
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

static void write_csv_line(const struct final *final, const struct line *line, struct buf *out)
{
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
    for (size_t i = 0; i < line->row.module_count; i++) {
        add_cell(out, line->row.modules[i], true, false);
    }
    add_cell(out, line->row.total, true, false);
    add_cell(out, line->title, false, false);
    add_cell(out, state_of(line, english), false, false);
    csv_end_row(out);
}

void final_write_csv(const struct final *final, struct buf *out)
{
    struct results_line *lines = NULL;
    size_t count = results_rank(final->arena, final->record, final->stage, &lines);
    struct line *line = arena_alloc(final->arena, sizeof *line);

    csv_begin(out);
    write_head(final, out);
    for (size_t i = 0; i < count; i++) {
        fill(final, &lines[i], line);
        write_csv_line(final, line, out);
    }
}

void final_write_json(const struct final *final, struct buf *out)
{
    const struct rules *rules = final->record->rules;
    struct results_line *lines = NULL;
    size_t count = results_rank(final->arena, final->record, final->stage, &lines);
    struct line *line = arena_alloc(final->arena, sizeof *line);

    text_printf(out, "{\"competition\":\"%s\",\"skill\":\"%s\",\"stage\":\"%s\",\"complete\":%s,",
                rules->id, rules->skills[final->skill].id, rules->stages[final->stage].id,
                final->complete ? "true" : "false");
    text_printf(out, "\"published\":%lu,\"journal\":%lu,\"rows\":[",
                (unsigned long) final->record->skills[final->skill].published,
                (unsigned long) final->record->followed);
    for (size_t i = 0; i < count; i++) {
        fill(final, &lines[i], line);
        text_printf(out, i ? "," : "");
        scene_write_row(&line->row, out);
    }
    text_printf(out, "]}");
}
