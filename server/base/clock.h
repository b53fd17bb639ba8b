// Time: monotonic milliseconds for deadlines, wall time for journal, log and papers.
#pragma once

#include <stdint.h>

enum { CLOCK_TEXT_MAX = 40 };

uint64_t clock_ms(void);      // monotonic, now (not the loop's cached time)
uint64_t clock_us(void);      // monotonic
uint64_t clock_boot_ms(void); // monotonic, and goes on while the machine sleeps: for other machines
int64_t clock_wall_ms(void);  // since 1970, UTC
// "2026-05-01T09:30:12.123+08:00" in the machine's zone, terminated.
void clock_text(int64_t wall_ms, char out[CLOCK_TEXT_MAX]);
