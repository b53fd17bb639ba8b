// Two questions in turns, each asked when the other was answered:
//   XREVRANGE + - COUNT 1   where does the stream end? If before our last number, entries are lost:
//   broken. XREAD BLOCK             what follows our last number? Asked again at once as long as
//   something comes.
// A quiet XREAD ends by itself long before its deadline, so a dead link is noticed, and then the
// end is asked for again, so that a stream that was cut or emptied under a living link is noticed
// too. Nothing is missed between two questions, since each names the number after which it wants to
// know.
#include "store/journal_tail.h"

#include "base/log.h"
#include "base/must.h"
#include "base/text.h"
#include "store/redis.h"
#include "store/store.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WHY_MAX = 160, ID_MAX = 32, DEADLINE_MS = 6000 };

#define COUNT    "512"
#define BLOCK_MS "2000" // shorter than DEADLINE_MS

struct journal_tail {
    struct store *store;
    struct redis *redis;
    struct journal_tail_events events;
    void *owner;
    char *key;
    uint64_t number; // of the last entry passed on
    uint64_t target; // where the stream ended when this link came up
    bool caught_up;
    bool broken;
    bool closing;
    void (*on_closed)(void *owner);
    void *closed_owner;
};

static void break_off(struct journal_tail *tail, const char *why)
{
    tail->broken = true;
    tail->caught_up = false;
    log_line(LOG_ERROR, "journal.broken", "key=\"%s\" why=\"%s\"", tail->key, why);
    tail->events.on_broken(tail->owner, why);
}

static void check_caught_up(struct journal_tail *tail)
{
    if (!tail->caught_up && tail->number >= tail->target) {
        tail->caught_up = true;
        tail->events.on_caught_up(tail->owner, tail->number);
    }
}

static bool is_over(const struct journal_tail *tail)
{
    return tail->broken || tail->closing;
}

// False when the question has no answer: the link is lost, or Redis would not say and the link is
// dropped.
static bool is_answered(struct journal_tail *tail, int error, const struct reply *reply)
{
    char why[WHY_MAX];

    if (error || is_over(tail)) {
        return false;
    }
    store_heard(tail->store);
    if (reply_kind(reply) == REPLY_ERROR) { // it still loads, say: come back later
        (void)snprintf(why, sizeof why, "%.*s", SLICE_FMT(reply_text(reply)));
        redis_drop(tail->redis, why);
        return false;
    }
    return true;
}

// "0-n"; anything else is not one of our entries.
static bool read_id(const struct reply *id, uint64_t *ret_number)
{
    struct slice text = reply_text(id);
    return slice_starts(text, "0-") &&
           text_uint((struct slice){text.at + 2, text.len - 2}, INT64_MAX, ret_number);
}

static void pass(struct journal_tail *tail, const struct reply *entry)
{
    uint64_t number = 0;
    char why[WHY_MAX];
    const struct reply *id = reply_at(entry, 0);
    const struct reply *fields = reply_at(entry, 1);

    if (!read_id(id, &number) || number != tail->number + 1) {
        (void)snprintf(why, sizeof why, "after entry %" PRIu64 " comes %.*s", tail->number,
                       SLICE_FMT(reply_text(id)));
        break_off(tail, why);
        return;
    }
    if (reply_count(fields) != 2 || !slice_is(reply_text(reply_at(fields, 0)), "e")) {
        (void)snprintf(why, sizeof why, "entry %" PRIu64 " is not one of ours", number);
        break_off(tail, why);
        return;
    }
    tail->number = number;
    tail->events.on_entry(tail->owner, number, reply_text(reply_at(fields, 1)));
}

static void ask_end(struct journal_tail *tail);
static void read_on(struct journal_tail *tail);

static void on_read(void *owner, int error, const struct reply *reply)
{
    struct journal_tail *tail = owner;

    if (!is_answered(tail, error, reply)) {
        return;
    }
    if (reply_count(reply) == 0) { // a quiet time
        ask_end(tail);
        return;
    }
    const struct reply *entries = reply_at(reply_at(reply, 0), 1);
    for (size_t i = 0; i < reply_count(entries) && !is_over(tail); i++) {
        pass(tail, reply_at(entries, i));
    }
    if (!is_over(tail)) {
        check_caught_up(tail);
    }
    if (!is_over(tail)) { // on_caught_up may have closed it
        read_on(tail);
    }
}

static void read_on(struct journal_tail *tail)
{
    char from[ID_MAX];
    (void)snprintf(from, sizeof from, "0-%" PRIu64, tail->number);
    const struct slice args[] = {SLICE("XREAD"),      SLICE("COUNT"),  SLICE(COUNT),
                                 SLICE("BLOCK"),      SLICE(BLOCK_MS), SLICE("STREAMS"),
                                 slice_of(tail->key), slice_of(from)};
    redis_call(tail->redis, sizeof args / sizeof args[0], args, DEADLINE_MS, on_read, tail);
}

static void on_end(void *owner, int error, const struct reply *reply)
{
    struct journal_tail *tail = owner;
    uint64_t last = 0;
    char why[WHY_MAX];

    if (!is_answered(tail, error, reply)) {
        return;
    }
    if (reply_count(reply) > 0 && !read_id(reply_at(reply_at(reply, 0), 0), &last)) {
        break_off(tail, "the stream's last entry is not one of ours");
        return;
    }
    if (last < tail->number) {
        (void)snprintf(why, sizeof why,
                       "the journal ends at %" PRIu64 ", and we had followed it to %" PRIu64, last,
                       tail->number);
        break_off(tail, why);
        return;
    }
    if (!tail->caught_up) {
        tail->target = last;
    }
    check_caught_up(tail);
    if (!is_over(tail)) {
        read_on(tail);
    }
}

static void ask_end(struct journal_tail *tail)
{
    const struct slice args[] = {SLICE("XREVRANGE"), slice_of(tail->key), SLICE("+"),
                                 SLICE("-"),         SLICE("COUNT"),      SLICE("1")};
    redis_call(tail->redis, sizeof args / sizeof args[0], args, DEADLINE_MS, on_end, tail);
}

static void on_up(void *owner)
{
    struct journal_tail *tail = owner;
    if (!is_over(tail)) {
        ask_end(tail);
    }
}

static void on_down(void *owner, const char *reason)
{
    struct journal_tail *tail = owner;
    (void)reason; // the link has logged it
    tail->caught_up = false;
}

struct journal_tail *journal_tail_open(struct store *store, struct slice key, uint64_t after,
                                       const struct journal_tail_events *events, void *owner)
{
    static const struct redis_events link_events = {on_up, on_down};
    const char *problem = NULL;
    struct journal_tail *tail = calloc(1, sizeof *tail);
    must(tail);

    tail->store = store;
    tail->events = *events;
    tail->owner = owner;
    tail->number = after;
    tail->key = strndup(key.at, key.len);
    must(tail->key);
    tail->redis = redis_new(store_loop(store), store_settings(store)->redis_url, &link_events, tail,
                            &problem);
    must(tail->redis); // the store has read the same address
    redis_connect(tail->redis);
    return tail;
}

bool journal_tail_is_live(const struct journal_tail *tail)
{
    return tail->caught_up;
}

static void on_link_closed(void *owner)
{
    struct journal_tail *tail = owner;
    void (*on_closed)(void *) = tail->on_closed;
    void *closed_owner = tail->closed_owner;

    free(tail->key);
    free(tail);
    on_closed(closed_owner);
}

void journal_tail_close(struct journal_tail *tail, void (*on_closed)(void *owner), void *owner)
{
    must(!tail->closing);
    tail->closing = true;
    tail->on_closed = on_closed;
    tail->closed_owner = owner;
    redis_close(tail->redis, on_link_closed, tail);
}
