// Whatever the check of a book lets through comes to a figure, at the edges of all that may be
// entered, declared and ruled.
#include "tests/scoring/extreme.h"
#include "tests/scoring/lively.h"

enum { BOOKS = 400, STEPS = 40 };

static void no_book_that_is_let_through_runs_over(void **state)
{
    (void)state;
    static struct lively lively;
    uint64_t seed = 5;

    for (uint64_t i = 1; i <= BOOKS; i++) {
        struct book book;
        uint32_t index = 0;
        chance_book(&book, &seed);
        assert_int_equal(rules_check(&book.rules, &index), RULES_SENSE);
        assert_int_equal(extreme_drive(&book.rules, i, STEPS), RULES_NONE);
        lively_open(&lively, i * 104729);
        assert_int_equal(rules_check(&lively.book.rules, &index), RULES_SENSE);
        assert_int_equal(extreme_drive(&lively.book.rules, i, STEPS), RULES_NONE);
    }
}

RUN(cmocka_unit_test(no_book_that_is_let_through_runs_over))
