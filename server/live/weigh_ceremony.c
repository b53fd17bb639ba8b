#include "live/weigh_ceremony.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "live/ceremony_seen.h"
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

// Names of the run sheet's skills that the hall has seen already, in `said`. False: of none.
static bool say_seen(const struct record *record, struct commit_wish *wish)
{
    struct arena *arena = arena_new();
    const bool *are = ceremony_seen_of(arena, record);
    bool seen = false;

    wish->said = buf_unref(wish->said);
    wish->said = buf_new(256);
    for (uint32_t i = 0; i < record->rules->skill_count; i++) {
        const struct rules_name *name = &record->rules->skills[i].name;
        if (are[i]) {
            bool english = wish->language == PROBLEM_EN && name->en;
            text_printf(wish->said, "%s%s", seen ? english ? ", " : "、" : "",
                        english ? name->en : name->zh);
            seen = true;
        }
    }
    arena_free(arena);
    return seen;
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
    if (!act->reason.at && say_seen(record, wish)) {
        return "ceremony-seen";
    }
    struct buf *text = buf_new(1024);
    ceremony_list(record, text);
    struct slice list = {text->bytes, text->len};
    ceremony_hash(act->salt, list, hash);
    buf_unref(*body);
    *body = buf_new(2048);
    entry_ceremony_write_closed(act->salt, slice_of(hash), list, act->reason, *body);
    buf_unref(text);
    wish->body = (struct slice){(*body)->bytes, (*body)->len};
    return NULL;
}
