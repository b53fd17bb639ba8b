// A tablet's own signature of a sheet (DESIGN 3.9): Ed25519 over a text that names the sheet, so
// that what was signed here can be nothing else elsewhere.
#pragma once

#include "base/slice.h"

#include <stdbool.h>

struct arena;

// What is signed. The address as in the sheet's path; ask: the request's key in lower case.
struct signature_sheet {
    struct slice competition, part, competitor, seat, ask, body;
};

// "ed25519 KEY SIGNATURE" (64 and 128 hex digits in lower case), the header Jinbang-Signature.
// False: it is something else.
bool signature_read(struct slice header, struct slice *ret_signer, struct slice *ret_signature);
// Whether these are 64 and 128 hex digits in lower case.
bool signature_is_formed(struct slice signer, struct slice signature);
// "jinbang-sheet/1", competition, part, competitor, seat, SHA-256 of the body in hex, ask: a line
// each.
struct slice signature_text(struct arena *arena, const struct signature_sheet *sheet);
// Whether the key has signed the sheet. The two are formed.
bool signature_holds(struct arena *arena, const struct signature_sheet *sheet, struct slice signer,
                     struct slice signature);
