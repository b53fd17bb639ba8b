// A rule book while it is being filled: flat arrays of the right size, how far each is filled, and
// what all levels of a definition need (names, roundings, ids that must differ).
#pragma once

#include "scoring/rules.h"
#include "wire/reader.h"

struct table;

struct definition_book {
    struct reader reader;
    struct rules_skill *skills;
    struct rules_stage *stages;
    struct rules_module *modules;
    struct rules_part *parts;
    struct rules_aspect *aspects;
    uint32_t skill_count, stage_count, module_count, part_count, aspect_count; // filled so far
    struct table *part_ids;
};

// Makes the arrays, each large enough for all that the document holds. False: too many parts (with
// its fault).
bool definition_book_size(struct definition_book *book);

const char *definition_book_id(struct definition_book *book, json_t *object);
struct rules_name definition_book_name(struct definition_book *book, json_t *object);
// Reads object[key], which is one rounding step; none when absent.
struct rounding definition_book_rounding(struct definition_book *book, json_t *object,
                                         const char *key);
// Faults the member `key` when the id was there before. `ids`: those of the same parent.
void definition_book_unique(struct definition_book *book, struct table *ids, const char *id,
                            const char *key);
