#include "scoring/team.h"

// ---- one member

static bool is_of_table(const struct rules_team_table *table, const struct team_member *member)
{
    return ((table->skills[member->skill / 64] >> (member->skill % 64)) & 1) != 0;
}

static bool same_text(const char *a, const char *b)
{
    while (*a != '\0' && *a == *b) {
        a++;
        b++;
    }
    return *a == *b;
}

static bool has_title(const struct rules_skill *skill, const struct award_line *award,
                      const char *id)
{
    for (uint32_t i = 0; i < skill->title_count; i++) {
        if (((award->titles >> i) & 1) != 0 && same_text(skill->titles[i].id, id)) {
            return true;
        }
    }
    return false;
}

// The first title of the table that he has.
static struct ratio title_value(const struct rules *rules, const struct rules_team_table *table,
                                const struct team_member *member)
{
    const struct rules_skill *skill = &rules->skills[member->skill];

    for (uint32_t i = 0; member->award && i < table->title_count; i++) {
        if (has_title(skill, member->award, table->titles[i])) {
            return table->title_points[i];
        }
    }
    return member->award && member->award->passed ? table->otherwise : RATIO_ZERO;
}

static bool is_counted(const struct rules_team_table *table, const struct team_member *member)
{
    bool counting = table->by == RULES_TEAM_COUNT;

    return is_of_table(table, member) &&
           (member->place > 0 || (counting && table->counts == RULES_TEAM_REGISTERED) ||
            (counting && table->counts == RULES_TEAM_STARTED && member->started));
}

// False: he does not count.
static bool value_of(const struct rules *rules, const struct rules_team_table *table,
                     const struct team_member *member, struct ratio *ret)
{
    if (!is_counted(table, member)) {
        return false;
    }
    switch (table->by) {
    case RULES_TEAM_SUM:
        *ret = member->total;
        break;
    case RULES_TEAM_PLACES:
        *ret = member->place <= table->point_count ? table->points[member->place - 1] : RATIO_ZERO;
        break;
    case RULES_TEAM_TITLES:
        *ret = title_value(rules, table, member);
        break;
    case RULES_TEAM_COUNT:
        *ret = RATIO_ONE;
        break;
    }
    return ratio_is_value(*ret);
}

// ---- what decides between equal teams

// Adds up; what is no value adds nothing. False: overflow.
static bool add_value(struct ratio value, struct ratio *sum)
{
    return !ratio_is_value(value) || ratio_add(*sum, value, sum);
}

static bool add_times(const struct tally *tally, struct ratio *sum)
{
    for (uint32_t i = 0; i < tally->part_count; i++) {
        point_t time = tally->results[i].time;
        if (time != POINT_BLANK && !add_value(ratio_of_point(time), sum)) {
            return false;
        }
    }
    return true;
}

static bool add_modules(const struct rules *rules, const struct tally *tally, const char *id,
                        struct ratio *sum)
{
    for (uint32_t i = 0; i < tally->module_count; i++) {
        if (same_text(rules->modules[tally->module_first + i].id, id) &&
            !add_value(tally->modules[i], sum)) {
            return false;
        }
    }
    return true;
}

static bool add_step(const struct rules *rules, const struct rules_team_tie *tie,
                     const struct team_member *member, struct ratio *sum)
{
    switch (tie->by) {
    case RULES_TEAM_TIE_TOTAL:
        return add_value(member->total, sum);
    case RULES_TEAM_TIE_TIME:
        return !member->tally || add_times(member->tally, sum);
    case RULES_TEAM_TIE_MODULE:
        return !member->tally || add_modules(rules, member->tally, tie->module, sum);
    case RULES_TEAM_TIE_FIRSTS:
    case RULES_TEAM_TIE_BEST_PLACE:
        break;
    }
    return true;
}

static bool take_steps(const struct rules *rules, const struct rules_team_table *table,
                       const struct team_member *member, struct team_line *line)
{
    for (uint32_t i = 0; i < table->tie_count; i++) {
        if (!add_step(rules, &table->ties[i], member, &line->ties[i])) {
            return false;
        }
    }
    return true;
}

static int compare_firsts(const struct team_line *a, const struct team_line *b)
{
    return (a->firsts < b->firsts) - (a->firsts > b->firsts);
}

static int compare_best(const struct team_line *a, const struct team_line *b)
{
    return (a->best_place > b->best_place) - (a->best_place < b->best_place);
}

// Below 0: `a` stands before `b`.
static int compare_step(const struct rules_team_table *table, uint32_t step,
                        const struct team_line *a, const struct team_line *b)
{
    const struct rules_team_tie *tie = &table->ties[step];

    if (tie->by == RULES_TEAM_TIE_FIRSTS) {
        return compare_firsts(a, b);
    }
    if (tie->by == RULES_TEAM_TIE_BEST_PLACE) {
        return compare_best(a, b);
    }
    return ratio_better(a->ties[step], b->ties[step], tie->lower_is_better);
}

// ---- one team

// Lets values[at] sink; the heap's top is the worst.
static void sink(struct ratio *values, size_t at, size_t count, bool lower_is_better)
{
    struct ratio held = values[at];

    for (size_t below = 2 * at + 1; below < count; below = 2 * at + 1) {
        if (below + 1 < count &&
            ratio_better(values[below + 1], values[below], lower_is_better) > 0) {
            below++;
        }
        if (ratio_better(values[below], held, lower_is_better) <= 0) {
            break;
        }
        values[at] = values[below];
        at = below;
    }
    values[at] = held;
}

// The best first.
static void sort_values(struct ratio *values, size_t count, bool lower_is_better)
{
    for (size_t i = count / 2; i-- > 0;) {
        sink(values, i, count, lower_is_better);
    }
    for (size_t left = count; left > 1; left--) {
        struct ratio last = values[0];
        values[0] = values[left - 1];
        values[left - 1] = last;
        sink(values, 0, left - 1, lower_is_better);
    }
}

static void take_in(const struct team_member *member, struct team_line *line)
{
    line->members++;
    line->firsts += member->place == 1;
    if (member->place > 0 && (line->best_place == 0 || member->place < line->best_place)) {
        line->best_place = member->place;
    }
}

static bool add_up(const struct rules_team_table *table, struct ratio *values, size_t count,
                   struct team_line *line)
{
    if (table->best > 0 && table->best < count) {
        sort_values(values, count, table->lower_is_better);
        count = table->best;
    }
    for (size_t i = 0; i < count; i++) {
        if (!ratio_add(line->total, values[i], &line->total)) {
            return false;
        }
    }
    line->counted = (uint32_t)count;
    return true;
}

// ---- the order

static bool is_ranked(const struct rules_team_table *table, const struct team_line *line)
{
    return line->members > 0 && line->members >= table->members_least;
}

// Below 0: `a` stands before `b`.
static int compare(const struct rules_team_table *table, const struct team_line *a,
                   const struct team_line *b)
{
    int order = (int)is_ranked(table, b) - (int)is_ranked(table, a);

    if (order == 0 && is_ranked(table, a)) {
        order = ratio_better(a->total, b->total, table->lower_is_better);
        if (order == 0 && table->firsts) {
            order = compare_firsts(a, b);
        }
        if (order == 0 && table->best_place) {
            order = compare_best(a, b);
        }
        for (uint32_t i = 0; order == 0 && i < table->tie_count; i++) {
            order = compare_step(table, i, a, b);
        }
    }
    return order;
}

// The number makes the list the same each time; it never makes a place.
static bool stands_after(const struct rules_team_table *table, const struct team_line *a,
                         const struct team_line *b)
{
    int order = compare(table, a, b);

    return order > 0 || (order == 0 && a->team > b->team);
}

static void sort_lines(const struct rules_team_table *table, struct team_line *lines, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct team_line held = lines[i];
        size_t at = i;
        for (; at > 0 && stands_after(table, &lines[at - 1], &held); at--) {
            lines[at] = lines[at - 1];
        }
        lines[at] = held;
    }
}

static void place_lines(const struct rules_team_table *table, struct team_line *lines, size_t count)
{
    uint32_t distinct = 0;
    size_t next = 0;

    for (size_t from = 0; from < count && is_ranked(table, &lines[from]); from = next) {
        next = from;
        while (next < count && compare(table, &lines[from], &lines[next]) == 0) {
            next++;
        }
        for (size_t i = from; i < next; i++) {
            lines[i].place = rank_place(table->convention, (uint32_t)from, distinct,
                                        (uint32_t)(next - from), &lines[i].half);
            lines[i].shared = next - from > 1;
        }
        distinct++;
    }
}

// ---- the table

static bool settle_team(const struct rules *rules, const struct rules_team_table *table,
                        const struct team_member *members, size_t member_count,
                        struct team_line *line, struct ratio *scratch)
{
    size_t count = 0;

    for (size_t i = 0; i < member_count; i++) {
        if (members[i].team == line->team && value_of(rules, table, &members[i], &scratch[count])) {
            take_in(&members[i], line);
            count++;
            if (!take_steps(rules, table, &members[i], line)) {
                return false;
            }
        }
    }
    return add_up(table, scratch, count, line);
}

// NOLINTNEXTLINE(readability-function-size): the header says what it takes
bool team_settle(const struct rules *rules, uint32_t table, const struct team_member *members,
                 size_t member_count, struct team_line *lines, size_t team_count,
                 struct ratio *scratch)
{
    const struct rules_team_table *of = &rules->team_tables[table];

    for (size_t i = 0; i < team_count; i++) {
        lines[i] = (struct team_line){.team = (uint32_t)i, .total = RATIO_ZERO};
        for (size_t k = 0; k < RULES_TEAM_TIES_MAX; k++) {
            lines[i].ties[k] = RATIO_ZERO;
        }
        if (!settle_team(rules, of, members, member_count, &lines[i], scratch)) {
            return false;
        }
    }
    sort_lines(of, lines, team_count);
    place_lines(of, lines, team_count);
    return true;
}
