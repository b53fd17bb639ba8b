// Recusal (回避): a judge does not mark these competitors. Where they are marked by name the panel
// shrinks at once; behind codes nobody may notice, so that the mark is given and stops counting
// when the codes are opened.
// A technical seat is recused by appointment. What it declares is measured and no opinion: nothing
// is struck, and what stands there counts. But who is recused writes nothing there any more; who
// else holds the seat does, or a clerk, so that there has to be another before he is recused.
// Behind codes he goes on, since a refusal would tell whose work it is. Part of live/muster.
#pragma once

#include "live/decide.h"
#include "live/muster_desk.h"

struct muster_recusal {
    char judge[RECORD_ID_MAX], competitor[RECORD_ID_MAX], why[RECORD_ID_MAX], by[RECORD_ID_MAX];
    bool lifted;
    uint64_t number;
    int64_t at;
};

// A person whom a judge has named himself while codes hide everybody: he is told the same whether
// there is such a competitor or not. What he said lies among the people, under the digest.
struct muster_declared {
    char judge[RECORD_ID_MAX], why[RECORD_ID_MAX], digest[2 * RECORD_HASH + 1];
    size_t meant; // competitors who may be meant, whether they were recused before or not
    uint64_t number;
    int64_t at;
};

// In the order of the journal; NULL after the last.
const struct muster_declared *muster_recuse_declared(const struct record *record, size_t index);
// Whether the judge has a seat on a panel of the skill.
bool muster_recuse_sits(const struct record *record, const struct record_judge *judge,
                        uint32_t skill);

// Whether the judge has any seat of the skill, the technical one included.
bool muster_recuse_holds(const struct record *record, const struct record_judge *judge,
                         uint32_t skill);
// Whether a recusal of the judge from somebody of the skill stands whom no codes hide.
bool muster_recuse_any(const struct record *record, const struct record_judge *judge,
                       uint32_t skill);
// Whether nobody else would be left for a technical seat that the judge holds, if he did not write
// for this competitor: none who holds it too and is not recused himself.
bool muster_recuse_empties(const struct record *record, const struct record_judge *judge,
                           const struct record_competitor *competitor);
// The same of any of these competitors. Whom codes hide he goes on with, so that this asks for
// nobody and tells nothing.
bool muster_recuse_empties_any(const struct record *record, struct slice judge, size_t count,
                               const struct slice *competitors);
// Whether the seat is a technical one and `by` is recused from this competitor: he is not to write
// its sheet.
bool muster_recuse_bars(const struct record *record, struct slice by,
                        const struct record_competitor *competitor, uint32_t part, uint32_t seat);

// In the order of the journal, the last of a judge and competitor counts; NULL after the last.
const struct muster_recusal *muster_recuse_at(const struct record *record, size_t index);

// As muster_refusal and muster_take.
const char *muster_recuse_refusal(const struct record *record, const struct entry_muster *act);
enum muster_effect muster_recuse_take(struct record *record, const struct entry_muster *act,
                                      const struct entry *entry, uint64_t number);
// What it comes to at once: rulings that excuse the judge's seats. False: nothing.
bool muster_recuse_decide(struct arena *arena, const struct record *record,
                          const struct entry_muster *act, struct decide *ret);
// Excuses in `after` the seats of all whom `record` says are recused from this competitor. False: a
// total does not fit exact arithmetic.
bool muster_recuse_apply(const struct record *record, struct record *after,
                         struct record_competitor *competitor);
