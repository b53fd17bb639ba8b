#include "tests/wire/change.h"

#include <stdlib.h>

static struct definition *read_changed(const char *near, const char *old, const char *fresh,
                                       struct faults *faults)
{
    return change_text(SMALL, near, old, fresh, faults);
}

static void expect_faults(const struct row *rows, size_t count)
{
    change_expect_faults(SMALL, rows, count);
}

#define FINAL "/skills/0/stages/1"
#define W1    FINAL "/modules/1/parts/0"
#define R1    "/skills/1/stages/0/modules/0/parts/0"

static void reads_the_whole_example(void **state)
{
    (void)state;
    struct faults faults = {0};
    struct definition *definition = definition_read(slice_of(change_load(SMALL)), &faults);
    assert_non_null(definition);
    assert_int_equal(faults.count, 0);
    const struct rules *rules = definition_rules(definition);
    assert_string_equal(rules->id, "small-2026");
    assert_string_equal(rules->name.en, "Workers' skills competition (example)");
    assert_true(rules->fictional);
    assert_int_equal(rules->skill_count, 2);
    assert_int_equal(rules->stage_count, 3);
    assert_int_equal(rules->module_count, 4);
    assert_int_equal(rules->part_count, 4);
    assert_int_equal(rules->aspect_count, 6);
    definition_free(definition);
}

static void reads_a_skill_with_all_its_rules(void **state)
{
    (void)state;
    struct faults faults = {0};
    struct definition *definition = definition_read(slice_of(change_load(SMALL)), &faults);
    const struct rules *rules = definition_rules(definition);
    const struct rules_skill *welder = &rules->skills[0];
    assert_int_equal(welder->stage_first, 0);
    assert_int_equal(welder->stage_count, 2);
    assert_int_equal(welder->tie_count, 3);
    assert_int_equal(welder->ties[0].by, RULES_TIE_MODULE);
    assert_int_equal(welder->ties[0].index, 2); // "practice" of the final, not of the preliminary
    assert_int_equal(welder->ties[1].by, RULES_TIE_PART);
    assert_int_equal(welder->ties[1].index, 1);
    assert_int_equal(welder->ties[2].by, RULES_TIE_STAGE_OWN);
    assert_int_equal(welder->ties[2].index, 0);
    assert_true(welder->ties[2].lower_is_better);
    assert_false(welder->lower_is_better);
    assert_int_equal(welder->title_count, 3);
    assert_int_equal(welder->titles[2].to, 10);
    assert_string_equal(welder->titles[2].name.en, "技术能手"); // no English: the Chinese name
    assert_int_equal(welder->exposure.before, RULES_SHOW_PROGRESS);
    assert_int_equal(welder->exposure.after, RULES_SHOW_NAME);
    assert_int_equal(rules->skills[1].convention, RULES_DENSE);
    assert_int_equal(rules->skills[1].exposure.before, RULES_SHOW_NAME);
    assert_int_equal(rules->skills[1].display_places, 3);
    definition_free(definition);
}

static void reads_stages_modules_and_weights(void **state)
{
    (void)state;
    struct faults faults = {0};
    struct definition *definition = definition_read(slice_of(change_load(SMALL)), &faults);
    const struct rules *rules = definition_rules(definition);
    const struct rules_stage *final = &rules->stages[1];
    assert_int_equal(final->carry_count, 1);
    assert_int_equal(final->carry[0], 0);
    assert_int_equal(final->own.mode, ROUND_HALF_UP);
    assert_int_equal(final->own.places, 3);
    assert_int_equal(final->module_first, 1);
    assert_int_equal(final->module_count, 2);
    assert_int_equal(rules->modules[1].weight.num, 3);
    assert_int_equal(rules->modules[1].weight.den, 10);
    assert_int_equal(rules->modules[1].sum.mode, ROUND_HALF_EVEN);
    assert_int_equal(rules->modules[1].rounding.mode, ROUND_TRUNCATE);
    assert_int_equal(rules->modules[0].weight.num, 1);
    assert_int_equal(rules->modules[0].sum.mode, ROUND_NONE);
    definition_free(definition);
}

static void reads_a_part_with_its_panel(void **state)
{
    (void)state;
    struct faults faults = {0};
    struct definition *definition = definition_read(slice_of(change_load(SMALL)), &faults);
    const struct rules *rules = definition_rules(definition);
    const struct rules_part *w1 = &rules->parts[2];
    assert_int_equal(w1->seat_count, 5);
    assert_string_equal(w1->seats[4], "J5");
    assert_null(w1->technical);
    assert_int_equal(w1->combine, RULES_PER_SHEET);
    assert_int_equal(w1->missing, RULES_GIVEN);
    assert_int_equal(w1->judges_least, 3);
    assert_int_equal(w1->drop_high, 1);
    const struct rules_part *r1 = &rules->parts[3];
    assert_string_equal(r1->technical, "T");
    assert_int_equal(r1->declares, 63);
    assert_true(r1->only_declared);
    assert_int_equal(r1->combine, RULES_PER_ASPECT);
    assert_int_equal(r1->reduce, RULES_SUM);
    assert_int_equal(r1->factor.num, 3);
    assert_int_equal(r1->factor.den, 5);
    assert_int_equal(r1->product.mode, ROUND_UP);
    assert_int_equal(r1->skill, 1);
    assert_int_equal(r1->stage, 2);
    assert_int_equal(r1->module, 3);
    const struct rules_aspect *grade = &rules->aspects[r1->aspect_first];
    assert_true(grade->scaled);
    assert_int_equal(grade->min, -3 * POINT_ONE);
    assert_int_equal(grade[1].step, POINT_ONE / 4);
    definition_free(definition);
}

static void names_broken_json_by_line_and_column(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"{", "\"format\"", "format", "malformed-json", "", "2:8"},
        {"{", "{", "", "malformed-json", "", NULL},
        {"\"id\"", "small-2026", "small\\u0000", "malformed-json", "", NULL},
        {"\"id\"", "small-2026", "small\xff", "malformed-json", "", NULL},
        {"\"fictional\"", "\"fictional\"", "\"id\"", "duplicate-key", "", NULL},
    };
    expect_faults(rows, ROWS(rows));
}

static void names_unknown_missing_and_mistyped_fields(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"{", "\"fictional\"", "\"fiction\"", "unknown-field", "/fiction", "fiction"},
        {"{", "\"fictional\"", "\"a/b~c\"", "unknown-field", "/a~1b~0c", "a/b~c"},
        {"{", "\"format\": \"jinbang-competition/1\",", "", "missing-field", "/format", "format"},
        {"{", "\"fictional\": true", "\"fictional\": 1", "wrong-type", "/fictional", "@type-flag"},
        {"\"id\"", "\"small-2026\"", "7", "wrong-type", "/id", "@type-text"},
        {"\"name\"", "\"zh\"", "\"de\"", "unknown-field", "/name/de", "de"},
        {"welder", "{\"zh\": \"焊工\", \"en\": \"Welder\"}", "\"焊工\"", "wrong-type",
         "/skills/0/name", "@type-object"},
        {"\"tie_break\"", "{\"part\": \"w-theory\"}", "\"w-theory\"", "wrong-type",
         "/skills/0/tie_break/1", "@type-object"},
        {"\"w-trial\"", "[\"J1\"]", "\"J1\"", "wrong-type",
         "/skills/0/stages/0/modules/0/parts/0/seats", "@type-list"},
        {"\"w-trial\"", "[\"J1\"]", "[1]", "wrong-type",
         "/skills/0/stages/0/modules/0/parts/0/seats/0", "@type-text"},
        {"\"w1\"", "\"drop_high\": 1", "\"drop_high\": 1.0", "wrong-type", W1 "/drop_high",
         "@type-whole"},
        {"\"w1\"", "\"max\": \"40\"", "\"max\": 40", "wrong-type", W1 "/aspects/0/max",
         "@type-decimal"},
        {"\"recital\"", "\"declares\": [\"base\"", "\"declares\": [1", "wrong-type",
         R1 "/declares/0", "@type-text"},
        {"\"recital\"", "\"id\": \"final\",", "", "missing-field", "/skills/1/stages/0/id", "id"},
        {"\"w1\"", ", \"step\": \"0.5\"", "", "missing-field", W1 "/aspects/0/step", "step"},
    };
    expect_faults(rows, ROWS(rows));
}

static void refuses_values_that_may_not_be(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"{", "competition/1", "competition/2", INVALID, "/format",
         "@format jinbang-competition/1"},
        {"{", "small-2026", "-small", INVALID, "/id", "@id"},
        {"{", "small-2026", "small 2026", INVALID, "/id", "@id"},
        {"\"name\"", "职工技能竞赛（示例）", "", INVALID, "/name/zh", "@text 1 – 200"},
        {"\"name\"", "职工技能竞赛（示例）", "a\\u0007b", INVALID, "/name/zh", "@control"},
        {"welder", "\"high\"", "\"up\"", INVALID, "/skills/0/order", "@choice high, low"},
        {"welder", "\"standard\"", "\"1224\"", INVALID, "/skills/0/convention",
         "@choice standard, dense, modified, ordinal, fractional"},
        {"\"exposure\"", "\"progress\"", "\"all\"", INVALID, "/skills/0/exposure/before",
         "@choice none, progress, code, name"},
        {"welder", "\"display_places\": 2", "\"display_places\": 10", INVALID,
         "/skills/0/display_places", "@whole 0 – 9"},
        {"\"rounding\"", "\"places\": 3", "\"places\": -7", INVALID, FINAL "/rounding/own/places",
         "@whole -6 – 9"},
        {"\"rounding\"", "\"half_up\"", "\"half_down\"", INVALID, FINAL "/rounding/total/mode",
         "@choice half_up, half_even, truncate, up"},
        {"\"w1\"", "\"sheet\"", "\"sheets\"", INVALID, W1 "/combine", "@choice aspect, sheet"},
        {"\"w1\"", "\"mean\"", "\"medians\"", INVALID, W1 "/reduce",
         "@choice mean, sum, median, agreed, middle_two, near_median, least, most, majority"},
        {"\"w1\"", "\"given\"", "\"none\"", INVALID, W1 "/missing",
         "@choice block, given, zero, mean"},
        {"\"w1\"", "\"judges_least\": 3", "\"judges_least\": 0", INVALID, W1 "/judges_least",
         "@whole 1 – 32"},
        {"\"r1\"", "\"no_marks\"", "\"speed\"", INVALID, R1 "/declares/5", NULL},
        {"\"r1\"", "\"no_marks\"", "\"base\"", INVALID, R1 "/declares/5", "@twice"},
        {"\"r1\"", "\"factor\": \"0.6\"", "\"factor\": \"0\"", INVALID, R1 "/factor",
         "@above-zero"},
        {"\"r1\"", "\"factor\": \"0.6\"", "\"factor\": \"0,6\"", INVALID, R1 "/factor", "@decimal"},
        {"\"r1\"", "\"0.25\"", "\"1e-1\"", INVALID, R1 "/aspects/1/step", "@decimal"},
        {"\"titles\"", "\"from\": 1, \"to\": 1", "\"from\": 0, \"to\": 1", INVALID,
         "/skills/0/titles/0/from", "@whole 1 – 1000000"},
        {"\"titles\"", "\"from\": 2, \"to\": 3", "\"from\": 3, \"to\": 2", INVALID,
         "/skills/0/titles/1/to", "@title-range"},
    };
    expect_faults(rows, ROWS(rows));
}

static void refuses_ids_that_are_used_twice(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\"skills\"", "\"recital\"", "\"welder\"", INVALID, "/skills/1/id", "@id-twice welder"},
        {"\"prelim\",\n          \"name\"", "\"id\": \"final\"", "\"id\": \"prelim\"", INVALID,
         FINAL "/id", "@id-twice prelim"},
        {"\"70%\"", "\"w1\"", "\"w-trial\"", INVALID, W1 "/id", "@id-twice w-trial"},
        {"\"theory\",", "\"id\": \"practice\"", "\"id\": \"theory\"", INVALID,
         FINAL "/modules/1/id", "@id-twice theory"},
        {"\"w1\"", "\"J5\"", "\"J1\"", INVALID, W1 "/seats/4", "@id-twice J1"},
        {"\"w1\"", "\"inside\"", "\"look\"", INVALID, W1 "/aspects/1/id", "@id-twice look"},
        {"\"r1\"", "\"technical\": \"T\"", "\"technical\": \"J2\"", INVALID, R1 "/technical",
         "@id-twice J2"},
        {"\"titles\"", "\"mingxing\"", "\"zhuangyuan\"", INVALID, "/skills/0/titles/1/id",
         "@id-twice zhuangyuan"},
        {"\"carry\"", "[\"prelim\"]", "[\"prelim\", \"prelim\"]", INVALID, FINAL "/carry/1",
         "@id-twice prelim"},
    };
    expect_faults(rows, ROWS(rows));
}

static void refuses_weights_that_are_not_a_whole(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\"theory\"", "\"30%\"", "\"20.5%\"", INVALID, FINAL "/modules", "@weights-sum 90.5 %"},
        {"\"theory\"", "\"30%\"", "\"0.3\"", INVALID, FINAL "/modules", "@weights-mixed"},
        {"\"theory\"", "\"weight\": \"30%\",", "", INVALID, FINAL "/modules", "@weights-mixed"},
        {"\"theory\"", "\"30%\"", "\"130%\"", INVALID, FINAL "/modules/0/weight",
         "@range 0 – 100 %"},
        {"\"theory\"", "\"30%\"", "\"%\"", INVALID, FINAL "/modules/0/weight", "@weight"},
        {"\"theory\"", "\"30%\"", "\"\"", INVALID, FINAL "/modules/0/weight", "@weight"},
        {"\"theory\"", "\"30%\"", "\"-1\"", INVALID, FINAL "/modules/0/weight", "@weight"},
        {"\"recital\"", "\"weight\": \"1\"", "\"weight\": \"1001\"", INVALID,
         "/skills/1/stages/0/modules/0/weight", "@range 0 – 1000"},
        {"\"recital\"", "\"weight\": \"1\"", "\"weight\": 1", "wrong-type",
         "/skills/1/stages/0/modules/0/weight", "@type-text"},
    };
    expect_faults(rows, ROWS(rows));
}

static void a_bad_weight_brings_no_second_complaint_about_the_sum(void **state)
{
    (void)state;
    struct faults faults;
    assert_null(read_changed("\"theory\"", "\"30%\"", "\"x%\"", &faults));
    assert_int_equal(faults.count, 1);
}

static void refuses_references_that_lead_nowhere(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\"carry\"", "[\"prelim\"]", "[\"semi\"]", INVALID, FINAL "/carry/0",
         "@stage-unknown semi"},
        {"\"carry\"", "[\"prelim\"]", "[\"final\"]", INVALID, FINAL "/carry/0",
         "@carry-forward final"},
        {"\"stages\"", "\"modules\"", "\"carry\": [\"final\"], \"modules\"", INVALID,
         "/skills/0/stages/0/carry/0", "@carry-forward final"},
        {"\"tie_break\"", "\"practice\"", "\"speed\"", INVALID, "/skills/0/tie_break/0/module",
         "@module-unknown speed"},
        {"\"tie_break\"", ", \"stage\": \"final\"", "", INVALID, "/skills/0/tie_break/0/module",
         "@tie-ambiguous practice"},
        {"\"tie_break\"", "\"stage\": \"final\"", "\"stage\": \"x\"", INVALID,
         "/skills/0/tie_break/0/stage", "@stage-unknown x"},
        {"\"tie_break\"", "\"w-theory\"", "\"r1\"", INVALID, "/skills/0/tie_break/1/part",
         "@part-unknown r1"},
        {"\"tie_break\"", "{\"part\": \"w-theory\"}", "{\"order\": \"low\"}", INVALID,
         "/skills/0/tie_break/1", "@tie-form"},
        {"\"tie_break\"", "{\"part\": \"w-theory\"}", "{\"part\": \"w1\", \"stage\": \"final\"}",
         INVALID, "/skills/0/tie_break/1", "@tie-form"},
    };
    expect_faults(rows, ROWS(rows));
}

static void refuses_rules_that_make_no_sense(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\"w1\"", "\"drop_low\": 1", "\"drop_low\": 4", INVALID, W1 "/seats", "@panel-too-small"},
        {"\"w1\"", "\"judges_least\": 3", "\"judges_least\": 6", INVALID, W1 "/judges_least",
         "@judges-least 5"},
        {"\"r1\"", "\"scale\", ", "", INVALID, R1 "/declares", "@scale-undeclared"},
        {"\"r1\"", "\"technical\": \"T\",", "", INVALID, R1 "/technical", "@technical-missing"},
        {"\"titles\"", "\"from\": 2", "\"from\": 1", INVALID, "/skills/0/titles",
         "@titles-overlap"},
        {"\"w1\"", "\"step\": \"0.5\"", "\"step\": \"0.3\"", INVALID, W1 "/aspects/0",
         "@marks-misshapen"},
        {"\"inside\"", "\"max\": \"60\"", "\"max\": \"-1\"", INVALID, W1 "/aspects/1",
         "@marks-misshapen"},
        {"\"inside\"", "\"max\": \"60\"", "\"max\": \"999999999999\"", INVALID, W1,
         "@overflow-possible"},
    };
    expect_faults(rows, ROWS(rows));
}

static void a_part_with_neither_aspects_nor_declarations_is_refused(void **state)
{
    (void)state;
    struct faults faults = {0};
    static const char text[] =
        "{\"format\":\"jinbang-competition/1\",\"id\":\"c\",\"name\":{\"zh\":\"c\"},\"skills\":[{"
        "\"id\":\"s\",\"name\":{\"zh\":\"s\"},\"stages\":[{\"id\":\"f\",\"name\":{\"zh\":\"f\"},"
        "\"modules\":[{\"id\":\"m\",\"name\":{\"zh\":\"m\"},\"parts\":[{\"id\":\"p\",\"name\":{"
        "\"zh\":\"p\"}}]}]}]}]}";
    assert_null(definition_read(slice_of(text), &faults));
    assert_string_equal(faults.items[0].word, "@part-empty");
    assert_string_equal(faults.items[0].pointer, "/skills/0/stages/0/modules/0/parts/0");
}

static void add_list(struct buf *buf, const char *one, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buf_add(buf, i ? "," : "", i ? 1 : 0);
        buf_add(buf, one, strlen(one));
    }
}

static void refuses_more_than_the_rules_have_room_for(void **state)
{
    (void)state;

    static const struct {
        const char *near, *old, *one, *pointer, *word;
        size_t count;
    } rows[] = {
        {"\"seats\"", "\"J1\"", "\"J\"", "/skills/0/stages/0/modules/0/parts/0/seats",
         "@list 0 – 32", 33},
        {"\"tie_break\"", "{\"part\": \"w-theory\"}", "{}", "/skills/0/tie_break", "@list 0 – 16",
         15},
        {"\"carry\"", "\"prelim\"", "\"p\"", FINAL "/carry", "@list 0 – 16", 17},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct buf *list = buf_new(4096);
        add_list(list, rows[i].one, rows[i].count);
        buf_add(list, "", 1);
        struct faults faults;
        assert_null(read_changed(rows[i].near, rows[i].old, list->bytes, &faults));
        assert_string_equal(faults.items[0].pointer, rows[i].pointer);
        assert_string_equal(faults.items[0].word, rows[i].word);
        (void)buf_unref(list);
    }
}

static void refuses_more_parts_than_a_competition_may_have(void **state)
{
    (void)state;
    struct buf *buf = buf_new(1 << 16);
    static const char head[] = "{\"skills\":[{\"stages\":[{\"modules\":[{\"parts\":[";
    buf_add(buf, head, sizeof head - 1);
    add_list(buf, "{}", RULES_PARTS_MAX + 1);
    buf_add(buf, "]}]}]}]}", 8);
    struct faults faults = {0};
    assert_null(definition_read((struct slice){buf->bytes, buf->len}, &faults));
    assert_string_equal(faults.items[faults.count - 1].word, "@parts 8192");
    (void)buf_unref(buf);
}

static void names_many_faults_at_once_and_says_when_there_are_more(void **state)
{
    (void)state;
    struct faults faults = {0};
    struct buf *buf = buf_new(1024);
    buf_add(buf, "{\"skills\":[", 11);
    add_list(buf, "{}", 20);
    buf_add(buf, "]}", 2);
    assert_null(definition_read((struct slice){buf->bytes, buf->len}, &faults));
    assert_int_equal(faults.count, FAULTS_MAX);
    assert_true(faults.more);
    (void)buf_unref(buf);
}

static void survives_lists_and_objects_in_the_wrong_places(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "[]",
        "7",
        "\"x\"",
        "",
        "{}",
        "{\"skills\":{}}",
        "{\"skills\":[[]]}",
        "{\"skills\":[{\"stages\":[7]}]}",
        "{\"skills\":[{\"stages\":[{\"modules\":[{\"parts\":[null]}]}]}]}",
        "{\"skills\":[{\"stages\":[{\"modules\":[{\"parts\":[{\"aspects\":[[]]}]}]}]}]}",
        "{\"skills\":[{\"exposure\":3,\"titles\":[1],\"tie_break\":[{}],\"stages\":[]}]}",
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct faults faults = {0};
        assert_null(definition_read(slice_of(rows[i]), &faults));
        assert_true(faults.count > 0);
    }
    assert_null(definition_free(NULL));
}

RUN(cmocka_unit_test(reads_the_whole_example), cmocka_unit_test(reads_a_skill_with_all_its_rules),
    cmocka_unit_test(reads_stages_modules_and_weights),
    cmocka_unit_test(reads_a_part_with_its_panel),
    cmocka_unit_test(names_broken_json_by_line_and_column),
    cmocka_unit_test(names_unknown_missing_and_mistyped_fields),
    cmocka_unit_test(refuses_values_that_may_not_be),
    cmocka_unit_test(refuses_ids_that_are_used_twice),
    cmocka_unit_test(refuses_weights_that_are_not_a_whole),
    cmocka_unit_test(a_bad_weight_brings_no_second_complaint_about_the_sum),
    cmocka_unit_test(refuses_references_that_lead_nowhere),
    cmocka_unit_test(refuses_rules_that_make_no_sense),
    cmocka_unit_test(a_part_with_neither_aspects_nor_declarations_is_refused),
    cmocka_unit_test(refuses_more_than_the_rules_have_room_for),
    cmocka_unit_test(refuses_more_parts_than_a_competition_may_have),
    cmocka_unit_test(names_many_faults_at_once_and_says_when_there_are_more),
    cmocka_unit_test(survives_lists_and_objects_in_the_wrong_places))
