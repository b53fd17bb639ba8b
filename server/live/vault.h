// Passwords: argon2id on a thread, two at a time, so that the loop never waits for it; those behind
// stand in a bounded queue.
#pragma once

#include "base/slice.h"

#include <uv.h>

#include <stdbool.h>
#include <stddef.h>

struct vault;

struct vault *vault_new(uv_loop_t *loop, size_t queue_max);
// When nothing is under way any more; the callbacks of what is come before.
void vault_close(struct vault *vault, void (*on_closed)(void *owner), void *owner);

// The outcome: of a check whether it fits; of a making its hash as text. NULL and false otherwise.
typedef void (*vault_on_done)(void *owner, bool good, const char *hash);

// False: the queue is full, nothing will be called. Password and hash are copied. Without a hash as
// much work is done and the answer is no: nobody can tell from the time whether a name is known.
bool vault_check(struct vault *vault, struct slice hash, struct slice password,
                 vault_on_done on_done, void *owner);
bool vault_make(struct vault *vault, struct slice password, vault_on_done on_done, void *owner);
