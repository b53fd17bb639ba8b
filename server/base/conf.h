// The settings: one table that checks, prints --help and names the source of each value.
// Order: default < file (--config F, name = value lines) < environment
// JINBANG_NAME_WITH_UNDERSCORES < --name=value or --name value. An unknown name, or a value outside
// its bounds, is refused with words.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stdint.h>

struct buf;

enum conf_kind { CONF_TEXT, CONF_NUMBER, CONF_FLAG };

struct conf_entry {
    const char *name; // as in --disk-free-min
    enum conf_kind kind;
    const char *standard; // default, as text; NULL: none
    int64_t least, most;  // of a number
    const char *meaning;  // one sentence
};

struct conf; // values for a table of entries

// The table must outlive the conf and ends with an entry whose name is NULL.
struct conf *conf_new(const struct conf_entry *table);
struct conf *conf_free(struct conf *conf);
// Reads the environment, then argv[from …]. What does not begin with "--" is kept as positional.
// On a mistake false, and a sentence in `problem`. Call it once. --config (or JINBANG_CONFIG) is
// known without an entry. After a bare "--" all is positional. An unknown JINBANG_… variable is a
// mistake too.
bool conf_read(struct conf *conf, int argc, char **argv, int from, struct buf *problem);
// NULL when unset. Here and below the name must exist.
const char *conf_text(const struct conf *conf, const char *name);
int64_t conf_number(const struct conf *conf, const char *name); // 0 when unset
bool conf_flag(const struct conf *conf, const char *name);      // false when unset
// "default", "file", "environment" or "flag".
const char *conf_source(const struct conf *conf, const char *name);
int conf_positional_count(const struct conf *conf);
const char *conf_positional(const struct conf *conf, int at);
void conf_help(const struct conf_entry *table, struct buf *out); // for --help
// The README's table, held by a test.
void conf_markdown(const struct conf_entry *table, struct buf *out);
