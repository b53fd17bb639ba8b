#include "wire/problem_words_stage.h"

static const struct problem_words table[] = {
    {"already-frozen",
     409,
     {{"已经封榜", "这里要封榜的赛项已经封榜。要重新封榜，请先解除封榜。", NULL},
      {"The boards are frozen already",
       "What is to be frozen is frozen already. To freeze it anew, please thaw it first.", NULL}}},
    {"not-frozen",
     409,
     {{"没有封榜", "这里要解除封榜的赛项并没有封榜。", NULL},
      {"The boards are not frozen", "What is to be thawed is not frozen.", NULL}}},
    {"freeze-past",
     422,
     {{"封榜时间已过", "计划的封榜时间已经过去。请填一个以后的时间，或直接封榜。", NULL},
      {"That time has passed",
       "The time of the planned freeze has passed. Please choose a later one, or freeze by hand.",
       NULL}}},
    {"no-plan",
     409,
     {{"没有封榜计划", "没有可以取消的封榜计划；也许已经执行或已被取消。", NULL},
      {"There is no planned freeze",
       "There is no planned freeze to cancel; it may have been carried out or cancelled already.",
       NULL}}},
    {"boards-frozen",
     409,
     {{"封榜期间不能改规则", "有赛项正在封榜，公众看到的是旧规则下的榜。请先解除封榜，再修改规则。",
       NULL},
      {"The rules do not change while boards are frozen",
       "Boards of this competition are frozen and show what the present rules gave. Please thaw "
       "them before the rules are changed.",
       NULL}}},
    {"boards-frozen-counters",
     403,
     {{"封榜期间不公开计数",
       "有赛项正在封榜：不断上升的计数会泄露是否有成绩录入。请使用组织者的令牌读取。", NULL},
      {"Counters are closed while boards are frozen",
       "Boards are frozen, and counters that rise would tell that marks come in. Please read them "
       "with the organiser's token.",
       NULL}}},
};

const struct problem_words *problem_words_stage_at(size_t index)
{
    return index < sizeof table / sizeof table[0] ? &table[index] : NULL;
}
