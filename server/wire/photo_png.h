// The chunks of a PNG (W3C Portable Network Graphics, third edition).
#pragma once

#include "base/slice.h"
#include "wire/photo_facts.h"

#include <stdbool.h>

struct buf;

bool photo_png_copy(struct slice file, struct photo *ret, struct buf *out);
