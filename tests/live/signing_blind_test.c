// Sign-off behind blind codes: what was said of works is of their competitors once the codes are
// opened. Journals of version 4, in which it was lost there, fold to what they were.
#include "live/signing_sample.h"
#include "live/signing_state.h"
#include "tests/live/book.h"
#include "tests/live/veil.h"
#include "wire/entry_signing.h"

enum { PEOPLE = 6, WORK = 2, OLD = 4, LASTING = SIGNING_LASTS };

static const char rules[] =
    "{'format':'jinbang-competition/1','id':'c1','name':{'zh':'c1'},'skills':[{'id':'s','name':{"
    "'zh':'s'},'blind':['work'],'signing':{'by':'ink','double_entry':true,'recheck':{'top':1,"
    "'share':'50%','errors':'1%'}},'stages':[{'id':'final','name':{'zh':'f'},'modules':[{'id':'m',"
    "'name':{'zh':'m'},'parts':[{'id':'p','name':{'zh':'p'},'seats':['J1','J2','J3'],"
    "'competitor_signs':true,'aspects':[{'id':'a','name':{'zh':'a'},'min':'0','max':'10','step':"
    "'0.5'}]}]}]}]}]}";

// Works that are marked, not opened.
static struct veil *begin(void)
{
    char *text = strdup(rules);

    book_quote(text);
    struct veil *veil = veil_under(text, PEOPLE);
    free(text);
    veil_draw(veil);
    for (unsigned i = 1; i <= PEOPLE; i++) {
        for (unsigned seat = 1; seat <= 3; seat++) {
            struct slice work = veil_work(veil, arena_printf(veil->forge->arena, "x%u", i));
            assert_int_equal(veil_mark(veil, work, seat, i * seat), RECORD_GOOD);
        }
    }
    return veil;
}

static const struct record_signing *say(struct veil *veil, unsigned version,
                                        struct entry_signing signing)
{
    struct forge *it = veil->forge;
    struct buf *body = buf_new(256);

    entry_signing_write(&signing, body);
    struct entry entry = {.kind = ENTRY_SIGNING,
                          .version = version,
                          .skill = SLICE("s"),
                          .by = SLICE("second"),
                          .body = {body->bytes, body->len}};
    if (forge_add(it, entry) != RECORD_GOOD) {
        fail_msg("%s: %.*s", it->why, (int)body->len, body->bytes);
    }
    buf_unref(body);
    return it->record->signings[it->record->signing_count - 1];
}

static struct slice digest(struct veil *veil, unsigned version, const struct entry_signing *named)
{
    struct arena *arena = veil->forge->arena;
    char *hex = arena_alloc(arena, 2 * RECORD_HASH + 1);
    struct signing_page page;

    assert_true(signing_page_find(veil->forge->record, 0, named, &page));
    assert_true(page.lasting);
    page.lasting = version >= SIGNING_LASTS;
    signing_page_digest(arena, veil->forge->record, &page, hex);
    return slice_of(hex);
}

static void say_page(struct veil *veil, unsigned version, struct entry_signing signing)
{
    signing.digest = digest(veil, version, &signing);
    assert_true(say(veil, version, signing)->holds);
}

static void say_sheet(struct veil *veil, unsigned version, struct slice work, unsigned seat,
                      struct entry_signing signing)
{
    const struct record *record = veil->forge->record;

    signing.part = SLICE("p");
    signing.competitor = work;
    signing.seat = slice_of(arena_printf(veil->forge->arena, "J%u", seat));
    signing.sheet = record_sheet(record, record_competitor(record, work), 0, seat - 1)->number;
    assert_true(say(veil, version, signing)->holds);
}

// Every paper typed again, the sample looked at, all pages signed, the stage locked.
static void sign_all(struct veil *veil, unsigned version)
{
    for (unsigned i = 1; i <= PEOPLE; i++) {
        struct slice work = veil_work(veil, arena_printf(veil->forge->arena, "x%u", i));
        for (unsigned seat = 1; seat <= 3; seat++) {
            say_sheet(veil, version, work, seat,
                      (struct entry_signing){.act = SIGNING_SECOND,
                                             .body = forge_marks(veil->forge->arena, i * seat)});
        }
    }
    say(veil, version, (struct entry_signing){.act = SIGNING_SAMPLE, .stage = SLICE("final")});
    for (unsigned i = 1; i <= PEOPLE; i++) {
        struct slice work = veil_work(veil, arena_printf(veil->forge->arena, "x%u", i));
        for (unsigned seat = 1; seat <= 3; seat++) {
            say_sheet(veil, version, work, seat,
                      (struct entry_signing){.act = SIGNING_RECHECK, .good = true});
        }
    }
    for (unsigned i = 1; i <= PEOPLE; i++) {
        struct slice work = veil_work(veil, arena_printf(veil->forge->arena, "x%u", i));
        say_page(veil, version,
                 (struct entry_signing){.act = SIGNING_SIGN,
                                        .part = SLICE("p"),
                                        .competitor = work,
                                        .role = SLICE("competitor")});
    }
    for (unsigned seat = 1; seat <= 3; seat++) {
        say_page(
            veil, version,
            (struct entry_signing){.act = SIGNING_SIGN,
                                   .part = SLICE("p"),
                                   .seat = slice_of(arena_printf(veil->forge->arena, "J%u", seat)),
                                   .role = SLICE("judge")});
    }
    say_page(veil, version, (struct entry_signing){.act = SIGNING_CHECK, .stage = SLICE("final")});
    say_page(veil, version,
             (struct entry_signing){
                 .act = SIGNING_SIGN, .stage = SLICE("final"), .role = SLICE("chief")});
    say_page(veil, version, (struct entry_signing){.act = SIGNING_LOCK, .stage = SLICE("final")});
}

struct standing {
    size_t needed, signed_now, entered, looked;
    enum signing_state state;
};

static struct standing standing_of(const struct record *record)
{
    struct arena *arena = arena_new();
    struct signing_look look = signing_state_look(arena, record, 0);
    struct signing_need *needs = NULL;
    struct standing now = {.needed = signing_state_needs(&look, 0, &needs),
                           .state = signing_state_of(&look, 0)};
    struct signing_sample sample = signing_sample_of(&look.index, arena, record, 0);

    for (size_t i = 0; i < now.needed; i++) {
        now.signed_now += signing_state_is_signed(&needs[i]);
    }
    for (size_t i = 0; i < record->skills[0].count; i++) {
        const struct record_competitor *who = record->competitors[record->skills[0].competitors[i]];
        for (uint32_t seat = 0; seat < 3; seat++) {
            now.entered += signing_sample_entry(&look.index, arena, record, who, 0, seat) ==
                           SIGNING_SHEET_GOOD;
            now.looked += sample.drawn && sample.chosen[who->index] &&
                          !signing_sample_awaits(&sample, &look.index, arena, record, who, 0, seat);
        }
    }
    signing_state_done(&look);
    arena_free(arena);
    return now;
}

static void what_was_signed_by_code_holds_when_the_codes_are_opened(void **state)
{
    (void)state;
    struct veil *veil = begin();

    sign_all(veil, LASTING);
    struct standing before = standing_of(veil->forge->record);
    veil_open(veil, WORK);
    struct standing now = standing_of(veil->forge->record);
    assert_memory_equal(&before, &now, sizeof now);
    assert_int_equal(now.needed, PEOPLE + 3 + 1);
    assert_int_equal(now.signed_now, now.needed);
    assert_int_equal(now.entered, 3 * PEOPLE);
    assert_int_equal(now.looked, 3 * 4); // of the first, and of half of five
    assert_int_equal(now.state, SIGNING_LOCKED);
    veil_free(veil);
}

static void a_journal_of_version_4_folds_to_what_it_was(void **state)
{
    (void)state;
    struct veil *veil = begin();

    sign_all(veil, OLD); // each digest holds as it was written
    assert_int_equal(standing_of(veil->forge->record).state, SIGNING_LOCKED);
    veil_open(veil, WORK);
    struct standing now = standing_of(veil->forge->record);
    assert_int_equal(now.signed_now, 0);
    assert_int_equal(now.entered, 0);
    assert_int_equal(now.state, SIGNING_OPEN);
    veil_free(veil);
}

static void what_version_4_signed_holds_beside_what_is_signed_now(void **state)
{
    (void)state;
    struct veil *veil = begin();
    struct entry_signing seat = {
        .act = SIGNING_SIGN, .part = SLICE("p"), .seat = SLICE("J1"), .role = SLICE("judge")};

    say_page(veil, OLD, seat);
    seat.seat = SLICE("J2");
    say_page(veil, LASTING, seat);
    assert_int_equal(standing_of(veil->forge->record).signed_now, 2);
    veil_free(veil);
}

static void a_sheet_that_was_reopened_by_code_stays_open(void **state)
{
    (void)state;
    struct veil *veil = begin();
    struct slice work = veil_work(veil, "x2");

    sign_all(veil, LASTING);
    say(veil, LASTING,
        (struct entry_signing){.act = SIGNING_REOPEN,
                               .part = SLICE("p"),
                               .competitor = work,
                               .seat = SLICE("J2"),
                               .sheet =
                                   record_sheet(veil->forge->record,
                                                record_competitor(veil->forge->record, work), 0, 1)
                                       ->number,
                               .reason = SLICE("r")});
    veil_open(veil, WORK);
    const struct record *record = veil->forge->record;
    const struct record_competitor *who = record_competitor(record, SLICE("x2"));
    assert_ptr_equal(who, record_competitor(record, work));
    assert_false(signing_list_shuts(record, who, 0, 1));
    assert_true(signing_list_shuts(record, who, 0, 0));
    assert_int_equal(standing_of(record).signed_now, PEOPLE + 3 + 1 - 3); // x2, J2 and the standing
    veil_free(veil);
}

RUN(cmocka_unit_test(what_was_signed_by_code_holds_when_the_codes_are_opened),
    cmocka_unit_test(a_journal_of_version_4_folds_to_what_it_was),
    cmocka_unit_test(what_version_4_signed_holds_beside_what_is_signed_now),
    cmocka_unit_test(a_sheet_that_was_reopened_by_code_stays_open))
