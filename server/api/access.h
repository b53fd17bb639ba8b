// What a client is told about itself: role, seats, scope.
#pragma once

#include "live/site.h"

struct buf;
struct visit;

// ,"member":["id",…], nothing for none.
void access_ids(const char *member, size_t count, char (*ids)[SITE_ID_MAX], struct buf *out);
// ,"judge"?,"name"?,"seats"?,"rights":[{"role","judge"?,"skills"?}],"account"?,"device"?
void access_write(const struct visit *visit, struct buf *out);
