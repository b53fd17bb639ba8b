#include "live/board.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/meter.h"
#include "base/must.h"
#include "base/secret.h"
#include "base/text.h"
#include "live/board_address.h"
#include "live/course.h"
#include "live/results.h"
#include "live/state.h"
#include "net/ws.h"
#include "store/journal.h"

#include <stdio.h>
#include <stdlib.h>

enum { TRIES = 4 };

struct board {
    struct picture_of of; // the tile's text in `text`
    char *text;
    char epoch[17]; // in which skill and stage were found
    char instance[17];
    uint64_t seq, hash;
    uint64_t sealed_us; // the picture
    struct picture picture;
    struct buf *snapshot;
    struct buf *frames[BOARD_FRAMES]; // the delta to seq s stands at s % BOARD_FRAMES
    unsigned tries;                   // readings in a row that the record had overtaken
    struct course_note note;          // of what the public sees
    struct board **awaited;           // by board_await
};

static void new_instance(struct board *board)
{
    unsigned char random[8];

    secret_random(random, sizeof random);
    text_hex(random, sizeof random, board->instance);
}

struct board *board_new(struct room *room, const struct board_address *address, bool staff)
{
    struct board *board = calloc(1, sizeof *board);

    must(board);
    board->text = strndup(address->text.at, address->text.len);
    must(board->text);
    board->of = (struct picture_of){room, address->skill, address->stage, address->tile, staff};
    if (board->of.tile.who.at) {
        board->of.tile.who.at = board->text + (address->tile.who.at - address->text.at);
    }
    memcpy(board->epoch, room->epoch, sizeof board->epoch);
    new_instance(board);
    return board;
}

static void forget(struct board *board)
{
    board->note = (struct course_note){.owed = false};
    board->snapshot = buf_unref(board->snapshot);
    for (size_t i = 0; i < BOARD_FRAMES; i++) {
        board->frames[i] = buf_unref(board->frames[i]);
    }
    board->picture.arena = arena_free(board->picture.arena);
    board->picture = (struct picture){.arena = NULL};
    board->seq = 0;
}

static void stop_waiting(struct board *board)
{
    if (board->awaited) {
        *board->awaited = NULL;
        board->awaited = NULL;
    }
}

struct board *board_free(struct board *board)
{
    stop_waiting(board);
    forget(board);
    free(board->text);
    free(board);
    return NULL;
}

void board_renew(struct board *board)
{
    stop_waiting(board); // what is read is of the former epoch
    forget(board);
    new_instance(board);
}

bool board_exists(struct board *board)
{
    const struct room *room = board->of.room;
    struct board_address address;

    if (strcmp(board->epoch, room->epoch) == 0) {
        return true;
    }
    if (!state_exists(room) || board_address_parse(room->record, slice_of(board->text), &address)) {
        return false;
    }
    board->of.skill = address.skill;
    board->of.stage = address.stage;
    memcpy(board->epoch, room->epoch, sizeof board->epoch);
    return true;
}

struct slice board_text(const struct board *board)
{
    return slice_of(board->text);
}

bool board_is_frozen(const struct board *board)
{
    return picture_is_frozen(&board->of);
}

bool board_is_staff(const struct board *board)
{
    return board->of.staff;
}

const struct picture_of *board_of(const struct board *board)
{
    return &board->of;
}

struct room *board_room(const struct board *board)
{
    return board->of.room;
}

uint32_t board_skill(const struct board *board)
{
    return board->of.skill;
}

bool board_is_of_one(const struct board *board)
{
    return picture_is_of_one(&board->of);
}

bool board_is_reading(const struct board *board)
{
    return board->awaited != NULL;
}

uint64_t board_seq(const struct board *board)
{
    return board->seq;
}

void board_token(const struct board *board, char out[BOARD_TOKEN_MAX])
{
    (void)snprintf(out, BOARD_TOKEN_MAX, "%s-%s-%lu", board->of.room->epoch, board->instance,
                   (unsigned long)board->seq);
}

static struct buf *seal_frame(struct buf *json)
{
    struct buf *frame = ws_encode(WS_TEXT, json->bytes, json->len);
    buf_unref(json);
    return frame;
}

static void fill_frame(const struct board *board, char token[BOARD_TOKEN_MAX],
                       struct scene_frame *ret)
{
    board_token(board, token);
    *ret = (struct scene_frame){.board = slice_of(board->text),
                                .token = slice_of(token),
                                .from = board->seq - 1,
                                .seq = board->seq,
                                .hash = board->hash,
                                .sealed_us = board->sealed_us,
                                .state = &board->picture.state,
                                .rows = board->picture.rows,
                                .count = board->picture.count};
}

static void take_picture(struct board *board, struct picture *picture)
{
    struct picture before = board->picture;
    char token[BOARD_TOKEN_MAX];
    struct scene_frame frame;

    board->picture = *picture;
    board->seq++;
    board->sealed_us = clock_us();
    board->hash = scene_hash(picture->rows, picture->count, &picture->state);
    board->snapshot = buf_unref(board->snapshot);
    struct buf **slot = &board->frames[board->seq % BOARD_FRAMES];
    *slot = buf_unref(*slot);
    if (before.arena) {
        struct buf *json = buf_new(1024);
        fill_frame(board, token, &frame);
        scene_write_delta(&frame, before.rows, before.count, json);
        *slot = seal_frame(json);
        arena_free(before.arena);
    }
    meter_count("jinbang_pictures_total", "", 1);
}

static enum board_news take(struct board *board, const struct journal_page *page)
{
    struct picture picture = picture_compose(&board->of, page);

    board->tries = 0;
    if (board->of.tile.list != TILE_DELEGATIONS) {
        course_note_shown(&board->note, &board->of, &board->picture, &picture);
    }
    if (picture_same(&board->picture, &picture)) {
        arena_free(picture.arena);
        return BOARD_SAME;
    }
    take_picture(board, &picture);
    return BOARD_CHANGED;
}

// Whether none of the rows that it shows has changed since it was read: then their figures are
// those of that moment, although others have moved on.
static bool rows_stand(const struct board *board, const struct journal_page *page)
{
    const struct record *record = board->of.room->record;

    if (page->number < record->skills[board->of.skill].shaken) {
        return false;
    }
    for (size_t i = 0; i < page->count && i < board->of.tile.count; i++) {
        const struct record_competitor *competitor = record_competitor(record, page->members[i].id);
        if (!competitor || competitor->touched > page->number) {
            return false;
        }
    }
    return true;
}

// Whether the page shows rows as the record has them now.
static bool is_current(const struct board *board, const struct journal_page *page)
{
    const struct record *record = board->of.room->record;

    return page->number <= record->followed &&
           (page->number >= record->skills[board->of.skill].touched || rows_stand(board, page));
}

void board_refresh(struct board *board)
{
    if (!board->picture.arena || !board_exists(board)) {
        return;
    }
    arena_free(board->picture.arena);
    board->picture = picture_compose(&board->of, NULL);
}

void board_await(struct board *board, struct board **place)
{
    must(!board->awaited);
    *place = board;
    board->awaited = place;
}

enum board_news board_take(struct board *board, const struct journal_page *page)
{
    board->awaited = NULL;
    if (board_is_frozen(board) || (page->error == 0 && is_current(board, page))) {
        return take(board, page);
    }
    if (board->tries >= TRIES && state_follows(board->of.room)) {
        return take(board, NULL);
    }
    board->tries++;
    meter_count("jinbang_pictures_overtaken_total", "", 1);
    return BOARD_UNREAD;
}

void board_write(const struct board *board, struct buf *out)
{
    char token[BOARD_TOKEN_MAX];
    struct scene_frame frame;

    fill_frame(board, token, &frame);
    scene_write_snapshot(&frame, NULL, out);
}

struct buf *board_snapshot(struct board *board)
{
    if (!board->snapshot) {
        struct buf *json = buf_new(4096);
        board_write(board, json);
        board->snapshot = seal_frame(json);
    }
    return board->snapshot;
}

struct buf *board_resync(struct board *board, const char *reason)
{
    char token[BOARD_TOKEN_MAX];
    struct scene_frame frame;
    struct buf *json = buf_new(4096);

    fill_frame(board, token, &frame);
    scene_write_snapshot(&frame, reason, json);
    return seal_frame(json);
}

struct buf *board_delta(const struct board *board, uint64_t from)
{
    if (from == 0 || from >= board->seq || board->seq - from >= BOARD_FRAMES) {
        return NULL;
    }
    return board->frames[(from + 1) % BOARD_FRAMES];
}

void board_note(struct board *board, struct course_batch *batch)
{
    if (board_exists(board)) {
        course_note_due(&board->note, &board->of, &board->picture, batch);
    }
}

struct buf *board_heartbeat(const struct board *board, uint64_t age_ms)
{
    struct buf *json = buf_new(256);

    scene_write_heartbeat(slice_of(board->text), board->seq, board->hash, age_ms, clock_wall_ms(),
                          json);
    return seal_frame(json);
}

uint64_t board_resume(const struct board *board, struct slice token)
{
    char head[BOARD_TOKEN_MAX];
    uint64_t seq = 0;
    int len = snprintf(head, sizeof head, "%s-%s-", board->of.room->epoch, board->instance);

    if (len <= 0 || !slice_starts(token, head) ||
        !text_uint((struct slice){token.at + len, token.len - (size_t)len}, INT64_MAX, &seq)) {
        return 0;
    }
    return seq == board->seq || board_delta(board, seq) ? seq : 0;
}
