// What Linux says of a process, from /proc.
#pragma once

#include <stdint.h>

// CPU time of all its threads so far, user and system; a tick is 10,000 µs.
uint64_t proc_cpu_us(int pid);
uint64_t proc_resident_bytes(int pid);
// As many open files as the hard limit allows.
void proc_open_files(void);
