// A member's confirmation: form, text, and that its box opens for one sheet and one member only.
// The box is that of another library (tweetnacl with BLAKE2b, as the judge's page makes it).
#include "base/arena.h"
#include "base/secret.h"
#include "base/text.h"
#include "tests/unit.h"
#include "wire/confirmation.h"

#define PUBLIC "761d88ec830413919dfe9d4d1d56f17e653c8c994082df5b137b90a0ae6edf74"
#define BOX                                                                                        \
    "30f1c95863783fad6a6daeda8c9344580b4536c5001e6b310aa28d44f5b67664fb908d46746c4399c610cfd7d4ea" \
    "299845a80c3d94f384334645473fc59d04541c73e9a40f405a69eb753f341111b013a187ba2c6818"
#define ROOM_OF(list) (sizeof(list) / sizeof((list)[0]))

static const struct signature_sheet sheet = {
    .competition = {"small", 5},
    .part = {"w-theory", 8},
    .competitor = {"c001", 4},
    .seat = {"K", 1},
    .ask = {"0190a000-0000-7000-8000-000000000001", 36},
    .body = {"{}", 2},
};

static void the_text_names_the_sheet_its_bytes_its_request_and_the_member(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct slice text = confirmation_text(arena, &sheet, SLICE("j1"));

    assert_true(slice_is(text,
                         "jinbang-confirmation/1\nsmall\nw-theory\nc001\nK\n"
                         "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\n"
                         "0190a000-0000-7000-8000-000000000001\nj1\n"));
    arena_free(arena);
}

static bool does_open(struct signature_sheet of, const char *judge, const char *box, int fill)
{
    struct arena *arena = arena_new();
    unsigned char seed[SECRET_KEY];
    struct confirmation confirmation = {slice_of(judge), slice_of(box)};

    memset(seed, fill, sizeof seed);
    struct slice pin = confirmation_open(arena, seed, &of, &confirmation);
    bool opened = pin.at != NULL;
    if (opened) {
        assert_true(slice_is(pin, "482915"));
    }
    arena_free(arena);
    return opened;
}

static void a_box_of_the_pages_library_opens_with_the_servers_key(void **state)
{
    (void)state;
    unsigned char seed[SECRET_KEY];
    unsigned char public[SECRET_KEY];
    char hex[SECRET_HEX];

    secret_init();
    memset(seed, 7, sizeof seed);
    secret_seal_key(seed, public);
    text_hex(public, sizeof public, hex);
    assert_string_equal(hex, PUBLIC);
    assert_true(does_open(sheet, "j1", BOX, 7));
}

static void it_opens_for_nothing_else(void **state)
{
    (void)state;
    static const struct slice other = {"other", 5};

    assert_false(does_open(sheet, "j2", BOX, 7));
    assert_false(does_open(sheet, "j1", BOX, 8));
    for (int i = 0; i < 6; i++) {
        struct signature_sheet changed = sheet;
        struct slice *const places[] = {&changed.competition, &changed.part, &changed.competitor,
                                        &changed.seat,        &changed.ask,  &changed.body};
        *places[i] = other;
        assert_false(does_open(changed, "j1", BOX, 7));
    }
    char box[sizeof BOX] = BOX;
    for (size_t i = 0; i < sizeof BOX - 1; i += 7) {
        char kept = box[i];
        box[i] = kept == '0' ? '1' : '0';
        assert_false(does_open(sheet, "j1", box, 7));
        box[i] = kept;
    }
}

static void the_header_has_each_member_once(void **state)
{
    (void)state;

    static const struct {
        const char *header;
        size_t count; // 0: refused
    } rows[] = {{"j1 " BOX, 1},
                {"j1 " BOX ", j2 " BOX, 2},
                {"j1 " BOX ",j2 " BOX, 2},
                {"j1 " BOX ", j1 " BOX, 0},
                {"", 0},
                {"j1", 0},
                {"j1 00", 0},
                {"j1 " BOX "00", 1},
                {"j1 " BOX "00000000", 0},
                {"j/1 " BOX, 0},
                {" j1 " BOX, 0},
                {"j1  " BOX, 0},
                {"j1 " BOX ", ", 0}};

    for (size_t i = 0; i < ROOM_OF(rows); i++) {
        struct confirmation all[CONFIRMATIONS_MAX];
        size_t count = 0;
        bool good = confirmation_read(slice_of(rows[i].header), all, &count);
        if (good != (rows[i].count > 0) || (good && count != rows[i].count)) {
            fail_msg("%s: %zu", rows[i].header, count);
        }
    }
}

static void more_members_than_a_group_can_have_are_refused(void **state)
{
    (void)state;
    struct confirmation all[CONFIRMATIONS_MAX];

    for (int members = CONFIRMATIONS_MAX; members <= CONFIRMATIONS_MAX + 1; members++) {
        struct arena *arena = arena_new();
        const char *header = "";
        size_t count = 0;
        for (int i = 0; i < members; i++) {
            header = arena_printf(arena, "%s%sj%d " BOX, header, i ? ", " : "", i);
        }
        assert_int_equal(confirmation_read(slice_of(header), all, &count),
                         members == CONFIRMATIONS_MAX);
        arena_free(arena);
    }
}

RUN(cmocka_unit_test(the_text_names_the_sheet_its_bytes_its_request_and_the_member),
    cmocka_unit_test(a_box_of_the_pages_library_opens_with_the_servers_key),
    cmocka_unit_test(it_opens_for_nothing_else), cmocka_unit_test(the_header_has_each_member_once),
    cmocka_unit_test(more_members_than_a_group_can_have_are_refused))
