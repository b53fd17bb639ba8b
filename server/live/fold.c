#include "live/fold.h"

#include "base/arena.h"
#include "base/must.h"
#include "base/table.h"
#include "live/decide.h"
#include "live/members.h"
#include "live/merged.h"
#include "live/muster_recuse.h"
#include "live/order.h"
#include "live/panel.h"
#include "live/panel_log.h"
#include "live/settle.h"
#include "live/signing_list.h"
#include "live/signing_state.h"
#include "wire/ask.h"
#include "wire/entry.h"
#include "wire/faults.h"
#include "wire/sheet_text.h"

#include <stdlib.h>

static bool refuse(struct fold *fold, const char *why)
{
    fold->why = why;
    return false;
}

uint32_t fold_slot(const struct record *record, const struct record_competitor *competitor,
                   uint32_t part, uint32_t seat)
{
    const struct record_skill *skill = &record->skills[competitor->skill];
    must(part - skill->part_first < skill->part_count);
    return skill->slot_first[part - skill->part_first] + seat;
}

static struct record_sheet **place_of(const struct record *record,
                                      const struct record_competitor *competitor, uint32_t part,
                                      uint32_t seat)
{
    return &competitor->sheets[fold_slot(record, competitor, part, seat)];
}

static void copy_by(char out[RECORD_ID_MAX], struct slice by)
{
    if (by.len > 0) {
        memcpy(out, by.at, by.len < RECORD_ID_MAX ? by.len : RECORD_ID_MAX - 1);
    }
}

static void keep_body(const struct fold *fold, struct slice body, struct record_sheet **place)
{
    struct record_sheet *sheet = malloc(sizeof *sheet + body.len + 1);
    must(sheet);
    *sheet = (struct record_sheet){.number = fold->number, .at = fold->entry->at, .len = body.len};
    if (body.len > 0) {
        memcpy(sheet->body, body.at, body.len);
    }
    copy_by(sheet->by, fold->entry->by);
    sheet->confirmed = fold->entry->confirmed.at != NULL;
    free(*place);
    *place = sheet;
}

// The sheet as it is answered to who asks for it. What a seat gives one by one is written anew from
// the row when somebody asks (live/merged).
static void keep_sheet(const struct fold *fold, const struct record_competitor *competitor,
                       const struct sheet *sheet)
{
    struct record_sheet **place = place_of(fold->record, competitor, sheet->part, sheet->seat);
    bool merged = merged_is(fold->record->rules, sheet->part, sheet->seat);

    keep_body(fold, merged ? SLICE_NONE : fold->entry->body, place);
}

// A sheet that counts no more is kept for the chief judge to see.
struct ending {
    uint32_t part, seat;
    enum panel_end end;
    struct slice reason;
};

static void answer_look(const struct fold *fold, const struct panel_place *place)
{
    struct panel_look *look = panel_log_open(fold->record->panels, place);

    if (look) {
        look->answer = PANEL_CHANGED;
        look->answered = fold->number;
        look->answered_at = fold->entry->at;
    }
}

// A station log is sent again and again while it runs: that is no attempt.
static void end_attempt(const struct fold *fold, const struct record_competitor *competitor,
                        struct ending ending)
{
    const struct rules_part *part = &fold->record->rules->parts[ending.part];
    const struct record_sheet *sheet =
        *place_of(fold->record, competitor, ending.part, ending.seat);
    bool log = ending.seat == part->seat_count && (part->declares & RULES_DECLARES_LOG) != 0;

    if (!sheet || log) {
        return;
    }
    struct panel_attempt *attempt = panel_log_add_attempt(fold->record->panels);
    attempt->place = panel_log_place(fold->record->rules, ending.part, ending.seat, competitor);
    attempt->end = ending.end;
    attempt->number = sheet->number;
    attempt->at = sheet->at;
    attempt->ended = fold->number;
    attempt->ended_at = fold->entry->at;
    panel_log_id(attempt->by, slice_of(sheet->by));
    panel_log_id(attempt->ended_by, fold->entry->by);
    panel_log_text(&attempt->body, (struct slice){sheet->body, sheet->len});
    panel_log_text(&attempt->reason, ending.reason);
    answer_look(fold, &attempt->place);
}

// Puts the sheet into the row. False when the rules do not allow what the journal says.
static bool apply_sheet(struct record *record, struct record_competitor *competitor,
                        const struct sheet *sheet)
{
    struct fault fault = contest_check(record->rules, competitor->skill, competitor->row, sheet);
    if (fault.verdict != V_OK) {
        return false;
    }
    settle_before(record, competitor);
    contest_apply(record->rules, competitor->skill, competitor->row, sheet);
    return settle_after(record, competitor, sheet->part);
}

static void shake(const struct fold *fold)
{
    struct record_skill *skill = &fold->record->skills[fold->skill];

    skill->touched = skill->shaken = fold->number;
}

// His row alone, unless one mark moves others.
static void touch(const struct fold *fold, struct record_competitor *competitor)
{
    struct record_skill *skill = &fold->record->skills[fold->skill];

    competitor->touched = skill->touched = fold->number;
    skill->shaken = skill->relative ? fold->number : skill->shaken;
}

// A field is settled at once, unless the record is being rebuilt and nobody looks.
static bool settle(const struct fold *fold)
{
    return fold->record->deferring || settle_skill(fold->record, fold->skill);
}

static bool read_sheet(struct fold *fold, struct sheet *ret)
{
    const struct record *record = fold->record;
    const struct entry *entry = fold->entry;

    fold->competitor = table_get(record->competitor_by_id, entry->competitor);
    uint32_t part = rules_find_part(record->rules, entry->part.at, entry->part.len);
    if (!fold->competitor || part == RULES_NONE ||
        record->rules->parts[part].skill != fold->competitor->skill) {
        return false;
    }
    fold->skill = fold->competitor->skill;
    uint32_t seat = rules_find_seat(record->rules, part, entry->seat.at, entry->seat.len);
    struct faults *faults = arena_alloc(fold->arena, sizeof *faults);
    return seat != RULES_NONE &&
           ask_sheet(fold->arena, record->rules, part, seat, entry->body, ret, faults);
}

bool fold_sheet(struct fold *fold)
{
    struct record *record = fold->record;
    struct sheet sheet;

    fold->why = "a sheet that the rules do not allow";
    if (!read_sheet(fold, &sheet)) {
        return false;
    }
    if (record->skills[fold->skill].published) {
        return refuse(fold, "a sheet of a skill that has been published");
    }
    if (signing_list_shuts(record, fold->competitor, sheet.part, sheet.seat)) {
        return refuse(fold, "a sheet of a stage that is locked");
    }
    if (members_refusal(record, sheet.part, sheet.seat, fold->entry->by, fold->entry->confirmed)) {
        return refuse(fold, "a sheet that its marking group has not confirmed");
    }
    const struct record_sheet *before = *place_of(record, fold->competitor, sheet.part, sheet.seat);
    if (before && record->skills[fold->skill].unsealed) {
        return refuse(fold, "a sheet that was changed after the codes were opened");
    }
    if (!signing_list_reopens(record, fold->competitor, sheet.part, sheet.seat) &&
        panel_obstacle(record, fold->competitor, sheet.part, sheet.seat)) {
        return refuse(
            fold,
            "a sheet before the seat's trial, changed after the cards were turned, or given "
            "first when the codes were open");
    }
    if ((before ? before->number : 0) != fold->entry->replaces ||
        !apply_sheet(record, fold->competitor, &sheet)) {
        return false;
    }
    if (before && !record->rules->parts[sheet.part].one_by_one) {
        struct slice reason = sheet_text_reason(fold->arena, fold->entry->body);
        end_attempt(fold, fold->competitor,
                    (struct ending){sheet.part, sheet.seat, PANEL_AMENDED, reason});
    }
    keep_sheet(fold, fold->competitor, &sheet);
    // A closed card moves nothing that anybody may see: not even the number that a page shows.
    if (sheet.seat >= record->rules->parts[sheet.part].seat_count ||
        contest_is_turned(record->rules, fold->competitor->row, sheet.part)) {
        touch(fold, fold->competitor);
    }
    return settle(fold);
}

// The entry's head says what its body says.
static bool read_bulk(struct fold *fold, struct ask_bulk *ret)
{
    const struct rules *rules = fold->record->rules;
    const struct entry *entry = fold->entry;
    struct faults *faults = arena_alloc(fold->arena, sizeof *faults);

    return ask_bulk_read(fold->arena, rules, entry->body, ret, faults) &&
           slice_is(entry->part, rules->parts[ret->part].id) &&
           rules_find_seat(rules, ret->part, entry->seat.at, entry->seat.len) == ret->seat;
}

bool fold_bulk(struct fold *fold)
{
    struct record *record = fold->record;
    struct ask_bulk bulk;
    size_t row = 0;

    fold->why = "bulk marks that the rules do not allow";
    if (!read_bulk(fold, &bulk)) {
        return false;
    }
    fold->skill = record->rules->parts[bulk.part].skill;
    struct record_competitor **rows = decide_bulk(fold->arena, record, &bulk, &row);
    if (!rows || record->skills[fold->skill].published || record->skills[fold->skill].unsealed) {
        return false;
    }
    for (size_t i = 0; i < bulk.count; i++) {
        struct sheet sheet = ask_bulk_sheet(&bulk, i);
        if (signing_list_shuts(record, rows[i], sheet.part, sheet.seat) ||
            !apply_sheet(record, rows[i], &sheet)) {
            return false;
        }
        keep_sheet(fold, rows[i], &sheet);
        touch(fold, rows[i]);
    }
    return settle(fold);
}

// ---- rulings

static void keep_ruling(const struct fold *fold)
{
    struct record *record = fold->record;
    struct slice body = fold->entry->body;

    if (record->ruling_count == record->ruling_room) {
        record->ruling_room = record->ruling_room ? 2 * record->ruling_room : 16;
        record->rulings = realloc(record->rulings, record->ruling_room * sizeof(void *));
        must(record->rulings);
    }
    struct record_ruling *ruling = malloc(sizeof *ruling + body.len + 1);
    must(ruling);
    *ruling = (struct record_ruling){
        .number = fold->number, .at = fold->entry->at, .skill = fold->skill, .len = body.len};
    memcpy(ruling->body, body.at, body.len);
    copy_by(ruling->by, fold->entry->by);
    record->rulings[record->ruling_count++] = ruling;
}

static void keep_bouts(struct fold *fold, const struct decide *decide)
{
    struct record_skill *skill = &fold->record->skills[fold->skill];
    size_t count = 0;
    struct bout *bouts = decide_bouts(fold->arena, fold->record, decide, &count);

    if (count > skill->bout_room) {
        skill->bout_room = 2 * count;
        skill->bouts = realloc(skill->bouts, skill->bout_room * sizeof *skill->bouts);
        must(skill->bouts);
    }
    if (count > 0) {
        memcpy(skill->bouts, bouts, count * sizeof *bouts);
    }
    skill->bout_count = count;
    skill->deferred = skill->relative;
}

// The sheet is gone for those who ask for it, so that the seat may send another; its bytes stay in
// the journal.
static void drop_sheet(const struct fold *fold, const struct decide_line *line, uint32_t seat,
                       struct slice reason)
{
    bool back = line->ruling.kind == RULING_RETURN;
    struct record_sheet **place = place_of(fold->record, line->competitor, line->ruling.part, seat);

    end_attempt(
        fold, line->competitor,
        (struct ending){line->ruling.part, seat, back ? PANEL_RETURNED : PANEL_VOIDED, reason});
    free(*place);
    *place = NULL;
}

static void drop_panel(const struct fold *fold, const struct decide_line *line, struct slice reason)
{
    for (uint32_t i = 0; i < fold->record->rules->parts[line->ruling.part].seat_count; i++) {
        drop_sheet(fold, line, i, reason);
    }
}

static bool apply_line(const struct fold *fold, const struct decide_line *line, struct slice reason)
{
    struct record *record = fold->record;

    settle_before(record, line->competitor);
    contest_apply_ruling(record->rules, line->competitor->skill, line->competitor->row,
                         &line->ruling);
    if (line->ruling.kind == RULING_VOID) {
        drop_sheet(fold, line, line->ruling.seat, reason);
    } else if (line->ruling.kind == RULING_RETURN) {
        drop_panel(fold, line, reason);
    }
    return settle_after(record, line->competitor, RULES_NONE);
}

// What the publication has given stands by itself from now on.
static void keep_honours(struct fold *fold)
{
    struct field_overall *overall = NULL;
    struct award_line *awards = NULL;
    size_t count = order_awards(fold->arena, fold->record, fold->skill, &overall, &awards);

    for (size_t i = 0; i < count; i++) {
        struct award_line *honours = &fold->record->competitors[overall[i].who]->honours;
        *honours = awards[i];
        honours->approved = NULL;
        honours->owner = NULL;
        honours->team = NULL;
    }
}

bool fold_ruling(struct fold *fold)
{
    struct record *record = fold->record;
    struct faults *faults = arena_alloc(fold->arena, sizeof *faults);
    struct ask_ruling ruling;
    struct decide decide;

    fold->why = "a ruling that the rules do not allow";
    if (!decide_read(fold->arena, record, fold->entry->body, &ruling, faults) ||
        !slice_is(fold->entry->ruling, ask_ruling_word(ruling.kind)) ||
        !decide_ruling(fold->arena, record, &ruling, &decide)) {
        return false;
    }
    fold->skill = decide.skill;
    if (record->skills[fold->skill].published && !decide.award) {
        return refuse(fold, "a ruling about a skill that has been published");
    }
    if (!decide.award &&
        signing_list_is_locked(record, fold->skill, ask_ruling_stage(record->rules, &ruling))) {
        return refuse(fold, "a ruling about a stage that is locked");
    }
    keep_bouts(fold, &decide);
    for (size_t i = 0; i < decide.count; i++) {
        if (!apply_line(fold, &decide.lines[i], ruling.reason)) {
            return false;
        }
    }
    keep_ruling(fold);
    shake(fold);
    if (!settle(fold)) {
        return false;
    }
    if (record->skills[fold->skill].published) {
        keep_honours(fold);
    }
    return true;
}

bool fold_recusal(struct record *record, struct arena *arena, const struct entry_muster *act,
                  uint64_t number, uint32_t *ret_skill)
{
    struct fold fold = {.record = record, .arena = arena, .number = number, .why = ""};
    struct decide decide;

    if (!muster_recuse_decide(arena, record, act, &decide)) {
        return true;
    }
    fold.skill = *ret_skill = decide.skill;
    for (size_t i = 0; i < decide.count; i++) {
        if (!apply_line(&fold, &decide.lines[i], SLICE_NONE)) {
            return false;
        }
    }
    shake(&fold);
    return settle(&fold);
}

bool fold_publication(struct fold *fold)
{
    struct record *record = fold->record;
    const struct entry *entry = fold->entry;
    uint32_t skill = rules_find_skill(record->rules, entry->skill.at, entry->skill.len);

    if (skill == RULES_NONE || record->skills[skill].published) {
        return refuse(fold, "a publication of an unknown skill, or a second one");
    }
    if (signing_state_waits(fold->arena, record, skill)) {
        return refuse(fold, "a publication of a skill that is not locked");
    }
    fold->skill = skill;
    record->skills[skill].published = fold->number;
    shake(fold);
    keep_honours(fold);
    return true;
}
