// A signature as it was drawn, or typed by who cannot draw:
// {"strokes":[[x,y,x,y,…],…],"width","height"} or {"typed":"name"}.
#pragma once

#include "wire/reader.h"

enum {
    DRAWING_STROKES_MAX = 500,
    DRAWING_FIGURES_MAX = 20000, // of one stroke: x and y
    DRAWING_SIDE_MAX = 10000,    // width and height, in the units of x and y
    DRAWING_NAME_MAX = 50        // characters
};

// Faults stand at the reader's place; nothing drawn and an empty name are `drawing-blank`.
void drawing_check(struct reader *reader, json_t *drawing);
