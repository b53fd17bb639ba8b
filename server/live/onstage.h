// What the hall is told beyond the standing, where the definition's exposure allows it: which
// places may still come of a row, what who stands on the stage needs, his panel's cards once they
// lie open, and the lines under the places that count. Of a frozen skill as it stood when its
// boards were frozen; and never a mark of a panel that is not complete.
#pragma once

#include "live/facts.h"
#include "wire/scene.h"

struct arena;
struct room;

// Adds the forecast to a row of the stage's board; `current`: its place is of the record as it
// stands.
void onstage_forecast(const struct room *room, const struct record_competitor *competitor,
                      uint32_t stage, bool current, struct scene_row *row);
// Adds what he needs, and the cards; on the arena.
void onstage_tell(struct arena *arena, const struct room *room,
                  const struct record_competitor *competitor, uint32_t stage,
                  struct scene_row *row);
void onstage_lines(const struct record *record, uint32_t stage, struct scene_state *state);
