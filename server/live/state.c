#include "live/state.h"

#include "live/record.h"
#include "store/journal.h"
#include "store/store.h"

const char *state_obstacle(const struct room *room)
{
    if (room->closing) {
        return "shutting-down";
    }
    if (room->state == ROOM_BROKEN || room->state == ROOM_NEEDS_NEWER) {
        return room->state == ROOM_BROKEN ? "journal-broken" : "needs-newer";
    }
    if (!store_is_ready(room->store)) {
        return store_why(room->store);
    }
    return room->journal && journal_is_live(room->journal) ? NULL : "journal-catching-up";
}

bool state_is_passing(const char *obstacle)
{
    return strcmp(obstacle, "redis-unreachable") == 0 || strcmp(obstacle, "redis-loading") == 0 ||
           strcmp(obstacle, "journal-catching-up") == 0;
}

bool state_follows(const struct room *room)
{
    return room->state == ROOM_OPEN && !room->closing && room->journal &&
           journal_is_live(room->journal);
}

bool state_exists(const struct room *room)
{
    return room->record->rules != NULL;
}
