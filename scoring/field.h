// All competitors of a skill against each other: normalisation over a judge's marks, Skating
// System, comparison with the best, points by place, matches, tolerance; and whom a cut lets
// through.
#pragma once

#include "scoring/field_entry.h"

// Bytes of scratch memory, aligned to 16, for so many entries.
size_t field_bytes(const struct rules *rules, uint32_t skill, size_t count);
// For a relative skill: works out everything of all entries from their rows (their tallies need
// hold nothing before), up to stages[].order. Deterministic: the order of `entries` does not
// matter.
enum verdict field_settle(const struct rules *rules, uint32_t skill, struct field_entry *entries,
                          size_t count, const struct bout *bouts, uint32_t bout_count,
                          void *scratch);
// The same trace for one entry that tally gives for independent skills: recomputed, with the field.
struct trace;
enum verdict field_explain(const struct rules *rules, uint32_t skill, struct field_entry *entries,
                           size_t count, const struct bout *bouts, uint32_t bout_count,
                           void *scratch, size_t which, struct trace *trace);

// Whom the cut of `stage` lets through: lines of the stage it cuts from, ordered by rank_order.
// passes[i] for lines[i]. `base`: entrants for a percentage, [0] all of them, [n] of group n. Where
// groups compete apart each is cut for itself. Returns how many go on. Ties at the
// cut as the rule says (RULES.md section 4, diving: all tied for 18th go on); so with those of one
// delegation at the end of its `per_team`, and whom that keeps out makes room for the next. 0 when
// fewer than `least`.
size_t field_cut(const struct rules *rules, uint32_t stage, const struct rank_line *lines,
                 size_t count, const size_t *base, bool *passes);
// Is the competitor an entrant for percentages and minimums (started, and his status counts)?
bool field_in_base(const struct rules *rules, uint32_t stage, const struct tally *tally);

// The final standing over all stages: those of the last stage first, then those who went out in the
// stage before, and so on (RULES.md: 13th to 18th of a semifinal). lines[i].stage is where he went
// out. Entries that started nothing stand last without a place.
struct field_overall {
    uint32_t who;
    uint32_t stage;
    uint32_t place; // 0: none
    bool half, shared;
    uint32_t group, group_place; // his group, and the place among its own, likewise
    bool group_half, group_shared;
};

void field_rank_overall(const struct rules *rules, uint32_t skill,
                        const struct field_entry *entries, size_t count, struct rank_line *scratch,
                        struct field_overall *ret);
