#include "api/roster.h"

#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/secret.h"
#include "base/text.h"
#include "live/commit.h"
#include "live/enrol.h"
#include "live/frozen.h"
#include "live/hub.h"
#include "live/people.h"
#include "live/record.h"
#include "live/results.h"
#include "live/room.h"
#include "net/http.h"
#include "store/journal.h"
#include "wire/ask.h"
#include "wire/entry.h"
#include "wire/faults.h"

// Names only for those who may see them now: the organiser, or anybody where the rules show names.
static void write_competitor(const struct visit *visit, const struct record_competitor *competitor,
                             struct buf *out)
{
    const struct record *record = visit->room->record;
    bool names = visit->role == RIGHT_ORGANISER ||
                 results_show(record, competitor->skill) == RULES_SHOW_NAME;

    text_printf(out, "{\"id\":\"%s\",\"skill\":\"%s\"", competitor->id,
                record->rules->skills[competitor->skill].id);
    text_member(out, "code", slice_of(competitor->code));
    if (competitor->group > 0) {
        text_member(
            out, "group",
            slice_of(record->rules->skills[competitor->skill].groups[competitor->group - 1].id));
    }
    if (names) {
        const struct record_person *person = frozen_person(record, competitor);
        text_member(out, "name", slice_of(person->name));
        text_member(out, "second_name", slice_of(person->second_name));
        text_member(out, "delegation", slice_of(person->delegation));
    }
    text_printf(out, "}");
}

// Who is hidden behind codes is on the organiser's roster only; all others have the works.
static bool is_shown(const struct visit *visit, const struct record_competitor *competitor)
{
    return !competitor->aside || visit->role == RIGHT_ORGANISER;
}

// What this visitor may know of the skill's list: as it stood when its boards were frozen, unless
// he follows the marking. NULL: as it is.
static const struct frozen *still_of(const struct visit *visit, uint32_t skill)
{
    return visit_follows(visit, skill) ? NULL : frozen_of(visit->room->record, skill);
}

static void write_next(const struct visit *visit, const struct record_competitor *competitor,
                       size_t *count, struct buf *out)
{
    text_printf(out, (*count)++ ? "," : "");
    write_competitor(visit, competitor, out);
}

// Those of frozen skills who stood at this place of the roster.
static void write_still(const struct visit *visit, size_t place, size_t *at, size_t *count,
                        struct buf *out)
{
    const struct rules *rules = visit->room->record->rules;

    for (uint32_t skill = 0; skill < rules->skill_count; skill++) {
        const struct frozen *still = still_of(visit, skill);
        if (still && at[skill] < still->count && still->ghosts[at[skill]].index == place) {
            write_next(visit, &still->ghosts[at[skill]++], count, out);
        }
    }
}

static size_t places(const struct visit *visit)
{
    const struct record *record = visit->room->record;
    size_t most = record->competitor_count;

    for (uint32_t skill = 0; skill < record->rules->skill_count; skill++) {
        const struct frozen *still = still_of(visit, skill);
        size_t last = still && still->count ? still->ghosts[still->count - 1].index : 0;
        most = last >= most ? last + 1 : most;
    }
    return most;
}

void roster_list(struct visit *visit)
{
    const struct record *record = visit->room->record;
    struct buf *json = buf_new(4096);
    size_t *at = arena_alloc(visit->request->arena, record->rules->skill_count * sizeof *at);
    size_t most = places(visit);
    size_t count = 0;

    text_printf(json, "{\"competitors\":[");
    for (size_t i = 0; i < most; i++) {
        const struct record_competitor *one =
            i < record->competitor_count ? record->competitors[i] : NULL;
        write_still(visit, i, at, &count, json);
        if (one && is_shown(visit, one) && !still_of(visit, one->skill)) {
            write_next(visit, one, &count, json);
        }
    }
    text_printf(json, "]}");
    visit_tagged(visit, json);
}

// What the journal says of a competitor: no name, but a salted digest of it.
static struct entry_competitor to_entry(struct visit *visit, const struct ask_competitor *from)
{
    struct entry_person person = ask_people_known(from);

    return (struct entry_competitor){
        .id = from->id,
        .skill = from->skill,
        .code = from->code,
        .person = from->person,
        .team = from->team,
        .group = from->group,
        .trait_count = from->trait_count,
        .traits = from->traits,
        .digest = people_digest(visit->api->people, visit->request->arena, from->id, &person)};
}

static struct journal_person to_person(struct visit *visit, const struct ask_competitor *from)
{
    struct entry_person person = ask_people_known(from);
    struct slice box = people_box(visit->api->people, visit->request->arena, &person);
    return (struct journal_person){from->id, box};
}

struct adding {
    struct visit *visit;
    struct ask_roster roster;
};

static void on_added(struct commit_wish *wish)
{
    const struct adding *adding = wish->owner;

    for (size_t i = 0; !wish->refusal && !wish->again && i < adding->roster.count; i++) {
        const struct ask_competitor *one = &adding->roster.competitors[i];
        struct entry_person person = ask_people_known(one);
        people_show(adding->visit->room, one->id, &person);
    }
    wish->owner = adding->visit;
    visit_settle(wish);
}

static bool has_id_numbers(const struct ask_roster *roster)
{
    for (size_t i = 0; i < roster->count; i++) {
        if (roster->competitors[i].id_number.len > 0) {
            return true;
        }
    }
    return false;
}

void roster_add(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct adding *adding = arena_alloc(arena, sizeof *adding);
    struct ask_roster roster;

    if (!ask_roster(arena, visit->room->record->rules, visit->request->body, &roster, faults)) {
        visit_faults(visit, faults);
        return;
    }
    struct commit_wish *wish = visit_wish(visit, ENTRY_ROSTER);
    if (!wish) {
        return;
    }
    struct entry_competitor *rows = arena_alloc(arena, roster.count * sizeof *rows);
    struct journal_person *people = arena_alloc(arena, roster.count * sizeof *people);
    for (size_t i = 0; i < roster.count; i++) {
        rows[i] = to_entry(visit, &roster.competitors[i]);
        people[i] = to_person(visit, &roster.competitors[i]);
    }
    struct buf *body = buf_new(4096);
    entry_write_roster(rows, roster.count, body);
    wish->body =
        (struct slice){arena_copy(arena, (struct slice){body->bytes, body->len}), body->len};
    buf_unref(body);
    wish->people = people;
    wish->person_count = roster.count;
    if (has_id_numbers(&roster)) { // keyed: the digest of an ID must not be there to be guessed at
        wish->digest = people_lookup(visit->api->people, arena, "request", wish->digest);
    }
    *adding = (struct adding){visit, roster};
    wish->on_done = on_added;
    wish->owner = adding;
    commit_add(visit->room->commit, wish);
}

struct correcting {
    struct visit *visit;
    uint32_t skill;
};

static void on_corrected(void *owner, const char *problem)
{
    struct correcting *correcting = owner;

    if (problem) {
        visit_problem(correcting->visit, problem, "");
        return;
    }
    hub_touch(correcting->visit->api->hub, correcting->visit->room, correcting->skill);
    struct buf *json = buf_new(16);
    text_printf(json, "{}");
    visit_json(correcting->visit, 200, json, NULL);
}

// What the request leaves out stays as it is.
static struct slice or_else(struct slice asked, const char *before)
{
    return asked.at ? asked : slice_of(before);
}

void roster_correct(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct correcting *correcting = arena_alloc(arena, sizeof *correcting);
    struct ask_competitor person;

    const struct record_competitor *competitor = enrol_find(visit->room->record, visit->words[1]);
    if (!competitor) {
        visit_problem(visit, "unknown-competitor", "");
    } else if (state_obstacle(visit->room)) {
        visit_problem(visit, state_obstacle(visit->room), "");
    } else if (!ask_person(arena, visit->request->body, &person, faults)) {
        visit_faults(visit, faults);
    } else {
        *correcting = (struct correcting){visit, competitor->skill};
        struct people_correction correction = {
            .id = slice_of(competitor->id),
            .person = {or_else(person.name, competitor->shown.name),
                       or_else(person.second_name, competitor->shown.second_name),
                       or_else(person.delegation, competitor->shown.delegation),
                       or_else(person.id_number, competitor->shown.id_number)},
            .on_done = on_corrected,
            .owner = correcting};
        people_correct(visit->api->people, visit->room, &correction);
    }
}

// ---- judges: each gets a token that is shown once; the journal keeps its hash

struct appointed {
    struct visit *visit;
    size_t count;
    const struct ask_judge *judges;
    char (*tokens)[SECRET_TOKEN_TEXT];
};

static void on_appointed(struct commit_wish *wish)
{
    const struct appointed *appointed = wish->owner;
    struct visit *visit = appointed->visit;

    if (wish->refusal) {
        visit_problem(visit, wish->refusal, "");
        return;
    }
    struct buf *json = buf_new(1024);
    text_printf(json, "{\"judges\":[");
    for (size_t i = 0; i < appointed->count; i++) {
        people_show(visit->room, people_judge_key(visit->request->arena, appointed->judges[i].id),
                    &(struct entry_person){.name = appointed->judges[i].name});
        text_printf(json, "%s{\"id\":\"%.*s\",\"token\":\"%s\"}", i ? "," : "",
                    SLICE_FMT(appointed->judges[i].id), appointed->tokens[i]);
    }
    text_printf(json, "],\"receipt\":");
    visit_receipt(visit->room, wish->number, json);
    text_printf(json, "}");
    visit_json(visit, wish->again ? 200 : 201, json, NULL);
}

static void fill_judge(struct visit *visit, const struct ask_judge *from, const char *token,
                       struct entry_judge *judge, struct journal_person *person)
{
    struct arena *arena = visit->request->arena;
    unsigned char hash[SECRET_HASH];
    char *hex = arena_alloc(arena, SECRET_HEX);
    struct entry_seat *seats = arena_alloc(arena, (from->seat_count + 1) * sizeof *seats);

    secret_sha256(slice_of(token), hash);
    text_hex(hash, sizeof hash, hex);
    for (size_t i = 0; i < from->seat_count; i++) {
        const struct ask_seat *seat = &from->seats[i];
        seats[i] = (struct entry_seat){seat->skill, seat->stage, seat->part, seat->seat};
    }
    *judge = (struct entry_judge){from->id, from->role, slice_of(hex), from->seat_count, seats};
    *person = (struct journal_person){
        people_judge_key(arena, from->id),
        people_box(visit->api->people, arena, &(struct entry_person){.name = from->name})};
}

static void appoint(struct visit *visit, struct commit_wish *wish, struct appointed *appointed)
{
    struct arena *arena = visit->request->arena;
    struct entry_judge *rows = arena_alloc(arena, (appointed->count + 1) * sizeof *rows);
    struct journal_person *people = arena_alloc(arena, (appointed->count + 1) * sizeof *people);

    for (size_t i = 0; i < appointed->count; i++) {
        people_token(visit->api->people, wish->ask, appointed->judges[i].id, appointed->tokens[i]);
        fill_judge(visit, &appointed->judges[i], appointed->tokens[i], &rows[i], &people[i]);
    }
    struct buf *body = buf_new(4096);
    entry_write_judges(rows, appointed->count, body);
    wish->body =
        (struct slice){arena_copy(arena, (struct slice){body->bytes, body->len}), body->len};
    buf_unref(body);
    wish->people = people;
    wish->person_count = appointed->count;
    wish->on_done = on_appointed;
    wish->owner = appointed;
    commit_add(visit->room->commit, wish);
}

void roster_add_judges(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct appointed *appointed = arena_alloc(arena, sizeof *appointed);
    struct ask_judges judges;

    if (!ask_judges(arena, visit->room->record->rules, visit->request->body, &judges, faults)) {
        visit_faults(visit, faults);
        return;
    }
    struct commit_wish *wish = visit_wish(visit, ENTRY_JUDGES);
    if (wish) {
        *appointed = (struct appointed){visit, judges.count, judges.judges, NULL};
        appointed->tokens = arena_alloc(arena, (judges.count + 1) * sizeof *appointed->tokens);
        appoint(visit, wish, appointed);
    }
}
