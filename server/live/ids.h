// Ids kept in fields of a fixed size.
#pragma once

#include "base/slice.h"

#include <string.h>

// As much of the id as there is room for, terminated. `size` is at least 1.
static inline void ids_copy(char *out, size_t size, struct slice id)
{
    size_t len = id.len < size ? id.len : size - 1;

    if (len > 0) {
        memcpy(out, id.at, len);
    }
    out[len] = 0;
}
