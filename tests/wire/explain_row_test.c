// From sheets to sentences, with the engine's own trace.
#include "scoring/tally.h"
#include "tests/unit.h"
#include "tests/wire/aloud.h"
#include "wire/ask.h"

enum { ROOM = 200, WELD = 0 };

static struct trace_line room[ROOM];

static void send(struct arena *arena, struct row *row, uint32_t part, uint32_t seat,
                 const char *json)
{
    struct faults faults = {.count = 0};
    struct sheet sheet;
    assert_true(ask_sheet(arena, &rules, part, seat, slice_of(json), &sheet, &faults));
    assert_int_equal(contest_check(&rules, WELD, row, &sheet).verdict, V_OK);
    contest_apply(&rules, WELD, row, &sheet);
}

static struct row *fill_row(struct arena *arena)
{
    struct row *row = arena_alloc(arena, contest_row_bytes(&rules, WELD));
    contest_row_init(&rules, WELD, row);
    send(arena, row, TRADE_WORK, 0,
         "{\"marks\":[{\"aspect\":\"seam\",\"faults\":{\"undercut\":\"12\",\"pore\":\"5\"}},{"
         "\"aspect\":\"size\",\"value\":\"1\"},{\"aspect\":\"out\",\"value\":\"95\"},{\"aspect\":"
         "\"look\",\"value\":\"8.5\"}]}");
    send(arena, row, TRADE_WORK, 1,
         "{\"marks\":[{\"aspect\":\"seam\",\"faults\":{}},{\"aspect\":\"size\",\"value\":\"0\"},{"
         "\"aspect\":\"out\",\"value\":\"190\"},{\"aspect\":\"look\",\"value\":\"7.5\"}]}");
    send(arena, row, TRADE_WORK, 2,
         "{\"marks\":[{\"aspect\":\"seam\",\"faults\":{\"burn\":\"1\"}},{\"aspect\":\"size\","
         "\"value\":\"1\"},{\"aspect\":\"out\",\"value\":\"100\",\"target\":\"125\"},{\"aspect\":"
         "\"look\",\"value\":\"9\"}]}");
    send(arena, row, TRADE_WORK, 3,
         "{\"declared\":{\"divisor\":\"1.5\",\"log\":[{\"event\":\"start\",\"at\":\"0\"},{"
         "\"event\":\"added\",\"at\":\"90\",\"seconds\":\"30\"},{\"event\":\"sealed\",\"at\":"
         "\"3780\"}]}}");
    send(arena, row, TRADE_RACE, 0,
         "{\"marks\":[{\"aspect\":\"t1\",\"value\":\"1\"},{\"aspect\":\"t2\",\"value\":\"12.34\"},{"
         "\"aspect\":\"hole\",\"faults\":{\"burr\":\"2\"}}]}");
    send(arena, row, TRADE_RACE, 1, "{\"declared\":{\"time\":\"61.5\"}}");
    struct ruling late = {.kind = RULING_ADJUST, .times = 2};
    contest_apply_ruling(&rules, WELD, row, &late);
    return row;
}

static void the_engines_trace_reads_as_sentences(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct row *row = fill_row(arena);
    struct tally tally;
    tally_init(&rules, WELD, arena_alloc(arena, tally_bytes(&rules, WELD)), &tally);
    trace = (struct trace){.lines = room, .room = ROOM};
    assert_int_equal(trace_row(&rules, WELD, row, STAGE_FINAL, &tally, &trace), V_OK);
    assert_false(trace.cut);
    explain.place = 2;
    struct buf *buf = buf_new(4096);
    explain_print(&explain, PROBLEM_ZH, buf);
    buf_add(buf, "", 1);
    assert_string_equal(
        buf->bytes,
        "c1，决赛：第 2 名\n"
        "        裁判 J1 记：咬边 12 mm，每 5 mm 扣 2 分（不满的按一次计），计 3 次，共扣 6 分\n"
        "        裁判 J1 记：气孔 5 处，每处扣 1 分，共扣 3 分（最多扣 3）\n"
        "        裁判 J1，“焊缝”：配分 10 − 咬边 12 mm (3 × 2) − 气孔 5 处 (5 × 1，最多扣 3) = 1\n"
        "        裁判 J1 判“尺寸”合格\n"
        "        裁判 J1，“尺寸”合格，得满分 5\n"
        "        裁判 J1 记“产量”的成绩是 95\n"
        "        裁判 J1，“产量”：配分 10 × 成绩 95 ÷ 目标 100 = 9.5\n"
        "        裁判 J1 给“外观”打 8.5 分\n"
        "        裁判 J2，“焊缝”：配分 10，没有扣分，得 10 分\n"
        "        裁判 J2 判“尺寸”不合格\n"
        "        裁判 J2，“尺寸”不合格，得 0 分\n"
        "        裁判 J2 记“产量”的成绩是 190\n"
        "        裁判 J2，“产量”：成绩 190，目标 100，最多按目标的 1.1 倍计，得 11 分\n"
        "        裁判 J2 给“外观”打 7.5 分\n"
        "        裁判 J3 记：烧穿 1 处，按规则这一项不得分\n"
        "        裁判 J3，“焊缝”：配分 10 − 烧穿 1 处 (扣光)，扣完为止，得 0 分\n"
        "        裁判 J3 判“尺寸”合格\n"
        "        裁判 J3，“尺寸”合格，得满分 5\n"
        "        裁判 J3 记“产量”的成绩是 100\n"
        "        “产量”的目标是 125\n"
        "        裁判 J3，“产量”：配分 10 × 成绩 100 ÷ 目标 125 = 8\n"
        "        裁判 J3 给“外观”打 9 分\n"
        "        裁判 J1：24 分\n"
        "        裁判 J2：28.5 分\n"
        "        裁判 J3：22 分\n"
        "      “焊接”：平均分 (24 + 28.5 + 22) ÷ 3 ≈ 24.8333\n"
        "      “焊接”：24.8333 ÷ 1.5 ≈ 16.5556\n"
        "      “焊接”：净用时 3780 秒（63 分 0 秒），规定时间另加 30 秒\n"
        "      “焊接”得约 16.5556 分\n"
        "        裁判 J1 给“第一次”打 1 分\n"
        "        裁判 J1 给“第二次”打 12.34 分\n"
        "        裁判 J1 记：毛刺 2 处，每处扣 1 分，共扣 2 分\n"
        "        裁判 J1，“孔”：配分 3 − 毛刺 2 处 (2 × 1) = 1\n"
        "        裁判 J1：14.34 分\n"
        "      “计时”：一个分数，14.34\n"
        "      “计时”：净用时 61.5 秒（1 分 1.5 秒）\n"
        "      “计时”得 14.34 分\n"
        "    “迟到”：每次 −2 分，2 次，30.8956 变为 26.8956\n"
        "    “超时”：每次 −1 分，3 次，26.8956 变为 23.8956\n"
        "    “操作”调整后 ≈ 23.8956\n"
        "  “决赛”本阶段成绩 ≈ 23.8956\n"
        "  “决赛”总成绩 ≈ 23.8956\n");
    (void)buf_unref(buf);
    arena_free(arena);
}

RUN(cmocka_unit_test_setup_teardown(the_engines_trace_reads_as_sentences, aloud_open, aloud_close))
