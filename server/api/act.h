// Writing acts about who may come in to the site's journal, and answering when they are there.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct commit_wish;
struct entry_access;
struct journal_person;
struct visit;

// Writes one act under the request's key; people's boxes go with it. on_done as commit_wish says,
// its owner is `owner`; NULL: {"receipt":…} or the refusal. When the key is missing the request has
// been answered.
struct act {
    const struct entry_access *access;
    size_t person_count;
    const struct journal_person *people;
    struct slice seen; // the version that it changes; SLICE_NONE: it does not matter
    void (*on_done)(struct commit_wish *wish);
    void *owner;
};

void act_commit(struct visit *visit, const struct act *act);
// 201 (200 again) with `json` so far, an open object, and the receipt of the act. Takes json over;
// `headers` as visit_json says.
void act_answer(struct visit *visit, const struct commit_wish *wish, struct buf *json,
                const char *headers);
// Whether the request has its key; answers when it has none.
bool act_has_key(struct visit *visit);
// An id for what the request makes: the letter, '-' and 16 signs that follow from its key, so that
// a request sent again means the same one. SLICE_NONE without a key.
struct slice act_id(const struct visit *visit, char letter);
// The token that goes with it (SECRET_TOKEN_TEXT), and its hash in hex on the arena.
struct slice act_token(const struct visit *visit, struct slice id, char out[53]);
