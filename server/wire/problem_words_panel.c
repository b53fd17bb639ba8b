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
    {"reason-missing",
     422,
     {{"改分要写原因", "这张评分表已经提交过。请写明为什么改分，原来的分数会保留给裁判长看。",
       NULL},
      {"A change needs a reason",
       "This sheet has been sealed before. Please write why you change it; the marks before are "
       "kept for the chief judge.",
       NULL}}},
    {"trial-first",
     409,
     {{"先试评，再评分", "这个部分要先完成一张试评评分表，席位才开放正式评分。请先做试评。", NULL},
      {"Trial marking first",
       "This part asks each seat for one sealed trial sheet before real marking begins. Please "
       "mark "
       "a sample piece first.",
       NULL}}},
    {"no-trial",
     422,
     {{"这里没有试评", "这个部分没有这件试评样件。请核对部分、席位和样件号。", NULL},
      {"No trial here",
       "This part has no such sample piece. Please check part, seat and the sample's number.",
       NULL}}},
    {"look-open",
     409,
     {{"已经要求过复核", "已经请这个席位复核，正在等待答复。", NULL},
      {"A second look is asked for already",
       "This seat has been asked for a second look and has not answered yet.", NULL}}},
    {"look-none",
     409,
     {{"没有待复核的评分", "裁判长没有要求复核这张评分表，或者已经答复过了。", NULL},
      {"No second look is asked for",
       "The chief judge has not asked for a second look at this sheet, or it has been answered.",
       NULL}}},
    {"unknown-call",
     404,
     {{"没有这个呼叫", "没有这个编号的呼叫。请刷新列表。", NULL},
      {"No such call", "There is no call of this number. Please reload the list.", NULL}}},
    {"call-answered",
     409,
     {{"已经答复过", "这个呼叫已经有人答复。", NULL},
      {"Answered already", "Somebody has answered this call already.", NULL}}},
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
