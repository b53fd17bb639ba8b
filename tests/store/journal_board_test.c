#include "store/journal.h"
#include "tests/store/journal_rig.h"

enum { PAGE_MAX = 4100, KEY = 2 };

struct page {
    bool came;
    int error;
    uint64_t number, total;
    size_t count;

    struct {
        char id[16];
        char key[8];
        uint32_t before, sharing;
    } members[PAGE_MAX];
};

static void on_page(void *owner, const struct journal_page *page)
{
    struct page *it = owner;

    it->came = true;
    it->error = page->error;
    it->number = page->number;
    it->total = page->total;
    it->count = page->count;
    for (size_t i = 0; i < page->count; i++) {
        const struct journal_member *member = &page->members[i];
        (void)snprintf(it->members[i].id, 16, "%.*s", SLICE_FMT(member->id));
        (void)snprintf(it->members[i].key, 8, "%.*s", SLICE_FMT(member->key));
        it->members[i].before = member->before;
        it->members[i].sharing = member->sharing;
    }
}

static void look(struct journal_rig *it, const char *board, uint64_t from, uint64_t count,
                 struct page *page)
{
    page->came = false;
    journal_board(it->journal, board, KEY, from, count, on_page, page);
    assert_false(page->came);
    UNTIL(it->rig, page->came);
}

static void look_at(struct journal_rig *it, const char *board, size_t count,
                    const struct slice *ids, struct page *page)
{
    page->came = false;
    journal_board_of(it->journal, board, KEY, count, ids, on_page, page);
    UNTIL(it->rig, page->came);
    assert_int_equal(page->error, 0);
    assert_int_equal(page->count, count);
}

static struct journal_move move(const char *board, const char *id, const char *key)
{
    return (struct journal_move){slice_of(board), slice_of(id), slice_of(key)};
}

// A commit of moves alone, which does not move the version on.
static void move_all(struct journal_rig *it, size_t count, const struct journal_move *moves)
{
    struct journal_commit commit = {.scope = SLICE("row"), .move_count = count, .moves = moves};
    assert_int_equal(journal_rig_send(it, &commit), JOURNAL_NEW);
}

static void expect(const struct page *page, const char *ids, const char *befores)
{
    char seen_ids[256] = "";
    char seen_befores[256] = "";

    for (size_t i = 0; i < page->count; i++) {
        size_t at = strlen(seen_ids);
        (void)snprintf(seen_ids + at, sizeof seen_ids - at, "%s ", page->members[i].id);
        at = strlen(seen_befores);
        (void)snprintf(seen_befores + at, sizeof seen_befores - at, "%u ", page->members[i].before);
    }
    assert_string_equal(seen_ids, ids);
    assert_string_equal(seen_befores, befores);
}

static void a_board_is_in_the_order_of_its_keys_and_equal_keys_share_a_place(void **state)
{
    struct journal_rig *it = *state;
    struct page page = {0};
    const struct journal_move moves[] = {move("b/1", "li", "20"), move("b/1", "wang", "10"),
                                         move("b/1", "zhao", "20"), move("b/1", "qian", "30"),
                                         move("b/2", "li", "99")};

    assert_int_equal(journal_rig_mark(it, "x", 0, "a", "d"), JOURNAL_NEW);
    move_all(it, ROWS(moves), moves);
    look(it, "b/1", 0, 10, &page);
    expect(&page, "wang li zhao qian ", "0 1 1 3 ");
    assert_string_equal(page.members[1].key, "20");
    assert_int_equal(page.number, 1);
    assert_int_equal(page.total, 4);
    look(it, "b/1", 2, 2, &page); // a page that begins in the middle of a shared place
    expect(&page, "zhao qian ", "1 3 ");
    look(it, "b/2", 0, 10, &page);
    expect(&page, "li ", "0 ");
}

static void a_page_past_the_end_or_of_no_board_is_empty(void **state)
{
    struct journal_rig *it = *state;
    struct page page = {0};
    const struct journal_move one = move("b/1", "li", "20");

    move_all(it, 1, &one);
    look(it, "b/1", 5, 10, &page);
    assert_int_equal(page.error, 0);
    assert_int_equal(page.count, 0);
    assert_int_equal(page.total, 1);
    look(it, "b/1", 0, 0, &page);
    assert_int_equal(page.count, 0);
    assert_int_equal(page.total, 1);
    look(it, "none", 0, 10, &page);
    assert_int_equal(page.count, 0);
    assert_int_equal(page.total, 0);
    assert_int_equal(page.number, 0);
}

static void a_moved_competitor_stands_once_and_an_empty_key_takes_him_off(void **state)
{
    struct journal_rig *it = *state;
    struct page page = {0};
    const struct journal_move first[] = {move("b", "li", "20"), move("b", "wang", "30")};
    const struct journal_move second[] = {move("b", "wang", "10"), move("b", "li", ""),
                                          move("b", "nobody", "")};
    const struct journal_move third[] = {move("b", "li", "50"), move("b", "li", "05"),
                                         move("b", "wang", ""), move("b", "wang", "10")};

    move_all(it, ROWS(first), first);
    move_all(it, ROWS(second), second);
    look(it, "b", 0, 10, &page);
    expect(&page, "wang ", "0 ");
    move_all(it, ROWS(third), third); // the last move of each holds
    look(it, "b", 0, 10, &page);
    expect(&page, "li wang ", "0 1 ");
    move_all(it, ROWS(third), third); // and nothing changes when nothing moves
    look(it, "b", 0, 10, &page);
    expect(&page, "li wang ", "0 1 ");
    rig_do(it->rig, "HLEN jinbang:{c1}:member:b");
    assert_int_equal(it->rig->number, 2);
}

static void a_reset_board_holds_only_what_is_moved_then(void **state)
{
    struct journal_rig *it = *state;
    struct page page = {0};
    const struct journal_move old[] = {move("b", "li", "20"), move("b", "wang", "30"),
                                       move("other", "li", "20")};
    const struct journal_move now[] = {move("other", "wang", "10"), move("b", "wang", "40")};
    struct journal_commit commit = {
        .scope = SLICE("row"), .move_count = ROWS(now), .moves = now, .reset = SLICE("b")};

    move_all(it, ROWS(old), old);
    assert_int_equal(journal_rig_send(it, &commit), JOURNAL_NEW);
    look(it, "b", 0, 10, &page);
    expect(&page, "wang ", "0 ");
    look(it, "other", 0, 10, &page);
    expect(&page, "wang li ", "0 1 ");
    commit.move_count = 0;
    assert_int_equal(journal_rig_send(it, &commit), JOURNAL_NEW);
    look(it, "b", 0, 10, &page);
    assert_int_equal(page.total, 0);
}

static void a_stale_commit_moves_nobody(void **state)
{
    struct journal_rig *it = *state;
    struct page page = {0};
    const struct journal_move one = move("b", "li", "20");
    struct journal_commit commit = {
        .scope = SLICE("row"), .seen = 1, .move_count = 1, .moves = &one};

    assert_int_equal(journal_rig_send(it, &commit), JOURNAL_STALE);
    look(it, "b", 0, 10, &page);
    assert_int_equal(page.total, 0);
}

static void keys_and_ids_may_hold_any_byte(void **state)
{
    struct journal_rig *it = *state;
    struct page page = {0};
    const struct journal_move moves[] = {{SLICE("b"), SLICE("high"), SLICE("\xff\xff")},
                                         {SLICE("b"), SLICE("low"), SLICE("\0\0")},
                                         {SLICE("b"), SLICE("mid"), SLICE("\x7f\n")},
                                         {SLICE("b"), SLICE("mid2"), SLICE("\x80 ")}};

    move_all(it, ROWS(moves), moves);
    look(it, "b", 0, 10, &page);
    expect(&page, "low mid mid2 high ", "0 1 2 3 ");
}

static void the_largest_commit_goes_through(void **state)
{
    struct journal_rig *it = *state;
    static struct journal_entry entries[JOURNAL_BATCH_MAX];
    static struct journal_move moves[JOURNAL_MOVES_MAX];
    static struct journal_person people[3000];
    static char text[JOURNAL_MOVES_MAX][8];
    struct page page = {0};

    for (size_t i = 0; i < JOURNAL_MOVES_MAX; i++) {
        (void)snprintf(text[i], sizeof text[i], "%06zu", i);
        struct slice name = slice_of(text[i]);
        if (i < 3000) {
            people[i] = (struct journal_person){name, name};
        }
        if (i < JOURNAL_BATCH_MAX) {
            entries[i] = (struct journal_entry){name, name, name};
        }
        moves[JOURNAL_MOVES_MAX - 1 - i] = // worst first
            (struct journal_move){SLICE("b"), name, {text[i] + 1, 2}};
    }
    struct journal_commit commit = {.scope = SLICE("row"),
                                    .entry_count = JOURNAL_BATCH_MAX,
                                    .entries = entries,
                                    .move_count = JOURNAL_MOVES_MAX,
                                    .moves = moves,
                                    .person_count = 3000,
                                    .people = people};
    assert_int_equal(journal_rig_send(it, &commit), JOURNAL_NEW);
    UNTIL(it->rig, it->last == JOURNAL_BATCH_MAX);
    look(it, "b", 0, PAGE_MAX, &page);
    assert_int_equal(page.total, JOURNAL_MOVES_MAX);
    assert_int_equal(page.number, JOURNAL_BATCH_MAX);
    assert_int_equal(page.members[2500].before, 2000); // a thousand share each place
    rig_do(it->rig, "HLEN jinbang:{c1}:people");
    assert_int_equal(it->rig->number, 3000);
    assert_int_equal(journal_rig_send(it, &commit), JOURNAL_AGAIN);
    assert_int_equal(it->numbers[JOURNAL_BATCH_MAX - 1], JOURNAL_BATCH_MAX);
}

static void single_ones_are_found_wherever_they_stand_with_how_many_share_their_place(void **state)
{
    struct journal_rig *it = *state;
    struct page page = {0};
    const struct journal_move moves[] = {{SLICE("b"), SLICE("first"), SLICE("\0\0")},
                                         {SLICE("b"), SLICE("zhao"), SLICE("\xff\xff")},
                                         {SLICE("b"), SLICE("li"), SLICE("\xff\xff")},
                                         {SLICE("b"), SLICE("mid"), SLICE("\xff\xfe")}};

    assert_int_equal(journal_rig_mark(it, "x", 0, "a", "d"), JOURNAL_NEW);
    move_all(it, ROWS(moves), moves);
    const struct slice ids[] = {SLICE("zhao"), SLICE("nobody"), SLICE("mid"), SLICE("zhao")};
    look_at(it, "b", ROWS(ids), ids, &page);
    expect(&page, "zhao  mid zhao ", "2 0 1 2 ");
    assert_int_equal(page.members[0].sharing, 2);
    assert_int_equal(page.members[1].sharing, 0);
    assert_int_equal(page.members[2].sharing, 1);
    assert_int_equal(page.number, 1);
    assert_int_equal(page.total, 4);
    look_at(it, "none", 1, ids, &page);
    expect(&page, " ", "0 ");
    assert_int_equal(page.total, 0);
}

static void a_board_without_a_link_is_an_error(void **state)
{
    struct journal_rig *it = *state;
    struct page page = {0};

    redis_drop(store_commands(it->store.store), "the test wants it");
    look(it, "b", 0, 10, &page);
    assert_int_equal(page.error, UV_ENOTCONN);
    assert_int_equal(page.count, 0);
}

RUN(JOURNAL_TEST(a_board_is_in_the_order_of_its_keys_and_equal_keys_share_a_place),
    JOURNAL_TEST(a_page_past_the_end_or_of_no_board_is_empty),
    JOURNAL_TEST(a_moved_competitor_stands_once_and_an_empty_key_takes_him_off),
    JOURNAL_TEST(a_reset_board_holds_only_what_is_moved_then),
    JOURNAL_TEST(a_stale_commit_moves_nobody), JOURNAL_TEST(keys_and_ids_may_hold_any_byte),
    JOURNAL_TEST(single_ones_are_found_wherever_they_stand_with_how_many_share_their_place),
    JOURNAL_TEST(the_largest_commit_goes_through), JOURNAL_TEST(a_board_without_a_link_is_an_error))
