// Readable names of devices: a word that can be called across a hall, and two figures ("crane-42",
// 仙鹤 42).
#pragma once

#include "base/slice.h"

#include <stdint.h>

struct buf;

enum { NICKNAME_MAX = 32 };

void nickname_make(uint64_t random, char out[NICKNAME_MAX]);
// {"zh":"仙鹤 42","en":"crane 42"}; of a name that is none of ours, itself in both.
void nickname_say(struct slice name, struct buf *out);
