// Settings: the first line is a command line of words, the rest a settings file. Every value is
// then inside of its bounds, or one sentence says which is not.
#include "base/arena.h"
#include "base/buf.h"
#include "base/conf.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { WORDS_MAX = 32 };

static const struct conf_entry table[] = {{"name", CONF_TEXT, "x", 0, 0, "A name."},
                                          {"most", CONF_NUMBER, "8", -5, 1000000, "A number."},
                                          {"on", CONF_FLAG, NULL, 0, 0, "A switch."},
                                          {"data", CONF_TEXT, NULL, 0, 0, "A folder."},
                                          {NULL, CONF_TEXT, NULL, 0, 0, NULL}};

static void check(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void look_at(const struct conf *conf)
{
    check(conf_text(conf, "name") != NULL);
    check(conf_number(conf, "most") >= -5 && conf_number(conf, "most") <= 1000000);
    (void)conf_flag(conf, "on");
    for (const struct conf_entry *entry = table; entry->name; entry++) {
        check(conf_source(conf, entry->name) != NULL);
    }
    for (int i = 0; i < conf_positional_count(conf); i++) {
        check(conf_positional(conf, i) != NULL);
    }
}

// The words of the first line behind `--config FILE`.
static int words_of(char *line, char **words, int count)
{
    char *rest = NULL;
    for (char *word = strtok_r(line, " ", &rest); word && count < WORDS_MAX;
         word = strtok_r(NULL, " ", &rest)) {
        if (strncmp(word, "--config", 8) != 0) { // another file of this machine
            words[count++] = word;
        }
    }
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *end = size > 0 ? memchr(data, '\n', size) : NULL;
    size_t first = end ? (size_t)(end - data) : size;
    struct arena *arena = arena_new();
    int file = memfd_create("conf", MFD_CLOEXEC);
    check(file >= 0 && (!end || write(file, end + 1, size - first - 1) >= 0));
    char *words[WORDS_MAX] = {arena_printf(arena, "--config=/proc/self/fd/%d", file)};
    int count = words_of(arena_copy(arena, (struct slice){(const char *)data, first}), words, 1);
    struct buf *problem = buf_new(256);
    struct conf *conf = conf_new(table);
    bool good = conf_read(conf, count, words, 0, problem);
    check(good == (problem->len == 0));
    if (good) {
        look_at(conf);
    }
    conf_free(conf);
    (void)buf_unref(problem);
    (void)close(file);
    arena_free(arena);
    return 0;
}
