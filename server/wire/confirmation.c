#include "wire/confirmation.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/secret.h"
#include "base/text.h"

#include <string.h>

enum { BOX_MORE = 48, BOX_MAX = BOX_MORE + SECRET_HASH + CONFIRMATION_PIN_MAX };

// The piece up to the sign, which goes too; the whole rest where there is none.
static struct slice take_to(struct slice *rest, char sign)
{
    const char *end = rest->len ? memchr(rest->at, sign, rest->len) : NULL;
    struct slice piece = {rest->at, end ? (size_t)(end - rest->at) : rest->len};
    size_t took = piece.len + (end ? 1 : 0);

    *rest = (struct slice){rest->at + took, rest->len - took};
    return piece;
}

static bool read_one(struct slice piece, struct confirmation *ret)
{
    unsigned char bytes[BOX_MAX];

    ret->judge = take_to(&piece, ' ');
    ret->box = piece;
    return text_is_id(ret->judge) && piece.len > 2 * (BOX_MORE + SECRET_HASH) &&
           piece.len <= 2 * (size_t)BOX_MAX && piece.len % 2 == 0 &&
           text_unhex(piece, bytes, piece.len / 2);
}

static bool is_there(const struct confirmation *all, size_t count, struct slice judge)
{
    for (size_t i = 0; i < count; i++) {
        if (slice_equal(all[i].judge, judge)) {
            return true;
        }
    }
    return false;
}

bool confirmation_read(struct slice header, struct confirmation *ret, size_t *ret_count)
{
    size_t count = 0;

    while (header.len > 0) {
        struct slice piece = take_to(&header, ',');
        if (count > 0 && piece.len > 0 && piece.at[0] == ' ') {
            piece = (struct slice){piece.at + 1, piece.len - 1};
        }
        struct confirmation one;
        if (count == CONFIRMATIONS_MAX || !read_one(piece, &one) ||
            is_there(ret, count, one.judge)) {
            return false;
        }
        ret[count++] = one;
    }
    *ret_count = count;
    return count > 0;
}

struct slice confirmation_text(struct arena *arena, const struct signature_sheet *sheet,
                               struct slice judge)
{
    unsigned char hash[SECRET_HASH];
    char hex[SECRET_HEX];

    secret_sha256(sheet->body, hash);
    text_hex(hash, sizeof hash, hex);
    return slice_of(arena_printf(
        arena, "jinbang-confirmation/1\n%.*s\n%.*s\n%.*s\n%.*s\n%s\n%.*s\n%.*s\n",
        SLICE_FMT(sheet->competition), SLICE_FMT(sheet->part), SLICE_FMT(sheet->competitor),
        SLICE_FMT(sheet->seat), hex, SLICE_FMT(sheet->ask), SLICE_FMT(judge)));
}

struct slice confirmation_open(struct arena *arena, const unsigned char *seed,
                               const struct signature_sheet *sheet,
                               const struct confirmation *confirmation)
{
    unsigned char bytes[BOX_MAX];
    unsigned char hash[SECRET_HASH];
    size_t len = confirmation->box.len / 2;
    struct buf *plain = buf_new(BOX_MAX);
    struct slice pin = SLICE_NONE;

    secret_sha256(confirmation_text(arena, sheet, confirmation->judge), hash);
    if (len <= sizeof bytes && text_unhex(confirmation->box, bytes, len) &&
        secret_unseal(seed, (struct slice){(const char *)bytes, len}, plain) &&
        plain->len > SECRET_HASH && secret_equal(plain->bytes, hash, SECRET_HASH)) {
        struct slice digits = {plain->bytes + SECRET_HASH, plain->len - SECRET_HASH};
        pin = (struct slice){arena_copy(arena, digits), digits.len};
    }
    secret_wipe(plain->bytes, plain->len);
    buf_unref(plain);
    return pin;
}
