#include "live/exposed.h"

#include "live/signing_list.h"

enum rules_show exposed_now(const struct record *record, uint32_t stage)
{
    const struct rules_stage *rules = &record->rules->stages[stage];
    const struct rules_exposure *exposure = &rules->exposure;
    bool open = record->skills[rules->skill].published ||
                (exposure->since == RULES_SINCE_SIGNED &&
                 signing_list_is_locked(record, rules->skill, stage));

    return open ? exposure->after : exposure->before;
}
