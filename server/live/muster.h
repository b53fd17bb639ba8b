// What has happened to competitors before they are marked, as the fold of the MUSTER entries: who
// is here, what was drawn. Kept by ids, so that a change of the rules leaves it alone. Pure: no
// clock, no I/O.
#pragma once

#include "live/muster_desk.h"

struct muster *muster_new(void);
struct muster *muster_free(struct muster *muster);

// NULL when this may be written now, else a problem's name. The fold asks the same.
const char *muster_refusal(const struct record *record, const struct entry_muster *act);
// Folds it in; muster_refusal has given NULL.
enum muster_effect muster_take(struct record *record, const struct entry_muster *act,
                               const struct entry *entry, uint64_t number);
