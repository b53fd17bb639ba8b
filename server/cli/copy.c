#include "cli/copy.h"

#include "base/text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_SIZE = 4096 };

static bool copy_file(const char *from, const char *to)
{
    struct stat what;
    int in = open(from, O_RDONLY | O_CLOEXEC);
    int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool good = in >= 0 && out >= 0 && fstat(in, &what) == 0;

    for (off_t done = 0; good && done < what.st_size;) {
        ssize_t sent = sendfile(out, in, NULL, (size_t)(what.st_size - done));
        good = sent > 0;
        done += sent > 0 ? sent : 0;
    }
    if (in >= 0) {
        close(in);
    }
    if (out >= 0) {
        close(out);
    }
    return good;
}

// Redis keeps files and one folder of them (appendonlydir).
static bool copy_folder(const char *from, const char *to, unsigned depth)
{
    DIR *folder = opendir(from);
    const struct dirent *entry = NULL;
    bool good = folder && (mkdir(to, 0700) == 0 || errno == EEXIST);

    while (good && (entry = readdir(folder)) != NULL) {
        char source[PATH_SIZE];
        char target[PATH_SIZE];
        struct stat what;
        (void)snprintf(source, sizeof source, "%s/%s", from, entry->d_name);
        (void)snprintf(target, sizeof target, "%s/%s", to, entry->d_name);
        if (entry->d_name[0] == '.' || stat(source, &what) != 0) {
            continue;
        }
        if (S_ISREG(what.st_mode)) {
            good = copy_file(source, target);
        } else if (S_ISDIR(what.st_mode) && depth < 2) {
            good = copy_folder(source, target, depth + 1);
        }
    }
    if (folder) {
        closedir(folder);
    }
    return good;
}

bool copy_redis(const char *data_dir, char *ret_folder, size_t room, struct buf *problem)
{
    char from[PATH_SIZE];
    char to[PATH_SIZE];

    (void)snprintf(ret_folder, room, "/tmp/jinbang-verify-XXXXXX");
    (void)snprintf(from, sizeof from, "%s/redis", data_dir);
    if (access(from, R_OK) != 0 || !mkdtemp(ret_folder)) {
        text_printf(problem, "there is no journal to read in %s", data_dir);
        ret_folder[0] = 0;
        return false;
    }
    (void)snprintf(to, sizeof to, "%s/redis", ret_folder);
    if (!copy_folder(from, to, 0)) {
        text_printf(problem, "%s cannot be copied: %s", from, strerror(errno));
        return false;
    }
    return true;
}

static int remove_one(const char *path, const struct stat *what, int kind, struct FTW *at)
{
    (void)what;
    (void)kind;
    (void)at;
    return remove(path);
}

void copy_remove(const char *folder)
{
    (void)nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}
