// The body of a change of the rules: its definition is found in the request's own bytes, or a
// fault says what is wrong.
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "wire/ask_rules.h"
#include "wire/definition.h"
#include "wire/faults.h"
#include "wire/problem.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void look_at(struct slice json, const struct ask_rules *ask)
{
    struct faults faults = {.count = 0};
    check(ask->definition.at > json.at);
    check(ask->definition.at + ask->definition.len < json.at + json.len);
    check(ask->definition.at[0] == '{' && ask->definition.at[ask->definition.len - 1] == '}');
    check(ask->reason.len > 0 && text_is_utf8(ask->reason));
    struct definition *definition = definition_read(ask->definition, &faults);
    check(definition != NULL);
    definition_free(definition);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct faults faults = {.count = 0};
    struct ask_rules ask;
    struct slice json = {(const char *)data, size};
    bool good = ask_rules_read(arena, json, &ask, &faults);
    check(good == (faults.count == 0));
    if (good) {
        look_at(json, &ask);
    }
    struct buf *buf = buf_new(256);
    problem_write(buf, good ? "internal" : faults.items[0].name, PROBLEM_ZH, "", &faults, "");
    check(text_is_utf8((struct slice){buf->bytes, buf->len}));
    (void)buf_unref(buf);
    arena_free(arena);
    return 0;
}
