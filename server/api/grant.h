// Who may give which rights to whom: the organiser any; a chief judge those of judges, technical
// roles, clerks and displays of his own skills.
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct entry_grant;
struct visit;

// Checks what a request grants against competitions, judges and skills as they are. Below a
// competition's address the grants name none and are that one's: they are returned so, on the
// arena. NULL: the request has been answered.
const struct entry_grant *grant_check(struct visit *visit, size_t count,
                                      const struct entry_grant *grants);
