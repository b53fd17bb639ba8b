// A tablet's signature: form, text, and that it holds for one sheet only. Text and signature are
// those of web/tests/signing.test.ts, which another library made.
#include "base/arena.h"
#include "base/secret.h"
#include "tests/unit.h"
#include "wire/signature.h"

#define KEY "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c"
#define SIGNATURE                                                                                  \
    "41cd286a89eb4eefef68f708fe5bba1ac81067c2fb46161e7edd66c0c125c1a8"                             \
    "f89a13aabb526ec6cd540ba023f0c653bd6acaa27b25b617b317034c6c717b0e"

static const struct signature_sheet sheet = {
    .competition = {"small", 5},
    .part = {"w-theory", 8},
    .competitor = {"c001", 4},
    .seat = {"K", 1},
    .ask = {"0190a000-0000-7000-8000-000000000001", 36},
    .body = {"{}", 2},
};

static bool does_hold(struct signature_sheet of, const char *key, const char *signature)
{
    struct arena *arena = arena_new();
    bool holds = signature_holds(arena, &of, slice_of(key), slice_of(signature));

    arena_free(arena);
    return holds;
}

static void the_text_names_the_sheet_its_bytes_and_its_request(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct slice text = signature_text(arena, &sheet);

    assert_true(slice_is(text,
                         "jinbang-sheet/1\nsmall\nw-theory\nc001\nK\n"
                         "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\n"
                         "0190a000-0000-7000-8000-000000000001\n"));
    arena_free(arena);
}

static void a_signature_of_the_tablets_library_holds(void **state)
{
    (void)state;
    assert_true(does_hold(sheet, KEY, SIGNATURE));
}

static void it_holds_for_nothing_else(void **state)
{
    (void)state;

    static const struct slice other = {"other", 5};
    for (int i = 0; i < 6; i++) {
        struct signature_sheet changed = sheet;
        struct slice *const places[] = {&changed.competition, &changed.part, &changed.competitor,
                                        &changed.seat,        &changed.ask,  &changed.body};
        *places[i] = other;
        assert_false(does_hold(changed, KEY, SIGNATURE));
    }
    static const char other_key[] =
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
    assert_false(does_hold(sheet, other_key, SIGNATURE));
}

static void every_changed_digit_of_key_or_signature_is_found(void **state)
{
    (void)state;
    char key[] = KEY;
    char signature[] = SIGNATURE;

    for (size_t i = 0; i + 1 < sizeof key; i++) {
        key[i] = (char)(key[i] == '0' ? '1' : '0');
        assert_false(does_hold(sheet, key, SIGNATURE));
        key[i] = KEY[i];
    }
    for (size_t i = 0; i + 1 < sizeof signature; i++) {
        signature[i] = (char)(signature[i] == '0' ? '1' : '0');
        assert_false(does_hold(sheet, KEY, signature));
        signature[i] = SIGNATURE[i];
    }
}

static void the_header_has_one_form(void **state)
{
    (void)state;

    static const struct {
        const char *header;
        bool good;
    } rows[] = {
        {"ed25519 " KEY " " SIGNATURE, true},
        {"ed25519 " KEY " " SIGNATURE " ", false},
        {"ed25519  " KEY " " SIGNATURE, false},
        {"Ed25519 " KEY " " SIGNATURE, false},
        {"rsa " KEY " " SIGNATURE, false},
        {"ed25519 " SIGNATURE " " KEY, false},
        {"ed25519 " KEY, false},
        {"ed25519 " KEY " ", false},
        {"ed25519 A" KEY " " SIGNATURE, false},
        {"", false},
        {KEY " " SIGNATURE, false},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct slice signer = SLICE_NONE;
        struct slice signature = SLICE_NONE;
        if (signature_read(slice_of(rows[i].header), &signer, &signature) != rows[i].good) {
            fail_msg("%s", rows[i].header);
        }
        assert_true((signer.at != NULL) == rows[i].good);
        assert_true(!rows[i].good || (slice_is(signer, KEY) && slice_is(signature, SIGNATURE)));
    }
}

RUN(cmocka_unit_test(the_text_names_the_sheet_its_bytes_and_its_request),
    cmocka_unit_test(a_signature_of_the_tablets_library_holds),
    cmocka_unit_test(it_holds_for_nothing_else),
    cmocka_unit_test(every_changed_digit_of_key_or_signature_is_found),
    cmocka_unit_test(the_header_has_one_form))
