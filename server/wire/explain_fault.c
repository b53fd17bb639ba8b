#include "wire/explain_fault.h"

#include "base/buf.h"
#include "base/text.h"
#include "wire/explain_figure.h"
#include "wire/explain_list.h"
#include "wire/say.h"

#include <inttypes.h>

static bool is_zh(const struct explain_at *here)
{
    return here->language == PROBLEM_ZH;
}

static struct slice in_language(const struct explain_at *here, const struct rules_name *name)
{
    const char *text = is_zh(here) ? name->zh : name->en ? name->en : name->zh;
    return text ? slice_of(text) : SLICE("");
}

// A plain count has no unit in English, and one of its own in Chinese.
static struct slice unit_of(const struct explain_at *here, const struct rules_fault *fault)
{
    struct slice unit = in_language(here, &fault->unit);
    return unit.len || !is_zh(here) ? unit : SLICE("处");
}

static void add_amount(const struct explain_at *here, point_t amount)
{
    explain_figure_add(here->out, ratio_of_point(amount));
}

// "15 mm", "2 处", "2".
static void add_quantity(const struct explain_at *here, struct ratio quantity, struct slice unit)
{
    explain_figure_add(here->out, quantity);
    if (unit.len) {
        SAY(here->out, " ");
        text_add(here->out, unit);
    }
}

// More was done than the fault takes off at most.
static bool is_capped(const struct rules_fault *fault, const struct trace_line *line)
{
    struct ratio whole;
    return fault->most > 0 &&
           ratio_multiply(ratio_of_point(fault->amount), (struct ratio){line->n, 1}, &whole) &&
           ratio_compare(whole, line->value) > 0;
}

// " − 咬边 15 mm (3 × 2)".
static void add_term(const struct explain_at *here, const struct trace_line *line)
{
    const struct rules_fault *fault = explain_at_fault(here->rules, line);
    if (!fault) {
        return;
    }
    SAY(here->out, " − ");
    text_add(here->out, in_language(here, &fault->name));
    SAY(here->out, " ");
    add_quantity(here, line->a, unit_of(here, fault));
    if (fault->lost) {
        text_add(here->out, is_zh(here) ? SLICE(" (扣光)") : SLICE(" (all of it)"));
        return;
    }
    text_printf(here->out, " (%" PRId64 " × ", line->n);
    add_amount(here, fault->amount);
    if (is_capped(fault, line)) {
        text_add(here->out, is_zh(here) ? SLICE("，最多扣 ") : SLICE(", at most "));
        add_amount(here, fault->most);
    }
    SAY(here->out, ")");
}

static bool add_terms(const struct explain_at *here)
{
    size_t from = explain_list_first(here->explain->trace, here->at);
    const struct trace_line *line = NULL;
    while ((line = explain_list_fault(here->explain->trace, here->at, &from))) {
        add_term(here, line);
    }
    return true;
}

bool explain_fault_any(const struct explain_at *here)
{
    size_t from = explain_list_first(here->explain->trace, here->at);
    return explain_list_fault(here->explain->trace, here->at, &from) != NULL;
}

bool explain_fault_took_all(const struct explain_at *here)
{
    const struct rules_aspect *aspect = explain_at_aspect(here);
    size_t from = explain_list_first(here->explain->trace, here->at);
    const struct trace_line *line = NULL;
    struct ratio left = aspect ? ratio_of_point(aspect->full) : RATIO_ZERO;
    while ((line = explain_list_fault(here->explain->trace, here->at, &from))) {
        const struct rules_fault *fault = explain_at_fault(here->rules, line);
        if ((fault && fault->lost) || !ratio_subtract(left, line->value, &left)) {
            return true;
        }
    }
    return left.num < 0;
}

// ---- one fault

// Whether the last step of the quantity is not a whole one.
static bool has_rest(const struct rules_fault *fault, const struct trace_line *line)
{
    struct ratio steps;
    return fault->each > 0 && ratio_quotient(line->a, ratio_of_point(fault->each), &steps) &&
           steps.den != 1;
}

static bool add_begun(const struct explain_at *here, const struct rules_fault *fault)
{
    if (has_rest(fault, here->line)) {
        struct slice zh = fault->begun ? SLICE("（不满的按一次计）") : SLICE("（不满的不计）");
        struct slice en = fault->begun ? SLICE(" (a part of it counts whole)")
                                       : SLICE(" (only whole ones count)");
        text_add(here->out, is_zh(here) ? zh : en);
    }
    return true;
}

static bool add_cap(const struct explain_at *here, const struct rules_fault *fault)
{
    if (is_capped(fault, here->line)) {
        text_add(here->out, is_zh(here) ? SLICE("（最多扣 ") : SLICE(" (at most "));
        add_amount(here, fault->most);
        text_add(here->out, is_zh(here) ? SLICE("）") : SLICE(")"));
    }
    return true;
}

static bool fill_fault(const struct explain_at *here, const struct rules_fault *fault,
                       struct slice name)
{
    struct slice unit = unit_of(here, fault);
    if (slice_is(name, "quantity")) {
        text_add(here->out, in_language(here, &fault->name));
        SAY(here->out, " ");
        add_quantity(here, here->line->a, unit);
    } else if (slice_is(name, "one")) {
        add_quantity(here, ratio_of_point(fault->each), unit);
    } else if (slice_is(name, "unit")) {
        bool latin = unit.len > 0 && (unsigned char)unit.at[0] < 0x80;
        text_add(here->out, latin ? SLICE(" ") : SLICE(""));
        text_add(here->out, unit);
        text_add(here->out, latin && is_zh(here) ? SLICE(" ") : SLICE(""));
    } else if (slice_is(name, "amount")) {
        add_amount(here, fault->amount);
    } else {
        return false;
    }
    return true;
}

// ---- adjustments

static bool add_adjustment(const struct explain_at *here, bool name)
{
    const struct rules *rules = here->rules;
    if (here->line->number >= rules->adjustment_count) {
        return false;
    }
    const struct rules_adjustment *how = &rules->adjustments[here->line->number];
    if (name) {
        SAY(here->out, "“");
        text_add(here->out, in_language(here, &how->name));
        SAY(here->out, "”");
        return true;
    }
    text_add(here->out, is_zh(here) ? SLICE("每次 ") : SLICE(""));
    text_add(here->out, how->amount > 0 ? SLICE("+") : SLICE(""));
    add_amount(here, how->amount);
    text_add(here->out, how->percent ? SLICE("%") : is_zh(here) ? SLICE(" 分") : SLICE(""));
    text_add(here->out, is_zh(here) ? SLICE("") : SLICE(" each time"));
    return true;
}

bool explain_fault_fill(const struct explain_at *here, struct slice name)
{
    bool adjusted = here->line->kind == TRACE_ADJUSTED;
    const struct rules_fault *fault =
        here->line->kind == TRACE_FAULT ? explain_at_fault(here->rules, here->line) : NULL;
    if (slice_is(name, "faults")) {
        return add_terms(here);
    }
    if (adjusted && (slice_is(name, "adjustment") || slice_is(name, "amount"))) {
        return add_adjustment(here, slice_is(name, "adjustment"));
    }
    if (!fault) {
        return false;
    }
    if (slice_is(name, "begun")) {
        return add_begun(here, fault);
    }
    return slice_is(name, "cap") ? add_cap(here, fault) : fill_fault(here, fault, name);
}
