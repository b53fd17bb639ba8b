#include "wire/problem_words_panel.h"

static const struct problem_words table[] = {
    {"cards-turned",
     409,
     {{"已经亮分，不能自行改分",
       "这名选手的评分已经同时亮出，您看到了其他裁判的分数，不能再自行改分。如确有错误，请告诉裁判"
       "长，由裁判长要求复核或重评。",
       NULL},
      {"The cards are turned over",
       "The panel's marks for this competitor have been shown, so that a judge can no longer "
       "change "
       "his own. If yours is wrong, please tell the chief judge, who can ask for a second look or "
       "have the panel mark again.",
       NULL}}},
    {"cards-closed",
     409,
     {{"还有评分没有亮出",
       "有选手的评分还没有亮出：有的席位还没交，或等待裁判长宣布亮分。亮分后才能公布。", NULL},
      {"Some cards are still closed",
       "For some competitors the panel's cards are not turned over yet: a sheet is missing, or the "
       "chief judge has not called. Results can be published after that.",
       NULL}}},
};

const struct problem_words *problem_words_panel_at(size_t index)
{
    return index < sizeof table / sizeof table[0] ? &table[index] : NULL;
}
