// The private Redis: our own redis-server on a unix socket in the data folder, that does not
// outlive the node. DIR/lock is held (flock) by the node and inherited by the child, which is
// started through `setpriv --pdeathsig SIGTERM`; a start that finds the lock held waits, then names
// the pid.
#pragma once

#include <uv.h>

#include <stdbool.h>
#include <stdint.h>

struct buf;
struct keeper;

struct keeper_events {
    void (*on_started)(void *owner, const char *url); // unix://DIR/redis.sock answers PING
    void (*on_exit)(void *owner,
                    const char *why); // died though we wanted it; it is started again with back-off
};

// `wait_ms`: how long to wait for a held lock. NULL and a sentence in `problem`.
struct keeper *keeper_new(uv_loop_t *loop, const char *data_dir, uint64_t wait_ms,
                          const struct keeper_events *events, void *owner, struct buf *problem);
int64_t keeper_pid(const struct keeper *keeper); // of redis-server; 0 when not running
// SIGTERM (Redis then writes its files and exits), waits, unlocks; on_closed when all is gone.
void keeper_close(struct keeper *keeper, void (*on_closed)(void *owner), void *owner);
// Whether somebody holds DIR/lock now, and the pid written there.
bool keeper_is_held(const char *data_dir, int64_t *ret_pid);
// Whether only a Redis still works there whose node is dead: it ends by itself.
bool keeper_is_ending(const char *data_dir);
