// What can still become of everybody on a stage (scoring/forecast_field), kept beside a room and
// brought up to date by those whose marks have moved: a picture looks up one competitor and not the
// field. A large field is taken in piece by piece, between marks.
#pragma once

#include "live/facts.h"
#include "scoring/forecast_field.h"

struct outlook;
struct outlook_stage;
struct room;

// Fields of more than so many competitors are not forecast.
struct outlook *outlook_new(void);
struct outlook *outlook_free(struct outlook *outlook); // NULL is fine; returns NULL
// For all rooms, before any is opened; 0: nothing is forecast.
void outlook_limit(uint64_t people_max);

// As the room's record stands now; it loads nobody. NULL: the rules do not let it be known, or it
// is not worked out yet: then it is wanted. Good until the loop turns.
const struct outlook_stage *outlook_at(const struct room *room, uint32_t stage);
// Once a tick: loads one piece of what was asked for and is not ready. Returns a skill whose boards
// are to be composed anew since all of it is there, or RULES_NONE.
uint32_t outlook_go_on(const struct room *room);

// `place`: his place now, 0: none, or that of an earlier moment.
struct forecast_place outlook_place(const struct outlook_stage *stage,
                                    const struct record_competitor *competitor, uint32_t place);
// What he needs to stand on place `at` or before it, among those who are done: whose total he has
// to beat (RULES_NONE: nobody's), and the mark. FORECAST_UNKNOWN also when he is done himself.
enum forecast_answer outlook_need(const struct outlook_stage *stage,
                                  const struct record_competitor *competitor, uint32_t at,
                                  uint32_t *ret_than, point_t *ret_mark);
bool outlook_is_open(const struct outlook_stage *stage, const struct record_competitor *competitor);
