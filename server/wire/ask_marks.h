// The body of a sheet: marks from a judge's seat, a declaration from the technical one.
#pragma once

#include "base/slice.h"
#include "scoring/contest.h"

#include <stdbool.h>

struct arena;
struct faults;

// `address` has part and seat; the rest comes from the body.
bool ask_marks_read(struct arena *arena, const struct rules *rules, const struct sheet *address,
                    struct slice json, struct sheet *ret, struct faults *faults);
void ask_marks_fault(const struct rules *rules, const struct sheet *sheet, struct fault fault,
                     struct faults *faults);
