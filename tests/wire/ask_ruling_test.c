#include "tests/unit.h"
#include "tests/wire/trade.h"
#include "wire/ask_ruling.h"

#include <string.h>

static struct definition *definition;
static const struct rules *rules;
static struct arena *arena;
static struct faults faults;

enum { WELD, COOK }; // skills

static int open_all(void **state)
{
    (void)state;
    definition = trade_open();
    rules = definition_rules(definition);
    arena = arena_new();
    faults = (struct faults){0};
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    definition = definition_free(definition);
    arena = arena_free(arena);
    return 0;
}

static struct ask_ruling settled(uint32_t skill, const char *json)
{
    struct ask_ruling ruling = {.who_count = 77};
    bool good = ask_ruling_read(arena, rules, slice_of(json), &ruling, &faults) &&
                ask_ruling_settle(rules, skill, &ruling, &faults);
    if (!good) {
        print_error("%s %s %s\n", faults.items[0].name, faults.items[0].pointer,
                    faults.items[0].word);
    }
    assert_true(good);
    return ruling;
}

static void expect_first(const char *name, const char *pointer, const char *word)
{
    assert_true(faults.count > 0);
    assert_string_equal(faults.items[0].name, name);
    assert_string_equal(faults.items[0].pointer, pointer);
    if (word) {
        assert_string_equal(faults.items[0].word, word);
    }
    faults = (struct faults){0};
}

static void a_status_is_of_a_stage_or_of_the_whole_skill(void **state)
{
    (void)state;
    struct ask_ruling ruling =
        settled(WELD,
                "{\"ruling\":\"status\",\"competitor\":\"c1\",\"stage\":\"play\",\"status\":"
                "\"dsq\",\"reason\":\"安全违规\"}");
    assert_int_equal(ruling.kind, ASK_RULING_STATUS);
    assert_true(slice_is(ruling.reason, "安全违规"));
    struct ruling one = ask_ruling_of(&ruling, 0);
    assert_int_equal(one.kind, RULING_STATUS);
    assert_int_equal(one.stage, 1);
    assert_int_equal(one.status, RULES_DSQ);
    ruling = settled(COOK,
                     "{\"ruling\":\"status\",\"competitor\":\"c9\",\"status\":\"running\","
                     "\"reason\":\"x\"}");
    assert_int_equal(ask_ruling_of(&ruling, 0).stage, RULES_NONE);
    assert_int_equal(ruling.skill, COOK);
}

static void a_stage_is_found_in_the_skill_of_the_competitor(void **state)
{
    (void)state;
    static const char json[] =
        "{\"ruling\":\"order\",\"stage\":\"final\",\"competitors\":[\"c3\","
        "\"c1\"],\"by\":\"lot\",\"reason\":\"抽签\"}";
    struct ask_ruling ruling = settled(COOK, json);
    assert_int_equal(ruling.stage, rules->skills[COOK].stage_first);
    ruling = settled(WELD, json);
    assert_int_equal(ruling.stage, 0);
    assert_int_equal(ruling.by, ASK_RULING_LOT);
    assert_int_equal(ruling.who_count, 2);
    assert_true(slice_is(ruling.who[1].id, "c1"));
    assert_string_equal(ruling.who[1].pointer, "/competitors/1");
    assert_int_equal(ask_ruling_of(&ruling, 0).number, 1);
    assert_int_equal(ask_ruling_of(&ruling, 1).number, 2);
    assert_int_equal(ask_ruling_of(&ruling, 1).kind, RULING_ORDER);
}

static void an_adjustment_and_a_title_are_found_in_the_skill(void **state)
{
    (void)state;
    struct ask_ruling ruling =
        settled(WELD,
                "{\"ruling\":\"adjust\",\"competitor\":\"c1\",\"adjustment\":\"late\","
                "\"times\":2,\"reason\":\"x\"}");
    struct ruling one = ask_ruling_of(&ruling, 0);
    assert_string_equal(rules->adjustments[one.adjustment].id, "late");
    assert_int_equal(one.times, 2);
    ruling = settled(WELD,
                     "{\"ruling\":\"award\",\"skill\":\"weld\",\"competitor\":\"c1\","
                     "\"title\":\"champion\",\"approved\":true,\"reason\":\"x\"}");
    assert_int_equal(ask_ruling_of(&ruling, 0).title, 0);
    assert_true(ask_ruling_of(&ruling, 0).on);
    ruling = settled(WELD,
                     "{\"ruling\":\"award\",\"skill\":\"weld\",\"competitor\":\"c1\","
                     "\"title\":null,\"approved\":false,\"reason\":\"x\"}");
    assert_int_equal(ask_ruling_of(&ruling, 0).title, RULES_NONE);
    assert_false(ask_ruling_of(&ruling, 0).on);
}

static void judges_who_are_apart_are_accepted_for_one_competitor(void **state)
{
    (void)state;
    struct ask_ruling ruling;
    assert_false(ask_ruling_read(
        arena, rules,
        SLICE("{\"ruling\":\"accept\",\"part\":\"work\",\"accepted\":true,\"reason\":\"x\"}"),
        &ruling, &faults));
    expect_first("missing-field", "/competitor", NULL);
}

static void a_part_says_its_seat_and_its_skill(void **state)
{
    (void)state;
    struct ask_ruling ruling =
        settled(RULES_NONE,
                "{\"ruling\":\"void\",\"part\":\"work\",\"competitor\":\"c1\",\"seat\":\"J2\","
                "\"reason\":\"x\"}");
    assert_int_equal(ruling.skill, WELD);
    assert_int_equal(ask_ruling_of(&ruling, 0).part, TRADE_WORK);
    assert_int_equal(ask_ruling_of(&ruling, 0).seat, 1);
    ruling = settled(WELD,
                     "{\"ruling\":\"excuse\",\"part\":\"work\",\"competitor\":\"c1\","
                     "\"seat\":\"J3\",\"excused\":true,\"reason\":\"师徒\"}");
    assert_int_equal(ask_ruling_of(&ruling, 0).kind, RULING_EXCUSE);
    assert_int_equal(ask_ruling_of(&ruling, 0).seat, 2);
    assert_true(ask_ruling_of(&ruling, 0).on);
    ruling = settled(WELD,
                     "{\"ruling\":\"accept\",\"part\":\"work\",\"competitor\":\"c1\","
                     "\"accepted\":true,\"reason\":\"x\"}");
    assert_int_equal(ask_ruling_of(&ruling, 0).kind, RULING_ACCEPT);
    assert_true(ask_ruling_of(&ruling, 0).on);
}

static void a_field_is_a_list_or_the_engines_own_cut(void **state)
{
    (void)state;
    struct ask_ruling ruling =
        settled(WELD, "{\"ruling\":\"field\",\"stage\":\"play\",\"competitors\":[\"c1\",\"c2\"]}");
    assert_false(ruling.cut);
    assert_true(ask_ruling_of(&ruling, 1).on);
    ruling = settled(RULES_NONE, "{\"ruling\":\"field\",\"stage\":\"play\"}");
    assert_true(ruling.cut);
    assert_int_equal(ruling.who_count, 0);
    assert_int_equal(ruling.skill, WELD); // one skill alone has this stage
    ruling = settled(RULES_NONE, "{\"ruling\":\"field\",\"skill\":\"cook\",\"stage\":\"final\"}");
    assert_int_equal(ruling.skill, COOK);
    assert_true(ask_ruling_read(arena, rules, SLICE("{\"ruling\":\"field\",\"stage\":\"final\"}"),
                                &ruling, &faults));
    assert_false(ask_ruling_settle(rules, RULES_NONE, &ruling, &faults));
    expect_first("missing-field", "/skill", "skill");
}

static void a_draw_gives_each_a_group_and_a_number(void **state)
{
    (void)state;
    struct ask_ruling ruling =
        settled(WELD,
                "{\"ruling\":\"draw\",\"stage\":\"play\",\"groups\":[[\"c1\",\"c2\"],[\"c3\","
                "\"c4\",\"c5\"]]}");
    assert_int_equal(ruling.who_count, 5);
    struct ruling last = ask_ruling_of(&ruling, 4);
    assert_int_equal(last.kind, RULING_DRAW);
    assert_int_equal(last.group, 2);
    assert_int_equal(last.number, 3);
    assert_string_equal(ruling.who[4].pointer, "/groups/1/2");
}

static void a_match_has_two_sides_and_whole_ends(void **state)
{
    (void)state;
    struct ask_ruling ruling =
        settled(WELD,
                "{\"ruling\":\"match\",\"stage\":\"play\",\"group\":2,\"round\":2,\"a\":"
                "\"c1\",\"b\":\"c2\",\"ends\":[[\"2\",\"1\"],[\"0\",\"13\"]]}");
    assert_int_equal(ruling.who_count, 2);
    assert_true(slice_is(ruling.who[0].id, "c1") && slice_is(ruling.who[1].id, "c2"));
    assert_int_equal(ruling.bout.stage, 1);
    assert_int_equal(ruling.bout.group, 2);
    assert_int_equal(ruling.bout.round, 2);
    assert_int_equal(ruling.bout.number, 0); // of a round robin
    assert_int_equal(ruling.bout.end_count, 2);
    assert_int_equal(ruling.bout.ends[1].b, 13);
    assert_int_equal(ruling.bout.forfeit, 0);
    ruling = settled(COOK,
                     "{\"ruling\":\"match\",\"stage\":\"ko\",\"number\":3,\"a\":\"c1\",\"b\":"
                     "\"c2\",\"ends\":[],\"forfeit\":\"b\"}");
    assert_int_equal(ruling.bout.group, 0); // of a knockout
    assert_int_equal(ruling.bout.round, 1);
    assert_int_equal(ruling.bout.number, 3);
    assert_int_equal(ruling.bout.forfeit, 2);
}

static const struct {
    const char *json, *name, *pointer, *word;
} bad_forms[] = {
    {"x", "malformed-json", "", NULL},
    {"[]", "wrong-type", "", "@type-object"},
    {"{}", "missing-field", "/ruling", "ruling"},
    {"{\"ruling\":\"pardon\"}", "wrong-type", "/ruling", NULL},
    {"{\"ruling\":\"status\",\"competitor\":\"c\",\"status\":\"dnf\"}", "missing-field", "/reason",
     "reason"},
    {"{\"ruling\":\"status\",\"competitor\":\"c\",\"status\":\"dnf\",\"reason\":\"\"}",
     "wrong-type", "/reason", NULL},
    {"{\"ruling\":\"status\",\"competitor\":\"c\",\"status\":\"out\",\"reason\":\"x\"}",
     "wrong-type", "/status", NULL},
    {"{\"ruling\":\"status\",\"competitor\":\"c\",\"status\":\"dnf\",\"reason\":\"x\","
     "\"seat\":\"J1\"}",
     "unknown-field", "/seat", "seat"},
    {"{\"ruling\":\"status\",\"competitor\":\"-\",\"status\":\"dnf\",\"reason\":\"x\"}",
     "wrong-type", "/competitor", "@id"},
    {"{\"ruling\":\"adjust\",\"competitor\":\"c\",\"adjustment\":\"late\",\"times\":-1,"
     "\"reason\":\"x\"}",
     "wrong-type", "/times", NULL},
    {"{\"ruling\":\"void\",\"part\":\"p\",\"competitor\":\"c\",\"seat\":\"J1\",\"reason\":"
     "\"x\"}",
     "unknown-part", "/part", "p"},
    {"{\"ruling\":\"void\",\"part\":\"work\",\"competitor\":\"c\",\"seat\":\"J9\",\"reason\":"
     "\"x\"}",
     "unknown-seat", "/seat", "J9"},
    {"{\"ruling\":\"void\",\"skill\":\"cook\",\"part\":\"work\",\"competitor\":\"c\",\"seat\":"
     "\"J1\",\"reason\":\"x\"}",
     "skill-differs", "/part", ""},
    {"{\"ruling\":\"award\",\"skill\":\"golf\",\"competitor\":\"c\",\"title\":null,"
     "\"approved\":true,\"reason\":\"x\"}",
     "unknown-skill", "/skill", "golf"},
    {"{\"ruling\":\"order\",\"stage\":\"final\",\"competitors\":[\"a\",\"b\",\"a\"],\"by\":"
     "\"lot\",\"reason\":\"x\"}",
     "competitor-twice", "/competitors/2", "a"},
    {"{\"ruling\":\"order\",\"stage\":\"final\",\"competitors\":[\"a\",7],\"by\":\"lot\","
     "\"reason\":\"x\"}",
     "wrong-type", "/competitors/1", "@type-text"},
    {"{\"ruling\":\"order\",\"stage\":\"final\",\"competitors\":[],\"by\":\"lot\",\"reason\":"
     "\"x\"}",
     "wrong-type", "/competitors", NULL},
    {"{\"ruling\":\"order\",\"stage\":\"final\",\"competitors\":[\"a\"],\"by\":\"me\","
     "\"reason\":\"x\"}",
     "wrong-type", "/by", NULL},
    {"{\"ruling\":\"draw\",\"stage\":\"play\",\"groups\":[[\"a\"],[\"a\"]]}", "competitor-twice",
     "/groups/1/0", "a"},
    {"{\"ruling\":\"draw\",\"stage\":\"play\",\"groups\":[[]]}", "wrong-type", "/groups/0", NULL},
    {"{\"ruling\":\"draw\",\"stage\":\"play\",\"groups\":[\"a\"]}", "wrong-type", "/groups/0",
     "@type-list"},
    {"{\"ruling\":\"match\",\"stage\":\"play\",\"a\":\"c\",\"b\":\"c\",\"ends\":[]}",
     "competitor-twice", "/b", "c"},
    {"{\"ruling\":\"match\",\"stage\":\"play\",\"a\":\"c\",\"b\":\"d\",\"ends\":[[\"1\"]]}",
     "wrong-type", "/ends/0", "@list 2 – 2"},
    {"{\"ruling\":\"match\",\"stage\":\"play\",\"a\":\"c\",\"b\":\"d\",\"ends\":[[\"1\","
     "\"1.5\"]]}",
     "bout-ends", "/ends/0/1", ""},
    {"{\"ruling\":\"match\",\"stage\":\"play\",\"a\":\"c\",\"b\":\"d\",\"ends\":[[1,2]]}",
     "bout-ends", "/ends/0/0", ""},
    {"{\"ruling\":\"match\",\"stage\":\"play\",\"a\":\"c\",\"b\":\"d\",\"ends\":[],"
     "\"forfeit\":\"c\"}",
     "wrong-type", "/forfeit", NULL},
};

static void names_what_is_wrong_with_the_form_of_a_ruling(void **state)
{
    (void)state;

    for (size_t i = 0; i < ROWS(bad_forms); i++) {
        struct ask_ruling ruling = {.who_count = 77};
        bool good = ask_ruling_read(arena, rules, slice_of(bad_forms[i].json), &ruling, &faults);
        if (good) {
            print_error("row %zu\n", i);
        }
        assert_false(good);
        assert_int_equal(ruling.who_count, 77);
        expect_first(bad_forms[i].name, bad_forms[i].pointer, bad_forms[i].word);
    }
}

static void names_what_the_skill_does_not_have(void **state)
{
    (void)state;

    static const struct {
        uint32_t skill;
        const char *json, *name, *pointer, *word;
    } rows[] = {
        {WELD, "{\"ruling\":\"field\",\"stage\":\"semi\",\"competitors\":[\"a\"]}", "unknown-stage",
         "/stage", "semi"},
        {COOK, "{\"ruling\":\"field\",\"stage\":\"play\",\"competitors\":[\"a\"]}", "unknown-stage",
         "/stage", "play"},
        {WELD, "{\"ruling\":\"draw\",\"stage\":\"final\",\"groups\":[[\"a\"]]}", "ruling-unknown",
         "/stage", "final"},
        {COOK, "{\"ruling\":\"draw\",\"stage\":\"ko\",\"groups\":[[\"a\"],[\"b\"]]}", "wrong-type",
         "/groups", NULL},
        {WELD,
         "{\"ruling\":\"adjust\",\"competitor\":\"c\",\"adjustment\":\"rain\",\"times\":1,"
         "\"reason\":\"x\"}",
         "ruling-unknown", "/adjustment", "rain"},
        {WELD,
         "{\"ruling\":\"adjust\",\"competitor\":\"c\",\"adjustment\":\"over\",\"times\":1,"
         "\"reason\":\"x\"}",
         "ruling-unknown", "/adjustment", "over"},
        {COOK,
         "{\"ruling\":\"award\",\"skill\":\"cook\",\"competitor\":\"c\",\"title\":\"champion\","
         "\"approved\":true,\"reason\":\"x\"}",
         "ruling-unknown", "/title", "champion"},
        {COOK,
         "{\"ruling\":\"void\",\"part\":\"work\",\"competitor\":\"c\",\"seat\":\"J1\",\"reason\":"
         "\"x\"}",
         "skill-differs", "/competitor", "c"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct ask_ruling ruling;
        assert_true(ask_ruling_read(arena, rules, slice_of(rows[i].json), &ruling, &faults));
        assert_false(ask_ruling_settle(rules, rows[i].skill, &ruling, &faults));
        expect_first(rows[i].name, rows[i].pointer, rows[i].word);
    }
}

static void the_engines_verdict_stands_where_the_organiser_wrote(void **state)
{
    (void)state;
    struct ask_ruling order =
        settled(WELD,
                "{\"ruling\":\"order\",\"stage\":\"final\",\"competitors\":[\"c3\",\"c1\"],\"by\":"
                "\"chief\",\"reason\":\"x\"}");
    struct ask_ruling excuse =
        settled(WELD,
                "{\"ruling\":\"excuse\",\"part\":\"work\",\"competitor\":\"c1\",\"seat\":"
                "\"J1\",\"excused\":true,\"reason\":\"x\"}");
    struct ask_ruling match = settled(WELD,
                                      "{\"ruling\":\"match\",\"stage\":\"play\",\"a\":\"c1\","
                                      "\"b\":\"c2\",\"ends\":[]}");

    const struct {
        const struct ask_ruling *ruling;
        size_t index;
        enum verdict verdict;
        const char *name, *pointer, *word;
    } rows[] = {
        {&order, 1, V_RULING_TWICE, "competitor-twice", "/competitors/1", "c1"},
        {&order, 0, V_SKILL_DIFFERS, "skill-differs", "/competitors/0", "c3"},
        {&order, 0, V_RULING_UNKNOWN, "ruling-unknown", "/stage", ""},
        {&excuse, 0, V_RULING_IDLE, "ruling-idle", "/competitor", "c1"},
        {&excuse, 0, V_RULING_UNKNOWN, "ruling-unknown", "/seat", ""},
        {&match, 0, V_BOUT_ENDS, "bout-ends", "/ends", ""},
        {&match, 0, V_BOUT_UNKNOWN, "bout-unknown", "", ""},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        ask_ruling_fault(rows[i].ruling, rows[i].index, (struct fault){rows[i].verdict, 0},
                         &faults);
        assert_int_equal(faults.count, 1);
        expect_first(rows[i].name, rows[i].pointer, rows[i].word);
    }
    ask_ruling_fault(&order, 0, (struct fault){V_OK, 0}, &faults);
    assert_int_equal(faults.count, 0);
    ask_ruling_who_fault(&match, 1, "unknown-competitor", &faults);
    expect_first("unknown-competitor", "/b", "c2");
}

static void every_kind_has_its_word(void **state)
{
    (void)state;
    static const char *const words[] = {"status", "adjust", "void", "excuse", "accept",
                                        "order",  "field",  "draw", "match",  "award"};
    for (size_t i = 0; i < ROWS(words); i++) {
        assert_string_equal(ask_ruling_word((enum ask_ruling_kind)i), words[i]);
    }
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, open_all, close_all)

RUN(TEST(a_status_is_of_a_stage_or_of_the_whole_skill),
    TEST(a_stage_is_found_in_the_skill_of_the_competitor),
    TEST(an_adjustment_and_a_title_are_found_in_the_skill),
    TEST(judges_who_are_apart_are_accepted_for_one_competitor),
    TEST(a_part_says_its_seat_and_its_skill), TEST(a_field_is_a_list_or_the_engines_own_cut),
    TEST(a_draw_gives_each_a_group_and_a_number), TEST(a_match_has_two_sides_and_whole_ends),
    TEST(names_what_is_wrong_with_the_form_of_a_ruling), TEST(names_what_the_skill_does_not_have),
    TEST(the_engines_verdict_stands_where_the_organiser_wrote), TEST(every_kind_has_its_word))
