#include "live/turned.h"

#include "scoring/contest.h"
#include "scoring/row.h"

// With a turn the cards say; else the last judge's sheet, also where fewer are enough to count.
static bool lies_open(const struct record *record, const struct record_competitor *competitor,
                      uint32_t part)
{
    const struct rules_part *of = &record->rules->parts[part];
    const struct row_slot *slot = row_slot(competitor->row, part);

    if (of->turn == RULES_TURN_NONE) {
        return row_in(slot) == row_panel(of, slot);
    }
    return contest_is_turned(record->rules, competitor->row, part);
}

// When the part's last sheet came; 0: it has no cards, or they do not lie open.
static uint64_t opened_at(const struct record *record, const struct record_competitor *competitor,
                          uint32_t part)
{
    const struct rules_part *of = &record->rules->parts[part];
    const struct record_skill *skill = &record->skills[competitor->skill];
    uint64_t last = 0;

    if (!competitor->tally.part_complete[part - competitor->tally.part_first] ||
        of->aspect_count == 0 || of->one_by_one || !lies_open(record, competitor, part)) {
        return 0;
    }
    uint32_t slots = skill->slot_first[part - skill->part_first];
    for (uint32_t seat = 0; seat < of->seat_count; seat++) {
        const struct record_sheet *sheet = competitor->sheets[slots + seat];
        last = sheet && sheet->number > last ? sheet->number : last;
    }
    return last;
}

uint32_t turned_last(const struct record *record, const struct record_competitor *competitor,
                     uint32_t stage)
{
    uint32_t found = RULES_NONE;
    uint64_t last = 0;

    for (uint32_t i = 0; i < competitor->tally.part_count; i++) {
        uint32_t part = competitor->tally.part_first + i;
        uint64_t at =
            record->rules->parts[part].stage == stage ? opened_at(record, competitor, part) : 0;
        if (at > last) {
            last = at;
            found = part;
        }
    }
    return found;
}
