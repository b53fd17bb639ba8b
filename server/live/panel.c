#include "live/panel.h"

#include "scoring/tally_part.h"

bool panel_sees(const struct record *record, const struct record_competitor *competitor,
                uint32_t part, uint32_t seat)
{
    const struct rules_part *of = &record->rules->parts[part];

    return of->turn != RULES_TURN_NONE && seat < of->seat_count &&
           contest_is_turned(record->rules, competitor->row, part) &&
           contest_has_sheet(record->rules, competitor->skill, competitor->row, part, seat);
}

bool panel_is_held(const struct record *record, const struct record_competitor *competitor,
                   uint32_t part)
{
    return tally_part_is_held(record->rules, competitor->row, part);
}

bool panel_shuts(const struct record *record, const struct record_competitor *competitor,
                 uint32_t part, uint32_t seat)
{
    return panel_sees(record, competitor, part, seat) && !panel_is_held(record, competitor, part);
}
