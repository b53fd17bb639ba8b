#include "live/units.h"

#include "base/arena.h"
#include "base/must.h"
#include "base/table.h"

#include <stdlib.h>

enum { MEDALS = 3, ROOM = 64 };

struct units {
    struct arena *arena;
    struct table *by_name; // lines
    struct units_line **lines;
    size_t count, room;
};

struct units *units_open(struct arena *arena)
{
    struct units *units = arena_alloc(arena, sizeof *units);

    *units = (struct units){.arena = arena, .by_name = table_new()};
    return units;
}

static struct units_line *line_of(struct units *units, struct slice name, uint32_t place)
{
    struct units_line *line = table_get(units->by_name, name);

    if (line) {
        return line;
    }
    if (units->count == units->room) {
        units->room = units->room ? 2 * units->room : ROOM;
        units->lines = realloc(units->lines, units->room * sizeof(struct units_line *));
        must(units->lines);
    }
    line = arena_alloc(units->arena, sizeof *line);
    *line = (struct units_line){.name = {arena_copy(units->arena, name), name.len},
                                .unit = {.best = place}};
    units->lines[units->count++] = line;
    table_put(units->by_name, name, line);
    return line;
}

void units_add(struct units *units, struct slice name, uint32_t place)
{
    if (!name.at || place == 0) {
        return;
    }
    struct units_line *line = line_of(units, name, place);
    line->unit.people++;
    line->unit.best = place < line->unit.best ? place : line->unit.best;
    if (place <= MEDALS) {
        line->unit.medals[place - 1]++;
    }
}

// Negative: `a` stands before `b`; 0: they share a place.
static int compare(const struct units_line *a, const struct units_line *b)
{
    for (size_t i = 0; i < MEDALS; i++) {
        if (a->unit.medals[i] != b->unit.medals[i]) {
            return a->unit.medals[i] > b->unit.medals[i] ? -1 : 1;
        }
    }
    return (a->unit.best > b->unit.best) - (a->unit.best < b->unit.best);
}

// They stand in the order in which they came until here: `place` has the number for it.
static int in_order(const void *a, const void *b)
{
    const struct units_line *one = a;
    const struct units_line *other = b;
    int by_medals = compare(one, other);

    return by_medals ? by_medals : (one->place > other->place) - (one->place < other->place);
}

static void give_places(struct units_line *lines, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool as_before = i > 0 && compare(&lines[i - 1], &lines[i]) == 0;
        lines[i].place = as_before ? lines[i - 1].place : (uint32_t)i + 1;
        lines[i].shared = as_before;
        if (as_before) {
            lines[i - 1].shared = true;
        }
    }
}

size_t units_settle(struct units *units, const struct units_line **ret)
{
    struct units_line *lines = arena_alloc(units->arena, (units->count + 1) * sizeof *lines);

    for (size_t i = 0; i < units->count; i++) {
        lines[i] = *units->lines[i];
        lines[i].place = (uint32_t)i;
    }
    free(units->lines);
    units->by_name = table_free(units->by_name);
    qsort(lines, units->count, sizeof *lines, in_order);
    give_places(lines, units->count);
    *ret = lines;
    return units->count;
}
