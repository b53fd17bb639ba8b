// The words of one problem, in both languages. Kind, plain, and they say what to do.
// A place {} takes the word of a fault or of the detail; {1} and {2} take its halves around " – "
// or ":".
#pragma once

enum { PROBLEM_WORDS_LANGUAGES = 2 }; // in the order of enum problem_language

struct problem_words_said {
    const char *title;
    const char *detail; // a whole sentence, when there is no word
    const char *worded; // when there is one; NULL: the detail
};

struct problem_words {
    const char *name;
    int status;
    struct problem_words_said said[PROBLEM_WORDS_LANGUAGES];
};
