// One child at a time: start it, ask until it answers, tell; when it dies start it again after a
// pause that grows.
//
//   starting (process lives, probe asks) -> started -> (dies) resting -> starting …      closing
//   ends all of them
//
// The lock's descriptor is handed to the child, so the folder stays locked as long as either lives.
// `setpriv --pdeathsig` ends the child when the thread that started it ends; that thread runs the
// loop, so this is the node's end, however it comes. The child has a session of its own: Ctrl-C on
// a terminal reaches the node, which then ends it in good order.
#include "store/keeper.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/meter.h"
#include "base/must.h"
#include "base/text.h"
#include "store/keeper_files.h"
#include "store/keeper_lock.h"
#include "store/redis.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    PAUSE_LEAST_MS = 100,
    PAUSE_MOST_MS = 5000,
    STEADY_MS = 10000, // one that lived this long did not die of its start
    PING_MS = 50,      // while it loads
    PING_DEADLINE_MS = 5000,
    KILL_MS = 10000, // what is acknowledged is on disk: a Redis that does not end may be killed
    WHY_MAX = PATH_MAX + 100
};

struct keeper {
    uv_loop_t *loop;
    struct keeper_events events;
    void *owner;
    char *dir;
    struct buf *url; // terminated
    int lock;
    uv_process_t process;
    uv_timer_t timer; // pause before a start, or the next ping, or the kill
    struct redis *probe;
    bool alive;          // the process
    bool handle_closing; // of the process
    bool closing;
    uint64_t started_ms;
    uint64_t pause_ms;
    int holders; // timer, process handle, probe
    void (*on_closed)(void *owner);
    void *closed_owner;
};

static struct keeper *discard(struct keeper *keeper)
{
    if (keeper->lock >= 0) {
        keeper_lock_drop(keeper->lock);
    }
    buf_unref(keeper->url);
    free(keeper->dir);
    free(keeper);
    return NULL;
}

static void release(struct keeper *keeper)
{
    if (--keeper->holders == 0) {
        void (*on_closed)(void *) = keeper->on_closed;
        void *owner = keeper->closed_owner;
        discard(keeper);
        if (on_closed) {
            on_closed(owner);
        }
    }
}

static void on_timer_closed(uv_handle_t *handle)
{
    release(handle->data);
}

static void on_probe_closed(void *owner)
{
    release(owner);
}

// ---- asking whether it answers

static void close_probe(struct keeper *keeper)
{
    struct redis *probe = keeper->probe;
    if (probe) {
        keeper->probe = NULL;
        redis_close(probe, on_probe_closed, keeper);
    }
}

static void on_probe_up(void *owner);

static void on_ping_again(uv_timer_t *timer)
{
    on_probe_up(timer->data);
}

static void on_pong(void *owner, int error, const struct reply *reply)
{
    struct keeper *keeper = owner;

    if (error || !keeper->probe) {
        return; // the link comes again, or the process has ended
    }
    if (reply_kind(reply) == REPLY_ERROR) { // it still reads its files
        uv_timer_start(&keeper->timer, on_ping_again, PING_MS, 0);
        return;
    }
    close_probe(keeper);
    log_line(LOG_INFO, "keeper.started", "pid=%" PRId64 " took_ms=%" PRIu64, keeper_pid(keeper),
             clock_ms() - keeper->started_ms);
    keeper->events.on_started(keeper->owner, keeper->url->bytes);
}

static void on_probe_up(void *owner)
{
    struct keeper *keeper = owner;
    if (keeper->probe) {
        redis_call(keeper->probe, 1, (struct slice[]){SLICE("PING")}, PING_DEADLINE_MS, on_pong,
                   keeper);
    }
}

static void open_probe(struct keeper *keeper)
{
    static const struct redis_events events = {on_probe_up, NULL};
    const char *problem = NULL;

    keeper->probe = redis_new(keeper->loop, keeper->url->bytes, &events, keeper, &problem);
    must(keeper->probe); // we made the address
    keeper->holders++;
    redis_connect(keeper->probe);
}

// ---- the process

static void on_pause_over(uv_timer_t *timer);

static void rest(struct keeper *keeper)
{
    uint64_t next = keeper->pause_ms * 2;
    uv_timer_start(&keeper->timer, on_pause_over, keeper->pause_ms, 0);
    keeper->pause_ms = next < PAUSE_MOST_MS ? next : PAUSE_MOST_MS;
}

static void on_process_closed(uv_handle_t *handle)
{
    struct keeper *keeper = handle->data;

    keeper->handle_closing = false;
    if (keeper->closing) {
        uv_close((uv_handle_t *)&keeper->timer, on_timer_closed);
    } else {
        rest(keeper);
    }
    release(keeper);
}

static void tell_exit(struct keeper *keeper, const char *why)
{
    keeper_lock_write(keeper->lock, getpid(), 0);
    meter_count("jinbang_keeper_exits_total", "", 1);
    log_line(LOG_ERROR, "keeper.exit", "why=\"%s\"", why);
    keeper->events.on_exit(keeper->owner, why);
}

static void gone(struct keeper *keeper, const char *why)
{
    keeper->alive = false;
    keeper->handle_closing = true;
    uv_timer_stop(&keeper->timer);
    uv_close((uv_handle_t *)&keeper->process, on_process_closed);
    close_probe(keeper);
    if (clock_ms() - keeper->started_ms >= STEADY_MS) {
        keeper->pause_ms = PAUSE_LEAST_MS;
    }
    if (!keeper->closing) {
        tell_exit(keeper, why);
    }
}

static void on_process_exit(uv_process_t *process, int64_t status, int signal)
{
    struct keeper *keeper = process->data;
    char why[WHY_MAX];

    if (signal) {
        (void)snprintf(why, sizeof why, "redis-server was ended by signal %d; see %s/redis.log",
                       signal, keeper->dir);
    } else {
        (void)snprintf(why, sizeof why,
                       "redis-server ended with status %" PRId64 "; see %s/redis.log", status,
                       keeper->dir);
    }
    gone(keeper, why);
}

static uv_stdio_container_t handed(int fd)
{
    return (uv_stdio_container_t){.flags = fd < 0 ? UV_IGNORE : UV_INHERIT_FD, .data.fd = fd};
}

// Redis reads its settings from stdin, because it takes a file's name for a pattern: with a `*` or
// `[` in the folder's name it would find none and start without any.
static int spawn(struct keeper *keeper, int conf, int log)
{
    char setpriv[] = "setpriv", option[] = "--pdeathsig", signal[] = "SIGTERM", end[] = "--",
         server[] = "redis-server", from_stdin[] = "-";
    char *args[] = {setpriv, option, signal, end, server, from_stdin, NULL};
    uv_stdio_container_t files[] = {handed(conf), handed(log), handed(log),
                                    handed(keeper->lock)}; // an orphan still holds the lock
    uv_process_options_t options = {.file = setpriv,
                                    .args = args,
                                    .exit_cb = on_process_exit,
                                    .flags = UV_PROCESS_DETACHED,
                                    .stdio = files,
                                    .stdio_count = 4};

    return uv_spawn(keeper->loop, &keeper->process, &options);
}

static void start_with(struct keeper *keeper, int conf, int log)
{
    int error = spawn(keeper, conf, log);

    keeper->process.data = keeper;
    keeper->started_ms = clock_ms();
    keeper->holders++;
    if (error) {
        char why[WHY_MAX];
        (void)snprintf(why, sizeof why, "setpriv redis-server cannot be started: %s",
                       uv_strerror(error));
        gone(keeper, why);
        return;
    }
    keeper->alive = true;
    keeper_lock_write(keeper->lock, getpid(), keeper_pid(keeper));
    open_probe(keeper);
}

static void start(struct keeper *keeper)
{
    int conf = keeper_files_open_conf(keeper->dir);
    int log = keeper_files_open_log(keeper->dir);

    if (conf >= 0) {
        start_with(keeper, conf, log);
        (void)close(conf);
    } else { // without its settings it would not be a private Redis
        rest(keeper);
        tell_exit(keeper, "redis.conf cannot be read");
    }
    if (log >= 0) {
        (void)close(log);
    }
}

static void on_pause_over(uv_timer_t *timer)
{
    start(timer->data);
}

// ---- what others call

static bool lock_folder(struct keeper *keeper, uint64_t wait_ms, struct buf *problem)
{
    int64_t pid = 0;

    keeper->lock = keeper_lock_take(keeper->dir, wait_ms);
    if (keeper->lock >= 0) {
        keeper_lock_write(keeper->lock, getpid(), 0);
        return true;
    }
    if (errno != EWOULDBLOCK) {
        text_printf(problem, "%s/lock cannot be opened: %s.", keeper->dir, strerrordesc_np(errno));
    } else if (keeper_lock_is_held(keeper->dir, &pid) && pid > 0) {
        text_printf(problem, "The data folder %s is in use by process %" PRId64 ". End it first.",
                    keeper->dir, pid);
    } else {
        text_printf(problem, "The data folder %s is in use by another process.", keeper->dir);
    }
    return false;
}

static bool prepare(struct keeper *keeper, const char *data_dir, uint64_t wait_ms,
                    struct buf *problem)
{
    keeper->dir = keeper_files_folder(data_dir, problem);
    if (!keeper->dir || !keeper_files_programs(problem) || !lock_folder(keeper, wait_ms, problem)) {
        return false;
    }
    keeper_files_url(keeper->dir, keeper->url);
    buf_add(keeper->url, "", 1);
    return keeper_files_write(keeper->dir, problem);
}

struct keeper *keeper_new(uv_loop_t *loop, const char *data_dir, uint64_t wait_ms,
                          const struct keeper_events *events, void *owner, struct buf *problem)
{
    struct keeper *keeper = calloc(1, sizeof *keeper);
    must(keeper);
    keeper->loop = loop;
    keeper->events = *events;
    keeper->owner = owner;
    keeper->lock = -1;
    keeper->url = buf_new(128);
    keeper->pause_ms = PAUSE_LEAST_MS;
    if (!prepare(keeper, data_dir, wait_ms, problem)) {
        return discard(keeper);
    }
    must(uv_timer_init(loop, &keeper->timer) == 0);
    keeper->timer.data = keeper;
    keeper->holders = 1;
    uv_timer_start(&keeper->timer, on_pause_over, 0, 0); // no event before the loop runs
    return keeper;
}

int64_t keeper_pid(const struct keeper *keeper)
{
    return keeper->alive ? keeper->process.pid : 0;
}

static void on_kill(uv_timer_t *timer)
{
    struct keeper *keeper = timer->data;
    log_line(LOG_WARN, "keeper.kill", "pid=%" PRId64, keeper_pid(keeper));
    (void)uv_process_kill(&keeper->process, SIGKILL);
}

void keeper_close(struct keeper *keeper, void (*on_closed)(void *owner), void *owner)
{
    must(!keeper->closing);
    keeper->closing = true;
    keeper->on_closed = on_closed;
    keeper->closed_owner = owner;
    close_probe(keeper);
    if (keeper->alive) {
        (void)uv_process_kill(&keeper->process, SIGTERM);
        uv_timer_start(&keeper->timer, on_kill, KILL_MS, 0);
    } else if (!keeper->handle_closing) { // in a pause
        uv_close((uv_handle_t *)&keeper->timer, on_timer_closed);
    }
}

bool keeper_is_held(const char *data_dir, int64_t *ret_pid)
{
    return keeper_lock_is_held(data_dir, ret_pid);
}

bool keeper_is_ending(const char *data_dir)
{
    return keeper_lock_is_ending(data_dir);
}
