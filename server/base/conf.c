#include "base/conf.h"

#include "base/buf.h"
#include "base/must.h"
#include "base/text.h"

#include <errno.h>
#include <inttypes.h>
#include <unistd.h>

enum source { DEFAULT, FROM_FILE, ENVIRONMENT, FLAG };

struct value {
    char *text; // checked against its entry; NULL when unset
    enum source source;
};

struct conf {
    const struct conf_entry *table;
    size_t count;         // of the table; one value more, of --config, stands behind
    struct value *values; // in the table's order
    const char **positionals;
    int positional_count;
};

// Where a value stands that is being set, for the sentence that refuses it.
struct origin {
    enum source source;
    const char *file;
    unsigned line;
};

static const char env_prefix[] = "JINBANG_";

// The one setting that is ours: it says where others stand. A table may name it in words of its
// own.
static const struct conf_entry config_entry = {
    "config", CONF_TEXT, NULL, 0, 0, "A file of settings, one `name = value` a line."};

static size_t table_len(const struct conf_entry *table)
{
    size_t count = 0;
    while (table[count].name) {
        count++;
    }
    return count;
}

static const struct conf_entry *entry_at(const struct conf *conf, size_t at)
{
    return at < conf->count ? &conf->table[at] : &config_entry;
}

// The place of the setting of that name, or one behind the last.
static size_t place_of(const struct conf *conf, struct slice name)
{
    size_t at = 0;
    while (at <= conf->count && !slice_is(name, entry_at(conf, at)->name)) {
        at++;
    }
    return at;
}

static const struct value *value_of(const struct conf *conf, const char *name)
{
    size_t at = place_of(conf, slice_of(name));
    must(at <= conf->count);
    return &conf->values[at];
}

static bool parse_number(struct slice text, int64_t *ret)
{
    bool is_negative = slice_starts(text, "-");
    struct slice digits = is_negative ? (struct slice){text.at + 1, text.len - 1} : text;
    uint64_t size;
    if (!text_uint(digits, INT64_MAX, &size)) {
        return false;
    }
    *ret = is_negative ? -(int64_t)size : (int64_t)size;
    return true;
}

static bool parse_flag(struct slice text, bool *ret)
{
    static const char *const words[] = {"false", "true", "no", "yes", "off", "on", "0", "1"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (slice_is(text, words[i])) {
            *ret = i % 2 == 1;
            return true;
        }
    }
    return false;
}

// What is wrong with the text as a value of the entry; NULL when nothing is.
static const char *fault_of(const struct conf_entry *entry, struct slice text)
{
    int64_t number = 0;
    bool flag;
    switch (entry->kind) {
    case CONF_TEXT:
        return text_is_utf8(text) ? NULL : "is not UTF-8";
    case CONF_FLAG:
        return parse_flag(text, &flag) ? NULL : "is neither true nor false";
    case CONF_NUMBER:
        if (!parse_number(text, &number)) {
            return "is not a whole number";
        }
        return number >= entry->least && number <= entry->most ? NULL : "is out of bounds";
    }
    return NULL;
}

// Begins the sentence of a refusal with the place of the mistake.
static void say_where(struct buf *problem, struct slice name, const struct origin *origin)
{
    if (origin->source == FROM_FILE) {
        text_printf(problem, "%s:%u: %.*s ", origin->file, origin->line, SLICE_FMT(name));
    } else if (origin->source == ENVIRONMENT) {
        text_printf(problem, "environment variable %.*s ", SLICE_FMT(name));
    } else {
        text_printf(problem, "--%.*s ", SLICE_FMT(name));
    }
}

static bool refuse(struct buf *problem, struct slice name, const struct origin *origin,
                   const char *fault)
{
    say_where(problem, name, origin);
    text_printf(problem, "%s.", fault);
    return false;
}

static void keep(struct value *value, struct slice text, enum source source)
{
    free(value->text);
    must(text.at);
    value->text = strndup(text.at, text.len);
    must(value->text);
    value->source = source;
}

// `name` is as the origin spells it.
static bool set(struct conf *conf, size_t at, struct slice name, struct slice text,
                const struct origin *origin, struct buf *problem)
{
    const struct conf_entry *entry = entry_at(conf, at);
    const char *fault = fault_of(entry, text);
    if (!fault) {
        keep(&conf->values[at], text, origin->source);
        return true;
    }
    say_where(problem, name, origin);
    text_add(problem, slice_of(fault));
    if (entry->kind == CONF_NUMBER) {
        text_printf(problem, "; it may be %" PRId64 " to %" PRId64, entry->least, entry->most);
    }
    text_printf(problem, ": \"%.*s\".", SLICE_FMT(text));
    return false;
}

struct conf *conf_new(const struct conf_entry *table)
{
    struct conf *conf = calloc(1, sizeof *conf);
    size_t count = table_len(table);
    struct value *values = calloc(count + 1, sizeof *values);
    must(conf && values);
    *conf = (struct conf){.table = table, .count = count, .values = values};
    for (size_t i = 0; i < conf->count; i++) {
        struct slice standard = slice_of(table[i].standard);
        if (standard.at) {
            must(!fault_of(&table[i], standard));
            keep(&conf->values[i], standard, DEFAULT);
        }
    }
    return conf;
}

struct conf *conf_free(struct conf *conf)
{
    if (!conf) {
        return NULL;
    }
    for (size_t i = 0; i <= conf->count; i++) {
        free(conf->values[i].text);
    }
    free(conf->values);
    free(conf->positionals);
    free(conf);
    return NULL;
}

static struct slice trim(struct slice text)
{
    while (text.len > 0 && strchr(" \t\r\n", text.at[0])) {
        text = (struct slice){text.at + 1, text.len - 1};
    }
    while (text.len > 0 && strchr(" \t\r\n", text.at[text.len - 1])) {
        text.len--;
    }
    return text;
}

// Cuts "name=value"; false when there is no '='.
static bool split(struct slice text, struct slice *ret_name, struct slice *ret_value)
{
    const char *equal = text.len > 0 ? memchr(text.at, '=', text.len) : NULL;
    if (!equal) {
        return false;
    }
    size_t len = (size_t)(equal - text.at);
    *ret_name = (struct slice){text.at, len};
    *ret_value = (struct slice){equal + 1, text.len - len - 1};
    return true;
}

static bool read_line(struct conf *conf, struct slice line, const struct origin *origin,
                      struct buf *problem)
{
    struct slice name;
    struct slice value;
    line = trim(line);
    if (line.len == 0 || line.at[0] == '#') {
        return true;
    }
    if (memchr(line.at, '\0', line.len) || !text_is_utf8(line)) {
        return refuse(problem, SLICE("this line"), origin, "is not text");
    }
    if (!split(line, &name, &value)) {
        return refuse(problem, line, origin, "is not of the form name = value");
    }
    name = trim(name);
    size_t at = place_of(conf, name);
    if (at > conf->count || slice_is(name, "config")) {
        return refuse(problem, name, origin, "is not a setting that can stand here");
    }
    return set(conf, at, name, trim(value), origin, problem);
}

static bool read_lines(struct conf *conf, FILE *file, const char *path, struct buf *problem)
{
    struct origin origin = {FROM_FILE, path, 0};
    char *line = NULL;
    size_t cap = 0;
    bool ok = true;
    errno = 0;
    for (ssize_t len; ok && (len = getline(&line, &cap, file)) >= 0;) {
        struct slice text = {line, (size_t)len};
        if (origin.line++ == 0 && slice_starts(text, "\xef\xbb\xbf")) { // Notepad's mark
            text = (struct slice){text.at + 3, text.len - 3};
        }
        ok = read_line(conf, text, &origin, problem);
    }
    free(line);
    if (ok && ferror(file)) {
        text_printf(problem, "%s: %s.", path, strerrordesc_np(errno));
        return false;
    }
    return ok;
}

static bool read_file(struct conf *conf, const char *path, struct buf *problem)
{
    FILE *file = fopen(path, "re");
    if (!file) {
        text_printf(problem, "%s: %s.", path, strerrordesc_np(errno));
        return false;
    }
    bool ok = read_lines(conf, file, path, problem);
    (void)fclose(file);
    return ok;
}

// The sign as it stands in a variable's name: DISK_FREE_MIN is disk-free-min.
static char env_sign(char sign)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyz-";
    static const char upper[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    const char *at = strchr(plain, sign);
    if (at && sign) {
        return upper[at - plain];
    }
    return sign;
}

static bool is_env_of(struct slice env, const char *name)
{
    size_t at = 0;
    while (at < env.len && name[at] && env.at[at] == env_sign(name[at])) {
        at++;
    }
    return at == env.len && !name[at];
}

static bool read_variable(struct conf *conf, const char *text, struct buf *problem)
{
    static const struct origin origin = {ENVIRONMENT, NULL, 0};
    struct slice name;
    struct slice value;
    if (!slice_starts(slice_of(text), env_prefix) || !split(slice_of(text), &name, &value)) {
        return true;
    }
    size_t skip = sizeof env_prefix - 1;
    struct slice rest = {name.at + skip, name.len - skip};
    for (size_t i = 0; i <= conf->count; i++) {
        if (is_env_of(rest, entry_at(conf, i)->name)) {
            return set(conf, i, name, value, &origin, problem);
        }
    }
    return refuse(problem, name, &origin, "names no setting");
}

static bool read_environment(struct conf *conf, struct buf *problem)
{
    for (char **at = environ; at && *at; at++) {
        if (!read_variable(conf, *at, problem)) {
            return false;
        }
    }
    return true;
}

static void add_positional(struct conf *conf, const char *text)
{
    size_t count = (size_t)conf->positional_count + 1;
    const char **grown = realloc(conf->positionals, count * sizeof *grown);
    must(grown);
    grown[conf->positional_count++] = text;
    conf->positionals = grown;
}

// What stands behind the option at argv[*at] as its value: the text after '=', "true" for a bare
// flag, or the next argument, over which *at then moves.
static bool take_value(const struct conf_entry *entry, int argc, char **argv, int *at,
                       struct slice *ret_value)
{
    struct slice name;
    if (split(slice_of(argv[*at]), &name, ret_value)) {
        return true;
    }
    if (entry->kind == CONF_FLAG) {
        *ret_value = SLICE("true");
        return true;
    }
    if (*at + 1 >= argc || slice_starts(slice_of(argv[*at + 1]), "--")) {
        return false;
    }
    *ret_value = slice_of(argv[++*at]);
    return true;
}

static bool read_option(struct conf *conf, int argc, char **argv, int *at, struct buf *problem)
{
    static const struct origin origin = {FLAG, NULL, 0};
    struct slice name = slice_of(argv[*at] + 2);
    struct slice value = SLICE_NONE;
    (void)split(name, &name, &value);
    size_t place = place_of(conf, name);
    if (place > conf->count) {
        return refuse(problem, name, &origin, "is not a setting");
    }
    if (!take_value(entry_at(conf, place), argc, argv, at, &value)) {
        return refuse(problem, name, &origin, "wants a value");
    }
    return set(conf, place, name, value, &origin, problem);
}

// What stands behind a bare "--" is positional, whatever it begins with.
static bool read_arguments(struct conf *conf, int argc, char **argv, int from, struct buf *problem)
{
    bool is_open = true;
    for (int at = from; at < argc; at++) {
        if (is_open && strcmp(argv[at], "--") == 0) {
            is_open = false;
        } else if (!is_open || !slice_starts(slice_of(argv[at]), "--")) {
            add_positional(conf, argv[at]);
        } else if (!read_option(conf, argc, argv, &at, problem)) {
            return false;
        }
    }
    return true;
}

// The file is the weakest of the three but named by the other two: once to find it, once in order.
bool conf_read(struct conf *conf, int argc, char **argv, int from, struct buf *problem)
{
    if (!read_environment(conf, problem) || !read_arguments(conf, argc, argv, from, problem)) {
        return false;
    }
    const char *path = conf_text(conf, "config");
    if (!path) {
        return true;
    }
    conf->positional_count = 0;
    return read_file(conf, path, problem) && read_environment(conf, problem) &&
           read_arguments(conf, argc, argv, from, problem);
}

const char *conf_text(const struct conf *conf, const char *name)
{
    return value_of(conf, name)->text;
}

int64_t conf_number(const struct conf *conf, const char *name)
{
    const char *text = conf_text(conf, name);
    int64_t number = 0;
    must(!text || parse_number(slice_of(text), &number));
    return number;
}

bool conf_flag(const struct conf *conf, const char *name)
{
    const char *text = conf_text(conf, name);
    bool flag = false;
    must(!text || parse_flag(slice_of(text), &flag));
    return flag;
}

const char *conf_source(const struct conf *conf, const char *name)
{
    static const char *const words[] = {"default", "file", "environment", "flag"};
    return words[value_of(conf, name)->source];
}

int conf_positional_count(const struct conf *conf)
{
    return conf->positional_count;
}

const char *conf_positional(const struct conf *conf, int at)
{
    must(at >= 0 && at < conf->positional_count);
    return conf->positionals[at];
}

static bool names_config(const struct conf_entry *table)
{
    while (table->name && strcmp(table->name, config_entry.name) != 0) {
        table++;
    }
    return table->name != NULL;
}

static void help_row(const struct conf_entry *entry, struct buf *out)
{
    static const char *const words[] = {
        [CONF_TEXT] = "=TEXT", [CONF_NUMBER] = "=NUMBER", [CONF_FLAG] = ""};
    size_t start = out->len;
    text_printf(out, "  --%s%s  ", entry->name, words[entry->kind]);
    while (out->len - start < 32) {
        text_add(out, SLICE(" "));
    }
    text_printf(out, "%s", entry->meaning);
    if (entry->kind == CONF_NUMBER) {
        text_printf(out, " %" PRId64 " to %" PRId64 ".", entry->least, entry->most);
    }
    if (entry->standard && entry->kind != CONF_FLAG) {
        text_printf(out, " Default: %s.", entry->standard);
    }
    text_add(out, SLICE("\n"));
}

void conf_help(const struct conf_entry *table, struct buf *out)
{
    for (const struct conf_entry *at = table; at->name; at++) {
        help_row(at, out);
    }
    if (!names_config(table)) {
        help_row(&config_entry, out);
    }
}

static void markdown_row(const struct conf_entry *entry, struct buf *out)
{
    const char *tick = entry->standard ? "`" : "";
    text_printf(out, "| `--%s` | %s%s%s | ", entry->name, tick,
                entry->standard ? entry->standard : "", tick);
    if (entry->kind == CONF_NUMBER) {
        text_printf(out, "%" PRId64 " to %" PRId64, entry->least, entry->most);
    } else {
        text_printf(out, "%s", entry->kind == CONF_FLAG ? "true or false" : "text");
    }
    text_printf(out, " | %s |\n", entry->meaning);
}

void conf_markdown(const struct conf_entry *table, struct buf *out)
{
    text_printf(out, "| Setting | Default | Value | Meaning |\n|---|---|---|---|\n");
    for (const struct conf_entry *at = table; at->name; at++) {
        markdown_row(at, out);
    }
    if (!names_config(table)) {
        markdown_row(&config_entry, out);
    }
}
