// The whole marking scheme of a definition in words: criterion, part, aspect, with what each is
// worth, and how results come about from it.
#pragma once

#include "wire/problem.h"

struct buf;
struct rules;

void check_print(struct buf *out, enum problem_language language, const struct rules *rules);
// The same sums as one line of JSON for each module and each section.
void check_print_json(struct buf *out, const struct rules *rules);
