// Figures, roundings, times and codes as people read them, in Chinese or English.
#pragma once

#include "scoring/rules.h"
#include "wire/problem.h"

struct buf;

// "8.5", "−2", "DNF"; what has no short decimal is cut to four places.
void explain_figure_add(struct buf *out, struct ratio value);
// Whether explain_figure_add says all of it.
bool explain_figure_is_whole(struct ratio value);
// "30%" where the figure is a fraction of 1 and a whole or half per cent, else as above.
void explain_figure_weight(struct buf *out, struct ratio value);
// "四舍五入到 2 位小数", "rounded to 2 decimals"; nothing for ROUND_NONE.
void explain_figure_rounding(struct buf *out, struct rounding rounding,
                             enum problem_language language);
// "3541.5 秒（59 分 1.5 秒）".
void explain_figure_time(struct buf *out, struct ratio seconds, enum problem_language language);
// "未完成（DNF）", "did not finish (DNF)".
void explain_figure_status(struct buf *out, enum rules_status status,
                           enum problem_language language);
// Data: the exact decimal, or "25/3" where there is none; a code's word.
void explain_figure_exact(struct buf *out, struct ratio value);
