#include "cli/demo_robot_plan.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/must.h"
#include "base/text.h"
#include "wire/ask.h"
#include "wire/definition.h"
#include "wire/faults.h"
#include "wire/problem.h"

enum { WHOLE = 1000, ABILITY_LEAST = 620, ABILITY_SPAN = 340, MOOD_SPAN = 120, EYE_SPAN = 90 };

// splitmix64: each step mixes one more number in.
static uint64_t mix(uint64_t state, uint64_t more)
{
    uint64_t z = state + 0x9e3779b97f4a7c15ULL * (more + 1);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

uint64_t demo_robot_plan_chance(const struct demo_robot_plan *plan, uint64_t a, uint64_t b,
                                uint64_t c, uint64_t below)
{
    return mix(mix(mix(mix(0, plan->seed), a), b), c) % below;
}

// Twice a chance makes the middle likelier than the ends: from -span/2 to span/2.
static int64_t sway(const struct demo_robot_plan *plan, uint64_t a, uint64_t b, uint64_t c,
                    uint64_t span)
{
    uint64_t sum = demo_robot_plan_chance(plan, a, b, 2 * c, span) +
                   demo_robot_plan_chance(plan, a, b, 2 * c + 1, span);
    return ((int64_t)sum - (int64_t)span) / 2;
}

static bool read_text(struct demo_robot_plan *plan, const char *folder, const char *name,
                      struct slice *ret, struct buf *problem)
{
    const char *path = arena_printf(plan->arena, "%s/%s", folder, name);
    struct buf *file = file_read(path);
    if (!file) {
        text_printf(problem, "%s cannot be read", path);
        return false;
    }
    *ret =
        (struct slice){arena_copy(plan->arena, (struct slice){file->bytes, file->len}), file->len};
    buf_unref(file);
    return true;
}

static void say_fault(const char *file, const struct faults *faults, struct buf *problem)
{
    text_printf(problem, "%s: ", file);
    const struct faults_item *item = &faults->items[0];
    problem_line(problem, PROBLEM_EN, item->name, item->pointer, item->word);
}

static bool read_definition(struct demo_robot_plan *plan, const char *folder, struct buf *problem)
{
    struct faults faults = {.count = 0};
    if (!read_text(plan, folder, "competition.json", &plan->definition_text, problem)) {
        return false;
    }
    plan->definition = definition_read(plan->definition_text, &faults);
    if (!plan->definition) {
        say_fault("competition.json", &faults, problem);
        return false;
    }
    plan->rules = definition_rules(plan->definition);
    for (uint32_t i = 0; i < plan->rules->part_count; i++) {
        if (plan->rules->parts[i].declares & RULES_DECLARES_SCALE) {
            text_printf(problem, "competition.json: simulated judges declare no scales (%s)",
                        plan->rules->parts[i].id);
            return false;
        }
    }
    return true;
}

// The server's own reading of a part of the roster, so that what it would refuse is refused here.
static bool read_competitors(struct demo_robot_plan *plan, size_t from, size_t count,
                             struct buf *problem)
{
    struct buf *json = buf_new(4096);
    struct faults faults = {.count = 0};
    struct ask_roster roster;
    csv_roster_write(&plan->roster, from, count, json);
    bool good = ask_roster(plan->arena, plan->rules, (struct slice){json->bytes, json->len},
                           &roster, &faults);
    for (size_t i = 0; good && i < count; i++) {
        const struct ask_competitor *one = &roster.competitors[i];
        plan->competitors[from + i] = (struct demo_robot_plan_competitor){
            arena_copy(plan->arena, one->id),
            rules_find_skill(plan->rules, one->skill.at, one->skill.len)};
    }
    if (!good) {
        say_fault("roster.csv", &faults, problem);
    }
    buf_unref(json);
    return good;
}

static bool read_roster(struct demo_robot_plan *plan, const char *folder, struct buf *problem)
{
    struct slice text;
    if (!read_text(plan, folder, "roster.csv", &text, problem) ||
        !csv_roster(plan->arena, text, &plan->roster, problem)) {
        return false;
    }
    size_t all = plan->roster.count;
    plan->competitors = arena_alloc(plan->arena, (all + 1) * sizeof *plan->competitors);
    for (size_t at = 0; at < all; at += ASK_ROSTER_MAX) {
        size_t count = all - at < ASK_ROSTER_MAX ? all - at : ASK_ROSTER_MAX;
        if (!read_competitors(plan, at, count, problem)) {
            return false;
        }
    }
    return true;
}

static bool is_any_or(struct slice pattern, const char *id)
{
    return !pattern.at || slice_is(pattern, "*") || slice_is(pattern, id);
}

// The judge's seat in a part, or RULES_NONE.
static uint32_t seat_in(const struct rules *rules, const struct ask_judge *judge, uint32_t at)
{
    const struct rules_part *part = &rules->parts[at];
    for (size_t i = 0; i < judge->seat_count; i++) {
        const struct ask_seat *seat = &judge->seats[i];
        if (is_any_or(seat->skill, rules->skills[part->skill].id) &&
            is_any_or(seat->stage, rules->stages[part->stage].id) &&
            is_any_or(seat->part, part->id)) {
            uint32_t found = rules_find_seat(rules, at, seat->seat.at, seat->seat.len);
            if (found != RULES_NONE) {
                return found;
            }
        }
    }
    return RULES_NONE;
}

// All parts of one competitor, then the next: so a board fills from the top of the starting order.
static size_t list_items(const struct demo_robot_plan *plan, const uint32_t *seats,
                         struct demo_robot_plan_item *items)
{
    const struct rules *rules = plan->rules;
    size_t count = 0;
    for (size_t i = 0; i < plan->roster.count; i++) {
        for (uint32_t part = 0; part < rules->part_count; part++) {
            if (seats[part] != RULES_NONE &&
                rules->parts[part].skill == plan->competitors[i].skill) {
                if (items) {
                    items[count] = (struct demo_robot_plan_item){(uint32_t)i, part, seats[part]};
                }
                count++;
            }
        }
    }
    return count;
}

static void plan_judge(struct demo_robot_plan *plan, const struct ask_judge *judge,
                       struct demo_robot_plan_judge *ret)
{
    uint32_t *seats = arena_alloc(plan->arena, plan->rules->part_count * sizeof *seats);
    for (uint32_t part = 0; part < plan->rules->part_count; part++) {
        seats[part] = seat_in(plan->rules, judge, part);
    }
    size_t count = list_items(plan, seats, NULL);
    *ret = (struct demo_robot_plan_judge){.id = arena_copy(plan->arena, judge->id),
                                          .name = arena_copy(plan->arena, judge->name),
                                          .panel = RULES_NONE};
    ret->items = arena_alloc(plan->arena, (count + 1) * sizeof *ret->items);
    ret->item_count = list_items(plan, seats, ret->items);
    if (count > 0) {
        ret->panel = ret->items[0].part;
    }
}

static bool read_judges(struct demo_robot_plan *plan, const char *folder, struct buf *problem)
{
    struct faults faults = {.count = 0};
    struct ask_judges judges;
    if (!read_text(plan, folder, "judges.json", &plan->judges_text, problem)) {
        return false;
    }
    if (!ask_judges(plan->arena, plan->rules, plan->judges_text, &judges, &faults)) {
        say_fault("judges.json", &faults, problem);
        return false;
    }
    plan->judge_count = judges.count;
    plan->judges = arena_alloc(plan->arena, (judges.count + 1) * sizeof *plan->judges);
    for (size_t i = 0; i < judges.count; i++) {
        plan_judge(plan, &judges.judges[i], &plan->judges[i]);
    }
    return true;
}

struct demo_robot_plan *demo_robot_plan_new(const char *folder, uint64_t seed, struct buf *problem)
{
    struct arena *arena = arena_new();
    struct demo_robot_plan *plan = arena_alloc(arena, sizeof *plan);
    plan->arena = arena;
    plan->seed = seed;
    if (read_definition(plan, folder, problem) && read_roster(plan, folder, problem) &&
        read_judges(plan, folder, problem)) {
        return plan;
    }
    return demo_robot_plan_free(plan);
}

struct demo_robot_plan *demo_robot_plan_free(struct demo_robot_plan *plan)
{
    if (plan) {
        definition_free(plan->definition);
        arena_free(plan->arena);
    }
    return NULL;
}

// Thousandths of the best possible: what he can do, how this part went for him, how this judge sees
// it.
static int64_t share(const struct demo_robot_plan *plan, size_t judge,
                     const struct demo_robot_plan_item *item, uint32_t aspect)
{
    enum { ABILITY = 1, MOOD, EYE };

    uint64_t who = item->competitor;
    int64_t share = ABILITY_LEAST + ABILITY_SPAN / 2;
    share += sway(plan, ABILITY, who, 0, ABILITY_SPAN);
    share += sway(plan, MOOD, who, item->part, MOOD_SPAN);
    share += sway(plan, EYE + judge, who, aspect, EYE_SPAN);
    return share < 0 ? 0 : share > WHOLE ? WHOLE : share;
}

static void add_point(struct buf *out, point_t value)
{
    char text[POINT_TEXT_MAX];
    size_t len = point_print(value, text);
    text_printf(out, "\"%.*s\"", (int)len, text);
}

static void add_marks(const struct demo_robot_plan *plan, size_t judge,
                      const struct demo_robot_plan_item *item, struct buf *out)
{
    const struct rules_part *part = &plan->rules->parts[item->part];
    text_add(out, SLICE("{\"marks\":["));
    for (uint32_t i = 0; i < part->aspect_count; i++) {
        const struct rules_aspect *aspect = &plan->rules->aspects[part->aspect_first + i];
        int64_t steps = (aspect->max - aspect->min) / aspect->step;
        int64_t taken =
            (steps * share(plan, judge, item, part->aspect_first + i) + WHOLE / 2) / WHOLE;
        text_printf(out, "%s{\"aspect\":\"%s\",\"value\":", i ? "," : "", aspect->id);
        add_point(out, aspect->min + taken * aspect->step);
        text_add(out, SLICE("}"));
    }
    text_add(out, SLICE("]}"));
}

static void add_declared(const struct demo_robot_plan *plan, size_t judge,
                         const struct demo_robot_plan_item *item, struct buf *out)
{
    static const struct {
        unsigned bit;
        const char *name;
        point_t usual;
    } values[] = {{RULES_DECLARES_BASE, "base", 0},
                  {RULES_DECLARES_DIFFICULTY, "difficulty", POINT_ONE},
                  {RULES_DECLARES_FACTOR, "factor", POINT_ONE},
                  {RULES_DECLARES_DEDUCTION, "deduction", 0}};

    unsigned declares = plan->rules->parts[item->part].declares;
    const char *comma = "";
    text_add(out, SLICE("{\"declared\":{"));
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        if (declares & values[i].bit) {
            uint64_t late = demo_robot_plan_chance(plan, judge, item->competitor, item->part, 8);
            bool deducts = values[i].bit == RULES_DECLARES_DEDUCTION && late < 3;
            text_printf(out, "%s\"%s\":", comma, values[i].name);
            add_point(out, deducts ? (point_t)late * POINT_ONE : values[i].usual);
            comma = ",";
        }
    }
    text_add(out, SLICE("}}"));
}

void demo_robot_plan_body(const struct demo_robot_plan *plan, size_t judge, size_t item,
                          struct buf *out)
{
    must(judge < plan->judge_count && item < plan->judges[judge].item_count);
    const struct demo_robot_plan_item *at = &plan->judges[judge].items[item];
    if (at->seat == plan->rules->parts[at->part].seat_count) {
        add_declared(plan, judge, at, out);
    } else {
        add_marks(plan, judge, at, out);
    }
}

uint64_t demo_robot_plan_pause_ms(const struct demo_robot_plan *plan, size_t judge, size_t item)
{
    enum { SHEET = 4000, SHEET_MORE = 16001, CHANGE = 10000, CHANGE_MORE = 20001 };
    const struct demo_robot_plan_item *items = plan->judges[judge].items;
    uint64_t pause = SHEET + demo_robot_plan_chance(plan, judge, item, 1, SHEET_MORE);
    if (item > 0 && item < plan->judges[judge].item_count &&
        items[item].competitor != items[item - 1].competitor) {
        pause += CHANGE + demo_robot_plan_chance(plan, judge, item, 2, CHANGE_MORE);
    }
    return pause;
}
