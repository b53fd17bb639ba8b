#include "live/pace.h"

#include "base/clock.h"
#include "live/board.h"
#include "live/give.h"
#include "live/state.h"

enum { SINGLES = 64 };

static bool can_read(const struct scene *scene)
{
    return scene->touched && !board_is_reading(scene->board) &&
           state_follows(board_room(scene->board)) && board_exists(scene->board);
}

bool pace_may_read(struct scene *scene, uint64_t follow_ms, unsigned *singles)
{
    if (!can_read(scene)) {
        return false;
    }
    if (!board_is_of_one(scene->board)) {
        return true;
    }
    if (clock_ms() < scene->ready_ms || *singles == SINGLES) {
        return false;
    }
    ++*singles;
    scene->ready_ms = clock_ms() + follow_ms;
    return true;
}
