#include "live/board.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/meter.h"
#include "base/must.h"
#include "base/secret.h"
#include "base/text.h"
#include "live/board_address.h"
#include "live/frozen.h"
#include "live/lineup.h"
#include "live/placing.h"
#include "live/results.h"
#include "live/state.h"
#include "net/ws.h"
#include "scoring/rank.h"
#include "store/journal.h"

#include <stdio.h>
#include <stdlib.h>

enum { TRIES = 4 };

// Rows and their texts in one arena, so that the picture before can be compared when the record has
// moved on.
struct picture {
    struct arena *arena;
    struct scene_row *rows;
    size_t count;
    struct scene_state state;
    struct order_scales scales;
};

struct board {
    struct room *room;
    char *text;
    uint32_t skill, stage;
    struct tile tile; // its text in `text`
    bool staff;
    char epoch[17]; // in which skill and stage were found
    char instance[17];
    uint64_t seq, hash;
    uint64_t sealed_us; // the picture
    struct picture picture;
    struct buf *snapshot;
    struct buf *frames[BOARD_FRAMES]; // the delta to seq s stands at s % BOARD_FRAMES
    unsigned tries;                   // readings in a row that the record had overtaken
    struct reading *reading;
};

// A reading may outlive its board.
struct reading {
    struct board *board; // NULL once the board is gone
    struct room *room;
    void (*on_done)(void *owner, struct board *board, enum board_news news);
    void *owner;
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
    board->room = room;
    board->text = strndup(address->text.at, address->text.len);
    must(board->text);
    board->skill = address->skill;
    board->stage = address->stage;
    board->tile = address->tile;
    if (board->tile.who.at) {
        board->tile.who.at = board->text + (address->tile.who.at - address->text.at);
    }
    board->staff = staff;
    memcpy(board->epoch, room->epoch, sizeof board->epoch);
    new_instance(board);
    return board;
}

static void forget(struct board *board)
{
    board->snapshot = buf_unref(board->snapshot);
    for (size_t i = 0; i < BOARD_FRAMES; i++) {
        board->frames[i] = buf_unref(board->frames[i]);
    }
    board->picture.arena = arena_free(board->picture.arena);
    board->picture = (struct picture){.arena = NULL};
    board->seq = 0;
}

struct board *board_free(struct board *board)
{
    if (board->reading) {
        board->reading->board = NULL;
    }
    forget(board);
    free(board->text);
    free(board);
    return NULL;
}

void board_renew(struct board *board)
{
    if (board->reading) {
        board->reading->board = NULL; // what it reads is of the former epoch
        board->reading = NULL;
    }
    forget(board);
    new_instance(board);
}

bool board_exists(struct board *board)
{
    const struct room *room = board->room;
    struct board_address address;

    if (strcmp(board->epoch, room->epoch) == 0) {
        return true;
    }
    if (!state_exists(room) || board_address_parse(room->record, slice_of(board->text), &address)) {
        return false;
    }
    board->skill = address.skill;
    board->stage = address.stage;
    memcpy(board->epoch, room->epoch, sizeof board->epoch);
    return true;
}

struct slice board_text(const struct board *board)
{
    return slice_of(board->text);
}

bool board_is_frozen(const struct board *board)
{
    return !board->staff && frozen_of(board->room->record, board->skill);
}

bool board_is_staff(const struct board *board)
{
    return board->staff;
}

struct room *board_room(const struct board *board)
{
    return board->room;
}

uint32_t board_skill(const struct board *board)
{
    return board->skill;
}

bool board_is_of_one(const struct board *board)
{
    return board->tile.who.at != NULL;
}

bool board_is_reading(const struct board *board)
{
    return board->reading != NULL;
}

uint64_t board_seq(const struct board *board)
{
    return board->seq;
}

static struct slice keep(struct arena *arena, struct slice text)
{
    return text.at ? (struct slice){arena_copy(arena, text), text.len} : SLICE_NONE;
}

static void add_row(struct board *board, struct picture *picture,
                    const struct record_competitor *competitor, struct results_place place)
{
    struct scene_row *row = &picture->rows[picture->count++];

    place.staff = board->staff;
    place.scales = &picture->scales;
    results_row(board->room->record, competitor, board->stage, place, picture->state.show, row);
    row->id = keep(picture->arena, row->id);
    row->code = keep(picture->arena, row->code);
    row->name = keep(picture->arena, row->name);
    row->second_name = keep(picture->arena, row->second_name);
    row->delegation = keep(picture->arena, row->delegation);
}

static void begin_picture(const struct board *board, struct picture *picture)
{
    const struct record *record = board->room->record;
    enum rules_show show = board->staff ? RULES_SHOW_NAME : results_show(record, board->skill);
    const struct frozen *still = board_is_frozen(board) ? frozen_of(record, board->skill) : NULL;

    picture->arena = arena_new();
    picture->count = 0;
    picture->rows = arena_alloc(picture->arena, (TILE_ROWS_MAX + 1) * sizeof *picture->rows);
    results_state(record, board->stage, show, board->staff, &picture->state);
    picture->scales = still ? still->scales : order_scales(picture->arena, record, board->skill);
}

static bool shows_rows(const struct picture *picture)
{
    return picture->state.show >= RULES_SHOW_CODE;
}

// As Redis ordered it, which knows nothing of groups and heats. One member more than the tile was
// read, to know whether the last one's place is shared. False: its counts do not say the places.
static bool compose_from_page(struct board *board, struct picture *picture,
                              const struct journal_page *page)
{
    const struct record *record = board->room->record;
    const struct rules_skill *skill = &record->rules->skills[board->skill];

    if (skill->group_count > 0 || record->rules->stages[board->stage].heats) {
        return false;
    }
    for (size_t i = 0; shows_rows(picture) && i < page->count && i < board->tile.count; i++) {
        const struct record_competitor *competitor = record_competitor(record, page->members[i].id);
        struct results_place place;
        bool counted =
            board_is_of_one(board)
                ? placing_of_one(skill->convention, &page->members[i], &place)
                : placing_by_counts(skill->convention, page, board->tile.from, i, &place);
        if (!counted) {
            picture->count = 0;
            return false;
        }
        if (competitor) {
            add_row(board, picture, competitor, place);
        }
    }
    return true;
}

// As the engine orders it: for places that Redis cannot count, and when marks come in faster than a
// board can be read between two of them.
static void compose_from_engine(struct board *board, struct picture *picture)
{
    const struct lineup_stage *lineup = lineup_at(board->room, board->stage);
    bool of_one = board_is_of_one(board);
    size_t end = of_one ? lineup->count : board->tile.from + board->tile.count;

    for (size_t i = board->tile.from; shows_rows(picture) && i < lineup->count && i < end; i++) {
        const struct results_line *line = &lineup->lines[i];
        if (!of_one || slice_is(board->tile.who, line->competitor->id)) {
            add_row(board, picture, line->competitor,
                    results_place_of(line, board->staff, &picture->scales));
        }
    }
}

// As it was when the skill was frozen.
static void compose_frozen(struct board *board, struct picture *picture)
{
    const struct record *record = board->room->record;
    const struct frozen *frozen = frozen_of(record, board->skill);
    const struct frozen_stage *stage =
        &frozen->stages[board->stage - record->rules->skills[board->skill].stage_first];
    bool of_one = board_is_of_one(board);
    size_t end = of_one ? stage->count : board->tile.from + board->tile.count;

    for (size_t i = board->tile.from; shows_rows(picture) && i < stage->count && i < end; i++) {
        const struct record_competitor *ghost = frozen_ghost(frozen, &stage->lines[i]);
        struct results_line line = {.rank = stage->lines[i]};
        if (!of_one || slice_is(board->tile.who, ghost->id)) {
            add_row(board, picture, ghost, results_place_of(&line, false, &picture->scales));
        }
    }
}

static bool same_picture(const struct picture *a, const struct picture *b)
{
    bool same = a->arena && a->count == b->count && scene_state_same(&a->state, &b->state);

    for (size_t i = 0; same && i < a->count; i++) {
        same = scene_row_same(&a->rows[i], &b->rows[i]);
    }
    return same;
}

void board_token(const struct board *board, char out[BOARD_TOKEN_MAX])
{
    (void)snprintf(out, BOARD_TOKEN_MAX, "%s-%s-%lu", board->room->epoch, board->instance,
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
    board->hash = scene_hash(picture->rows, picture->count);
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

static enum board_news finish(struct board *board, struct picture *picture)
{
    board->tries = 0;
    if (same_picture(&board->picture, picture)) {
        arena_free(picture->arena);
        return BOARD_SAME;
    }
    take_picture(board, picture);
    return BOARD_CHANGED;
}

// Whether the page shows this skill as the record has it now.
static bool is_current(const struct board *board, const struct journal_page *page)
{
    const struct record *record = board->room->record;

    return page->number <= record->followed && page->number >= record->skills[board->skill].touched;
}

void board_refresh(struct board *board)
{
    struct picture picture;

    if (!board->picture.arena || !board_exists(board)) {
        return;
    }
    begin_picture(board, &picture);
    compose_frozen(board, &picture);
    arena_free(board->picture.arena);
    board->picture = picture;
}

static enum board_news compose(struct board *board, const struct journal_page *page)
{
    struct picture picture;

    begin_picture(board, &picture);
    if (board_is_frozen(board)) {
        compose_frozen(board, &picture);
    } else if (!page || board->room->boards_doubted || !compose_from_page(board, &picture, page)) {
        compose_from_engine(board, &picture);
    }
    return finish(board, &picture);
}

static enum board_news take_page(struct board *board, const struct journal_page *page)
{
    if (board_is_frozen(board) || (page->error == 0 && is_current(board, page))) {
        return compose(board, page);
    }
    if (board->tries >= TRIES && state_follows(board->room)) {
        return compose(board, NULL);
    }
    board->tries++;
    meter_count("jinbang_pictures_overtaken_total", "", 1);
    return BOARD_UNREAD;
}

static void on_page(void *owner, const struct journal_page *page)
{
    struct reading *reading = owner;
    struct board *board = reading->board;

    reading->room->holders--;
    if (board) {
        board->reading = NULL;
        reading->on_done(reading->owner, board, take_page(board, page));
    }
    free(reading);
}

void board_read(struct board *board,
                void (*on_done)(void *owner, struct board *board, enum board_news news),
                void *owner)
{
    struct reading *reading = calloc(1, sizeof *reading);
    struct room *room = board->room;
    const struct rules *rules = room->record->rules;
    char name[2 * RECORD_ID_MAX];

    must(reading && !board->reading);
    if (board_is_frozen(board)) { // in memory, so that no secret mark can delay it
        free(reading);
        on_done(owner, board, compose(board, NULL));
        return;
    }
    *reading = (struct reading){board, room, on_done, owner};
    board->reading = reading;
    room->holders++;
    (void)snprintf(name, sizeof name, "%s/%s", rules->skills[board->skill].id,
                   rules->stages[board->stage].id);
    size_t key_len = rank_key_len(rules, board->stage);
    if (board_is_of_one(board)) {
        journal_board_of(room->journal, name, key_len, board->tile.who, on_page, reading);
    } else {
        journal_board(room->journal, name, key_len, board->tile.from, board->tile.count + 1,
                      on_page, reading);
    }
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
    int len = snprintf(head, sizeof head, "%s-%s-", board->room->epoch, board->instance);

    if (len <= 0 || !slice_starts(token, head) ||
        !text_uint((struct slice){token.at + len, token.len - (size_t)len}, INT64_MAX, &seq)) {
        return 0;
    }
    return seq == board->seq || board_delta(board, seq) ? seq : 0;
}
