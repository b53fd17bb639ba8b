#include "cli/recount.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/must.h"
#include "live/compare.h"
#include "live/record.h"
#include "live/results.h"
#include "live/results_publication.h"
#include "live/site.h"
#include "store/journal.h"
#include "wire/entry.h"
#include "wire/signature.h"
#include "wire/witness.h"

#include <stdlib.h>

enum { TRIES = 20 };

struct recount {
    struct store *store;
    struct journal *journal;
    struct record *record;
    struct slice receipts;
    bool fixed, ended;
    bool looking; // the journal has been read as far as it went: the boards are compared
    unsigned tries;
    uint32_t stage;
    struct recount_result result;
    char name[RECORD_ID_MAX];
    const struct recount_events *events;
    void *owner;
};

static void differ(struct recount *recount, const char *what)
{
    recount->result.differences++;
    recount->events->on_difference(recount->owner, recount->name, what);
}

static void on_closed(void *owner)
{
    struct recount *recount = owner;

    recount->events->on_done(recount->owner, &recount->result);
    record_free(recount->record);
    free(recount);
}

// Of tablets that were revoked, too.
static void tell_keys(const struct recount *recount)
{
    const struct site *site = recount->record->site;
    const struct site_pass *pass = NULL;

    for (size_t i = 0; site && (pass = site_pass_at(site, i)) != NULL; i++) {
        if (pass->key[0] && recount->events->on_key) {
            recount->events->on_key(recount->owner, pass->key);
        }
    }
}

static void end(struct recount *recount)
{
    const struct record *record = recount->record;

    recount->ended = true;
    tell_keys(recount);
    recount->result.entries = record->followed;
    recount->result.claims = record->claims;
    recount->result.witnessed = record->witnessed;
    recount->result.competitors = record->competitor_count;
    journal_close(recount->journal, on_closed, recount);
}

// ---- receipts that were kept outside

static void check_receipt(struct recount *recount, struct arena *arena, struct slice line)
{
    struct witness witness;
    const struct record *record = recount->record;

    if (!witness_read(arena, line, &witness) || !slice_is(witness.competition, recount->name)) {
        return; // recount_strangers has looked at those
    }
    recount->result.receipts++;
    if (witness.number > record->followed) {
        differ(recount,
               arena_printf(arena, "receipt %lu: the journal ends at %lu, its tail has been cut",
                            (unsigned long)witness.number, (unsigned long)record->followed));
        return;
    }
    const struct record_mile *mile = record_mile(record, witness.number);
    if (witness.has_digest && memcmp(mile->digest, witness.digest, sizeof witness.digest) != 0) {
        differ(recount, arena_printf(arena, "receipt %lu: the journal holds another sheet there",
                                     (unsigned long)witness.number));
    } else if (memcmp(mile->chain, witness.chain, witness.chain_len) != 0) {
        differ(recount, arena_printf(arena, "receipt %lu: the chain up to there has been changed",
                                     (unsigned long)witness.number));
    } else if (witness.number > recount->record->witnessed) {
        recount->record->witnessed = witness.number;
    }
}

// The next line that is not empty; false at the end.
static bool next_line(struct slice *rest, struct slice *ret)
{
    while (rest->len > 0) {
        const char *feed = memchr(rest->at, '\n', rest->len);
        struct slice line = {rest->at, feed ? (size_t)(feed - rest->at) : rest->len};
        size_t took = line.len + (feed ? 1 : 0);
        rest->at += took;
        rest->len -= took;
        if (line.len > 0) {
            *ret = line;
            return true;
        }
    }
    return false;
}

static void check_receipts(struct recount *recount)
{
    struct slice rest = recount->receipts;
    struct slice line;

    while (next_line(&rest, &line)) {
        struct arena *arena = arena_new();
        check_receipt(recount, arena, line);
        arena_free(arena);
    }
}

static bool is_among(struct slice name, char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (slice_is(name, names[i])) {
            return true;
        }
    }
    return false;
}

void recount_strangers(struct slice receipts, char *const *names, size_t count,
                       const struct recount_events *events, void *owner)
{
    struct slice line;

    while (next_line(&receipts, &line)) {
        struct arena *arena = arena_new();
        struct witness witness;
        bool good = witness_read(arena, line, &witness);
        if (!good) {
            events->on_difference(owner, "-",
                                  arena_printf(arena, "a line of the receipts cannot be read: %.*s",
                                               line.len < 80 ? (int)line.len : 80, line.at));
        } else if (!is_among(witness.competition, names, count)) {
            events->on_difference(owner, arena_copy(arena, witness.competition),
                                  arena_printf(arena,
                                               "receipt %lu: the site's journal does not know the "
                                               "competition",
                                               (unsigned long)witness.number));
        }
        arena_free(arena);
    }
}

// ---- the boards

static void next_board(struct recount *recount);

static void on_compared(void *owner, const struct compare_result *result)
{
    struct recount *recount = owner;

    if (recount->ended) { // the journal broke off meanwhile, which has been said
        return;
    }
    if (result->outcome == COMPARE_MOVED && ++recount->tries < TRIES) {
        next_board(recount);
        return;
    }
    recount->tries = 0;
    recount->result.boards++;
    recount->result.members += result->members;
    if (result->outcome == COMPARE_DIFFERENT || result->outcome == COMPARE_FAILED) {
        differ(recount, result->detail);
    } else if (result->outcome == COMPARE_MOVED) {
        differ(recount, "marks come in too fast to compare a board: try when it is quiet");
    }
    recount->stage++;
    next_board(recount);
}

static void next_board(struct recount *recount)
{
    const struct record *record = recount->record;

    if (!record->rules || recount->stage == record->rules->stage_count) {
        check_receipts(recount);
        end(recount);
        return;
    }
    compare_board(recount->journal, recount->record, recount->stage, recount->fixed, on_compared,
                  recount);
}

// ---- the journal

// A publication must be what the entries before it give, byte for byte.
static void check_publication(struct recount *recount, uint64_t number, struct slice bytes,
                              uint32_t skill)
{
    struct arena *arena = arena_new();
    struct buf *again = buf_new(4096);
    struct entry entry;
    unsigned needs = 0;

    must(entry_read(arena, bytes, &entry, &needs) == ENTRY_GOOD);
    results_publication(recount->record, skill, again);
    recount->result.publications++;
    if (!slice_equal(entry.body, (struct slice){again->bytes, again->len})) {
        differ(recount,
               arena_printf(arena, "entry %lu: what was published is not what the marks give",
                            (unsigned long)number));
    }
    buf_unref(again);
    arena_free(arena);
}

// What was signed must be what the marks before it give.
static void check_signing(struct recount *recount, uint64_t number)
{
    const struct record *record = recount->record;
    struct arena *arena = arena_new();

    recount->result.signings++;
    if (!record->signings[record->signing_count - 1]->holds) {
        differ(recount, arena_printf(arena, "entry %lu: what was signed is not what the marks give",
                                     (unsigned long)number));
    }
    arena_free(arena);
}

// What a change of the rules said that it moves must be what it moved.
static void check_change(struct recount *recount, uint64_t number)
{
    const struct record *record = recount->record;
    struct arena *arena = arena_new();

    if (!record->changes[record->change_count - 1]->holds) {
        differ(recount,
               arena_printf(arena,
                            "entry %lu: the report of the change of the rules is not what the "
                            "marks give",
                            (unsigned long)number));
    }
    arena_free(arena);
}

// A tablet's signature must be of this sheet, by a key that the site gave to one of its tablets.
static void check_sheet(struct recount *recount, uint64_t number, struct slice bytes)
{
    struct arena *arena = arena_new();
    struct entry entry;
    unsigned needs = 0;

    must(entry_read(arena, bytes, &entry, &needs) == ENTRY_GOOD);
    struct signature_sheet sheet = {.competition = slice_of(recount->name),
                                    .part = entry.part,
                                    .competitor = entry.competitor,
                                    .seat = entry.seat,
                                    .ask = entry.ask,
                                    .body = entry.body};
    recount->result.sheets++;
    if (entry.signer.at && !signature_holds(arena, &sheet, entry.signer, entry.signature)) {
        differ(recount,
               arena_printf(arena, "entry %lu: the tablet's signature is not of this sheet",
                            (unsigned long)number));
    } else if (entry.signer.at && !recount->events->knows_key(recount->owner, entry.signer)) {
        differ(recount, arena_printf(arena, "entry %lu: signed with a key of no tablet of the site",
                                     (unsigned long)number));
    } else if (entry.signer.at) {
        recount->result.signed_sheets++;
    }
    arena_free(arena);
}

static void on_entry(void *owner, uint64_t number, struct slice bytes)
{
    struct recount *recount = owner;
    struct record_news news;
    const char *why = "";

    if (recount->ended) {
        return;
    }
    if (record_take(recount->record, number, bytes, &news, &why) != RECORD_GOOD) {
        struct arena *arena = arena_new();
        differ(recount, arena_printf(arena, "entry %lu: %s", (unsigned long)number, why));
        arena_free(arena);
        end(recount);
        return;
    }
    if (news.kind == ENTRY_SIGNING) {
        check_signing(recount, number);
    } else if (news.kind == ENTRY_RULES) {
        check_change(recount, number);
    } else if (news.kind == ENTRY_SHEET) {
        check_sheet(recount, number, bytes);
    } else if (news.kind == ENTRY_PUBLICATION) {
        check_publication(recount, number, bytes, news.skill);
    } else if (news.kind == ENTRY_ANNOUNCED && recount->events->on_name) {
        recount->events->on_name(recount->owner, news.competition);
    }
}

static void on_caught_up(void *owner, uint64_t last)
{
    struct recount *recount = owner;

    (void)last;
    if (recount->ended || recount->looking) {
        return;
    }
    recount->looking = true;
    if (record_defer(recount->record, false)) {
        next_board(recount);
    } else {
        differ(recount, "marks whose totals do not fit exact arithmetic");
        end(recount);
    }
}

static void on_broken(void *owner, const char *why)
{
    struct recount *recount = owner;

    if (!recount->ended) {
        differ(recount, why);
        end(recount);
    }
}

static const struct journal_events journal_calls = {on_entry, on_caught_up, on_broken};

static struct recount *begin(struct store *store, const char *name)
{
    struct recount *recount = calloc(1, sizeof *recount);

    must(recount && strlen(name) < sizeof recount->name);
    memcpy(recount->name, name, strlen(name) + 1);
    recount->store = store;
    recount->record = record_new(name);
    (void)record_defer(recount->record, true); // nobody looks while the journal is read
    recount->result.name = recount->name;
    return recount;
}

void recount_start(struct store *store, const char *name, struct slice receipts, bool fixed,
                   const struct recount_events *events, void *owner)
{
    struct recount *recount = begin(store, name);

    recount->receipts = receipts;
    recount->fixed = fixed;
    recount->events = events;
    recount->owner = owner;
    recount->journal = journal_open(store, name, 0, &journal_calls, recount);
}

void recount_names(struct store *store, const struct recount_events *events, void *owner)
{
    recount_start(store, "-site", SLICE(""), true, events, owner);
}
