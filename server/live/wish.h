// One request to change a competition: what is wished, and in the end what became of it. See
// live/commit.
#pragma once

#include "base/list.h"
#include "base/slice.h"
#include "scoring/contest.h"
#include "wire/problem.h"

#include <stdbool.h>
#include <stdint.h>

struct ask_bulk;
struct ask_rules;
struct ask_ruling;
struct entry_ceremony;
struct entry_freeze;
struct entry_panel;
struct ceremony_papers;
struct faults;
struct buf;
struct entry_muster;
struct journal_person;
struct record_competitor;

struct commit_wish {
    // What is wished. All memory is the caller's and stays until on_done.
    int kind;            // enum entry_kind
    struct slice ask;    // the request's key; empty only for the node's own entries
    struct slice digest; // of the whole request, hex
    struct slice by;
    struct slice
        body; // the entry's body (PUBLICATION, SIGNING, RULES: written here, at the commit)
    struct slice sent_body;               // RULES: the request's
    struct record_competitor *competitor; // SHEET
    struct slice called;                  // SHEET: his id or that of his work, as it was sent
    uint32_t part, seat;
    const struct sheet *sheet;
    struct slice signer, signature; // SHEET: of the tablet that sealed it (wire/signature)
    struct slice confirmed;         // SHEET: whose PINs were right, as entry.confirmed
    struct slice if_match; // journal number as text, RULES: an id; at == NULL: no precondition
    uint32_t skill;        // PUBLICATION, SIGNING, BULK (of its part)
    const struct ask_ruling *ruling;       // RULING: as decide_read gave it (live/decide)
    const struct ask_bulk *bulk;           // BULK: as ask_bulk_read gave it
    const struct entry_muster *muster;     // MUSTER
    const struct entry_panel *panel;       // PANEL: as entry_panel_read gave it
    struct faults *faults;                 // PANEL: for places where its marks are wrong
    const struct entry_ceremony *ceremony; // CEREMONY: as entry_ceremony_ask gave it, with a salt
    struct ceremony_papers
        *papers; // CEREMONY: what of the people goes with it (live/weigh_ceremony)
    const struct entry_freeze *freeze;   // FREEZE: as entry_freeze_ask gave it
    const struct entry_signing *signing; // SIGNING: as entry_signing_ask gave it
    const struct ask_rules *rules;       // RULES: as ask_rules_read gave it
    enum problem_language language;      // PUBLICATION, SIGNING, RULES: of what is said in `said`
    struct slice competition;            // ANNOUNCED
    size_t person_count;
    const struct journal_person *people;
    uint64_t deadline_ms; // clock_ms() after which the answer is "try again"
    // Once, possibly before commit_add returns.
    void (*on_done)(struct commit_wish *wish);
    void *owner;

    // The answer.
    const char *refusal; // NULL: it is in the journal at `number`; else a problem's name
    struct fault fault;  // of an engine's refusal ("refused-by-the-rules")
    size_t row; // RULING: whom of ruling->who, BULK: which row the refusal is about; also with
                // "unknown-competitor" (for ask_ruling_fault, ask_bulk_fault, ask_bulk_who_fault)
    struct buf *said; // PUBLICATION, SIGNING: why a gate is closed; RULES: what is lost
                      // (reform_report_lost) or the report; the wish's own
    uint64_t number;
    bool again;   // the journal had it before this request
    bool created; // SHEET: the first for its address

    // commit's own.
    struct list link;
    bool sent;
};
