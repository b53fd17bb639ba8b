#include "api/begun.h"

#include "api/visit.h"
#include "base/arena.h"
#include "live/record.h"
#include "live/room.h"
#include "net/http.h"
#include "store/tray.h"

struct slice begun_tray(const struct visit *visit, const char *judge)
{
    return slice_of(arena_printf(visit->request->arena, "draft:%s:%s", visit->room->name, judge));
}

struct slice begun_name(const struct visit *visit, const char *part, const char *competitor,
                        const char *seat)
{
    return slice_of(arena_printf(visit->request->arena, "%s/%s/%s", part, competitor, seat));
}

void begun_forget(const struct visit *visit, const struct record_competitor *competitor,
                  uint32_t part, uint32_t seat)
{
    const struct record *record = visit->room->record;
    const struct rules_part *of = &record->rules->parts[part];
    const char *seat_id = seat < of->seat_count ? of->seats[seat] : of->technical;
    struct slice name = begun_name(visit, of->id, competitor->id, seat_id);

    for (size_t i = 0; i < record->judge_count; i++) {
        if (record_judge_has(record->judges[i], part, seat)) {
            tray_drop(visit->api->store, begun_tray(visit, record->judges[i]->id), name, NULL,
                      NULL);
        }
    }
}
