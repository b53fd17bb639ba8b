// A board's picture as JSON: the whole, or what changed; and the tile's hash. Pure: rows in, bytes
// out.
#pragma once

#include "base/slice.h"
#include "scoring/rules.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

enum { SCENE_VALUES_MAX = 32, SCENE_HASH_TEXT = 17 };

struct scene_row {
    struct slice id, code, name, second_name, delegation; // absent: at == NULL
    uint32_t place;                                       // 0: none
    bool shared, complete;
    uint32_t done, expected;
    char total[RATIO_TEXT_MAX];
    size_t module_count;
    const char *module_ids[SCENE_VALUES_MAX];
    char modules[SCENE_VALUES_MAX][RATIO_TEXT_MAX];
    const char *title;                           // id, or NULL
    const char *total_exact;                     // as "total_exact"; NULL: not written
    const char *modules_exact[SCENE_VALUES_MAX]; // as "value_exact"; written with total_exact
};

struct scene_state {
    enum rules_show show;
    bool published;
    uint64_t total, ranked, done, expected;
};

uint64_t scene_hash(const struct scene_row *rows, size_t count); // as documented: FNV-1a 64
void scene_hash_text(uint64_t hash, char out[SCENE_HASH_TEXT]);
bool scene_row_same(const struct scene_row *a, const struct scene_row *b);
void scene_write_row(const struct scene_row *row, struct buf *out);
void scene_write_state(const struct scene_state *state, struct buf *out);
const char *scene_show(enum rules_show show); // "none", "progress", "code", "name"

struct scene_frame {
    struct slice board; // address
    struct slice token;
    uint64_t from, seq;
    uint64_t sealed_us; // stamp for latency
    const struct scene_state *state;
    const struct scene_row *rows;
    size_t count;
};

// "snapshot", or with a reason "resync".
void scene_write_snapshot(const struct scene_frame *frame, const char *resync_reason,
                          struct buf *out);
// What changed between `before` and frame->rows.
void scene_write_delta(const struct scene_frame *frame, const struct scene_row *before,
                       size_t before_count, struct buf *out);
void scene_write_heartbeat(struct slice board, uint64_t seq, uint64_t hash, uint64_t age_ms,
                           int64_t wall_ms, struct buf *out);
