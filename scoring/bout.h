// Matches: round robin and knockout with byes, from a draw and results to points, order and
// bracket. RULES.md 3.11 (win 2, loss 1, forfeit 0; two equal: their match; three equal: net ends),
// EX-32.
#pragma once

#include "scoring/bout_bracket.h"

// Is this a match of the stage, with a possible result? V_OK, V_BOUT_UNKNOWN, V_BOUT_ENDS as in
// scoring/contest.h. `bouts` are those already recorded (knockout: who meets whom follows from
// them).
int bout_check(const struct rules *rules, uint32_t stage, const struct bout_side *sides,
               uint32_t side_count, const struct bout *bouts, uint32_t count,
               const struct bout *bout);

// Fills sides from the recorded matches of this stage. Round robin: points, then the skill's tie
// steps of matches in their order (HEAD_TO_HEAD, and those that say `among`, from the matches among
// those still tied), groups are ranked
// each by itself and interleaved by place in the group (all firsts before all seconds). A step that
// separates some of them starts the chain again for each piece, so that two who are left decide by
// their own match. Knockout: winner 1, finalist 2, then bronze match or shared 3, then by round of
// defeat; a match counts only while its sides are those that the earlier rounds give. False: points
// that overflow, or more than BOUT_SIDES_MAX sides or BOUT_MAX matches; nothing is to be used then.
bool bout_settle(const struct rules *rules, uint32_t stage, const struct bout *bouts,
                 uint32_t count, struct bout_side *sides, uint32_t side_count);

// Draw number 1 meets the last, 1 and 2 can meet only in the final; byes go to the first numbers.
uint32_t bout_rounds(uint32_t side_count); // of a knockout of so many
struct bout_pair bout_pairing(const struct rules *rules, uint32_t stage, const struct bout *bouts,
                              uint32_t count, uint32_t side_count, uint32_t round, uint32_t number);
