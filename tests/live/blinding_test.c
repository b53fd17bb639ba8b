// Key cards and sealed tables: any two of the three open a layer, everything less opens nothing.
#include "tests/live/veil.h"

#define ALL "\"entry\",\"station\",\"work\""

enum { ENTRY, STATION, WORK };

static void cards_follow_from_the_salt_and_from_nothing_else(void **state)
{
    (void)state;
    unsigned char salt[BLINDING_SALT] = {1};
    struct blinding_cards one, again, other;
    char read[PAIRCODE_MAX];

    blinding_cards(salt, &one);
    blinding_cards(salt, &again);
    salt[BLINDING_SALT - 1] = 1;
    blinding_cards(salt, &other);
    for (size_t i = 0; i < MUSTER_CARDS; i++) {
        assert_string_equal(one.codes[i], again.codes[i]);
        assert_string_equal(one.keys[i], again.keys[i]);
        assert_int_equal(paircode_read(slice_of(one.codes[i]), PAIRCODE_KEEPER, read),
                         PAIRCODE_GOOD);
        assert_int_equal(strlen(one.keys[i]), 2 * SECRET_KEY);
        for (size_t k = 0; k < MUSTER_CARDS; k++) {
            assert_string_not_equal(one.codes[i], other.codes[k]);
            assert_true(i == k || strcmp(one.codes[i], one.codes[k]) != 0);
        }
    }
}

static void a_card_is_known_by_its_layer_and_no_other(void **state)
{
    (void)state;
    struct veil *veil = veil_new(ALL, 2);

    veil_cards(veil, ENTRY);
    veil_cards(veil, STATION);
    for (uint32_t i = 0; i < MUSTER_CARDS; i++) {
        const char *code = veil->cards[ENTRY].codes[i];
        assert_int_equal(blinding_holder(veil_layer(veil, ENTRY), code), i);
        assert_int_equal(blinding_holder(veil_layer(veil, STATION), code), MUSTER_CARDS);
        assert_int_equal(blinding_holder(veil_layer(veil, WORK), code), MUSTER_CARDS); // no cards
    }
    veil_free(veil);
}

static struct slice unseal(struct veil *veil, const uint32_t holders[2], const char *a,
                           const char *b)
{
    char codes[2][PAIRCODE_MAX] = {{0}};

    memcpy(codes[0], a, strlen(a));
    memcpy(codes[1], b, strlen(b));
    return blinding_unseal(veil->forge->arena, veil_layer(veil, WORK), holders, codes);
}

static void any_two_cards_open_a_layer_in_either_order_and_one_opens_nothing(void **state)
{
    (void)state;
    struct veil *veil = veil_new("\"work\"", 3);

    veil_draw(veil);
    for (uint32_t a = 0; a < MUSTER_CARDS; a++) {
        for (uint32_t b = 0; b < MUSTER_CARDS; b++) {
            const char *one = veil->cards[WORK].codes[a];
            const char *two = veil->cards[WORK].codes[b];
            if (a == b) {
                continue;
            }
            assert_true(
                slice_equal(unseal(veil, (uint32_t[2]){a, b}, one, two), veil->tables[WORK].text));
            // the same card in both hands, and the two cards the wrong way round
            assert_int_equal(unseal(veil, (uint32_t[2]){a, b}, one, one).len, 0);
            assert_int_equal(unseal(veil, (uint32_t[2]){a, b}, two, one).len, 0);
        }
    }
    veil_free(veil);
}

static void a_box_that_was_changed_in_any_byte_opens_nothing(void **state)
{
    (void)state;
    struct veil *veil = veil_new("\"work\"", 1);

    veil_draw(veil);
    char *box = veil_layer(veil, WORK)->boxes[0];
    for (size_t i = 0; i < strlen(box); i++) {
        char kept = box[i];
        box[i] = kept == '0' ? '1' : '0';
        assert_int_equal(unseal(veil, (uint32_t[2]){0, 1}, veil->cards[WORK].codes[0],
                                veil->cards[WORK].codes[1])
                             .len,
                         0);
        box[i] = kept;
    }
    veil_free(veil);
}

static void every_competitor_has_one_code_and_every_code_one_competitor(void **state)
{
    (void)state;
    struct veil *veil = veil_new("\"work\"", 40);
    bool used[40] = {false};

    veil_draw(veil);
    const struct blinding_table *table = &veil->tables[WORK];
    assert_int_equal(table->lefts.count, 40);
    assert_int_equal(table->codes.count, 40);
    assert_int_equal(table->works.count, 40);
    for (size_t i = 0; i < 40; i++) {
        assert_false(used[table->order[i]]);
        used[table->order[i]] = true;
    }
    veil_free(veil);
}

static void assert_codes(const struct blinding_table *table, size_t signs)
{
    char read[PAIRCODE_MAX];

    for (size_t i = 0; i < table->codes.count; i++) {
        assert_int_equal(table->codes.ids[i].len, signs);
        assert_int_equal(paircode_read(table->codes.ids[i], signs, read), PAIRCODE_GOOD);
        assert_true(i == 0 || strcmp(table->codes.ids[i - 1].at, table->codes.ids[i].at) < 0);
    }
}

static void three_hundred_codes_have_four_signs_and_one_more_makes_it_five(void **state)
{
    (void)state;

    for (unsigned count = 300; count <= 301; count++) {
        struct veil *veil = veil_new("\"work\"", count);
        veil_draw(veil);
        assert_int_equal(veil->tables[WORK].codes.count, count);
        assert_codes(&veil->tables[WORK], count == 300 ? 4 : 5);
        veil_free(veil);
    }
}

// 29,791 codes of three signs: with 300 in each layer two are alike by chance.
static void no_code_stands_in_two_layers(void **state)
{
    (void)state;
    struct veil *veil = veil_new(ALL, 300);
    struct table *seen = table_new();

    veil_draw(veil);
    for (uint32_t layer = ENTRY; layer <= WORK; layer++) {
        for (size_t i = 0; i < 300; i++) {
            assert_null(table_put(seen, veil->tables[layer].codes.ids[i], seen));
        }
    }
    table_free(seen);
    veil_free(veil);
}

static void the_same_request_makes_the_same_table_though_others_came_meanwhile(void **state)
{
    (void)state;
    struct veil *veil = veil_new("\"work\"", 3);
    unsigned char salt[BLINDING_SALT] = {'c', WORK};
    struct blinding_table again;

    veil_draw(veil);
    veil_check_in(veil->forge, "x2", MUSTER_ABSENT);
    blinding_table(veil->forge->arena, veil->forge->record, 0, WORK, salt, true, &again);
    assert_true(slice_equal(again.text, veil->tables[WORK].text));
    veil_free(veil);
}

// The entry has lefts and codes in the order of their texts: nothing of the order is in it.
static void what_the_journal_gets_does_not_say_who_has_which_code(void **state)
{
    (void)state;
    struct veil *veil = veil_new("\"work\"", 6);

    veil_cards(veil, WORK);
    struct entry_muster act = veil_codes_act(veil, WORK, 'c');
    struct slice body = veil_body(veil->forge, &act);
    for (unsigned i = 1; i <= 6; i++) {
        const char *id = arena_printf(veil->forge->arena, "\"x%u\"", i);
        assert_null(memmem(body.at, body.len, id, strlen(id)));
    }
    for (uint32_t i = 0; i < MUSTER_CARDS; i++) {
        const char *code = veil->cards[WORK].codes[i];
        assert_null(memmem(body.at, body.len, code, strlen(code)));
    }
    veil_free(veil);
}

RUN(cmocka_unit_test(cards_follow_from_the_salt_and_from_nothing_else),
    cmocka_unit_test(a_card_is_known_by_its_layer_and_no_other),
    cmocka_unit_test(any_two_cards_open_a_layer_in_either_order_and_one_opens_nothing),
    cmocka_unit_test(a_box_that_was_changed_in_any_byte_opens_nothing),
    cmocka_unit_test(every_competitor_has_one_code_and_every_code_one_competitor),
    cmocka_unit_test(three_hundred_codes_have_four_signs_and_one_more_makes_it_five),
    cmocka_unit_test(no_code_stands_in_two_layers),
    cmocka_unit_test(the_same_request_makes_the_same_table_though_others_came_meanwhile),
    cmocka_unit_test(what_the_journal_gets_does_not_say_who_has_which_code))
