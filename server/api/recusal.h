// Recusals (回避): which judge does not mark whom.
#pragma once

struct visit;

void recusal_list(struct visit *visit);
void recusal_add(struct visit *visit);
// What a judge has said of a person whom codes hide.
void recusal_person(struct visit *visit);
