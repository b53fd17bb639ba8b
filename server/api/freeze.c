#include "api/freeze.h"

#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"
#include "live/ceremony_seen.h"
#include "live/commit.h"
#include "live/freeze.h"
#include "live/frozen.h"
#include "live/lineup.h"
#include "live/record.h"
#include "live/room.h"
#include "net/http.h"
#include "wire/entry.h"
#include "wire/faults.h"

#include <stdio.h>

// ---- what moves in secret: who stands elsewhere than the hall thinks

struct shift {
    const struct visit *visit;
    uint32_t stage;
    const struct frozen *frozen;
    const struct lineup_stage *now;
    const struct rank_line **was; // by place in the skill's list; NULL: not listed then
};

static void index_lines(struct shift *shift, const struct frozen_stage *stage)
{
    shift->was = arena_alloc(shift->visit->request->arena,
                             (shift->frozen->count + 1) * sizeof(struct rank_line *));
    for (size_t i = 0; i < stage->count; i++) {
        shift->was[stage->lines[i].who] = &stage->lines[i];
    }
}

static void write_place(const struct rank_line *rank, const char *member, struct buf *out)
{
    text_printf(out, ",\"%s\":", member);
    if (rank && rank->place) {
        text_printf(out, "%u%s", rank->place, rank->half ? ".5" : "");
    } else {
        text_printf(out, "null");
    }
}

static void fill(const struct shift *shift, const struct record_competitor *competitor,
                 const struct rank_line *rank, struct scene_row *ret)
{
    struct results_line line = {.competitor = competitor};
    bool names = shift->visit->role == RIGHT_ORGANISER;

    if (rank) {
        line.rank = *rank;
    }
    results_row(shift->visit->room->record, competitor, shift->stage,
                results_place_of(&line, false, NULL), names ? RULES_SHOW_NAME : RULES_SHOW_CODE,
                ret);
}

static void write_text(const char *member, struct slice text, struct buf *out)
{
    if (text.at) {
        text_printf(out, ",\"%s\":", member);
        text_json(out, text);
    }
}

static void write_total(const struct scene_row *row, const char *member, struct buf *out)
{
    text_printf(out, ",\"%s\":", member);
    if (row->total[0]) {
        text_json(out, slice_of(row->total));
    } else {
        text_printf(out, "null");
    }
}

static void write_moved(const struct shift *shift, const struct results_line *line, bool *first,
                        struct buf *out)
{
    struct arena *arena = shift->visit->request->arena;
    const struct record_competitor *ghost = frozen_same(shift->frozen, line->competitor);
    const struct rank_line *was = ghost ? shift->was[ghost->at] : NULL;
    struct scene_row *rows = arena_alloc(arena, 2 * sizeof *rows);

    fill(shift, line->competitor, &line->rank, &rows[0]);
    if (ghost) {
        fill(shift, ghost, was, &rows[1]);
    }
    bool same_place = was && was->place == line->rank.place && was->half == line->rank.half;
    if (same_place && strcmp(rows[0].total, rows[1].total) == 0) {
        return;
    }
    text_printf(out, "%s{\"id\":\"%s\"", *first ? "" : ",", line->competitor->id);
    *first = false;
    write_text("code", rows[0].code, out);
    write_text("name", rows[0].name, out);
    write_place(was, "place_shown", out);
    write_place(&line->rank, "place", out);
    write_total(&rows[1], "total_shown", out);
    write_total(&rows[0], "total", out);
    text_printf(out, "}");
}

static void write_stage(const struct visit *visit, const struct frozen *frozen, uint32_t stage,
                        struct buf *out)
{
    const struct record *record = visit->room->record;
    uint32_t skill = record->rules->stages[stage].skill;
    uint32_t number = stage - record->rules->skills[skill].stage_first;
    const struct frozen_stage *still = &frozen->stages[number];
    struct shift shift = {visit, stage, frozen, lineup_at(visit->room, stage), NULL};
    bool first = true;

    index_lines(&shift, still);
    text_printf(out, "{\"id\":\"%s\",\"done_shown\":%lu,\"done\":%lu,\"expected\":%lu,\"moved\":[",
                record->rules->stages[stage].id, (unsigned long)still->counts.done,
                (unsigned long)record->skills[skill].stages[number].done,
                (unsigned long)record->skills[skill].stages[number].expected);
    for (size_t i = 0; i < shift.now->count; i++) {
        struct results_line line = lineup_line(shift.now, i);
        write_moved(&shift, &line, &first, out);
    }
    text_printf(out, "]}");
}

// ---- the list

static void write_skill(const struct visit *visit, uint32_t skill, struct buf *out)
{
    const struct record *record = visit->room->record;
    const struct rules_skill *rules = &record->rules->skills[skill];
    const struct frozen *frozen = frozen_of(record, skill);

    text_printf(out, "{\"id\":\"%s\",\"published\":%s", rules->id,
                record->skills[skill].published ? "true" : "false");
    if (frozen) {
        text_printf(out, ",\"frozen\":%ld,\"number\":%lu,\"stages\":[", (long)frozen->at,
                    (unsigned long)frozen->number);
        for (uint32_t i = 0; i < rules->stage_count; i++) {
            text_printf(out, i ? "," : "");
            write_stage(visit, frozen, rules->stage_first + i, out);
        }
        text_printf(out, "]");
    }
    text_printf(out, "}");
}

static void write_plan(const struct record *record, struct buf *out)
{
    const struct frozen_plan *plan = record->freezes ? &record->freezes->plan : NULL;

    if (!plan || !plan->number) {
        text_printf(out, "null");
        return;
    }
    text_printf(out, "{\"number\":%lu,\"at\":%ld,\"by\":\"%s\",\"skills\":[",
                (unsigned long)plan->number, (long)plan->at, plan->by);
    for (size_t i = 0; i < plan->skill_count; i++) {
        text_printf(out, "%s\"%s\"", i ? "," : "", plan->skills[i]);
    }
    text_printf(out, "]}");
}

void freeze_list(struct visit *visit)
{
    const struct record *record = visit->room->record;
    struct buf *json = buf_new(2048);
    bool first = true;

    text_printf(json, "{\"now\":%ld,\"plan\":", (long)clock_wall_ms());
    write_plan(record, json);
    text_printf(json, ",\"skills\":[");
    for (uint32_t i = 0; i < record->rules->skill_count; i++) {
        if (visit_right(visit, visit->roles, i)) {
            text_printf(json, first ? "" : ",");
            write_skill(visit, i, json);
            first = false;
        }
    }
    text_printf(json, "]}");
    visit_json(visit, 200, json, NULL);
}

// ---- acts

// Whether boards would show who has not been on the stage yet.
static bool is_kept(struct arena *arena, const struct record *record,
                    const struct entry_freeze *act)
{
    const bool *keeps = ceremony_seen_keeps(arena, record);

    for (uint32_t i = 0; i < record->rules->skill_count; i++) {
        bool named = act->skill_count == 0;
        for (size_t k = 0; k < act->skill_count; k++) {
            named = named || slice_is(act->skills[k], record->rules->skills[i].id);
        }
        if (named && frozen_of(record, i) && keeps[i]) {
            return true;
        }
    }
    return false;
}

void freeze_act(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct entry_freeze *act = arena_alloc(arena, sizeof *act);

    if (!entry_freeze_ask(arena, visit->request->body, act, faults)) {
        visit_faults(visit, faults);
        return;
    }
    const char *refusal = act->act == FREEZE_PLAN
                              ? freeze_refusal(visit->room->record, act, clock_wall_ms())
                              : NULL; // all others are refused at the commit
    if (refusal && strcmp(refusal, "freeze-past") == 0) {
        visit_problem(visit, refusal, "");
        return;
    }
    if (act->act == FREEZE_OFF && is_kept(arena, visit->room->record, act)) {
        visit_problem(visit, "ceremony-keeps", "");
        return;
    }
    struct commit_wish *wish = visit_wish(visit, ENTRY_FREEZE);
    if (wish) {
        wish->freeze = act;
        commit_add(visit->room->commit, wish);
    }
}
