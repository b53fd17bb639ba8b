#include "live/room.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/meter.h"
#include "base/must.h"
#include "base/secret.h"
#include "base/text.h"
#include "live/commit.h"
#include "live/commit_fail.h"
#include "live/freeze.h"
#include "live/lineup.h"
#include "live/muster_desk.h"
#include "live/outlook.h"
#include "live/record.h"
#include "store/journal.h"
#include "store/store.h"
#include "wire/entry.h"
#include "wire/entry_muster.h"

#include <stdio.h>
#include <stdlib.h>

enum { SEAL_AFTER_MS = 1000, SEAL_MS = 10000, LAST_SEAL_MS = 2000 };

static void new_epoch(struct room *room)
{
    unsigned char random[8];

    secret_random(random, sizeof random);
    text_hex(random, sizeof random, room->epoch);
}

// Nobody looks before it is open.
static struct record *new_record(const char *name)
{
    struct record *record = record_new(name);

    (void)record_defer(record, true);
    return record;
}

static void fail(struct room *room, enum room_state state, const char *why)
{
    room->state = state;
    (void)snprintf(room->why, sizeof room->why, "%s", why);
    log_line(LOG_ERROR, "room.entry", "competition=%s number=%lu why=\"%s\"", room->name,
             (unsigned long)room->record->followed + 1, why);
    commit_fail_all(room->commit, state == ROOM_NEEDS_NEWER ? "needs-newer" : "journal-broken");
}

// Skills, stages and people are others than before: whoever watches begins anew, and Redis' boards
// are believed again once they have been compared.
static void renew(struct room *room)
{
    room->names_missing = true;
    room->compare_again = true;
    room->boards_doubted = true;
    if (room->state == ROOM_OPEN) {
        new_epoch(room);
        room->events->on_renewed(room->owner, room);
    }
}

// Another node puts a board back, in several calls.
static void doubt_boards(struct room *room)
{
    if (!room->comparing && room->record->followed != room->mended) {
        room->compare_again = true;
        room->boards_doubted = true;
    }
}

static void ring(struct room *room, const struct record_news *news)
{
    switch ((enum entry_kind)news->kind) {
    case ENTRY_SHEET:
    case ENTRY_BULK:
    case ENTRY_RULING:
    case ENTRY_PUBLICATION:
    case ENTRY_SIGNING: // a lock may show a stage
        room->events->on_touch(room->owner, room, news->skill);
        break;
    case ENTRY_ROSTER:
        room->events->on_people(room->owner, room, news->first, room->record->judge_count);
        break;
    case ENTRY_JUDGES:
        room->events->on_people(room->owner, room, room->record->competitor_count, news->first);
        room->events->on_access(room->owner, room); // also where a link ended
        break;
    case ENTRY_ANNOUNCED:
        room->events->on_announced(room->owner, room, slice_of(news->competition));
        break;
    case ENTRY_RULES:
        renew(room);
        break;
    case ENTRY_ACCESS:
        room->events->on_access(room->owner, room);
        break;
    case ENTRY_MUSTER:
        room->names_missing = room->names_missing || news->effect == MUSTER_NAMES;
        if (news->effect == MUSTER_TOUCH) {
            room->events->on_touch(room->owner, room, news->skill);
        } else if (news->effect == MUSTER_JOIN) {
            renew(room);
        }
        break;
    case ENTRY_ALARM:
        doubt_boards(room);
        break;
    case ENTRY_FREEZE:
        for (uint32_t i = 0; i < room->record->rules->skill_count; i++) {
            room->events->on_touch(room->owner, room, i);
        }
        break;
    case ENTRY_CEREMONY:
        room->events->on_stage(room->owner, room);
        break;
    case ENTRY_COMPETITION:
    case ENTRY_PANEL:
    case ENTRY_SEAL:
        break;
    }
}

// A journal that was empty when it was opened is open with its first entry.
static void open_if_live(struct room *room)
{
    if (room->state != ROOM_OPENING || room->record->followed == 0 ||
        !journal_is_live(room->journal)) {
        return;
    }
    if (!record_defer(room->record, false)) {
        fail(room, ROOM_BROKEN, "marks whose totals do not fit exact arithmetic");
        return;
    }
    room->state = ROOM_OPEN;
    log_line(LOG_INFO, "room.open", "competition=%s number=%lu", room->name,
             (unsigned long)room->record->followed);
    room->events->on_opened(room->owner, room);
}

static void on_broken(void *owner, const char *why);

static void on_entry(void *owner, uint64_t number, struct slice bytes)
{
    struct room *room = owner;
    struct record_news news;
    const char *why = "";

    if (room->closing || room->state == ROOM_BROKEN || room->state == ROOM_NEEDS_NEWER) {
        return;
    }
    if (entry_changes_rules(bytes) || entry_muster_opens(bytes)) {
        commit_fail_read(room->commit);
    }
    enum record_taken taken = record_take(room->record, number, bytes, &news, &why);
    if (taken != RECORD_GOOD && taken != RECORD_NEEDS_NEWER && room->state == ROOM_OPEN) {
        on_broken(room, why); // perhaps it is we whose past is another one
        return;
    }
    if (taken != RECORD_GOOD) {
        fail(room, taken == RECORD_NEEDS_NEWER ? ROOM_NEEDS_NEWER : ROOM_BROKEN, why);
        return;
    }
    room->last_entry_ms = clock_ms();
    room->sealed = news.kind == ENTRY_SEAL;
    meter_count("jinbang_entries_followed_total", "", 1);
    ring(room, &news);
    open_if_live(room);
    commit_followed(room->commit);
}

static void on_caught_up(void *owner, uint64_t last)
{
    struct room *room = owner;

    (void)last;
    room->doubted = false;
    open_if_live(room);
    commit_pump(room->commit, clock_ms());
}

static void open_journal(struct room *room);

static void on_left(void *owner)
{
    struct room *room = owner;

    room->leaving = NULL;
    if (!room->closing) {
        open_journal(room);
    }
}

// Redis does not have what we have followed: what we know is void. A new epoch is begun from the
// journal as it is now; tablets send again what they hold receipts for and the journal has not. A
// journal that cannot be followed from its start either contradicts itself, and the competition
// stays closed.
static void on_broken(void *owner, const char *why)
{
    struct room *room = owner;

    log_line(LOG_ERROR, "room.broken", "competition=%s followed=%lu why=\"%s\"", room->name,
             (unsigned long)room->record->followed, why);
    if (room->doubted || room->closing) {
        fail(room, ROOM_BROKEN, why);
        return;
    }
    meter_count("jinbang_epochs_total", "", 1);
    commit_fail_all(room->commit, "journal-catching-up");
    room->record = record_free(room->record);
    room->record = new_record(room->name);
    room->state = ROOM_OPENING;
    room->doubted = true;
    new_epoch(room);
    room->leaving = room->journal;
    room->journal = NULL;
    journal_close(room->leaving, on_left, room);
    room->events->on_renewed(room->owner, room);
}

static const struct journal_events journal_calls = {on_entry, on_caught_up, on_broken};

static void open_journal(struct room *room)
{
    room->journal = journal_open(room->store, room->name, 0, &journal_calls, room);
}

struct room *room_new(struct store *store, const char *name, const struct room_events *events,
                      void *owner)
{
    struct room *room = calloc(1, sizeof *room);
    must(room && strlen(name) < sizeof room->name);
    memcpy(room->name, name, strlen(name) + 1);
    room->store = store;
    room->events = events;
    room->owner = owner;
    room->sealed = true;
    room->record = new_record(name);
    room->commit = commit_new(room);
    room->lineup = lineup_new();
    room->outlook = outlook_new();
    new_epoch(room);
    open_journal(room);
    return room;
}

static void on_sealed(struct commit_wish *wish)
{
    struct room *room = wish->owner;

    if (wish->refusal) {
        room->sealed = false; // to be tried again
    }
    free(wish);
}

// An entry that claims the chain up to the last mark, so that the newest marks too have a witness
// inside the journal. DESIGN 3.9.
static void seal(struct room *room, uint64_t deadline_ms, void (*on_done)(struct commit_wish *wish))
{
    struct commit_wish *wish = calloc(1, sizeof *wish);
    must(wish);
    room->sealed = true;
    *wish = (struct commit_wish){.kind = ENTRY_SEAL,
                                 .by = SLICE("node"),
                                 .deadline_ms = deadline_ms,
                                 .on_done = on_done,
                                 .owner = room};
    commit_add(room->commit, wish);
}

// ---- a planned freeze: whose clock first says that it is time carries it out

static void on_frozen(struct commit_wish *wish)
{
    struct room *room = wish->owner;

    room->freezing = false; // refused: tried again at the next tick, while it is due
    free(wish);
}

static void freeze_if_due(struct room *room, uint64_t now_ms)
{
    uint64_t plan = freeze_due(room->record, clock_wall_ms());

    struct due {
        struct commit_wish wish; // first
        struct entry_freeze act;
        char body[64];
    };

    if (!plan || room->freezing || state_obstacle(room)) {
        return;
    }
    struct due *due = calloc(1, sizeof *due);
    must(due);
    room->freezing = true;
    due->act = (struct entry_freeze){.act = FREEZE_ON, .plan = plan};
    (void)snprintf(due->body, sizeof due->body, "{\"act\":\"freeze\",\"plan\":%lu}",
                   (unsigned long)plan);
    due->wish = (struct commit_wish){.kind = ENTRY_FREEZE,
                                     .by = SLICE("node"),
                                     .body = slice_of(due->body),
                                     .freeze = &due->act,
                                     .deadline_ms = now_ms + SEAL_MS,
                                     .on_done = on_frozen,
                                     .owner = room};
    commit_add(room->commit, &due->wish);
}

bool room_is_quiet(const struct room *room)
{
    return room->sealed && commit_is_idle(room->commit);
}

static bool wants_seal(const struct room *room)
{
    return !room->sealed && room->state == ROOM_OPEN && !state_obstacle(room) &&
           commit_is_idle(room->commit);
}

static void free_if_idle(struct room *room)
{
    if (room->journal || room->leaving || room->holders > 0 || !commit_is_idle(room->commit)) {
        return;
    }
    void (*on_closed)(void *) = room->on_closed;
    void *owner = room->closed_owner;
    commit_free(room->commit);
    lineup_free(room->lineup);
    outlook_free(room->outlook);
    record_free(room->record);
    free(room);
    on_closed(owner);
}

static void on_journal_closed(void *owner)
{
    struct room *room = owner;
    room->journal = NULL; // freed at the next tick, once no call is in flight
}

static void leave(struct room *room)
{
    room->closing = true;
    commit_fail_all(room->commit, "shutting-down");
    if (room->journal) {
        journal_close(room->journal, on_journal_closed, room);
    }
}

// A large field is taken in piece by piece; then its boards say what may become of it.
static void look_ahead(struct room *room)
{
    uint32_t skill = state_exists(room) ? outlook_go_on(room) : RULES_NONE;

    if (skill != RULES_NONE) {
        room->events->on_touch(room->owner, room, skill);
    }
}

void room_tick(struct room *room, uint64_t now_ms)
{
    if (room->closing) {
        free_if_idle(room);
        return;
    }
    if (room->parting) {
        leave(room);
        return;
    }
    if (state_follows(room)) {
        room->current_ms = now_ms;
    }
    commit_pump(room->commit, now_ms);
    look_ahead(room);
    freeze_if_due(room, now_ms);
    if (wants_seal(room) && now_ms - room->last_entry_ms >= SEAL_AFTER_MS) { // after a quiet second
        seal(room, now_ms + SEAL_MS, on_sealed);
    }
}

static void on_last_sealed(struct commit_wish *wish)
{
    struct room *room = wish->owner;

    room->parting = true; // at the next tick, since commit is in the middle of something
    free(wish);
}

void room_close(struct room *room, void (*on_closed)(void *owner), void *owner)
{
    must(!room->closing);
    room->on_closed = on_closed;
    room->closed_owner = owner;
    commit_fail_all(room->commit, "shutting-down");
    if (wants_seal(room)) {
        seal(room, clock_ms() + LAST_SEAL_MS, on_last_sealed);
    } else {
        leave(room);
    }
}
