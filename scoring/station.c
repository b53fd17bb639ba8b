#include "scoring/station.h"

// The clock while the log is read.
struct clock {
    point_t since; // when it began to run, if it runs
    struct station_result result;
};

static bool runs(const struct clock *clock)
{
    return clock->result.started && !clock->result.stopped && !clock->result.ended;
}

static void stop(struct clock *clock, point_t at)
{
    if (runs(clock)) {
        clock->result.net += at - clock->since;
    }
}

static bool may_follow(const struct station_result *so_far, enum station_event_kind kind)
{
    if (so_far->started == (kind == STATION_START) || so_far->ended) {
        return false;
    }
    switch (kind) {
    case STATION_LEAVE:
        return !so_far->away;
    case STATION_RETURN:
        return so_far->away;
    case STATION_STOP:
        return !so_far->stopped;
    case STATION_RESUME:
        return so_far->stopped;
    case STATION_KINDS:
        return false;
    case STATION_START:
    case STATION_HAND:
    case STATION_FAULT_OWN:
    case STATION_FAULT_VENUE: // also of what already stands still
    case STATION_ADDED:
    case STATION_WARNING:
    case STATION_OFFENCE:
    case STATION_SEALED:
        break;
    }
    return true;
}

// What only counts; the clock is not concerned.
static bool count(struct station_result *result, const struct station_event *event)
{
    switch (event->kind) {
    case STATION_HAND:
        result->hands++;
        break;
    case STATION_FAULT_OWN:
        result->own_faults++;
        break;
    case STATION_FAULT_VENUE:
        result->venue_faults++;
        break;
    case STATION_WARNING:
        result->warnings++;
        break;
    case STATION_OFFENCE:
        result->offences++;
        break;
    case STATION_ADDED:
        return event->seconds >= 0 &&
               !__builtin_add_overflow(result->added, event->seconds, &result->added);
    case STATION_START:
    case STATION_LEAVE:
    case STATION_RETURN:
    case STATION_STOP:
    case STATION_RESUME:
    case STATION_SEALED:
    case STATION_KINDS:
        break;
    }
    return true;
}

static void move(struct clock *clock, const struct station_event *event)
{
    struct station_result *result = &clock->result;

    switch (event->kind) {
    case STATION_START:
        result->started = true;
        clock->since = event->at;
        break;
    case STATION_FAULT_VENUE:
    case STATION_STOP:
        stop(clock, event->at);
        result->stopped = true;
        break;
    case STATION_RESUME:
        result->stopped = false;
        clock->since = event->at;
        break;
    case STATION_SEALED:
        stop(clock, event->at);
        result->ended = true;
        break;
    case STATION_LEAVE:
    case STATION_RETURN:
        result->away = event->kind == STATION_LEAVE;
        break;
    case STATION_HAND:
    case STATION_FAULT_OWN:
    case STATION_ADDED:
    case STATION_WARNING:
    case STATION_OFFENCE:
    case STATION_KINDS:
        break;
    }
}

bool station_settle(const struct station_event *events, size_t count_of, struct station_result *ret,
                    size_t *ret_bad)
{
    struct clock clock = {0};
    point_t last = 0; // the clock begins at 0

    for (size_t i = 0; i < count_of; i++) {
        if (events[i].at < last || !may_follow(&clock.result, events[i].kind) ||
            !count(&clock.result, &events[i])) {
            *ret_bad = i;
            return false;
        }
        move(&clock, &events[i]);
        last = events[i].at;
    }
    stop(&clock, last);
    *ret = clock.result;
    return true;
}

const char *station_name(enum station_event_kind kind)
{
    static const char *const names[STATION_KINDS] = {
        [STATION_START] = "start",         [STATION_HAND] = "hand",
        [STATION_LEAVE] = "leave",         [STATION_RETURN] = "return",
        [STATION_FAULT_OWN] = "fault_own", [STATION_FAULT_VENUE] = "fault_venue",
        [STATION_STOP] = "stop",           [STATION_RESUME] = "resume",
        [STATION_ADDED] = "added",         [STATION_WARNING] = "warning",
        [STATION_OFFENCE] = "offence",     [STATION_SEALED] = "sealed",
    };

    return kind < STATION_KINDS ? names[kind] : "";
}
