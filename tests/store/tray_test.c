// What lies in a tray: for a while, by name, and replaced by another hand only when that hand saw
// it.
#include "store/tray.h"
#include "tests/store/rig.h"

enum { LONG_MS = 60000, MOST = 2 };

struct put {
    bool came;
    int error;
    enum tray_outcome outcome;
    uint64_t version;
    char who[16], text[16];
};

struct items {
    bool came;
    size_t count;
    char names[64];
};

static struct rig *rig;
static struct rig_store it;

static void begin(void **state)
{
    rig = *state;
    struct store_settings settings = rig_settings(rig);
    rig_open_store(rig, &it, &settings);
    UNTIL(rig, store_is_ready(it.store));
}

static void on_put(void *owner, int error, enum tray_outcome outcome, const struct tray_item *item)
{
    struct put *put = owner;

    *put = (struct put){.came = true, .error = error, .outcome = outcome, .version = item->version};
    (void)snprintf(put->who, sizeof put->who, "%.*s", SLICE_FMT(item->who));
    (void)snprintf(put->text, sizeof put->text, "%.*s", SLICE_FMT(item->text));
}

static struct put lay(const char *name, const char *who, const char *text, const char *seen,
                      uint64_t ttl_ms)
{
    struct put put = {.came = false};
    struct tray_put wish = {.key = SLICE("k"),
                            .name = slice_of(name),
                            .who = slice_of(who),
                            .text = slice_of(text),
                            .seen = slice_of(seen),
                            .ttl_ms = ttl_ms,
                            .most = MOST};

    tray_put(it.store, &wish, on_put, &put);
    UNTIL(rig, put.came);
    assert_int_equal(put.error, 0);
    return put;
}

static void on_items(void *owner, int error, size_t count, const struct tray_item *items)
{
    struct items *seen = owner;
    size_t len = 0;

    assert_int_equal(error, 0);
    *seen = (struct items){.came = true, .count = count};
    for (size_t i = 0; i < count; i++) {
        len += (size_t)snprintf(seen->names + len, sizeof seen->names - len, "%.*s=%.*s(%.*s) ",
                                SLICE_FMT(items[i].name), SLICE_FMT(items[i].text),
                                SLICE_FMT(items[i].who));
    }
}

static void expect(const char *names)
{
    struct items seen = {.came = false};

    tray_read(it.store, SLICE("k"), on_items, &seen);
    UNTIL(rig, seen.came);
    assert_string_equal(seen.names, names);
}

static void drop(const char *name)
{
    struct items seen = {.came = false};

    tray_drop(it.store, SLICE("k"), slice_of(name), on_items, &seen);
    UNTIL(rig, seen.came);
}

static void ones_own_text_is_replaced_and_its_version_grows(void **state)
{
    begin(state);
    struct put first = lay("a", "d1", "one two", NULL, LONG_MS);
    struct put second = lay("a", "d1", "three", NULL, LONG_MS);
    assert_int_equal(first.outcome, TRAY_KEPT);
    assert_true(second.version > first.version);
    expect("a=three(d1) ");
    drop("a");
    expect("");
    rig_close_store(rig, &it);
}

static void anothers_text_is_shown_and_replaced_only_by_who_saw_it(void **state)
{
    begin(state);
    struct put first = lay("a", "d1", "one two", NULL, LONG_MS);
    struct put other = lay("a", "d2", "mine", NULL, LONG_MS);
    char seen[32];

    assert_int_equal(other.outcome, TRAY_NEWER);
    assert_string_equal(other.who, "d1");
    assert_string_equal(other.text, "one two");
    assert_true(other.version == first.version);
    (void)snprintf(seen, sizeof seen, "%lu", (unsigned long)other.version);
    assert_int_equal(lay("a", "d2", "mine", seen, LONG_MS).outcome, TRAY_KEPT);
    expect("a=mine(d2) ");
    drop("a");
    rig_close_store(rig, &it);
}

static void a_full_tray_takes_no_new_name_but_the_old_ones(void **state)
{
    begin(state);
    assert_int_equal(lay("a", "d1", "1", NULL, LONG_MS).outcome, TRAY_KEPT);
    assert_int_equal(lay("b", "d1", "1", NULL, LONG_MS).outcome, TRAY_KEPT);
    assert_int_equal(lay("c", "d1", "1", NULL, LONG_MS).outcome, TRAY_FULL);
    assert_int_equal(lay("b", "d1", "2", NULL, LONG_MS).outcome, TRAY_KEPT);
    drop("a");
    assert_int_equal(lay("c", "d1", "1", NULL, LONG_MS).outcome, TRAY_KEPT);
    drop("b");
    drop("c");
    rig_close_store(rig, &it);
}

static void it_is_gone_when_its_time_is_over(void **state)
{
    begin(state);
    struct items seen = {.count = 1};

    assert_int_equal(lay("a", "d1", "1", NULL, 100).outcome, TRAY_KEPT);
    while (seen.count > 0) {
        seen.came = false;
        tray_read(it.store, SLICE("k"), on_items, &seen);
        UNTIL(rig, seen.came);
    }
    expect("");
    rig_close_store(rig, &it);
}

RUN(RIG_TEST(ones_own_text_is_replaced_and_its_version_grows),
    RIG_TEST(anothers_text_is_shown_and_replaced_only_by_who_saw_it),
    RIG_TEST(a_full_tray_takes_no_new_name_but_the_old_ones),
    RIG_TEST(it_is_gone_when_its_time_is_over))
