// A turn of the loop: callbacks read, decide and call conn_send, which only queues; before the loop
// sleeps again, on_prepare serves each connection that waits, in one write each. So ten frames for
// one screen are one write, and a connection that nobody writes to costs nothing. Bulk seats are
// served after all others, many in one call of the kernel, and for about a millisecond; what is
// left waits for the next turn, so an answer to a judge never stands behind ten thousand screens.
#include "net/conn_turn.h"

#include "base/buf.h"
#include "base/must.h"
#include "net/sends.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum { SLICE_NS = 1000000 };

struct conn_turn {
    uv_loop_t *loop;
    struct conn_turn *next;
    struct conn_bell bell;
    uv_prepare_t prepare; // keeps the loop alive as long as a connection is there
    uv_idle_t idle;       // runs while somebody waits for the next slice
    uv_timer_t tick;
    struct wheel wheel;
    struct list urgent, bulk;
    size_t urgent_count, bulk_count;
    size_t conns;
    unsigned handles;
    struct sends *sends;
    struct buf *plain;
    char room[CONN_TURN_READ];
};

static _Thread_local struct conn_turn *turns;

void conn_turn_wait(struct conn_seat *seat)
{
    struct conn_turn *turn = seat->turn;

    if (list_empty(&seat->waiting)) {
        list_add_tail(seat->bulk ? &turn->bulk : &turn->urgent, &seat->waiting);
        *(seat->bulk ? &turn->bulk_count : &turn->urgent_count) += 1;
    }
}

void conn_turn_forget(struct conn_seat *seat)
{
    if (!list_empty(&seat->waiting)) {
        list_remove(&seat->waiting);
        *(seat->bulk ? &seat->turn->bulk_count : &seat->turn->urgent_count) -= 1;
    }
}

void conn_turn_deadline(struct conn_seat *seat, uint64_t ms)
{
    if (ms == 0) {
        wheel_clear(&seat->deadline);
    } else {
        wheel_set(&seat->turn->wheel, &seat->deadline, uv_now(seat->turn->loop) + ms);
    }
}

static struct conn_seat *take_first(struct list *head)
{
    struct conn_seat *seat = list_item(head->next, struct conn_seat, waiting);

    conn_turn_forget(seat);
    return seat;
}

// One batch. A seat that dies meanwhile is freed only when the loop closes its handle.
static size_t serve_batch(struct conn_turn *turn, size_t most)
{
    struct conn_seat *seats[SENDS_MAX];
    bool gathered[SENDS_MAX];
    long results[SENDS_MAX];
    const long *next = results;
    size_t count = 0;

    for (; count < most && count < SENDS_MAX; count++) {
        seats[count] = take_first(&turn->bulk);
        gathered[count] = turn->bell.gather(seats[count], turn->sends);
    }
    sends_run(turn->sends, results);
    for (size_t i = 0; i < count; i++) {
        if (gathered[i]) {
            turn->bell.took(seats[i], *next++);
        } else {
            turn->bell.serve(seats[i]);
        }
    }
    return count;
}

static void serve_bulk(struct conn_turn *turn)
{
    uint64_t end_ns = uv_hrtime() + SLICE_NS;

    for (size_t left = turn->bulk_count; left > 0 && turn->bulk_count > 0;) {
        left -= serve_batch(turn, left < turn->bulk_count ? left : turn->bulk_count);
        if (uv_hrtime() > end_ns) {
            return;
        }
    }
}

static void on_idle(uv_idle_t *idle)
{
    (void)idle; // that it runs keeps the loop from sleeping
}

static void on_prepare(uv_prepare_t *prepare)
{
    struct conn_turn *turn = prepare->data;

    // Counted beforehand: what these queue again waits for the next turn.
    for (size_t left = turn->urgent_count; left > 0 && turn->urgent_count > 0; left--) {
        turn->bell.serve(take_first(&turn->urgent));
    }
    if (turn->bulk_count > 0) {
        serve_bulk(turn);
    }
    if (turn->urgent_count + turn->bulk_count > 0) {
        (void)uv_idle_start(&turn->idle, on_idle);
    } else {
        (void)uv_idle_stop(&turn->idle);
    }
}

static void on_tick(uv_timer_t *tick)
{
    struct conn_turn *turn = tick->data;

    for (struct wheel_entry *due; (due = wheel_pop(&turn->wheel, uv_now(turn->loop)));) {
        turn->bell.expire(list_item(due, struct conn_seat, deadline));
    }
}

static void start_handles(struct conn_turn *turn)
{
    int failed = uv_prepare_init(turn->loop, &turn->prepare);

    failed = failed ? failed : uv_idle_init(turn->loop, &turn->idle);
    failed = failed ? failed : uv_timer_init(turn->loop, &turn->tick);
    turn->prepare.data = turn->idle.data = turn->tick.data = turn;
    failed = failed ? failed : uv_prepare_start(&turn->prepare, on_prepare);
    failed = failed ? failed : uv_timer_start(&turn->tick, on_tick, WHEEL_TICK_MS, WHEEL_TICK_MS);
    must(failed == 0); // none of these can fail on an open loop
}

static struct conn_turn *turn_new(uv_loop_t *loop, const struct conn_bell *bell)
{
    struct conn_turn *turn = malloc(sizeof *turn);

    must(turn);
    memset(turn, 0, offsetof(struct conn_turn, room));
    turn->loop = loop;
    turn->bell = *bell;
    turn->handles = 3;
    turn->sends = sends_new();
    list_init(&turn->urgent);
    list_init(&turn->bulk);
    wheel_init(&turn->wheel, uv_now(loop));
    start_handles(turn);
    (void)signal(SIGPIPE,
                 SIG_IGN); // libuv writes without MSG_NOSIGNAL; a lost peer is an EPIPE to us
    turn->next = turns;
    turns = turn;
    return turn;
}

static struct conn_turn *turn_find(const uv_loop_t *loop)
{
    struct conn_turn *turn = turns;

    while (turn && turn->loop != loop) {
        turn = turn->next;
    }
    return turn;
}

static void on_closed(uv_handle_t *handle)
{
    struct conn_turn *turn = handle->data;

    if (--turn->handles == 0) {
        buf_unref(turn->plain);
        sends_free(turn->sends);
        free(turn);
    }
}

static void turn_end(struct conn_turn *turn)
{
    struct conn_turn **at = &turns;

    while (*at != turn) {
        at = &(*at)->next;
    }
    *at = turn->next;
    uv_close((uv_handle_t *)&turn->prepare, on_closed);
    uv_close((uv_handle_t *)&turn->idle, on_closed);
    uv_close((uv_handle_t *)&turn->tick, on_closed);
}

void conn_turn_join(uv_loop_t *loop, struct conn_seat *seat, const struct conn_bell *bell)
{
    seat->turn = turn_find(loop);
    if (!seat->turn) {
        seat->turn = turn_new(loop, bell);
    }
    seat->turn->conns++;
    seat->bulk = false;
    list_init(&seat->waiting);
    wheel_entry_init(&seat->deadline);
}

void conn_turn_leave(struct conn_seat *seat)
{
    conn_turn_forget(seat);
    wheel_clear(&seat->deadline);
    if (--seat->turn->conns == 0) {
        turn_end(seat->turn);
    }
}

size_t conn_turn_count(const uv_loop_t *loop)
{
    const struct conn_turn *turn = turn_find(loop);

    return turn ? turn->urgent_count + turn->bulk_count : 0;
}

char *conn_turn_room(struct conn_seat *seat)
{
    return seat->turn->room;
}

struct buf *conn_turn_plain(struct conn_seat *seat)
{
    struct conn_turn *turn = seat->turn;

    if (!turn->plain) {
        turn->plain = buf_new(CONN_TURN_READ);
    }
    turn->plain->len = 0;
    return turn->plain;
}
