// What if, of judges and of who may come in. For live/weigh.
#pragma once

struct arena;
struct commit_wish;
struct record;

// NULL, or the problem's name.
const char *weigh_people_judges(struct arena *arena, const struct record *record,
                                const struct commit_wish *wish);
// Of check-in, draw, codes and recusals; "check-in-newer" where the wish has seen another state.
const char *weigh_people_muster(const struct record *record, const struct commit_wish *wish);
const char *weigh_people_access(struct arena *arena, const struct record *record,
                                const struct commit_wish *wish);
