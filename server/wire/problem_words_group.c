#include "wire/problem_words_group.h"

static const struct problem_words table[] = {
    {"group-unconfirmed",
     409,
     {{"小组还没有全部确认",
       "这个部分由评分小组打分：在场的每名成员都要用自己的 PIN 确认同一张评分表，缺一不可。请让还没"
       "有确认的成员看过分数后输入 PIN。",
       NULL},
      {"The marking group has not confirmed this yet",
       "This part is marked by a group: every member who is here confirms the same sheet with a "
       "PIN "
       "of their own. Please have those who are missing look at the figures and type their PINs.",
       NULL}}},
    {"group-few",
     409,
     {{"评分小组人数不够",
       "赛事规则要求的小组人数比这个席位现有的裁判多，评分表现在不能计入。请组委会先派齐裁判。",
       NULL},
      {"The marking group is too small",
       "Fewer judges hold this seat than the rules ask for, so that its sheets cannot count yet. "
       "Please have the organiser appoint the others.",
       NULL}}},
    {"group-none",
     409,
     {{"这里不是小组打分", "这个席位只有一名裁判，不需要成员确认。请重新载入页面。", NULL},
      {"This is no marking group",
       "One judge sits here, and no members confirm. Please reload the page.", NULL}}},
    {"group-empty",
     409,
     {{"小组里至少要留一个人", "这样小组就没有人在场了。请先让另一名成员回来。", NULL},
      {"Somebody of the group has to be there",
       "Nobody of the marking group would be left. Please have another member back first.", NULL}}},
    {"confirmation-malformed",
     400,
     {{"成员确认的格式不对",
       "请求头 Jinbang-Confirmed 应为“裁判编号 十六进制密文”，多名成员之间用逗号隔开，每人一次。",
       NULL},
      {"The confirmations are malformed",
       "The header Jinbang-Confirmed is a judge's id, a blank and a sealed box in hex for each "
       "member, with commas between, each member once.",
       NULL}}},
    {"confirmation-wrong",
     422,
     {{"成员的确认不是对这张评分表的",
       "有一名成员的确认对不上这张评分表的分数，或不是这个小组的成员。请让他看过现在的分数后再确认"
       "一次。",
       NULL},
      {"A confirmation is not of this sheet",
       "A member's confirmation is of other figures, or the judge is not in this group. Please "
       "have "
       "them look at these figures and confirm again.",
       NULL}}},
    {"pin-wrong",
     403,
     {{"PIN 不对",
       "这名成员的 PIN 输错了，评分表没有收下，还在这台设备上。请他再输入一次；忘记了请找裁判长"
       "重发卡片。",
       NULL},
      {"The PIN is wrong",
       "This member's PIN was mistyped; the sheet was not taken and is still on this device. "
       "Please "
       "have them type it again; who has forgotten it asks the chief judge for a new card.",
       NULL}}},
    {"pin-other",
     409,
     {{"这是另一名裁判的卡片", "请用自己的席位卡设定 PIN。这张卡没有被用掉。", NULL},
      {"This card is another judge's",
       "Please choose your PIN with your own seat card. This one has not been used.", NULL}}},
    {"pin-none",
     409,
     {{"这名成员还没有设定 PIN",
       "请他先用自己的席位卡设定 PIN，再确认评分表。评分表还在这台设备上。", NULL},
      {"This member has not chosen a PIN yet",
       "Please have them choose one with their own card, and then confirm the sheet. It is still "
       "on "
       "this device.",
       NULL}}},
};

const struct problem_words *problem_words_group_at(size_t index)
{
    return index < sizeof table / sizeof table[0] ? &table[index] : NULL;
}
