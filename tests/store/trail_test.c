// A trail says each change once, is bounded, and keeps its ends and its changes of place.
#include "store/trail.h"
#include "tests/store/rig.h"

enum { MOST = 8 };

struct seen {
    bool came;
    int error;
    size_t count;
    char text[4096];
};

static struct rig *rig;
static struct rig_store it;
static const char *name; // of the trail of this test

static void begin(void **state, const char *trail)
{
    rig = *state;
    name = trail;
    struct store_settings settings = rig_settings(rig);
    rig_open_store(rig, &it, &settings);
    UNTIL(rig, store_is_ready(it.store));
}

static void on_points(void *owner, int error, size_t count, const struct trail_point *points)
{
    struct seen *seen = owner;
    size_t len = 0;

    *seen = (struct seen){.came = true, .error = error, .count = count};
    for (size_t i = 0; i < count; i++) {
        len += (size_t)snprintf(seen->text + len, sizeof seen->text - len, "%s%ld:%.*s",
                                i ? ", " : "", (long)points[i].at, SLICE_FMT(points[i].state));
    }
}

static struct seen look(void)
{
    struct seen seen = {.came = false};

    trail_read(it.store, SLICE("c"), slice_of(name), on_points, &seen);
    UNTIL(rig, seen.came);
    assert_int_equal(seen.error, 0);
    return seen;
}

static void expect(const char *text)
{
    assert_string_equal(look().text, text);
}

static void say(int64_t at, const char *state)
{
    trail_add(it.store, SLICE("c"), 1,
              &(struct trail_point){.name = slice_of(name), .state = slice_of(state), .at = at},
              MOST);
}

static void each_change_is_kept_once_and_nothing_before_the_first(void **state)
{
    begin(state, "once");
    say(1, "- -");
    say(2, "3 8.50");
    say(3, "3 8.50");
    say(4, "2.5 8.50");
    say(5, "- -");
    expect("2:3 8.50, 4:2.5 8.50, 5:- -");
    rig_close_store(rig, &it);
}

static void many_go_in_one_call_each_to_its_own(void **state)
{
    begin(state, "many/0");
    struct trail_point points[TRAIL_MAX];
    char names[TRAIL_MAX][16];

    for (size_t i = 0; i < TRAIL_MAX; i++) {
        (void)snprintf(names[i], sizeof names[i], "many/%zu", i);
        points[i] = (struct trail_point){slice_of(names[i]), SLICE("1 9"), (int64_t)i};
    }
    trail_add(it.store, SLICE("c"), TRAIL_MAX, points, MOST);
    expect("0:1 9");
    name = "many/127";
    expect("127:1 9");
    rig_close_store(rig, &it);
}

static void what_another_board_says_later_of_before_is_not_kept(void **state)
{
    begin(state, "late");
    say(3, "2 8.50");
    say(9, "3 8.50");
    say(3, "2 8.50");
    say(8, "4 8.50");
    say(9, "1 9");
    expect("3:2 8.50, 9:3 8.50, 9:1 9");
    say(100000, "4 9");
    say(39999, "5 9");
    say(40000, "6 9");
    expect("3:2 8.50, 9:3 8.50, 9:1 9, 100000:4 9, 100000:5 9");
    rig_close_store(rig, &it);
}

static void as_many_as_the_limit_all_stay_and_one_more_drops_what_is_no_place(void **state)
{
    static const char *const states[] = {"5 1", "5 2", "4 3", "4 4", "3 5", "3 6", "2 7", "2 8"};

    begin(state, "limit");
    for (int i = 0; i < MOST; i++) {
        say(i, states[i]);
    }
    expect("0:5 1, 1:5 2, 2:4 3, 3:4 4, 4:3 5, 5:3 6, 6:2 7, 7:2 8");
    say(8, "1 9");
    expect("0:5 1, 2:4 3, 4:3 5, 5:3 6, 6:2 7, 7:2 8, 8:1 9");
    rig_close_store(rig, &it);
}

static void a_trail_of_places_alone_is_bounded_and_keeps_its_ends(void **state)
{
    char text[32];

    begin(state, "bounded");
    for (int i = 1; i <= 1000; i++) {
        (void)snprintf(text, sizeof text, "%d 1", i);
        say(i, text);
    }
    struct seen seen = look();
    assert_true(seen.count <= MOST && seen.count > MOST / 2);
    assert_true(strncmp(seen.text, "1:1 1,", 6) == 0);
    assert_non_null(strstr(seen.text, "997:997 1, 998:998 1, 999:999 1, 1000:1000 1"));
    rig_close_store(rig, &it);
}

RUN(RIG_TEST(each_change_is_kept_once_and_nothing_before_the_first),
    RIG_TEST(what_another_board_says_later_of_before_is_not_kept),
    RIG_TEST(many_go_in_one_call_each_to_its_own),
    RIG_TEST(as_many_as_the_limit_all_stay_and_one_more_drops_what_is_no_place),
    RIG_TEST(a_trail_of_places_alone_is_bounded_and_keeps_its_ends))
