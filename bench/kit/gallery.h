// Many sockets that watch: each joins, is greeted, and has its frames read, checked and counted.
// The sequence numbers of a board's frames must follow each other, or be a whole picture.
#pragma once

#include "bench/kit/site.h"
#include "bench/kit/spread.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { GALLERY_BOARDS_MAX = 4, GALLERY_TOKEN_MAX = 512, GALLERY_READ = 1 << 18 };

enum gallery_kind {
    GALLERY_BOARD, // a node: hello with boards, then snapshots and deltas
    GALLERY_PEER,  // another WebSocket server that only sends: ready once it is upgraded
    GALLERY_BARE   // bench_bare: frames without an upgrade
};

struct gallery_socket {
    int fd; // -1: not there
    bool greeted;
    unsigned pictures; // boards of which it has one
    uint64_t sequence[GALLERY_BOARDS_MAX];
    uint64_t taken; // pictures of all boards
    uint64_t done;  // by the last picture, where it is kept
    char *rest;     // of a frame that came in pieces
    size_t rest_len;
    char *resume;      // the token of the last picture, where it is kept
    uint64_t pause_ms; // that the server has told it
    uint64_t again_us; // when it may come back
};

struct gallery_counts {
    uint64_t deltas, snapshots, beats, resumed, bytes;
};

struct gallery {
    enum gallery_kind kind;
    const struct sockaddr_in *address;
    const char *path; // of the upgrade
    unsigned board_count;
    const char *boards[GALLERY_BOARDS_MAX];
    unsigned follow_step; // not 0: socket i's one board is boards[0] and the number i × this
    unsigned count, ready, lost;
    unsigned deaf;     // the first so many will be deafened: their links keep little
    bool measuring;    // latencies are noted
    bool keeps_tokens; // for who will join again
    bool keeps_done;   // how many marks a picture says it knows
    bool may_lose;     // a connection that ends is counted, not an error
    struct gallery_socket *sockets;
    struct gallery_counts all;
    struct spread spread; // from "sealed_us" in a frame to its reading, µs
    uint64_t last_us;     // when the last picture was read
    int poll;
    char read[GALLERY_READ];
};

// `count` sockets that are not there yet; the fields above `count` have been filled in.
void gallery_open(struct gallery *gallery, unsigned count);
// Connects one and asks; it is ready when it has a picture of each board. False: nobody listens.
bool gallery_join(struct gallery *gallery, unsigned index);
// Joins those from `first` up to `end`, so many at a time, until all are ready.
void gallery_fill(struct gallery *gallery, unsigned first, unsigned end);
// All go; the sockets can be filled again.
void gallery_leave(struct gallery *gallery);
// Its bytes are not read any more; its buffers in the kernel are small.
void gallery_deafen(struct gallery *gallery, unsigned index);
// They are read again.
void gallery_hear(struct gallery *gallery, unsigned index);
// Takes what has come, waiting `ms` for it at the most.
void gallery_turn(struct gallery *gallery, int ms);
uint64_t gallery_pictures(const struct gallery *gallery);
