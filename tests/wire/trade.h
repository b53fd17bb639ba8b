// A small rule book with one of each: faults, codes, a target, a station log, matches, adjustments.
#pragma once

#include "base/arena.h"
#include "base/must.h"
#include "wire/definition.h"
#include "wire/faults.h"

#include <stdio.h>

static const char trade_json[] =
    "{\"format\":\"jinbang-competition/1\",\"id\":\"cup\",\"name\":{\"zh\":\"杯赛\",\"en\":\"Cu"
    "p\"},\"traits\":[\"staff\",\"g3\"],\"skills\":[{\"id\":\"weld\",\"name\":{\"zh\":\"焊工\","
    "\"en\":\"Welding\"},\"tie_break\":[{\"module\":\"m\"},{\"ruling\":true}],\"titles\":[{\""
    "id\":\"champion\",\"name\":{\"zh\":\"冠军\"},\"from\":1,\"to\":1}],\"stages\":[{\"id\":\"f"
    "inal\",\"name\":{\"zh\":\"决赛\",\"en\":\"Final\"},\"modules\":[{\"id\":\"m\",\"name\":{\""
    "zh\":\"操作\",\"en\":\"Practice\"},\"adjustments\":[{\"id\":\"late\",\"name\":{\"zh\":\"迟到"
    "\",\"en\":\"late\"},\"by\":\"ruling\",\"amount\":\"-2\"},{\"id\":\"over\",\"name\":{\"zh"
    "\":\"超时\"},\"by\":\"overtime\",\"amount\":\"-1\",\"after\":\"3600\",\"each\":\"60\",\"pa"
    "rt\":\"work\"}],\"parts\":[{\"id\":\"work\",\"name\":{\"zh\":\"焊接\",\"en\":\"Weld\"},\"s"
    "eats\":[\"J1\",\"J2\",\"J3\"],\"technical\":\"T\",\"declares\":[\"log\",\"divisor\"],\"a"
    "spects\":[{\"id\":\"seam\",\"name\":{\"zh\":\"焊缝\",\"en\":\"Seam\"},\"input\":\"deductio"
    "n\",\"full\":\"10\",\"faults\":[{\"id\":\"undercut\",\"name\":{\"zh\":\"咬边\",\"en\":\"un"
    "dercut\"},\"unit\":{\"zh\":\"mm\"},\"each\":\"5\",\"amount\":\"2\"},{\"id\":\"pore\",\"n"
    "ame\":{\"zh\":\"气孔\",\"en\":\"pore\"},\"amount\":\"1\",\"most\":\"3\"},{\"id\":\"burn\","
    "\"name\":{\"zh\":\"烧穿\",\"en\":\"burn-through\"},\"lost\":true}]},{\"id\":\"size\",\"nam"
    "e\":{\"zh\":\"尺寸\",\"en\":\"Size\"},\"input\":\"pass_fail\",\"full\":\"5\"},{\"id\":\"ou"
    "t\",\"name\":{\"zh\":\"产量\",\"en\":\"Output\"},\"input\":\"target\",\"full\":\"10\",\"ta"
    "rget\":\"100\",\"cap\":\"1.1\",\"rounding\":{\"places\":2},\"min\":\"0\",\"max\":\"200\""
    ",\"step\":\"1\"},{\"id\":\"look\",\"name\":{\"zh\":\"外观\",\"en\":\"Look\"},\"min\":\"0\""
    ",\"max\":\"10\",\"step\":\"0.5\",\"codes\":[\"dnf\"]}]},{\"id\":\"race\",\"name\":{\"zh"
    "\":\"计时\",\"en\":\"Race\"},\"seats\":[\"J1\"],\"technical\":\"T\",\"declares\":[\"time\""
    "],\"marks\":\"one_by_one\",\"aspects\":[{\"id\":\"t1\",\"name\":{\"zh\":\"第一次\",\"en\":"
    "\"Try 1\"},\"min\":\"0\",\"max\":\"100\",\"step\":\"0.01\",\"codes\":[\"dnf\",\"dns\"]},"
    "{\"id\":\"t2\",\"name\":{\"zh\":\"第二次\",\"en\":\"Try 2\"},\"min\":\"0\",\"max\":\"100\","
    "\"step\":\"0.01\"},{\"id\":\"hole\",\"name\":{\"zh\":\"孔\",\"en\":\"Hole\"},\"input\":\""
    "deduction\",\"full\":\"3\",\"faults\":[{\"id\":\"burr\",\"name\":{\"zh\":\"毛刺\"},\"amoun"
    "t\":\"1\"}]}]}]}]},{\"id\":\"play\",\"name\":{\"zh\":\"对抗\",\"en\":\"Play\"},\"roll_up\""
    ":\"matches\",\"matches\":{\"format\":\"round_robin\",\"rounds\":2,\"win\":\"2\",\"draw\""
    ":\"1\",\"loss\":\"0\",\"draw_allowed\":true}}]},{\"id\":\"cook\",\"name\":{\"zh\":\"烹饪\""
    "},\"stages\":[{\"id\":\"final\",\"name\":{\"zh\":\"决赛\"},\"modules\":[{\"id\":\"k\",\"na"
    "me\":{\"zh\":\"菜\"},\"parts\":[{\"id\":\"dish\",\"name\":{\"zh\":\"菜品\"},\"seats\":[\"J1"
    "\"],\"aspects\":[{\"id\":\"a\",\"name\":{\"zh\":\"味\"},\"min\":\"0\",\"max\":\"10\",\"st"
    "ep\":\"1\"}]}]}]},{\"id\":\"ko\",\"name\":{\"zh\":\"淘汰\"},\"roll_up\":\"matches\",\"matc"
    "hes\":{\"format\":\"knockout\",\"best_of\":3,\"win\":\"1\",\"draw\":\"0\",\"loss\":\"0\""
    "}}]}]}";

// In the order of the definition.
enum { TRADE_WORK, TRADE_RACE, TRADE_DISH };

static struct definition *trade_open(void)
{
    struct faults faults = {.count = 0};
    struct definition *definition = definition_read(slice_of(trade_json), &faults);
    for (size_t i = 0; i < faults.count; i++) {
        (void)fprintf(stderr, "%s %s %s\n", faults.items[i].pointer, faults.items[i].name,
                      faults.items[i].word);
    }
    must(definition);
    return definition;
}
