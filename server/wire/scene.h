// A board's picture as JSON: the whole, or what changed; and the tile's hash. Pure: rows in, bytes
// out.
#pragma once

#include "base/slice.h"
#include "scoring/contest.h"
#include "wire/scene_stage.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

enum { SCENE_VALUES_MAX = 32, SCENE_HASH_TEXT = 17 };

struct scene_part {
    const char *id;
    const char *value_exact; // NULL: null
    enum rules_status code;  // the code that counts as this value; not when RUNNING
};

// In place of a competitor: a delegation, and the places of its people. Its id is its name.
struct scene_unit {
    uint32_t medals[3]; // how many have places 1, 2 and 3
    uint32_t best, people;
};

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
    // Each written only when it is set, so that frames without them are as they always were.
    enum rules_status status; // "status":"dnf"; not when RUNNING
    bool half;                // the place and a half
    enum field_state field;   // "field":"in" or "out"
    bool held, flagged;
    char scale[RATIO_TEXT_MAX]; // ""
    const char *group;          // id, where the skill has groups; with the place in it, as above
    uint32_t group_place;
    bool group_shared, group_half;
    uint32_t heat, heat_place; // 0: none; likewise
    bool heat_shared, heat_half;
    struct scene_told told;        // written after these
    const struct scene_unit *unit; // NULL: a competitor's row
    uint32_t overall;              // place over all stages, where the rules want it; not on boards
    bool overall_half;
    const char *stage;     // where he went out, in a list over all stages; NULL: not written
    const char *own_exact; // the organiser's exact view: NULL or 0 elsewhere
    size_t tie_count;
    const char *const *ties; // values of the tie steps, exact
    size_t part_count;
    const struct scene_part *parts;
};

struct scene_state {
    enum rules_show show;
    uint64_t published; // number of the publication in the journal; 0: not published
    int64_t frozen;     // wall time in ms since when the public's picture stands still; 0: it moves
    uint64_t total, ranked, done, expected;
    uint64_t listed; // lines of the list that the tile is a piece of; not written when 0
    size_t line_count;
    struct scene_line lines[SCENE_LINES_MAX]; // by place
};

// FNV-1a 64 over all that a client holds: of each row the hash of its JSON (FNV-1a 64 likewise, as
// hex) and LF, then the state's JSON.
uint64_t scene_hash(const struct scene_row *rows, size_t count, const struct scene_state *state);
void scene_hash_text(uint64_t hash, char out[SCENE_HASH_TEXT]);
bool scene_row_same(const struct scene_row *a, const struct scene_row *b);
void scene_write_row(const struct scene_row *row, struct buf *out);
bool scene_state_same(const struct scene_state *a, const struct scene_state *b);
void scene_write_state(const struct scene_state *state, struct buf *out);
const char *scene_show(enum rules_show show); // "none", "progress", "code", "name"

struct scene_frame {
    struct slice board; // address
    struct slice token;
    uint64_t from, seq;
    uint64_t hash;      // scene_hash of what follows
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
