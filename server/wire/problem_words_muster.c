#include "wire/problem_words_muster.h"

static const struct problem_words table[] = {
    {"nobody-here",
     409,
     {{"还没有人到场", "只有检录到场的选手才能抽签。请先完成检录。", NULL},
      {"Nobody is here yet", "Only those who have been checked in are drawn. Please check them in.",
       NULL}}},
    {"draw-again",
     409,
     {{"重新抽签须写明理由", "这个赛项已经抽过签或已公布承诺。要重新抽签，请写明理由。", NULL},
      {"Drawing again needs a reason",
       "This skill has been drawn or committed to. To draw again, please say why.", NULL}}},
    {"draw-list-moved",
     409,
     {{"到场名单已变", "承诺之后到场名单有变化，不能按旧名单开签。请写明理由，重新承诺。", NULL},
      {"The list has changed",
       "Who is here has changed since the commitment. Please commit again, with the reason.",
       NULL}}},
    {"draw-not-committed",
     409,
     {{"还没有公布承诺", "机器抽签要先公布种子的承诺，才能开签；每次承诺只能开一次。", NULL},
      {"Nothing has been committed to",
       "The machine's draw begins with a commitment to its seed; each is opened once.", NULL}}},
    {"draw-seed-lost",
     409,
     {{"种子打不开", "这个种子不是用本机的密钥封存的。请写明理由，重新承诺。", NULL},
      {"The seed cannot be opened",
       "It was not sealed with this site's key. Please commit again, with the reason.", NULL}}},
    {"draw-incomplete",
     422,
     {{"有人还没有签号", "每位到场选手都要有一个签号。请补全。", NULL},
      {"Somebody has no number yet", "Everybody who is here needs a number. Please add the rest.",
       NULL}}},
    {"lot-number-twice",
     422,
     {{"签号重复", "每个签号只能用一次。请核对。", NULL},
      {"A number twice", "Each number is drawn once. Please check it.", NULL}}},
    {"competitor-absent",
     422,
     {{"选手没有到场", "这名选手还没有检录到场，不能抽签。请先检录，或去掉他。",
       "选手“{}”还没有检录到场，不能抽签。请先检录，或去掉他。"},
      {"The competitor is not here",
       "He has not been checked in and cannot be drawn. Please check him in, or leave him out.",
       "Competitor “{}” has not been checked in and cannot be drawn. Please check him in, or leave "
       "him out."}}},
};

const struct problem_words *problem_words_muster_at(size_t index)
{
    return index < sizeof table / sizeof table[0] ? &table[index] : NULL;
}
