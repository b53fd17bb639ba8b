// The body of a ruling, for a competitor of each skill or of none. A refusal has a fault; what was
// read points into the rules, and can be put to the engine.
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "tests/wire/trade.h"
#include "wire/ask_ruling.h"
#include "wire/problem.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct definition *definition;

static void check(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void say(const struct faults *faults)
{
    struct buf *buf = buf_new(256);
    const char *name = faults->count ? faults->items[0].name : "internal";
    check(problem_status(name) != 500 || faults->count == 0);
    problem_write(buf, name, PROBLEM_ZH, "", faults, "");
    check(text_is_utf8((struct slice){buf->bytes, buf->len}));
    (void)buf_unref(buf);
}

static void look_at(const struct rules *rules, const struct ask_ruling *ruling)
{
    check(ruling->skill < rules->skill_count);
    check(ruling->stage == RULES_NONE || rules->stages[ruling->stage].skill == ruling->skill);
    check(ruling->part == RULES_NONE || rules->parts[ruling->part].skill == ruling->skill);
    check(ruling->adjustment == RULES_NONE || ruling->adjustment < rules->adjustment_count);
    check(ruling->bout.end_count <= BOUT_ENDS_MAX);
    for (size_t i = 0; i < ruling->who_count; i++) {
        struct faults faults = {.count = 0};
        check(text_is_id(ruling->who[i].id));
        ask_ruling_who_fault(ruling, i, "unknown-competitor", &faults);
        ask_ruling_fault(ruling, i, (struct fault){V_RULING_UNKNOWN, 0}, &faults);
        check(faults.count == 2);
        if (ruling->kind != ASK_RULING_MATCH) {
            struct ruling one = ask_ruling_of(ruling, i);
            check(one.stage == ruling->stage && one.part == ruling->part);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!definition) {
        definition = trade_open();
    }
    const struct rules *rules = definition_rules(definition);
    struct slice json = {(const char *)data, size};
    for (uint32_t i = 0; i <= rules->skill_count; i++) {
        struct arena *arena = arena_new();
        struct faults faults = {.count = 0};
        struct ask_ruling ruling;
        uint32_t skill = i < rules->skill_count ? i : RULES_NONE;
        bool good = ask_ruling_read(arena, rules, json, &ruling, &faults);
        check(good == (faults.count == 0));
        if (good) {
            good = ask_ruling_settle(rules, skill, &ruling, &faults);
            check(good == (faults.count == 0));
        }
        if (good) {
            look_at(rules, &ruling);
        }
        say(&faults);
        arena_free(arena);
    }
    return 0;
}
