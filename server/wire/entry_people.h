// The bodies of roster and judges entries, and the content of a person's box. See wire/entry.h.
#pragma once

#include "wire/entry.h"

#include <stddef.h>

bool entry_people_read_roster(struct arena *arena, struct slice body, struct entry_competitor **ret,
                              size_t *ret_count);
bool entry_people_read_judges(struct arena *arena, struct slice body, struct entry_judge **ret,
                              size_t *ret_count);
void entry_people_write_roster(const struct entry_competitor *rows, size_t count, struct buf *out);
void entry_people_write_judges(const struct entry_judge *rows, size_t count, struct buf *out);
void entry_people_write_person(const struct entry_person *person, struct buf *out);
bool entry_people_read_person(struct arena *arena, struct slice json, struct entry_person *ret);
