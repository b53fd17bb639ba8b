// What Redis said, as a tree. Made by store/redis from what hiredis reads; valid during the
// callback only.
#pragma once

#include "base/slice.h"

#include <stddef.h>
#include <stdint.h>

struct reply;

enum reply_kind { REPLY_NIL, REPLY_TEXT, REPLY_STATUS, REPLY_ERROR, REPLY_NUMBER, REPLY_LIST };

enum reply_kind reply_kind(const struct reply *reply);
struct slice reply_text(const struct reply *reply); // TEXT, STATUS, ERROR; else empty
int64_t reply_number(const struct reply *reply);    // NUMBER, or TEXT that is one; else 0
size_t reply_count(const struct reply *reply);      // of a LIST; else 0
const struct reply *reply_at(const struct reply *reply, size_t index); // must be < count

// `error` 0 and a reply, or a negative UV_E… (UV_ENOTCONN, UV_ETIMEDOUT, UV_ECONNRESET,
// UV_ECANCELED) and no reply.
typedef void (*redis_on_reply)(void *owner, int error, const struct reply *reply);

// For store/redis alone.
struct reply *reply_new_text(enum reply_kind kind, struct slice text); // copied
struct reply *reply_new_number(int64_t number);
struct reply *reply_new_list(size_t count); // filled by reply_put
struct reply *reply_new_nil(void);
void reply_put(struct reply *list, size_t index, struct reply *item); // the list owns it
struct reply *reply_free(struct reply *reply);                        // NULL is fine; returns NULL
