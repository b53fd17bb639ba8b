#include "scoring/bout_match.h"

int32_t bout_match_net(const struct bout *bout)
{
    int32_t net = 0;

    for (uint32_t i = 0; i < bout->end_count; i++) {
        net += (bout->ends[i].a > bout->ends[i].b) - (bout->ends[i].a < bout->ends[i].b);
    }
    return net;
}

// Scores of all ends of one side.
static int64_t scored_by(const struct bout *bout, int sign)
{
    int64_t sum = 0;

    for (uint32_t i = 0; i < bout->end_count; i++) {
        sum += (sign > 0 ? bout->ends[i].a : bout->ends[i].b);
    }
    return sum;
}

int bout_match_winner(const struct bout *bout)
{
    int32_t net = bout_match_net(bout);

    if (bout->forfeit) {
        return bout->forfeit == 1 ? -1 : 1;
    }
    return (net > 0) - (net < 0);
}

struct ratio bout_match_points(const struct rules_matches *matches, const struct bout *bout,
                               int won)
{
    if (won == 0) {
        return matches->draw;
    }
    if (bout->forfeit) {
        return won > 0 ? matches->forfeit_win : matches->forfeit_loss;
    }
    return won > 0 ? matches->win : matches->loss;
}

struct ratio bout_match_measure(const struct rules_matches *matches, const struct bout *bout,
                                int sign, enum rules_tie_by by)
{
    int won = sign * bout_match_winner(bout);

    switch (by) {
    case RULES_TIE_HEAD_TO_HEAD:
        return bout_match_points(matches, bout, won);
    case RULES_TIE_NET:
        return (struct ratio){(int64_t)sign * bout_match_net(bout), 1};
    case RULES_TIE_DIFFERENCE:
        return (struct ratio){scored_by(bout, sign) - scored_by(bout, -sign), 1};
    case RULES_TIE_SCORED:
        return (struct ratio){scored_by(bout, sign), 1};
    case RULES_TIE_WINS:
        return (struct ratio){won > 0, 1};
    case RULES_TIE_SONNEBORN:
    case RULES_TIE_MODULE:
    case RULES_TIE_PART:
    case RULES_TIE_STAGE_OWN:
    case RULES_TIE_TIME:
    case RULES_TIE_UNTRIMMED:
    case RULES_TIE_FIRSTS:
    case RULES_TIE_COUNTBACK:
    case RULES_TIE_LATEST:
    case RULES_TIE_ASPECT:
    case RULES_TIE_RULING:
        break;
    }
    return RATIO_ZERO;
}

bool bout_match_count(const struct rules_matches *matches, const struct bout *bout, int sign,
                      struct bout_side *side)
{
    int won = sign * bout_match_winner(bout);

    side->played++;
    side->wins += won > 0;
    side->losses += won < 0;
    side->draws += won == 0;
    side->net += sign * bout_match_net(bout);
    side->scored += scored_by(bout, sign);
    side->against += scored_by(bout, -sign);
    return ratio_add(side->points, bout_match_points(matches, bout, won), &side->points);
}

void bout_match_clear(struct bout_side *side)
{
    *side = (struct bout_side){.group = side->group,
                               .number = side->number,
                               .points = RATIO_ZERO,
                               .sonneborn = RATIO_ZERO,
                               .own = RATIO_ZERO,
                               .before = RATIO_ZERO,
                               .order = 1};
}

// Are the ends possible one after the other? `ret_over`: one side has more than half of them all.
static bool ends_follow(uint32_t best_of, const struct bout *bout, bool *ret_over)
{
    uint32_t a = 0;
    uint32_t b = 0;
    bool over = false;

    for (uint32_t i = 0; i < bout->end_count; i++) {
        if (over) {
            return false;
        }
        a += bout->ends[i].a > bout->ends[i].b;
        b += bout->ends[i].a < bout->ends[i].b;
        over = best_of > 0 && (2 * a > best_of || 2 * b > best_of);
    }
    *ret_over = over;
    return best_of == 0 || bout->end_count <= best_of;
}

bool bout_match_is_result(const struct rules_matches *matches, const struct bout *bout)
{
    bool over = false;

    if (bout->forfeit < 0 || bout->forfeit > 2 || bout->end_count > BOUT_ENDS_MAX ||
        !ends_follow(matches->best_of, bout, &over)) {
        return false;
    }
    if (bout->forfeit) {
        return true;
    }
    if (bout->end_count == 0 ||
        (matches->best_of > 0 && !over && bout->end_count < matches->best_of)) {
        return false;
    }
    return bout_match_winner(bout) != 0 ||
           (matches->draw_allowed && matches->format == RULES_ROUND_ROBIN);
}

uint32_t bout_match_side(const struct bout_side *sides, uint32_t side_count, uint32_t group,
                         uint32_t number)
{
    for (uint32_t i = 0; i < side_count; i++) {
        if (sides[i].group == group && sides[i].number == number) {
            return i;
        }
    }
    return RULES_NONE;
}
