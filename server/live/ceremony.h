// The award ceremony, as the fold of the journal: the run sheet, who is absent, the closed list
// with its salted hash, and the step on the stage. Recipients come from published results alone.
// DESIGN 3.16.
#pragma once

#include "live/ceremony_steps.h"
#include "live/facts.h"

struct arena;
struct buf;
struct entry;

enum { CEREMONY_HASH_TEXT = 65 };

struct ceremony_note {
    char id[RECORD_ID_MAX];
    bool absent;
    char *by;                       // NULL: he comes himself, or who collects it is not read yet
    char words[CEREMONY_HASH_TEXT]; // its digest, where it lies among the people; or ""
};

struct ceremony {
    uint64_t number; // of the run sheet's entry
    size_t plan_len;
    char *plan;                     // its body
    char words[CEREMONY_HASH_TEXT]; // digest of its texts (wire/entry_ceremony_words), or ""
    char *said;                     // they; NULL: not read yet (live/ceremony_words)
    size_t note_count;
    struct ceremony_note *notes;
    bool rehearsing, paused;
    bool whole;    // an older run sheet: who shares a place stands together, however many
    uint32_t step; // on the stage; 0: blank
    uint32_t stood_room, stood_count;
    bool *stood;     // by step: it was on the stage since the list was closed (ceremony_stood)
    uint64_t opened; // journal number; 0: the list is not closed
    int64_t opened_at, ended_at;
    char salt[CEREMONY_HASH_TEXT], hash[CEREMONY_HASH_TEXT];
    char *list;
};

struct ceremony_view { // on the arena
    size_t item_count, step_count;
    const struct ceremony_item *items;
    const struct ceremony_step *steps;
};

// NULL, or a problem's name. Whether the hall has seen names is asked when it is weighed
// (ceremony_seen), not when it is folded.
const char *ceremony_refusal(const struct record *record, const struct entry_ceremony *act);
// Folds an entry in. False: it is not possible, or a CLOSE's list is not what the record gives.
bool ceremony_fold(struct record *record, struct arena *arena, const struct entry *entry,
                   uint64_t number);
void ceremony_free(struct record *record);

// Was the step (1 …) on the stage since the list was closed? One that was passed over was not.
bool ceremony_stood(const struct ceremony *ceremony, uint32_t step);
// The run sheet with all its steps, as it stands or as it was closed. There is one.
void ceremony_look(struct arena *arena, const struct record *record, struct ceremony_view *ret);
// The list that is closed: "item TAB skill TAB honour TAB place TAB id LF" a line, the best of an
// item first.
void ceremony_list(const struct record *record, struct buf *out);
// SHA-256, hex, of the salt's text, a line feed and the list.
void ceremony_hash(struct slice salt, struct slice list, char out[CEREMONY_HASH_TEXT]);
bool ceremony_is_on(const struct ceremony *ceremony); // something can be on the stage
const struct ceremony_note *ceremony_note_of(const struct ceremony *ceremony, const char *id);
