#include "store/reply.h"

#include "base/must.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

struct reply {
    enum reply_kind kind;
    int64_t number;
    size_t count;         // items of a list, bytes of a text
    struct reply **items; // of a list; NULL where none was put
    char text[];
};

static struct reply *make(enum reply_kind kind, size_t more)
{
    struct reply *reply = calloc(1, sizeof *reply + more);
    must(reply);
    reply->kind = kind;
    return reply;
}

struct reply *reply_new_text(enum reply_kind kind, struct slice text)
{
    struct reply *reply = make(kind, text.len + 1);
    reply->count = text.len;
    if (text.len) {
        memcpy(reply->text, text.at, text.len);
    }
    return reply;
}

struct reply *reply_new_number(int64_t number)
{
    struct reply *reply = make(REPLY_NUMBER, 0);
    reply->number = number;
    return reply;
}

struct reply *reply_new_list(size_t count)
{
    struct reply *reply = make(REPLY_LIST, 0);
    reply->count = count;
    reply->items = calloc(count ? count : 1, sizeof(struct reply *));
    must(reply->items);
    return reply;
}

struct reply *reply_new_nil(void)
{
    return make(REPLY_NIL, 0);
}

void reply_put(struct reply *list, size_t index, struct reply *item)
{
    must(list->kind == REPLY_LIST && index < list->count && !list->items[index]);
    list->items[index] = item;
}

// Lists in lists are as deep as hiredis reads them: nine at most.
struct reply *reply_free(struct reply *reply) // NOLINT(misc-no-recursion)
{
    if (reply && reply->items) {
        for (size_t i = 0; i < reply->count; i++) {
            reply_free(reply->items[i]);
        }
        free(reply->items);
    }
    free(reply);
    return NULL;
}

enum reply_kind reply_kind(const struct reply *reply)
{
    return reply->kind;
}

struct slice reply_text(const struct reply *reply)
{
    bool has_text =
        reply->kind == REPLY_TEXT || reply->kind == REPLY_STATUS || reply->kind == REPLY_ERROR;
    return has_text ? (struct slice){reply->text, reply->count} : SLICE_NONE;
}

int64_t reply_number(const struct reply *reply)
{
    uint64_t number = 0;
    if (reply->kind == REPLY_NUMBER) {
        return reply->number;
    }
    return text_uint(reply_text(reply), INT64_MAX, &number) ? (int64_t)number : 0;
}

size_t reply_count(const struct reply *reply)
{
    return reply->kind == REPLY_LIST ? reply->count : 0;
}

const struct reply *reply_at(const struct reply *reply, size_t index)
{
    must(index < reply_count(reply) && reply->items[index]);
    return reply->items[index];
}
