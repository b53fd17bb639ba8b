// What a client is told about itself: role, seats, scope.
#pragma once

struct buf;
struct visit;

// ,"judge"?,"name"?,"seats"?,"rights":[{"role","judge"?,"skills"?,"venues"?}],"account"?,"device"?
void access_write(const struct visit *visit, struct buf *out);
