#include "live/weigh_ceremony.h"

#include "base/arena.h"
#include "base/buf.h"
#include "live/people.h"
#include "live/record.h"
#include "live/wish.h"

#include <stdio.h>

// The digest of what the act takes the place of; "": nothing that lies among the people.
static const char *replaced(struct arena *arena, const struct record *record,
                            const struct entry_ceremony *act)
{
    const struct ceremony *ceremony = record->ceremony;

    if (!ceremony || (act->act != CEREMONY_NOTE && act->act != CEREMONY_PREPARE)) {
        return "";
    }
    if (act->act == CEREMONY_PREPARE) {
        return ceremony->words;
    }
    const struct ceremony_note *note = ceremony_note_of(ceremony, arena_copy(arena, act->id));
    return note ? note->words : "";
}

static void erase(const struct record *record, struct commit_wish *wish)
{
    struct ceremony_papers *papers = wish->papers;
    struct arena *arena = arena_new();
    const char *old = replaced(arena, record, wish->ceremony);

    wish->person_count = papers->own;
    if (old[0]) {
        struct slice key = people_paper_key(arena, slice_of(old));
        int len = snprintf(papers->erased, sizeof papers->erased, "%.*s", SLICE_FMT(key));
        papers->people[wish->person_count++] =
            (struct journal_person){{papers->erased, (size_t)len}, SLICE("")};
    }
    arena_free(arena);
}

const char *weigh_ceremony_act(const struct record *record, struct commit_wish *wish,
                               struct buf **body)
{
    const struct entry_ceremony *act = wish->ceremony;
    const char *refusal = ceremony_refusal(record, act);
    char hash[CEREMONY_HASH_TEXT];

    if (!refusal && wish->papers) {
        erase(record, wish);
    }
    if (refusal || act->act != CEREMONY_CLOSE) {
        return refusal;
    }
    struct buf *text = buf_new(1024);
    ceremony_list(record, text);
    struct slice list = {text->bytes, text->len};
    ceremony_hash(act->salt, list, hash);
    buf_unref(*body);
    *body = buf_new(2048);
    entry_ceremony_write_closed(act->salt, slice_of(hash), list, *body);
    buf_unref(text);
    wish->body = (struct slice){(*body)->bytes, (*body)->len};
    return NULL;
}
