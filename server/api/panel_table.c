#include "api/panel_table.h"

#include "api/panel_write.h"
#include "api/pin.h"
#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "live/members.h"
#include "live/panel.h"
#include "live/panel_figures.h"
#include "live/panel_log.h"
#include "live/record.h"
#include "live/results.h"
#include "live/room.h"
#include "net/http.h"
#include "wire/code.h"

struct table {
    const struct visit *visit;
    const struct record *record;
    uint32_t part;
    struct panel_leniency *sums; // by seat
    bool fits;                   // the sums, exactly
    struct buf *out;
};

static const struct rules_part *part_of(const struct table *table)
{
    return &table->record->rules->parts[table->part];
}

static void write_figure(const char *member, bool there, struct ratio value, struct buf *out)
{
    char text[RATIO_TEXT_MAX];

    text_printf(out, ",\"%s\":", member);
    if (there) {
        (void)code_print(value, -1, text);
        text_printf(out, "\"%s\"", text);
    } else {
        text_printf(out, "null");
    }
}

// ---- one sheet

static void write_looks(const struct table *table, const struct panel_place *place)
{
    const struct panel_log *log = table->record->panels;
    size_t count = 0;

    text_printf(table->out, ",\"looks\":[");
    for (size_t i = 0; i < log->look_count; i++) {
        if (memcmp(&log->looks[i].place, place, sizeof *place) == 0) {
            text_printf(table->out, count++ ? "," : "");
            panel_write_look(&log->looks[i], table->out);
        }
    }
    text_printf(table->out, "],\"attempts\":[");
    count = 0;
    for (size_t i = 0; i < log->attempt_count; i++) {
        if (memcmp(&log->attempts[i].place, place, sizeof *place) == 0) {
            text_printf(table->out, count++ ? "," : "");
            panel_write_attempt(&log->attempts[i], table->out);
        }
    }
    text_printf(table->out, "]");
}

static const char *state_of(const struct table *table, const struct record_competitor *competitor,
                            uint32_t seat)
{
    const struct rules *rules = table->record->rules;
    bool in = contest_has_sheet(rules, competitor->skill, competitor->row, table->part, seat);
    bool expected =
        contest_expects_sheet(rules, competitor->skill, competitor->row, table->part, seat);

    return in ? expected ? "in" : "excused" : expected ? "open" : "off";
}

static void write_seat(const struct table *table, const struct record_competitor *competitor,
                       uint32_t seat, const struct panel_figure *figure)
{
    const struct record_sheet *sheet = record_sheet(table->record, competitor, table->part, seat);
    struct panel_place place = panel_log_place(table->record->rules, table->part, seat, competitor);

    text_printf(table->out, "{\"seat\":\"%s\",\"state\":\"%s\"", place.seat,
                state_of(table, competitor, seat));
    write_figure("figure", figure->there, figure->figure, table->out);
    write_figure("from_others", figure->compared, figure->from_others, table->out);
    text_printf(table->out, ",\"outlier\":%s", figure->outlier ? "true" : "false");
    if (sheet) {
        text_printf(table->out, ",\"number\":%lu,\"at\":%ld,\"by\":\"%s\"",
                    (unsigned long)sheet->number, (long)sheet->at, sheet->by);
    }
    write_looks(table, &place);
    text_printf(table->out, "}");
}

// ---- one competitor

static void write_name(const struct table *table, const struct record_competitor *competitor)
{
    bool named = table->visit->role == RIGHT_ORGANISER ||
                 results_show(table->record, competitor->skill) == RULES_SHOW_NAME;

    text_printf(table->out, "{\"competitor\":\"%s\",\"code\":", competitor->id);
    text_json(table->out, slice_of(competitor->code));
    text_printf(table->out, ",\"name\":");
    text_json(table->out, slice_of(named && competitor->shown.name ? competitor->shown.name : ""));
}

static void write_entry(struct table *table, const struct record_competitor *competitor)
{
    const struct rules *rules = table->record->rules;
    uint32_t seats = part_of(table)->seat_count;
    const struct part_result *result =
        &competitor->tally.results[table->part - competitor->tally.part_first];
    struct panel_spread *spread = arena_alloc(table->visit->request->arena, sizeof *spread);

    bool fits = panel_figures_of(table->record, competitor, table->part, spread);
    table->fits = table->fits && fits && panel_figures_add(spread, seats, table->sums);
    write_name(table, competitor);
    text_printf(table->out, ",\"turned\":%s,\"held\":%s,\"flagged\":%s,\"complete\":%s",
                contest_is_turned(rules, competitor->row, table->part) ? "true" : "false",
                panel_is_held(table->record, competitor, table->part) ? "true" : "false",
                result->flagged ? "true" : "false",
                competitor->tally.part_complete[table->part - competitor->tally.part_first]
                    ? "true"
                    : "false");
    write_figure("mean", fits && spread->there, spread->mean, table->out);
    write_figure("spread", fits && spread->there, spread->spread, table->out);
    text_printf(table->out, ",\"seats\":[");
    for (uint32_t seat = 0; seat < seats; seat++) {
        text_printf(table->out, seat ? "," : "");
        write_seat(table, competitor, seat, &spread->seats[seat]);
    }
    text_printf(table->out, "]}");
}

// ---- one part

static void write_judges(const struct table *table, uint32_t seat)
{
    size_t count = 0;

    text_printf(table->out, ",\"judges\":[");
    for (size_t i = 0; i < table->record->judge_count; i++) {
        const struct record_judge *judge = table->record->judges[i];
        if (record_judge_has(judge, table->part, seat)) {
            text_printf(table->out, "%s\"%s\"", count++ ? "," : "", judge->id);
        }
    }
    text_printf(table->out, "]");
}

static void write_leniency(const struct table *table, uint32_t seat)
{
    struct panel_leniency *sum = &table->sums[seat];
    bool fits = table->fits && panel_figures_end(sum) && sum->count > 0;

    text_printf(table->out, "{\"seat\":\"%s\"", part_of(table)->seats[seat]);
    write_judges(table, seat);
    if (members_are(table->record, table->part, seat)) {
        text_printf(table->out, ",\"members\":");
        pin_members(table->visit, table->part, seat, table->out);
    }
    text_printf(table->out, ",\"count\":%u,\"outliers\":%u", sum->count, sum->outliers);
    write_figure("mean", fits, sum->mean, table->out);
    write_figure("leniency", fits, sum->from_others, table->out);
    text_printf(table->out, "}");
}

static void write_part(struct table *table)
{
    const struct record_skill *skill = &table->record->skills[part_of(table)->skill];
    uint32_t seats = part_of(table)->seat_count;

    table->fits = true;
    table->sums = arena_alloc(table->visit->request->arena, (seats + 1) * sizeof *table->sums);
    for (uint32_t i = 0; i < seats; i++) {
        table->sums[i] = (struct panel_leniency){.mean = RATIO_ZERO, .from_others = RATIO_ZERO};
    }
    text_printf(table->out, "{\"id\":\"%s\",\"entries\":[", part_of(table)->id);
    for (size_t i = 0; i < skill->count; i++) {
        text_printf(table->out, i ? "," : "");
        write_entry(table, table->record->competitors[skill->competitors[i]]);
    }
    text_printf(table->out, "],\"seats\":[");
    for (uint32_t i = 0; i < seats; i++) {
        text_printf(table->out, i ? "," : "");
        write_leniency(table, i);
    }
    text_printf(table->out, "]}");
}

// ---- what belongs to the skill

static bool is_of_skill(const struct record *record, const char *part, uint32_t skill)
{
    uint32_t index = rules_find_part(record->rules, part, strlen(part));

    return index != RULES_NONE && record->rules->parts[index].skill == skill;
}

static void write_log(const struct record *record, uint32_t skill, struct buf *out)
{
    const struct panel_log *log = record->panels;
    size_t count = 0;

    text_printf(out, "],\"substitutions\":[");
    for (size_t i = 0; i < log->substitute_count; i++) {
        if (strcmp(log->substitutes[i].skill, record->rules->skills[skill].id) == 0) {
            text_printf(out, count++ ? "," : "");
            panel_write_substitute(&log->substitutes[i], out);
        }
    }
    text_printf(out, "],\"trials\":[");
    count = 0;
    for (size_t i = 0; i < log->trial_count; i++) {
        if (is_of_skill(record, log->trials[i].part, skill)) {
            text_printf(out, count++ ? "," : "");
            panel_write_trial(&log->trials[i], out);
        }
    }
    text_printf(out, "],\"benchmarks\":[");
    count = 0;
    for (size_t i = 0; i < log->benchmark_count; i++) {
        if (is_of_skill(record, log->benchmarks[i].part, skill)) {
            text_printf(out, count++ ? "," : "");
            panel_write_benchmark(&log->benchmarks[i], out);
        }
    }
    text_printf(out, "]}");
}

void panel_table(struct visit *visit)
{
    const struct record *record = visit->room->record;
    uint32_t skill = 0;
    uint32_t stage = 0;
    size_t count = 0;

    if (!visit_stage(visit, &skill, &stage)) {
        return;
    }
    struct table table = {.visit = visit, .record = record, .out = buf_new(16384)};
    text_printf(table.out, "{\"parts\":[");
    for (uint32_t i = 0; i < record->rules->part_count; i++) {
        if (record->rules->parts[i].stage == stage && record->rules->parts[i].seat_count > 0) {
            table.part = i;
            text_printf(table.out, count++ ? "," : "");
            write_part(&table);
        }
    }
    write_log(record, skill, table.out);
    visit_tagged(visit, table.out);
}

// ---- calls: the chief's of his skills, a judge's of his seats

static bool sees_call(const struct visit *visit, const struct panel_call *call)
{
    const struct rules *rules = visit->room->record->rules;
    uint32_t part = rules_find_part(rules, call->place.part, strlen(call->place.part));

    if (part == RULES_NONE) {
        return visit_right(visit, RIGHT_BIT(RIGHT_ORGANISER), VISIT_ANY_SKILL) != NULL;
    }
    uint32_t seat = rules_find_seat(rules, part, call->place.seat, strlen(call->place.seat));
    return seat != RULES_NONE ? visit_reads(visit, part, seat) != NULL
                              : visit_right(visit, visit->roles, rules->parts[part].skill) != NULL;
}

void panel_table_calls(struct visit *visit)
{
    const struct panel_log *log = visit->room->record->panels;
    struct buf *json = buf_new(1024);
    size_t count = 0;

    text_printf(json, "{\"calls\":[");
    for (size_t i = 0; i < log->call_count; i++) {
        if (sees_call(visit, &log->calls[i])) {
            text_printf(json, count++ ? "," : "");
            panel_write_call(&log->calls[i], json);
        }
    }
    text_printf(json, "]}");
    visit_tagged(visit, json);
}
