#include "api/judge.h"

#include "api/beat.h"
#include "api/grant.h"
#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/secret.h"
#include "base/text.h"
#include "live/commit.h"
#include "live/people.h"
#include "live/record.h"
#include "live/room.h"
#include "net/http.h"
#include "store/brief.h"
#include "wire/entry.h"
#include "wire/entry_access.h"
#include "wire/entry_link.h"

// ---- the list

static void write_judge(const struct rules *rules, const struct record_judge *judge,
                        const struct beat *beat, struct buf *out)
{
    text_printf(out, "{\"id\":\"%s\",\"role\":\"%s\"", judge->id, judge->role);
    text_member(out, "name", slice_of(judge->name));
    text_printf(out, ",\"link\":%s", judge->token[0] ? "true" : "false");
    beat_write(beat, out);
    text_printf(out, ",\"seats\":[");
    for (size_t i = 0; i < judge->seat_count; i++) {
        const struct rules_part *part = &rules->parts[judge->seats[i].part];
        uint32_t seat = judge->seats[i].seat;
        text_printf(out, "%s{\"part\":\"%s\",\"seat\":\"%s\"}", i ? "," : "", part->id,
                    seat < part->seat_count ? part->seats[seat] : part->technical);
    }
    text_printf(out, "]}");
}

struct listing {
    struct visit *visit;
    size_t count;
    struct slice *keys;
};

// Judges are never taken away: those that were asked about are still the first ones. One whose link
// was replaced meanwhile has not been seen with the new one.
static void on_beats(void *owner, int error, size_t count, const struct slice *texts)
{
    const struct listing *listing = owner;
    struct visit *visit = listing->visit;
    const struct record *record = visit->room->record;
    struct buf *json = buf_new(4096);

    text_printf(json, "{\"now\":%ld,\"judges\":[", (long)clock_wall_ms());
    for (size_t i = 0; i < record->judge_count; i++) {
        const struct record_judge *judge = record->judges[i];
        bool asked = !error && i < count && i < listing->count &&
                     slice_equal(listing->keys[i], beat_key_of_link(visit->request->arena, judge));
        struct beat beat = beat_read(asked ? texts[i] : SLICE_NONE);
        text_printf(json, i ? "," : "");
        write_judge(record->rules, judge, &beat, json);
    }
    text_printf(json, "]}");
    visit_json(visit, 200, json, NULL);
}

void judge_list(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    const struct record *record = visit->room->record;
    struct listing *listing = arena_alloc(arena, sizeof *listing);

    *listing = (struct listing){visit, record->judge_count, NULL};
    listing->keys = arena_alloc(arena, (listing->count + 1) * sizeof *listing->keys);
    for (size_t i = 0; i < listing->count; i++) {
        listing->keys[i] = beat_key_of_link(arena, record->judges[i]);
    }
    if (listing->count == 0) {
        on_beats(listing, 0, 0, NULL);
    } else {
        brief_read(visit->api->store, listing->count, listing->keys, on_beats, listing);
    }
}

// ---- his link

struct linking {
    struct visit *visit;
    struct slice judge;
    char token[SECRET_TOKEN_TEXT]; // "": the link ends
};

static void on_linked(struct commit_wish *wish)
{
    const struct linking *linking = wish->owner;
    struct visit *visit = linking->visit;

    if (wish->refusal) {
        visit_problem(visit, wish->refusal, "");
        return;
    }
    struct buf *json = buf_new(256);
    text_printf(json, "{\"id\":\"%.*s\"", SLICE_FMT(linking->judge));
    if (linking->token[0]) {
        text_printf(json, ",\"token\":\"%s\"", linking->token);
    }
    text_printf(json, ",\"receipt\":");
    visit_receipt(visit->room, wish->number, json);
    text_printf(json, "}");
    visit_json(visit, wish->again ? 200 : 201, json, NULL);
}

// Who may let the judge in may also give him a link, and take it away. False: answered.
static bool may_link(struct visit *visit, struct slice id)
{
    const struct record_judge *judge = record_judge(visit->room->record, id);

    if (!judge) {
        visit_problem(visit, "unknown-judge", arena_copy(visit->request->arena, id));
        return false;
    }
    bool technical = strcmp(judge->role, "technical") == 0;
    struct entry_grant grant = {
        .role = slice_of(right_name(technical ? RIGHT_TECHNICAL : RIGHT_JUDGE)), .judge = id};
    return grant_check(visit, 1, &grant) != NULL;
}

static void commit(struct linking *linking, struct commit_wish *wish)
{
    struct arena *arena = linking->visit->request->arena;
    unsigned char hash[SECRET_HASH];
    char hex[SECRET_HEX];
    struct entry_link link = {.judge = linking->judge};
    struct buf *body = buf_new(256);

    if (linking->token[0]) {
        secret_sha256(slice_of(linking->token), hash);
        text_hex(hash, sizeof hash, hex);
        link.token = (struct slice){hex, SECRET_HEX - 1};
    }
    entry_link_write(&link, body);
    wish->body =
        (struct slice){arena_copy(arena, (struct slice){body->bytes, body->len}), body->len};
    buf_unref(body);
    wish->on_done = on_linked;
    wish->owner = linking;
    commit_add(linking->visit->room->commit, wish);
}

static struct linking *begin(struct visit *visit, struct commit_wish **ret_wish)
{
    struct linking *linking = arena_alloc(visit->request->arena, sizeof *linking);

    *linking = (struct linking){.visit = visit, .judge = visit->words[1]};
    if (!may_link(visit, linking->judge)) {
        return NULL;
    }
    *ret_wish = visit_wish(visit, ENTRY_JUDGES);
    return *ret_wish ? linking : NULL;
}

void judge_link_give(struct visit *visit)
{
    struct commit_wish *wish = NULL;
    struct linking *linking = begin(visit, &wish);

    if (linking) {
        people_token(visit->api->people, wish->ask, linking->judge, linking->token);
        commit(linking, wish);
    }
}

void judge_link_end(struct visit *visit)
{
    struct commit_wish *wish = NULL;
    struct linking *linking = begin(visit, &wish);

    if (linking) {
        commit(linking, wish);
    }
}
