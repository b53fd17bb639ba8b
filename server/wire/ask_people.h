// Rosters, people and judges. See wire/ask.h for what each function promises.
#pragma once

#include "wire/ask.h"

bool ask_people_roster(struct arena *arena, const struct rules *rules, struct slice json,
                       struct ask_roster *ret, struct faults *faults);
bool ask_people_person(struct arena *arena, struct slice json, struct ask_competitor *ret,
                       struct faults *faults);
bool ask_people_judges(struct arena *arena, const struct rules *rules, struct slice json,
                       struct ask_judges *ret, struct faults *faults);
