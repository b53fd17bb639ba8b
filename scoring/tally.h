// From a row's sheets to its totals: dropping, means, factors, weights, carry-over, rounding
// stages. A part that is not complete adds nothing (blank is not zero); the stage then says
// complete = false.
#pragma once

#include "scoring/contest.h"
#include "scoring/tally_field.h"

// Bytes that the arrays of a tally of this skill take together.
size_t tally_bytes(const struct rules *rules, uint32_t skill);

// Lays the arrays out in `memory` (tally_bytes bytes, aligned to 16).
void tally_init(const struct rules *rules, uint32_t skill, void *memory, struct tally *ret);

// Fills the tally from the row. V_OK or V_TOTAL_OVERFLOW (the tally is then not to be used).
// Sources: RULES.md section 6 points 5-13; ISU and FINA rounding steps as in EX-16 … EX-20.
// For a relative skill this gives what stands by itself; field_settle completes it.
enum verdict tally_row(const struct rules *rules, uint32_t skill, const struct row *row,
                       struct tally *tally);

// The same after marks of one part only (a sheet, a void, an acceptance): touches that part, its
// module and the stages above. `tally` must hold what the row came to before.
enum verdict tally_part(const struct rules *rules, uint32_t skill, const struct row *row,
                        uint32_t part, struct tally *tally);

// The steps, for scoring/field: parts of one stage with the field's help (NULL: without); then,
// once tally->parts has been set against the field, modules, own and total of that stage. Stages in
// order: a total takes the own figures of earlier stages. `trace` may be NULL.
struct trace;
enum verdict tally_stage_parts(const struct rules *rules, const struct row *row, uint32_t stage,
                               const struct tally_field *field, struct tally *tally,
                               struct trace *trace);
enum verdict tally_stage_up(const struct rules *rules, const struct row *row, uint32_t stage,
                            struct tally *tally, struct trace *trace);

// The figure that one seat gives for a part before normalisation (its sheet added up, or its only
// aspect). False when the seat has given none, or a code.
bool tally_seat_figure(const struct rules *rules, const struct row *row, uint32_t part,
                       uint32_t seat, struct ratio *ret);
// The same for all seats of the part; no value (ratio_is_value) where there is none.
void tally_seat_figures(const struct rules *rules, const struct row *row, uint32_t part,
                        struct ratio *ret);
// The part's figure with nobody dropped and nobody left out (RULES_TIE_UNTRIMMED).
bool tally_untrimmed(const struct rules *rules, const struct row *row, uint32_t part,
                     struct ratio *ret);
