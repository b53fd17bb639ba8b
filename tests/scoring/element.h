// A small book with one of everything, for the tests of what a row takes and refuses.
#pragma once

#include "tests/scoring/book.h"

enum { ELEMENT, SPEECH, DEDUCTIONS, FOREIGN };

// One skill with an element (grade by scale), a speech (two aspects) and deductions; and another
// skill.
static inline void open_book(struct book *book)
{
    book_open(book);
    book_skill(book);
    book_stage(book);
    book_module(book, RATIO_ONE);
    struct rules_part *element = book_part(book, 3);
    element->technical = "controller";
    element->declares = RULES_DECLARES_BASE | RULES_DECLARES_SCALE | RULES_DECLARES_DIFFICULTY |
                        RULES_DECLARES_NO_MARKS;
    element->only_declared = true;
    book_aspect(book, "-1", "1", "1")->scaled = true;
    book_part(book, 2);
    book_aspect(book, "0", "10", "0.25");
    book_aspect(book, "60", "100", "1");
    struct rules_part *deductions = book_part(book, 0);
    deductions->technical = "referee";
    deductions->declares = RULES_DECLARES_DEDUCTION;
    book_skill(book);
    book_stage(book);
    book_module(book, RATIO_ONE);
    book_part(book, 1);
    book_aspect(book, "0", "10", "1");
}

static inline struct declared element(void)
{
    return (struct declared){
        .has = RULES_DECLARES_BASE | RULES_DECLARES_SCALE | RULES_DECLARES_DIFFICULTY,
        .base = points("4.4"),
        .difficulty = POINT_ONE,
        .scale_count = 3,
        .scale = {{points("-1"), points("-0.5")}, {0, 0}, {points("1"), points("0.6")}},
    };
}

static inline void assert_fault(const struct play *play, enum verdict verdict, uint32_t item)
{
    assert_int_equal(play->last.verdict, verdict);
    assert_int_equal(play->last.item, item);
}
