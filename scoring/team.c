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

// False: he does not count.
static bool value_of(const struct rules *rules, const struct rules_team_table *table,
                     const struct team_member *member, struct ratio *ret)
{
    if (!is_of_table(table, member) || member->place == 0) {
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
    if (line->best_place == 0 || member->place < line->best_place) {
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
            order = (a->firsts < b->firsts) - (a->firsts > b->firsts);
        }
        if (order == 0 && table->best_place) {
            order = (a->best_place > b->best_place) - (a->best_place < b->best_place);
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
        if (!settle_team(rules, of, members, member_count, &lines[i], scratch)) {
            return false;
        }
    }
    sort_lines(of, lines, team_count);
    place_lines(of, lines, team_count);
    return true;
}
