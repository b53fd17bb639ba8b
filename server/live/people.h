// Names, kept apart from the journal: each person's record is a sealed box in Redis, opened with
// this site's key. DESIGN 3.10. Without the key or the box a competitor simply has no name; marks
// and ranks do not need one.
#pragma once

#include "base/slice.h"
#include "live/record.h"
#include "wire/entry_people.h"

#include <stddef.h>

struct arena;
struct buf;
struct people;
struct room;

// Reads DIR/people.key, or makes it (0600). NULL and a sentence when neither can be done.
struct people *people_new(const char *data_dir, struct buf *problem);
struct people *people_free(struct people *people);

// The box for a person; lives on the arena.
struct slice people_box(const struct people *people, struct arena *arena,
                        const struct entry_person *person);
// The salted digest (HMAC-like, with the site's key) of the identity fields, hex, for the journal.
// On the arena.
struct slice people_digest(const struct people *people, struct arena *arena, struct slice id,
                           const struct entry_person *person);

// Reads the names of competitors and judges from these indexes on, and calls on_read when they are
// in the record.
void people_read(const struct people *people, struct room *room, size_t first_competitor,
                 size_t first_judge, void (*on_read)(void *owner, struct room *room), void *owner);
// The same for the accounts of the site's room.
void people_read_accounts(const struct people *people, struct room *room,
                          void (*on_read)(void *owner, struct room *room), void *owner);
// Shows a name that this node has just sent on its way, without waiting for the store to say it
// back.
void people_show(struct room *room, struct slice key, const struct entry_person *person);
// A judge's key among the people: "judge:" id.
struct slice people_judge_key(struct arena *arena, struct slice id);

// An account's key: "account:" id. Its name and, as second name, its login name are in the box.
struct slice people_account_key(struct arena *arena, struct slice id);
// What a login name or a printed code is looked up by: a hash keyed with the site's key, hex, on
// the arena. `kind` keeps them apart ("login", "card").
struct slice people_lookup(const struct people *people, struct arena *arena, const char *kind,
                           struct slice text);
// A text sealed with the site's key, as hex on the arena; and back: SLICE_NONE when it was not
// sealed with this key or has been changed.
struct slice people_seal(const struct people *people, struct arena *arena, struct slice text);
struct slice people_unseal(const struct people *people, struct arena *arena, struct slice hex);

// A drawing or a scan: bytes sealed with the site's key, kept among the people under the digest of
// what it is. On the arena; and back: appends to `out`, false when it was changed.
struct slice people_paper_key(struct arena *arena, struct slice digest_hex);
size_t people_paper_key_head(void); // bytes before the digest
struct slice people_paper(const struct people *people, struct arena *arena, struct slice bytes);
bool people_unpaper(const struct people *people, struct slice box, struct buf *out);

// A judge's token, made from the request's key with the site's key, so that a request whose answer
// was lost can be sent again and gives the same token. 52 signs of base32 and a NUL.
void people_token(const struct people *people, struct slice ask, struct slice judge, char out[53]);

struct people_correction {
    struct slice id;
    struct entry_person person;
    void (*on_done)(void *owner, const char *problem); // NULL, or a problem's name
    void *owner;
};

// Replaces a person's record. Nothing of it is in the journal.
void people_correct(const struct people *people, struct room *room,
                    const struct people_correction *wish);
