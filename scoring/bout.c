#include "scoring/bout.h"

#include "scoring/bout_robin.h"
#include "scoring/contest.h"

uint32_t bout_rounds(uint32_t side_count)
{
    return bout_bracket_rounds(side_count);
}

// NOLINTNEXTLINE(readability-function-size): the header says what it takes
struct bout_pair bout_pairing(const struct rules *rules, uint32_t stage, const struct bout *bouts,
                              uint32_t count, uint32_t side_count, uint32_t round, uint32_t number)
{
    return bout_bracket_pairing(rules, stage, bouts, count, side_count, round, number);
}

bool bout_settle(const struct rules *rules, uint32_t stage, const struct bout *bouts,
                 uint32_t count, struct bout_side *sides, uint32_t side_count)
{
    if (rules->stages[stage].matches.format == RULES_KNOCKOUT) {
        return bout_bracket_settle(rules, stage, bouts, count, sides, side_count);
    }
    return bout_robin_settle(rules, stage, bouts, count, sides, side_count);
}

static bool meet_in_bracket(const struct rules *rules, uint32_t side_count,
                            const struct bout *bouts, uint32_t count, const struct bout *bout)
{
    struct bout_pair pair = bout_bracket_pairing(rules, bout->stage, bouts, count, side_count,
                                                 bout->round, bout->number);

    return pair.a != 0 && pair.b != 0 &&
           ((pair.a == bout->a && pair.b == bout->b) || (pair.a == bout->b && pair.b == bout->a));
}

static bool meet_in_group(const struct rules_matches *matches, const struct bout_side *sides,
                          uint32_t side_count, const struct bout *bout)
{
    uint32_t rounds = matches->rounds > 0 ? matches->rounds : 1;

    return bout->round >= 1 && bout->round <= rounds && bout->a != bout->b &&
           bout_match_side(sides, side_count, bout->group, bout->a) != RULES_NONE &&
           bout_match_side(sides, side_count, bout->group, bout->b) != RULES_NONE;
}

// NOLINTNEXTLINE(readability-function-size): the header says what it takes
int bout_check(const struct rules *rules, uint32_t stage, const struct bout_side *sides,
               uint32_t side_count, const struct bout *bouts, uint32_t count,
               const struct bout *bout)
{
    const struct rules_matches *matches = &rules->stages[stage].matches;
    bool known = bout->stage == stage && rules->stages[stage].roll_up == RULES_MATCHES;

    if (known && matches->format == RULES_KNOCKOUT) {
        known = meet_in_bracket(rules, bout_bracket_last(sides, side_count), bouts, count, bout);
    } else if (known) {
        known = meet_in_group(matches, sides, side_count, bout);
    }
    if (!known) {
        return V_BOUT_UNKNOWN;
    }
    return bout_match_is_result(matches, bout) ? V_OK : V_BOUT_ENDS;
}
