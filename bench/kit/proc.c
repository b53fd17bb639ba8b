#include "bench/kit/proc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static void read_file(int pid, const char *name, char *out, size_t room)
{
    char path[64];

    (void)snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
    FILE *file = fopen(path, "re");
    size_t len = file ? fread(out, 1, room - 1, file) : 0;
    out[len] = 0;
    if (file) {
        (void)fclose(file);
    }
    if (len == 0) {
        (void)fprintf(stderr, "bench: process %d cannot be looked at\n", pid);
        exit(1);
    }
}

uint64_t proc_cpu_us(int pid)
{
    enum { UTIME = 12 }; // counted from the field after the name, which may hold blanks

    char text[1024];

    read_file(pid, "stat", text, sizeof text);
    char *at = strrchr(text, ')');
    for (int i = 0; at && i < UTIME; i++) {
        at = strchr(at + 1, ' ');
    }
    if (!at) {
        return 0;
    }
    uint64_t user = strtoull(at, &at, 10);
    uint64_t system = strtoull(at, NULL, 10);
    return (user + system) * (1000000 / (uint64_t)sysconf(_SC_CLK_TCK));
}

uint64_t proc_resident_bytes(int pid)
{
    char text[256];

    read_file(pid, "statm", text, sizeof text);
    char *second = strchr(text, ' ');
    return second ? strtoull(second, NULL, 10) * (uint64_t)sysconf(_SC_PAGESIZE) : 0;
}

void proc_open_files(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
}
