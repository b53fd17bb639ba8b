#include "scoring/contest.h"

#include "scoring/row.h"
#include "scoring/span.h"

#include <string.h>

enum { ROW_ALIGN = 16, PROMOTION_BIT = 63 };

_Static_assert(FIELD_IN == 1 && FIELD_OUT == 2, "scoring/row.h knows them by number");

static bool is_grade(const struct rules_aspect *aspect, point_t value)
{
    return value >= aspect->min && value <= aspect->max &&
           ((uint64_t)value - (uint64_t)aspect->min) % (uint64_t)aspect->step == 0;
}

// ---- layout

// How many steps of a declared scale marks can use: no grade is kept that nobody can give.
static uint32_t scale_room(const struct rules *rules, const struct rules_part *part)
{
    uint64_t room = 0;

    if (!part->technical || (part->declares & RULES_DECLARES_SCALE) == 0) {
        return 0;
    }
    for (uint32_t i = 0; i < part->aspect_count; i++) {
        const struct rules_aspect *aspect = &rules->aspects[part->aspect_first + i];
        if (aspect->scaled) {
            room += (uint64_t)(aspect->max - aspect->min) / (uint64_t)aspect->step + 1;
        }
        if (room >= RULES_SCALE_MAX) {
            return RULES_SCALE_MAX;
        }
    }
    return (uint32_t)room;
}

static uint32_t marks_at(const struct rules *rules, const struct rules_part *part)
{
    return (part->technical ? ROW_DECLARED_CELLS : 0) + 2 * scale_room(rules, part);
}

// Cells of one seat. Aspects stand in the order of their cells.
static uint32_t seat_cells(const struct rules *rules, const struct rules_part *part)
{
    if (part->aspect_count == 0) {
        return 0;
    }
    const struct rules_aspect *last = &rules->aspects[part->aspect_first + part->aspect_count - 1];

    return last->cell + rules_cells(last);
}

static size_t mark_words(const struct rules *rules, const struct rules_part *part)
{
    return (size_t)part->seat_count * seat_cells(rules, part);
}

static size_t slot_words(const struct rules *rules, const struct rules_part *part)
{
    return sizeof(struct row_slot) / sizeof(point_t) + marks_at(rules, part) +
           mark_words(rules, part);
}

static size_t words_of(size_t bytes)
{
    return (bytes + sizeof(point_t) - 1) / sizeof(point_t);
}

// Where stages, adjustments and slots begin, in words.
struct layout {
    size_t stages, times, slots;
};

static struct layout lay_out(const struct rules *rules, uint32_t skill, const struct span *span)
{
    struct layout layout = {0};
    uint32_t adjustments = 0;

    (void)rules_adjustments_of(rules, skill, &adjustments);
    layout.stages = words_of(sizeof(struct row) + span->part_count * sizeof(uint32_t));
    layout.times = layout.stages + words_of(span->stage_count * sizeof(struct row_stage));
    layout.slots = layout.times + words_of(adjustments * sizeof(uint32_t));
    return layout;
}

size_t contest_row_bytes(const struct rules *rules, uint32_t skill)
{
    struct span span = span_of(rules, skill);
    size_t words = lay_out(rules, skill, &span).slots;

    for (uint32_t i = 0; i < span.part_count; i++) {
        words += slot_words(rules, &rules->parts[span.part_first + i]);
    }
    return (words * sizeof(point_t) + ROW_ALIGN - 1) / ROW_ALIGN * ROW_ALIGN;
}

static void clear_declaration(const struct rules_part *part, struct row_slot *slot)
{
    if (part->technical) {
        memset(slot->cells, 0, ROW_DECLARED_CELLS * sizeof(point_t));
        slot->cells[ROW_DIFFICULTY] = POINT_ONE;
        slot->cells[ROW_FACTOR] = POINT_ONE;
        slot->cells[ROW_DIVISOR] = POINT_ONE;
        slot->cells[ROW_TIME] = POINT_BLANK;
    }
    slot->steps = 0;
    slot->declared = false;
    slot->no_marks = false;
    slot->running = false;
}

static void init_slot(const struct rules *rules, const struct rules_part *part,
                      struct row_slot *slot)
{
    size_t marks = mark_words(rules, part);

    slot->marks_at = marks_at(rules, part);
    for (size_t i = 0; i < marks; i++) {
        slot->cells[slot->marks_at + i] = POINT_BLANK;
    }
    clear_declaration(part, slot);
}

void contest_row_init(const struct rules *rules, uint32_t skill, struct row *row)
{
    struct span span = span_of(rules, skill);
    struct layout layout = lay_out(rules, skill, &span);
    size_t at = layout.slots;

    memset(row, 0, contest_row_bytes(rules, skill));
    row->part_first = span.part_first;
    row->part_count = span.part_count;
    row->stage_first = span.stage_first;
    row->stage_count = span.stage_count;
    row->adjustment_first = rules_adjustments_of(rules, skill, &row->adjustment_count);
    row->stages_at = (uint32_t)layout.stages;
    row->times_at = (uint32_t)layout.times;
    for (uint32_t i = 0; i < span.part_count; i++) {
        const struct rules_part *part = &rules->parts[span.part_first + i];
        row->at[i] = (uint32_t)at;
        at += slot_words(rules, part);
        init_slot(rules, part, row_slot_of(row, span.part_first + i));
    }
}

// ---- applying sheets

static bool is_used(const struct rules *rules, const struct rules_part *part, point_t grade)
{
    for (uint32_t i = 0; i < part->aspect_count; i++) {
        const struct rules_aspect *aspect = &rules->aspects[part->aspect_first + i];
        if (aspect->scaled && is_grade(aspect, grade)) {
            return true;
        }
    }
    return false;
}

static void keep_scale(const struct rules *rules, const struct rules_part *part,
                       const struct declared *declared, struct row_slot *slot)
{
    point_t *to = &slot->cells[ROW_DECLARED_CELLS];

    for (uint32_t i = 0; i < declared->scale_count; i++) {
        if (is_used(rules, part, declared->scale[i].grade)) {
            *to++ = declared->scale[i].grade;
            *to++ = declared->scale[i].value;
            slot->steps++;
        }
    }
}

static void keep(const struct declared *declared, unsigned bit, point_t value, point_t *cell)
{
    if ((declared->has & bit) != 0) {
        *cell = value;
    }
}

static void apply_declared(const struct rules *rules, const struct rules_part *part,
                           const struct declared *declared, struct row_slot *slot)
{
    const unsigned clock = RULES_DECLARES_LOG | RULES_DECLARES_TIME;

    clear_declaration(part, slot);
    slot->declared = true;
    slot->no_marks = declared->no_marks;
    slot->running = (declared->has & RULES_DECLARES_LOG) != 0 && declared->running;
    keep(declared, RULES_DECLARES_BASE, declared->base, &slot->cells[ROW_BASE]);
    keep(declared, RULES_DECLARES_DIFFICULTY, declared->difficulty, &slot->cells[ROW_DIFFICULTY]);
    keep(declared, RULES_DECLARES_FACTOR, declared->factor, &slot->cells[ROW_FACTOR]);
    keep(declared, RULES_DECLARES_DEDUCTION, declared->deduction, &slot->cells[ROW_DEDUCTION]);
    keep(declared, RULES_DECLARES_DIVISOR, declared->divisor, &slot->cells[ROW_DIVISOR]);
    keep(declared, clock, declared->time, &slot->cells[ROW_TIME]);
    keep(declared, RULES_DECLARES_LOG, declared->added, &slot->cells[ROW_ADDED]);
    keep(declared, RULES_DECLARES_LOG, declared->warnings, &slot->cells[ROW_WARNINGS]);
    keep(declared, RULES_DECLARES_LOG, declared->offences, &slot->cells[ROW_OFFENCES]);
    if ((declared->has & RULES_DECLARES_SCALE) != 0) {
        keep_scale(rules, part, declared, slot);
    }
}

// The entry of one seat in a cell of the part.
static point_t *entry_of(const struct rules_part *part, struct row_slot *slot, uint32_t seat,
                         uint32_t cell)
{
    return &slot->cells[slot->marks_at + (size_t)cell * part->seat_count + seat];
}

static void clear_aspect(const struct rules_part *part, const struct rules_aspect *aspect,
                         uint32_t seat, struct row_slot *slot)
{
    for (uint32_t i = 0; i < rules_cells(aspect); i++) {
        *entry_of(part, slot, seat, aspect->cell + i) = POINT_BLANK;
    }
}

static void clear_seat(const struct rules *rules, const struct rules_part *part, uint32_t seat,
                       struct row_slot *slot)
{
    for (uint32_t i = 0; i < part->aspect_count; i++) {
        clear_aspect(part, &rules->aspects[part->aspect_first + i], seat, slot);
    }
}

// From the moment when all are in the cards lie open, whatever becomes of one of them: its judges
// have seen the others'.
static void turn_when_all_in(const struct rules_part *part, struct row_slot *slot)
{
    uint32_t panel = row_panel(part, slot);

    if (part->turn == RULES_TURN_ALL_IN && panel != 0 && (slot->in & panel) == panel) {
        slot->turned = true;
    }
}

void contest_apply(const struct rules *rules, uint32_t skill, struct row *row,
                   const struct sheet *sheet)
{
    (void)skill; // the row knows its own
    const struct rules_part *part = &rules->parts[sheet->part];
    struct row_slot *slot = row_slot_of(row, sheet->part);

    if (sheet->seat == part->seat_count) {
        apply_declared(rules, part, sheet->declared, slot);
        return;
    }
    if (!part->one_by_one) {
        clear_seat(rules, part, sheet->seat, slot);
    }
    for (uint32_t i = 0; i < sheet->mark_count && part->one_by_one; i++) {
        clear_aspect(part, &rules->aspects[sheet->marks[i].aspect], sheet->seat, slot);
    }
    for (uint32_t i = 0; i < sheet->mark_count; i++) {
        const struct mark *mark = &sheet->marks[i];
        uint32_t cell = rules->aspects[mark->aspect].cell + mark->cell;
        *entry_of(part, slot, sheet->seat, cell) = mark->value;
    }
    slot->in |= UINT32_C(1) << sheet->seat;
    turn_when_all_in(part, slot);
}

// ---- applying rulings

static void apply_void(const struct rules *rules, struct row *row, const struct ruling *ruling)
{
    const struct rules_part *part = &rules->parts[ruling->part];
    struct row_slot *slot = row_slot_of(row, ruling->part);

    if (ruling->seat == part->seat_count) {
        clear_declaration(part, slot);
        return;
    }
    clear_seat(rules, part, ruling->seat, slot);
    slot->in &= ~(UINT32_C(1) << ruling->seat);
    slot->turned = slot->turned && slot->in != 0; // with the last one the panel begins anew
}

static void apply_return(const struct rules *rules, struct row *row, const struct ruling *ruling)
{
    const struct rules_part *part = &rules->parts[ruling->part];
    struct row_slot *slot = row_slot_of(row, ruling->part);

    for (uint32_t seat = 0; seat < part->seat_count; seat++) {
        clear_seat(rules, part, seat, slot);
    }
    slot->in = 0;
    slot->accepted = false;
    slot->turned = false;
}

static uint64_t award_bit(uint32_t title)
{
    return UINT64_C(1) << (title == RULES_NONE ? PROMOTION_BIT : title);
}

static void apply_award(struct row *row, const struct ruling *ruling)
{
    uint64_t bit = award_bit(ruling->title);

    row->approved = ruling->on ? row->approved | bit : row->approved & ~bit;
    row->refused = ruling->on ? row->refused & ~bit : row->refused | bit;
}

static void apply_excuse(const struct rules *rules, struct row *row, const struct ruling *ruling)
{
    struct row_slot *slot = row_slot_of(row, ruling->part);
    uint32_t bit = UINT32_C(1) << ruling->seat;

    slot->excused = ruling->on ? slot->excused | bit : slot->excused & ~bit;
    turn_when_all_in(&rules->parts[ruling->part], slot);
}

static void apply_status(struct row *row, const struct ruling *ruling)
{
    if (ruling->stage == RULES_NONE) {
        row->status = ruling->status;
    } else {
        row_stage_of(row, ruling->stage)->status = (uint8_t)ruling->status;
    }
}

static void apply_draw(struct row *row, const struct ruling *ruling)
{
    struct row_stage *stage = row_stage_of(row, ruling->stage);

    stage->group = ruling->group;
    stage->number = ruling->number;
}

void contest_apply_ruling(const struct rules *rules, uint32_t skill, struct row *row,
                          const struct ruling *ruling)
{
    (void)skill;
    switch (ruling->kind) {
    case RULING_STATUS:
        apply_status(row, ruling);
        break;
    case RULING_ADJUST:
        row_times_of(row)[ruling->adjustment - row->adjustment_first] = ruling->times;
        break;
    case RULING_VOID:
        apply_void(rules, row, ruling);
        break;
    case RULING_EXCUSE:
        apply_excuse(rules, row, ruling);
        break;
    case RULING_ACCEPT:
        row_slot_of(row, ruling->part)->accepted = ruling->on;
        break;
    case RULING_ORDER:
        row_stage_of(row, ruling->stage)->order = ruling->number;
        break;
    case RULING_FIELD:
        row_stage_of(row, ruling->stage)->field = ruling->on ? FIELD_IN : FIELD_OUT;
        break;
    case RULING_DRAW:
        apply_draw(row, ruling);
        break;
    case RULING_AWARD:
        apply_award(row, ruling);
        break;
    case RULING_TURN:
        row_slot_of(row, ruling->part)->turned = true;
        break;
    case RULING_RETURN:
        apply_return(rules, row, ruling);
        break;
    }
}

// ---- asking

bool contest_has_sheet(const struct rules *rules, uint32_t skill, const struct row *row,
                       uint32_t part, uint32_t seat)
{
    (void)skill;
    const struct rules_part *of = &rules->parts[part];
    const struct row_slot *slot = row_slot(row, part);

    return seat < of->seat_count ? (slot->in >> seat & 1) != 0
                                 : seat == of->seat_count && slot->declared;
}

bool contest_is_turned(const struct rules *rules, const struct row *row, uint32_t part)
{
    return row_is_turned(&rules->parts[part], row_slot(row, part));
}

// NOLINTNEXTLINE(readability-function-size): one parameter more than the house has otherwise
bool contest_sheet(const struct rules *rules, uint32_t skill, const struct row *row, uint32_t part,
                   uint32_t seat, struct mark marks[RULES_CELLS_MAX], uint32_t *ret_count)
{
    const struct rules_part *of = &rules->parts[part];
    const struct row_slot *slot = row_slot(row, part);
    uint32_t count = 0;

    if (seat >= of->seat_count || !contest_has_sheet(rules, skill, row, part, seat)) {
        return false;
    }
    for (uint32_t i = of->aspect_first; i < of->aspect_first + of->aspect_count; i++) {
        const struct rules_aspect *aspect = &rules->aspects[i];
        for (uint32_t k = 0; k < rules_cells(aspect); k++) {
            size_t cell = aspect->cell + k;
            point_t value = slot->cells[slot->marks_at + cell * of->seat_count + seat];
            if (value != POINT_BLANK) {
                marks[count++] = (struct mark){i, value, k};
            }
        }
    }
    *ret_count = count;
    return true;
}

enum rules_status contest_status(const struct rules *rules, const struct row *row, uint32_t stage)
{
    return row_status(rules, row, stage);
}

enum field_state contest_field(const struct rules *rules, const struct row *row, uint32_t stage)
{
    (void)rules;
    return (enum field_state)row_stage(row, stage)->field;
}

uint32_t contest_times(const struct rules *rules, const struct row *row, uint32_t adjustment)
{
    (void)rules;
    return row_times(row)[adjustment - row->adjustment_first];
}

void contest_draw(const struct rules *rules, const struct row *row, uint32_t stage,
                  uint32_t *ret_group, uint32_t *ret_number)
{
    (void)rules;
    *ret_group = row_stage(row, stage)->group;
    *ret_number = row_stage(row, stage)->number;
}

int contest_approved(const struct rules *rules, const struct row *row, uint32_t title)
{
    (void)rules;
    uint64_t bit = award_bit(title);

    return ((row->approved & bit) != 0) - ((row->refused & bit) != 0);
}
