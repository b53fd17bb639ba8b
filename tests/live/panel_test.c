// A panel's cards in the journal: who has seen the others' may not change his own by himself.
#include "live/panel.h"
#include "tests/live/forge.h"

static const char turning[] =
    "{\"format\":\"jinbang-competition/1\",\"id\":\"c1\",\"name\":{\"zh\":\"赛\"},\"skills\":[{"
    "\"id\":\"s\",\"name\":{\"zh\":\"工种\"},\"stages\":[{\"id\":\"final\",\"name\":{\"zh\":"
    "\"决赛\"},\"modules\":[{\"id\":\"m\",\"name\":{\"zh\":\"模块\"},\"parts\":[{\"id\":\"p\","
    "\"name\":{\"zh\":\"项\"},\"seats\":[\"J1\",\"J2\",\"J3\"],\"missing\":\"given\",\"turn\":"
    "\"all_in\",\"aspects\":[{\"id\":\"a\",\"name\":{\"zh\":\"分\"},\"min\":\"0\",\"max\":\"10\","
    "\"step\":\"0.5\"}]}]}]}]}]}";

static struct forge *panel_new(void)
{
    struct forge *it = forge_bare("c1");
    struct entry definition = {.kind = ENTRY_COMPETITION, .body = slice_of(turning)};
    struct entry roster = {.kind = ENTRY_ROSTER, .body = slice_of(forge_roster)};

    assert_int_equal(forge_add(it, definition), RECORD_GOOD);
    assert_int_equal(forge_add(it, roster), RECORD_GOOD);
    return it;
}

static const char *obstacle(struct forge *it, uint32_t seat)
{
    const char *problem = panel_obstacle(it->record, it->record->competitors[0], 0, seat);
    return problem ? problem : "";
}

static bool sees(struct forge *it, uint32_t seat)
{
    return panel_sees(it->record, it->record->competitors[0], 0, seat);
}

static void give(struct forge *it, unsigned seat)
{
    assert_int_equal(forge_add(it, forge_sheet(it, 0, seat, 10 + seat, 0)), RECORD_GOOD);
}

static void void_last(struct forge *it)
{
    static const char body[] =
        "{\"ruling\":\"void\",\"part\":\"p\",\"competitor\":\"x1\",\"seat\":"
        "\"J3\",\"reason\":\"r\"}";
    struct entry entry = {.kind = ENTRY_RULING, .ruling = SLICE("void"), .body = slice_of(body)};
    assert_int_equal(forge_add(it, entry), RECORD_GOOD);
}

static void nobody_sees_another_card_before_the_last_is_in(void **state)
{
    (void)state;
    struct forge *it = panel_new();

    give(it, 0);
    give(it, 1);
    assert_false(sees(it, 0) || sees(it, 1) || sees(it, 2));
    assert_string_equal(obstacle(it, 0), ""); // and may change his own
    give(it, 2);
    assert_true(sees(it, 0) && sees(it, 1) && sees(it, 2));
    assert_string_equal(obstacle(it, 0), "cards-turned");
    forge_free(it);
}

// J3's sheet is voided when all have seen all: J1 cannot use what he has seen, J3 gives anew.
static void who_has_seen_the_cards_cannot_change_his_own_when_another_is_voided(void **state)
{
    (void)state;
    struct forge *it = panel_new();

    for (unsigned seat = 0; seat < 3; seat++) {
        give(it, seat);
    }
    void_last(it);
    assert_true(sees(it, 0) && sees(it, 1));
    assert_false(sees(it, 2));
    assert_string_equal(obstacle(it, 0), "cards-turned");
    assert_string_equal(obstacle(it, 2), "");
    give(it, 2);
    const struct record_sheet *first = record_sheet(it->record, it->record->competitors[0], 0, 0);
    assert_int_equal(forge_add(it, forge_sheet(it, 0, 0, 18, first->number)), RECORD_BROKEN);
    forge_free(it);
}

RUN(cmocka_unit_test(nobody_sees_another_card_before_the_last_is_in),
    cmocka_unit_test(who_has_seen_the_cards_cannot_change_his_own_when_another_is_voided))
