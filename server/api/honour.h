// What follows from the standings, by GET: honours, team tables, whom a cut lets through, and how a
// result came about.
#pragma once

struct visit;

void honour_list(struct visit *visit);    // ?skill=
void honour_team(struct visit *visit);    // words: competition, table
void honour_field(struct visit *visit);   // words: competition, stage; ?skill=
void honour_explain(struct visit *visit); // words: competition, competitor; ?stage=
