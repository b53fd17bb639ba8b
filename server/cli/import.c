#include "cli/import.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/conf.h"
#include "base/file.h"
#include "base/text.h"
#include "cli/call.h"
#include "cli/import_rules.h"
#include "cli/settings.h"
#include "wire/csv.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

static const char usage[] =
    "usage: jinbang import --server URL --organiser-token-file F [--competition C] FILE…\n"
    "Sends files to a running server: *.csv is a roster (columns id, skill, code, name, "
    "second_name, delegation),\n"
    "*.json a competition definition, or judges when it holds \"judges\". Judges' tokens are "
    "printed once.\n"
    "With --replace --competition C --reason TEXT a definition takes the place of C's: what that "
    "moves is printed,\n"
    "and done only with --apply.\n\n";

enum { ROWS_AT_ONCE = 500 };

static int post(const struct conf *conf, const char *path, struct slice body, bool print)
{
    struct call call;

    if (!call_server(conf, "POST", path, body, true, &call)) {
        return EX_UNAVAILABLE;
    }
    bool good = call.status == 200 || call.status == 201;
    if (print || !good) {
        (void)fwrite(call.body->bytes, 1, call.body->len, good ? stdout : stderr);
        (void)fputc('\n', good ? stdout : stderr);
    }
    buf_unref(call.body);
    return good ? 0 : EX_DATAERR;
}

static const char *under_competition(struct arena *arena, const struct conf *conf, const char *what)
{
    const char *competition = conf_text(conf, "competition");

    if (!competition) {
        (void)fputs("jinbang: --competition says which competition this file is for\n", stderr);
        return NULL;
    }
    return arena_printf(arena, "/api/v1/competitions/%s/%s", competition, what);
}

static void progress(size_t done, size_t of)
{
    (void)fprintf(stderr, "\rroster: %zu of %zu%s", done, of, done == of ? "\n" : "");
}

// Names that screens would show with a box, after the roster has come in.
static int list_letters(struct arena *arena, const struct conf *conf)
{
    struct call call;

    if (!call_server(conf, "GET", under_competition(arena, conf, "letters"), SLICE_NONE, false,
                     &call)) {
        return EX_UNAVAILABLE;
    }
    if (call.status == 200 && !memmem(call.body->bytes, call.body->len, "\"missing\":[]", 12)) {
        (void)fprintf(stderr, "roster: no font of the server has these letters: %.*s\n",
                      (int)call.body->len, call.body->bytes);
    }
    buf_unref(call.body);
    return 0;
}

static int import_roster(struct arena *arena, const struct conf *conf, struct slice text)
{
    struct buf *problem = buf_new(128);
    struct csv_roster roster;
    const char *path = under_competition(arena, conf, "roster");
    int code = path ? 0 : EX_USAGE;

    if (code == 0 && !csv_roster(arena, text, &roster, problem)) {
        (void)fprintf(stderr, "jinbang: %.*s\n", (int)problem->len, problem->bytes);
        code = EX_DATAERR;
    }
    for (size_t at = 0; code == 0 && at < roster.count; at += ROWS_AT_ONCE) {
        size_t count = roster.count - at < ROWS_AT_ONCE ? roster.count - at : ROWS_AT_ONCE;
        struct buf *body = buf_new(65536);
        csv_roster_write(&roster, at, count, body);
        code = post(conf, path, (struct slice){body->bytes, body->len}, false);
        buf_unref(body);
        if (code == 0) {
            progress(at + count, roster.count);
        }
    }
    buf_unref(problem);
    return code ? code : list_letters(arena, conf);
}

static bool ends_with(const char *text, const char *ending)
{
    size_t len = strlen(text);
    size_t end = strlen(ending);
    return len >= end && strcmp(text + len - end, ending) == 0;
}

static int import_json(struct arena *arena, const struct conf *conf, struct slice text)
{
    bool definition = memmem(text.at, text.len, "\"jinbang-competition/", 21) != NULL;

    if (definition && conf_flag(conf, "replace")) {
        return import_rules(conf, text);
    }
    const char *path =
        definition ? "/api/v1/competitions" : under_competition(arena, conf, "judges");

    return path ? post(conf, path, text, !definition) : EX_USAGE;
}

static int import_file(const struct conf *conf, const char *name)
{
    struct buf *text = file_read(name);
    struct arena *arena = arena_new();
    int code = EX_NOINPUT;

    if (text) {
        struct slice bytes = {text->bytes, text->len};
        code = ends_with(name, ".csv") ? import_roster(arena, conf, bytes)
                                       : import_json(arena, conf, bytes);
    } else {
        (void)fprintf(stderr, "jinbang: %s cannot be read\n", name);
    }
    arena_free(arena);
    buf_unref(text);
    return code;
}

int import_command(int argc, char **argv)
{
    struct conf *conf = NULL;
    int code = settings_read(argc, argv, usage, &conf);

    if (code >= 0) {
        return code;
    }
    (void)signal(SIGPIPE, SIG_IGN);
    code = conf_positional_count(conf) ? 0 : EX_USAGE;
    if (code) {
        (void)fputs(usage, stderr);
    }
    for (int i = 0; code == 0 && i < conf_positional_count(conf); i++) {
        code = import_file(conf, conf_positional(conf, i));
    }
    conf_free(conf);
    return code;
}
