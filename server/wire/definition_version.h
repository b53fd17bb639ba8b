// The least version of the journal's format that can read a definition, from what it says. DESIGN
// 3.1: an older node must be able to tell that it needs a newer program, and must never take a
// definition for broken that is only newer.
#pragma once

#include <jansson.h>

// Of a definition that has been read well: 1, 2 (what came with the whole rule book), 3, 4 (codes,
// sign-off, trials), 6 (what the hall is told) or 8 (venues).
unsigned definition_version_least(const json_t *root);
