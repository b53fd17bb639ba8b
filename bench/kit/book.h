// Competitions as plain structs, for benches of the engine alone, and chance that is the same each
// time.
#pragma once

#include "scoring/contest.h"

enum { BOOK_MODULES_MAX = 4, BOOK_PARTS_MAX = 16, BOOK_ASPECTS_MAX = 64 };

// One skill, one stage. Each mark is 0 to 100 by halves; with `places` it is a judge's place over
// the field and the stage goes by the Skating System.
struct book_shape {
    const char *name;
    unsigned modules, parts, seats, aspects; // parts of a module, aspects of a part
    unsigned drop;                           // of the highest and of the lowest seats
    bool by_aspect, one_by_one, places;
};

struct book {
    struct rules rules;
    struct rules_skill skill;
    struct rules_stage stage;
    struct rules_module modules[BOOK_MODULES_MAX];
    struct rules_part parts[BOOK_PARTS_MAX];
    struct rules_aspect aspects[BOOK_ASPECTS_MAX];
};

void book_write(struct book *book, const struct book_shape *shape);

enum { BOOK_CHANCE = 0x2545f491 }; // where every bench begins

// 0 … limit-1.
uint32_t book_chance(uint64_t *chance, uint32_t limit);
// CPU time of this process so far.
double book_cpu_ns(void);
// Aligned to 16; ends the program when there is none.
void *book_memory(size_t bytes);
