// What can still become of a competitor: the best and the worst that his total can come to by the
// marks that are awaited, and the mark that he needs to stand before another. Exact, or it says
// that it is not known: where one mark moves others, and where a rule makes more marks less worth.
// What rulings may still say is no part of it. A part that is not complete is taken as if nobody
// had marked it, so that no forecast tells what a mark is before it counts.
#pragma once

#include "scoring/rank.h"

// Can totals of this stage be bounded, mark by mark? Not in a relative skill, where groups compete
// apart, in heats, with places that others' sharing moves, and where a larger mark may make a
// smaller total (variance that leaves out, middle two, vetoes, cut-offs, codes, scales …).
bool forecast_is_known(const struct rules *rules, uint32_t stage);
// Can equal totals be set apart by a tie step that holds here?
bool forecast_has_ties(const struct rules *rules, uint32_t stage);

enum forecast_kind {
    FORECAST_OUT,  // no place will come of it: out of the field, or a status without a place
    FORECAST_DONE, // nothing is awaited: best == worst
    FORECAST_OPEN,
    FORECAST_FREE // open, and its bounds are not known: a part with a technical seat is awaited
};

// As the total stands in a rank key: a smaller one is better.
struct forecast_bounds {
    enum forecast_kind kind;
    bool loose; // OPEN: judges who are too far apart may be kept from bringing best or worst about
    unsigned char best[RATIO_KEY], worst[RATIO_KEY];
};

// The caller's memory for one row of the skill and its tally (tally_init), and `marks`.
struct forecast_room {
    struct row *row; // contest_row_bytes
    struct tally tally;
    struct mark marks[RULES_CELLS_MAX];
};

// One competitor as he stands.
struct forecast_case {
    const struct rules *rules;
    uint32_t stage;
    const struct row *row;
    const struct tally *tally; // what the row comes to
    struct forecast_room *room;
};

// Costs two tallies of the row, and nothing when he is done.
void forecast_bounds_of(const struct forecast_case *of, struct forecast_bounds *ret);

enum forecast_answer {
    FORECAST_ALREADY, // whatever he is given
    FORECAST_CANNOT,
    FORECAST_MARK,   // with this mark for every entry that is awaited, or one that is better
    FORECAST_UNKNOWN // his marks have not all the same limits and steps, or bounds are not known
};

// The least mark (the highest, where lower is better) that brings an OPEN competitor before the
// total `than`, a key as in his bounds; `or_equal`: to it is enough.
enum forecast_answer forecast_need(const struct forecast_case *of,
                                   const struct forecast_bounds *bounds,
                                   const unsigned char than[RATIO_KEY], bool or_equal,
                                   point_t *ret_mark);
