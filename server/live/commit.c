#include "live/commit.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/meter.h"
#include "base/must.h"
#include "base/table.h"
#include "live/commit_entry.h"
#include "live/commit_parts.h"
#include "live/record.h"
#include "live/state.h"
#include "live/weigh.h"
#include "store/journal.h"
#include "wire/entry.h"

#include <stdlib.h>

struct commit *commit_new(struct room *room)
{
    struct commit *commit = calloc(1, sizeof *commit);
    must(commit);
    commit->room = room;
    commit->scopes = table_new();
    list_init(&commit->landed);
    list_init(&commit->busy);
    return commit;
}

struct commit *commit_free(struct commit *commit)
{
    void *scope = NULL;

    if (!commit) {
        return NULL;
    }
    must(commit->waiting == 0 && commit->flying == 0);
    for (size_t at = 0; table_next(commit->scopes, &at, NULL, &scope);) {
        free(scope);
    }
    table_free(commit->scopes);
    free(commit);
    return NULL;
}

bool commit_is_idle(const struct commit *commit)
{
    return commit->waiting == 0 && commit->flying == 0;
}

void commit_finish(struct commit *commit, struct commit_wish *wish, const char *refusal)
{
    list_remove(&wish->link);
    commit->waiting--;
    if (commit_entry_is_alone(wish)) {
        commit->publishing--;
        commit->due = true;
    }
    wish->refusal = refusal;
    wish->on_done(wish);
}

// Its entry has been followed. When another one stands at its number, Redis has lost what we had
// followed and counts anew: the tail is about to say so, and the wish comes again in the new epoch.
static void confirm(struct commit *commit, struct commit_wish *wish)
{
    const struct record_asked *asked =
        wish->ask.len > 0 ? record_asked(commit->room->record, wish->ask) : NULL;
    bool good = wish->ask.len == 0 || (asked && asked->number == wish->number);

    commit_finish(commit, wish, good ? NULL : "journal-catching-up");
}

static void land(struct commit *commit, struct commit_wish *wish, uint64_t number, bool again)
{
    wish->number = number;
    wish->again = again && !wish->sent;
    if (number <= commit->room->record->followed) {
        confirm(commit, wish);
        return;
    }
    list_remove(&wish->link);
    list_add_tail(&commit->landed, &wish->link);
}

bool commit_answer_if_asked(struct commit *commit, struct commit_wish *wish)
{
    const struct record_asked *asked =
        wish->ask.len > 0 ? record_asked(commit->room->record, wish->ask) : NULL;

    if (!asked) {
        return false;
    }
    if (slice_is(wish->digest, asked->digest)) {
        land(commit, wish, asked->number, true);
    } else {
        commit_finish(commit, wish, "idempotency-key-reused");
    }
    return true;
}

static struct scope *scope_named(struct commit *commit, const char *name)
{
    struct scope *scope = table_get(commit->scopes, slice_of(name));

    if (!scope) {
        scope = calloc(1, sizeof *scope);
        must(scope && strlen(name) < sizeof scope->name);
        scope->commit = commit;
        memcpy(scope->name, name, strlen(name) + 1);
        list_init(&scope->waiting);
        list_init(&scope->link);
        table_put(commit->scopes, slice_of(name), scope);
    }
    return scope;
}

static struct scope *scope_for(struct commit *commit, const struct commit_wish *wish)
{
    char name[RECORD_ID_MAX + 2];

    commit_entry_scope(commit->room->record, wish, name);
    return scope_named(commit, name);
}

// All others wait while something that stands alone is under way, and it waits for what is before
// it: it holds every acknowledged sheet, and must not be overtaken by anything.
static bool held_back(const struct commit *commit, const struct scope *scope)
{
    if (commit->publishing == 0) {
        return false;
    }
    return strcmp(scope->name, "competition") != 0 || commit->flying > 0 ||
           !list_empty(&commit->landed);
}

static void start(struct scope *scope);

// Something has ended: those who waited for it begin.
static void go_on(struct commit *commit)
{
    if (commit->due || commit->publishing > 0) {
        commit_pump(commit, clock_ms());
    }
}

static void note_busy(struct scope *scope)
{
    list_remove(&scope->link);
    if (!list_empty(&scope->waiting)) {
        list_add_tail(&scope->commit->busy, &scope->link);
    }
}

static void requeue(struct scope *scope, struct batch *batch)
{
    // Back to the front, in their old order.
    for (size_t i = batch->count; i-- > 0;) {
        struct list *link = &batch->wishes[i]->link;
        link->prev = &scope->waiting;
        link->next = scope->waiting.next;
        scope->waiting.next->prev = link;
        scope->waiting.next = link;
    }
    note_busy(scope);
}

static void on_again(struct scope *scope, struct batch *batch, const int64_t *numbers)
{
    struct batch rest = {.count = 0};

    for (size_t i = 0; i < batch->count; i++) {
        struct commit_wish *wish = batch->wishes[i];
        if (numbers[i] > 0) {
            land(scope->commit, wish, (uint64_t)numbers[i], true);
        } else if (numbers[i] < 0) {
            commit_finish(scope->commit, wish, "idempotency-key-reused");
        } else {
            rest.wishes[rest.count++] = wish;
        }
    }
    requeue(scope, &rest);
}

static void on_new(struct scope *scope, struct batch *batch, uint64_t first)
{
    for (size_t i = 0; i < batch->count; i++) {
        land(scope->commit, batch->wishes[i], first + i, false);
    }
}

static void settle(struct scope *scope, struct batch *batch, const struct journal_result *result)
{
    switch (result->outcome) {
    case JOURNAL_NEW: // the next commit of this scope is based on what this one wrote
        scope->not_before = batch->count ? batch->seen + batch->count : 0;
        on_new(scope, batch, result->number);
        break;
    case JOURNAL_AGAIN:
        on_again(scope, batch, result->numbers);
        break;
    case JOURNAL_STALE:
        meter_count("jinbang_commits_stale_total", "", 1);
        scope->not_before = result->version;
        requeue(scope, batch);
        break;
    case JOURNAL_FULL:
        for (size_t i = 0; i < batch->count; i++) {
            commit_finish(scope->commit, batch->wishes[i], "disk-full");
        }
        break;
    case JOURNAL_LOST: // room_tick and the store's readiness pump it again, with the same keys
        meter_count("jinbang_commits_lost_total", "", 1);
        for (size_t i = 0; i < batch->count; i++) {
            batch->wishes[i]->sent = true;
        }
        requeue(scope, batch);
        break;
    }
}

static void on_result(void *owner, const struct journal_result *result)
{
    struct batch *batch = owner;
    struct scope *scope = batch->scope;
    struct commit *commit = batch->commit;

    // What made it stale has been followed already, or will wake it as it comes: asking again
    // before that would only be stale again.
    bool moved = commit->room->record->followed > batch->followed;
    bool waits = result->outcome == JOURNAL_STALE && !moved;

    commit->flying--;
    scope->flying = NULL;
    settle(scope, batch, result);
    free(batch);
    if (!waits && result->outcome != JOURNAL_LOST) {
        start(scope);
    }
    go_on(commit);
}

// The wishes that can go together now; those that cannot are answered or stay.
static void fill(struct scope *scope, struct batch *batch, struct weigh *weigh)
{
    struct commit *commit = scope->commit;

    list_each_safe (at, &scope->waiting) {
        struct commit_wish *wish = list_item(at, struct commit_wish, link);
        if (batch->count == COMMIT_BATCH_MAX) {
            break;
        }
        if (commit_answer_if_asked(commit, wish)) {
            continue;
        }
        if (weigh_is_taken(weigh, wish)) {
            continue; // another sheet for the same address goes first; this one sees its outcome
        }
        const char *refusal = weigh_wish(weigh, wish);
        if (refusal) {
            commit_finish(commit, wish, refusal);
            continue;
        }
        list_remove(&wish->link);
        batch->wishes[batch->count++] = wish;
    }
}

static struct weigh *fill_batch(struct scope *scope, struct batch *batch, bool careful)
{
    struct weigh *weigh = weigh_new(scope->commit->room, careful);

    while (batch->count == 0 && !list_empty(&scope->waiting)) {
        fill(scope, batch, weigh);
    }
    return weigh;
}

static void send(struct scope *scope, struct batch *batch, struct weigh *weigh)
{
    struct room *room = scope->commit->room;
    struct journal_entry entries[COMMIT_BATCH_MAX];
    struct buf *bytes[COMMIT_BATCH_MAX];
    size_t count = batch->count; // the answer may come before the call returns, and frees the batch
    struct journal_commit call = {.scope = slice_of(scope->name),
                                  .seen = record_version(room->record, slice_of(scope->name)),
                                  .entry_count = count,
                                  .entries = entries,
                                  .person_count = batch->wishes[0]->person_count,
                                  .people = batch->wishes[0]->people};

    for (size_t i = 0; i < count; i++) {
        const struct commit_wish *wish = batch->wishes[i];
        bytes[i] = commit_entry_bytes(room->record, wish);
        entries[i] =
            (struct journal_entry){wish->ask, wish->digest, {bytes[i]->bytes, bytes[i]->len}};
    }
    batch->seen = call.seen;
    batch->followed = room->record->followed;
    weigh_guard(weigh, &call);
    weigh_moves(weigh, &call);
    journal_commit(room->journal, &call, on_result, batch);
    for (size_t i = 0; i < count; i++) {
        buf_unref(bytes[i]);
    }
}

// Whether the record has yet to follow what this scope's next commit must be based on.
static bool is_lagging(const struct scope *scope)
{
    return record_version(scope->commit->room->record, slice_of(scope->name)) < scope->not_before;
}

// Begins the scope's next commit if one may begin now.
static void start(struct scope *scope)
{
    struct commit *commit = scope->commit;
    const struct room *room = commit->room;

    if (scope->flying || list_empty(&scope->waiting) || state_obstacle(room) || is_lagging(scope) ||
        held_back(commit, scope)) {
        return;
    }
    struct batch *batch = calloc(1, sizeof *batch);
    must(batch);
    batch->commit = commit;
    batch->scope = scope;
    scope->flying = batch; // an answer may add a wish here: it must not begin a second commit
    commit->flying++;
    struct weigh *weigh = fill_batch(scope, batch, false);
    if (!weigh_holds(weigh)) { // one of them moves the field out of range: find out which
        requeue(scope, batch);
        batch->count = 0;
        weigh_free(weigh);
        weigh = fill_batch(scope, batch, true);
    }
    if (batch->count > 0) {
        send(scope, batch, weigh);
    } else {
        scope->flying = NULL;
        commit->flying--;
        free(batch);
    }
    weigh_free(weigh);
    note_busy(scope);
}

void commit_add(struct commit *commit, struct commit_wish *wish)
{
    const char *obstacle = state_obstacle(commit->room);

    wish->sent = false;
    wish->number = 0;
    list_init(&wish->link);
    commit->waiting++;
    commit->publishing += commit_entry_is_alone(wish) ? 1 : 0;
    if (commit->failing) {
        commit_finish(commit, wish, "journal-catching-up");
    } else if (commit_answer_if_asked(commit, wish)) {
        go_on(commit);
    } else if (obstacle && !state_is_passing(obstacle)) {
        commit_finish(commit, wish, obstacle);
    } else {
        struct scope *scope = scope_for(commit, wish);
        list_add_tail(&scope->waiting, &wish->link);
        note_busy(scope);
        start(scope);
        go_on(commit);
    }
}

static void finish_landed(struct commit *commit)
{
    list_each_safe (at, &commit->landed) {
        struct commit_wish *wish = list_item(at, struct commit_wish, link);
        if (wish->number <= commit->room->record->followed) {
            confirm(commit, wish);
        }
    }
}

// A wish past its deadline is told to come again with the same key, and so are all when the
// obstacle is there to stay; one in flight stays until its call ends.
static void drop_late(struct commit *commit, struct list *wishes, uint64_t now_ms)
{
    const char *obstacle = state_obstacle(commit->room);
    bool lasting = obstacle && !state_is_passing(obstacle);

    list_each_safe (at, wishes) {
        struct commit_wish *wish = list_item(at, struct commit_wish, link);
        bool late = now_ms > wish->deadline_ms || (lasting && wish->number == 0);
        if (late && (wish->number > 0 || !commit_answer_if_asked(commit, wish))) {
            commit_finish(commit, wish, obstacle ? obstacle : "journal-catching-up");
        }
    }
}

// One look at each scope that waits, not at all that there are: as many as competitors. `now_ms` 0:
// nobody is late.
static void start_busy(struct commit *commit, uint64_t now_ms)
{
    size_t count = 0;

    list_each (at, &commit->busy) {
        count++;
    }
    for (; count > 0 && !list_empty(&commit->busy); count--) {
        struct scope *scope = list_item(commit->busy.next, struct scope, link);
        note_busy(scope); // to the end
        start(scope);
        drop_late(commit, &scope->waiting, now_ms);
        note_busy(scope);
    }
}

void commit_followed(struct commit *commit)
{
    finish_landed(commit);
    start_busy(commit, 0);
    go_on(commit);
}

void commit_pump(struct commit *commit, uint64_t now_ms)
{
    commit->due = false;
    finish_landed(commit);
    drop_late(commit, &commit->landed, now_ms);
    start_busy(commit, now_ms);
}
