#include "api/stage.h"

#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/must.h"
#include "base/secret.h"
#include "base/text.h"
#include "live/ceremony.h"
#include "live/ceremony_seen.h"
#include "live/ceremony_words.h"
#include "live/commit.h"
#include "live/frozen.h"
#include "live/people.h"
#include "live/record.h"
#include "live/results.h"
#include "live/results_honours.h"
#include "live/room.h"
#include "live/weigh_ceremony.h"
#include "net/http.h"
#include "store/journal_commit.h"
#include "wire/answer.h"
#include "wire/entry.h"
#include "wire/entry_ceremony_words.h"
#include "wire/faults.h"

#include <stdlib.h>
#include <string.h>

// ---- a step: who is called up

static void write_place(const struct ceremony_recipient *who, struct buf *out)
{
    text_printf(out, "\"place\":%u%s", who->place / 2, who->place % 2 ? ",\"half\":true" : "");
}

static void write_honour(const struct record *record, const struct ceremony_recipient *who,
                         struct buf *out)
{
    const struct rules_skill *skill = &record->rules->skills[who->skill];

    text_printf(out, ",\"skill\":\"%s\",\"skill_name\":", skill->id);
    answer_name(&skill->name, out);
    text_printf(out, ",\"honour\":\"%s\",\"honour_name\":", skill->titles[who->title].id);
    answer_name(&skill->titles[who->title].name, out);
}

static void write_person(const struct record *record, const struct ceremony_recipient *who,
                         struct buf *out)
{
    const struct record_person *person = &who->competitor->shown;
    const struct ceremony_note *note = ceremony_note_of(record->ceremony, who->competitor->id);

    text_printf(out, "{");
    write_place(who, out);
    text_printf(out, ",\"id\":\"%s\"", who->competitor->id);
    text_member(out, "code", slice_of(who->competitor->code));
    text_member(out, "name", slice_of(person->name));
    text_member(out, "second_name", slice_of(person->second_name));
    text_member(out, "delegation", slice_of(person->delegation));
    if (note && note->absent) {
        text_printf(out, ",\"absent\":true");
    }
    if (note && !note->by &&
        note->words[0]) { // not read yet, or not to be read: another all the same
        text_printf(out, ",\"unread\":true");
    }
    text_member(out, "by", slice_of(note ? note->by : NULL));
}

static void write_people(const struct record *record, const struct ceremony_step *step,
                         bool stand_ins, struct buf *out)
{
    text_printf(out, ",\"people\":[");
    for (size_t i = 0; i < step->count; i++) {
        text_printf(out, i ? "," : "");
        if (stand_ins) { // a rehearsal gives nothing away
            text_printf(out, "{\"stand_in\":%zu", step->position + i + 1);
        } else {
            write_person(record, &step->who[i], out);
        }
        if (step->mixed) {
            write_honour(record, &step->who[i], out);
        }
        text_printf(out, "}");
    }
    text_printf(out, "]");
}

static void write_step(const struct record *record, const struct ceremony_view *view, size_t number,
                       bool stand_ins, struct buf *out)
{
    const struct ceremony_step *step = &view->steps[number - 1];

    text_printf(out, "{\"n\":%zu", number);
    if (!step->mixed) {
        write_honour(record, &step->who[0], out);
    }
    text_printf(out, ",\"mode\":\"%s\"", entry_ceremony_modes[view->items[step->item].mode]);
    if (step->parts > 1) {
        text_printf(out, ",\"part\":%u,\"parts\":%u", step->part, step->parts);
    }
    write_people(record, step, stand_ins, out);
}

// ---- for everybody: nothing that has not been pressed

static const char *public_state(const struct ceremony *ceremony)
{
    if (!ceremony || (!ceremony->opened && !ceremony->rehearsing)) {
        return "none";
    }
    return ceremony->ended_at ? "ended" : ceremony->opened ? "open" : "rehearsal";
}

// Names for the ids of the list that is published at the end: of those who were on the stage, or
// whom public boards show.
static void write_known(const struct record *record, struct buf *out)
{
    struct arena *arena = arena_new();
    struct ceremony_view view;
    bool first = true;

    ceremony_look(arena, record, &view);
    text_printf(out, ",\"people\":[");
    for (uint32_t i = 0; i < view.step_count; i++) {
        bool stood = ceremony_stood(record->ceremony, i + 1);
        for (size_t k = 0; k < view.steps[i].count; k++) {
            const struct ceremony_recipient *who = &view.steps[i].who[k];
            if (stood || results_by_name(record, who->skill)) {
                const struct record_person *person = &who->competitor->shown;
                text_printf(out, "%s{\"id\":\"%s\"", first ? "" : ",", who->competitor->id);
                text_member(out, "code", slice_of(who->competitor->code));
                text_member(out, "name", slice_of(person->name));
                text_member(out, "delegation", slice_of(person->delegation));
                text_printf(out, "}");
                first = false;
            }
        }
    }
    text_printf(out, "]");
    arena_free(arena);
}

static void write_closed(const struct record *record, struct buf *out)
{
    const struct ceremony *ceremony = record->ceremony;

    text_printf(out, ",\"opened_at\":%ld,\"hash\":\"%s\"", (long)ceremony->opened_at,
                ceremony->hash);
    if (ceremony->ended_at) {
        text_printf(out, ",\"ended_at\":%ld,\"salt\":\"%s\",\"list\":", (long)ceremony->ended_at,
                    ceremony->salt);
        text_json(out, slice_of(ceremony->list));
        write_known(record, out);
    }
}

static void write_public(const struct record *record, struct buf *out)
{
    const struct ceremony *ceremony = record->ceremony;

    text_printf(out, "\"state\":\"%s\"", public_state(ceremony));
    if (ceremony && ceremony->opened) {
        write_closed(record, out);
    }
    if (!ceremony_is_on(ceremony)) {
        return;
    }
    text_printf(out, ",\"paused\":%s,\"step\":", ceremony->paused ? "true" : "false");
    if (ceremony->step == 0) {
        text_printf(out, "null");
        return;
    }
    struct arena *arena = arena_new();
    struct ceremony_view view;
    ceremony_look(arena, record, &view);
    write_step(record, &view, ceremony->step, ceremony->rehearsing, out);
    text_printf(out, "}");
    arena_free(arena);
}

void stage_show(struct visit *visit)
{
    struct buf *json = buf_new(1024);

    text_printf(json, "{");
    write_public(visit->room->record, json);
    text_printf(json, "}");
    visit_tagged(visit, json);
}

struct buf *stage_frame(const struct room *room)
{
    struct buf *json = buf_new(1024);

    text_printf(json, "{\"type\":\"ceremony\",\"board\":\"%s/ceremony\",", room->name);
    write_public(room->record, json);
    text_printf(json, "}");
    return json;
}

// ---- for who runs it

static void write_offer(const struct visit *visit, uint32_t index, bool *first, struct buf *out)
{
    const struct record *record = visit->room->record;
    const struct rules_skill *skill = &record->rules->skills[index];
    struct results_honours_line *lines = NULL;
    size_t count = results_honours_settle(visit->request->arena, record, index, &lines);

    for (uint32_t i = 0; i < skill->title_count; i++) {
        size_t people = 0;
        for (size_t k = 0; k < count; k++) {
            people += lines[k].award.titles >> i & 1;
        }
        if (people > 0) {
            text_printf(out,
                        "%s{\"skill\":\"%s\",\"honour\":\"%s\",\"honour_name\":", *first ? "" : ",",
                        skill->id, skill->titles[i].id);
            answer_name(&skill->titles[i].name, out);
            text_printf(out, ",\"people\":%zu}", people);
            *first = false;
        }
    }
}

// Only what is finished is offered.
static void write_offers(const struct visit *visit, struct buf *out)
{
    const struct record *record = visit->room->record;
    bool first = true;

    text_printf(out, ",\"offers\":[");
    for (uint32_t i = 0; i < record->rules->skill_count; i++) {
        if (record->skills[i].published) {
            write_offer(visit, i, &first, out);
        }
    }
    text_printf(out, "]");
}

static void write_item(const struct ceremony_item *item, struct buf *out)
{
    text_printf(out, "{\"skill\":\"%.*s\",\"honour\":\"%.*s\",\"mode\":\"%s\",\"batch\":%u",
                SLICE_FMT(item->skill), SLICE_FMT(item->honour), entry_ceremony_modes[item->mode],
                item->batch);
    text_printf(out, item->joins ? ",\"joins\":true" : "");
    text_member(out, "presenters", item->presenters);
    text_member(out, "music", item->music);
    text_member(out, "host", item->host);
    text_printf(out, "}");
}

// Skills of which it is true, by id.
static void write_skills(const struct record *record, const char *member, const bool *are,
                         struct buf *out)
{
    bool first = true;

    text_printf(out, ",\"%s\":[", member);
    for (uint32_t i = 0; i < record->rules->skill_count; i++) {
        if (are[i]) {
            text_printf(out, "%s\"%s\"", first ? "" : ",", record->rules->skills[i].id);
            first = false;
        }
    }
    text_printf(out, "]");
}

static const bool *frozen_skills(struct arena *arena, const struct record *record)
{
    bool *are = arena_alloc(arena, (record->rules->skill_count + 1) * sizeof *are);

    for (uint32_t i = 0; i < record->rules->skill_count; i++) {
        are[i] = record->skills[i].published && frozen_of(record, i);
    }
    return are;
}

static void write_sheet(const struct visit *visit, struct buf *out)
{
    const struct record *record = visit->room->record;
    struct arena *arena = visit->request->arena;
    struct ceremony_view view;

    ceremony_look(arena, record, &view);
    write_skills(record, "seen", ceremony_seen_of(arena, record), out);
    write_skills(record, "kept", ceremony_seen_keeps(arena, record), out);
    text_printf(out, ",\"at\":%u,\"items\":[", record->ceremony->step);
    for (size_t i = 0; i < view.item_count; i++) {
        text_printf(out, i ? "," : "");
        write_item(&view.items[i], out);
    }
    text_printf(out, "],\"steps\":[");
    for (size_t i = 0; i < view.step_count; i++) {
        text_printf(out, i ? "," : "");
        write_step(record, &view, i + 1, false, out);
        text_printf(out, ",\"item\":%zu}", view.steps[i].item);
    }
    text_printf(out, "]");
}

void stage_sheet(struct visit *visit)
{
    const struct record *record = visit->room->record;

    if (!visit_may(visit, VISIT_ANY_SKILL)) {
        return;
    }
    struct buf *json = buf_new(4096);
    text_printf(json, "{");
    write_public(record, json);
    text_printf(json, ",\"prepared\":%s", record->ceremony ? "true" : "false");
    write_offers(visit, json);
    write_skills(record, "frozen", frozen_skills(visit->request->arena, record), json);
    if (record->ceremony) {
        write_sheet(visit, json);
    }
    text_printf(json, "}");
    visit_json(visit, 200, json, NULL);
}

// ---- presses

// What an act with texts wishes for: they lie among the people, the journal has a keyed digest. A
// hash of the request's bytes would let a name be guessed: that is keyed, too.
struct worded {
    struct visit *visit;
    struct slice digest, text;
};

static void on_worded(struct commit_wish *wish)
{
    const struct worded *worded = wish->owner;

    if (!wish->refusal && worded->visit->room->record) {
        ceremony_words_show(worded->visit->room->record, worded->digest, worded->text);
    }
    wish->owner = worded->visit;
    visit_settle(wish);
}

static struct slice text_of(struct arena *arena, const struct entry_ceremony *act)
{
    struct buf *json = buf_new(512);

    if (act->act == CEREMONY_NOTE) {
        buf_add(json, act->by.at, act->by.len);
    } else {
        entry_ceremony_words_write(act->item_count, act->items, json);
    }
    struct slice text = {arena_copy(arena, (struct slice){json->bytes, json->len}), json->len};
    buf_unref(json);
    return text;
}

static void set_body(struct arena *arena, struct commit_wish *wish,
                     const struct entry_ceremony *act)
{
    struct buf *body = buf_new(512);

    entry_ceremony_write(act, body);
    wish->body =
        (struct slice){arena_copy(arena, (struct slice){body->bytes, body->len}), body->len};
    buf_unref(body);
}

static void add_words(struct visit *visit, struct commit_wish *wish, struct entry_ceremony *act,
                      struct journal_person *box)
{
    struct arena *arena = visit->request->arena;
    const struct people *people = visit->api->people;
    struct worded *worded = arena_alloc(arena, sizeof *worded);

    *worded = (struct worded){.visit = visit, .text = text_of(arena, act)};
    worded->digest = people_lookup(
        people, arena, "ceremony",
        slice_of(arena_printf(arena, "%.*s\n%.*s", SLICE_FMT(wish->ask), SLICE_FMT(worded->text))));
    act->words = worded->digest;
    set_body(arena, wish, act);
    wish->digest = people_lookup(people, arena, "request", wish->digest);
    wish->on_done = on_worded;
    wish->owner = worded;
    *box = (struct journal_person){people_paper_key(arena, worded->digest),
                                   people_paper(people, arena, worded->text)};
}

// What it takes the place of is erased with the same call: that is looked up as it is weighed.
static void seal_words(struct visit *visit, struct commit_wish *wish, struct entry_ceremony *act)
{
    struct ceremony_papers *papers = arena_alloc(visit->request->arena, sizeof *papers);

    *papers = (struct ceremony_papers){.own = 0};
    if (entry_ceremony_has_words(act)) {
        add_words(visit, wish, act, &papers->people[papers->own++]);
    }
    wish->person_count = papers->own;
    wish->people = papers->people;
    wish->papers = papers;
}

void stage_act(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct entry_ceremony *act = arena_alloc(arena, sizeof *act);
    unsigned char random[SECRET_HASH];

    if (!entry_ceremony_ask(arena, visit->request->body, act, faults)) {
        visit_faults(visit, faults);
        return;
    }
    if (!visit_may(visit, VISIT_ANY_SKILL)) {
        return;
    }
    struct commit_wish *wish = visit_wish(visit, ENTRY_CEREMONY);
    if (!wish) {
        return;
    }
    if (act->act == CEREMONY_CLOSE) {
        char *salt = arena_alloc(arena, SECRET_HEX);
        secret_random(random, sizeof random);
        text_hex(random, sizeof random, salt);
        act->salt = slice_of(salt);
    }
    seal_words(visit, wish, act);
    wish->ceremony = act;
    wish->language = visit->language;
    commit_add(visit->room->commit, wish);
}
