#include "live/right.h"

#include <string.h>

static const char *const names[RIGHT_ROLES] = {
    [RIGHT_PUBLIC] = "public",         [RIGHT_DISPLAY] = "display",
    [RIGHT_PRESENTER] = "presenter",   [RIGHT_ARBITER] = "arbiter",
    [RIGHT_SUPERVISOR] = "supervisor", [RIGHT_CLERK] = "clerk",
    [RIGHT_TECHNICAL] = "technical",   [RIGHT_JUDGE] = "judge",
    [RIGHT_CHIEF] = "chief",           [RIGHT_ORGANISER] = "organiser"};

const char *right_name(enum right_role role)
{
    return names[role];
}

bool right_find(struct slice name, enum right_role *ret)
{
    for (unsigned i = 0; i < RIGHT_ROLES; i++) {
        if (slice_is(name, names[i])) {
            *ret = (enum right_role)i;
            return true;
        }
    }
    return false;
}

bool right_covers(const struct right *right, uint32_t skill)
{
    if (!right->narrowed) {
        return true;
    }
    for (size_t i = 0; i < right->skill_count; i++) {
        if (right->skills[i] == skill) {
            return true;
        }
    }
    return false;
}
