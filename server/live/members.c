#include "live/members.h"

#include "base/buf.h"
#include "base/table.h"
#include "base/text.h"
#include "live/enrol.h"
#include "live/panel_log.h"

bool members_are(const struct record *record, uint32_t part, uint32_t seat)
{
    const struct rules_part *of = &record->rules->parts[part];

    return of->members > 0 && seat < of->seat_count;
}

const struct record_judge *members_next(const struct record *record, uint32_t part, uint32_t seat,
                                        size_t *at)
{
    while (*at < record->judge_count) {
        const struct record_judge *judge = record->judges[(*at)++];
        if (enrol_has_seat(judge, part, seat)) {
            return judge;
        }
    }
    return NULL;
}

bool members_is_absent(const struct record *record, uint32_t part, uint32_t seat,
                       const struct record_judge *judge)
{
    const struct rules_part *of = &record->rules->parts[part];

    return panel_log_absent(record->panels, of->id, of->seats[seat], judge->id) != NULL;
}

// Takes the id and the blank behind it off the front.
static bool take_id(struct slice *rest, const char *id)
{
    size_t len = strlen(id);

    if (!slice_starts(*rest, id) || (rest->len > len && rest->at[len] != ' ')) {
        return false;
    }
    size_t took = rest->len > len ? len + 1 : len;
    *rest = (struct slice){rest->at + took, rest->len - took};
    return true;
}

static const char *refuse(const struct record *record, uint32_t part, uint32_t seat,
                          struct slice confirmed)
{
    const struct record_judge *judge = NULL;
    uint32_t count = 0;
    bool all = confirmed.len > 0 && confirmed.at[confirmed.len - 1] != ' ';

    for (size_t at = 0; (judge = members_next(record, part, seat, &at)); count++) {
        if (!members_is_absent(record, part, seat, judge)) {
            all = all && take_id(&confirmed, judge->id);
        }
    }
    if (count < record->rules->parts[part].members) {
        return "group-few";
    }
    return all && confirmed.len == 0 ? NULL : "group-unconfirmed";
}

const char *members_refusal(const struct record *record, uint32_t part, uint32_t seat,
                            struct slice by, struct slice confirmed)
{
    bool judges = by.at && table_get(record->judge_by_id, by);

    if (!members_are(record, part, seat)) {
        return confirmed.at ? "group-none" : NULL;
    }
    return judges || confirmed.at ? refuse(record, part, seat, confirmed) : NULL;
}

const char *members_refuse_absent(const struct record *record, uint32_t part, uint32_t seat,
                                  const struct record_judge *judge, bool absent)
{
    const struct record_judge *other = NULL;
    bool left = false;

    if (!members_are(record, part, seat)) {
        return "group-none";
    }
    if (!enrol_has_seat(judge, part, seat)) {
        return "unknown-judge";
    }
    if (members_is_absent(record, part, seat, judge) == absent) {
        return "ruling-idle";
    }
    for (size_t at = 0; (other = members_next(record, part, seat, &at));) {
        left = left || (other != judge && !members_is_absent(record, part, seat, other));
    }
    return absent && !left ? "group-empty" : NULL;
}

void members_names(const struct record *record, uint32_t part, uint32_t seat, const char *between,
                   struct buf *out)
{
    const struct record_judge *judge = NULL;
    size_t count = 0;

    for (size_t at = 0; (judge = members_next(record, part, seat, &at));) {
        if (!members_is_absent(record, part, seat, judge)) {
            text_printf(out, "%s%s", count++ ? between : "", judge->name ? judge->name : judge->id);
        }
    }
}
