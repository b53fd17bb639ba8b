// So many of something for each name in a time, and no more: what costs us something although
// nobody has said who he is. Bounded in memory: names beyond NAMES_MAX in one time share what is
// left. The caller gives the time.
#pragma once

#include "base/slice.h"

#include <stdint.h>

struct quota;

enum { QUOTA_NAMES_MAX = 10000 };

struct quota *quota_new(uint64_t most, uint64_t window_ms);
struct quota *quota_free(struct quota *quota);
// Takes one of the name's share: 0; or, when it is used up, the milliseconds until the next one.
uint64_t quota_take(struct quota *quota, struct slice name, uint64_t now_ms);
