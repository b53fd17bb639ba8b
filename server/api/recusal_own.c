#include "api/recusal_own.h"

#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "live/commit.h"
#include "live/enrol.h"
#include "live/muster_recuse.h"
#include "live/people.h"
#include "live/record.h"
#include "live/room.h"
#include "live/seek.h"
#include "live/signing_list.h"
#include "net/http.h"
#include "store/journal.h"
#include "wire/ask_recusal.h"
#include "wire/entry.h"
#include "wire/faults.h"

#include <stdio.h>

// ---- who asks

static bool is_own(const struct visit *visit, const char *judge)
{
    for (size_t i = 0; i < visit->right_count; i++) {
        const struct record_judge *own = visit->rights[i].judge;
        if (own && strcmp(own->id, judge) == 0) {
            return true;
        }
    }
    return false;
}

// The judge by whose seat the visitor is here: the only one, or, where a tablet serves several, the
// one who is named. NULL: answered.
static const struct right *find_judge(struct visit *visit, struct slice named)
{
    struct faults *faults = arena_alloc(visit->request->arena, sizeof *faults);
    const struct right *found = NULL;
    size_t count = 0;

    for (size_t i = 0; i < visit->right_count; i++) {
        const struct right *right = &visit->rights[i];
        if ((RIGHT_BITS_SEATED & RIGHT_BIT(right->role)) && right->judge &&
            (!named.at || slice_is(named, right->judge->id))) {
            count += !found || found->judge != right->judge;
            found = right;
        }
    }
    if (count == 1) {
        return found;
    }
    if (count == 0) {
        visit_problem(visit, "not-your-seat", "");
    } else {
        faults_add(faults, "missing-field", "/judge", "judge");
        visit_faults(visit, faults);
    }
    return NULL;
}

// ---- what he has said

static void write_listed(const struct visit *visit, size_t *count, struct buf *out)
{
    const struct record *record = visit->room->record;
    const struct muster_recusal *recusal = NULL;

    for (size_t i = 0; (recusal = muster_recuse_at(record, i)) != NULL; i++) {
        const struct record_competitor *competitor =
            enrol_find(record, slice_of(recusal->competitor));
        if (competitor && !competitor->aside && is_own(visit, recusal->judge)) {
            text_printf(out,
                        "%s{\"number\":%lu,\"at\":%ld,\"judge\":\"%s\",\"why\":\"%s\","
                        "\"competitor\":\"%s\",\"lifted\":%s}",
                        (*count)++ ? "," : "", (unsigned long)recusal->number, (long)recusal->at,
                        recusal->judge, recusal->why, recusal->competitor,
                        recusal->lifted ? "true" : "false");
        }
    }
}

void recusal_own_list(struct visit *visit)
{
    const struct muster_declared *declared = NULL;
    struct buf *json = buf_new(512);
    size_t count = 0;

    text_printf(json, "{\"recusals\":[");
    write_listed(visit, &count, json);
    text_printf(json, "],\"declared\":[");
    count = 0;
    for (size_t i = 0; (declared = muster_recuse_declared(visit->room->record, i)) != NULL; i++) {
        if (is_own(visit, declared->judge)) {
            text_printf(json, "%s{\"number\":%lu,\"at\":%ld,\"judge\":\"%s\",\"why\":\"%s\"}",
                        count++ ? "," : "", (unsigned long)declared->number, (long)declared->at,
                        declared->judge, declared->why);
        }
    }
    text_printf(json, "]}");
    visit_tagged(visit, json);
}

// ---- saying it

struct declaring {
    struct visit *visit;
    const struct right *right;
    struct commit_wish *wish;
    struct ask_recusal_own ask;
    struct entry_muster *act;
};

static void commit(const struct declaring *declaring)
{
    struct buf *body = buf_new(512);
    struct commit_wish *wish = declaring->wish;

    entry_muster_write(declaring->act, body);
    wish->body = (struct slice){
        arena_copy(declaring->visit->request->arena, (struct slice){body->bytes, body->len}),
        body->len};
    buf_unref(body);
    wish->by = declaring->right->who;
    wish->muster = declaring->act;
    commit_add(declaring->visit->room->commit, wish);
}

// Why he cannot choose this one; NULL: he can. Whom codes hide is nobody here.
static const char *refuse_one(const struct declaring *declaring, struct slice id)
{
    const struct record *record = declaring->visit->room->record;
    const struct record_competitor *competitor = enrol_find(record, id);

    if (!competitor || competitor->work || competitor->aside) {
        return "unknown-competitor";
    }
    if (!muster_recuse_holds(record, declaring->right->judge, competitor->skill)) {
        return "not-your-skill";
    }
    // What others have signed is the chief judge's to open again.
    return signing_list_is_locked(record, competitor->skill, RULES_NONE) ? "stage-locked" : NULL;
}

static void choose(const struct declaring *declaring)
{
    struct visit *visit = declaring->visit;
    struct faults *faults = arena_alloc(visit->request->arena, sizeof *faults);

    for (size_t i = 0; i < declaring->ask.count; i++) {
        const char *problem = refuse_one(declaring, declaring->ask.competitors[i]);
        char pointer[40];
        (void)snprintf(pointer, sizeof pointer, "/competitors/%zu", i);
        if (problem && strcmp(problem, "unknown-competitor") == 0) {
            faults_add(faults, problem, pointer, "");
            visit_faults(visit, faults);
            return;
        }
        if (problem) {
            visit_problem(visit, problem, "");
            return;
        }
    }
    declaring->act->ids =
        (struct entry_muster_ids){declaring->ask.count, declaring->ask.competitors};
    commit(declaring);
}

// ---- a person whom codes hide

static bool is_hidden(const struct declaring *declaring, const struct record_competitor *competitor)
{
    return competitor->aside && muster_recuse_holds(declaring->visit->room->record,
                                                    declaring->right->judge, competitor->skill);
}

static bool hides_anybody(const struct declaring *declaring)
{
    const struct record *record = declaring->visit->room->record;

    for (uint32_t i = 0; i < record->rules->skill_count; i++) {
        if (record->rules->skills[i].blind && !record->skills[i].opened &&
            muster_recuse_holds(record, declaring->right->judge, i)) {
            return true;
        }
    }
    return false;
}

static bool is_meant(const struct ask_recusal_own *ask, const struct record_person *shown,
                     bool strictly)
{
    bool named = seek_is(ask->name, shown->name) || seek_is(ask->name, shown->second_name);
    bool of_unit = seek_is(ask->delegation, shown->delegation);

    if (!ask->name.at) {
        return of_unit;
    }
    return named && (of_unit || !strictly || !ask->delegation.at);
}

// Everybody who bears the name and is of the unit; where nobody is both, who bears the name: a unit
// is written in many ways.
static size_t find_meant(const struct declaring *declaring, bool strictly, struct slice *ids)
{
    const struct record *record = declaring->visit->room->record;
    size_t count = 0;

    for (size_t i = 0; i < record->competitor_count; i++) {
        const struct record_competitor *competitor = record->competitors[i];
        if (is_hidden(declaring, competitor) && count < ENTRY_MUSTER_LIST_MAX &&
            is_meant(&declaring->ask, &competitor->shown, strictly)) {
            ids[count++] = slice_of(competitor->id);
        }
    }
    return count;
}

// What he said lies among the people; in the journal is a keyed digest of it, so that nobody can
// find out from a receipt which ids stand beside it.
static void keep_said(const struct declaring *declaring)
{
    struct visit *visit = declaring->visit;
    struct arena *arena = visit->request->arena;
    const struct people *people = visit->api->people;
    struct journal_person *box = arena_alloc(arena, sizeof *box);
    struct buf *said = buf_new(256);

    text_printf(said, "{\"name\":");
    text_json(said, declaring->ask.name.at ? declaring->ask.name : SLICE(""));
    text_printf(said, ",\"delegation\":");
    text_json(said, declaring->ask.delegation.at ? declaring->ask.delegation : SLICE(""));
    text_printf(said, "}");
    declaring->act->digest = people_lookup(people, arena, "recusal", declaring->wish->ask);
    *box = (struct journal_person){
        people_paper_key(arena, declaring->act->digest),
        people_paper(people, arena, (struct slice){said->bytes, said->len})};
    declaring->wish->people = box;
    declaring->wish->person_count = 1;
    declaring->wish->digest = people_lookup(people, arena, "request", declaring->wish->digest);
    buf_unref(said);
}

static void name_person(const struct declaring *declaring)
{
    const struct record *record = declaring->visit->room->record;
    struct arena *arena = declaring->visit->request->arena;
    struct slice *ids = arena_alloc(arena, (record->competitor_count + 1) * sizeof *ids);

    if (!hides_anybody(declaring)) {
        visit_problem(declaring->visit, "recusal-listed", "");
        return;
    }
    size_t strictly = find_meant(declaring, true, ids);
    size_t count = strictly ? strictly : find_meant(declaring, false, ids);
    declaring->act->ids = (struct entry_muster_ids){count, ids};
    keep_said(declaring);
    commit(declaring);
}

void recusal_own_add(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct declaring declaring = {.visit = visit, .act = arena_alloc(arena, sizeof *declaring.act)};

    if (!ask_recusal_own(arena, visit->request->body, &declaring.ask, faults)) {
        visit_faults(visit, faults);
        return;
    }
    declaring.right = find_judge(visit, declaring.ask.judge);
    declaring.wish = declaring.right ? visit_wish(visit, ENTRY_MUSTER) : NULL;
    if (!declaring.wish) {
        return;
    }
    *declaring.act = (struct entry_muster){
        .act = MUSTER_RECUSE,
        .judge = slice_of(arena_copy(arena, slice_of(declaring.right->judge->id))),
        .why = declaring.ask.why};
    if (declaring.ask.count > 0) {
        choose(&declaring);
    } else {
        name_person(&declaring);
    }
}
