#include "live/record.h"

#include "base/arena.h"
#include "base/must.h"
#include "base/secret.h"
#include "base/table.h"
#include "base/text.h"
#include "live/enrol.h"
#include "wire/ask.h"
#include "wire/definition.h"
#include "wire/entry.h"
#include "wire/faults.h"

#include <endian.h>
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

struct record *record_new(const char *name)
{
    struct record *record = calloc(1, sizeof *record);
    must(record && strlen(name) < sizeof record->name);
    memcpy(record->name, name, strlen(name) + 1);
    record->refs = 1;
    record->competitor_by_id = table_new();
    record->judge_by_id = table_new();
    record->judge_by_token = table_new();
    record->asked = table_new();
    record->scopes = table_new();
    struct slice start[] = {SLICE("jinbang journal 1\n"), slice_of(name)};
    secret_sha256_of(start, 2, add_mile(record, 0)->chain);
    return record;
}

static struct table *free_values(struct table *table)
{
    void *value = NULL;

    for (size_t at = 0; table_next(table, &at, NULL, &value);) {
        free(value);
    }
    return table_free(table);
}

struct record *record_ref(struct record *record)
{
    record->refs++;
    return record;
}

struct record *record_free(struct record *record)
{
    if (!record || --record->refs > 0) {
        return NULL;
    }
    enrol_free(record);
    table_free(record->competitor_by_id);
    table_free(record->judge_by_id);
    table_free(record->judge_by_token);
    free_values(record->asked);
    free_values(record->scopes);
    definition_free(record->definition);
    free(record->definition_json);
    free(record->miles);
    free(record);
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

static uint32_t slot(const struct record *record, const struct record_competitor *competitor,
                     uint32_t part, uint32_t seat)
{
    const struct record_skill *skill = &record->skills[competitor->skill];
    must(part - skill->part_first < skill->part_count);
    return skill->slot_first[part - skill->part_first] + seat;
}

struct record_sheet *record_sheet(const struct record *record,
                                  const struct record_competitor *competitor, uint32_t part,
                                  uint32_t seat)
{
    return competitor->sheets[slot(record, competitor, part, seat)];
}

bool record_judge_has(const struct record_judge *judge, uint32_t part, uint32_t seat)
{
    return enrol_has_seat(judge, part, seat);
}

size_t record_scope_of(const struct record_competitor *competitor, char out[RECORD_ID_MAX + 2])
{
    size_t len = strlen(competitor->id);

    out[0] = 'x';
    out[1] = '/';
    memcpy(out + 2, competitor->id, len + 1);
    return len + 2;
}

// Adds or takes away one competitor's share in the counts of his skill's stages.
static void count_stages(struct record *record, const struct record_competitor *competitor,
                         bool adding)
{
    struct record_skill *skill = &record->skills[competitor->skill];
    uint64_t one = adding ? 1 : UINT64_MAX; // adding UINT64_MAX is subtracting one

    for (uint32_t i = 0; i < competitor->tally.stage_count; i++) {
        const struct stage_result *result = &competitor->tally.stages[i];
        struct record_stage *stage = &skill->stages[i];
        stage->done += one * result->done;
        stage->expected += one * result->expected;
        stage->started += result->started ? one : 0;
        stage->complete += result->complete ? one : 0;
    }
}

static enum record_taken take_definition(struct record *record, const struct entry *entry,
                                         const char **why)
{
    struct faults *faults = calloc(1, sizeof *faults);
    must(faults);
    struct definition *definition = record->rules ? NULL : definition_read(entry->body, faults);
    free(faults);
    if (!definition) {
        *why = "a definition that cannot be read, or a second one";
        return RECORD_BROKEN;
    }
    record->definition = definition;
    record->rules = definition_rules(record->definition);
    record->definition_json = malloc(entry->body.len + 1);
    must(record->definition_json);
    memcpy(record->definition_json, entry->body.at, entry->body.len);
    record->definition_len = entry->body.len;
    enrol_skills(record);
    return RECORD_GOOD;
}

static enum record_taken take_roster(struct record *record, struct arena *arena,
                                     const struct entry *entry, const char **why)
{
    struct entry_competitor *rows = NULL;
    size_t count = 0;
    bool good = entry_read_roster(arena, entry->body, &rows, &count);

    for (size_t i = 0; good && i < count; i++) {
        struct record_competitor *added = enrol_competitor(record, &rows[i]);
        good = added != NULL;
        if (good) {
            count_stages(record, added, true);
        }
    }
    *why = "a roster that cannot be read, or a competitor twice";
    return good ? RECORD_GOOD : RECORD_BROKEN;
}

static enum record_taken take_judges(struct record *record, struct arena *arena,
                                     const struct entry *entry, const char **why)
{
    struct entry_judge *rows = NULL;
    size_t count = 0;
    bool good = entry_read_judges(arena, entry->body, &rows, &count);

    for (size_t i = 0; good && i < count; i++) {
        good = enrol_judge(record, &rows[i]);
    }
    *why = "judges that cannot be read, or a judge twice";
    return good ? RECORD_GOOD : RECORD_BROKEN;
}

static void keep_sheet(struct record *record, struct record_competitor *competitor, uint32_t part,
                       uint32_t seat, const struct entry *entry, uint64_t number)
{
    struct record_sheet **place = &competitor->sheets[slot(record, competitor, part, seat)];
    struct record_sheet *sheet = malloc(sizeof *sheet + entry->body.len + 1);
    must(sheet);
    *sheet = (struct record_sheet){.number = number, .at = entry->at, .len = entry->body.len};
    memcpy(sheet->body, entry->body.at, entry->body.len);
    if (entry->by.len > 0) {
        memcpy(sheet->by, entry->by.at,
               entry->by.len < sizeof sheet->by ? entry->by.len : sizeof sheet->by - 1);
    }
    free(*place);
    *place = sheet;
}

// Puts the sheet into the row and counts anew. False when the rules do not allow what the journal
// says.
static bool apply_sheet(struct record *record, struct record_competitor *competitor,
                        const struct sheet *sheet)
{
    struct fault fault = contest_check(record->rules, competitor->skill, competitor->row, sheet);
    if (fault.verdict != V_OK) {
        return false;
    }
    count_stages(record, competitor, false);
    contest_apply(record->rules, competitor->skill, competitor->row, sheet);
    enum verdict verdict =
        tally_row(record->rules, competitor->skill, competitor->row, &competitor->tally);
    count_stages(record, competitor, true);
    return verdict == V_OK;
}

static enum record_taken take_sheet(struct record *record, struct arena *arena,
                                    const struct entry *entry, uint64_t number,
                                    struct record_news *news, const char **why)
{
    *why = "a sheet that the rules do not allow";
    struct record_competitor *competitor = record_competitor(record, entry->competitor);
    uint32_t part = rules_find_part(record->rules, entry->part.at, entry->part.len);
    if (!competitor || part == RULES_NONE ||
        record->rules->parts[part].skill != competitor->skill) {
        return RECORD_BROKEN;
    }
    uint32_t seat = rules_find_seat(record->rules, part, entry->seat.at, entry->seat.len);
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct sheet sheet;
    if (seat == RULES_NONE ||
        !ask_sheet(arena, record->rules, part, seat, entry->body, &sheet, faults)) {
        return RECORD_BROKEN;
    }
    if (record->skills[competitor->skill].published) {
        *why = "a sheet of a skill that has been published";
        return RECORD_BROKEN;
    }
    const struct record_sheet *before = record_sheet(record, competitor, part, seat);
    if ((before ? before->number : 0) != entry->replaces ||
        !apply_sheet(record, competitor, &sheet)) {
        return RECORD_BROKEN;
    }
    keep_sheet(record, competitor, part, seat, entry, number);
    record->skills[competitor->skill].touched = number;
    news->competitor = competitor;
    news->skill = competitor->skill;
    return RECORD_GOOD;
}

static enum record_taken take_publication(struct record *record, const struct entry *entry,
                                          uint64_t number, struct record_news *news,
                                          const char **why)
{
    uint32_t skill = rules_find_skill(record->rules, entry->skill.at, entry->skill.len);
    if (skill == RULES_NONE || record->skills[skill].published) {
        *why = "a publication of an unknown skill, or a second one";
        return RECORD_BROKEN;
    }
    record->skills[skill].published = record->skills[skill].touched = number;
    news->skill = skill;
    return RECORD_GOOD;
}

// The site's journal has no definition and announces competitions; no competition is called so.
static bool is_site(const struct record *record)
{
    return record->name[0] == '-';
}

static enum record_taken take_kind(struct record *record, struct arena *arena,
                                   const struct entry *entry, uint64_t number,
                                   struct record_news *news, const char **why)
{
    bool announces = entry->kind == ENTRY_ANNOUNCED;
    bool needs_rules = !announces && entry->kind != ENTRY_COMPETITION && entry->kind != ENTRY_SEAL;
    if (!record->rules && needs_rules) {
        *why = "the first entry is not a definition";
        return RECORD_BROKEN;
    }
    if (announces != is_site(record) && entry->kind != ENTRY_SEAL) {
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
        return take_sheet(record, arena, entry, number, news, why);
    case ENTRY_PUBLICATION:
        return take_publication(record, entry, number, news, why);
    case ENTRY_ANNOUNCED:
        memcpy(news->competition, entry->competition.at,
               entry->competition.len < RECORD_ID_MAX ? entry->competition.len : 0);
        break;
    case ENTRY_SEAL:
    case ENTRY_ALARM:
        break;
    }
    return RECORD_GOOD;
}

// The scope whose version this entry moved on; the same words as the committing side uses
// (live/room).
static struct slice scope_of(struct arena *arena, const struct entry *entry)
{
    switch (entry->kind) {
    case ENTRY_SHEET:
        return slice_of(arena_printf(arena, "x/%.*s", SLICE_FMT(entry->competitor)));
    case ENTRY_SEAL:
    case ENTRY_ALARM:
        return SLICE("node");
    case ENTRY_COMPETITION:
    case ENTRY_ROSTER:
    case ENTRY_JUDGES:
    case ENTRY_PUBLICATION:
    case ENTRY_ANNOUNCED:
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

static void note_scope(struct record *record, struct arena *arena, const struct entry *entry)
{
    struct slice name = scope_of(arena, entry);
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

static enum record_taken take(struct record *record, struct arena *arena, uint64_t number,
                              struct slice bytes, struct record_news *news, const char **why)
{
    struct entry entry;
    unsigned needs = 0;
    enum entry_reading reading = entry_read(arena, bytes, &entry, &needs);

    if (reading != ENTRY_GOOD) {
        *why = reading == ENTRY_NEWER ? "an entry needs a newer jinbang" : "an unreadable entry";
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
        note_scope(record, arena, &entry);
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
