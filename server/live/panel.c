#include "live/panel.h"

#include "base/table.h"
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

// Whether the chief judge has given the seat a sheet back since the codes were opened.
static bool may_give_anew(const struct record *record, const struct record_competitor *competitor,
                          uint32_t part, uint32_t seat)
{
    struct panel_place place = panel_log_place(record->rules, part, seat, competitor);

    for (size_t i = record->panels->attempt_count; i > 0; i--) {
        const struct panel_attempt *attempt = &record->panels->attempts[i - 1];
        bool meant = strcmp(attempt->place.part, place.part) == 0 &&
                     strcmp(attempt->place.seat, place.seat) == 0 &&
                     table_get(record->competitor_by_id, slice_of(attempt->place.competitor)) ==
                         competitor; // a work's id leads to its competitor
        if (meant) {
            return attempt->end != PANEL_AMENDED &&
                   attempt->ended > record->skills[competitor->skill].unsealed;
        }
    }
    return false;
}

const char *panel_obstacle(const struct record *record, const struct record_competitor *competitor,
                           uint32_t part, uint32_t seat)
{
    const struct rules_part *of = &record->rules->parts[part];

    if (of->trial_needed && seat < of->seat_count &&
        !panel_log_has_trial(record->panels, of->id, of->seats[seat])) {
        return "trial-first";
    }
    if (record->skills[competitor->skill].unsealed &&
        !contest_has_sheet(record->rules, competitor->skill, competitor->row, part, seat) &&
        !may_give_anew(record, competitor, part, seat)) {
        return "codes-opened";
    }
    bool seen = panel_sees(record, competitor, part, seat);
    return seen && !may_look_again(record, competitor, part, seat) ? "cards-turned" : NULL;
}
