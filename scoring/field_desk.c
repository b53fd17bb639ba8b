#include "scoring/field_desk.h"

#include <string.h>

// ---- scratch memory

// Hands out memory; without a base it only counts.
struct cutter {
    char *base;
    size_t used;
};

static void *cut(struct cutter *cutter, size_t count, size_t each)
{
    size_t from = cutter->used;

    cutter->used += (count * each + 15) / 16 * 16;
    return cutter->base ? cutter->base + from : NULL;
}

// What the parts of a skill ask for.
struct demand {
    size_t judges; // tally_judge
    size_t ranked; // judges whose figures are ranked
    size_t marks;  // for each couple: places of all dances of one stage
    size_t dances; // of one stage
};

static void demand_of_stage(const struct rules *rules, const struct span *span, uint32_t stage,
                            struct demand *demand)
{
    struct demand here = {0};

    for (uint32_t i = span->part_first; i < span->part_first + span->part_count; i++) {
        const struct rules_part *part = &rules->parts[i];
        if (part->stage != stage) {
            continue;
        }
        here.ranked += part->normalise.by == RULES_RANKS ? part->seat_count : 0;
        here.judges += part->normalise.by != RULES_NORMALISE_NONE;
        here.marks += part->reduce == RULES_MAJORITY ? part->seat_count : 0;
        here.dances += part->reduce == RULES_MAJORITY;
    }
    demand->judges += here.judges > 0 ? 1 : 0;
    demand->ranked = here.ranked > demand->ranked ? here.ranked : demand->ranked;
    demand->marks = here.marks > demand->marks ? here.marks : demand->marks;
    demand->dances = here.dances > demand->dances ? here.dances : demand->dances;
}

static struct demand demand_of(const struct rules *rules, uint32_t skill)
{
    struct span span = span_of(rules, skill);
    struct demand demand = {0};

    for (uint32_t i = 0; i < span.stage_count; i++) {
        demand_of_stage(rules, &span, span.stage_first + i, &demand);
    }
    demand.judges = demand.judges > 0 ? (size_t)span.part_count * RULES_SEATS_MAX : 0;
    return demand;
}

static size_t lay_out(struct field_desk *desk, const struct demand *demand, size_t count,
                      void *scratch)
{
    struct cutter cutter = {scratch, 0};

    desk->order = cut(&cutter, count, sizeof *desk->order);
    desk->members = cut(&cutter, count, sizeof *desk->members);
    desk->position = cut(&cutter, count, sizeof *desk->position);
    desk->judges = cut(&cutter, demand->judges, sizeof *desk->judges);
    desk->figures = cut(&cutter, demand->ranked * count, sizeof *desk->figures);
    desk->values = cut(&cutter, count, sizeof *desk->values);
    desk->items = cut(&cutter, count, sizeof *desk->items);
    desk->sides = cut(&cutter, count, sizeof *desk->sides);
    desk->side_of = cut(&cutter, count, sizeof *desk->side_of);
    desk->taken = cut(&cutter, count + 1, sizeof *desk->taken);
    desk->marks = cut(&cutter, demand->marks * count, sizeof *desk->marks);
    desk->places = cut(&cutter, demand->dances * count, sizeof *desk->places);
    desk->totals = cut(&cutter, count, sizeof *desk->totals);
    desk->method_order = cut(&cutter, count, sizeof *desk->method_order);
    desk->method_step = cut(&cutter, count, sizeof *desk->method_step);
    desk->final_order = cut(&cutter, count, sizeof *desk->final_order);
    desk->final_decided = cut(&cutter, count, sizeof *desk->final_decided);
    return cutter.used;
}

size_t field_desk_bytes(const struct rules *rules, uint32_t skill, size_t count)
{
    struct demand demand = demand_of(rules, skill);
    struct field_desk desk;

    return lay_out(&desk, &demand, count, NULL);
}

// ---- the entries in an order that does not depend on the caller

static void sink(const struct field_desk *desk, uint32_t at, uint32_t count)
{
    uint32_t *order = desk->order;
    uint32_t held = order[at];

    for (uint32_t below = 2 * at + 1; below < count; below = 2 * at + 1) {
        if (below + 1 < count &&
            desk->entries[order[below + 1]].who > desk->entries[order[below]].who) {
            below++;
        }
        if (desk->entries[order[below]].who <= desk->entries[held].who) {
            break;
        }
        order[at] = order[below];
        at = below;
    }
    order[at] = held;
}

static void sort_by_who(struct field_desk *desk)
{
    bool sorted = true;

    for (uint32_t i = 0; i < desk->count; i++) {
        desk->order[i] = i;
        sorted = sorted && (i == 0 || desk->entries[i - 1].who < desk->entries[i].who);
    }
    if (sorted) { // as a node has them
        return;
    }
    for (uint32_t i = desk->count / 2; i-- > 0;) {
        sink(desk, i, desk->count);
    }
    for (uint32_t left = desk->count; left > 1; left--) {
        uint32_t last = desk->order[0];
        desk->order[0] = desk->order[left - 1];
        desk->order[left - 1] = last;
        sink(desk, 0, left - 1);
    }
}

void field_desk_open(struct field_desk *desk, void *scratch)
{
    struct demand demand = demand_of(desk->rules, desk->skill);

    desk->span = span_of(desk->rules, desk->skill);
    memset(scratch, 0, lay_out(desk, &demand, desk->count, NULL));
    lay_out(desk, &demand, desk->count, scratch);
    desk->judges = demand.judges > 0 ? desk->judges : NULL;
    sort_by_who(desk);
}

// ---- the stage at hand

bool field_desk_takes_part(const struct field_desk *desk, uint32_t entry)
{
    enum field_state state = contest_field(desk->rules, desk->entries[entry].row, desk->stage);
    bool cut = desk->rules->stages[desk->stage].cut.by != RULES_CUT_NONE;

    return state == FIELD_IN || (state == FIELD_OPEN && !cut);
}

static bool is_member(const struct field_desk *desk, uint32_t entry)
{
    const struct rules_effect *effects = desk->rules->skills[desk->skill].effects;
    enum rules_status status = contest_status(desk->rules, desk->entries[entry].row, desk->stage);

    return field_desk_takes_part(desk, entry) &&
           (status == RULES_RUNNING || effects[status].in_statistics);
}

void field_desk_turn(struct field_desk *desk, uint32_t stage)
{
    desk->stage = stage;
    desk->member_count = 0;
    for (uint32_t i = 0; i < desk->count; i++) {
        uint32_t entry = desk->order[i];
        bool member = is_member(desk, entry);
        if (member) {
            desk->members[desk->member_count++] = entry;
        }
        desk->position[entry] = member ? desk->member_count : 0;
        desk->method_order[entry] = 0;
        desk->method_step[entry] = 0;
        desk->side_of[entry] = 0;
    }
}

struct trace *field_desk_trace(const struct field_desk *desk, uint32_t entry)
{
    return desk->trace && desk->traced == entry ? desk->trace : NULL;
}
