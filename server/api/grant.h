// Who may give which rights to whom: the organiser any; a chief judge those of judges, technical
// roles, clerks and displays of his own skills.
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct entry_grant;
struct site_grants;
struct visit;

// Checks what a request grants against competitions, judges and skills as they are. Below a
// competition's address the grants name none and are that one's: they are returned so, on the
// arena. NULL: the request has been answered.
const struct entry_grant *grant_check(struct visit *visit, size_t count,
                                      const struct entry_grant *grants);
// The same of a device that has grants: those may stay, whoever gave them, and what is missing
// among `grants` is taken away, which needs the right to give it.
const struct entry_grant *grant_change(struct visit *visit, const struct site_grants *had,
                                       size_t count, const struct entry_grant *grants);
