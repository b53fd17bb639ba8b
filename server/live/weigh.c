#include "live/weigh.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/must.h"
#include "base/text.h"
#include "live/adopt.h"
#include "live/commit_entry.h"
#include "live/copies.h"
#include "live/decide.h"
#include "live/enrol.h"
#include "live/freeze.h"
#include "live/join.h"
#include "live/muster_recuse.h"
#include "live/order.h"
#include "live/panel.h"
#include "live/panel_act.h"
#include "live/record.h"
#include "live/reform.h"
#include "live/reform_report.h"
#include "live/results.h"
#include "live/results_publication.h"
#include "live/signing_list.h"
#include "live/site.h"
#include "live/state.h"
#include "live/weigh_ceremony.h"
#include "live/weigh_keys.h"
#include "live/weigh_people.h"
#include "live/weigh_rules.h"
#include "live/weigh_signing.h"
#include "live/wish.h"
#include "store/journal.h"
#include "wire/ask_rules.h"
#include "wire/entry.h"
#include "wire/sheet_text.h"

#include <stdlib.h>

enum { WEIGHED_MAX = 64 };

struct weigh {
    struct room *room;
    struct arena *arena;
    bool careful;
    size_t count;
    const struct commit_wish *wishes[WEIGHED_MAX];
    struct copies **copies; // by skill; NULL: nothing moves on its boards
    struct buf *published;
    struct reform *reform; // of a change of the rules
    struct buf *reformed;  // its entry's body
};

struct weigh *weigh_new(struct room *room, bool careful)
{
    struct weigh *weigh = calloc(1, sizeof *weigh);
    must(weigh);
    weigh->room = room;
    weigh->careful = careful;
    weigh->arena = arena_new();
    return weigh;
}

struct weigh *weigh_free(struct weigh *weigh)
{
    buf_unref(weigh->published);
    buf_unref(weigh->reformed);
    reform_free(weigh->reform);
    arena_free(weigh->arena);
    free(weigh);
    return NULL;
}

static bool same_address(const struct commit_wish *wish, const struct commit_wish *other)
{
    return other->competitor == wish->competitor && other->part == wish->part &&
           other->seat == wish->seat;
}

bool weigh_is_taken(const struct weigh *weigh, const struct commit_wish *wish)
{
    for (size_t i = 0; i < weigh->count; i++) {
        const struct commit_wish *other = weigh->wishes[i];
        if (wish->kind != ENTRY_SHEET || other->kind != ENTRY_SHEET ||
            slice_equal(other->ask, wish->ask) || same_address(wish, other)) {
            return true;
        }
    }
    return weigh->count == WEIGHED_MAX;
}

static struct copies *copies_of(struct weigh *weigh, uint32_t skill)
{
    struct record *record = weigh->room->record;

    if (!weigh->copies) {
        weigh->copies =
            arena_alloc(weigh->arena, record->rules->skill_count * sizeof(struct copies *));
    }
    if (!weigh->copies[skill]) {
        weigh->copies[skill] = copies_new(weigh->arena, record, skill);
    }
    return weigh->copies[skill];
}

bool weigh_holds(struct weigh *weigh)
{
    const struct rules *rules = weigh->room->record->rules;

    for (uint32_t i = 0; weigh->copies && i < rules->skill_count; i++) {
        if (weigh->copies[i] && copies_settle(weigh->copies[i]) != V_OK) {
            return false;
        }
    }
    return true;
}

// The address is there already: an amendment needs If-Match, and the current one. DESIGN 3.7.
static const char *precondition(const struct commit_wish *wish, const struct record_sheet *sheet)
{
    uint64_t number = 0;

    if (wish->if_match.at == NULL) {
        return sheet ? "precondition-required" : NULL;
    }
    if (!sheet || !text_uint(wish->if_match, INT64_MAX, &number) || number != sheet->number) {
        return "stale-version";
    }
    return NULL;
}

// Tries one sheet on the competitor's copy, which stays as it was when the sheet is refused.
static bool try_sheet(struct weigh *weigh, struct record_competitor *competitor,
                      const struct sheet *sheet, struct fault *ret)
{
    const struct rules *rules = weigh->room->record->rules;
    uint32_t skill = competitor->skill;
    struct copies *copies = copies_of(weigh, skill);

    *ret = contest_check(rules, skill, copies_look(copies, competitor), sheet);
    if (ret->verdict != V_OK) {
        return false;
    }
    contest_apply(rules, skill, copies_row(copies, competitor), sheet);
    ret->verdict = copies_work(copies, competitor, sheet->part);
    if (ret->verdict == V_OK && weigh->careful) {
        ret->verdict = copies_settle(copies);
    }
    return ret->verdict == V_OK || (copies_undo(copies, competitor, sheet->part) && false);
}

// Who changes a sealed sheet says why. Marks that are added one by one, and a station log that goes
// on, change nothing that was sealed.
static bool lacks_reason(struct weigh *weigh, const struct commit_wish *wish)
{
    const struct rules_part *part = &weigh->room->record->rules->parts[wish->part];
    bool technical = wish->seat == part->seat_count;
    bool goes_on = technical ? (part->declares & RULES_DECLARES_LOG) != 0 : part->one_by_one;

    return !goes_on && !sheet_text_reason(weigh->arena, wish->body).at;
}

static const char *weigh_sheet(struct weigh *weigh, struct commit_wish *wish)
{
    const struct record *record = weigh->room->record;
    const struct record_sheet *sheet =
        record_sheet(record, wish->competitor, wish->part, wish->seat);
    const char *refusal = precondition(wish, sheet);

    if (refusal || record->skills[wish->competitor->skill].published) {
        return refusal ? refusal : "sheet-locked";
    }
    refusal = weigh_signing_sheet(record, wish);
    if (refusal) {
        return refusal;
    }
    if (sheet && lacks_reason(weigh, wish)) {
        return "reason-missing";
    }
    refusal = signing_list_reopens(record, wish->competitor, wish->part, wish->seat)
                  ? NULL
                  : panel_obstacle(record, wish->competitor, wish->part, wish->seat);
    if (refusal) {
        return refusal;
    }
    if (sheet && record->skills[wish->competitor->skill].unsealed) {
        return "codes-opened";
    }
    if (!try_sheet(weigh, wish->competitor, wish->sheet, &wish->fault)) {
        return "refused-by-the-rules";
    }
    wish->created = sheet == NULL;
    return NULL;
}

// All or nothing: what has been tried on copies goes with them.
static const char *weigh_bulk(struct weigh *weigh, struct commit_wish *wish)
{
    const struct record *record = weigh->room->record;
    const struct ask_bulk *bulk = wish->bulk;
    struct record_competitor **rows = decide_bulk(weigh->arena, record, bulk, &wish->row);

    if (!rows) {
        return "unknown-competitor";
    }
    if (record->skills[record->rules->parts[bulk->part].skill].published) {
        return "sheet-locked";
    }
    if (record->skills[record->rules->parts[bulk->part].skill].unsealed) {
        return "codes-opened";
    }
    for (size_t i = 0; i < bulk->count; i++) {
        struct sheet sheet = ask_bulk_sheet(bulk, i);
        if (signing_list_shuts(record, rows[i], sheet.part, sheet.seat)) {
            weigh->copies = NULL;
            return "stage-locked";
        }
        if (!try_sheet(weigh, rows[i], &sheet, &wish->fault)) {
            wish->row = i;
            weigh->copies = NULL;
            return "refused-by-the-rules";
        }
    }
    return NULL;
}

static bool try_ruling(struct weigh *weigh, const struct decide *decide, struct fault *ret)
{
    const struct rules *rules = weigh->room->record->rules;
    struct copies *copies = copies_of(weigh, decide->skill);
    size_t bout_count = 0;
    struct bout *bouts = decide_bouts(weigh->arena, weigh->room->record, decide, &bout_count);

    copies_bouts(copies, bouts, bout_count);
    for (size_t i = 0; i < decide->count; i++) {
        const struct decide_line *line = &decide->lines[i];
        contest_apply_ruling(rules, decide->skill, copies_row(copies, line->competitor),
                             &line->ruling);
        ret->verdict = copies_work(copies, line->competitor, RULES_NONE);
        if (ret->verdict != V_OK) {
            return false;
        }
    }
    ret->verdict = copies_settle(copies);
    return ret->verdict == V_OK;
}

static const char *weigh_ruling(struct weigh *weigh, struct commit_wish *wish)
{
    const struct record *record = weigh->room->record;
    struct decide decide;

    if (record->skills[wish->ruling->skill].published && wish->ruling->kind != ASK_RULING_AWARD) {
        return "sheet-locked";
    }
    if (wish->ruling->kind != ASK_RULING_AWARD &&
        signing_list_is_locked(record, wish->ruling->skill,
                               ask_ruling_stage(record->rules, wish->ruling))) {
        return "stage-locked";
    }
    if (wish->ruling->kind == ASK_RULING_FIELD && wish->ruling->cut &&
        order_cut_is_veiled(record, wish->ruling->stage)) {
        return "codes-sealed";
    }
    if (!decide_ruling(weigh->arena, record, wish->ruling, &decide)) {
        wish->fault = decide.fault;
        wish->row = decide.who;
        return "refused-by-the-rules";
    }
    if (!try_ruling(weigh, &decide, &wish->fault)) {
        wish->row = 0;
        weigh->copies = NULL;
        return "refused-by-the-rules";
    }
    return NULL;
}

// In a relative skill one more entrant may move the others. False: more than a field may have.
static bool join_fields(struct weigh *weigh, const struct entry_competitor *rows, size_t count)
{
    const struct record *record = weigh->room->record;
    bool fits = true;

    for (size_t i = 0; fits && i < count; i++) {
        uint32_t skill = rules_find_skill(record->rules, rows[i].skill.at, rows[i].skill.len);
        if (skill != RULES_NONE && record->skills[skill].relative) {
            copies_join(copies_of(weigh, skill));
            fits = copies_size(copies_of(weigh, skill)) <= RULES_FIELD_MAX;
        }
    }
    return fits;
}

static const char *weigh_roster(struct weigh *weigh, const struct commit_wish *wish)
{
    const struct record *record = weigh->room->record;
    struct entry_competitor *rows = NULL;
    size_t count = 0;

    must(entry_read_roster(weigh->arena, wish->body, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        if (enrol_find(record, rows[i].id)) {
            return "competitor-exists";
        }
    }
    if (weigh_signing_shuts(record, rows, count)) {
        return "stage-locked";
    }
    bool fits = join_fields(weigh, rows, count);
    if (!fits || !weigh_holds(weigh)) {
        weigh->copies = NULL;
        return fits ? "internal" : "field-full";
    }
    return NULL;
}

static const char *weigh_publication(struct weigh *weigh, struct commit_wish *wish)
{
    const char *obstacle = results_obstacle(weigh->room->record, wish->skill);

    if (obstacle) {
        return obstacle;
    }
    obstacle = weigh_signing_publication(weigh->arena, weigh->room->record, wish);
    if (obstacle) {
        return obstacle;
    }
    weigh->published = buf_unref(weigh->published);
    weigh->published = buf_new(4096);
    results_publication(weigh->room->record, wish->skill, weigh->published);
    wish->body = (struct slice){weigh->published->bytes, weigh->published->len};
    return NULL;
}

// It stands alone, so that nothing else has been weighed.
static const char *weigh_rules(struct weigh *weigh, struct commit_wish *wish)
{
    const struct record *record = weigh->room->record;
    const struct ask_rules *ask = wish->rules;
    wish->said = buf_unref(wish->said);
    wish->said = buf_new(1024);
    weigh->reform = reform_free(weigh->reform);
    weigh->reform = reform_new(record, ask->definition, ask->set_aside, record->followed + 1);
    if (weigh->reform->refusal) {
        reform_report_lost(weigh->reform, wish->language, wish->said);
        return weigh->reform->refusal;
    }
    weigh->reformed = buf_unref(weigh->reformed);
    weigh->reformed = buf_new(1024 + wish->sent_body.len);
    adopt_write(weigh->reform, wish->sent_body, weigh->reformed);
    reform_report_write(weigh->reform, wish->said);
    wish->body = (struct slice){weigh->reformed->bytes, weigh->reformed->len};
    return NULL;
}

static const char *weigh_muster(struct weigh *weigh, struct commit_wish *wish)
{
    const struct record *record = weigh->room->record;
    const char *refusal = weigh_people_muster(record, wish);
    struct decide decide;

    if (refusal) {
        return refusal;
    }
    if (join_is_due(record, wish->muster)) {
        weigh->reform = reform_free(weigh->reform);
        weigh->reform = join_new(record, wish->muster, record->followed + 1);
        return weigh->reform->refusal;
    }
    if (!muster_recuse_decide(weigh->arena, record, wish->muster, &decide)) {
        return NULL;
    }
    const char *shut = weigh_signing_recusal(record, &decide);
    if (shut || try_ruling(weigh, &decide, &wish->fault)) {
        return shut;
    }
    weigh->copies = NULL;
    return "internal";
}

static const char *weigh_panel(struct weigh *weigh, struct commit_wish *wish)
{
    const struct record *record = weigh->room->record;
    struct panel_act act;
    struct slice wrong;
    const char *problem = panel_act_find(record, wish->panel, &act, &wrong);

    problem = problem ? problem : panel_act_refuse_seat(record, &act);
    return problem ? problem : panel_act_refuse(weigh->arena, record, &act, wish->faults);
}

static const char *weigh_kind(struct weigh *weigh, struct commit_wish *wish)
{
    const struct record *record = weigh->room->record;

    switch ((enum entry_kind)wish->kind) {
    case ENTRY_COMPETITION:
        return record->rules ? "competition-exists" : NULL;
    case ENTRY_ROSTER:
        return weigh_roster(weigh, wish);
    case ENTRY_JUDGES:
        return weigh_people_judges(weigh->arena, weigh->room->record, wish);
    case ENTRY_SHEET:
        return weigh_sheet(weigh, wish);
    case ENTRY_RULING:
        return weigh_ruling(weigh, wish);
    case ENTRY_BULK:
        return weigh_bulk(weigh, wish);
    case ENTRY_PUBLICATION:
        return weigh_publication(weigh, wish);
    case ENTRY_SIGNING:
        return weigh_signing_act(weigh->arena, weigh->room->record, wish, &weigh->published);
    case ENTRY_RULES:
        return weigh_rules_overtaken(weigh->room->record, wish) ? "rules-newer"
                                                                : weigh_rules(weigh, wish);
    case ENTRY_ACCESS:
        return weigh_people_access(weigh->arena, weigh->room->record, wish);
    case ENTRY_MUSTER:
        return weigh_muster(weigh, wish);
    case ENTRY_PANEL:
        return weigh_panel(weigh, wish);
    case ENTRY_FREEZE:
        return freeze_refusal(record, wish->freeze, 0);
    case ENTRY_CEREMONY:
        return weigh_ceremony_act(record, wish, &weigh->published);
    case ENTRY_SEAL:
    case ENTRY_ALARM:
    case ENTRY_ANNOUNCED:
        break;
    }
    return NULL;
}

const char *weigh_wish(struct weigh *weigh, struct commit_wish *wish)
{
    const char *refusal = weigh_kind(weigh, wish);

    if (!refusal) {
        weigh->wishes[weigh->count++] = wish;
    }
    return refusal;
}

// Most moves that there can be.
static size_t most_moves(const struct weigh *weigh)
{
    const struct rules *rules = weigh->room->record->rules;
    size_t most = 0;

    for (uint32_t i = 0; i < rules->skill_count; i++) {
        if (weigh->copies[i]) {
            most += rules->skills[i].stage_count * copies_count(weigh->copies[i]);
        }
    }
    return most;
}

void weigh_moves(struct weigh *weigh, struct journal_commit *call)
{
    const struct rules *rules = weigh->room->record->rules;

    if (weigh->reform) {
        call->moves = weigh_rules_moves(weigh->arena, weigh->reform, &call->move_count);
        return;
    }
    if (!weigh->copies) {
        return;
    }
    must(weigh_holds(weigh));
    struct journal_move *moves = arena_alloc(weigh->arena, (most_moves(weigh) + 1) * sizeof *moves);
    for (uint32_t i = 0; i < rules->stage_count; i++) {
        const struct copies *copies = weigh->copies[rules->stages[i].skill];
        if (copies) {
            weigh_keys_add(weigh->arena, rules, copies, i, moves, &call->move_count);
        }
    }
    call->moves = moves;
    if (call->move_count > JOURNAL_MOVES_MAX) { // too much for one call: the boards are rebuilt
        call->move_count = 0;
        weigh->room->compare_again = true;
    }
}

// A sheet must not be overtaken by its skill's publication or a ruling; neither it nor a seal may
// be written to a journal that has lost its beginning. What stands alone must not be overtaken by
// anything.
void weigh_guard(struct weigh *weigh, struct journal_commit *call)
{
    const struct record *record = weigh->room->record;
    int kind = weigh->wishes[0]->kind;

    if (kind == ENTRY_SHEET || kind == ENTRY_BULK || kind == ENTRY_SEAL) {
        call->guard = SLICE("competition");
        call->guard_seen = record_version(record, call->guard);
    } else if (kind == ENTRY_PUBLICATION || kind == ENTRY_RULING || kind == ENTRY_RULES ||
               kind == ENTRY_MUSTER || kind == ENTRY_PANEL || kind == ENTRY_SIGNING ||
               kind == ENTRY_FREEZE || kind == ENTRY_CEREMONY ||
               (kind == ENTRY_ROSTER && weigh->copies)) {
        call->at_number = record->followed;
    }
}
