#include "api/codes.h"

#include "api/mustering.h"
#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/secret.h"
#include "base/text.h"
#include "live/awaited.h"
#include "live/blinding.h"
#include "live/commit.h"
#include "live/muster_codes.h"
#include "live/people.h"
#include "live/record.h"
#include "live/room.h"
#include "net/http.h"
#include "wire/ask_codes.h"
#include "wire/entry.h"
#include "wire/faults.h"

// ---- how far it is, for those who do it; links only of what has been opened

static const char *const holders[] = {"first", "second", "envelope"};

static void write_ids(const char *lead, const struct muster_list *list, struct buf *out)
{
    text_add(out, slice_of(lead));
    for (size_t i = 0; i < list->count; i++) {
        text_printf(out, "%s\"%s\"", i ? "," : "", list->ids[i]);
    }
    text_printf(out, "]");
}

static void write_links(const struct muster_list *links, struct buf *out)
{
    text_printf(out, ",\"links\":[");
    for (size_t i = 0; i + 1 < links->count; i += 2) {
        text_printf(out, "%s[\"%s\",\"%s\"]", i ? "," : "", links->ids[i], links->ids[i + 1]);
    }
    text_printf(out, "]");
}

static void write_layer(const struct muster_codes *codes, uint32_t index, struct buf *out)
{
    static const struct muster_layer none;
    const struct muster_layer *layer = codes ? &codes->layers[index] : &none;

    text_printf(out, "{\"id\":\"%s\",\"cards\":%s", muster_codes_words[index],
                layer->keys[0][0] ? "true" : "false");
    if (layer->made) {
        text_printf(out, ",\"made\":{\"number\":%lu,\"at\":%ld,\"by\":\"%s\",\"digest\":\"%s\"}",
                    (unsigned long)layer->made, (long)layer->made_at, layer->by, layer->digest);
        write_ids(",\"codes\":[", &layer->codes, out);
    }
    if (layer->opened) {
        text_printf(
            out,
            ",\"opened\":{\"number\":%lu,\"at\":%ld,\"by\":\"%s\",\"holders\":[\"%s\",\"%s\"]}",
            (unsigned long)layer->opened, (long)layer->opened_at, layer->opened_by,
            layer->holders[0], layer->holders[1]);
        write_links(&layer->links, out);
    }
    text_printf(out, "}");
}

static void write_skill(const struct record *record, uint32_t skill, struct buf *out)
{
    const struct muster_codes *codes = muster_codes_of(record, skill);
    bool first = true;

    text_printf(out, "{\"skill\":\"%s\",\"opened\":%s,\"complete\":%s,\"layers\":[",
                record->rules->skills[skill].id, record->skills[skill].opened ? "true" : "false",
                awaited_complete(record, skill) ? "true" : "false");
    for (uint32_t i = 0; i < MUSTER_LAYERS; i++) {
        if ((record->rules->skills[skill].blind >> i & 1) != 0) {
            text_printf(out, first ? "" : ",");
            write_layer(codes, i, out);
            first = false;
        }
    }
    text_printf(out, "]}");
}

void codes_list(struct visit *visit)
{
    const struct record *record = visit->room->record;
    bool first = true;

    struct buf *json = buf_new(1024);
    text_printf(json, "{\"skills\":[");
    for (uint32_t i = 0; i < record->rules->skill_count; i++) {
        if (record->rules->skills[i].blind && visit_right(visit, visit->roles, i)) {
            text_printf(json, first ? "" : ",");
            write_skill(record, i, json);
            first = false;
        }
    }
    text_printf(json, "]}");
    visit_tagged(visit, json);
}

// ---- what the three writing counters have in common

struct sealing {
    struct mustering *mustering;
    struct ask_codes ask;
    uint32_t layer;
    struct blinding_cards cards;
    struct blinding_table table;
};

// NULL: the request has been answered. The request's digest is keyed, and its bytes are kept
// nowhere: there are secrets in it.
static struct sealing *begin(struct visit *visit, enum muster_act act, enum ask_codes_kind kind)
{
    struct arena *arena = visit->request->arena;
    struct sealing *sealing = arena_alloc(arena, sizeof *sealing);
    struct mustering *mustering = mustering_begin(visit);

    if (!mustering) {
        return NULL;
    }
    *sealing = (struct sealing){.mustering = mustering};
    sealing->layer = muster_codes_layer(visit->room->record, mustering->skill, visit->words[2]);
    if (sealing->layer == MUSTER_LAYERS) {
        visit_problem(visit, "unknown-layer", "");
        return NULL;
    }
    if (!ask_codes(arena, kind, visit->request->body, &sealing->ask, mustering->faults)) {
        visit_faults(visit, mustering->faults);
        return NULL;
    }
    mustering->act = (struct entry_muster){.act = act,
                                           .skill = visit->words[1],
                                           .layer = visit->words[2],
                                           .reason = sealing->ask.reason};
    mustering->wish->digest =
        people_lookup(visit->api->people, arena, "request", mustering->wish->digest);
    return sealing;
}

// The visit is gone once it has been answered.
static bool is_refused(const struct commit_wish *wish, struct visit *visit)
{
    const char *refusal = wish->refusal;
    uint32_t skill =
        rules_find_skill(visit->room->record->rules, visit->words[1].at, visit->words[1].len);

    if (refusal && strcmp(refusal, "not-complete") == 0 && skill != RULES_NONE) {
        visit_incomplete(visit, skill);
    } else if (refusal) {
        visit_problem(visit, refusal, "");
    }
    return refusal != NULL;
}

static void answer(struct visit *visit, const struct commit_wish *wish, struct buf *json)
{
    text_printf(json, ",\"receipt\":");
    visit_receipt(visit->room, wish->number, json);
    text_printf(json, "}");
    visit_json(visit, wish->again ? 200 : 201, json, NULL);
}

static void commit(struct sealing *sealing, void (*on_done)(struct commit_wish *wish))
{
    sealing->mustering->wish->skill = sealing->mustering->skill;
    sealing->mustering->wish->on_done = on_done;
    sealing->mustering->wish->owner = sealing;
    mustering_commit(sealing->mustering);
}

// ---- cards: their secrets follow from the request's salt, and stand nowhere

static void on_cards(struct commit_wish *wish)
{
    const struct sealing *sealing = wish->owner;
    struct visit *visit = sealing->mustering->visit;

    if (is_refused(wish, visit)) {
        return;
    }
    struct buf *json = buf_new(512);
    text_printf(json, "{\"cards\":[");
    for (size_t i = 0; i < MUSTER_CARDS; i++) {
        text_printf(json, "%s{\"holder\":\"%s\",\"code\":\"%s\"}", i ? "," : "", holders[i],
                    sealing->cards.codes[i]);
    }
    text_printf(json, "]");
    answer(visit, wish, json);
}

void codes_cards(struct visit *visit)
{
    struct sealing *sealing = begin(visit, MUSTER_KEYS, ASK_CODES_SALT);

    if (!sealing) {
        return;
    }
    struct slice *keys = arena_alloc(visit->request->arena, MUSTER_CARDS * sizeof *keys);
    blinding_cards(sealing->ask.salt, &sealing->cards);
    for (size_t i = 0; i < MUSTER_CARDS; i++) {
        keys[i] = slice_of(sealing->cards.keys[i]);
    }
    sealing->mustering->act.keys = (struct entry_muster_ids){MUSTER_CARDS, keys};
    commit(sealing, on_cards);
}

// ---- codes: the links are told once, to whoever hands the labels out

static void on_table(struct commit_wish *wish)
{
    const struct sealing *sealing = wish->owner;
    const struct blinding_table *table = &sealing->table;
    struct visit *visit = sealing->mustering->visit;

    if (is_refused(wish, visit)) {
        return;
    }
    struct buf *json = buf_new(4096);
    text_printf(json, "{\"links\":[");
    for (size_t i = 0; i < table->lefts.count; i++) {
        text_printf(json, "%s[\"%.*s\",\"%.*s\"]", i ? "," : "", SLICE_FMT(table->lefts.ids[i]),
                    SLICE_FMT(table->codes.ids[table->order[i]]));
    }
    text_printf(json, "]");
    answer(visit, wish, json);
}

void codes_make(struct visit *visit)
{
    struct sealing *sealing = begin(visit, MUSTER_CODES, ASK_CODES_SALT);

    if (!sealing) {
        return;
    }
    struct mustering *mustering = sealing->mustering;
    const struct record *record = visit->room->record;
    bool again = record_asked(record, mustering->wish->ask) != NULL;
    const struct muster_codes *codes = muster_codes_of(record, mustering->skill);
    if (!codes || !codes->layers[sealing->layer].keys[0][0]) {
        visit_problem(visit, "keys-missing", "");
        return;
    }
    blinding_table(visit->request->arena, record, mustering->skill, sealing->layer,
                   sealing->ask.salt, again, &sealing->table);
    blinding_seal(visit->request->arena, &codes->layers[sealing->layer], &sealing->table,
                  &mustering->act);
    commit(sealing, on_table);
}

// ---- opening

static void on_opened(struct commit_wish *wish)
{
    const struct sealing *sealing = wish->owner;
    struct visit *visit = sealing->mustering->visit;

    if (is_refused(wish, visit)) {
        return;
    }
    const struct record *record = visit->room->record;
    const struct muster_codes *codes = muster_codes_of(record, sealing->mustering->skill);
    struct buf *json = buf_new(4096);
    text_printf(json, "{\"opened\":%s",
                record->skills[sealing->mustering->skill].opened ? "true" : "false");
    write_links(&codes->layers[sealing->layer].links, json);
    answer(visit, wish, json);
}

// Which two cards these are; false: the request has been answered.
static bool find_holders(struct sealing *sealing, const struct muster_layer *layer,
                         uint32_t found[2])
{
    struct mustering *mustering = sealing->mustering;
    const char *name = NULL;
    char pointer[16] = "/cards/0";

    for (size_t i = 0; !name && i < 2; i++) {
        found[i] = blinding_holder(layer, sealing->ask.cards[i]);
        pointer[7] = (char)('0' + i);
        name = found[i] == MUSTER_CARDS         ? "card-wrong"
               : i == 1 && found[0] == found[1] ? "card-twice"
                                                : NULL;
    }
    if (name) {
        faults_add(mustering->faults, name, pointer, "");
        visit_faults(mustering->visit, mustering->faults);
    }
    return !name;
}

void codes_open(struct visit *visit)
{
    struct sealing *sealing = begin(visit, MUSTER_OPEN, ASK_CODES_CARDS);
    uint32_t found[2];

    if (!sealing) {
        return;
    }
    struct mustering *mustering = sealing->mustering;
    const struct record *record = visit->room->record;
    const struct muster_codes *codes = muster_codes_of(record, mustering->skill);
    if (record_asked(record, mustering->wish->ask)) {
        commit(sealing, on_opened);
        return;
    }
    const char *refusal = muster_codes_refusal(record, &mustering->act);
    if (refusal && strcmp(refusal, "not-complete") == 0) {
        visit_incomplete(visit, mustering->skill);
    } else if (refusal) {
        visit_problem(visit, refusal, "");
    } else if (find_holders(sealing, &codes->layers[sealing->layer], found)) {
        struct arena *arena = visit->request->arena;
        struct slice *names = arena_alloc(arena, 2 * sizeof *names);
        names[0] = slice_of(holders[found[0]]);
        names[1] = slice_of(holders[found[1]]);
        mustering->act.holders = (struct entry_muster_ids){2, names};
        mustering->act.table =
            blinding_unseal(arena, &codes->layers[sealing->layer], found, sealing->ask.cards);
        if (mustering->act.table.len == 0) {
            visit_problem(visit, "card-wrong", "");
            return;
        }
        commit(sealing, on_opened);
    }
}
