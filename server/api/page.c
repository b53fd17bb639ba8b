#include "api/page.h"

#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/letters.h"
#include "base/must.h"
#include "base/secret.h"
#include "base/table.h"
#include "base/text.h"
#include "net/http.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>

enum { PATH_SIZE = 1024 };

struct file {
    struct buf *plain, *gzip, *brotli; // sealed; the last two may be NULL
    char tag[33];
    const char *type;
    bool immutable;
    bool asks_https;
};

struct page {
    struct table *files; // by path, "/board.html"
};

static const char *type_of(const char *path)
{
    static const struct {
        const char *ending, *type;
    } rows[] = {{".html", "text/html; charset=utf-8"},
                {".js", "text/javascript; charset=utf-8"},
                {".css", "text/css; charset=utf-8"},
                {".json", "application/json; charset=utf-8"},
                {".svg", "image/svg+xml"},
                {".webmanifest", "application/manifest+json"},
                {".woff2", "font/woff2"},
                {".png", "image/png"},
                {".ico", "image/x-icon"},
                {".txt", "text/plain; charset=utf-8"}};

    const char *dot = strrchr(path, '.');

    for (size_t i = 0; dot && i < sizeof rows / sizeof rows[0]; i++) {
        if (strcmp(dot, rows[i].ending) == 0) {
            return rows[i].type;
        }
    }
    return "application/octet-stream";
}

static struct buf *read_beside(const char *path, const char *ending)
{
    char full[PATH_SIZE + 4];

    (void)snprintf(full, sizeof full, "%s%s", path, ending);
    struct buf *packed = file_read(full);
    return packed ? buf_seal(packed) : NULL;
}

static void add_file(struct page *page, const char *path, const char *name)
{
    unsigned char hash[SECRET_HASH];
    struct file *file = calloc(1, sizeof *file);

    must(file);
    file->plain = file_read(path);
    if (!file->plain) {
        free(file);
        return;
    }
    buf_seal(file->plain);
    file->gzip = read_beside(path, ".gz");
    file->brotli = read_beside(path, ".br");
    file->type = type_of(name);
    file->immutable = strncmp(name, "/assets/", 8) == 0;
    file->asks_https = strcmp(name, "/trust.html") == 0;
    secret_sha256((struct slice){file->plain->bytes, file->plain->len}, hash);
    text_hex(hash, 16, file->tag);
    table_put(page->files, slice_of(name), file);
}

static bool is_packed(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot && (strcmp(dot, ".gz") == 0 || strcmp(dot, ".br") == 0);
}

// Two floors of folders are all that a build has.
static void add_folder(struct page *page, const char *dir, const char *prefix, unsigned depth)
{
    DIR *folder = opendir(dir);
    const struct dirent *entry = NULL;

    while (folder && (entry = readdir(folder)) != NULL) {
        char path[PATH_SIZE];
        char name[PATH_SIZE];
        struct stat what;
        (void)snprintf(path, sizeof path, "%s/%s", dir, entry->d_name);
        (void)snprintf(name, sizeof name, "%s/%s", prefix, entry->d_name);
        if (entry->d_name[0] == '.' || stat(path, &what) != 0 || is_packed(name)) {
            continue;
        }
        if (S_ISREG(what.st_mode)) {
            add_file(page, path, name);
        } else if (S_ISDIR(what.st_mode) && depth < 3) {
            add_folder(page, path, name, depth + 1);
        }
    }
    if (folder) {
        closedir(folder);
    }
}

struct page *page_load(const char *dir, struct buf *problem)
{
    struct page *page = calloc(1, sizeof *page);

    must(page);
    page->files = table_new();
    add_folder(page, dir, "", 0);
    if (table_count(page->files) > 0) {
        return page;
    }
    text_printf(problem, "there are no web pages in %s", dir);
    return page_free(page);
}

struct page *page_free(struct page *page)
{
    void *value = NULL;

    if (!page) {
        return NULL;
    }
    for (size_t at = 0; table_next(page->files, &at, NULL, &value);) {
        struct file *file = value;
        buf_unref(file->plain);
        buf_unref(file->gzip);
        buf_unref(file->brotli);
        free(file);
    }
    table_free(page->files);
    free(page);
    return NULL;
}

void page_letters(const struct page *page, struct letters *letters)
{
    const struct file *file = page ? table_get(page->files, SLICE("/letters.txt")) : NULL;

    if (file) {
        letters_add_text(letters, (struct slice){file->plain->bytes, file->plain->len});
    }
}

// "q=0", "q=0.000": not at all.
static bool is_nothing(struct slice weight)
{
    bool nothing = slice_starts(weight, "q=0") || slice_starts(weight, "Q=0");

    for (size_t i = 3; nothing && i < weight.len; i++) {
        nothing = weight.at[i] == '0' || weight.at[i] == '.';
    }
    return nothing;
}

// "gzip", "gzip;q=0.5"; not "gzip;q=0", nor "x-gzip".
static bool grants(struct slice element, const char *coding)
{
    const char *semicolon = element.len ? memchr(element.at, ';', element.len) : NULL;
    size_t len = semicolon ? (size_t)(semicolon - element.at) : element.len;
    struct slice name = text_trim((struct slice){element.at, len});
    struct slice weight = SLICE_NONE;

    if (semicolon) {
        weight = text_trim((struct slice){semicolon + 1, element.len - len - 1});
    }
    return name.len == strlen(coding) && strncasecmp(name.at, coding, name.len) == 0 &&
           !is_nothing(weight);
}

// Whether Accept-Encoding names a coding and does not refuse it (RFC 9110, 12.5.3).
static bool accepts(struct slice header, const char *coding)
{
    struct slice element;

    while (text_next_element(&header, &element)) {
        if (grants(element, coding)) {
            return true;
        }
    }
    return false;
}

// A coding, the letter that sets its entity tag apart from the plain file's, and the bytes.
struct chosen {
    const char *coding, *letter;
    struct buf *body;
};

static struct chosen choose(const struct file *file, struct slice accepted)
{
    if (file->brotli && accepts(accepted, "br")) {
        return (struct chosen){"Content-Encoding: br\r\n", "-b", file->brotli};
    }
    if (file->gzip && accepts(accepted, "gzip")) {
        return (struct chosen){"Content-Encoding: gzip\r\n", "-g", file->gzip};
    }
    return (struct chosen){"", "", file->plain};
}

// No text becomes markup or a script: with require-trusted-types-for the browser refuses it, also
// where a page should forget. Svelte's templates and the judge page's worker are the two
// exceptions.
#define SAFETY(more)                                                                               \
    "X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n"                          \
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; "           \
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self' ws: wss:" more                \
    "; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; "              \
    "frame-ancestors 'self'; require-trusted-types-for 'script'; "                                 \
    "trusted-types svelte-trusted-html jinbang-worker\r\n"

static const char safety_headers[] = SAFETY("");
// Opened plainly, this page asks whether the device trusts the same server's https.
static const char trust_headers[] = SAFETY(" https:");

static void send_file(struct visit *visit, const struct file *file)
{
    struct arena *arena = visit->request->arena;
    struct chosen chosen = choose(file, http_header(visit->request, "accept-encoding"));
    const char *tag = arena_printf(arena, "\"%s%s\"", file->tag, chosen.letter);
    const char *headers =
        arena_printf(arena, "ETag: %s\r\nVary: Accept-Encoding\r\nCache-Control: %s\r\n%s%s", tag,
                     file->immutable ? "public, max-age=31536000, immutable" : "no-cache",
                     chosen.coding, file->asks_https ? trust_headers : safety_headers);

    if (visit_has(visit, tag)) {
        http_answer(visit->request, &(struct http_answer){.status = 304, .headers = headers});
        return;
    }
    http_answer(visit->request, &(struct http_answer){.status = 200,
                                                      .type = file->type,
                                                      .body = buf_ref(chosen.body),
                                                      .headers = headers});
}

static const struct file *find(const struct visit *visit)
{
    const struct page *pages = visit->api->pages;
    struct slice path = visit->request->path;

    if (slice_is(path, "/")) {
        path = SLICE("/index.html");
    } else if (slice_is(path, "/trust")) {
        path = SLICE("/trust.html");
    }
    return pages ? table_get(pages->files, path) : NULL;
}

bool page_exists(const struct visit *visit)
{
    return find(visit) != NULL;
}

void page_answer(struct visit *visit)
{
    const struct file *file = find(visit);

    if (file) {
        send_file(visit, file);
    } else {
        visit_problem(visit, "not-found", "");
    }
}
