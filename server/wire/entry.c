#include "wire/entry.h"

#include "base/arena.h"
#include "base/must.h"
#include "base/text.h"
#include "wire/entry_link.h"
#include "wire/entry_people.h"
#include "wire/reader.h"
#include "wire/say.h"
#include "wire/signature.h"

#include <stdio.h>

static const char *const kinds[] = {[ENTRY_COMPETITION] = "competition",
                                    [ENTRY_ROSTER] = "roster",
                                    [ENTRY_JUDGES] = "judges",
                                    [ENTRY_SHEET] = "sheet",
                                    [ENTRY_PUBLICATION] = "publication",
                                    [ENTRY_SEAL] = "seal",
                                    [ENTRY_ALARM] = "alarm",
                                    [ENTRY_ANNOUNCED] = "announced",
                                    [ENTRY_RULING] = "ruling",
                                    [ENTRY_BULK] = "bulk",
                                    [ENTRY_RULES] = "rules",
                                    [ENTRY_ACCESS] = "access",
                                    [ENTRY_MUSTER] = "muster",
                                    [ENTRY_PANEL] = "panel",
                                    [ENTRY_SIGNING] = "signing",
                                    [ENTRY_FREEZE] = "freeze",
                                    [ENTRY_CEREMONY] = "ceremony",
                                    [ENTRY_CEREMONY + 1] = NULL};

static const struct reader_field fields[] = {
    {"kind", true},        {"at", true},           {"ask", false},       {"digest", false},
    {"by", false},         {"competition", false}, {"skill", false},     {"part", false},
    {"competitor", false}, {"seat", false},        {"replaces", false},  {"ruling", false},
    {"act", false},        {"signer", false},      {"signature", false}, {"confirmed", false},
    {"claim", true},       {"chain", true},        {NULL, false}};

_Static_assert(ENTRY_VERSION == JINBANG_MINOR, "jinbang 0.n reads the format's version n");

// What was there first in version 1; all kinds from here on are version 2, 3, 4 or 5.
enum {
    KIND_OF_VERSION_2 = ENTRY_RULING,
    KIND_OF_VERSION_3 = ENTRY_RULES,
    KIND_OF_VERSION_4 = ENTRY_MUSTER,
    KIND_OF_VERSION_5 = ENTRY_FREEZE,
    LAST_KIND = ENTRY_CEREMONY
};

static bool has(struct slice text, const char *piece)
{
    return text.len && memmem(text.at, text.len, piece, strlen(piece));
}

// The body of a roster has ids and digests only, so that a quotation mark is never a value's own;
// in a ceremony's a value's own has a backslash before it.
static unsigned version_of(const struct entry *entry)
{
    bool wide_roster = entry->kind == ENTRY_ROSTER &&
                       (has(entry->body, ",\"team\":") || has(entry->body, ",\"traits\":"));
    bool words = entry->kind == ENTRY_CEREMONY && has(entry->body, ",\"words\":");
    bool stage = entry->kind == ENTRY_CEREMONY &&
                 (has(entry->body, ",\"joins\":") || has(entry->body, ",\"reason\":"));
    bool shift = entry->kind == ENTRY_PANEL && slice_is(entry->act, "shift");
    bool absent = entry->kind == ENTRY_PANEL && slice_is(entry->act, "absent");
    if (stage || entry->confirmed.at || absent) {
        return 8;
    }
    if (entry->kind == ENTRY_JUDGES && entry_link_is(entry->body)) {
        return ENTRY_LINK_SINCE;
    }
    if (words) {
        return 7;
    }
    if (entry->signer.at || entry->signature.at || shift) {
        return 6;
    }
    if ((int)entry->kind >= (int)KIND_OF_VERSION_5) {
        return 5;
    }
    if ((int)entry->kind >= (int)KIND_OF_VERSION_4) {
        return 4;
    }
    if ((int)entry->kind >= (int)KIND_OF_VERSION_3) {
        return 3;
    }
    return wide_roster || (int)entry->kind >= (int)KIND_OF_VERSION_2 ? 2 : 1;
}

static unsigned version_to_write(const struct entry *entry)
{
    unsigned least = version_of(entry);

    return entry->version > least ? entry->version : least;
}

void entry_program(unsigned version, char out[ENTRY_PROGRAM_MAX])
{
    (void)snprintf(out, ENTRY_PROGRAM_MAX, "0.%u", version);
}

void entry_write(const struct entry *entry, struct buf *out)
{
    char chain[2 * ENTRY_CHAIN + 1];
    must((size_t)entry->kind <= LAST_KIND);
    say_uint(out, version_to_write(entry));
    SAY(out, " {\"kind\":\"");
    text_add(out, slice_of(kinds[entry->kind]));
    SAY(out, "\",\"at\":");
    say_int(out, entry->at);
    say_text(out, ",\"ask\":", entry->ask);
    say_text(out, ",\"digest\":", entry->digest);
    say_text(out, ",\"by\":", entry->by);
    say_text(out, ",\"competition\":", entry->competition);
    say_text(out, ",\"skill\":", entry->skill);
    say_text(out, ",\"part\":", entry->part);
    say_text(out, ",\"competitor\":", entry->competitor);
    say_text(out, ",\"seat\":", entry->seat);
    say_text(out, ",\"ruling\":", entry->ruling);
    say_text(out, ",\"act\":", entry->act);
    say_text(out, ",\"signer\":", entry->signer);
    say_text(out, ",\"signature\":", entry->signature);
    say_text(out, ",\"confirmed\":", entry->confirmed);
    if (entry->replaces) {
        SAY(out, ",\"replaces\":");
        say_uint(out, entry->replaces);
    }
    SAY(out, ",\"claim\":");
    say_uint(out, entry->claim);
    SAY(out, ",\"chain\":\"");
    text_hex(entry->chain, ENTRY_CHAIN, chain);
    buf_add(out, chain, 2 * (size_t)ENTRY_CHAIN);
    SAY(out, "\"}\n");
    text_add(out, entry->body);
}

// "1 " at the front; the rest without it. False when there is no version at all.
static bool take_version(struct slice *bytes, uint64_t *ret_version)
{
    const char *blank = bytes->len ? memchr(bytes->at, ' ', bytes->len) : NULL;
    if (!blank) {
        return false;
    }
    size_t len = (size_t)(blank - bytes->at);
    if (!text_uint((struct slice){bytes->at, len}, UINT32_MAX, ret_version) || *ret_version == 0) {
        return false;
    }
    *bytes = (struct slice){blank + 1, bytes->len - len - 1};
    return true;
}

static bool read_head(struct reader *reader, struct entry *ret)
{
    json_t *root = reader->root;
    (void)reader_object(reader, root, fields);
    ret->kind = (enum entry_kind)reader_choice(reader, root, "kind", kinds, 0);
    ret->at = reader_whole(reader, root, "at", INT64_MIN, INT64_MAX, 0);
    ret->ask = reader_any_text(reader, root, "ask");
    ret->digest = reader_any_text(reader, root, "digest");
    ret->by = reader_any_text(reader, root, "by");
    ret->competition = reader_any_text(reader, root, "competition");
    ret->skill = reader_any_text(reader, root, "skill");
    ret->part = reader_any_text(reader, root, "part");
    ret->competitor = reader_any_text(reader, root, "competitor");
    ret->seat = reader_any_text(reader, root, "seat");
    ret->ruling = reader_any_text(reader, root, "ruling");
    ret->act = reader_any_text(reader, root, "act");
    ret->signer = reader_any_text(reader, root, "signer");
    ret->signature = reader_any_text(reader, root, "signature");
    ret->confirmed = reader_any_text(reader, root, "confirmed");
    ret->replaces = (uint64_t)reader_whole(reader, root, "replaces", 1, INT64_MAX, 0);
    ret->claim = (uint64_t)reader_whole(reader, root, "claim", 0, INT64_MAX, 0);
    struct slice chain = reader_any_text(reader, root, "chain");
    return reader->good && text_unhex(chain, ret->chain, ENTRY_CHAIN);
}

// A sheet is signed, or it is not; nothing else is.
static bool is_signed_well(const struct entry *entry)
{
    if (!entry->signer.at && !entry->signature.at) {
        return true;
    }
    return entry->kind == ENTRY_SHEET && signature_is_formed(entry->signer, entry->signature);
}

// What an entry of its kind cannot do without.
static bool is_whole(const struct entry *entry)
{
    switch (entry->kind) {
    case ENTRY_SHEET:
        return entry->part.at && entry->competitor.at && entry->seat.at;
    case ENTRY_PUBLICATION:
    case ENTRY_SIGNING:
        return entry->skill.at;
    case ENTRY_ANNOUNCED:
        return entry->competition.at;
    case ENTRY_RULING:
        return entry->ruling.at;
    case ENTRY_PANEL:
        return entry->act.at;
    case ENTRY_BULK:
        return entry->part.at && entry->seat.at;
    case ENTRY_COMPETITION:
    case ENTRY_ROSTER:
    case ENTRY_JUDGES:
    case ENTRY_SEAL:
    case ENTRY_ALARM:
    case ENTRY_RULES:
    case ENTRY_ACCESS:
    case ENTRY_MUSTER:
    case ENTRY_FREEZE:
    case ENTRY_CEREMONY:
        return true;
    }
    return false;
}

bool entry_changes_rules(struct slice bytes)
{
    uint64_t version = 0;

    return take_version(&bytes, &version) && slice_starts(bytes, "{\"kind\":\"rules\",");
}

enum entry_reading entry_read(struct arena *arena, struct slice bytes, struct entry *ret,
                              unsigned *ret_needs)
{
    uint64_t version = 0;
    struct slice rest = bytes;
    if (!take_version(&rest, &version)) {
        return ENTRY_BROKEN;
    }
    *ret_needs = (unsigned)version;
    if (version > ENTRY_VERSION) {
        return ENTRY_NEWER;
    }
    const char *line_feed = rest.len ? memchr(rest.at, '\n', rest.len) : NULL;
    if (!line_feed) {
        return ENTRY_BROKEN;
    }
    size_t len = (size_t)(line_feed - rest.at);
    struct entry entry = {.body = {line_feed + 1, rest.len - len - 1}};
    struct reader reader;
    bool good = reader_open(&reader, arena, (struct slice){rest.at, len}, NULL) &&
                read_head(&reader, &entry) && is_whole(&entry) && is_signed_well(&entry) &&
                (!entry.confirmed.at || entry.kind == ENTRY_SHEET) &&
                version_of(&entry) <= version &&
                (entry.kind == ENTRY_RULES) == entry_changes_rules(bytes);
    reader_close(&reader);
    entry.version = (unsigned)version;
    if (good) {
        *ret = entry;
    }
    return good ? ENTRY_GOOD : ENTRY_BROKEN;
}

bool entry_read_roster(struct arena *arena, struct slice body, struct entry_competitor **ret,
                       size_t *ret_count)
{
    return entry_people_read_roster(arena, body, ret, ret_count);
}

bool entry_read_judges(struct arena *arena, struct slice body, struct entry_judge **ret,
                       size_t *ret_count)
{
    return entry_people_read_judges(arena, body, ret, ret_count);
}

void entry_write_roster(const struct entry_competitor *rows, size_t count, struct buf *out)
{
    entry_people_write_roster(rows, count, out);
}

void entry_write_judges(const struct entry_judge *rows, size_t count, struct buf *out)
{
    entry_people_write_judges(rows, count, out);
}

void entry_write_person(const struct entry_person *person, struct buf *out)
{
    entry_people_write_person(person, out);
}

bool entry_read_person(struct arena *arena, struct slice json, struct entry_person *ret)
{
    return entry_people_read_person(arena, json, ret);
}
