// Check-in, draw, codes, recusal: request bodies of every kind, and what the journal keeps of them;
// the first byte says which. What was read keeps to its bounds; an act that reads is written as
// what reads as the same again.
#include "base/arena.h"
#include "tests/fuzz/say_problem.h"
#include "wire/ask_check_in.h"
#include "wire/ask_codes.h"
#include "wire/ask_draw.h"
#include "wire/ask_recusal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_in(struct arena *arena, struct slice json)
{
    struct faults faults = {.count = 0};
    struct ask_check_in ask;
    bool good = ask_check_in(arena, json, &ask, &faults);

    check_problem(good, &faults);
    if (good) {
        check(text_is_id(ask.competitor) && ask.state < MUSTER_STATES);
        check(ask.state != MUSTER_REPLACED ||
              (ask.has_person && ask.approved_by.at && ask.reason.at));
        check(!ask.reason.at || text_is_utf8(ask.reason));
    }
}

static void find(struct arena *arena, struct slice json)
{
    struct faults faults = {.count = 0};
    struct ask_check_in_find ask;
    bool good = ask_check_in_find(arena, json, &ask, &faults);

    check_problem(good, &faults);
    check(!good || !ask.skill.at || text_is_id(ask.skill));
}

static void look_at_numbers(const struct ask_draw *ask)
{
    bool drawn[ASK_DRAW_MAX + 1] = {false};

    check(ask->count > 0 && ask->count <= ASK_DRAW_MAX);
    for (size_t i = 0; i < ask->count; i++) {
        uint32_t number = ask->numbers[i].number;
        check(text_is_id(ask->numbers[i].competitor));
        check(number >= 1 && number <= ask->count && !drawn[number]);
        drawn[number] = true;
    }
}

static void draw(struct arena *arena, struct slice json)
{
    static bool (*const asks[])(struct arena *, struct slice, struct ask_draw *,
                                struct faults *) = {ask_draw_commitment, ask_draw_opening,
                                                    ask_draw_by_hand};

    for (size_t i = 0; i < 3; i++) {
        struct faults faults = {.count = 0};
        struct ask_draw ask;
        bool good = asks[i](arena, json, &ask, &faults);
        check_problem(good, &faults);
        check(!good || i == 1 || (ask.stations >= 1 && ask.stations <= ASK_DRAW_STATIONS_MAX));
        check(!good || i != 1 || (ask.word.len > 0 && text_is_utf8(ask.word)));
        if (good && i == 2) {
            look_at_numbers(&ask);
        }
    }
}

static void codes(struct arena *arena, struct slice json)
{
    char again[PAIRCODE_MAX];

    for (int kind = ASK_CODES_SALT; kind <= ASK_CODES_CARDS; kind++) {
        struct faults faults = {.count = 0};
        struct ask_codes ask;
        bool good = ask_codes(arena, (enum ask_codes_kind)kind, json, &ask, &faults);
        check_problem(good, &faults);
        for (size_t i = 0; good && kind == ASK_CODES_CARDS && i < 2; i++) {
            check(paircode_read(slice_of(ask.cards[i]), PAIRCODE_KEEPER, again) == PAIRCODE_GOOD);
            check(strcmp(again, ask.cards[i]) == 0);
        }
    }
}

static void recusal(struct arena *arena, struct slice json)
{
    struct faults faults = {.count = 0};
    struct ask_recusal ask;
    bool good = ask_recusal(arena, json, &ask, &faults);

    check_problem(good, &faults);
    check(!good || (ask.count > 0 && ask.count <= ASK_RECUSAL_MAX && text_is_id(ask.judge)));
    for (size_t i = 0; good && i < ask.count; i++) {
        check(text_is_id(ask.competitors[i]));
    }
}

static void act(struct arena *arena, struct slice body)
{
    struct entry_muster first;
    struct entry_muster second;
    struct buf *one = buf_new(256);
    struct buf *two = buf_new(256);

    if (entry_muster_read(arena, body, &first)) {
        entry_muster_write(&first, one);
        check(entry_muster_read(arena, (struct slice){one->bytes, one->len}, &second));
        entry_muster_write(&second, two);
        check(same_bytes(one, two) && first.act == second.act);
    }
    (void)buf_unref(one);
    (void)buf_unref(two);
}

static void table(struct arena *arena, struct slice text)
{
    struct entry_muster_ids links = {0, NULL};

    if (entry_muster_read_table(arena, text, &links)) {
        check(links.count % 2 == 0 && links.count <= 2 * (size_t)ENTRY_MUSTER_LIST_MAX);
    }
    (void)entry_muster_opens(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const all[])(struct arena *, struct slice) = {check_in, find, draw, codes,
                                                                recusal,  act,  table};

    if (size == 0) {
        return 0;
    }
    struct arena *arena = arena_new();
    all[data[0] % (sizeof all / sizeof all[0])](arena,
                                                (struct slice){(const char *)data + 1, size - 1});
    arena_free(arena);
    return 0;
}
