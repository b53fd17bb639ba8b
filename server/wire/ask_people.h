// Rosters, people and judges: what wire/ask.h offers under its own names, and the structs of it.
#pragma once

#include "base/slice.h"
#include "wire/ask_name.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct entry_person;
struct faults;
struct json_t;
struct reader;
struct rules;

enum { ASK_ID_NUMBER_LEAST = 4, ASK_ID_NUMBER_MAX = 32 };

enum { ASK_ROSTER_MAX = 1000, ASK_JUDGES_MAX = 500, ASK_SEATS_MAX = 64 };

struct ask_competitor {
    struct slice id, skill, code, person, name, second_name, delegation; // absent: at == NULL
    struct slice id_number;                                              // of the ID card
    struct slice team, group;                                            // ids
    size_t trait_count;
    const struct slice *traits; // ids of the definition's traits, each once …
    uint64_t trait_bits;        // … and the same as bits of rules.traits
};

struct ask_roster {
    size_t count;
    const struct ask_competitor *competitors;
};

struct ask_seat {
    struct slice skill, stage, part, seat; // "*" or absent: any
};

struct ask_judge {
    struct slice id, name, role;
    size_t seat_count;
    const struct ask_seat *seats;
};

struct ask_judges {
    size_t count;
    const struct ask_judge *judges;
};

// What the people store keeps of him.
struct entry_person ask_people_known(const struct ask_competitor *from);

bool ask_people_roster(struct arena *arena, const struct rules *rules, struct slice json,
                       struct ask_roster *ret, struct faults *faults);
bool ask_people_person(struct arena *arena, struct slice json, struct ask_competitor *ret,
                       struct faults *faults);
// The same inside another request: at the reader's place.
bool ask_people_read(struct reader *reader, struct json_t *value, struct ask_competitor *ret);
bool ask_people_judges(struct arena *arena, const struct rules *rules, struct slice json,
                       struct ask_judges *ret, struct faults *faults);
