#include "scoring/contest.h"

#include "scoring/row.h"
#include "scoring/span.h"

#include <string.h>

enum { ROW_ALIGN = 16 };

static bool is_grade(const struct rules_aspect *aspect, point_t value)
{
    return value >= aspect->min && value <= aspect->max &&
           ((uint64_t)value - (uint64_t)aspect->min) % (uint64_t)aspect->step == 0;
}

static bool is_of_part(const struct rules_part *part, uint32_t aspect)
{
    return aspect >= part->aspect_first && aspect - part->aspect_first < part->aspect_count;
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

static size_t slot_words(const struct rules *rules, const struct rules_part *part)
{
    return sizeof(struct row_slot) / sizeof(point_t) + marks_at(rules, part) +
           (size_t)part->seat_count * part->aspect_count;
}

static size_t head_words(uint32_t part_count)
{
    size_t bytes = sizeof(struct row) + part_count * sizeof(uint32_t);

    return (bytes + sizeof(point_t) - 1) / sizeof(point_t);
}

size_t contest_row_bytes(const struct rules *rules, uint32_t skill)
{
    struct span span = span_of(rules, skill);
    size_t words = head_words(span.part_count);

    for (uint32_t i = 0; i < span.part_count; i++) {
        words += slot_words(rules, &rules->parts[span.part_first + i]);
    }
    return (words * sizeof(point_t) + ROW_ALIGN - 1) / ROW_ALIGN * ROW_ALIGN;
}

static void clear_declaration(const struct rules_part *part, struct row_slot *slot)
{
    if (part->technical) {
        slot->cells[ROW_BASE] = 0;
        slot->cells[ROW_DIFFICULTY] = POINT_ONE;
        slot->cells[ROW_FACTOR] = POINT_ONE;
        slot->cells[ROW_DEDUCTION] = 0;
    }
    slot->steps = 0;
    slot->declared = false;
    slot->no_marks = false;
}

void contest_row_init(const struct rules *rules, uint32_t skill, struct row *row)
{
    struct span span = span_of(rules, skill);
    size_t at = head_words(span.part_count);

    memset(row, 0, contest_row_bytes(rules, skill));
    row->part_first = span.part_first;
    row->part_count = span.part_count;
    for (uint32_t i = 0; i < span.part_count; i++) {
        const struct rules_part *part = &rules->parts[span.part_first + i];
        row->at[i] = (uint32_t)at;
        at += slot_words(rules, part);
        struct row_slot *slot = row_slot_of(row, span.part_first + i);
        slot->marks_at = marks_at(rules, part);
        clear_declaration(part, slot);
    }
}

// ---- checking

static struct fault fault(enum verdict verdict, size_t item)
{
    return (struct fault){verdict, (uint32_t)item};
}

static struct fault check_mark(const struct rules *rules, const struct rules_part *part,
                               const struct sheet *sheet, uint32_t item)
{
    const struct mark *mark = &sheet->marks[item];

    if (!is_of_part(part, mark->aspect)) {
        return fault(V_ASPECT_UNKNOWN, item);
    }
    const struct rules_aspect *aspect = &rules->aspects[mark->aspect];
    if (mark->value < aspect->min || mark->value > aspect->max) {
        return fault(V_MARK_OUT_OF_RANGE, item);
    }
    return is_grade(aspect, mark->value) ? fault(V_OK, 0) : fault(V_MARK_OFF_STEP, item);
}

static struct fault check_all_there(const struct rules_part *part, const bool *seen)
{
    for (uint32_t i = 0; i < part->aspect_count; i++) {
        if (!seen[i]) {
            return fault(V_ASPECT_MISSING, part->aspect_first + i);
        }
    }
    return fault(V_OK, 0);
}

static struct fault check_marks(const struct rules *rules, const struct rules_part *part,
                                const struct sheet *sheet)
{
    bool seen[RULES_ASPECTS_MAX] = {false};

    for (uint32_t i = 0; i < sheet->mark_count; i++) {
        struct fault wrong = check_mark(rules, part, sheet, i);
        if (wrong.verdict != V_OK) {
            return wrong;
        }
        bool *here = &seen[sheet->marks[i].aspect - part->aspect_first];
        if (*here) {
            return fault(V_ASPECT_TWICE, i);
        }
        *here = true;
    }
    return check_all_there(part, seen);
}

// The step of the declared scale that gives the grade its value, or scale_count.
static uint32_t step_of(const struct declared *declared, point_t grade, uint32_t end)
{
    for (uint32_t i = 0; i < end; i++) {
        if (declared->scale[i].grade == grade) {
            return i;
        }
    }
    return declared->scale_count;
}

static bool covers(const struct declared *declared, const struct rules_aspect *aspect)
{
    point_t grade = aspect->min;

    for (uint32_t i = 0; i < RULES_SCALE_MAX && grade <= aspect->max; i++, grade += aspect->step) {
        if (step_of(declared, grade, declared->scale_count) == declared->scale_count) {
            return false;
        }
    }
    return grade > aspect->max;
}

static struct fault check_scale(const struct rules *rules, const struct rules_part *part,
                                const struct declared *declared)
{
    if (declared->scale_count > RULES_SCALE_MAX) {
        return fault(V_SCALE_INCOMPLETE, RULES_SCALE_MAX);
    }
    for (uint32_t i = 0; i < declared->scale_count; i++) {
        if (step_of(declared, declared->scale[i].grade, i) != declared->scale_count) {
            return fault(V_SCALE_INCOMPLETE, i); // two values for one grade are as good as none
        }
    }
    for (uint32_t i = 0; i < part->aspect_count; i++) {
        const struct rules_aspect *aspect = &rules->aspects[part->aspect_first + i];
        if (aspect->scaled && !covers(declared, aspect)) {
            return fault(V_SCALE_INCOMPLETE, declared->scale_count);
        }
    }
    return fault(V_OK, 0);
}

static size_t lowest_bit(unsigned bits)
{
    return bits & (0 - bits);
}

// What has been declared and may not be below zero, or the technical seat could turn a sum round.
static unsigned negative(const struct declared *declared)
{
    unsigned bits = 0;

    bits |= declared->difficulty < 0 ? RULES_DECLARES_DIFFICULTY : 0;
    bits |= declared->factor < 0 ? RULES_DECLARES_FACTOR : 0;
    bits |= declared->deduction < 0 ? RULES_DECLARES_DEDUCTION : 0;
    return bits & declared->has;
}

static unsigned must_declare(const struct rules_part *part, const struct declared *declared)
{
    // Without marks there is nothing to look up or to multiply.
    const unsigned of_marks =
        RULES_DECLARES_SCALE | RULES_DECLARES_DIFFICULTY | RULES_DECLARES_FACTOR;
    unsigned must = part->declares & ~(unsigned)RULES_DECLARES_NO_MARKS;

    return declared->no_marks ? must & ~of_marks : must;
}

static struct fault check_declared(const struct rules *rules, const struct rules_part *part,
                                   const struct sheet *sheet)
{
    const struct declared *declared = sheet->declared;

    if (sheet->mark_count > 0) {
        return fault(V_MARKS_NOT_EXPECTED, 0);
    }
    if (!declared) {
        return fault(V_DECLARED_MISSING, lowest_bit(part->declares));
    }
    unsigned has = declared->has | (declared->no_marks ? RULES_DECLARES_NO_MARKS : 0);
    if ((has & ~part->declares) != 0) {
        return fault(V_DECLARED_NOT_HERE, lowest_bit(has & ~part->declares));
    }
    unsigned missing = must_declare(part, declared) & ~has;
    if (missing != 0) {
        return fault(V_DECLARED_MISSING, lowest_bit(missing));
    }
    if (negative(declared) != 0) {
        return fault(V_MARK_OUT_OF_RANGE, lowest_bit(negative(declared)));
    }
    return (has & RULES_DECLARES_SCALE) != 0 ? check_scale(rules, part, declared) : fault(V_OK, 0);
}

struct fault contest_check(const struct rules *rules, uint32_t skill, const struct row *row,
                           const struct sheet *sheet)
{
    if (sheet->part >= rules->part_count || rules->parts[sheet->part].skill != skill) {
        return fault(V_SKILL_DIFFERS, 0);
    }
    const struct rules_part *part = &rules->parts[sheet->part];
    bool technical = sheet->seat == part->seat_count && part->technical;

    if (technical) {
        return check_declared(rules, part, sheet);
    }
    if (sheet->declared) {
        return fault(V_DECLARED_NOT_HERE, 0);
    }
    if (sheet->seat >= part->seat_count || part->aspect_count == 0 ||
        row_slot(row, sheet->part)->no_marks) {
        return fault(V_MARKS_NOT_EXPECTED, 0);
    }
    return check_marks(rules, part, sheet);
}

// ---- applying

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

static void apply_declared(const struct rules *rules, const struct rules_part *part,
                           const struct declared *declared, struct row_slot *slot)
{
    clear_declaration(part, slot);
    slot->declared = true;
    slot->no_marks = declared->no_marks;
    if ((declared->has & RULES_DECLARES_BASE) != 0) {
        slot->cells[ROW_BASE] = declared->base;
    }
    if ((declared->has & RULES_DECLARES_DIFFICULTY) != 0) {
        slot->cells[ROW_DIFFICULTY] = declared->difficulty;
    }
    if ((declared->has & RULES_DECLARES_FACTOR) != 0) {
        slot->cells[ROW_FACTOR] = declared->factor;
    }
    if ((declared->has & RULES_DECLARES_DEDUCTION) != 0) {
        slot->cells[ROW_DEDUCTION] = declared->deduction;
    }
    if ((declared->has & RULES_DECLARES_SCALE) != 0) {
        keep_scale(rules, part, declared, slot);
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
    for (uint32_t i = 0; i < sheet->mark_count; i++) {
        size_t aspect = sheet->marks[i].aspect - part->aspect_first;
        slot->cells[slot->marks_at + aspect * part->seat_count + sheet->seat] =
            sheet->marks[i].value;
    }
    slot->in |= UINT32_C(1) << sheet->seat;
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

// NOLINTNEXTLINE(readability-function-size): one parameter more than the house has otherwise
bool contest_sheet(const struct rules *rules, uint32_t skill, const struct row *row, uint32_t part,
                   uint32_t seat, struct mark marks[RULES_ASPECTS_MAX], uint32_t *ret_count)
{
    const struct rules_part *of = &rules->parts[part];
    const struct row_slot *slot = row_slot(row, part);

    if (seat >= of->seat_count || !contest_has_sheet(rules, skill, row, part, seat)) {
        return false;
    }
    for (uint32_t i = 0; i < of->aspect_count; i++) {
        point_t value = slot->cells[slot->marks_at + (size_t)i * of->seat_count + seat];
        marks[i] = (struct mark){of->aspect_first + i, value};
    }
    *ret_count = of->aspect_count;
    return true;
}

bool contest_expects_sheet(const struct rules *rules, uint32_t skill, const struct row *row,
                           uint32_t part, uint32_t seat)
{
    (void)skill;
    const struct rules_part *of = &rules->parts[part];
    const struct row_slot *slot = row_slot(row, part);

    if (seat < of->seat_count) {
        return row_expects_marks(of, slot);
    }
    return seat == of->seat_count && of->technical && row_counts(of, slot) &&
           (slot->declared || row_asks_declaration(of));
}
