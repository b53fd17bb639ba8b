#include "api/plain.h"

#include "api/visit.h"
#include "base/arena.h"
#include "live/hall.h"
#include "live/record.h"
#include "live/room.h"
#include "net/http.h"
#include "wire/faults.h"
#include "wire/unseen.h"

static bool is_there(const struct visit *visit, struct slice key)
{
    const struct room *room = visit->room ? visit->room : hall_site(visit->api->hall);

    return key.at && room->record && record_asked(room->record, key);
}

bool plain_takes_item(const struct visit *visit, struct slice key, struct slice json,
                      struct faults *faults)
{
    return unseen_check(visit->request->arena, json, faults) || is_there(visit, key);
}

// A queue of a competition's sheets: each is looked at by itself, so that one keeps no other back.
static bool is_queue(const struct visit *visit)
{
    struct slice end =
        slice_of(arena_printf(visit->request->arena, "/%.*s/sheets", SLICE_FMT(visit->words[0])));
    struct slice path = visit->request->path;

    return visit->words[0].at && !visit->words[1].at && path.len > end.len &&
           slice_equal((struct slice){path.at + path.len - end.len, end.len}, end);
}

bool plain_takes(struct visit *visit)
{
    const struct request *request = visit->request;
    struct faults *faults = arena_alloc(request->arena, sizeof *faults);
    struct slice key = visit_key(visit, http_header(request, "idempotency-key"));

    faults->count = 0;
    faults->more = false;
    if (is_queue(visit) ||
        !slice_starts(http_header(request, "content-type"), "application/json") ||
        plain_takes_item(visit, key, request->body, faults)) {
        return true;
    }
    visit_faults(visit, faults);
    return false;
}
