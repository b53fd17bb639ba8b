#include "live/blinding.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/secret.h"
#include "base/table.h"
#include "base/text.h"
#include "live/lot.h"

#include <stdlib.h>

enum { CODE_RANDOM = 72, SHORT = 4, LONG = 5, SHORT_UP_TO = 300, KEY = 32 };

// ---- cards

static void stretch(const unsigned char salt[BLINDING_SALT], const char *what, uint32_t number,
                    unsigned char out[CODE_RANDOM])
{
    unsigned char blocks[128];

    for (uint32_t half = 0; half < 2; half++) {
        uint32_t counter[2] = {number, half};
        struct slice pieces[] = {slice_of(what), {(const char *)counter, sizeof counter}};
        secret_blake2b(salt, BLINDING_SALT, pieces, 2, blocks + (size_t)64 * half, 64);
    }
    memcpy(out, blocks, CODE_RANDOM);
    secret_wipe(blocks, sizeof blocks);
}

static void seed_of(const char *code, unsigned char out[KEY])
{
    struct slice pieces[] = {SLICE("jinbang key card 1\n"), slice_of(code)};

    secret_blake2b(NULL, 0, pieces, 2, out, KEY);
}

static void key_of(const char *code, char out[SECRET_HEX])
{
    unsigned char seed[KEY];
    unsigned char key[KEY];

    seed_of(code, seed);
    secret_seal_key(seed, key);
    text_hex(key, KEY, out);
    secret_wipe(seed, sizeof seed);
}

void blinding_cards(const unsigned char salt[BLINDING_SALT], struct blinding_cards *ret)
{
    unsigned char random[CODE_RANDOM];

    for (uint32_t i = 0; i < MUSTER_CARDS; i++) {
        stretch(salt, "card", i, random);
        paircode_make(random, PAIRCODE_KEEPER, ret->codes[i]);
        key_of(ret->codes[i], ret->keys[i]);
    }
    secret_wipe(random, sizeof random);
}

uint32_t blinding_holder(const struct muster_layer *layer, const char *code)
{
    char key[SECRET_HEX];
    uint32_t i = 0;

    key_of(code, key);
    while (i < MUSTER_CARDS && strcmp(key, layer->keys[i]) != 0) {
        i++;
    }
    return i;
}

// ---- codes

static int by_text(const void *a, const void *b)
{
    return strcmp(((const struct slice *)a)->at, ((const struct slice *)b)->at);
}

// What a code may not be: one of a layer before.
static struct table *used_codes(const struct record *record, uint32_t skill, uint32_t layer)
{
    const struct muster_codes *codes = muster_codes_of(record, skill);
    struct table *used = table_new();

    for (uint32_t i = 0; codes && i < layer; i++) {
        for (size_t k = 0; k < codes->layers[i].codes.count; k++) {
            table_put(used, slice_of(codes->layers[i].codes.ids[k]), used);
        }
    }
    return used;
}

static struct entry_muster_ids make_codes(struct arena *arena, struct table *used,
                                          const unsigned char salt[BLINDING_SALT], size_t count)
{
    struct slice *codes = arena_alloc(arena, (count + 1) * sizeof *codes);
    unsigned char random[CODE_RANDOM];
    char code[PAIRCODE_MAX];
    size_t made = 0;

    for (uint32_t i = 0; made < count; i++) {
        stretch(salt, "code", i, random);
        paircode_make(random, count <= SHORT_UP_TO ? SHORT : LONG, code);
        struct slice plain = {code, strlen(code)};
        if (code[4] == '-') { // five signs are read as one group
            memmove(code + 4, code + 5, 2);
            plain.len--;
        }
        if (!table_put(used, plain, used)) {
            codes[made++] = (struct slice){arena_copy(arena, plain), plain.len};
        }
    }
    qsort(codes, count, sizeof *codes, by_text);
    return (struct entry_muster_ids){count, codes};
}

static struct entry_muster_ids make_works(struct arena *arena,
                                          const unsigned char salt[BLINDING_SALT], size_t count)
{
    struct slice *works = arena_alloc(arena, (count + 1) * sizeof *works);
    unsigned char random[CODE_RANDOM];
    char hex[17];

    for (size_t i = 0; i < count; i++) {
        stretch(salt, "work", (uint32_t)i, random);
        text_hex(random, 8, hex);
        works[i] = slice_of(arena_printf(arena, "w-%s", hex));
    }
    return (struct entry_muster_ids){count, works};
}

static struct entry_muster_ids lefts_of(struct arena *arena, const struct record *record,
                                        uint32_t skill, uint32_t layer, bool again)
{
    const struct muster_codes *codes = muster_codes_of(record, skill);
    uint32_t before = muster_codes_before(record, skill, layer);
    const struct muster_list *list = again                     ? &codes->layers[layer].lefts
                                     : before == MUSTER_LAYERS ? NULL
                                                               : &codes->layers[before].codes;
    struct slice *ids = NULL;

    if (!list) {
        size_t count = muster_draw_present(arena, record, skill, &ids);
        return (struct entry_muster_ids){count, ids};
    }
    ids = arena_alloc(arena, (list->count + 1) * sizeof *ids);
    for (size_t i = 0; i < list->count; i++) {
        ids[i] = slice_of(list->ids[i]);
    }
    return (struct entry_muster_ids){list->count, ids};
}

static struct slice write_table(struct arena *arena, const unsigned char salt[BLINDING_SALT],
                                const struct blinding_table *table)
{
    struct buf *out = buf_new(4096);
    unsigned char random[CODE_RANDOM];
    char hex[SECRET_HEX];

    stretch(salt, "table", 0, random);
    text_hex(random, 32, hex);
    text_printf(out, "{\"salt\":\"%s\",\"links\":[", hex);
    for (size_t i = 0; i < table->lefts.count; i++) {
        text_printf(out, "%s[\"%.*s\",\"%.*s\"]", i ? "," : "", SLICE_FMT(table->lefts.ids[i]),
                    SLICE_FMT(table->codes.ids[table->order[i]]));
    }
    text_printf(out, "]}");
    struct slice text = {arena_copy(arena, (struct slice){out->bytes, out->len}), out->len};
    secret_wipe(out->bytes, out->len);
    buf_unref(out);
    return text;
}

void blinding_table(struct arena *arena, const struct record *record, uint32_t skill,
                    uint32_t layer, const unsigned char salt[BLINDING_SALT], bool again,
                    struct blinding_table *ret)
{
    struct table *used = used_codes(record, skill, layer);
    bool last = muster_codes_after(record, skill, layer) == MUSTER_LAYERS;

    ret->lefts = lefts_of(arena, record, skill, layer, again);
    uint32_t count = (uint32_t)ret->lefts.count;
    uint32_t *order = arena_alloc(arena, (count + 1) * sizeof *order);
    ret->codes = make_codes(arena, used, salt, count);
    ret->works = make_works(arena, salt, last ? count : 0);
    lot_order(salt, SLICE("links"), count, order);
    ret->order = order;
    ret->text = write_table(arena, salt, ret);
    table_free(used);
}

// ---- locks

static void lock(const char *key, struct slice plain, struct buf *out)
{
    unsigned char public[KEY];

    if (text_unhex(slice_of(key), public, KEY)) {
        secret_seal(public, plain, out);
    }
}

static struct slice seal_for(struct arena *arena, const char *outer, const char *inner,
                             struct slice text)
{
    struct buf *once = buf_new(4096);
    struct buf *twice = buf_new(4096);

    lock(inner, text, once);
    lock(outer, (struct slice){once->bytes, once->len}, twice);
    char *hex = arena_alloc(arena, 2 * twice->len + 1);
    text_hex((const unsigned char *)twice->bytes, twice->len, hex);
    buf_unref(once);
    buf_unref(twice);
    return slice_of(hex);
}

void blinding_seal(struct arena *arena, const struct muster_layer *layer,
                   const struct blinding_table *table, struct entry_muster *act)
{
    struct slice *boxes = arena_alloc(arena, MUSTER_CARDS * sizeof *boxes);
    unsigned char hash[SECRET_HASH];
    char *hex = arena_alloc(arena, SECRET_HEX);

    for (uint32_t a = 0; a < MUSTER_CARDS; a++) {
        for (uint32_t b = a + 1; b < MUSTER_CARDS; b++) {
            boxes[muster_codes_box(a, b)] =
                seal_for(arena, layer->keys[a], layer->keys[b], table->text);
        }
    }
    secret_sha256(table->text, hash);
    text_hex(hash, sizeof hash, hex);
    act->ids = table->lefts;
    act->codes = table->codes;
    act->works = table->works;
    act->digest = slice_of(hex);
    act->boxes = (struct entry_muster_ids){MUSTER_CARDS, boxes};
}

static bool unlock(const char *code, struct slice box, struct buf *out)
{
    unsigned char seed[KEY];

    seed_of(code, seed);
    bool good = secret_unseal(seed, box, out);
    secret_wipe(seed, sizeof seed);
    return good;
}

struct slice blinding_unseal(struct arena *arena, const struct muster_layer *layer,
                             const uint32_t holders[2], char codes[2][PAIRCODE_MAX])
{
    size_t outer = holders[0] < holders[1] ? 0 : 1;
    struct slice hex = slice_of(layer->boxes[muster_codes_box(holders[0], holders[1])]);
    unsigned char *box = arena_alloc(arena, hex.len / 2 + 1);
    struct buf *once = buf_new(4096);
    struct buf *text = buf_new(4096);
    struct slice table = SLICE_NONE;

    if (text_unhex(hex, box, hex.len / 2) &&
        unlock(codes[outer], (struct slice){(const char *)box, hex.len / 2}, once) &&
        unlock(codes[1 - outer], (struct slice){once->bytes, once->len}, text)) {
        table =
            (struct slice){arena_copy(arena, (struct slice){text->bytes, text->len}), text->len};
    }
    secret_wipe(once->bytes, once->len);
    secret_wipe(text->bytes, text->len);
    buf_unref(once);
    buf_unref(text);
    return table;
}
