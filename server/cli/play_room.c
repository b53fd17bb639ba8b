#include "cli/play_room.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/must.h"
#include "base/secret.h"
#include "base/text.h"
#include "cli/settings.h"
#include "live/adopt.h"
#include "live/awaited.h"
#include "live/decide.h"
#include "live/panel.h"
#include "live/panel_act.h"
#include "live/reform.h"
#include "live/reform_report.h"
#include "live/results.h"
#include "live/results_publication.h"
#include "wire/ask.h"
#include "wire/ask_rules.h"
#include "wire/definition.h"
#include "wire/entry.h"
#include "wire/entry_panel.h"
#include "wire/faults.h"
#include "wire/problem.h"

#include <stdlib.h>

enum { HASH_HEX = 2 * RECORD_HASH };

struct play_room *play_room_new(struct slice name)
{
    struct play_room *room = calloc(1, sizeof *room);
    char text[RECORD_ID_MAX] = "";

    must(room && name.len < sizeof text);
    memcpy(text, name.at, name.len);
    room->record = record_new(text);
    return room;
}

struct play_room *play_room_free(struct play_room *room)
{
    if (room) {
        record_free(room->record);
        free(room);
    }
    return NULL;
}

static struct slice hex_of(struct arena *arena, struct slice text)
{
    unsigned char hash[SECRET_HASH];
    char *hex = arena_alloc(arena, SECRET_HEX);

    secret_sha256(text, hash);
    text_hex(hash, sizeof hash, hex);
    return (struct slice){hex, HASH_HEX};
}

// The sentence that the server's problem document has.
static const char *first_fault(struct arena *arena, const struct faults *faults)
{
    const struct faults_item *item = &faults->items[0];
    struct buf *words = buf_new(256);

    if (faults->count == 0) {
        buf_unref(words);
        return "refused";
    }
    problem_line(words, settings_language(), item->name, item->pointer, item->word);
    const char *text = arena_printf(arena, "%.*s", (int)words->len, words->bytes);
    buf_unref(words);
    return text;
}

// The roster as the journal has it: no names. People are nobody's business here, so the digest is
// of the id alone.
// As live/weigh has it.
static bool is_field_full(const struct record *record, const struct ask_roster *roster)
{
    for (uint32_t i = 0; i < record->rules->skill_count; i++) {
        const char *id = record->rules->skills[i].id;
        size_t count = record->skills[i].count;
        for (size_t k = 0; record->skills[i].relative && k < roster->count; k++) {
            count += slice_is(roster->competitors[k].skill, id);
        }
        if (record->skills[i].relative && count > RULES_FIELD_MAX) {
            return true;
        }
    }
    return false;
}

static const char *roster_body(const struct play_room *room, struct arena *arena, struct slice json,
                               struct slice *ret)
{
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct ask_roster roster;

    faults->count = 0;
    if (!ask_roster(arena, room->record->rules, json, &roster, faults)) {
        return first_fault(arena, faults);
    }
    if (is_field_full(room->record, &roster)) {
        return "field-full";
    }
    struct entry_competitor *rows = arena_alloc(arena, roster.count * sizeof *rows);
    for (size_t i = 0; i < roster.count; i++) {
        const struct ask_competitor *from = &roster.competitors[i];
        rows[i] = (struct entry_competitor){.id = from->id,
                                            .skill = from->skill,
                                            .code = from->code,
                                            .person = from->person,
                                            .digest = hex_of(arena, from->id),
                                            .team = from->team,
                                            .group = from->group,
                                            .trait_count = from->trait_count,
                                            .traits = from->traits};
    }
    struct buf *body = buf_new(4096);
    entry_write_roster(rows, roster.count, body);
    *ret = (struct slice){arena_copy(arena, (struct slice){body->bytes, body->len}), body->len};
    buf_unref(body);
    return NULL;
}

static const char *publication_body(const struct play_room *room, struct arena *arena,
                                    const struct recording_line *line, struct slice *ret)
{
    const struct rules *rules = room->record->rules;
    uint32_t skill = rules_find_skill(rules, line->skill.at, line->skill.len);

    if (skill == RULES_NONE) {
        return arena_printf(arena, "there is no skill \"%.*s\"", SLICE_FMT(line->skill));
    }
    if (!awaited_complete(room->record, skill)) {
        return "the skill cannot be published yet: sheets are missing, a panel is held or places "
               "are undecided";
    }
    struct buf *body = buf_new(4096);
    results_publication(room->record, skill, body);
    *ret = (struct slice){arena_copy(arena, (struct slice){body->bytes, body->len}), body->len};
    buf_unref(body);
    return NULL;
}

static const char *fold(struct play_room *room, struct arena *arena, struct entry *entry)
{
    struct record *record = room->record;
    struct buf *bytes = buf_new(512 + entry->body.len);
    struct record_news news;
    const char *why = "";

    entry->claim = record->followed;
    memcpy(entry->chain, record_mile(record, record->followed)->chain, sizeof entry->chain);
    entry_write(entry, bytes);
    bool good = record_take(record, record->followed + 1, (struct slice){bytes->bytes, bytes->len},
                            &news, &why) == RECORD_GOOD;
    buf_unref(bytes);
    room->changes++;
    return good ? NULL : arena_printf(arena, "%s", why);
}

static const char *name_ruling(const struct play_room *room, struct arena *arena,
                               const struct recording_line *line, struct entry *entry)
{
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct ask_ruling ruling;
    struct decide decide;

    faults->count = 0;
    if (!decide_read(arena, room->record, line->body, &ruling, faults)) {
        return first_fault(arena, faults);
    }
    if (!decide_ruling(arena, room->record, &ruling, &decide)) {
        ask_ruling_fault(&ruling, decide.who, decide.fault, faults);
        return first_fault(arena, faults);
    }
    entry->kind = ENTRY_RULING;
    entry->ruling = slice_of(ask_ruling_word(ruling.kind));
    return NULL;
}

static const char *name_bulk(const struct play_room *room, struct arena *arena,
                             const struct recording_line *line, struct entry *entry)
{
    const struct rules *rules = room->record->rules;
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct ask_bulk bulk;

    faults->count = 0;
    if (!ask_bulk_read(arena, rules, line->body, &bulk, faults)) {
        return first_fault(arena, faults);
    }
    const struct rules_part *part = &rules->parts[bulk.part];
    entry->kind = ENTRY_BULK;
    entry->part = slice_of(part->id);
    entry->seat = slice_of(bulk.seat < part->seat_count ? part->seats[bulk.seat] : part->technical);
    return NULL;
}

// A trial sheet moves no figure, but may open the seat.
static const char *name_trial(const struct play_room *room, struct arena *arena,
                              const struct recording_line *line, struct entry *entry)
{
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct entry_panel said;
    struct panel_act act;
    struct slice wrong = SLICE_NONE;

    faults->count = 0;
    if (!entry_panel_read(arena, ENTRY_PANEL_TRIAL, line->body, &said, faults)) {
        return first_fault(arena, faults);
    }
    const char *problem = panel_act_find(room->record, &said, &act, &wrong);
    if (problem) {
        return arena_printf(arena, "%s \"%.*s\"", problem, SLICE_FMT(wrong));
    }
    problem = panel_act_refuse(arena, room->record, &act, faults);
    entry->kind = ENTRY_PANEL;
    entry->act = slice_of(entry_panel_word(ENTRY_PANEL_TRIAL));
    return problem && faults->count > 0 ? first_fault(arena, faults) : problem;
}

// Which of the names in the line's address is not there.
static const char *nobody(struct arena *arena, const struct recording_line *line,
                          const struct record_competitor *competitor, uint32_t part, uint32_t seat)
{
    if (!competitor) {
        return arena_printf(arena, "there is no competitor \"%.*s\"", SLICE_FMT(line->competitor));
    }
    if (part == RULES_NONE) {
        return arena_printf(arena, "there is no part \"%.*s\"", SLICE_FMT(line->part));
    }
    return seat == RULES_NONE
               ? arena_printf(arena, "part \"%.*s\" has no seat \"%.*s\"", SLICE_FMT(line->part),
                              SLICE_FMT(line->seat))
               : arena_printf(arena, "part \"%.*s\" belongs to another skill than \"%.*s\"",
                              SLICE_FMT(line->part), SLICE_FMT(line->competitor));
}

// A refused sheet must not break the record, and its words say what is wrong: so it is asked first.
static const char *name_sheet(const struct play_room *room, struct arena *arena,
                              const struct recording_line *line, struct entry *entry)
{
    const struct rules *rules = room->record->rules;
    const struct record_competitor *competitor = record_competitor(room->record, line->competitor);
    uint32_t part = rules_find_part(rules, line->part.at, line->part.len);
    uint32_t seat =
        part == RULES_NONE ? part : rules_find_seat(rules, part, line->seat.at, line->seat.len);
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct sheet sheet;

    faults->count = 0;
    if (!competitor || seat == RULES_NONE || rules->parts[part].skill != competitor->skill) {
        return nobody(arena, line, competitor, part, seat);
    }
    const struct record_sheet *before = record_sheet(room->record, competitor, part, seat);
    if ((before != NULL) != line->amend) {
        return before ? "this seat has sent a sheet for this part and competitor before; a line "
                        "that replaces it says \"amend\": true"
                      : "there is no earlier sheet of this seat that could be amended";
    }
    if (!ask_sheet(arena, rules, part, seat, line->body, &sheet, faults)) {
        return first_fault(arena, faults);
    }
    struct fault fault = contest_check(rules, competitor->skill, competitor->row, &sheet);
    if (fault.verdict != V_OK) {
        ask_fault(rules, &sheet, fault, faults);
        return first_fault(arena, faults);
    }
    const char *obstacle = panel_obstacle(room->record, competitor, part, seat);
    if (obstacle) {
        faults_add(faults, obstacle, "", "");
        return first_fault(arena, faults);
    }
    entry->kind = ENTRY_SHEET;
    entry->part = line->part;
    entry->competitor = line->competitor;
    entry->seat = line->seat;
    entry->replaces = before ? before->number : 0;
    return NULL;
}

static const char *rules_body(const struct play_room *room, struct arena *arena,
                              const struct recording_line *line, struct slice *ret)
{
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct ask_rules ask;

    faults->count = 0;
    if (!ask_rules_read(arena, line->body, &ask, faults)) {
        return first_fault(arena, faults);
    }
    struct buf *body = buf_new(4096);
    struct reform *reform =
        reform_new(room->record, ask.definition, ask.set_aside, room->record->followed + 1);
    const char *refusal = reform->refusal;
    if (refusal) {
        reform_report_table(reform, PROBLEM_EN, body);
    } else {
        adopt_write(reform, line->body, body);
    }
    *ret = (struct slice){arena_copy(arena, (struct slice){body->bytes, body->len}), body->len};
    reform_free(reform);
    buf_unref(body);
    return refusal ? arena_printf(arena, "%s\n%.*s", refusal, SLICE_FMT(*ret)) : NULL;
}

// A definition that is refused: what `jinbang check` says first.
static const char *competition_fault(const struct play_room *room, struct arena *arena,
                                     struct slice json)
{
    struct faults *faults = arena_alloc(arena, sizeof *faults);

    if (room->record->rules) {
        return "this competition was defined before";
    }
    faults->count = 0;
    struct definition *definition = definition_read(json, faults);
    definition_free(definition);
    return definition ? NULL : first_fault(arena, faults);
}

static const char *name_entry(const struct play_room *room, struct arena *arena,
                              const struct recording_line *line, struct entry *entry)
{
    switch (line->kind) {
    case RECORDING_COMPETITION:
        entry->kind = ENTRY_COMPETITION;
        return competition_fault(room, arena, line->body);
    case RECORDING_ROSTER:
        entry->kind = ENTRY_ROSTER;
        return roster_body(room, arena, line->body, &entry->body);
    case RECORDING_SHEET:
        return name_sheet(room, arena, line, entry);
    case RECORDING_RULING:
        return name_ruling(room, arena, line, entry);
    case RECORDING_BULK:
        return name_bulk(room, arena, line, entry);
    case RECORDING_RULES:
        entry->kind = ENTRY_RULES;
        return rules_body(room, arena, line, &entry->body);
    case RECORDING_TRIAL:
        return name_trial(room, arena, line, entry);
    case RECORDING_PUBLISH:
        entry->kind = ENTRY_PUBLICATION;
        entry->skill = line->skill;
        return publication_body(room, arena, line, &entry->body);
    case RECORDING_HEAD:
    case RECORDING_JUDGES:
    case RECORDING_EXPECT:
    case RECORDING_EXPECT_END:
    case RECORDING_EXPECT_FIELD:
    case RECORDING_EXPECT_TEAM:
        break;
    }
    return "not a line that changes anything";
}

const char *play_room_take(struct play_room *room, struct arena *arena,
                           const struct recording_line *line)
{
    struct entry entry = {.at = (int64_t)line->at_ms, .by = SLICE("recording"), .body = line->body};

    if (line->kind != RECORDING_COMPETITION && !room->record->rules) {
        return "the competition has not been defined";
    }
    const char *why = name_entry(room, arena, line, &entry);
    return why ? why : fold(room, arena, &entry);
}
