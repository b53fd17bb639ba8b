// The rules of a competition in their versions: changing them, listing them, and keeping out marks
// that were given by older ones.
#pragma once

#include "base/slice.h"

#include <stdbool.h>

struct buf;
struct record;
struct visit;

void rulebook_put(struct visit *visit);  // PUT …/rules, with ?dry_run=true only what it would do
void rulebook_list(struct visit *visit); // GET …/rules

// {"version":2,"id":"16 hex"}, the rules as they are now.
void rulebook_write(const struct record *record, struct buf *out);
// Whether marks may be taken that name these rules (Jinbang-Rules; absent: at == NULL): the rules
// as they are, or, while they have never been changed, none at all.
bool rulebook_fits(const struct record *record, struct slice sent);
// `,"rules":{…}` for a problem rules-changed, on the visit's arena.
const char *rulebook_more(const struct visit *visit);
