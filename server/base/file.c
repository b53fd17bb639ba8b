#include "base/file.h"

#include "base/buf.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct buf *file_read(const char *path)
{
    char chunk[65536];
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rbe");

    if (!file) {
        return NULL;
    }
    struct buf *buf = buf_new(sizeof chunk);
    for (size_t got = 0; (got = fread(chunk, 1, sizeof chunk, file)) > 0;) {
        buf_add(buf, chunk, got);
    }
    bool good = !ferror(file);
    if (file != stdin) {
        (void)fclose(file);
    }
    return good ? buf : buf_unref(buf);
}
