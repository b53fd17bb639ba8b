// A row is added up from the leaves: entries to a part's value, parts to modules, modules to a
// stage's own figure, own figures to totals. Marks are summed as integers where they can be, so
// that a judge's mark never costs a fraction.
#include "scoring/tally.h"

#include "scoring/row.h"
#include "scoring/span.h"
#include "scoring/tally_aside.h"
#include "scoring/tally_cutoff.h"
#include "scoring/tally_panel.h"
#include "scoring/tally_part.h"
#include "scoring/tally_up.h"

#include <string.h>

static struct stage_result *result_of(const struct rules *rules, uint32_t stage,
                                      const struct tally *tally)
{
    return &tally->stages[stage - rules->skills[rules->stages[stage].skill].stage_first];
}

// The stage's own parts: one run, because a child follows its parent's order.
static uint32_t parts_of(const struct rules *rules, const struct rules_stage *stage,
                         uint32_t *ret_count)
{
    uint32_t first = RULES_NONE;

    *ret_count = 0;
    for (uint32_t i = stage->module_first; i < stage->module_first + stage->module_count; i++) {
        const struct rules_module *module = &rules->modules[i];
        if (!module->again) {
            first = *ret_count == 0 ? module->part_first : first;
            *ret_count += module->part_count;
        }
    }
    return first;
}

// ---- progress

// Counts the part's sheets into the stage. `started` asks for any sheet at all, counted or not.
static void count_sheets(const struct rules_part *part, const struct row_slot *slot, bool counts,
                         struct stage_result *result)
{
    bool closed = result->status != RULES_RUNNING;
    bool turned = row_is_turned(part, slot);

    result->started = result->started || (turned && slot->in != 0) || slot->declared;
    result->hidden = result->hidden || (!turned && slot->in != 0);
    if (!counts) {
        return;
    }
    if (row_expects_marks(part, slot)) {
        uint32_t done = turned ? row_count_bits(row_in(slot)) : 0;
        result->expected += closed ? done : row_count_bits(row_panel(part, slot));
        result->done += done;
    }
    if (slot->declared || (row_asks_declaration(part) && !closed)) {
        result->expected++;
        result->done += slot->declared;
    }
}

static void settle_progress(const struct rules *rules, const struct row *row, uint32_t stage,
                            const struct tally *tally)
{
    struct stage_result *result = result_of(rules, stage, tally);
    uint32_t count = 0;
    uint32_t first = parts_of(rules, &rules->stages[stage], &count);

    result->started = result->hidden = result->held = result->flagged = false;
    result->done = result->expected = 0;
    if (row_is_shut_out(rules, row, stage)) {
        return;
    }
    for (uint32_t i = first; count > 0 && i < first + count; i++) {
        const struct part_result *part = &tally->results[i - tally->part_first];
        count_sheets(&rules->parts[i], row_slot(row, i), part->counts, result);
        result->held = result->held || part->held;
        result->flagged = result->flagged || part->flagged;
    }
}

// Nothing is complete while nothing is awaited; with a status nothing is awaited any more.
static void settle_complete(const struct rules *rules, const struct row *row, uint32_t stage,
                            const struct tally *tally)
{
    struct stage_result *result = result_of(rules, stage, tally);
    uint32_t count = 0;
    uint32_t first = parts_of(rules, &rules->stages[stage], &count);
    bool complete = result->complete && result->expected > 0;

    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = first + i - tally->part_first;
        complete = complete && (tally->part_complete[at] || !tally->results[at].counts);
    }
    result->own_complete =
        (complete || result->status != RULES_RUNNING) && !row_is_shut_out(rules, row, stage);
}

// ---- parts

static bool take_part(const struct tally_work *work, uint32_t part, struct tally *tally)
{
    uint32_t stage = work->rules->parts[part].stage;

    if (row_is_shut_out(work->rules, work->row, stage) ||
        tally_cutoff_shuts(work->rules, work->row, part)) {
        tally_part_clear(part, tally);
        return true;
    }
    return tally_part_take(work, part, tally);
}

// NOLINTNEXTLINE(readability-function-size): the header says what it takes
enum verdict tally_stage_parts(const struct rules *rules, const struct row *row, uint32_t stage,
                               const struct tally_field *field, struct tally *tally,
                               struct trace *trace)
{
    struct tally_work work = {rules, row, field, trace};
    uint32_t count = 0;
    uint32_t first = parts_of(rules, &rules->stages[stage], &count);

    for (uint32_t i = 0; i < count; i++) {
        if (!take_part(&work, first + i, tally)) {
            return V_TOTAL_OVERFLOW;
        }
    }
    *result_of(rules, stage, tally) =
        (struct stage_result){.own = RATIO_ZERO,
                              .total = RATIO_ZERO,
                              .complete = true,
                              .status = row_status(rules, row, stage),
                              .field = contest_field(rules, row, stage),
                              .ruling = row_stage(row, stage)->order};
    settle_progress(rules, row, stage, tally);
    return V_OK;
}

// ---- from parts up

static void trace_status(const struct rules *rules, uint32_t stage, const struct tally *tally,
                         struct trace *trace)
{
    struct trace_line line = {.kind = TRACE_STATUS,
                              .aspect = RULES_NONE,
                              .part = RULES_NONE,
                              .module = RULES_NONE,
                              .stage = stage,
                              .seat = RULES_NONE,
                              .number = RULES_NONE,
                              .n = result_of(rules, stage, tally)->status};

    if (line.n != RULES_RUNNING) {
        trace_add(trace, &line);
    }
}

static bool stage_up(const struct rules *rules, const struct row *row, uint32_t stage,
                     struct tally *tally, struct trace *trace)
{
    const struct rules_stage *of = &rules->stages[stage];
    struct tally_work work = {rules, row, NULL, trace};
    struct tally_up up = {rules, row, trace};
    uint32_t count = 0;
    uint32_t first = parts_of(rules, of, &count);

    for (uint32_t i = 0; i < count; i++) {
        if (!tally_part_finish(&work, first + i, tally)) {
            return false;
        }
    }
    for (uint32_t i = of->module_first; i < of->module_first + of->module_count; i++) {
        if (!tally_up_module(&up, i, tally)) {
            return false;
        }
    }
    settle_complete(rules, row, stage, tally);
    struct tally_aside aside = {rules, row, trace};
    return tally_aside_stage(&aside, stage, tally) && tally_up_own(&up, stage, tally) &&
           tally_up_total(&up, stage, tally);
}

enum verdict tally_stage_up(const struct rules *rules, const struct row *row, uint32_t stage,
                            struct tally *tally, struct trace *trace)
{
    if (!stage_up(rules, row, stage, tally, trace)) {
        return V_TOTAL_OVERFLOW;
    }
    trace_status(rules, stage, tally, trace);
    return V_OK;
}

enum verdict tally_row(const struct rules *rules, uint32_t skill, const struct row *row,
                       struct tally *tally)
{
    uint32_t first = rules->skills[skill].stage_first;

    for (uint32_t i = first; i < first + tally->stage_count; i++) {
        enum verdict verdict = tally_stage_parts(rules, row, i, NULL, tally, NULL);
        if (verdict == V_OK) {
            verdict = tally_stage_up(rules, row, i, tally, NULL);
        }
        if (verdict != V_OK) {
            return verdict;
        }
    }
    return V_OK;
}

// ---- one part anew

static bool covers(const struct rules_module *module, uint32_t part)
{
    return part >= module->part_first && part - module->part_first < module->part_count;
}

// May the part's sheets move more than its own value: by its clock, or by a cut-off?
static bool moves_others(const struct rules *rules, const struct row *row, uint32_t part)
{
    const unsigned clock = RULES_DECLARES_LOG | RULES_DECLARES_TIME;
    const struct rules_stage *stage = &rules->stages[rules->parts[part].stage];

    if ((rules->parts[part].declares & clock) != 0 && row->adjustment_count > 0) {
        return true;
    }
    for (uint32_t i = stage->module_first; i < stage->module_first + stage->module_count; i++) {
        if (rules->modules[i].cutoff.after > 0 && covers(&rules->modules[i], part)) {
            return true;
        }
    }
    return false;
}

static bool carries(const struct rules_stage *stage, uint32_t earlier)
{
    for (uint32_t i = 0; i < stage->carry_count; i++) {
        if (stage->carry[i] == earlier) {
            return true;
        }
    }
    return false;
}

// What stands above the part: modules that look at it, its stage, and the stages that carry that.
static bool up_from(const struct tally_up *up, uint32_t part, struct tally *tally)
{
    uint32_t stage = up->rules->parts[part].stage;
    const struct rules_stage *of = &up->rules->stages[stage];
    struct stage_result *result = result_of(up->rules, stage, tally);
    uint32_t end = up->row->stage_first + up->row->stage_count;

    for (uint32_t i = of->module_first; i < of->module_first + of->module_count; i++) {
        if (covers(&up->rules->modules[i], part) && !tally_up_module(up, i, tally)) {
            return false;
        }
    }
    struct tally_aside aside = {up->rules, up->row, NULL};
    if (!tally_aside_stage(&aside, stage, tally)) {
        return false;
    }
    result->own = RATIO_ZERO;
    result->complete = true;
    settle_progress(up->rules, up->row, stage, tally);
    settle_complete(up->rules, up->row, stage, tally);
    if (!tally_up_own(up, stage, tally) || !tally_up_total(up, stage, tally)) {
        return false;
    }
    for (uint32_t i = stage + 1; i < end; i++) {
        if (carries(&up->rules->stages[i], stage) && !tally_up_total(up, i, tally)) {
            return false;
        }
    }
    return true;
}

enum verdict tally_part(const struct rules *rules, uint32_t skill, const struct row *row,
                        uint32_t part, struct tally *tally)
{
    struct tally_work work = {rules, row, NULL, NULL};
    struct tally_up up = {rules, row, NULL};

    if (moves_others(rules, row, part)) {
        return tally_row(rules, skill, row, tally);
    }
    bool fits = take_part(&work, part, tally) && tally_part_finish(&work, part, tally) &&
                up_from(&up, part, tally);
    return fits ? V_OK : V_TOTAL_OVERFLOW;
}

// ---- questions

bool tally_seat_figure(const struct rules *rules, const struct row *row, uint32_t part,
                       uint32_t seat, struct ratio *ret)
{
    struct tally_panel panel;

    tally_panel_set(rules, row, part, &panel);
    return tally_entry_sheet(&panel, seat, ret);
}

void tally_seat_figures(const struct rules *rules, const struct row *row, uint32_t part,
                        struct ratio *ret)
{
    struct tally_panel panel;

    tally_panel_set(rules, row, part, &panel);
    for (uint32_t seat = 0; seat < panel.part->seat_count; seat++) {
        if (!tally_entry_sheet(&panel, seat, &ret[seat])) {
            ret[seat] = RATIO_CODE(RULES_RUNNING);
        }
    }
}

bool tally_untrimmed(const struct rules *rules, const struct row *row, uint32_t part,
                     struct ratio *ret)
{
    struct tally_panel panel;

    tally_panel_set(rules, row, part, &panel);
    return tally_panel_untrimmed(&panel, ret);
}

// ---- memory

static size_t up_to_16(size_t bytes)
{
    return (bytes + 15) / 16 * 16;
}

size_t tally_bytes(const struct rules *rules, uint32_t skill)
{
    struct span span = span_of(rules, skill);
    size_t ratios =
        2 * (size_t)span.module_count + span.part_count + rules->skills[skill].tie_count;

    return up_to_16(span.stage_count * sizeof(struct stage_result)) +
           ratios * sizeof(struct ratio) + up_to_16(span.part_count * sizeof(struct part_result)) +
           up_to_16(span.module_count * sizeof(uint32_t)) + up_to_16(span.part_count);
}

void tally_init(const struct rules *rules, uint32_t skill, void *memory, struct tally *ret)
{
    struct span span = span_of(rules, skill);
    char *at = memory;

    memset(memory, 0, tally_bytes(rules, skill));
    ret->stages = (void *)at;
    at += up_to_16(span.stage_count * sizeof(struct stage_result));
    ret->results = (void *)at;
    at += up_to_16(span.part_count * sizeof(struct part_result));
    ret->modules = (void *)at;
    ret->sums = ret->modules + span.module_count;
    ret->parts = ret->sums + span.module_count;
    ret->asides = ret->parts + span.part_count;
    at += (2 * (size_t)span.module_count + span.part_count + rules->skills[skill].tie_count) *
          sizeof(struct ratio);
    ret->firsts = (void *)at;
    at += up_to_16(span.module_count * sizeof(uint32_t));
    ret->part_complete = (void *)at;
    ret->firsts_count = span.module_count;
    ret->stage_count = span.stage_count;
    ret->module_count = span.module_count;
    ret->part_count = span.part_count;
    ret->module_first = span.module_first;
    ret->part_first = span.part_first;
}
