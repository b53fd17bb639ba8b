#include "live/units.h"

#include "base/arena.h"
#include "base/must.h"
#include "base/table.h"
#include "scoring/rules.h"

#include <stdlib.h>
#include <string.h>

enum { MEDALS = 3, ROOM = 64 };

struct counted {
    struct slice name;
    struct scene_unit unit;
    size_t came; // how many had been added when its first one was
};

struct units {
    struct arena *arena; // names
    struct table *by_name;
    struct counted *all; // by number
    size_t count, room, added;
};

struct units *units_open(void)
{
    struct units *units = calloc(1, sizeof *units);

    must(units);
    units->arena = arena_new();
    units->by_name = table_new();
    return units;
}

struct units *units_close(struct units *units)
{
    if (units) {
        arena_free(units->arena);
        table_free(units->by_name);
        free(units->all);
    }
    free(units);
    return NULL;
}

static void add_name(struct units *units, struct slice name)
{
    uint32_t *number = arena_alloc(units->arena, sizeof *number);

    if (units->count == units->room) {
        units->room = units->room ? 2 * units->room : ROOM;
        units->all = realloc(units->all, units->room * sizeof *units->all);
        must(units->all);
    }
    *number = (uint32_t)units->count;
    units->all[units->count++] =
        (struct counted){.name = {arena_copy(units->arena, name), name.len}};
    table_put(units->by_name, name, number);
}

uint32_t units_number(struct units *units, struct slice name)
{
    if (name.len == 0) {
        return RULES_NONE;
    }
    if (!table_get(units->by_name, name)) {
        add_name(units, name);
    }
    return *(const uint32_t *)table_get(units->by_name, name);
}

void units_add(struct units *units, uint32_t number, uint32_t place)
{
    if (number == RULES_NONE || place == 0) {
        return;
    }
    struct counted *to = &units->all[number];
    if (to->unit.people++ == 0) {
        to->unit.best = place;
        to->came = units->added;
    }
    units->added++;
    to->unit.best = place < to->unit.best ? place : to->unit.best;
    if (place <= MEDALS) {
        to->unit.medals[place - 1]++;
    }
}

// Negative: `a` stands before `b`; 0: they share a place.
static int compare(const struct scene_unit *a, const struct scene_unit *b)
{
    for (size_t i = 0; i < MEDALS; i++) {
        if (a->medals[i] != b->medals[i]) {
            return a->medals[i] > b->medals[i] ? -1 : 1;
        }
    }
    return (a->best > b->best) - (a->best < b->best);
}

static int in_order(const void *a, const void *b)
{
    const struct counted *one = a;
    const struct counted *other = b;
    int by_medals = compare(&one->unit, &other->unit);

    return by_medals ? by_medals : (one->came > other->came) - (one->came < other->came);
}

static void give_places(struct units_line *lines, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool as_before = i > 0 && compare(&lines[i - 1].unit, &lines[i].unit) == 0;
        lines[i].place = as_before ? lines[i - 1].place : (uint32_t)i + 1;
        lines[i].shared = as_before;
        if (as_before) {
            lines[i - 1].shared = true;
        }
    }
}

// Those that have people, in their order; the counts begin anew.
static struct counted *take_counted(struct units *units, struct arena *arena, size_t *ret_count)
{
    struct counted *taken = arena_alloc(arena, (units->count + 1) * sizeof *taken);
    size_t count = 0;

    for (size_t i = 0; i < units->count; i++) {
        if (units->all[i].unit.people > 0) {
            taken[count++] = units->all[i];
        }
        units->all[i].unit = (struct scene_unit){.people = 0};
    }
    units->added = 0;
    qsort(taken, count, sizeof *taken, in_order);
    *ret_count = count;
    return taken;
}

size_t units_settle(struct units *units, struct arena *arena, const struct units_line **ret)
{
    size_t count = 0;
    struct counted *taken = take_counted(units, arena, &count);
    struct units_line *lines = arena_alloc(arena, (count + 1) * sizeof *lines);

    for (size_t i = 0; i < count; i++) {
        struct slice name = {arena_copy(arena, taken[i].name), taken[i].name.len};
        lines[i] = (struct units_line){.name = name, .unit = taken[i].unit};
    }
    give_places(lines, count);
    *ret = lines;
    return count;
}
