#include "live/people.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
#include "base/must.h"
#include "base/secret.h"
#include "base/text.h"
#include "live/enrol.h"
#include "live/record.h"
#include "live/site.h"
#include "live/state.h"
#include "store/journal.h"
#include "wire/entry.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { CHUNK = 500, PATH_MAX_HERE = 1024 };

struct people {
    unsigned char key[SECRET_KEY];
};

static bool read_key(const char *path, unsigned char key[SECRET_KEY])
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    bool good = file >= 0 && read(file, key, SECRET_KEY) == SECRET_KEY;

    if (file >= 0) {
        close(file);
    }
    return good;
}

static bool make_key(const char *path, unsigned char key[SECRET_KEY])
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (file < 0) {
        return errno == EEXIST && read_key(path, key);
    }
    secret_random(key, SECRET_KEY);
    bool good = write(file, key, SECRET_KEY) == SECRET_KEY && fsync(file) == 0;
    close(file);
    return good;
}

struct people *people_new(const char *data_dir, struct buf *problem)
{
    char path[PATH_MAX_HERE];
    struct people *people = calloc(1, sizeof *people);

    must(people);
    int len = snprintf(path, sizeof path, "%s/people.key", data_dir);
    if (len > 0 && (size_t)len < sizeof path &&
        (read_key(path, people->key) || make_key(path, people->key))) {
        return people;
    }
    text_printf(problem, "%s/people.key cannot be read or made: %s", data_dir, strerror(errno));
    free(people);
    return NULL;
}

struct people *people_free(struct people *people)
{
    free(people);
    return NULL;
}

struct slice people_box(const struct people *people, struct arena *arena,
                        const struct entry_person *person)
{
    struct buf *plain = buf_new(128);
    struct buf *box = buf_new(256);

    entry_write_person(person, plain);
    secret_box(people->key, (struct slice){plain->bytes, plain->len}, box);
    struct slice kept = {arena_copy(arena, (struct slice){box->bytes, box->len}), box->len};
    buf_unref(plain);
    buf_unref(box);
    return kept;
}

struct slice people_digest(const struct people *people, struct arena *arena, struct slice id,
                           const struct entry_person *person)
{
    unsigned char hash[SECRET_HASH];
    bool numbered = person->id_number.len > 0;
    struct slice pieces[] = {{(const char *)people->key, SECRET_KEY},
                             id,
                             SLICE("\n"),
                             person->name,
                             SLICE("\n"),
                             person->second_name,
                             SLICE("\n"),
                             person->delegation,
                             SLICE("\n"),
                             person->id_number};
    char *hex = arena_alloc(arena, SECRET_HEX);

    secret_sha256_of(pieces, sizeof pieces / sizeof pieces[0] - (numbered ? 0 : 2), hash);
    text_hex(hash, sizeof hash, hex);
    return slice_of(hex);
}

struct slice people_account_key(struct arena *arena, struct slice id)
{
    return slice_of(arena_printf(arena, "account:%.*s", SLICE_FMT(id)));
}

struct slice people_lookup(const struct people *people, struct arena *arena, const char *kind,
                           struct slice text)
{
    unsigned char hash[SECRET_HASH];
    char *hex = arena_alloc(arena, SECRET_HEX);
    struct slice pieces[] = {{(const char *)people->key, SECRET_KEY},
                             SLICE("\nlookup\n"),
                             slice_of(kind),
                             SLICE("\n"),
                             text};

    secret_sha256_of(pieces, sizeof pieces / sizeof pieces[0], hash);
    text_hex(hash, sizeof hash, hex);
    return slice_of(hex);
}

struct slice people_seal(const struct people *people, struct arena *arena, struct slice text)
{
    struct buf *box = buf_new(256);

    secret_box(people->key, text, box);
    char *hex = arena_alloc(arena, 2 * box->len + 1);
    text_hex((const unsigned char *)box->bytes, box->len, hex);
    buf_unref(box);
    return slice_of(hex);
}

struct slice people_unseal(const struct people *people, struct arena *arena, struct slice hex)
{
    struct buf *plain = buf_new(256);
    unsigned char *box = arena_alloc(arena, hex.len / 2 + 1);
    struct slice text = SLICE_NONE;

    if (text_unhex(hex, box, hex.len / 2) &&
        secret_unbox(people->key, (struct slice){(const char *)box, hex.len / 2}, plain)) {
        text =
            (struct slice){arena_copy(arena, (struct slice){plain->bytes, plain->len}), plain->len};
    }
    buf_unref(plain);
    return text;
}

struct slice people_paper_key(struct arena *arena, struct slice digest_hex)
{
    return slice_of(arena_printf(arena, "paper:%.*s", SLICE_FMT(digest_hex)));
}

size_t people_paper_key_head(void)
{
    return sizeof "paper:" - 1;
}

struct slice people_paper(const struct people *people, struct arena *arena, struct slice bytes)
{
    struct buf *box = buf_new(bytes.len + SECRET_BOX_MORE);

    secret_box(people->key, bytes, box);
    struct slice kept = {arena_copy(arena, (struct slice){box->bytes, box->len}), box->len};
    buf_unref(box);
    return kept;
}

bool people_unpaper(const struct people *people, struct slice box, struct buf *out)
{
    return box.len > 0 && secret_unbox(people->key, box, out);
}

struct slice people_judge_key(struct arena *arena, struct slice id)
{
    return slice_of(arena_printf(arena, "judge:%.*s", SLICE_FMT(id)));
}

struct reading {
    const struct people *people;
    struct room *room;
    char epoch[17];
    void (*on_read)(void *owner, struct room *room);
    void *owner;
    size_t next; // the competitor to go on with; 0: there is no more
};

static void replace(char **text, struct slice with)
{
    free(*text);
    *text = with.len ? strndup(with.at, with.len) : NULL;
}

static void show_account(const struct record *record, struct slice id,
                         const struct entry_person *person)
{
    struct site_account *account = record->site ? site_account(record->site, id) : NULL;

    if (account) {
        replace(&account->name, person->name);
        replace(&account->login_name, person->second_name);
    }
}

static void show(const struct room *room, struct slice id, const struct entry_person *person)
{
    struct record *record = room->record;

    if (slice_starts(id, "judge:")) {
        struct record_judge *judge = record_judge(record, (struct slice){id.at + 6, id.len - 6});
        if (judge) {
            replace(&judge->name, person->name);
        }
        return;
    }
    if (slice_starts(id, "account:")) {
        show_account(record, (struct slice){id.at + 8, id.len - 8}, person);
        return;
    }
    struct record_competitor *competitor = enrol_find(record, id);
    if (competitor) {
        enrol_show(&competitor->shown, person);
        record->named++;
    }
}

static void open_box(const struct reading *reading, struct slice id, struct slice box)
{
    struct buf *plain = buf_new(256);
    struct arena *arena = arena_new();
    struct entry_person person;

    if (box.len > 0 && secret_unbox(reading->people->key, box, plain) &&
        entry_read_person(arena, (struct slice){plain->bytes, plain->len}, &person)) {
        show(reading->room, id, &person);
    }
    arena_free(arena);
    buf_unref(plain);
}

static void ask_for_competitors(const struct reading *like, size_t first);

static void on_boxes(void *owner, int error, size_t count, const struct slice *ids,
                     const struct slice *boxes)
{
    struct reading *reading = owner;

    reading->room->holders--;
    if (error < 0) {
        log_line(LOG_WARN, "people.read", "error=%d", error);
        reading->room->names_missing = true;
    } else if (strcmp(reading->epoch, reading->room->epoch) == 0) {
        for (size_t i = 0; i < count; i++) {
            open_box(reading, ids[i], boxes[i]);
        }
        reading->on_read(reading->owner, reading->room);
        if (reading->next > 0 && !reading->room->closing) {
            ask_for_competitors(reading, reading->next);
        }
    }
    free(reading);
}

static void ask(const struct reading *like, size_t count, const struct slice *ids)
{
    if (count == 0) {
        return;
    }
    struct reading *reading = malloc(sizeof *reading);
    must(reading);
    *reading = *like;
    like->room->holders++;
    journal_people(like->room->journal, count, ids, on_boxes, reading);
}

// One piece after the other: all at once, half a million names kept Redis and us busy for longer
// than a call may take.
static void ask_for_competitors(const struct reading *like, size_t first)
{
    const struct record *record = like->room->record;
    struct reading piece = *like;
    struct slice ids[CHUNK];
    size_t count = 0;

    for (; count < CHUNK && first + count < record->competitor_count; count++) {
        ids[count] = slice_of(record->competitors[first + count]->id);
    }
    piece.next = first + count < record->competitor_count ? first + count : 0;
    ask(&piece, count, ids);
}

static void ask_for_judges(const struct reading *like, size_t first)
{
    const struct record *record = like->room->record;
    struct arena *arena = arena_new();
    struct slice *ids = arena_alloc(arena, (record->judge_count + 1) * sizeof *ids);
    size_t count = 0;

    for (size_t i = first; i < record->judge_count; i++) {
        ids[count++] = people_judge_key(arena, slice_of(record->judges[i]->id));
    }
    ask(like, count, ids);
    arena_free(arena);
}

void people_read(const struct people *people, struct room *room, size_t first_competitor,
                 size_t first_judge, void (*on_read)(void *owner, struct room *room), void *owner)
{
    struct reading like = {.people = people, .room = room, .on_read = on_read, .owner = owner};

    memcpy(like.epoch, room->epoch, sizeof like.epoch);
    ask_for_competitors(&like, first_competitor);
    ask_for_judges(&like, first_judge);
}

void people_read_accounts(const struct people *people, struct room *room,
                          void (*on_read)(void *owner, struct room *room), void *owner)
{
    struct reading like = {.people = people, .room = room, .on_read = on_read, .owner = owner};
    struct arena *arena = arena_new();
    const struct site_account *account = NULL;
    struct slice ids[CHUNK];
    size_t count = 0;

    memcpy(like.epoch, room->epoch, sizeof like.epoch);
    for (size_t i = 0; (account = site_account_at(room->record->site, i)) != NULL; i++) {
        ids[count++] = people_account_key(arena, slice_of(account->id));
        if (count == CHUNK) {
            ask(&like, count, ids);
            count = 0;
        }
    }
    ask(&like, count, ids);
    arena_free(arena);
}

void people_token(const struct people *people, struct slice ask, struct slice judge, char out[53])
{
    static const char signs[] = "abcdefghijklmnopqrstuvwxyz234567";
    unsigned char hash[SECRET_HASH + 1] = {0};
    struct slice pieces[] = {
        {(const char *)people->key, SECRET_KEY}, SLICE("\ntoken\n"), ask, SLICE("\n"), judge};

    secret_sha256_of(pieces, sizeof pieces / sizeof pieces[0], hash);
    for (size_t i = 0; i < 52; i++) {
        size_t bit = i * 5;
        unsigned word = (unsigned)(hash[bit / 8] << 8 | hash[bit / 8 + 1]);
        out[i] = signs[word >> (11 - bit % 8) & 31U];
    }
    out[52] = 0;
}

void people_show(struct room *room, struct slice key, const struct entry_person *person)
{
    show(room, key, person);
}

struct correction {
    struct reading reading;
    char id[RECORD_ID_MAX];
    struct arena *arena;
    struct entry_person person;
    void (*on_done)(void *owner, const char *problem);
    void *owner;
};

static void on_corrected(void *owner, const struct journal_result *result)
{
    struct correction *correction = owner;
    bool good = result->outcome == JOURNAL_NEW;

    correction->reading.room->holders--;
    if (good && strcmp(correction->reading.epoch, correction->reading.room->epoch) == 0) {
        show(correction->reading.room, slice_of(correction->id), &correction->person);
    }
    correction->on_done(correction->owner, good ? NULL : "redis-unreachable");
    arena_free(correction->arena);
    free(correction);
}

static struct slice keep(struct arena *arena, struct slice text)
{
    return (struct slice){arena_copy(arena, text), text.len};
}

void people_correct(const struct people *people, struct room *room,
                    const struct people_correction *wish)
{
    struct correction *correction = calloc(1, sizeof *correction);

    must(correction && wish->id.len < sizeof correction->id);
    correction->reading = (struct reading){.people = people, .room = room};
    memcpy(correction->reading.epoch, room->epoch, sizeof room->epoch);
    memcpy(correction->id, wish->id.at, wish->id.len);
    correction->arena = arena_new();
    correction->person = (struct entry_person){keep(correction->arena, wish->person.name),
                                               keep(correction->arena, wish->person.second_name),
                                               keep(correction->arena, wish->person.delegation),
                                               keep(correction->arena, wish->person.id_number)};
    correction->on_done = wish->on_done;
    correction->owner = wish->owner;
    struct journal_person record = {wish->id, people_box(people, correction->arena, &wish->person)};
    struct journal_commit call = {.scope = SLICE("people"), .person_count = 1, .people = &record};
    room->holders++;
    journal_commit(room->journal, &call, on_corrected, correction);
}
