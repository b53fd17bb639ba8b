// The PINs with which the members of a marking group confirm its sheets: each judge chooses his
// with his own card, and the server keeps an argon2id hash of it in a sealed box.
#pragma once

#include "base/slice.h"

#include <stdint.h>

struct buf;
struct visit;

void pin_choose(struct visit *visit); // POST cards/pin {"judge","code","pin"}

// The hash of the PIN that holds, on the arena; at == NULL: the judge has chosen none.
struct slice pin_hash(const struct visit *visit, struct slice judge);
// The seed of the key to which confirmations are sealed (wire/confirmation), SECRET_KEY bytes.
void pin_seed(const struct visit *visit, unsigned char *ret);
// Appends the public key that belongs to it, in hex.
void pin_key(const struct visit *visit, struct buf *out);
// Appends [{"judge","name","pin":bool,"absent"?:reason}] of a group's seat.
void pin_members(const struct visit *visit, uint32_t part, uint32_t seat, struct buf *out);
