#include "base/meter.h"

#include "base/buf.h"
#include "base/must.h"
#include "base/table.h"
#include "base/text.h"

#include <inttypes.h>

enum kind { COUNTER, GAUGE, HISTOGRAM };

// Upper bounds, in microseconds and as Prometheus wants them.
static const struct {
    uint64_t us;
    const char *seconds;
} buckets[] = {
    {100, "0.0001"},  {250, "0.00025"}, {500, "0.0005"},  {1000, "0.001"},
    {2500, "0.0025"}, {5000, "0.005"},  {10000, "0.01"},  {25000, "0.025"},
    {50000, "0.05"},  {100000, "0.1"},  {250000, "0.25"}, {500000, "0.5"},
    {1000000, "1"},   {2500000, "2.5"}, {5000000, "5"},   {10000000, "10"},
};

enum { BUCKETS = sizeof buckets / sizeof buckets[0] };

struct family {
    enum kind kind;
    struct table *series; // by label text
};

struct series {
    uint64_t count; // of a counter or of a histogram's events
    int64_t gauge;
    uint64_t sum_us;
    uint64_t in_bucket[BUCKETS]; // each event in the smallest bucket that holds it, or in none
};

static struct table *families;

static struct family *family_of(const char *name, enum kind kind)
{
    if (!families) {
        families = table_new();
    }
    struct family *family = table_get(families, slice_of(name));
    if (!family) {
        family = calloc(1, sizeof *family);
        must(family);
        family->kind = kind;
        family->series = table_new();
        (void)table_put(families, slice_of(name), family);
    }
    must(family->kind == kind);
    return family;
}

static struct series *series_of(const char *name, const char *labels, enum kind kind)
{
    struct family *family = family_of(name, kind);
    struct series *series = table_get(family->series, slice_of(labels));
    if (!series) {
        series = calloc(1, sizeof *series);
        must(series);
        (void)table_put(family->series, slice_of(labels), series);
    }
    return series;
}

void meter_count(const char *name, const char *labels, uint64_t by)
{
    series_of(name, labels, COUNTER)->count += by;
}

void meter_gauge(const char *name, const char *labels, int64_t value)
{
    series_of(name, labels, GAUGE)->gauge = value;
}

void meter_time_us(const char *name, const char *labels, uint64_t us)
{
    struct series *series = series_of(name, labels, HISTOGRAM);
    series->count++;
    series->sum_us += us;
    for (size_t i = 0; i < BUCKETS; i++) {
        if (us <= buckets[i].us) {
            series->in_bucket[i]++;
            break;
        }
    }
}

uint64_t meter_value(const char *name, const char *labels)
{
    const struct family *family = families ? table_get(families, slice_of(name)) : NULL;
    const struct series *series = family ? table_get(family->series, slice_of(labels)) : NULL;
    return series ? series->count : 0;
}

// `name` or `name{labels}`, and the blank before the value.
static void head(struct buf *out, const char *name, const char *suffix, const char *labels)
{
    if (labels[0]) {
        text_printf(out, "%s%s{%s} ", name, suffix, labels);
    } else {
        text_printf(out, "%s%s ", name, suffix);
    }
}

static void histogram(struct buf *out, const char *name, const char *labels,
                      const struct series *series)
{
    const char *comma = labels[0] ? "," : "";
    uint64_t up_to = 0;
    for (size_t i = 0; i < BUCKETS; i++) {
        up_to += series->in_bucket[i];
        text_printf(out, "%s_bucket{%s%sle=\"%s\"} %" PRIu64 "\n", name, labels, comma,
                    buckets[i].seconds, up_to);
    }
    text_printf(out, "%s_bucket{%s%sle=\"+Inf\"} %" PRIu64 "\n", name, labels, comma,
                series->count);
    head(out, name, "_sum", labels);
    text_printf(out, "%" PRIu64 ".%06" PRIu64 "\n", series->sum_us / 1000000,
                series->sum_us % 1000000);
    head(out, name, "_count", labels);
    text_printf(out, "%" PRIu64 "\n", series->count);
}

static void print_series(struct buf *out, enum kind kind, const char *name, const char *labels,
                         const struct series *series)
{
    switch (kind) {
    case COUNTER:
        head(out, name, "", labels);
        text_printf(out, "%" PRIu64 "\n", series->count);
        break;
    case GAUGE:
        head(out, name, "", labels);
        text_printf(out, "%" PRId64 "\n", series->gauge);
        break;
    case HISTOGRAM:
        histogram(out, name, labels, series);
        break;
    }
}

void meter_text(struct buf *out)
{
    static const char *const words[] = {"counter", "gauge", "histogram"};
    struct slice name;
    void *value;
    for (size_t at = 0; families && table_next(families, &at, &name, &value);) {
        const struct family *family = value;
        text_printf(out, "# TYPE %s %s\n", name.at, words[family->kind]);
        struct slice labels;
        void *series;
        for (size_t i = 0; table_next(family->series, &i, &labels, &series);) {
            print_series(out, family->kind, name.at, labels.at, series);
        }
    }
}

void meter_done(void)
{
    void *value;
    for (size_t at = 0; families && table_next(families, &at, NULL, &value);) {
        struct family *family = value;
        void *series;
        for (size_t i = 0; table_next(family->series, &i, NULL, &series);) {
            free(series);
        }
        table_free(family->series);
        free(family);
    }
    families = table_free(families);
}
