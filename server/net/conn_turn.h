// What the connections of one loop share: who has something to do before the loop sleeps, the
// deadlines, and the one read buffer. Made with the first connection, gone with the last.
#pragma once

#include "base/list.h"
#include "net/wheel.h"

#include <uv.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct conn_turn;
struct sends;

enum { CONN_TURN_READ = 65536 };

// A connection's place in it, embedded there.
struct conn_seat {
    struct wheel_entry deadline;
    struct conn_turn *turn;
    struct list waiting;
    bool bulk; // is served in slices, after all others
};

// How the turn rings at a connection: its turn has come; its deadline has passed. Of those in bulk,
// what each has to write is gathered first (false: it is served as the others are) and leaves
// together, then each hears what became of it (see sends_run). While gathering nobody is told
// anything, so nobody can close.
struct conn_bell {
    void (*serve)(struct conn_seat *seat);
    bool (*gather)(struct conn_seat *seat, struct sends *sends);
    void (*took)(struct conn_seat *seat, long result);
    void (*expire)(struct conn_seat *seat);
};

void conn_turn_join(uv_loop_t *loop, struct conn_seat *seat, const struct conn_bell *bell);
void conn_turn_leave(struct conn_seat *seat);
void conn_turn_wait(
    struct conn_seat *seat); // serve() before the loop sleeps; once, however often it is called
void conn_turn_forget(struct conn_seat *seat);
void conn_turn_deadline(struct conn_seat *seat, uint64_t ms); // 0: none
size_t conn_turn_count(const uv_loop_t *loop);                // who waits
char *conn_turn_room(struct conn_seat *seat);                 // CONN_TURN_READ bytes to read into
struct buf *conn_turn_plain(struct conn_seat *seat);          // an empty buf for what TLS decrypts
