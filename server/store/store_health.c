#include "store/store_health.h"

#include "base/text.h"
#include "store/reply.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>

enum { VERSION_LEAST = 7, VERSION_MOST = 1000000, MEBIBYTE = 1048576 };

static const struct {
    const char *name;
    const char *value;
} wanted[STORE_HEALTH_SETTINGS] = {
    {"appendonly", "yes"},
    {"appendfsync", "always"},
    {"no-appendfsync-on-rewrite", "no"},
    {"maxmemory-policy", "noeviction"},
};

const char *store_health_setting(unsigned index)
{
    return wanted[index].name;
}

struct store_health store_health_of(const char *name, const char *format, ...)
{
    struct store_health health = {0};
    va_list args;

    (void)snprintf(health.name, sizeof health.name, "%s", name);
    va_start(args, format);
    (void)vsnprintf(health.text, sizeof health.text, format, args);
    va_end(args);
    return health;
}

struct store_health store_health_good(void)
{
    return (struct store_health){.name = ""};
}

bool store_health_is_good(const struct store_health *health)
{
    return health->name[0] == '\0';
}

static struct store_health loading(void)
{
    return store_health_of("redis-loading", "Redis is still reading its files.");
}

struct store_health store_health_error(const char *name, struct slice error)
{
    if (slice_starts(error, "LOADING")) {
        return loading();
    }
    if (slice_starts(error, "NOAUTH")) {
        return store_health_of("redis-unreachable", "Redis wants a password.");
    }
    return store_health_of(name, "Redis answered: %.*s", SLICE_FMT(error));
}

// The value of a line "name:value"; empty when there is none.
static struct slice info_value(struct slice info, const char *name)
{
    size_t len = strlen(name);
    const char *end = info.at + info.len;

    for (const char *at = info.at; at < end;) {
        const char *stop = memchr(at, '\r', (size_t)(end - at));
        struct slice line = {at, (size_t)((stop ? stop : end) - at)};
        if (line.len > len && slice_starts(line, name) && line.at[len] == ':') {
            return (struct slice){line.at + len + 1, line.len - len - 1};
        }
        at = stop ? stop + 2 : end; // a line ends with \r\n
    }
    return SLICE_NONE;
}

static uint64_t major(struct slice version)
{
    uint64_t number = 0;
    const char *dot = version.len ? memchr(version.at, '.', version.len) : NULL;
    struct slice first = {version.at, dot ? (size_t)(dot - version.at) : version.len};
    return text_uint(first, VERSION_MOST, &number) ? number : 0;
}

struct store_health store_health_info(struct slice info)
{
    struct slice version = info_value(info, "redis_version");
    struct slice role = info_value(info, "role");
    struct slice written = info_value(info, "aof_last_write_status");

    if (major(version) < VERSION_LEAST) {
        return store_health_of("redis-too-old", "Redis is at version %.*s; 7.0 or newer is needed.",
                               SLICE_FMT(version));
    }
    if (slice_is(info_value(info, "loading"), "1")) {
        return loading();
    }
    if (!slice_is(role, "master")) {
        return store_health_of("redis-not-master",
                               "This Redis is a %.*s; marks are written to a master.",
                               SLICE_FMT(role));
    }
    if (written.len && !slice_is(written, "ok")) {
        return store_health_of("redis-not-durable",
                               "Redis could not write its file: aof_last_write_status is %.*s.",
                               SLICE_FMT(written));
    }
    return store_health_good();
}

static struct slice config_value(const struct reply *reply, const char *name)
{
    for (size_t i = 0; i + 1 < reply_count(reply); i += 2) {
        if (slice_is(reply_text(reply_at(reply, i)), name)) {
            return reply_text(reply_at(reply, i + 1));
        }
    }
    return SLICE_NONE;
}

struct store_health store_health_config(const struct reply *reply)
{
    for (size_t i = 0; i < STORE_HEALTH_SETTINGS; i++) {
        struct slice value = config_value(reply, wanted[i].name);
        if (!value.at) {
            return store_health_of("redis-settings-unreadable",
                                   "Redis does not tell its setting %s.", wanted[i].name);
        }
        if (!slice_is(value, wanted[i].value)) {
            return store_health_of(
                "redis-not-durable",
                "Redis would acknowledge marks that can be lost: its setting %s is "
                "%.*s and must be %s.",
                wanted[i].name, SLICE_FMT(value), wanted[i].value);
        }
    }
    return store_health_good();
}

struct store_health store_health_disk(const char *folder, uint64_t least_bytes)
{
    struct statvfs disk;

    if (statvfs(folder, &disk) != 0) {
        return store_health_of("disk-full", "The free space of %s cannot be read: %s.", folder,
                               strerrordesc_np(errno));
    }
    uint64_t available = (uint64_t)disk.f_bavail * disk.f_frsize;
    if (available < least_bytes) {
        return store_health_of("disk-full",
                               "The disk of %s has %" PRIu64
                               " MiB left; marks are taken again from "
                               "%" PRIu64 " MiB on.",
                               folder, available / MEBIBYTE, least_bytes / MEBIBYTE);
    }
    return store_health_good();
}
