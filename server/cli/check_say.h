// Lines of a marking scheme in one of two languages, and the words of the small things in it.
#pragma once

#include "scoring/rules.h"
#include "wire/problem.h"

struct buf;

struct check_say {
    struct buf *out;
    enum problem_language language;
    const struct rules *rules;
};

struct check_say_words { // in the order of enum problem_language
    const char *zh, *en;
};

enum { CHECK_SAY_TEXT = RATIO_TEXT_MAX + 4 };

// The same figures in the same order, whatever the language.
void check_say(const struct check_say *say, const char *zh, const char *en, ...)
    __attribute__((format(printf, 2, 4), format(printf, 3, 4)));
const char *check_say_word(const struct check_say *say, struct check_say_words words);
const char *check_say_name(const struct check_say *say, struct rules_name name);
// Begins a line.
void check_say_line(const struct check_say *say, unsigned depth);

// Texts for %s; `out` is given back.
const char *check_say_ratio(struct ratio value, char out[CHECK_SAY_TEXT]);
const char *check_say_point(point_t value, char out[CHECK_SAY_TEXT]);
const char *check_say_percent(struct ratio value, char out[CHECK_SAY_TEXT]);

// ", <what> to 2 decimal places (half up)"; nothing where nothing is rounded.
void check_say_rounding(const struct check_say *say, struct check_say_words what,
                        struct rounding how);
// A weight of its node; nothing where it is 1.
void check_say_weight(const struct check_say *say, struct ratio weight);
// How a number of people that a share gives becomes whole.
const char *check_say_mode(const struct check_say *say, enum round_mode mode);
void check_say_convention(const struct check_say *say, enum rules_convention convention);
// Declared, added and by how much they differ.
void check_say_variation(const struct check_say *say, struct ratio declared, struct ratio added);
