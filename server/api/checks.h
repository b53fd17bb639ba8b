// Double entry and sample re-check of a stage, sheet by sheet: what waits, what was found, what it
// led to.
#pragma once

struct visit;

void checks_show(struct visit *visit);
