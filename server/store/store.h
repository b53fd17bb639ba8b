// The archive of one node: its command connection, the functions it has loaded, and whether marks would really be on disk.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

struct redis;
struct store;

struct store_settings {
    const char *redis_url;
    const char *data_dir;       // for the disk-free check; NULL: none (a foreign Redis)
    uint64_t disk_free_min_bytes;
    uint64_t call_ms;           // deadline of a call
    uint64_t check_ms;          // every so often the settings are read back (10,000)
    bool read_only;             // verify: loads nothing, checks nothing but the link
};

struct store_events {
    void (*on_ready)(void *owner);      // functions loaded, settings read back and good; may come many times
    void (*on_unready)(void *owner, const char *why);
};

struct store *store_new(uv_loop_t *loop, const struct store_settings *settings,
                        const struct store_events *events, void *owner, const char **ret_problem);
void store_start(struct store *store);
bool store_is_ready(const struct store *store);
// Why not, as a problem type name ("redis-unreachable", "redis-not-durable", "disk-full", "redis-too-old", …), and one
// sentence; "" and "" when ready.
const char *store_why(const struct store *store);
const char *store_why_text(const struct store *store);
uint64_t store_age_ms(const struct store *store); // since Redis last answered us anything
struct redis *store_commands(struct store *store);
uv_loop_t *store_loop(struct store *store);
const struct store_settings *store_settings(const struct store *store);
// "jinbang_commit_<hash>" and its like: the library's functions by content hash.
const char *store_commit_function(const struct store *store);
const char *store_board_function(const struct store *store);
void store_close(struct store *store, void (*on_closed)(void *owner), void *owner);
