#include "cli/replay_lane.h"

#include "base/arena.h"
#include "base/must.h"
#include "base/secret.h"
#include "base/table.h"

#include <stdlib.h>

// How far behind steps that wait for others a free one is looked for.
enum { LOOK_MAX = 64 };

static char *copy(struct slice text)
{
    char *out = strndup(text.at, text.len);
    must(out);
    return out;
}

struct replay_lane *replay_lane_new(struct slice id)
{
    struct replay_lane *lane = calloc(1, sizeof *lane);
    must(lane);
    lane->id = copy(id);
    lane->tokens = table_new();
    list_init(&lane->link);
    list_init(&lane->queue);
    list_init(&lane->flight);
    return lane;
}

static struct replay_step *step_of(struct list *link)
{
    return list_item(link, struct replay_step, link);
}

static void free_steps(struct list *head)
{
    list_each_safe (at, head) {
        replay_lane_done(step_of(at));
    }
}

struct replay_lane *replay_lane_free(struct replay_lane *lane)
{
    if (!lane) {
        return NULL;
    }
    free_steps(&lane->queue);
    free_steps(&lane->flight);
    void *token = NULL;
    for (size_t at = 0; table_next(lane->tokens, &at, NULL, &token);) {
        free(token);
    }
    table_free(lane->tokens);
    list_remove(&lane->link);
    free(lane->id);
    free(lane);
    return NULL;
}

struct replay_step *replay_lane_step_new(struct arena *arena, const struct recording_line *line)
{
    struct replay_step *step = arena_alloc(arena, sizeof *step);
    list_init(&step->link);
    step->arena = arena;
    step->line = *line;
    step->asks_first = line->amend;
    step->page_from = 1;
    if (line->kind == RECORDING_SHEET) {
        const char *place =
            arena_printf(arena, "%.*s/%.*s", SLICE_FMT(line->part), SLICE_FMT(line->competitor));
        step->place_hash = secret_hash64(slice_of(place));
    }
    return step;
}

void replay_lane_step_free(struct replay_step *step)
{
    arena_free(step->arena);
}

void replay_lane_add(struct replay_lane *lane, struct replay_step *step)
{
    step->lane = lane;
    list_add_tail(&lane->queue, &step->link);
}

static bool is_expectation(const struct replay_step *step)
{
    return recording_is_expectation(step->line.kind);
}

static bool is_sheet(const struct replay_step *step)
{
    return step->line.kind == RECORDING_SHEET;
}

// Must `step` wait until `earlier` is done? Two sheets of one place that share a hash by chance
// only wait in vain.
static bool waits_for(const struct replay_step *step, const struct replay_step *earlier)
{
    if (is_expectation(step) && is_expectation(earlier)) {
        return false;
    }
    if (!is_sheet(step) || !is_sheet(earlier)) {
        return true;
    }
    return step->place_hash == earlier->place_hash &&
           (earlier->line.declares || slice_equal(step->line.seat, earlier->line.seat));
}

static bool is_free(struct replay_lane *lane, const struct replay_step *step)
{
    list_each (at, &lane->flight) {
        const struct replay_step *other = step_of(at);
        if (other->number < step->number && waits_for(step, other)) {
            return false;
        }
    }
    for (struct list *at = step->link.prev; at != &lane->queue; at = at->prev) {
        if (waits_for(step, step_of(at))) {
            return false;
        }
    }
    return true;
}

struct replay_step *replay_lane_next(struct replay_lane *lane, uint64_t now_ms, uint64_t played_ms)
{
    int looked = 0;
    list_each (at, &lane->queue) {
        struct replay_step *step = step_of(at);
        if (step->line.at_ms > played_ms || looked++ == LOOK_MAX) {
            return NULL;
        }
        if (step->not_before_ms <= now_ms && is_free(lane, step)) {
            list_remove(&step->link);
            list_add_tail(&lane->flight, &step->link);
            return step;
        }
        if (!is_sheet(step)) { // all that follows waits for it or for what it waits for
            return NULL;
        }
    }
    return NULL;
}

void replay_lane_back(struct replay_step *step)
{
    struct list *at = step->lane->queue.next;
    while (at != &step->lane->queue && step_of(at)->number < step->number) {
        at = at->next;
    }
    list_remove(&step->link);
    list_add_tail(at, &step->link); // before `at`
}

void replay_lane_done(struct replay_step *step)
{
    list_remove(&step->link);
    replay_lane_step_free(step);
}

bool replay_lane_is_empty(const struct replay_lane *lane)
{
    return list_empty(&lane->queue) && list_empty(&lane->flight);
}

void replay_lane_keep_token(struct replay_lane *lane, struct slice judge, struct slice token)
{
    free(table_put(lane->tokens, judge, copy(token)));
}

const char *replay_lane_token(const struct replay_lane *lane, struct slice judge)
{
    return table_get(lane->tokens, judge);
}
