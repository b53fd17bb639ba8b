#include "live/commit.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/meter.h"
#include "base/must.h"
#include "base/table.h"
#include "live/record.h"
#include "live/state.h"
#include "live/weigh.h"
#include "store/journal.h"
#include "wire/entry.h"

#include <stdlib.h>

enum { BATCH_MAX = 64 };

struct scope {
    struct commit *commit;
    char name[RECORD_ID_MAX + 8];
    struct list waiting;  // of commit_wish
    struct batch *flying; // at most one
    uint64_t not_before;  // STALE: the version that the record must have reached
    uint32_t skill;       // RULES_NONE: of no skill
};

struct commit {
    struct room *room;
    struct table *scopes;
    struct list landed; // written, number known; the entry has not come back yet
    size_t flying;      // batches
    size_t waiting;     // wishes, those in batches and those landed included
    uint32_t closing;   // the skill that is being published; RULES_NONE: none
    bool failed;        // batches in flight belong to a former epoch
};

// One call on its way. It outlives a failed epoch, so it holds no wish that was answered.
struct batch {
    struct commit *commit;
    struct scope *scope;
    size_t count;
    struct commit_wish *wishes[BATCH_MAX];
};

struct commit *commit_new(struct room *room)
{
    struct commit *commit = calloc(1, sizeof *commit);
    must(commit);
    commit->room = room;
    commit->scopes = table_new();
    commit->closing = RULES_NONE;
    list_init(&commit->landed);
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

static void finish(struct commit *commit, struct commit_wish *wish, const char *refusal)
{
    list_remove(&wish->link);
    commit->waiting--;
    if (wish->kind == ENTRY_PUBLICATION) {
        commit->closing = RULES_NONE;
    }
    wish->refusal = refusal;
    wish->on_done(wish);
}

static void land(struct commit *commit, struct commit_wish *wish, uint64_t number, bool again)
{
    wish->number = number;
    wish->again = again && !wish->sent;
    if (number <= commit->room->record->followed) {
        finish(commit, wish, NULL);
        return;
    }
    list_remove(&wish->link);
    list_add_tail(&commit->landed, &wish->link);
}

// Seen before by this node's record? Answered then. DESIGN 3.7: same key and same body is 200 with
// the first receipt, for ever; same key and other body is refused.
static bool answer_if_asked(struct commit *commit, struct commit_wish *wish)
{
    const struct record_asked *asked =
        wish->ask.len > 0 ? record_asked(commit->room->record, wish->ask) : NULL;

    if (!asked) {
        return false;
    }
    if (slice_is(wish->digest, asked->digest)) {
        land(commit, wish, asked->number, true);
    } else {
        finish(commit, wish, "idempotency-key-reused");
    }
    return true;
}

static struct scope *scope_named(struct commit *commit, const char *name, uint32_t skill)
{
    struct scope *scope = table_get(commit->scopes, slice_of(name));

    if (!scope) {
        scope = calloc(1, sizeof *scope);
        must(scope && strlen(name) < sizeof scope->name);
        scope->commit = commit;
        scope->skill = skill;
        memcpy(scope->name, name, strlen(name) + 1);
        list_init(&scope->waiting);
        table_put(commit->scopes, slice_of(name), scope);
    }
    return scope;
}

static struct scope *scope_for(struct commit *commit, const struct commit_wish *wish)
{
    char name[RECORD_ID_MAX + 2] = "competition";
    uint32_t skill = RULES_NONE;

    if (wish->kind == ENTRY_SHEET) {
        (void)record_scope_of(wish->competitor, name);
        skill = wish->competitor->skill;
    } else if (wish->kind == ENTRY_PUBLICATION) {
        skill = wish->skill;
        const char *id = commit->room->record->rules->skills[skill].id;
        memcpy(name, "s/", 2);
        memcpy(name + 2, id, strlen(id) + 1);
    } else if (wish->kind == ENTRY_SEAL || wish->kind == ENTRY_ALARM) {
        memcpy(name, "node", 5);
    }
    return scope_named(commit, name, skill);
}

// Sheets of a skill wait while it is being published, and its publication waits for the sheets
// under way, so that what is published holds every acknowledged sheet.
static bool held_back(const struct commit *commit, const struct scope *scope)
{
    void *other = NULL;
    bool publication = scope->name[0] == 's';

    if (scope->skill == RULES_NONE || scope->skill != commit->closing) {
        return false;
    }
    for (size_t at = 0; publication && table_next(commit->scopes, &at, NULL, &other);) {
        const struct scope *sheets = other;
        if (sheets != scope && sheets->skill == scope->skill && sheets->flying) {
            return true;
        }
    }
    return !publication || !list_empty(&commit->landed);
}

static void start(struct scope *scope);

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
}

static void on_again(struct scope *scope, struct batch *batch, const int64_t *numbers)
{
    struct batch rest = {.count = 0};

    for (size_t i = 0; i < batch->count; i++) {
        struct commit_wish *wish = batch->wishes[i];
        if (numbers[i] > 0) {
            land(scope->commit, wish, (uint64_t)numbers[i], true);
        } else if (numbers[i] < 0) {
            finish(scope->commit, wish, "idempotency-key-reused");
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

static void on_full(struct scope *scope, struct batch *batch)
{
    for (size_t i = 0; i < batch->count; i++) {
        finish(scope->commit, batch->wishes[i], "disk-full");
    }
}

static void settle(struct scope *scope, struct batch *batch, const struct journal_result *result)
{
    switch (result->outcome) {
    case JOURNAL_NEW:
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
        on_full(scope, batch);
        break;
    case JOURNAL_LOST: // room_tick and the store's readiness pump it again, with the same keys
        meter_count("jinbang_commits_lost_total", "", 1);
        requeue(scope, batch);
        break;
    }
}

static void on_result(void *owner, const struct journal_result *result)
{
    struct batch *batch = owner;
    struct scope *scope = batch->scope;
    struct commit *commit = batch->commit;

    commit->flying--;
    scope->flying = NULL;
    settle(scope, batch, result);
    free(batch);
    if (result->outcome != JOURNAL_LOST && result->outcome != JOURNAL_STALE) {
        start(scope);
    }
    if (commit->closing != RULES_NONE) {
        commit_pump(commit, clock_ms());
    }
}

static void write_entry(const struct room *room, const struct commit_wish *wish, struct buf *out)
{
    const struct record *record = room->record;
    struct entry entry = {.kind = (enum entry_kind)wish->kind,
                          .at = clock_wall_ms(),
                          .ask = wish->ask,
                          .digest = wish->digest,
                          .by = wish->by,
                          .competition = wish->competition,
                          .claim = record->followed,
                          .body = wish->body};

    memcpy(entry.chain, record_mile(record, record->followed)->chain, sizeof entry.chain);
    if (wish->kind == ENTRY_SHEET) {
        const struct rules_part *part = &record->rules->parts[wish->part];
        const struct record_sheet *before =
            record_sheet(record, wish->competitor, wish->part, wish->seat);
        entry.part = slice_of(part->id);
        entry.competitor = slice_of(wish->competitor->id);
        entry.seat =
            slice_of(wish->seat < part->seat_count ? part->seats[wish->seat] : part->technical);
        entry.replaces = before ? before->number : 0;
    } else if (wish->kind == ENTRY_PUBLICATION) {
        entry.skill = slice_of(record->rules->skills[wish->skill].id);
    }
    entry_write(&entry, out);
}

// The wishes that can go together now; those that cannot are answered or stay.
static void fill(struct scope *scope, struct batch *batch, struct weigh *weigh)
{
    struct commit *commit = scope->commit;

    list_each_safe (at, &scope->waiting) {
        struct commit_wish *wish = list_item(at, struct commit_wish, link);
        if (batch->count == BATCH_MAX) {
            break;
        }
        if (answer_if_asked(commit, wish)) {
            continue;
        }
        if (weigh_is_taken(weigh, wish)) {
            continue; // another sheet for the same address goes first; this one sees its outcome
        }
        const char *refusal = weigh_wish(weigh, wish);
        if (refusal) {
            finish(commit, wish, refusal);
            continue;
        }
        list_remove(&wish->link);
        batch->wishes[batch->count++] = wish;
    }
}

static void send(struct scope *scope, struct batch *batch, struct weigh *weigh)
{
    struct room *room = scope->commit->room;
    struct journal_entry entries[BATCH_MAX];
    struct buf *bytes[BATCH_MAX];
    size_t count = batch->count; // the answer may come before the call returns, and frees the batch
    struct journal_commit call = {.scope = slice_of(scope->name),
                                  .seen = record_version(room->record, slice_of(scope->name)),
                                  .entry_count = batch->count,
                                  .entries = entries,
                                  .person_count = batch->wishes[0]->person_count,
                                  .people = batch->wishes[0]->people};

    for (size_t i = 0; i < batch->count; i++) {
        struct commit_wish *wish = batch->wishes[i];
        bytes[i] = buf_new(512 + wish->body.len);
        write_entry(room, wish, bytes[i]);
        entries[i] =
            (struct journal_entry){wish->ask, wish->digest, {bytes[i]->bytes, bytes[i]->len}};
        wish->sent = true;
    }
    weigh_guard(weigh, &call);
    weigh_moves(weigh, &call);
    journal_commit(room->journal, &call, on_result, batch);
    for (size_t i = 0; i < count; i++) {
        buf_unref(bytes[i]);
    }
}

// Begins the scope's next commit if one may begin now.
static void start(struct scope *scope)
{
    struct commit *commit = scope->commit;
    struct room *room = commit->room;

    if (scope->flying || list_empty(&scope->waiting) || state_obstacle(room) ||
        record_version(room->record, slice_of(scope->name)) < scope->not_before ||
        held_back(commit, scope)) {
        return;
    }
    struct batch *batch = calloc(1, sizeof *batch);
    must(batch);
    batch->commit = commit;
    batch->scope = scope;
    scope->flying = batch; // an answer may add a wish here: it must not begin a second commit
    commit->flying++;
    struct weigh *weigh = weigh_new(room);
    while (batch->count == 0 && !list_empty(&scope->waiting)) {
        fill(scope, batch, weigh);
    }
    if (batch->count > 0) {
        send(scope, batch, weigh);
    } else {
        scope->flying = NULL;
        commit->flying--;
        free(batch);
    }
    weigh_free(weigh);
}

void commit_add(struct commit *commit, struct commit_wish *wish)
{
    wish->sent = false;
    wish->number = 0;
    list_init(&wish->link);
    commit->waiting++;
    if (answer_if_asked(commit, wish)) {
        return;
    }
    struct scope *scope = scope_for(commit, wish);
    if (wish->kind == ENTRY_PUBLICATION) {
        commit->closing = wish->skill;
    }
    list_add_tail(&scope->waiting, &wish->link);
    start(scope);
}

static void finish_landed(struct commit *commit)
{
    list_each_safe (at, &commit->landed) {
        struct commit_wish *wish = list_item(at, struct commit_wish, link);
        if (wish->number <= commit->room->record->followed) {
            finish(commit, wish, NULL);
        }
    }
}

// A wish past its deadline is told to come again with the same key; one in flight stays until its
// call ends.
static void drop_late(struct commit *commit, struct scope *scope, uint64_t now_ms)
{
    const char *obstacle = state_obstacle(commit->room);

    list_each_safe (at, &scope->waiting) {
        struct commit_wish *wish = list_item(at, struct commit_wish, link);
        if (now_ms > wish->deadline_ms && !answer_if_asked(commit, wish)) {
            finish(commit, wish, obstacle ? obstacle : "journal-catching-up");
        }
    }
}

void commit_followed(struct commit *commit)
{
    finish_landed(commit);
    if (commit->closing != RULES_NONE) {
        commit_pump(commit, clock_ms());
    }
}

void commit_pump(struct commit *commit, uint64_t now_ms)
{
    void *value = NULL;

    finish_landed(commit);
    for (size_t at = 0; commit->waiting > 0 && table_next(commit->scopes, &at, NULL, &value);) {
        struct scope *scope = value;
        if (!list_empty(&scope->waiting)) {
            start(scope);
            drop_late(commit, scope, now_ms);
        }
    }
}

void commit_fail(struct commit *commit, const char *refusal)
{
    void *value = NULL;

    for (size_t at = 0; table_next(commit->scopes, &at, NULL, &value);) {
        struct scope *scope = value;
        while (!list_empty(&scope->waiting)) {
            finish(commit, list_item(scope->waiting.next, struct commit_wish, link), refusal);
        }
        for (size_t i = 0; scope->flying && i < scope->flying->count; i++) {
            finish(commit, scope->flying->wishes[i], refusal);
        }
        scope->not_before = 0;
        if (scope->flying) {
            scope->flying->count = 0; // its result has nobody to tell any more
        }
    }
    while (!list_empty(&commit->landed)) {
        finish(commit, list_item(commit->landed.next, struct commit_wish, link), refusal);
    }
}
