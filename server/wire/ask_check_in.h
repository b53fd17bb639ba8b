// What the desk at the check-in asks.
#pragma once

#include "wire/ask_people.h"
#include "wire/entry_muster.h"

struct arena;
struct faults;

enum { ASK_CHECK_IN_REASON_MAX = 500, ASK_CHECK_IN_LAST = 4 };

// {"competitor","state","approved_by"?,"reason"?,"person"?}: who is replaced needs all of them.
struct ask_check_in {
    struct slice competitor;
    enum muster_state state;
    struct slice approved_by, reason;
    bool has_person;
    struct ask_competitor person; // name, second_name, delegation, id_number
};

bool ask_check_in(struct arena *arena, struct slice json, struct ask_check_in *ret,
                  struct faults *faults);

// {"last_four":"123X","skill"?}: the last four signs of an ID number.
struct ask_check_in_find {
    char last[ASK_CHECK_IN_LAST];
    struct slice skill;
};

bool ask_check_in_find(struct arena *arena, struct slice json, struct ask_check_in_find *ret,
                       struct faults *faults);
