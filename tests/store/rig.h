// A loop, a temporary folder and a real Redis in it (our own keeper's), for the tests of store/.
#pragma once

#include "base/buf.h"
#include "base/log.h"
#include "base/meter.h"
#include "base/secret.h"
#include "store/keeper.h"
#include "store/redis.h"
#include "store/store.h"
#include "tests/unit.h"

#include <uv.h>

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { RIG_LATE_MS = 20000, RIG_TEXT_MAX = 8192 };

struct rig {
    uv_loop_t loop;
    uv_timer_t late;
    char dir[64];
    struct keeper *keeper;
    char url[256];
    int starts;
    int exits;
    struct redis *admin; // asks and sets what a test wants
    bool admin_up;
    bool answered;
    int error;
    enum reply_kind kind;
    int64_t number;
    size_t count;
    char text[RIG_TEXT_MAX]; // of the last answer
    bool is_late;
    int closed;
};

// Runs the loop until something has become true.
#define UNTIL(rig, condition)                                                                      \
    for (rig_arm(rig); rig_waits(rig, condition, #condition, __LINE__);) {                         \
    }

static inline void rig_on_late(uv_timer_t *timer)
{
    ((struct rig *)timer->data)->is_late = true;
}

static inline void rig_arm(struct rig *rig)
{
    rig->is_late = false;
    uv_update_time(&rig->loop);
    uv_timer_start(&rig->late, rig_on_late, RIG_LATE_MS, 0);
}

// One turn of the loop, unless it is `true` already. False: wait no more.
static inline bool rig_waits(struct rig *rig, bool is_true, const char *condition, int line)
{
    if (is_true) {
        uv_timer_stop(&rig->late);
        return false;
    }
    if (rig->is_late) {
        fail_msg("line %d: never: %s", line, condition);
    }
    uv_run(&rig->loop, UV_RUN_ONCE);
    return true;
}

static inline void rig_count(void *counter)
{
    ++*(int *)counter;
}

static inline void rig_on_started(void *owner, const char *url)
{
    struct rig *rig = owner;
    rig->starts++;
    (void)snprintf(rig->url, sizeof rig->url, "%s", url);
}

static inline void rig_on_exit(void *owner, const char *why)
{
    (void)why;
    ((struct rig *)owner)->exits++;
}

static inline void rig_on_up(void *owner)
{
    ((struct rig *)owner)->admin_up = true;
}

static inline void rig_on_down(void *owner, const char *reason)
{
    (void)reason;
    ((struct rig *)owner)->admin_up = false;
}

// A loop and a folder, no Redis.
static inline struct rig *rig_new(void)
{
    struct rig *rig = calloc(1, sizeof *rig);

    secret_init();
    log_set_level(LOG_ERROR);
    assert_non_null(rig);
    assert_int_equal(uv_loop_init(&rig->loop), 0);
    assert_int_equal(uv_timer_init(&rig->loop, &rig->late), 0);
    rig->late.data = rig;
    (void)snprintf(rig->dir, sizeof rig->dir, "/tmp/jinbang-test-XXXXXX");
    assert_non_null(mkdtemp(rig->dir));
    return rig;
}

static inline void rig_start_redis(struct rig *rig)
{
    static const struct keeper_events events = {rig_on_started, rig_on_exit};
    static const struct redis_events link = {rig_on_up, rig_on_down};
    struct buf *problem = buf_new(100);
    const char *words = NULL;

    rig->keeper = keeper_new(&rig->loop, rig->dir, 0, &events, rig, problem);
    assert_non_null(rig->keeper);
    UNTIL(rig, rig->starts == 1);
    rig->admin = redis_new(&rig->loop, rig->url, &link, rig, &words);
    assert_non_null(rig->admin);
    redis_connect(rig->admin);
    UNTIL(rig, rig->admin_up);
    buf_unref(problem);
}

static inline int rig_setup(void **state)
{
    struct rig *rig = rig_new();
    rig_start_redis(rig);
    *state = rig;
    return 0;
}

static inline int rig_remove(const char *path, const struct stat *info, int flag, struct FTW *walk)
{
    (void)info;
    (void)flag;
    (void)walk;
    return remove(path);
}

static inline void rig_free(struct rig *rig)
{
    uv_close((uv_handle_t *)&rig->late, NULL);
    uv_run(&rig->loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&rig->loop), 0);
    // NOLINTNEXTLINE(concurrency-mt-unsafe): a test has one thread
    assert_int_equal(nftw(rig->dir, rig_remove, 8, FTW_DEPTH | FTW_PHYS), 0);
    free(rig);
    meter_done();
}

// Closes Redis; the loop must then be empty, which it is only when nothing was forgotten.
static inline int rig_teardown(void **state)
{
    struct rig *rig = *state;

    if (rig->admin) {
        redis_close(rig->admin, rig_count, &rig->closed);
        UNTIL(rig, rig->closed == 1);
    }
    if (rig->keeper) {
        rig->closed = 0;
        keeper_close(rig->keeper, rig_count, &rig->closed);
        UNTIL(rig, rig->closed == 1);
    }
    rig_free(rig);
    return 0;
}

// A Redis that died comes back, and the admin's link with it.
static inline void rig_kill_redis(struct rig *rig)
{
    int starts = rig->starts;
    rig->admin_up = false;
    assert_int_equal(uv_kill((int)keeper_pid(rig->keeper), SIGKILL), 0);
    UNTIL(rig, rig->starts == starts + 1 && rig->admin_up);
}

static inline void rig_on_answer(void *owner, int error, const struct reply *reply)
{
    struct rig *rig = owner;
    rig->answered = true;
    rig->error = error;
    rig->text[0] = '\0';
    if (reply) {
        rig->kind = reply_kind(reply);
        rig->number = reply_number(reply);
        rig->count = reply_count(reply);
        (void)snprintf(rig->text, sizeof rig->text, "%.*s", SLICE_FMT(reply_text(reply)));
    }
}

// Asks with words that have no blanks, and waits for the answer: see error, kind, number, text.
static inline void rig_ask(struct rig *rig, const char *words)
{
    struct slice args[16];
    size_t argc = 0;

    for (const char *at = words; *at; at += strspn(at, " ")) {
        size_t len = strcspn(at, " ");
        args[argc++] = (struct slice){at, len};
        at += len;
    }
    rig->answered = false;
    redis_call(rig->admin, argc, args, 10000, rig_on_answer, rig);
    UNTIL(rig, rig->answered);
}

// The same, and Redis must agree.
static inline void rig_do(struct rig *rig, const char *words)
{
    rig_ask(rig, words);
    assert_int_equal(rig->error, 0);
    if (rig->kind == REPLY_ERROR) {
        fail_msg("%s: %s", words, rig->text);
    }
}

// ---- a store on it

struct rig_store {
    struct store *store;
    int readies;
    int unreadies;
    char why[64];
};

static inline void rig_on_ready(void *owner)
{
    ((struct rig_store *)owner)->readies++;
}

static inline void rig_on_unready(void *owner, const char *why)
{
    struct rig_store *it = owner;
    it->unreadies++;
    (void)snprintf(it->why, sizeof it->why, "%s", why);
}

static inline struct store_settings rig_settings(const struct rig *rig)
{
    return (struct store_settings){
        .redis_url = rig->url, .data_dir = rig->dir, .call_ms = 5000, .check_ms = 30};
}

static inline void rig_open_store(struct rig *rig, struct rig_store *it,
                                  const struct store_settings *settings)
{
    static const struct store_events events = {rig_on_ready, rig_on_unready};
    const char *problem = NULL;

    memset(it, 0, sizeof *it);
    it->store = store_new(&rig->loop, settings, &events, it, &problem);
    assert_non_null(it->store);
    store_start(it->store);
}

static inline void rig_close_store(struct rig *rig, struct rig_store *it)
{
    int closed = 0;
    store_close(it->store, rig_count, &closed);
    UNTIL(rig, closed == 1);
}

#define RIG_TEST(test) cmocka_unit_test_setup_teardown(test, rig_setup, rig_teardown)
