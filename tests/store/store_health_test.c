#include "store/reply.h"
#include "store/store_health.h"
#include "tests/unit.h"

#include <string.h>

static void judges_what_info_says(void **state)
{
    (void)state;

    static const struct {
        const char *info, *name;
    } rows[] = {
        {"# "
         "Server\r\nredis_version:7.0.15\r\nloading:0\r\naof_last_write_status:ok\r\nrole:"
         "master\r\n",
         ""},
        {"redis_version:8.2.0\r\nrole:master", ""},
        {"redis_version:10.0.0\r\nrole:master\r\n", ""},
        {"redis_version:6.2.14\r\nrole:master\r\n", "redis-too-old"},
        {"role:master\r\n", "redis-too-old"},
        {"", "redis-too-old"},
        {"redis_version:7.0.15\r\nloading:1\r\nrole:master\r\n", "redis-loading"},
        {"redis_version:7.0.15\r\nrole:slave\r\n", "redis-not-master"},
        {"redis_version:7.0.15\r\nrole:master\r\naof_last_write_status:err\r\n",
         "redis-not-durable"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct store_health health = store_health_info(slice_of(rows[i].info));
        assert_string_equal(health.name, rows[i].name);
        assert_int_equal(health.text[0] != '\0', rows[i].name[0] != '\0');
        assert_int_equal(store_health_is_good(&health), rows[i].name[0] == '\0');
    }
}

// What CONFIG GET would answer, with one value changed.
static struct reply *config(unsigned changed, const char *value)
{
    static const char *const good[] = {"yes", "always", "no", "noeviction"};
    struct reply *list = reply_new_list(STORE_HEALTH_SETTINGS + STORE_HEALTH_SETTINGS);

    for (size_t i = 0; i < STORE_HEALTH_SETTINGS; i++) {
        struct slice name = slice_of(store_health_setting((unsigned)i));
        struct slice here = slice_of(i == changed ? value : good[i]);
        reply_put(list, 2 * i, reply_new_text(REPLY_TEXT, name));
        reply_put(list, 2 * i + 1, reply_new_text(REPLY_TEXT, here));
    }
    return list;
}

static void judges_each_setting(void **state)
{
    (void)state;

    static const struct {
        unsigned changed;
        const char *value, *name;
    } rows[] = {
        {STORE_HEALTH_SETTINGS, "", ""},      {0, "no", "redis-not-durable"},
        {1, "everysec", "redis-not-durable"}, {1, "no", "redis-not-durable"},
        {2, "yes", "redis-not-durable"},      {3, "allkeys-lru", "redis-not-durable"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct reply *reply = config(rows[i].changed, rows[i].value);
        struct store_health health = store_health_config(reply);
        assert_string_equal(health.name, rows[i].name);
        if (rows[i].name[0]) {
            assert_non_null(strstr(health.text, store_health_setting(rows[i].changed)));
            assert_non_null(strstr(health.text, rows[i].value));
        }
        reply_free(reply);
    }
}

static void a_setting_that_is_not_told_is_unreadable(void **state)
{
    (void)state;
    struct reply *reply = reply_new_list(0);
    struct store_health health = store_health_config(reply);
    assert_string_equal(health.name, "redis-settings-unreadable");
    reply_free(reply);
}

static void errors_get_the_name_that_they_mean(void **state)
{
    (void)state;
    assert_string_equal(store_health_error("x", SLICE("LOADING Redis is loading")).name,
                        "redis-loading");
    assert_string_equal(store_health_error("x", SLICE("NOAUTH Authentication")).name,
                        "redis-unreachable");
    assert_string_equal(store_health_error("x", SLICE("ERR other")).name, "x");
}

static void too_little_disk_is_said_in_words(void **state)
{
    (void)state;
    struct store_health full = store_health_disk("/tmp", UINT64_MAX);
    struct store_health good = store_health_disk("/tmp", 1);
    struct store_health none = store_health_disk("/nowhere", 1);

    assert_string_equal(full.name, "disk-full");
    assert_non_null(strstr(full.text, "MiB left"));
    assert_true(store_health_is_good(&good));
    assert_string_equal(none.name, "disk-full");
}

RUN(cmocka_unit_test(judges_what_info_says), cmocka_unit_test(judges_each_setting),
    cmocka_unit_test(a_setting_that_is_not_told_is_unreadable),
    cmocka_unit_test(errors_get_the_name_that_they_mean),
    cmocka_unit_test(too_little_disk_is_said_in_words))
