// The segments of a JPEG (ITU-T T.81, annex B).
#pragma once

#include "base/slice.h"
#include "wire/photo_facts.h"

#include <stdbool.h>

struct buf;

bool photo_jpeg_copy(struct slice file, struct photo *ret, struct buf *out);
