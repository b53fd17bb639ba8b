// A marking group's sheet in the journal: it counts only with the confirmations of all who are
// there.
#include "live/members.h"
#include "tests/live/forge.h"

static const char marking[] =
    "{\"format\":\"jinbang-competition/1\",\"id\":\"c1\",\"name\":{\"zh\":\"赛\"},\"skills\":[{"
    "\"id\":\"s\",\"name\":{\"zh\":\"工种\"},\"stages\":[{\"id\":\"final\",\"name\":{\"zh\":"
    "\"决赛\"},\"modules\":[{\"id\":\"m\",\"name\":{\"zh\":\"模块\"},\"parts\":[{\"id\":\"p\","
    "\"name\":{\"zh\":\"测量\"},\"seats\":[\"J1\",\"J2\"],\"members\":3,\"missing\":\"given\","
    "\"aspects\":[{\"id\":\"a\",\"name\":{\"zh\":\"分\"},\"min\":\"0\",\"max\":\"10\",\"step\":"
    "\"0.5\"}]}]}]}]}]}";

#define JUDGE(id, seat)                                                                            \
    "{\"id\":\"" id                                                                                \
    "\",\"role\":\"judge\",\"token\":"                                                             \
    "\"00000000000000000000000000000000000000000000000000000000000000" id                          \
    "\","                                                                                          \
    "\"seats\":[{\"skill\":\"s\",\"seat\":\"" seat "\"}]}"

static struct forge *group_new(void)
{
    struct forge *it = forge_bare("c1");
    static const char judges[] = "{\"judges\":[" JUDGE("a1", "J1") "," JUDGE("b2", "J1") "," JUDGE(
        "c3", "J1") "," JUDGE("d4", "J2") "]}";

    assert_int_equal(
        forge_add(it, (struct entry){.kind = ENTRY_COMPETITION, .body = slice_of(marking)}),
        RECORD_GOOD);
    assert_int_equal(
        forge_add(it, (struct entry){.kind = ENTRY_ROSTER, .body = slice_of(forge_roster)}),
        RECORD_GOOD);
    assert_int_equal(forge_add(it, (struct entry){.kind = ENTRY_JUDGES, .body = slice_of(judges)}),
                     RECORD_GOOD);
    return it;
}

static enum record_taken give(struct forge *it, unsigned seat, uint64_t replaces, const char *by,
                              const char *confirmed)
{
    struct entry entry = forge_sheet(it, 0, seat, 10, replaces);

    entry.by = slice_of(by);
    entry.confirmed = confirmed ? slice_of(confirmed) : SLICE_NONE;
    return forge_add(it, entry);
}

static enum record_taken absent(struct forge *it, const char *judge, bool is)
{
    const char *body =
        arena_printf(it->arena,
                     "{\"part\":\"p\",\"seat\":\"J1\",\"judge\":\"%s\",\"absent\":%s,\"reason\":"
                     "\"r\"}",
                     judge, is ? "true" : "false");

    return forge_add(
        it, (struct entry){.kind = ENTRY_PANEL, .act = SLICE("absent"), .body = slice_of(body)});
}

static void a_sheet_counts_when_all_members_have_confirmed_it_and_not_before(void **state)
{
    (void)state;
    static const char *const wrong[] = {NULL,       "",         "a1",          "a1 b2",
                                        "a1 b2 c",  "a1 b2 d4", "a1 b2 c3 ",   "a1  b2 c3",
                                        "c3 b2 a1", "a1 b2 b2", "a1 b2 c3 d4", "a1 b2 c34"};

    for (size_t i = 0; i < ROWS(wrong); i++) {
        struct forge *it = group_new();
        assert_int_equal(give(it, 0, 0, "a1", wrong[i]), RECORD_BROKEN);
        assert_string_equal(it->why, "a sheet that its marking group has not confirmed");
        forge_free(it);
    }
    struct forge *it = group_new();
    assert_int_equal(give(it, 0, 0, "a1", "a1 b2 c3"), RECORD_GOOD);
    assert_true(record_sheet(it->record, it->record->competitors[0], 0, 0)->confirmed);
    forge_free(it);
}

static void an_amendment_needs_all_of_them_again(void **state)
{
    (void)state;
    struct forge *it = group_new();

    assert_int_equal(give(it, 0, 0, "a1", "a1 b2 c3"), RECORD_GOOD);
    uint64_t first = it->record->followed;
    assert_int_equal(give(it, 0, first, "b2", "a1 b2 c3"), RECORD_GOOD);
    assert_int_equal(give(it, 0, first + 1, "b2", NULL), RECORD_BROKEN);
    forge_free(it);
}

static void who_is_absent_is_not_waited_for_and_may_not_confirm(void **state)
{
    (void)state;
    struct forge *it = group_new();

    assert_int_equal(absent(it, "b2", true), RECORD_GOOD);
    assert_int_equal(give(it, 0, 0, "a1", "a1 c3"), RECORD_GOOD);
    assert_int_equal(absent(it, "b2", false), RECORD_GOOD);
    uint64_t sheet = it->record->followed - 1;
    assert_int_equal(give(it, 0, sheet, "a1", "a1 c3"), RECORD_BROKEN);
    forge_free(it);
}

static void somebody_of_the_group_has_to_be_there(void **state)
{
    (void)state;
    struct forge *it = group_new();

    assert_int_equal(absent(it, "a1", true), RECORD_GOOD);
    assert_int_equal(absent(it, "b2", true), RECORD_GOOD);
    assert_string_equal(members_refuse_absent(it->record, 0, 0, it->record->judges[2], true),
                        "group-empty");
    assert_string_equal(members_refuse_absent(it->record, 0, 0, it->record->judges[1], true),
                        "ruling-idle");
    assert_string_equal(members_refuse_absent(it->record, 0, 0, it->record->judges[3], true),
                        "unknown-judge");
    assert_int_equal(absent(it, "c3", true), RECORD_BROKEN);
    forge_free(it);
}

static void a_group_that_is_too_small_gives_no_sheet(void **state)
{
    (void)state;
    struct forge *it = group_new();

    assert_string_equal(members_refusal(it->record, 0, 1, SLICE("d4"), SLICE("d4")), "group-few");
    assert_int_equal(give(it, 1, 0, "d4", "d4"), RECORD_BROKEN);
    forge_free(it);
}

static void what_is_typed_from_paper_carries_ink_and_no_confirmation(void **state)
{
    (void)state;
    struct forge *it = group_new();

    assert_int_equal(give(it, 0, 0, "a-clerk", NULL), RECORD_GOOD);
    assert_false(record_sheet(it->record, it->record->competitors[0], 0, 0)->confirmed);
    uint64_t first = it->record->followed;
    assert_int_equal(give(it, 0, first, "a-clerk", "a1 b2 c3"), RECORD_GOOD); // handed over
    assert_int_equal(give(it, 0, first + 1, "a-clerk", "a1 b2"), RECORD_BROKEN);
    forge_free(it);
}

RUN(cmocka_unit_test(a_sheet_counts_when_all_members_have_confirmed_it_and_not_before),
    cmocka_unit_test(an_amendment_needs_all_of_them_again),
    cmocka_unit_test(who_is_absent_is_not_waited_for_and_may_not_confirm),
    cmocka_unit_test(somebody_of_the_group_has_to_be_there),
    cmocka_unit_test(a_group_that_is_too_small_gives_no_sheet),
    cmocka_unit_test(what_is_typed_from_paper_carries_ink_and_no_confirmation))
