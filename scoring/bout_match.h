// One match: what was recorded of it, and what it is worth to its sides.
#pragma once

#include "scoring/rules.h"

enum { BOUT_ENDS_MAX = 16, BOUT_SIDES_MAX = 512, BOUT_MAX = 4096 };

// One match as it was recorded; a second record of the same match replaces the first, which stays
// in the journal (a rerun keeps history).
struct bout {
    uint32_t stage;         // index in the competition
    uint32_t group;         // round robin: 1 …; knockout: 0
    uint32_t round, number; // knockout: round 1 …, match 1 … of it (the bronze match: the last
                            // round, number 2); round robin: leg 1 or 2, 0
    uint32_t a, b;          // numbers in the draw (round robin: within the group)
    uint32_t end_count;

    struct {
        uint32_t a, b;
    } ends[BOUT_ENDS_MAX]; // score of each end

    int forfeit; // 0: none, 1: side a forfeits, 2: side b
};

// One who was drawn.
struct bout_side {
    uint32_t group, number; // from the draw
    // Filled:
    struct ratio points;
    uint32_t wins, draws, losses, played, expected;
    int32_t net;             // ends won minus ends lost
    int64_t scored, against; // scores of all ends
    struct ratio sonneborn;  // round robin: RULES_TIE_SONNEBORN
    // Round robin: the tie step (from 1) that set it apart from the one before it, 0: points did;
    // and what was compared.
    uint32_t step;
    struct ratio own, before;
    uint32_t order; // 1 is the best of the stage, equal where nothing decides (knockout:
                    // losers of one round share)
    bool complete;
};

// Ends that `a` won minus ends that `b` won.
int32_t bout_match_net(const struct bout *bout);
int bout_match_winner(const struct bout *bout); // 1: a, -1: b, 0: a draw
// `won`: 1, 0 or -1 as the side sees it.
struct ratio bout_match_points(const struct rules_matches *matches, const struct bout *bout,
                               int won);
// What a step of matches, but for RULES_TIE_SONNEBORN, takes from one match for a side; `sign` 1:
// it is a, -1: b.
struct ratio bout_match_measure(const struct rules_matches *matches, const struct bout *bout,
                                int sign, enum rules_tie_by by);
// Can a match end so?
bool bout_match_is_result(const struct rules_matches *matches, const struct bout *bout);

// Forgets what was filled in.
void bout_match_clear(struct bout_side *side);
// Adds the match to one side; `sign` 1: it is a, -1: b. False: overflow.
bool bout_match_count(const struct rules_matches *matches, const struct bout *bout, int sign,
                      struct bout_side *side);
// Index of the side; RULES_NONE when there is none.
uint32_t bout_match_side(const struct bout_side *sides, uint32_t side_count, uint32_t group,
                         uint32_t number);
