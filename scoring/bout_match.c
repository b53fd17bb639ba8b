#include "scoring/bout_match.h"

int32_t bout_match_net(const struct bout *bout)
{
    int32_t net = 0;

    for (uint32_t i = 0; i < bout->end_count; i++) {
        net += (bout->ends[i].a > bout->ends[i].b) - (bout->ends[i].a < bout->ends[i].b);
    }
    return net;
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

bool bout_match_count(const struct rules_matches *matches, const struct bout *bout, int sign,
                      struct bout_side *side)
{
    int won = sign * bout_match_winner(bout);

    side->played++;
    side->wins += won > 0;
    side->losses += won < 0;
    side->draws += won == 0;
    side->net += sign * bout_match_net(bout);
    return ratio_add(side->points, bout_match_points(matches, bout, won), &side->points);
}

void bout_match_clear(struct bout_side *side)
{
    *side = (struct bout_side){
        .group = side->group, .number = side->number, .points = RATIO_ZERO, .order = 1};
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
