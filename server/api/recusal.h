// Recusals (回避): which judge does not mark whom.
#pragma once

struct visit;

void recusal_list(struct visit *visit);
void recusal_add(struct visit *visit);
