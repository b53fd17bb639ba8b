// DIR/lock: who works in a data folder. The flock holds as long as any process has the descriptor,
// so that a Redis that outlived its node still shows; the pids in the file are only for people to
// read.
#pragma once

#include <stdbool.h>
#include <stdint.h>

// Waits at most `wait_ms`. The descriptor, or -1 with errno (EWOULDBLOCK: somebody else holds it).
int keeper_lock_take(const char *dir, uint64_t wait_ms);
void keeper_lock_write(int fd, int64_t node_pid, int64_t redis_pid); // redis_pid 0: none
void keeper_lock_drop(int fd);                                       // no more in use, and closed
// Whether somebody holds it now, and the pid of the node, or of its Redis when the node is dead (0:
// not known).
bool keeper_lock_is_held(const char *dir, int64_t *ret_pid);
// Whether only a Redis still holds it whose node is dead: it ends by itself (--pdeathsig).
bool keeper_lock_is_ending(const char *dir);
