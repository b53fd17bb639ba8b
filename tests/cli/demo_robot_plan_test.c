#include "base/arena.h"
#include "base/buf.h"
#include "base/secret.h"
#include "cli/demo_robot_plan.h"
#include "scoring/contest.h"
#include "tests/unit.h"
#include "wire/ask.h"
#include "wire/faults.h"

#include <stdlib.h>

#define DEMO SOURCE_DIR "/fixtures/demo"

static struct demo_robot_plan *plan_of(uint64_t seed)
{
    secret_init();
    struct buf *problem = buf_new(64);
    struct demo_robot_plan *plan = demo_robot_plan_new(DEMO, seed, problem);
    assert_non_null(plan);
    assert_int_equal(problem->len, 0);
    buf_unref(problem);
    return plan;
}

static void the_xining_demo_is_of_the_size_that_it_says(void **state)
{
    (void)state;
    struct demo_robot_plan *plan = plan_of(1);
    assert_int_equal(plan->roster.count, 300);
    assert_int_equal(plan->judge_count, 44);
    assert_int_equal(plan->rules->skill_count, 6);
    assert_true(plan->rules->fictional);
    demo_robot_plan_free(plan);
}

static void every_sheet_that_the_rules_await_is_planned_once(void **state)
{
    (void)state;
    struct demo_robot_plan *plan = plan_of(1);
    size_t planned = 0;
    size_t awaited = 0;
    for (size_t i = 0; i < plan->judge_count; i++) {
        planned += plan->judges[i].item_count;
    }
    for (size_t i = 0; i < plan->roster.count; i++) {
        for (uint32_t at = 0; at < plan->rules->part_count; at++) {
            const struct rules_part *part = &plan->rules->parts[at];
            if (part->skill == plan->competitors[i].skill) {
                awaited += part->seat_count + (part->technical ? 1 : 0);
            }
        }
    }
    assert_int_equal(planned, awaited);
    demo_robot_plan_free(plan);
}

// Each body goes through the server's own reading and the engine's own check.
static void check_body(const struct demo_robot_plan *plan, const struct demo_robot_plan_item *item,
                       struct row *row, struct slice body)
{
    struct arena *arena = arena_new();
    struct faults faults = {.count = 0};
    struct sheet sheet;
    uint32_t skill = plan->competitors[item->competitor].skill;
    assert_true(ask_sheet(arena, plan->rules, item->part, item->seat, body, &sheet, &faults));
    assert_int_equal(contest_check(plan->rules, skill, row, &sheet).verdict, V_OK);
    arena_free(arena);
}

static void every_planned_body_is_one_that_the_engine_takes(void **state)
{
    (void)state;
    struct demo_robot_plan *plan = plan_of(3);
    for (size_t judge = 0; judge < plan->judge_count; judge++) {
        uint32_t skill = plan->competitors[plan->judges[judge].items[0].competitor].skill;
        struct row *row = aligned_alloc(16, (contest_row_bytes(plan->rules, skill) + 15) / 16 * 16);
        contest_row_init(plan->rules, skill, row);
        for (size_t item = 0; item < plan->judges[judge].item_count; item++) {
            struct buf *body = buf_new(256);
            demo_robot_plan_body(plan, judge, item, body);
            check_body(plan, &plan->judges[judge].items[item], row,
                       (struct slice){body->bytes, body->len});
            buf_unref(body);
        }
        free(row);
    }
    demo_robot_plan_free(plan);
}

static struct buf *body_of(uint64_t seed)
{
    struct demo_robot_plan *plan = plan_of(seed);
    struct buf *body = buf_new(256);
    for (size_t item = 0; item < 30; item++) {
        demo_robot_plan_body(plan, 0, item, body);
    }
    demo_robot_plan_free(plan);
    return body;
}

static void the_same_seed_gives_the_same_marks_and_another_others(void **state)
{
    (void)state;
    struct buf *one = body_of(5);
    struct buf *same = body_of(5);
    struct buf *other = body_of(6);
    assert_int_equal(one->len, same->len);
    assert_memory_equal(one->bytes, same->bytes, one->len);
    assert_false(other->len == one->len && memcmp(one->bytes, other->bytes, one->len) == 0);
    buf_unref(one);
    buf_unref(same);
    buf_unref(other);
}

static void a_folder_without_a_competition_is_refused_with_a_sentence(void **state)
{
    (void)state;
    struct buf *problem = buf_new(64);
    assert_null(demo_robot_plan_new("/nowhere", 1, problem));
    assert_true(slice_is((struct slice){problem->bytes, problem->len},
                         "/nowhere/competition.json cannot be read"));
    buf_unref(problem);
}

RUN(cmocka_unit_test(the_xining_demo_is_of_the_size_that_it_says),
    cmocka_unit_test(every_sheet_that_the_rules_await_is_planned_once),
    cmocka_unit_test(every_planned_body_is_one_that_the_engine_takes),
    cmocka_unit_test(the_same_seed_gives_the_same_marks_and_another_others),
    cmocka_unit_test(a_folder_without_a_competition_is_refused_with_a_sentence))
