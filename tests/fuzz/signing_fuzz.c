// An act of sign-off, as a person sends it and as the journal keeps it; the first byte says which.
// What a person may send can be written, and what is written reads as the same again.
#include "base/arena.h"
#include "tests/fuzz/say_problem.h"
#include "wire/entry_signing.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct buf *written(const struct entry_signing *signing)
{
    struct buf *out = buf_new(256);

    entry_signing_write(signing, out);
    return out;
}

static void again(struct arena *arena, const struct entry_signing *signing)
{
    struct entry_signing back;
    struct buf *one = written(signing);

    check(entry_signing_read(arena, (struct slice){one->bytes, one->len}, &back));
    struct buf *two = written(&back);
    check(back.act == signing->act && same_bytes(one, two));
    (void)buf_unref(one);
    (void)buf_unref(two);
}

static void look_at(const struct entry_signing *ask)
{
    const struct slice ids[] = {ask->stage, ask->part, ask->competitor, ask->seat, ask->witness};

    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        check(!ids[i].at || text_is_id(ids[i]));
    }
    check(ask->drawn.len <= SIGNING_DRAWING_MAX && ask->body.len <= SIGNING_SHEET_MAX);
    check(!ask->reason.at || (ask->reason.len > 0 && text_is_utf8(ask->reason)));
    // what only the node adds
    check(!ask->digest.at && !ask->drawing.at && !ask->scan.at && !ask->type.at);
    check(ask->of == 0 && ask->sheet == 0 && ask->act != SIGNING_SCAN);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    struct arena *arena = arena_new();
    struct slice json = {(const char *)data + 1, size - 1};
    struct entry_signing signing;

    if (data[0] % 2 == 0) {
        struct faults faults = {.count = 0};
        bool good = entry_signing_ask(arena, json, &signing, &faults);
        check_problem(good, &faults);
        if (good) {
            look_at(&signing);
            again(arena, &signing);
        }
    } else if (entry_signing_read(arena, json, &signing)) {
        again(arena, &signing);
    }
    arena_free(arena);
    return 0;
}
