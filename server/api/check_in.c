#include "api/check_in.h"

#include "api/guess.h"
#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "live/commit.h"
#include "live/enrol.h"
#include "live/muster_desk.h"
#include "live/people.h"
#include "live/record.h"
#include "live/room.h"
#include "net/http.h"
#include "store/journal.h"
#include "wire/ask_check_in.h"
#include "wire/entry.h"
#include "wire/faults.h"

static void write_state(const struct muster_person *person, struct buf *out)
{
    enum muster_state state = person ? person->state : MUSTER_EXPECTED;

    text_printf(out, ",\"state\":\"%s\"", entry_muster_states[state]);
    if (person) {
        text_printf(out, ",\"at\":%ld", (long)person->at);
        text_member(out, "by", slice_of(person->by));
        text_member(out, "approved_by", slice_of(person->approved_by));
        text_member(out, "reason", slice_of(person->reason));
    }
}

static void write_line(const struct record *record, const struct record_competitor *competitor,
                       struct buf *out)
{
    text_printf(out, "{\"id\":\"%s\",\"skill\":\"%s\"", competitor->id,
                record->rules->skills[competitor->skill].id);
    text_member(out, "code", slice_of(competitor->code));
    text_member(out, "name", slice_of(competitor->shown.name));
    text_member(out, "second_name", slice_of(competitor->shown.second_name));
    text_member(out, "delegation", slice_of(competitor->shown.delegation));
    text_printf(out, ",\"has_id\":%s", competitor->shown.id_number ? "true" : "false");
    const struct muster_person *person = muster_desk_person(record, slice_of(competitor->id));
    text_printf(out, ",\"version\":%lu", person ? (unsigned long)person->number : 0UL);
    write_state(person, out);
    text_printf(out, "}");
}

// Whose list it is: one skill's, or all that the visitor may see.
static bool is_asked_for(const struct visit *visit, const struct record_competitor *competitor,
                         uint32_t skill)
{
    return !competitor->work && (skill == VISIT_ANY_SKILL || competitor->skill == skill) &&
           visit_right(visit, visit->roles, competitor->skill);
}

// The skill that the text names, any for none. False: the request has been answered.
static bool find_skill(struct visit *visit, struct slice id, uint32_t *ret)
{
    *ret = id.at ? rules_find_skill(visit->room->record->rules, id.at, id.len) : VISIT_ANY_SKILL;
    if (id.at && *ret == RULES_NONE) {
        visit_problem(visit, "unknown-skill", "");
        return false;
    }
    return *ret == VISIT_ANY_SKILL || visit_may(visit, *ret);
}

void check_in_list(struct visit *visit)
{
    const struct record *record = visit->room->record;
    uint32_t skill = 0;
    size_t count = 0;
    size_t here = 0;

    if (!find_skill(visit, http_query(visit->request, "skill"), &skill)) {
        return;
    }
    struct buf *json = buf_new(4096);
    text_printf(json, "{\"competitors\":[");
    for (size_t i = 0; i < record->competitor_count; i++) {
        const struct record_competitor *competitor = record->competitors[i];
        if (is_asked_for(visit, competitor, skill)) {
            text_printf(json, count++ ? "," : "");
            here += muster_desk_is_here(record, slice_of(competitor->id));
            write_line(record, competitor, json);
        }
    }
    text_printf(json, "],\"count\":%zu,\"here\":%zu}", count, here);
    visit_tagged(visit, json);
}

// ---- saying that somebody is here

struct checking {
    struct visit *visit;
    struct ask_check_in ask;
    struct entry_muster act;
    struct entry_person person; // who he is from now on
    struct journal_person box;
};

// With what is said of him now.
static void refuse_newer(const struct checking *checking)
{
    struct visit *visit = checking->visit;
    const struct record *record = visit->room->record;
    struct buf *json = buf_new(512);

    text_printf(json, ",\"current\":");
    write_line(record, enrol_find(record, checking->ask.competitor), json);
    const char *more = arena_copy(visit->request->arena, (struct slice){json->bytes, json->len});
    buf_unref(json);
    visit_problem_more(visit, "check-in-newer", "", NULL, more);
}

static void on_checked(struct commit_wish *wish)
{
    const struct checking *checking = wish->owner;

    if (!wish->refusal && !wish->again && checking->ask.has_person) {
        people_show(checking->visit->room, checking->ask.competitor, &checking->person);
    }
    if (wish->refusal && strcmp(wish->refusal, "check-in-newer") == 0) {
        refuse_newer(checking);
        return;
    }
    wish->owner = checking->visit;
    visit_settle(wish);
}

static void change_person(struct checking *checking, struct commit_wish *wish)
{
    struct visit *visit = checking->visit;
    struct arena *arena = visit->request->arena;
    const struct people *people = visit->api->people;
    struct slice id = checking->ask.competitor;

    checking->person = ask_people_known(&checking->ask.person);
    checking->act.digest = people_digest(people, arena, id, &checking->person);
    checking->box = (struct journal_person){id, people_box(people, arena, &checking->person)};
    wish->people = &checking->box;
    wish->person_count = 1;
    // Keyed: the digest of an ID must not be there to be guessed at.
    wish->digest = people_lookup(people, arena, "request", wish->digest);
}

static void check(struct checking *checking, struct commit_wish *wish, uint32_t skill)
{
    struct visit *visit = checking->visit;
    const struct ask_check_in *ask = &checking->ask;

    checking->act = (struct entry_muster){.act = MUSTER_CHECK_IN,
                                          .competitor = ask->competitor,
                                          .state = ask->state,
                                          .approved_by = ask->approved_by,
                                          .reason = ask->reason};
    if (ask->has_person) {
        change_person(checking, wish);
    }
    struct buf *body = buf_new(256);
    entry_muster_write(&checking->act, body);
    wish->body = (struct slice){
        arena_copy(visit->request->arena, (struct slice){body->bytes, body->len}), body->len};
    buf_unref(body);
    wish->by = visit_right(visit, visit->roles, skill)->who;
    wish->muster = &checking->act;
    wish->if_match = visit_seen(visit);
    wish->on_done = on_checked;
    wish->owner = checking;
    commit_add(visit->room->commit, wish);
}

// Who was replaced is somebody else by now: to take it back one has to say who is here.
static bool lacks_person(const struct record *record, const struct ask_check_in *ask)
{
    const struct muster_person *person = muster_desk_person(record, ask->competitor);

    return person && person->state == MUSTER_REPLACED && ask->state != MUSTER_REPLACED &&
           ask->state != MUSTER_ABSENT && !(ask->has_person && ask->person.name.at);
}

void check_in_add(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct checking *checking = arena_alloc(arena, sizeof *checking);
    struct commit_wish *wish = visit_wish(visit, ENTRY_MUSTER);

    if (!wish) {
        return;
    }
    *checking = (struct checking){.visit = visit};
    if (!ask_check_in(arena, visit->request->body, &checking->ask, faults)) {
        visit_faults(visit, faults);
        return;
    }
    const struct record *record = visit->room->record;
    const struct record_competitor *competitor = enrol_find(record, checking->ask.competitor);
    if (!competitor || competitor->work) {
        visit_problem(visit, "unknown-competitor", "");
    } else if (visit_may(visit, competitor->skill)) {
        if (lacks_person(record, &checking->ask)) {
            faults_add(faults, "missing-field", "/person", "person");
            visit_faults(visit, faults);
        } else {
            check(checking, wish, competitor->skill);
        }
    }
}

// ---- by the last four signs of the ID

static bool ends_with(const char *number, const char last[ASK_CHECK_IN_LAST])
{
    size_t len = number ? strlen(number) : 0;

    return len >= ASK_CHECK_IN_LAST &&
           memcmp(number + len - ASK_CHECK_IN_LAST, last, ASK_CHECK_IN_LAST) == 0;
}

static size_t write_found(const struct visit *visit, const struct ask_check_in_find *ask,
                          uint32_t skill, struct buf *out)
{
    const struct record *record = visit->room->record;
    size_t count = 0;

    text_printf(out, "{\"competitors\":[");
    for (size_t i = 0; i < record->competitor_count; i++) {
        const struct record_competitor *competitor = record->competitors[i];
        if (is_asked_for(visit, competitor, skill) &&
            ends_with(competitor->shown.id_number, ask->last)) {
            text_printf(out, "%s\"%s\"", count++ ? "," : "", competitor->id);
        }
    }
    text_printf(out, "]}");
    return count;
}

void check_in_find(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct guess guess = {"last-four", visit->right_count ? visit->rights[0].who : SLICE_NONE};
    struct ask_check_in_find ask;
    uint32_t skill = 0;

    if (!ask_check_in_find(arena, visit->request->body, &ask, faults)) {
        visit_faults(visit, faults);
        return;
    }
    if (!find_skill(visit, ask.skill, &skill) || !guess_may(visit, &guess)) {
        return;
    }
    struct buf *json = buf_new(128);
    if (write_found(visit, &ask, skill, json) == 0) {
        guess_wrong(visit, &guess);
    }
    visit_json(visit, 200, json, NULL);
}
