// The body of many marks. A refusal has a fault; what was read is a sheet for each row.
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "tests/wire/trade.h"
#include "wire/ask_bulk.h"
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

static void look_at(const struct rules *rules, const struct ask_bulk *bulk)
{
    check(bulk->count >= 1 && bulk->count <= ASK_BULK_MAX);
    for (size_t i = 0; i < bulk->count; i++) {
        struct faults faults = {.count = 0};
        struct sheet sheet = ask_bulk_sheet(bulk, i);
        check(text_is_id(bulk->rows[i].competitor));
        check(sheet.mark_count == 1 && sheet.seat < rules->parts[sheet.part].seat_count);
        check(rules->parts[sheet.part].one_by_one && sheet.marks[0].aspect == bulk->aspect);
        ask_bulk_fault(rules, bulk, i, (struct fault){V_MARK_OUT_OF_RANGE, 0}, &faults);
        ask_bulk_fault(rules, bulk, i, (struct fault){V_STATUS_CLOSED, 0}, &faults);
        check(faults.count == 2);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!definition) {
        definition = trade_open();
    }
    struct arena *arena = arena_new();
    struct faults faults = {.count = 0};
    struct ask_bulk bulk;
    const struct rules *rules = definition_rules(definition);
    bool good =
        ask_bulk_read(arena, rules, (struct slice){(const char *)data, size}, &bulk, &faults);
    check(good == (faults.count == 0));
    if (good) {
        look_at(rules, &bulk);
    }
    struct buf *buf = buf_new(256);
    problem_write(buf, good ? "internal" : faults.items[0].name, PROBLEM_EN, "", &faults, "");
    check(text_is_utf8((struct slice){buf->bytes, buf->len}));
    (void)buf_unref(buf);
    arena_free(arena);
    return 0;
}
