// A judge's link in the journal.
#include "base/arena.h"
#include "base/buf.h"
#include "tests/unit.h"
#include "wire/entry.h"
#include "wire/entry_link.h"

static void a_judges_link_needs_version_8_and_is_read_back(void **state)
{
    (void)state;
    struct entry_link links[] = {{SLICE("j\"1"), SLICE("00ff")}, {SLICE("j2"), SLICE_NONE}};

    for (size_t i = 0; i < ROWS(links); i++) {
        struct arena *arena = arena_new();
        struct buf *body = buf_new(64);
        struct buf *buf = buf_new(64);
        struct entry_link back;
        entry_link_write(&links[i], body);
        struct entry entry = {.kind = ENTRY_JUDGES, .body = {body->bytes, body->len}};
        assert_true(entry_link_is(entry.body));
        entry_write(&entry, buf);
        assert_int_equal(buf->bytes[0], '8');
        assert_true(entry_link_read(arena, entry.body, &back));
        assert_true(slice_equal(back.judge, links[i].judge));
        assert_true(slice_equal(back.token, links[i].token));
        assert_int_equal(back.token.at == NULL, links[i].token.at == NULL);
        (void)buf_unref(body);
        (void)buf_unref(buf);
        arena_free(arena);
    }
    assert_false(entry_link_is(SLICE("{\"judges\":[{\"id\":\"{\\\"link\\\":\"}]}")));
}

RUN(cmocka_unit_test(a_judges_link_needs_version_8_and_is_read_back))
