// Grants as the site's fold keeps them: taken over from an entry, put away, compared.
#pragma once

#include <stdbool.h>

struct entry_access;
struct entry_grant;
struct site_grant;
struct site_grants;

// Those of the act take the place of what was there.
void site_grants_set(struct site_grants *grants, const struct entry_access *access);
// Moves what `from` has and `former` has not to the end of `former`; `from` is left empty.
void site_grants_leave(struct site_grants *former, struct site_grants *from);
void site_grants_free(struct site_grants *grants);
// The same role of the same judge in the same competition, with the same skills and venues in the
// same order.
bool site_grants_same(const struct site_grant *grant, const struct entry_grant *other);
