// How places went, as the public saw them. Whenever a picture is composed for the public, what it
// says of each of its rows is kept beside the journal (store/trail): so a course has nothing that
// no board has shown, it outlasts the node, and those whom nobody looks at cost nothing. While a
// skill is frozen, or its rules show no rows, nothing is added.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct course_batch;
struct picture;
struct picture_of;
struct record;

// For all boards, before there are any: of one board no more often than every_ms, and of each
// competitor and stage no more than points_max.
void course_limit(uint64_t every_ms, uint64_t points_max);

// Of one board: what of its picture is still to be kept.
struct course_note {
    bool owed;
    int64_t at;        // wall time of the picture, ms
    uint64_t ready_ms; // not before
};

// The picture is about to be followed by another one, which may be the same.
void course_note_shown(struct course_note *note, const struct picture_of *of,
                       const struct picture *before, const struct picture *now);
// Points of many boards, to be kept in few calls.
struct course_batch *course_batch_new(void);
void course_batch_send(struct course_batch *batch); // and frees it
// Keeps what is owed, if it is time; with a batch: when it is sent.
void course_note_due(struct course_note *note, const struct picture_of *of,
                     const struct picture *picture, struct course_batch *batch);
// The name of his trail on a stage: it goes by what was marked, so that it goes on when codes are
// opened. At == NULL: there is nobody of that id.
struct slice course_trail(struct arena *arena, const struct record *record, uint32_t stage,
                          struct slice id);
