#include "scoring/rank_group.h"

void rank_group_ask(struct rank_group_count *count, uint32_t group)
{
    count->sharing[group]++;
}

uint32_t rank_group_place(const struct rank_group_count *count, enum rules_convention convention,
                          uint32_t group, bool *ret_half)
{
    return rank_place(convention, count->before[group], count->distinct[group],
                      count->sharing[group], ret_half);
}

void rank_group_close(struct rank_group_count *count, uint32_t group, bool counts)
{
    if (counts && count->sharing[group] > 0) {
        count->before[group] += count->sharing[group];
        count->distinct[group]++;
    }
    count->sharing[group] = 0;
}

// The line after those who share the place of lines[from].
static size_t end_of(const struct rank_line *lines, size_t from, size_t count)
{
    size_t to = from + 1;

    while (lines[from].shared && to < count && lines[to].place == lines[from].place &&
           lines[to].half == lines[from].half) {
        to++;
    }
    return to;
}

// A line's place within something.
struct within {
    uint32_t number; // of the group or the heat, 0: of none
    uint32_t *place;
    bool *half, *shared;
};

static struct within in_group(struct rank_line *line)
{
    return (struct within){line->group, &line->group_place, &line->group_half, &line->group_shared};
}

static struct within in_heat(struct rank_line *line)
{
    return (struct within){line->heat, &line->heat_place, &line->heat_half, &line->heat_shared};
}

static void place(const struct rank_group_count *count, enum rules_convention convention,
                  const struct rank_line *line, struct within within)
{
    bool placed = line->place > 0 && within.number > 0;
    bool half = false;
    uint32_t found = rank_group_place(count, convention, within.number, &half);

    *within.place = placed ? found : 0;
    *within.half = placed && half;
    *within.shared = placed && count->sharing[within.number] > 1;
}

static void place_all(enum rules_convention convention, struct rank_line *lines, size_t count,
                      struct within (*of)(struct rank_line *line))
{
    struct rank_group_count counts = {{0}, {0}, {0}};
    size_t to = 0;

    for (size_t from = 0; from < count; from = to) {
        to = end_of(lines, from, count);
        for (size_t i = from; i < to; i++) {
            rank_group_ask(&counts, of(&lines[i]).number);
        }
        for (size_t i = from; i < to; i++) {
            place(&counts, convention, &lines[i], of(&lines[i]));
        }
        for (size_t i = from; i < to; i++) {
            rank_group_close(&counts, of(&lines[i]).number, true);
        }
    }
}

void rank_group_lines(const struct rules *rules, uint32_t stage, struct rank_line *lines,
                      size_t count)
{
    place_all(rules->skills[rules->stages[stage].skill].convention, lines, count, in_group);
}

void rank_group_heats(const struct rules *rules, uint32_t stage, struct rank_line *lines,
                      size_t count)
{
    place_all(rules->skills[rules->stages[stage].skill].convention, lines, count, in_heat);
}
