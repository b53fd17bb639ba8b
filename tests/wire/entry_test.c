#include "base/arena.h"
#include "base/buf.h"
#include "base/must.h"
#include "tests/unit.h"
#include "wire/entry.h"

#include <string.h>

static uint64_t seed = 88172645463325252U;

static uint64_t chance(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

static struct slice random_text(struct arena *arena)
{
    static const char *const signs[] = {"a",  "Z",  "0",        "\"", "\\", "\n",          "\x01",
                                        "榜", "𠮷", "\xc2\x85", "/",  " ",  "\xe2\x80\xa8"};
    if (chance() % 4 == 0) {
        return SLICE_NONE;
    }
    size_t count = chance() % 12;
    char *text = arena_alloc(arena, 4 * count + 1);
    size_t len = 0;
    for (size_t i = 0; i < count; i++) {
        for (const char *at = signs[chance() % ROWS(signs)]; *at; at++) {
            text[len++] = *at;
        }
    }
    return (struct slice){text, len};
}

static struct slice random_bytes(struct arena *arena)
{
    size_t len = chance() % 300;
    char *bytes = arena_alloc(arena, len + 1);
    for (size_t i = 0; i < len; i++) {
        bytes[i] = (char)chance();
    }
    return (struct slice){bytes, len};
}

static struct entry random_entry(struct arena *arena)
{
    struct entry entry = {.kind = (enum entry_kind)(chance() % (ENTRY_SIGNING + 1)),
                          .at = (int64_t)chance() >> (chance() % 60),
                          .ask = random_text(arena),
                          .digest = random_text(arena),
                          .by = random_text(arena),
                          .competition = random_text(arena),
                          .skill = random_text(arena),
                          .part = random_text(arena),
                          .competitor = random_text(arena),
                          .seat = random_text(arena),
                          .ruling = random_text(arena),
                          .replaces = chance() >> (1 + chance() % 63),
                          .claim = chance() >> (1 + chance() % 63),
                          .body = random_bytes(arena)};
    for (size_t i = 0; i < ENTRY_CHAIN; i++) {
        entry.chain[i] = (unsigned char)chance();
    }
    return entry;
}

static void same_text(struct slice a, struct slice b)
{
    assert_true(a.at && b.at ? slice_equal(a, b) : a.at == b.at);
}

static void same(const struct entry *a, const struct entry *b)
{
    assert_int_equal(a->kind, b->kind);
    assert_true(a->at == b->at);
    same_text(a->ask, b->ask);
    same_text(a->digest, b->digest);
    same_text(a->by, b->by);
    same_text(a->competition, b->competition);
    same_text(a->skill, b->skill);
    same_text(a->part, b->part);
    same_text(a->competitor, b->competitor);
    same_text(a->seat, b->seat);
    same_text(a->ruling, b->ruling);
    assert_true(a->replaces == b->replaces);
    assert_true(a->claim == b->claim);
    assert_memory_equal(a->chain, b->chain, ENTRY_CHAIN);
    assert_true(slice_equal(a->body, b->body));
}

static bool has_all(const struct entry *entry)
{
    return (entry->kind != ENTRY_SHEET ||
            (entry->part.at && entry->competitor.at && entry->seat.at)) &&
           ((entry->kind != ENTRY_PUBLICATION && entry->kind != ENTRY_SIGNING) ||
            entry->skill.at) &&
           (entry->kind != ENTRY_ANNOUNCED || entry->competition.at) &&
           (entry->kind != ENTRY_RULING || entry->ruling.at) &&
           (entry->kind != ENTRY_PANEL || entry->act.at) &&
           (entry->kind != ENTRY_BULK || (entry->part.at && entry->seat.at));
}

static void what_is_written_is_read_back_whatever_the_bytes(void **state)
{
    (void)state;
    for (int i = 0; i < 5000; i++) {
        struct arena *arena = arena_new();
        struct entry entry = random_entry(arena);
        struct buf *buf = buf_new(64);
        entry_write(&entry, buf);
        struct entry back;
        unsigned needs = 0;
        enum entry_reading reading =
            entry_read(arena, (struct slice){buf->bytes, buf->len}, &back, &needs);
        assert_int_equal(needs, entry.kind >= ENTRY_FREEZE   ? 5
                                : entry.kind >= ENTRY_MUSTER ? 4
                                : entry.kind >= ENTRY_RULES  ? 3
                                : entry.kind >= ENTRY_RULING ? 2
                                                             : 1);
        assert_int_equal(reading, has_all(&entry) ? ENTRY_GOOD : ENTRY_BROKEN);
        if (reading == ENTRY_GOOD) {
            same(&entry, &back);
        }
        (void)buf_unref(buf);
        arena_free(arena);
    }
}

static void a_sheet_looks_as_documented(void **state)
{
    (void)state;
    struct entry entry = {.kind = ENTRY_SHEET,
                          .at = 1767225600000,
                          .ask = SLICE("0190-key"),
                          .digest = SLICE("abcd"),
                          .by = SLICE("j1"),
                          .part = SLICE("w1"),
                          .competitor = SLICE("c001"),
                          .seat = SLICE("J1"),
                          .replaces = 12,
                          .claim = 11,
                          .chain = {0xAB},
                          .body = SLICE("{\"marks\":[]}")};
    struct buf *buf = buf_new(64);
    entry_write(&entry, buf);
    buf_add(buf, "", 1);
    assert_string_equal(
        buf->bytes,
        "1 {\"kind\":\"sheet\",\"at\":1767225600000,\"ask\":\"0190-key\",\"digest\":\"abcd\","
        "\"by\":\"j1\",\"part\":\"w1\",\"competitor\":\"c001\",\"seat\":\"J1\",\"replaces\":12,"
        "\"claim\":11,\"chain\":"
        "\"ab00000000000000000000000000000000000000000000000000000000000000\""
        "}\n{\"marks\":[]}");
    (void)buf_unref(buf);
}

#define CHAIN "\"chain\":\"0000000000000000000000000000000000000000000000000000000000000000\""

#define SHEET  "{\"kind\":\"sheet\",\"at\":0,\"part\":\"p\",\"competitor\":\"c\",\"seat\":\"s\""
#define SIGNER ",\"signer\":\"8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c\""
#define SIGNATURE                                                                                  \
    ",\"signature\":\"41cd286a89eb4eefef68f708fe5bba1ac81067c2fb46161e7edd66c0c125c1a8"            \
    "f89a13aabb526ec6cd540ba023f0c653bd6acaa27b25b617b317034c6c717b0e\""
#define LAST ",\"claim\":7," CHAIN "}\n"

static void a_sheet_has_a_key_and_a_signature_or_neither_and_then_needs_version_6(void **state)
{
    (void)state;

    static const struct {
        const char *bytes;
        enum entry_reading reading;
    } rows[] = {
        {"6 " SHEET SIGNER SIGNATURE LAST, ENTRY_GOOD},
        {"5 " SHEET SIGNER SIGNATURE LAST, ENTRY_BROKEN},
        {"6 " SHEET LAST, ENTRY_GOOD},
        {"6 " SHEET SIGNER LAST, ENTRY_BROKEN},
        {"6 " SHEET SIGNATURE LAST, ENTRY_BROKEN},
        {"6 " SHEET ",\"signer\":\"00\"" SIGNATURE LAST, ENTRY_BROKEN},
        {"6 {\"kind\":\"seal\",\"at\":0" SIGNER SIGNATURE LAST, ENTRY_BROKEN},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = arena_new();
        struct entry entry = {.claim = 0};
        unsigned needs = 0;
        if (entry_read(arena, slice_of(rows[i].bytes), &entry, &needs) != rows[i].reading) {
            fail_msg("%s", rows[i].bytes);
        }
        if (i == 0) {
            struct buf *again = buf_new(64);
            entry_write(&entry, again);
            assert_int_equal(again->bytes[0], '6');
            assert_int_equal(again->len, strlen(rows[i].bytes));
            (void)buf_unref(again);
        }
        arena_free(arena);
    }
}

static void
a_sheet_that_a_group_has_confirmed_needs_version_8_and_nothing_else_is_confirmed(void **state)
{
    (void)state;
#define CONFIRMED ",\"confirmed\":\"j1 j2 j3\""

    static const struct {
        const char *bytes;
        enum entry_reading reading;
    } rows[] = {
        {"8 " SHEET CONFIRMED LAST, ENTRY_GOOD},
        {"7 " SHEET CONFIRMED LAST, ENTRY_BROKEN},
        {"8 " SHEET LAST, ENTRY_GOOD},
        {"8 {\"kind\":\"seal\",\"at\":0" CONFIRMED LAST, ENTRY_BROKEN},
        {"8 {\"kind\":\"panel\",\"at\":0,\"act\":\"absent\"" LAST, ENTRY_GOOD},
        {"7 {\"kind\":\"panel\",\"at\":0,\"act\":\"absent\"" LAST, ENTRY_BROKEN},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = arena_new();
        struct entry entry = {.claim = 0};
        unsigned needs = 0;
        if (entry_read(arena, slice_of(rows[i].bytes), &entry, &needs) != rows[i].reading) {
            fail_msg("%s", rows[i].bytes);
        }
        if (rows[i].reading == ENTRY_GOOD) {
            struct buf *again = buf_new(64);
            entry_write(&entry, again);
            assert_int_equal(again->len, strlen(rows[i].bytes));
            assert_memory_equal(again->bytes, rows[i].bytes, again->len);
            (void)buf_unref(again);
        }
        arena_free(arena);
    }
}

static void a_ceremony_is_written_in_the_version_that_knows_its_texts_and_its_groups(void **state)
{
    (void)state;
    struct entry entry = {.kind = ENTRY_CEREMONY};

    static const struct {
        const char *body;
        char version;
    } rows[] = {{"{\"act\":\"note\",\"id\":\"c1\",\"words\":\"00\"}", '7'},
                {"{\"act\":\"note\",\"id\":\"c1\",\"by\":\",\\\"words\\\":\"}", '5'},
                {"{\"act\":\"close\",\"reason\":\"x\"}", '8'},
                {"{\"act\":\"prepare\",\"items\":[{\"skill\":\"a\",\"joins\":true}]}", '8'},
                {"{\"act\":\"step\",\"to\":1}", '5'}};

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct buf *buf = buf_new(64);
        entry.body = slice_of(rows[i].body);
        entry_write(&entry, buf);
        assert_int_equal(buf->bytes[0], rows[i].version);
        (void)buf_unref(buf);
    }
}

static void tells_what_is_newer_from_what_is_broken(void **state)
{
    (void)state;

    static const struct {
        const char *bytes;
        enum entry_reading reading;
        unsigned needs;
    } rows[] = {
        {"1 {\"kind\":\"seal\",\"at\":0,\"claim\":7," CHAIN "}\n", ENTRY_GOOD, 1},
        {"1 { \"claim\" : 7, " CHAIN ", \"at\":-5,\"kind\":\"seal\" }\nbody", ENTRY_GOOD, 1},
        {"2 {\"kind\":\"seal\",\"at\":0,\"claim\":7," CHAIN "}\n", ENTRY_GOOD, 2},
        {"2 {\"kind\":\"ruling\",\"ruling\":\"void\",\"at\":0,\"claim\":7," CHAIN "}\n{}",
         ENTRY_GOOD, 2},
        {"2 {\"kind\":\"bulk\",\"part\":\"p\",\"seat\":\"s\",\"at\":0,\"claim\":7," CHAIN "}\n{}",
         ENTRY_GOOD, 2},
        {"2 {\"kind\":\"ruling\",\"at\":0,\"claim\":7," CHAIN "}\n{}", ENTRY_BROKEN, 2},
        {"2 {\"kind\":\"bulk\",\"part\":\"p\",\"at\":0,\"claim\":7," CHAIN "}\n{}", ENTRY_BROKEN,
         2},
        {"1 {\"kind\":\"ruling\",\"ruling\":\"void\",\"at\":0,\"claim\":7," CHAIN "}\n{}",
         ENTRY_BROKEN, 1},
        {"3 {\"kind\":\"seal\",\"at\":0,\"claim\":7," CHAIN "}\n", ENTRY_GOOD, 3},
        {"4 {\"kind\":\"seal\",\"at\":0,\"claim\":7," CHAIN "}\n", ENTRY_GOOD, 4},
        {"5 {\"kind\":\"seal\",\"at\":0,\"claim\":7," CHAIN "}\n", ENTRY_GOOD, 5},
        {"6 {\"kind\":\"seal\",\"at\":0,\"claim\":7," CHAIN "}\n", ENTRY_GOOD, 6},
        {"4 {\"kind\":\"freeze\",\"at\":0,\"claim\":7," CHAIN "}\n", ENTRY_BROKEN, 4},
        {"7 {\"kind\":\"seal\",\"at\":0,\"claim\":7," CHAIN "}\n", ENTRY_GOOD, 7},
        {"8 {\"kind\":\"seal\",\"at\":0,\"claim\":7," CHAIN "}\n", ENTRY_GOOD, 8},
        {"9 {\"kind\":\"seal\",\"at\":0,\"claim\":7," CHAIN "}\n", ENTRY_GOOD, 9},
        {"10 {\"kind\":\"seal\"}", ENTRY_NEWER, 10},
        {"17 anything at all", ENTRY_NEWER, 17},
        {"", ENTRY_BROKEN, 0},
        {"1", ENTRY_BROKEN, 0},
        {"0 {}\n", ENTRY_BROKEN, 0},
        {"01 {}\n", ENTRY_BROKEN, 0},
        {"-1 {}\n", ENTRY_BROKEN, 0},
        {"x {}\n", ENTRY_BROKEN, 0},
        {"99999999999999999999 {}\n", ENTRY_BROKEN, 0},
        {"1 {\"kind\":\"seal\",\"at\":0,\"claim\":7," CHAIN "}", ENTRY_BROKEN, 1},
        {"1 {\"kind\":\"stamp\",\"at\":0,\"claim\":7," CHAIN "}\n", ENTRY_BROKEN, 1},
        {"1 {\"kind\":\"seal\",\"at\":0,\"claim\":7," CHAIN ",\"x\":1}\n", ENTRY_BROKEN, 1},
        {"1 {\"kind\":\"seal\",\"at\":0,\"claim\":-7," CHAIN "}\n", ENTRY_BROKEN, 1},
        {"1 {\"kind\":\"seal\",\"at\":\"0\",\"claim\":7," CHAIN "}\n", ENTRY_BROKEN, 1},
        {"1 {\"kind\":\"seal\",\"at\":0," CHAIN "}\n", ENTRY_BROKEN, 1},
        {"1 {\"kind\":\"seal\",\"at\":0,\"claim\":7}\n", ENTRY_BROKEN, 1},
        {"1 {\"kind\":\"seal\",\"at\":0,\"claim\":7,\"chain\":\"00\"}\n", ENTRY_BROKEN, 1},
        {"1 {\"kind\":\"seal\",\"at\":0,\"at\":0,\"claim\":7," CHAIN "}\n", ENTRY_BROKEN, 1},
        {"1 {\"kind\":\"sheet\",\"at\":0,\"claim\":7," CHAIN "}\n", ENTRY_BROKEN, 1},
        {"1 {\"kind\":\"sheet\",\"part\":\"p\",\"competitor\":\"c\",\"seat\":\"s\",\"replaces\":0,"
         "\"at\":0,\"claim\":7," CHAIN "}\n",
         ENTRY_BROKEN, 1},
        {"1 []\n", ENTRY_BROKEN, 1},
        {"1 \n", ENTRY_BROKEN, 1},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = arena_new();
        struct entry entry = {.claim = 99};
        unsigned needs = 0;
        if (entry_read(arena, slice_of(rows[i].bytes), &entry, &needs) != rows[i].reading) {
            fail_msg("%s", rows[i].bytes);
        }
        assert_int_equal(needs, rows[i].needs);
        assert_int_equal(entry.claim, rows[i].reading == ENTRY_GOOD ? 7 : 99);
        arena_free(arena);
    }
}

static void a_cut_or_changed_entry_never_reads_as_the_same(void **state)
{
    (void)state;
    struct entry entry = {.kind = ENTRY_SEAL, .at = 5, .by = SLICE("node"), .claim = 3};
    struct buf *buf = buf_new(64);
    entry_write(&entry, buf);
    for (size_t len = 0; len < buf->len; len++) {
        struct arena *arena = arena_new();
        struct entry back;
        unsigned needs = 0;
        assert_int_equal(entry_read(arena, (struct slice){buf->bytes, len}, &back, &needs),
                         ENTRY_BROKEN);
        arena_free(arena);
    }
    (void)buf_unref(buf);
}

static void written_as(const struct entry *entry, const char *beginning)
{
    struct buf *buf = buf_new(64);
    entry_write(entry, buf);
    assert_true(slice_starts((struct slice){buf->bytes, buf->len}, beginning));
    (void)buf_unref(buf);
}

static void an_entry_is_written_in_the_oldest_version_that_can_say_it(void **state)
{
    (void)state;
    static const char *const rosters[] = {
        "{\"competitors\":[{\"id\":\"team\",\"skill\":\"traits\"}]}",
        "{\"competitors\":[{\"id\":\"a\",\"skill\":\"b\",\"team\":\"d\"}]}",
        "{\"competitors\":[{\"id\":\"a\",\"skill\":\"b\",\"traits\":[\"g3\"]}]}"};
    for (int kind = 0; kind <= ENTRY_CEREMONY; kind++) {
        written_as(&(struct entry){.kind = (enum entry_kind)kind},
                   kind >= ENTRY_FREEZE                         ? "5 "
                   : kind >= ENTRY_MUSTER                       ? "4 "
                   : kind >= ENTRY_RULES                        ? "3 "
                   : kind == ENTRY_RULING || kind == ENTRY_BULK ? "2 "
                                                                : "1 ");
    }
    for (size_t i = 0; i < ROWS(rosters); i++) {
        written_as(&(struct entry){.kind = ENTRY_ROSTER, .body = slice_of(rosters[i])},
                   i == 0 ? "1 " : "2 ");
    }
}

RUN(cmocka_unit_test(what_is_written_is_read_back_whatever_the_bytes),
    cmocka_unit_test(a_sheet_looks_as_documented),
    cmocka_unit_test(a_sheet_has_a_key_and_a_signature_or_neither_and_then_needs_version_6),
    cmocka_unit_test(
        a_sheet_that_a_group_has_confirmed_needs_version_8_and_nothing_else_is_confirmed),
    cmocka_unit_test(a_ceremony_is_written_in_the_version_that_knows_its_texts_and_its_groups),
    cmocka_unit_test(tells_what_is_newer_from_what_is_broken),
    cmocka_unit_test(a_cut_or_changed_entry_never_reads_as_the_same),
    cmocka_unit_test(an_entry_is_written_in_the_oldest_version_that_can_say_it))
