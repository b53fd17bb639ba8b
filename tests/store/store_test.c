#include "store/store.h"
#include "tests/store/rig.h"

static void is_unreachable_until_redis_has_answered(void **state)
{
    struct rig *rig = *state;
    struct rig_store it;
    struct store_settings settings = rig_settings(rig);

    rig_open_store(rig, &it, &settings);
    assert_false(store_is_ready(it.store));
    assert_string_equal(store_why(it.store), "redis-unreachable");
    UNTIL(rig, it.readies == 1);
    assert_true(store_is_ready(it.store));
    assert_string_equal(store_why(it.store), "");
    assert_string_equal(store_why_text(it.store), "");
    assert_true(store_age_ms(it.store) < RIG_LATE_MS);
    rig_close_store(rig, &it);
}

// One thing is spoilt: the store says so by name, and is ready again when it is mended.
static void spoil_and_mend(struct rig *rig, const char *spoil, const char *name, const char *word,
                           const char *mend)
{
    struct rig_store it;
    struct store_settings settings = rig_settings(rig);

    rig_open_store(rig, &it, &settings);
    UNTIL(rig, it.readies == 1);
    rig_do(rig, spoil);
    UNTIL(rig, it.unreadies == 1);
    assert_string_equal(it.why, name);
    assert_string_equal(store_why(it.store), name);
    assert_non_null(strstr(store_why_text(it.store), word));
    assert_false(store_is_ready(it.store));
    rig_do(rig, mend);
    UNTIL(rig, it.readies == 2);
    assert_true(store_is_ready(it.store));
    rig_close_store(rig, &it);
}

static void is_not_ready_when_marks_would_not_be_on_disk(void **state)
{
    spoil_and_mend(*state, "CONFIG SET appendfsync everysec", "redis-not-durable", "everysec",
                   "CONFIG SET appendfsync always");
    spoil_and_mend(*state, "CONFIG SET appendonly no", "redis-not-durable", "appendonly",
                   "CONFIG SET appendonly yes");
    spoil_and_mend(*state, "CONFIG SET no-appendfsync-on-rewrite yes", "redis-not-durable",
                   "no-appendfsync-on-rewrite", "CONFIG SET no-appendfsync-on-rewrite no");
}

static void is_not_ready_when_keys_could_be_evicted(void **state)
{
    spoil_and_mend(*state, "CONFIG SET maxmemory-policy allkeys-lru", "redis-not-durable",
                   "allkeys-lru", "CONFIG SET maxmemory-policy noeviction");
}

static void is_not_ready_on_a_replica(void **state)
{
    spoil_and_mend(*state, "REPLICAOF 127.0.0.1 1", "redis-not-master", "slave",
                   "REPLICAOF NO ONE");
}

static void is_not_ready_when_the_settings_are_secret(void **state)
{
    spoil_and_mend(*state, "ACL SETUSER default -config", "redis-settings-unreadable", "NOPERM",
                   "ACL SETUSER default +config");
}

static void is_not_ready_on_a_full_disk(void **state)
{
    struct rig *rig = *state;
    struct rig_store it;
    struct store_settings settings = rig_settings(rig);

    settings.disk_free_min_bytes = UINT64_MAX;
    rig_open_store(rig, &it, &settings);
    UNTIL(rig, it.unreadies == 1);
    assert_string_equal(it.why, "disk-full");
    rig_close_store(rig, &it);
}

static void a_foreign_redis_needs_no_disk_of_ours(void **state)
{
    struct rig *rig = *state;
    struct rig_store it;
    struct store_settings settings = rig_settings(rig);

    settings.data_dir = NULL;
    settings.disk_free_min_bytes = UINT64_MAX;
    rig_open_store(rig, &it, &settings);
    UNTIL(rig, it.readies == 1);
    rig_close_store(rig, &it);
}

static void is_unready_while_redis_is_gone_and_ready_after(void **state)
{
    struct rig *rig = *state;
    struct rig_store it;
    struct store_settings settings = rig_settings(rig);

    rig_open_store(rig, &it, &settings);
    UNTIL(rig, it.readies == 1);
    rig_kill_redis(rig);
    UNTIL(rig, it.readies == 2);
    assert_true(it.unreadies >= 1);
    rig_close_store(rig, &it);
}

static size_t libraries(struct rig *rig)
{
    rig_do(rig, "FUNCTION LIST");
    return rig->count;
}

static void loads_its_functions_once_and_again_when_they_are_gone(void **state)
{
    struct rig *rig = *state;
    struct rig_store it;
    struct rig_store other;
    struct store_settings settings = rig_settings(rig);

    rig_open_store(rig, &it, &settings);
    rig_open_store(rig, &other, &settings); // the same text: one library
    UNTIL(rig, it.readies == 1 && other.readies == 1);
    assert_string_equal(store_commit_function(it.store), store_commit_function(other.store));
    assert_string_not_equal(store_commit_function(it.store), store_board_function(it.store));
    assert_int_equal(libraries(rig), 1);
    rig_do(rig, "FUNCTION FLUSH");
    UNTIL(rig, libraries(rig) == 1);
    rig_close_store(rig, &it);
    rig_close_store(rig, &other);
}

static void a_reader_loads_nothing_and_checks_nothing(void **state)
{
    struct rig *rig = *state;
    struct rig_store it;
    struct store_settings settings = rig_settings(rig);

    settings.read_only = true;
    rig_do(rig, "CONFIG SET appendfsync no");
    rig_open_store(rig, &it, &settings);
    UNTIL(rig, it.readies == 1);
    assert_int_equal(libraries(rig), 0);
    rig_close_store(rig, &it);
}

static void an_address_that_is_none_is_refused_with_words(void **state)
{
    struct rig *rig = *state;
    static const struct store_events events = {NULL, NULL};
    struct store_settings settings = rig_settings(rig);
    const char *problem = NULL;

    settings.redis_url = "rediss://host";
    assert_null(store_new(&rig->loop, &settings, &events, NULL, &problem));
    assert_non_null(strstr(problem, "TLS"));
}

static void closing_in_the_middle_of_a_check_is_safe(void **state)
{
    struct rig *rig = *state;
    struct rig_store it;
    struct store_settings settings = rig_settings(rig);

    rig_open_store(rig, &it, &settings);
    UNTIL(rig, redis_is_up(store_commands(it.store)));
    rig_close_store(rig, &it);
}

RUN(RIG_TEST(is_unreachable_until_redis_has_answered),
    RIG_TEST(is_not_ready_when_marks_would_not_be_on_disk),
    RIG_TEST(is_not_ready_when_keys_could_be_evicted), RIG_TEST(is_not_ready_on_a_replica),
    RIG_TEST(is_not_ready_when_the_settings_are_secret), RIG_TEST(is_not_ready_on_a_full_disk),
    RIG_TEST(a_foreign_redis_needs_no_disk_of_ours),
    RIG_TEST(is_unready_while_redis_is_gone_and_ready_after),
    RIG_TEST(loads_its_functions_once_and_again_when_they_are_gone),
    RIG_TEST(a_reader_loads_nothing_and_checks_nothing),
    RIG_TEST(an_address_that_is_none_is_refused_with_words),
    RIG_TEST(closing_in_the_middle_of_a_check_is_safe))
