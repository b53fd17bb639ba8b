#include "api/draw.h"

#include "api/mustering.h"
#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/secret.h"
#include "base/text.h"
#include "live/commit.h"
#include "live/enrol.h"
#include "live/frozen.h"
#include "live/lot.h"
#include "live/muster_draw.h"
#include "live/people.h"
#include "live/record.h"
#include "live/results.h"
#include "live/room.h"
#include "net/http.h"
#include "wire/ask_draw.h"
#include "wire/entry.h"
#include "wire/faults.h"

#include <stdio.h>
#include <stdlib.h>

// ---- the list, for everybody: who is where once it has been drawn, and how to check it

// Once codes have been opened they lead to people: not for the hall, as long as its boards are
// frozen.
static bool hides_code(const struct record *record, const struct record_competitor *competitor,
                       bool desk)
{
    const struct frozen *frozen = frozen_of(record, competitor->skill);

    return frozen && frozen->hides && !desk;
}

// Whose eyes the list is for: the desk's, or all that see names where the rules show them.
struct eyes {
    bool desk, names;
};

static void write_one(const struct record *record, const char *id, struct eyes eyes,
                      struct buf *out)
{
    const struct record_competitor *competitor = enrol_find(record, slice_of(id));

    text_printf(out, "{\"id\":\"%s\"", id);
    if (competitor && !hides_code(record, competitor, eyes.desk)) {
        text_member(out, "code", slice_of(competitor->code));
    }
    if (competitor && eyes.names) {
        text_member(out, "name", slice_of(competitor->shown.name));
        text_member(out, "delegation", slice_of(competitor->shown.delegation));
    }
    text_printf(out, "}");
}

static void write_result(const struct record *record, const struct muster_draw *draw,
                         struct eyes eyes, struct buf *out)
{
    text_printf(out, ",\"drawn\":{\"number\":%lu,\"at\":%ld,\"by\":\"%s\",\"how\":\"%s\"",
                (unsigned long)draw->drawn, (long)draw->drawn_at, draw->by,
                draw->machine ? "machine" : "hand");
    text_member(out, "seed", slice_of(draw->seed));
    text_member(out, "word", slice_of(draw->word));
    text_printf(out, ",\"batches\":[");
    for (size_t i = 0; i < draw->batch_count; i++) {
        text_printf(out, i ? ",[" : "[");
        for (size_t k = 0; k < draw->batches[i].count; k++) {
            text_printf(out, k ? "," : "");
            write_one(record, draw->batches[i].ids[k], eyes, out);
        }
        text_printf(out, "]");
    }
    text_printf(out, "]}");
}

static void write_commitment(const struct muster_draw *draw, struct buf *out)
{
    text_printf(out, ",\"committed\":{\"number\":%lu,\"at\":%ld,\"commitment\":\"%s\",\"list\":[",
                (unsigned long)draw->committed, (long)draw->committed_at, draw->commitment);
    for (size_t i = 0; i < draw->list.count; i++) {
        text_printf(out, "%s\"%s\"", i ? "," : "", draw->list.ids[i]);
    }
    text_printf(out, "]}");
}

static void write_draw(const struct visit *visit, uint32_t skill, struct buf *out)
{
    const struct record *record = visit->room->record;
    const struct muster_draw *draw = muster_draw_of(record, skill);
    bool desk = visit_right(visit, RIGHT_BIT(RIGHT_ORGANISER) | RIGHT_BIT(RIGHT_CLERK), skill);
    struct eyes eyes = {desk, desk || results_show(record, skill) == RULES_SHOW_NAME};

    text_printf(out, "{\"skill\":\"%s\"", record->rules->skills[skill].id);
    const struct frozen *frozen = frozen_of(record, skill);
    if (frozen && !desk ? frozen->hides : muster_draw_hides(record, skill)) {
        text_printf(out, ",\"hidden\":true"); // stations are behind codes
    }
    if (draw) {
        text_printf(out, ",\"stations\":%u,\"times\":%u", draw->stations, draw->times);
        text_member(out, "reason", slice_of(draw->reason));
    }
    if (draw && draw->committed) {
        write_commitment(draw, out);
    }
    if (draw && draw->drawn) {
        write_result(record, draw, eyes, out);
    }
    text_printf(out, "}");
}

void draw_list(struct visit *visit)
{
    const struct rules *rules = visit->room->record->rules;
    struct slice asked = http_query(visit->request, "skill");
    uint32_t only = asked.at ? rules_find_skill(rules, asked.at, asked.len) : RULES_NONE;
    bool first = true;

    if (asked.at && only == RULES_NONE) {
        visit_problem(visit, "unknown-skill", "");
        return;
    }
    struct buf *json = buf_new(1024);
    text_printf(json, "{\"draws\":[");
    for (uint32_t i = 0; i < rules->skill_count; i++) {
        if (only == RULES_NONE || only == i) {
            text_printf(json, first ? "" : ",");
            write_draw(visit, i, json);
            first = false;
        }
    }
    text_printf(json, "]}");
    visit_tagged(visit, json);
}

// ---- committing

void draw_commit(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    struct mustering *mustering = mustering_begin(visit);
    unsigned char seed[LOT_SEED];
    unsigned char hash[SECRET_HASH];
    struct slice *here = NULL;
    struct ask_draw ask;

    if (!mustering) {
        return;
    }
    if (!ask_draw_commitment(arena, visit->request->body, &ask, mustering->faults)) {
        visit_faults(visit, mustering->faults);
        return;
    }
    char *hex = arena_alloc(arena, SECRET_HEX);
    char *seed_hex = arena_alloc(arena, SECRET_HEX);
    secret_random(seed, sizeof seed);
    text_hex(seed, sizeof seed, seed_hex);
    secret_sha256((struct slice){(const char *)seed, sizeof seed}, hash);
    text_hex(hash, sizeof hash, hex);
    size_t count = muster_draw_present(arena, visit->room->record, mustering->skill, &here);
    mustering->act =
        (struct entry_muster){.act = MUSTER_COMMITMENT,
                              .skill = visit->words[1],
                              .stations = ask.stations,
                              .reason = ask.reason,
                              .ids = {count, here},
                              .commitment = slice_of(hex),
                              .sealed = people_seal(visit->api->people, arena, slice_of(seed_hex))};
    secret_wipe(seed, sizeof seed);
    mustering_commit(mustering);
}

// ---- opening

void draw_open(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    struct mustering *mustering = mustering_begin(visit);
    unsigned char seed[LOT_SEED];
    struct ask_draw ask;

    if (!mustering) {
        return;
    }
    if (!ask_draw_opening(arena, visit->request->body, &ask, mustering->faults)) {
        visit_faults(visit, mustering->faults);
        return;
    }
    const struct record *record = visit->room->record;
    mustering->act =
        (struct entry_muster){.act = MUSTER_DRAW, .skill = visit->words[1], .word = ask.word};
    const char *refusal = record_asked(record, mustering->wish->ask)
                              ? NULL
                              : muster_draw_refusal(record, &mustering->act);
    const struct muster_draw *draw = muster_draw_of(record, mustering->skill);
    if (refusal || !draw || !draw->committed) {
        visit_problem(visit, refusal ? refusal : "draw-not-committed", "");
        return;
    }
    struct slice hex = people_unseal(visit->api->people, arena, slice_of(draw->sealed));
    if (hex.len != (size_t)2 * LOT_SEED || !text_unhex(hex, seed, LOT_SEED)) {
        visit_problem(visit, "draw-seed-lost", "");
        return;
    }
    mustering->act.seed = hex;
    muster_draw_work_out(arena, draw, seed, ask.word, muster_draw_hides(record, mustering->skill),
                         &mustering->act);
    mustering_commit(mustering);
}

// ---- by hand

static int by_number(const void *a, const void *b)
{
    const struct ask_draw_number *left = a;
    const struct ask_draw_number *right = b;

    return (left->number > right->number) - (left->number < right->number);
}

static void put_in_batches(struct arena *arena, const struct ask_draw *ask, bool hides,
                           struct entry_muster *act)
{
    uint32_t count = (uint32_t)ask->count;
    struct entry_muster_ids *batches = arena_alloc(arena, (ask->count + 1) * sizeof *batches);
    struct ask_draw_number *numbers = arena_alloc(arena, ask->count * sizeof *numbers);
    struct slice *ids = arena_alloc(arena, ask->count * sizeof *ids);
    uint32_t at = 0;

    memcpy(numbers, ask->numbers, ask->count * sizeof *numbers);
    qsort(numbers, ask->count, sizeof *numbers, by_number);
    for (uint32_t i = 0; i < count; i++) {
        ids[i] = numbers[i].competitor;
    }
    act->batches = batches;
    for (uint32_t size = 0;
         (size = lot_batch(count, ask->stations, (uint32_t)act->batch_count)) > 0; at += size) {
        batches[act->batch_count++] = (struct entry_muster_ids){size, ids + at};
        if (hides) {
            muster_draw_sort(size, ids + at);
        }
    }
}

// The row that is about this competitor, the later one where he stands twice.
static void point_at(const struct ask_draw *ask, struct slice who, const char *name,
                     struct faults *faults)
{
    char pointer[64] = "/numbers";
    char word[FAULTS_WORD_MAX];

    for (size_t i = 0; i < ask->count; i++) {
        if (slice_equal(ask->numbers[i].competitor, who)) {
            (void)snprintf(pointer, sizeof pointer, "/numbers/%zu/competitor", i);
        }
    }
    (void)snprintf(word, sizeof word, "%.*s", SLICE_FMT(who));
    faults_add(faults, name, pointer, word);
}

void draw_by_hand(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    struct mustering *mustering = mustering_begin(visit);
    struct slice who = SLICE("");
    struct ask_draw ask;

    if (!mustering) {
        return;
    }
    if (!ask_draw_by_hand(arena, visit->request->body, &ask, mustering->faults)) {
        visit_faults(visit, mustering->faults);
        return;
    }
    mustering->act = (struct entry_muster){.act = MUSTER_HAND,
                                           .skill = visit->words[1],
                                           .stations = ask.stations,
                                           .reason = ask.reason};
    put_in_batches(arena, &ask, muster_draw_hides(visit->room->record, mustering->skill),
                   &mustering->act);
    const char *fault =
        muster_draw_fault(visit->room->record, mustering->skill, &mustering->act, &who);
    if (fault && strcmp(fault, "nobody-here") != 0 && strcmp(fault, "draw-incomplete") != 0) {
        point_at(&ask, who, fault, mustering->faults);
        visit_faults(visit, mustering->faults);
        return;
    }
    mustering_commit(mustering);
}
