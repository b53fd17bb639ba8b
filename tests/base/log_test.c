#include "base/log.h"
#include "tests/unit.h"

#include <string.h>
#include <unistd.h>

static int ends[2];
static int old_stderr;

// From here to caught() what is written to stderr goes into a pipe.
static void catch_stderr(void)
{
    assert_int_equal(pipe(ends), 0);
    old_stderr = dup(STDERR_FILENO);
    assert_true(old_stderr >= 0);
    assert_true(dup2(ends[1], STDERR_FILENO) >= 0);
    close(ends[1]);
}

static size_t caught(char *out, size_t cap)
{
    dup2(old_stderr, STDERR_FILENO);
    close(old_stderr);
    size_t len = 0;
    for (ssize_t got; (got = read(ends[0], out + len, cap - 1 - len)) > 0;) {
        len += (size_t)got;
    }
    close(ends[0]);
    out[len] = '\0';
    return len;
}

static void a_line_has_time_level_name_and_pairs(void **state)
{
    (void)state;
    char line[256];
    catch_stderr();
    log_line(LOG_WARN, "room.commit", "contest=%s took_us=%d", "c17", 810);
    size_t len = caught(line, sizeof line);

    assert_true(len > 30);
    assert_string_equal(line + 29, " warn room.commit contest=c17 took_us=810\n");
    assert_int_equal(line[10], 'T');
}

static void a_line_without_pairs_has_no_blank_at_its_end(void **state)
{
    (void)state;
    char line[256];
    catch_stderr();
    log_line(LOG_ERROR, "main.start", "%s", "");
    caught(line, sizeof line);

    assert_string_equal(line + 29, " error main.start\n");
}

static void debug_is_quiet_unless_asked_for(void **state)
{
    (void)state;
    char lines[256];
    catch_stderr();
    log_line(LOG_DEBUG, "a.quiet", "n=%d", 1);
    log_set_level(LOG_DEBUG);
    log_line(LOG_DEBUG, "a.loud", "n=%d", 2);
    log_set_level(LOG_ERROR);
    log_line(LOG_WARN, "a.quiet", "n=%d", 3);
    log_set_level(LOG_INFO);
    caught(lines, sizeof lines);

    assert_null(strstr(lines, "a.quiet"));
    assert_non_null(strstr(lines, " debug a.loud n=2\n"));
}

static void a_value_cannot_begin_a_new_line(void **state)
{
    (void)state;
    char line[256];
    catch_stderr();
    log_line(LOG_INFO, "http.refuse", "path=\"%s\"", "/a\r\n2026 info b\x1b[31m焊");
    caught(line, sizeof line);

    assert_string_equal(line + 29, " info http.refuse path=\"/a??2026 info b?[31m焊\"\n");
}

static void a_long_line_is_whole(void **state)
{
    (void)state;
    static char line[8192];
    catch_stderr();
    log_line(LOG_INFO, "a.long", "n=%05000d", 7);
    size_t len = caught(line, sizeof line);

    assert_int_equal(len, 29 + strlen(" info a.long n=") + 5000 + 1);
    assert_string_equal(line + len - 3, "07\n");
}

RUN(cmocka_unit_test(a_line_has_time_level_name_and_pairs),
    cmocka_unit_test(a_line_without_pairs_has_no_blank_at_its_end),
    cmocka_unit_test(debug_is_quiet_unless_asked_for),
    cmocka_unit_test(a_value_cannot_begin_a_new_line), cmocka_unit_test(a_long_line_is_whole))
