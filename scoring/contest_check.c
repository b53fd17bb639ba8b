#include "scoring/contest.h"
#include "scoring/row.h"
#include "scoring/tally_cutoff.h"
#include "scoring/tally_panel.h"

static struct fault fault(enum verdict verdict, size_t item)
{
    return (struct fault){verdict, (uint32_t)item};
}

static bool is_of_part(const struct rules_part *part, uint32_t aspect)
{
    return aspect >= part->aspect_first && aspect - part->aspect_first < part->aspect_count;
}

// ---- marks

static bool is_code(point_t value)
{
    return value > POINT_BLANK && value < POINT_CODE(RULES_STATUSES);
}

static struct fault check_entry(const struct rules_aspect *aspect, const struct mark *mark,
                                uint32_t item)
{
    if (is_code(mark->value)) {
        unsigned code = (unsigned)(mark->value - POINT_BLANK);
        bool allowed = mark->cell == 0 && (aspect->codes >> code & 1) != 0;
        return fault(allowed ? V_OK : V_MARK_OUT_OF_RANGE, item);
    }
    struct rules_shape shape = rules_shape_of(aspect, mark->cell);
    if (mark->value < shape.min || mark->value > shape.max) {
        return fault(V_MARK_OUT_OF_RANGE, item);
    }
    uint64_t above = (uint64_t)mark->value - (uint64_t)shape.min;
    return fault(above % (uint64_t)shape.step == 0 ? V_OK : V_MARK_OFF_STEP, item);
}

static struct fault check_mark(const struct rules *rules, const struct rules_part *part,
                               const struct sheet *sheet, uint32_t item)
{
    const struct mark *mark = &sheet->marks[item];

    if (!is_of_part(part, mark->aspect)) {
        return fault(V_ASPECT_UNKNOWN, item);
    }
    const struct rules_aspect *aspect = &rules->aspects[mark->aspect];
    if (mark->cell >= rules_cells(aspect)) {
        return fault(V_ASPECT_UNKNOWN, item);
    }
    return check_entry(aspect, mark, item);
}

// What a sheet has said so far: of each cell, and of each aspect whether by a code.
struct seen {
    bool cells[RULES_CELLS_MAX];
    bool aspects[RULES_ASPECTS_MAX], codes[RULES_ASPECTS_MAX];
};

static bool is_twice(const struct rules *rules, const struct rules_part *part,
                     const struct mark *mark, struct seen *seen)
{
    size_t aspect = mark->aspect - part->aspect_first;
    size_t cell = rules->aspects[mark->aspect].cell + mark->cell;
    bool code = is_code(mark->value);

    if (seen->cells[cell] || seen->codes[aspect] || (code && seen->aspects[aspect])) {
        return true;
    }
    seen->cells[cell] = true;
    seen->aspects[aspect] = true;
    seen->codes[aspect] = code;
    return false;
}

// A sheet carries every aspect, one by one at least one; of a target the achieved value.
static struct fault check_all_there(const struct rules *rules, const struct rules_part *part,
                                    const struct seen *seen)
{
    bool any = false;

    for (uint32_t i = 0; i < part->aspect_count; i++) {
        const struct rules_aspect *aspect = &rules->aspects[part->aspect_first + i];
        bool half = aspect->input == RULES_TARGET && seen->aspects[i] && !seen->cells[aspect->cell];
        bool blank = aspect->input == RULES_TARGET && aspect->target.den == 0 && seen->aspects[i] &&
                     !seen->codes[i] && !seen->cells[aspect->cell + 1];
        if (half || blank || (!seen->aspects[i] && !part->one_by_one)) {
            return fault(V_ASPECT_MISSING, part->aspect_first + i);
        }
        any = any || seen->aspects[i];
    }
    return any ? fault(V_OK, 0) : fault(V_ASPECT_MISSING, part->aspect_first);
}

static struct fault check_marks(const struct rules *rules, const struct rules_part *part,
                                const struct sheet *sheet)
{
    struct seen seen = {0};

    for (uint32_t i = 0; i < sheet->mark_count; i++) {
        struct fault wrong = check_mark(rules, part, sheet, i);
        if (wrong.verdict != V_OK) {
            return wrong;
        }
        if (is_twice(rules, part, &sheet->marks[i], &seen)) {
            return fault(V_ASPECT_TWICE, i);
        }
    }
    return check_all_there(rules, part, &seen);
}

// ---- judges who are apart

static uint32_t item_of(const struct sheet *sheet, uint32_t aspect)
{
    for (uint32_t i = 0; i < sheet->mark_count; i++) {
        if (sheet->marks[i].aspect == aspect) {
            return i;
        }
    }
    return 0;
}

// The seat's entries as they would stand: what it has given, with the sheet laid over.
static void lay_over(const struct tally_panel *panel, const struct rules *rules,
                     const struct sheet *sheet, point_t entries[RULES_CELLS_MAX])
{
    const struct rules_part *part = panel->part;

    for (uint32_t i = 0; i < part->aspect_count; i++) {
        const struct rules_aspect *aspect = &panel->aspects[i];
        for (uint32_t k = 0; k < rules_cells(aspect); k++) {
            size_t at = (size_t)(aspect->cell + k) * part->seat_count + sheet->seat;
            entries[aspect->cell + k] =
                part->one_by_one ? panel->slot->cells[panel->slot->marks_at + at] : POINT_BLANK;
        }
    }
    for (uint32_t i = 0; i < sheet->mark_count; i++) {
        const struct mark *mark = &sheet->marks[i];
        entries[rules->aspects[mark->aspect].cell + mark->cell] = mark->value;
    }
}

// The last sheet of a panel is refused when it makes the judges differ more than the rule allows.
static struct fault check_apart(const struct rules *rules, const struct row *row,
                                const struct sheet *sheet)
{
    const struct rules_part *part = &rules->parts[sheet->part];
    const struct row_slot *slot = row_slot(row, sheet->part);
    uint32_t panel_seats = row_panel(part, slot);
    uint32_t in = (slot->in | UINT32_C(1) << sheet->seat) & panel_seats;
    point_t entries[RULES_CELLS_MAX];
    struct tally_panel panel;
    uint32_t aspect = 0;

    if (part->variance.by == RULES_VARIANCE_NONE || part->variance.act != RULES_REFUSE ||
        slot->accepted || in != panel_seats) {
        return fault(V_OK, 0);
    }
    tally_panel_set(rules, row, sheet->part, &panel);
    lay_over(&panel, rules, sheet, entries);
    panel.over = entries;
    panel.over_seat = sheet->seat;
    if (!tally_panel_is_apart(&panel, &aspect)) {
        return fault(V_OK, 0);
    }
    return fault(V_JUDGES_APART, aspect == RULES_NONE ? 0 : item_of(sheet, aspect));
}

// ---- declarations

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

static bool is_outside(point_t value, point_t least, point_t most)
{
    return value < least || value > most;
}

// What has been declared outside of its limits. Below zero the technical seat could turn a sum
// round; without an end it could be too large to count.
static unsigned outside(const struct declared *declared)
{
    const point_t most = RULES_DECLARED_MAX;
    const unsigned clock = RULES_DECLARES_TIME | RULES_DECLARES_LOG;
    unsigned bits = 0;

    bits |= is_outside(declared->base, -most, most) ? RULES_DECLARES_BASE : 0;
    bits |=
        is_outside(declared->difficulty, 0, RULES_MULTIPLIER_MAX) ? RULES_DECLARES_DIFFICULTY : 0;
    bits |= is_outside(declared->factor, 0, RULES_MULTIPLIER_MAX) ? RULES_DECLARES_FACTOR : 0;
    bits |= is_outside(declared->deduction, 0, most) ? RULES_DECLARES_DEDUCTION : 0;
    bits |= is_outside(declared->divisor, RULES_DIVISOR_MIN, RULES_DIVISOR_MAX)
                ? RULES_DECLARES_DIVISOR
                : 0;
    bits |= is_outside(declared->time, 0, most) ? clock : 0;
    bits |= is_outside(declared->added, 0, most) ? RULES_DECLARES_LOG : 0;
    for (uint32_t i = 0; i < declared->scale_count; i++) {
        bits |= is_outside(declared->scale[i].value, -most, most) ? RULES_DECLARES_SCALE : 0;
    }
    return bits & declared->has;
}

// Multipliers that are finer than they may be.
static unsigned off_step(const struct declared *declared)
{
    const point_t step = RULES_MULTIPLIER_STEP;
    unsigned bits = 0;

    bits |= declared->difficulty % step != 0 ? RULES_DECLARES_DIFFICULTY : 0;
    bits |= declared->factor % step != 0 ? RULES_DECLARES_FACTOR : 0;
    bits |= declared->divisor % step != 0 ? RULES_DECLARES_DIVISOR : 0;
    return bits & declared->has;
}

static unsigned must_declare(const struct rules_part *part, const struct declared *declared)
{
    // Without marks there is nothing to look up or to multiply.
    const unsigned of_marks = ~(unsigned)(RULES_DECLARES_BASE | RULES_DECLARES_DEDUCTION);
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
    if (declared->scale_count > RULES_SCALE_MAX) {
        return fault(V_SCALE_INCOMPLETE, RULES_SCALE_MAX);
    }
    if (outside(declared) != 0) {
        return fault(V_MARK_OUT_OF_RANGE, lowest_bit(outside(declared)));
    }
    if (off_step(declared) != 0) {
        return fault(V_MARK_OFF_STEP, lowest_bit(off_step(declared)));
    }
    return (has & RULES_DECLARES_SCALE) != 0 ? check_scale(rules, part, declared) : fault(V_OK, 0);
}

// ---- a sheet

static enum verdict check_open(const struct rules *rules, const struct row *row, uint32_t part)
{
    uint32_t stage = rules->parts[part].stage;

    if (row_status(rules, row, stage) != RULES_RUNNING) {
        return V_STATUS_CLOSED;
    }
    if (row_is_shut_out(rules, row, stage)) {
        return V_NOT_IN_FIELD;
    }
    return tally_cutoff_shuts(rules, row, part) ? V_CUTOFF_MISSED : V_OK;
}

static struct fault check_judged(const struct rules *rules, const struct row *row,
                                 const struct sheet *sheet)
{
    const struct rules_part *part = &rules->parts[sheet->part];
    const struct row_slot *slot = row_slot(row, sheet->part);

    if (sheet->declared) {
        return fault(V_DECLARED_NOT_HERE, 0);
    }
    if (sheet->seat >= part->seat_count || part->aspect_count == 0 || slot->no_marks) {
        return fault(V_MARKS_NOT_EXPECTED, 0);
    }
    if ((slot->excused >> sheet->seat & 1) != 0) {
        return fault(V_SEAT_EXCUSED, 0);
    }
    struct fault wrong = check_marks(rules, part, sheet);
    return wrong.verdict == V_OK ? check_apart(rules, row, sheet) : wrong;
}

struct fault contest_check(const struct rules *rules, uint32_t skill, const struct row *row,
                           const struct sheet *sheet)
{
    if (sheet->part >= rules->part_count || rules->parts[sheet->part].skill != skill) {
        return fault(V_SKILL_DIFFERS, 0);
    }
    const struct rules_part *part = &rules->parts[sheet->part];
    enum verdict open = check_open(rules, row, sheet->part);

    if (open != V_OK) {
        return fault(open, 0);
    }
    bool technical = sheet->seat == part->seat_count && part->technical;
    return technical ? check_declared(rules, part, sheet) : check_judged(rules, row, sheet);
}

// ---- rulings

static bool has_stage(const struct row *row, uint32_t stage)
{
    return stage >= row->stage_first && stage - row->stage_first < row->stage_count;
}

static bool has_part(const struct row *row, uint32_t part)
{
    return part >= row->part_first && part - row->part_first < row->part_count;
}

static enum verdict check_status(const struct row *row, const struct ruling *ruling)
{
    if ((ruling->stage != RULES_NONE && !has_stage(row, ruling->stage)) ||
        ruling->status >= RULES_STATUSES) {
        return V_RULING_UNKNOWN;
    }
    uint32_t now =
        ruling->stage == RULES_NONE ? row->status : row_stage(row, ruling->stage)->status;
    return now == ruling->status ? V_RULING_IDLE : V_OK;
}

static enum verdict check_adjust(const struct rules *rules, const struct row *row,
                                 const struct ruling *ruling)
{
    uint32_t at = ruling->adjustment - row->adjustment_first;

    if (ruling->adjustment < row->adjustment_first || at >= row->adjustment_count ||
        rules->adjustments[ruling->adjustment].by != RULES_BY_RULING) {
        return V_RULING_UNKNOWN;
    }
    if (ruling->times > RULES_TIMES_MAX) {
        return V_MARK_OUT_OF_RANGE;
    }
    return row_times(row)[at] == ruling->times ? V_RULING_IDLE : V_OK;
}

// Cards are turned over once somebody has given one, and lie open where nothing hides them; a panel
// goes back once somebody has marked.
static enum verdict check_cards(const struct rules_part *part, const struct row_slot *slot,
                                enum ruling_kind kind)
{
    bool open = kind == RULING_TURN && (part->turn == RULES_TURN_NONE || slot->turned);

    return slot->in == 0 || open ? V_RULING_IDLE : V_OK;
}

static enum verdict check_seat(const struct rules *rules, const struct row *row,
                               const struct ruling *ruling)
{
    if (!has_part(row, ruling->part)) {
        return V_RULING_UNKNOWN;
    }
    const struct rules_part *part = &rules->parts[ruling->part];
    const struct row_slot *slot = row_slot(row, ruling->part);

    if (ruling->kind == RULING_ACCEPT) {
        return slot->accepted == ruling->on ? V_RULING_IDLE : V_OK;
    }
    if (ruling->kind == RULING_TURN || ruling->kind == RULING_RETURN) {
        return check_cards(part, slot, ruling->kind);
    }
    if (ruling->kind == RULING_VOID && ruling->seat == part->seat_count && part->technical) {
        return slot->declared ? V_OK : V_RULING_IDLE;
    }
    if (ruling->seat >= part->seat_count) {
        return V_RULING_UNKNOWN;
    }
    bool is = ((ruling->kind == RULING_VOID ? ~slot->in : slot->excused) >> ruling->seat & 1) != 0;
    return is == (ruling->kind == RULING_VOID || ruling->on) ? V_RULING_IDLE : V_OK;
}

// Order, field and draw name many competitors at once; for some of them nothing may change.
static enum verdict check_stage(const struct rules *rules, const struct row *row,
                                const struct ruling *ruling)
{
    if (!has_stage(row, ruling->stage)) {
        return V_RULING_UNKNOWN;
    }
    const struct rules_stage *stage = &rules->stages[ruling->stage];
    bool drawn =
        stage->roll_up == RULES_MATCHES || (stage->heats && ruling->group <= RULES_HEATS_MAX);
    return ruling->kind == RULING_DRAW && !drawn ? V_RULING_UNKNOWN : V_OK;
}

static enum verdict check_award(const struct rules *rules, uint32_t skill, const struct row *row,
                                const struct ruling *ruling)
{
    const struct rules_skill *of = &rules->skills[skill];
    bool known =
        ruling->title == RULES_NONE ? of->promotion_count > 0 : ruling->title < of->title_count;

    if (!known) {
        return V_RULING_UNKNOWN;
    }
    int now = contest_approved(rules, row, ruling->title);
    return now == (ruling->on ? 1 : -1) ? V_RULING_IDLE : V_OK;
}

struct fault contest_check_ruling(const struct rules *rules, uint32_t skill, const struct row *row,
                                  const struct ruling *ruling)
{
    enum verdict verdict = V_OK;

    switch (ruling->kind) {
    case RULING_STATUS:
        verdict = check_status(row, ruling);
        break;
    case RULING_ADJUST:
        verdict = check_adjust(rules, row, ruling);
        break;
    case RULING_VOID:
    case RULING_EXCUSE:
    case RULING_ACCEPT:
    case RULING_TURN:
    case RULING_RETURN:
        verdict = check_seat(rules, row, ruling);
        break;
    case RULING_ORDER:
    case RULING_FIELD:
    case RULING_DRAW:
        verdict = check_stage(rules, row, ruling);
        break;
    case RULING_AWARD:
        verdict = check_award(rules, skill, row, ruling);
        break;
    }
    return fault(verdict, 0);
}
