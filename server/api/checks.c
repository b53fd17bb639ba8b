#include "api/checks.h"

#include "api/visit.h"
#include "base/buf.h"
#include "base/table.h"
#include "base/text.h"
#include "live/record.h"
#include "live/room.h"
#include "live/signing_sample.h"
#include "live/signing_state.h"
#include "net/http.h"
#include "wire/entry_signing.h"

struct checks {
    const struct record *record;
    struct signing_look look;
    uint32_t stage;
    struct slice who; // who would type the second
    struct signing_sample sample;
    struct buf *out;
    size_t count;       // in the list that is being written
    size_t typed, good; // sheets that were typed from paper; those of them that are done with
};

// One sheet of the stage.
struct spot {
    const struct record_competitor *who;
    uint32_t part, seat;
    const struct record_sheet *sheet;
    const struct record_signing *second, *settled;
    enum signing_sheet_state state;
};

static void say(struct buf *out, const char *lead, const char *text)
{
    text_printf(out, "%s", lead);
    text_json(out, slice_of(text ? text : ""));
}

static void say_act(struct buf *out, uint64_t number, int64_t at, const char *by)
{
    text_printf(out, ",\"number\":%lu,\"at\":%ld", (unsigned long)number, (long)at);
    say(out, ",\"by\":", by);
}

static const struct record_signing *latest(const struct checks *checks, int act,
                                           const struct spot *spot)
{
    return signing_list_sheet(&checks->look.index, checks->look.arena, checks->record, act,
                              spot->who, spot->part, spot->seat);
}

static struct spot spot_of(const struct checks *checks, const struct record_competitor *who,
                           uint32_t part, uint32_t seat)
{
    const struct signing_look *look = &checks->look;
    struct spot spot = {.who = who, .part = part, .seat = seat};

    spot.sheet = signing_page_sheet(checks->record, who, part, seat);
    if (spot.sheet) {
        spot.second = latest(checks, SIGNING_SECOND, &spot);
        spot.settled = latest(checks, SIGNING_SETTLE, &spot);
        spot.state =
            signing_sample_entry(&look->index, look->arena, checks->record, who, part, seat);
    }
    return spot;
}

static void write_place(struct checks *checks, const struct spot *spot)
{
    const struct rules_part *part = &checks->record->rules->parts[spot->part];

    say(checks->out, checks->count++ ? ",{\"part\":" : "{\"part\":", part->id);
    say(checks->out, ",\"competitor\":", spot->who->id);
    say(checks->out, ",\"seat\":", signing_page_seat(part, spot->seat));
}

typedef void (*spot_fn)(struct checks *checks, const struct spot *spot);

static void each_seat(struct checks *checks, const struct record_competitor *who, uint32_t part,
                      spot_fn call)
{
    const struct rules_part *of = &checks->record->rules->parts[part];

    for (uint32_t seat = 0; seat < of->seat_count + (of->technical ? 1 : 0); seat++) {
        struct spot spot = spot_of(checks, who, part, seat);
        if (spot.sheet) {
            call(checks, &spot);
        }
    }
}

static void each(struct checks *checks, spot_fn call)
{
    const struct record *record = checks->record;
    const struct record_skill *skill = &record->skills[checks->look.skill];

    for (uint32_t p = skill->part_first; p < skill->part_first + skill->part_count; p++) {
        bool here = record->rules->parts[p].stage == checks->stage;
        for (size_t i = 0; here && i < skill->count; i++) {
            each_seat(checks, record->competitors[skill->competitors[i]], p, call);
        }
    }
}

static void write_list(struct checks *checks, const char *lead, spot_fn write)
{
    text_printf(checks->out, "%s[", lead);
    checks->count = 0;
    each(checks, write);
    text_printf(checks->out, "]");
}

// ---- double entry

static bool is_typed(const struct checks *checks, const struct spot *spot)
{
    return signing_sample_is_typed(checks->record, spot->sheet);
}

static void write_awaited(struct checks *checks, const struct spot *spot)
{
    if (is_typed(checks, spot) && spot->state == SIGNING_SHEET_AWAITED) {
        write_place(checks, spot);
        text_printf(checks->out, ",\"own\":%s}",
                    slice_is(checks->who, spot->sheet->by) ? "true" : "false");
    }
}

static void write_different(struct checks *checks, const struct spot *spot)
{
    if (!is_typed(checks, spot) || spot->state != SIGNING_SHEET_DIFFERENT) {
        return;
    }
    struct signing_sample_pair pair = signing_sample_pair_of(
        &checks->look.index, checks->look.arena, checks->record, spot->who, spot->part, spot->seat);
    write_place(checks, spot);
    text_printf(checks->out, ",\"etag\":\"%lu\",\"first\":%s,\"second\":%s,\"typed\":[",
                (unsigned long)spot->sheet->number, pair.first, pair.second);
    text_json(checks->out, slice_of(*spot->second->first ? spot->second->first : spot->sheet->by));
    say(checks->out, ",", spot->second->by);
    text_printf(checks->out, "]}");
}

// The two typings were not alike and are settled: with a reason, or the first was corrected since.
static void write_settled(struct checks *checks, const struct spot *spot)
{
    const struct record_signing *settled = spot->settled;
    bool typed = is_typed(checks, spot) && spot->second && spot->state == SIGNING_SHEET_GOOD;
    bool by_word = typed && settled && settled->number > spot->second->number &&
                   settled->sheet == spot->sheet->number;

    if (by_word) {
        write_place(checks, spot);
        say(checks->out, ",\"how\":\"settled\",\"reason\":", settled->text);
        say_act(checks->out, settled->number, settled->at, settled->by);
        text_printf(checks->out, "}");
    } else if (typed && spot->second->sheet != spot->sheet->number) {
        write_place(checks, spot);
        text_printf(checks->out, ",\"how\":\"corrected\"");
        say_act(checks->out, spot->sheet->number, spot->sheet->at, spot->sheet->by);
        text_printf(checks->out, "}");
    }
}

static void count_typed(struct checks *checks, const struct spot *spot)
{
    if (is_typed(checks, spot)) {
        checks->typed++;
        checks->good += spot->state == SIGNING_SHEET_GOOD;
    }
}

static void write_entries(struct checks *checks)
{
    each(checks, count_typed);
    text_printf(checks->out, ",\"entries\":{\"typed\":%zu,\"good\":%zu", checks->typed,
                checks->good);
    write_list(checks, ",\"awaited\":", write_awaited);
    write_list(checks, ",\"different\":", write_different);
    write_list(checks, ",\"settled\":", write_settled);
    text_printf(checks->out, "}");
}

// ---- re-check

static bool awaits(const struct checks *checks, const struct spot *spot)
{
    return signing_sample_awaits(&checks->sample, &checks->look.index, checks->look.arena,
                                 checks->record, spot->who, spot->part, spot->seat);
}

static void write_recheck(struct checks *checks, const struct spot *spot)
{
    if (awaits(checks, spot)) {
        write_place(checks, spot);
        text_printf(checks->out, "}");
    }
}

static bool was_wrong(const struct checks *checks, const struct record_signing *act)
{
    const struct rules *rules = checks->record->rules;

    return act->act == SIGNING_RECHECK && !act->good && checks->sample.drawn &&
           act->number > checks->sample.drawn->number &&
           strcmp(act->skill, rules->skills[checks->look.skill].id) == 0 &&
           strcmp(act->stage, rules->stages[checks->stage].id) == 0;
}

// What became of a sheet that was found wrong: it still waits, or was corrected as that number.
static void write_outcome(struct checks *checks, const struct record_signing *act)
{
    const struct rules *rules = checks->record->rules;
    struct spot spot = {.part = rules_find_part(rules, act->part, strlen(act->part)),
                        .who =
                            table_get(checks->record->competitor_by_id, slice_of(act->competitor))};

    if (spot.part == RULES_NONE || !spot.who) {
        return;
    }
    spot.seat = rules_find_seat(rules, spot.part, act->seat, strlen(act->seat));
    spot.sheet = spot.seat == RULES_NONE
                     ? NULL
                     : signing_page_sheet(checks->record, spot.who, spot.part, spot.seat);
    if (spot.sheet) {
        text_printf(checks->out, ",\"sheet\":%lu,\"corrected\":%s,\"waits\":%s",
                    (unsigned long)spot.sheet->number,
                    spot.sheet->number != act->sheet ? "true" : "false",
                    awaits(checks, &spot) ? "true" : "false");
    }
}

// Whom an act names, by the id that the roster has now.
static const char *now_of(const struct record *record, const struct record_signing *act)
{
    const struct record_competitor *who =
        table_get(record->competitor_by_id, slice_of(act->competitor));

    return who ? who->id : act->competitor;
}

static void write_found(struct checks *checks)
{
    const struct record *record = checks->record;
    bool first = true;

    text_printf(checks->out, ",\"found\":[");
    for (size_t i = 0; i < record->signing_count; i++) {
        const struct record_signing *act = record->signings[i];
        if (!was_wrong(checks, act)) {
            continue;
        }
        say(checks->out, first ? "{\"part\":" : ",{\"part\":", act->part);
        say(checks->out, ",\"competitor\":", now_of(record, act));
        say(checks->out, ",\"seat\":", act->seat);
        say(checks->out, ",\"reason\":", act->text);
        say_act(checks->out, act->number, act->at, act->by);
        write_outcome(checks, act);
        text_printf(checks->out, "}");
        first = false;
    }
    text_printf(checks->out, "]");
}

void checks_show(struct visit *visit)
{
    uint32_t skill = 0;
    struct checks checks = {.record = visit->room->record};

    if (!visit_stage(visit, &skill, &checks.stage)) {
        return;
    }
    const struct right *right =
        visit_right(visit, RIGHT_BIT(RIGHT_ORGANISER) | RIGHT_BIT(RIGHT_CLERK), skill);
    checks.who = right ? right->who : SLICE_NONE;
    checks.out = buf_new(4096);
    checks.look = signing_state_look(visit->request->arena, checks.record, skill);
    checks.sample =
        signing_sample_of(&checks.look.index, visit->request->arena, checks.record, checks.stage);
    say(checks.out, "{\"skill\":", checks.record->rules->skills[skill].id);
    say(checks.out, ",\"stage\":", checks.record->rules->stages[checks.stage].id);
    write_entries(&checks);
    write_list(&checks, ",\"recheck\":{\"awaited\":", write_recheck);
    write_found(&checks);
    text_printf(checks.out, "}}");
    signing_state_done(&checks.look);
    visit_tagged(visit, checks.out);
}
