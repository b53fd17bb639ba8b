// Whole files into memory, and out of it.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <sys/types.h>

struct buf;

// The file's bytes, or NULL. "-" is standard input.
struct buf *file_read(const char *path);
// Puts the bytes in the path's place in one step (written beside it, fsync, rename), with exactly
// this mode: whoever opens the path sees the old file or the new one, also after a power cut. False
// with errno set, and the old file as it was.
bool file_write(const char *path, struct slice bytes, mode_t mode);
