#include "wire/explain_list.h"

#include "scoring/reduce.h"

uint32_t explain_list_part(const struct rules *rules, const struct trace_line *line)
{
    if (line->part < rules->part_count) {
        return line->part;
    }
    for (uint32_t i = 0; line->aspect < rules->aspect_count && i < rules->part_count; i++) {
        const struct rules_part *part = &rules->parts[i];
        if (line->aspect >= part->aspect_first &&
            line->aspect < part->aspect_first + part->aspect_count) {
            return i;
        }
    }
    return RULES_NONE;
}

static bool same_sheet(const struct trace_line *a, const struct trace_line *b)
{
    return a->aspect == b->aspect && a->seat == b->seat;
}

size_t explain_list_first(const struct trace *trace, size_t at)
{
    size_t first = at;
    while (first > 0 && same_sheet(&trace->lines[first - 1], &trace->lines[at])) {
        first--;
    }
    return first;
}

const struct trace_line *explain_list_entry(const struct trace *trace, size_t at, uint32_t number)
{
    for (size_t i = explain_list_first(trace, at); i < at; i++) {
        const struct trace_line *line = &trace->lines[i];
        if (line->kind == TRACE_ENTRY && line->number == number) {
            return line;
        }
    }
    return NULL;
}

const struct trace_line *explain_list_fault(const struct trace *trace, size_t at, size_t *from)
{
    for (; *from < at; (*from)++) {
        const struct trace_line *line = &trace->lines[*from];
        if (line->kind == TRACE_FAULT && same_sheet(line, &trace->lines[at])) {
            (*from)++;
            return line;
        }
    }
    return NULL;
}

// ---- figures that make a sum

static bool is_of_panel(const struct trace_line *line, const struct trace_line *sum)
{
    return line->kind == TRACE_FIGURE && line->n == REDUCE_USED && line->part == sum->part &&
           line->aspect == sum->aspect;
}

static bool is_dropped(const struct trace *trace, size_t at, uint32_t part)
{
    for (size_t i = 0; i < at; i++) {
        const struct trace_line *line = &trace->lines[i];
        if (line->kind == TRACE_DROPPED && line->part == part &&
            line->module == trace->lines[at].module) {
            return true;
        }
    }
    return false;
}

static bool belongs(const struct explain *explain, size_t i, size_t at)
{
    const struct trace_line *line = &explain->trace->lines[i];
    const struct trace_line *sum = &explain->trace->lines[at];
    if (sum->kind == TRACE_REDUCED) {
        return is_of_panel(line, sum);
    }
    if (sum->kind == TRACE_MODULE_SUM) {
        return line->kind == TRACE_PART && line->part < explain->rules->part_count &&
               explain->rules->parts[line->part].module == sum->module &&
               !is_dropped(explain->trace, at, line->part);
    }
    return sum->kind == TRACE_OWN && line->kind == TRACE_MODULE && line->stage == sum->stage &&
           line->module < explain->rules->module_count &&
           !explain->rules->modules[line->module].aside;
}

bool explain_list_is_adjusted(const struct trace *trace, size_t at)
{
    const struct trace_line *node = &trace->lines[at];
    for (size_t i = 0; i < at; i++) {
        const struct trace_line *line = &trace->lines[i];
        bool changes = line->kind == TRACE_ADJUSTED || line->kind == TRACE_LIMITED;
        if (changes && line->part == RULES_NONE && line->module == node->module &&
            line->stage == node->stage) {
            return true;
        }
    }
    return false;
}

// Where the figures of a panel begin: they stand right before what they are reduced to.
static size_t panel_first(const struct trace *trace, size_t at)
{
    const struct trace_line *sum = &trace->lines[at];
    size_t first = at;
    while (first > 0 && trace->lines[first - 1].part == sum->part &&
           trace->lines[first - 1].aspect == sum->aspect &&
           (trace->lines[first - 1].kind == TRACE_FIGURE ||
            trace->lines[first - 1].kind == TRACE_APART)) {
        first--;
    }
    return first;
}

static bool comes_to(const struct trace_line *line, struct ratio sum, size_t count, bool mean)
{
    struct ratio want = ratio_is_value(line->a) ? line->a : line->value;
    return ratio_is_value(want) && (!mean || ratio_divide(sum, (int64_t)count, &sum)) &&
           ratio_compare(sum, want) == 0;
}

bool explain_list_find(const struct explain *explain, size_t at, struct explain_list *ret)
{
    const struct trace_line *line = &explain->trace->lines[at];
    uint32_t part = explain_list_part(explain->rules, line);
    enum rules_reduce how = part != RULES_NONE ? explain->rules->parts[part].reduce : RULES_MEAN;
    struct ratio sum = RATIO_ZERO;
    size_t first = line->kind == TRACE_REDUCED ? panel_first(explain->trace, at) : 0;
    ret->count = 0;
    for (size_t i = first; i < at; i++) {
        struct ratio figure = explain->trace->lines[i].value;
        if (!belongs(explain, i, at)) {
            continue;
        }
        if (ret->count == EXPLAIN_LIST_MAX || !ratio_is_value(figure) ||
            !ratio_add(sum, figure, &sum)) {
            return false;
        }
        ret->figures[ret->count++] = figure;
    }
    bool panel = line->kind == TRACE_REDUCED;
    return ret->count > 1 && ((panel && how == RULES_MEDIAN) ||
                              comes_to(line, sum, ret->count, panel && how == RULES_MEAN));
}
