// Freezing what the public sees, and what moves behind it.
#pragma once

struct visit;

void freeze_list(struct visit *visit);
void freeze_act(struct visit *visit);
