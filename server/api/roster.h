// The organiser's counter for people: competitors, their names, judges and their tokens.
#pragma once

struct visit;

void roster_list(struct visit *visit);
void roster_add(struct visit *visit);
void roster_correct(struct visit *visit); // words: competition, competitor
void roster_add_judges(struct visit *visit);
