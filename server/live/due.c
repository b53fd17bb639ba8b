#include "live/due.h"

#include "base/clock.h"
#include "base/must.h"
#include "live/give.h"
#include "live/lineup.h"
#include "live/reading.h"

#include <stdlib.h>

// Times what it took, so that a judge who waits for it is one in a hundred; but no longer than
// that: the first time is dearer than those that go on from it.
enum { REST = 100, REST_MOST_MS = 10000 };

void due_open(struct due *due, uint64_t follow_ms,
              void (*on_news)(void *owner, struct board *board, enum board_news news))
{
    *due = (struct due){.on_news = on_news};
    list_init(&due->ahead);
    follow_open(&due->follow, &due->ahead, follow_ms, on_news);
}

void due_stop(struct due *due)
{
    follow_stop(&due->follow);
}

void due_close(struct due *due)
{
    reading_drop(&due->ahead);
    free(due->skills);
}

static bool is_noted(const struct due *due, const struct room *room, uint32_t skill)
{
    for (size_t i = 0; i < due->count; i++) {
        if (due->skills[i].room == room && due->skills[i].skill == skill) {
            return true;
        }
    }
    return false;
}

void due_note(struct due *due, const struct room *room, uint32_t skill)
{
    reading_go_on(&due->ahead);
    if (is_noted(due, room, skill)) {
        return;
    }
    due->skills = realloc(due->skills, (due->count + 1) * sizeof *due->skills);
    must(due->skills);
    due->skills[due->count++] = (struct due_skill){room, skill};
}

static void begin(struct due *due, struct scene *scene)
{
    reading_begin(&due->ahead, &(struct reading_plan){.count = 1,
                                                      .boards = {scene->board},
                                                      .owners = {scene},
                                                      .on_news = due->on_news});
}

static uint64_t rest_after(const struct due *due, uint64_t took_us)
{
    uint64_t rest = REST * took_us / 1000;

    return clock_ms() + due->follow.every_ms + (rest < REST_MOST_MS ? rest : REST_MOST_MS);
}

// A list over the whole board is worked out from all its rows: not in every tick, and the dearer it
// is the more seldom. What one page has counted the others show too: until the board has rested
// from that, none counts it again. Whoever has no picture yet does not wait.
static void work_out(struct due *due, struct scene *scene)
{
    const struct picture_of *of = board_of(scene->board);
    bool counts = picture_counts(of);
    uint64_t *rest_ms = lineup_rest(of->room, of->stage);
    bool rests = clock_ms() < scene->ready_ms || (counts && clock_ms() < *rest_ms);
    uint64_t began_us = clock_us();

    if (rests && board_seq(scene->board) > 0) {
        return;
    }
    scene->touched = false;
    begin(due, scene);
    scene->ready_ms = rest_after(due, clock_us() - began_us);
    if (counts) {
        *rest_ms = scene->ready_ms;
    }
}

void due_touch(struct scene *scene)
{
    scene->touched_ms = scene->touched ? scene->touched_ms : clock_ms();
    scene->touched = true;
}

void due_look(struct due *due, struct scene *scene)
{
    const struct picture_of *of = board_of(scene->board);

    if (is_noted(due, of->room, of->skill)) {
        due_touch(scene);
    }
    if (scene->touched && picture_is_of_one(of)) {
        follow_add(&due->follow, scene);
    } else if (give_can_read(scene) && of->tile.list != TILE_STANDING) {
        work_out(due, scene);
    } else if (give_can_read(scene)) {
        scene->touched = false;
        begin(due, scene);
    }
}

void due_end(struct due *due)
{
    due->count = 0;
    reading_go_on(&due->ahead);
    follow_go_on(&due->follow);
}
