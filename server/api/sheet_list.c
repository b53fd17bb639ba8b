#include "api/sheet.h"
#include "api/typing.h"
#include "api/visit.h"
#include "base/buf.h"
#include "base/text.h"
#include "live/record.h"
#include "live/room.h"
#include "net/http.h"

// ---- the list: a judge sees what his seats have sent, the organiser and who oversees a skill all

struct listing {
    const struct visit *visit;
    struct buf *out;
    struct slice part;
    size_t count;
    struct typing typing;
};

static void list_part(struct listing *listing, const struct record_competitor *competitor,
                      uint32_t index)
{
    const struct room *room = listing->visit->room;
    const struct rules_part *part = &room->record->rules->parts[index];

    for (uint32_t seat = 0; seat <= part->seat_count; seat++) {
        if (record_sheet(room->record, competitor, index, seat) &&
            visit_reads(listing->visit, index, seat) &&
            !visit_is_closed(listing->visit, competitor, index, seat) &&
            !typing_hides(&listing->typing, competitor, index, seat)) {
            text_printf(listing->out, listing->count++ ? "," : "");
            sheet_write(room, competitor, index, seat, listing->out);
        }
    }
}

static void list_competitor(struct listing *listing, const struct record_competitor *competitor)
{
    const struct record *record = listing->visit->room->record;
    const struct record_skill *skill = &record->skills[competitor->skill];

    for (uint32_t i = skill->part_first; i < skill->part_first + skill->part_count; i++) {
        if (listing->part.at == NULL || slice_is(listing->part, record->rules->parts[i].id)) {
            list_part(listing, competitor, i);
        }
    }
}

void sheet_list(struct visit *visit)
{
    const struct record *record = visit->room->record;
    struct slice only = http_query(visit->request, "competitor");
    struct listing listing = {visit, buf_new(4096), http_query(visit->request, "part"), 0,
                              typing_look(visit)};
    text_printf(listing.out, "{\"sheets\":[");
    for (size_t i = 0; i < record->competitor_count; i++) {
        if (only.at == NULL || slice_is(only, record->competitors[i]->id)) {
            list_competitor(&listing, record->competitors[i]);
        }
    }
    typing_done(&listing.typing);
    text_printf(listing.out, "]}");
    visit_json(visit, 200, listing.out, NULL);
}
