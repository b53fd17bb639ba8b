#include "cli/check_stage.h"

#include "cli/check_adjust.h"
#include "cli/check_part.h"
#include "scoring/rules_check_size.h"

enum { DEPTH = 2 };

static const struct check_say_words roll_ups[] = {
    [RULES_ADD] = {"相加", "sum"},
    [RULES_AVERAGE] = {"平均", "mean"},
    [RULES_WORST_OF] = {"取最差", "the worst"},
    [RULES_BEST_OF] = {"取最好", "the best"},
    [RULES_PRODUCT_OF] = {"相乘", "product"},
    [RULES_SKATING] = {"Skating 9–11", "Skating rules 9 – 11"},
    [RULES_MATCHES] = {"对抗赛积分", "points of matches"}};

static void say_order(const struct check_say *say, enum rules_order order)
{
    if (order == RULES_LOW) {
        check_say(say, "；低者为优", "; lower is better");
    } else if (order == RULES_HIGH) {
        check_say(say, "；高者为优", "; higher is better");
    }
}

// ---- modules

static void say_choice(const struct check_say *say, const struct rules_module *module)
{
    char text[CHECK_SAY_TEXT];

    if (module->again) {
        uint32_t owner = say->rules->parts[module->part_first].module;
        uint32_t last = say->rules->parts[module->part_first + module->part_count - 1].module;
        check_say(say, "；再看模块 %s 的各部分", "; looks again at the parts of %s",
                  say->rules->modules[owner].id);
        if (last != owner) {
            check_say(say, "（到 %s 为止）", " to %s", say->rules->modules[last].id);
        }
        if (module->judges) {
            check_say(say, "，取裁判分", ", the judges' figures");
        }
    }
    check_say(say, "；各部分%s", "; %s of parts", check_say_word(say, roll_ups[module->roll_up]));
    if (module->best > 0) {
        check_say(say, "，只取最好的 %u 个", ", only the best %u", module->best);
    }
    if (module->drop_best + module->drop_worst > 0) {
        check_say(say, "，去掉最好 %u 个最差 %u 个", ", %u best and %u worst dropped",
                  module->drop_best, module->drop_worst);
    }
    if (module->cutoff.after > 0) {
        check_say(say, "；前 %u 个中有一个%s %s 才能继续", "; goes on after %u only with one %s %s",
                  module->cutoff.after,
                  check_say_word(say, module->cutoff.or_equal
                                          ? (struct check_say_words){"达到", "at least as good as"}
                                          : (struct check_say_words){"优于", "better than"}),
                  check_say_ratio(module->cutoff.than, text));
    }
}

static void say_sums(const struct check_say *say, uint32_t index)
{
    const struct rules_module *module = &say->rules->modules[index];
    struct ratio added = RATIO_ZERO;
    char text[CHECK_SAY_TEXT];

    if (rules_check_size_module(say->rules, index, &added)) {
        check_say_line(say, DEPTH + 2);
        if (module->has_max) {
            check_say_variation(say, module->max, added);
        } else {
            check_say(say, "满分合计 %s", "full marks add up to %s", check_say_ratio(added, text));
        }
    }
    if (module->has_pass) {
        check_say(say, "；合格线 %s", "; pass mark %s", check_say_ratio(module->pass, text));
    }
}

static void say_module(const struct check_say *say, uint32_t index)
{
    const struct rules_module *module = &say->rules->modules[index];
    char text[CHECK_SAY_TEXT];

    check_say_line(say, DEPTH + 1);
    check_say(say, "%s %s", "%s %s", module->id, check_say_name(say, module->name));
    check_say_weight(say, module->weight);
    say_choice(say, module);
    say_order(say, module->order);
    if (module->aside) {
        check_say(say, "；不计入阶段成绩", "; does not count in the stage");
    }
    check_say_rounding(say, (struct check_say_words){"小计", "the sum"}, module->sum);
    if (module->has_long) {
        check_say(say, "；大于 %s 时", "; above %s", check_say_ratio(module->long_from, text));
        check_say_rounding(say, (struct check_say_words){"小计", "the sum"}, module->longer);
    }
    check_say_rounding(say, (struct check_say_words){"加权后", "after the weight it is"},
                       module->rounding);
    say_sums(say, index);
    check_adjust_print(say, DEPTH + 2, module->adjustment_first, module->adjustment_count,
                       &module->limits);
    for (uint32_t i = 0; !module->again && i < module->part_count; i++) {
        check_part_print(say, module->part_first + i);
    }
}

// ---- the stage

static void say_cut(const struct check_say *say, const struct rules_cut *cut)
{
    char text[CHECK_SAY_TEXT];

    if (cut->by == RULES_CUT_NONE) {
        return;
    }
    check_say_line(say, DEPTH + 1);
    check_say(say, "参加资格：从 %s ", "field: from %s ", say->rules->stages[cut->from].id);
    if (cut->by == RULES_CUT_TOP) {
        check_say(say, "取前 %u 名", "the first %u", cut->top);
    } else if (cut->by == RULES_CUT_PERCENT) {
        check_say(say, "取参赛人数的 %s（%s）", "%s of the entrants (%s)",
                  check_say_percent(cut->share, text), check_say_mode(say, cut->mode));
    } else if (cut->by == RULES_CUT_HEATS) {
        check_say(say, "取每小组前 %u 名", "the first %u of each heat", cut->top);
        if (cut->rest > 0) {
            check_say(say, "和其余最好的 %u 名", " and the best %u of the others", cut->rest);
        }
    } else {
        check_say(say, "取达到 %s 者", "who reaches %s", check_say_ratio(cut->share, text));
    }
    check_say(say, "；末位并列者%s", "; who ties at the cut: %s",
              check_say_word(say, cut->ties == RULES_TIES_ALL_GO
                                      ? (struct check_say_words){"都晋级", "all go on"}
                                      : (struct check_say_words){"都不晋级", "none goes on"}));
    if (cut->per_team > 0) {
        check_say(say, "；每个代表队至多 %u 人，超额者由后一名递补",
                  "; at most %u of a delegation, the next one moves up", cut->per_team);
    }
    if (cut->together) {
        check_say(say, "；各组合在一起取", "; once for all groups");
    }
    if (cut->least > 0) {
        check_say(say, "；不足 %u 人不举行", "; not held with fewer than %u", cut->least);
    }
}

static void say_matches(const struct check_say *say, const struct rules_matches *matches)
{
    char texts[5][CHECK_SAY_TEXT];

    check_say_line(say, DEPTH + 1);
    if (matches->format == RULES_KNOCKOUT) {
        check_say(say, "淘汰赛", "knockout");
        if (matches->bronze) {
            check_say(say, "，有三四名决赛", " with a match for the third place");
        }
    } else {
        check_say(say, "循环赛 %u 轮", "round robin, %u leg(s)", matches->rounds);
    }
    if (matches->best_of > 0) {
        check_say(say, "；%u 局", "; best of %u", matches->best_of);
    }
    check_say(say, "；胜 %s 平 %s 负 %s，对方弃权 %s 弃权 %s",
              "; win %s, draw %s, loss %s, forfeit won %s, forfeit lost %s",
              check_say_ratio(matches->win, texts[0]), check_say_ratio(matches->draw, texts[1]),
              check_say_ratio(matches->loss, texts[2]),
              check_say_ratio(matches->forfeit_win, texts[3]),
              check_say_ratio(matches->forfeit_loss, texts[4]));
}

static void say_head(const struct check_say *say, const struct rules_stage *stage)
{
    char text[CHECK_SAY_TEXT];

    check_say_line(say, DEPTH);
    check_say(say, "%s %s；%s", "%s %s; %s", stage->id, check_say_name(say, stage->name),
              check_say_word(say, roll_ups[stage->roll_up]));
    if (stage->best > 0) {
        check_say(say, "，只取最好的 %u 个模块", ", only the best %u modules", stage->best);
    }
    say_order(say, stage->order);
    if (stage->weight.den != 0) {
        check_say(say, "；权重 %s", "; weight %s", check_say_ratio(stage->weight, text));
    }
    for (uint32_t i = 0; i < stage->carry_count; i++) {
        check_say(say, "；计入 %s 的成绩", "; carries %s", say->rules->stages[stage->carry[i]].id);
    }
    if (stage->heats) {
        check_say(say, "；抽签分小组", "; in heats, as drawn");
    }
    if (stage->rule10_counts_only) {
        check_say(say, "；规则 10 只比个数", "; rule 10 compares counts only");
    }
    check_say_rounding(say, (struct check_say_words){"本阶段成绩", "the own score"}, stage->own);
    check_say_rounding(say, (struct check_say_words){"总成绩", "the total"}, stage->total);
}

void check_stage_print(const struct check_say *say, uint32_t index)
{
    const struct rules_stage *stage = &say->rules->stages[index];

    say_head(say, stage);
    say_cut(say, &stage->cut);
    if (stage->roll_up == RULES_MATCHES) {
        say_matches(say, &stage->matches);
    }
    check_adjust_print(say, DEPTH + 1, stage->adjustment_first, stage->adjustment_count,
                       &stage->limits);
    for (uint32_t i = 0; i < stage->module_count; i++) {
        say_module(say, stage->module_first + i);
    }
}
