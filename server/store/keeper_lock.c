#include "store/keeper_lock.h"

#include "base/clock.h"
#include "base/must.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

enum { TEXT_MAX = 128, PAUSE_NS = 20000000 };

static int open_lock(const char *dir, int flags)
{
    char path[PATH_MAX];
    int len = snprintf(path, sizeof path, "%s/lock", dir);
    if (len < 0 || len >= PATH_MAX) {
        errno = ENAMETOOLONG;
        return -1;
    }
    return open(path, flags | O_CLOEXEC, 0600);
}

int keeper_lock_take(const char *dir, uint64_t wait_ms)
{
    static const struct timespec pause = {0, PAUSE_NS};
    uint64_t end = clock_ms() + wait_ms;
    int fd = open_lock(dir, O_RDWR | O_CREAT);

    while (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0) {
        int error = errno;
        if ((error != EWOULDBLOCK && error != EINTR) || clock_ms() >= end) {
            (void)close(fd);
            errno = error;
            return -1;
        }
        (void)nanosleep(&pause, NULL);
    }
    return fd;
}

void keeper_lock_write(int fd, int64_t node_pid, int64_t redis_pid)
{
    char text[TEXT_MAX];
    int len =
        snprintf(text, sizeof text, "node %" PRId64 "\nredis %" PRId64 "\n", node_pid, redis_pid);

    // Nothing hangs on it: who cannot write it holds the lock all the same.
    if (ftruncate(fd, 0) == 0) {
        ssize_t written = pwrite(fd, text, (size_t)len, 0);
        (void)written;
    }
}

void keeper_lock_drop(int fd)
{
    int cut = ftruncate(fd, 0);
    (void)cut;
    (void)flock(fd, LOCK_UN);
    (void)close(fd);
}

static int64_t read_pid(const char *text, const char *name)
{
    const char *at = strstr(text, name);
    return at ? (int64_t)strtoll(at + strlen(name), NULL, 10) : 0;
}

static bool is_alive(int64_t pid)
{
    return pid > 0 && (kill((pid_t)pid, 0) == 0 || errno == EPERM);
}

// Whether it is held; then `node` and `redis` are the pids in the file.
static bool look(const char *dir, int64_t *node, int64_t *redis)
{
    char text[TEXT_MAX] = "";
    int fd = open_lock(dir, O_RDONLY);

    if (fd < 0) {
        return false; // never used
    }
    bool held = flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    if (held) {
        ssize_t len = pread(fd, text, sizeof text - 1, 0);
        text[len > 0 ? len : 0] = '\0';
        *node = read_pid(text, "node ");
        *redis = read_pid(text, "redis ");
    }
    (void)close(fd);
    return held;
}

bool keeper_lock_is_held(const char *dir, int64_t *ret_pid)
{
    int64_t node = 0;
    int64_t redis = 0;
    bool held = look(dir, &node, &redis);

    if (held) {
        *ret_pid = is_alive(node) ? node : redis;
    }
    return held;
}

bool keeper_lock_is_ending(const char *dir)
{
    int64_t node = 0;
    int64_t redis = 0;

    return look(dir, &node, &redis) && node > 0 && !is_alive(node);
}
