#include "live/quota.h"

#include "base/must.h"
#include "base/table.h"

#include <stdlib.h>

struct quota {
    uint64_t most, window_ms;
    uint64_t begun_ms;
    struct table *names; // uint64_t: how many were taken since
};

static void forget(struct quota *quota)
{
    void *taken = NULL;

    for (size_t at = 0; table_next(quota->names, &at, NULL, &taken);) {
        free(taken);
    }
    table_free(quota->names);
    quota->names = NULL;
}

struct quota *quota_new(uint64_t most, uint64_t window_ms)
{
    struct quota *quota = calloc(1, sizeof *quota);

    must(quota);
    quota->most = most;
    quota->window_ms = window_ms;
    quota->names = table_new();
    return quota;
}

struct quota *quota_free(struct quota *quota)
{
    if (quota) {
        forget(quota);
        free(quota);
    }
    return NULL;
}

static uint64_t *taken_of(struct quota *quota, struct slice name)
{
    bool full = table_count(quota->names) >= QUOTA_NAMES_MAX;
    uint64_t *taken = table_get(quota->names, name);

    if (!taken && full) { // one share for all who come late
        name = SLICE("");
        taken = table_get(quota->names, name);
    }
    if (!taken) {
        taken = calloc(1, sizeof *taken);
        must(taken);
        (void)table_put(quota->names, name, taken);
    }
    return taken;
}

uint64_t quota_take(struct quota *quota, struct slice name, uint64_t now_ms)
{
    if (now_ms - quota->begun_ms >= quota->window_ms) {
        forget(quota);
        quota->names = table_new();
        quota->begun_ms = now_ms;
    }
    uint64_t *taken = taken_of(quota, name);
    if (*taken >= quota->most) {
        return quota->begun_ms + quota->window_ms - now_ms;
    }
    (*taken)++;
    return 0;
}
