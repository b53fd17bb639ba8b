#include "api/recusal.h"

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
#include "net/http.h"
#include "store/journal.h"
#include "wire/ask_recusal.h"
#include "wire/entry.h"
#include "wire/faults.h"

#include <stdio.h>

// Whether he has a right in a skill in which the judge sits.
static bool decides(const struct visit *visit, const struct muster_declared *declared)
{
    const struct record *record = visit->room->record;
    const struct record_judge *judge = record_judge(record, slice_of(declared->judge));

    for (uint32_t i = 0; judge && i < record->rules->skill_count; i++) {
        if (visit_right(visit, visit->roles, i) && muster_recuse_holds(record, judge, i)) {
            return true;
        }
    }
    return false;
}

static void write_declared(const struct visit *visit, struct buf *out)
{
    const struct muster_declared *declared = NULL;
    size_t count = 0;

    for (size_t i = 0; (declared = muster_recuse_declared(visit->room->record, i)) != NULL; i++) {
        if (decides(visit, declared)) {
            text_printf(out,
                        "%s{\"number\":%lu,\"at\":%ld,\"judge\":\"%s\",\"why\":\"%s\","
                        "\"meant\":%zu}",
                        count++ ? "," : "", (unsigned long)declared->number, (long)declared->at,
                        declared->judge, declared->why, declared->meant);
        }
    }
}

void recusal_list(struct visit *visit)
{
    const struct record *record = visit->room->record;
    const struct muster_recusal *recusal = NULL;
    size_t count = 0;

    struct buf *json = buf_new(1024);
    text_printf(json, "{\"recusals\":[");
    for (size_t i = 0; (recusal = muster_recuse_at(record, i)) != NULL; i++) {
        const struct record_competitor *competitor =
            enrol_find(record, slice_of(recusal->competitor));
        if (competitor && visit_right(visit, visit->roles, competitor->skill)) {
            text_printf(json,
                        "%s{\"number\":%lu,\"at\":%ld,\"by\":\"%s\",\"judge\":\"%s\","
                        "\"competitor\":\"%s\",\"why\":\"%s\",\"lifted\":%s}",
                        count++ ? "," : "", (unsigned long)recusal->number, (long)recusal->at,
                        recusal->by, recusal->judge, recusal->competitor, recusal->why,
                        recusal->lifted ? "true" : "false");
        }
    }
    text_printf(json, "],\"declared\":[");
    write_declared(visit, json);
    text_printf(json, "]}");
    visit_tagged(visit, json);
}

static void on_person(void *owner, int error, size_t count, const struct slice *ids,
                      const struct slice *boxes)
{
    struct visit *visit = owner;
    struct buf *plain = buf_new(256);

    (void)ids;
    if (visit_paper(visit, error, count, boxes, plain)) {
        visit_json(visit, 200, plain, NULL);
    } else {
        buf_unref(plain);
    }
}

void recusal_person(struct visit *visit)
{
    const struct muster_declared *declared = NULL;
    struct slice *key = arena_alloc(visit->request->arena, sizeof *key);
    uint64_t number = 0;

    if (text_uint(visit->words[1], INT64_MAX, &number)) {
        for (size_t i = 0; (declared = muster_recuse_declared(visit->room->record, i)) != NULL &&
                           declared->number != number;
             i++) {
        }
    }
    if (!declared) {
        visit_problem(visit, "not-found", "");
    } else if (!decides(visit, declared)) {
        visit_problem(visit, "not-your-skill", "");
    } else {
        *key = people_paper_key(visit->request->arena, slice_of(declared->digest));
        journal_people(visit->room->journal, 1, key, on_person, visit);
    }
}

static void commit(struct visit *visit, struct commit_wish *wish, struct entry_muster *act)
{
    struct buf *body = buf_new(512);

    entry_muster_write(act, body);
    wish->body = (struct slice){
        arena_copy(visit->request->arena, (struct slice){body->bytes, body->len}), body->len};
    buf_unref(body);
    wish->muster = act;
    commit_add(visit->room->commit, wish);
}

void recusal_add(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct entry_muster *act = arena_alloc(arena, sizeof *act);
    struct commit_wish *wish = visit_wish(visit, ENTRY_MUSTER);
    struct ask_recusal ask;

    if (!wish) {
        return;
    }
    if (!ask_recusal(arena, visit->request->body, &ask, faults)) {
        visit_faults(visit, faults);
        return;
    }
    for (size_t i = 0; i < ask.count; i++) {
        const struct record_competitor *competitor =
            enrol_find(visit->room->record, ask.competitors[i]);
        if (!competitor || competitor->work) {
            char pointer[40];
            (void)snprintf(pointer, sizeof pointer, "/competitors/%zu", i);
            faults_add(faults, "unknown-competitor", pointer, "");
            visit_faults(visit, faults);
            return;
        }
        if (!visit_may(visit, competitor->skill)) {
            return;
        }
        wish->by = visit_right(visit, visit->roles, competitor->skill)->who;
    }
    *act = (struct entry_muster){.act = MUSTER_RECUSE,
                                 .judge = ask.judge,
                                 .why = ask.why,
                                 .lifted = ask.lifted,
                                 .ids = {ask.count, ask.competitors}};
    commit(visit, wish, act);
}
