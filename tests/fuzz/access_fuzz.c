// Who may come in: request bodies of every kind and the site journal's acts; the first byte says
// which. A refusal has a fault; an act that reads is written as what reads as the same again.
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "wire/ask_access.h"
#include "wire/faults.h"
#include "wire/problem.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void look_at(enum ask_access_kind kind, const struct ask_access *ask)
{
    check(ask->grant_count <= ENTRY_GRANTS_MAX);
    check(kind != ASK_BEAT || (ask->unsent >= 0 && ask->unsent <= ASK_UNSENT_MAX));
    check(kind != ASK_SIGN_IN || (ask->login.at && ask->password.at));
    check(!ask->name.at || text_is_utf8(ask->name));
    check(!ask->new_password.at || ask->new_password.len >= ASK_PASSWORD_MIN);
}

static void read_ask(struct arena *arena, enum ask_access_kind kind, struct slice json)
{
    struct faults faults = {.count = 0};
    struct ask_access ask;
    bool good = ask_access(arena, kind, json, &ask, &faults);
    check(good == (faults.count == 0));
    if (good) {
        look_at(kind, &ask);
    }
    struct buf *buf = buf_new(256);
    problem_write(buf, good ? "internal" : faults.items[0].name, PROBLEM_ZH, "", &faults, "");
    check(text_is_utf8((struct slice){buf->bytes, buf->len}));
    (void)buf_unref(buf);
}

static void read_act(struct arena *arena, struct slice json)
{
    struct entry_access first;
    struct entry_access second;
    if (!entry_access_read(arena, json, &first)) {
        return;
    }
    struct buf *one = buf_new(256);
    struct buf *two = buf_new(256);
    entry_access_write(&first, one);
    check(entry_access_read(arena, (struct slice){one->bytes, one->len}, &second));
    entry_access_write(&second, two);
    check(one->len == two->len && memcmp(one->bytes, two->bytes, one->len) == 0);
    check(first.act == second.act && first.grant_count == second.grant_count);
    (void)buf_unref(one);
    (void)buf_unref(two);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    struct arena *arena = arena_new();
    struct slice json = {(const char *)data + 1, size - 1};
    unsigned kind = data[0] % (ASK_BEAT + 2U);
    if (kind > ASK_BEAT) {
        read_act(arena, json);
    } else {
        read_ask(arena, (enum ask_access_kind)kind, json);
    }
    arena_free(arena);
    return 0;
}
