// The body of a signing entry: one act of sign-off. What a person sends has the same members but
// what the node adds; drawings and scans are not in it, only their digests. Absent: at == NULL.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct buf;
struct faults;

enum entry_signing_act {
    SIGNING_CHECK,   // stage: the chief judge confirms the marks as they stand
    SIGNING_SIGN,    // a page (stage; part and seat; part and competitor), role; code or drawing
    SIGNING_REFUSE,  // part, competitor, witness, reason; code? — he does not sign
    SIGNING_SECOND,  // part, competitor, seat, body: the paper sheet typed again
    SIGNING_SETTLE,  // part, competitor, seat, reason: what stands there now is right
    SIGNING_SAMPLE,  // stage: draws whose sheets are re-checked
    SIGNING_RECHECK, // part, competitor, seat, good, reason?
    SIGNING_LOCK,    // stage
    SIGNING_REOPEN,  // stage, or part, competitor and seat; reason
    SIGNING_SCAN     // of, and what the node adds: scan, type
};

enum {
    SIGNING_REASON_MAX = 500,       // characters
    SIGNING_DRAWING_MAX = 48 << 10, // bytes of a drawing's JSON
    SIGNING_SHEET_MAX = 64 << 10
};

// The version of the journal's format from which on an act goes by what was marked, and not by who
// that is: what it says of works outlives the opening of their codes.
enum { SIGNING_LASTS = 5 };

struct entry_signing {
    enum entry_signing_act act;
    struct slice stage, part, competitor, seat;
    struct slice role; // "judge", "chief", "supervisor", "competitor"
    struct slice code, witness, reason;
    bool good;
    struct slice body;    // SECOND: the sheet's marks, plain (wire/sheet_plain)
    struct slice drawn;   // only as asked: the drawing's JSON
    uint64_t of;          // SCAN: the signature's journal number
    struct slice digest;  // of the page as it then was; hex
    struct slice drawing; // of the drawing; hex
    struct slice scan;    // of the file; hex
    struct slice type;    // of the file: image/png …
    uint64_t sheet;       // SECOND, SETTLE, RECHECK: the sheet's journal number
};

const char *entry_signing_word(enum entry_signing_act act);
// A request; everything lives on the arena. On false, faults holds why.
bool entry_signing_ask(struct arena *arena, struct slice json, struct entry_signing *ret,
                       struct faults *faults);
void entry_signing_write(const struct entry_signing *signing, struct buf *out);
// Form only; what it may refer to is live/signing's business.
bool entry_signing_read(struct arena *arena, struct slice body, struct entry_signing *ret);
