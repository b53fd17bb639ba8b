#include "live/commit_entry.h"

#include "base/clock.h"
#include "live/record.h"
#include "live/wish.h"
#include "wire/entry.h"

static void name_sheet(const struct record *record, const struct commit_wish *wish,
                       struct entry *entry)
{
    const struct rules_part *part = &record->rules->parts[wish->part];
    const struct record_sheet *before =
        record_sheet(record, wish->competitor, wish->part, wish->seat);

    entry->part = slice_of(part->id);
    entry->competitor = slice_of(wish->competitor->id);
    entry->seat =
        slice_of(wish->seat < part->seat_count ? part->seats[wish->seat] : part->technical);
    entry->replaces = before ? before->number : 0;
}

void commit_entry_write(const struct record *record, const struct commit_wish *wish,
                        struct buf *out)
{
    struct entry entry = {.kind = (enum entry_kind)wish->kind,
                          .at = clock_wall_ms(),
                          .ask = wish->ask,
                          .digest = wish->digest,
                          .by = wish->by,
                          .competition = wish->competition,
                          .claim = record->followed,
                          .body = wish->body};

    memcpy(entry.chain, record_mile(record, record->followed)->chain, sizeof entry.chain);
    if (wish->kind == ENTRY_SHEET) {
        name_sheet(record, wish, &entry);
    } else if (wish->kind == ENTRY_PUBLICATION) {
        entry.skill = slice_of(record->rules->skills[wish->skill].id);
    }
    entry_write(&entry, out);
}
