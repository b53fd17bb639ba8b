// A competition's definition: JSON (fixtures/definition.schema.json) to the rule book's structs,
// and back never: the JSON text itself is what the journal keeps. Every mistake is named with a
// JSON pointer and words.
#pragma once

#include "base/slice.h"
#include "scoring/rules.h"

#include <stdbool.h>
#include <stddef.h>

struct definition; // a rules struct with the memory behind it
struct faults;     // wire/faults.h

// NULL with at least one fault when the text is not a definition that makes sense (form first; then
// rules_check).
struct definition *definition_read(struct slice json, struct faults *faults);
struct definition *definition_free(struct definition *definition); // NULL is fine; returns NULL
const struct rules *definition_rules(const struct definition *definition);
// The least version of the journal's format that can read it (wire/entry).
unsigned definition_version(const struct definition *definition);
