// Whole files into memory.
#pragma once

struct buf;

// The file's bytes, or NULL. "-" is standard input.
struct buf *file_read(const char *path);
