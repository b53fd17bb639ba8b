// Counters, gauges and histograms, and their Prometheus text. One process, one thread, one
// registry.
#pragma once

#include <stdint.h>

struct buf;

// Adds to the counter of that name and label text (e.g. "jinbang_http_requests_total",
// "code=\"201\""); created at first use. `labels` may be "". Names and labels must be few: never
// made from what a peer sent.
void meter_count(const char *name, const char *labels, uint64_t by);
void meter_gauge(const char *name, const char *labels, int64_t value);
// Microseconds into a fixed set of buckets (100 us … 10 s), printed in seconds.
void meter_time_us(const char *name, const char *labels, uint64_t us);
uint64_t meter_value(const char *name, const char *labels); // of a counter; 0 when unknown
void meter_text(struct buf *out);
void meter_done(void); // frees the registry
