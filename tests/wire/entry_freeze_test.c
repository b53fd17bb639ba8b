#include "base/arena.h"
#include "tests/unit.h"
#include "wire/entry_freeze.h"
#include "wire/faults.h"

static bool asked(struct arena *arena, const char *json, struct entry_freeze *ret)
{
    struct faults faults = {.count = 0};

    return entry_freeze_ask(arena, slice_of(json), ret, &faults);
}

static void each_act_is_read_with_what_it_says(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct entry_freeze act;

    assert_true(asked(arena, "{\"act\":\"freeze\",\"skills\":[\"a\",\"b\"]}", &act));
    assert_int_equal(act.act, FREEZE_ON);
    assert_int_equal(act.skill_count, 2);
    assert_true(slice_is(act.skills[1], "b"));
    assert_true(asked(arena, "{\"act\":\"thaw\"}", &act));
    assert_int_equal(act.act, FREEZE_OFF);
    assert_int_equal(act.skill_count, 0);
    assert_true(asked(arena, "{\"act\":\"plan\",\"at\":1767225600000}", &act));
    assert_int_equal(act.act, FREEZE_PLAN);
    assert_true(act.at == 1767225600000);
    assert_true(asked(arena, "{\"act\":\"unplan\"}", &act));
    assert_int_equal(act.act, FREEZE_DROP);
    arena_free(arena);
}

static void what_is_no_such_act_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"{}",
                                        "[]",
                                        "{\"act\":\"melt\"}",
                                        "{\"act\":\"freeze\",\"skills\":[]}",
                                        "{\"act\":\"freeze\",\"skills\":[1]}",
                                        "{\"act\":\"freeze\",\"skills\":\"a\"}",
                                        "{\"act\":\"freeze\",\"at\":5}",
                                        "{\"act\":\"plan\"}",
                                        "{\"act\":\"plan\",\"at\":\"noon\"}",
                                        "{\"act\":\"plan\",\"at\":0}",
                                        "{\"act\":\"unplan\",\"skills\":[\"a\"]}"};
    struct arena *arena = arena_new();
    struct entry_freeze act;

    for (size_t i = 0; i < ROWS(wrong); i++) {
        if (asked(arena, wrong[i], &act)) {
            fail_msg("%s", wrong[i]);
        }
    }
    arena_free(arena);
}

static void only_a_node_carries_out_a_plan(void **state)
{
    (void)state;
    static const char due[] = "{\"act\":\"freeze\",\"plan\":7}";
    struct arena *arena = arena_new();
    struct entry_freeze act;

    assert_false(asked(arena, due, &act));
    assert_true(entry_freeze_read(arena, slice_of(due), &act));
    assert_int_equal(act.act, FREEZE_ON);
    assert_true(act.plan == 7);
    assert_false(entry_freeze_read(
        arena, slice_of("{\"act\":\"freeze\",\"plan\":7,\"skills\":[\"a\"]}"), &act));
    arena_free(arena);
}

RUN(cmocka_unit_test(each_act_is_read_with_what_it_says),
    cmocka_unit_test(what_is_no_such_act_is_refused),
    cmocka_unit_test(only_a_node_carries_out_a_plan))
