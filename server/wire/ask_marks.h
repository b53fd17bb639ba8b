// The body of a sheet: marks from a judge's seat, a declaration from the technical one.
#pragma once

#include "base/slice.h"
#include "scoring/contest.h"
#include "wire/reader.h"

#include <stdbool.h>

// `address` has part and seat; the rest comes from the body. A mark of the body becomes one mark of
// the sheet, but one for each fault of a deduction aspect (cell 0 first; what is not named is 0),
// and two of a target that is named.
bool ask_marks_read(struct arena *arena, const struct rules *rules, const struct sheet *address,
                    struct slice json, struct sheet *ret, struct faults *faults);
// Which code a value is; RULES_RUNNING: none.
enum rules_status ask_marks_code(point_t value);
// A value as text: a decimal, or one of the codes that the aspect allows. The reader stands there.
bool ask_marks_value_or_code(struct reader *reader, const struct rules_aspect *aspect,
                             json_t *value, point_t *ret);
