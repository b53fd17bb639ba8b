// The marking scheme that `jinbang check` prints.
#include "base/buf.h"
#include "base/file.h"
#include "base/must.h"
#include "cli/check_print.h"
#include "tests/unit.h"
#include "wire/definition.h"
#include "wire/faults.h"

#include <string.h>

static struct definition *read_full(void)
{
    struct faults faults = {0};
    struct buf *text = file_read(SOURCE_DIR "/fixtures/examples/full.json");
    must(text);
    struct definition *definition =
        definition_read((struct slice){text->bytes, text->len}, &faults);
    must(definition);
    (void)buf_unref(text);
    return definition;
}

static struct buf *print_full(enum problem_language language)
{
    struct definition *definition = read_full();
    struct buf *out = buf_new(1 << 14);
    check_print(out, language, definition_rules(definition));
    buf_add(out, "", 1);
    definition_free(definition);
    return out;
}

static void expect_lines(enum problem_language language, const char *const *lines, size_t count)
{
    struct buf *out = print_full(language);
    for (size_t i = 0; i < count; i++) {
        if (!strstr(out->bytes, lines[i])) {
            fail_msg("no line %s", lines[i]);
        }
    }
    (void)buf_unref(out);
}

static void says_each_kind_of_input_with_its_full_mark(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "paper Paper: score 0 – 100 in steps of 0.5; full mark 100\n",
        "pass or fail; full mark 40; worth 0, it makes the whole module 0; may be dnf, dsq\n",
        "tidy Tidy station: number done 0 – 6 in steps of 1; full mark 60\n",
        "2 Grade 2 = 20.01\n",
        "4 – 6 = 0.25\n",
        "1 Meets standard = 0.67\n",
        "undercut Undercut: each 5 mm (begun) takes 2, at most 6\n",
        "crack Crack: the whole mark is lost\n",
        "target 1000, at most 1.1 times the full mark",
        "25.4347 x (18 - x)^1.81, cut to whole points",
        "yes Call-back: call-back tick; full mark 1\n",
    };
    expect_lines(PROBLEM_EN, lines, ROWS(lines));
}

static void says_how_a_panel_makes_one_figure(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "of 7: 2 highest, 2 lowest dropped; goes on with the marks given, at least 3\n",
        "judges too far apart (highest less lowest): the sheet is refused; limit 1\n",
        "4 judges: A1 A2 A3 A4; per aspect mean of the middle two; waits for every seat; cards "
        "turned when all are in; 2 trial piece(s)\n",
        "tolerance 7 – 7.99: 0.4\n",
        "made comparable by each judge's mean and deviation, 100 ± 20; it is rounded to 4 decimal "
        "places (half up)\n",
        "formula: figure x 0.6 / 1.8 x difficulty x declared factor / declared divisor + base - "
        "deduction",
        "against the field: points by its place in this part 9 7 6 5\n",
        "above 3600 s and the time added, each begun 60 s, -2, at most 10 times\n",
    };
    expect_lines(PROBLEM_EN, lines, ROWS(lines));
}

static void says_what_is_declared_and_what_it_adds_up_to(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "declared 100, added 100, variation 0; pass mark 60\n",
        "section 1 Organisation of work: declared 2, added 2, variation 0\n",
        "all sections: declared 10, added 10, variation 0\n",
        "practice Practice; weight 70 %; mean of parts",
    };
    expect_lines(PROBLEM_EN, lines, ROWS(lines));
}

static void says_how_places_and_honours_come_about(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "screens show each judge's mark, once all are in\n",
        "screens show the lines under the places that count\n",
        "tie step 1: time in w-plate, the lower before\n",
        "tie step 6: lot, extra test or the chief judge\n",
        "title First prize: 10 % of the entrants (half up), of those who tie at its end none; at "
        "least 10 entrants; the quota is counted from the first place, holders of earlier titles "
        "included; besides other titles\n",
        "title Gold: gold, shared within 2\n",
        "promotion to Technician: places 1 to 5; needs grade3; not with grade2; not with "
        "promoted\n",
        "field: from prelim 75 % of the entrants (cut off); who ties at the cut: all go on; at "
        "most 4 of a delegation, the next one moves up; not held with fewer than 3\n",
        "round robin, 1 leg(s); best of 3; win 2, draw 1, loss 1",
        "dsq: not listed, also in later stages\n",
        "scale: 700 + 30 x (total - median) / median absolute deviation x 1.4826; from 0 to 1000",
    };
    expect_lines(PROBLEM_EN, lines, ROWS(lines));
}

static void says_it_in_chinese_too(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "undercut 咬边：每 5 毫米（不足也算）扣 2，最多扣 6\n",
        "声明 100，合计 100，相差 0；合格线 60\n",
        "称号 技术状元：第 1 到 1 名；须为 staff；须经批准\n",
        "不得有技术明星；每个代表队至多 2 人，超额者由后一名递补\n",
        "同分第 6 步：抽签、加试或裁判长裁定\n",
        "theory 理论；权重 30 %；各部分相加；加权后修约到 3 位小数（截尾）\n",
    };
    expect_lines(PROBLEM_ZH, lines, ROWS(lines));
}

static void sums_come_as_json_lines(void **state)
{
    (void)state;
    struct definition *definition = read_full();
    struct buf *out = buf_new(1 << 12);
    check_print_json(out, definition_rules(definition));
    buf_add(out, "", 1);
    assert_non_null(strstr(out->bytes,
                           "{\"skill\":\"welder\",\"stage\":\"final\",\"module\":\"theory\","
                           "\"declared\":\"100\",\"added\":\"100\",\"variation\":\"0\"}\n"));
    assert_non_null(strstr(out->bytes,
                           "{\"skill\":\"web\",\"section\":\"2\",\"declared\":\"3\","
                           "\"added\":\"3\",\"variation\":\"0\"}\n"));
    (void)buf_unref(out);
    definition_free(definition);
}

RUN(cmocka_unit_test(says_each_kind_of_input_with_its_full_mark),
    cmocka_unit_test(says_how_a_panel_makes_one_figure),
    cmocka_unit_test(says_what_is_declared_and_what_it_adds_up_to),
    cmocka_unit_test(says_how_places_and_honours_come_about),
    cmocka_unit_test(says_it_in_chinese_too), cmocka_unit_test(sums_come_as_json_lines))
