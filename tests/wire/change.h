// An example definition with one thing changed, read, and what the reader says of it.
#pragma once

#include "base/buf.h"
#include "base/must.h"
#include "tests/unit.h"
#include "wire/definition.h"
#include "wire/faults.h"

#include <stdio.h>
#include <string.h>

enum { CHANGE_MAX = 1 << 17 };

#define SMALL   SOURCE_DIR "/fixtures/examples/small.json"
#define FULL    SOURCE_DIR "/fixtures/examples/full.json"
#define INVALID "definition-invalid"
#define MISSING "missing-field"
#define TYPE    "wrong-type"

static const char *change_load(const char *path)
{
    static char example[CHANGE_MAX];
    FILE *file = fopen(path, "rbe");
    must(file);
    size_t len = fread(example, 1, sizeof example - 1, file);
    must(len < sizeof example - 1);
    (void)fclose(file);
    example[len] = 0;
    return example;
}

static struct definition *change_text(const char *path, const char *near, const char *old,
                                      const char *fresh, struct faults *faults)
{
    const char *example = change_load(path);
    const char *from = strstr(example, near);
    if (!from) {
        print_error("no %s\n", near);
    }
    must(from);
    const char *at = strstr(from, old);
    if (!at) {
        print_error("no %s after %s\n", old, near);
    }
    must(at);
    struct buf *buf = buf_new(CHANGE_MAX);
    buf_add(buf, example, (size_t)(at - example));
    buf_add(buf, fresh, strlen(fresh));
    buf_add(buf, at + strlen(old), strlen(at + strlen(old)));
    *faults = (struct faults){0};
    struct definition *definition = definition_read((struct slice){buf->bytes, buf->len}, faults);
    (void)buf_unref(buf);
    return definition;
}

struct row {
    const char *near, *old, *fresh; // the first `old` after `near` becomes `fresh`
    const char *name, *pointer, *word;
};

static inline void change_expect_faults(const char *path, const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct faults faults;
        struct definition *definition =
            change_text(path, rows[i].near, rows[i].old, rows[i].fresh, &faults);
        if (definition || faults.count == 0) {
            print_error("accepted: %s -> %s\n", rows[i].old, rows[i].fresh);
        }
        assert_null(definition);
        assert_true(faults.count > 0);
        const struct faults_item *first = &faults.items[0];
        if (strcmp(first->pointer, rows[i].pointer) != 0 ||
            (rows[i].word && strcmp(first->word, rows[i].word) != 0)) {
            print_error("%s -> %s: %s %s\n", rows[i].old, rows[i].fresh, first->pointer,
                        first->word);
        }
        assert_string_equal(first->name, rows[i].name);
        assert_string_equal(first->pointer, rows[i].pointer);
        if (rows[i].word) {
            assert_string_equal(first->word, rows[i].word);
        }
    }
}

// Reads the example so changed, which must go well.
static inline void change_expect_good(const char *path, const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct faults faults;
        struct definition *definition =
            change_text(path, rows[i].near, rows[i].old, rows[i].fresh, &faults);
        if (!definition) {
            print_error("refused: %s -> %s: %s %s\n", rows[i].old, rows[i].fresh,
                        faults.items[0].pointer, faults.items[0].word);
        }
        assert_non_null(definition);
        definition_free(definition);
    }
}
