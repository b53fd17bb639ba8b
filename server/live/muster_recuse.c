#include "live/muster_recuse.h"

#include "base/arena.h"
#include "base/must.h"
#include "base/table.h"
#include "live/enrol.h"
#include "live/ids.h"
#include "live/muster_facts.h"
#include "live/settle.h"
#include "wire/entry.h"

#include <stdlib.h>

const struct muster_recusal *muster_recuse_at(const struct record *record, size_t index)
{
    return index < record->muster->recusal_count ? &record->muster->recusals[index] : NULL;
}

const struct muster_declared *muster_recuse_declared(const struct record *record, size_t index)
{
    return index < record->muster->declared_count ? &record->muster->declared[index] : NULL;
}

bool muster_recuse_sits(const struct record *record, const struct record_judge *judge,
                        uint32_t skill)
{
    for (size_t i = 0; i < judge->seat_count; i++) {
        const struct rules_part *part = &record->rules->parts[judge->seats[i].part];
        if (part->skill == skill && judge->seats[i].seat < part->seat_count) {
            return true;
        }
    }
    return false;
}

static bool stands(const struct record *record, struct slice judge, struct slice competitor)
{
    for (size_t i = record->muster->recusal_count; i-- > 0;) {
        const struct muster_recusal *recusal = &record->muster->recusals[i];
        if (slice_is(judge, recusal->judge) && slice_is(competitor, recusal->competitor)) {
            return !recusal->lifted;
        }
    }
    return false;
}

bool muster_recuse_any(const struct record *record, const struct record_judge *judge,
                       uint32_t skill)
{
    for (size_t i = 0; i < record->muster->recusal_count; i++) {
        struct slice id = slice_of(record->muster->recusals[i].competitor);
        const struct record_competitor *competitor = enrol_find(record, id);
        if (competitor && !competitor->aside && competitor->skill == skill &&
            stands(record, slice_of(judge->id), id)) {
            return true;
        }
    }
    return false;
}

bool muster_recuse_holds(const struct record *record, const struct record_judge *judge,
                         uint32_t skill)
{
    for (size_t i = 0; i < judge->seat_count; i++) {
        if (record->rules->parts[judge->seats[i].part].skill == skill) {
            return true;
        }
    }
    return false;
}

static bool is_technical(const struct record *record, uint32_t part, uint32_t seat)
{
    return seat >= record->rules->parts[part].seat_count;
}

static bool has_other(const struct record *record, const struct record_judge *judge,
                      const struct record_competitor *competitor, const struct record_seat *seat)
{
    for (size_t i = 0; i < record->judge_count; i++) {
        const struct record_judge *other = record->judges[i];
        if (other != judge && enrol_has_seat(other, seat->part, seat->seat) &&
            !stands(record, slice_of(other->id), slice_of(competitor->id))) {
            return true;
        }
    }
    return false;
}

bool muster_recuse_empties(const struct record *record, const struct record_judge *judge,
                           const struct record_competitor *competitor)
{
    for (size_t i = 0; i < judge->seat_count; i++) {
        const struct record_seat *seat = &judge->seats[i];
        if (record->rules->parts[seat->part].skill == competitor->skill &&
            is_technical(record, seat->part, seat->seat) &&
            !has_other(record, judge, competitor, seat)) {
            return true;
        }
    }
    return false;
}

bool muster_recuse_empties_any(const struct record *record, struct slice judge, size_t count,
                               const struct slice *competitors)
{
    const struct record_judge *who = table_get(record->judge_by_id, judge);

    for (size_t i = 0; who && i < count; i++) {
        const struct record_competitor *competitor = enrol_find(record, competitors[i]);
        if (competitor && !competitor->aside && muster_recuse_empties(record, who, competitor)) {
            return true;
        }
    }
    return false;
}

bool muster_recuse_bars(const struct record *record, struct slice by,
                        const struct record_competitor *competitor, uint32_t part, uint32_t seat)
{
    return is_technical(record, part, seat) && stands(record, by, slice_of(competitor->id));
}

// Nobody or several may be meant, in any skill, again and again: a refusal would tell who is there.
static const char *refuse_declared(const struct record *record, const struct entry_muster *act)
{
    bool whole = act->digest.len == (size_t)2 * RECORD_HASH && !act->lifted;

    for (size_t i = 0; i < act->ids.count; i++) {
        const struct record_competitor *competitor =
            act->ids.ids[i].at ? enrol_find(record, act->ids.ids[i]) : NULL;
        if (!competitor || competitor->work) {
            return "unknown-competitor";
        }
        if (!competitor->aside) {
            return "codes-opened";
        }
    }
    return whole ? NULL : "unknown-competitor";
}

const char *muster_recuse_refusal(const struct record *record, const struct entry_muster *act)
{
    const struct record_competitor *first = NULL;
    bool moves = false;

    if (!act->judge.at || !table_get(record->judge_by_id, act->judge)) {
        return "unknown-judge";
    }
    if (act->digest.at) {
        return refuse_declared(record, act);
    }
    for (size_t i = 0; i < act->ids.count; i++) {
        const struct record_competitor *competitor =
            act->ids.ids[i].at ? enrol_find(record, act->ids.ids[i]) : NULL;
        if (!competitor || competitor->work) {
            return "unknown-competitor";
        }
        first = first ? first : competitor;
        if (competitor->skill != first->skill) {
            return "skill-differs";
        }
        moves = moves || stands(record, act->judge, act->ids.ids[i]) == act->lifted;
    }
    if (!first) {
        return "unknown-competitor";
    }
    if (record->skills[first->skill].published) {
        return "sheet-locked";
    }
    return moves ? NULL : "recusal-idle";
}

static struct muster_recusal *one_more(struct muster *muster)
{
    if (muster->recusal_count == muster->recusal_room) {
        muster->recusal_room = muster->recusal_room ? 2 * muster->recusal_room : 16;
        muster->recusals =
            realloc(muster->recusals, muster->recusal_room * sizeof *muster->recusals);
        must(muster->recusals);
    }
    return &muster->recusals[muster->recusal_count++];
}

static void take_declared(struct muster *muster, const struct entry_muster *act,
                          const struct entry *entry, uint64_t number)
{
    if (muster->declared_count == muster->declared_room) {
        muster->declared_room = muster->declared_room ? 2 * muster->declared_room : 16;
        muster->declared =
            realloc(muster->declared, muster->declared_room * sizeof *muster->declared);
        must(muster->declared);
    }
    struct muster_declared *declared = &muster->declared[muster->declared_count++];
    *declared =
        (struct muster_declared){.meant = act->ids.count, .number = number, .at = entry->at};
    ids_copy(declared->judge, RECORD_ID_MAX, act->judge);
    ids_copy(declared->why, RECORD_ID_MAX, act->why);
    ids_copy(declared->digest, sizeof declared->digest, act->digest);
}

enum muster_effect muster_recuse_take(struct record *record, const struct entry_muster *act,
                                      const struct entry *entry, uint64_t number)
{
    bool shows = false;

    if (act->digest.at) {
        take_declared(record->muster, act, entry, number);
    }
    for (size_t i = 0; i < act->ids.count; i++) {
        struct muster_recusal *recusal = one_more(record->muster);
        *recusal =
            (struct muster_recusal){.lifted = act->lifted, .number = number, .at = entry->at};
        ids_copy(recusal->judge, RECORD_ID_MAX, act->judge);
        ids_copy(recusal->competitor, RECORD_ID_MAX, act->ids.ids[i]);
        ids_copy(recusal->why, RECORD_ID_MAX, act->why);
        ids_copy(recusal->by, RECORD_ID_MAX, entry->by);
        shows = shows || !enrol_find(record, act->ids.ids[i])->aside;
    }
    return shows ? MUSTER_TOUCH : MUSTER_QUIET;
}

// The judge's seats on the panels of a skill, as rulings that the competitor's row would take.
static size_t excuse(const struct record *record, const struct record_judge *judge,
                     struct record_competitor *competitor, bool on, struct decide_line *lines)
{
    const struct rules *rules = record->rules;
    size_t count = 0;

    for (size_t i = 0; i < judge->seat_count; i++) {
        const struct record_seat *seat = &judge->seats[i];
        const struct rules_part *part = &rules->parts[seat->part];
        struct ruling ruling = {
            .kind = RULING_EXCUSE, .part = seat->part, .seat = seat->seat, .on = on};
        if (part->skill == competitor->skill && seat->seat < part->seat_count &&
            contest_check_ruling(rules, competitor->skill, competitor->row, &ruling).verdict ==
                V_OK) {
            lines[count++] = (struct decide_line){competitor, ruling};
        }
    }
    return count;
}

bool muster_recuse_decide(struct arena *arena, const struct record *record,
                          const struct entry_muster *act, struct decide *ret)
{
    if (act->act != MUSTER_RECUSE) {
        return false;
    }
    const struct record_judge *judge = table_get(record->judge_by_id, act->judge);
    struct decide_line *lines =
        arena_alloc(arena, (act->ids.count * judge->seat_count + 1) * sizeof *lines);

    *ret = (struct decide){.lines = lines};
    for (size_t i = 0; i < act->ids.count; i++) {
        struct record_competitor *competitor = enrol_find(record, act->ids.ids[i]);
        ret->skill = competitor->skill;
        if (!competitor->aside) {
            ret->count += excuse(record, judge, competitor, !act->lifted, lines + ret->count);
        }
    }
    return ret->count > 0;
}

bool muster_recuse_apply(const struct record *record, struct record *after,
                         struct record_competitor *competitor)
{
    struct arena *arena = arena_new();
    bool good = true;

    for (size_t i = 0; i < after->judge_count; i++) {
        const struct record_judge *judge = after->judges[i];
        if (!stands(record, slice_of(judge->id), slice_of(competitor->id))) {
            continue;
        }
        struct decide_line *lines = arena_alloc(arena, (judge->seat_count + 1) * sizeof *lines);
        size_t count = excuse(after, judge, competitor, true, lines);
        settle_before(after, competitor);
        for (size_t k = 0; k < count; k++) {
            contest_apply_ruling(after->rules, competitor->skill, competitor->row,
                                 &lines[k].ruling);
        }
        good = settle_after(after, competitor, RULES_NONE) && good;
    }
    arena_free(arena);
    return good;
}
