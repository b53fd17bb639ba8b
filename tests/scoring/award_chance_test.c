// Titles by chance: what holds whatever the rules and the standing are.
#include "tests/scoring/stand.h"

static void chance_titles(struct stand *stand, uint64_t *state)
{
    static const char *const ids[] = {"a", "b", "c", "d", "e"};

    for (uint32_t i = 0; i < ROWS(ids); i++) {
        struct rules_title *title = stand_title(stand, ids[i]);
        title->by = (enum rules_quota_by)chance_below(state, 4);
        title->from = 1 + 5 * i;
        title->to = title->from + chance_below(state, 5);
        title->count = chance_below(state, 8);
        title->share = fraction(chance_below(state, 40), 100);
        title->widen = chance_in(state, 2);
        title->has_total = title->by == RULES_BY_SCORE;
        title->total = fraction(90 - 8 * (int64_t)i, 1);
        title->besides = chance_in(state, 5);
        title->traits = chance_in(state, 3) ? STAFF : 0;
        title->per_team = title->by == RULES_BY_PLACES ? 0 : chance_below(state, 4);
    }
}

// How many titles that use up he has.
static uint32_t count_final(const struct stand *stand, const struct award_line *line)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < stand->skill->title_count; i++) {
        count += (line->titles >> i & 1) != 0 && !stand->skill->titles[i].besides;
    }
    return count;
}

static void nobody_has_two_titles_unless_they_stand_besides(void **state)
{
    (void)state;
    uint64_t seed = 0x7117;

    for (uint32_t turn = 0; turn < 2000; turn++) {
        struct stand stand;
        stand_open(&stand);
        chance_titles(&stand, &seed);
        chance_field(&stand, &seed);
        settle(&stand);
        for (size_t i = 0; i < stand.count; i++) {
            assert_in_range(count_final(&stand, &stand.lines[i]), 0, 1);
        }
        for (uint32_t title = 0; title < stand.skill->title_count; title++) {
            const struct rules_title *of = &stand.skill->titles[title];
            bool narrow = of->by == RULES_BY_COUNT && !of->widen;
            assert_true(!narrow || count_holders(&stand, title) <= of->count);
        }
    }
}

static void no_narrow_title_goes_to_a_delegation_more_often_than_its_limit(void **state)
{
    (void)state;
    uint64_t seed = 0x11a17;

    for (uint32_t turn = 0; turn < 2000; turn++) {
        struct stand stand;
        stand_open(&stand);
        chance_titles(&stand, &seed);
        chance_field(&stand, &seed);
        settle(&stand);
        for (uint32_t title = 0; title < stand.skill->title_count; title++) {
            const struct rules_title *of = &stand.skill->titles[title];
            for (size_t i = 0; of->per_team > 0 && !of->widen && i < ROWS(stand.teams); i++) {
                assert_in_range(count_of_team(&stand, &stand.teams[i], title), 0, of->per_team);
            }
        }
    }
}

static void equal_people_with_equal_traits_get_equal_titles(void **state)
{
    (void)state;
    uint64_t seed = 0xe0a1;

    for (uint32_t turn = 0; turn < 2000; turn++) {
        struct stand stand;
        stand_open(&stand);
        chance_titles(&stand, &seed);
        chance_field(&stand, &seed);
        settle(&stand);
        for (size_t i = 1; i < stand.count; i++) {
            const struct award_line *one = &stand.lines[i - 1];
            const struct award_line *other = &stand.lines[i];
            assert_true(one->place != other->place || one->traits != other->traits ||
                        one->team != other->team || one->titles == other->titles);
        }
    }
}

RUN(cmocka_unit_test(no_narrow_title_goes_to_a_delegation_more_often_than_its_limit),
    cmocka_unit_test(nobody_has_two_titles_unless_they_stand_besides),
    cmocka_unit_test(equal_people_with_equal_traits_get_equal_titles))
