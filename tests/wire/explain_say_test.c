// The sentences about judges and panels.
#include "scoring/reduce.h"
#include "tests/unit.h"
#include "tests/wire/aloud.h"

static void an_entry_is_said_as_the_judge_wrote_it(void **state)
{
    (void)state;
    aloud_add(by_judge(TRACE_ENTRY, LOOK, 1, number(17, 2)));
    aloud_expect("裁判 J2 给“外观”打 8.5 分", "Judge J2 gave “Look” 8.5");
    aloud_add(by_judge(TRACE_ENTRY, SIZE, 0, number(1, 1)));
    aloud_expect("裁判 J1 判“尺寸”合格", "Judge J1 passed “Size”");
    aloud_add(by_judge(TRACE_ENTRY, SIZE, 0, number(0, 1)));
    aloud_expect("裁判 J1 判“尺寸”不合格", "Judge J1 failed “Size”");
    aloud_add(by_judge(TRACE_ENTRY, OUT, 0, number(105, 1)));
    aloud_expect("裁判 J1 记“产量”的成绩是 105", "Judge J1 recorded 105 for “Output”");
    aloud_add(by_judge(TRACE_ENTRY, LOOK, 2, RATIO_CODE(RULES_DNF)));
    aloud_expect("裁判 J3 记“外观”：未完成（DNF）",
                 "Judge J3 recorded for “Look”: did not finish (DNF)");
}

static void a_deduction_is_a_sum_that_can_be_checked(void **state)
{
    (void)state;
    aloud_add(found(0, 15, 3, 6));
    aloud_expect("裁判 J2 记：咬边 15 mm，每 5 mm 扣 2 分，计 3 次，共扣 6 分",
                 "Judge J2 found undercut 15 mm: 2 off for each 5 mm, 3 times, 6 in all");
    aloud_add(found(0, 12, 3, 6));
    aloud_expect(
        "裁判 J2 记：咬边 12 mm，每 5 mm 扣 2 分（不满的按一次计），计 3 次，共扣 6 分",
        "Judge J2 found undercut 12 mm: 2 off for each 5 mm (a part of it counts whole), 3 "
        "times, 6 in all");
    aloud_add(found(0, 15, 3, 6));
    aloud_add(by_judge(TRACE_WORTH, SEAM, 1, number(4, 1)));
    aloud_expect("裁判 J2，“焊缝”：配分 10 − 咬边 15 mm (3 × 2) = 4",
                 "Judge J2, “Seam”: Full mark 10 − undercut 15 mm (3 × 2) = 4");
    aloud_add(found(0, 15, 3, 6));
    aloud_add(found(1, 5, 5, 3));
    aloud_add(by_judge(TRACE_WORTH, SEAM, 1, number(1, 1)));
    aloud_expect(
        "裁判 J2，“焊缝”：配分 10 − 咬边 15 mm (3 × 2) − 气孔 5 处 (5 × 1，最多扣 3) = 1",
        "Judge J2, “Seam”: Full mark 10 − undercut 15 mm (3 × 2) − pore 5 (5 × 1, at most 3) "
        "= 1");
}

static void nothing_off_and_all_off_are_said_in_words(void **state)
{
    (void)state;
    aloud_add(by_judge(TRACE_WORTH, SEAM, 1, number(10, 1)));
    aloud_expect("裁判 J2，“焊缝”：配分 10，没有扣分，得 10 分",
                 "Judge J2, “Seam”: Full mark 10, nothing off: 10");
    aloud_add(found(0, 30, 6, 12));
    aloud_add(by_judge(TRACE_WORTH, SEAM, 1, number(0, 1)));
    aloud_expect("裁判 J2，“焊缝”：配分 10 − 咬边 30 mm (6 × 2)，扣完为止，得 0 分",
                 "Judge J2, “Seam”: Full mark 10 − undercut 30 mm (6 × 2): nothing is left, 0");
    aloud_add(found(2, 1, 1, 0));
    aloud_expect("裁判 J2 记：烧穿 1 处，按规则这一项不得分",
                 "Judge J2 found burn-through 1: by the rules this item scores nothing");
    aloud_add(found(2, 1, 1, 0));
    aloud_add(by_judge(TRACE_WORTH, SEAM, 1, number(0, 1)));
    aloud_expect("裁判 J2，“焊缝”：配分 10 − 烧穿 1 处 (扣光)，扣完为止，得 0 分",
                 "Judge J2, “Seam”: Full mark 10 − burn-through 1 (all of it): nothing is left, 0");
}

static void a_fault_of_another_judge_is_not_taken_off_here(void **state)
{
    (void)state;
    aloud_add(found(0, 15, 3, 6));
    aloud_add(by_judge(TRACE_WORTH, SEAM, 2, number(10, 1)));
    aloud_expect("裁判 J3，“焊缝”：配分 10，没有扣分，得 10 分",
                 "Judge J3, “Seam”: Full mark 10, nothing off: 10");
}

static void a_target_says_its_cap(void **state)
{
    (void)state;
    aloud_add(by_judge(TRACE_ENTRY, OUT, 0, number(95, 1)));
    aloud_add(by_judge(TRACE_WORTH, OUT, 0, number(19, 2)));
    aloud_expect("裁判 J1，“产量”：配分 10 × 成绩 95 ÷ 目标 100 = 9.5",
                 "Judge J1, “Output”: Full mark 10 × 95 ÷ target 100 = 9.5");
    aloud_add(by_judge(TRACE_ENTRY, OUT, 0, number(190, 1)));
    aloud_add(by_judge(TRACE_WORTH, OUT, 0, number(11, 1)));
    aloud_expect(
        "裁判 J1，“产量”：成绩 190，目标 100，最多按目标的 1.1 倍计，得 11 分",
        "Judge J1, “Output”: 190 against a target of 100, at most 1.1 times the target counts: "
        "11");
    struct trace_line line = by_judge(TRACE_WORTH, OUT, 0, number(667, 100));
    line.rounding = (struct rounding){ROUND_HALF_UP, 2};
    aloud_add(by_judge(TRACE_ENTRY, OUT, 0, number(200, 3)));
    aloud_add(line);
    aloud_expect(
        "裁判 J1，“产量”：配分 10 × 成绩 66.6667 ÷ 目标 100 ≈ 6.6667，四舍五入到 2 位小数，得 "
        "6.67",
        "Judge J1, “Output”: Full mark 10 × 66.6667 ÷ target 100 ≈ 6.6667, rounded to 2 "
        "decimals: 6.67");
}

static struct trace_line figure(uint32_t seat, enum reduce_fate fate, struct ratio value)
{
    return (struct trace_line){
        .kind = TRACE_FIGURE, OF_WORK, .seat = seat, .n = fate, .value = value};
}

static void a_dropped_mark_is_said(void **state)
{
    (void)state;
    aloud_add(figure(2, REDUCE_DROPPED_HIGH, number(19, 2)));
    aloud_expect("去掉一个最高分 9.5（裁判 J3）", "The highest mark 9.5 is dropped (Judge J3)");
    aloud_add(figure(0, REDUCE_DROPPED_LOW, number(7, 1)));
    aloud_expect("去掉一个最低分 7（裁判 J1）", "The lowest mark 7 is dropped (Judge J1)");
    aloud_add(figure(1, REDUCE_LEFT_OUT, number(1, 1)));
    aloud_expect("裁判 J2 的 1 分与其他裁判相差太大，不计",
                 "Judge J2: 1 is too far from the other judges and does not count");
    aloud_add(figure(1, REDUCE_USED, number(8, 1)));
    aloud_expect("裁判 J2：8 分", "Judge J2: 8");
    aloud_add(figure(RULES_NONE, REDUCE_USED, number(0, 1)));
    aloud_expect("没有给分的裁判，按 0 分计", "A judge who gave no mark counts as 0");
}

static void panel(struct ratio a, struct ratio value, struct rounding rounding)
{
    aloud_add(figure(0, REDUCE_USED, number(8, 1)));
    aloud_add(figure(1, REDUCE_USED, number(8, 1)));
    aloud_add(figure(2, REDUCE_DROPPED_HIGH, number(10, 1)));
    aloud_add(figure(0, REDUCE_USED, number(9, 1)));
    aloud_add((struct trace_line){
        .kind = TRACE_REDUCED, OF_WORK, .n = 3, .a = a, .value = value, .rounding = rounding});
}

static void a_panel_is_a_sum_that_can_be_checked(void **state)
{
    (void)state;
    struct rounding two = {ROUND_HALF_UP, 2};
    struct rounding none = {ROUND_NONE, 0};
    panel(number(25, 3), number(833, 100), two);
    aloud_expect("“焊接”：平均分 (8 + 8 + 9) ÷ 3 ≈ 8.3333，四舍五入到 2 位小数，得 8.33",
                 "“Weld”: mean (8 + 8 + 9) ÷ 3 ≈ 8.3333, rounded to 2 decimals: 8.33");
    parts[TRADE_WORK].reduce = RULES_SUM;
    panel(number(25, 1), number(25, 1), two);
    aloud_expect("“焊接”：合计 8 + 8 + 9 = 25", "“Weld”: 8 + 8 + 9 = 25");
    parts[TRADE_WORK].reduce = RULES_MEDIAN;
    panel(number(8, 1), number(8, 1), none);
    aloud_expect("“焊接”：8、8、9 的中位数 = 8", "“Weld”: median of 8, 8, 9 = 8");
}

static void a_list_that_does_not_add_up_is_not_said(void **state)
{
    (void)state;
    panel(number(26, 3), number(26, 3), (struct rounding){ROUND_NONE, 0});
    aloud_expect("“焊接”：3 个分数的平均分 ≈ 8.6667", "“Weld”: mean of 3 marks ≈ 8.6667");
}

static void other_ways_of_a_panel_have_their_words(void **state)
{
    (void)state;

    static const struct {
        enum rules_reduce reduce;
        int64_t n;
        const char *zh, *en;
    } rows[] = {
        {RULES_MEAN, 1, "“焊接”：一个分数，8", "“Weld”: one mark, 8"},
        {RULES_AGREED, 3, "“焊接”：裁判商定的分数是 8", "“Weld”: the judges agree on 8"},
        {RULES_MIDDLE_TWO, 2, "“焊接”：中间两个分数的平均 = 8",
         "“Weld”: mean of the middle two marks = 8"},
        {RULES_MIDDLE_TWO, 4, "“焊接”：中间两个分数相差超过规定，改用全部 4 个分数的平均 = 8",
         "“Weld”: the middle two marks are too far apart, so the mean of all 4 marks = 8"},
        {RULES_NEAR_MEDIAN, 3, "“焊接”：越接近中位数的分数分量越重，加权平均 = 8",
         "“Weld”: marks near the median weigh more, weighted mean = 8"},
        {RULES_LEAST, 3, "“焊接”：取最低的一个，8", "“Weld”: the lowest counts, 8"},
        {RULES_MOST, 3, "“焊接”：取最高的一个，8", "“Weld”: the highest counts, 8"},
        {RULES_MAJORITY, 3, "“焊接”：按多数裁判的名次定",
         "“Weld”: decided by the places of the majority of judges"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        parts[TRADE_WORK].reduce = rows[i].reduce;
        aloud_add((struct trace_line){.kind = TRACE_REDUCED,
                                      OF_WORK,
                                      .n = rows[i].n,
                                      .a = number(8, 1),
                                      .value = number(8, 1)});
        aloud_expect(rows[i].zh, rows[i].en);
    }
}

static void every_rounding_has_its_words(void **state)
{
    (void)state;

    static const struct {
        struct rounding rounding;
        const char *zh, *en;
    } rows[] = {
        {{ROUND_HALF_EVEN, 1},
         "四舍六入五成双到 1 位小数",
         "rounded (halves to even) to 1 decimal"},
        {{ROUND_TRUNCATE, 3}, "舍去尾数到 3 位小数", "cut off to 3 decimals"},
        {{ROUND_UP, 2}, "进位到 2 位小数", "rounded up to 2 decimals"},
        {{ROUND_HALF_UP, 0}, "四舍五入到整数", "rounded to a whole number"},
        {{ROUND_HALF_UP, -2}, "四舍五入到百位", "rounded to hundreds"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        char zh[256];
        char en[256];
        (void)snprintf(zh, sizeof zh, "“决赛”总成绩 = 25.25，%s，得 25", rows[i].zh);
        (void)snprintf(en, sizeof en, "Total of “Final” = 25.25, %s: 25", rows[i].en);
        aloud_add((struct trace_line){.kind = TRACE_TOTAL,
                                      ABOUT,
                                      .a = number(101, 4),
                                      .value = number(25, 1),
                                      .rounding = rows[i].rounding});
        aloud_expect(zh, en);
    }
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, aloud_open, aloud_close)

RUN(TEST(an_entry_is_said_as_the_judge_wrote_it), TEST(a_deduction_is_a_sum_that_can_be_checked),
    TEST(nothing_off_and_all_off_are_said_in_words),
    TEST(a_fault_of_another_judge_is_not_taken_off_here), TEST(a_target_says_its_cap),
    TEST(a_dropped_mark_is_said), TEST(a_panel_is_a_sum_that_can_be_checked),
    TEST(a_list_that_does_not_add_up_is_not_said), TEST(other_ways_of_a_panel_have_their_words),
    TEST(every_rounding_has_its_words))
