#include "scoring/tally_entry.h"

#include "scoring/reduce.h"
#include "scoring/worth.h"

enum kind { BLANK, CODE, VALUE };

// One seat's entries for one aspect, `stride` apart.
struct entry {
    const struct rules_aspect *aspect;
    const point_t *cells;
    size_t stride;
};

struct trace_line tally_entry_line(const struct tally_panel *panel, enum trace_kind kind,
                                   uint32_t aspect)
{
    uint32_t of_book = aspect == RULES_NONE ? RULES_NONE : panel->part->aspect_first + aspect;

    return (struct trace_line){.kind = kind,
                               .aspect = of_book,
                               .part = panel->index,
                               .module = panel->part->module,
                               .stage = panel->part->stage,
                               .seat = RULES_NONE,
                               .number = RULES_NONE};
}

bool tally_entry_by_aspect(const struct rules_part *part)
{
    return part->combine == RULES_PER_ASPECT && part->normalise.by == RULES_NORMALISE_NONE;
}

static struct entry entry_of(const struct tally_panel *panel, uint32_t aspect, uint32_t seat)
{
    const struct rules_aspect *of = &panel->aspects[aspect];
    size_t at = panel->slot->marks_at + (size_t)of->cell * panel->part->seat_count + seat;

    if (panel->over && seat == panel->over_seat) {
        return (struct entry){of, &panel->over[of->cell], 1};
    }
    return (struct entry){of, &panel->slot->cells[at], panel->part->seat_count};
}

// The seats whose sheets count, with the one that is laid over.
static uint32_t seats_of(const struct tally_panel *panel)
{
    uint32_t in = row_in(panel->slot);

    return panel->over ? in | UINT32_C(1) << panel->over_seat : in;
}

static enum kind kind_of(const struct entry *entry)
{
    uint32_t cells = entry->aspect->input == RULES_DEDUCTION ? rules_cells(entry->aspect) : 1;

    if (entry->cells[0] > POINT_BLANK && entry->cells[0] < POINT_CODE(RULES_STATUSES)) {
        return CODE;
    }
    for (uint32_t i = 0; i < cells; i++) {
        if (entry->cells[i * entry->stride] != POINT_BLANK) {
            return VALUE;
        }
    }
    return BLANK;
}

static bool look_up(const struct row_slot *slot, point_t grade, point_t *ret)
{
    const point_t *step = &slot->cells[ROW_DECLARED_CELLS];

    for (uint32_t i = 0; i < slot->steps; i++, step += 2) {
        if (step[0] == grade) {
            *ret = step[1];
            return true;
        }
    }
    return false;
}

static void trace_fault(const struct tally_panel *panel, struct trace_line line,
                        const struct rules_fault *fault, point_t quantity)
{
    line.kind = TRACE_FAULT;
    line.a = ratio_of_point(quantity);
    if (quantity > 0 && worth_fault(fault, quantity, &line.value, &line.n)) {
        trace_add(panel->trace, &line);
    }
}

static void trace_entry(const struct tally_panel *panel, uint32_t aspect, uint32_t seat,
                        const struct entry *entry)
{
    struct trace_line line = tally_entry_line(panel, TRACE_ENTRY, aspect);

    line.seat = seat;
    for (uint32_t i = 0; i < rules_cells(entry->aspect); i++) {
        point_t value = entry->cells[i * entry->stride];
        line.number = i;
        if (value == POINT_BLANK) {
            continue;
        }
        if (value < POINT_CODE(RULES_STATUSES)) {
            line.value = RATIO_CODE(value - POINT_BLANK);
            trace_add(panel->trace, &line);
        } else if (entry->aspect->input == RULES_DEDUCTION) {
            trace_fault(panel, line, &entry->aspect->faults[i], value);
        } else {
            line.value = ratio_of_point(value);
            trace_add(panel->trace, &line);
        }
    }
}

// What an entry is worth: on the declared scale, or by its input.
static bool worth(const struct tally_panel *panel, const struct entry *entry, struct ratio *ret)
{
    point_t value = 0;

    if (!entry->aspect->scaled) {
        return worth_of(entry->aspect, entry->cells, entry->stride, ret);
    }
    return look_up(panel->slot, entry->cells[0], &value) &&
           worth_weigh(entry->aspect, ratio_of_point(value), ret);
}

static bool take(const struct tally_panel *panel, uint32_t aspect, uint32_t seat, enum kind *ret,
                 struct ratio *ret_value)
{
    struct entry entry = entry_of(panel, aspect, seat);

    *ret = kind_of(&entry);
    if (panel->trace && *ret != BLANK) {
        trace_entry(panel, aspect, seat, &entry);
    }
    if (*ret != VALUE) {
        *ret_value = *ret == CODE ? RATIO_CODE(entry.cells[0] - POINT_BLANK) : RATIO_ZERO;
        return true;
    }
    if (!worth(panel, &entry, ret_value)) {
        return false;
    }
    if (panel->trace && (entry.aspect->scaled || !worth_is_plain(entry.aspect))) {
        struct trace_line line = tally_entry_line(panel, TRACE_WORTH, aspect);
        line.seat = seat;
        line.value = *ret_value;
        line.rounding = entry.aspect->rounding;
        trace_add(panel->trace, &line);
    }
    return true;
}

static void keep(struct tally_figures *figures, uint32_t seat, struct ratio value)
{
    figures->given++;
    if (!ratio_is_value(value)) {
        figures->code = value;
        return;
    }
    figures->seats[figures->count] = seat;
    figures->values[figures->count++] = value;
}

static void clear(struct tally_figures *figures)
{
    figures->count = 0;
    figures->given = 0;
    figures->code = RATIO_ZERO;
}

static struct ratio entered(const struct tally_panel *panel, uint32_t aspect, uint32_t seat)
{
    struct entry entry = entry_of(panel, aspect, seat);

    return entry.cells[0] < POINT_CODE(RULES_STATUSES) ? RATIO_ZERO
                                                       : ratio_of_point(entry.cells[0]);
}

bool tally_entry_aspect(const struct tally_panel *panel, uint32_t aspect, struct tally_figures *ret)
{
    clear(ret);
    for (uint32_t in = seats_of(panel), seat = 0; in != 0; in >>= 1, seat++) {
        enum kind kind = BLANK;
        struct ratio value;
        if ((in & 1) == 0) {
            continue;
        }
        if (!take(panel, aspect, seat, &kind, &value)) {
            return false;
        }
        if (kind != BLANK) {
            ret->entered[ret->count] = entered(panel, aspect, seat);
            keep(ret, seat, value);
        }
    }
    return true;
}

// ---- whole sheets

// What the seat's entries add up to; a code among them is the code of the sheet.
static bool add_up(const struct tally_panel *panel, uint32_t seat, struct ratio *ret)
{
    *ret = RATIO_ZERO;
    for (uint32_t i = 0; i < panel->part->aspect_count; i++) {
        enum kind kind = BLANK;
        struct ratio value;
        if (panel->aspects[i].aside) {
            continue;
        }
        if (!take(panel, i, seat, &kind, &value)) {
            return false;
        }
        if (kind == CODE) {
            *ret = value;
            return true;
        }
        if (kind == VALUE && !ratio_add(*ret, value, ret)) {
            return false;
        }
    }
    return ratio_round(*ret, panel->part->sheet, ret);
}

static bool normalise(const struct tally_panel *panel, uint32_t seat, struct ratio *value)
{
    const struct rules_normalise *how = &panel->part->normalise;
    struct trace_line line = tally_entry_line(panel, TRACE_NORMALISED, RULES_NONE);

    if (!panel->judges || how->by == RULES_NORMALISE_NONE || !ratio_is_value(*value)) {
        return true;
    }
    const struct tally_judge *judge = &panel->judges[seat];
    line.seat = seat;
    line.a = *value;
    line.b = judge->count > 0 ? judge->mean : RATIO_ZERO;
    if (how->by == RULES_RANKS) {
        *value = reduce_place(judge->figures, judge->count, *value, panel->lower);
    } else if (!reduce_normalise(how, *value, judge->mean, judge->variance, judge->sum, value)) {
        return false;
    }
    line.value = *value;
    line.rounding = how->rounding;
    trace_add(panel->trace, &line);
    return true;
}

// A sheet of plain marks, added up as whole numbers; a code ends it. False: there is more to it.
static bool add_points(const struct tally_panel *panel, uint32_t seat, struct ratio *ret)
{
    point_t sum = 0;

    for (uint32_t i = 0; i < panel->part->aspect_count; i++) {
        const struct rules_aspect *aspect = &panel->aspects[i];
        point_t mark = entry_of(panel, i, seat).cells[0];
        if (aspect->scaled || !worth_is_plain(aspect)) {
            return false;
        }
        if (mark == POINT_BLANK || aspect->aside) {
            continue;
        }
        if (mark < POINT_CODE(RULES_STATUSES)) {
            *ret = RATIO_CODE(mark - POINT_BLANK);
            return true;
        }
        if (__builtin_add_overflow(sum, mark, &sum)) {
            return false;
        }
    }
    return ratio_round(ratio_of_point(sum), panel->part->sheet, ret);
}

bool tally_entry_sheet(const struct tally_panel *panel, uint32_t seat, struct ratio *ret)
{
    struct ratio value;

    if (seat >= panel->part->seat_count || (seats_of(panel) >> seat & 1) == 0 ||
        !(add_points(panel, seat, &value) || add_up(panel, seat, &value)) ||
        !ratio_is_value(value)) {
        return false;
    }
    *ret = value;
    return true;
}

bool tally_entry_sheets(const struct tally_panel *panel, struct tally_figures *ret)
{
    clear(ret);
    for (uint32_t in = seats_of(panel), seat = 0; in != 0; in >>= 1, seat++) {
        struct ratio value;
        if ((in & 1) == 0) {
            continue;
        }
        if (!add_up(panel, seat, &value) || !normalise(panel, seat, &value)) {
            return false;
        }
        keep(ret, seat, value);
    }
    return true;
}
