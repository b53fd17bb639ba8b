#include "base/buf.h"
#include "base/conf.h"
#include "tests/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct conf_entry table[] = {
    {"listen", CONF_TEXT, "127.0.0.1", 0, 0, "Where to listen."},
    {"port", CONF_NUMBER, "8443", 1, 65535, "The port."},
    {"disk-free-min", CONF_NUMBER, NULL, -5, 5, "Bytes."},
    {"demo", CONF_FLAG, NULL, 0, 0, "Show it."},
    {"data", CONF_TEXT, NULL, 0, 0, "The folder."},
    {NULL, CONF_TEXT, NULL, 0, 0, NULL},
};

// A file of settings that the test wrote, under the name `path`.
static char path[] = "/tmp/jinbang-conf-XXXXXX";

// The environment of one test: two variables at most, NULL behind the last.
static char variables[2][64];
static char *environment[3];

struct reading {
    struct conf *conf;
    struct buf *problem;
    bool is_good;
};

// Reads the words of one command line; they are cut at blanks.
static struct reading read_words(const char *words)
{
    static char copy[256];
    static char *argv[16];
    struct reading reading = {conf_new(table), buf_new(64), false};
    int argc = 0;
    char *rest = NULL;

    (void)snprintf(copy, sizeof copy, "jinbang serve %s", words);
    for (char *at = strtok_r(copy, " ", &rest); at; at = strtok_r(NULL, " ", &rest)) {
        argv[argc++] = at;
    }
    reading.is_good = conf_read(reading.conf, argc, argv, 2, reading.problem);
    buf_add(reading.problem, "", 1);
    return reading;
}

static void done(struct reading reading)
{
    conf_free(reading.conf);
    buf_unref(reading.problem);
}

static struct reading accept(const char *words)
{
    struct reading reading = read_words(words);
    assert_string_equal(reading.problem->bytes, "");
    assert_true(reading.is_good);
    return reading;
}

static void refuse(const char *words, const char *problem)
{
    struct reading reading = read_words(words);
    assert_false(reading.is_good);
    assert_string_equal(reading.problem->bytes, problem);
    done(reading);
}

static void set_variables(const char *one, const char *other)
{
    (void)snprintf(variables[0], sizeof variables[0], "%s", one);
    (void)snprintf(variables[1], sizeof variables[1], "%s", other);
    for (size_t i = 0; i < 2; i++) {
        environment[i] = variables[i];
    }
}

static void write_file(const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static struct reading accept_with_file(const char *text, const char *words)
{
    char line[128];
    write_file(text);
    (void)snprintf(line, sizeof line, "--config=%s %s", path, words);
    return accept(line);
}

static void refuse_file(const char *text, const char *problem)
{
    char line[128];
    char expected[256];
    write_file(text);
    (void)snprintf(line, sizeof line, "--config %s", path);
    (void)snprintf(expected, sizeof expected, "%s:%s", path, problem);
    refuse(line, expected);
}

static void defaults_hold_when_nothing_is_said(void **state)
{
    (void)state;
    struct reading r = accept("");

    assert_string_equal(conf_text(r.conf, "listen"), "127.0.0.1");
    assert_int_equal(conf_number(r.conf, "port"), 8443);
    assert_string_equal(conf_source(r.conf, "port"), "default");
    assert_null(conf_text(r.conf, "data"));
    assert_int_equal(conf_number(r.conf, "disk-free-min"), 0);
    assert_false(conf_flag(r.conf, "demo"));
    assert_int_equal(conf_positional_count(r.conf), 0);
    done(r);
}

static void a_value_follows_an_equal_sign_or_a_blank(void **state)
{
    (void)state;
    struct reading r = accept("--port=80 --listen 0.0.0.0 --data=a=b --disk-free-min -5");

    assert_int_equal(conf_number(r.conf, "port"), 80);
    assert_string_equal(conf_text(r.conf, "listen"), "0.0.0.0");
    assert_string_equal(conf_text(r.conf, "data"), "a=b");
    assert_int_equal(conf_number(r.conf, "disk-free-min"), -5);
    assert_string_equal(conf_source(r.conf, "data"), "flag");
    done(r);
}

static void the_last_of_two_wins(void **state)
{
    (void)state;
    struct reading r = accept("--port=80 --port=81");

    assert_int_equal(conf_number(r.conf, "port"), 81);
    done(r);
}

static void a_bare_flag_is_true_and_takes_no_word(void **state)
{
    (void)state;
    struct reading r = accept("--demo off");

    assert_true(conf_flag(r.conf, "demo"));
    assert_int_equal(conf_positional_count(r.conf), 1);
    assert_string_equal(conf_positional(r.conf, 0), "off");
    done(r);
}

static void a_flag_reads_the_usual_words(void **state)
{
    (void)state;

    static const struct {
        const char *words;
        bool expected;
    } rows[] = {{"--demo=true", true},   {"--demo=yes", true}, {"--demo=on", true},
                {"--demo=1", true},      {"--demo=no", false}, {"--demo=off", false},
                {"--demo=false", false}, {"--demo=0", false}};

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct reading r = accept(rows[i].words);
        assert_int_equal(conf_flag(r.conf, "demo"), rows[i].expected);
        done(r);
    }
}

static void an_empty_text_is_a_value(void **state)
{
    (void)state;
    struct reading r = accept("--listen=");

    assert_string_equal(conf_text(r.conf, "listen"), "");
    done(r);
}

static void keeps_positionals_in_order(void **state)
{
    (void)state;
    struct reading r = accept("one --port 80 -x - -- --two");

    assert_int_equal(conf_positional_count(r.conf), 4);
    assert_string_equal(conf_positional(r.conf, 0), "one");
    assert_string_equal(conf_positional(r.conf, 1), "-x");
    assert_string_equal(conf_positional(r.conf, 2), "-");
    assert_string_equal(conf_positional(r.conf, 3), "--two");
    done(r);
}

static void refuses_arguments_with_words(void **state)
{
    (void)state;
    refuse("--prot=80", "--prot is not a setting.");
    refuse("--=80", "-- is not a setting.");
    refuse("--port", "--port wants a value.");
    refuse("--listen --demo", "--listen wants a value.");
    refuse("--port=0", "--port is out of bounds; it may be 1 to 65535: \"0\".");
    refuse("--port=65536", "--port is out of bounds; it may be 1 to 65535: \"65536\".");
    refuse("--port=80x", "--port is not a whole number; it may be 1 to 65535: \"80x\".");
    refuse("--port=", "--port is not a whole number; it may be 1 to 65535: \"\".");
    refuse("--disk-free-min=-6", "--disk-free-min is out of bounds; it may be -5 to 5: \"-6\".");
    refuse("--demo=maybe", "--demo is neither true nor false: \"maybe\".");
    refuse("--listen=\xff", "--listen is not UTF-8: \"\xff\".");
}

static void reads_the_environment(void **state)
{
    (void)state;
    set_variables("JINBANG_DISK_FREE_MIN=3", "PORT=5");
    struct reading r = accept("");

    assert_int_equal(conf_number(r.conf, "disk-free-min"), 3);
    assert_string_equal(conf_source(r.conf, "disk-free-min"), "environment");
    done(r);
}

static void refuses_the_environment_with_words(void **state)
{
    (void)state;
    set_variables("JINBANG_PORT=many", "PATH=/bin");
    refuse("",
           "environment variable JINBANG_PORT is not a whole number; it may be 1 to 65535: "
           "\"many\".");
    set_variables("PATH=/bin", "JINBANG_PROT=80");
    refuse("", "environment variable JINBANG_PROT names no setting.");
}

static void reads_a_file(void **state)
{
    (void)state;
    struct reading r = accept_with_file(
        "\xef\xbb\xbf# a comment\r\n\r\n  port = 99 \r\n"
        "listen=a = b # c\n\ndemo = yes",
        "word");

    assert_int_equal(conf_number(r.conf, "port"), 99);
    assert_string_equal(conf_text(r.conf, "listen"), "a = b # c");
    assert_true(conf_flag(r.conf, "demo"));
    assert_string_equal(conf_source(r.conf, "port"), "file");
    assert_string_equal(conf_text(r.conf, "config"), path);
    assert_int_equal(conf_positional_count(r.conf), 1);
    done(r);
}

static void the_environment_may_name_the_file(void **state)
{
    (void)state;
    write_file("port = 99\n");
    char named[64];
    (void)snprintf(named, sizeof named, "JINBANG_CONFIG=%s", path);
    set_variables("LANG=C", named);
    struct reading r = accept("");

    assert_int_equal(conf_number(r.conf, "port"), 99);
    done(r);
}

static void the_command_line_is_stronger_than_environment_than_file(void **state)
{
    (void)state;
    set_variables("JINBANG_PORT=2", "JINBANG_LISTEN=environment");
    struct reading r = accept_with_file("port = 1\nlisten = file\ndata = file\n", "--port=3");

    assert_int_equal(conf_number(r.conf, "port"), 3);
    assert_string_equal(conf_source(r.conf, "port"), "flag");
    assert_string_equal(conf_text(r.conf, "listen"), "environment");
    assert_string_equal(conf_text(r.conf, "data"), "file");
    done(r);
}

static void refuses_a_file_with_the_line(void **state)
{
    (void)state;
    refuse_file("\nport = 0\n", "2: port is out of bounds; it may be 1 to 65535: \"0\".");
    refuse_file("prot = 1\n", "1: prot is not a setting that can stand here.");
    refuse_file("config = /etc/x\n", "1: config is not a setting that can stand here.");
    refuse_file("# x\nport 80\n", "2: port 80 is not of the form name = value.");
    refuse_file("listen = \xff\n", "1: this line is not text.");
}

static void refuses_a_file_that_is_not_there(void **state)
{
    (void)state;
    refuse("--config=/nowhere/x", "/nowhere/x: No such file or directory.");
    refuse("--config=/", "/: Is a directory.");
}

static void help_names_every_setting(void **state)
{
    (void)state;
    struct buf *out = buf_new(256);

    conf_help(table, out);
    buf_add(out, "", 1);
    assert_string_equal(
        out->bytes,
        "  --listen=TEXT                 Where to listen. Default: 127.0.0.1.\n"
        "  --port=NUMBER                 The port. 1 to 65535. Default: 8443.\n"
        "  --disk-free-min=NUMBER        Bytes. -5 to 5.\n"
        "  --demo                        Show it.\n"
        "  --data=TEXT                   The folder.\n"
        "  --config=TEXT                 A file of settings, one `name = value` a line.\n");
    buf_unref(out);
}

static void markdown_is_a_table_of_every_setting(void **state)
{
    (void)state;
    struct buf *out = buf_new(256);

    conf_markdown(table, out);
    buf_add(out, "", 1);
    assert_string_equal(
        out->bytes,
        "| Setting | Default | Value | Meaning |\n"
        "|---|---|---|---|\n"
        "| `--listen` | `127.0.0.1` | text | Where to listen. |\n"
        "| `--port` | `8443` | 1 to 65535 | The port. |\n"
        "| `--disk-free-min` |  | -5 to 5 | Bytes. |\n"
        "| `--demo` |  | true or false | Show it. |\n"
        "| `--data` |  | text | The folder. |\n"
        "| `--config` |  | text | A file of settings, one `name = value` a line. |\n");
    buf_unref(out);
}

static int clean(void **state)
{
    (void)state;
    memset(environment, 0, sizeof environment);
    environ = environment;
    return 0;
}

static int make_file(void **state)
{
    (void)state;
    int file = mkstemp(path);
    return file < 0 ? -1 : close(file);
}

static int remove_file(void **state)
{
    (void)state;
    return unlink(path);
}

#define CLEAN(test) cmocka_unit_test_setup(test, clean)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLEAN(defaults_hold_when_nothing_is_said),
        CLEAN(a_value_follows_an_equal_sign_or_a_blank),
        CLEAN(the_last_of_two_wins),
        CLEAN(a_bare_flag_is_true_and_takes_no_word),
        CLEAN(a_flag_reads_the_usual_words),
        CLEAN(an_empty_text_is_a_value),
        CLEAN(keeps_positionals_in_order),
        CLEAN(refuses_arguments_with_words),
        CLEAN(reads_the_environment),
        CLEAN(refuses_the_environment_with_words),
        CLEAN(reads_a_file),
        CLEAN(the_environment_may_name_the_file),
        CLEAN(the_command_line_is_stronger_than_environment_than_file),
        CLEAN(refuses_a_file_with_the_line),
        CLEAN(refuses_a_file_that_is_not_there),
        CLEAN(help_names_every_setting),
        CLEAN(markdown_is_a_table_of_every_setting),
    };
    return cmocka_run_group_tests(tests, make_file, remove_file);
}
