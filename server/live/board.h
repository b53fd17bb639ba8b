// One tile of one board in one view: the picture as it was last composed, and the frames that lead
// up to it. The order is read from Redis, the ranker; figures and names come from the record, where
// they are those of the same journal number.
#pragma once

#include "base/slice.h"
#include "live/picture.h"
#include "wire/scene.h"

#include <stdbool.h>
#include <stdint.h>

struct board;
struct course_batch;
struct buf;
struct journal_page;
struct record;
struct board_address;
struct room;
struct store;

enum { BOARD_FRAMES = 32, BOARD_TOKEN_MAX = 64 };

struct board *board_new(struct room *room, const struct board_address *address, bool staff);
struct board *board_free(struct board *board);
// The room has a new epoch or a corrected past: forget the picture, start the sequence in a new
// instance.
void board_renew(struct board *board);

struct slice board_text(const struct board *board);
// The same of a frozen board, whose picture stays: only what it points to is new.
void board_refresh(struct board *board);
// Whether it shows the public what it saw when its skill was frozen, and nothing else until then.
bool board_is_frozen(const struct board *board);
bool board_is_staff(const struct board *board);
struct room *board_room(const struct board *board);
uint32_t board_skill(const struct board *board);
bool board_is_of_one(const struct board *board); // the tile of one competitor
const struct picture_of *board_of(const struct board *board);

// False when the competition has no such board any more: since a new epoch its rules may be others.
bool board_exists(struct board *board);

enum board_news {
    BOARD_SAME,
    BOARD_CHANGED, // there is a new picture
    BOARD_UNREAD // Redis did not answer, or the record has not followed that far: to be read again
};

// Whoever reads it names a place for it, which is emptied when the board is freed or renewed
// meanwhile; and at last gives it the page, where the place is not empty.
void board_await(struct board *board, struct board **place);
bool board_is_reading(const struct board *board);
enum board_news board_take(struct board *board, const struct journal_page *page);

uint64_t board_seq(const struct board *board); // 0: no picture yet
struct buf *board_snapshot(
    struct board *board); // sealed frame of the current picture, cached; not a new reference
void board_write(const struct board *board, struct buf *out);      // the same as JSON, not framed
struct buf *board_resync(struct board *board, const char *reason); // the caller's reference
// The sealed delta frame from `from` to from + 1, or NULL when it is not kept any more.
struct buf *board_delta(const struct board *board, uint64_t from);
// Keeps, when it is time, how the public saw places go (live/course).
void board_note(struct board *board, struct course_batch *batch);
struct buf *board_heartbeat(const struct board *board, uint64_t age_ms); // the caller's reference
// The sequence that a resume token stands for, if it is of this instance and still can be
// continued; else 0.
uint64_t board_resume(const struct board *board, struct slice token);
void board_token(const struct board *board, char out[BOARD_TOKEN_MAX]);
