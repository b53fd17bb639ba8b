// Any line as a witness: refused, or a number above zero, a chain of the length that was kept, and
// a competition to look for; said again as a head, it reads the same.
#include "base/arena.h"
#include "base/text.h"
#include "wire/witness.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void check_head(struct arena *arena, const struct witness *witness)
{
    char hex[2 * WITNESS_HEAD + 1];
    struct witness again;

    text_hex(witness->chain, WITNESS_HEAD, hex);
    const char *line = arena_printf(arena, "%.*s:%lu:%s", SLICE_FMT(witness->competition),
                                    (unsigned long)witness->number, hex);
    check(witness_read(arena, slice_of(line), &again));
    check(again.number == witness->number && !again.has_digest);
    check(memcmp(again.chain, witness->chain, WITNESS_HEAD) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct witness witness;

    if (witness_read(arena, (struct slice){(const char *)data, size}, &witness)) {
        check(witness.number > 0);
        check(witness.chain_len == (witness.has_digest ? sizeof witness.chain : WITNESS_HEAD));
        if (!witness.has_digest) {
            check_head(arena, &witness);
        }
    }
    arena_free(arena);
    return 0;
}
