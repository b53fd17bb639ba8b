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
    {"unknown-honour",
     404,
     {{"没有这个称号", "这个赛项没有编号为“{}”的称号。", NULL},
      {"There is no such honour", "This skill has no honour of that id.", NULL}}},
    {"ceremony-none",
     409,
     {{"还没有颁奖流程", "请先编好颁奖流程单，再进行这一步。", NULL},
      {"There is no run sheet yet", "Please prepare the run sheet of the ceremony first.", NULL}}},
    {"ceremony-unfinished",
     409,
     {{"赛项尚未公布", "只有已公布成绩的赛项才能颁奖。", NULL},
      {"The skill is not finished", "Only skills whose results have been published can be awarded.",
       NULL}}},
    {"ceremony-nobody",
     409,
     {{"没有人获得这个称号", "流程单里的一项没有获奖人，请删去这一项。", NULL},
      {"Nobody has this honour", "An item of the run sheet has no recipients. Please remove it.",
       NULL}}},
    {"ceremony-running",
     409,
     {{"名单已封存", "颁奖名单已经封存，流程不能再改，也不能再彩排。", NULL},
      {"The list is closed",
       "The list of the ceremony is closed: its run sheet no longer changes, and it is not "
       "rehearsed any more.",
       NULL}}},
    {"ceremony-seen",
     409,
     {{"公众已能看到姓名",
       "有赛项没有封榜就已公布，公众已能看到获奖人的姓名。请写明原因再封存名单。",
       "这些赛项没有封榜就已公布，公众已能看到获奖人的姓名：{}"
       "。先封榜再公布，揭榜才有意义；如果现场确"
       "实已经看到，请写明原因再封存名单。"},
      {"The hall has seen the names already",
       "Skills were published without their boards being frozen, so that the public sees who won. "
       "Please give a reason with which the list is closed.",
       "These skills were published without their boards being frozen, so that the public sees who "
       "won: {}. Boards are to be frozen before a result is published; if the hall has seen it all "
       "the same, please give a reason with which the list is closed."}}},
    {"ceremony-keeps",
     409,
     {{"颁奖还没有揭到这里",
       "颁奖名单已封存，这个赛项还有没上台的获奖人。现在解除封榜，大屏就会提前显示他们。请揭完这个"
       "赛项"
       "或结束颁奖后再解除封榜。",
       NULL},
      {"The ceremony has not shown them yet",
       "The list of the ceremony is closed and it has people of this skill who were not on the "
       "stage "
       "yet: thawed boards would show them now. Please thaw them after its last step, or end the "
       "ceremony first.",
       NULL}}},
    {"ceremony-idle",
     409,
     {{"台上没有在进行", "现在没有在彩排，也没有在颁奖。", NULL},
      {"Nothing is on the stage", "There is neither a rehearsal nor a ceremony on now.", NULL}}},
    {"ceremony-there",
     409,
     {{"已经在这一步", "台上已经是这一步了；也许另一台设备刚刚按过。", NULL},
      {"It is there already", "The stage is there already; another device may just have pressed.",
       NULL}}},
    {"ceremony-step",
     422,
     {{"没有这一步", "流程单没有这么多步。", NULL},
      {"There is no such step", "The run sheet has fewer steps.", NULL}}},
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
