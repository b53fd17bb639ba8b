// Who and what a record holds memory for: skills laid out from the rules, competitors, judges and
// their seats.
#pragma once

#include "base/slice.h"
#include "live/facts.h"
#include "wire/entry_people.h"

// Lays out the record's skills once the rules are known.
void enrol_skills(struct record *record);
// A fresh row for one more competitor; NULL when the id is taken or the skill unknown.
struct record_competitor *enrol_competitor(struct record *record,
                                           const struct entry_competitor *from);
// Whoever is on the roster or marked in his place; NULL.
struct record_competitor *enrol_find(const struct record *record, struct slice id);
// What is marked under a code in a competitor's place; NULL when the id is taken.
struct record_competitor *enrol_work(struct record *record, uint32_t skill, struct slice id,
                                     struct slice code);
// False when the id is taken. Seats are worked out from the rules: an absent field or "*" means
// any.
bool enrol_judge(struct record *record, const struct entry_judge *from);
// Whether the roster asked for the seat for him, whoever has it now.
bool enrol_wished(const struct rules *rules, const struct record_judge *judge, uint32_t part,
                  uint32_t seat);
// A judge loses or gets one seat; nothing happens where he has none or has it already.
void enrol_take_seat(struct record_judge *judge, uint32_t part, uint32_t seat);
void enrol_give_seat(struct record_judge *judge, uint32_t part, uint32_t seat);
bool enrol_has_seat(const struct record_judge *judge, uint32_t part, uint32_t seat);
void enrol_free(struct record *record); // all of the above
// Replaces what is known of a competitor's person (absent or empty: none).
void enrol_show(struct record_person *shown, const struct entry_person *person);
// The same back, as the people store has it; the texts stay the record's.
struct entry_person enrol_known(const struct record_person *shown);
