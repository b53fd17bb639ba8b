#include "base/arena.h"
#include "base/buf.h"
#include "base/must.h"
#include "tests/unit.h"
#include "wire/ask.h"
#include "wire/definition.h"
#include "wire/faults.h"

#include <stdio.h>
#include <string.h>

static struct definition *definition;
static const struct rules *rules;
static struct arena *arena;
static struct faults faults;

static int open_all(void **state)
{
    (void)state;
    static char text[1 << 16];
    FILE *file = fopen(SOURCE_DIR "/fixtures/examples/small.json", "rbe");
    must(file);
    size_t len = fread(text, 1, sizeof text, file);
    (void)fclose(file);
    faults = (struct faults){0};
    definition = definition_read((struct slice){text, len}, &faults);
    must(definition);
    rules = definition_rules(definition);
    arena = arena_new();
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    definition = definition_free(definition);
    arena = arena_free(arena);
    return 0;
}

static void expect_fault(bool good, const char *name, const char *pointer)
{
    assert_false(good);
    assert_true(faults.count > 0);
    assert_string_equal(faults.items[0].name, name);
    assert_string_equal(faults.items[0].pointer, pointer);
    faults = (struct faults){0};
}

static void reads_a_roster(void **state)
{
    (void)state;
    struct ask_roster roster;
    assert_true(ask_roster(
        arena, rules,
        SLICE("{\"competitors\":[{\"id\":\"c001\",\"skill\":\"welder\",\"code\":\"A07\",\"person\":"
              "\"p1\",\"name\":\" 买买提•艾力　\",\"second_name\":\"Memet "
              "Eli\",\"delegation\":\"城北区\"},"
              "{\"id\":\"c002\",\"skill\":\"recital\",\"name\":\"𠮷田\"}]}"),
        &roster, &faults));
    assert_int_equal(roster.count, 2);
    assert_true(slice_is(roster.competitors[0].name, "买买提·艾力"));
    assert_true(slice_is(roster.competitors[0].second_name, "Memet Eli"));
    assert_true(slice_is(roster.competitors[0].code, "A07"));
    assert_true(slice_is(roster.competitors[1].name, "𠮷田"));
    assert_null(roster.competitors[1].code.at);
    assert_null(roster.competitors[1].delegation.at);
}

static void names_what_is_wrong_with_a_roster(void **state)
{
    (void)state;
#define ROSTER(text) "{\"competitors\":[" text "]}"
#define GOOD         "{\"id\":\"c1\",\"skill\":\"welder\",\"name\":\"甲\"}"

    static const struct {
        const char *json, *name, *pointer;
    } rows[] = {
        {"[]", "wrong-type", ""},
        {"{}", "missing-field", "/competitors"},
        {ROSTER(""), "wrong-type", "/competitors"},
        {ROSTER("1"), "wrong-type", "/competitors/0"},
        {ROSTER("{\"id\":\"c1\",\"skill\":\"welder\"}"), "missing-field", "/competitors/0/name"},
        {ROSTER("{\"id\":\"c1\",\"skill\":\"baker\",\"name\":\"甲\"}"), "unknown-skill",
         "/competitors/0/skill"},
        {ROSTER("{\"id\":\"c 1\",\"skill\":\"welder\",\"name\":\"甲\"}"), "wrong-type",
         "/competitors/0/id"},
        {ROSTER("{\"id\":\"c1\",\"skill\":\"welder\",\"name\":\"甲\",\"code\":\"../x\"}"),
         "wrong-type", "/competitors/0/code"},
        {ROSTER("{\"id\":\"c1\",\"skill\":\"welder\",\"name\":\" \"}"), "wrong-type",
         "/competitors/0/name"},
        {ROSTER("{\"id\":\"c1\",\"skill\":\"welder\",\"name\":\"a\\u0007b\"}"), "wrong-type",
         "/competitors/0/name"},
        {ROSTER("{\"id\":\"c1\",\"skill\":\"welder\",\"name\":7}"), "wrong-type",
         "/competitors/0/name"},
        {ROSTER("{\"id\":\"c1\",\"skill\":\"welder\",\"name\":\"甲\",\"phone\":\"1\"}"),
         "unknown-field", "/competitors/0/phone"},
        {ROSTER(GOOD "," GOOD), "competitor-exists", "/competitors/1/id"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct ask_roster roster;
        expect_fault(ask_roster(arena, rules, slice_of(rows[i].json), &roster, &faults),
                     rows[i].name, rows[i].pointer);
    }
}

static void a_competitor_may_have_a_team_and_traits(void **state)
{
    (void)state;
    static const char *const names[] = {"staff", "g3", "g4"};
    struct rules traits = *rules;
    struct ask_roster roster;
    traits.trait_count = ROWS(names);
    traits.traits = names;
    assert_true(ask_roster(arena, &traits,
                           SLICE("{\"competitors\":[{\"id\":\"c1\",\"skill\":\"welder\",\"name\":"
                                 "\"A\",\"team\":\"d07\",\"traits\":[\"g4\",\"staff\"]},{\"id\":"
                                 "\"c2\",\"skill\":\"welder\",\"name\":\"B\"}]}"),
                           &roster, &faults));
    assert_true(slice_is(roster.competitors[0].team, "d07"));
    assert_int_equal(roster.competitors[0].trait_count, 2);
    assert_true(slice_is(roster.competitors[0].traits[0], "g4"));
    assert_int_equal(roster.competitors[0].trait_bits, 5);
    assert_null(roster.competitors[1].team.at);
    assert_int_equal(roster.competitors[1].trait_bits, 0);

    static const struct {
        const char *more, *name, *pointer;
    } rows[] = {
        {"\"team\":\"-\"", "wrong-type", "/competitors/0/team"},
        {"\"traits\":\"g4\"", "wrong-type", "/competitors/0/traits"},
        {"\"traits\":[\"g4\",\"g5\"]", "unknown-trait", "/competitors/0/traits/1"},
        {"\"traits\":[\"g4\",\"g4\"]", "wrong-type", "/competitors/0/traits/1"},
        {"\"traits\":[4]", "wrong-type", "/competitors/0/traits/0"},
    };

    for (size_t k = 0; k < ROWS(rows); k++) {
        char *json = arena_printf(arena,
                                  "{\"competitors\":[{\"id\":\"c1\",\"skill\":\"welder\",\"name\":"
                                  "\"A\",%s}]}",
                                  rows[k].more);
        expect_fault(ask_roster(arena, &traits, slice_of(json), &roster, &faults), rows[k].name,
                     rows[k].pointer);
    }
}

static void who_competes_in_a_skill_with_groups_is_in_one_of_them(void **state)
{
    (void)state;
    static const struct rules_group groups[] = {{"senior", {"", ""}}, {"junior", {"", ""}}};
    struct rules_skill skill = rules->skills[0];
    struct rules grouped = *rules;
    struct ask_roster roster;
    skill.groups = groups;
    skill.group_count = ROWS(groups);
    grouped.skills = &skill;
    grouped.skill_count = 1;

    const struct {
        const char *more, *name;
        const struct rules *rules;
    } rows[] = {
        {"", "missing-field", &grouped},
        {",\"group\":\"master\"", "unknown-group", &grouped},
        {",\"group\":4", "wrong-type", &grouped},
        {",\"group\":\"senior\"", "unknown-group", rules},
        {",\"group\":\"senior\"", NULL, &grouped},
    };

    for (size_t k = 0; k < ROWS(rows); k++) {
        char *json = arena_printf(arena,
                                  "{\"competitors\":[{\"id\":\"c1\",\"skill\":\"%s\",\"name\":"
                                  "\"A\"%s}]}",
                                  skill.id, rows[k].more);
        bool good = ask_roster(arena, rows[k].rules, slice_of(json), &roster, &faults);
        if (rows[k].name) {
            expect_fault(good, rows[k].name, "/competitors/0/group");
        } else {
            assert_true(good);
            assert_true(slice_is(roster.competitors[0].group, "senior"));
        }
    }
}

static void a_roster_has_at_most_a_thousand_competitors(void **state)
{
    (void)state;
    for (int count = ASK_ROSTER_MAX; count <= ASK_ROSTER_MAX + 1; count++) {
        struct ask_roster roster;
        struct buf *buf = buf_new(1 << 16);
        buf_add(buf, "{\"competitors\":[", 16);
        for (int i = 0; i < count; i++) {
            char *one = arena_printf(
                arena, "%s{\"id\":\"c%d\",\"skill\":\"welder\",\"name\":\"x\"}", i ? "," : "", i);
            buf_add(buf, one, strlen(one));
        }
        buf_add(buf, "]}", 2);
        assert_int_equal(
            ask_roster(arena, rules, (struct slice){buf->bytes, buf->len}, &roster, &faults),
            count == ASK_ROSTER_MAX);
        (void)buf_unref(buf);
    }
}

static void reads_a_correction_of_a_person(void **state)
{
    (void)state;
    struct ask_competitor person;
    assert_true(ask_person(arena, SLICE("{\"name\":\"阿依古丽・买买提\"}"), &person, &faults));
    assert_true(slice_is(person.name, "阿依古丽·买买提"));
    assert_null(person.delegation.at);
    assert_true(ask_person(arena, SLICE("{\"second_name\":\"\"}"), &person, &faults));
    assert_non_null(person.second_name.at); // there, and empty: take it away
    assert_int_equal(person.second_name.len, 0);
    expect_fault(ask_person(arena, SLICE("{}"), &person, &faults), "missing-field", "/name");
    expect_fault(ask_person(arena, SLICE("{\"name\":\"\"}"), &person, &faults), "wrong-type",
                 "/name");
    expect_fault(ask_person(arena, SLICE("{\"id\":\"c1\"}"), &person, &faults), "unknown-field",
                 "/id");
}

static void reads_judges_and_their_seats(void **state)
{
    (void)state;
    struct ask_judges judges;
    assert_true(ask_judges(
        arena, rules,
        SLICE("{\"judges\":[{\"id\":\"j1\",\"name\":\"王工\",\"seats\":[{\"skill\":\"welder\","
              "\"seat\":\"J1\"},{\"skill\":\"*\",\"stage\":\"final\",\"part\":\"w1\",\"seat\":"
              "\"J5\"}]},"
              "{\"id\":\"t\",\"name\":\"李工\",\"role\":\"technical\",\"seats\":[{\"skill\":"
              "\"recital\",\"seat\":\"T\"}]}]}"),
        &judges, &faults));
    assert_int_equal(judges.count, 2);
    assert_int_equal(judges.judges[0].seat_count, 2);
    assert_true(slice_is(judges.judges[0].role, "judge"));
    assert_true(slice_is(judges.judges[1].role, "technical"));
    assert_null(judges.judges[0].seats[0].stage.at);
    assert_true(slice_is(judges.judges[0].seats[1].skill, "*"));
    assert_true(slice_is(judges.judges[0].seats[1].part, "w1"));
}

static void names_what_is_wrong_with_judges(void **state)
{
    (void)state;
#define JUDGE(seat) "{\"judges\":[{\"id\":\"j\",\"name\":\"n\",\"seats\":[" seat "]}]}"

    static const struct {
        const char *json, *name, *pointer;
    } rows[] = {
        {"{}", "missing-field", "/judges"},
        {"{\"judges\":[]}", "wrong-type", "/judges"},
        {JUDGE("{\"skill\":\"welder\"}"), "missing-field", "/judges/0/seats/0/seat"},
        {JUDGE("{\"skill\":\"baker\",\"seat\":\"J1\"}"), "unknown-skill",
         "/judges/0/seats/0/skill"},
        {JUDGE("{\"skill\":\"welder\",\"stage\":\"x\",\"seat\":\"J1\"}"), "unknown-stage",
         "/judges/0/seats/0/stage"},
        {JUDGE("{\"skill\":\"welder\",\"part\":\"r1\",\"seat\":\"J1\"}"), "unknown-part",
         "/judges/0/seats/0/part"},
        {JUDGE("{\"skill\":\"welder\",\"stage\":\"prelim\",\"seat\":\"J2\"}"), "unknown-seat",
         "/judges/0/seats/0/seat"},
        {JUDGE("{\"skill\":\"*\",\"seat\":\"J9\"}"), "unknown-seat", "/judges/0/seats/0/seat"},
        {JUDGE("{\"skill\":\"we lder\",\"seat\":\"J1\"}"), "wrong-type", "/judges/0/seats/0/skill"},
        {JUDGE("{\"skill\":\"*\",\"seat\":\"J1\",\"x\":1}"), "unknown-field",
         "/judges/0/seats/0/x"},
        {"{\"judges\":[{\"id\":\"j\",\"name\":\"n\",\"role\":\"chief\",\"seats\":[{\"skill\":\"*\","
         "\"seat\":\"J1\"}]}]}",
         "wrong-type", "/judges/0/role"},
        {"{\"judges\":[{\"id\":\"j\",\"name\":\"n\",\"seats\":[{\"skill\":\"*\",\"seat\":\"J1\"}]},"
         "{"
         "\"id\":\"j\",\"name\":\"n\",\"seats\":[{\"skill\":\"*\",\"seat\":\"J1\"}]}]}",
         "judge-exists", "/judges/1/id"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct ask_judges judges;
        expect_fault(ask_judges(arena, rules, slice_of(rows[i].json), &judges, &faults),
                     rows[i].name, rows[i].pointer);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_all, close_all)
RUN(TEST(reads_a_roster), TEST(a_competitor_may_have_a_team_and_traits),
    TEST(who_competes_in_a_skill_with_groups_is_in_one_of_them),
    TEST(names_what_is_wrong_with_a_roster), TEST(a_roster_has_at_most_a_thousand_competitors),
    TEST(reads_a_correction_of_a_person), TEST(reads_judges_and_their_seats),
    TEST(names_what_is_wrong_with_judges))
