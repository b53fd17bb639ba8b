#include "store/redis_url.h"

#include "base/arena.h"
#include "base/must.h"
#include "base/slice.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum { DB_MAX = 1000000, PORT_STANDARD = 6379, PORT_MAX = 65535 };

static struct slice skip(struct slice text, size_t count)
{
    return (struct slice){text.at + count, text.len - count};
}

// Cuts `text` at the first `sign`; what follows the sign goes to `rest`, whose pointer is NULL
// without one.
static struct slice cut(struct slice text, char sign, struct slice *rest)
{
    const char *found = text.len ? memchr(text.at, sign, text.len) : NULL;
    *rest = SLICE_NONE;
    if (!found) {
        return text;
    }
    size_t len = (size_t)(found - text.at);
    *rest = skip(text, len + 1);
    return (struct slice){text.at, len};
}

static const char *decoded(struct redis_url *url, struct slice text)
{
    struct slice plain = SLICE_NONE;
    return text_url_decode(url->arena, text, false, &plain) ? arena_copy(url->arena, plain) : NULL;
}

static bool read_db(struct redis_url *url, struct slice text)
{
    uint64_t db = 0;
    if (!text_uint(text, DB_MAX, &db)) {
        return false;
    }
    url->db = db ? arena_copy(url->arena, text) : NULL;
    return true;
}

static const char *read_unix(struct redis_url *url, struct slice rest)
{
    struct slice query;
    struct slice path = cut(rest, '?', &query);

    if (path.len < 2 || path.at[0] != '/') {
        return "A unix:// address needs an absolute path, as in unix:///run/redis.sock.";
    }
    url->path = decoded(url, path);
    if (!url->path) {
        return "The path of the unix:// address has a broken percent escape.";
    }
    if (strlen(url->path) > REDIS_URL_PATH_MAX) {
        return "The path of a unix socket can have 107 bytes at most.";
    }
    if (query.at && !(slice_starts(query, "db=") && read_db(url, skip(query, 3)))) {
        return "After the path of a unix:// address only ?db=NUMBER may follow.";
    }
    return NULL;
}

static const char *read_login(struct redis_url *url, struct slice login)
{
    struct slice password;
    struct slice user = cut(login, ':', &password);

    if (!password.at) {
        return "Before the @ of a redis:// address both are needed, as in user:password@ or "
               ":password@.";
    }
    url->user = user.len ? decoded(url, user) : NULL;
    url->password = decoded(url, password);
    if ((user.len && !url->user) || !url->password) {
        return "User or password of the redis:// address has a broken percent escape.";
    }
    return NULL;
}

static const char *read_host(struct redis_url *url, struct slice text)
{
    struct slice port = SLICE_NONE;
    struct slice host;
    uint64_t number = PORT_STANDARD;

    if (slice_starts(text, "[")) { // an IPv6 address has colons of its own
        struct slice after;
        host = cut(skip(text, 1), ']', &after);
        if (!after.at || (after.len && after.at[0] != ':')) {
            return "The IPv6 address in the redis:// address does not end with ].";
        }
        port = after.len ? skip(after, 1) : SLICE_NONE;
    } else {
        host = cut(text, ':', &port);
    }
    if (host.len == 0) {
        return "The redis:// address has no host.";
    }
    if (port.at && (!text_uint(port, PORT_MAX, &number) || number == 0)) {
        return "The port of the redis:// address is not a number from 1 to 65535.";
    }
    url->host = arena_copy(url->arena, host);
    url->port = (uint16_t)number;
    return NULL;
}

static const char *read_tcp(struct redis_url *url, struct slice rest)
{
    struct slice db;
    struct slice authority = cut(rest, '/', &db);
    const char *at = authority.len ? memrchr(authority.at, '@', authority.len) : NULL;
    const char *problem = NULL;

    if (at) {
        size_t len = (size_t)(at - authority.at);
        problem = read_login(url, (struct slice){authority.at, len});
        authority = skip(authority, len + 1);
    }
    if (!problem) {
        problem = read_host(url, authority);
    }
    if (!problem && db.len && !read_db(url, db)) {
        problem = "After the / of a redis:// address only the number of a database may stand.";
    }
    return problem;
}

static const char *read_any(struct redis_url *url, struct slice text)
{
    if (slice_starts(text, "unix://")) {
        return read_unix(url, skip(text, strlen("unix://")));
    }
    if (slice_starts(text, "redis://")) {
        return read_tcp(url, skip(text, strlen("redis://")));
    }
    if (slice_starts(text, "rediss://")) {
        return "rediss:// (Redis over TLS) is not supported here: use redis:// through a tunnel or "
               "a "
               "private network, or unix://.";
    }
    return "A Redis address begins with redis:// or unix://.";
}

struct redis_url *redis_url_new(const char *text, const char **ret_problem)
{
    struct redis_url *url = calloc(1, sizeof *url);
    must(url);
    url->arena = arena_new();

    const char *problem = read_any(url, slice_of(text));
    if (problem) {
        *ret_problem = problem;
        return redis_url_free(url);
    }
    return url;
}

struct redis_url *redis_url_free(struct redis_url *url)
{
    if (url) {
        arena_free(url->arena);
        free(url);
    }
    return NULL;
}

size_t redis_url_greeting(const struct redis_url *url, size_t index,
                          struct slice args[REDIS_URL_ARGS_MAX])
{
    size_t argc = 0;

    if (index == 0 && url->password) {
        args[argc++] = SLICE("AUTH");
        if (url->user) {
            args[argc++] = slice_of(url->user);
        }
        args[argc++] = slice_of(url->password);
    } else if (url->db && index == (url->password ? 1 : 0)) {
        args[argc++] = SLICE("SELECT");
        args[argc++] = slice_of(url->db);
    }
    return argc;
}
