// Whether a Redis would really have a mark on disk when it acknowledges it, judged from what it
// says of itself.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stdint.h>

struct reply;

enum { STORE_HEALTH_NAME_MAX = 40, STORE_HEALTH_TEXT_MAX = 300 };

// A problem's name (listed in store.h) and one sentence; both empty: healthy.
struct store_health {
    char name[STORE_HEALTH_NAME_MAX];
    char text[STORE_HEALTH_TEXT_MAX];
};

struct store_health store_health_of(const char *name, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
struct store_health store_health_good(void);
bool store_health_is_good(const struct store_health *health);
// From an error that INFO, CONFIG or FUNCTION answered; `name` where it is no known one.
struct store_health store_health_error(const char *name, struct slice error);
// From the text of INFO: version, role, loading, aof_last_write_status.
struct store_health store_health_info(struct slice info);
// From CONFIG GET of store_health_settings: names and values in turns.
struct store_health store_health_config(const struct reply *reply);
// Free space under the folder.
struct store_health store_health_disk(const char *folder, uint64_t least_bytes);

enum { STORE_HEALTH_SETTINGS = 4 };

const char *store_health_setting(unsigned index);
