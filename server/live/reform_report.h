// Before and after a change of the rules: every competitor whose place, total, titles or promotion
// moves, and every judge whose seats do. For live/reform, live/adopt and the counter.
#pragma once

#include "wire/problem.h"

struct buf;
struct reform;

// {"from","to","set_aside":[{"part","competitor","seat","number"}],
//  "skills":[{"id","stages":[{"id","moved":[{"id","place":{"before","after"},
//  "total":{"before","after"}}]}],"honours":[{"id","titles":{"before":[],"after":[]},
//  "promotion":{"before","after"}}]}],"judges":[{"id","seats":{"before":n,"after":n}}]}
// Exact totals; null where he is not on the board. Only what moves is there. The bytes depend on
// the record and the rules alone.
void reform_report_write(const struct reform *reform, struct buf *out);
// `,"impossible":[{"kind",…,"problem","pointer","detail"}]` and, when these are sheets only,
// `,"set_aside":"key"`; nothing when nothing is lost.
void reform_report_lost(const struct reform *reform, enum problem_language language,
                        struct buf *out);
// The same as lines for a reader.
void reform_report_table(const struct reform *reform, enum problem_language language,
                         struct buf *out);
