#include "store/keeper.h"
#include "tests/store/rig.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>

static int setup_without_redis(void **state)
{
    *state = rig_new();
    return 0;
}

#define BARE_TEST(test) cmocka_unit_test_setup_teardown(test, setup_without_redis, rig_teardown)

static const struct keeper_events no_events = {NULL, NULL};

static void starts_a_redis_that_syncs_every_write(void **state)
{
    struct rig *rig = *state;
    struct rig_store store;
    struct store_settings settings = rig_settings(rig);

    assert_true(keeper_pid(rig->keeper) > 0);
    rig_open_store(rig, &store, &settings);
    UNTIL(rig, store.readies == 1);
    rig_close_store(rig, &store);
}

static void a_killed_redis_is_started_again_with_all_that_it_had(void **state)
{
    struct rig *rig = *state;
    int64_t before = keeper_pid(rig->keeper);

    rig_do(rig, "SET mark 8.75");
    rig_kill_redis(rig);
    assert_int_equal(rig->exits, 1);
    assert_true(keeper_pid(rig->keeper) > 0 && keeper_pid(rig->keeper) != before);
    rig_do(rig, "GET mark");
    assert_string_equal(rig->text, "8.75");
}

static void a_held_folder_is_refused_with_the_pid(void **state)
{
    struct rig *rig = *state;
    struct buf *problem = buf_new(200);
    char pid[32];
    int64_t holder = 0;

    (void)snprintf(pid, sizeof pid, "process %d.", (int)getpid());
    assert_null(keeper_new(&rig->loop, rig->dir, 30, &no_events, rig, problem));
    buf_add(problem, "", 1);
    assert_non_null(strstr(problem->bytes, pid));
    assert_true(keeper_is_held(rig->dir, &holder));
    assert_int_equal(holder, getpid());
    buf_unref(problem);
}

static void closing_frees_the_folder(void **state)
{
    struct rig *rig = *state;
    int64_t holder = 0;
    int64_t pid = keeper_pid(rig->keeper);
    int closed = 0;

    keeper_close(rig->keeper, rig_count, &closed);
    rig->keeper = NULL;
    UNTIL(rig, closed == 1);
    assert_false(keeper_is_held(rig->dir, &holder));
    assert_int_equal(kill((pid_t)pid, 0), -1);
    rig->starts = 0;
    redis_close(rig->admin, NULL, NULL);
    rig_start_redis(rig); // and it can be used again
}

static void closing_before_it_has_started_is_safe(void **state)
{
    struct rig *rig = *state;
    static const struct keeper_events events = {rig_on_started, rig_on_exit};
    struct buf *problem = buf_new(200);
    int closed = 0;

    rig->keeper = NULL;
    struct keeper *keeper = keeper_new(&rig->loop, rig->dir, 0, &events, rig, problem);
    assert_non_null(keeper);
    keeper_close(keeper, rig_count, &closed);
    UNTIL(rig, closed == 1);
    keeper = keeper_new(&rig->loop, rig->dir, 0, &events, rig, problem);
    assert_non_null(keeper);
    UNTIL(rig, keeper_pid(keeper) > 0); // a process, and no answer yet
    keeper_close(keeper, rig_count, &closed);
    UNTIL(rig, closed == 2);
    assert_int_equal(rig->exits, 0);
    buf_unref(problem);
}

// Holds the lock until somebody else has opened it.
_Noreturn static void hold_until_looked_at(const char *path, int ready)
{
    char event[512];
    int watch = inotify_init1(IN_CLOEXEC);
    int fd = open(path, O_RDWR | O_CREAT, 0600);

    bool good = flock(fd, LOCK_EX) == 0 && inotify_add_watch(watch, path, IN_OPEN) >= 0 &&
                write(ready, "x", 1) == 1 && read(watch, event, sizeof event) > 0;
    _exit(good ? 0 : 1);
}

static void waits_for_a_lock_that_is_given_back(void **state)
{
    struct rig *rig = *state;
    char path[100];
    struct buf *problem = buf_new(200);
    int ready[2];
    char byte = 0;
    int status = 0;
    int closed = 0;

    (void)snprintf(path, sizeof path, "%s/lock", rig->dir);
    assert_int_equal(pipe(ready), 0);
    pid_t holder = fork();
    if (holder == 0) {
        hold_until_looked_at(path, ready[1]);
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    struct keeper *keeper = keeper_new(&rig->loop, rig->dir, 10000, &no_events, rig, problem);
    assert_non_null(keeper);
    keeper_close(keeper, rig_count, &closed);
    UNTIL(rig, closed == 1);
    assert_int_equal(waitpid(holder, &status, 0), holder);
    assert_int_equal(status, 0);
    (void)close(ready[0]);
    (void)close(ready[1]);
    buf_unref(problem);
}

static void a_folder_with_any_name_will_do(void **state)
{
    struct rig *rig = *state;
    static const struct keeper_events events = {rig_on_started, rig_on_exit};
    struct buf *problem = buf_new(200);
    char dir[200];
    int closed = 0;

    (void)snprintf(dir, sizeof dir, "%s/西宁 \"数据\" [50%%] *?#\\", rig->dir);
    struct keeper *keeper = keeper_new(&rig->loop, dir, 0, &events, rig, problem);
    assert_non_null(keeper);
    UNTIL(rig, rig->starts == 1);
    keeper_close(keeper, rig_count, &closed);
    UNTIL(rig, closed == 1);
    buf_unref(problem);
}

static void a_folder_with_too_long_a_name_is_refused_with_words(void **state)
{
    struct rig *rig = *state;
    struct buf *problem = buf_new(200);
    char dir[200];

    (void)snprintf(dir, sizeof dir, "%s/%0100d", rig->dir, 0);
    assert_null(keeper_new(&rig->loop, dir, 0, &no_events, rig, problem));
    buf_add(problem, "", 1);
    assert_non_null(strstr(problem->bytes, "too long"));
    buf_unref(problem);
}

static void a_folder_that_cannot_be_made_is_refused_with_words(void **state)
{
    struct rig *rig = *state;
    struct buf *problem = buf_new(200);

    assert_null(keeper_new(&rig->loop, "/nowhere/at/all", 0, &no_events, rig, problem));
    buf_add(problem, "", 1);
    assert_non_null(strstr(problem->bytes, "/nowhere/at/all"));
    buf_unref(problem);
}

struct told {
    int pipe;
    struct keeper *keeper;
};

static void tell_pid(void *owner, const char *url)
{
    const struct told *told = owner;
    int64_t pid = keeper_pid(told->keeper);
    (void)url;
    if (write(told->pipe, &pid, sizeof pid) != sizeof pid) {
        _exit(1);
    }
}

// A node: runs a keeper until it is killed.
_Noreturn static void be_a_node(const char *dir, int pipe)
{
    static const struct keeper_events events = {tell_pid, rig_on_exit};
    uv_loop_t loop;
    struct told told = {.pipe = pipe};
    struct buf *problem = buf_new(100);

    (void)uv_loop_init(&loop);
    told.keeper = keeper_new(&loop, dir, 0, &events, &told, problem);
    if (told.keeper) {
        (void)uv_run(&loop, UV_RUN_DEFAULT);
    }
    _exit(1);
}

static void a_killed_node_leaves_no_redis_behind(void **state)
{
    struct rig *rig = *state;
    int told[2];
    int64_t redis = 0;
    int status = 0;
    int64_t holder = 0;

    assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 1), 0); // its orphan becomes our child
    assert_int_equal(pipe(told), 0);
    pid_t node = fork();
    if (node == 0) {
        be_a_node(rig->dir, told[1]);
    }
    assert_int_equal(read(told[0], &redis, sizeof redis), sizeof redis);
    assert_int_equal(kill((pid_t)redis, 0), 0);
    assert_true(keeper_is_held(rig->dir, &holder));
    assert_int_equal(holder, node);

    assert_false(keeper_is_ending(rig->dir));

    assert_int_equal(kill((pid_t)redis, SIGSTOP), 0); // so that there is time to look
    assert_int_equal(kill(node, SIGKILL), 0);
    assert_int_equal(waitpid(node, &status, 0), node);
    assert_true(keeper_is_ending(rig->dir));
    assert_true(keeper_is_held(rig->dir, &holder));
    assert_int_equal(holder, redis);
    assert_int_equal(kill((pid_t)redis, SIGCONT), 0);
    assert_int_equal(waitpid((pid_t)redis, &status, 0), redis); // it ends by itself
    assert_false(keeper_is_ending(rig->dir));
    assert_true(WIFEXITED(status));
    assert_false(keeper_is_held(rig->dir, &holder));
    (void)close(told[0]);
    (void)close(told[1]);
}

RUN(RIG_TEST(starts_a_redis_that_syncs_every_write),
    RIG_TEST(a_killed_redis_is_started_again_with_all_that_it_had),
    RIG_TEST(a_held_folder_is_refused_with_the_pid), RIG_TEST(closing_frees_the_folder),
    BARE_TEST(closing_before_it_has_started_is_safe),
    BARE_TEST(waits_for_a_lock_that_is_given_back), BARE_TEST(a_folder_with_any_name_will_do),
    BARE_TEST(a_folder_with_too_long_a_name_is_refused_with_words),
    BARE_TEST(a_folder_that_cannot_be_made_is_refused_with_words),
    BARE_TEST(a_killed_node_leaves_no_redis_behind))
