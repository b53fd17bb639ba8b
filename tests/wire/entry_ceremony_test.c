#include "base/arena.h"
#include "base/buf.h"
#include "tests/unit.h"
#include "wire/entry_ceremony_words.h"
#include "wire/faults.h"

#define HEX "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static bool asked(struct arena *arena, const char *json, struct entry_ceremony *ret)
{
    struct faults faults = {.count = 0};

    return entry_ceremony_ask(arena, slice_of(json), ret, &faults);
}

static void a_run_sheet_is_read_item_by_item(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct entry_ceremony act;

    assert_true(asked(arena,
                      "{\"act\":\"prepare\",\"items\":[{\"skill\":\"a\",\"honour\":\"h\",\"mode\":"
                      "\"batch\",\"batch\":12,\"host\":\"请上台\"},{\"skill\":\"a\",\"honour\":"
                      "\"i\",\"mode\":\"one\"}]}",
                      &act));
    assert_int_equal(act.act, CEREMONY_PREPARE);
    assert_int_equal(act.item_count, 2);
    assert_int_equal(act.items[0].mode, CEREMONY_BATCH);
    assert_int_equal(act.items[0].batch, 12);
    assert_true(slice_is(act.items[0].host, "请上台"));
    assert_int_equal(act.items[1].batch, CEREMONY_BATCH_STANDARD);
    assert_null(act.items[1].music.at);
    assert_true(
        asked(arena, "{\"act\":\"note\",\"id\":\"c1\",\"absent\":true,\"by\":\"班长\"}", &act));
    assert_true(act.absent && slice_is(act.by, "班长"));
    assert_true(asked(arena, "{\"act\":\"step\",\"to\":0}", &act));
    assert_int_equal(act.to, 0);
    arena_free(arena);
}

static void what_is_no_such_act_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "{}",
        "{\"act\":\"sing\"}",
        "{\"act\":\"prepare\",\"items\":[]}",
        "{\"act\":\"prepare\",\"items\":[{\"skill\":\"a\",\"honour\":\"h\",\"mode\":\"all\"}]}",
        "{\"act\":\"prepare\",\"items\":[{\"skill\":\"a\",\"honour\":\"h\",\"mode\":\"batch\","
        "\"batch\":1}]}",
        "{\"act\":\"prepare\",\"items\":[{\"skill\":\"a\",\"honour\":\"h\",\"mode\":\"batch\","
        "\"batch\":13}]}",
        "{\"act\":\"step\"}",
        "{\"act\":\"step\",\"to\":-1}",
        "{\"act\":\"end\",\"to\":1}",
        "{\"act\":\"close\",\"salt\":\"" HEX "\",\"hash\":\"" HEX "\",\"list\":\"\"}"};
    struct arena *arena = arena_new();
    struct entry_ceremony act;

    for (size_t i = 0; i < ROWS(wrong); i++) {
        if (asked(arena, wrong[i], &act)) {
            fail_msg("%s", wrong[i]);
        }
    }
    arena_free(arena);
}

static void a_closed_list_is_read_as_it_was_written(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct buf *body = buf_new(256);
    struct entry_ceremony act;

    entry_ceremony_write_closed(SLICE(HEX), SLICE(HEX), SLICE("1\ta\th\t1\tc1\n"),
                                SLICE("现场已看到"), body);
    assert_true(entry_ceremony_read(arena, (struct slice){body->bytes, body->len}, &act));
    assert_int_equal(act.act, CEREMONY_CLOSE);
    assert_true(slice_is(act.list, "1\ta\th\t1\tc1\n"));
    assert_true(slice_is(act.salt, HEX));
    assert_false(entry_ceremony_read(arena, SLICE("{\"act\":\"close\"}"), &act));
    buf_unref(body);
    arena_free(arena);
}

static void texts_are_for_the_people_and_the_journal_has_their_digest(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct buf *body = buf_new(256);
    struct buf *words = buf_new(256);
    struct entry_ceremony act;
    struct entry_ceremony kept;
    struct ceremony_item items[2];

    assert_true(asked(arena,
                      "{\"act\":\"prepare\",\"items\":[{\"skill\":\"a\",\"honour\":\"h\",\"mode\":"
                      "\"batch\",\"batch\":12,\"host\":\"\",\"presenters\":\"王主席\"},{\"skill\":"
                      "\"a\",\"honour\":\"i\",\"mode\":\"one\"}]}",
                      &act));
    assert_true(entry_ceremony_has_words(&act));
    entry_ceremony_words_write(act.item_count, act.items, words);
    act.words = SLICE(HEX);
    entry_ceremony_write(&act, body);
    assert_null(memmem(body->bytes, body->len, "王", strlen("王")));
    assert_true(entry_ceremony_read(arena, (struct slice){body->bytes, body->len}, &kept));
    assert_true(slice_is(kept.words, HEX));
    assert_false(entry_ceremony_has_words(&kept));
    assert_int_equal(kept.items[0].batch, 12);
    memcpy(items, kept.items, sizeof items);
    struct slice text = {words->bytes, words->len};
    assert_true(entry_ceremony_words_read(arena, text, 2, items));
    assert_true(slice_is(items[0].presenters, "王主席") && slice_is(items[0].host, ""));
    assert_null(items[0].music.at);
    assert_null(items[1].host.at);
    assert_false(entry_ceremony_words_read(arena, text, 1, items));
    buf_unref(body);
    buf_unref(words);
    arena_free(arena);
}

static void who_collects_is_kept_by_digest_and_an_older_journal_has_him_in_clear(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct buf *body = buf_new(256);
    struct entry_ceremony act = {
        .act = CEREMONY_NOTE, .id = SLICE("c1"), .absent = true, .words = SLICE(HEX)};

    entry_ceremony_write(&act, body);
    assert_true(entry_ceremony_read(arena, (struct slice){body->bytes, body->len}, &act));
    assert_true(act.absent && slice_is(act.words, HEX) && !act.by.at);
    assert_true(entry_ceremony_read(
        arena, SLICE("{\"act\":\"note\",\"id\":\"c1\",\"by\":\"李四\"}"), &act));
    assert_true(slice_is(act.by, "李四") && !act.words.at);
    assert_false(asked(arena, "{\"act\":\"note\",\"id\":\"c1\",\"words\":\"" HEX "\"}", &act));
    buf_unref(body);
    arena_free(arena);
}

static void items_come_together_with_the_one_before_and_the_first_has_none(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct buf *body = buf_new(256);
    struct entry_ceremony act;

    assert_false(asked(arena,
                       "{\"act\":\"prepare\",\"items\":[{\"skill\":\"a\",\"honour\":\"h\",\"mode\":"
                       "\"medals\",\"joins\":true}]}",
                       &act));
    assert_true(
        asked(arena,
              "{\"act\":\"prepare\",\"items\":[{\"skill\":\"a\",\"honour\":\"i\",\"mode\":"
              "\"medals\"},{\"skill\":\"a\",\"honour\":\"h\",\"mode\":\"medals\",\"joins\":true}]}",
              &act));
    assert_true(!act.items[0].joins && act.items[1].joins);
    act.words = SLICE(HEX);
    entry_ceremony_write(&act, body);
    assert_true(entry_ceremony_read(arena, (struct slice){body->bytes, body->len}, &act));
    assert_true(!act.items[0].joins && act.items[1].joins);
    buf_unref(body);
    arena_free(arena);
}

RUN(cmocka_unit_test(items_come_together_with_the_one_before_and_the_first_has_none),
    cmocka_unit_test(texts_are_for_the_people_and_the_journal_has_their_digest),
    cmocka_unit_test(who_collects_is_kept_by_digest_and_an_older_journal_has_him_in_clear),
    cmocka_unit_test(a_run_sheet_is_read_item_by_item),
    cmocka_unit_test(what_is_no_such_act_is_refused),
    cmocka_unit_test(a_closed_list_is_read_as_it_was_written))
