#include "scoring/field_code.h"

#include "scoring/tally_code.h"
#include "scoring/trace.h"

// All who may take part in the stage, marked or not.
static uint32_t count_entered(const struct field_desk *desk)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < desk->count; i++) {
        count += field_desk_takes_part(desk, i);
    }
    return count;
}

static bool take_entry(const struct field_desk *desk, uint32_t part, uint32_t entered,
                       uint32_t entry)
{
    const struct rules_part *of = &desk->rules->parts[part];
    struct tally *tally = desk->entries[entry].tally;
    uint32_t at = part - desk->span.part_first;
    const struct rules_code *code = tally_code_find(of, tally->parts[at]);
    struct trace_line line = {.kind = TRACE_CODE,
                              .aspect = RULES_NONE,
                              .part = part,
                              .module = of->module,
                              .stage = desk->stage,
                              .seat = RULES_NONE,
                              .number = RULES_NONE,
                              .a = tally->parts[at]};

    if (!tally->part_complete[at] || !code || !code->entered) {
        return true;
    }
    if (!ratio_add((struct ratio){entered, 1}, code->worth, &line.value)) {
        return false;
    }
    tally->results[at].code = (enum rules_status)tally->parts[at].num;
    tally->parts[at] = line.value;
    trace_add(field_desk_trace(desk, entry), &line);
    return true;
}

bool field_code_stage(struct field_desk *desk)
{
    uint32_t entered = count_entered(desk);
    uint32_t end = desk->span.part_first + desk->span.part_count;

    for (uint32_t part = desk->span.part_first; part < end; part++) {
        const struct rules_part *of = &desk->rules->parts[part];
        if (of->stage != desk->stage || !tally_code_counts_entered(of)) {
            continue;
        }
        for (uint32_t i = 0; i < desk->count; i++) {
            if (!take_entry(desk, part, entered, desk->order[i])) {
                return false;
            }
        }
    }
    return true;
}
