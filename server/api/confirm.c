#include "api/confirm.h"

#include "api/guess.h"
#include "api/pin.h"
#include "api/visit.h"
#include "api/who.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/secret.h"
#include "base/text.h"
#include "live/enrol.h"
#include "live/members.h"
#include "live/record.h"
#include "live/room.h"
#include "live/vault.h"
#include "net/http.h"
#include "wire/confirmation.h"

// One box after the other: each costs a thread half a second.
struct checking {
    struct visit *visit;
    struct confirm *sheets;
    size_t count, at;
    struct confirmation boxes[CONFIRMATIONS_MAX]; // of the sheet at hand
    size_t box_count, box;
    bool waited;
    struct guess guess;
    uint64_t charged;
    confirm_fn on_done;
    void *owner;
};

static void fail(struct checking *checking, const char *problem)
{
    struct confirm *sheet = &checking->sheets[checking->at];
    struct slice judge = checking->boxes[checking->box].judge;

    sheet->problem = problem;
    sheet->more =
        arena_printf(checking->visit->request->arena, ",\"judge\":\"%.*s\"", SLICE_FMT(judge));
    checking->box = checking->box_count;
}

// Whether the judge is of the group that the sheet is from, and the visitor may write for it:
// nobody else gets to try a PIN.
static bool is_member(const struct checking *checking, struct slice judge)
{
    const struct record *record = checking->visit->room->record;
    const struct signature_sheet *sheet = &checking->sheets[checking->at].sheet;
    const struct record_judge *found = record_judge(record, judge);
    uint32_t part = rules_find_part(record->rules, sheet->part.at, sheet->part.len);
    uint32_t seat = part == RULES_NONE
                        ? RULES_NONE
                        : rules_find_seat(record->rules, part, sheet->seat.at, sheet->seat.len);

    return found && seat != RULES_NONE && members_are(record, part, seat) &&
           enrol_has_seat(found, part, seat) && visit_writes(checking->visit, part, seat);
}

static void go_on(struct checking *checking);

static void on_checked(void *owner, bool good, const char *hash)
{
    struct checking *checking = owner;

    (void)hash;
    guess_was(checking->visit, &checking->guess, checking->charged, good);
    if (good) {
        checking->box++;
    } else {
        fail(checking, "pin-wrong");
    }
    go_on(checking);
}

// True: a thread is at it, and on_checked comes.
static bool look(struct checking *checking)
{
    struct visit *visit = checking->visit;
    struct arena *arena = visit->request->arena;
    const struct confirmation *box = &checking->boxes[checking->box];
    unsigned char seed[SECRET_KEY];

    checking->guess = (struct guess){
        "pin", slice_of(arena_printf(arena, "%.*s@%s", SLICE_FMT(box->judge), visit->room->name))};
    if (!is_member(checking, box->judge)) {
        fail(checking, "confirmation-wrong");
        return false;
    }
    struct slice hash = pin_hash(visit, box->judge);
    if (!hash.at) {
        fail(checking, "pin-none");
        return false;
    }
    unsigned long seconds = guess_wait_s(visit, &checking->guess);
    if (seconds > 0) {
        visit->header_line = arena_printf(arena, "Retry-After: %lu\r\n", seconds);
        checking->sheets[checking->at].word = arena_printf(arena, "%lu", seconds);
        fail(checking, "too-many-tries");
        return false;
    }
    pin_seed(visit, seed);
    struct slice pin = confirmation_open(arena, seed, &checking->sheets[checking->at].sheet, box);
    secret_wipe(seed, sizeof seed);
    if (!pin.at) {
        fail(checking, "confirmation-wrong");
        return false;
    }
    checking->waited = true;
    checking->charged = guess_charge(visit, &checking->guess);
    if (!vault_check(visit->api->vault, hash, pin, on_checked, checking)) {
        guess_uncharge(visit, &checking->guess);
        fail(checking, "sign-in-busy");
        return false;
    }
    return true;
}

static void begin(struct checking *checking)
{
    struct confirm *sheet = &checking->sheets[checking->at];

    checking->box = checking->box_count = 0;
    sheet->word = sheet->more = "";
    if (!sheet->sent.at || record_asked(checking->visit->room->record, sheet->sheet.ask)) {
        return;
    }
    if (!confirmation_read(sheet->sent, checking->boxes, &checking->box_count)) {
        sheet->problem = "confirmation-malformed";
        checking->box_count = 0;
    }
}

// Their ids in the order of the record's judges.
static void write_confirmed(const struct checking *checking)
{
    const struct record *record = checking->visit->room->record;
    struct confirm *sheet = &checking->sheets[checking->at];
    struct buf *ids = buf_new(128);

    for (size_t i = 0; i < record->judge_count && !sheet->problem; i++) {
        for (size_t k = 0; k < checking->box_count; k++) {
            if (slice_is(checking->boxes[k].judge, record->judges[i]->id)) {
                text_printf(ids, "%s%s", ids->len ? " " : "", record->judges[i]->id);
            }
        }
    }
    if (ids->len > 0) {
        struct slice all = {ids->bytes, ids->len};
        sheet->confirmed =
            (struct slice){arena_copy(checking->visit->request->arena, all), ids->len};
    }
    buf_unref(ids);
}

// Rights point into a record that may be another by now.
static bool asks_again(struct visit *visit)
{
    visit->right_count = 0;
    visit->rights = NULL;
    visit->pass = NULL;
    return who_asks(visit);
}

static void go_on(struct checking *checking)
{
    struct visit *visit = checking->visit;

    for (; checking->at < checking->count; checking->at++, begin(checking)) {
        while (checking->box < checking->box_count) {
            if (look(checking)) {
                return;
            }
        }
        write_confirmed(checking);
        if (checking->at + 1 == checking->count) {
            break;
        }
    }
    visit->room->holders--;
    if (checking->waited && !asks_again(visit)) {
        visit_problem(visit, "token-unknown", "");
        return;
    }
    checking->on_done(visit, checking->owner);
}

void confirm_all(struct visit *visit, struct confirm *sheets, size_t count, confirm_fn on_done,
                 void *owner)
{
    struct checking *checking = arena_alloc(visit->request->arena, sizeof *checking);

    *checking = (struct checking){
        .visit = visit, .sheets = sheets, .count = count, .on_done = on_done, .owner = owner};
    visit->room->holders++;
    begin(checking);
    go_on(checking);
}
