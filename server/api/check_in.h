// The desk at the check-in (检录): who is here.
#pragma once

struct visit;

void check_in_list(struct visit *visit);
void check_in_add(struct visit *visit);
// Whose ID number ends with these four signs: ids alone, never a number.
void check_in_find(struct visit *visit);
