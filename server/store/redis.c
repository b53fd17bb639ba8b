// The adapter. hiredis parses what comes (redisReader); connecting, writing and waiting are ours
// (redis_line), because its own half for loops neither knows deadlines nor lets a callback close
// the link freely, and its writing raises SIGPIPE. Replies come in the order of the calls, so the
// calls in flight are one list.
//
//   OFF -> OPENING -> GREETING -> UP -> (lost) RESTING -> OPENING …     CLOSED ends all of them
//
// Memory: struct redis lives until the loop has closed its timers and its lines (`handles` counts
// them), therefore any callback may close it. A line that was lost is closed by the loop while the
// next one may open already.
#include "store/redis.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/meter.h"
#include "base/must.h"
#include "base/secret.h"
#include "store/redis_calls.h"
#include "store/redis_line.h"
#include "store/redis_url.h"

#include <hiredis/hiredis.h>

#include <stdio.h>
#include <stdlib.h>

enum {
    BACK_OFF_LEAST_MS = 50,
    BACK_OFF_MOST_MS = 2000,
    CONNECT_MS = 5000, // from the first step to the end of the greeting
    REASON_MAX = 200
};

enum stage { OFF, OPENING, GREETING, UP, RESTING, CLOSED };

struct redis {
    uv_loop_t *loop;
    struct redis_url *url;
    struct redis_events events;
    void *owner;
    enum stage stage;
    struct redis_line *line;    // NULL between two tries
    redisReader *reader;        // of that line
    struct redis_calls calls;   // sent, in the order of their replies
    struct redis_calls refused; // made while down; they end in the next turn
    struct redis_calls ending;  // those of them that end now
    uv_timer_t sweep;           // at the nearest deadline
    uv_timer_t retry;
    uv_timer_t soon;       // ends the refused
    uint64_t sweep_due_ms; // 0: not armed
    uint64_t stage_due_ms; // of OPENING and GREETING
    uint64_t back_off_ms;
    uint64_t heard_ms;
    unsigned tries;
    size_t greetings; // answers that we still wait for
    unsigned handles;
    char reason[REASON_MAX];
    void (*on_closed)(void *owner);
    void *closed_owner;
};

// ---- hiredis reads into our own replies

static void *placed(const redisReadTask *task, struct reply *reply)
{
    if (task->parent) {
        reply_put(task->parent->obj, (size_t)task->idx, reply);
    }
    return reply;
}

// NOLINTNEXTLINE(readability-non-const-parameter): the shape that hiredis wants
static void *create_text(const redisReadTask *task, char *text, size_t len)
{
    enum reply_kind kind = task->type == REDIS_REPLY_ERROR    ? REPLY_ERROR
                           : task->type == REDIS_REPLY_STATUS ? REPLY_STATUS
                                                              : REPLY_TEXT;
    return placed(task, reply_new_text(kind, (struct slice){text, len}));
}

static void *create_list(const redisReadTask *task, int count)
{
    return placed(task, reply_new_list((size_t)count));
}

static void *create_number(const redisReadTask *task, long long number)
{
    return placed(task, reply_new_number(number));
}

static void *create_nil(const redisReadTask *task)
{
    return placed(task, reply_new_nil());
}

static void free_reply(void *reply)
{
    reply_free(reply);
}

static redisReader *new_reader(void)
{
    static redisReplyObjectFunctions functions = {create_text, create_list, create_number,
                                                  create_nil, free_reply};
    redisReader *reader = redisReaderCreateWithFunctions(&functions);
    must(reader);
    return reader;
}

// ---- the end of memory

static void release(struct redis *redis)
{
    must(redis->handles > 0);
    if (--redis->handles > 0) {
        return;
    }
    must(redis->stage == CLOSED && redis_calls_empty(&redis->calls) &&
         redis_calls_empty(&redis->refused));
    void (*on_closed)(void *) = redis->on_closed;
    void *owner = redis->closed_owner;
    redis_url_free(redis->url);
    free(redis);
    if (on_closed) {
        on_closed(owner);
    }
}

static void on_timer_closed(uv_handle_t *handle)
{
    release(handle->data);
}

static void on_line_closed(void *owner)
{
    release(owner);
}

// ---- losing the link

static void hang_up(struct redis *redis)
{
    struct redis_line *line = redis->line;
    if (line) {
        redis->line = NULL;
        redisReaderFree(redis->reader);
        redis->reader = NULL;
        redis_line_close(line);
    }
}

static void on_retry(uv_timer_t *timer);

// Some time between the least and the back-off, so that nodes do not all come back at one moment.
static void rest(struct redis *redis)
{
    uint32_t dice = 0;
    secret_random(&dice, sizeof dice);
    uint64_t wait = BACK_OFF_LEAST_MS + dice % (redis->back_off_ms - BACK_OFF_LEAST_MS + 1);
    uint64_t next = redis->back_off_ms * 2;

    redis->stage = RESTING;
    redis->back_off_ms = next < BACK_OFF_MOST_MS ? next : BACK_OFF_MOST_MS;
    uv_timer_start(&redis->retry, on_retry, wait, 0);
}

// `expired_ms`: calls with a deadline that is not later end with UV_ETIMEDOUT; 0: none does.
static void lose(struct redis *redis, const char *reason, uint64_t expired_ms)
{
    bool was_up = redis->stage == UP;

    (void)snprintf(redis->reason, sizeof redis->reason, "%s", reason);
    log_line(was_up ? LOG_WARN : LOG_DEBUG, "redis.lose", "reason=\"%s\"", redis->reason);
    meter_count("jinbang_redis_lost_total", was_up ? "from=\"up\"" : "from=\"down\"", 1);
    hang_up(redis);
    rest(redis);
    redis_calls_end_all(&redis->calls, UV_ECONNRESET, expired_ms);
    if (was_up && redis->stage != CLOSED && redis->events.on_down) {
        redis->events.on_down(redis->owner, redis->reason);
    }
}

static void on_lost(void *owner, const char *reason)
{
    lose(owner, reason, 0);
}

// ---- deadlines

static void on_sweep(uv_timer_t *timer);

static void watch(struct redis *redis, uint64_t due_ms)
{
    uint64_t now = clock_ms();
    if (due_ms == 0 || (redis->sweep_due_ms && redis->sweep_due_ms <= due_ms)) {
        return;
    }
    redis->sweep_due_ms = due_ms;
    uv_update_time(redis->loop);
    uv_timer_start(&redis->sweep, on_sweep, due_ms > now ? due_ms - now : 0, 0);
}

// The nearest deadline; 0: there is none.
static uint64_t nearest(const struct redis *redis)
{
    bool opening = redis->stage == OPENING || redis->stage == GREETING;
    return opening ? redis->stage_due_ms : redis_calls_nearest(&redis->calls);
}

static bool is_late(const struct redis *redis)
{
    uint64_t due = nearest(redis);
    return due && due <= clock_ms();
}

static void on_sweep(uv_timer_t *timer)
{
    struct redis *redis = timer->data;

    redis->sweep_due_ms = 0;
    if (is_late(redis)) {
        redis_line_read(redis->line); // if it was we who slept, the answer lies in the socket
    }
    if (is_late(redis)) {
        lose(redis,
             redis->stage == UP ? "Redis did not answer in time"
                                : "Redis could not be reached in time",
             clock_ms());
    }
    if (redis->stage != CLOSED) {
        watch(redis, nearest(redis));
    }
}

// ---- the greeting

static void come_up(struct redis *redis)
{
    redis->stage = UP;
    redis->reason[0] = '\0';
    log_line(LOG_INFO, "redis.up", "tries=%u", redis->tries);
    if (redis->events.on_up) {
        redis->events.on_up(redis->owner);
    }
}

static void on_greeting(void *owner, int error, const struct reply *reply)
{
    struct redis *redis = owner;
    if (error) {
        return; // the link is lost already
    }
    if (reply_kind(reply) == REPLY_ERROR) {
        char reason[REASON_MAX];
        (void)snprintf(reason, sizeof reason, "Redis refused the login: %.*s",
                       SLICE_FMT(reply_text(reply)));
        lose(redis, reason, 0);
    } else if (--redis->greetings == 0) {
        come_up(redis);
    }
}

static void on_open(void *owner)
{
    struct redis *redis = owner;
    struct slice args[REDIS_URL_ARGS_MAX];
    size_t argc;

    redis->stage = GREETING;
    redis->greetings = 0;
    while ((argc = redis_url_greeting(redis->url, redis->greetings, args)) > 0) {
        redis->greetings++;
        redis_calls_add(&redis->calls, 0, on_greeting, redis);
        redis_line_send(redis->line, argc, args);
    }
    if (redis->greetings == 0) {
        come_up(redis);
    }
}

// ---- receiving

static void deliver(struct redis *redis, const struct reply *reply)
{
    if (redis_calls_empty(&redis->calls)) { // as when Redis has too many clients
        char reason[REASON_MAX];
        (void)snprintf(reason, sizeof reason, "Redis spoke unasked: %.*s",
                       SLICE_FMT(reply_text(reply)));
        lose(redis, reason, 0);
        return;
    }
    if (reply_kind(reply) != REPLY_ERROR) {
        redis->back_off_ms = BACK_OFF_LEAST_MS; // one that only says "loading" is not back yet
    }
    redis_calls_end_first(&redis->calls, 0, reply);
}

static void on_bytes(void *owner, struct slice bytes)
{
    struct redis *redis = owner;
    struct redis_line *line = redis->line;

    redis->heard_ms = clock_ms();
    must(redisReaderFeed(redis->reader, bytes.at, bytes.len) == REDIS_OK);
    while (redis->line == line) { // a callback may drop it
        void *reply = NULL;
        if (redisReaderGetReply(redis->reader, &reply) != REDIS_OK) {
            lose(redis, redis->reader->errstr, 0);
            return;
        }
        if (!reply) {
            return;
        }
        deliver(redis, reply);
        reply_free(reply);
    }
}

// ---- opening

static void open_line(struct redis *redis)
{
    static const struct redis_line_events events = {on_open, on_bytes, on_lost, on_line_closed};

    redis->stage = OPENING;
    redis->stage_due_ms = clock_ms() + CONNECT_MS;
    redis->reader = new_reader();
    redis->line = redis_line_new(redis->loop, redis->url, redis->tries++, &events, redis);
    redis->handles++;
    watch(redis, redis->stage_due_ms);
    redis_line_dial(redis->line);
}

static void on_retry(uv_timer_t *timer)
{
    open_line(timer->data);
}

// ---- what others call

static void init_timer(struct redis *redis, uv_timer_t *timer)
{
    must(uv_timer_init(redis->loop, timer) == 0);
    timer->data = redis;
    redis->handles++;
}

struct redis *redis_new(uv_loop_t *loop, const char *url, const struct redis_events *events,
                        void *owner, const char **ret_problem)
{
    struct redis_url *parsed = redis_url_new(url, ret_problem);
    if (!parsed) {
        return NULL;
    }
    struct redis *redis = calloc(1, sizeof *redis);
    must(redis);
    redis->loop = loop;
    redis->url = parsed;
    redis->events = *events;
    redis->owner = owner;
    redis->back_off_ms = BACK_OFF_LEAST_MS;
    redis_calls_init(&redis->calls);
    redis_calls_init(&redis->refused);
    redis_calls_init(&redis->ending);
    init_timer(redis, &redis->sweep);
    init_timer(redis, &redis->retry);
    init_timer(redis, &redis->soon);
    (void)snprintf(redis->reason, sizeof redis->reason, "Redis has not been asked yet");
    return redis;
}

void redis_connect(struct redis *redis)
{
    must(redis->stage == OFF);
    open_line(redis);
}

bool redis_is_up(const struct redis *redis)
{
    return redis->stage == UP;
}

bool redis_is_asked(const struct redis *redis)
{
    return !redis_calls_empty(&redis->calls);
}

const char *redis_down_reason(const struct redis *redis)
{
    return redis->reason;
}

uint64_t redis_age_ms(const struct redis *redis)
{
    return redis->heard_ms ? clock_ms() - redis->heard_ms : UINT64_MAX;
}

static void on_soon(uv_timer_t *timer)
{
    struct redis *redis = timer->data;

    // A callback may make the next call: that one waits for the next turn.
    redis_calls_take(&redis->ending, &redis->refused);
    redis_calls_end_all(&redis->ending, UV_ENOTCONN, 0);
}

void redis_call(struct redis *redis, size_t argc, const struct slice *args, uint64_t deadline_ms,
                redis_on_reply on_reply, void *owner)
{
    uint64_t due = deadline_ms ? clock_ms() + deadline_ms : 0;

    if (redis->stage == UP) {
        redis_calls_add(&redis->calls, due, on_reply, owner);
        redis_line_send(redis->line, argc, args);
        watch(redis, due);
        return;
    }
    redis_calls_add(&redis->refused, 0, on_reply, owner);
    if (redis->stage != CLOSED) { // closing ends them itself
        uv_timer_start(&redis->soon, on_soon, 0, 0);
    }
}

void redis_drop(struct redis *redis, const char *reason)
{
    if (redis->line) {
        lose(redis, reason, 0);
    }
}

void redis_close(struct redis *redis, void (*on_closed)(void *owner), void *owner)
{
    must(redis->stage != CLOSED);
    redis->stage = CLOSED;
    redis->on_closed = on_closed;
    redis->closed_owner = owner;
    hang_up(redis);
    uv_close((uv_handle_t *)&redis->sweep, on_timer_closed);
    uv_close((uv_handle_t *)&redis->retry, on_timer_closed);
    uv_close((uv_handle_t *)&redis->soon, on_timer_closed);
    redis_calls_end_all(&redis->calls, UV_ECANCELED, 0);
    redis_calls_end_all(&redis->ending, UV_ECANCELED, 0);
    redis_calls_end_all(&redis->refused, UV_ECANCELED, 0);
}
