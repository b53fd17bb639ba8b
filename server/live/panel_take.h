// What a record knows of its panels once an act has happened. For live/panel_act's callers.
#pragma once

#include "live/panel_act.h"

// `by`: whose act it was.
void panel_take(struct record *record, const struct panel_act *act, uint64_t number, int64_t at,
                struct slice by);
// Whether the judge has the seat, or had it before a substitute took it.
bool panel_take_had(const struct record *record, const struct record_judge *judge, uint32_t part,
                    uint32_t seat);
// Gives the seats to the substitutes once more, after the judges of `after` were enrolled anew.
void panel_take_again(const struct panel_log *log, struct record *after);
