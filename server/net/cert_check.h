// Somebody else's certificate, looked at before it is taken: every fault that a tablet would find,
// in words, before the hall is full of tablets.
#pragma once

#include <stdbool.h>

struct buf;
struct cert_make_names;

// Key fits, chain whole and of a usable kind, dates good today, all of `names` (may be empty) in
// it. False and a sentence that says what is wrong and what to ask for; else true, and in `advice`
// a sentence where something is worth knowing.
bool cert_check(const char *cert_file, const char *key_file, const struct cert_make_names *names,
                struct buf *advice, struct buf *problem);
