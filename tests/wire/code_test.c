#include "tests/unit.h"
#include "wire/code.h"

static void every_status_has_a_word_and_is_found_by_it(void **state)
{
    (void)state;
    for (int i = 0; i < RULES_STATUSES; i++) {
        enum rules_status status = RULES_STATUSES;
        assert_true(code_find(slice_of(code_word((enum rules_status)i)), &status));
        assert_int_equal(status, i);
        assert_string_equal(code_words[i], code_word((enum rules_status)i));
    }
    enum rules_status status = RULES_DSQ;
    assert_false(code_find(SLICE("DNF"), &status));
    assert_false(code_find(SLICE(""), &status));
    assert_int_equal(status, RULES_DSQ);
    assert_null(code_words[RULES_STATUSES]);
}

static void a_figure_is_a_decimal_or_a_word(void **state)
{
    (void)state;

    static const struct {
        struct ratio value;
        int places;
        const char *text;
    } rows[] = {{{17, 2}, -1, "8.5"},
                {{17, 2}, 2, "8.50"},
                {{-1, 3}, 2, "-0.33"},
                {{RULES_DNF, 0}, 2, "dnf"},
                {{RULES_NO_SHOW, 0}, -1, "no_show"},
                {{RULES_RUNNING, 0}, 2, ""}};

    for (size_t i = 0; i < ROWS(rows); i++) {
        char text[RATIO_TEXT_MAX];
        assert_int_equal(code_print(rows[i].value, rows[i].places, text), strlen(rows[i].text));
        assert_string_equal(text, rows[i].text);
    }
}

RUN(cmocka_unit_test(every_status_has_a_word_and_is_found_by_it),
    cmocka_unit_test(a_figure_is_a_decimal_or_a_word))
