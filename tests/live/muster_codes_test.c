// Blind codes as the fold of their entries: what was written out of order, for others than those
// who are here, or with links that were not sealed, is never taken.
#include "tests/live/veil.h"

#define ALL "\"entry\",\"station\",\"work\""

enum { ENTRY, STATION, WORK };

static void a_layer_is_one_that_the_skill_has(void **state)
{
    (void)state;
    struct veil *veil = veil_new("\"entry\",\"work\"", 2);
    const struct record *record = veil->forge->record;
    struct entry_muster act = veil_act(MUSTER_KEYS, STATION);

    assert_int_equal(muster_codes_layer(record, 0, SLICE("work")), WORK);
    assert_int_equal(muster_codes_layer(record, 0, SLICE("station")), MUSTER_LAYERS);
    assert_int_equal(muster_codes_layer(record, 0, SLICE("works")), MUSTER_LAYERS);
    assert_int_equal(muster_codes_after(record, 0, ENTRY), WORK);
    assert_int_equal(muster_codes_before(record, 0, WORK), ENTRY);
    assert_int_equal(muster_codes_after(record, 0, WORK), MUSTER_LAYERS);
    assert_int_equal(muster_codes_before(record, 0, ENTRY), MUSTER_LAYERS);
    veil_refused(veil->forge, &act, "unknown-layer");
    act.skill = SLICE("t");
    veil_refused(veil->forge, &act, "unknown-skill");
    veil_free(veil);
}

static void each_two_of_the_three_cards_have_a_box_of_their_own(void **state)
{
    (void)state;
    assert_int_equal(muster_codes_box(0, 1), 0);
    assert_int_equal(muster_codes_box(0, 2), 1);
    assert_int_equal(muster_codes_box(1, 2), 2);
    assert_int_equal(muster_codes_box(2, 1), 2);
}

static void a_layer_begins_with_three_whole_keys(void **state)
{
    (void)state;
    struct veil *veil = veil_new(ALL, 2);
    struct entry_muster act = veil_act(MUSTER_CODES, ENTRY);

    veil_refused(veil->forge, &act, "keys-missing");
    act = veil_cards_act(veil, ENTRY);
    act.keys.count = 2;
    veil_refused(veil->forge, &act, "keys-missing");
    act.keys.count = 3;
    struct slice *keys = (struct slice *)(uintptr_t)act.keys.ids;
    keys[2].len--;
    veil_refused(veil->forge, &act, "keys-missing");
    keys[2].len++;
    veil_good(veil, &act);
    veil_good(veil, &act); // other cards may be made until there are codes
    veil_codes(veil, ENTRY);
    veil_refused(veil->forge, &act, "codes-made");
    veil_free(veil);
}

static void codes_are_made_layer_by_layer(void **state)
{
    (void)state;
    struct veil *veil = veil_new(ALL, 2);

    for (uint32_t i = ENTRY; i <= WORK; i++) {
        veil_cards(veil, i);
    }
    struct entry_muster act = veil_codes_act(veil, STATION, 'c');
    veil_refused(veil->forge, &act, "layer-order");
    veil_codes(veil, ENTRY);
    act = veil_codes_act(veil, STATION, 'c');
    veil_good(veil, &act);
    veil_free(veil);
}

static void codes_are_made_again_with_a_reason_until_the_next_layer_stands_on_them(void **state)
{
    (void)state;
    struct veil *veil = veil_new("\"entry\",\"work\"", 2);

    veil_cards(veil, ENTRY);
    veil_cards(veil, WORK);
    veil_codes(veil, ENTRY);
    struct entry_muster act = veil_codes_act(veil, ENTRY, 'd');
    veil_refused(veil->forge, &act, "codes-again");
    act.reason = SLICE("标签打印错误");
    veil_good(veil, &act);
    assert_true(slice_is(act.codes.ids[0], veil_layer(veil, ENTRY)->codes.ids[0]));
    veil_codes(veil, WORK);
    act = veil_codes_act(veil, ENTRY, 'e');
    act.reason = SLICE("again");
    veil_refused(veil->forge, &act, "codes-made");
    act = veil_codes_act(veil, WORK, 'e');
    act.reason = SLICE("again");
    veil_refused(veil->forge, &act, "codes-made"); // they are on works already
    veil_free(veil);
}

static void nobody_here_means_no_codes(void **state)
{
    (void)state;
    struct veil *veil = veil_new("\"work\"", 1);

    veil_check_in(veil->forge, "x1", MUSTER_ABSENT);
    veil_cards(veil, WORK);
    struct entry_muster act = veil_codes_act(veil, WORK, 'c');
    veil_refused(veil->forge, &act, "nobody-here");
    veil_check_in(veil->forge, "x1", MUSTER_LATE);
    veil_codes(veil, WORK);
    veil_free(veil);
}

// Each row spoils one thing of a whole act.
static void codes_are_for_just_those_who_are_here(void **state)
{
    (void)state;
    struct veil *veil = veil_new("\"work\"", 3);
    struct forge *it = veil->forge;

    veil_cards(veil, WORK);
    for (int how = 0; how < 8; how++) {
        struct entry_muster act = veil_codes_act(veil, WORK, 'c');
        struct slice *codes = (struct slice *)(uintptr_t)act.codes.ids;
        struct slice *works = (struct slice *)(uintptr_t)act.works.ids;
        struct slice kept = codes[0];
        act.codes.count -= how == 0;
        act.works.count -= how == 1;
        act.boxes.count -= how == 2;
        act.digest.len -= how == 3;
        act.ids.count -= how == 4;
        if (how == 5) { // not in the order of their texts
            codes[0] = codes[1];
            codes[1] = kept;
        } else if (how == 6) { // two pieces with one code
            codes[1] = codes[0];
        } else if (how == 7) { // a work that is somebody already
            works[1] = SLICE("x2");
        }
        veil_refused(it, &act, "draw-list-moved");
    }
    struct entry_muster act = veil_codes_act(veil, WORK, 'c');
    veil_check_in(it, "x3", MUSTER_ABSENT); // meanwhile
    veil_refused(it, &act, "draw-list-moved");
    veil_check_in(it, "x3", MUSTER_PRESENT);
    veil_good(veil, &act);
    veil_free(veil);
}

static void marks_are_given_to_codes_and_not_to_competitors(void **state)
{
    (void)state;
    struct veil *veil = veil_new("\"work\"", 2);

    veil_draw(veil);
    assert_null(record_competitor(veil->forge->record, SLICE("x1")));
    struct slice work = veil_work(veil, "x1");
    assert_non_null(record_competitor(veil->forge->record, work));
    assert_int_equal(veil_mark(veil, work, 1, 4), RECORD_GOOD);
    assert_int_equal(veil_mark(veil, SLICE("x1"), 1, 4), RECORD_BROKEN);
    veil_free(veil);
}

static void layers_are_opened_in_reverse_when_nothing_is_awaited(void **state)
{
    (void)state;
    struct veil *veil = veil_new("\"entry\",\"work\"", 2);
    struct entry_muster act = veil_act(MUSTER_OPEN, WORK);

    veil_refused(veil->forge, &act, "layer-order"); // there are none yet
    veil_draw(veil);
    act = veil_open_act(veil, WORK);
    veil_refused(veil->forge, &act, "not-complete");
    veil_mark_all(veil, 2, 2);
    struct entry_muster first = veil_open_act(veil, ENTRY);
    veil_refused(veil->forge, &first, "layer-order");
    veil_good(veil, &act);
    veil_refused(veil->forge, &act, "codes-opened");
    assert_true(veil->forge->record->skills[0].unsealed);
    assert_false(veil->forge->record->skills[0].opened);
    veil_good(veil, &first);
    assert_true(veil->forge->record->skills[0].opened);
    veil_free(veil);
}

static struct slice forged(struct veil *veil, int how)
{
    struct arena *arena = veil->forge->arena;
    struct slice text = veil->tables[WORK].text;
    char *copy = arena_copy(arena, text);

    if (how == 0) { // another salt: the links are the same
        copy[strlen("{\"salt\":\"")] ^= 1;
    }
    return how == 1 ? (struct slice){copy, text.len - 1} : (struct slice){copy, text.len};
}

static void only_the_table_that_was_sealed_opens_a_layer_and_only_for_two(void **state)
{
    (void)state;
    struct veil *veil = veil_new("\"work\"", 3);

    veil_draw(veil);
    veil_mark_all(veil, 3, 2);
    for (int how = 0; how < 2; how++) {
        struct entry_muster act = veil_open_act(veil, WORK);
        act.table = forged(veil, how);
        veil_refused(veil->forge, &act, "card-wrong");
    }
    const struct slice twice[] = {SLICE("first"), SLICE("first")};
    struct entry_muster act = veil_open_act(veil, WORK);
    act.holders.ids = twice;
    veil_refused(veil->forge, &act, "card-wrong");
    act = veil_open_act(veil, WORK);
    act.holders.count = 1;
    veil_refused(veil->forge, &act, "card-wrong");
    act = veil_open_act(veil, WORK);
    act.table = forged(veil, 0);
    assert_int_equal(veil_add(veil->forge, &act),
                     RECORD_BROKEN); // and the journal, by who folds it
    veil_free(veil);
}

// Whoever makes the codes seals a table of his own, which gives one code to two.
static void a_table_that_gives_a_code_twice_opens_nothing_though_it_was_sealed(void **state)
{
    (void)state;

    for (int cheats = 0; cheats < 2; cheats++) {
        struct veil *veil = veil_new("\"work\"", 2);
        veil_cards(veil, WORK);
        struct entry_muster act = veil_codes_act(veil, WORK, 'c');
        struct blinding_table *table = &veil->tables[WORK];
        struct slice one = table->codes.ids[0];
        struct slice other = table->codes.ids[cheats ? 0 : 1];
        table->text = slice_of(arena_printf(veil->forge->arena,
                                            "{\"salt\":\"%064d\",\"links\":[[\"x1\",\"%.*s\"],"
                                            "[\"x2\",\"%.*s\"]]}",
                                            0, SLICE_FMT(one), SLICE_FMT(other)));
        blinding_seal(veil->forge->arena, veil_layer(veil, WORK), table, &act);
        veil_good(veil, &act);
        veil_mark_all(veil, 2, 2);
        struct entry_muster opening = veil_open_act(veil, WORK);
        assert_int_equal(veil_add(veil->forge, &opening), cheats ? RECORD_BROKEN : RECORD_GOOD);
        veil_free(veil);
    }
}

RUN(cmocka_unit_test(a_layer_is_one_that_the_skill_has),
    cmocka_unit_test(each_two_of_the_three_cards_have_a_box_of_their_own),
    cmocka_unit_test(a_layer_begins_with_three_whole_keys),
    cmocka_unit_test(codes_are_made_layer_by_layer),
    cmocka_unit_test(codes_are_made_again_with_a_reason_until_the_next_layer_stands_on_them),
    cmocka_unit_test(nobody_here_means_no_codes),
    cmocka_unit_test(codes_are_for_just_those_who_are_here),
    cmocka_unit_test(marks_are_given_to_codes_and_not_to_competitors),
    cmocka_unit_test(layers_are_opened_in_reverse_when_nothing_is_awaited),
    cmocka_unit_test(only_the_table_that_was_sealed_opens_a_layer_and_only_for_two),
    cmocka_unit_test(a_table_that_gives_a_code_twice_opens_nothing_though_it_was_sealed))
