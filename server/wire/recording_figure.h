// The figures of an expectation: their names, what they may be, and whether two are the same. What
// wire/recording.h offers under its own names, and the struct of it.
#pragma once

#include "base/slice.h"

#include <stdbool.h>

struct json_t;
struct reader;

// A figure by name: "own", "total", "place", "scale", "status", "field", "titles", "promotion",
// "modules.ID", "parts.ID", "ties.N". The value is a decimal's text, a code's word, an id or a
// comma list of ids; what is absent is "".
struct recording_figure {
    struct slice name, value;
};

// Reads the value of the figure whose name is there; `of_team`: only total and place. The reader
// stands at the object of figures.
void recording_figure_read(struct reader *reader, struct json_t *value, bool of_team,
                           struct recording_figure *ret);
bool recording_figure_is_honour(struct slice name);
bool recording_figure_needs_parts(struct slice name);
bool recording_figure_same(struct slice a, struct slice b);
