// A small competition and the making of its entries by hand, for the tests of live/.
#pragma once

#include "base/arena.h"
#include "base/buf.h"
#include "base/secret.h"
#include "base/text.h"
#include "live/record.h"
#include "tests/unit.h"
#include "wire/entry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FORGE_COMPETITORS = 6, FORGE_SEATS = 8, FORGE_ENTRIES_MAX = 2048 };

// Eight seats of one part, whose marks are added up.
static const char forge_definition[] =
    "{\"format\":\"jinbang-competition/1\",\"id\":\"c1\",\"name\":{\"zh\":\"赛\"},\"skills\":[{"
    "\"id\":\"s\",\"name\":{\"zh\":\"工种\"},\"stages\":[{\"id\":\"final\",\"name\":{\"zh\":"
    "\"决赛\"},"
    "\"modules\":[{\"id\":\"m\",\"name\":{\"zh\":\"模块\"},\"parts\":[{\"id\":\"p\",\"name\":{"
    "\"zh\":\"项\"},"
    "\"seats\":[\"J1\",\"J2\",\"J3\",\"J4\",\"J5\",\"J6\",\"J7\",\"J8\"],\"reduce\":\"sum\","
    "\"missing\":\"given\",\"aspects\":[{\"id\":\"a\",\"name\":{\"zh\":\"分\"},\"min\":\"0\","
    "\"max\":\"10\","
    "\"step\":\"0.5\"}]}]}]}]}]}";

static const char forge_roster[] =
    "{\"competitors\":[{\"id\":\"x1\",\"skill\":\"s\"},{\"id\":\"x2\",\"skill\":\"s\"},"
    "{\"id\":\"x3\",\"skill\":\"s\"},{\"id\":\"x4\",\"skill\":\"s\"},{\"id\":\"x5\",\"skill\":"
    "\"s\"},"
    "{\"id\":\"x6\",\"skill\":\"s\"}]}";

// A record and the bytes that were folded into it.
struct forge {
    struct record *record;
    struct arena *arena;
    size_t count;
    struct slice entries[FORGE_ENTRIES_MAX + 1]; // by number
    const char *why;
    unsigned asks;
};

static inline struct forge *forge_bare(const char *name)
{
    struct forge *forge = calloc(1, sizeof *forge);
    secret_init();
    assert_non_null(forge);
    forge->record = record_new(name);
    forge->arena = arena_new();
    forge->why = "";
    return forge;
}

static inline void forge_free(struct forge *forge)
{
    record_free(forge->record);
    arena_free(forge->arena);
    free(forge);
}

// The bytes of an entry as this record's node would write it now, with a request's key of its own.
static inline struct slice forge_write(struct forge *forge, struct entry entry)
{
    struct buf *out = buf_new(512);
    unsigned char hash[SECRET_HASH];
    char *hex = arena_alloc(forge->arena, SECRET_HEX);

    secret_sha256(entry.body, hash);
    text_hex(hash, sizeof hash, hex);
    if (entry.kind != ENTRY_SEAL && !entry.ask.at) {
        entry.ask = slice_of(arena_printf(forge->arena, "ask-%u", ++forge->asks));
    }
    entry.digest = entry.ask.at ? slice_of(hex) : SLICE_NONE;
    entry.by = entry.by.at ? entry.by : SLICE("node");
    entry.claim = forge->record->followed;
    memcpy(entry.chain, record_mile(forge->record, forge->record->followed)->chain,
           sizeof entry.chain);
    entry_write(&entry, out);
    struct slice bytes = {arena_copy(forge->arena, (struct slice){out->bytes, out->len}), out->len};
    buf_unref(out);
    return bytes;
}

static inline enum record_taken forge_take(struct forge *forge, struct slice bytes)
{
    struct record_news news;
    enum record_taken taken =
        record_take(forge->record, forge->record->followed + 1, bytes, &news, &forge->why);
    if (taken == RECORD_GOOD) {
        forge->entries[++forge->count] = bytes;
    }
    return taken;
}

static inline enum record_taken forge_add(struct forge *forge, struct entry entry)
{
    assert_true(forge->count < FORGE_ENTRIES_MAX);
    return forge_take(forge, forge_write(forge, entry));
}

// {"marks":[{"aspect":"a","value":"…"}]}, the value in halves.
static inline struct slice forge_marks(struct arena *arena, unsigned halves)
{
    return slice_of(arena_printf(arena, "{\"marks\":[{\"aspect\":\"a\",\"value\":\"%u%s\"}]}",
                                 halves / 2, halves % 2 ? ".5" : ""));
}

static inline struct entry forge_sheet(struct forge *forge, unsigned competitor, unsigned seat,
                                       unsigned halves, uint64_t replaces)
{
    return (struct entry){.kind = ENTRY_SHEET,
                          .part = SLICE("p"),
                          .competitor = slice_of(arena_printf(forge->arena, "x%u", competitor + 1)),
                          .seat = slice_of(arena_printf(forge->arena, "J%u", seat + 1)),
                          .replaces = replaces,
                          .body = forge_marks(forge->arena, halves)};
}

// With definition and roster.
static inline struct forge *forge_new(void)
{
    struct forge *forge = forge_bare("c1");
    struct entry definition = {.kind = ENTRY_COMPETITION, .body = slice_of(forge_definition)};
    struct entry roster = {.kind = ENTRY_ROSTER, .body = slice_of(forge_roster)};
    assert_int_equal(forge_add(forge, definition), RECORD_GOOD);
    assert_int_equal(forge_add(forge, roster), RECORD_GOOD);
    return forge;
}

static inline const char *forge_total(const struct record *record, unsigned competitor)
{
    static char text[RATIO_TEXT_MAX + 1];
    text[ratio_print(record->competitors[competitor]->tally.stages[0].total, -1, text)] = 0;
    return text;
}
