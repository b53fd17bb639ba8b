#include "live/muster_desk.h"

#include "base/must.h"
#include "base/table.h"
#include "live/enrol.h"
#include "live/ids.h"
#include "live/muster_facts.h"
#include "wire/entry.h"

#include <stdlib.h>

const struct muster_person *muster_desk_person(const struct record *record, struct slice competitor)
{
    return table_get(record->muster->persons, competitor);
}

bool muster_desk_is_here(const struct record *record, struct slice competitor)
{
    const struct muster_person *person = muster_desk_person(record, competitor);

    return person && (person->state == MUSTER_PRESENT || person->state == MUSTER_LATE ||
                      person->state == MUSTER_REPLACED);
}

struct muster_person *muster_desk_free(struct muster_person *person)
{
    free(person->reason);
    free(person);
    return NULL;
}

static struct record_competitor *find(const struct record *record, struct slice id)
{
    struct record_competitor *found = enrol_find(record, id);

    return found && !found->work ? found : NULL;
}

const char *muster_desk_refusal(const struct record *record, const struct entry_muster *act)
{
    const struct record_competitor *competitor =
        act->competitor.at ? find(record, act->competitor) : NULL;

    if (!competitor) {
        return "unknown-competitor";
    }
    return record->skills[competitor->skill].published ? "sheet-locked" : NULL;
}

enum muster_effect muster_desk_take(struct record *record, const struct entry_muster *act,
                                    const struct entry *entry, uint64_t number)
{
    struct record_competitor *competitor = find(record, act->competitor);
    struct muster_person *person = table_get(record->muster->persons, act->competitor);

    if (!person) {
        person = calloc(1, sizeof *person);
        must(person);
        table_put(record->muster->persons, act->competitor, person);
    }
    free(person->reason);
    *person = (struct muster_person){.state = act->state, .number = number, .at = entry->at};
    ids_copy(person->by, RECORD_ID_MAX, entry->by);
    ids_copy(person->approved_by, RECORD_ID_MAX, act->approved_by);
    person->reason = act->reason.at ? strndup(act->reason.at, act->reason.len) : NULL;
    if (act->digest.at) {
        ids_copy(competitor->digest, RECORD_ID_MAX, act->digest);
    }
    return act->digest.at ? MUSTER_NAMES : MUSTER_QUIET;
}
