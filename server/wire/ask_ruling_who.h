// A ruling as plain fields, and the competitors that it names.
#pragma once

#include "base/slice.h"
#include "scoring/bout.h"
#include "scoring/contest.h"

#include <stdbool.h>
#include <stddef.h>

struct faults;
struct reader;

enum ask_ruling_kind {
    ASK_RULING_STATUS,
    ASK_RULING_ADJUST,
    ASK_RULING_VOID,
    ASK_RULING_EXCUSE,
    ASK_RULING_ACCEPT,
    ASK_RULING_ORDER,
    ASK_RULING_FIELD,
    ASK_RULING_DRAW,
    ASK_RULING_MATCH,
    ASK_RULING_AWARD,
    ASK_RULING_TURN,
    ASK_RULING_RETURN
};

enum { ASK_RULING_WHO_MAX = 10000, ASK_RULING_GROUPS_MAX = 64, ASK_RULING_TIMES_MAX = 100000 };

enum ask_ruling_by { ASK_RULING_BY_NONE, ASK_RULING_LOT, ASK_RULING_EXTRA_TEST, ASK_RULING_CHIEF };

// A competitor that the ruling names.
struct ask_ruling_who {
    struct slice id;
    uint32_t group, number; // DRAW: both, from 1; a list: its number there, from 1; else 0
    const char *pointer;    // where it stands: "/competitors/3", "/a"
};

struct ask_ruling {
    enum ask_ruling_kind kind;
    uint32_t skill;      // RULES_NONE until it is known
    bool skill_is_named; // by the body itself or by its part
    size_t who_count;    // MATCH: a and b; a FIELD without a list: 0
    const struct ask_ruling_who *who;
    bool cut;            // FIELD without a list: the engine's own cut at this moment
    bool everybody;      // ACCEPT without a competitor: all of the skill
    uint32_t stage;      // RULES_NONE: none was named (STATUS: the whole skill)
    uint32_t part, seat; // VOID, EXCUSE; ACCEPT, TURN, RETURN: the part only
    enum rules_status status;
    uint32_t adjustment, times;
    uint32_t title; // AWARD: RULES_NONE: the promotion
    bool on;        // excused, accepted, approved
    enum ask_ruling_by by;
    struct bout bout;    // MATCH: all but a and b, which are the draw numbers of who[0], who[1]
    struct slice reason; // absent: at == NULL
    struct slice stage_id, adjustment_id, title_id; // as they were named; absent: at == NULL
};

// Reads "competitor", "competitors", "groups", "a" and "b", whichever the body has. A competitor
// twice is a fault.
void ask_ruling_who_read(struct reader *reader, struct ask_ruling *ret);
// A fault of that name where who[index] stands, with his id as its word ("unknown-competitor").
void ask_ruling_who_fault(const struct ask_ruling *ruling, size_t index, const char *name,
                          struct faults *faults);
