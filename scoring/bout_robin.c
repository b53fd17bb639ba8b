#include "scoring/bout_robin.h"

#include <string.h>

// A match that counts, with indexes of sides.
struct link {
    uint32_t bout, a, b;
};

struct robin {
    const struct rules *rules;
    uint32_t stage;
    const struct bout *bouts;
    struct bout_side *sides; // `order` is the place within the group while this is at work
    uint32_t side_count, link_count;
    struct link links[BOUT_MAX];
    struct ratio values[BOUT_SIDES_MAX];
    uint32_t moves[BOUT_SIDES_MAX];
    bool settled[BOUT_SIDES_MAX];
};

// Those of a group who are equal so far.
struct tied {
    uint32_t group, order;
};

static const struct rules_matches *matches_of(const struct robin *robin)
{
    return &robin->rules->stages[robin->stage].matches;
}

static bool is_replaced(const struct robin *robin, const struct link *link)
{
    uint32_t round = robin->bouts[link->bout].round;

    for (uint32_t i = 0; i < robin->link_count; i++) {
        const struct link *later = &robin->links[i];
        bool same = (later->a == link->a && later->b == link->b) ||
                    (later->a == link->b && later->b == link->a);
        if (same && robin->bouts[later->bout].round == round) {
            return true;
        }
    }
    return false;
}

// From the last record to the first, since a later one replaces an earlier one.
static bool link_up(struct robin *robin, uint32_t count)
{
    for (uint32_t i = count; i-- > 0;) {
        const struct bout *bout = &robin->bouts[i];
        if (bout->stage != robin->stage) {
            continue;
        }
        struct link link = {i,
                            bout_match_side(robin->sides, robin->side_count, bout->group, bout->a),
                            bout_match_side(robin->sides, robin->side_count, bout->group, bout->b)};
        if (link.a == RULES_NONE || link.b == RULES_NONE || is_replaced(robin, &link)) {
            continue;
        }
        if (robin->link_count == BOUT_MAX) {
            return false;
        }
        robin->links[robin->link_count++] = link;
    }
    return true;
}

static bool count_links(struct robin *robin)
{
    const struct rules_matches *matches = matches_of(robin);

    for (uint32_t i = 0; i < robin->link_count; i++) {
        const struct link *link = &robin->links[i];
        const struct bout *bout = &robin->bouts[link->bout];
        if (!bout_match_count(matches, bout, 1, &robin->sides[link->a]) ||
            !bout_match_count(matches, bout, -1, &robin->sides[link->b])) {
            return false;
        }
    }
    return true;
}

// What a match gives to the Sonneborn-Berger score of one side.
static bool add_sonneborn(struct robin *robin, uint32_t side, uint32_t other, int won)
{
    struct ratio more = robin->sides[other].points;

    if (won < 0 || (won == 0 && !ratio_divide(more, 2, &more))) {
        return won < 0;
    }
    return ratio_add(robin->sides[side].sonneborn, more, &robin->sides[side].sonneborn);
}

static bool count_sonneborn(struct robin *robin)
{
    for (uint32_t i = 0; i < robin->link_count; i++) {
        const struct link *link = &robin->links[i];
        int won = bout_match_winner(&robin->bouts[link->bout]);
        if (!add_sonneborn(robin, link->a, link->b, won) ||
            !add_sonneborn(robin, link->b, link->a, -won)) {
            return false;
        }
    }
    return true;
}

static void look_ahead(struct robin *robin)
{
    uint32_t rounds = matches_of(robin)->rounds;

    for (uint32_t i = 0; i < robin->side_count; i++) {
        struct bout_side *side = &robin->sides[i];
        uint32_t others = 0;
        for (uint32_t k = 0; k < robin->side_count; k++) {
            others += k != i && robin->sides[k].group == side->group;
        }
        side->expected = others * (rounds > 0 ? rounds : 1);
        side->complete = side->played >= side->expected;
    }
}

static bool is_among(const struct robin *robin, struct tied tied, uint32_t side)
{
    return robin->sides[side].group == tied.group && robin->sides[side].order == tied.order;
}

// One of the tied who is better than the side, and the worst of those.
static bool is_before(const struct robin *robin, uint32_t other, uint32_t side,
                      bool lower_is_better)
{
    return ratio_better(robin->values[other], robin->values[side], lower_is_better) < 0;
}

// How many of the tied stand before the side; what it and the last of them have is noted.
static uint32_t count_before(struct robin *robin, struct tied tied, uint32_t side, uint32_t step,
                             bool lower_is_better)
{
    uint32_t before = 0;
    uint32_t last = RULES_NONE;

    for (uint32_t k = 0; k < robin->side_count; k++) {
        if (is_among(robin, tied, k) && is_before(robin, k, side, lower_is_better)) {
            before++;
            last = last == RULES_NONE || is_before(robin, last, k, lower_is_better) ? k : last;
        }
    }
    if (before > 0) {
        robin->sides[side].step = step;
        robin->sides[side].own = robin->values[side];
        robin->sides[side].before = robin->values[last];
    }
    return before;
}

// Sorts the tied ones by `values`. `step` from 1; 0: the points. False: they are all equal.
static bool split(struct robin *robin, struct tied tied, uint32_t step, bool lower_is_better)
{
    bool moved = false;

    for (uint32_t i = 0; i < robin->side_count; i++) {
        robin->moves[i] =
            is_among(robin, tied, i) ? count_before(robin, tied, i, step, lower_is_better) : 0;
        moved |= robin->moves[i] > 0;
    }
    for (uint32_t i = 0; i < robin->side_count; i++) {
        robin->sides[i].order += robin->moves[i];
    }
    return moved;
}

// A match gives to a side if the step looks at all matches, or both sides are among the tied.
static bool measure_link(struct robin *robin, struct tied tied, const struct rules_tie *tie,
                         const struct link *link)
{
    const struct bout *bout = &robin->bouts[link->bout];
    const struct rules_matches *matches = matches_of(robin);
    bool among = tie->among || tie->by == RULES_TIE_HEAD_TO_HEAD;
    bool a = is_among(robin, tied, link->a);
    bool b = is_among(robin, tied, link->b);
    struct ratio *of_a = &robin->values[link->a];
    struct ratio *of_b = &robin->values[link->b];

    if (among && !(a && b)) {
        return true;
    }
    return (!a || ratio_add(*of_a, bout_match_measure(matches, bout, 1, tie->by), of_a)) &&
           (!b || ratio_add(*of_b, bout_match_measure(matches, bout, -1, tie->by), of_b));
}

// What the step compares, for those who are tied.
static bool measure(struct robin *robin, struct tied tied, const struct rules_tie *tie)
{
    bool sonneborn = tie->by == RULES_TIE_SONNEBORN;

    for (uint32_t i = 0; i < robin->side_count; i++) {
        robin->values[i] = sonneborn ? robin->sides[i].sonneborn : RATIO_ZERO;
    }
    for (uint32_t i = 0; !sonneborn && i < robin->link_count; i++) {
        if (!measure_link(robin, tied, tie, &robin->links[i])) {
            return false;
        }
    }
    return true;
}

// The first step that separates any of the tied ones, or the end of the matter for all of them.
static bool take_apart(struct robin *robin, struct tied tied)
{
    const struct rules_skill *skill =
        &robin->rules->skills[robin->rules->stages[robin->stage].skill];

    for (uint32_t i = 0; i < skill->tie_count; i++) {
        const struct rules_tie *tie = &skill->ties[i];
        if (!rules_tie_of_matches(tie->by) || tie->index != robin->stage) {
            continue;
        }
        if (!measure(robin, tied, tie)) {
            return false;
        }
        if (split(robin, tied, i + 1, tie->lower_is_better)) {
            return true;
        }
    }
    for (uint32_t i = 0; i < robin->side_count; i++) {
        robin->settled[i] |= is_among(robin, tied, i);
    }
    return true;
}

static bool leads_group(const struct robin *robin, uint32_t side)
{
    for (uint32_t i = 0; i < side; i++) {
        if (robin->sides[i].group == robin->sides[side].group) {
            return false;
        }
    }
    return true;
}

static bool order_groups(struct robin *robin)
{
    for (uint32_t i = 0; i < robin->side_count; i++) {
        robin->values[i] = robin->sides[i].points;
    }
    for (uint32_t i = 0; i < robin->side_count; i++) {
        struct tied group = {robin->sides[i].group, 1};
        if (leads_group(robin, i)) {
            (void)split(robin, group, 0, rules_stage_lower(robin->rules, robin->stage));
        }
    }
    for (uint32_t i = 0; i < robin->side_count; i++) {
        while (!robin->settled[i]) {
            struct tied tied = {robin->sides[i].group, robin->sides[i].order};
            if (!take_apart(robin, tied)) {
                return false;
            }
        }
    }
    return true;
}

// All firsts before all seconds.
static void interleave(struct robin *robin)
{
    for (uint32_t i = 0; i < robin->side_count; i++) {
        robin->moves[i] = 1;
        for (uint32_t k = 0; k < robin->side_count; k++) {
            robin->moves[i] += robin->sides[k].order < robin->sides[i].order;
        }
    }
    for (uint32_t i = 0; i < robin->side_count; i++) {
        robin->sides[i].order = robin->moves[i];
    }
}

bool bout_robin_settle(const struct rules *rules, uint32_t stage, const struct bout *bouts,
                       uint32_t count, struct bout_side *sides, uint32_t side_count)
{
    struct robin robin;

    if (side_count > BOUT_SIDES_MAX) {
        return false;
    }
    memset(&robin, 0, sizeof robin);
    robin.rules = rules;
    robin.stage = stage;
    robin.bouts = bouts;
    robin.sides = sides;
    robin.side_count = side_count;
    for (uint32_t i = 0; i < side_count; i++) {
        bout_match_clear(&sides[i]);
    }
    if (!link_up(&robin, count) || !count_links(&robin) || !count_sonneborn(&robin) ||
        !order_groups(&robin)) {
        return false;
    }
    look_ahead(&robin);
    interleave(&robin);
    return true;
}
