// A judge's own recusal (回避): for himself alone, never lifted by him. Whom he can see he chooses;
// a person whom codes hide he names, and is told the same whether that person competes or not.
#pragma once

struct visit;

void recusal_own_list(struct visit *visit);
void recusal_own_add(struct visit *visit);
