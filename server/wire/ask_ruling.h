// The body of a ruling: what the organiser or the chief judge decides. It is read in two steps,
// because a stage, an adjustment or a title is known only within a skill, and a ruling often names
// its skill by the competitor alone:
//   ask_ruling_read     the form; parts, seats and what names its skill
//   (the caller finds the skill of who[0] in the roster)
//   ask_ruling_settle   what needs the skill
#pragma once

#include "wire/ask_ruling_who.h" // the structs, and ask_ruling_who_fault

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct faults;

// Reads the form strictly. `ret->skill` is known where the body names a skill, a part or a stage
// that only one skill has; a competitor twice is a fault here.
bool ask_ruling_read(struct arena *arena, const struct rules *rules, struct slice json,
                     struct ask_ruling *ret, struct faults *faults);
// Finds stage, adjustment and title. `skill`: that of the first competitor, or RULES_NONE where
// the ruling names none; the body's own skill must then be known.
bool ask_ruling_settle(const struct rules *rules, uint32_t skill, struct ask_ruling *ruling,
                       struct faults *faults);

// What a settled ruling says of who[index], for contest_check_ruling and contest_apply_ruling. Not
// for MATCH. Of those whom it does not name: FIELD puts all others of the skill out (on = false),
// DRAW lifts the draw of all others (group and number 0), ORDER leaves them.
struct ruling ask_ruling_of(const struct ask_ruling *ruling, size_t index);
// The stage that it is about: its own, or its part's; RULES_NONE: the whole skill.
uint32_t ask_ruling_stage(const struct rules *rules, const struct ask_ruling *ruling);
const char *ask_ruling_word(enum ask_ruling_kind kind); // "status", "adjust" … as in JSON

// The engine's verdict on who[index] as a fault with pointer and word; nothing for V_OK. A verdict
// of bout_check is cast to enum verdict; its index is 0.
void ask_ruling_fault(const struct ask_ruling *ruling, size_t index, struct fault fault,
                      struct faults *faults);
