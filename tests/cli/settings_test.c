#include "base/buf.h"
#include "base/file.h"
#include "cli/settings.h"
#include "tests/unit.h"

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

RUN(cmocka_unit_test(the_readme_shows_the_settings_as_they_are),
    cmocka_unit_test(every_setting_is_explained_in_a_sentence))
