// A competition in play: who takes part, every mark that counts, and each competitor's totals.
// One block of memory per skill, sized from the rules; nothing is allocated while marks come in.
// The unit is the row: one competitor with all sheets of his skill. A row can be copied, so that
// the caller may ask "what if this sheet counted" without touching the state (the commit does just
// that).
#pragma once

#include "scoring/rules.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What stands in a cell instead of a figure.
#define POINT_BLANK      INT64_MIN            // nothing was entered
#define POINT_CODE(code) (INT64_MIN + (code)) // a code (rules_status) instead of a value

struct mark {
    uint32_t aspect; // index in the competition
    point_t value;   // or POINT_CODE; of a deduction aspect: the quantity of the fault
    uint32_t cell; // 0; of a deduction aspect the fault's number, of a target 0 achieved, 1 target
};

struct scale_step {
    point_t grade, value;
};

// What a technical seat says of one performance. `has` are RULES_DECLARES_… bits.
struct declared {
    unsigned has;
    bool no_marks;
    point_t base, difficulty, factor, deduction, divisor;
    point_t time, added; // net seconds, and seconds added to the limit (scoring/station)
    uint32_t warnings, offences;
    bool running; // the log has no end yet: the part is not complete
    uint32_t scale_count;
    struct scale_step scale[RULES_SCALE_MAX];
};

// One sheet as a judge sends it: seat x competitor x part. The arrays belong to the caller.
struct sheet {
    uint32_t part;
    uint32_t seat; // 0 … seat_count-1: marks; seat_count: a declaration
    uint32_t mark_count;
    const struct mark *marks;
    const struct declared *declared;
};

// The engine's answer to a sheet; the wire turns each into a problem with its own type and words.
enum verdict {
    V_OK,
    V_MARK_OUT_OF_RANGE,
    V_MARK_OFF_STEP,
    V_ASPECT_UNKNOWN, // of another part
    V_ASPECT_TWICE,
    V_ASPECT_MISSING,     // a sheet carries a mark for every aspect of its part: blank is not zero
    V_MARKS_NOT_EXPECTED, // marks from a technical seat, or "no marks expected" was declared
    V_DECLARED_NOT_HERE,  // declared by a judge's seat, or a value that this part does not declare
    V_DECLARED_MISSING,   // the part asks for a value that the declaration lacks
    V_SCALE_INCOMPLETE,   // a grade between min and max has no value in the declared scale
    V_SKILL_DIFFERS,      // the competitor does not take part in this part's skill
    V_TOTAL_OVERFLOW,     // the totals would not fit exact arithmetic
    V_JUDGES_APART,       // the panel is further apart than the rule allows (RULES_REFUSE)
    V_SEAT_EXCUSED,       // the seat does not mark this competitor (recusal)
    V_NOT_IN_FIELD,       // the competitor did not qualify for this stage
    V_STATUS_CLOSED,      // the competitor's status leaves nothing to mark in this stage
    V_CUTOFF_MISSED,      // no further attempts after the cut-off
    V_RULING_UNKNOWN,     // a ruling about something that the rules do not have
    V_RULING_IDLE,        // a ruling that would change nothing
    V_RULING_TWICE,       // a competitor twice in one ruling
    V_BOUT_UNKNOWN,       // no such match, or its sides are not known yet
    V_BOUT_ENDS,          // ends that do not make a result: too many, none, or a draw not allowed
    V_LOG_ORDER           // events of a station log that cannot follow each other
};

// `item` is the index of the mark or scale step that the verdict is about, or of the missing
// aspect; for a declared value its RULES_DECLARES_ bit. A grade without a step has the item
// scale_count. A declared value outside of its limits (rules_base.h) is V_MARK_OUT_OF_RANGE, a
// multiplier finer than it may be V_MARK_OFF_STEP; two steps for one grade are V_SCALE_INCOMPLETE.
// With "no marks" only base and deduction must be declared.
struct fault {
    enum verdict verdict;
    uint32_t item;
};

struct row; // one competitor's sheets; opaque, fixed size within a skill, may be copied as bytes

// What the organiser or the chief judge decides about one competitor. Each replaces what was said
// before of the same thing, so that nothing has to be taken back in order.
enum ruling_kind {
    RULING_STATUS, // of a stage, or with RULES_NONE of the whole skill; RUNNING lifts it
    RULING_ADJUST, // so many times this adjustment; 0 lifts it
    RULING_VOID,   // the sheet of a seat does not count; the seat may send another
    RULING_EXCUSE, // the seat does not mark this competitor: the panel shrinks; on = false lifts it
    RULING_ACCEPT, // judges who are apart are accepted as they are
    RULING_ORDER,  // tie step RULING: a smaller number stands before; 0 lifts it
    RULING_FIELD,  // in the field of a stage or not
    RULING_DRAW,   // group and number in the draw of a stage with matches or heats, both from 1; 0
                   // lifts it
    RULING_AWARD,  // a title (or promotion) is approved or refused
    RULING_TURN,   // the panel's cards are turned over; nothing turns them back but RETURN
    RULING_RETURN  // the panel marks this competitor anew: its sheets do not count, each seat may
                   // send another; what was accepted or turned before is forgotten
};

struct ruling {
    enum ruling_kind kind;
    uint32_t stage;      // index in the competition, RULES_NONE: the skill
    uint32_t part, seat; // VOID, EXCUSE; ACCEPT, TURN, RETURN (part only)
    enum rules_status status;
    uint32_t adjustment, times; // ADJUST
    uint32_t number, group;     // ORDER, DRAW
    uint32_t title;             // AWARD: in the skill; RULES_NONE: his promotion
    bool on;                    // EXCUSE, ACCEPT, FIELD, AWARD
};

// What a row comes to, for one stage. `complete`: every sheet that the rules await is there.
// `modules` and `parts` point into the tally's own arrays below.
enum field_state { FIELD_OPEN, FIELD_IN, FIELD_OUT }; // OPEN: no cut, or no ruling yet

struct stage_result {
    struct ratio own, total; // may be codes
    bool complete;           // own and carried stages; never while no sheet at all is expected
    bool started;            // at least one sheet of the own stage has come, counted or not
    bool hidden;             // one has come whose panel has not turned its cards over: it is not in
                             // started and done
    uint32_t done, expected; // sheets of the own stage, as contest_expects_sheet has it
    enum rules_status status;
    enum field_state field;
    bool held;       // a part waits for a ruling, or judges have to agree
    bool flagged;    // judges are further apart than the rule likes
    uint32_t ruling; // RULING_ORDER, 0: none
    // Filled by field_settle for relative skills, else 0:
    uint32_t order;          // 1 is the best; equal where a place is shared
    uint32_t wins, losses;   // of matches
    int32_t net;             // ends won minus ends lost
    int64_t scored, against; // scores of all ends of the matches
    struct ratio sonneborn;  // den 0: none
    uint32_t tie_step;       // what set him apart from the next before him, as in a rank_line
    bool own_complete;       // `complete` without the carried stages
};

// What was worked out for one part beside its value.
struct part_result {
    struct ratio figure; // the judges' figure, or the net time
    struct ratio before; // the value before the field was looked at (against, majority)
    point_t time;        // net seconds; POINT_BLANK: none
    bool held, flagged, vetoed;
    enum rules_veto veto;   // the widest that a failed aspect asks for
    struct ratio untrimmed; // tally_untrimmed, where a tie step of the skill asks for it; else 0
    bool counts; // the part is expected of this competitor: declared, in the field, not cut off
    enum rules_status code; // that counts as the part's value; RUNNING: none
};

// All figures of one row. The caller gives the arrays: tally_init says how large they must be.
struct tally {
    struct stage_result *stages; // by the skill's stage number (0 …)
    struct ratio *modules;       // by module index - first module of the skill; RATIO_CODE of
                                 // RULES_RUNNING: no value, the cut-off was missed
    struct ratio *parts;         // by part index - first part of the skill
    bool *part_complete;         // likewise
    struct part_result *results; // likewise
    uint32_t firsts_count;       // of the skill's modules, as `modules`
    uint32_t *firsts;            // RULES_TIE_FIRSTS, by field_settle
    struct ratio *asides;        // RULES_TIE_ASPECT, by tie step of the skill
    struct ratio *sums;          // of modules before the weight, as `modules`: pass marks
    uint32_t stage_count, module_count, part_count;
    uint32_t module_first, part_first;
};

// Bytes of a row of this skill.
size_t contest_row_bytes(const struct rules *rules, uint32_t skill);

// Makes a fresh row in `row_bytes` bytes of zero-initialised or any memory, aligned to 16.
void contest_row_init(const struct rules *rules, uint32_t skill, struct row *row);

// Is this sheet well-formed for a competitor of `skill`, given what the row already holds?
// V_OK or the first fault. Pure: nothing changes. Marks may come before the declaration of their
// part.
struct fault contest_check(const struct rules *rules, uint32_t skill, const struct row *row,
                           const struct sheet *sheet);

// Puts a checked sheet into the row (with one_by_one: adds its marks to what the seat has given);
// an earlier one of the same seat and part is replaced whole.
void contest_apply(const struct rules *rules, uint32_t skill, struct row *row,
                   const struct sheet *sheet);

// Whether the panel's cards for the part are on the table (always where the part has no turn).
bool contest_is_turned(const struct rules *rules, const struct row *row, uint32_t part);

// The marks that a seat has given for a part, as last applied. False when there is no sheet.
bool contest_sheet(const struct rules *rules, uint32_t skill, const struct row *row, uint32_t part,
                   uint32_t seat, struct mark marks[RULES_CELLS_MAX], uint32_t *ret_count);

// Whether the seat's sheet for the part is there.
bool contest_has_sheet(const struct rules *rules, uint32_t skill, const struct row *row,
                       uint32_t part, uint32_t seat);

// Whether the sheet is awaited or there (false: part not declared, or no marks expected).
// A declaration that the part may but need not have is expected only once it is there.
bool contest_expects_sheet(const struct rules *rules, uint32_t skill, const struct row *row,
                           uint32_t part, uint32_t seat);

// Is this ruling possible for a competitor of `skill`? V_OK or the fault; pure.
struct fault contest_check_ruling(const struct rules *rules, uint32_t skill, const struct row *row,
                                  const struct ruling *ruling);
void contest_apply_ruling(const struct rules *rules, uint32_t skill, struct row *row,
                          const struct ruling *ruling);

// What rulings have said of a row.
enum rules_status contest_status(const struct rules *rules, const struct row *row, uint32_t stage);
enum field_state contest_field(const struct rules *rules, const struct row *row, uint32_t stage);
uint32_t contest_times(const struct rules *rules, const struct row *row, uint32_t adjustment);
// Group and number of the draw; 0: not drawn.
void contest_draw(const struct rules *rules, const struct row *row, uint32_t stage,
                  uint32_t *ret_group, uint32_t *ret_number);
// -1 refused, 0 nothing said, 1 approved. `title` RULES_NONE: the promotion.
int contest_approved(const struct rules *rules, const struct row *row, uint32_t title);
// All that rulings have said of a row that is not as in a fresh one, as rulings that would say it
// again; of VOID nothing is left. Writes up to `room` of them and returns how many there are.
uint32_t contest_said(const struct row *row, struct ruling *ret, uint32_t room);
