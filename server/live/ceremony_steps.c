#include "live/ceremony_steps.h"

#include "base/arena.h"
#include "live/ceremony_cut.h"

#include <string.h>

struct group { // items that come together, their recipients the best first: the last item's
    size_t first, end;
    size_t count;
    struct ceremony_recipient *who;
    uint32_t *places; // the same figure: he shares a place within his item
};

static struct group group_at(const struct entry_ceremony *plan, size_t first)
{
    struct group group = {.first = first, .end = first + 1};

    while (group.end < plan->item_count && plan->items[group.end].joins) {
        group.end++;
    }
    return group;
}

static void add_award(struct group *group, const struct ceremony_award *award, size_t item)
{
    for (size_t i = 0; i < award->count; i++) {
        bool shares = i > 0 && award->who[i].place == award->who[i - 1].place;
        uint32_t last = group->count > 0 ? group->places[group->count - 1] : 0;
        group->places[group->count] = shares ? last : last + 1;
        group->who[group->count] = award->who[i];
        group->who[group->count].skill = award->skill;
        group->who[group->count].title = award->title;
        group->who[group->count++].item = item;
    }
}

static void fill(struct arena *arena, const struct ceremony_award *awards, struct group *group)
{
    size_t most = 0;

    for (size_t i = group->first; i < group->end; i++) {
        most += awards[i].count;
    }
    group->who = arena_alloc(arena, (most + 1) * sizeof *group->who);
    group->places = arena_alloc(arena, (most + 1) * sizeof *group->places);
    for (size_t i = group->end; i-- > group->first;) {
        add_award(group, &awards[i], i);
    }
}

// In the order of the run sheet, the best of an item first.
static const struct ceremony_recipient *in_order(struct arena *arena, const struct group *group,
                                                 const struct ceremony_cut *cut)
{
    struct ceremony_recipient *who = arena_alloc(arena, (cut->count + 1) * sizeof *who);
    size_t count = 0;

    for (size_t item = group->first; item < group->end; item++) {
        for (size_t i = cut->first; i < cut->first + cut->count; i++) {
            if (group->who[i].item == item) {
                who[count++] = group->who[i];
            }
        }
    }
    return who;
}

static struct ceremony_step step_of(struct arena *arena, const struct group *group,
                                    enum ceremony_mode mode, const struct ceremony_cut *cut)
{
    bool mixed = group->end - group->first > 1;

    return (struct ceremony_step){.item = group->first,
                                  .mixed = mixed,
                                  .count = cut->count,
                                  .position = cut->first,
                                  .part = cut->part,
                                  .parts = cut->parts,
                                  .who = mixed && mode == CEREMONY_BATCH
                                             ? in_order(arena, group, cut)
                                             : group->who + cut->first};
}

size_t ceremony_steps(struct arena *arena, const struct entry_ceremony *plan,
                      const struct ceremony_award *awards, size_t most, struct ceremony_step *ret)
{
    size_t steps = 0;

    for (size_t i = 0; i < plan->item_count;) {
        const struct ceremony_item *item = &plan->items[i];
        struct group group = group_at(plan, i);
        fill(arena, awards, &group);
        struct ceremony_cut *cuts = arena_alloc(arena, (group.count + 1) * sizeof *cuts);
        size_t count =
            ceremony_cut_steps(item->mode, item->batch, group.count, group.places, most, cuts);
        for (size_t k = 0; k < count; k++) {
            ret[steps++] = step_of(arena, &group, item->mode, &cuts[k]);
        }
        i = group.end;
    }
    return steps;
}
