// What reads as an entry can be written and reads as the same entry again; all other bytes are
// refused.
#include "base/arena.h"
#include "base/buf.h"
#include "wire/entry.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void same(struct slice a, struct slice b)
{
    if (a.at && b.at ? !slice_equal(a, b) : a.at != b.at) {
        abort();
    }
}

static void read_again(struct arena *arena, const struct entry *entry)
{
    struct buf *buf = buf_new(256);
    entry_write(entry, buf);
    struct entry back;
    unsigned needs = 0;
    if (entry_read(arena, (struct slice){buf->bytes, buf->len}, &back, &needs) != ENTRY_GOOD ||
        back.kind != entry->kind || back.at != entry->at || back.replaces != entry->replaces ||
        back.claim != entry->claim || memcmp(back.chain, entry->chain, ENTRY_CHAIN) != 0) {
        abort();
    }
    same(back.ask, entry->ask);
    same(back.digest, entry->digest);
    same(back.by, entry->by);
    same(back.competition, entry->competition);
    same(back.skill, entry->skill);
    same(back.part, entry->part);
    same(back.competitor, entry->competitor);
    same(back.seat, entry->seat);
    same(back.ruling, entry->ruling);
    same(back.body, entry->body);
    (void)buf_unref(buf);
}

static void read_body(struct arena *arena, struct slice body)
{
    struct entry_competitor *competitors = NULL;
    struct entry_judge *judges = NULL;
    struct entry_person person;
    size_t count = 0;
    struct buf *buf = buf_new(256);
    if (entry_read_roster(arena, body, &competitors, &count)) {
        entry_write_roster(competitors, count, buf);
    }
    if (entry_read_judges(arena, body, &judges, &count)) {
        entry_write_judges(judges, count, buf);
    }
    if (entry_read_person(arena, body, &person)) {
        entry_write_person(&person, buf);
    }
    (void)buf_unref(buf);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct slice bytes = {(const char *)data, size};
    struct entry entry;
    unsigned needs = 0;
    if (entry_read(arena, bytes, &entry, &needs) == ENTRY_GOOD) {
        read_again(arena, &entry);
        read_body(arena, entry.body);
    } else {
        read_body(arena, bytes);
    }
    arena_free(arena);
    return 0;
}
