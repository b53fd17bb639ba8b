#include "cli/token.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PATH_SIZE = 1024 };

static bool make(const char *path, char out[SECRET_TOKEN_TEXT])
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (file < 0) {
        return false;
    }
    secret_token(out);
    ssize_t len = SECRET_TOKEN_TEXT - 1;
    bool good =
        write(file, out, (size_t)len) == len && write(file, "\n", 1) == 1 && fsync(file) == 0;
    close(file);
    return good;
}

bool token_read(const char *path, char out[128], struct buf *problem)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t len = file < 0 ? -1 : read(file, out, 127);

    if (file >= 0) {
        close(file);
    }
    while (len > 0 && (out[len - 1] == '\n' || out[len - 1] == '\r' || out[len - 1] == ' ')) {
        len--;
    }
    if (len <= 0) {
        text_printf(problem, "no token can be read from %s: %s", path,
                    len < 0 ? strerror(errno) : "it is empty");
        return false;
    }
    out[len] = 0;
    return true;
}

bool token_keep(const char *data_dir, char out[SECRET_TOKEN_TEXT], struct buf *problem)
{
    char path[PATH_SIZE];
    char text[128];

    (void)snprintf(path, sizeof path, "%s/organiser.token", data_dir);
    if (access(path, F_OK) != 0) {
        if (make(path, out)) {
            return true;
        }
        text_printf(problem, "%s cannot be made: %s", path, strerror(errno));
        return false;
    }
    if (!token_read(path, text, problem)) {
        return false;
    }
    size_t len = strlen(text);
    if (len >= SECRET_TOKEN_TEXT || len < 16) {
        text_printf(problem, "%s does not hold a token", path);
        return false;
    }
    memcpy(out, text, len + 1);
    return true;
}
