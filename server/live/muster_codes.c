#include "live/muster_codes.h"

#include "base/arena.h"
#include "base/must.h"
#include "base/secret.h"
#include "base/table.h"
#include "base/text.h"
#include "live/awaited.h"
#include "live/enrol.h"
#include "live/ids.h"
#include "live/muster_facts.h"
#include "live/settle.h"
#include "wire/entry.h"

#include <stdlib.h>

const char *const muster_codes_words[] = {"entry", "station", "work", NULL};

// ---- layers

static bool has(const struct record *record, uint32_t skill, uint32_t layer)
{
    return layer < MUSTER_LAYERS && (record->rules->skills[skill].blind >> layer & 1) != 0;
}

uint32_t muster_codes_layer(const struct record *record, uint32_t skill, struct slice word)
{
    uint32_t layer = 0;

    while (layer < MUSTER_LAYERS && !slice_is(word, muster_codes_words[layer])) {
        layer++;
    }
    return has(record, skill, layer) ? layer : MUSTER_LAYERS;
}

uint32_t muster_codes_before(const struct record *record, uint32_t skill, uint32_t layer)
{
    while (layer-- > 0) {
        if (has(record, skill, layer)) {
            return layer;
        }
    }
    return MUSTER_LAYERS;
}

uint32_t muster_codes_after(const struct record *record, uint32_t skill, uint32_t layer)
{
    while (++layer < MUSTER_LAYERS && !has(record, skill, layer)) {
    }
    return layer < MUSTER_LAYERS ? layer : MUSTER_LAYERS;
}

uint32_t muster_codes_box(uint32_t a, uint32_t b)
{
    return a + b - 1; // 0 and 1, 0 and 2, 1 and 2
}

static struct muster_codes *find(const struct record *record, struct slice skill)
{
    return table_get(record->muster->codes, skill);
}

const struct muster_codes *muster_codes_of(const struct record *record, uint32_t skill)
{
    return find(record, slice_of(record->rules->skills[skill].id));
}

static void clear_codes(struct muster_layer *layer)
{
    muster_draw_drop(&layer->lefts);
    muster_draw_drop(&layer->codes);
    muster_draw_drop(&layer->works);
    for (size_t i = 0; i < MUSTER_CARDS; i++) {
        free(layer->boxes[i]);
        layer->boxes[i] = NULL;
    }
}

struct muster_codes *muster_codes_free(struct muster_codes *codes)
{
    for (size_t i = 0; i < MUSTER_LAYERS; i++) {
        clear_codes(&codes->layers[i]);
        muster_draw_drop(&codes->layers[i].links);
    }
    free(codes);
    return NULL;
}

// ---- may it be?

static const char *refuse_keys(const struct muster_layer *layer, const struct entry_muster *act)
{
    bool whole = act->keys.count == MUSTER_CARDS;

    for (size_t i = 0; whole && i < MUSTER_CARDS; i++) {
        whole = act->keys.ids[i].len == (size_t)2 * RECORD_HASH;
    }
    return layer && layer->made ? "codes-made" : whole ? NULL : "keys-missing";
}

// What the layer's links begin with: who is here, or the codes of the layer before.
static size_t lefts_of(struct arena *arena, const struct record *record, uint32_t skill,
                       uint32_t layer, struct slice **ret)
{
    uint32_t before = muster_codes_before(record, skill, layer);
    const struct muster_codes *codes = muster_codes_of(record, skill);

    if (before == MUSTER_LAYERS) {
        return muster_draw_present(arena, record, skill, ret);
    }
    const struct muster_list *list = &codes->layers[before].codes;
    struct slice *ids = arena_alloc(arena, (list->count + 1) * sizeof *ids);
    for (size_t i = 0; i < list->count; i++) {
        ids[i] = slice_of(list->ids[i]);
    }
    *ret = ids;
    return list->count;
}

static bool is_sorted(const struct entry_muster_ids *list)
{
    for (size_t i = 1; i < list->count; i++) {
        if (strcmp(list->ids[i - 1].at, list->ids[i].at) >= 0) {
            return false;
        }
    }
    return list->count == 0 || list->ids[0].at;
}

static bool are_free(const struct record *record, const struct entry_muster_ids *works)
{
    for (size_t i = 0; i < works->count; i++) {
        if (!works->ids[i].at || enrol_find(record, works->ids[i])) {
            return false;
        }
    }
    return true;
}

static bool fits(const struct record *record, uint32_t skill, uint32_t layer,
                 const struct entry_muster *act)
{
    struct arena *arena = arena_new();
    struct slice *lefts = NULL;
    size_t count = lefts_of(arena, record, skill, layer, &lefts);
    bool last = muster_codes_after(record, skill, layer) == MUSTER_LAYERS;
    bool same = act->ids.count == 0 || count == act->ids.count;

    // The journal does not say them again beside the codes; the wish does, for who came meanwhile.
    for (size_t i = 0; same && i < act->ids.count; i++) {
        same = slice_equal(lefts[i], act->ids.ids[i]);
    }
    arena_free(arena);
    return same && act->codes.count == count && is_sorted(&act->codes) &&
           act->works.count == (last ? count : 0) && are_free(record, &act->works) &&
           act->boxes.count == MUSTER_CARDS && act->digest.len == (size_t)2 * RECORD_HASH;
}

static const char *refuse_codes(const struct record *record, uint32_t skill, uint32_t layer,
                                const struct muster_codes *codes, const struct entry_muster *act)
{
    uint32_t before = muster_codes_before(record, skill, layer);
    uint32_t after = muster_codes_after(record, skill, layer);
    struct arena *arena = arena_new();
    struct slice *here = NULL;
    size_t present = muster_draw_present(arena, record, skill, &here);

    arena_free(arena);
    if (!codes || !codes->layers[layer].keys[0][0]) {
        return "keys-missing";
    }
    if (before != MUSTER_LAYERS && !codes->layers[before].made) {
        return "layer-order";
    }
    // The last layer's codes are on works already; an earlier one's until somebody builds on them.
    if (codes->layers[layer].made && (after == MUSTER_LAYERS || codes->layers[after].made)) {
        return "codes-made";
    }
    if (codes->layers[layer].made && act->reason.len == 0) {
        return "codes-again";
    }
    if (present == 0) {
        return "nobody-here";
    }
    return fits(record, skill, layer, act) ? NULL : "draw-list-moved";
}

static bool holds(const struct muster_list *list, struct slice text, bool *seen)
{
    for (size_t i = 0; i < list->count; i++) {
        if (slice_is(text, list->ids[i])) {
            bool fresh = !seen[i];
            seen[i] = true;
            return fresh;
        }
    }
    return false;
}

// Whether the table is the one that was sealed: each of the left with one code, each code once.
static bool is_table(const struct muster_layer *layer, struct slice table)
{
    struct arena *arena = arena_new();
    struct entry_muster_ids links = {0, NULL};
    unsigned char hash[SECRET_HASH];
    char hex[SECRET_HEX];
    bool *lefts = arena_alloc(arena, layer->lefts.count + 1);
    bool *codes = arena_alloc(arena, layer->codes.count + 1);

    secret_sha256(table, hash);
    text_hex(hash, sizeof hash, hex);
    bool good = strcmp(hex, layer->digest) == 0 && entry_muster_read_table(arena, table, &links) &&
                links.count == 2 * layer->lefts.count && links.count == 2 * layer->codes.count;
    for (size_t i = 0; good && i < links.count; i += 2) {
        good = holds(&layer->lefts, links.ids[i], lefts) &&
               holds(&layer->codes, links.ids[i + 1], codes);
    }
    arena_free(arena);
    return good;
}

static const char *refuse_opening(const struct record *record, uint32_t skill, uint32_t layer,
                                  const struct muster_codes *codes, const struct entry_muster *act)
{
    uint32_t after = muster_codes_after(record, skill, layer);

    if (!codes || !codes->layers[layer].made) {
        return "layer-order";
    }
    if (codes->layers[layer].opened) {
        return "codes-opened";
    }
    if (after != MUSTER_LAYERS && !codes->layers[after].opened) {
        return "layer-order"; // in reverse: the last one first
    }
    if (!awaited_complete(record, skill)) {
        return awaited_held(record, skill) ? "panel-held" : "not-complete";
    }
    // The table is put in only after this has been asked: see api/codes.
    bool good = act->holders.count == 2 && !slice_equal(act->holders.ids[0], act->holders.ids[1]) &&
                is_table(&codes->layers[layer], act->table);
    return act->table.len == 0 || good ? NULL : "card-wrong";
}

const char *muster_codes_refusal(const struct record *record, const struct entry_muster *act)
{
    uint32_t skill =
        act->skill.at ? rules_find_skill(record->rules, act->skill.at, act->skill.len) : RULES_NONE;

    if (skill == RULES_NONE) {
        return "unknown-skill";
    }
    uint32_t layer = muster_codes_layer(record, skill, act->layer);
    if (layer == MUSTER_LAYERS) {
        return "unknown-layer";
    }
    if (record->skills[skill].published) {
        return "sheet-locked";
    }
    const struct muster_codes *codes = find(record, act->skill);
    return act->act == MUSTER_KEYS    ? refuse_keys(codes ? &codes->layers[layer] : NULL, act)
           : act->act == MUSTER_CODES ? refuse_codes(record, skill, layer, codes, act)
                                      : refuse_opening(record, skill, layer, codes, act);
}

// ---- taking it

static enum muster_effect take_keys(struct muster_layer *layer, const struct entry_muster *act)
{
    for (size_t i = 0; i < MUSTER_CARDS; i++) {
        ids_copy(layer->keys[i], RECORD_ID_MAX, act->keys.ids[i]);
    }
    return MUSTER_QUIET;
}

static enum muster_effect take_codes(struct record *record, uint32_t skill, uint32_t index,
                                     struct muster_layer *layer, const struct entry_muster *act,
                                     const struct entry *entry, uint64_t number)
{
    struct arena *arena = arena_new();
    struct slice *lefts = NULL;
    size_t count = lefts_of(arena, record, skill, index, &lefts);

    clear_codes(layer);
    layer->lefts = muster_draw_keep(count, lefts);
    arena_free(arena);
    layer->made = number;
    layer->made_at = entry->at;
    ids_copy(layer->by, RECORD_ID_MAX, entry->by);
    ids_copy(layer->digest, RECORD_ID_MAX, act->digest);
    layer->codes = muster_draw_keep(act->codes.count, act->codes.ids);
    layer->works = muster_draw_keep(act->works.count, act->works.ids);
    for (size_t i = 0; i < MUSTER_CARDS; i++) {
        layer->boxes[i] = strndup(act->boxes.ids[i].at, act->boxes.ids[i].len);
    }
    for (size_t i = 0; i < act->works.count; i++) {
        must(enrol_work(record, skill, act->works.ids[i], act->codes.ids[i]));
    }
    settle_room(record, skill);
    return act->works.count > 0 ? MUSTER_TOUCH : MUSTER_QUIET;
}

static enum muster_effect take_opening(struct record *record, uint32_t skill, uint32_t layer,
                                       struct muster_codes *codes, const struct entry_muster *act,
                                       const struct entry *entry, uint64_t number)
{
    struct muster_layer *of = &codes->layers[layer];
    struct arena *arena = arena_new();
    struct entry_muster_ids links = {0, NULL};

    must(entry_muster_read_table(arena, act->table, &links));
    of->links = muster_draw_keep(links.count, links.ids);
    arena_free(arena);
    of->opened = number;
    of->opened_at = entry->at;
    ids_copy(of->opened_by, RECORD_ID_MAX, entry->by);
    ids_copy(of->holders[0], RECORD_ID_MAX, act->holders.ids[0]);
    ids_copy(of->holders[1], RECORD_ID_MAX, act->holders.ids[1]);
    if (!record->skills[skill].unsealed) {
        record->skills[skill].unsealed = number;
    }
    return muster_codes_before(record, skill, layer) == MUSTER_LAYERS ? MUSTER_JOIN : MUSTER_QUIET;
}

enum muster_effect muster_codes_take(struct record *record, const struct entry_muster *act,
                                     const struct entry *entry, uint64_t number)
{
    uint32_t skill = rules_find_skill(record->rules, act->skill.at, act->skill.len);
    uint32_t layer = muster_codes_layer(record, skill, act->layer);
    struct muster_codes *codes = find(record, act->skill);

    if (!codes) {
        codes = calloc(1, sizeof *codes);
        must(codes);
        table_put(record->muster->codes, act->skill, codes);
    }
    if (act->act == MUSTER_KEYS) {
        return take_keys(&codes->layers[layer], act);
    }
    if (act->act == MUSTER_CODES) {
        return take_codes(record, skill, layer, &codes->layers[layer], act, entry, number);
    }
    return take_opening(record, skill, layer, codes, act, entry, number);
}
