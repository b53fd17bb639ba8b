// The archive of one node: its command connection, the functions it has loaded, and whether marks
// would really be on disk.
#pragma once

#include "base/slice.h"

#include <uv.h>

#include <stdbool.h>
#include <stdint.h>

struct redis;
struct store;

struct store_settings {
    const char *redis_url;
    const char *data_dir; // for the disk-free check; NULL: none (a foreign Redis)
    uint64_t disk_free_min_bytes;
    uint64_t call_ms;  // deadline of a call
    uint64_t check_ms; // every so often the settings are read back (10,000)
    bool read_only;    // verify: loads nothing, checks nothing but the link
};

struct store_events {
    // Functions loaded, settings read back and good. Comes again after each time of being unready.
    void (*on_ready)(void *owner);
    // `why` is the name of store_why(). Comes when it turns unready and when the reason changes.
    void (*on_unready)(void *owner, const char *why);
};

struct store *store_new(uv_loop_t *loop, const struct store_settings *settings,
                        const struct store_events *events, void *owner, const char **ret_problem);
void store_start(struct store *store);
bool store_is_ready(const struct store *store);
// Why not, as a problem type name and one English sentence; "" and "" when ready. The names:
//   redis-unreachable          no link, or Redis refuses to talk to us
//   redis-loading              it still reads its files
//   redis-too-old              older than 7.0
//   redis-not-master           a replica
//   redis-not-durable          a mark would not be on disk when it is acknowledged, or could be
//   evicted redis-settings-unreadable  CONFIG GET is forbidden, so nobody can say whether it would
//   be redis-refuses-functions    FUNCTION LOAD failed disk-full                  less than
//   disk_free_min_bytes free under data_dir
const char *store_why(const struct store *store);
const char *store_why_text(const struct store *store);
uint64_t store_age_ms(const struct store *store); // since Redis last answered us anything
void store_heard(struct store *store); // Redis spoke on another connection of this store (a tail)
void store_check(struct store *store); // look again now: something said that functions or settings
                                       // are not as they were
struct redis *store_commands(struct store *store);
uv_loop_t *store_loop(struct store *store);
const struct store_settings *store_settings(const struct store *store);
// "jinbang_commit_<hash>" and its like: the library's functions by content hash.
const char *store_commit_function(const struct store *store);
const char *store_board_function(const struct store *store);
const char *store_tray_function(const struct store *store);
const char *store_trail_function(const struct store *store);
void store_close(struct store *store, void (*on_closed)(void *owner), void *owner);
