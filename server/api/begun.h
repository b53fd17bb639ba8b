// Where the drafts of a judge's sheets lie, and when they go.
#pragma once

#include "base/slice.h"

#include <stdint.h>

struct record_competitor;
struct visit;

// The tray of a judge's drafts; on the request's arena.
struct slice begun_tray(const struct visit *visit, const char *judge);
// The name of a sheet in it.
struct slice begun_name(const struct visit *visit, const char *part, const char *competitor,
                        const char *seat);
// The sheet has been sealed: forgets the drafts of it of all who sit there.
void begun_forget(const struct visit *visit, const struct record_competitor *competitor,
                  uint32_t part, uint32_t seat);
