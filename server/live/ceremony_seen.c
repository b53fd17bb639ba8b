#include "live/ceremony_seen.h"

#include "base/arena.h"
#include "live/ceremony.h"
#include "live/results.h"

static bool is_of_sheet(const struct ceremony_view *view, const struct rules_skill *skill)
{
    for (size_t i = 0; i < view->item_count; i++) {
        if (slice_is(view->items[i].skill, skill->id)) {
            return true;
        }
    }
    return false;
}

bool ceremony_seen_of(const struct record *record, uint32_t skill)
{
    struct ceremony_view view;

    if (!results_published(record, skill) || results_show(record, skill) != RULES_SHOW_NAME) {
        return false; // the usual case costs nothing
    }
    struct arena *arena = arena_new();
    ceremony_look(arena, record, &view);
    bool seen = is_of_sheet(&view, &record->rules->skills[skill]);
    arena_free(arena);
    return seen;
}

static bool step_has(const struct ceremony_step *step, uint32_t skill)
{
    for (size_t i = 0; i < step->count; i++) {
        if (step->who[i].skill == skill) {
            return true;
        }
    }
    return false;
}

bool ceremony_seen_keeps(const struct record *record, uint32_t skill)
{
    const struct ceremony *ceremony = record->ceremony;
    struct ceremony_view view = {.step_count = 0};
    bool keeps = false;

    if (!ceremony || !ceremony->opened || ceremony->ended_at) {
        return false;
    }
    struct arena *arena = arena_new();
    ceremony_look(arena, record, &view);
    for (uint32_t i = 0; !keeps && i < view.step_count; i++) {
        keeps = !ceremony_stood(ceremony, i + 1) && step_has(&view.steps[i], skill);
    }
    arena_free(arena);
    return keeps;
}
