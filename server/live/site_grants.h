// Grants as the site's fold keeps them: taken over from an entry, put away, compared.
#pragma once

#include "live/right.h"

#include <stdbool.h>
#include <stddef.h>

struct entry_access;
struct entry_grant;

enum { SITE_ID_MAX = 65 };

// A role in a competition ("": in all), of a judge there, narrowed to skills and venues.
struct site_grant {
    enum right_role role;
    char competition[SITE_ID_MAX], judge[SITE_ID_MAX];
    size_t skill_count, venue_count;
    char (*skills)[SITE_ID_MAX];
    char (*venues)[SITE_ID_MAX];
};

struct site_grants {
    size_t count;
    struct site_grant *items;
};

// Those of the act take the place of what was there.
void site_grants_set(struct site_grants *grants, const struct entry_access *access);
// Moves what `from` has and `former` has not to the end of `former`; `from` is left empty.
void site_grants_leave(struct site_grants *former, struct site_grants *from);
void site_grants_free(struct site_grants *grants);
// The same role of the same judge in the same competition, with the same skills and venues in the
// same order.
bool site_grants_same(const struct site_grant *grant, const struct entry_grant *other);
