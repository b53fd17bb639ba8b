// Where a Redis is and how to greet it, read from one line of text.
#pragma once

#include "base/slice.h"

#include <stddef.h>
#include <stdint.h>

struct arena;

struct redis_url {
    struct arena *arena; // of all the texts
    const char *path;    // of a unix socket; NULL: TCP
    const char *host;    // NULL: unix socket
    uint16_t port;
    const char *user;     // NULL: the default user
    const char *password; // NULL: none
    const char *db;       // NULL: 0
};

enum {
    REDIS_URL_PATH_MAX = 107, // a unix socket's address has no room for more
    REDIS_URL_ARGS_MAX = 3
};

// redis://[user:password@]host[:port][/db] or unix:///path[?db=n]; user, password and path may be
// percent-encoded. NULL and a sentence (never with the password in it) when it is neither.
struct redis_url *redis_url_new(const char *text, const char **ret_problem);
struct redis_url *redis_url_free(struct redis_url *url); // NULL is fine; returns NULL
// What to say first: the number of words of the greeting's command `index`, 0 when there are no
// more.
size_t redis_url_greeting(const struct redis_url *url, size_t index,
                          struct slice args[REDIS_URL_ARGS_MAX]);
