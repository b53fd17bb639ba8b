#include "live/tries.h"

#include "base/must.h"
#include "base/table.h"

#include <stdlib.h>

enum { NAMES_MAX = 10000 };

struct trial {
    uint64_t failures;
    uint64_t last_ms, until_ms;
};

struct tries {
    struct tries_settings settings;
    struct table *names;
};

struct tries *tries_new(const struct tries_settings *settings)
{
    struct tries *tries = calloc(1, sizeof *tries);

    must(tries);
    tries->settings = *settings;
    tries->names = table_new();
    return tries;
}

struct tries *tries_free(struct tries *tries)
{
    void *trial = NULL;

    if (!tries) {
        return NULL;
    }
    for (size_t at = 0; table_next(tries->names, &at, NULL, &trial);) {
        free(trial);
    }
    table_free(tries->names);
    free(tries);
    return NULL;
}

uint64_t tries_wait_ms(const struct tries *tries, struct slice name, uint64_t now_ms)
{
    const struct trial *trial = table_get(tries->names, name);

    return trial && trial->until_ms > now_ms ? trial->until_ms - now_ms : 0;
}

// Room for one more: what is forgiven goes, else what has been quiet the longest.
static void make_room(struct tries *tries)
{
    struct slice key;
    struct slice oldest = SLICE_NONE;
    uint64_t oldest_ms = UINT64_MAX;
    void *value = NULL;

    if (table_count(tries->names) < NAMES_MAX) {
        return;
    }
    for (size_t at = 0; table_next(tries->names, &at, &key, &value);) {
        const struct trial *trial = value;
        if (trial->last_ms < oldest_ms) {
            oldest_ms = trial->last_ms;
            oldest = key;
        }
    }
    free(table_remove(tries->names, oldest));
}

static struct trial *trial_of(struct tries *tries, struct slice name)
{
    struct trial *trial = table_get(tries->names, name);

    if (!trial) {
        make_room(tries);
        trial = calloc(1, sizeof *trial);
        must(trial);
        table_put(tries->names, name, trial);
    }
    return trial;
}

uint64_t tries_failed(struct tries *tries, struct slice name, uint64_t now_ms)
{
    struct trial *trial = trial_of(tries, name);
    uint64_t most = tries->settings.wait_max_ms;

    if (trial->failures > 0 && now_ms - trial->last_ms > most) {
        trial->failures = 0; // forgiven
    }
    trial->failures++;
    trial->last_ms = now_ms;
    if (trial->failures > tries->settings.free) {
        uint64_t doublings = trial->failures - tries->settings.free - 1;
        uint64_t wait = tries->settings.wait_ms;
        for (; doublings > 0 && wait < most; doublings--) {
            wait *= 2;
        }
        trial->until_ms = now_ms + (wait < most ? wait : most);
    }
    return trial->failures;
}

void tries_passed(struct tries *tries, struct slice name)
{
    free(table_remove(tries->names, name));
}

void tries_lowered(struct tries *tries, struct slice name, uint64_t count)
{
    struct trial *trial = table_get(tries->names, name);

    if (!trial) {
        return;
    }
    trial->failures -= count < trial->failures ? count : trial->failures;
    if (trial->failures <= tries->settings.free) {
        trial->until_ms = 0;
    }
}
