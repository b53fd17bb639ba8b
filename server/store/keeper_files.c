#include "store/keeper_files.h"

#include "base/buf.h"
#include "base/must.h"
#include "base/slice.h"
#include "base/text.h"
#include "store/redis_url.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SOCKET_NAME "/redis.sock"

static bool make_folder(const char *path, struct buf *problem)
{
    struct stat info;

    if (mkdir(path, 0700) != 0 && errno != EEXIST) {
        text_printf(problem, "The folder %s cannot be made: %s.", path, strerrordesc_np(errno));
        return false;
    }
    if (stat(path, &info) != 0 || !S_ISDIR(info.st_mode)) {
        text_printf(problem, "%s is not a folder.", path);
        return false;
    }
    return true;
}

char *keeper_files_folder(const char *data_dir, struct buf *problem)
{
    if (!make_folder(data_dir, problem)) {
        return NULL;
    }
    char *dir = realpath(data_dir, NULL);
    if (!dir) {
        text_printf(problem, "The folder %s cannot be found: %s.", data_dir,
                    strerrordesc_np(errno));
        return NULL;
    }
    // A unix socket's address has no room for more. A short link would help, but everybody who
    // looks for the socket in the data folder would have to know it.
    if (strlen(dir) + strlen(SOCKET_NAME) > REDIS_URL_PATH_MAX) {
        text_printf(problem,
                    "The name of the data folder is too long for the socket in it: %s has %zu "
                    "bytes, and %zu "
                    "are possible. Choose a folder nearer to the root.",
                    dir, strlen(dir), REDIS_URL_PATH_MAX - strlen(SOCKET_NAME));
        free(dir);
        return NULL;
    }
    return dir;
}

// A quoted word of redis.conf.
static void add_quoted(struct buf *out, const char *text)
{
    buf_add(out, "\"", 1);
    for (const char *at = text; *at; at++) {
        if ((unsigned char)*at < ' ') {
            text_printf(out, "\\x%02x", (unsigned)(unsigned char)*at);
            continue;
        }
        if (*at == '"' || *at == '\\') {
            buf_add(out, "\\", 1);
        }
        buf_add(out, at, 1);
    }
    buf_add(out, "\"", 1);
}

static void add_conf(struct buf *out, const char *dir)
{
    char path[PATH_MAX];

    text_printf(out, "# Written by jinbang at every start; changes are lost.\nport 0\nunixsocket ");
    (void)snprintf(path, sizeof path, "%s" SOCKET_NAME, dir);
    add_quoted(out, path);
    text_printf(out, "\nunixsocketperm 700\ndaemonize no\ndir ");
    (void)snprintf(path, sizeof path, "%s/redis", dir);
    add_quoted(out, path);
    text_printf(out,
                "\nappendonly yes\n"
                "appendfsync always\n" // an acknowledged mark is on the disk
                "no-appendfsync-on-rewrite no\n"
                "aof-use-rdb-preamble yes\n"
                "save \"\"\n" // the append-only file is the record; no second one beside it
                "maxmemory-policy noeviction\n");
}

static bool write_file(const char *path, const struct buf *bytes)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) {
        return false;
    }
    bool good = write(fd, bytes->bytes, bytes->len) == (ssize_t)bytes->len;
    return close(fd) == 0 && good;
}

bool keeper_files_write(const char *dir, struct buf *problem)
{
    char path[PATH_MAX];
    struct buf *conf = buf_new(1024);

    (void)snprintf(path, sizeof path, "%s/redis", dir);
    bool good = make_folder(path, problem);
    if (good) {
        add_conf(conf, dir);
        (void)snprintf(path, sizeof path, "%s/redis.conf", dir);
        good = write_file(path, conf);
        if (!good) {
            text_printf(problem, "%s cannot be written: %s.", path, strerrordesc_np(errno));
        }
    }
    buf_unref(conf);
    return good;
}

static bool is_in_path(const char *program)
{
    const char *folders = getenv("PATH"); // NOLINT(concurrency-mt-unsafe): nobody sets it
    char path[PATH_MAX];

    while (folders && *folders) {
        size_t len = strcspn(folders, ":");
        int needs = snprintf(path, sizeof path, "%.*s/%s", (int)len, folders, program);
        if (needs > 0 && needs < PATH_MAX && access(path, X_OK) == 0) {
            return true;
        }
        folders += len + (folders[len] == ':');
    }
    return false;
}

bool keeper_files_programs(struct buf *problem)
{
    if (!is_in_path("redis-server")) {
        text_printf(problem,
                    "redis-server is not installed (Debian: apt-get install redis-server); or "
                    "name a Redis of yours with --redis.");
        return false;
    }
    if (!is_in_path("setpriv")) {
        text_printf(problem, "setpriv is not installed (Debian: apt-get install util-linux).");
        return false;
    }
    return true;
}

void keeper_files_url(const char *dir, struct buf *out)
{
    text_add(out, SLICE("unix://"));
    for (const char *at = dir; *at; at++) {
        if (*at == '%' || *at == '?' || (unsigned char)*at <= ' ') {
            text_printf(out, "%%%02X", (unsigned)(unsigned char)*at);
        } else {
            buf_add(out, at, 1);
        }
    }
    text_add(out, SLICE(SOCKET_NAME));
}

int keeper_files_open_conf(const char *dir)
{
    char path[PATH_MAX];
    (void)snprintf(path, sizeof path, "%s/redis.conf", dir);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

int keeper_files_open_log(const char *dir)
{
    char path[PATH_MAX];
    (void)snprintf(path, sizeof path, "%s/redis.log", dir);
    return open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}
