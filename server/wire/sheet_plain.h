// A sheet's marks in one plain form, whoever wrote them down and however: for what is signed and
// for comparing two people's typing.
#pragma once

#include "base/slice.h"

struct arena;

// {"declared":{…},"marks":[…]} of a sheet's body: marks by their aspects' ids, members by their
// names, decimals without idle zeros; client_time and note are not marks. On the arena; SLICE_NONE
// for what is no JSON object.
struct slice sheet_plain(struct arena *arena, struct slice body);
