// A name is found by how it is said.
#include "tests/unit.h"
#include "wire/pinyin.h"

static bool fits(const char *typed, const char *name)
{
    return pinyin_fits(slice_of(typed), name);
}

static void a_name_is_found_by_syllables_first_letters_and_a_mix(void **state)
{
    (void)state;
    static const char *const good[] = {"zhangwei", "zw",  "zhangw", "zwei",
                                       "zha",      "wei", "w",      "zhw"};
    static const char *const bad[] = {"zhangwe1", "wz", "zhangweii", "ang", "ei", "zhangwang", ""};

    for (size_t i = 0; i < ROWS(good); i++) {
        if (!fits(good[i], "张伟")) {
            fail_msg("%s", good[i]);
        }
    }
    for (size_t i = 0; i < ROWS(bad); i++) {
        if (fits(bad[i], "张伟")) {
            fail_msg("%s", bad[i]);
        }
    }
}

static void a_surname_has_its_own_reading_and_the_common_one(void **state)
{
    (void)state;

    static const struct {
        const char *typed, *name;
    } rows[] = {{"shanxiongxin", "单雄信"}, {"sxx", "单雄信"},  {"dan", "单雄信"},
                {"qiuhe", "仇和"},          {"chouhe", "仇和"}, {"zengguofan", "曾国藩"},
                {"xiexiaodong", "解晓东"},  {"lvbu", "吕布"},   {"l\xc3\xbc", "吕布"},
                {"lubu", "吕布"},           {"zha", "查良镛"},  {"ren", "任我行"},
                {"jiacuo", "尕藏加措"}};

    for (size_t i = 0; i < ROWS(rows); i++) {
        if (!fits(rows[i].typed, rows[i].name)) {
            fail_msg("%s %s", rows[i].typed, rows[i].name);
        }
    }
}

static void what_is_no_sign_breaks_a_row_and_fits_nothing_by_itself(void **state)
{
    (void)state;
    assert_false(fits("zw", "张A伟"));
    assert_false(fits("a", "Anna"));
    assert_false(fits("z", NULL));
    assert_false(fits("z", ""));
    assert_false(fits("z", "\xff\xfe"));
    assert_true(fits("crzm", "才让·卓玛"));
    assert_true(fits("zmcz", "才让·卓玛 次珠旦增"));
}

static void as_many_letters_as_the_limit_are_taken_and_one_more_is_not(void **state)
{
    (void)state;
    char typed[PINYIN_MAX + 2];
    char name[3 * (PINYIN_MAX + 1) + 1];

    for (size_t i = 0; i <= PINYIN_MAX; i++) {
        memcpy(name + 3 * i, "张", 3);
    }
    name[sizeof name - 1] = 0;
    memset(typed, 'z', sizeof typed);
    typed[PINYIN_MAX + 1] = 0;
    assert_false(fits(typed, name));
    typed[PINYIN_MAX] = 0;
    assert_true(fits(typed, name));
}

RUN(cmocka_unit_test(a_name_is_found_by_syllables_first_letters_and_a_mix),
    cmocka_unit_test(a_surname_has_its_own_reading_and_the_common_one),
    cmocka_unit_test(what_is_no_sign_breaks_a_row_and_fits_nothing_by_itself),
    cmocka_unit_test(as_many_letters_as_the_limit_are_taken_and_one_more_is_not))
