// A member's confirmation of a marking group's sheet. His PIN is sealed on the tablet to the
// server's key (crypto_box_seal: X25519, XSalsa20-Poly1305) together with the digest of a text that
// names exactly these figures and him: what lies on the tablet until there is a network tells
// nobody the PIN, cannot be tried out there, and stands for no other sheet and no other member.
#pragma once

#include "base/slice.h"
#include "wire/signature.h" // struct signature_sheet

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum { CONFIRMATIONS_MAX = 16, CONFIRMATION_PIN_MAX = 8 };

struct confirmation {
    struct slice judge, box; // box: hex in lower case
};

// "JUDGE BOX, JUDGE BOX …", the header Jinbang-Confirmed. False: it is something else, or says one
// judge twice. `ret` has room for CONFIRMATIONS_MAX.
bool confirmation_read(struct slice header, struct confirmation *ret, size_t *ret_count);
// "jinbang-confirmation/1", competition, part, competitor, seat, SHA-256 of the body in hex, ask,
// judge: a line each. The box's content is the SHA-256 of it and the PIN's digits.
struct slice confirmation_text(struct arena *arena, const struct signature_sheet *sheet,
                               struct slice judge);
// The PIN in the box, on the arena; SLICE_NONE: it was not sealed to this key, or not for this
// sheet and this judge.
struct slice confirmation_open(struct arena *arena, const unsigned char *seed,
                               const struct signature_sheet *sheet,
                               const struct confirmation *confirmation);
