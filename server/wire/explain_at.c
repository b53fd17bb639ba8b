#include "wire/explain_at.h"

#include "wire/explain_list.h"

const struct rules_aspect *explain_at_aspect(const struct explain_at *here)
{
    return here->line->aspect < here->rules->aspect_count
               ? &here->rules->aspects[here->line->aspect]
               : NULL;
}

const struct rules_part *explain_at_part(const struct explain_at *here)
{
    uint32_t part = explain_list_part(here->rules, here->line);
    return part == RULES_NONE ? NULL : &here->rules->parts[part];
}

const struct rules_fault *explain_at_fault(const struct rules *rules, const struct trace_line *line)
{
    const struct rules_aspect *aspect =
        line->aspect < rules->aspect_count ? &rules->aspects[line->aspect] : NULL;
    return aspect && line->number < aspect->fault_count ? &aspect->faults[line->number] : NULL;
}

struct ratio explain_at_entry(const struct explain_at *here, uint32_t number)
{
    const struct trace_line *entry = explain_list_entry(here->explain->trace, here->at, number);
    const struct rules_aspect *aspect = explain_at_aspect(here);
    if (entry) {
        return entry->value;
    }
    return number == 1 && aspect ? aspect->target : RATIO_ZERO;
}

static bool formula(const struct explain_at *here, const struct rules_aspect *aspect,
                    struct ratio *ret)
{
    struct ratio by = aspect->input == RULES_JUDGEMENT ? (struct ratio){3, 1}
                      : aspect->input == RULES_NUMBER  ? aspect->target
                                                       : explain_at_entry(here, 1);
    bool falls = aspect->input == RULES_TARGET && aspect->falling;
    bool known = aspect->input == RULES_JUDGEMENT || aspect->input == RULES_NUMBER ||
                 aspect->input == RULES_TARGET;
    struct ratio entry = explain_at_entry(here, 0);
    if (falls) {
        struct ratio target = by;
        by = entry;
        entry = target;
    }
    known = known && aspect->weight.den == 0;
    return known && ratio_is_value(entry) && ratio_is_value(by) &&
           ratio_multiply(ratio_of_point(aspect->full), entry, &entry) &&
           ratio_quotient(entry, by, ret);
}

struct ratio explain_at_before(const struct explain_at *here)
{
    const struct trace_line *line = here->line;
    enum trace_kind kind = line->kind;
    struct ratio before = line->value;
    bool says = kind == TRACE_REDUCED || kind == TRACE_PART || kind == TRACE_MODULE_SUM ||
                kind == TRACE_OWN || kind == TRACE_TOTAL;
    bool multiplies = kind == TRACE_PRODUCT || kind == TRACE_MODULE;
    const struct rules_aspect *aspect = explain_at_aspect(here);
    if (says && ratio_is_value(line->a)) {
        return line->a;
    }
    if (multiplies && ratio_is_value(line->a) && ratio_is_value(line->b)) {
        (void)ratio_multiply(line->a, line->b, &before);
    } else if (kind == TRACE_WORTH && aspect) {
        (void)formula(here, aspect, &before);
    }
    return before;
}
