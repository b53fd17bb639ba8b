// The station log 赛场记录: what happens at a station, from which net time, time added, warnings
// and offences follow. DESIGN section 2; RULES.md 2.4 (equipment fault: time added or own fault).
#pragma once

#include "scoring/point.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum station_event_kind {
    STATION_START,
    STATION_HAND,  // the competitor raised a hand
    STATION_LEAVE, // left the station; the clock goes on
    STATION_RETURN,
    STATION_FAULT_OWN,   // own fault: the clock goes on
    STATION_FAULT_VENUE, // equipment: stops the clock until STATION_RESUME
    STATION_STOP,        // clock stopped
    STATION_RESUME,
    STATION_ADDED, // `seconds` are added to the limit, by whom stands in `by`
    STATION_WARNING,
    STATION_OFFENCE,
    STATION_SEALED, // the piece is sealed: the end
    STATION_KINDS
};

enum { STATION_EVENTS_MAX = 200, STATION_BY_MAX = 64 };

struct station_event {
    point_t at;      // seconds on the station's clock, never less than the event before
    point_t seconds; // STATION_ADDED
    enum station_event_kind kind;
    char by[STATION_BY_MAX + 1];
};

struct station_result {
    bool started, ended, stopped, away;
    point_t net, added; // seconds; net: up to the end, or to the last event
    uint32_t hands, own_faults, venue_faults, warnings, offences;
};

// False when an event cannot follow the ones before it; *ret_bad is its index. Start comes first
// and once, nothing after sealed, resume only when stopped, return only when away.
bool station_settle(const struct station_event *events, size_t count, struct station_result *ret,
                    size_t *ret_bad);
const char *station_name(enum station_event_kind kind); // "start", "hand" … as in JSON
