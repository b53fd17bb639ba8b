#include "cli/check.h"

#include "base/buf.h"
#include "base/conf.h"
#include "base/file.h"
#include "base/must.h"
#include "cli/check_print.h"
#include "cli/settings.h"
#include "wire/definition.h"
#include "wire/faults.h"
#include "wire/problem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

static const char usage[] =
    "usage: jinbang check FILE…\n"
    "Checks competition definitions and prints each one's marking scheme, in Chinese where LANG "
    "is\n"
    "zh…; with --json the sums of modules and sections, one JSON object a line.\n\n";

static void print_faults(const char *path, const struct faults *faults)
{
    struct buf *text = buf_new(1024);

    for (size_t i = 0; i < faults->count; i++) {
        const struct faults_item *item = &faults->items[i];
        text->len = 0;
        problem_line(text, settings_language(), item->name, item->pointer, item->word);
        (void)fprintf(stderr, "%s: %.*s\n", path, (int)text->len, text->bytes);
    }
    if (faults->more) {
        (void)fprintf(stderr, "%s: and more\n", path);
    }
    buf_unref(text);
}

static void print(const char *path, const struct rules *rules, bool json)
{
    struct buf *text = buf_new(1 << 14);

    if (json) {
        check_print_json(text, rules);
    } else {
        (void)printf("%s: ", path);
        check_print(text, settings_language(), rules);
    }
    (void)fwrite(text->bytes, 1, text->len, stdout);
    buf_unref(text);
}

static int check(const char *path, bool json)
{
    struct buf *text = file_read(path);
    struct faults *faults = calloc(1, sizeof *faults);

    must(faults);
    if (!text) {
        free(faults);
        (void)fprintf(stderr, "%s: cannot be read\n", path);
        return EX_NOINPUT;
    }
    struct definition *definition = definition_read((struct slice){text->bytes, text->len}, faults);
    if (definition) {
        print(path, definition_rules(definition), json);
    } else {
        print_faults(path, faults);
    }
    int code = definition ? 0 : EX_DATAERR;
    definition_free(definition);
    buf_unref(text);
    free(faults);
    return code;
}

int check_command(int argc, char **argv)
{
    struct conf *conf = NULL;
    int code = settings_read(argc, argv, usage, &conf);

    if (code >= 0) {
        return code;
    }
    int worst = conf_positional_count(conf) ? 0 : EX_USAGE;
    if (worst) {
        (void)fputs(usage, stderr);
    }
    for (int i = 0; i < conf_positional_count(conf); i++) {
        code = check(conf_positional(conf, i), conf_flag(conf, "json"));
        worst = worst ? worst : code;
    }
    conf_free(conf);
    return worst;
}
