#include "base/file.h"

#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_SIZE = 1200 };

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

static bool write_all(int file, struct slice bytes)
{
    while (bytes.len > 0) {
        ssize_t wrote = write(file, bytes.at, bytes.len);
        if (wrote < 0) {
            return false;
        }
        bytes.at += wrote;
        bytes.len -= (size_t)wrote;
    }
    return true;
}

// The name itself is on disk only when its folder is.
static void sync_folder(const char *path)
{
    char folder[PATH_SIZE];
    const char *slash = strrchr(path, '/');

    (void)snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path + 1) : 1,
                   slash ? path : ".");
    int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file >= 0) {
        (void)fsync(file);
        close(file);
    }
}

bool file_write(const char *path, struct slice bytes, mode_t mode)
{
    char fresh[PATH_SIZE];
    int len = snprintf(fresh, sizeof fresh, "%s.new", path);

    if (len < 0 || (size_t)len >= sizeof fresh) {
        errno = ENAMETOOLONG;
        return false;
    }
    (void)unlink(fresh); // left by one that was killed
    int file = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode & 0600);
    if (file < 0) {
        return false;
    }
    bool good = write_all(file, bytes) && fchmod(file, mode) == 0 && fsync(file) == 0;
    close(file);
    good = good && rename(fresh, path) == 0;
    if (good) {
        sync_folder(path);
    } else {
        int why = errno;
        (void)unlink(fresh);
        errno = why;
    }
    return good;
}
