// What has been said about a competition's panels: second looks, calls, substitutes, trials,
// benchmarks, and the sheets that no longer count. It hangs on the record and names everything by
// its id, so that other rules change nothing of it. Only live/panel_act and live/fold write to it.
#pragma once

#include "base/slice.h"
#include "live/facts.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Which sheet is meant.
struct panel_place {
    char part[RECORD_ID_MAX], competitor[RECORD_ID_MAX], seat[RECORD_ID_MAX];
};

enum panel_answer { PANEL_OPEN, PANEL_CHANGED, PANEL_CONFIRMED };

struct panel_look {
    struct panel_place place;
    uint64_t number, answered; // journal numbers; answered 0: open
    int64_t at, answered_at;
    char by[RECORD_ID_MAX];
    enum panel_answer answer;
    char *reason, *words; // words: of a confirmation, or NULL
};

struct panel_call {
    struct panel_place place; // competitor may be ""
    char aspect[RECORD_ID_MAX], by[RECORD_ID_MAX], answered_by[RECORD_ID_MAX];
    uint64_t number, answered;
    int64_t at, answered_at;
    char *words, *answer;
};

struct panel_substitute {
    char skill[RECORD_ID_MAX], part[RECORD_ID_MAX], seat[RECORD_ID_MAX]; // part "": all
    char to[RECORD_ID_MAX], by[RECORD_ID_MAX];
    uint64_t number;
    int64_t at;
    size_t judges; // that there were at that moment
    char *reason;
};

struct panel_trial {
    char part[RECORD_ID_MAX], seat[RECORD_ID_MAX], by[RECORD_ID_MAX];
    unsigned sample;
    uint64_t number;
    int64_t at;
    char *sheet; // the last one of the seat for this sample
};

struct panel_benchmark {
    char part[RECORD_ID_MAX], by[RECORD_ID_MAX];
    uint64_t number;
    int64_t at;
    char *marks; // JSON
};

// A shared tablet was handed over.
struct panel_shift {
    char from[RECORD_ID_MAX], to[RECORD_ID_MAX], by[RECORD_ID_MAX];
    uint64_t number, unsent, begun;
    int64_t at;
    char *sealed;      // journal numbers, JSON
    char *client_time; // when both confirmed it
};

// A member of a marking group is not there, or is back: the last one counts.
struct panel_absent {
    char part[RECORD_ID_MAX], seat[RECORD_ID_MAX], judge[RECORD_ID_MAX], by[RECORD_ID_MAX];
    uint64_t number;
    int64_t at;
    bool absent;
    char *reason;
};

// How a sheet came to count no more.
enum panel_end { PANEL_AMENDED, PANEL_VOIDED, PANEL_RETURNED };

struct panel_attempt {
    struct panel_place place;
    enum panel_end end;
    uint64_t number, ended; // journal numbers of the sheet and of what ended it
    int64_t at, ended_at;
    char by[RECORD_ID_MAX], ended_by[RECORD_ID_MAX];
    char *body, *reason; // reason "": none was given
};

struct panel_log {
    size_t look_count, call_count, substitute_count, trial_count, benchmark_count, attempt_count,
        shift_count, absent_count;
    struct panel_look *looks;
    struct panel_call *calls;
    struct panel_substitute *substitutes;
    struct panel_trial *trials;
    struct panel_benchmark *benchmarks;
    struct panel_attempt *attempts;
    struct panel_shift *shifts;
    struct panel_absent *absents;
};

struct panel_log *panel_log_free(struct panel_log *log);

struct panel_place panel_log_place(const struct rules *rules, uint32_t part, uint32_t seat,
                                   const struct record_competitor *competitor);
// The open look at a sheet; NULL: there is none.
struct panel_look *panel_log_open(const struct panel_log *log, const struct panel_place *place);
struct panel_call *panel_log_call(const struct panel_log *log, uint64_t number);
bool panel_log_has_trial(const struct panel_log *log, const char *part, const char *seat);
// How the last sheet of the place came to count no more; NULL: none has.
const struct panel_attempt *panel_log_last(const struct panel_log *log,
                                           const struct panel_place *place);

// Why the judge is not there for the sheets of the seat; NULL: he is.
const struct panel_absent *panel_log_absent(const struct panel_log *log, const char *part,
                                            const char *seat, const char *judge);

// New ones, with zeroed memory; texts are to be set with panel_log_text.
struct panel_look *panel_log_add_look(struct panel_log *log);
struct panel_call *panel_log_add_call(struct panel_log *log);
struct panel_substitute *panel_log_add_substitute(struct panel_log *log);
// The seat's trial of a sample, or a part's benchmark: there is one of each.
struct panel_trial *panel_log_add_trial(struct panel_log *log, struct slice part, struct slice seat,
                                        unsigned sample);
struct panel_benchmark *panel_log_add_benchmark(struct panel_log *log, struct slice part);
struct panel_attempt *panel_log_add_attempt(struct panel_log *log);
struct panel_shift *panel_log_add_shift(struct panel_log *log);
struct panel_absent *panel_log_add_absent(struct panel_log *log);
void panel_log_text(char **text, struct slice from);
void panel_log_id(char out[RECORD_ID_MAX], struct slice id);
