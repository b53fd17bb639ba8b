// One request at a counter: who asks, about which competition, in which language; and how to
// answer.
#pragma once

#include "base/list.h"
#include "base/slice.h"
#include "live/right.h"
#include "wire/problem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct cert;
struct commit_wish;
struct faults;
struct hall;
struct hub;
struct lettering;
struct page;
struct people;
struct quota;
struct record_judge;
struct site_pass;
struct record_competitor;
struct request;
struct room;
struct store;
struct tries;
struct vault;

struct api { // what the counters share; owned by cli/serve
    struct hall *hall;
    struct hub *hub;
    struct store *store;
    const struct people *people;
    const struct page *pages;
    const struct cert *cert;         // NULL: plain http
    char organiser_hash[65];         // SHA-256 of the organiser's token, hex
    char run[17];                    // of this run of the program, by chance
    struct list watches;             // open sockets
    struct vault *vault;             // passwords
    struct lettering *lettering;     // web fonts
    struct tries *names, *addresses; // who guesses
    struct quota *pairings;          // codes for screens, by address
    uint64_t session_ms, pairing_ms;
    uint64_t draft_ms, drafts_max, draft_bytes_max, desk_ms;
    uint64_t scan_bytes_max, font_people_max;
    uint64_t photo_bytes_max, photo_pixels_max, photos_max;
    bool test_routes;
    bool stopping;
    uint64_t request_ms; // a write is answered by then, if need be with "try again"
    uint64_t heartbeat_ms, poll_ms;
};

enum { VISIT_WORDS_MAX = 4 };

struct visit {
    struct api *api;
    struct request *request;
    enum problem_language language;
    struct slice words[VISIT_WORDS_MAX]; // what stands in the address, decoded
    struct room *room;                   // of words[0] where the route has a competition
    unsigned roles;                      // the bits of those whom the route lets in
    // Who asks, in this competition (at a counter of none: anywhere). Nothing for the public.
    size_t right_count;
    const struct right *rights;
    enum right_role role;         // the highest of them
    const struct site_pass *pass; // whose token was shown; NULL: none, the organiser's file or a
                                  // judge's token of the competition. Not to be held across a wait.
    bool token_shown, by_cookie;
    const char *header_line; // one more for a problem, with its end, or NULL
};

// Each answers the request; the visit is gone afterwards (it lives on the request's arena).
void visit_problem(struct visit *visit, const char *name, const char *word);
void visit_faults(struct visit *visit,
                  const struct faults *faults); // 422 or 400, by the first fault
void visit_problem_more(struct visit *visit, const char *name, const char *word,
                        const struct faults *faults, const char *more);
// `json` is taken over. `headers`: further lines or NULL.
void visit_json(struct visit *visit, int status, struct buf *json, const char *headers);
// The end of what Redis keeps beside the journals: 200 {}, or, when it did not answer (`error`),
// 503.
void visit_done(struct visit *visit, int error);
// `"12"` of If-Match without its quotes: the version that was seen; SLICE_NONE where there is none.
struct slice visit_seen(const struct visit *visit);
// What journal_people gave of a paper (people_paper_key): appended to `plain`, or false, and the
// request has been answered.
bool visit_paper(struct visit *visit, int error, size_t count, const struct slice *boxes,
                 struct buf *plain);
// Whether the client says (If-None-Match) that it holds what this tag, quotes and all, stands for.
bool visit_has(const struct visit *visit, const char *tag);
// The header line (with its CRLF, in the request's arena) by which a client tells how long a cache
// on the way has kept an answer: this run of the program and its clock, in ms, that nobody sets.
const char *visit_at(const struct visit *visit);
// The same as visit_json with a strong entity tag over the bytes, 304 when the client has them,
// caching for a second if public, and visit_at.
void visit_tagged(struct visit *visit, struct buf *json);

// ---- rights. The table in api/route.c says which roles a counter takes; what depends on a skill
// or a seat is asked here, where that is known.

#define VISIT_ANY_SKILL UINT32_MAX

// The first of the visitor's rights of these roles that covers the skill (an index, or
// VISIT_ANY_SKILL); NULL.
const struct right *visit_right(const struct visit *visit, unsigned roles, uint32_t skill);
// Whether the visitor has one; the public has RIGHT_PUBLIC. When not, answers 401 token-missing,
// 403 not-allowed or 403 not-your-skill itself.
bool visit_needs(struct visit *visit, unsigned roles, uint32_t skill);
// The same with the roles of the route.
bool visit_may(struct visit *visit, uint32_t skill);
// Whether the visitor follows the marking of the skill (the organiser, and who oversees it): he
// sees also what moves behind frozen boards.
bool visit_follows(const struct visit *visit, uint32_t skill);
// The right by which the visitor may write to a seat: of who sits there, of a clerk of the skill or
// of the organiser. NULL.
const struct right *visit_writes(const struct visit *visit, uint32_t part, uint32_t seat);
// … for one competitor: of several who hold a technical seat on this tablet, one who is not recused
// from him, where there is one.
const struct right *visit_writes_for(const struct visit *visit,
                                     const struct record_competitor *competitor, uint32_t part,
                                     uint32_t seat);
// … and read what stands there: those, and who oversees the skill.
const struct right *visit_reads(const struct visit *visit, uint32_t part, uint32_t seat);
// Whether the panel's card is closed to a visitor who may read the seat: until the cards are turned
// over a clerk has only what he typed himself.
bool visit_is_closed(const struct visit *visit, const struct record_competitor *competitor,
                     uint32_t part, uint32_t seat);

// The skill and stage, which the visitor may look at, that the query names (?skill=&stage=); the
// only skill and the last stage where it names none. False: the request has been answered.
bool visit_stage(struct visit *visit, uint32_t *ret_skill, uint32_t *ret_stage);

// A request's key in the one form that is kept: a UUIDv7 in lower case (RFC 9562, 4), or none.
struct slice visit_key(const struct visit *visit, struct slice sent);
// A wish on the request's arena, with the request's key, digest and writer (the visitor's highest
// right). NULL when the key is
// missing or malformed: the request has then been answered.
struct commit_wish *visit_wish(struct visit *visit, int kind);
// Appends the receipt of a journal number in this room.
void visit_receipt(const struct room *room, uint64_t number, struct buf *out);
// {"receipt":…} with 201, or 200 for a repeated request; or the refusal. The usual on_done of a
// wish whose owner is the visit.
void visit_settle(struct commit_wish *wish);
// 409 not-complete, with how many sheets of the skill are missing.
void visit_incomplete(struct visit *visit, uint32_t skill);
