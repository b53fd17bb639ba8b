// A competition behind blind codes, its key cards and its layers' tables, for the tests of live/.
#pragma once

#include "base/table.h"
#include "live/blinding.h"
#include "live/muster.h"
#include "live/muster_codes.h"
#include "tests/live/forge.h"
#include "wire/entry_muster.h"

// Three seats whose marks are averaged; %s: the layers, "\"entry\",\"work\"", and more of the part.
static const char veil_definition[] =
    "{\"format\":\"jinbang-competition/1\",\"id\":\"c1\",\"name\":{\"zh\":\"赛\"},\"skills\":[{"
    "\"id\":\"s\",\"name\":{\"zh\":\"工种\"},\"blind\":[%s],\"stages\":[{\"id\":\"final\",\"name\":"
    "{\"zh\":\"决赛\"},\"modules\":[{\"id\":\"m\",\"name\":{\"zh\":\"模块\"},\"parts\":[{\"id\":"
    "\"p\",\"name\":{\"zh\":\"项\"},\"seats\":[\"J1\",\"J2\",\"J3\"],%s\"aspects\":[{\"id\":\"a\","
    "\"name\":{\"zh\":\"分\"},\"min\":\"0\",\"max\":\"10\",\"step\":\"0.5\"}]}]}]}]}]}";

static const char veil_judges[] =
    "{\"judges\":[{\"id\":\"j1\",\"role\":\"judge\",\"seats\":[{\"skill\":\"s\",\"seat\":\"J1\"}]}]"
    "}";

struct veil {
    struct forge *forge;
    struct blinding_cards cards[MUSTER_LAYERS];
    struct blinding_table tables[MUSTER_LAYERS];
};

static inline struct slice veil_body(struct forge *it, const struct entry_muster *act)
{
    struct buf *out = buf_new(256);

    entry_muster_write(act, out);
    struct slice body = {arena_copy(it->arena, (struct slice){out->bytes, out->len}), out->len};
    buf_unref(out);
    return body;
}

static inline enum record_taken veil_add(struct forge *it, const struct entry_muster *act)
{
    return forge_add(it, (struct entry){.kind = ENTRY_MUSTER, .body = veil_body(it, act)});
}

// The record, as it stands, would not take it, and says why; it stays as it is.
static inline void veil_refused(struct forge *it, const struct entry_muster *act,
                                const char *problem)
{
    const char *refusal = muster_refusal(it->record, act);

    assert_non_null(refusal);
    assert_string_equal(refusal, problem);
}

static inline void veil_check_in(struct forge *it, const char *competitor, enum muster_state state)
{
    struct entry_muster act = {
        .act = MUSTER_CHECK_IN, .competitor = slice_of(competitor), .state = state};

    assert_int_equal(veil_add(it, &act), RECORD_GOOD);
}

// x1 … x`count` on the roster and here.
static inline void veil_roster(struct forge *it, unsigned count)
{
    struct buf *roster = buf_new(4096);

    text_printf(roster, "{\"competitors\":[");
    for (unsigned i = 1; i <= count; i++) {
        text_printf(roster, "%s{\"id\":\"x%u\",\"skill\":\"s\"}", i > 1 ? "," : "", i);
    }
    text_printf(roster, "]}");
    struct entry entry = {.kind = ENTRY_ROSTER, .body = {roster->bytes, roster->len}};
    assert_int_equal(forge_add(it, entry), RECORD_GOOD);
    buf_unref(roster);
    for (unsigned i = 1; i <= count; i++) {
        veil_check_in(it, arena_printf(it->arena, "x%u", i), MUSTER_PRESENT);
    }
}

// Under rules of its own, for a competition c1 with a skill s.
static inline struct veil *veil_under(const char *definition, unsigned competitors)
{
    struct veil *veil = calloc(1, sizeof *veil);
    struct forge *it = forge_bare("c1");

    assert_non_null(veil);
    veil->forge = it;
    struct entry rules = {.kind = ENTRY_COMPETITION, .body = slice_of(definition)};
    struct entry judges = {.kind = ENTRY_JUDGES, .body = slice_of(veil_judges)};
    if (forge_add(it, rules) != RECORD_GOOD) {
        fail_msg("%s: %s", it->why, definition);
    }
    assert_int_equal(forge_add(it, judges), RECORD_GOOD);
    if (competitors > 0) {
        veil_roster(it, competitors);
    }
    return veil;
}

static inline struct veil *veil_new_with(const char *layers, const char *part, unsigned competitors)
{
    char *text = malloc(sizeof veil_definition + strlen(layers) + strlen(part));

    assert_non_null(text);
    (void)sprintf(text, veil_definition, layers, part);
    struct veil *veil = veil_under(text, competitors);
    free(text);
    return veil;
}

static inline struct veil *veil_new(const char *layers, unsigned competitors)
{
    return veil_new_with(layers, "", competitors);
}

static inline void veil_free(struct veil *veil)
{
    forge_free(veil->forge);
    free(veil);
}

static inline struct entry_muster veil_act(enum muster_act act, uint32_t layer)
{
    return (struct entry_muster){
        .act = act, .skill = SLICE("s"), .layer = slice_of(muster_codes_words[layer])};
}

static inline struct entry_muster veil_cards_act(struct veil *veil, uint32_t layer)
{
    unsigned char salt[BLINDING_SALT] = {'k', (unsigned char)layer};
    struct entry_muster act = veil_act(MUSTER_KEYS, layer);
    struct slice *keys = arena_alloc(veil->forge->arena, MUSTER_CARDS * sizeof *keys);

    blinding_cards(salt, &veil->cards[layer]);
    for (size_t i = 0; i < MUSTER_CARDS; i++) {
        keys[i] = slice_of(veil->cards[layer].keys[i]);
    }
    act.keys = (struct entry_muster_ids){MUSTER_CARDS, keys};
    return act;
}

static inline const struct muster_layer *veil_layer(const struct veil *veil, uint32_t layer)
{
    return &muster_codes_of(veil->forge->record, 0)->layers[layer];
}

static inline struct entry_muster veil_codes_act(struct veil *veil, uint32_t layer,
                                                 unsigned char salt_sign)
{
    unsigned char salt[BLINDING_SALT] = {salt_sign, (unsigned char)layer};
    struct entry_muster act = veil_act(MUSTER_CODES, layer);
    struct arena *arena = veil->forge->arena;

    blinding_table(arena, veil->forge->record, 0, layer, salt, false, &veil->tables[layer]);
    blinding_seal(arena, veil_layer(veil, layer), &veil->tables[layer], &act);
    return act;
}

static inline struct entry_muster veil_open_act(struct veil *veil, uint32_t layer)
{
    struct entry_muster act = veil_act(MUSTER_OPEN, layer);
    struct slice *holders = arena_alloc(veil->forge->arena, 2 * sizeof *holders);

    holders[0] = SLICE("first");
    holders[1] = SLICE("envelope");
    act.holders = (struct entry_muster_ids){2, holders};
    act.table = veil->tables[layer].text;
    return act;
}

static inline void veil_good(struct veil *veil, const struct entry_muster *act)
{
    if (veil_add(veil->forge, act) != RECORD_GOOD) {
        fail_msg("%s", veil->forge->why);
    }
}

static inline void veil_cards(struct veil *veil, uint32_t layer)
{
    struct entry_muster act = veil_cards_act(veil, layer);
    veil_good(veil, &act);
}

static inline void veil_codes(struct veil *veil, uint32_t layer)
{
    struct entry_muster act = veil_codes_act(veil, layer, 'c');
    veil_good(veil, &act);
}

static inline void veil_open(struct veil *veil, uint32_t layer)
{
    struct entry_muster act = veil_open_act(veil, layer);
    veil_good(veil, &act);
}

// Cards and codes of all layers of the skill.
static inline void veil_draw(struct veil *veil)
{
    for (uint32_t i = 0; i < MUSTER_LAYERS; i++) {
        if ((veil->forge->record->rules->skills[0].blind >> i & 1) != 0) {
            veil_cards(veil, i);
            veil_codes(veil, i);
        }
    }
}

// What the layer's table leads to from `left`.
static inline struct slice veil_link(const struct blinding_table *table, struct slice left)
{
    for (size_t i = 0; i < table->lefts.count; i++) {
        if (slice_equal(table->lefts.ids[i], left)) {
            return table->codes.ids[table->order[i]];
        }
    }
    return SLICE_NONE;
}

// The work of a competitor, as whoever has all tables knows it.
static inline struct slice veil_work(const struct veil *veil, const char *competitor)
{
    struct slice at = slice_of(competitor);
    uint32_t last = 0;

    for (uint32_t i = 0; i < MUSTER_LAYERS; i++) {
        if ((veil->forge->record->rules->skills[0].blind >> i & 1) != 0) {
            at = veil_link(&veil->tables[i], at);
            last = i;
        }
    }
    const struct blinding_table *table = &veil->tables[last];
    for (size_t i = 0; i < table->codes.count; i++) {
        if (slice_equal(table->codes.ids[i], at)) {
            return table->works.ids[i];
        }
    }
    return SLICE_NONE;
}

static inline enum record_taken veil_mark(struct veil *veil, struct slice work, unsigned seat,
                                          unsigned halves)
{
    struct forge *it = veil->forge;

    return forge_add(it, (struct entry){.kind = ENTRY_SHEET,
                                        .part = SLICE("p"),
                                        .competitor = work,
                                        .seat = slice_of(arena_printf(it->arena, "J%u", seat)),
                                        .body = forge_marks(it->arena, halves)});
}

// Seats J1, J2 and J3 give x1 so many halves: one, two and three times `base`; and so on for x2 …
static inline void veil_mark_all(struct veil *veil, unsigned competitors, unsigned base)
{
    for (unsigned i = 1; i <= competitors; i++) {
        struct slice work = veil_work(veil, arena_printf(veil->forge->arena, "x%u", i));
        for (unsigned seat = 1; seat <= 3; seat++) {
            assert_int_equal(veil_mark(veil, work, seat, base * seat), RECORD_GOOD);
        }
    }
}
