#include "scoring/award.h"
#include "tests/scoring/chance.h"

enum { LINES_MAX = 128, STAFF = 1, HOLDS_GRADE = 2, ONCE_THIS_YEAR = 4 };

// A skill with one stage, and the lines of its standing, the best first.
struct stand {
    struct book book;
    struct rules_skill *skill;
    size_t count;
    struct award_line lines[LINES_MAX];
    struct rules_promotion promotions[4];
};

static void stand_open(struct stand *stand)
{
    memset(stand, 0, sizeof *stand);
    book_open(&stand->book);
    stand->skill = book_skill(&stand->book);
    (void)book_stage(&stand->book);
    stand->skill->promotions = stand->promotions;
}

static struct award_line *stand_line(struct stand *stand, uint32_t place, const char *total)
{
    struct award_line *line = &stand->lines[stand->count++];

    *line = (struct award_line){.place = place,
                                .last_stage = true,
                                .in_base = true,
                                .passed = true,
                                .total = ratio_of_point(points(total))};
    return line;
}

// Totals of their own: 99, 98 … on places of their own.
static void stand_field(struct stand *stand, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        stand_line(stand, i + 1, "0")->total = fraction(99 - (int64_t)i, 1);
    }
}

static struct rules_title *stand_title(struct stand *stand, const char *id)
{
    struct rules_title *title = &stand->skill->titles[stand->skill->title_count++];

    title->id = id;
    return title;
}

static void stand_places(struct stand *stand, const char *id, uint32_t from, uint32_t to)
{
    struct rules_title *title = stand_title(stand, id);

    title->from = from;
    title->to = to;
}

static void stand_quota(struct stand *stand, const char *id, uint32_t count, bool widen)
{
    struct rules_title *title = stand_title(stand, id);

    title->by = RULES_BY_COUNT;
    title->count = count;
    title->widen = widen;
}

static void settle(struct stand *stand)
{
    award_settle(&stand->book.rules, 0, stand->lines, stand->count);
}

static char *write_titles(const struct stand *stand, uint64_t bits, char *at)
{
    for (uint32_t i = 0; i < stand->skill->title_count; i++) {
        if ((bits >> i & 1) != 0) {
            *at++ = stand->skill->titles[i].id[0];
        }
    }
    return at;
}

// First letters of the titles, '?' and those that wait, a dot for none; one word for each line.
static void assert_titles(struct stand *stand, const char *want)
{
    char got[1024] = {0};
    char *at = got;

    settle(stand);
    for (size_t i = 0; i < stand->count; i++) {
        const struct award_line *line = &stand->lines[i];
        char *word = at;
        at = write_titles(stand, line->titles, at);
        if (line->waiting != 0) {
            *at++ = '?';
            at = write_titles(stand, line->waiting, at);
        }
        if (at == word) {
            *at++ = '.';
        }
        *at++ = i + 1 < stand->count ? ' ' : '\0';
    }
    assert_string_equal(got, want);
}

// ---- medals

static void stand_medals(struct stand *stand)
{
    stand->skill->medals =
        (struct rules_medals){.has = true, .gold = 0, .silver = 1, .bronze = 2, .within = {2, 1}};
    (void)stand_title(stand, "gold");
    (void)stand_title(stand, "silver");
    (void)stand_title(stand, "bronze");
}

static void assert_medals(const char *const *totals, size_t count, const char *want)
{
    struct stand stand;

    stand_open(&stand);
    stand_medals(&stand);
    for (size_t i = 0; i < count; i++) {
        (void)stand_line(&stand, (uint32_t)i + 1, totals[i]);
    }
    assert_titles(&stand, want);
}

#define MEDALS(want, ...)                                                                          \
    do {                                                                                           \
        static const char *const totals[] = {__VA_ARGS__};                                         \
        assert_medals(totals, ROWS(totals), want);                                                 \
    } while (0)

static void ex_6_two_golds_no_silver_and_two_bronzes(void **state)
{
    (void)state;
    MEDALS("g g b b .", "548", "547", "540", "539", "530");
}

static void ex_7_three_golds_and_a_bronze_near_the_last(void **state)
{
    (void)state;
    MEDALS("g g g b .", "550", "549", "548.5", "546.6", "540");
}

static void ex_8_three_golds_and_nobody_near(void **state)
{
    (void)state;
    MEDALS("g g g .", "550", "549", "548.5", "546.4");
}

static void without_ties_there_is_one_medal_each(void **state)
{
    (void)state;
    MEDALS("g s b .", "560", "550", "540", "530");
    MEDALS("g s", "560", "550");
}

static void a_difference_of_just_two_is_a_tie_and_more_is_not(void **state)
{
    (void)state;
    MEDALS("g g b", "550", "548", "540");
    MEDALS("g s b", "550", "547.999999", "540");
}

static void ties_are_measured_from_the_first_and_not_along_a_chain(void **state)
{
    (void)state;
    MEDALS("g g b .", "550", "548.5", "547", "540");
}

static void two_silvers_leave_no_bronze_but_near_the_last_of_them(void **state)
{
    (void)state;
    MEDALS("g s s .", "560", "550", "549", "546.9");
    MEDALS("g s s b .", "560", "550", "549", "547.1", "540");
}

static void a_tie_for_bronze_gives_several(void **state)
{
    (void)state;
    MEDALS("g s b b b .", "560", "550", "540", "539", "538", "537.9");
}

static void medals_are_measured_on_the_scale_where_there_is_one(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    stand_medals(&stand);
    stand.skill->scale.has = true;
    stand_line(&stand, 1, "90")->scale = fraction(720, 1);
    stand_line(&stand, 2, "89")->scale = fraction(717, 1); // 1 apart in marks, 3 on the scale
    stand_line(&stand, 3, "80")->scale = fraction(700, 1);
    assert_titles(&stand, "g s b");
}

static void small_fields_get_fewer_medals(void **state)
{
    (void)state;
    static const char *const wants[] = {".", ". .", ". . .", "g . . .", "g s . . .", "g s b . . ."};

    for (uint32_t count = 1; count <= ROWS(wants); count++) {
        struct stand stand;
        stand_open(&stand);
        stand_medals(&stand);
        stand.skill->titles[0].entrants_least = 4; // RULES.md 1.5: three or fewer, void
        stand.skill->titles[1].entrants_least = 5;
        stand.skill->titles[2].entrants_least = 6;
        stand_field(&stand, count);
        for (uint32_t i = 0; i < count; i++) {
            stand.lines[i].total = fraction(900 - 10 * (int64_t)i, 1);
        }
        assert_titles(&stand, wants[count - 1]);
    }
}

static void the_medallion_goes_to_all_others_at_the_centre_or_above(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    stand_medals(&stand);
    stand.skill->scale.has = true;
    struct rules_title *title = stand_title(&stand, "medallion");
    title->by = RULES_BY_SCORE;
    title->has_scale = true;
    title->scale = fraction(700, 1);
    static const int64_t scales[] = {740, 730, 720, 705, 700, 699};
    for (uint32_t i = 0; i < ROWS(scales); i++) {
        stand_line(&stand, i + 1, "80")->scale = fraction(scales[i], 1);
    }
    assert_titles(&stand, "g s b m m .");
}

static void distances_of_any_fractions_are_exact(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    stand_medals(&stand);
    stand_line(&stand, 1, "0")->total = (struct ratio){INT64_MAX, INT64_MAX - 1}; // 1 + tiny
    stand_line(&stand, 2, "0")->total = (struct ratio){-(INT64_MAX - 2), INT64_MAX - 2};
    stand_line(&stand, 3, "0")->total = fraction(-100, 1);
    assert_titles(&stand, "g s b"); // two and a tiny bit apart
}

// ---- titles

static void places_follow_the_shared_ranks(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    stand_places(&stand, "champion", 1, 1);
    stand_places(&stand, "master", 2, 3);
    (void)stand_line(&stand, 1, "90");
    (void)stand_line(&stand, 1, "90");
    (void)stand_line(&stand, 3, "80");
    (void)stand_line(&stand, 4, "70");
    assert_titles(&stand, "c c m .");
}

static void places_are_those_of_the_last_stage(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    stand_places(&stand, "finalist", 1, 3);
    stand_field(&stand, 3);
    stand.lines[2].last_stage = false;
    assert_titles(&stand, "f f .");
}

static void nobody_without_a_place_has_a_title(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    stand_title(&stand, "all")->by = RULES_BY_SCORE;
    stand_field(&stand, 2);
    stand.lines[1].place = 0;
    assert_titles(&stand, "a .");
}

static void a_tie_at_the_end_of_the_quota_widens_or_narrows_it(void **state)
{
    (void)state;
    static const char *const wants[] = {"f . . s", "f f f s"};

    for (int widen = 0; widen < 2; widen++) {
        struct stand stand;
        stand_open(&stand);
        stand_quota(&stand, "first", 2, widen != 0);
        stand_places(&stand, "second", 4, 4);
        (void)stand_line(&stand, 1, "90");
        (void)stand_line(&stand, 2, "80");
        (void)stand_line(&stand, 2, "80");
        (void)stand_line(&stand, 4, "70");
        assert_titles(&stand, wants[widen]);
    }
}

static void who_falls_out_of_a_narrow_quota_is_first_in_the_next(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    stand_quota(&stand, "first", 1, false);
    stand_quota(&stand, "second", 2, false);
    (void)stand_line(&stand, 1, "90");
    (void)stand_line(&stand, 1, "90");
    (void)stand_line(&stand, 3, "80");
    assert_titles(&stand, "s s .");
}

// RULES.md 2.2: a tenth, two tenths, three tenths of the entrants.
static void shares_are_of_the_entrants_in_the_base(void **state)
{
    (void)state;
    static const int64_t tenths[] = {1, 2, 3};
    struct stand stand;

    stand_open(&stand);
    for (size_t i = 0; i < ROWS(tenths); i++) {
        struct rules_title *title = stand_title(&stand, i == 0 ? "1" : i == 1 ? "2" : "3");
        title->by = RULES_BY_SHARE;
        title->share = fraction(tenths[i], 10);
    }
    stand_field(&stand, 10);
    assert_titles(&stand, "1 2 2 3 3 3 . . . .");

    stand.lines[9].in_base = false; // 0.9, 1.8 and 2.7 of nine
    assert_titles(&stand, "1 2 2 3 3 3 . . . .");
    stand.skill->titles[0].mode = ROUND_TRUNCATE;
    stand.skill->titles[1].mode = ROUND_TRUNCATE;
    assert_titles(&stand, "2 3 3 3 . . . . . .");
}

static void half_a_person_counts_as_the_rounding_says(void **state)
{
    (void)state;

    static const struct {
        enum round_mode mode;
        const char *want;
    } rows[] = {{ROUND_NONE, "t t t . ."},
                {ROUND_HALF_UP, "t t t . ."},
                {ROUND_HALF_EVEN, "t t . . ."},
                {ROUND_TRUNCATE, "t t . . ."},
                {ROUND_UP, "t t t . ."}};

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct stand stand;
        stand_open(&stand);
        struct rules_title *title = stand_title(&stand, "title");
        title->by = RULES_BY_SHARE;
        title->share = fraction(1, 2);
        title->mode = rows[i].mode;
        stand_field(&stand, 5);
        assert_titles(&stand, rows[i].want);
    }
}

static void one_title_uses_up_the_person(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    stand_places(&stand, "champion", 1, 1);
    stand_quota(&stand, "quota", 2, false);
    stand_field(&stand, 4);
    assert_titles(&stand, "c q q .");

    stand.skill->titles[0].besides = true;
    assert_titles(&stand, "cq q . .");
}

// RULES.md 2.2: the champions who are young get another title.
static void a_title_may_need_another_and_a_trait(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    stand_places(&stand, "champion", 1, 2);
    struct rules_title *title = stand_title(&stand, "young");
    title->by = RULES_BY_SCORE;
    title->needs = 1;
    title->traits = STAFF;
    stand_field(&stand, 3);
    stand.lines[1].traits = STAFF | HOLDS_GRADE;
    stand.lines[2].traits = STAFF;
    assert_titles(&stand, "c cy .");
}

static void a_title_may_exclude_another(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    stand_places(&stand, "champion", 1, 1);
    stand.skill->titles[0].besides = true;
    struct rules_title *title = stand_title(&stand, "other");
    title->by = RULES_BY_COUNT;
    title->count = 1;
    title->excludes = 1;
    stand_field(&stand, 2);
    assert_titles(&stand, "c o");
}

static void a_title_may_ask_for_a_total_and_all_passes(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    struct rules_title *title = stand_title(&stand, "title");
    title->by = RULES_BY_COUNT;
    title->count = 3;
    title->has_total = true;
    title->total = fraction(97, 1);
    title->all_passed = true;
    stand_field(&stand, 4);
    stand.lines[0].passed = false;
    assert_titles(&stand, ". t t .");

    stand.lines[1].total = RATIO_CODE(RULES_DNF);
    assert_titles(&stand, ". . t .");
}

static void a_least_total_is_a_greatest_where_less_is_better(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    stand.skill->lower_is_better = true;
    struct rules_title *title = stand_title(&stand, "title");
    title->by = RULES_BY_SCORE;
    title->has_total = true;
    title->total = fraction(60, 1);
    (void)stand_line(&stand, 1, "59.5");
    (void)stand_line(&stand, 2, "60");
    (void)stand_line(&stand, 3, "60.5");
    assert_titles(&stand, "t t .");
}

// The caller's memory of rulings: one answer for all.
static int answers(const void *owner, uint32_t title)
{
    (void)title;
    const int *answer = owner;
    return *answer;
}

static void a_title_waits_for_its_approval(void **state)
{
    (void)state;
    static const int said[] = {1, 0, -1};
    struct stand stand;

    stand_open(&stand);
    stand_places(&stand, "champion", 1, 3);
    stand.skill->titles[0].approval = true;
    stand_quota(&stand, "quota", 1, false);
    stand_field(&stand, 3);
    for (size_t i = 0; i < 3; i++) {
        stand.lines[i].approved = answers;
        stand.lines[i].owner = &said[i];
    }
    assert_titles(&stand, "c ?c q");
}

static void what_needs_a_waiting_title_waits_too(void **state)
{
    (void)state;
    static const int nothing = 0;
    struct stand stand;

    stand_open(&stand);
    stand_places(&stand, "champion", 1, 1);
    stand.skill->titles[0].approval = true;
    struct rules_title *title = stand_title(&stand, "medal");
    title->by = RULES_BY_SCORE;
    title->needs = 1;
    stand_field(&stand, 1);
    stand.lines[0].approved = answers;
    stand.lines[0].owner = &nothing;
    assert_titles(&stand, "?cm");
}

static void a_refused_medal_stays_vacant(void **state)
{
    (void)state;
    static const int refused = -1;
    struct stand stand;

    stand_open(&stand);
    stand_medals(&stand);
    stand.skill->titles[0].approval = true;
    stand.skill->medals.within = RATIO_ZERO;
    stand_field(&stand, 4);
    stand.lines[0].approved = answers;
    stand.lines[0].owner = &refused;
    assert_titles(&stand, ". s b .");
}

// ---- passed

static bool passes(const struct book *book, struct stage_result *stages, struct ratio *sums)
{
    struct tally tally = {.stages = stages,
                          .sums = sums,
                          .stage_count = book->rules.stage_count,
                          .module_count = book->rules.module_count};

    return award_passed(&book->rules, 0, &tally);
}

static struct rules_module *pass_module(struct book *book)
{
    struct rules_module *module = book_module(book, fraction(1, 2));

    module->has_pass = true;
    module->pass = fraction(60, 1);
    return module;
}

static void every_module_with_a_pass_mark_has_to_be_passed(void **state)
{
    (void)state;
    struct book book;
    struct stage_result stages[1] = {{.complete = true, .started = true}};
    struct ratio sums[3] = {{60, 1}, {61, 1}, {0, 1}};

    book_open(&book);
    (void)book_skill(&book);
    (void)book_stage(&book);
    (void)pass_module(&book);
    (void)pass_module(&book);
    (void)book_module(&book, fraction(1, 2));
    assert_true(passes(&book, stages, sums));

    sums[1] = fraction(5999, 100);
    assert_false(passes(&book, stages, sums));
    sums[1] = RATIO_CODE(RULES_DNF);
    assert_false(passes(&book, stages, sums));
    book.modules[1].order = RULES_LOW;
    sums[1] = fraction(5999, 100);
    assert_true(passes(&book, stages, sums));
    stages[0].complete = false;
    assert_false(passes(&book, stages, sums));
}

static void only_stages_that_are_asked_of_him_have_to_be_passed(void **state)
{
    (void)state;
    struct book book;
    struct stage_result stages[2] = {{.complete = true, .started = true}, {.complete = false}};
    struct ratio sums[2] = {{70, 1}, {0, 1}};

    book_open(&book);
    (void)book_skill(&book);
    (void)book_stage(&book);
    (void)pass_module(&book);
    (void)book_stage(&book);
    (void)pass_module(&book);
    assert_false(passes(&book, stages, sums)); // he never came to practice

    book.stages[1].cut.by = RULES_CUT_TOP;
    assert_true(passes(&book, stages, sums));
    stages[1].field = FIELD_IN;
    assert_false(passes(&book, stages, sums));
    stages[1].field = FIELD_OUT;
    assert_true(passes(&book, stages, sums));
}

// ---- promotion

static void assert_promotions(struct stand *stand, const char *want)
{
    char got[LINES_MAX + 1] = {0};

    settle(stand);
    for (size_t i = 0; i < stand->count; i++) {
        uint32_t number = stand->lines[i].promotion;
        got[i] = number == RULES_NONE ? '.' : (char)('0' + number);
    }
    assert_string_equal(got, want);
}

static void ex_11_the_table_promotes_once_a_year(void **state)
{
    (void)state;
    struct stand stand;

    stand_open(&stand);
    // Tianjin, class 1: the first ten; staff get 技师, holders of 技师 高级技师.
    stand.skill->promotion_count = 2;
    stand.promotions[0] = (struct rules_promotion){
        .id = "senior", .from = 1, .to = 10, .holds = STAFF | HOLDS_GRADE, .bars = ONCE_THIS_YEAR};
    stand.promotions[1] = (struct rules_promotion){
        .id = "technician", .from = 1, .to = 10, .holds = STAFF, .bars = ONCE_THIS_YEAR};
    stand_field(&stand, 12);
    for (size_t i = 0; i < 12; i++) {
        stand.lines[i].traits = STAFF;
    }
    stand.lines[6].traits = STAFF | HOLDS_GRADE;
    stand.lines[8].traits = 0;
    assert_promotions(&stand, "11111101.1..");

    // The district contest of the same year, where he is second.
    stand.lines[1].traits = STAFF | HOLDS_GRADE | ONCE_THIS_YEAR;
    assert_promotions(&stand, "1.111101.1..");
}

static void promotion_may_go_by_title_or_by_passing_alone(void **state)
{
    (void)state;
    struct stand stand;

    // Chongqing: prizes -> 技师, everyone who passed all -> 高级工.
    stand_open(&stand);
    stand_places(&stand, "prize", 1, 2);
    stand.skill->promotion_count = 2;
    stand.promotions[0] =
        (struct rules_promotion){.id = "technician", .titles = 1, .bars = HOLDS_GRADE};
    stand.promotions[1] = (struct rules_promotion){.id = "worker", .all_passed = true};
    stand_field(&stand, 4);
    stand.lines[1].traits = HOLDS_GRADE;
    stand.lines[1].passed = false;
    stand.lines[3].passed = false;
    assert_promotions(&stand, "0.1.");
}

static void promotion_may_wait_for_approval(void **state)
{
    (void)state;
    static const int said[] = {1, 0, -1};
    struct stand stand;

    stand_open(&stand);
    stand.skill->promotion_count = 2;
    stand.promotions[0] =
        (struct rules_promotion){.id = "one", .from = 1, .to = 3, .approval = true};
    stand.promotions[1] = (struct rules_promotion){.id = "two", .from = 1, .to = 3};
    stand_field(&stand, 3);
    for (size_t i = 0; i < 3; i++) {
        stand.lines[i].approved = answers;
        stand.lines[i].owner = &said[i];
    }
    assert_promotions(&stand, "00.");
    assert_false(stand.lines[0].promotion_waiting);
    assert_true(stand.lines[1].promotion_waiting);
    assert_false(stand.lines[2].promotion_waiting);
}

// ---- by chance

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
    }
}

static void chance_field(struct stand *stand, uint64_t *state)
{
    uint32_t count = chance_below(state, 60);
    int64_t total = 100;
    uint32_t place = 1;

    for (uint32_t i = 0; i < count; i++) {
        if (!chance_in(state, 4)) {
            place = i + 1;
            total -= 1 + chance_below(state, 3);
        }
        struct award_line *line = stand_line(stand, place, "0");
        line->total = fraction(total, 1);
        line->traits = chance_in(state, 2) ? STAFF : 0;
        line->in_base = !chance_in(state, 9);
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

static uint32_t count_holders(const struct stand *stand, uint32_t title)
{
    uint32_t count = 0;

    for (size_t i = 0; i < stand->count; i++) {
        count += (stand->lines[i].titles >> title & 1) != 0;
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
                        one->titles == other->titles);
        }
    }
}

static void any_medals_follow_their_pattern(void **state)
{
    (void)state;
    uint64_t seed = 0x60fd;

    for (uint32_t turn = 0; turn < 2000; turn++) {
        struct stand stand;
        stand_open(&stand);
        stand_medals(&stand);
        chance_field(&stand, &seed);
        settle(&stand);
        uint32_t gold = count_holders(&stand, 0);
        uint32_t silver = count_holders(&stand, 1);
        uint32_t bronze = count_holders(&stand, 2);
        assert_true(stand.count == 0 || gold > 0);
        assert_true(gold < 2 || silver == 0);
        assert_true(gold + silver + bronze >= 3 || gold + silver + bronze == stand.count ||
                    gold + silver >= 2);
        for (size_t i = 0; i < stand.count; i++) { // without gaps, from the top
            bool has = stand.lines[i].titles != 0;
            assert_int_equal(has, i < gold + silver + bronze);
        }
    }
}

RUN(cmocka_unit_test(ex_6_two_golds_no_silver_and_two_bronzes),
    cmocka_unit_test(ex_7_three_golds_and_a_bronze_near_the_last),
    cmocka_unit_test(ex_8_three_golds_and_nobody_near),
    cmocka_unit_test(without_ties_there_is_one_medal_each),
    cmocka_unit_test(a_difference_of_just_two_is_a_tie_and_more_is_not),
    cmocka_unit_test(ties_are_measured_from_the_first_and_not_along_a_chain),
    cmocka_unit_test(two_silvers_leave_no_bronze_but_near_the_last_of_them),
    cmocka_unit_test(a_tie_for_bronze_gives_several),
    cmocka_unit_test(medals_are_measured_on_the_scale_where_there_is_one),
    cmocka_unit_test(small_fields_get_fewer_medals),
    cmocka_unit_test(the_medallion_goes_to_all_others_at_the_centre_or_above),
    cmocka_unit_test(distances_of_any_fractions_are_exact),
    cmocka_unit_test(places_follow_the_shared_ranks),
    cmocka_unit_test(places_are_those_of_the_last_stage),
    cmocka_unit_test(nobody_without_a_place_has_a_title),
    cmocka_unit_test(a_tie_at_the_end_of_the_quota_widens_or_narrows_it),
    cmocka_unit_test(who_falls_out_of_a_narrow_quota_is_first_in_the_next),
    cmocka_unit_test(shares_are_of_the_entrants_in_the_base),
    cmocka_unit_test(half_a_person_counts_as_the_rounding_says),
    cmocka_unit_test(one_title_uses_up_the_person),
    cmocka_unit_test(a_title_may_need_another_and_a_trait),
    cmocka_unit_test(a_title_may_exclude_another),
    cmocka_unit_test(a_title_may_ask_for_a_total_and_all_passes),
    cmocka_unit_test(a_least_total_is_a_greatest_where_less_is_better),
    cmocka_unit_test(a_title_waits_for_its_approval),
    cmocka_unit_test(what_needs_a_waiting_title_waits_too),
    cmocka_unit_test(a_refused_medal_stays_vacant),
    cmocka_unit_test(every_module_with_a_pass_mark_has_to_be_passed),
    cmocka_unit_test(only_stages_that_are_asked_of_him_have_to_be_passed),
    cmocka_unit_test(ex_11_the_table_promotes_once_a_year),
    cmocka_unit_test(promotion_may_go_by_title_or_by_passing_alone),
    cmocka_unit_test(promotion_may_wait_for_approval),
    cmocka_unit_test(nobody_has_two_titles_unless_they_stand_besides),
    cmocka_unit_test(equal_people_with_equal_traits_get_equal_titles),
    cmocka_unit_test(any_medals_follow_their_pattern))
