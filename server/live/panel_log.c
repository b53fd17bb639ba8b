#include "live/panel_log.h"

#include "base/must.h"

#include <stdlib.h>
#include <string.h>

enum { STEP = 16 };

// Room for one more, zeroed, at the end of an array that grows by steps.
static void *grown(void *items, size_t *count, size_t size)
{
    if (*count % STEP == 0) {
        items = realloc(items, (*count + STEP) * size);
        must(items);
    }
    memset((char *)items + *count * size, 0, size);
    (*count)++;
    return items;
}

void panel_log_text(char **text, struct slice from)
{
    free(*text);
    *text = calloc(1, from.len + 1);
    must(*text);
    if (from.len > 0) {
        memcpy(*text, from.at, from.len);
    }
}

void panel_log_id(char out[RECORD_ID_MAX], struct slice id)
{
    size_t len = id.len < RECORD_ID_MAX ? id.len : RECORD_ID_MAX - 1;

    if (len > 0) {
        memcpy(out, id.at, len);
    }
    out[len] = 0;
}

struct panel_log *panel_log_free(struct panel_log *log)
{
    for (size_t i = 0; log && i < log->look_count; i++) {
        free(log->looks[i].reason);
        free(log->looks[i].words);
    }
    for (size_t i = 0; log && i < log->call_count; i++) {
        free(log->calls[i].words);
        free(log->calls[i].answer);
    }
    for (size_t i = 0; log && i < log->substitute_count; i++) {
        free(log->substitutes[i].reason);
    }
    for (size_t i = 0; log && i < log->trial_count; i++) {
        free(log->trials[i].sheet);
    }
    for (size_t i = 0; log && i < log->benchmark_count; i++) {
        free(log->benchmarks[i].marks);
    }
    for (size_t i = 0; log && i < log->attempt_count; i++) {
        free(log->attempts[i].body);
        free(log->attempts[i].reason);
    }
    for (size_t i = 0; log && i < log->shift_count; i++) {
        free(log->shifts[i].sealed);
        free(log->shifts[i].client_time);
    }
    for (size_t i = 0; log && i < log->absent_count; i++) {
        free(log->absents[i].reason);
    }
    if (log) {
        free(log->absents);
        free(log->shifts);
        free(log->looks);
        free(log->calls);
        free(log->substitutes);
        free(log->trials);
        free(log->benchmarks);
        free(log->attempts);
        free(log);
    }
    return NULL;
}

// ---- finding

static bool same_place(const struct panel_place *a, const struct panel_place *b)
{
    return strcmp(a->competitor, b->competitor) == 0 && strcmp(a->part, b->part) == 0 &&
           strcmp(a->seat, b->seat) == 0;
}

struct panel_place panel_log_place(const struct rules *rules, uint32_t part, uint32_t seat,
                                   const struct record_competitor *competitor)
{
    const struct rules_part *of = &rules->parts[part];
    struct panel_place place = {.competitor = ""};

    panel_log_id(place.part, slice_of(of->id));
    panel_log_id(place.seat, slice_of(seat < of->seat_count ? of->seats[seat] : of->technical));
    panel_log_id(place.competitor, slice_of(competitor->id));
    return place;
}

struct panel_look *panel_log_open(const struct panel_log *log, const struct panel_place *place)
{
    for (size_t i = log->look_count; i > 0; i--) {
        struct panel_look *look = &log->looks[i - 1];
        if (look->answer == PANEL_OPEN && same_place(&look->place, place)) {
            return look;
        }
    }
    return NULL;
}

struct panel_call *panel_log_call(const struct panel_log *log, uint64_t number)
{
    for (size_t i = 0; i < log->call_count; i++) {
        if (log->calls[i].number == number) {
            return &log->calls[i];
        }
    }
    return NULL;
}

bool panel_log_has_trial(const struct panel_log *log, const char *part, const char *seat)
{
    for (size_t i = 0; i < log->trial_count; i++) {
        if (strcmp(log->trials[i].part, part) == 0 && strcmp(log->trials[i].seat, seat) == 0) {
            return true;
        }
    }
    return false;
}

const struct panel_attempt *panel_log_last(const struct panel_log *log,
                                           const struct panel_place *place)
{
    for (size_t i = log->attempt_count; i > 0; i--) {
        if (same_place(&log->attempts[i - 1].place, place)) {
            return &log->attempts[i - 1];
        }
    }
    return NULL;
}

const struct panel_absent *panel_log_absent(const struct panel_log *log, const char *part,
                                            const char *seat, const char *judge)
{
    for (size_t i = log->absent_count; i > 0; i--) {
        const struct panel_absent *last = &log->absents[i - 1];
        if (strcmp(last->part, part) == 0 && strcmp(last->seat, seat) == 0 &&
            strcmp(last->judge, judge) == 0) {
            return last->absent ? last : NULL;
        }
    }
    return NULL;
}

// ---- adding

struct panel_look *panel_log_add_look(struct panel_log *log)
{
    log->looks = grown(log->looks, &log->look_count, sizeof *log->looks);
    return &log->looks[log->look_count - 1];
}

struct panel_call *panel_log_add_call(struct panel_log *log)
{
    log->calls = grown(log->calls, &log->call_count, sizeof *log->calls);
    return &log->calls[log->call_count - 1];
}

struct panel_substitute *panel_log_add_substitute(struct panel_log *log)
{
    log->substitutes = grown(log->substitutes, &log->substitute_count, sizeof *log->substitutes);
    return &log->substitutes[log->substitute_count - 1];
}

struct panel_attempt *panel_log_add_attempt(struct panel_log *log)
{
    log->attempts = grown(log->attempts, &log->attempt_count, sizeof *log->attempts);
    return &log->attempts[log->attempt_count - 1];
}

struct panel_trial *panel_log_add_trial(struct panel_log *log, struct slice part, struct slice seat,
                                        unsigned sample)
{
    for (size_t i = 0; i < log->trial_count; i++) {
        struct panel_trial *trial = &log->trials[i];
        if (slice_is(part, trial->part) && slice_is(seat, trial->seat) && trial->sample == sample) {
            return trial;
        }
    }
    log->trials = grown(log->trials, &log->trial_count, sizeof *log->trials);
    struct panel_trial *trial = &log->trials[log->trial_count - 1];
    panel_log_id(trial->part, part);
    panel_log_id(trial->seat, seat);
    trial->sample = sample;
    return trial;
}

struct panel_benchmark *panel_log_add_benchmark(struct panel_log *log, struct slice part)
{
    for (size_t i = 0; i < log->benchmark_count; i++) {
        if (slice_is(part, log->benchmarks[i].part)) {
            return &log->benchmarks[i];
        }
    }
    log->benchmarks = grown(log->benchmarks, &log->benchmark_count, sizeof *log->benchmarks);
    struct panel_benchmark *benchmark = &log->benchmarks[log->benchmark_count - 1];
    panel_log_id(benchmark->part, part);
    return benchmark;
}

struct panel_shift *panel_log_add_shift(struct panel_log *log)
{
    log->shifts = grown(log->shifts, &log->shift_count, sizeof *log->shifts);
    return &log->shifts[log->shift_count - 1];
}

struct panel_absent *panel_log_add_absent(struct panel_log *log)
{
    log->absents = grown(log->absents, &log->absent_count, sizeof *log->absents);
    return &log->absents[log->absent_count - 1];
}
