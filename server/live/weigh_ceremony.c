#include "live/weigh_ceremony.h"

#include "base/buf.h"
#include "live/ceremony.h"
#include "live/wish.h"

const char *weigh_ceremony_act(const struct record *record, struct commit_wish *wish,
                               struct buf **body)
{
    const struct entry_ceremony *act = wish->ceremony;
    const char *refusal = ceremony_refusal(record, act);
    char hash[CEREMONY_HASH_TEXT];

    if (refusal || act->act != CEREMONY_CLOSE) {
        return refusal;
    }
    struct buf *text = buf_new(1024);
    ceremony_list(record, text);
    struct slice list = {text->bytes, text->len};
    ceremony_hash(act->salt, list, hash);
    buf_unref(*body);
    *body = buf_new(2048);
    entry_ceremony_write_closed(act->salt, slice_of(hash), list, *body);
    buf_unref(text);
    wish->body = (struct slice){(*body)->bytes, (*body)->len};
    return NULL;
}
