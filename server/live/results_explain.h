// How one competitor's result on a stage came about, step by step.
#pragma once

#include "live/record.h"
#include "wire/explain.h"

struct arena;
struct lineup_stage;

// Works everything out again on a copy and fills what wire/explain needs, on the arena: place,
// trace with the line about the next above him (TRACE_TIE), and what to call others (their ids).
// `lineup`: the stage's, if it is kept (lineup_at); NULL: it is settled for this once. False: the
// figures do not fit exact arithmetic.
bool results_explain_stage(struct arena *arena, const struct record *record,
                           const struct lineup_stage *lineup,
                           const struct record_competitor *competitor, uint32_t stage,
                           struct explain *ret);
