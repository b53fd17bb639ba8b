#include "live/signing_act.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/must.h"
#include "base/table.h"
#include "base/text.h"
#include "live/ids.h"
#include "live/order.h"
#include "live/signing_changed.h"
#include "live/signing_gate.h"
#include "live/signing_sample.h"
#include "wire/entry.h"
#include "wire/sheet_plain.h"

#include <stdlib.h>

struct attempt {
    struct arena *arena;
    const struct record *record;
    const struct rules_signing *rules;
    struct signing_try *try;
    struct signing_look look;
    struct signing_page page;
    const struct record_competitor *competitor; // of a sheet
    const struct record_sheet *sheet;
    uint32_t part, seat;
};

static const char *closed(struct attempt *attempt, const struct signing_reason *reasons,
                          size_t count)
{
    attempt->try->zh = signing_gate_words(attempt->arena, reasons, count, false);
    attempt->try->en = signing_gate_words(attempt->arena, reasons, count, true);
    return "gate-closed";
}

static struct slice digest_of(struct attempt *attempt, const struct signing_page *page)
{
    char *digest = arena_alloc(attempt->arena, 2 * RECORD_HASH + 1);
    struct signing_page as = *page;

    as.lasting = attempt->try->folding ? attempt->try->lasting : page->lasting;
    signing_page_digest(attempt->arena, attempt->record, &as, digest);
    return slice_of(digest);
}

// ---- what it is about

static bool find_stage(struct attempt *attempt)
{
    if (!signing_page_find(attempt->record, attempt->try->skill, attempt->try->asked,
                           &attempt->page)) {
        return false;
    }
    attempt->try->stage = attempt->page.stage;
    return true;
}

static bool find_sheet(struct attempt *attempt)
{
    const struct entry_signing *asked = attempt->try->asked;
    const struct rules *rules = attempt->record->rules;

    attempt->part =
        asked->part.at ? rules_find_part(rules, asked->part.at, asked->part.len) : RULES_NONE;
    attempt->competitor = asked->competitor.at
                              ? table_get(attempt->record->competitor_by_id, asked->competitor)
                              : NULL;
    if (attempt->part == RULES_NONE || !attempt->competitor || !asked->seat.at ||
        rules->parts[attempt->part].skill != attempt->try->skill ||
        attempt->competitor->skill != attempt->try->skill) {
        return false;
    }
    attempt->seat = rules_find_seat(rules, attempt->part, asked->seat.at, asked->seat.len);
    attempt->sheet = attempt->seat == RULES_NONE
                         ? NULL
                         : signing_page_sheet(attempt->record, attempt->competitor, attempt->part,
                                              attempt->seat);
    attempt->try->stage = rules->parts[attempt->part].stage;
    attempt->try->entry.sheet = attempt->sheet ? attempt->sheet->number : 0;
    attempt->try->sheet_by = slice_of(attempt->sheet ? attempt->sheet->by : "");
    return attempt->sheet != NULL;
}

// ---- signatures

// The page that the code was printed on must be the page as it is now.
static const char *try_code(struct attempt *attempt)
{
    struct arena *arena = attempt->arena;
    const struct entry_signing *asked = attempt->try->asked;
    unsigned char hash[RECORD_HASH];
    char typed[PAIRCODE_MAX];
    char now[PAIRCODE_MAX];
    uint64_t number = 0;

    if (pagecode_read(asked->code, typed, &number) != PAIRCODE_GOOD) {
        return "code-mistyped";
    }
    must(text_unhex(attempt->try->entry.digest, hash, sizeof hash));
    pagecode_make(number, hash, now);
    if (strcmp(now, typed) == 0) {
        attempt->try->entry.code = slice_of(arena_copy(arena, slice_of(typed)));
        return NULL;
    }
    const char *zh = signing_changed_words(arena, attempt->record, &attempt->page, number, false);
    if (!*zh) {
        return "print-other";
    }
    attempt->try->zh = zh;
    attempt->try->en = signing_changed_words(arena, attempt->record, &attempt->page, number, true);
    return "print-outdated";
}

static bool role_fits(const struct attempt *attempt)
{
    const struct signing_page *page = &attempt->page;
    struct slice role = attempt->try->asked->role;

    switch (page->kind) {
    case SIGNING_PAGE_SUMMARY:
        return slice_is(role, "judge");
    case SIGNING_PAGE_SLIP:
        return slice_is(role, "competitor") &&
               attempt->record->rules->parts[page->part].competitor_signs;
    case SIGNING_PAGE_STANDING:
        break;
    }
    return slice_is(role, "chief") || slice_is(role, "supervisor");
}

static bool holds_already(struct attempt *attempt)
{
    struct signing_need *needs = NULL;
    size_t count = signing_state_needs(&attempt->look, attempt->try->stage, &needs);

    for (size_t i = 0; i < count; i++) {
        if (slice_is(attempt->try->asked->role, needs[i].role) &&
            slice_is(attempt->try->entry.digest, needs[i].digest) &&
            signing_state_is_signed(&needs[i]) && needs[i].last->act == SIGNING_SIGN) {
            return true;
        }
    }
    return false;
}

static const char *try_sign(struct attempt *attempt)
{
    const struct entry_signing *asked = attempt->try->asked;
    bool drawn = asked->drawn.at || asked->drawing.at;

    if (!find_stage(attempt) || !role_fits(attempt) ||
        signing_page_is_empty(attempt->record, &attempt->page)) {
        return "signing-unknown";
    }
    if (attempt->page.kind == SIGNING_PAGE_STANDING &&
        !signing_state_check(&attempt->look, attempt->page.stage)) {
        attempt->try->zh = "裁判长还没有确认现在的成绩";
        attempt->try->en = "the chief judge has not confirmed the marks as they stand";
        return "gate-closed";
    }
    attempt->try->entry.digest = digest_of(attempt, &attempt->page);
    if (!attempt->try->folding && holds_already(attempt)) {
        return "signing-idle";
    }
    if (drawn && attempt->rules->by != RULES_DRAWN) {
        return "signing-unknown";
    }
    return attempt->try->folding ? NULL : try_code(attempt);
}

static const char *try_refuse(struct attempt *attempt)
{
    if (!find_stage(attempt) || attempt->page.kind != SIGNING_PAGE_SLIP ||
        !attempt->record->rules->parts[attempt->page.part].competitor_signs ||
        signing_page_is_empty(attempt->record, &attempt->page)) {
        return "signing-unknown";
    }
    attempt->try->entry.digest = digest_of(attempt, &attempt->page);
    return attempt->try->folding || !attempt->try->asked->code.at ? NULL : try_code(attempt);
}

// ---- before the signatures

static const char *try_second(struct attempt *attempt)
{
    struct slice by = attempt->try->by;

    if (!attempt->rules->double_entry || !find_sheet(attempt) ||
        !signing_sample_is_typed(attempt->record, attempt->sheet)) {
        return "signing-unknown";
    }
    if (slice_is(by, attempt->sheet->by)) {
        return "same-person";
    }
    if (!attempt->try->folding) {
        attempt->try->entry.body = sheet_plain(attempt->arena, attempt->try->asked->body);
    }
    return NULL;
}

static const char *try_settle(struct attempt *attempt)
{
    if (!attempt->rules->double_entry || !find_sheet(attempt)) {
        return "signing-unknown";
    }
    if (!attempt->try->folding && // in older journals anybody could
        signing_sample_is_typist(&attempt->look.index, attempt->arena, attempt->record,
                                 attempt->competitor, attempt->part, attempt->seat,
                                 attempt->try->by)) {
        return "settles-own";
    }
    return signing_sample_entry(&attempt->look.index, attempt->arena, attempt->record,
                                attempt->competitor, attempt->part,
                                attempt->seat) == SIGNING_SHEET_DIFFERENT
               ? NULL
               : "signing-idle";
}

static bool is_of_recheck(const struct signing_reason *reason)
{
    return strcmp(reason->kind, "sample-awaited") == 0 ||
           strcmp(reason->kind, "recheck-awaited") == 0;
}

// Drawn once, when the marks are all there; again only after the stage was reopened.
static const char *try_sample(struct attempt *attempt)
{
    struct signing_reason *reasons = NULL;

    if (!attempt->rules->rechecks || !find_stage(attempt)) {
        return "signing-unknown";
    }
    const struct record_signing *drawn = signing_list_staged(
        &attempt->look.index, attempt->arena, attempt->record, SIGNING_SAMPLE, attempt->page.stage);
    if (drawn && drawn->number > signing_list_reopened(&attempt->look.index, attempt->arena,
                                                       attempt->record, &attempt->page)) {
        return "signing-idle";
    }
    size_t count =
        signing_gate_reasons(&attempt->look, attempt->page.stage, SIGNING_GATE_CHECK, &reasons);
    while (count > 0 && is_of_recheck(&reasons[count - 1])) {
        count--;
    }
    return count > 0 ? closed(attempt, reasons, count) : NULL;
}

static const char *try_recheck(struct attempt *attempt)
{
    if (!attempt->rules->rechecks || !find_sheet(attempt)) {
        return "signing-unknown";
    }
    if (!signing_list_staged(&attempt->look.index, attempt->arena, attempt->record, SIGNING_SAMPLE,
                             attempt->try->stage)) {
        attempt->try->zh = "还没有抽取要复核的评分表";
        attempt->try->en = "the sheets to re-check have not been drawn yet";
        return "gate-closed";
    }
    return NULL;
}

static const char *try_check(struct attempt *attempt)
{
    struct signing_reason *reasons = NULL;

    if (!find_stage(attempt)) {
        return "signing-unknown";
    }
    if (signing_state_check(&attempt->look, attempt->page.stage)) {
        return "signing-idle";
    }
    attempt->try->entry.digest = digest_of(attempt, &attempt->page);
    size_t count =
        signing_gate_reasons(&attempt->look, attempt->page.stage, SIGNING_GATE_CHECK, &reasons);
    return count > 0 ? closed(attempt, reasons, count) : NULL;
}

// ---- locks

static const char *try_lock(struct attempt *attempt)
{
    if (!find_stage(attempt)) {
        return "signing-unknown";
    }
    if (signing_state_lock(&attempt->look, attempt->page.stage)) {
        return "signing-idle";
    }
    attempt->try->entry.digest = digest_of(attempt, &attempt->page);
    for (enum signing_gate gate = SIGNING_GATE_CHECK; gate < SIGNING_GATE_LOCK; gate++) {
        struct signing_reason *reasons = NULL;
        size_t count = signing_gate_reasons(&attempt->look, attempt->page.stage, gate, &reasons);
        if (count > 0) {
            return closed(attempt, reasons, count);
        }
    }
    return NULL;
}

static const char *try_reopen(struct attempt *attempt)
{
    if (!attempt->try->asked->competitor.at) {
        if (!find_stage(attempt) || attempt->page.kind != SIGNING_PAGE_STANDING) {
            return "signing-unknown";
        }
        return signing_list_is_locked(attempt->record, attempt->try->skill, attempt->page.stage)
                   ? NULL
                   : "signing-idle";
    }
    if (attempt->try->asked->stage.at || !find_sheet(attempt)) {
        return "signing-unknown";
    }
    return signing_list_shuts(attempt->record, attempt->competitor, attempt->part, attempt->seat)
               ? NULL
               : "signing-idle";
}

static const char *try_scan(struct attempt *attempt)
{
    const struct record *record = attempt->record;
    const char *skill = record->rules->skills[attempt->try->skill].id;

    for (size_t i = 0; i < record->signing_count; i++) {
        const struct record_signing *each = record->signings[i];
        bool signs = each->act == SIGNING_SIGN || each->act == SIGNING_REFUSE;
        if (each->number == attempt->try->asked->of && signs && strcmp(each->skill, skill) == 0) {
            return NULL;
        }
    }
    return "signing-unknown";
}

static const char *try_act(struct attempt *attempt)
{
    switch (attempt->try->asked->act) {
    case SIGNING_CHECK:
        return try_check(attempt);
    case SIGNING_SIGN:
        return try_sign(attempt);
    case SIGNING_REFUSE:
        return try_refuse(attempt);
    case SIGNING_SECOND:
        return try_second(attempt);
    case SIGNING_SETTLE:
        return try_settle(attempt);
    case SIGNING_SAMPLE:
        return try_sample(attempt);
    case SIGNING_RECHECK:
        return try_recheck(attempt);
    case SIGNING_LOCK:
        return try_lock(attempt);
    case SIGNING_REOPEN:
        return try_reopen(attempt);
    case SIGNING_SCAN:
        return try_scan(attempt);
    }
    return "signing-unknown";
}

const char *signing_act_try(struct arena *arena, const struct record *record,
                            struct signing_try *try)
{
    struct attempt attempt = {.arena = arena,
                              .record = record,
                              .rules = &record->rules->skills[try->skill].signing,
                              .try = try};

    try->entry = *try->asked;
    try->stage = RULES_NONE;
    try->zh = try->en = NULL;
    if (record->skills[try->skill].published && try->asked->act != SIGNING_SCAN) {
        return "sheet-locked";
    }
    if (attempt.rules->by == RULES_UNSIGNED) {
        return "signing-not-here";
    }
    attempt.look = signing_state_look(arena, record, try->skill);
    const char *refusal = try_act(&attempt);
    signing_state_done(&attempt.look);
    return refusal;
}

const char *signing_act_unlocked(struct arena *arena, const struct record *record, uint32_t skill,
                                 bool english)
{
    struct signing_reason *reasons = NULL;
    struct signing_look look = signing_state_look(arena, record, skill);
    size_t count = signing_gate_publication(&look, &reasons);

    signing_state_done(&look);
    return count > 0 ? signing_gate_words(arena, reasons, count, english) : NULL;
}

// ---- folding

static void keep_field(const struct record *record, struct arena *arena, uint32_t stage,
                       struct record_signing *kept)
{
    struct rank_line *lines = NULL;
    struct buf *text = buf_new(256);

    kept->listed = order_stage(arena, record, stage, &lines);
    for (size_t i = 0; i < kept->listed; i++) {
        const struct record_competitor *who = record->competitors[lines[i].who];
        text_printf(text, "%s\n", kept->lasting ? who->marked : who->id);
    }
    kept->field = strndup(text->bytes ? text->bytes : "", text->len);
    buf_unref(text);
}

static void keep_lock(struct record *record, const struct signing_try *try, uint64_t number)
{
    const struct rules_skill *skill = &record->rules->skills[try->skill];
    bool whole = try->asked->act == SIGNING_REOPEN && !try->asked->competitor.at;

    if (try->asked->act == SIGNING_LOCK || whole) {
        record->skills[try->skill].locked[try->stage - skill->stage_first] = whole ? 0 : number;
    }
}

static void keep(struct fold *fold, const struct signing_try *try)
{
    struct record *record = fold->record;
    struct slice by = fold->entry->by;
    struct record_signing *kept = signing_list_add(record, try->asked, try->skill, try->stage);

    kept->number = fold->number;
    kept->at = fold->entry->at;
    kept->lasting = try->lasting;
    if (kept->act == SIGNING_SECOND) {
        ids_copy(kept->first, sizeof kept->first, try->sheet_by);
    }
    memcpy(kept->by, by.at ? by.at : "", by.len < RECORD_ID_MAX ? by.len : RECORD_ID_MAX - 1);
    kept->holds =
        slice_equal(try->asked->digest, try->entry.digest) && try->asked->sheet == try->entry.sheet;
    if (kept->act == SIGNING_SAMPLE) {
        keep_field(record, fold->arena, try->stage, kept);
    }
    keep_lock(record, try, fold->number);
}

bool signing_act_fold(struct fold *fold)
{
    struct record *record = fold->record;
    struct slice id = fold->entry->skill;
    struct entry_signing signing;
    struct signing_try try = {.asked = &signing,
                              .skill = rules_find_skill(record->rules, id.at, id.len),
                              .by = fold->entry->by,
                              .folding = true,
                              .lasting = fold->entry->version >= SIGNING_LASTS};

    fold->why = "an act of sign-off that is not possible";
    if (try.skill == RULES_NONE || !entry_signing_read(fold->arena, fold->entry->body, &signing) ||
        signing_act_try(fold->arena, record, &try)) {
        return false;
    }
    fold->skill = try.skill;
    keep(fold, &try);
    return true;
}
