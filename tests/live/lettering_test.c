#include "base/buf.h"
#include "base/letters.h"
#include "base/text.h"
#include "live/lettering.h"
#include "print/font.h"
#include "tests/unit.h"

#include <string.h>

enum { WALLS = 4 };

struct wall {
    struct buf *css; // NULL: waits
    unsigned turn;   // its place among the answers, from 1
};

static unsigned answers;

struct site {
    uv_loop_t loop;
    struct font_shelf *shelf;
    struct lettering *lettering;
    struct wall walls[WALLS];
};

static void open_site(struct site *site)
{
    *site = (struct site){.shelf = font_shelf_new("/usr/share/fonts")};
    answers = 0;
    assert_int_equal(uv_loop_init(&site->loop), 0);
    site->lettering = lettering_new(&site->loop, site->shelf);
}

static void on_closed(void *owner)
{
    *(bool *)owner = true;
}

static void close_site(struct site *site)
{
    bool closed = false;

    lettering_close(site->lettering, on_closed, &closed);
    uv_run(&site->loop, UV_RUN_DEFAULT);
    assert_true(closed);
    assert_int_equal(uv_loop_close(&site->loop), 0);
    for (size_t i = 0; i < WALLS; i++) {
        buf_unref(site->walls[i].css);
    }
    font_shelf_free(site->shelf);
}

static void on_sheet(void *owner, struct buf *css)
{
    struct wall *wall = owner;

    wall->css = buf_ref(css);
    wall->turn = ++answers;
}

static void ask(struct site *site, size_t wall, uint64_t said, const char *text)
{
    struct letters *letters = letters_new();

    letters_add_text(letters, slice_of(text));
    lettering_ask(site->lettering, SLICE("games"), said, letters, 1000, on_sheet,
                  &site->walls[wall]);
}

static bool join(struct site *site, size_t wall, uint64_t said, uint64_t now_ms)
{
    return lettering_join(site->lettering, SLICE("games"), said, now_ms, on_sheet,
                          &site->walls[wall]);
}

static bool shows(const struct wall *wall, const char *range)
{
    return wall->css && strstr((const char *)wall->css->bytes, range);
}

static void who_asks_while_others_are_cut_gets_the_newest_letters(void **state)
{
    (void)state;
    struct site site;

    open_site(&site);
    ask(&site, 0, 1, "金"); // U+91D1
    ask(&site, 1, 2, "榜"); // U+699C: was never the newest when its turn came
    ask(&site, 2, 3, "题"); // U+9898
    uv_run(&site.loop, UV_RUN_DEFAULT);
    assert_true(shows(&site.walls[0], "U+91D1"));
    assert_true(shows(&site.walls[1], "U+9898"));
    assert_true(shows(&site.walls[2], "U+9898"));
    assert_int_equal(site.walls[0].turn, 1);
    close_site(&site);
}

static void letters_that_are_being_cut_are_not_cut_again(void **state)
{
    (void)state;
    struct site site;

    open_site(&site);
    ask(&site, 0, 1, "金");
    ask(&site, 1, 2, "榜");
    ask(&site, 2, 3, "金");
    uv_run(&site.loop, UV_RUN_DEFAULT);
    assert_ptr_equal(site.walls[0].css, site.walls[2].css);
    assert_ptr_equal(site.walls[1].css, site.walls[2].css);
    close_site(&site);
}

static void who_joins_waits_for_the_newest_and_gathers_nothing(void **state)
{
    (void)state;
    struct site site;

    open_site(&site);
    assert_false(join(&site, 0, 1, 1000)); // nobody said letters yet
    ask(&site, 0, 1, "金");
    ask(&site, 1, 2, "榜");
    assert_false(join(&site, 2, 3, 1001)); // something was said since
    assert_true(join(&site, 2, 2, 1001));
    assert_null(site.walls[2].css);
    uv_run(&site.loop, UV_RUN_DEFAULT);
    assert_true(shows(&site.walls[2], "U+699C"));
    assert_true(join(&site, 3, 2, 1000 + LETTERING_FRESH_MS - 1)); // at once
    assert_ptr_equal(site.walls[3].css, site.walls[2].css);
    assert_false(join(&site, 3, 2, 1000 + LETTERING_FRESH_MS));
    close_site(&site);
}

RUN(cmocka_unit_test(who_asks_while_others_are_cut_gets_the_newest_letters),
    cmocka_unit_test(letters_that_are_being_cut_are_not_cut_again),
    cmocka_unit_test(who_joins_waits_for_the_newest_and_gathers_nothing))
