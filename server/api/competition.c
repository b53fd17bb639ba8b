#include "api/competition.h"

#include "api/rulebook.h"
#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "live/commit.h"
#include "live/frozen.h"
#include "live/hall.h"
#include "live/record.h"
#include "live/results.h"
#include "live/room.h"
#include "net/http.h"
#include "store/journal.h"
#include "wire/answer.h"
#include "wire/ask.h"
#include "wire/definition.h"
#include "wire/entry.h"
#include "wire/faults.h"
#include "wire/scene.h"

// Works behind codes stand for competitors who are counted already.
static size_t count_people(const struct record *record)
{
    size_t count = record->competitor_count;

    for (size_t i = 0; i < record->competitor_count; i++) {
        count -= record->competitors[i]->work;
    }
    return count;
}

static void write_summary(const struct room *room, struct buf *out)
{
    const struct rules *rules = room->record->rules;

    text_printf(out, "{\"id\":\"%s\",\"name\":", rules->id);
    answer_name(&rules->name, out);
    text_printf(out, ",\"skills\":%u,\"competitors\":%zu,\"fictional\":%s}", rules->skill_count,
                count_people(room->record), rules->fictional ? "true" : "false");
}

void competition_list(struct visit *visit)
{
    struct buf *json = buf_new(1024);
    const struct room *room = NULL;
    bool first = true;

    text_printf(json, "{\"competitions\":[");
    for (size_t i = 0; (room = hall_at(visit->api->hall, i)) != NULL; i++) {
        if (state_exists(room)) {
            text_printf(json, first ? "" : ",");
            write_summary(room, json);
            first = false;
        }
    }
    text_printf(json, "]}");
    visit_tagged(visit, json);
}

// ---- creation: announced in the site's journal, then the definition is the first entry of its
// own. Both carry the request's key, so that a creation cut off between the two is finished by the
// same request sent again.

static void on_created(struct commit_wish *wish)
{
    struct visit *visit = wish->owner;
    const char *id = visit->room->name;

    if (wish->refusal) {
        visit_problem(visit, wish->refusal, id);
        return;
    }
    struct buf *json = buf_new(256);
    text_printf(json, "{\"id\":\"%s\",\"receipt\":", id);
    visit_receipt(visit->room, wish->number, json);
    text_printf(json, "}");
    visit_json(visit, wish->again ? 200 : 201, json,
               arena_printf(visit->request->arena, "Location: /api/v1/competitions/%s\r\n", id));
}

static void on_announced(struct commit_wish *wish)
{
    struct visit *visit = wish->owner;

    visit->room = wish->refusal ? NULL : hall_find(visit->api->hall, wish->competition);
    if (!visit->room) {
        visit_problem(visit, wish->refusal ? wish->refusal : "journal-catching-up", "");
        return;
    }
    struct commit_wish *create = visit_wish(visit, ENTRY_COMPETITION);
    create->on_done = on_created;
    commit_add(visit->room->commit, create);
}

void competition_create(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    struct faults *faults = arena_alloc(arena, sizeof *faults);

    struct definition *definition = definition_read(visit->request->body, faults);
    if (!definition) {
        visit_faults(visit, faults);
        return;
    }
    const char *id = arena_copy(arena, slice_of(definition_rules(definition)->id));
    definition_free(definition);
    struct commit_wish *wish = visit_wish(visit, ENTRY_ANNOUNCED);
    if (!wish) {
        return;
    }
    wish->competition = slice_of(id);
    wish->body = SLICE("");
    wish->on_done = on_announced;
    hall_announce(visit->api->hall, wish);
}

// ---- reading

static void write_stage(const struct rules_stage *stage, const struct record_stage *counts,
                        struct buf *out)
{
    static const struct record_stage nothing;

    counts = counts ? counts : &nothing;
    text_printf(out,
                "{\"id\":\"%s\",\"done\":%lu,\"expected\":%lu,\"started\":%lu,\"complete\":%lu}",
                stage->id, (unsigned long)counts->done, (unsigned long)counts->expected,
                (unsigned long)counts->started, (unsigned long)counts->complete);
}

// How far the marking is, unless the rules show nothing yet to this visitor.
static void write_skill(const struct visit *visit, uint32_t index, struct buf *out)
{
    const struct record *record = visit->room->record;
    const struct rules_skill *skill = &record->rules->skills[index];
    const struct record_skill *state = &record->skills[index];
    const struct frozen *frozen = frozen_of(record, index);
    bool secret = visit_follows(visit, index);
    const struct frozen *still = secret ? NULL : frozen;

    text_printf(out, "{\"id\":\"%s\",\"published\":%s,\"competitors\":%zu", skill->id,
                state->published && !still ? "true" : "false", still ? still->count : state->count);
    if (state->published && !still) {
        text_printf(out, ",\"edition\":%lu", (unsigned long)state->published);
    }
    if (frozen) {
        text_printf(out, ",\"frozen\":%ld", (long)frozen->at);
    }
    text_printf(out, ",\"exposure\":\"%s\"", scene_show(results_show(record, index)));
    text_printf(out, ",\"stages\":[");
    for (uint32_t i = 0; i < skill->stage_count; i++) {
        uint32_t stage = skill->stage_first + i;
        bool counts = secret || results_stage_show(record, stage) > RULES_SHOW_NONE;
        text_printf(out, i ? "," : "");
        write_stage(&record->rules->stages[stage],
                    !counts ? NULL
                    : still ? &still->stages[i].counts
                            : &state->stages[i],
                    out);
    }
    text_printf(out, "]}");
}

void competition_show(struct visit *visit)
{
    const struct record *record = visit->room->record;
    struct buf *json = buf_new(record->definition_len + 1024);

    text_printf(json, "{\"definition\":");
    text_add(json, (struct slice){record->definition_json, record->definition_len});
    text_printf(json, ",\"rules\":");
    rulebook_write(record, json);
    if (visit->role == RIGHT_ORGANISER) {
        text_printf(json, ",\"journal\":%lu", (unsigned long)record->followed);
    }
    text_printf(json, ",\"skills\":[");
    for (uint32_t i = 0; i < record->rules->skill_count; i++) {
        text_printf(json, i ? "," : "");
        write_skill(visit, i, json);
    }
    text_printf(json, "]}");
    visit_tagged(visit, json);
}

void competition_publish(struct visit *visit)
{
    struct faults *faults = arena_alloc(visit->request->arena, sizeof *faults);

    if (!ask_nothing(visit->request->arena, visit->request->body, faults)) {
        visit_faults(visit, faults);
        return;
    }
    uint32_t skill =
        rules_find_skill(visit->room->record->rules, visit->words[1].at, visit->words[1].len);
    if (skill == RULES_NONE) {
        visit_problem(visit, "unknown-skill", "");
        return;
    }
    struct commit_wish *wish = visit_wish(visit, ENTRY_PUBLICATION);
    if (wish) {
        wish->skill = skill;
        wish->language = visit->language;
        commit_add(visit->room->commit, wish);
    }
}

// ---- the journal, for whoever wants to recount

static void on_range(void *owner, int error, size_t count, uint64_t first,
                     const struct slice *bytes)
{
    struct visit *visit = owner;

    if (error < 0) {
        visit_problem(visit, "redis-unreachable", "");
        return;
    }
    struct buf *out = buf_new(65536);
    for (size_t i = 0; i < count && first + i <= visit->room->record->followed; i++) {
        char chain[65];
        text_hex(record_mile(visit->room->record, first + i)->chain, 32, chain);
        text_printf(out, "{\"number\":%lu,\"chain\":\"%s\",\"entry\":", (unsigned long)(first + i),
                    chain);
        text_json(out, bytes[i]);
        text_printf(out, "}\n");
    }
    http_answer(visit->request, &(struct http_answer){.status = 200,
                                                      .type = "application/x-ndjson",
                                                      .body = buf_seal(out),
                                                      .headers = "Cache-Control: no-store\r\n"});
}

void competition_journal(struct visit *visit)
{
    struct slice after_text = http_query(visit->request, "after");
    struct slice limit_text = http_query(visit->request, "limit");
    uint64_t after = 0;
    uint64_t limit = 1000;

    if ((after_text.at && !text_uint(after_text, INT64_MAX - 1, &after)) ||
        (limit_text.at && !text_uint(limit_text, 1000, &limit))) {
        visit_problem(visit, "malformed-request", "");
        return;
    }
    journal_range(visit->room->journal, after, limit, on_range, visit);
}
