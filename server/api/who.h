// Who asks: from a bearer token or the session's cookie to the visitor's rights.
#pragma once

#include "base/slice.h"

#include <stdbool.h>

struct api;
struct site_pass;
struct visit;

#define WHO_COOKIE "jinbang-session"

// Sets rights, role and pass. False: a bearer token was shown that nobody has (any more). A cookie
// that nobody has is as none.
bool who_asks(struct visit *visit);
// Whether this bearer token is an organiser's now.
bool who_is_organiser(const struct api *api, struct slice token);
// Whether the token (or, without one, the cookie) of a request lets anybody in now; for sockets,
// which outlive their request.
bool who_is_known(const struct api *api, struct slice token);
// What the token stands for now: an account's session or a device. NULL. Not to be held across a
// wait.
const struct site_pass *who_pass(const struct api *api, struct slice token);
// The token that a request shows: of its Authorization header, else of its cookie. SLICE_NONE.
struct slice who_token(const struct visit *visit, bool *ret_by_cookie);
// A page of another origin may not act with this user's standing: whether the request's Origin is
// there and not its Host.
bool who_is_foreign(const struct visit *visit);
