#include "api/find.h"

#include "api/visit.h"
#include "base/buf.h"
#include "base/text.h"
#include "live/frozen.h"
#include "live/record.h"
#include "live/results.h"
#include "live/room.h"
#include "live/seek.h"
#include "net/http.h"

// One answer looks at so many competitors at most, which takes a node about two milliseconds: a
// judge never waits behind who seeks among 480,000. Whoever seeks asks on from "next".
enum { LOOKED_AT = 10000, FOUND = 20, FROM_MAX = 1000000000 };

static void write_found(const struct record *record, const struct record_competitor *competitor,
                        enum rules_show show, struct buf *out)
{
    text_printf(out, "{\"id\":\"%s\",\"skill\":\"%s\"", competitor->id,
                record->rules->skills[competitor->skill].id);
    text_member(out, "code", slice_of(competitor->code));
    if (show == RULES_SHOW_NAME) {
        text_member(out, "name", slice_of(competitor->shown.name));
        text_member(out, "second_name", slice_of(competitor->shown.second_name));
        text_member(out, "delegation", slice_of(competitor->shown.delegation));
    }
    text_printf(out, "}");
}

// Where to go on.
static size_t look_through(const struct record *record, const struct seek *seek, size_t from,
                           struct buf *out)
{
    size_t end =
        record->competitor_count - from < LOOKED_AT ? record->competitor_count : from + LOOKED_AT;
    size_t found = 0;

    for (; from < end && found < FOUND; from++) {
        const struct record_competitor *competitor = record->competitors[from];
        enum rules_show show = results_show(record, competitor->skill);
        bool hidden = competitor->aside || frozen_hides(record, competitor);
        if (!hidden && seek_fits(seek, competitor, show)) {
            text_printf(out, found++ ? "," : "");
            write_found(record, competitor, show, out);
        }
    }
    return from;
}

void find_people(struct visit *visit)
{
    const struct record *record = visit->room->record;
    struct slice from_text = http_query(visit->request, "from");
    uint64_t from = 0;
    struct seek seek;

    if ((from_text.at && !text_uint(from_text, FROM_MAX, &from)) ||
        !seek_for(http_query(visit->request, "q"), &seek)) {
        visit_problem(visit, "malformed-request", "");
        return;
    }
    from = from < record->competitor_count ? from : record->competitor_count;
    struct buf *json = buf_new(2048);
    text_printf(json, "{\"rows\":[");
    size_t next = look_through(record, &seek, from, json);
    text_printf(json, "]");
    if (next < record->competitor_count) {
        text_printf(json, ",\"next\":%zu", next);
    }
    text_printf(json, "}");
    visit_tagged(visit, json);
}
