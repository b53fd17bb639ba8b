// The chunks of a still WebP (RFC 9649).
#pragma once

#include "base/slice.h"
#include "wire/photo_facts.h"

#include <stdbool.h>

struct buf;

bool photo_webp_copy(struct slice file, struct photo *ret, struct buf *out);
