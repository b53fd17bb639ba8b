// Request bodies: what a counter wants to know, read strictly, errors with JSON pointers.
#pragma once

#include "base/slice.h"
#include "scoring/contest.h"
#include "wire/ask_people.h" // the structs of rosters and judges

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct faults;

// A sheet's body, checked for form; indexes are found in the rules. Arrays live on the arena.
// On false, faults holds why. `seat` is the seat's index in the part (see struct sheet).
bool ask_sheet(struct arena *arena, const struct rules *rules, uint32_t part, uint32_t seat,
               struct slice json, struct sheet *ret, struct faults *faults);

// The engine's verdict on a sheet as a fault with pointer and word: "/marks/3/value", "0 – 10".
// A fault of a deduction aspect stands at "/marks/3/faults/pore", an event of the station log at
// "/declared/log/2".
// Nothing for V_OK.
void ask_fault(const struct rules *rules, const struct sheet *sheet, struct fault fault,
               struct faults *faults);

// Names are normalised: separators ・•．‧ between characters become U+00B7, blanks at the ends go;
// 1-100 code points.
bool ask_roster(struct arena *arena, const struct rules *rules, struct slice json,
                struct ask_roster *ret, struct faults *faults);
// {"name","second_name","delegation"}, at least one of them.
bool ask_person(struct arena *arena, struct slice json, struct ask_competitor *ret,
                struct faults *faults);

bool ask_judges(struct arena *arena, const struct rules *rules, struct slice json,
                struct ask_judges *ret, struct faults *faults);

enum { ASK_BATCH_MAX = 200 };

struct ask_batch_item {
    struct slice key, part, competitor, seat, if_match, rules, signature,
        confirmed;     // absent: at == NULL
    struct slice body; // the exact bytes of "body" in the request
};

struct ask_batch {
    size_t count;
    const struct ask_batch_item *items;
};

bool ask_batch(struct arena *arena, struct slice json, struct ask_batch *ret,
               struct faults *faults);

// An empty object, nothing else (publication).
bool ask_nothing(struct arena *arena, struct slice json, struct faults *faults);

// A client's live message.
enum ask_live_type { ASK_HELLO, ASK_SUBSCRIBE, ASK_UNSUBSCRIBE, ASK_RESYNC };

enum { ASK_BOARDS_MAX = 16 };

struct ask_live {
    enum ask_live_type type;
    struct slice resume, bearer; // absent: at == NULL
    bool session;                // the cookie of the upgrade counts as the bearer
    size_t board_count;
    struct slice boards[ASK_BOARDS_MAX];
};

bool ask_live(struct arena *arena, struct slice json, struct ask_live *ret, struct faults *faults);
