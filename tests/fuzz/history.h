// A competition under random entries, by the node's own way: weigh (live/weigh) tries a wish and
// says which rank keys it moves, commit_entry writes it, record_take folds it. The boards that
// Redis would hold are kept beside it, moved by nothing but what weigh says.
#pragma once

#include "base/arena.h"
#include "base/buf.h"
#include "base/secret.h"
#include "live/commit_entry.h"
#include "live/record.h"
#include "live/state.h"
#include "live/weigh.h"
#include "live/wish.h"
#include "store/journal_commit.h"
#include "tests/fuzz/history_books.h"
#include "wire/entry.h"

enum {
    HISTORY_ENTRIES_MAX = 600,
    HISTORY_PEOPLE_MAX = 12,
    HISTORY_STAGES_MAX = 24,
    HISTORY_BOARDS_MAX = 64 // those of stages that a change of the rules took away included
};

struct history_key {
    size_t len;
    unsigned char bytes[RULES_KEY_MAX];
};

struct history_board {
    struct slice name; // SKILL/STAGE
    size_t count;
    const char *who[HISTORY_PEOPLE_MAX];
    struct history_key keys[HISTORY_PEOPLE_MAX]; // empty: not on it
};

struct history {
    const uint8_t *data;
    size_t left;
    struct arena *arena;
    struct room room;
    struct record *record;
    struct faults faults; // of what is read just now
    size_t count;
    struct slice entries[HISTORY_ENTRIES_MAX + 1]; // by number
    size_t board_count;
    struct history_board boards[HISTORY_BOARDS_MAX];
};

static void history_demand(bool holds, const char *what, const char *detail)
{
    if (!holds) {
        (void)fprintf(stderr, "history: %s %s\n", what, detail ? detail : "");
        abort();
    }
}

// A number below `below` from the input; 0 when it has run out.
static unsigned history_dice(struct history *it, unsigned below)
{
    unsigned value = 0;
    for (unsigned wide = below; it->left > 0 && wide > 1; wide >>= 8) {
        value = value << 8 | *it->data++;
        it->left--;
    }
    return below > 1 ? value % below : 0;
}

// ---- one entry

static struct history_board *history_board(struct history *it, struct slice name)
{
    size_t at = 0;
    while (at < it->board_count && !slice_equal(it->boards[at].name, name)) {
        at++;
    }
    if (at == it->board_count) {
        history_demand(at < HISTORY_BOARDS_MAX, "more boards than stages", NULL);
        it->boards[it->board_count++].name = (struct slice){arena_copy(it->arena, name), name.len};
    }
    return &it->boards[at];
}

static struct history_key *history_key(struct history *it, struct slice board, struct slice who)
{
    struct history_board *on = history_board(it, board);
    size_t at = 0;
    while (at < on->count && !slice_is(who, on->who[at])) {
        at++;
    }
    if (at == on->count) {
        history_demand(at < HISTORY_PEOPLE_MAX, "more on a board than take part", NULL);
        on->who[on->count++] = arena_copy(it->arena, who);
    }
    return &on->keys[at];
}

static void history_move(struct history *it, const struct journal_move *move)
{
    struct history_key *key = history_key(it, move->board, move->id);
    key->len = move->key.len;
    memcpy(key->bytes, move->key.at, move->key.len);
}

static void history_take(struct history *it, struct slice bytes)
{
    struct record_news news;
    const char *why = "";
    enum record_taken taken = record_take(it->record, it->record->followed + 1, bytes, &news, &why);
    if (taken != RECORD_GOOD) {
        (void)fprintf(stderr, "%.*s\n", SLICE_FMT(bytes));
    }
    history_demand(taken == RECORD_GOOD, "what was weighed is not folded:", why);
    it->entries[++it->count] = (struct slice){arena_copy(it->arena, bytes), bytes.len};
}

// Whether the wish was taken. A refusal leaves everything as it was.
static bool history_commit(struct history *it, struct commit_wish *wish)
{
    static const char digest[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    struct journal_commit call = {.move_count = 0};
    if (it->count == HISTORY_ENTRIES_MAX) {
        return false;
    }
    wish->ask = slice_of(arena_printf(it->arena, "ask-%zu", it->count));
    wish->digest = slice_of(digest);
    wish->by = SLICE("fuzz");
    struct weigh *weigh = weigh_new(&it->room, false);
    const char *refusal = weigh_wish(weigh, wish);
    bool fits = refusal
                    ? wish->fault.verdict != V_TOTAL_OVERFLOW && strcmp(refusal, "internal") != 0
                    : weigh_holds(weigh);
    if (!fits) {
        (void)fprintf(stderr, "%.*s\n", SLICE_FMT(wish->body));
    }
    wish->said = buf_unref(wish->said);
    history_demand(fits, "a figure that does not fit", refusal);
    if (!refusal) {
        weigh_moves(weigh, &call);
        struct buf *bytes = commit_entry_bytes(it->record, wish);
        for (size_t i = 0; i < call.move_count; i++) { // they point into the record as it was
            history_move(it, &call.moves[i]);
        }
        history_take(it, (struct slice){bytes->bytes, bytes->len});
        buf_unref(bytes);
    }
    weigh_free(weigh);
    return !refusal;
}

// ---- beginning and end

static void history_open(struct history *it, const uint8_t *data, size_t size)
{
    memset(it, 0, sizeof *it);
    it->data = data;
    it->left = size;
    it->arena = arena_new();
    it->record = record_new("c");
    it->room.record = it->record;
}

static void history_close(struct history *it)
{
    record_free(it->record);
    arena_free(it->arena);
}
