// Finds where a value stands in JSON text that has been parsed before, so that its bytes can be
// kept as they were sent.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>

// A place in the text. What follows is for text that Jansson has taken; on other text the answers
// are false, never a step outside of it.
struct ask_scan {
    const char *at, *end;
};

// Steps to the first element of an array or to the first key of an object; false when it is empty
// or none.
bool ask_scan_enter(struct ask_scan *scan);
// Takes the key and its colon; the slice has the key's quotes.
bool ask_scan_key(struct ask_scan *scan, struct slice *ret_key);
// Takes one value, whatever it is.
bool ask_scan_value(struct ask_scan *scan, struct slice *ret_value);
// After a value: steps over a comma; false at the container's end (which is taken).
bool ask_scan_next(struct ask_scan *scan);
