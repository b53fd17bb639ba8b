// The words of a journal's commands: keys of one hash tag, and the arguments of its functions as
// journal.lua reads them.
#pragma once

#include "base/slice.h"
#include "store/journal_commit.h"

#include <stddef.h>

struct arena;

struct journal_args {
    size_t count;
    struct slice *args;
};

// jinbang:{name}:what, and jinbang:{name}:what:rest when `rest` is not empty.
struct slice journal_args_key(struct arena *arena, const char *name, const char *what,
                              struct slice rest);
// All live in the arena; the bytes of entries, keys and boxes stay the caller's.
struct journal_args journal_args_commit(struct arena *arena, const char *name, const char *function,
                                        const struct journal_commit *commit);
struct journal_args journal_args_board(struct arena *arena, const char *name, const char *function,
                                       struct slice board, const uint64_t numbers[3]);
struct journal_args journal_args_board_of(struct arena *arena, const char *name,
                                          const char *function, struct slice board, size_t key_len,
                                          size_t count, const struct slice *ids);
