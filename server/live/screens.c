#include "live/screens.h"

#include "base/arena.h"
#include "base/must.h"
#include "base/table.h"
#include "live/ids.h"
#include "wire/ask_screens.h"

#include <stdlib.h>
#include <string.h>

struct screens {
    struct table *by_id;
    size_t count;
    struct screens_set *sets;
};

static void keep(char **place, struct slice text)
{
    if (!text.at) {
        return;
    }
    free(*place);
    *place = strndup(text.at, text.len);
    must(*place);
}

static struct screens_one *one_at(struct screens *screens, struct slice id)
{
    struct screens_one *one = table_get(screens->by_id, id);

    if (!one) {
        one = calloc(1, sizeof *one);
        must(one);
        table_put(screens->by_id, id, one);
    }
    return one;
}

static void free_set(struct screens_set *set)
{
    free(set->competition);
    free(set->name);
    free(set->list);
}

static struct screens_set *find_set(struct screens *screens, struct slice competition,
                                    struct slice name)
{
    for (size_t i = 0; i < screens->count; i++) {
        struct screens_set *set = &screens->sets[i];
        if (slice_is(competition, set->competition) && slice_is(name, set->name)) {
            return set;
        }
    }
    return NULL;
}

static void forget_set(struct screens *screens, struct screens_set *set)
{
    size_t at = (size_t)(set - screens->sets);

    free_set(set);
    screens->count--;
    memmove(set, set + 1, (screens->count - at) * sizeof *set);
}

static void keep_set(struct screens *screens, struct slice competition,
                     const struct ask_screens *ask)
{
    struct screens_set *set = find_set(screens, competition, ask->save);

    if (ask->count == 0) {
        if (set) {
            forget_set(screens, set);
        }
        return;
    }
    if (!set) {
        screens->sets = realloc(screens->sets, (screens->count + 1) * sizeof *screens->sets);
        must(screens->sets);
        set = &screens->sets[screens->count++];
        *set = (struct screens_set){.competition = NULL};
        keep(&set->competition, competition);
        keep(&set->name, ask->save);
    }
    keep(&set->list, ask->list);
}

static void take_one(struct screens *screens, const struct ask_screen *said, uint64_t number)
{
    struct screens_one *one = one_at(screens, said->id);

    keep(&one->scene, said->scene);
    keep(&one->frame, said->frame);
    one->number = number;
    if (said->order.at) {
        ids_copy(one->order, SCREENS_ORDER_MAX, said->order);
        one->order_number = number;
    }
}

void screens_take(struct screens *screens, struct slice competition, struct slice said,
                  uint64_t number)
{
    struct arena *arena = arena_new();
    struct ask_screens ask;

    if (ask_screens(arena, said, &ask, NULL)) {
        for (size_t i = 0; i < ask.count; i++) {
            take_one(screens, &ask.items[i], number);
        }
        if (ask.save.at) {
            keep_set(screens, competition, &ask);
        }
    }
    arena_free(arena);
}

const struct screens_one *screens_find(const struct screens *screens, struct slice id)
{
    return table_get(screens->by_id, id);
}

const struct screens_set *screens_set_at(const struct screens *screens, size_t index)
{
    return index < screens->count ? &screens->sets[index] : NULL;
}

struct screens *screens_new(void)
{
    struct screens *screens = calloc(1, sizeof *screens);

    must(screens);
    screens->by_id = table_new();
    return screens;
}

struct screens *screens_free(struct screens *screens)
{
    void *value = NULL;

    for (size_t at = 0; table_next(screens->by_id, &at, NULL, &value);) {
        struct screens_one *one = value;
        free(one->scene);
        free(one->frame);
        free(one);
    }
    for (size_t i = 0; i < screens->count; i++) {
        free_set(&screens->sets[i]);
    }
    table_free(screens->by_id);
    free(screens->sets);
    free(screens);
    return NULL;
}
