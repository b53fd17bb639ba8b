#include "store/redis.h"
#include "tests/store/rig.h"

#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>

// What happened to a number of calls.
struct ends {
    struct redis *redis;
    int count;
    int ok, timed_out, reset, not_connected, cancelled;
    int ups, downs;
    int closed;
    bool close_in_reply;
    bool drop_in_reply;
    bool call_in_reply;
};

static void on_end(void *owner, int error, const struct reply *reply);

static void call(struct ends *ends, size_t argc, const struct slice *args, uint64_t deadline_ms)
{
    redis_call(ends->redis, argc, args, deadline_ms, on_end, ends);
}

static void ping(struct ends *ends)
{
    call(ends, 1, (struct slice[]){SLICE("PING")}, 10000);
}

// One that Redis never answers.
static void wait_for_ever(struct ends *ends, uint64_t deadline_ms)
{
    call(ends, 3, (struct slice[]){SLICE("BLPOP"), SLICE("nothing"), SLICE("0")}, deadline_ms);
}

static void on_end(void *owner, int error, const struct reply *reply)
{
    struct ends *ends = owner;

    assert_int_equal(reply != NULL, error == 0);
    ends->count++;
    ends->ok += error == 0;
    ends->timed_out += error == UV_ETIMEDOUT;
    ends->reset += error == UV_ECONNRESET;
    ends->not_connected += error == UV_ENOTCONN;
    ends->cancelled += error == UV_ECANCELED;
    if (ends->close_in_reply) {
        ends->close_in_reply = false;
        redis_close(ends->redis, rig_count, &ends->closed);
    }
    if (ends->drop_in_reply) {
        ends->drop_in_reply = false;
        redis_drop(ends->redis, "the test wants it");
    }
    if (ends->call_in_reply) {
        ends->call_in_reply = false;
        ping(ends);
    }
}

static void on_up(void *owner)
{
    ((struct ends *)owner)->ups++;
}

static void on_down(void *owner, const char *reason)
{
    assert_true(strlen(reason) > 0);
    ((struct ends *)owner)->downs++;
}

static void open_link(struct rig *rig, struct ends *ends, const char *url)
{
    static const struct redis_events events = {on_up, on_down};
    const char *problem = NULL;

    memset(ends, 0, sizeof *ends);
    ends->redis = redis_new(&rig->loop, url, &events, ends, &problem);
    assert_non_null(ends->redis);
    redis_connect(ends->redis);
}

static void open_and_wait(struct rig *rig, struct ends *ends)
{
    open_link(rig, ends, rig->url);
    UNTIL(rig, ends->ups == 1);
}

static void close_link(struct rig *rig, struct ends *ends)
{
    redis_close(ends->redis, rig_count, &ends->closed);
    UNTIL(rig, ends->closed == 1);
}

static void answers_every_kind_of_reply(void **state)
{
    struct rig *rig = *state;

    rig_do(rig, "SET a 12");
    assert_int_equal(rig->kind, REPLY_STATUS);
    assert_string_equal(rig->text, "OK");
    rig_do(rig, "GET a");
    assert_int_equal(rig->kind, REPLY_TEXT);
    assert_int_equal(rig->number, 12);
    rig_do(rig, "DECRBY a 20");
    assert_int_equal(rig->kind, REPLY_NUMBER);
    assert_int_equal(rig->number, -8);
    rig_do(rig, "GET none");
    assert_int_equal(rig->kind, REPLY_NIL);
    rig_ask(rig, "NONSENSE");
    assert_int_equal(rig->error, 0);
    assert_int_equal(rig->kind, REPLY_ERROR);
}

static void on_nested(void *owner, int error, const struct reply *reply)
{
    assert_int_equal(error, 0);
    assert_int_equal(reply_count(reply), 2);
    const struct reply *fields = reply_at(reply_at(reply, 1), 1);
    assert_true(slice_is(reply_text(reply_at(fields, 1)), "two"));
    *(bool *)owner = true;
}

static void reads_lists_in_lists(void **state)
{
    struct rig *rig = *state;
    bool seen = false;

    rig_do(rig, "XADD s 0-1 e one");
    rig_do(rig, "XADD s 0-2 e two");
    redis_call(rig->admin, 4, (struct slice[]){SLICE("XRANGE"), SLICE("s"), SLICE("-"), SLICE("+")},
               1000, on_nested, &seen);
    UNTIL(rig, seen);
}

static void carries_any_bytes_and_big_ones(void **state)
{
    struct rig *rig = *state;

    enum { BIG = 3000000 };
    struct ends ends;
    char *bytes = malloc(BIG);

    assert_non_null(bytes);
    for (size_t i = 0; i < BIG; i++) {
        bytes[i] = (char)(i * 7);
    }
    open_and_wait(rig, &ends);
    call(&ends, 3, (struct slice[]){SLICE("SET"), SLICE("big"), {bytes, BIG}}, 10000);
    call(&ends, 2, (struct slice[]){SLICE("GET"), SLICE("big")}, 10000);
    call(&ends, 3, (struct slice[]){SLICE("SET"), SLICE("empty"), SLICE("")}, 10000);
    UNTIL(rig, ends.ok == 3);
    rig_do(rig, "STRLEN big");
    assert_int_equal(rig->number, BIG);
    rig_do(rig, "STRLEN empty");
    assert_int_equal(rig->number, 0);
    close_link(rig, &ends);
    free(bytes);
}

static int64_t reads_processed(struct rig *rig)
{
    rig_do(rig, "INFO stats");
    const char *at = strstr(rig->text, "total_reads_processed:");
    assert_non_null(at);
    return strtoll(strchr(at, ':') + 1, NULL, 10);
}

static void the_calls_of_a_turn_leave_in_few_writes(void **state)
{
    struct rig *rig = *state;
    struct ends ends;

    open_and_wait(rig, &ends);
    int64_t before = reads_processed(rig);
    for (int i = 0; i < 200; i++) {
        ping(&ends);
    }
    UNTIL(rig, ends.ok == 200);
    // Eight or more at a time, so that Redis can begin while the rest are being made; and that of
    // asking.
    assert_true(reads_processed(rig) - before <= 200 / 8 + 2);
    close_link(rig, &ends);
}

static void a_call_while_down_ends_in_the_next_turn(void **state)
{
    struct rig *rig = *state;
    struct ends ends;

    open_link(rig, &ends, "unix:///nowhere/redis.sock");
    assert_false(redis_is_up(ends.redis));
    ping(&ends);
    assert_int_equal(ends.count, 0);
    UNTIL(rig, ends.count == 1);
    assert_int_equal(ends.not_connected, 1);
    assert_true(strlen(redis_down_reason(ends.redis)) > 0);
    close_link(rig, &ends);
}

static void a_call_made_in_a_refusal_is_refused_too(void **state)
{
    struct rig *rig = *state;
    struct ends ends;

    open_link(rig, &ends, "unix:///nowhere/redis.sock");
    ends.call_in_reply = true;
    ping(&ends);
    UNTIL(rig, ends.not_connected == 2);
    close_link(rig, &ends);
}

static void a_call_past_its_deadline_drops_the_link(void **state)
{
    struct rig *rig = *state;
    struct ends ends;

    open_and_wait(rig, &ends);
    wait_for_ever(&ends, 50);
    ping(&ends); // behind it, so it cannot be answered
    UNTIL(rig, ends.count == 2);
    assert_int_equal(ends.timed_out, 1);
    assert_int_equal(ends.reset, 1);
    assert_int_equal(ends.downs, 1);
    UNTIL(rig, ends.ups == 2);
    ping(&ends);
    UNTIL(rig, ends.ok == 1);
    close_link(rig, &ends);
}

static void a_call_without_deadline_waits(void **state)
{
    struct rig *rig = *state;
    struct ends ends;

    open_and_wait(rig, &ends);
    wait_for_ever(&ends, 0);
    rig_do(rig, "LPUSH nothing something");
    UNTIL(rig, ends.ok == 1);
    assert_int_equal(ends.downs, 0);
    close_link(rig, &ends);
}

static void the_calls_in_flight_end_once_when_redis_is_killed(void **state)
{
    struct rig *rig = *state;
    struct ends ends;

    open_and_wait(rig, &ends);
    wait_for_ever(&ends, 0);
    for (int i = 0; i < 50; i++) {
        ping(&ends);
    }
    rig_kill_redis(rig);
    UNTIL(rig, ends.ups == 2);
    assert_int_equal(ends.count, 51);
    assert_int_equal(ends.reset, 51);
    ping(&ends);
    UNTIL(rig, ends.ok == 1);
    assert_int_equal(ends.count, 52);
    assert_true(redis_age_ms(ends.redis) < RIG_LATE_MS);
    close_link(rig, &ends);
}

static void closing_ends_the_calls_before_it_returns(void **state)
{
    struct rig *rig = *state;
    struct ends ends;

    open_and_wait(rig, &ends);
    for (int i = 0; i < 5; i++) {
        ping(&ends);
    }
    redis_close(ends.redis, rig_count, &ends.closed);
    assert_int_equal(ends.cancelled, 5);
    UNTIL(rig, ends.closed == 1);
    assert_int_equal(ends.count, 5);
    assert_int_equal(ends.downs, 0);
}

static void closing_inside_a_reply_is_safe(void **state)
{
    struct rig *rig = *state;
    struct ends ends;

    open_and_wait(rig, &ends);
    for (int i = 0; i < 5; i++) {
        ping(&ends);
    }
    ends.close_in_reply = true;
    UNTIL(rig, ends.closed == 1);
    assert_int_equal(ends.ok, 1);
    assert_int_equal(ends.cancelled, 4);
}

static void closing_inside_a_refusal_is_safe(void **state)
{
    struct rig *rig = *state;
    struct ends ends;

    open_link(rig, &ends, "unix:///nowhere/redis.sock");
    ping(&ends);
    ping(&ends);
    ends.close_in_reply = true;
    UNTIL(rig, ends.closed == 1);
    assert_int_equal(ends.not_connected, 1);
    assert_int_equal(ends.cancelled, 1);
}

static void closing_while_a_name_is_looked_up_is_safe(void **state)
{
    struct rig *rig = *state;
    struct ends ends;

    open_link(rig, &ends, "redis://localhost:1");
    close_link(rig, &ends);
    assert_int_equal(ends.ups, 0);
}

static void dropping_inside_a_reply_is_safe(void **state)
{
    struct rig *rig = *state;
    struct ends ends;

    open_and_wait(rig, &ends);
    for (int i = 0; i < 5; i++) {
        ping(&ends);
    }
    ends.drop_in_reply = true;
    UNTIL(rig, ends.ups == 2);
    assert_int_equal(ends.ok, 1);
    assert_int_equal(ends.reset, 4);
    assert_int_equal(ends.downs, 1);
    close_link(rig, &ends);
}

// Makes Redis listen on a free port too.
static int open_port(struct rig *rig)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t len = sizeof address;
    char words[64];
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(bind(fd, (struct sockaddr *)(void *)&address, len), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)(void *)&address, &len), 0);
    assert_int_equal(close(fd), 0);
    int port = ntohs(address.sin_port);
    (void)snprintf(words, sizeof words, "CONFIG SET port %d", port);
    rig_do(rig, words);
    return port;
}

static void logs_in_over_tcp_and_chooses_the_database(void **state)
{
    struct rig *rig = *state;
    struct ends ends;
    char url[64];

    int port = open_port(rig);
    rig_do(rig, "ACL SETUSER judge on >se:cret ~* +@all");
    (void)snprintf(url, sizeof url, "redis://judge:se:cret@localhost:%d/3", port);
    open_link(rig, &ends, url);
    UNTIL(rig, ends.ups == 1);
    call(&ends, 3, (struct slice[]){SLICE("SET"), SLICE("here"), SLICE("1")}, 1000);
    UNTIL(rig, ends.ok == 1);
    rig_do(rig, "EXISTS here");
    assert_int_equal(rig->number, 0);
    rig_do(rig, "SELECT 3");
    rig_do(rig, "EXISTS here");
    assert_int_equal(rig->number, 1);
    close_link(rig, &ends);
}

static void a_wrong_password_never_comes_up_and_says_why(void **state)
{
    struct rig *rig = *state;
    struct ends ends;
    char url[64];

    int port = open_port(rig);
    (void)snprintf(url, sizeof url, "redis://judge:wrong@127.0.0.1:%d", port);
    open_link(rig, &ends, url);
    UNTIL(rig, strstr(redis_down_reason(ends.redis), "login"));
    assert_int_equal(ends.ups, 0);
    assert_int_equal(ends.downs, 0);
    assert_null(strstr(redis_down_reason(ends.redis), "wrong@"));
    close_link(rig, &ends);
}

static void too_many_clients_is_a_reason_and_not_a_crash(void **state)
{
    struct rig *rig = *state;
    struct ends ends;

    rig_do(rig, "CONFIG SET maxclients 1");
    open_link(rig, &ends, rig->url);
    UNTIL(rig, strstr(redis_down_reason(ends.redis), "max number of clients"));
    rig_do(rig, "CONFIG SET maxclients 100");
    int ups = ends.ups;
    UNTIL(rig, ends.ups > ups && redis_is_up(ends.redis));
    ping(&ends);
    UNTIL(rig, ends.ok == 1);
    close_link(rig, &ends);
}

static void refuses_tls_with_words(void **state)
{
    struct rig *rig = *state;
    static const struct redis_events events = {NULL, NULL};
    const char *problem = NULL;

    assert_null(redis_new(&rig->loop, "rediss://host", &events, NULL, &problem));
    assert_non_null(strstr(problem, "TLS"));
}

RUN(RIG_TEST(answers_every_kind_of_reply), RIG_TEST(reads_lists_in_lists),
    RIG_TEST(carries_any_bytes_and_big_ones), RIG_TEST(the_calls_of_a_turn_leave_in_few_writes),
    RIG_TEST(a_call_while_down_ends_in_the_next_turn),
    RIG_TEST(a_call_made_in_a_refusal_is_refused_too),
    RIG_TEST(a_call_past_its_deadline_drops_the_link), RIG_TEST(a_call_without_deadline_waits),
    RIG_TEST(the_calls_in_flight_end_once_when_redis_is_killed),
    RIG_TEST(closing_ends_the_calls_before_it_returns), RIG_TEST(closing_inside_a_reply_is_safe),
    RIG_TEST(closing_inside_a_refusal_is_safe), RIG_TEST(closing_while_a_name_is_looked_up_is_safe),
    RIG_TEST(dropping_inside_a_reply_is_safe), RIG_TEST(logs_in_over_tcp_and_chooses_the_database),
    RIG_TEST(a_wrong_password_never_comes_up_and_says_why),
    RIG_TEST(too_many_clients_is_a_reason_and_not_a_crash), RIG_TEST(refuses_tls_with_words))
