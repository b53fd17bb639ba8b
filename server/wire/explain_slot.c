#include "wire/explain_slot.h"

#include "base/buf.h"
#include "base/text.h"
#include "wire/explain_fault.h"
#include "wire/explain_figure.h"
#include "wire/explain_list.h"
#include "wire/explain_name.h"
#include "wire/say.h"

#include <inttypes.h>

static bool is_zh(const struct explain_at *here)
{
    return here->language == PROBLEM_ZH;
}

// ---- figures

// "= 8.5", "≈ 8.3333，四舍五入到 2 位小数，得 8.33"; without the sign "8.5", "约 8.3333 …".
static void add_result(const struct explain_at *here, bool sign)
{
    const struct trace_line *line = here->line;
    struct ratio before = explain_at_before(here);
    bool rounded = line->rounding.mode != ROUND_NONE && ratio_is_value(before) &&
                   ratio_is_value(line->value) && ratio_compare(before, line->value) != 0;
    struct ratio shown = rounded ? before : line->value;
    if (sign) {
        text_add(here->out, explain_figure_is_whole(shown) ? SLICE("= ") : SLICE("≈ "));
    } else if (!explain_figure_is_whole(shown)) {
        text_add(here->out, is_zh(here) ? SLICE("约 ") : SLICE("about "));
    }
    explain_figure_add(here->out, shown);
    if (rounded) {
        text_add(here->out, is_zh(here) ? SLICE("，") : SLICE(", "));
        explain_figure_rounding(here->out, line->rounding, here->language);
        text_add(here->out, is_zh(here) ? SLICE("，得 ") : SLICE(": "));
        explain_figure_add(here->out, line->value);
    }
}

// Behind a Chinese word: a blank stands only before a figure.
static void add_scores(const struct explain_at *here)
{
    bool rounded = here->line->rounding.mode != ROUND_NONE;
    bool whole = explain_figure_is_whole(rounded ? explain_at_before(here) : here->line->value);
    text_add(here->out, is_zh(here) && whole ? SLICE(" ") : SLICE(""));
    add_result(here, false);
}

static void add_list(const struct explain_at *here)
{
    const struct rules_part *part = explain_at_part(here);
    bool median = here->line->kind == TRACE_REDUCED && part && part->reduce == RULES_MEDIAN;
    struct slice mark = !median ? SLICE(" + ") : is_zh(here) ? SLICE("、") : SLICE(", ");
    struct explain_list list;
    (void)explain_list_find(here->explain, here->at, &list);
    for (size_t i = 0; i < list.count; i++) {
        text_add(here->out, i ? mark : SLICE(""));
        explain_figure_add(here->out, list.figures[i]);
    }
}

static void add_declared(const struct explain_at *here)
{
    struct ratio declared = here->line->a;
    if (ratio_is_value(declared) && declared.num < 0) {
        (void)ratio_multiply(declared, (struct ratio){-1, 1}, &declared);
    }
    explain_figure_add(here->out, declared);
}

static bool fill_figure(const struct explain_at *here, struct slice name)
{
    const struct trace_line *line = here->line;
    if (slice_is(name, "value")) {
        explain_figure_add(here->out, line->value);
    } else if (slice_is(name, "a")) {
        explain_figure_add(here->out, line->a);
    } else if (slice_is(name, "b")) {
        explain_figure_add(here->out, line->b);
    } else if (slice_is(name, "n")) {
        text_printf(here->out, "%" PRId64, line->n);
    } else if (slice_is(name, "number")) {
        text_printf(here->out, "%" PRIu32, line->number);
    } else {
        return false;
    }
    return true;
}

static bool fill_part(const struct explain_at *here, struct slice name)
{
    const struct trace_line *line = here->line;
    const struct rules_part *part = explain_at_part(here);
    struct ratio inverse = RATIO_ZERO;
    if (slice_is(name, "weight")) {
        explain_figure_weight(here->out, line->b);
    } else if (slice_is(name, "divisor")) {
        (void)ratio_quotient(RATIO_ONE, line->b, &inverse);
        explain_figure_add(here->out, inverse);
    } else if (slice_is(name, "max")) {
        explain_figure_add(here->out, part ? part->against_max : RATIO_ZERO);
    } else if (slice_is(name, "declared")) {
        add_declared(here);
    } else if (slice_is(name, "time") || slice_is(name, "added")) {
        explain_figure_time(here->out, slice_is(name, "time") ? line->value : line->a,
                            here->language);
    } else {
        return false;
    }
    return true;
}

static bool fill_worth(const struct explain_at *here, struct slice name)
{
    const struct rules_aspect *aspect = explain_at_aspect(here);
    if (!aspect) {
        return false;
    }
    if (slice_is(name, "full")) {
        explain_figure_add(here->out, ratio_of_point(aspect->full));
    } else if (slice_is(name, "possible")) {
        explain_figure_add(here->out, aspect->target);
    } else if (slice_is(name, "coefficient")) {
        explain_figure_add(here->out, aspect->weight);
    } else if (slice_is(name, "limit")) {
        explain_figure_add(here->out, aspect->cap);
    } else if (slice_is(name, "entry") || slice_is(name, "target")) {
        explain_figure_add(here->out, explain_at_entry(here, slice_is(name, "target") ? 1 : 0));
    } else {
        return false;
    }
    return true;
}

static bool fill_rest(const struct explain_at *here, struct slice name)
{
    if (slice_is(name, "result") || slice_is(name, "equals")) {
        add_result(here, slice_is(name, "equals"));
    } else if (slice_is(name, "scores")) {
        add_scores(here);
    } else if (slice_is(name, "list")) {
        add_list(here);
    } else {
        return false;
    }
    return true;
}

// ---- patterns

void explain_slot_fill(const struct explain_at *here, const char *pattern)
{
    while (*pattern) {
        size_t run = strcspn(pattern, "{");
        buf_add(here->out, pattern, run);
        pattern += run;
        const char *end = strchr(pattern, '}');
        if (!end) {
            text_add(here->out, slice_of(pattern));
            return;
        }
        struct slice name = {pattern + 1, (size_t)(end - pattern - 1)};
        bool filled = fill_figure(here, name) || fill_part(here, name) || fill_worth(here, name) ||
                      fill_rest(here, name) || explain_name_fill(here, name) ||
                      explain_fault_fill(here, name);
        if (!filled) {
            text_add(here->out, SLICE("–"));
        }
        pattern = end + 1;
    }
}
