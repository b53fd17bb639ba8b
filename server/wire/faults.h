// What is wrong with a document: a list of (problem name, JSON pointer, one figure or word),
// bounded. Words in two languages are made from it by wire/problem.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>

enum { FAULTS_MAX = 32, FAULTS_POINTER_MAX = 256, FAULTS_WORD_MAX = 128 };

struct faults_item {
    const char *name; // problem type, a literal: "unknown-field", "mark-out-of-range" …
    char pointer[FAULTS_POINTER_MAX]; // RFC 6901
    char word[FAULTS_WORD_MAX]; // what the words need: the field's name, "0 – 10", "0.5" …; may be
                                // ""
};

struct faults {
    size_t count; // of items kept
    bool more;    // there were more than FAULTS_MAX
    struct faults_item items[FAULTS_MAX];
};

// Adds one; pointer and word are copied and cut at whole characters if too long.
void faults_add(struct faults *faults, const char *name, const char *pointer, const char *word);
