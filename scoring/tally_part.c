#include "scoring/tally_part.h"

#include "scoring/tally_adjust.h"
#include "scoring/tally_code.h"
#include "scoring/tally_panel.h"

// The value of a part under way.
struct value {
    const struct tally_work *work;
    const struct rules_part *part;
    uint32_t index;
    const struct row_slot *slot;
    struct part_result *result;
    struct ratio now;
    struct wide_ratio *exact; // instead of `now`, where that does not fit
    bool wide;
};

bool tally_part_waits_for_field(const struct rules_part *part)
{
    return part->against != RULES_AGAINST_NONE || part->reduce == RULES_MAJORITY ||
           tally_code_counts_entered(part);
}

// ---- is everything there?

static bool enough_sheets(const struct rules_part *part, const struct row_slot *slot)
{
    uint32_t panel = row_panel(part, slot);
    uint32_t in = row_in(slot);
    uint32_t seats = row_count_bits(panel);
    uint32_t least = part->judges_least < seats ? part->judges_least : seats;

    if (!row_expects_marks(part, slot)) {
        return true;
    }
    if (part->missing == RULES_BLOCK) {
        return in == panel && panel != 0;
    }
    return row_count_bits(in) >= (least > 0 ? least : 1);
}

static bool is_there(const struct rules_part *part, const struct row_slot *slot)
{
    bool open = row_is_turned(part, slot) || !row_expects_marks(part, slot);

    return row_counts(part, slot) && open && enough_sheets(part, slot) && !slot->running &&
           (slot->declared || !row_asks_declaration(part));
}

// ---- trace

static struct tally_adjust node_of(const struct value *value)
{
    return (struct tally_adjust){.rules = value->work->rules,
                                 .row = value->work->row,
                                 .trace = value->work->trace,
                                 .part = value->index,
                                 .module = value->part->module,
                                 .stage = value->part->stage,
                                 .first = value->part->adjustment_first,
                                 .count = value->part->adjustment_count,
                                 .limits = &value->part->limits};
}

static struct trace_line line_of(const struct value *value, enum trace_kind kind)
{
    struct tally_adjust node = node_of(value);

    return tally_adjust_line(&node, kind);
}

static void trace_open(const struct value *value)
{
    struct trace_line line = line_of(value, TRACE_PART_OPEN);
    uint32_t missing = row_panel(value->part, value->slot) & ~row_in(value->slot);

    line.n = row_expects_marks(value->part, value->slot) ? row_count_bits(missing) : 0;
    line.n += row_asks_declaration(value->part) && !value->slot->declared;
    line.n = row_counts(value->part, value->slot) ? line.n : TRACE_NOT_HIS;
    trace_add(value->work->trace, &line);
}

static void trace_time(const struct value *value)
{
    struct trace_line line = line_of(value, TRACE_TIME);

    if (value->result->time != POINT_BLANK) {
        line.value = ratio_of_point(value->result->time);
        line.a = ratio_of_point(value->slot->cells[ROW_ADDED]);
        trace_add(value->work->trace, &line);
    }
}

// ---- what is declared

static bool add_declared(struct value *value, enum trace_kind kind, point_t amount)
{
    const struct rounding eyes = {ROUND_HALF_UP, RATIO_PLACES_MAX};
    struct trace_line line = line_of(value, kind);
    struct ratio change = ratio_of_point(kind == TRACE_BASE ? amount : -amount);
    struct wide_ratio wide;

    if (amount == 0) {
        return true;
    }
    if (value->wide) {
        wide_ratio_set(&wide, change);
    }
    if (value->wide ? !wide_ratio_add(value->exact, &wide)
                    : !ratio_add(value->now, change, &value->now)) {
        return false;
    }
    line.a = ratio_of_point(amount);
    line.value = value->now;
    if (value->wide) {
        (void)wide_ratio_round(value->exact, eyes, &line.value);
    }
    trace_add(value->work->trace, &line);
    return true;
}

static bool add_all_declared(struct value *value)
{
    const point_t *cells = value->slot->cells;

    if (!value->part->technical || !(value->wide || ratio_is_value(value->now))) {
        return true;
    }
    return add_declared(value, TRACE_BASE, cells[ROW_BASE]) &&
           add_declared(value, TRACE_DEDUCTION, cells[ROW_DEDUCTION]);
}

// ---- to its end

// A wide value that nothing but the part's own rounding follows is rounded from the exact figure.
static bool settle_wide(struct value *value)
{
    const struct rules_part *part = value->part;
    bool last = !tally_part_waits_for_field(part) && part->adjustment_count == 0 &&
                !part->limits.has_floor && !part->limits.has_ceiling;
    struct rounding none = {ROUND_NONE, 0};

    return !value->wide ||
           wide_ratio_round(value->exact, last ? part->rounding : none, &value->now);
}

// A code that has a worth of its own; one that looks at the field was settled there.
static void take_code(struct value *value)
{
    const struct rules_code *code = tally_code_find(value->part, value->now);
    struct trace_line line = line_of(value, TRACE_CODE);

    if (!code || code->entered) {
        return;
    }
    value->result->code = (enum rules_status)value->now.num;
    line.a = value->now;
    line.value = value->now = code->worth;
    trace_add(value->work->trace, &line);
}

static bool finish(struct value *value)
{
    struct tally_adjust node = node_of(value);
    struct trace_line line = line_of(value, TRACE_PART);

    take_code(value);
    if (ratio_is_value(value->now) && !tally_adjust(&node, &value->now)) {
        return false;
    }
    if (value->result->veto != RULES_NO_VETO && ratio_is_value(value->now)) {
        value->result->vetoed = true;
        value->now = RATIO_ZERO;
    }
    line.a = value->now;
    if (ratio_is_value(value->now) &&
        !ratio_round(value->now, value->part->rounding, &value->now)) {
        return false;
    }
    line.value = value->now;
    line.rounding = value->part->rounding;
    trace_add(value->work->trace, &line);
    return true;
}

// ---- the part

static struct value value_of(const struct tally_work *work, uint32_t part, struct tally *tally)
{
    return (struct value){.work = work,
                          .part = &work->rules->parts[part],
                          .index = part,
                          .slot = row_slot(work->row, part),
                          .result = &tally->results[part - tally->part_first]};
}

static bool asks_untrimmed(const struct rules *rules, uint32_t part)
{
    const struct rules_skill *skill = &rules->skills[rules->parts[part].skill];

    for (uint32_t i = 0; i < skill->tie_count; i++) {
        if (skill->ties[i].by == RULES_TIE_UNTRIMMED && skill->ties[i].index == part) {
            return true;
        }
    }
    return false;
}

static bool fill_untrimmed(const struct value *value)
{
    struct tally_panel panel;

    if (!asks_untrimmed(value->work->rules, value->index)) {
        return true;
    }
    if (!ratio_is_value(value->result->figure)) {
        value->result->untrimmed = value->result->figure;
        return true;
    }
    tally_panel_set(value->work->rules, value->work->row, value->index, &panel);
    return tally_panel_untrimmed(&panel, &value->result->untrimmed);
}

void tally_part_clear(uint32_t part, struct tally *tally)
{
    uint32_t at = part - tally->part_first;

    tally->parts[at] = RATIO_ZERO;
    tally->part_complete[at] = false;
    tally->results[at] = (struct part_result){
        .figure = RATIO_ZERO, .before = RATIO_ZERO, .time = POINT_BLANK, .untrimmed = RATIO_ZERO};
}

// The panel's product; *ret_open: the part is not complete after all.
static bool take_panel(struct value *value, const struct tally *tally, bool *ret_open)
{
    const struct tally_work *work = value->work;
    struct tally_panel_result result;
    struct tally_panel panel;

    tally_panel_set(work->rules, work->row, value->index, &panel);
    panel.trace = work->trace;
    if (work->field) {
        size_t at = value->index - tally->part_first;
        panel.judges = &work->field->judges[at * RULES_SEATS_MAX];
    }
    if (!tally_panel_work(&panel, &result, value->exact, &value->wide)) {
        return false;
    }
    value->now = result.product;
    value->result->figure = result.figure;
    value->result->held = result.held;
    value->result->flagged = result.flagged;
    value->result->veto = result.veto;
    *ret_open = result.open || result.held;
    return true;
}

bool tally_part_take(const struct tally_work *work, uint32_t part, struct tally *tally)
{
    struct wide_ratio exact; // as it comes: it is large, and used only if the panel says so
    struct value value = value_of(work, part, tally);
    uint32_t at = part - tally->part_first;
    bool open = !is_there(value.part, value.slot);

    value.exact = &exact;
    tally_part_clear(part, tally);
    value.result->counts = row_counts(value.part, value.slot);
    if (value.part->technical && value.slot->declared) {
        value.result->time = value.slot->cells[ROW_TIME];
    }
    if (!open && !take_panel(&value, tally, &open)) {
        return false;
    }
    if (open) {
        trace_open(&value);
        return true;
    }
    tally->part_complete[at] = true;
    trace_time(&value);
    if (!add_all_declared(&value) || !settle_wide(&value) || !fill_untrimmed(&value)) {
        return false;
    }
    value.result->before = value.now;
    if (!tally_part_waits_for_field(value.part) && !finish(&value)) {
        return false;
    }
    tally->parts[at] = value.now;
    return true;
}

bool tally_part_finish(const struct tally_work *work, uint32_t part, struct tally *tally)
{
    struct value value = value_of(work, part, tally);
    uint32_t at = part - tally->part_first;

    if (!tally->part_complete[at] || !tally_part_waits_for_field(value.part)) {
        return true;
    }
    value.now = tally->parts[at];
    if (!finish(&value)) {
        return false;
    }
    tally->parts[at] = value.now;
    return true;
}

bool tally_part_value(const struct rules *rules, const struct row *row, uint32_t part,
                      struct ratio *ret)
{
    struct tally_work work = {.rules = rules, .row = row};
    struct part_result result;
    bool complete = false;
    struct tally tally = {.parts = ret,
                          .part_complete = &complete,
                          .results = &result,
                          .part_first = part,
                          .part_count = 1};

    bool fits = tally_part_take(&work, part, &tally) && tally_part_finish(&work, part, &tally);
    if (result.code != RULES_RUNNING) {
        *ret = RATIO_CODE(result.code);
    }
    return fits && complete;
}

bool tally_part_is_held(const struct rules *rules, const struct row *row, uint32_t part)
{
    struct tally_work work = {.rules = rules, .row = row};
    struct part_result result;
    struct ratio value;
    bool complete = false;
    struct tally tally = {.parts = &value,
                          .part_complete = &complete,
                          .results = &result,
                          .part_first = part,
                          .part_count = 1};

    return tally_part_take(&work, part, &tally) && result.held;
}
