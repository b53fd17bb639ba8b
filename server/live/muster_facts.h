// What the fold of the MUSTER entries keeps; for live/muster and its parts alone.
#pragma once

#include <stddef.h>

struct muster_declared;
struct muster_recusal;
struct table;

struct muster {
    struct table *persons; // by competitor: struct muster_person
    struct table *draws;   // by skill: struct muster_draw
    struct table *codes;   // by skill: struct muster_codes
    size_t recusal_count, recusal_room;
    struct muster_recusal *recusals; // in the order of the journal, lifted ones included
    size_t declared_count, declared_room;
    struct muster_declared *declared; // likewise: what judges have said of persons whom codes hide
};
