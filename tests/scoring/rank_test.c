#include "scoring/rank.h"
#include "tests/scoring/chance.h"

enum { FIELD_MAX = 64 };

// Rows of one skill with their tallies and lines.
struct field {
    const struct book *book;
    size_t count;
    struct play plays[FIELD_MAX];
    struct rank_line lines[FIELD_MAX];
};

static void field_open(struct field *field, const struct book *book, size_t count)
{
    memset(field, 0, sizeof *field);
    field->book = book;
    field->count = count;
    for (size_t i = 0; i < count; i++) {
        play_open(&field->plays[i], book, 0);
    }
}

static void field_close(struct field *field)
{
    for (size_t i = 0; i < field->count; i++) {
        play_close(&field->plays[i]);
    }
}

// Lines of those that have started, the last row first.
static size_t field_lines(struct field *field, uint32_t stage)
{
    size_t count = 0;

    for (size_t i = field->count; i-- > 0;) {
        assert_int_equal(play_tally(&field->plays[i]), V_OK);
        if (field->plays[i].tally.stages[stage].started) {
            field->lines[count++] = (struct rank_line){
                .tally = &field->plays[i].tally, .who = (uint32_t)i, .place = 99};
        }
    }
    return count;
}

// One panel for each of the first rows, in their order.
static void field_marks(struct field *field, uint32_t part, const char *const *panels, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        play_panel(&field->plays[i], part, panels[i]);
    }
}

static void assert_places(const struct field *field, size_t count, const char *want)
{
    char got[256] = {0};
    size_t len = 0;

    for (size_t i = 0; i < count; i++) {
        const struct rank_line *line = &field->lines[i];
        got[len++] = (char)('a' + line->who);
        got[len++] = (char)('0' + line->place);
        got[len++] = line->shared ? '=' : ' ';
    }
    assert_string_equal(got, want);
}

static void shares_places_by_each_convention(void **state)
{
    (void)state;
    static const char *const marks[] = {"44", "42", "42", "41", "41", "41", "39"};
    static const char *const wants[] = {"a1 b2=c2=d4=e4=f4=g7 ", "a1 b2=c2=d3=e3=f3=g4 ",
                                        "a1 b3=c3=d6=e6=f6=g7 "};

    for (unsigned convention = RULES_STANDARD; convention <= RULES_MODIFIED; convention++) {
        struct book book;
        struct field field;
        book_plain(&book, 1);
        book.skills[0].convention = (enum rules_convention)convention;
        field_open(&field, &book, 7);
        field_marks(&field, 0, marks, ROWS(marks));
        size_t count = field_lines(&field, 0);
        rank_order(&book.rules, 0, field.lines, count);
        assert_places(&field, count, wants[convention]);
        assert_int_equal(field.lines[0].tie_step, 0);
        assert_int_equal(field.lines[1].tie_step, 0);
        assert_int_equal(field.lines[2].tie_step, RULES_NONE);
        field_close(&field);
    }
}

static void gives_places_from_counts(void **state)
{
    (void)state;
    assert_int_equal(rank_place(RULES_STANDARD, 3, 2, 3), 4);
    assert_int_equal(rank_place(RULES_DENSE, 3, 2, 3), 3);
    assert_int_equal(rank_place(RULES_MODIFIED, 3, 2, 3), 6);
    assert_int_equal(rank_place(RULES_STANDARD, 0, 0, 1), 1);
}

static void lower_is_better_where_places_are_added(void **state)
{
    (void)state;
    static const char *const panels[] = {"3 3 2 2 3", "2 1 3 1 2", "1 2 1 3 1"};
    struct book book;
    struct field field;
    struct rules_part *part = book_plain(&book, 5);

    part->drop_high = part->drop_low = 1;
    part->reduce = RULES_SUM;
    book.skills[0].lower_is_better = true;
    field_open(&field, &book, 3);
    field_marks(&field, 0, panels, ROWS(panels));
    size_t count = field_lines(&field, 0);
    rank_order(&book.rules, 0, field.lines, count);
    assert_places(&field, count, "c1 b2 a3 ");
    assert_figure(field.lines[0].tally->stages[0].total, "4");
    assert_figure(field.lines[2].tally->stages[0].total, "8");
    field_close(&field);
}

// Total 88.00 for all: time (a part that adds nothing), then practice, then theory.
static void open_workshop(struct book *book)
{
    book_plain(book, 1); // theory
    book_module(book, RATIO_ONE);
    book_part(book, 1); // practice
    book_aspect(book, "0", "100", "0.5");
    book_module(book, RATIO_ZERO);
    book_part(book, 1); // seconds
    book_aspect(book, "0", "10000", "1");
    book->skills[0].tie_count = 3;
    book->skills[0].ties[0] =
        (struct rules_tie){.by = RULES_TIE_PART, .index = 2, .lower_is_better = true};
    book->skills[0].ties[1] = (struct rules_tie){.by = RULES_TIE_MODULE, .index = 1};
    book->skills[0].ties[2] = (struct rules_tie){.by = RULES_TIE_MODULE, .index = 0};
}

static const char *const workshop[3][5] = {{"20", "20.5", "20.5", "20", "21"},
                                           {"68", "67.5", "67.5", "68", "67"},
                                           {"7200", "7100", "7100", "7100", "7000"}};

static void follows_the_tie_chain_in_its_order(void **state)
{
    (void)state;
    struct book book;
    struct field field;

    open_workshop(&book);
    field_open(&field, &book, 5);
    for (uint32_t part = 0; part < 3; part++) {
        field_marks(&field, part, workshop[part], field.count);
    }
    size_t count = field_lines(&field, 0);
    rank_order(&book.rules, 0, field.lines, count);
    assert_places(&field, count, "e1 d2 b3=c3=a5 ");
    static const uint32_t steps[] = {0, 1, 2, RULES_NONE, 1};
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(field.lines[i].tie_step, steps[i]);
    }
    field_close(&field);
}

static void practice_before_time_gives_another_winner(void **state)
{
    (void)state;
    struct book book;
    struct field field;

    open_workshop(&book);
    book.skills[0].ties[0] = book.skills[0].ties[1];
    book.skills[0].tie_count = 1;
    field_open(&field, &book, 2);
    for (uint32_t part = 0; part < 3; part++) {
        field_marks(&field, part, workshop[part], field.count);
    }
    size_t count = field_lines(&field, 0);
    rank_order(&book.rules, 0, field.lines, count);
    assert_places(&field, count, "a1 b2 ");
    field_close(&field);
}

// Three stages of one part; the last carries the second.
static void open_stages(struct book *book)
{
    book_plain(book, 1);
    for (uint32_t i = 1; i < 3; i++) {
        book_stage(book);
        book_module(book, RATIO_ONE);
        book_part(book, 1);
        book_aspect(book, "0", "100", "1");
    }
    book->stages[2].carry_count = 1;
    book->stages[2].carry[0] = 1;
    book->skills[0].tie_count = 3;
    for (uint32_t i = 0; i < 3; i++) {
        book->skills[0].ties[i] = (struct rules_tie){.by = RULES_TIE_STAGE_OWN, .index = i};
    }
}

static void a_stage_that_is_not_carried_has_no_say_in_a_tie(void **state)
{
    (void)state;
    static const char *const marks[3][2] = {{"90", "10"}, {"40", "50"}, {"60", "50"}};
    struct book book;
    struct field field;

    open_stages(&book);
    field_open(&field, &book, 2);
    for (uint32_t part = 0; part < 3; part++) {
        field_marks(&field, part, marks[part], ROWS(marks[part]));
    }
    size_t count = field_lines(&field, 2);
    rank_order(&book.rules, 2, field.lines, count);
    assert_places(&field, count, "b1 a2 "); // 100 each; by the second stage, not by the first
    assert_int_equal(field.lines[1].tie_step, 2);
    unsigned char key[RULES_KEY_MAX];
    assert_int_equal(rank_key(&book.rules, 0, field.lines[0].tally, key), 1 + 2 * RATIO_KEY);
    assert_int_equal(rank_key(&book.rules, 2, field.lines[0].tally, key), 1 + 3 * RATIO_KEY);
    field_close(&field);
}

static void those_still_being_marked_stand_last_without_a_place(void **state)
{
    (void)state;
    static const char *const panels[] = {"99 99", "10 10", "50", "70 80"};
    struct book book;
    struct field field;

    book_plain(&book, 2);
    book_part(&book, 1);
    book_aspect(&book, "0", "100", "1");
    field_open(&field, &book, 5); // the fifth has not started
    for (uint32_t i = 0; i < 4; i++) {
        play_panel(&field.plays[i], 0, panels[i]);
        play_panel(&field.plays[i], 1, i == 0 ? "-" : "1");
    }
    unsigned char key[RULES_KEY_MAX];
    size_t count = field_lines(&field, 0);
    assert_int_equal(count, 4);
    assert_int_equal(rank_key(&book.rules, 0, &field.plays[4].tally, key), 0);
    assert_int_equal(rank_key(&book.rules, 0, &field.plays[0].tally, key), 1 + RATIO_KEY);
    assert_int_equal(key[0], 1);
    rank_order(&book.rules, 0, field.lines, count);
    assert_places(&field, count, "d1 b2 a0 c0 ");
    field_close(&field);
}

static void equal_lines_share_and_who_makes_no_place(void **state)
{
    (void)state;
    static const char *const marks[] = {"70", "70", "70"};
    struct book book;
    struct field field;

    book_plain(&book, 1);
    field_open(&field, &book, 3);
    field_marks(&field, 0, marks, ROWS(marks));
    size_t count = field_lines(&field, 0);
    field.lines[0].who = 7; // was the last row
    rank_order(&book.rules, 0, field.lines, count);
    assert_places(&field, count, "a1=b1=h1=");
    rank_order(&book.rules, 0, field.lines, 0); // an empty board is a board
    field_close(&field);
}

static void gives_the_title_of_a_place(void **state)
{
    (void)state;
    struct book book;

    book_plain(&book, 1);
    book.skills[0].title_count = 2;
    book.skills[0].titles[0] = (struct rules_title){.id = "zhuangyuan", .from = 1, .to = 1};
    book.skills[0].titles[1] = (struct rules_title){.id = "mingxing", .from = 2, .to = 4};
    assert_string_equal(rank_title(&book.rules, 0, 1)->id, "zhuangyuan");
    assert_string_equal(rank_title(&book.rules, 0, 2)->id, "mingxing");
    assert_string_equal(rank_title(&book.rules, 0, 4)->id, "mingxing");
    assert_null(rank_title(&book.rules, 0, 5));
    assert_null(rank_title(&book.rules, 0, 0));
}

// ---- keys against orders, on random rows

static void fill_sheet(struct play *play, uint32_t index, uint32_t seat, uint64_t *seed)
{
    const struct rules_part *part = &play->rules->parts[index];
    point_t values[RULES_ASPECTS_MAX] = {0};

    for (uint32_t k = 0; k < part->aspect_count; k++) {
        const struct rules_aspect *aspect = &play->rules->aspects[part->aspect_first + k];
        values[k] = chance_in(seed, 3) ? chance_mark(seed, aspect) : aspect->max;
    }
    if (!chance_in(seed, 30)) {
        assert_int_equal(play_marks(play, index, seat, values), V_OK);
    }
}

static void fill_row(struct play *play, uint64_t *seed)
{
    for (uint32_t i = 0; i < play->rules->part_count; i++) {
        const struct rules_part *part = &play->rules->parts[i];
        struct declared declared;
        for (uint32_t seat = 0; seat < part->seat_count && part->aspect_count > 0; seat++) {
            fill_sheet(play, i, seat, seed);
        }
        if (part->technical && !chance_in(seed, 10)) {
            uint64_t same = 5 + chance_below(seed, 2);
            chance_declare(&declared, &same, part);
            assert_int_equal(play_declare(play, i, &declared), V_OK);
        }
    }
}

struct keyed {
    size_t len;
    uint32_t who;
    unsigned char key[RULES_KEY_MAX];
};

static int by_key(const void *a, const void *b)
{
    const struct keyed *left = a;
    const struct keyed *right = b;
    int order = memcmp(left->key, right->key, left->len);

    return order != 0 ? order : (left->who > right->who) - (left->who < right->who);
}

// The place by counting keys, as a board does it.
static uint32_t place_of(const struct rules_skill *skill, const struct keyed *keys, size_t count,
                         size_t at)
{
    uint32_t before = 0;
    uint32_t distinct = 0;
    uint32_t sharing = 0;

    for (size_t i = 0; i < count; i++) {
        int order = memcmp(keys[i].key, keys[at].key, keys[at].len);
        before += order < 0;
        distinct += order < 0 && (i == 0 || memcmp(keys[i].key, keys[i - 1].key, keys[i].len) != 0);
        sharing += order == 0;
    }
    return keys[at].key[0] == 0 ? rank_place(skill->convention, before, distinct, sharing) : 0;
}

static size_t compare_stage(struct field *field, uint32_t stage)
{
    static struct keyed keys[FIELD_MAX];
    const struct rules *rules = &field->book->rules;
    size_t count = field_lines(field, stage);

    for (size_t i = 0; i < count; i++) {
        keys[i].who = field->lines[i].who;
        keys[i].len = rank_key(rules, stage, field->lines[i].tally, keys[i].key);
        assert_int_equal(keys[i].len, rank_key_len(rules, stage));
        assert_in_range(keys[i].len, 1 + RATIO_KEY, RULES_KEY_MAX);
    }
    qsort(keys, count, sizeof *keys, by_key);
    rank_order(rules, stage, field->lines, count);
    size_t shared = 0;
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(keys[i].who, field->lines[i].who);
        assert_int_equal(place_of(rules->skills, keys, count, i), field->lines[i].place);
        shared += field->lines[i].shared;
    }
    return shared;
}

static void keys_and_exact_order_agree_on_random_rows(void **state)
{
    (void)state;
    uint64_t seed = 31;
    size_t shared = 0;

    for (int round = 0; round < 150; round++) {
        struct book book;
        struct field field;
        chance_book(&book, &seed);
        field_open(&field, &book, FIELD_MAX);
        for (size_t i = 0; i < field.count; i++) {
            uint64_t again = 100 + seed % 1000 + i / 2; // every second row is like the one before
            fill_row(&field.plays[i], chance_in(&seed, 2) ? &seed : &again);
        }
        for (uint32_t stage = 0; stage < book.rules.stage_count; stage++) {
            shared += compare_stage(&field, stage);
        }
        field_close(&field);
    }
    assert_true(shared > 100); // the test would be idle without ties
}

RUN(cmocka_unit_test(shares_places_by_each_convention), cmocka_unit_test(gives_places_from_counts),
    cmocka_unit_test(lower_is_better_where_places_are_added),
    cmocka_unit_test(follows_the_tie_chain_in_its_order),
    cmocka_unit_test(practice_before_time_gives_another_winner),
    cmocka_unit_test(a_stage_that_is_not_carried_has_no_say_in_a_tie),
    cmocka_unit_test(those_still_being_marked_stand_last_without_a_place),
    cmocka_unit_test(equal_lines_share_and_who_makes_no_place),
    cmocka_unit_test(gives_the_title_of_a_place),
    cmocka_unit_test(keys_and_exact_order_agree_on_random_rows))
