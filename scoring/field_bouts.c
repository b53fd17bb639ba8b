#include "scoring/field_bouts.h"

#include "scoring/trace.h"

// ---- the stage at hand

static uint32_t collect(struct field_desk *desk)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < desk->count; i++) {
        uint32_t entry = desk->order[i];
        struct bout_side side = {.points = RATIO_ZERO};
        contest_draw(desk->rules, desk->entries[entry].row, desk->stage, &side.group, &side.number);
        if (side.number > 0) {
            desk->sides[count] = side;
            desk->side_of[entry] = ++count;
        }
    }
    return count;
}

static void say(const struct field_desk *desk, uint32_t entry, const struct bout_side *side)
{
    struct trace_line line = {
        .kind = TRACE_MATCHES,
        .aspect = RULES_NONE,
        .part = RULES_NONE,
        .module = RULES_NONE,
        .stage = desk->stage,
        .seat = RULES_NONE,
        .number = side->losses,
        .n = side->wins,
        .a = RATIO_ZERO,
        .b = RATIO_ZERO,
        .value = side->points,
    };

    trace_add(field_desk_trace(desk, entry), &line);
    if (side->step > 0) {
        field_bouts_tell(desk, entry, side->step, side->own, side->before);
    }
}

void field_bouts_tell(const struct field_desk *desk, uint32_t entry, uint32_t step,
                      struct ratio own, struct ratio before)
{
    struct trace_line line = {
        .kind = TRACE_TIE,
        .aspect = RULES_NONE,
        .part = RULES_NONE,
        .module = RULES_NONE,
        .stage = desk->stage,
        .seat = RULES_NONE,
        .number = RULES_NONE,
        .n = step,
        .a = own,
        .b = before,
    };

    trace_add(field_desk_trace(desk, entry), &line);
}

// Who is out of a knockout has a place only once all before him have theirs.
static bool is_complete(const struct field_desk *desk, uint32_t side, uint32_t sides)
{
    bool groups = desk->rules->stages[desk->stage].matches.format == RULES_ROUND_ROBIN;

    for (uint32_t i = 0; !groups && i < sides; i++) {
        if (!desk->sides[i].complete) {
            return false;
        }
    }
    return desk->sides[side].complete;
}

static void take_entry(struct field_desk *desk, uint32_t entry, uint32_t sides)
{
    struct stage_result *result =
        &desk->entries[entry].tally->stages[desk->stage - desk->span.stage_first];

    result->complete = false;
    if (desk->side_of[entry] == 0) {
        return;
    }
    const struct bout_side *side = &desk->sides[desk->side_of[entry] - 1];
    result->complete = is_complete(desk, desk->side_of[entry] - 1, sides);
    result->own = side->points;
    result->started = side->played > 0;
    result->done = side->played;
    result->expected = side->expected;
    result->wins = side->wins;
    result->losses = side->losses;
    result->net = side->net;
    result->scored = side->scored;
    result->against = side->against;
    result->sonneborn = side->sonneborn;
    desk->method_order[entry] = side->order;
    desk->method_step[entry] = side->step;
    say(desk, entry, side);
}

bool field_bouts_stage(struct field_desk *desk)
{
    uint32_t sides = collect(desk);

    if (sides > 0 &&
        !bout_settle(desk->rules, desk->stage, desk->bouts, desk->bout_count, desk->sides, sides)) {
        return false;
    }
    for (uint32_t i = 0; i < desk->count; i++) {
        take_entry(desk, desk->order[i], sides);
    }
    return true;
}

// ---- among the tied

static bool same_match(const struct bout *a, const struct bout *b)
{
    bool sides = (a->a == b->a && a->b == b->b) || (a->a == b->b && a->b == b->a);

    return a->stage == b->stage && a->group == b->group && a->round == b->round &&
           a->number == b->number && sides;
}

static bool is_latest(const struct field_desk *desk, uint32_t index)
{
    for (uint32_t i = index + 1; i < desk->bout_count; i++) {
        if (same_match(&desk->bouts[i], &desk->bouts[index])) {
            return false;
        }
    }
    return true;
}

static struct field_item *find(const struct field_desk *desk, uint32_t stage,
                               struct field_item *items, uint32_t count, uint32_t group,
                               uint32_t number)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t of_group = 0;
        uint32_t of_number = 0;
        contest_draw(desk->rules, desk->entries[items[i].entry].row, stage, &of_group, &of_number);
        if (of_number == number && (group == 0 || of_group == group)) { // 0: a knockout
            return &items[i];
        }
    }
    return NULL;
}

static bool add_match(const struct rules_matches *matches, const struct bout *bout,
                      enum rules_tie_by by, struct field_item *a, struct field_item *b)
{
    return ratio_add(a->value, bout_match_measure(matches, bout, 1, by), &a->value) &&
           ratio_add(b->value, bout_match_measure(matches, bout, -1, by), &b->value);
}

bool field_bouts_among(const struct field_desk *desk, const struct rules_tie *tie,
                       struct field_item *items, uint32_t count)
{
    uint32_t stage = tie->index;

    for (uint32_t i = 0; i < count; i++) {
        items[i].value = RATIO_ZERO;
    }
    for (uint32_t i = 0; i < desk->bout_count; i++) {
        const struct bout *bout = &desk->bouts[i];
        if (bout->stage != stage) {
            continue;
        }
        struct field_item *a = find(desk, stage, items, count, bout->group, bout->a);
        struct field_item *b = find(desk, stage, items, count, bout->group, bout->b);
        if (a && b && is_latest(desk, i) &&
            !add_match(&desk->rules->stages[stage].matches, bout, tie->by, a, b)) {
            return false;
        }
    }
    return true;
}
