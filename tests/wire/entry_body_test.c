// Bodies of entries: what is written is read back, and what is broken is refused.
#include "base/arena.h"
#include "base/buf.h"
#include "tests/unit.h"
#include "wire/entry.h"

#include <string.h>

static void same_text(struct slice a, struct slice b)
{
    assert_true(a.at && b.at ? slice_equal(a, b) : a.at == b.at);
}

static void a_roster_body_is_read_back(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const struct slice traits[] = {SLICE("staff"), SLICE("g3")};
    const struct entry_competitor rows[] = {{.id = SLICE("c1"),
                                             .skill = SLICE("welder"),
                                             .code = SLICE("A07"),
                                             .person = SLICE("p1"),
                                             .digest = SLICE("ff"),
                                             .team = SLICE("d07"),
                                             .trait_count = 2,
                                             .traits = traits},
                                            {.id = SLICE("c2"), .skill = SLICE("welder")}};
    for (size_t count = 0; count <= 2; count++) {
        struct buf *buf = buf_new(64);
        entry_write_roster(rows, count, buf);
        struct entry_competitor *back = NULL;
        size_t back_count = 7;
        assert_true(
            entry_read_roster(arena, (struct slice){buf->bytes, buf->len}, &back, &back_count));
        assert_int_equal(back_count, count);
        for (size_t i = 0; i < count; i++) {
            same_text(back[i].id, rows[i].id);
            same_text(back[i].skill, rows[i].skill);
            same_text(back[i].code, rows[i].code);
            same_text(back[i].person, rows[i].person);
            same_text(back[i].digest, rows[i].digest);
            same_text(back[i].team, rows[i].team);
            assert_int_equal(back[i].trait_count, rows[i].trait_count);
            for (size_t k = 0; k < rows[i].trait_count; k++) {
                same_text(back[i].traits[k], rows[i].traits[k]);
            }
        }
        (void)buf_unref(buf);
    }
    arena_free(arena);
}

static void a_roster_of_version_1_still_reads(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct entry_competitor *back = NULL;
    size_t count = 0;
    assert_true(entry_read_roster(
        arena, SLICE("{\"competitors\":[{\"id\":\"c1\",\"skill\":\"s\",\"digest\":\"ff\"}]}"),
        &back, &count));
    assert_int_equal(count, 1);
    assert_null(back[0].team.at);
    assert_int_equal(back[0].trait_count, 0);
    arena_free(arena);
}

static void a_judges_body_is_read_back(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct entry_seat seats[] = {
        {SLICE("welder"), SLICE("final"), SLICE("w1"), SLICE("J1")},
        {SLICE_NONE, SLICE("final"), SLICE_NONE, SLICE("J1")},
        {SLICE("*"), SLICE_NONE, SLICE_NONE, SLICE("J2")},
        {SLICE_NONE, SLICE_NONE, SLICE_NONE, SLICE_NONE},
    };
    const struct entry_judge rows[] = {
        {SLICE("j1"), SLICE("judge"), SLICE("ab"), ROWS(seats), seats},
        {SLICE("j2"), SLICE_NONE, SLICE_NONE, 0, NULL}};
    struct buf *buf = buf_new(64);
    entry_write_judges(rows, 2, buf);
    struct entry_judge *back = NULL;
    size_t count = 0;
    assert_true(entry_read_judges(arena, (struct slice){buf->bytes, buf->len}, &back, &count));
    assert_int_equal(count, 2);
    same_text(back[0].token, rows[0].token);
    same_text(back[1].role, rows[1].role);
    assert_int_equal(back[0].seat_count, ROWS(seats));
    for (size_t i = 0; i < ROWS(seats); i++) {
        same_text(back[0].seats[i].skill, seats[i].skill);
        same_text(back[0].seats[i].stage, seats[i].stage);
        same_text(back[0].seats[i].part, seats[i].part);
        same_text(back[0].seats[i].seat, seats[i].seat);
    }
    (void)buf_unref(buf);
    arena_free(arena);
}

static void a_person_is_read_back(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct entry_person person = {SLICE("买买提·艾力"), SLICE("Memet \"Eli\""), SLICE_NONE,
                                  SLICE("63010119900101123X")};
    struct buf *buf = buf_new(64);
    entry_write_person(&person, buf);
    struct entry_person back;
    assert_true(entry_read_person(arena, (struct slice){buf->bytes, buf->len}, &back));
    same_text(back.name, person.name);
    same_text(back.second_name, person.second_name);
    same_text(back.delegation, person.delegation);
    (void)buf_unref(buf);
    arena_free(arena);
}

static void broken_bodies_are_refused(void **state)
{
    (void)state;
    static const char *const rows[] = {"",
                                       "{}",
                                       "[]",
                                       "{\"competitors\":{},\"judges\":{}}",
                                       "{\"competitors\":[{}]}",
                                       "{\"competitors\":[{\"id\":\"a\",\"name\":\"x\"}]}",
                                       "{\"judges\":[{\"id\":\"a\"}]}",
                                       "{\"judges\":[{\"id\":\"a\",\"seats\":[1]}]}",
                                       "{\"phone\":\"1\"}"};
    struct arena *arena = arena_new();
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct entry_competitor *competitors = NULL;
        struct entry_judge *judges = NULL;
        struct entry_person person = {.name = SLICE("kept")};
        size_t count = 77;
        assert_false(entry_read_roster(arena, slice_of(rows[i]), &competitors, &count));
        assert_false(entry_read_judges(arena, slice_of(rows[i]), &judges, &count));
        assert_int_equal(count, 77);
        if (strcmp(rows[i], "{}") != 0) {
            assert_false(entry_read_person(arena, slice_of(rows[i]), &person));
            assert_true(slice_is(person.name, "kept"));
        }
    }
    arena_free(arena);
}

RUN(cmocka_unit_test(a_roster_of_version_1_still_reads),
    cmocka_unit_test(a_roster_body_is_read_back), cmocka_unit_test(a_judges_body_is_read_back),
    cmocka_unit_test(a_person_is_read_back), cmocka_unit_test(broken_bodies_are_refused))
