#include "base/buf.h"
#include "base/file.h"
#include "cli/settings.h"
#include "tests/unit.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void the_readme_shows_the_settings_as_they_are(void **state)
{
    (void)state;
    struct buf *readme = file_read(SOURCE_DIR "/README.md");
    struct buf *table = buf_new(4096);

    assert_non_null(readme);
    conf_markdown(settings_table, table);
    assert_true(table->len > 1000);
    assert_non_null(memmem(readme->bytes, readme->len, table->bytes, table->len));
    buf_unref(readme);
    buf_unref(table);
}

static void every_setting_is_explained_in_a_sentence(void **state)
{
    (void)state;
    for (const struct conf_entry *at = settings_table; at->name; at++) {
        assert_true(strlen(at->meaning) > 10);
    }
}

static bool taken(const char *name, const char *value)
{
    struct conf *conf = conf_new(settings_table);
    struct buf *problem = buf_new(128);
    char text[128];
    char *argv[] = {text};

    (void)snprintf(text, sizeof text, "--%s=%s", name, value);
    bool good = conf_read(conf, 1, argv, 0, problem);
    assert_true(good == (problem->len == 0));
    buf_unref(problem);
    conf_free(conf);
    return good;
}

static void every_number_is_taken_at_its_bounds_and_refused_beyond(void **state)
{
    (void)state;
    char text[32];

    for (const struct conf_entry *at = settings_table; at->name; at++) {
        if (at->kind != CONF_NUMBER) {
            continue;
        }
        for (int64_t beyond = 0; beyond <= 1; beyond++) {
            (void)snprintf(text, sizeof text, "%" PRId64, at->least - beyond);
            assert_true(taken(at->name, text) == !beyond);
            if (at->most < INT64_MAX) {
                (void)snprintf(text, sizeof text, "%" PRId64, at->most + beyond);
                assert_true(taken(at->name, text) == !beyond);
            }
        }
    }
}

RUN(cmocka_unit_test(the_readme_shows_the_settings_as_they_are),
    cmocka_unit_test(every_number_is_taken_at_its_bounds_and_refused_beyond),
    cmocka_unit_test(every_setting_is_explained_in_a_sentence))
