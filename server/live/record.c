#include "live/record.h"

#include "base/arena.h"
#include "base/must.h"
#include "base/secret.h"
#include "base/table.h"
#include "base/text.h"
#include "live/adopt.h"
#include "live/blank.h"
#include "live/ceremony.h"
#include "live/enrol.h"
#include "live/fold.h"
#include "live/freeze.h"
#include "live/join.h"
#include "live/links.h"
#include "live/muster.h"
#include "live/panel_take.h"
#include "live/settle.h"
#include "live/showing.h"
#include "live/signing_act.h"
#include "live/site.h"
#include "live/site_gate.h"
#include "wire/definition.h"
#include "wire/entry.h"
#include "wire/entry_access.h"
#include "wire/entry_link.h"
#include "wire/faults.h"

#include <endian.h>
#include <stdio.h>
#include <stdlib.h>

// The chain: chain(0) = SHA-256("jinbang journal 1\n" name), chain(n) = SHA-256(chain(n-1), n as
// eight bytes big-endian, entry bytes). Whoever has the journal can compute it again; whoever has
// one receipt can tell whether anything up to its number was changed since.

static struct record_mile *add_mile(struct record *record, uint64_t number)
{
    if (number >= record->mile_room) {
        record->mile_room = record->mile_room ? record->mile_room * 2 : 64;
        record->miles = realloc(record->miles, record->mile_room * sizeof *record->miles);
        must(record->miles);
    }
    record->miles[number] = (struct record_mile){.at = 0};
    return &record->miles[number];
}

// The site's journal has no definition, announces competitions and says who may come in; no
// competition is called so.
static bool is_site(const struct record *record)
{
    return record->name[0] == '-';
}

struct record *record_new(const char *name)
{
    struct record *record = blank_new(name);

    record->site = is_site(record) ? site_new() : NULL;
    struct slice start[] = {SLICE("jinbang journal 1\n"), slice_of(name)};
    secret_sha256_of(start, 2, add_mile(record, 0)->chain);
    return record;
}

struct record *record_ref(struct record *record)
{
    record->refs++;
    return record;
}

struct record *record_free(struct record *record)
{
    if (record && --record->refs == 0) {
        blank_free(record);
    }
    return NULL;
}

struct record_competitor *record_competitor(const struct record *record, struct slice id)
{
    return table_get(record->competitor_by_id, id);
}

struct record_judge *record_judge(const struct record *record, struct slice id)
{
    return table_get(record->judge_by_id, id);
}

struct record_judge *record_judge_by_token(const struct record *record, struct slice hash_hex)
{
    return table_get(record->judge_by_token, hash_hex);
}

const struct record_asked *record_asked(const struct record *record, struct slice ask)
{
    return table_get(record->asked, ask);
}

const struct record_mile *record_mile(const struct record *record, uint64_t number)
{
    must(number <= record->followed);
    return &record->miles[number];
}

uint64_t record_version(const struct record *record, struct slice scope)
{
    const struct record_scope *found = table_get(record->scopes, scope);
    return found ? found->version : 0;
}

struct record_sheet *record_sheet(const struct record *record,
                                  const struct record_competitor *competitor, uint32_t part,
                                  uint32_t seat)
{
    return competitor->sheets[fold_slot(record, competitor, part, seat)];
}

bool record_judge_has(const struct record_judge *judge, uint32_t part, uint32_t seat)
{
    return enrol_has_seat(judge, part, seat);
}

static size_t scope_name(char kind, const char *id, char out[RECORD_ID_MAX + 2])
{
    size_t len = strlen(id);

    out[0] = kind;
    out[1] = '/';
    memcpy(out + 2, id, len + 1);
    return len + 2;
}

size_t record_skill_scope(const struct record *record, uint32_t skill, char out[RECORD_ID_MAX + 2])
{
    return scope_name('s', record->rules->skills[skill].id, out);
}

size_t record_scope_of(const struct record *record, const struct record_competitor *competitor,
                       char out[RECORD_ID_MAX + 2])
{
    if (record->skills[competitor->skill].together) {
        return record_skill_scope(record, competitor->skill, out);
    }
    return scope_name('x', competitor->id, out);
}

bool record_defer(struct record *record, bool deferring)
{
    record->deferring = deferring;
    return deferring || settle_all(record);
}

static enum record_taken take_definition(struct record *record, const struct entry *entry,
                                         const char **why)
{
    *why = "a definition that cannot be read, or a second one";
    return !record->rules && blank_rule(record, entry->body) ? RECORD_GOOD : RECORD_BROKEN;
}

static enum record_taken take_roster(struct record *record, struct arena *arena,
                                     const struct entry *entry, const char **why)
{
    struct entry_competitor *rows = NULL;
    size_t count = 0;
    bool good = entry_read_roster(arena, entry->body, &rows, &count);

    for (size_t i = 0; good && i < count; i++) {
        good = enrol_competitor(record, &rows[i]) != NULL;
    }
    for (uint32_t i = 0; good && i < record->rules->skill_count; i++) {
        settle_room(record, i);
    }
    *why = "a roster that cannot be read, or a competitor twice";
    return good && (record->deferring || settle_all(record)) ? RECORD_GOOD : RECORD_BROKEN;
}

static enum record_taken take_judges(struct record *record, struct arena *arena,
                                     const struct entry *entry, const char **why)
{
    struct entry_judge *rows = NULL;
    size_t count = 0;

    if (entry_link_is(entry->body)) {
        *why = "a judge's link that cannot be";
        return links_fold(record, arena, entry) ? RECORD_GOOD : RECORD_BROKEN;
    }
    bool good = entry_read_judges(arena, entry->body, &rows, &count);

    for (size_t i = 0; good && i < count; i++) {
        good = enrol_judge(record, &rows[i]);
    }
    *why = "judges that cannot be read, or a judge twice";
    return good ? RECORD_GOOD : RECORD_BROKEN;
}

// Entries that move standings: see live/fold. All but marks look at what stands so far.
static enum record_taken take_move(struct record *record, struct arena *arena,
                                   const struct entry *entry, uint64_t number,
                                   struct record_news *news, const char **why)
{
    struct fold fold = {
        .record = record, .arena = arena, .entry = entry, .number = number, .why = ""};
    bool good = false;

    if (entry->kind == ENTRY_SHEET) {
        good = fold_sheet(&fold);
    } else if (entry->kind == ENTRY_BULK) {
        good = fold_bulk(&fold);
    } else if (!settle_all(record)) {
        fold.why = "marks whose totals do not fit exact arithmetic";
    } else if (entry->kind == ENTRY_SIGNING) {
        good = signing_act_fold(&fold);
    } else {
        good = entry->kind == ENTRY_RULING ? fold_ruling(&fold) : fold_publication(&fold);
    }
    *why = fold.why;
    news->competitor = fold.competitor;
    news->skill = fold.skill;
    return good ? RECORD_GOOD : RECORD_BROKEN;
}

// Other rules: what they make of all that is known takes the place of what was.
static enum record_taken take_rules(struct record *record, struct arena *arena,
                                    const struct entry *entry, uint64_t number, const char **why)
{
    *why = settle_all(record) ? "a change of the rules that is not possible"
                              : "marks whose totals do not fit exact arithmetic";
    return adopt_fold(record, arena, entry, number) ? RECORD_GOOD : RECORD_BROKEN;
}

// Who may come in; the body's text is checked as a request's was.
static enum record_taken take_access(const struct record *record, struct arena *arena,
                                     const struct entry *entry, uint64_t number, const char **why)
{
    struct entry_access access;

    if (!entry_access_read(arena, entry->body, &access) ||
        site_gate_refusal(record->site, &access) || showing_refusal(record->site, &access)) {
        *why = "an act about accounts, passes or cards that is not possible";
        return RECORD_BROKEN;
    }
    site_take(record->site, &access, number, entry->at);
    return RECORD_GOOD;
}

static enum record_taken take_muster(struct record *record, struct arena *arena,
                                     const struct entry *entry, uint64_t number,
                                     struct record_news *news, const char **why)
{
    struct entry_muster act;

    if (!settle_all(record) || !entry_muster_read(arena, entry->body, &act) ||
        (act.act == MUSTER_RECUSE && act.digest.at && entry->version < MUSTER_DECLARES) ||
        (act.act == MUSTER_OPEN) != slice_starts(entry->body, "{\"act\":\"open\",") ||
        muster_refusal(record, &act)) {
        *why = "an act of check-in, draw or codes that is not possible";
        return RECORD_BROKEN;
    }
    uint32_t skill = rules_find_skill(record->rules, act.skill.at, act.skill.len);
    news->skill = act.skill.at && skill != RULES_NONE ? skill : 0;
    news->effect = (int)muster_take(record, &act, entry, number);
    bool good = news->effect != MUSTER_JOIN || join_fold(record, &act, number);
    if (act.act == MUSTER_RECUSE) {
        good = fold_recusal(record, arena, &act, number, &news->skill);
    }
    *why = good ? "" : "marks whose totals do not fit exact arithmetic";
    return good ? RECORD_GOOD : RECORD_BROKEN;
}

// What is said about a panel; checked as the request was.
static enum record_taken take_panel(struct record *record, struct arena *arena,
                                    const struct entry *entry, uint64_t number, const char **why)
{
    enum entry_panel_act word;
    struct entry_panel said;
    struct panel_act act;
    struct slice wrong;

    *why = "an act about a panel that is not possible";
    if (!entry_panel_find(entry->act, &word) ||
        !entry_panel_read(arena, word, entry->body, &said, NULL) ||
        panel_act_find(record, &said, &act, &wrong) ||
        panel_act_refuse(arena, record, &act, NULL)) {
        return RECORD_BROKEN;
    }
    panel_take(record, &act, number, entry->at, entry->by);
    return RECORD_GOOD;
}

static enum record_taken take_kind(struct record *record, struct arena *arena,
                                   const struct entry *entry, uint64_t number,
                                   struct record_news *news, const char **why)
{
    bool sites = entry->kind == ENTRY_ANNOUNCED || entry->kind == ENTRY_ACCESS;
    bool needs_rules = !sites && entry->kind != ENTRY_COMPETITION && entry->kind != ENTRY_SEAL;
    if (!record->rules && needs_rules) {
        *why = "the first entry is not a definition";
        return RECORD_BROKEN;
    }
    if (sites != is_site(record) && entry->kind != ENTRY_SEAL) {
        *why = "an entry that belongs to another journal";
        return RECORD_BROKEN;
    }
    switch (entry->kind) {
    case ENTRY_COMPETITION:
        return take_definition(record, entry, why);
    case ENTRY_ROSTER:
        news->first = record->competitor_count;
        return take_roster(record, arena, entry, why);
    case ENTRY_JUDGES:
        news->first = record->judge_count;
        return take_judges(record, arena, entry, why);
    case ENTRY_SHEET:
    case ENTRY_BULK:
    case ENTRY_RULING:
    case ENTRY_PUBLICATION:
    case ENTRY_SIGNING:
        return take_move(record, arena, entry, number, news, why);
    case ENTRY_RULES:
        return take_rules(record, arena, entry, number, why);
    case ENTRY_ANNOUNCED:
        memcpy(news->competition, entry->competition.at,
               entry->competition.len < RECORD_ID_MAX ? entry->competition.len : 0);
        break;
    case ENTRY_ACCESS:
        return take_access(record, arena, entry, number, why);
    case ENTRY_MUSTER:
        return take_muster(record, arena, entry, number, news, why);
    case ENTRY_PANEL:
        return take_panel(record, arena, entry, number, why);
    case ENTRY_FREEZE:
        *why = "a freeze or thaw that is not possible";
        return freeze_fold(record, arena, entry, number) ? RECORD_GOOD : RECORD_BROKEN;
    case ENTRY_CEREMONY:
        *why = "an act of the ceremony that is not possible, or a list that is not so";
        return ceremony_fold(record, arena, entry, number) ? RECORD_GOOD : RECORD_BROKEN;
    case ENTRY_SEAL:
    case ENTRY_ALARM:
        break;
    }
    return RECORD_GOOD;
}

// The scope whose version this entry moved on; the same words as the committing side uses
// (live/commit).
static struct slice scope_of(const struct record *record, const struct entry *entry,
                             const struct record_news *news, char out[RECORD_ID_MAX + 2])
{
    switch (entry->kind) {
    case ENTRY_SHEET:
        (void)record_scope_of(record, news->competitor, out);
        return slice_of(out);
    case ENTRY_BULK:
        (void)record_skill_scope(record, news->skill, out);
        return slice_of(out);
    case ENTRY_SEAL:
    case ENTRY_ALARM:
        return SLICE("node");
    case ENTRY_COMPETITION:
    case ENTRY_ROSTER:
    case ENTRY_JUDGES:
    case ENTRY_RULING:
    case ENTRY_PUBLICATION:
    case ENTRY_SIGNING:
    case ENTRY_RULES:
    case ENTRY_ANNOUNCED:
    case ENTRY_ACCESS:
    case ENTRY_MUSTER:
    case ENTRY_PANEL:
    case ENTRY_FREEZE:
    case ENTRY_CEREMONY:
        break;
    }
    return SLICE("competition");
}

// Each request stands in the journal once, and with its digest.
static bool is_asked_well(const struct record *record, const struct entry *entry)
{
    return entry->ask.len == 0 ||
           (entry->digest.len == (size_t)2 * RECORD_HASH && !table_get(record->asked, entry->ask));
}

static void note_asked(struct record *record, const struct entry *entry, uint64_t number)
{
    if (entry->ask.len == 0) {
        return;
    }
    struct record_asked *asked = calloc(1, sizeof *asked);
    must(asked);
    asked->number = number;
    memcpy(asked->digest, entry->digest.at, entry->digest.len); // is_asked_well has looked at it
    table_put(record->asked, entry->ask, asked);
}

static void note_scope(struct record *record, const struct entry *entry,
                       const struct record_news *news)
{
    char text[RECORD_ID_MAX + 2];
    struct slice name = scope_of(record, entry, news, text);
    struct record_scope *scope = table_get(record->scopes, name);

    if (!scope) {
        scope = calloc(1, sizeof *scope);
        must(scope);
        table_put(record->scopes, name, scope);
    }
    scope->version++;
}

static void add_to_chain(struct record *record, uint64_t number, struct slice bytes,
                         const struct entry *entry)
{
    uint64_t big_endian = htobe64(number);
    struct record_mile *mile = add_mile(record, number);
    struct slice pieces[] = {{(const char *)record->miles[number - 1].chain, RECORD_HASH},
                             {(const char *)&big_endian, sizeof big_endian},
                             bytes};

    secret_sha256_of(pieces, 3, mile->chain);
    secret_sha256(entry->body, mile->digest);
    mile->at = entry->at;
}

static enum record_taken check_claim(struct record *record, const struct entry *entry,
                                     uint64_t number, const char **why)
{
    if (entry->claim >= number) {
        *why = "an entry claims to have followed itself or the future";
        return RECORD_BROKEN;
    }
    if (memcmp(record->miles[entry->claim].chain, entry->chain, RECORD_HASH) != 0) {
        *why = "an entry claims another chain than the journal before it gives";
        return RECORD_CHAIN_DIFFERS;
    }
    record->claims++;
    record->witnessed = entry->claim > record->witnessed ? entry->claim : record->witnessed;
    return RECORD_GOOD;
}

static const char *say_newer(struct record *record, unsigned needs)
{
    char program[ENTRY_PROGRAM_MAX];

    entry_program(needs, program);
    record->needs = needs;
    (void)snprintf(record->why, sizeof record->why, "an entry needs jinbang %s or newer", program);
    return record->why;
}

static enum record_taken take(struct record *record, struct arena *arena, uint64_t number,
                              struct slice bytes, struct record_news *news, const char **why)
{
    struct entry entry;
    unsigned needs = 0;
    enum entry_reading reading = entry_read(arena, bytes, &entry, &needs);

    if (reading != ENTRY_GOOD) {
        *why = reading == ENTRY_NEWER ? say_newer(record, needs) : "an unreadable entry";
        return reading == ENTRY_NEWER ? RECORD_NEEDS_NEWER : RECORD_BROKEN;
    }
    if (!is_asked_well(record, &entry)) {
        *why = "the same request twice, or one without its digest";
        return RECORD_BROKEN;
    }
    enum record_taken taken = check_claim(record, &entry, number, why);
    if (taken == RECORD_GOOD) {
        news->kind = (int)entry.kind;
        taken = take_kind(record, arena, &entry, number, news, why);
    }
    if (taken == RECORD_GOOD) {
        add_to_chain(record, number, bytes, &entry);
        note_asked(record, &entry, number);
        note_scope(record, &entry, news);
        record->followed = number;
    }
    return taken;
}

enum record_taken record_take(struct record *record, uint64_t number, struct slice bytes,
                              struct record_news *ret, const char **why)
{
    *ret = (struct record_news){.kind = -1};
    if (number != record->followed + 1) {
        *why = "an entry is missing or out of order";
        return RECORD_BROKEN;
    }
    struct arena *arena = arena_new();
    enum record_taken taken = take(record, arena, number, bytes, ret, why);
    arena_free(arena);
    return taken;
}
