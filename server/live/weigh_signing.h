// What if, of sign-off: an act, a publication that needs locks, newcomers of a locked skill. For
// live/weigh.
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buf;
struct commit_wish;
struct decide;
struct entry_competitor;
struct record;

// NULL, and the entry's body is in *body (freed and made anew), which wish->body points to; else
// the problem's name, with its words in wish->said.
const char *weigh_signing_act(struct arena *arena, const struct record *record,
                              struct commit_wish *wish, struct buf **body);
// NULL, or "not-locked" with its words in wish->said.
const char *weigh_signing_publication(struct arena *arena, const struct record *record,
                                      struct commit_wish *wish);
// Of a sheet: "stage-locked"; "technical-recused"; "settles-own", where its two typings differ and
// the writer typed one of them; NULL.
const char *weigh_signing_sheet(const struct record *record, const struct commit_wish *wish);
// Is one of the newcomers of a skill with a locked stage?
bool weigh_signing_shuts(const struct record *record, const struct entry_competitor *rows,
                         size_t count);
// "stage-locked" where a recusal would strike or give back marks of a locked stage: what was signed
// is opened again with a reason first. NULL.
const char *weigh_signing_recusal(const struct record *record, const struct decide *decide);
