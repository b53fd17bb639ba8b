#include "base/arena.h"
#include "base/buf.h"
#include "tests/unit.h"
#include "wire/entry_ceremony.h"
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

    entry_ceremony_write_closed(SLICE(HEX), SLICE(HEX), SLICE("1\ta\th\t1\tc1\n"), body);
    assert_true(entry_ceremony_read(arena, (struct slice){body->bytes, body->len}, &act));
    assert_int_equal(act.act, CEREMONY_CLOSE);
    assert_true(slice_is(act.list, "1\ta\th\t1\tc1\n"));
    assert_true(slice_is(act.salt, HEX));
    assert_false(entry_ceremony_read(arena, SLICE("{\"act\":\"close\"}"), &act));
    buf_unref(body);
    arena_free(arena);
}

RUN(cmocka_unit_test(a_run_sheet_is_read_item_by_item),
    cmocka_unit_test(what_is_no_such_act_is_refused),
    cmocka_unit_test(a_closed_list_is_read_as_it_was_written))
