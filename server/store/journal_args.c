#include "store/journal_args.h"

#include "base/arena.h"
#include "base/must.h"

#include <inttypes.h>
#include <stdint.h>

enum {
    FIXED_KEYS = 4,   // journal, versions, asked, people
    FIXED_ARGS = 9,   // scope, version, three counts, guard, its version, number, reset
    KEYS_A_BOARD = 2, // board, member
    WORDS_BEFORE = 3  // FCALL function number-of-keys
};

struct slice journal_args_key(struct arena *arena, const char *name, const char *what,
                              struct slice rest)
{
    if (rest.len == 0) {
        return slice_of(arena_printf(arena, "jinbang:{%s}:%s", name, what));
    }
    return slice_of(arena_printf(arena, "jinbang:{%s}:%s:%.*s", name, what, SLICE_FMT(rest)));
}

static struct slice number(struct arena *arena, uint64_t value)
{
    return slice_of(arena_printf(arena, "%" PRIu64, value));
}

static void add(struct journal_args *it, struct slice word)
{
    it->args[it->count++] = word;
}

// The different boards of a commit, in order of first mention.
struct boards {
    size_t count;
    struct slice *names;
    uint32_t *of_move; // which of them a move is on
};

static uint32_t board_index(struct boards *boards, struct slice name)
{
    for (size_t i = boards->count; i > 0; i--) { // moves of one board mostly follow each other
        if (slice_equal(boards->names[i - 1], name)) {
            return (uint32_t)(i - 1);
        }
    }
    boards->names[boards->count] = name;
    return (uint32_t)boards->count++;
}

static struct boards find_boards(struct arena *arena, const struct journal_commit *commit)
{
    struct boards boards = {
        .names = arena_alloc(arena, (commit->move_count + 1) * sizeof(struct slice)),
        .of_move = arena_alloc(arena, (commit->move_count + 1) * sizeof(uint32_t)),
    };
    if (commit->reset.len) {
        (void)board_index(&boards, commit->reset); // the first
    }
    for (size_t i = 0; i < commit->move_count; i++) {
        boards.of_move[i] = board_index(&boards, commit->moves[i].board);
    }
    return boards;
}

static bool asks_differ(const struct journal_commit *commit)
{
    for (size_t i = 0; i < commit->entry_count; i++) {
        for (size_t k = 0; k < i; k++) {
            struct slice ask = commit->entries[i].ask;
            if (ask.len && slice_equal(ask, commit->entries[k].ask)) {
                return false;
            }
        }
    }
    return true;
}

static void add_keys(struct arena *arena, struct journal_args *it, const char *name,
                     const struct boards *boards)
{
    add(it, journal_args_key(arena, name, "journal", SLICE_NONE));
    add(it, journal_args_key(arena, name, "versions", SLICE_NONE));
    add(it, journal_args_key(arena, name, "asked", SLICE_NONE));
    add(it, journal_args_key(arena, name, "people", SLICE_NONE));
    for (size_t i = 0; i < boards->count; i++) {
        add(it, journal_args_key(arena, name, "board", boards->names[i]));
        add(it, journal_args_key(arena, name, "member", boards->names[i]));
    }
}

static void add_conditions(struct arena *arena, struct journal_args *it,
                           const struct journal_commit *commit)
{
    add(it, commit->scope);
    add(it, number(arena, commit->seen));
    add(it, number(arena, commit->entry_count));
    add(it, number(arena, commit->move_count));
    add(it, number(arena, commit->person_count));
    add(it, commit->guard);
    add(it, number(arena, commit->guard_seen));
    add(it, number(arena, commit->at_number));
    add(it, commit->reset.len ? SLICE("0") : SLICE_NONE);
}

static void add_content(struct arena *arena, struct journal_args *it,
                        const struct journal_commit *commit, const struct boards *boards)
{
    for (size_t i = 0; i < commit->entry_count; i++) {
        add(it, commit->entries[i].ask);
        add(it, commit->entries[i].digest);
        add(it, commit->entries[i].bytes);
    }
    for (size_t i = 0; i < commit->move_count; i++) {
        add(it, number(arena, boards->of_move[i]));
        add(it, commit->moves[i].id);
        add(it, commit->moves[i].key);
    }
    for (size_t i = 0; i < commit->person_count; i++) {
        add(it, commit->people[i].id);
        add(it, commit->people[i].box);
    }
}

struct journal_args journal_args_commit(struct arena *arena, const char *name, const char *function,
                                        const struct journal_commit *commit)
{
    must(commit->entry_count <= JOURNAL_BATCH_MAX);
    must(commit->move_count <= JOURNAL_MOVES_MAX);
    must(asks_differ(commit)); // the function looks them up before it writes the first
    struct boards boards = find_boards(arena, commit);
    size_t keys = FIXED_KEYS + KEYS_A_BOARD * boards.count;
    size_t words = WORDS_BEFORE + keys + FIXED_ARGS + 3 * commit->entry_count +
                   3 * commit->move_count + 2 * commit->person_count;
    struct journal_args it = {.args = arena_alloc(arena, words * sizeof(struct slice))};

    add(&it, SLICE("FCALL"));
    add(&it, slice_of(function));
    add(&it, number(arena, keys));
    add_keys(arena, &it, name, &boards);
    add_conditions(arena, &it, commit);
    add_content(arena, &it, commit, &boards);
    must(it.count == words);
    return it;
}

struct journal_args journal_args_board(struct arena *arena, const char *name, const char *function,
                                       struct slice board, const uint64_t numbers[3])
{
    struct journal_args it = {.args = arena_alloc(arena, 8 * sizeof(struct slice))};

    add(&it, SLICE("FCALL_RO"));
    add(&it, slice_of(function));
    add(&it, SLICE("2"));
    add(&it, journal_args_key(arena, name, "journal", SLICE_NONE));
    add(&it, journal_args_key(arena, name, "board", board));
    for (size_t i = 0; i < 3; i++) {
        add(&it, number(arena, numbers[i]));
    }
    return it;
}

struct journal_args journal_args_board_of(struct arena *arena, const char *name,
                                          const char *function, struct slice board, size_t key_len,
                                          size_t count, const struct slice *ids)
{
    struct journal_args it = {.args = arena_alloc(arena, (8 + count) * sizeof(struct slice))};

    add(&it, SLICE("FCALL_RO"));
    add(&it, slice_of(function));
    add(&it, SLICE("3"));
    add(&it, journal_args_key(arena, name, "journal", SLICE_NONE));
    add(&it, journal_args_key(arena, name, "board", board));
    add(&it, journal_args_key(arena, name, "member", board));
    add(&it, number(arena, key_len));
    add(&it, SLICE("of"));
    for (size_t i = 0; i < count; i++) {
        add(&it, ids[i]);
    }
    return it;
}
