// The draw of a skill (抽签): who competes in which batch and at which station, by hand or by a
// machine that commits to its seed first. Only those who are here are drawn. Part of live/muster.
#pragma once

#include "live/muster_desk.h"

struct arena;

struct muster_list {
    size_t count;
    char (*ids)[RECORD_ID_MAX];
};

struct muster_draw {
    // What the machine has committed to, and to which list; committed 0: nothing.
    uint64_t committed;
    int64_t committed_at;
    char commitment[2 * RECORD_HASH + 1]; // SHA-256 of the seed, hex
    char *sealed;                         // the seed, in a box of this site
    uint32_t stations;                    // of a batch
    struct muster_list list;              // in the order of their ids
    // What was drawn; drawn 0: nothing, or it is void since a new commitment.
    uint64_t drawn;
    int64_t drawn_at;
    char by[RECORD_ID_MAX];
    bool machine;
    char seed[2 * RECORD_HASH + 1];
    char *word, *reason; // reason: of drawing again
    uint32_t times;      // draws so far
    size_t batch_count;
    struct muster_list *batches; // each in the order of its stations
};

// NULL: nothing has been committed to or drawn.
const struct muster_draw *muster_draw_of(const struct record *record, uint32_t skill);
struct muster_draw *muster_draw_free(struct muster_draw *draw);

// Those of a skill who are here, in the order of their ids; on the arena.
size_t muster_draw_present(struct arena *arena, const struct record *record, uint32_t skill,
                           struct slice **ret);
void muster_draw_sort(size_t count, struct slice *ids); // in the order of their bytes
// Whether stations are behind codes, so that a draw says batches only, each in the order of its
// ids.
bool muster_draw_hides(const struct record *record, uint32_t skill);
struct muster_list muster_draw_keep(size_t count, const struct slice *ids);
void muster_draw_drop(struct muster_list *list);
// The batches that the open commitment, this seed and this word give; on the arena. Sets the act's
// batches.
void muster_draw_work_out(struct arena *arena, const struct muster_draw *draw,
                          const unsigned char seed[32], struct slice word, bool hides,
                          struct entry_muster *act);

// What is wrong with batches drawn by hand, and who it is about; NULL: nothing.
const char *muster_draw_fault(const struct record *record, uint32_t skill,
                              const struct entry_muster *act, struct slice *ret_who);

// As muster_refusal and muster_take.
const char *muster_draw_refusal(const struct record *record, const struct entry_muster *act);
void muster_draw_take(struct record *record, const struct entry_muster *act,
                      const struct entry *entry, uint64_t number);
