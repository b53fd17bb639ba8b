// Both ways of sending, the kernel's batch and one by one, are held to the same results.
#include "net/sends.h"
#include "tests/unit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ROOM = 1 << 16 };

struct link {
    int ours, theirs;
};

static struct link link_open(void)
{
    int ends[2];

    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    return (struct link){ends[0], ends[1]};
}

static void link_close(struct link link)
{
    (void)close(link.ours);
    (void)close(link.theirs);
}

static void put_text(struct sends *sends, int fd, const char *text)
{
    char *bytes = (char *)(uintptr_t)text;

    sends_put(sends, fd, &(struct iovec){bytes, strlen(bytes)}, 1);
}

static void assert_reads(int fd, const char *text)
{
    char room[64] = "";

    assert_int_equal(recv(fd, room, sizeof room - 1, MSG_DONTWAIT), (int)strlen(text));
    assert_string_equal(room, text);
}

// As much as its buffer takes.
static void fill(int fd)
{
    static char room[ROOM];

    while (send(fd, room, sizeof room, MSG_DONTWAIT | MSG_NOSIGNAL) > 0) {
    }
}

static void each_socket_of_a_full_batch_gets_its_own(void **state)
{
    struct sends *sends = sends_new();
    struct link links[SENDS_MAX];
    char texts[SENDS_MAX][8];
    long results[SENDS_MAX];

    (void)state;
    for (int i = 0; i < SENDS_MAX; i++) {
        links[i] = link_open();
        (void)snprintf(texts[i], sizeof texts[i], "no %d", i);
        put_text(sends, links[i].ours, texts[i]);
    }
    sends_run(sends, results);
    for (int i = 0; i < SENDS_MAX; i++) {
        assert_int_equal(results[i], strlen(texts[i]));
        assert_reads(links[i].theirs, texts[i]);
        link_close(links[i]);
    }
    sends_free(sends);
}

static void pieces_arrive_in_their_order(void **state)
{
    struct sends *sends = sends_new();
    struct link link = link_open();
    struct link other = link_open();
    char bytes[] = "abcdefgh";
    struct iovec pieces[SENDS_PIECES];
    long results[SENDS_MAX];

    (void)state;
    for (int i = 0; i < SENDS_PIECES; i++) {
        pieces[i] = (struct iovec){bytes + i, 1};
    }
    sends_put(sends, link.ours, pieces, SENDS_PIECES);
    memset(pieces, 0, sizeof pieces); // the array was copied
    put_text(sends, other.ours, "x");
    sends_run(sends, results);
    assert_int_equal(results[0], SENDS_PIECES);
    assert_reads(link.theirs, "abcdefgh");
    link_close(link);
    link_close(other);
    sends_free(sends);
}

static void who_takes_nothing_keeps_nobody_from_his(void **state)
{
    struct sends *sends = sends_new();
    struct link full = link_open();
    struct link lost = link_open();
    struct link good = link_open();
    long results[SENDS_MAX];

    (void)state;
    fill(full.ours);
    (void)close(lost.theirs);
    put_text(sends, full.ours, "waits");
    put_text(sends, lost.ours, "nobody");
    put_text(sends, -1, "no socket");
    put_text(sends, good.ours, "arrives");
    sends_run(sends, results);
    assert_int_equal(results[0], -EAGAIN);
    assert_int_equal(results[1], -EPIPE);
    assert_int_equal(results[2], -EBADF);
    assert_int_equal(results[3], 7);
    assert_reads(good.theirs, "arrives");
    (void)close(lost.ours);
    link_close(full);
    link_close(good);
    sends_free(sends);
}

static void says_how_much_went_of_more_than_the_buffer_takes(void **state)
{
    static char big[64 * ROOM];
    struct sends *sends = sends_new();
    struct link link = link_open();
    struct link other = link_open();
    long results[SENDS_MAX];

    (void)state;
    sends_put(sends, link.ours, &(struct iovec){big, sizeof big}, 1);
    put_text(sends, other.ours, "x");
    sends_run(sends, results);
    assert_in_range(results[0], 1, sizeof big - 1);
    assert_int_equal(results[1], 1);
    link_close(link);
    link_close(other);
    sends_free(sends);
}

static void is_empty_after_a_run_and_may_be_used_again(void **state)
{
    struct sends *sends = sends_new();
    struct link one = link_open();
    struct link two = link_open();
    long results[SENDS_MAX];

    (void)state;
    sends_run(sends, results); // nothing: nothing happens
    for (int i = 0; i < 1000; i++) {
        put_text(sends, one.ours, "a");
        put_text(sends, two.ours, "b");
        sends_run(sends, results);
        assert_reads(one.theirs, "a");
        assert_reads(two.theirs, "b");
    }
    link_close(one);
    link_close(two);
    sends_free(sends);
}

static int without_the_batch(void **state)
{
    (void)state;
    assert_string_not_equal(sends_state(), "off");
    sends_one_by_one();
    assert_string_equal(sends_state(), "off");
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_socket_of_a_full_batch_gets_its_own),
        cmocka_unit_test(pieces_arrive_in_their_order),
        cmocka_unit_test(who_takes_nothing_keeps_nobody_from_his),
        cmocka_unit_test(says_how_much_went_of_more_than_the_buffer_takes),
        cmocka_unit_test(is_empty_after_a_run_and_may_be_used_again),
    };
    int failed = cmocka_run_group_tests_name("as the kernel lets us", tests, NULL, NULL);

    return failed + cmocka_run_group_tests_name("one by one", tests, without_the_batch, NULL);
}
