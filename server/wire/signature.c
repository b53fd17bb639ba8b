#include "wire/signature.h"

#include "base/arena.h"
#include "base/secret.h"
#include "base/text.h"

#include <string.h>

// The piece up to the next blank, which goes too.
static struct slice next_word(struct slice *rest)
{
    const char *blank = rest->len ? memchr(rest->at, ' ', rest->len) : NULL;
    struct slice word = {rest->at, blank ? (size_t)(blank - rest->at) : rest->len};
    size_t took = word.len + (blank ? 1 : 0);

    *rest = (struct slice){rest->at + took, rest->len - took};
    return word;
}

bool signature_is_formed(struct slice signer, struct slice signature)
{
    unsigned char key[SECRET_KEY];
    unsigned char bytes[SECRET_SIGNATURE];

    return text_unhex(signer, key, sizeof key) && text_unhex(signature, bytes, sizeof bytes);
}

bool signature_read(struct slice header, struct slice *ret_signer, struct slice *ret_signature)
{
    struct slice rest = header;
    bool known = slice_is(next_word(&rest), "ed25519");
    struct slice signer = next_word(&rest);

    if (!known || !signature_is_formed(signer, rest)) {
        return false;
    }
    *ret_signer = signer;
    *ret_signature = rest;
    return true;
}

struct slice signature_text(struct arena *arena, const struct signature_sheet *sheet)
{
    unsigned char hash[SECRET_HASH];
    char hex[SECRET_HEX];

    secret_sha256(sheet->body, hash);
    text_hex(hash, sizeof hash, hex);
    return slice_of(arena_printf(arena, "jinbang-sheet/1\n%.*s\n%.*s\n%.*s\n%.*s\n%s\n%.*s\n",
                                 SLICE_FMT(sheet->competition), SLICE_FMT(sheet->part),
                                 SLICE_FMT(sheet->competitor), SLICE_FMT(sheet->seat), hex,
                                 SLICE_FMT(sheet->ask)));
}

bool signature_holds(struct arena *arena, const struct signature_sheet *sheet, struct slice signer,
                     struct slice signature)
{
    unsigned char key[SECRET_KEY];
    unsigned char bytes[SECRET_SIGNATURE];

    return text_unhex(signer, key, sizeof key) && text_unhex(signature, bytes, sizeof bytes) &&
           secret_is_signed(key, signature_text(arena, sheet), bytes);
}
