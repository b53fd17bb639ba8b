#include "live/panel_act.h"

#include "base/arena.h"
#include "base/must.h"
#include "base/table.h"
#include "live/blank.h"
#include "live/enrol.h"
#include "live/members.h"
#include "live/muster_recuse.h"
#include "live/panel_log.h"
#include "wire/ask.h"
#include "wire/faults.h"

#include <stdlib.h>

// ---- what it names

static const char *find_part(const struct rules *rules, const struct entry_panel *said,
                             struct panel_act *ret)
{
    if (!said->part.at) {
        return NULL;
    }
    ret->part = rules_find_part(rules, said->part.at, said->part.len);
    if (ret->part == RULES_NONE) {
        return "unknown-part";
    }
    ret->skill = rules->parts[ret->part].skill;
    return NULL;
}

static const char *find_seat(const struct rules *rules, const struct entry_panel *said,
                             struct panel_act *ret)
{
    if (said->seat.at && ret->part != RULES_NONE) {
        ret->seat = rules_find_seat(rules, ret->part, said->seat.at, said->seat.len);
        return ret->seat == RULES_NONE ? "unknown-seat" : NULL;
    }
    return NULL;
}

static const char *find_competitor(const struct record *record, const struct entry_panel *said,
                                   struct panel_act *ret)
{
    if (!said->competitor.at) {
        return NULL;
    }
    ret->competitor = table_get(record->competitor_by_id, said->competitor);
    if (!ret->competitor) {
        return "unknown-competitor";
    }
    return ret->competitor->skill == ret->skill ? NULL : "skill-differs";
}

static const char *find_call(const struct record *record, struct panel_act *ret)
{
    const struct panel_call *call = panel_log_call(record->panels, ret->said->call);
    uint32_t part = call
                        ? rules_find_part(record->rules, call->place.part, strlen(call->place.part))
                        : RULES_NONE;

    if (!call) {
        return "unknown-call";
    }
    // Other rules may have taken its part away: it is then for those of the whole competition.
    ret->skill = part == RULES_NONE ? 0 : record->rules->parts[part].skill;
    return NULL;
}

static const char *find_substitute(const struct record *record, const struct entry_panel *said,
                                   struct panel_act *ret, struct slice *ret_wrong)
{
    ret->skill = rules_find_skill(record->rules, said->skill.at, said->skill.len);
    if (ret->skill == RULES_NONE) {
        *ret_wrong = said->skill;
        return "unknown-skill";
    }
    *ret_wrong = said->part;
    if (ret->part != RULES_NONE && record->rules->parts[ret->part].skill != ret->skill) {
        return "skill-differs";
    }
    ret->to = table_get(record->judge_by_id, said->to);
    *ret_wrong = said->to;
    return ret->to ? NULL : "unknown-judge";
}

static const char *find_shift(const struct record *record, const struct entry_panel *said,
                              struct panel_act *ret, struct slice *ret_wrong)
{
    ret->from = table_get(record->judge_by_id, said->from);
    ret->to = table_get(record->judge_by_id, said->to);
    ret->skill = 0; // of both their skills: nothing depends on one
    *ret_wrong = ret->from ? said->to : said->from;
    return ret->from && ret->to ? NULL : "unknown-judge";
}

const char *panel_act_find(const struct record *record, const struct entry_panel *said,
                           struct panel_act *ret, struct slice *ret_wrong)
{
    *ret = (struct panel_act){
        .said = said, .skill = RULES_NONE, .part = RULES_NONE, .seat = RULES_NONE};
    *ret_wrong = said->part;
    const char *problem = find_part(record->rules, said, ret);
    if (!problem) {
        *ret_wrong = said->seat;
        problem = find_seat(record->rules, said, ret);
    }
    if (!problem) {
        *ret_wrong = said->competitor;
        problem = find_competitor(record, said, ret);
    }
    if (!problem && said->act == ENTRY_PANEL_ANSWER) {
        problem = find_call(record, ret);
    }
    if (!problem && said->act == ENTRY_PANEL_SUBSTITUTE) {
        problem = find_substitute(record, said, ret, ret_wrong);
    }
    if (!problem && said->act == ENTRY_PANEL_SHIFT) {
        problem = find_shift(record, said, ret, ret_wrong);
    }
    if (!problem && said->act == ENTRY_PANEL_ABSENT) {
        ret->to = table_get(record->judge_by_id, said->judge);
        *ret_wrong = said->judge;
        problem = ret->to ? NULL : "unknown-judge";
    }
    return problem;
}

// ---- whether it may be

static bool there(const struct record *record, const struct panel_act *act)
{
    return contest_has_sheet(record->rules, act->skill, act->competitor->row, act->part, act->seat);
}

static const char *refuse_look(const struct record *record, const struct panel_act *act)
{
    struct panel_place place =
        panel_log_place(record->rules, act->part, act->seat, act->competitor);
    bool open = panel_log_open(record->panels, &place) != NULL;

    if (act->said->act == ENTRY_PANEL_CONFIRM) {
        return open ? NULL : "look-none";
    }
    if (!there(record, act)) {
        return "no-sheet";
    }
    return open ? "look-open" : NULL;
}

// Whether the act moves the seat of this part.
static uint32_t seat_in(const struct rules *rules, const struct panel_act *act, uint32_t part)
{
    bool meant =
        rules->parts[part].skill == act->skill && (act->part == RULES_NONE || act->part == part);

    return meant ? rules_find_seat(rules, part, act->said->seat.at, act->said->seat.len)
                 : RULES_NONE;
}

static bool is_his_alone(const struct record *record, const struct record_judge *judge,
                         uint32_t part, uint32_t seat)
{
    for (size_t i = 0; i < record->judge_count; i++) {
        if (record->judges[i] != judge && enrol_has_seat(record->judges[i], part, seat)) {
            return false;
        }
    }
    return enrol_has_seat(judge, part, seat);
}

static const char *refuse_substitute(const struct record *record, const struct panel_act *act)
{
    bool any = false;
    bool moves = false;

    for (uint32_t i = 0; i < record->rules->part_count; i++) {
        uint32_t seat = seat_in(record->rules, act, i);
        any = any || seat != RULES_NONE;
        moves = moves || (seat != RULES_NONE && !is_his_alone(record, act->to, i, seat));
    }
    return !any ? "unknown-seat" : moves ? NULL : "ruling-idle";
}

static const char *refuse_seat(const struct record *record, const struct panel_act *act,
                               uint32_t part, uint32_t seat)
{
    bool technical = seat >= record->rules->parts[part].seat_count;

    if (members_are(record, part, seat)) {
        return "seat-of-group";
    }
    return technical && muster_recuse_any(record, act->to, act->skill) ? "substitute-recused"
                                                                       : NULL;
}

const char *panel_act_refuse_seat(const struct record *record, const struct panel_act *act)
{
    bool substitutes = act->said->act == ENTRY_PANEL_SUBSTITUTE;
    const char *refusal = NULL;

    for (uint32_t i = 0; substitutes && !refusal && i < record->rules->part_count; i++) {
        uint32_t seat = seat_in(record->rules, act, i);
        refusal = seat != RULES_NONE ? refuse_seat(record, act, i, seat) : NULL;
    }
    return refusal;
}

static const char *refuse_answer(const struct record *record, const struct panel_act *act)
{
    const struct panel_call *call = panel_log_call(record->panels, act->said->call);

    return !call ? "unknown-call" : call->answered ? "call-answered" : NULL;
}

// A trial sheet is looked at as a real one of somebody about whom nothing is known yet.
static const char *refuse_marks(struct arena *arena, const struct record *record,
                                const struct panel_act *act, struct faults *faults)
{
    struct faults *own = arena_alloc(arena, sizeof *own);
    struct sheet sheet;

    faults = faults ? faults : own;
    faults->count = 0;
    if (!ask_sheet(arena, record->rules, act->part, act->seat, act->said->sheet, &sheet, faults)) {
        return faults->items[0].name;
    }
    struct row *row = blank_row(record->rules, act->skill);
    struct fault fault = contest_check(record->rules, act->skill, row, &sheet);
    free(row);
    ask_fault(record->rules, &sheet, fault, faults);
    return fault.verdict == V_OK ? NULL : faults->items[0].name;
}

static const char *refuse_trial(struct arena *arena, const struct record *record,
                                const struct panel_act *act, struct faults *faults)
{
    const struct rules_part *part = &record->rules->parts[act->part];

    if (act->seat >= part->seat_count || act->said->sample > part->trial_samples) {
        return "no-trial";
    }
    return refuse_marks(arena, record, act, faults);
}

static const char *refuse_benchmark(const struct record *record, const struct panel_act *act,
                                    struct faults *faults)
{
    const struct entry_panel *said = act->said;
    char pointer[FAULTS_POINTER_MAX];

    if (record->rules->parts[act->part].trial_samples == 0) {
        return "no-trial";
    }
    for (size_t i = 0; i < said->mark_count; i++) {
        struct slice id = said->marks[i].aspect;
        if (rules_find_aspect(record->rules, act->part, id.at, id.len) == RULES_NONE) {
            (void)snprintf(pointer, sizeof pointer, "/marks/%zu/aspect", i);
            if (faults) {
                faults_add(faults, "aspect-unknown", pointer, "");
            }
            return "aspect-unknown";
        }
    }
    return NULL;
}

const char *panel_act_refuse(struct arena *arena, const struct record *record,
                             const struct panel_act *act, struct faults *faults)
{
    enum entry_panel_act kind = act->said->act;
    bool talk = kind == ENTRY_PANEL_CALL || kind == ENTRY_PANEL_ANSWER || kind == ENTRY_PANEL_SHIFT;

    if (record->skills[act->skill].published && !talk) {
        return "sheet-locked";
    }
    switch (kind) {
    case ENTRY_PANEL_LOOK:
    case ENTRY_PANEL_CONFIRM:
        return refuse_look(record, act);
    case ENTRY_PANEL_SUBSTITUTE:
        return refuse_substitute(record, act);
    case ENTRY_PANEL_CALL:
        return NULL;
    case ENTRY_PANEL_ANSWER:
        return refuse_answer(record, act);
    case ENTRY_PANEL_TRIAL:
        return refuse_trial(arena, record, act, faults);
    case ENTRY_PANEL_BENCHMARK:
        return refuse_benchmark(record, act, faults);
    case ENTRY_PANEL_SHIFT:
        return act->from == act->to ? "shift-alone" : NULL;
    case ENTRY_PANEL_ABSENT:
        return members_refuse_absent(record, act->part, act->seat, act->to, act->said->absent);
    }
    return "internal";
}
