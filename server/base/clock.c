#include "base/clock.h"

#include "base/must.h"

#include <time.h>

uint64_t clock_us(void)
{
    struct timespec now;
    must(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

uint64_t clock_ms(void)
{
    return clock_us() / 1000;
}

uint64_t clock_boot_ms(void)
{
    struct timespec now;
    must(clock_gettime(CLOCK_BOOTTIME, &now) == 0);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

int64_t clock_wall_ms(void)
{
    struct timespec now;
    must(clock_gettime(CLOCK_REALTIME, &now) == 0);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void clock_text(int64_t wall_ms, char out[CLOCK_TEXT_MAX])
{
    int64_t ms = wall_ms % 1000;
    time_t seconds = wall_ms / 1000;
    if (ms < 0) { // before 1970 a second still counts upward
        ms += 1000;
        seconds--;
    }
    struct tm when;
    must(localtime_r(&seconds, &when));
    size_t len = strftime(out, CLOCK_TEXT_MAX, "%Y-%m-%dT%H:%M:%S", &when);
    must(len > 0);
    unsigned zone = (unsigned)labs(when.tm_gmtoff) / 60;
    int more = snprintf(out + len, CLOCK_TEXT_MAX - len, ".%03u%c%02u:%02u", (unsigned)ms,
                        when.tm_gmtoff < 0 ? '-' : '+', zone / 60 % 24, zone % 60);
    must(more > 0 && (size_t)more < CLOCK_TEXT_MAX - len);
}
