#include "live/freeze.h"

#include "base/must.h"
#include "live/frozen.h"
#include "live/ids.h"
#include "live/settle.h"
#include "wire/entry.h"

#include <stdlib.h>

static const char *obstacle(const struct record *record, enum entry_freeze_act act, uint32_t skill)
{
    if (act == FREEZE_OFF) {
        return frozen_of(record, skill) ? NULL : "not-frozen";
    }
    if (record->skills[skill].published) {
        return "sheet-locked";
    }
    return act == FREEZE_ON && frozen_of(record, skill) ? "already-frozen" : NULL;
}

static const char *about_all(const struct record *record, enum entry_freeze_act act)
{
    const char *refusal = NULL;

    for (uint32_t i = 0; i < record->rules->skill_count; i++) {
        refusal = obstacle(record, act, i);
        if (!refusal) {
            return NULL;
        }
    }
    return refusal;
}

static const char *about_some(const struct record *record, const struct entry_freeze *act)
{
    for (size_t i = 0; i < act->skill_count; i++) {
        uint32_t skill = rules_find_skill(record->rules, act->skills[i].at, act->skills[i].len);
        const char *refusal =
            skill == RULES_NONE ? "unknown-skill" : obstacle(record, act->act, skill);
        if (refusal) {
            return refusal;
        }
    }
    return NULL;
}

static const struct frozen_plan *plan_of(const struct record *record)
{
    return record->freezes && record->freezes->plan.number ? &record->freezes->plan : NULL;
}

const char *freeze_refusal(const struct record *record, const struct entry_freeze *act, int64_t now)
{
    const struct frozen_plan *plan = plan_of(record);

    if (act->act == FREEZE_DROP) {
        return plan ? NULL : "no-plan";
    }
    if (act->plan) { // what it can still do is done
        return plan && plan->number == act->plan ? NULL : "no-plan";
    }
    if (act->act == FREEZE_PLAN && act->at <= now) {
        return "freeze-past";
    }
    return act->skill_count > 0 ? about_some(record, act) : about_all(record, act->act);
}

static void plan(struct record *record, const struct entry_freeze *act, const struct entry *entry,
                 uint64_t number)
{
    struct frozen_plan *plan = NULL;

    if (!record->freezes) {
        record->freezes = calloc(1, sizeof *record->freezes);
        must(record->freezes);
    }
    frozen_forget_plan(record);
    plan = &record->freezes->plan;
    plan->number = number;
    plan->at = act->at;
    ids_copy(plan->by, sizeof plan->by, entry->by);
    plan->skill_count = act->skill_count;
    plan->skills = calloc(act->skill_count + 1, sizeof *plan->skills);
    must(plan->skills);
    for (size_t i = 0; i < act->skill_count; i++) {
        ids_copy(plan->skills[i], sizeof plan->skills[i], act->skills[i]);
    }
}

// Whether the act is about this skill.
static bool names(const struct record *record, const struct entry_freeze *act, uint32_t skill)
{
    const struct frozen_plan *plan = act->plan ? plan_of(record) : NULL;
    size_t count = plan ? plan->skill_count : act->skill_count;
    const char *id = record->rules->skills[skill].id;

    for (size_t i = 0; i < count; i++) {
        if (plan ? strcmp(plan->skills[i], id) == 0 : slice_is(act->skills[i], id)) {
            return true;
        }
    }
    return count == 0;
}

static void move(struct record *record, const struct entry_freeze *act, const struct entry *entry,
                 uint64_t number)
{
    for (uint32_t i = 0; i < record->rules->skill_count; i++) {
        if (!names(record, act, i) || obstacle(record, act->act, i)) {
            continue;
        }
        if (act->act == FREEZE_ON) {
            frozen_take(record, i, number, entry->at);
        } else {
            frozen_drop(record, i);
        }
    }
}

static void take(struct record *record, const struct entry_freeze *act, const struct entry *entry,
                 uint64_t number)
{
    if (act->act == FREEZE_PLAN) {
        plan(record, act, entry, number);
        return;
    }
    if (act->act != FREEZE_DROP) {
        move(record, act, entry, number);
    }
    if (act->act == FREEZE_DROP || act->plan) {
        frozen_forget_plan(record);
    }
}

bool freeze_fold(struct record *record, struct arena *arena, const struct entry *entry,
                 uint64_t number)
{
    struct entry_freeze act;
    bool good = settle_all(record) && entry_freeze_read(arena, entry->body, &act) &&
                !freeze_refusal(record, &act, 0);

    if (good) {
        take(record, &act, entry, number);
    }
    return good;
}

uint64_t freeze_due(const struct record *record, int64_t now)
{
    const struct frozen_plan *plan = plan_of(record);

    return plan && plan->at <= now ? plan->number : 0;
}
