#include "api/gate.h"

#include "api/gate_page.h"
#include "api/typing.h"
#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "live/record.h"
#include "live/room.h"
#include "live/signing_gate.h"
#include "live/signing_sample.h"
#include "net/http.h"
#include "wire/entry_signing.h"

static void say(struct buf *out, const char *lead, const char *text)
{
    if (text && *text) {
        text_printf(out, "%s", lead);
        text_json(out, slice_of(text));
    }
}

static void write_reasons(const struct signing_reason *reasons, size_t count, struct buf *out)
{
    text_printf(out, "\"open\":%s,\"reasons\":[", count == 0 ? "true" : "false");
    for (size_t i = 0; i < count; i++) {
        say(out, i ? ",{\"kind\":" : "{\"kind\":", reasons[i].kind);
        say(out, ",\"zh\":", reasons[i].zh);
        say(out, ",\"en\":", reasons[i].en);
        if (reasons[i].items) {
            text_printf(out, ",\"items\":%s", reasons[i].items);
        }
        text_printf(out, "}");
    }
    text_printf(out, "]");
}

static void write_gates(const struct signing_look *look, uint32_t stage, struct buf *out)
{
    static const char *const names[] = {"check", "sign", "lock"};

    text_printf(out, ",\"gates\":[");
    for (enum signing_gate gate = SIGNING_GATE_CHECK; gate < SIGNING_GATES; gate++) {
        struct signing_reason *reasons = NULL;
        size_t count = signing_gate_reasons(look, stage, gate, &reasons);
        text_printf(out, "%s{\"gate\":\"%s\",", gate ? "," : "", names[gate]);
        write_reasons(reasons, count, out);
        text_printf(out, "}");
    }
    text_printf(out, "]");
}

// ---- signatures

static const struct record_signing *scan_of(const struct record *record, uint64_t number)
{
    const struct record_signing *scan = NULL;

    for (size_t i = 0; i < record->signing_count; i++) {
        scan = record->signings[i]->of == number ? record->signings[i] : scan;
    }
    return scan;
}

static void write_act(const char *lead, const struct record_signing *act, struct buf *out)
{
    text_printf(out, "%s{\"number\":%lu,\"at\":%ld", lead, (unsigned long)act->number,
                (long)act->at);
    say(out, ",\"by\":", act->by);
}

static void write_signed(const struct record *record, const struct record_signing *last,
                         struct buf *out)
{
    const struct record_signing *scan = scan_of(record, last->number);
    bool refused = last->act == SIGNING_REFUSE;

    write_act(",\"last\":", last, out);
    say(out, ",\"how\":", signing_state_how(last));
    if (refused) {
        say(out, ",\"witness\":", last->witness);
        say(out, ",\"reason\":", last->text);
    }
    if (scan) {
        say(out, ",\"scan\":", scan->scan);
    }
    text_printf(out, "}");
}

static void write_need(const struct record *record, const struct signing_need *need,
                       struct buf *out)
{
    gate_page_name(record, &need->page, out);
    say(out, ",\"role\":", need->role);
    say(out, ",\"state\":", need->void_for ? "void" : need->last ? "signed" : "missing");
    say(out, ",\"void\":", need->void_for);
    if (need->last) {
        write_signed(record, need->last, out);
    }
    text_printf(out, "}");
}

static void write_needs(const struct signing_look *look, uint32_t stage, struct buf *out)
{
    struct signing_need *needs = NULL;
    size_t count = signing_state_needs(look, stage, &needs);

    text_printf(out, ",\"signatures\":[");
    for (size_t i = 0; i < count; i++) {
        text_printf(out, i ? "," : "");
        write_need(look->record, &needs[i], out);
    }
    text_printf(out, "]");
}

// ---- the sample, and what was reopened

static void write_sample(const struct signing_look *look, uint32_t stage, struct buf *out)
{
    const struct record *record = look->record;
    struct signing_sample sample = signing_sample_of(&look->index, look->arena, record, stage);
    bool first = true;

    if (!sample.drawn) {
        return;
    }
    write_act(",\"sample\":", sample.drawn, out);
    text_printf(out, ",\"sheets\":%zu,\"done\":%zu,\"wrong\":%zu,\"all\":%s,\"chosen\":[",
                sample.sheets, sample.done, sample.wrong, sample.all ? "true" : "false");
    for (size_t i = 0; i < record->competitor_count; i++) {
        if (sample.chosen[i]) {
            say(out, first ? "" : ",", record->competitors[i]->id);
            first = false;
        }
    }
    text_printf(out, "]}");
}

static void write_reopened(const struct signing_look *look, uint32_t stage, struct buf *out)
{
    const struct record *record = look->record;
    bool first = true;

    text_printf(out, ",\"reopened\":[");
    for (size_t i = 0; i < record->signing_count; i++) {
        const struct record_signing *each = record->signings[i];
        if (each->act != SIGNING_REOPEN ||
            strcmp(each->stage, record->rules->stages[stage].id) != 0 ||
            strcmp(each->skill, record->rules->skills[look->skill].id) != 0) {
            continue;
        }
        write_act(first ? "" : ",", each, out);
        say(out, ",\"part\":", each->part);
        say(out, ",\"competitor\":", each->competitor);
        say(out, ",\"seat\":", each->seat);
        say(out, ",\"reason\":", each->text);
        text_printf(out, "}");
        first = false;
    }
    text_printf(out, "]");
}

// ---- a skill

static void write_stage(const struct signing_look *look, uint32_t stage, struct buf *out)
{
    const struct record_signing *check = signing_state_check(look, stage);
    const struct record_signing *lock = signing_state_lock(look, stage);

    say(out, "{\"stage\":", look->record->rules->stages[stage].id);
    say(out, ",\"state\":", signing_state_word(signing_state_of(look, stage)));
    text_printf(out, ",\"shut\":%s",
                signing_list_is_locked(look->record, look->skill, stage) ? "true" : "false");
    if (check) {
        write_act(",\"check\":", check, out);
        text_printf(out, "}");
    }
    if (lock) {
        write_act(",\"lock\":", lock, out);
        text_printf(out, "}");
    }
    write_sample(look, stage, out);
    write_reopened(look, stage, out);
    write_gates(look, stage, out);
    write_needs(look, stage, out);
    text_printf(out, "}");
}

static void write_skill(const struct signing_look *look, struct buf *out)
{
    static const char *const by[] = {"none", "ink", "drawn"};
    const struct rules_skill *skill = &look->record->rules->skills[look->skill];
    struct signing_reason *reasons = NULL;
    size_t count = signing_gate_publication(look, &reasons);

    say(out, "{\"skill\":", skill->id);
    say(out, ",\"signing\":", by[skill->signing.by]);
    text_printf(out, ",\"double_entry\":%s,\"recheck\":%s,\"published\":%s,\"stages\":[",
                skill->signing.double_entry ? "true" : "false",
                skill->signing.rechecks ? "true" : "false",
                look->record->skills[look->skill].published ? "true" : "false");
    for (uint32_t i = 0; skill->signing.by != RULES_UNSIGNED && i < skill->stage_count; i++) {
        text_printf(out, i ? "," : "");
        write_stage(look, skill->stage_first + i, out);
    }
    text_printf(out, "],\"publication\":{");
    write_reasons(reasons, count, out);
    text_printf(out, "}}");
}

void gate_show(struct visit *visit)
{
    uint32_t skill = 0;
    uint32_t stage = 0;

    if (!visit_stage(visit, &skill, &stage)) {
        return;
    }
    struct signing_look look =
        signing_state_look(visit->request->arena, visit->room->record, skill);
    struct buf *json = buf_new(8192);
    write_skill(&look, json);
    signing_state_done(&look);
    visit_tagged(visit, json);
}

// ---- a page

static const char *find_page(struct visit *visit, uint32_t *ret_skill, struct signing_page *ret)
{
    const struct rules *rules = visit->room->record->rules;
    struct slice skill = http_query(visit->request, "skill");
    struct entry_signing named = {.stage = http_query(visit->request, "stage"),
                                  .part = http_query(visit->request, "part"),
                                  .seat = http_query(visit->request, "seat"),
                                  .competitor = http_query(visit->request, "competitor")};

    *ret_skill = skill.at ? rules_find_skill(rules, skill.at, skill.len) : RULES_NONE;
    if (*ret_skill == RULES_NONE) {
        return "unknown-skill";
    }
    return signing_page_find(visit->room->record, *ret_skill, &named, ret) ? NULL : "not-found";
}

// A judge sees the page of his own seat; all others are for those who print and check.
static bool may_see(struct visit *visit, uint32_t skill, const struct signing_page *page)
{
    if (page->kind == SIGNING_PAGE_SUMMARY && visit_reads(visit, page->part, page->seat)) {
        return true;
    }
    return visit_needs(visit, visit->roles & ~(unsigned)RIGHT_BITS_SEATED, skill);
}

static bool is_awaited(const struct record *record, const struct record_competitor *competitor,
                       uint32_t stage)
{
    uint32_t first = record->rules->skills[competitor->skill].stage_first;
    const struct stage_result *result = &competitor->tally.stages[stage - first];

    return result->status == RULES_RUNNING && result->field != FIELD_OUT;
}

// Whether there may be cards on the page that are closed to a clerk: also before any is given, so
// that nothing tells whether one is.
static bool has_closed(const struct visit *visit, const struct signing_page *page)
{
    const struct record *record = visit->room->record;
    const struct record_skill *skill = &record->skills[page->skill];
    uint32_t seat = page->kind == SIGNING_PAGE_SUMMARY ? page->seat : 0;
    bool closed = false;

    for (size_t i = 0; page->kind != SIGNING_PAGE_STANDING && i < skill->count; i++) {
        const struct record_competitor *who = record->competitors[skill->competitors[i]];
        bool meant = page->kind == SIGNING_PAGE_SUMMARY || who == page->competitor;
        closed = closed || (meant && is_awaited(record, who, page->stage) &&
                            visit_is_closed(visit, who, page->part, seat));
    }
    return closed;
}

void gate_page(struct visit *visit)
{
    struct signing_page page;
    uint32_t skill = 0;
    const char *problem = find_page(visit, &skill, &page);

    if (problem) {
        visit_problem(visit, problem, "");
        return;
    }
    if (!may_see(visit, skill, &page)) {
        return;
    }
    if (has_closed(visit, &page)) {
        visit_problem(visit, "cards-closed", "");
        return;
    }
    if (typing_hides_page(visit, &page)) {
        visit_problem(visit, "first-typing", "");
        return;
    }
    struct buf *json = buf_new(8192);
    gate_page_write(visit, &page, json);
    visit_tagged(visit, json);
}
