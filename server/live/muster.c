#include "live/muster.h"

#include "base/must.h"
#include "base/table.h"
#include "wire/entry.h"

#include <stdlib.h>

struct muster {
    struct table *persons; // by competitor
};

static void *zeroed(size_t bytes)
{
    void *memory = calloc(1, bytes);

    must(memory);
    return memory;
}

static void copy_id(char out[RECORD_ID_MAX], struct slice id)
{
    size_t len = id.len < RECORD_ID_MAX ? id.len : RECORD_ID_MAX - 1;

    if (len > 0) {
        memcpy(out, id.at, len);
    }
    out[len] = 0;
}

struct muster *muster_new(void)
{
    struct muster *muster = zeroed(sizeof *muster);

    muster->persons = table_new();
    return muster;
}

struct muster *muster_free(struct muster *muster)
{
    void *value = NULL;

    for (size_t at = 0; table_next(muster->persons, &at, NULL, &value);) {
        free(((struct muster_person *)value)->reason);
        free(value);
    }
    table_free(muster->persons);
    free(muster);
    return NULL;
}

const struct muster_person *muster_person(const struct record *record, struct slice competitor)
{
    return table_get(record->muster->persons, competitor);
}

bool muster_is_here(const struct record *record, struct slice competitor)
{
    const struct muster_person *person = muster_person(record, competitor);

    return person && (person->state == MUSTER_PRESENT || person->state == MUSTER_LATE ||
                      person->state == MUSTER_REPLACED);
}

// ---- check-in

static struct record_competitor *find(const struct record *record, struct slice id)
{
    return table_get(record->competitor_by_id, id);
}

static const char *refuse_check_in(const struct record *record, const struct entry_muster *act)
{
    const struct record_competitor *competitor =
        act->competitor.at ? find(record, act->competitor) : NULL;

    if (!competitor) {
        return "unknown-competitor";
    }
    return record->skills[competitor->skill].published ? "sheet-locked" : NULL;
}

static enum muster_effect take_check_in(struct record *record, const struct entry_muster *act,
                                        const struct entry *entry, uint64_t number)
{
    struct record_competitor *competitor = find(record, act->competitor);
    struct muster_person *person = table_get(record->muster->persons, act->competitor);

    if (!person) {
        person = zeroed(sizeof *person);
        table_put(record->muster->persons, act->competitor, person);
    }
    free(person->reason);
    *person = (struct muster_person){.state = act->state, .number = number, .at = entry->at};
    copy_id(person->by, entry->by);
    copy_id(person->approved_by, act->approved_by);
    person->reason = act->reason.at ? strndup(act->reason.at, act->reason.len) : NULL;
    if (act->digest.at) {
        copy_id(competitor->digest, act->digest);
    }
    return act->digest.at ? MUSTER_NAMES : MUSTER_QUIET;
}

// ---- all acts

const char *muster_refusal(const struct record *record, const struct entry_muster *act)
{
    switch (act->act) {
    case MUSTER_CHECK_IN:
        return refuse_check_in(record, act);
    }
    return NULL;
}

enum muster_effect muster_take(struct record *record, const struct entry_muster *act,
                               const struct entry *entry, uint64_t number)
{
    switch (act->act) {
    case MUSTER_CHECK_IN:
        return take_check_in(record, act, entry, number);
    }
    return MUSTER_QUIET;
}
