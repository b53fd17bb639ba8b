#include "api/shift.h"

#include "api/visit.h"
#include "base/buf.h"
#include "base/text.h"
#include "live/panel_log.h"
#include "live/record.h"
#include "live/room.h"

static bool follows_judge(const struct visit *visit, const char *id)
{
    const struct record *record = visit->room->record;
    const struct record_judge *judge = record_judge(record, slice_of(id));
    bool follows = false;

    for (size_t i = 0; judge && i < judge->seat_count; i++) {
        uint32_t skill = record->rules->parts[judge->seats[i].part].skill;
        follows = follows || visit_right(visit, visit->roles, skill) != NULL;
    }
    return follows;
}

// Those who follow a skill of either; of judges who have no seat any more, the organiser.
static bool sees(const struct visit *visit, const struct panel_shift *shift)
{
    return visit_right(visit, RIGHT_BIT(RIGHT_ORGANISER), VISIT_ANY_SKILL) != NULL ||
           follows_judge(visit, shift->from) || follows_judge(visit, shift->to);
}

static void write_shift(const struct panel_shift *shift, struct buf *out)
{
    text_printf(out, "{\"number\":%lu,\"at\":%ld,\"by\":\"%s\"", (unsigned long)shift->number,
                (long)shift->at, shift->by);
    text_printf(out, ",\"from\":\"%s\",\"to\":\"%s\",\"sealed\":%s", shift->from, shift->to,
                shift->sealed);
    text_printf(out, ",\"unsent\":%lu,\"begun\":%lu,\"client_time\":", (unsigned long)shift->unsent,
                (unsigned long)shift->begun);
    text_json(out, slice_of(shift->client_time));
    text_printf(out, "}");
}

void shift_list(struct visit *visit)
{
    const struct panel_log *log = visit->room->record->panels;
    struct buf *json = buf_new(512);
    size_t count = 0;

    text_printf(json, "{\"shifts\":[");
    for (size_t i = 0; i < log->shift_count; i++) {
        if (sees(visit, &log->shifts[i])) {
            text_printf(json, count++ ? "," : "");
            write_shift(&log->shifts[i], json);
        }
    }
    text_printf(json, "]}");
    visit_tagged(visit, json);
}
