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

// Sorts the tied ones by `values`. False: they are all equal.
static bool split(struct robin *robin, struct tied tied, bool lower_is_better)
{
    bool moved = false;

    for (uint32_t i = 0; i < robin->side_count; i++) {
        robin->moves[i] = 0;
        for (uint32_t k = 0; is_among(robin, tied, i) && k < robin->side_count; k++) {
            robin->moves[i] +=
                is_among(robin, tied, k) &&
                ratio_better(robin->values[k], robin->values[i], lower_is_better) < 0;
        }
        moved |= robin->moves[i] > 0;
    }
    for (uint32_t i = 0; i < robin->side_count; i++) {
        robin->sides[i].order += robin->moves[i];
    }
    return moved;
}

static bool measure_for(struct robin *robin, enum rules_tie_by by, const struct bout *bout,
                        int sign, uint32_t side)
{
    struct ratio *value = &robin->values[side];
    struct ratio more = {(int64_t)sign * bout_match_net(bout), 1};

    if (by == RULES_TIE_HEAD_TO_HEAD) {
        more = bout_match_points(matches_of(robin), bout, sign * bout_match_winner(bout));
    }
    return ratio_add(*value, more, value);
}

// Points or net ends in the matches that the tied ones played against each other.
static bool measure(struct robin *robin, struct tied tied, enum rules_tie_by by)
{
    for (uint32_t i = 0; i < robin->side_count; i++) {
        robin->values[i] = RATIO_ZERO;
    }
    for (uint32_t i = 0; i < robin->link_count; i++) {
        const struct link *link = &robin->links[i];
        const struct bout *bout = &robin->bouts[link->bout];
        if (is_among(robin, tied, link->a) && is_among(robin, tied, link->b) &&
            (!measure_for(robin, by, bout, 1, link->a) ||
             !measure_for(robin, by, bout, -1, link->b))) {
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
        bool ours = tie->by == RULES_TIE_HEAD_TO_HEAD || tie->by == RULES_TIE_NET;
        if (!ours || tie->index != robin->stage) {
            continue;
        }
        if (!measure(robin, tied, tie->by)) {
            return false;
        }
        if (split(robin, tied, tie->lower_is_better)) {
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
            (void)split(robin, group, rules_stage_lower(robin->rules, robin->stage));
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
    if (!link_up(&robin, count) || !count_links(&robin) || !order_groups(&robin)) {
        return false;
    }
    look_ahead(&robin);
    interleave(&robin);
    return true;
}
