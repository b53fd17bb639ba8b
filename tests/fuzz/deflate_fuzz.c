// Any bytes as a deflated message: within the limit or refused, and what comes out goes in and
// comes out again the same.
#include "base/buf.h"
#include "net/deflate.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 100000 };

static void check(bool holds)
{
    if (!holds) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf *out = buf_new(1);
    unsigned code = deflate_unpack((const char *)data, size, MOST, out);
    check(code == 0 || code == 1007 || code == 1009);
    check(out->len <= MOST);
    struct buf *packed = deflate_pack(out->bytes, out->len);
    struct buf *again = buf_new(1);
    check(deflate_unpack(packed->bytes, packed->len, MOST, again) == 0);
    check(again->len == out->len && memcmp(again->bytes, out->bytes, out->len) == 0);
    (void)buf_unref(again);
    (void)buf_unref(packed);
    (void)buf_unref(out);
    return 0;
}
