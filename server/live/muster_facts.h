// What the fold of the MUSTER entries keeps; for live/muster and its parts alone.
#pragma once

struct table;

struct muster {
    struct table *persons; // by competitor: struct muster_person
    struct table *draws;   // by skill: struct muster_draw
};
