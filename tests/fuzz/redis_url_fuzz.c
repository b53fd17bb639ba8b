// Any text as the address of a Redis: one place and a greeting, or a sentence that does not hold
// the password.
#include "base/arena.h"
#include "store/redis_url.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void look_at(const struct redis_url *url)
{
    struct slice args[REDIS_URL_ARGS_MAX];
    size_t commands = 0;
    check((url->path == NULL) != (url->host == NULL));
    check(!url->path || strlen(url->path) <= REDIS_URL_PATH_MAX);
    check(!url->user || url->password);
    for (size_t words = 1; (words = redis_url_greeting(url, commands, args)) > 0; commands++) {
        check(words <= REDIS_URL_ARGS_MAX && commands < 8);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    const char *problem = NULL;
    const char *text = arena_copy(arena, (struct slice){(const char *)data, size});
    struct redis_url *url = redis_url_new(text, &problem);
    check((url == NULL) == (problem != NULL));
    if (url) {
        look_at(url);
    }
    (void)redis_url_free(url);
    arena_free(arena);
    return 0;
}
