// The organiser's counter: competitions, roster, people, judges, publication.
#pragma once

struct visit;

void competition_list(struct visit *visit);
void competition_create(struct visit *visit);
void competition_show(struct visit *visit);
void competition_publish(struct visit *visit); // words: competition, skill
void competition_journal(struct visit *visit); // ?after=&limit= as NDJSON
