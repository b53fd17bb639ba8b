#include "live/panel.h"

#include "live/panel_log.h"
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

static bool may_look_again(const struct record *record, const struct record_competitor *competitor,
                           uint32_t part, uint32_t seat)
{
    struct panel_place place = panel_log_place(record->rules, part, seat, competitor);

    return panel_log_open(record->panels, &place) || panel_is_held(record, competitor, part);
}

const char *panel_obstacle(const struct record *record, const struct record_competitor *competitor,
                           uint32_t part, uint32_t seat)
{
    const struct rules_part *of = &record->rules->parts[part];

    if (of->trial_needed && seat < of->seat_count &&
        !panel_log_has_trial(record->panels, of->id, of->seats[seat])) {
        return "trial-first";
    }
    bool seen = panel_sees(record, competitor, part, seat);
    return seen && !may_look_again(record, competitor, part, seat) ? "cards-turned" : NULL;
}
