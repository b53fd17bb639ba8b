// What a change of the rules comes to. See live/reform.
#pragma once

#include "live/facts.h"

struct arena;

// Something that has no place under the new rules.
struct reform_lost {
    const char *kind; // "competition", "skill", "competitor", "sheet", "ruling", "match"
    const char *competitor, *part, *seat, *stage, *what; // ids; NULL: none
    uint64_t number;                                     // a sheet's
    const char *problem, *pointer, *word; // why, as a problem has it; problem NULL: it is gone
    struct reform_lost *next;
};

enum { REFORM_KEY = 17 };

// Works that get their competitors, under the same rules.
struct reform_join {
    uint32_t skill;
    struct table *works; // by competitor: the struct record_competitor of his work
    // Once for each, when his marks have been carried.
    void (*on_joined)(struct reform_join *join, struct record *after, struct record_competitor *to);
};

struct reform {
    struct reform_join *join; // while it is made; NULL: a change of the rules
    bool joins;
    struct arena *arena;
    const struct record *before;
    struct record *after;
    // NULL: it may be. "rules-published": a skill whose result is published would change;
    // "rules-impossible": something is lost (sheets only when their key was not given);
    // "total-overflow"; "field-full".
    const char *refusal;
    struct reform_lost *lost;
    size_t lost_sheets, lost_others;
    char key[REFORM_KEY]; // names just these lost sheets; "" when there are none
    bool marked;          // there are sheets, lost ones included
    uint32_t *skill_of;   // by the skill before: its number after, RULES_NONE: gone
    struct reform_lost **last;
};
