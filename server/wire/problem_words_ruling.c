#include "wire/problem_words_ruling.h"

static const struct problem_words table[] = {
    // rules
    {"rules-changed",
     409,
     {{"评分规则已更改",
       "您打分之后，组委会更改了这个赛事的评分规则。请重新打开评分表，按新规则核对后再提交。",
       NULL},
      {"The rules have been changed",
       "The organiser has changed the rules since this sheet was opened. Please open the sheet "
       "again, check it against the new rules and send it.",
       NULL}}},
    {"rules-impossible",
     409,
     {{"新规则与已有记录冲突",
       "按新规则，下列已有记录无法成立，因此没有更改任何内容。请修改规则；只有评分表冲突时，也可以"
       "凭"
       "“set_aside”确认将它们另存。",
       NULL},
      {"The new rules do not fit what is recorded",
       "What is listed has no place under the new rules, so nothing was changed. Please mend the "
       "rules; where only sheets are listed you may agree to set them aside with their "
       "“set_aside”.",
       NULL}}},
    {"rules-published",
     409,
     {{"成绩已公布的赛项不能改规则",
       "新规则更改了成绩已经公布的赛项，因此没有更改任何内容。请保持这些赛项的规则不变。", NULL},
      {"A published skill keeps its rules",
       "The new rules change a skill whose results have been published, so nothing was changed. "
       "Please leave the rules of published skills as they are.",
       NULL}}},
    // marks
    {"mark-misplaced",
     422,
     {{"这一项不这样填", "这一项的填写方式不对。请按评分表上的栏目重新填写。",
       "这里不能填“{}”。请按评分表上的栏目重新填写"},
      {"Not filled in like this",
       "This entry is not of the kind that the sheet asks for. Please fill it in as the sheet "
       "shows.",
       "“{}” cannot stand here. Please fill it in as the sheet shows"}}},
    {"code-not-here",
     422,
     {{"这一项不能记代码", "这一项只能填分数，不能记 DNF、DNS 或 DSQ。请填分数，或联系裁判长。",
       "这一项不能记“{}”。请填分数，或联系裁判长"},
      {"No code can stand here",
       "This aspect takes a figure, not DNF, DNS or DSQ. Please enter a figure, or ask the chief "
       "judge.",
       "“{}” cannot stand here. Please enter a figure, or ask the chief judge"}}},
    {"fault-unknown",
     422,
     {{"没有这种差错", "这一项的评分标准里没有这种差错。请刷新评分表后重新填写。",
       "评分标准里没有差错“{}”。请刷新评分表后重新填写"},
      {"No such fault",
       "The marking scheme of this aspect has no such fault. Please reload the sheet and enter it "
       "again.",
       "The marking scheme has no fault “{}”. Please reload the sheet and enter it again"}}},
    {"log-order",
     422,
     {{"赛场记录的顺序不对",
       "赛场记录里有一条不能接在前一条之后，例如没有开始就封存，或时间早于前一条。请核对后重新提交"
       "。",
       "“{}”不能记在这里。请核对它前面的一条和时间"},
      {"The station log is out of order",
       "An event of the station log cannot follow the one before it, such as an end without a "
       "start "
       "or an earlier time. Please check it and send it again.",
       "“{}” cannot stand here. Please check the event before it and the time"}}},
    {"bulk-not-here",
     422,
     {{"这里不能成批录入",
       "只有逐项评分的部分可以成批录入，而且每名选手只录一个数。请在评分表上填写。",
       "“{}”不能成批录入。请在评分表上填写"},
      {"Not for many at once",
       "Only parts that are marked one aspect at a time can be entered for many competitors at "
       "once, one figure each. Please use the sheet.",
       "“{}” cannot be entered for many at once. Please use the sheet"}}},
    {"judges-apart",
     422,
     {{"裁判给分相差太大",
       "您的分数与其他裁判相差超过了规定，没有收下。请核对；如果没有填错，请裁判长召集合议。",
       NULL},
      {"The judges are too far apart",
       "Your mark is further from the other judges' than the rules allow, and was not taken. "
       "Please "
       "check it; if it is what you mean, ask the chief judge to bring the panel together.",
       NULL}}},
    {"seat-excused",
     422,
     {{"您回避了这名选手", "这个席位按裁定回避，不给这名选手评分。如有疑问，请联系裁判长。", NULL},
      {"Your seat is excused",
       "By a ruling this seat does not mark this competitor. If in doubt, please ask the chief "
       "judge.",
       NULL}}},
    {"not-in-field",
     422,
     {{"选手没有进入这一阶段", "这名选手没有进入这一阶段。请核对选手编号和阶段。", NULL},
      {"Not in this stage",
       "This competitor did not qualify for this stage. Please check the competitor and the stage.",
       NULL}}},
    {"status-closed",
     422,
     {{"选手已不再比赛",
       "这名选手已退赛、缺席或被取消资格，这一阶段不再评分。如有误，请裁判长更改裁定。", NULL},
      {"The competitor is out",
       "This competitor has withdrawn, did not come or was disqualified, so nothing is marked in "
       "this stage. If this is wrong, please ask the chief judge to change the ruling.",
       NULL}}},
    {"cutoff-missed",
     422,
     {{"没有后面的轮次", "这名选手前几次没有达到继续比赛的要求，后面的轮次不再评分。", NULL},
      {"No further attempts",
       "This competitor missed the cut-off in the first attempts, so there are no further ones.",
       NULL}}},
    // rulings
    {"ruling-unknown",
     422,
     {{"规则里没有这一项", "这个裁定所说的内容，这个赛项的规则里没有。请核对后再提交。",
       "这个赛项的规则里没有“{}”。请核对后再提交"},
      {"The rules do not have this",
       "What this ruling is about does not exist in this skill's rules. Please check it and send "
       "it "
       "again.",
       "This skill's rules have no “{}”. Please check it and send it again"}}},
    {"ruling-idle",
     422,
     {{"这个裁定不改变什么", "现在已经是这样了，不必再作这个裁定。", NULL},
      {"This ruling changes nothing", "It is like this already; no ruling is needed.", NULL}}},
    {"competitor-twice",
     422,
     {{"选手重复", "同一名选手出现了两次。请去掉多余的一个。",
       "选手“{}”出现了两次。请去掉多余的一个"},
      {"A competitor appears twice",
       "A competitor stands here twice. Please remove one of the two.",
       "The competitor “{}” stands here twice. Please remove one of the two"}}},
    {"bout-unknown",
     422,
     {{"没有这场比赛", "对阵表里没有这场比赛，或者双方还没有确定。请核对轮次、场次和双方。", NULL},
      {"No such match",
       "The draw has no such match, or its sides are not known yet. Please check round, number and "
       "both sides.",
       NULL}}},
    {"bout-ends",
     422,
     {{"比分不成立", "这些局分不能算出这场比赛的结果：局数太多、没有局分，或不允许平局。请核对。",
       NULL},
      {"The ends make no result",
       "These ends do not make a result: too many, none at all, or a draw that is not allowed. "
       "Please check them.",
       NULL}}},
    {"unknown-trait",
     422,
     {{"没有这个条件", "赛事规则里没有这个选手条件。请核对名单。",
       "赛事规则里没有选手条件“{}”。请核对名单"},
      {"No such trait", "The competition's rules have no such trait. Please check the roster.",
       "The competition's rules have no trait “{}”. Please check the roster"}}},
    {"unknown-table",
     404,
     {{"没有这个团体榜", "这个赛事里没有这个团体榜。请核对编号。", "没有团体榜“{}”。请核对编号。"},
      {"No such team table", "This competition has no such team table. Please check its id.",
       "There is no team table “{}”. Please check its id."}}},
    {"panel-held",
     409,
     {{"还有评分等待裁定", "有裁判给分相差太大或意见不一致，等待裁判长裁定。裁定后才能公布。",
       "还有 {} 处评分等待裁判长裁定。裁定后才能公布。"},
      {"Marks wait for a ruling",
       "Judges are too far apart or do not agree somewhere, and the chief judge has not decided "
       "yet. Results can be published after that.",
       "In {} places the judges' marks wait for the chief judge's ruling. Results can be published "
       "after that."}}},
    {"undecided-places",
     409,
     {{"还有并列名次没有分出",
       "规则不允许并列，但有选手名次相同。请用抽签、加试或裁判长裁定分出先后。",
       "规则不允许并列，但第 {} 名有并列。请用抽签、加试或裁判长裁定分出先后。"},
      {"A tie is not decided",
       "The rules allow no shared places, but there is one. Please decide it by lot, by an extra "
       "test or by the chief judge's ruling.",
       "The rules allow no shared places, but place {} is shared. Please decide it by lot, by an "
       "extra test or by the chief judge's ruling."}}},
};

const struct problem_words *problem_words_ruling_at(size_t index)
{
    return index < sizeof table / sizeof table[0] ? &table[index] : NULL;
}
