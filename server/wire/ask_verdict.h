// The engine's verdict on a sheet as a fault with pointer and word.
#pragma once

#include "scoring/contest.h"

struct faults;

void ask_verdict_fault(const struct rules *rules, const struct sheet *sheet, struct fault fault,
                       struct faults *faults);
// What is wrong with a mark's value, in the words of its aspect: "0 – 10", "0.5", "dnf".
void ask_verdict_of_value(const struct rules_aspect *aspect, const struct mark *mark,
                          enum verdict verdict, const char *pointer, struct faults *faults);
