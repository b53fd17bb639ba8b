// A rule book while it is being filled: flat arrays of the right size, how far each is filled, and
// what all levels of a definition need (names, roundings, ids that must differ or must be found).
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
    struct rules_adjustment *adjustments;
    const char *const *traits;
    const struct rules_venue *venues;
    uint32_t skill_count, stage_count, module_count, part_count, aspect_count,
        adjustment_count;         // filled so far
    uint32_t trait_count;         // all of them: they are read first
    uint32_t venue_count;         // the same
    struct table *part_ids;       // of the competition
    struct table *adjustment_ids; // of the skill
};

// Makes the arrays, each large enough for all that the document holds. False: too many parts (with
// its fault).
bool definition_book_size(struct definition_book *book);

const char *definition_book_id(struct definition_book *book, json_t *object);
const char *definition_book_id_at(struct definition_book *book, json_t *object, const char *key);
struct rules_name definition_book_name(struct definition_book *book, json_t *object);
// The name in object[key]; empty, not NULL, when absent.
struct rules_name definition_book_name_at(struct definition_book *book, json_t *object,
                                          const char *key);
// The name that `value` itself is; the reader stands there.
struct rules_name definition_book_name_of(struct definition_book *book, json_t *value);
// Reads object[key], which is one rounding step; none when absent.
struct rounding definition_book_rounding(struct definition_book *book, json_t *object,
                                         const char *key);
// The members `places` and `mode` of the object itself.
struct rounding definition_book_step(struct definition_book *book, json_t *object);
// Faults the member `key` when the id was there before. `ids`: those of the same parent.
void definition_book_unique(struct definition_book *book, struct table *ids, const char *id,
                            const char *key);

// Among what was read of the present skill: index in the competition, or RULES_NONE with a fault at
// object[key]. Absent: RULES_NONE without one.
uint32_t definition_book_stage(struct definition_book *book, json_t *object, const char *key);
uint32_t definition_book_part(struct definition_book *book, json_t *object, const char *key);
// Module ids are unique in a stage only: without `stage` (RULES_NONE) two of the same id are one
// too many.
uint32_t definition_book_module(struct definition_book *book, json_t *object, const char *key,
                                uint32_t stage);
// The bits of the traits that object[key] lists.
uint64_t definition_book_traits(struct definition_book *book, json_t *object, const char *key);
