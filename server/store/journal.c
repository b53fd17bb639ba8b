// Questions go over the store's command connection, news come over the tail. A question outlives
// the journal that asked it when the journal is closed first: it is ended then, and its memory goes
// when Redis answers or the link ends.
#include "store/journal.h"

#include "base/arena.h"
#include "base/list.h"
#include "base/log.h"
#include "base/must.h"
#include "base/text.h"
#include "store/journal_args.h"
#include "store/journal_tail.h"
#include "store/redis.h"
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

struct journal {
    struct store *store;
    struct journal_tail *tail;
    struct list questions; // that wait for their answer
    char *name;
    bool closing;
    void (*on_closed)(void *owner);
    void *closed_owner;
};

// One of the four callbacks is set.
struct question {
    struct list link;
    struct journal *journal; // NULL once it is ended
    struct arena *arena;
    journal_on_result on_result;
    journal_on_page on_page;
    journal_on_people on_people;
    journal_on_range on_range;
    void *owner;
    size_t count; // entries asked for, or people
    size_t key_len;
    size_t of; // single ones asked for; 0: a page
    struct slice *ids;
};

static struct question *new_question(struct journal *journal, size_t count, void *owner)
{
    struct question *question = calloc(1, sizeof *question);
    must(question && !journal->closing);
    question->journal = journal;
    question->arena = arena_new();
    question->owner = owner;
    question->count = count;
    list_add_tail(&journal->questions, &question->link);
    return question;
}

static struct question *question_free(struct question *question)
{
    arena_free(question->arena);
    free(question);
    return NULL;
}

// Takes it off the journal's list before its callback, which may close the journal.
static struct journal *detach(struct question *question)
{
    struct journal *journal = question->journal;
    list_remove(&question->link);
    question->journal = NULL;
    return journal;
}

// Without an answer.
static void fail(struct question *question, int error)
{
    if (question->on_result) {
        question->on_result(question->owner, &(struct journal_result){.outcome = JOURNAL_LOST});
    } else if (question->on_page) {
        question->on_page(question->owner, &(struct journal_page){.error = error});
    } else if (question->on_people) {
        question->on_people(question->owner, error, 0, NULL, NULL);
    } else {
        question->on_range(question->owner, error, 0, 0, NULL);
    }
}

static void ask(struct journal *journal, const struct journal_args *args, redis_on_reply on_reply,
                struct question *question)
{
    redis_call(store_commands(journal->store), args->count, args->args,
               store_settings(journal->store)->call_ms, on_reply, question);
}

static bool has(struct slice text, const char *part)
{
    return text.len && memmem(text.at, text.len, part, strlen(part));
}

// What an error reply means to all three: the function may be gone from Redis, and is loaded again.
static void heed(struct journal *journal, struct slice error)
{
    log_line(LOG_WARN, "journal.refused", "journal=%s error=\"%.*s\"", journal->name,
             SLICE_FMT(error));
    if (has(error, "Function not found") || slice_starts(error, "READONLY") ||
        slice_starts(error, "LOADING") || slice_starts(error, "MISCONF")) {
        store_check(journal->store);
    }
}

// ---- commit

static struct journal_result refusal(struct slice error)
{
    bool full =
        slice_starts(error, "OOM") || slice_starts(error, "MISCONF") || has(error, "No space");
    return (struct journal_result){.outcome = full ? JOURNAL_FULL : JOURNAL_LOST};
}

static struct journal_result again(struct question *question, const struct reply *reply)
{
    int64_t *numbers = arena_alloc(question->arena, (question->count + 1) * sizeof(int64_t));

    for (size_t i = 0; i < question->count && i + 1 < reply_count(reply); i++) {
        numbers[i] = reply_number(reply_at(reply, i + 1));
    }
    return (struct journal_result){.outcome = JOURNAL_AGAIN, .numbers = numbers};
}

static struct journal_result read_result(struct question *question, const struct reply *reply)
{
    if (reply_count(reply) >= 2) {
        struct slice word = reply_text(reply_at(reply, 0));
        uint64_t number = (uint64_t)reply_number(reply_at(reply, 1));
        if (slice_is(word, "new")) {
            return (struct journal_result){.outcome = JOURNAL_NEW, .number = number};
        }
        if (slice_is(word, "stale")) {
            return (struct journal_result){.outcome = JOURNAL_STALE, .version = number};
        }
        if (slice_is(word, "again")) {
            return again(question, reply);
        }
    }
    return (struct journal_result){.outcome = JOURNAL_LOST};
}

static void on_committed(void *owner, int error, const struct reply *reply)
{
    struct question *question = owner;

    if (question->journal) {
        struct journal *journal = detach(question);
        struct journal_result result = {.outcome = JOURNAL_LOST};
        if (!error && reply_kind(reply) == REPLY_ERROR) {
            heed(journal, reply_text(reply));
            result = refusal(reply_text(reply));
        } else if (!error) {
            result = read_result(question, reply);
        }
        question->on_result(question->owner, &result);
    }
    question_free(question);
}

void journal_commit(struct journal *journal, const struct journal_commit *commit,
                    journal_on_result on_result, void *owner)
{
    struct question *question = new_question(journal, commit->entry_count, owner);
    struct arena *words = arena_new();
    const char *function = store_commit_function(journal->store);
    struct journal_args args = journal_args_commit(words, journal->name, function, commit);

    question->on_result = on_result;
    ask(journal, &args, on_committed, question);
    arena_free(words);
}

// ---- boards

static struct journal_member read_member(struct slice member, int64_t before, size_t key_len)
{
    size_t len = member.len < key_len ? member.len : key_len;
    return (struct journal_member){.key = {member.at, len},
                                   .id = {member.at + len, member.len - len},
                                   .before = (uint32_t)before};
}

static void read_members(struct question *question, const struct reply *reply,
                         struct journal_member *members, size_t count)
{
    size_t words = question->of ? 3 : 2;

    for (size_t i = 0; i < count; i++) {
        size_t at = 2 + words * i;
        members[i] = read_member(reply_text(reply_at(reply, at)),
                                 reply_number(reply_at(reply, at + 1)), question->key_len);
        if (question->of) {
            members[i].sharing = (uint32_t)reply_number(reply_at(reply, at + 2));
        }
    }
}

static struct journal_page read_page(struct question *question, const struct reply *reply)
{
    size_t words = reply_count(reply);
    size_t count = words < 2 ? 0 : (words - 2) / (question->of ? 3 : 2);
    bool good = words >= 2 && (question->of ? words == 2 + 3 * question->of : words % 2 == 0);

    if (!good) {
        return (struct journal_page){.error = UV_EPROTO};
    }
    struct journal_member *members = arena_alloc(question->arena, (count + 1) * sizeof *members);
    read_members(question, reply, members, count);
    return (struct journal_page){.number = (uint64_t)reply_number(reply_at(reply, 0)),
                                 .total = (uint64_t)reply_number(reply_at(reply, 1)),
                                 .count = count,
                                 .members = members};
}

static void on_board(void *owner, int error, const struct reply *reply)
{
    struct question *question = owner;

    if (question->journal) {
        struct journal *journal = detach(question);
        struct journal_page page = {.error = error};
        if (!error && reply_kind(reply) == REPLY_ERROR) {
            heed(journal, reply_text(reply));
            page.error = UV_EIO;
        } else if (!error) {
            page = read_page(question, reply);
        }
        question->on_page(question->owner, &page);
    }
    question_free(question);
}

// NOLINTNEXTLINE(readability-function-size): seven words are what a page takes
void journal_board(struct journal *journal, const char *board, size_t key_len, uint64_t from,
                   uint64_t count, journal_on_page on_page, void *owner)
{
    struct question *question = new_question(journal, 0, owner);
    const uint64_t numbers[3] = {key_len, from, count};
    struct journal_args args =
        journal_args_board(question->arena, journal->name, store_board_function(journal->store),
                           slice_of(board), numbers);

    question->on_page = on_page;
    question->key_len = key_len;
    ask(journal, &args, on_board, question);
}

// NOLINTNEXTLINE(readability-function-size): seven words are what it takes
void journal_board_of(struct journal *journal, const char *board, size_t key_len, size_t count,
                      const struct slice *ids, journal_on_page on_page, void *owner)
{
    struct question *question = new_question(journal, 0, owner);
    struct journal_args args =
        journal_args_board_of(question->arena, journal->name, store_board_function(journal->store),
                              slice_of(board), key_len, count, ids);

    must(count > 0 && count <= JOURNAL_OF_MAX);
    question->on_page = on_page;
    question->key_len = key_len;
    question->of = count;
    ask(journal, &args, on_board, question);
}

// ---- people

static void give_people(struct question *question, const struct reply *reply)
{
    struct slice *boxes = arena_alloc(question->arena, (question->count + 1) * sizeof *boxes);

    for (size_t i = 0; i < question->count && i < reply_count(reply); i++) {
        boxes[i] = reply_text(reply_at(reply, i));
    }
    question->on_people(question->owner, 0, question->count, question->ids, boxes);
}

static void on_people_read(void *owner, int error, const struct reply *reply)
{
    struct question *question = owner;

    if (question->journal) {
        struct journal *journal = detach(question);
        if (!error && reply_kind(reply) == REPLY_ERROR) {
            heed(journal, reply_text(reply));
            fail(question, UV_EIO);
        } else if (error) {
            fail(question, error);
        } else {
            give_people(question, reply);
        }
    }
    question_free(question);
}

void journal_people(struct journal *journal, size_t count, const struct slice *ids,
                    journal_on_people on_people, void *owner)
{
    struct question *question = new_question(journal, count, owner);
    struct arena *arena = question->arena;
    struct journal_args args = {.args = arena_alloc(arena, (count + 2) * sizeof(struct slice))};

    question->on_people = on_people;
    question->ids = arena_alloc(arena, (count + 1) * sizeof(struct slice));
    args.args[args.count++] = count ? SLICE("HMGET") : SLICE("EXISTS"); // HMGET wants one at least
    args.args[args.count++] = journal_args_key(arena, journal->name, "people", SLICE_NONE);
    for (size_t i = 0; i < count; i++) {
        question->ids[i] = (struct slice){arena_copy(arena, ids[i]), ids[i].len};
        args.args[args.count++] = question->ids[i];
    }
    ask(journal, &args, on_people_read, question);
}

// ---- a stretch of the journal

static void give_range(struct question *question, const struct reply *reply)
{
    size_t count = reply_count(reply);
    struct slice *bytes = arena_alloc(question->arena, (count + 1) * sizeof *bytes);
    uint64_t first = 0;

    for (size_t i = 0; i < count; i++) {
        const struct reply *entry = reply_at(reply, i);
        if (reply_count(entry) < 2 || reply_count(reply_at(entry, 1)) < 2) {
            question->on_range(question->owner, UV_EPROTO, 0, 0, NULL);
            return;
        }
        struct slice id = reply_text(reply_at(entry, 0));
        if (i == 0 && id.len > 2) {
            (void)text_uint((struct slice){id.at + 2, id.len - 2}, INT64_MAX, &first);
        }
        bytes[i] = reply_text(reply_at(reply_at(entry, 1), 1));
    }
    question->on_range(question->owner, 0, count, first, bytes);
}

static void on_range_read(void *owner, int error, const struct reply *reply)
{
    struct question *question = owner;

    if (question->journal) {
        (void)detach(question);
        if (error || reply_kind(reply) == REPLY_ERROR) {
            fail(question, error ? error : UV_EIO);
        } else {
            give_range(question, reply);
        }
    }
    question_free(question);
}

void journal_range(struct journal *journal, uint64_t after, uint64_t limit,
                   journal_on_range on_range, void *owner)
{
    struct question *question = new_question(journal, 0, owner);
    struct arena *arena = question->arena;
    struct slice words[] = {SLICE("XRANGE"),
                            journal_args_key(arena, journal->name, "journal", SLICE_NONE),
                            slice_of(arena_printf(arena, "(0-%lu", (unsigned long)after)),
                            SLICE("+"),
                            SLICE("COUNT"),
                            slice_of(arena_printf(arena, "%lu", (unsigned long)limit))};
    struct journal_args args = {.count = 6, .args = words};

    question->on_range = on_range;
    ask(journal, &args, on_range_read, question);
}

// ---- the journal itself

struct journal *journal_open(struct store *store, const char *name, uint64_t after,
                             const struct journal_events *events, void *owner)
{
    const struct journal_tail_events tail_events = {events->on_entry, events->on_caught_up,
                                                    events->on_broken};
    struct arena *arena = arena_new();
    struct journal *journal = calloc(1, sizeof *journal);
    must(journal);

    journal->store = store;
    journal->name = strdup(name);
    must(journal->name);
    list_init(&journal->questions);
    journal->tail = journal_tail_open(store, journal_args_key(arena, name, "journal", SLICE_NONE),
                                      after, &tail_events, owner);
    arena_free(arena);
    return journal;
}

bool journal_is_live(const struct journal *journal)
{
    return journal_tail_is_live(journal->tail);
}

static void on_tail_closed(void *owner)
{
    struct journal *journal = owner;
    void (*on_closed)(void *) = journal->on_closed;
    void *closed_owner = journal->closed_owner;

    free(journal->name);
    free(journal);
    if (on_closed) {
        on_closed(closed_owner);
    }
}

void journal_close(struct journal *journal, void (*on_closed)(void *owner), void *owner)
{
    must(!journal->closing);
    journal->closing = true;
    journal->on_closed = on_closed;
    journal->closed_owner = owner;
    journal_tail_close(journal->tail, on_tail_closed, journal);
    while (!list_empty(&journal->questions)) {
        struct question *question = list_item(journal->questions.next, struct question, link);
        (void)detach(question);
        fail(question, UV_ECANCELED);
    }
}
