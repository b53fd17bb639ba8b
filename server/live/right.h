// Who may do what: the roles, and a role as it holds in one competition, narrowed to skills: those
// that were named, or those of the venues that were.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct record_judge;

// From the least to the most, where several hold: what a visitor is called is the last of his.
enum right_role {
    RIGHT_PUBLIC,     // everybody, without a token
    RIGHT_DISPLAY,    // a screen in the hall
    RIGHT_PRESENTER,  // who announces and reveals
    RIGHT_ARBITER,    // decides appeals
    RIGHT_SUPERVISOR, // watches that all is done by the rules
    RIGHT_CLERK,      // types paper sheets
    RIGHT_TECHNICAL,  // declares difficulty, base value, time
    RIGHT_JUDGE,
    RIGHT_CHIEF,     // chief judge of skills
    RIGHT_ORGANISER, // of the whole site, never narrowed
    RIGHT_ROLES
};

#define RIGHT_BIT(role) (1U << (role))

enum {
    RIGHT_BITS_ALL = (1 << RIGHT_ROLES) - 1,
    RIGHT_BITS_SEATED = 1 << RIGHT_JUDGE | 1 << RIGHT_TECHNICAL,
    // who may look at all marks of his skills
    RIGHT_BITS_OVERSEE = 1 << RIGHT_CHIEF | 1 << RIGHT_SUPERVISOR | 1 << RIGHT_ARBITER
};

// As words in journals, requests and answers.
const char *right_name(enum right_role role);
bool right_find(struct slice name, enum right_role *ret);

// A role as it holds in one competition.
struct right {
    enum right_role role;
    struct slice who; // for the journal: "organiser", a judge's, account's or pass's id
    const struct record_judge *judge; // JUDGE, TECHNICAL: whose seats; else NULL
    bool narrowed;                    // to the skills below, if only none
    size_t skill_count;
    const uint32_t *skills;
};

bool right_covers(const struct right *right, uint32_t skill);
