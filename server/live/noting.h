// Keeping how places went (live/course) for boards whose last picture came too soon after one that
// was kept.
#pragma once

#include <stddef.h>

struct table;

// Looks at some of the scenes, in calls to Redis of many points each, so that no judge's mark waits
// behind ten thousand of them. Returns where to go on the next time; 0: all were looked at.
size_t noting_some(const struct table *scenes, size_t from);
