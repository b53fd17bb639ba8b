// Paths of the HTTP interface: words between slashes.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>

// Whether `path` fits `pattern`, word by word; what stands for a `*` (no empty word) is put into
// `words`, at most `most` of them, as it came, not yet decoded.
bool path_fits(const char *pattern, struct slice path, struct slice *words, size_t most);
