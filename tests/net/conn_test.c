// Two conns on loopback talk to each other; every test runs plain and over TLS, and what writes
// also in bulk, as watchers are served.
#include "tests/net/pair.h"

static void sends_of_one_turn_leave_in_one_write(void **state)
{
    struct pair pair;

    open_pair(&pair, state);
    say(&pair.near, "warm");
    UNTIL(pair, pair.far.in->len == 4 && pair.near.drained == 1);
    pair.far.reads = 0;
    for (int i = 0; i < 60; i++) {
        say(&pair.near, "0123456789");
    }
    assert_true(conn_backlog(pair.near.conn) >= 600);
    assert_int_equal(conn_queued(&pair.rig.loop), 1);
    UNTIL(pair, pair.far.in->len == 604);
    assert_int_equal(pair.far.reads, 1);
    assert_int_equal(pair.near.drained, 2);
    assert_int_equal(conn_backlog(pair.near.conn), 0);
    close_pair(&pair);
}

static void more_than_the_kernel_takes_waits_and_then_arrives(void **state)
{
    struct pair pair;
    struct buf *big = rig_bytes(1 << 20, 'x');

    open_pair(&pair, state);
    conn_pause(pair.far.conn, true);
    for (int i = 0; i < 30; i++) {
        conn_send(pair.near.conn, big);
    }
    rig_turns(&pair.rig, 100);
    assert_true(conn_backlog(pair.near.conn) > 0);
    assert_int_equal(pair.near.drained, 0);
    say(&pair.near, "end");
    conn_pause(pair.far.conn, false);
    UNTIL(pair, pair.far.in->len == (30U << 20) + 3);
    assert_memory_equal(pair.far.in->bytes + pair.far.in->len - 4, "xend", 4);
    UNTIL(pair, pair.near.drained == 1);
    buf_unref(big);
    close_pair(&pair);
}

static void a_shared_buf_goes_to_both_and_is_not_kept(void **state)
{
    struct pair pair;
    struct buf *shared = rig_text("news");

    open_pair(&pair, state);
    conn_send(pair.near.conn, shared);
    conn_send(pair.far.conn, shared);
    UNTIL(pair, pair.far.in->len == 4 && pair.near.in->len == 4);
    assert_int_equal(shared->refs, 1);
    buf_unref(shared);
    close_pair(&pair);
}

static void a_close_sends_what_is_queued(void **state)
{
    struct pair pair;
    struct buf *big = rig_bytes(4 << 20, 'x');

    open_pair(&pair, state);
    say(&pair.far, "hello"); // over TLS nothing leaves before the handshake is done
    UNTIL(pair, pair.near.in->len == 5);
    conn_send(pair.near.conn, big);
    say(&pair.near, "last");
    conn_close(pair.near.conn, "bye");
    conn_close(pair.near.conn, "again");
    say(&pair.near, "lost");
    UNTIL(pair, pair.near.closed && pair.far.closed);
    assert_int_equal(pair.far.in->len, (4U << 20) + 4);
    assert_string_equal(pair.near.closed, "bye");
    assert_string_equal(pair.far.closed, "eof");
    buf_unref(big);
    close_pair(&pair);
}

static void a_close_does_not_wait_for_ever(void **state)
{
    struct pair pair;
    struct buf *big = rig_bytes(8 << 20, 'x');

    open_pair(&pair, state);
    say(&pair.far, "hello");
    UNTIL(pair, pair.near.in->len == 5);
    conn_pause(pair.far.conn, true);
    conn_send(pair.near.conn, big);
    conn_send(pair.near.conn, big);
    conn_close(pair.near.conn, "bye");
    UNTIL(pair, pair.near.closed);
    assert_string_equal(pair.near.closed, "bye");
    buf_unref(big);
    close_pair(&pair);
}

static void an_abort_comes_at_once_but_not_from_inside(void **state)
{
    struct pair pair;

    open_pair(&pair, state);
    conn_abort(pair.near.conn, "now");
    assert_null(pair.near.closed);
    assert_true(conn_is_closing(pair.near.conn));
    UNTIL(pair, pair.near.closed && pair.far.closed);
    assert_string_equal(pair.near.closed, "now");
    close_pair(&pair);
}

static void may_be_closed_inside_on_bytes(void **state)
{
    struct pair pair;

    open_pair(&pair, state);
    pair.near.close_on_bytes = true;
    say(&pair.far, "one");
    say(&pair.far, "two");
    UNTIL(pair, pair.near.closed && pair.far.closed);
    assert_int_equal(pair.near.reads, 1);
    assert_string_equal(pair.near.closed, "enough");
    close_pair(&pair);
}

static void may_be_aborted_inside_on_bytes(void **state)
{
    struct pair pair;

    open_pair(&pair, state);
    pair.near.abort_on_bytes = true;
    say(&pair.far, "one");
    UNTIL(pair, pair.near.closed && pair.far.closed);
    assert_string_equal(pair.near.closed, "enough");
    close_pair(&pair);
}

static void may_be_closed_inside_on_drained(void **state)
{
    struct pair pair;

    open_pair(&pair, state);
    pair.near.close_on_drained = true;
    say(&pair.near, "one");
    UNTIL(pair, pair.near.closed && pair.far.closed);
    assert_int_equal(pair.far.in->len, 3);
    assert_string_equal(pair.near.closed, "drained");
    close_pair(&pair);
}

static void who_sends_in_on_drained_does_not_stop_the_loop(void **state)
{
    struct pair pair;
    struct buf *more = rig_text("more");

    open_pair(&pair, state);
    pair.near.more_on_drained = more;
    conn_send(pair.near.conn, more);
    UNTIL(pair, pair.far.in->len >= 400);
    pair.near.more_on_drained = NULL;
    buf_unref(more);
    close_pair(&pair);
}

static void new_events_get_the_bytes_that_were_given_back(void **state)
{
    struct pair pair;

    open_pair(&pair, state);
    pair.near.restart_on_bytes = true;
    say(&pair.far, "abc");
    UNTIL(pair, pair.near.in->len == 4);
    assert_memory_equal(pair.near.in->bytes, "|abc", 4);
    say(&pair.far, "d");
    UNTIL(pair, pair.near.in->len == 6);
    assert_int_equal(pair.near.reads, 1);
    close_pair(&pair);
}

static void bytes_given_back_wait_while_paused(void **state)
{
    struct pair pair;

    open_pair(&pair, state);
    say(&pair.far, "hi");
    UNTIL(pair, pair.near.in->len == 2);
    conn_pause(pair.near.conn, true);
    conn_unread(pair.near.conn, "abc", 3);
    conn_unread(pair.near.conn, "def", 3);
    rig_turns(&pair.rig, 10);
    assert_int_equal(pair.near.in->len, 2);
    conn_pause(pair.near.conn, false);
    UNTIL(pair, pair.near.in->len == 8);
    assert_memory_equal(pair.near.in->bytes, "hiabcdef", 8);
    close_pair(&pair);
}

static void a_pause_stops_reading(void **state)
{
    struct pair pair;

    open_pair(&pair, state);
    say(&pair.far, "1");
    UNTIL(pair, pair.near.in->len == 1);
    conn_pause(pair.near.conn, true);
    say(&pair.far, "2");
    UNTIL(pair, pair.far.drained >= 2);
    rig_turns(&pair.rig, 10);
    assert_int_equal(pair.near.in->len, 1);
    conn_pause(pair.near.conn, false);
    UNTIL(pair, pair.near.in->len == 2);
    close_pair(&pair);
}

static void a_deadline_closes(void **state)
{
    struct pair pair;

    open_pair(&pair, state);
    conn_deadline(pair.near.conn, 1);
    UNTIL(pair, pair.near.closed && pair.far.closed);
    assert_string_equal(pair.near.closed, "deadline");
    close_pair(&pair);
}

static void a_deadline_may_be_moved_and_taken_back(void **state)
{
    struct pair pair;

    open_pair(&pair, state);
    conn_deadline(pair.near.conn, 1);
    conn_deadline(pair.near.conn, 60000);
    conn_deadline(pair.far.conn, 1);
    conn_deadline(pair.far.conn, 0);
    uint64_t start = uv_now(&pair.rig.loop);
    UNTIL(pair, uv_now(&pair.rig.loop) > start + 700); // the ticks of the wheel wake the loop
    assert_null(pair.near.closed);
    assert_null(pair.far.closed);
    conn_deadline(pair.near.conn, 1);
    UNTIL(pair, pair.near.closed);
    close_pair(&pair);
}

static void on_end_events(void *owner)
{
    ((struct side *)owner)->ends++;
}

static void an_owner_may_take_deadline_and_end_himself(void **state)
{
    static const struct conn_events all = {.on_bytes = on_bytes,
                                           .on_closed = on_closed,
                                           .on_deadline = on_deadline,
                                           .on_end = on_end_events};
    struct pair pair;

    open_pair(&pair, state);
    say(&pair.far, "x");
    UNTIL(pair, pair.near.in->len == 1);
    conn_start(pair.near.conn, &all, &pair.near);
    conn_deadline(pair.near.conn, 1);
    UNTIL(pair, pair.near.deadlines == 1);
    conn_close(pair.far.conn, "bye");
    UNTIL(pair, pair.near.ends == 1);
    assert_null(pair.near.closed);
    close_pair(&pair);
}

static void knows_its_address_and_its_kind(void **state)
{
    struct pair pair;

    open_pair(&pair, state);
    assert_string_equal(conn_address(pair.near.conn), "127.0.0.1");
    assert_int_equal(conn_is_tls(pair.near.conn), *state != NULL);
    close_pair(&pair);
}

static void bulk_gives_way_but_arrives(void **state)
{
    struct pair pair;

    open_pair(&pair, state);
    say(&pair.near, "a");
    conn_bulk(pair.near.conn);
    say(&pair.near, "b");
    assert_int_equal(conn_queued(&pair.rig.loop) > 0, true);
    UNTIL(pair, pair.far.in->len == 2);
    assert_int_equal(conn_queued(&pair.rig.loop), 0);
    close_pair(&pair);
}

static void end_the_other(void *owner)
{
    struct side *side = owner;

    side->drained++;
    conn_abort(side->other->conn, "neighbour");
}

static void who_is_ended_by_a_neighbour_of_his_batch_stays_so(void **state)
{
    static const struct conn_events ending = {
        .on_bytes = on_bytes, .on_drained = end_the_other, .on_closed = on_closed};
    struct pair pair;

    open_pair(&pair, state);
    say(&pair.near, "warm"); // a handshake is over
    UNTIL(pair, pair.far.in->len == 4 && pair.near.drained == 1);
    pair.near.other = &pair.far;
    conn_start(pair.near.conn, &ending, &pair.near);
    say(&pair.near, "one");
    say(&pair.far, "two");
    UNTIL(pair, pair.near.closed && pair.far.closed);
    assert_int_equal(pair.near.drained, 2);
    assert_int_equal(pair.far.drained, 0);
    assert_string_equal(pair.far.closed, "neighbour");
    close_pair(&pair);
}

static void count_freed(void *parent)
{
    ++*(int *)parent;
}

static void the_parent_hears_of_the_end(void **state)
{
    struct pair pair;
    int freed = 0;

    open_pair(&pair, state);
    conn_parent(pair.near.conn, count_freed, &freed);
    conn_abort(pair.near.conn, "x");
    UNTIL(pair, freed == 1);
    close_pair(&pair);
}

static void a_conn_that_never_started_can_be_dropped(void **state)
{
    struct rig rig;
    int freed = 0;

    (void)state;
    rig_init(&rig);
    struct conn *conn = conn_new(&rig.loop, NULL, true);
    conn_parent(conn, count_freed, &freed);
    conn_close(conn, "never");
    RIG_UNTIL(&rig, freed == 1);
    rig_done(&rig);
}

#define BOTH(test)                                                                                 \
    {#test, test, NULL, NULL, NULL},                                                               \
    {                                                                                              \
#        test " over tls", test, NULL, NULL, &cert                                                 \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(sends_of_one_turn_leave_in_one_write),
        BOTH(more_than_the_kernel_takes_waits_and_then_arrives),
        BOTH(a_shared_buf_goes_to_both_and_is_not_kept),
        BOTH(a_close_sends_what_is_queued),
        BOTH(a_close_does_not_wait_for_ever),
        BOTH(an_abort_comes_at_once_but_not_from_inside),
        BOTH(may_be_closed_inside_on_bytes),
        BOTH(may_be_aborted_inside_on_bytes),
        BOTH(may_be_closed_inside_on_drained),
        BOTH(who_sends_in_on_drained_does_not_stop_the_loop),
        BOTH(new_events_get_the_bytes_that_were_given_back),
        BOTH(bytes_given_back_wait_while_paused),
        BOTH(a_pause_stops_reading),
        BOTH(a_deadline_closes),
        BOTH(a_deadline_may_be_moved_and_taken_back),
        BOTH(an_owner_may_take_deadline_and_end_himself),
        BOTH(knows_its_address_and_its_kind),
        BOTH(bulk_gives_way_but_arrives),
        BOTH(who_is_ended_by_a_neighbour_of_his_batch_stays_so),
        BOTH(the_parent_hears_of_the_end),
        cmocka_unit_test(a_conn_that_never_started_can_be_dropped),
    };
    const struct CMUnitTest bulk[] = {
        BOTH(sends_of_one_turn_leave_in_one_write),
        BOTH(more_than_the_kernel_takes_waits_and_then_arrives),
        BOTH(a_shared_buf_goes_to_both_and_is_not_kept),
        BOTH(a_close_sends_what_is_queued),
        BOTH(an_abort_comes_at_once_but_not_from_inside),
        BOTH(may_be_closed_inside_on_bytes),
        BOTH(may_be_aborted_inside_on_bytes),
        BOTH(may_be_closed_inside_on_drained),
        BOTH(who_sends_in_on_drained_does_not_stop_the_loop),
        BOTH(bytes_given_back_wait_while_paused),
        BOTH(who_is_ended_by_a_neighbour_of_his_batch_stays_so),
    };

    cert_make(&cert);
    int failed = cmocka_run_group_tests_name("by themselves", tests, NULL, NULL);
    in_bulk = true;
    failed += cmocka_run_group_tests_name("in bulk", bulk, NULL, NULL);
    cert_remove(&cert);
    return failed;
}
