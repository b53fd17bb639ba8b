// What a commit moves on the boards: several keys for one mark, for a ruling, for bulk marks; and
// that Redis and the engine agree after whatever came.
#include "base/meter.h"
#include "live/compare.h"
#include "live/decide.h"
#include "live/results.h"
#include "store/journal.h"
#include "tests/live/chance.h"
#include "tests/live/lined.h"
#include "tests/live/rooms.h"
#include "wire/ask_rules.h"

struct deed {
    struct wisher wisher;
    struct ask_ruling ruling;
    struct ask_bulk bulk;
};

static int setup(void **state)
{
    return rooms_open(state, book_definition, book_roster);
}

// "p3/y1/K1 c=5"
static void wish_mark(struct rig_room *it, struct site *site, struct deed *deed, const char *text)
{
    char part[8], competitor[8], seat[8], aspect[8], value[16];
    struct faults *faults = arena_alloc(it->arena, sizeof *faults);
    const struct record *record = site->room->record;
    struct commit_wish *wish = &deed->wisher.wish;

    assert_int_equal(
        sscanf(text, "%7[^/]/%7[^/]/%7[^ ] %7[^=]=%15s", part, competitor, seat, aspect, value), 5);
    fill(&deed->wisher, ENTRY_SHEET,
         slice_of(arena_printf(
             it->arena, "{\"marks\":[{\"aspect\":\"%s\",\"value\":\"%s\"}],\"reason\":\"r\"}",
             aspect, value)));
    wish->competitor = record_competitor(record, slice_of(competitor));
    wish->part = rules_find_part(record->rules, part, strlen(part));
    wish->seat = rules_find_seat(record->rules, wish->part, seat, strlen(seat));
    const struct record_sheet *before =
        record_sheet(record, wish->competitor, wish->part, wish->seat);
    if (before) {
        wish->if_match = slice_of(arena_printf(it->arena, "%lu", (unsigned long)before->number));
    }
    assert_true(ask_sheet(it->arena, record->rules, wish->part, wish->seat, wish->body,
                          &deed->wisher.sheet, faults));
    wish->sheet = &deed->wisher.sheet;
}

static void wish_ruling(struct rig_room *it, struct site *site, struct deed *deed, const char *text)
{
    struct faults *faults = arena_alloc(it->arena, sizeof *faults);
    char *body = arena_copy(it->arena, slice_of(text));

    book_quote(body);
    fill(&deed->wisher, ENTRY_RULING, slice_of(body));
    assert_true(decide_read(it->arena, site->room->record, slice_of(body), &deed->ruling, faults));
    deed->wisher.wish.ruling = &deed->ruling;
}

static void wish_bulk(struct rig_room *it, struct site *site, struct deed *deed, const char *rows)
{
    struct faults *faults = arena_alloc(it->arena, sizeof *faults);
    const struct rules *rules = site->room->record->rules;
    struct commit_wish *wish = &deed->wisher.wish;

    fill(&deed->wisher, ENTRY_BULK,
         slice_of(arena_printf(it->arena,
                               "{\"part\":\"p5\",\"seat\":\"C1\",\"aspect\":\"one\",\"rows\":[%s]}",
                               rows)));
    assert_true(ask_bulk_read(it->arena, rules, wish->body, &deed->bulk, faults));
    wish->bulk = &deed->bulk;
    wish->skill = rules->parts[deed->bulk.part].skill;
}

static void commit_deed(struct rig_room *it, struct site *site, struct deed *deed)
{
    add(site, &deed->wisher);
    UNTIL(it->rig, deed->wisher.done);
}

static void mark(struct rig_room *it, const char *text)
{
    struct deed *deed = arena_alloc(it->arena, sizeof *deed);

    wish_mark(it, &it->nodes[0], deed, text);
    commit_deed(it, &it->nodes[0], deed);
    if (deed->wisher.wish.refusal) {
        fail_msg("%s: %s", text, deed->wisher.wish.refusal);
    }
}

static const char *rule(struct rig_room *it, const char *text)
{
    struct deed *deed = arena_alloc(it->arena, sizeof *deed);

    wish_ruling(it, &it->nodes[0], deed, text);
    commit_deed(it, &it->nodes[0], deed);
    return deed->wisher.wish.refusal ? deed->wisher.wish.refusal : "";
}

static const char *publish(struct rig_room *it, uint32_t skill)
{
    struct deed *deed = arena_alloc(it->arena, sizeof *deed);

    fill(&deed->wisher, ENTRY_PUBLICATION, SLICE("{}"));
    deed->wisher.wish.skill = skill;
    commit_deed(it, &it->nodes[0], deed);
    return deed->wisher.wish.refusal ? deed->wisher.wish.refusal : "";
}

static const char *enrol(struct rig_room *it, const char *skill, unsigned from, unsigned to)
{
    struct deed *deed = arena_alloc(it->arena, sizeof *deed);
    struct buf *text = buf_new(1024);

    text_printf(text, "{\"competitors\":[");
    for (unsigned i = from; i < to; i++) {
        text_printf(text, "%s{\"id\":\"%s%u\",\"skill\":\"%s\"}", i > from ? "," : "", skill, i,
                    skill);
    }
    text_printf(text, "]}");
    fill(&deed->wisher, ENTRY_ROSTER, (struct slice){text->bytes, text->len});
    commit_deed(it, &it->nodes[0], deed);
    buf_unref(text);
    return deed->wisher.wish.refusal ? deed->wisher.wish.refusal : "";
}

// ---- Redis against the engine

struct compared {
    bool done;
    enum compare_outcome outcome;
    uint64_t members;
    char detail[200];
};

static void on_compared(void *owner, const struct compare_result *result)
{
    struct compared *compared = owner;

    compared->done = true;
    compared->outcome = result->outcome;
    compared->members = result->members;
    (void)snprintf(compared->detail, sizeof compared->detail, "%s", result->detail);
}

// How many stand on the board of a stage (index in the competition), the same on both sides.
static uint64_t members_of(struct rig_room *it, uint32_t stage)
{
    struct compared compared = {.done = false};
    const struct room *room = it->nodes[0].room;

    compare_board(room->journal, room->record, stage, false, on_compared, &compared);
    UNTIL(it->rig, compared.done);
    if (compared.outcome != COMPARE_EQUAL) {
        fail_msg("stage %u: %s", stage, compared.detail);
    }
    assert_lined(it->arena, room, stage);
    return compared.members;
}

static void compare_all(struct rig_room *it)
{
    for (uint32_t i = 0; i < it->nodes[0].room->record->rules->stage_count; i++) {
        (void)members_of(it, i);
    }
}

enum { PRELIM, FINAL, DAY, WALK, BOUTS }; // stages by index

static void one_mark_of_a_relative_skill_moves_the_keys_of_others(void **state)
{
    struct rig_room *it = *state;

    mark(it, "p3/y1/K1 c=5");
    mark(it, "p3/y2/K1 c=4");
    mark(it, "p3/y3/K1 c=9"); // now y1 and y2 are second and third
    assert_int_equal(members_of(it, DAY), 3);
    mark(it, "p3/y2/K1 c=10");
    assert_int_equal(members_of(it, DAY), 3);
}

static void marks_of_several_competitors_of_such_a_skill_go_together(void **state)
{
    struct rig_room *it = *state;
    struct deed *deeds = arena_alloc(it->arena, 12 * sizeof *deeds);
    unsigned count = 0;

    for (unsigned who = 1; who <= 4; who++) {
        for (size_t seat = 0; seat < 3; seat++) {
            static const char *const seats[] = {"p3", "K1 c", "p4", "K1 e", "p4", "K2 e"};
            char text[32];
            (void)snprintf(text, sizeof text, "%s/y%u/%s=%u", seats[2 * seat], who,
                           seats[2 * seat + 1], who + (unsigned)seat);
            wish_mark(it, &it->nodes[count % 2], &deeds[count], text);
            add(&it->nodes[count % 2], &deeds[count].wisher);
            count++;
        }
    }
    for (unsigned i = 0; i < count; i++) {
        UNTIL(it->rig, deeds[i].wisher.done);
        assert_null(deeds[i].wisher.wish.refusal);
    }
    UNTIL(it->rig, it->nodes[0].room->record->followed == 2 + count);
    assert_int_equal(members_of(it, DAY), 4);
}

static void a_latecomer_moves_the_field_that_he_joins(void **state)
{
    struct rig_room *it = *state;
    struct deed *deed = arena_alloc(it->arena, sizeof *deed);

    for (unsigned i = 1; i <= 4; i++) {
        mark(it, arena_printf(it->arena, "p3/y%u/K1 c=%u", i, i));
        mark(it, arena_printf(it->arena, "p4/y%u/K1 e=%u", i, i));
    }
    fill(&deed->wisher, ENTRY_ROSTER,
         SLICE("{\"competitors\":[{\"id\":\"y5\",\"skill\":\"d\"},{\"id\":\"x5\",\"skill\":"
               "\"s\"}]}"));
    commit_deed(it, &it->nodes[0], deed);
    assert_null(deed->wisher.wish.refusal);
    compare_all(it);
    mark(it, "p3/y5/K1 c=10");
    assert_int_equal(members_of(it, DAY), 5);
}

static void a_ruling_moves_whom_it_speaks_of(void **state)
{
    struct rig_room *it = *state;

    mark(it, "p1/x1/J1 a=5");
    mark(it, "p1/x2/J1 a=4");
    assert_string_equal(
        rule(it, "{'ruling':'status','competitor':'x1','status':'dsq','reason':'r'}"), "");
    assert_int_equal(members_of(it, PRELIM), 2);
    assert_string_equal(rule(it,
                             "{'ruling':'void','part':'p1','competitor':'x2','seat':'J1',"
                             "'reason':'r'}"),
                        "");
    assert_int_equal(members_of(it, PRELIM), 1); // nothing is left of x2
}

static void a_ruling_that_the_rules_do_not_allow_says_whom_it_is_about(void **state)
{
    struct rig_room *it = *state;
    struct deed deed;

    wish_ruling(it, &it->nodes[0], &deed,
                "{'ruling':'match','stage':'bouts','a':'k1','b':'k2','ends':[['2','0']]}");
    commit_deed(it, &it->nodes[0], &deed);
    assert_string_equal(deed.wisher.wish.refusal, "refused-by-the-rules");
    assert_int_equal(deed.wisher.wish.fault.verdict, V_BOUT_UNKNOWN);
    assert_int_equal(deed.wisher.wish.row, 0);
}

static void matches_move_the_board_of_their_stage(void **state)
{
    struct rig_room *it = *state;

    assert_string_equal(rule(it, "{'ruling':'draw','stage':'bouts','groups':[['k1','k2','k3']]}"),
                        "");
    assert_string_equal(rule(it,
                             "{'ruling':'match','stage':'bouts','a':'k1','b':'k2','ends':"
                             "[['2','0'],['2','0']]}"),
                        "");
    assert_string_equal(rule(it,
                             "{'ruling':'match','stage':'bouts','a':'k3','b':'k1','ends':"
                             "[['2','0'],['2','0']]}"),
                        "");
    assert_true(members_of(it, BOUTS) >= 2);
}

static void bulk_marks_are_taken_all_or_none(void **state)
{
    struct rig_room *it = *state;
    struct deed deed;

    wish_bulk(it, &it->nodes[0], &deed, "[\"w1\",\"100\"],[\"w2\",\"50\"],[\"w3\",\"70\"]");
    commit_deed(it, &it->nodes[0], &deed);
    assert_null(deed.wisher.wish.refusal);
    assert_int_equal(members_of(it, WALK), 3);
    wish_bulk(it, &it->nodes[0], &deed, "[\"w1\",\"1\"],[\"x1\",\"5\"]");
    commit_deed(it, &it->nodes[0], &deed);
    assert_string_equal(deed.wisher.wish.refusal, "unknown-competitor");
    assert_int_equal(deed.wisher.wish.row, 1);
    wish_bulk(it, &it->nodes[0], &deed, "[\"w1\",\"1\"],[\"w3\",\"999999\"]");
    commit_deed(it, &it->nodes[0], &deed);
    assert_string_equal(deed.wisher.wish.refusal, "refused-by-the-rules");
    assert_int_equal(deed.wisher.wish.row, 1);
    assert_int_equal(deed.wisher.wish.fault.verdict, V_MARK_OUT_OF_RANGE);
    const struct record *record = it->nodes[0].room->record;
    assert_int_equal(record_competitor(record, SLICE("w1"))->tally.stages[0].total.num, 100);
}

static void a_ruling_and_the_sheets_around_it_come_in_some_order(void **state)
{
    struct rig_room *it = *state;
    struct deed *deeds = arena_alloc(it->arena, 7 * sizeof *deeds);

    for (unsigned i = 0; i < 6; i++) {
        char text[32];
        (void)snprintf(text, sizeof text, "p1/x%u/J%u a=%u", 1 + i / 3, 1 + i % 3, 5 + i % 3);
        wish_mark(it, &it->nodes[i % 2], &deeds[i], text);
        add(&it->nodes[i % 2], &deeds[i].wisher);
        if (i == 2) {
            wish_ruling(it, &it->nodes[0], &deeds[6],
                        "{'ruling':'adjust','competitor':'x1','adjustment':'late','times':1,"
                        "'reason':'r'}");
            add(&it->nodes[0], &deeds[6].wisher);
        }
    }
    for (unsigned i = 0; i < 7; i++) {
        UNTIL(it->rig, deeds[i].wisher.done);
        assert_null(deeds[i].wisher.wish.refusal);
    }
    UNTIL(it->rig, it->nodes[0].room->record->followed == 9);
    assert_int_equal(
        record_competitor(it->nodes[0].room->record, SLICE("x1"))->tally.stages[0].total.num, 5);
    compare_all(it);
}

static void a_publication_waits_for_what_is_open_and_locks(void **state)
{
    struct rig_room *it = *state;

    assert_string_equal(publish(it, 1), "not-complete");
    for (unsigned i = 1; i <= 4; i++) {
        mark(it, arena_printf(it->arena, "p3/y%u/K1 c=%u", i, i));
        mark(it, arena_printf(it->arena, "p4/y%u/K1 e=%u", i, i));
    }
    assert_string_equal(publish(it, 1), "");
    assert_string_equal(publish(it, 1), "sheet-locked");
    assert_string_equal(
        rule(it, "{'ruling':'status','competitor':'y1','status':'dsq','reason':'r'}"),
        "sheet-locked");
    compare_all(it);
}

// A mark, bulk marks or a ruling; false when it is none that can be read.
static bool wish_by_chance(struct rig_room *it, struct site *site, struct deed *deed)
{
    struct forge shell = {.arena = it->arena};
    struct faults *faults = arena_alloc(it->arena, sizeof *faults);
    unsigned kind = dice(10);

    if (kind < 6) {
        wish_mark(it, site, deed, some_mark(it->arena));
        return true;
    }
    if (kind < 7) {
        wish_bulk(it, site, deed,
                  arena_printf(it->arena, "[\"w1\",\"%u\"],[\"w3\",\"%u\"]", dice(100), dice(100)));
        return true;
    }
    struct entry entry = some_ruling(&shell);
    if (!decide_read(it->arena, site->room->record, entry.body, &deed->ruling, faults)) {
        return false;
    }
    wish_ruling(it, site, deed, entry.body.at);
    return true;
}

static void after_any_history_redis_and_the_engine_agree(void **state)
{
    struct rig_room *it = *state;
    unsigned taken = 0;

    for (unsigned i = 0; i < 400; i++) {
        struct deed *deed = arena_alloc(it->arena, sizeof *deed);
        struct site *site = &it->nodes[dice(2)];
        dice_state += i;
        if (!wish_by_chance(it, site, deed)) {
            continue;
        }
        commit_deed(it, site, deed);
        taken += deed->wisher.wish.refusal ? 0 : 1;
        if (i % 40 == 0) {
            UNTIL(it->rig, it->nodes[0].room->record->followed == 2 + taken &&
                               it->nodes[1].room->record->followed == 2 + taken);
            compare_all(it);
        }
    }
    assert_true(taken > 150);
    UNTIL(it->rig, it->nodes[0].room->record->followed == 2 + taken);
    compare_all(it);
}

// ---- other rules

// The definition with another penalty; on node 0.
static struct deed *wish_rules(struct rig_room *it, unsigned penalty, struct ask_rules *ask)
{
    struct deed *deed = arena_alloc(it->arena, sizeof *deed);
    struct faults *faults = arena_alloc(it->arena, sizeof *faults);
    const char *at = strstr(book_definition, "\"-1\"");
    struct slice body =
        slice_of(arena_printf(it->arena, "{\"definition\":%.*s\"-%u\"%s,\"reason\":\"r\"}",
                              (int)(at - book_definition), book_definition, penalty, at + 4));

    assert_true(ask_rules_read(it->arena, body, ask, faults));
    fill(&deed->wisher, ENTRY_RULES, body);
    deed->wisher.wish.rules = ask;
    deed->wisher.wish.sent_body = body;
    add(&it->nodes[0], &deed->wisher);
    return deed;
}

static void the_rules_change_while_another_node_takes_marks(void **state)
{
    struct rig_room *it = *state;
    unsigned told = 0;
    unsigned entries = 2;

    for (unsigned round = 0; round < 12; round++) {
        struct deed *marks = arena_alloc(it->arena, 8 * sizeof *marks);
        struct ask_rules ask;
        struct site *site = &it->nodes[round % 2];
        for (unsigned i = 0; i < 4; i++) {
            wish_mark(it, site, &marks[i],
                      arena_printf(it->arena, "p1/x%u/J1 a=%u", i + 1, round % 10));
            add(site, &marks[i].wisher);
        }
        struct deed *rules = wish_rules(it, 2 + round, &ask);
        for (unsigned i = 4; i < 8; i++) {
            wish_mark(it, site, &marks[i],
                      arena_printf(it->arena, "p1/x%u/J2 a=%u", i - 3, round % 10));
            add(site, &marks[i].wisher);
        }
        UNTIL(it->rig, rules->wisher.done);
        assert_null(rules->wisher.wish.refusal);
        buf_unref(rules->wisher.wish.said);
        entries++;
        for (unsigned i = 0; i < 8; i++) {
            UNTIL(it->rig, marks[i].wisher.done);
            const char *refusal = marks[i].wisher.wish.refusal;
            assert_true(!refusal || strcmp(refusal, "rules-changed") == 0);
            told += refusal ? 1 : 0;
            entries += refusal ? 0 : 1;
        }
        UNTIL(it->rig,
              it->nodes[0].room->record->followed >= entries &&
                  it->nodes[1].room->record->followed == it->nodes[0].room->record->followed);
    }
    assert_true(told > 0);
    assert_int_equal(it->nodes[1].room->record->change_count, 12);
    assert_string_equal(it->nodes[0].room->record->rules_id, it->nodes[1].room->record->rules_id);
    compare_all(it);
}

// Every roster request settled all fields, also those that nobody joined, on each node.
static void a_roster_settles_only_the_fields_that_it_joins_and_each_once(void **state)
{
    struct rig_room *it = *state;
    uint64_t before = meter_value("jinbang_fields_settled_total", "");

    assert_string_equal(enrol(it, "s", 0, 3), "");
    assert_int_equal(meter_value("jinbang_fields_settled_total", ""), before);
    assert_string_equal(enrol(it, "d", 0, 50), "");
    UNTIL(it->rig, it->nodes[1].room->record->followed >= it->nodes[0].room->record->followed);
    assert_int_equal(meter_value("jinbang_fields_settled_total", ""), before + 2); // two nodes
}

static void a_field_takes_as_many_as_it_may_have_and_a_larger_one_is_refused(void **state)
{
    struct rig_room *it = *state;
    const struct record *record = it->nodes[0].room->record;
    uint32_t skill = rules_find_skill(record->rules, "d", 1);
    unsigned room = (unsigned)(RULES_FIELD_MAX - record->skills[skill].count);
    size_t before = record->competitor_count;

    assert_string_equal(enrol(it, "d", 0, room + 1), "field-full");
    assert_int_equal(record->competitor_count, before);
    assert_string_equal(enrol(it, "d", 0, room), "");
    assert_int_equal(record->skills[skill].count, RULES_FIELD_MAX);
    assert_string_equal(enrol(it, "d", room, room + 1), "field-full");
    assert_string_equal(enrol(it, "s", 0, 1), ""); // where everybody stands by himself
}

#define MOVES_TEST(test) cmocka_unit_test_setup_teardown(test, setup, rooms_close)

RUN(MOVES_TEST(one_mark_of_a_relative_skill_moves_the_keys_of_others),
    MOVES_TEST(marks_of_several_competitors_of_such_a_skill_go_together),
    MOVES_TEST(a_latecomer_moves_the_field_that_he_joins),
    MOVES_TEST(a_ruling_moves_whom_it_speaks_of),
    MOVES_TEST(a_ruling_that_the_rules_do_not_allow_says_whom_it_is_about),
    MOVES_TEST(matches_move_the_board_of_their_stage), MOVES_TEST(bulk_marks_are_taken_all_or_none),
    MOVES_TEST(a_ruling_and_the_sheets_around_it_come_in_some_order),
    MOVES_TEST(a_publication_waits_for_what_is_open_and_locks),
    MOVES_TEST(after_any_history_redis_and_the_engine_agree),
    MOVES_TEST(the_rules_change_while_another_node_takes_marks),
    MOVES_TEST(a_roster_settles_only_the_fields_that_it_joins_and_each_once),
    MOVES_TEST(a_field_takes_as_many_as_it_may_have_and_a_larger_one_is_refused))
