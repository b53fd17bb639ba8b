#include "live/ceremony_seen.h"

#include "base/arena.h"
#include "live/ceremony.h"
#include "live/results.h"

#include <string.h>

static bool *none(struct arena *arena, const struct record *record)
{
    size_t bytes = (record->rules->skill_count + 1) * sizeof(bool);

    return memset(arena_alloc(arena, bytes), 0, bytes);
}

static bool any_by_name(const struct record *record)
{
    for (uint32_t i = 0; i < record->rules->skill_count; i++) {
        if (results_by_name(record, i)) {
            return true;
        }
    }
    return false;
}

const bool *ceremony_seen_of(struct arena *arena, const struct record *record)
{
    bool *seen = none(arena, record);
    struct ceremony_view view;

    if (!any_by_name(record)) { // the usual case costs nothing
        return seen;
    }
    ceremony_look(arena, record, &view);
    for (size_t i = 0; i < view.item_count; i++) {
        struct slice id = view.items[i].skill;
        uint32_t skill = rules_find_skill(record->rules, id.at, id.len);
        seen[skill] = results_by_name(record, skill); // the sheet's skills are the rules'
    }
    return seen;
}

const bool *ceremony_seen_keeps(struct arena *arena, const struct record *record)
{
    const struct ceremony *ceremony = record->ceremony;
    bool *keeps = none(arena, record);
    struct ceremony_view view;

    if (!ceremony || !ceremony->opened || ceremony->ended_at) {
        return keeps;
    }
    ceremony_look(arena, record, &view);
    for (uint32_t i = 0; i < view.step_count; i++) {
        for (size_t k = 0; !ceremony_stood(ceremony, i + 1) && k < view.steps[i].count; k++) {
            keeps[view.steps[i].who[k].skill] = true;
        }
    }
    return keeps;
}
