#include "live/commit_entry.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "live/record.h"
#include "live/signing_page.h"
#include "live/wish.h"
#include "wire/ask_bulk.h"
#include "wire/ask_rules.h"
#include "wire/ask_ruling.h"
#include "wire/ask_screens.h"
#include "wire/definition.h"
#include "wire/entry.h"
#include "wire/entry_access.h"
#include "wire/entry_ceremony.h"
#include "wire/entry_muster.h"
#include "wire/entry_panel.h"
#include "wire/entry_signing.h"
#include "wire/faults.h"
#include "wire/sheet_text.h"

#include <string.h>

static struct slice seat_of(const struct rules_part *part, uint32_t seat)
{
    return slice_of(seat < part->seat_count ? part->seats[seat] : part->technical);
}

static void name_bulk(const struct rules *rules, const struct ask_bulk *bulk, struct entry *entry)
{
    const struct rules_part *part = &rules->parts[bulk->part];

    entry->part = slice_of(part->id);
    entry->seat = seat_of(part, bulk->seat);
}

static void name_sheet(const struct record *record, const struct commit_wish *wish,
                       struct entry *entry)
{
    const struct rules_part *part = &record->rules->parts[wish->part];
    const struct record_sheet *before =
        record_sheet(record, wish->competitor, wish->part, wish->seat);

    entry->part = slice_of(part->id);
    entry->competitor = wish->signer.at ? wish->called : slice_of(wish->competitor->id);
    entry->seat = seat_of(part, wish->seat);
    entry->replaces = before ? before->number : 0;
    entry->signer = wish->signer;
    entry->signature = wish->signature;
    entry->confirmed = wish->confirmed;
}

static bool says(struct slice json, const char *what)
{
    return json.at && memmem(json.at, json.len, what, strlen(what));
}

// Of a scene as it is kept: compact JSON, so that what is sought cannot stand in a text of it.
static unsigned scene_version(struct slice scene)
{
    bool newest =
        says(scene, "\"left\":") || says(scene, "\"length\":") || says(scene, "\"kind\":\"draw\"");

    return newest                                 ? 9
           : says(scene, "\"table\":")            ? 7
           : says(scene, "\"kind\":\"photos\"")   ? 6
           : says(scene, "\"kind\":\"ceremony\"") ? 5
                                                  : 4;
}

// The oldest that knows all its scenes.
static unsigned screens_version(struct slice body)
{
    struct arena *arena = arena_new();
    struct faults faults = {.count = 0};
    struct entry_access access;
    struct ask_screens ask = {.count = 0};
    unsigned version = 4;

    if (entry_access_read(arena, body, &access)) {
        (void)ask_screens(arena, access.screens, &ask, &faults);
    }
    for (size_t i = 0; i < ask.count; i++) {
        unsigned needs = scene_version(ask.items[i].scene);
        version = needs > version ? needs : version;
    }
    arena_free(arena);
    return version;
}

// The version that the body asks for, beyond what its kind does.
static unsigned version_of(const struct record *record, const struct commit_wish *wish)
{
    if (wish->kind == ENTRY_SIGNING) {
        return signing_page_lasts(record, wish->skill) ? SIGNING_LASTS : 0;
    }
    if (wish->kind == ENTRY_SHEET) {
        struct arena *arena = arena_new();
        bool reasoned = sheet_text_reason(arena, wish->body).at != NULL;
        arena_free(arena);
        return reasoned ? 4 : 0;
    }
    if (wish->kind == ENTRY_MUSTER && wish->muster && wish->muster->act == MUSTER_RECUSE) {
        return wish->muster->digest.at ? MUSTER_DECLARES : 0;
    }
    if (wish->kind == ENTRY_RULING && wish->ruling->kind >= ASK_RULING_TURN) {
        return 4;
    }
    if (wish->kind == ENTRY_ACCESS && entry_access_has_key(wish->body)) {
        return ENTRY_ACCESS_KEYED;
    }
    if (wish->kind == ENTRY_ACCESS && slice_starts(wish->body, "{\"act\":\"pin\"")) {
        return ENTRY_ACCESS_PIN;
    }
    if (wish->kind == ENTRY_ACCESS && slice_starts(wish->body, "{\"act\":\"grants\"")) {
        return ENTRY_ACCESS_REGRANTED;
    }
    if (wish->kind == ENTRY_ACCESS && slice_starts(wish->body, "{\"act\":\"screens\"")) {
        return screens_version(wish->body);
    }
    if (wish->kind == ENTRY_CEREMONY && wish->ceremony->act == CEREMONY_PREPARE) {
        return CEREMONY_CUTS;
    }
    if (wish->kind == ENTRY_RULING && wish->ruling->everybody) {
        return 3;
    }
    if (wish->kind != ENTRY_COMPETITION && wish->kind != ENTRY_RULES) {
        return 0;
    }
    struct faults faults = {.count = 0};
    struct definition *definition =
        definition_read(wish->kind == ENTRY_RULES ? wish->rules->definition : wish->body, &faults);
    unsigned version = definition ? definition_version(definition) : 0;
    definition_free(definition);
    return version;
}

struct buf *commit_entry_bytes(const struct record *record, const struct commit_wish *wish)
{
    struct buf *out = buf_new(512 + wish->body.len);
    struct entry entry = {.kind = (enum entry_kind)wish->kind,
                          .version = version_of(record, wish),
                          .at = clock_wall_ms(),
                          .ask = wish->ask,
                          .digest = wish->digest,
                          .by = wish->by,
                          .competition = wish->competition,
                          .claim = record->followed,
                          .body = wish->body};

    memcpy(entry.chain, record_mile(record, record->followed)->chain, sizeof entry.chain);
    if (wish->kind == ENTRY_SHEET) {
        name_sheet(record, wish, &entry);
    } else if (wish->kind == ENTRY_RULING) {
        entry.ruling = slice_of(ask_ruling_word(wish->ruling->kind));
    } else if (wish->kind == ENTRY_PANEL) {
        entry.act = slice_of(entry_panel_word(wish->panel->act));
    } else if (wish->kind == ENTRY_BULK) {
        name_bulk(record->rules, wish->bulk, &entry);
    } else if (wish->kind == ENTRY_PUBLICATION || wish->kind == ENTRY_SIGNING) {
        entry.skill = slice_of(record->rules->skills[wish->skill].id);
    }
    entry_write(&entry, out);
    return out;
}

bool commit_entry_is_alone(const struct commit_wish *wish)
{
    return wish->kind == ENTRY_PUBLICATION || wish->kind == ENTRY_RULING ||
           wish->kind == ENTRY_PANEL || wish->kind == ENTRY_ROSTER || wish->kind == ENTRY_RULES ||
           wish->kind == ENTRY_MUSTER || wish->kind == ENTRY_SIGNING ||
           wish->kind == ENTRY_FREEZE || wish->kind == ENTRY_CEREMONY;
}

void commit_entry_scope(const struct record *record, const struct commit_wish *wish,
                        char out[RECORD_ID_MAX + 2])
{
    if (wish->kind == ENTRY_SHEET) {
        (void)record_scope_of(record, wish->competitor, out);
    } else if (wish->kind == ENTRY_BULK) {
        (void)record_skill_scope(record, wish->skill, out);
    } else {
        bool node = wish->kind == ENTRY_SEAL || wish->kind == ENTRY_ALARM;
        memcpy(out, node ? "node" : "competition", node ? sizeof "node" : sizeof "competition");
    }
}
