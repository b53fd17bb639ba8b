#include "scoring/bout_bracket.h"

#include <string.h>

enum { BYE = UINT16_MAX }; // in the place of a draw number: nobody, for ever

// ---- the bracket

// Matches in one run: all of round 1, all of round 2 …, the final, and the bronze match last.
struct bracket {
    uint32_t size, rounds; // a power of two
    bool bronze;
    const struct bout *records[BOUT_SIDES_MAX]; // the last one of each match
    struct bout_pair pairs[BOUT_SIDES_MAX];     // 0: not known yet
    uint32_t winners[BOUT_SIDES_MAX], losers[BOUT_SIDES_MAX];
};

uint32_t bout_bracket_rounds(uint32_t side_count)
{
    uint32_t rounds = 0;

    while (((uint64_t)1 << rounds) < side_count) {
        rounds++;
    }
    return rounds;
}

// RULES_NONE when the bracket has no such match.
static uint32_t match_at(const struct bracket *bracket, uint32_t round, uint32_t number)
{
    if (bracket->bronze && round == bracket->rounds && number == 2) {
        return bracket->size - 1;
    }
    if (round == 0 || round > bracket->rounds || number == 0 || number > bracket->size >> round) {
        return RULES_NONE;
    }
    return bracket->size - (bracket->size >> (round - 1)) + number - 1;
}

// Who stands at this place of the first round. Every number keeps its place when the bracket
// doubles, and gets the number opposite for its opponent: 1 2 · 1 4 2 3 · 1 8 4 5 2 7 3 6 …
static uint32_t seed_at(uint32_t size, uint32_t slot, uint32_t side_count)
{
    uint32_t seed = 1;

    for (uint32_t width = 2; width <= size; width *= 2) {
        seed = slot / (size / width) % 2 == 1 ? width + 1 - seed : seed;
    }
    return seed <= side_count ? seed : BYE;
}

static bool is_between(const struct bout *bout, struct bout_pair pair)
{
    return (bout->a == pair.a && bout->b == pair.b) || (bout->a == pair.b && bout->b == pair.a);
}

// The record of the match if it was between those who meet there now, and has a winner.
static const struct bout *played_at(const struct bracket *bracket, uint32_t at)
{
    const struct bout *bout = bracket->records[at];
    struct bout_pair pair = bracket->pairs[at];

    if (!bout || pair.a == 0 || pair.b == 0 || pair.a == BYE || pair.b == BYE) {
        return NULL;
    }
    return is_between(bout, pair) && bout_match_winner(bout) != 0 ? bout : NULL;
}

static void play(struct bracket *bracket, uint32_t at, struct bout_pair pair)
{
    bracket->pairs[at] = pair;
    const struct bout *bout = played_at(bracket, at);

    if (pair.a == BYE || pair.b == BYE) {
        bracket->winners[at] = pair.a == BYE ? pair.b : pair.a;
        bracket->losers[at] = BYE;
    } else if (bout) {
        bool a_won = bout_match_winner(bout) > 0;
        bracket->winners[at] = a_won ? bout->a : bout->b;
        bracket->losers[at] = a_won ? bout->b : bout->a;
    }
}

static void play_round(struct bracket *bracket, uint32_t round)
{
    for (uint32_t number = 1; number <= bracket->size >> round; number++) {
        uint32_t one = match_at(bracket, round - 1, 2 * number - 1);
        struct bout_pair pair = {bracket->winners[one], bracket->winners[one + 1]};
        play(bracket, match_at(bracket, round, number), pair);
    }
}

static void play_all(struct bracket *bracket, uint32_t side_count)
{
    for (uint32_t slot = 0; slot + 1 < bracket->size; slot += 2) {
        struct bout_pair pair = {seed_at(bracket->size, slot, side_count),
                                 seed_at(bracket->size, slot + 1, side_count)};
        play(bracket, slot / 2, pair);
    }
    for (uint32_t round = 2; round <= bracket->rounds; round++) {
        play_round(bracket, round);
    }
    if (bracket->bronze) {
        uint32_t semi = match_at(bracket, bracket->rounds - 1, 1);
        struct bout_pair pair = {bracket->losers[semi], bracket->losers[semi + 1]};
        play(bracket, bracket->size - 1, pair);
    }
}

static bool open_bracket(const struct rules *rules, uint32_t stage, const struct bout *bouts,
                         uint32_t count, uint32_t side_count, struct bracket *ret)
{
    if (side_count == 0 || side_count > BOUT_SIDES_MAX) {
        return false;
    }
    memset(ret, 0, sizeof *ret);
    ret->rounds = bout_bracket_rounds(side_count);
    ret->size = (uint32_t)1 << ret->rounds;
    ret->bronze = rules->stages[stage].matches.bronze && ret->rounds >= 2;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = match_at(ret, bouts[i].round, bouts[i].number);
        if (bouts[i].stage == stage && at != RULES_NONE) {
            ret->records[at] = &bouts[i];
        }
    }
    play_all(ret, side_count);
    return true;
}

// NOLINTNEXTLINE(readability-function-size): the header says what it takes
struct bout_pair bout_bracket_pairing(const struct rules *rules, uint32_t stage,
                                      const struct bout *bouts, uint32_t count, uint32_t side_count,
                                      uint32_t round, uint32_t number)
{
    struct bracket bracket;
    struct bout_pair pair = {0, 0};

    if (!open_bracket(rules, stage, bouts, count, side_count, &bracket)) {
        return pair;
    }
    uint32_t at = match_at(&bracket, round, number);
    if (at != RULES_NONE) {
        pair = bracket.pairs[at];
    }
    return (struct bout_pair){pair.a == BYE ? 0 : pair.a, pair.b == BYE ? 0 : pair.b};
}

// ---- settled

// How far each draw number came: twice the round of its defeat, one more for the bronze.
struct reach {
    uint32_t level[BOUT_SIDES_MAX + 1];
    bool done[BOUT_SIDES_MAX + 1];
};

uint32_t bout_bracket_last(const struct bout_side *sides, uint32_t side_count)
{
    uint32_t last = side_count;

    for (uint32_t i = 0; i < side_count; i++) {
        last = sides[i].number > last ? sides[i].number : last;
    }
    return last;
}

static void drop_out(struct reach *reach, uint32_t number, uint32_t level, bool done)
{
    if (number > 0 && number != BYE) {
        reach->level[number] = level;
        reach->done[number] = done;
    }
}

static void find_reach(const struct bracket *bracket, struct reach *reach)
{
    uint32_t rounds = bracket->rounds;

    for (uint32_t number = 0; number <= BOUT_SIDES_MAX; number++) {
        reach->level[number] = 2 * (rounds + 1);
        reach->done[number] = rounds == 0;
    }
    for (uint32_t round = 1; round <= rounds; round++) {
        bool plays_on = bracket->bronze && round == rounds - 1;
        for (uint32_t number = 1; number <= bracket->size >> round; number++) {
            uint32_t at = match_at(bracket, round, number);
            drop_out(reach, bracket->losers[at], 2 * round, !plays_on);
        }
    }
    if (rounds > 0) {
        drop_out(reach, bracket->winners[match_at(bracket, rounds, 1)], 2 * (rounds + 1), true);
    }
    if (bracket->bronze && bracket->winners[bracket->size - 1] != 0) {
        drop_out(reach, bracket->winners[bracket->size - 1], 2 * (rounds - 1) + 1, true);
        drop_out(reach, bracket->losers[bracket->size - 1], 2 * (rounds - 1), true);
    }
}

static void place_by_reach(const struct reach *reach, struct bout_side *sides, uint32_t side_count)
{
    for (uint32_t i = 0; i < side_count; i++) {
        struct bout_side *side = &sides[i];
        for (uint32_t k = 0; k < side_count; k++) {
            side->order += reach->level[sides[k].number] > reach->level[side->number];
        }
        side->complete = reach->done[side->number];
        side->expected = side->played + !side->complete;
    }
}

bool bout_bracket_settle(const struct rules *rules, uint32_t stage, const struct bout *bouts,
                         uint32_t count, struct bout_side *sides, uint32_t side_count)
{
    struct bracket bracket;
    struct reach reach;
    uint16_t at_number[BOUT_SIDES_MAX + 1] = {0}; // index in sides, and 1

    if (!open_bracket(rules, stage, bouts, count, bout_bracket_last(sides, side_count), &bracket)) {
        return side_count == 0;
    }
    for (uint32_t i = 0; i < side_count; i++) {
        bout_match_clear(&sides[i]);
        at_number[sides[i].number] = (uint16_t)(i + 1);
    }
    for (uint32_t at = 0; at < bracket.size; at++) {
        const struct bout *bout = played_at(&bracket, at);
        for (int sign = 1; bout && sign >= -1; sign -= 2) {
            uint16_t side = at_number[sign > 0 ? bout->a : bout->b];
            if (side > 0 &&
                !bout_match_count(&rules->stages[stage].matches, bout, sign, &sides[side - 1])) {
                return false;
            }
        }
    }
    find_reach(&bracket, &reach);
    place_by_reach(&reach, sides, side_count);
    return true;
}
