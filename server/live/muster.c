#include "live/muster.h"

#include "base/must.h"
#include "base/table.h"
#include "live/muster_codes.h"
#include "live/muster_facts.h"
#include "live/muster_recuse.h"

#include <stdlib.h>

struct muster *muster_new(void)
{
    struct muster *muster = calloc(1, sizeof *muster);

    must(muster);
    muster->persons = table_new();
    muster->draws = table_new();
    muster->codes = table_new();
    return muster;
}

struct muster *muster_free(struct muster *muster)
{
    void *value = NULL;

    for (size_t at = 0; table_next(muster->persons, &at, NULL, &value);) {
        muster_desk_free(value);
    }
    for (size_t at = 0; table_next(muster->draws, &at, NULL, &value);) {
        muster_draw_free(value);
    }
    for (size_t at = 0; table_next(muster->codes, &at, NULL, &value);) {
        muster_codes_free(value);
    }
    table_free(muster->codes);
    free(muster->recusals);
    free(muster->declared);
    table_free(muster->draws);
    table_free(muster->persons);
    free(muster);
    return NULL;
}

const char *muster_refusal(const struct record *record, const struct entry_muster *act)
{
    switch (act->act) {
    case MUSTER_CHECK_IN:
        return muster_desk_refusal(record, act);
    case MUSTER_COMMITMENT:
    case MUSTER_DRAW:
    case MUSTER_HAND:
        return muster_draw_refusal(record, act);
    case MUSTER_KEYS:
    case MUSTER_CODES:
    case MUSTER_OPEN:
        return muster_codes_refusal(record, act);
    case MUSTER_RECUSE:
        return muster_recuse_refusal(record, act);
    }
    return NULL;
}

enum muster_effect muster_take(struct record *record, const struct entry_muster *act,
                               const struct entry *entry, uint64_t number)
{
    switch (act->act) {
    case MUSTER_CHECK_IN:
        return muster_desk_take(record, act, entry, number);
    case MUSTER_COMMITMENT:
    case MUSTER_DRAW:
    case MUSTER_HAND:
        muster_draw_take(record, act, entry, number);
        break;
    case MUSTER_KEYS:
    case MUSTER_CODES:
    case MUSTER_OPEN:
        return muster_codes_take(record, act, entry, number);
    case MUSTER_RECUSE:
        return muster_recuse_take(record, act, entry, number);
    }
    return MUSTER_QUIET;
}
