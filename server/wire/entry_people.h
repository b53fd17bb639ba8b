// The bodies of roster and judges entries, and the content of a person's box: what wire/entry.h
// offers under its own names, and the structs of it. Absent texts: at == NULL.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buf;

struct entry_competitor {
    struct slice id, skill, code, person, digest;
    struct slice team, group;
    size_t trait_count;
    const struct slice *traits;
};

struct entry_seat {
    struct slice skill, stage, part, seat;
};

struct entry_judge {
    struct slice id, role, token;
    size_t seat_count;
    struct entry_seat *seats;
};

struct entry_person {
    struct slice name, second_name, delegation, id_number;
};

bool entry_people_read_roster(struct arena *arena, struct slice body, struct entry_competitor **ret,
                              size_t *ret_count);
bool entry_people_read_judges(struct arena *arena, struct slice body, struct entry_judge **ret,
                              size_t *ret_count);
void entry_people_write_roster(const struct entry_competitor *rows, size_t count, struct buf *out);
void entry_people_write_judges(const struct entry_judge *rows, size_t count, struct buf *out);
void entry_people_write_person(const struct entry_person *person, struct buf *out);
bool entry_people_read_person(struct arena *arena, struct slice json, struct entry_person *ret);
