// From totals to an order: the rank key that Redis sorts by, and the engine's own full ranking.
#pragma once

#include "scoring/tally.h"

// Where a line stands before its total is looked at. Only RANK_COMPLETE has a place.
enum rank_class {
    RANK_COMPLETE,
    RANK_CODED,   // complete, but the total is a code whose effect is not `ranked`; with a ranked
                  // code (WCA: DNF average) the line is RANK_COMPLETE, worse than every value
    RANK_RUNNING, // still being marked, or held
    RANK_DNF,
    RANK_DNS,
    RANK_WITHDRAWN,
    RANK_NO_SHOW,
    RANK_DSQ
};
enum rank_class rank_class_of(const struct rules *rules, uint32_t stage, const struct tally *tally);

// Does he stand on the stage's board: has a sheet come, or has he a status that is not hidden, and
// is he not out of the stage's field?
bool rank_is_listed(const struct rules *rules, uint32_t stage, const struct tally *tally);

// What a tie step compares on this stage's board; may be a code. False when the step has no say
// there: it is of a stage that is neither the ranked one nor carried into it. Points among the tied
// are nobody's own: HEAD_TO_HEAD gives a code here and is worked out by scoring/field; COUNTBACK
// and LATEST compare many values and give a code too: see scoring/rank_countback.
bool rank_tie_value(const struct rules *rules, uint32_t stage, const struct rules_tie *tie,
                    const struct tally *tally, struct ratio *ret);
// Which values of the step are better.
bool rank_tie_lower(const struct rules_tie *tie);

// The rank key of a competitor on a stage's board: fixed width for the skill (at most
// RULES_KEY_MAX), smaller is better, equal only when the place is shared. First byte: enum
// rank_class. Then total and each step of the tie chain that belongs to this stage or to one that
// it carries; in a relative skill the engine's order (four bytes) instead. Returns its length; 0
// when he is not listed (rank_is_listed). `stage` is an index in the competition.
size_t rank_key(const struct rules *rules, uint32_t stage, const struct tally *tally,
                unsigned char out[RULES_KEY_MAX]);
// The length that every key of this stage's board has.
size_t rank_key_len(const struct rules *rules, uint32_t stage);

struct quota;

// One line of a ranking. The caller fills `tally` and `who`; rank_order fills place and sorts.
struct rank_line {
    const struct tally *tally;
    uint32_t who;         // the caller's number for the competitor
    uint32_t place;       // 1 …; 0: no place yet (not complete)
    bool half;            // and a half (RULES_FRACTIONAL)
    bool shared;          // another has the same place
    uint32_t tie_step;    // 0: the first line, or the total decided against the next above, n: tie
                          // step n, RULES_NONE: nothing did
    struct quota *team;   // the caller's, for field_cut: of his delegation; NULL: none
    uint32_t group;       // the caller's: his group in the skill, 1 …; 0: none
    uint32_t group_place; // filled by rank_group_lines, as place, half and shared
    bool group_half, group_shared;
    uint32_t heat;       // the caller's: in which he was drawn, 1 …; 0: in none
    uint32_t heat_place; // filled by rank_group_heats, likewise
    bool heat_half, heat_shared;
};

// Orders lines by exact comparison of totals and tie steps (not by keys: the two check each other),
// by class first, and gives the places by the skill's convention. Lines that are equal in
// everything share a place; among them, and among those still being marked with equal figures, the
// order is that of `who`. Lines that are not listed must be left out by the caller. No allocation:
// heap sort in place.
void rank_order(const struct rules *rules, uint32_t stage, struct rank_line *lines, size_t count);

// An order as rank_again or rank_order left it, part of which is not true any more.
struct rank_before {
    const struct rank_line *lines;
    size_t count;
    const bool *gone; // by `who`: his tally has changed since, or he is not listed any more
};

// Brings an order up to date. `moved`: new lines for who of those that are gone is listed, and for
// who has come; they are sorted. `out`, which has room for both: what rank_order would make of all
// of them, under the same rules. Returns how many lines that is. Compares each moved line with
// log2 of the others and its neighbours; the others are copied.
size_t rank_again(const struct rules *rules, uint32_t stage, const struct rank_before *before,
                  struct rank_line *moved, size_t moved_count, struct rank_line *out);
// Where a line with this tally, which is one of them, stands in an order: 0 …; `count`: nowhere.
size_t rank_find(const struct rules *rules, uint32_t stage, const struct rank_line *lines,
                 size_t count, const struct tally *tally, uint32_t who);

// The place of a competitor on a board by the skill's convention, from counts:
// `before` complete ones have better keys, `distinct_before` different better keys, `sharing` (>=
// 1) have his key.
// *ret_half: the place and a half.
uint32_t rank_place(enum rules_convention convention, uint32_t before, uint32_t distinct_before,
                    uint32_t sharing, bool *ret_half);

// Does a shared place stand where the rules forbid one? Then publication waits for a ruling. Where
// groups compete apart it is the place in the group that may not be shared.
bool rank_is_undecided(const struct rules *rules, uint32_t stage, const struct rank_line *lines,
                       size_t count);
