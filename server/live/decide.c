#include "live/decide.h"

#include "base/arena.h"
#include "base/table.h"
#include "live/order.h"

// ---- reading

static bool find_skill(const struct record *record, struct ask_ruling *ruling, uint32_t *ret,
                       struct faults *faults)
{
    bool good = true;

    *ret = RULES_NONE;
    for (size_t i = 0; i < ruling->who_count; i++) {
        const struct record_competitor *competitor =
            table_get(record->competitor_by_id, ruling->who[i].id);
        if (!competitor) {
            ask_ruling_who_fault(ruling, i, "unknown-competitor", faults);
            good = false;
        } else if (*ret == RULES_NONE) {
            *ret = competitor->skill;
        }
    }
    return good;
}

bool decide_read(struct arena *arena, const struct record *record, struct slice json,
                 struct ask_ruling *ret, struct faults *faults)
{
    uint32_t skill = RULES_NONE;

    if (!ask_ruling_read(arena, record->rules, json, ret, faults) ||
        !find_skill(record, ret, &skill, faults) ||
        !ask_ruling_settle(record->rules, skill, ret, faults)) {
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < ret->who_count; i++) {
        const struct record_competitor *competitor =
            table_get(record->competitor_by_id, ret->who[i].id);
        if (competitor->skill != ret->skill) {
            ask_ruling_fault(ret, i, (struct fault){V_SKILL_DIFFERS, 0}, faults);
            good = false;
        }
    }
    return good;
}

// ---- what it comes to

static bool refuse(struct decide *decide, enum verdict verdict, size_t who)
{
    decide->fault = (struct fault){verdict, 0};
    decide->who = who;
    return false;
}

// Field and draw speak of many at once: who stays where he is is no reason to refuse them.
static bool stays(const struct rules *rules, const struct row *row, const struct ruling *ruling)
{
    uint32_t group = 0;
    uint32_t number = 0;

    if (ruling->kind == RULING_FIELD) {
        return contest_field(rules, row, ruling->stage) == (ruling->on ? FIELD_IN : FIELD_OUT);
    }
    if (ruling->kind == RULING_DRAW) {
        contest_draw(rules, row, ruling->stage, &group, &number);
        return group == ruling->group && number == ruling->number;
    }
    return false;
}

// One competitor's share. What would change nothing is left out.
static bool add(const struct record *record, struct decide *decide,
                struct record_competitor *competitor, const struct ruling *ruling, size_t who)
{
    struct fault fault =
        contest_check_ruling(record->rules, competitor->skill, competitor->row, ruling);

    if (fault.verdict == V_OK && !stays(record->rules, competitor->row, ruling)) {
        decide->lines[decide->count++] = (struct decide_line){competitor, *ruling};
    } else if (fault.verdict != V_OK && fault.verdict != V_RULING_IDLE) {
        decide->fault = fault;
        decide->who = who;
        return false;
    }
    return true;
}

static bool decide_named(const struct record *record, const struct ask_ruling *ruling,
                         struct decide *decide)
{
    for (size_t i = 0; i < ruling->who_count; i++) {
        struct ruling one = ask_ruling_of(ruling, i);
        if (!add(record, decide, table_get(record->competitor_by_id, ruling->who[i].id), &one, i)) {
            return false;
        }
    }
    return true;
}

// Those of the skill whom the ruling does not name, by their number in the skill's list.
static bool *find_others(struct arena *arena, const struct record *record,
                         const struct ask_ruling *ruling)
{
    const struct record_skill *skill = &record->skills[ruling->skill];
    bool *others = arena_alloc(arena, skill->count + 1);

    memset(others, 1, skill->count);
    for (size_t i = 0; i < ruling->who_count; i++) {
        const struct record_competitor *named =
            table_get(record->competitor_by_id, ruling->who[i].id);
        others[named->at] = false;
    }
    return others;
}

static bool decide_others(const struct record *record, const struct ask_ruling *ruling,
                          const bool *others, struct decide *decide)
{
    const struct record_skill *skill = &record->skills[ruling->skill];
    struct ruling one = {.kind = ruling->kind == ASK_RULING_FIELD ? RULING_FIELD : RULING_DRAW,
                         .stage = ruling->stage};

    for (size_t i = 0; i < skill->count; i++) {
        if (others[i] &&
            !add(record, decide, record->competitors[skill->competitors[i]], &one, 0)) {
            return false;
        }
    }
    return true;
}

// The engine's own cut at this moment: who passes is in, all others of the skill are out.
static bool decide_cut(struct arena *arena, const struct record *record,
                       const struct ask_ruling *ruling, struct decide *decide)
{
    const struct record_skill *skill = &record->skills[ruling->skill];
    bool *others = arena_alloc(arena, skill->count + 1);
    struct ruling one = {.kind = RULING_FIELD, .stage = ruling->stage, .on = true};
    struct order_cut cut;

    if (!order_cut(arena, record, ruling->stage, &cut)) {
        return refuse(decide, V_RULING_UNKNOWN, 0);
    }
    if (cut.passing == 0) {
        return refuse(decide, V_RULING_IDLE, 0);
    }
    memset(others, 1, skill->count);
    for (size_t i = 0; i < cut.count; i++) {
        struct record_competitor *competitor = record->competitors[cut.lines[i].who];
        if (cut.passes[i]) {
            others[competitor->at] = false;
            if (!add(record, decide, competitor, &one, 0)) {
                return false;
            }
        }
    }
    return decide_others(record, ruling, others, decide);
}

static bool decide_everybody(const struct record *record, const struct ask_ruling *ruling,
                             struct decide *decide)
{
    const struct record_skill *skill = &record->skills[ruling->skill];
    struct ruling one = {.kind = RULING_ACCEPT, .part = ruling->part, .on = ruling->on};

    for (size_t i = 0; i < skill->count; i++) {
        if (!add(record, decide, record->competitors[skill->competitors[i]], &one, 0)) {
            return false;
        }
    }
    return true;
}

// ---- matches

size_t decide_sides(struct arena *arena, const struct record *record, uint32_t stage,
                    struct bout_side **ret)
{
    const struct rules *rules = record->rules;
    const struct record_skill *skill = &record->skills[rules->stages[stage].skill];
    struct bout_side *sides = arena_alloc(arena, (skill->count + 1) * sizeof *sides);
    size_t count = 0;

    for (size_t i = 0; i < skill->count; i++) {
        struct bout_side side = {.group = 0};
        contest_draw(rules, record->competitors[skill->competitors[i]]->row, stage, &side.group,
                     &side.number);
        if (side.number > 0) {
            sides[count++] = side;
        }
    }
    *ret = sides;
    return count;
}

static void turn_round(struct bout *bout)
{
    uint32_t a = bout->a;

    bout->a = bout->b;
    bout->b = a;
    for (uint32_t i = 0; i < bout->end_count; i++) {
        uint32_t end = bout->ends[i].a;
        bout->ends[i].a = bout->ends[i].b;
        bout->ends[i].b = end;
    }
    bout->forfeit = bout->forfeit ? 3 - bout->forfeit : 0;
}

// A match is always kept the same way round, so that a second record of it is known as such.
static void straighten(const struct record *record, const struct ask_ruling *ruling,
                       size_t side_count, struct bout *bout)
{
    const struct rules *rules = record->rules;
    const struct record_skill *skill = &record->skills[ruling->skill];

    if (rules->stages[bout->stage].matches.format == RULES_ROUND_ROBIN) {
        bout->number = 0;
        if (bout->a > bout->b) {
            turn_round(bout);
        }
        return;
    }
    bout->group = 0;
    struct bout_pair pair =
        bout_pairing(rules, bout->stage, skill->bouts, (uint32_t)skill->bout_count,
                     (uint32_t)side_count, bout->round, bout->number);
    if (pair.a == bout->b && pair.b == bout->a) {
        turn_round(bout);
    }
}

static bool decide_match(struct arena *arena, const struct record *record,
                         const struct ask_ruling *ruling, struct decide *decide)
{
    const struct rules *rules = record->rules;
    const struct record_skill *skill = &record->skills[ruling->skill];
    struct bout *bout = &decide->bout;
    struct bout_side *sides = NULL;
    uint32_t groups[2] = {0, 0};

    *bout = ruling->bout;
    for (size_t i = 0; i < 2; i++) {
        const struct record_competitor *side =
            table_get(record->competitor_by_id, ruling->who[i].id);
        contest_draw(rules, side->row, bout->stage, &groups[i], i ? &bout->b : &bout->a);
    }
    if (bout->a == 0 || bout->b == 0 || groups[0] != groups[1]) {
        return refuse(decide, V_BOUT_UNKNOWN, bout->a == 0 ? 0 : 1);
    }
    bout->group = groups[0];
    size_t side_count = decide_sides(arena, record, bout->stage, &sides);
    straighten(record, ruling, side_count, bout);
    int verdict = bout_check(rules, bout->stage, sides, (uint32_t)side_count, skill->bouts,
                             (uint32_t)skill->bout_count, bout);
    decide->has_bout = verdict == V_OK;
    return verdict == V_OK || refuse(decide, (enum verdict)verdict, 0);
}

static bool same_match(const struct rules *rules, const struct bout *one, const struct bout *other)
{
    bool round_robin = rules->stages[one->stage].matches.format == RULES_ROUND_ROBIN;

    return one->stage == other->stage && one->group == other->group && one->round == other->round &&
           one->number == other->number &&
           (!round_robin || (one->a == other->a && one->b == other->b));
}

// Whether the draw has put somebody else in the place of one of its sides: the match was not his.
static bool lost_its_side(const struct record *record, const struct decide *decide,
                          const struct bout *bout)
{
    const struct rules *rules = record->rules;
    bool knockout = rules->stages[bout->stage].matches.format == RULES_KNOCKOUT;

    for (size_t i = 0; i < decide->count; i++) {
        const struct decide_line *line = &decide->lines[i];
        uint32_t group = 0;
        uint32_t number = 0;
        if (line->ruling.kind != RULING_DRAW || line->ruling.stage != bout->stage) {
            return false;
        }
        contest_draw(rules, line->competitor->row, bout->stage, &group, &number);
        if (number > 0 && (knockout || group == bout->group) &&
            (number == bout->a || number == bout->b)) {
            return true;
        }
    }
    return false;
}

struct bout *decide_bouts(struct arena *arena, const struct record *record,
                          const struct decide *decide, size_t *ret_count)
{
    const struct record_skill *skill = &record->skills[decide->skill];
    struct bout *bouts = arena_alloc(arena, (skill->bout_count + 1) * sizeof *bouts);
    size_t count = 0;
    bool found = !decide->has_bout;

    for (size_t i = 0; i < skill->bout_count; i++) {
        const struct bout *bout = &skill->bouts[i];
        if (!found && same_match(record->rules, bout, &decide->bout)) {
            bouts[count++] = decide->bout;
            found = true;
        } else if (!lost_its_side(record, decide, bout)) {
            bouts[count++] = *bout;
        }
    }
    if (!found) {
        bouts[count++] = decide->bout;
    }
    *ret_count = count;
    return bouts;
}

// ---- all kinds

static bool decide_kind(struct arena *arena, const struct record *record,
                        const struct ask_ruling *ruling, struct decide *decide)
{
    switch (ruling->kind) {
    case ASK_RULING_MATCH:
        return decide_match(arena, record, ruling, decide);
    case ASK_RULING_FIELD:
        if (ruling->cut) {
            return decide_cut(arena, record, ruling, decide);
        }
        return decide_named(record, ruling, decide) &&
               decide_others(record, ruling, find_others(arena, record, ruling), decide);
    case ASK_RULING_DRAW:
        return decide_named(record, ruling, decide) &&
               decide_others(record, ruling, find_others(arena, record, ruling), decide);
    case ASK_RULING_ACCEPT:
        return ruling->everybody ? decide_everybody(record, ruling, decide)
                                 : decide_named(record, ruling, decide);
    case ASK_RULING_STATUS:
    case ASK_RULING_ADJUST:
    case ASK_RULING_VOID:
    case ASK_RULING_EXCUSE:
    case ASK_RULING_ORDER:
    case ASK_RULING_AWARD:
    case ASK_RULING_TURN:
    case ASK_RULING_RETURN:
        break;
    }
    return decide_named(record, ruling, decide);
}

bool decide_ruling(struct arena *arena, const struct record *record,
                   const struct ask_ruling *ruling, struct decide *ret)
{
    size_t most = record->skills[ruling->skill].count + 1;

    *ret = (struct decide){.skill = ruling->skill, .award = ruling->kind == ASK_RULING_AWARD};
    ret->lines = arena_alloc(arena, most * sizeof *ret->lines);
    if (!decide_kind(arena, record, ruling, ret)) {
        return false;
    }
    bool many = ruling->kind == ASK_RULING_FIELD || ruling->kind == ASK_RULING_DRAW;
    return ret->count > 0 || ret->has_bout || many || refuse(ret, V_RULING_IDLE, 0);
}

struct record_competitor **decide_bulk(struct arena *arena, const struct record *record,
                                       const struct ask_bulk *bulk, size_t *ret_row)
{
    struct record_competitor **rows = arena_alloc(arena, (bulk->count + 1) * sizeof(void *));
    uint32_t skill = record->rules->parts[bulk->part].skill;

    for (size_t i = 0; i < bulk->count; i++) {
        rows[i] = table_get(record->competitor_by_id, bulk->rows[i].competitor);
        if (!rows[i] || rows[i]->skill != skill) {
            *ret_row = i;
            return NULL;
        }
    }
    return rows;
}
