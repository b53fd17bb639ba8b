// The sentences about parts, modules and stages, and the answer as a whole.
#include "tests/unit.h"
#include "tests/wire/aloud.h"

#include <jansson.h>

static void a_part_is_multiplied_declared_and_timed(void **state)
{
    (void)state;
    aloud_add((struct trace_line){.kind = TRACE_PRODUCT,
                                  OF_WORK,
                                  .a = number(17, 2),
                                  .b = number(16, 5),
                                  .value = number(136, 5)});
    aloud_expect("“焊接”：8.5 × 系数 3.2 = 27.2", "“Weld”: 8.5 × factor 3.2 = 27.2");
    aloud_add((struct trace_line){.kind = TRACE_PRODUCT,
                                  OF_WORK,
                                  .a = number(9, 1),
                                  .b = number(5, 9),
                                  .value = number(5, 1)});
    aloud_expect("“焊接”：9 ÷ 1.8 = 5", "“Weld”: 9 ÷ 1.8 = 5");
    aloud_add((struct trace_line){
        .kind = TRACE_BASE, OF_WORK, .a = number(22, 5), .value = number(10, 1)});
    aloud_expect("“焊接”：加上申报的基础分 4.4，得 10",
                 "“Weld”: plus the declared base value 4.4, 10");
    aloud_add((struct trace_line){
        .kind = TRACE_BASE, OF_WORK, .a = number(-3, 1), .value = number(7, 1)});
    aloud_expect("“焊接”：减去申报的基础分 3，得 7", "“Weld”: minus the declared base value 3, 7");
    aloud_add((struct trace_line){
        .kind = TRACE_DEDUCTION, OF_WORK, .a = number(-1, 1), .value = number(9, 1)});
    aloud_expect("“焊接”：减去申报的扣分 1，得 9", "“Weld”: minus the declared deduction 1, 9");
    aloud_add((struct trace_line){
        .kind = TRACE_TIME, OF_WORK, .a = RATIO_ZERO, .value = number(7083, 2)});
    aloud_expect("“焊接”：净用时 3541.5 秒（59 分 1.5 秒）",
                 "“Weld”: net time 3541.5 s (59 min 1.5 s)");
    aloud_add((struct trace_line){
        .kind = TRACE_TIME, OF_WORK, .a = number(120, 1), .value = number(50, 1)});
    aloud_expect("“焊接”：净用时 50 秒，规定时间另加 120 秒（2 分 0 秒）",
                 "“Weld”: net time 50 s, with 120 s (2 min 0 s) added to the limit");
}

static void a_part_stands_against_the_field(void **state)
{
    (void)state;
    struct trace_line line = {.kind = TRACE_AGAINST,
                              OF_WORK,
                              .n = 3,
                              .a = number(80, 1),
                              .b = number(100, 1),
                              .value = number(16, 1)};
    parts[TRADE_WORK].against = RULES_AGAINST_BEST;
    parts[TRADE_WORK].against_max = number(20, 1);
    parts[TRADE_WORK].order = RULES_HIGH;
    aloud_add(line);
    aloud_expect("“焊接”：20 × 本人 80 ÷ 最好成绩 100 = 16", "“Weld”: 20 × own 80 ÷ best 100 = 16");
    parts[TRADE_WORK].order = RULES_LOW;
    aloud_add(line);
    aloud_expect("“焊接”：20 × 最好成绩 100 ÷ 本人 80 = 16", "“Weld”: 20 × best 100 ÷ own 80 = 16");
    parts[TRADE_WORK].against = RULES_AGAINST_PLACE;
    line.value = number(5, 2);
    aloud_add(line);
    aloud_expect("“焊接”：80 在全场排第 2.5", "“Weld”: 80 is place 2.5 of the field");
    parts[TRADE_WORK].against = RULES_AGAINST_POINTS;
    line.value = number(7, 1);
    aloud_add(line);
    aloud_expect("“焊接”：80 在全场排第 3，得 7 分",
                 "“Weld”: 80 is place 3 of the field, 7 points");
    parts[TRADE_WORK].against = RULES_AGAINST_BORDA;
    aloud_add(line);
    aloud_expect("“焊接”：80 在全场排第 3，按比赛人数得 7 分",
                 "“Weld”: 80 is place 3 of the field, 7 points for its size");
    line.kind = TRACE_MAJORITY;
    line.n = 6;
    aloud_add(line);
    aloud_expect("“焊接”：按多数裁判的名次（规则第 6 条）排第 7 名",
                 "“Weld”: place 7 by the majority of judges (rule 6)");
    line.n = 0;
    aloud_add(line);
    aloud_expect("“焊接”：多数裁判的名次分不出先后，并列第 7 名",
                 "“Weld”: the majority of judges does not decide, shared place 7");
}

static void what_is_open_or_apart_is_said(void **state)
{
    (void)state;
    struct trace_line line = {.kind = TRACE_PART_OPEN, OF_WORK, .n = 2};
    aloud_add(line);
    aloud_expect("“焊接”还差 2 张评分表，暂不计入",
                 "“Weld” does not count yet: 2 sheets are missing");
    line.n = 1;
    aloud_add(line);
    aloud_expect("“焊接”还差 1 张评分表，暂不计入",
                 "“Weld” does not count yet: one sheet is missing");
    line.n = 0;
    aloud_add(line);
    aloud_expect("“焊接”还没有定，暂不计入", "“Weld” does not count yet: it has not been decided");

    static const struct {
        enum rules_variance_do act;
        const char *zh, *en;
    } rows[] = {
        {RULES_REFUSE, "“焊接”：裁判给分相差超过规定",
         "“Weld”: the judges are further apart than the rules allow"},
        {RULES_HOLD, "“焊接”：裁判给分相差超过规定，等裁判长裁定",
         "“Weld”: the judges are further apart than the rules allow; the chief judge has to "
         "decide"},
        {RULES_FLAG, "“焊接”：裁判给分相差超过规定，只作提示，分数照算",
         "“Weld”: the judges are further apart than the rules like; the marks count all the same"},
        {RULES_LEAVE_OUT, "“焊接”：裁判给分相差超过规定，离得太远的不计",
         "“Weld”: the judges are further apart than the rules allow; marks too far off do not "
         "count"},
        {RULES_USE_ALL, "“焊接”：裁判给分相差超过规定，这次不去掉最高分和最低分",
         "“Weld”: the judges are further apart than the rules allow, so nothing is dropped this "
         "time"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        aloud_add((struct trace_line){.kind = TRACE_APART, OF_WORK, .n = rows[i].act});
        aloud_expect(rows[i].zh, rows[i].en);
    }
    parts[TRADE_WORK].reduce = RULES_AGREED;
    aloud_add((struct trace_line){.kind = TRACE_APART, OF_WORK});
    aloud_expect("“焊接”：裁判的意见不一致，等商定或裁判长裁定",
                 "“Weld”: the judges do not agree; they or the chief judge have to decide");
}

static void a_penalty_says_how_often_and_what_it_changes(void **state)
{
    (void)state;
    struct trace_line line = {.kind = TRACE_ADJUSTED, ABOUT, .n = 2};
    line.module = 0;
    line.number = 0;
    line.a = number(10, 1);
    line.value = number(6, 1);
    aloud_add(line);
    aloud_expect("“迟到”：每次 −2 分，2 次，10 变为 6",
                 "“late”: −2 each time, 2 times, 10 becomes 6");
    line.kind = TRACE_LIMITED;
    line.a = number(-3, 1);
    line.value = number(0, 1);
    aloud_add(line);
    aloud_expect("“操作”最低记 0，−3 按 0 计", "“Practice” is never below 0: −3 counts as 0");
    line.a = number(30, 1);
    line.value = number(20, 1);
    aloud_add(line);
    aloud_expect("“操作”最高记 20，30 按 20 计", "“Practice” is never above 20: 30 counts as 20");
    struct rules_aspect failed = rules.aspects[SIZE];
    failed.veto = RULES_VETO_MODULE;
    rules.aspects = &failed; // the only aspect that this line is about
    aloud_add((struct trace_line){.kind = TRACE_VETO, .part = TRADE_WORK, .value = RATIO_ZERO});
    aloud_expect("“尺寸”不合格，一票否决，“操作”记 0 分", "“Size” failed: “Practice” scores 0");
}

static void part_of_module(uint32_t part, struct ratio value)
{
    aloud_add((struct trace_line){.kind = TRACE_PART,
                                  .aspect = RULES_NONE,
                                  .part = part,
                                  .stage = STAGE_FINAL,
                                  .a = value,
                                  .value = value});
}

static void a_module_adds_its_parts(void **state)
{
    (void)state;
    struct trace_line sum = {.kind = TRACE_MODULE_SUM,
                             .aspect = RULES_NONE,
                             .part = RULES_NONE,
                             .a = number(35, 2),
                             .value = number(35, 2)};
    part_of_module(TRADE_WORK, number(17, 2));
    aloud_expect("“焊接”得 8.5 分", "“Weld” scores 8.5");
    part_of_module(TRADE_WORK, number(17, 2));
    part_of_module(TRADE_RACE, number(9, 1));
    aloud_add(sum);
    aloud_expect("“操作”：8.5 + 9 = 17.5", "“Practice”: 8.5 + 9 = 17.5");
    aloud_add(sum);
    aloud_expect("“操作”：各部分相加 = 17.5", "“Practice”: sum of its parts = 17.5");
    aloud_add((struct trace_line){.kind = TRACE_LIMITED, ABOUT});
    lines[0].module = 0;
    aloud_add(sum);
    aloud_expect("“操作”调整后 = 17.5", "“Practice” after adjustments = 17.5");
}

static void a_module_may_take_something_else_than_the_sum(void **state)
{
    (void)state;
    struct trace_line sum = {.kind = TRACE_MODULE_SUM,
                             .aspect = RULES_NONE,
                             .part = RULES_NONE,
                             .a = number(35, 2),
                             .value = number(35, 2)};
    modules[0].roll_up = RULES_AVERAGE;
    aloud_add(sum);
    aloud_expect("“操作”：各部分平均 = 17.5", "“Practice”: mean of its parts = 17.5");
    modules[0].roll_up = RULES_BEST_OF;
    aloud_add(sum);
    aloud_expect("“操作”：取最好的一部分，17.5", "“Practice”: the best of its parts, 17.5");
    modules[0].roll_up = RULES_WORST_OF;
    aloud_add(sum);
    aloud_expect("“操作”：取最差的一部分，17.5", "“Practice”: the worst of its parts, 17.5");
    modules[0].roll_up = RULES_PRODUCT_OF;
    aloud_add(sum);
    aloud_expect("“操作”：各部分相乘 = 17.5", "“Practice”: product of its parts = 17.5");
}

static void a_module_takes_its_weight(void **state)
{
    (void)state;
    struct trace_line sum = {.kind = TRACE_MODULE_SUM,
                             .aspect = RULES_NONE,
                             .part = RULES_NONE,
                             .a = number(35, 2),
                             .value = number(35, 2)};
    sum.kind = TRACE_MODULE;
    sum.b = number(3, 10);
    sum.value = number(21, 4);
    aloud_add(sum);
    aloud_expect("“操作”：17.5 × 权重 30% = 5.25", "“Practice”: 17.5 × weight 30% = 5.25");
    sum.b = RATIO_ONE;
    sum.value = sum.a;
    aloud_add(sum);
    aloud_expect("“操作”得 17.5 分", "“Practice” scores 17.5");
    sum.kind = TRACE_CUTOFF;
    aloud_add(sum);
    aloud_expect("“操作”：前几次没有达到继续比赛的要求，没有成绩",
                 "“Practice”: the cut-off was missed, so there is no result");
    sum.kind = TRACE_DROPPED;
    sum.part = TRADE_RACE;
    sum.value = RATIO_CODE(RULES_DNF);
    aloud_add(sum);
    aloud_expect("“计时”的 DNF 按规则不计入“操作”",
                 "“Race” with DNF does not count in “Practice” by the rules");
}

static void a_part_that_was_dropped_is_not_in_the_sum(void **state)
{
    (void)state;
    part_of_module(TRADE_WORK, number(17, 2));
    part_of_module(TRADE_RACE, number(9, 1));
    part_of_module(TRADE_WORK, number(1, 1));
    aloud_add((struct trace_line){.kind = TRACE_DROPPED, .part = TRADE_RACE});
    aloud_add((struct trace_line){.kind = TRACE_MODULE_SUM,
                                  .aspect = RULES_NONE,
                                  .part = RULES_NONE,
                                  .value = number(19, 2)});
    lines[4].a = number(19, 2);
    aloud_expect("“操作”：8.5 + 1 = 9.5", "“Practice”: 8.5 + 1 = 9.5");
}

static void a_stage_has_its_own_and_what_it_carries(void **state)
{
    (void)state;
    aloud_add(
        (struct trace_line){.kind = TRACE_OWN, ABOUT, .a = number(8, 1), .value = number(8, 1)});
    aloud_expect("“决赛”本阶段成绩 = 8", "“Final”, this stage alone = 8");
    struct trace_line line = {.kind = TRACE_CARRIED, ABOUT, .value = number(9, 1)};
    line.stage = STAGE_PLAY;
    line.number = STAGE_FINAL;
    aloud_add(line);
    aloud_expect("带入“决赛”的成绩 9", "Carried over from “Final”: 9");
    line.a = number(45, 1);
    line.b = number(1, 5);
    aloud_add(line);
    aloud_expect("带入“决赛”的成绩 45 × 权重 20% = 9",
                 "Carried over from “Final”: 45 × weight 20% = 9");
    line.stage = STAGE_FINAL;
    aloud_add(line);
    aloud_expect("“决赛”本阶段成绩 45 × 权重 20% = 9",
                 "“Final”, this stage alone: 45 × weight 20% = 9");
    aloud_add((struct trace_line){.kind = TRACE_STATUS, ABOUT, .n = RULES_WITHDRAWN});
    aloud_expect("“决赛”：这名选手退赛", "“Final”: this competitor withdrew");
    line = (struct trace_line){.kind = TRACE_SKATING, ABOUT, .n = 10, .value = number(11, 2)};
    aloud_add(line);
    aloud_expect("“决赛”：各项名次合计 5.5，按规则第 10 条定名次",
                 "“Final”: the places add up to 5.5; rule 10 decides");
    line.n = 0;
    aloud_add(line);
    aloud_expect("“决赛”：各项名次合计 5.5，分不出先后，名次并列",
                 "“Final”: the places add up to 5.5; nothing decides, the place is shared");
    line = (struct trace_line){.kind = TRACE_MATCHES, ABOUT, .n = 3, .value = number(6, 1)};
    line.number = 1;
    aloud_add(line);
    aloud_expect("“决赛”：胜 3 场，负 1 场，积 6 分", "“Final”: 3 won, 1 lost, 6 points");
}

static void the_step_that_decided_a_tie_is_said(void **state)
{
    (void)state;
    static const struct slice who[] = {{"c5", 2}, {NULL, 0}};
    struct trace_line line = {.kind = TRACE_TIE, ABOUT, .a = number(88, 1), .b = number(90, 1)};
    line.number = 0;
    explain.who = who;
    explain.who_count = ROWS(who);
    aloud_add(line);
    aloud_expect("与 c5 相比：总分 88 对 90，因此排在后面",
                 "Compared with c5: total 88 to 90, and so stands behind");
    line.n = 1;
    line.number = 1;
    line.a = number(91, 1);
    aloud_add(line);
    aloud_expect(
        "与另一名选手总分相同，比较“操作”的成绩：91 对 90，因此排在前面",
        "Same total as another competitor, so the score of “Practice” is compared: 91 to 90, "
        "and so stands before");
    line.n = 2;
    line.number = 0;
    line.a = number(2, 1);
    line.b = number(1, 1);
    aloud_add(line);
    aloud_expect(
        "与 c5 总分相同，比较裁定的先后（抽签、加试或裁判长决定）：2 对 1，因此排在后面",
        "Same total as c5, so the order by ruling is compared: 2 to 1, and so stands behind");
    line.n = -1;
    aloud_add(line);
    aloud_expect("与 c5 总分相同，各项比较也都相同，名次并列",
                 "Same total as c5, and nothing else decides: the place is shared");
}

static void normalised_marks_say_with_what(void **state)
{
    (void)state;
    struct trace_line line = {.kind = TRACE_NORMALISED,
                              OF_WORK,
                              .seat = 0,
                              .a = number(82, 1),
                              .b = number(161, 2),
                              .value = number(10123, 100),
                              .rounding = {ROUND_HALF_UP, 2}};
    parts[TRADE_WORK].normalise.by = RULES_Z;
    aloud_add(line);
    aloud_expect("裁判 J1 给的 82，按这位裁判全部给分的平均 80.5 和松紧换算为 101.23",
                 "Judge J1: 82, compared with the mean 80.5 and the spread of this judge's marks, "
                 "becomes 101.23");
    parts[TRADE_WORK].normalise.by = RULES_RANKS;
    line.value = number(3, 2);
    aloud_add(line);
    aloud_expect("裁判 J1 给的 82，在这位裁判的全部给分中排第 1.5",
                 "Judge J1: 82 is place 1.5 among all marks of this judge");
}

// ---- the whole

static void a_line_has_its_data_beside_its_sentences(void **state)
{
    (void)state;
    aloud_add(found(0, 15, 3, 6));
    aloud_add((struct trace_line){.kind = TRACE_REDUCED,
                                  OF_WORK,
                                  .seat = RULES_NONE,
                                  .n = 3,
                                  .a = number(25, 3),
                                  .value = number(833, 100),
                                  .rounding = {ROUND_HALF_UP, 2}});
    explain.place = 2;
    explain.half = true;
    struct buf *buf = buf_new(64);
    explain_write(&explain, buf);
    json_t *root = json_loadb(buf->bytes, buf->len, JSON_REJECT_DUPLICATES, NULL);
    (void)buf_unref(buf);
    json_t *want = json_loads(
        "{\"competitor\":\"c1\",\"stage\":\"final\",\"place\":2,\"half\":true,\"lines\":[{\"kind\":"
        "\"fault\",\"depth\":3,\"stage\":\"final\",\"module\":\"m\",\"part\":\"work\",\"aspect\":"
        "\"seam\",\"seat\":\"J2\",\"fault\":\"undercut\",\"steps\":3,\"a\":\"15\",\"value\":\"6\","
        "\"zh\":\"裁判 J2 记：咬边 15 mm，每 5 mm 扣 2 分，计 3 次，共扣 6 分\",\"en\":\"Judge J2 "
        "found undercut 15 mm: 2 off for each 5 mm, 3 times, 6 in all\"},{\"kind\":\"reduced\","
        "\"depth\":2,\"stage\":\"final\",\"module\":\"m\",\"part\":\"work\",\"figures\":3,\"a\":"
        "\"25/3\",\"value\":\"8.33\",\"rounding\":{\"places\":2,\"mode\":\"half_up\"},\"zh\":"
        "\"“焊接”：3 个分数的平均分 ≈ 8.3333，四舍五入到 2 位小数，得 8.33\",\"en\":\"“Weld”: mean "
        "of 3 marks ≈ 8.3333, rounded to 2 decimals: 8.33\"}]}",
        0, NULL);
    assert_true(root && want);
    assert_true(json_equal(root, want));
    json_decref(want);
    json_decref(root);
}

static void a_text_is_indented_by_depth_and_does_not_repeat_itself(void **state)
{
    (void)state;
    struct trace_line sum = {.kind = TRACE_MODULE_SUM,
                             .aspect = RULES_NONE,
                             .part = RULES_NONE,
                             .a = number(8, 1),
                             .value = number(8, 1)};
    part_of_module(TRADE_WORK, number(8, 1));
    aloud_add(sum);
    sum.kind = TRACE_MODULE;
    sum.b = RATIO_ONE;
    aloud_add(sum);
    aloud_add(
        (struct trace_line){.kind = TRACE_TOTAL, ABOUT, .a = number(8, 1), .value = number(8, 1)});
    struct buf *buf = buf_new(64);
    explain_print(&explain, PROBLEM_ZH, buf);
    explain.place = 3;
    explain_print(&explain, PROBLEM_EN, buf);
    buf_add(buf, "", 1);
    assert_string_equal(buf->bytes,
                        "c1，决赛：没有名次\n"
                        "      “焊接”得 8 分\n"
                        "    “操作”：各部分相加 = 8\n"
                        "  “决赛”总成绩 = 8\n"
                        "c1, Final: place 3\n"
                        "      “Weld” scores 8\n"
                        "    “Practice”: sum of its parts = 8\n"
                        "  Total of “Final” = 8\n");
    (void)buf_unref(buf);
}

static void every_kind_can_be_said_of_anything(void **state)
{
    (void)state;
    for (int kind = 0; kind <= TRACE_TIE; kind++) {
        for (int fill = 0; fill < 4; fill++) {
            struct trace_line line = {.kind = (enum trace_kind)kind, ABOUT, .n = fill - 1};
            line.aspect = fill == 1 ? 0 : RULES_NONE;
            line.part = fill == 2 ? 0 : RULES_NONE;
            line.module = fill == 3 ? 0 : RULES_NONE;
            line.value = fill == 3 ? RATIO_CODE(RULES_RUNNING) : number(1, 3);
            trace.count = 0;
            aloud_add(line);
            struct buf *buf = buf_new(64);
            explain_write_line(&explain, 0, buf);
            json_t *root = json_loadb(buf->bytes, buf->len, JSON_REJECT_DUPLICATES, NULL);
            (void)buf_unref(buf);
            assert_non_null(root);
            assert_string_equal(json_string_value(json_object_get(root, "kind")),
                                explain_kind((enum trace_kind)kind));
            assert_true(strlen(json_string_value(json_object_get(root, "zh"))) > 5);
            assert_null(strchr(json_string_value(json_object_get(root, "en")), '{'));
            json_decref(root);
        }
    }
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, aloud_open, aloud_close)

RUN(TEST(a_part_is_multiplied_declared_and_timed), TEST(a_part_stands_against_the_field),
    TEST(what_is_open_or_apart_is_said), TEST(a_penalty_says_how_often_and_what_it_changes),
    TEST(a_module_adds_its_parts), TEST(a_module_may_take_something_else_than_the_sum),
    TEST(a_module_takes_its_weight), TEST(a_part_that_was_dropped_is_not_in_the_sum),
    TEST(a_stage_has_its_own_and_what_it_carries), TEST(the_step_that_decided_a_tie_is_said),
    TEST(normalised_marks_say_with_what), TEST(a_line_has_its_data_beside_its_sentences),
    TEST(a_text_is_indented_by_depth_and_does_not_repeat_itself),
    TEST(every_kind_can_be_said_of_anything))
