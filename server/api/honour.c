#include "api/honour.h"

#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "live/lineup.h"
#include "live/record.h"
#include "live/results.h"
#include "live/results_cut.h"
#include "live/results_explain.h"
#include "live/results_honours.h"
#include "live/results_teams.h"
#include "live/room.h"
#include "net/http.h"
#include "wire/sheet_text.h"

// The organiser and who oversees the skill at any time; everybody else once the skill has been
// published and its results may be seen.
static bool may_see(struct visit *visit, uint32_t skill)
{
    const struct record *record = visit->room->record;
    bool shown =
        results_published(record, skill) && results_overall_show(record, skill) >= RULES_SHOW_CODE;

    return shown || visit_needs(visit, RIGHT_BIT(RIGHT_ORGANISER) | RIGHT_BITS_OVERSEE, skill);
}

void honour_list(struct visit *visit)
{
    uint32_t skill = 0;
    uint32_t stage = 0;

    if (!visit_stage(visit, &skill, &stage) || !may_see(visit, skill)) {
        return;
    }
    struct buf *json = buf_new(4096);
    results_honours_write(visit->room->record, skill, json);
    visit_tagged(visit, json);
}

void honour_team(struct visit *visit)
{
    const struct record *record = visit->room->record;
    uint32_t table = results_teams_find(record, visit->words[1].at, visit->words[1].len);

    if (table == RULES_NONE) {
        visit_problem(visit, "not-found", "");
        return;
    }
    struct buf *json = NULL;
    if (visit_right(visit, RIGHT_BIT(RIGHT_ORGANISER), VISIT_ANY_SKILL)) {
        json = buf_new(4096);
        json = results_teams_write(record, table, false, json) ? json : buf_unref(json);
    } else {
        json = lineup_teams(visit->room, table);
    }
    if (json) {
        visit_tagged(visit, json);
    } else {
        visit_problem(visit, "total-overflow", "");
    }
}

void honour_field(struct visit *visit)
{
    const struct record *record = visit->room->record;
    struct slice skill_id = http_query(visit->request, "skill");
    uint32_t skill = skill_id.at ? rules_find_skill(record->rules, skill_id.at, skill_id.len) : 0;

    if (skill != RULES_NONE && !visit_may(visit, skill)) {
        return;
    }
    uint32_t stage =
        skill == RULES_NONE
            ? RULES_NONE
            : rules_find_stage(record->rules, skill, visit->words[1].at, visit->words[1].len);
    if (stage == RULES_NONE) {
        visit_problem(visit, skill == RULES_NONE ? "unknown-skill" : "unknown-stage", "");
        return;
    }
    struct buf *json = buf_new(4096);
    if (results_cut_write(record, stage, json)) {
        visit_tagged(visit, json);
    } else {
        buf_unref(json);
        visit_problem(visit, "not-found", "");
    }
}

// The stage of ?stage=, or the last that his skill has.
static uint32_t stage_of(const struct visit *visit, const struct record_competitor *competitor)
{
    const struct rules *rules = visit->room->record->rules;
    const struct rules_skill *skill = &rules->skills[competitor->skill];
    struct slice id = http_query(visit->request, "stage");

    return id.at ? rules_find_stage(rules, competitor->skill, id.at, id.len)
                 : skill->stage_first + skill->stage_count - 1;
}

// Marks of judges who are recused from him: given, shown, and not counted.
static void write_struck(const struct visit *visit, const struct record_competitor *competitor,
                         struct buf *json)
{
    const struct record *record = visit->room->record;
    struct arena *arena = visit->request->arena;
    uint32_t most = contest_said(competitor->row, NULL, 0);
    struct ruling *said = arena_alloc(arena, (most + 1) * sizeof *said);
    size_t count = 0;

    (void)contest_said(competitor->row, said, most);
    json->len--; // the closing brace
    text_printf(json, ",\"struck\":[");
    for (uint32_t i = 0; i < most; i++) {
        const struct record_sheet *sheet =
            said[i].kind == RULING_EXCUSE && said[i].on
                ? record_sheet(record, competitor, said[i].part, said[i].seat)
                : NULL;
        if (sheet) {
            const struct rules_part *part = &record->rules->parts[said[i].part];
            const char *seat = part->seats[said[i].seat];
            text_printf(json, "%s{\"part\":\"%s\",\"seat\":\"%s\",\"marks\":", count++ ? "," : "",
                        part->id, seat);
            text_add(json, sheet_text_marks(arena, (struct slice){sheet->body, sheet->len}));
            text_printf(json,
                        ",\"zh\":\"%s 回避：评分已给出，不计入\",\"en\":\"%s is recused: the marks "
                        "were given and do not count\"}",
                        seat, seat);
        }
    }
    text_printf(json, "]}");
}

void honour_explain(struct visit *visit)
{
    const struct record *record = visit->room->record;
    const struct record_competitor *competitor = record_competitor(record, visit->words[1]);

    if (!competitor) {
        if (visit_needs(visit, RIGHT_BIT(RIGHT_ORGANISER) | RIGHT_BITS_OVERSEE, VISIT_ANY_SKILL)) {
            visit_problem(visit, "unknown-competitor", "");
        }
        return;
    }
    if (!may_see(visit, competitor->skill)) {
        return;
    }
    uint32_t stage = stage_of(visit, competitor);
    struct explain explain;
    if (stage == RULES_NONE) {
        visit_problem(visit, "unknown-stage", "");
    } else if (!results_explain_stage(visit->request->arena, record, lineup_at(visit->room, stage),
                                      competitor, stage, &explain)) {
        visit_problem(visit, "total-overflow", "");
    } else {
        struct buf *json = buf_new(8192);
        explain_write(&explain, json);
        write_struck(visit, competitor, json);
        visit_tagged(visit, json);
    }
}
