#include "live/muster_draw.h"

#include "base/arena.h"
#include "base/must.h"
#include "base/secret.h"
#include "base/table.h"
#include "base/text.h"
#include "live/enrol.h"
#include "live/ids.h"
#include "live/lot.h"
#include "live/muster_facts.h"
#include "wire/entry.h"

#include <stdlib.h>

enum { HIDES_STATIONS = 2 }; // of rules_skill.blind

// ---- lists

struct muster_list muster_draw_keep(size_t count, const struct slice *ids)
{
    struct muster_list list = {count, calloc(count + 1, RECORD_ID_MAX)};

    must(list.ids);
    for (size_t i = 0; i < count; i++) {
        ids_copy(list.ids[i], RECORD_ID_MAX, ids[i]);
    }
    return list;
}

void muster_draw_drop(struct muster_list *list)
{
    free(list->ids);
    *list = (struct muster_list){0, NULL};
}

static char *keep_text(struct slice text)
{
    return text.at ? strndup(text.at, text.len) : NULL;
}

static void clear_result(struct muster_draw *draw)
{
    for (size_t i = 0; i < draw->batch_count; i++) {
        free(draw->batches[i].ids);
    }
    free(draw->batches);
    free(draw->word);
    free(draw->reason);
    draw->batches = NULL;
    draw->batch_count = 0;
    draw->word = draw->reason = NULL;
    draw->seed[0] = 0;
    draw->drawn = 0;
}

static void clear_commitment(struct muster_draw *draw)
{
    free(draw->sealed);
    free(draw->list.ids);
    draw->sealed = NULL;
    draw->list = (struct muster_list){0, NULL};
    draw->committed = 0;
    draw->commitment[0] = 0;
}

struct muster_draw *muster_draw_free(struct muster_draw *draw)
{
    clear_result(draw);
    clear_commitment(draw);
    free(draw);
    return NULL;
}

static struct muster_draw *find(const struct record *record, struct slice skill)
{
    return table_get(record->muster->draws, skill);
}

const struct muster_draw *muster_draw_of(const struct record *record, uint32_t skill)
{
    return find(record, slice_of(record->rules->skills[skill].id));
}

// ---- who is here

static int by_id(const void *a, const void *b)
{
    const struct slice *left = a;
    const struct slice *right = b;
    size_t least = left->len < right->len ? left->len : right->len;
    int order = memcmp(left->at, right->at, least);

    return order ? order : (left->len > right->len) - (left->len < right->len);
}

void muster_draw_sort(size_t count, struct slice *ids)
{
    qsort(ids, count, sizeof *ids, by_id);
}

bool muster_draw_hides(const struct record *record, uint32_t skill)
{
    return (record->rules->skills[skill].blind & HIDES_STATIONS) != 0;
}

size_t muster_draw_present(struct arena *arena, const struct record *record, uint32_t skill,
                           struct slice **ret)
{
    struct slice *ids = arena_alloc(arena, (record->competitor_count + 1) * sizeof *ids);
    size_t count = 0;

    for (size_t i = 0; i < record->competitor_count; i++) {
        const struct record_competitor *competitor = record->competitors[i];
        struct slice id = slice_of(competitor->id);
        if (!competitor->work && competitor->skill == skill && muster_desk_is_here(record, id)) {
            ids[count++] = (struct slice){arena_copy(arena, id), id.len};
        }
    }
    muster_draw_sort(count, ids);
    *ret = ids;
    return count;
}

static bool is_list(const struct muster_list *list, size_t count, const struct slice *ids)
{
    for (size_t i = 0; i < count && count == list->count; i++) {
        if (!slice_is(ids[i], list->ids[i])) {
            return false;
        }
    }
    return count == list->count;
}

// ---- the machine's draw

void muster_draw_work_out(struct arena *arena, const struct muster_draw *draw,
                          const unsigned char seed[32], struct slice word, bool hides,
                          struct entry_muster *act)
{
    uint32_t count = (uint32_t)draw->list.count;
    uint32_t *order = arena_alloc(arena, (count + 1) * sizeof *order);
    struct entry_muster_ids *batches = arena_alloc(arena, (count + 1) * sizeof *batches);
    uint32_t at = 0;

    lot_order(seed, word, count, order);
    act->batch_count = 0;
    act->batches = batches;
    for (uint32_t size = 0;
         (size = lot_batch(count, draw->stations, (uint32_t)act->batch_count)) > 0;) {
        struct slice *ids = arena_alloc(arena, size * sizeof *ids);
        for (uint32_t i = 0; i < size; i++) {
            ids[i] = slice_of(draw->list.ids[order[at++]]);
        }
        if (hides) {
            muster_draw_sort(size, ids);
        }
        batches[act->batch_count++] = (struct entry_muster_ids){size, ids};
    }
}

static bool same_batches(const struct entry_muster *a, const struct entry_muster *b)
{
    bool same = a->batch_count == b->batch_count;

    for (size_t i = 0; same && i < a->batch_count; i++) {
        same = a->batches[i].count == b->batches[i].count;
        for (size_t k = 0; same && k < a->batches[i].count; k++) {
            same = slice_equal(a->batches[i].ids[k], b->batches[i].ids[k]);
        }
    }
    return same;
}

// Whether the seed is the one that was committed to, and the batches are what it gives.
static bool follows(const struct muster_draw *draw, bool hides, const struct entry_muster *act)
{
    unsigned char seed[LOT_SEED];
    unsigned char hash[SECRET_HASH];
    char hex[SECRET_HEX];
    struct entry_muster again = {.batch_count = 0};

    if (act->seed.len != (size_t)2 * LOT_SEED || !text_unhex(act->seed, seed, LOT_SEED)) {
        return false;
    }
    secret_sha256((struct slice){(const char *)seed, LOT_SEED}, hash);
    text_hex(hash, sizeof hash, hex);
    struct arena *arena = arena_new();
    muster_draw_work_out(arena, draw, seed, act->word, hides, &again);
    bool good = strcmp(hex, draw->commitment) == 0 && same_batches(act, &again);
    arena_free(arena);
    return good;
}

// ---- may it be?

// Who draws again says why.
static bool lacks_reason(const struct muster_draw *draw, const struct entry_muster *act)
{
    return draw && (draw->drawn || draw->committed) && act->reason.len == 0;
}

static const char *refuse_commitment(const struct record *record, uint32_t skill,
                                     const struct muster_draw *draw, const struct entry_muster *act)
{
    struct arena *arena = arena_new();
    struct slice *here = NULL;
    size_t count = muster_draw_present(arena, record, skill, &here);
    bool same = count == act->ids.count;

    for (size_t i = 0; same && i < count; i++) {
        same = slice_equal(here[i], act->ids.ids[i]);
    }
    arena_free(arena);
    if (count == 0) {
        return "nobody-here";
    }
    if (lacks_reason(draw, act)) {
        return "draw-again";
    }
    bool whole =
        act->stations > 0 && act->commitment.len == (size_t)2 * SECRET_HASH && act->sealed.at;
    return same && whole ? NULL : "draw-list-moved";
}

static const char *refuse_opening(const struct record *record, uint32_t skill,
                                  const struct muster_draw *draw, const struct entry_muster *act)
{
    if (!draw || !draw->committed || draw->drawn) {
        return "draw-not-committed";
    }
    struct arena *arena = arena_new();
    struct slice *here = NULL;
    size_t count = muster_draw_present(arena, record, skill, &here);
    bool same = is_list(&draw->list, count, here);
    arena_free(arena);
    if (!same) {
        return "draw-list-moved";
    }
    // The seed is put in only after this has been asked: see api/draw.
    return act->seed.len == 0 || follows(draw, muster_draw_hides(record, skill), act)
               ? NULL
               : "draw-not-committed";
}

const char *muster_draw_fault(const struct record *record, uint32_t skill,
                              const struct entry_muster *act, struct slice *ret_who)
{
    struct table *seen = table_new();
    size_t count = 0;
    const char *fault = NULL;

    for (size_t i = 0; !fault && i < act->batch_count; i++) {
        for (size_t k = 0; !fault && k < act->batches[i].count; k++, count++) {
            struct slice id = act->batches[i].ids[k];
            const struct record_competitor *competitor = id.at ? enrol_find(record, id) : NULL;
            *ret_who = id;
            fault = !competitor || competitor->skill != skill ? "unknown-competitor"
                    : !muster_desk_is_here(record, id)        ? "competitor-absent"
                    : table_put(seen, id, seen)               ? "competitor-twice"
                                                              : NULL;
        }
    }
    table_free(seen);
    struct arena *arena = arena_new();
    struct slice *here = NULL;
    size_t present = muster_draw_present(arena, record, skill, &here);
    arena_free(arena);
    if (!fault && present == 0) {
        return "nobody-here";
    }
    return fault || count == present ? fault : "draw-incomplete";
}

static const char *refuse_by_hand(const struct record *record, uint32_t skill,
                                  const struct muster_draw *draw, const struct entry_muster *act)
{
    struct slice who = SLICE_NONE;
    const char *fault = muster_draw_fault(record, skill, act, &who);

    return fault || !lacks_reason(draw, act) ? fault : "draw-again";
}

const char *muster_draw_refusal(const struct record *record, const struct entry_muster *act)
{
    uint32_t skill = rules_find_skill(record->rules, act->skill.at, act->skill.len);

    if (!act->skill.at || skill == RULES_NONE) {
        return "unknown-skill";
    }
    if (record->skills[skill].published) {
        return "sheet-locked";
    }
    const struct muster_draw *draw = find(record, act->skill);
    return act->act == MUSTER_COMMITMENT ? refuse_commitment(record, skill, draw, act)
           : act->act == MUSTER_DRAW     ? refuse_opening(record, skill, draw, act)
                                         : refuse_by_hand(record, skill, draw, act);
}

// ---- taking it

static void take_commitment(struct muster_draw *draw, const struct entry_muster *act,
                            const struct entry *entry, uint64_t number)
{
    clear_result(draw);
    clear_commitment(draw);
    draw->committed = number;
    draw->committed_at = entry->at;
    draw->stations = act->stations;
    ids_copy(draw->commitment, RECORD_ID_MAX, act->commitment);
    draw->sealed = keep_text(act->sealed);
    draw->list = muster_draw_keep(act->ids.count, act->ids.ids);
    draw->reason = keep_text(act->reason);
}

static void take_result(struct muster_draw *draw, const struct entry_muster *act,
                        const struct entry *entry, uint64_t number)
{
    draw->machine = act->act == MUSTER_DRAW;
    if (draw->machine) { // the reason of the commitment stays
        ids_copy(draw->seed, RECORD_ID_MAX, act->seed);
        draw->word = keep_text(act->word);
    } else {
        clear_result(draw);
        clear_commitment(draw);
        draw->stations = act->stations;
        draw->reason = keep_text(act->reason);
    }
    draw->drawn = number;
    draw->drawn_at = entry->at;
    draw->times++;
    ids_copy(draw->by, RECORD_ID_MAX, entry->by);
    draw->batches = calloc(act->batch_count + 1, sizeof *draw->batches);
    must(draw->batches);
    for (size_t i = 0; i < act->batch_count; i++) {
        draw->batches[i] = muster_draw_keep(act->batches[i].count, act->batches[i].ids);
    }
    draw->batch_count = act->batch_count;
}

void muster_draw_take(struct record *record, const struct entry_muster *act,
                      const struct entry *entry, uint64_t number)
{
    struct muster_draw *draw = find(record, act->skill);

    if (!draw) {
        draw = calloc(1, sizeof *draw);
        must(draw);
        table_put(record->muster->draws, act->skill, draw);
    }
    if (act->act == MUSTER_COMMITMENT) {
        take_commitment(draw, act, entry, number);
    } else {
        take_result(draw, act, entry, number);
    }
}
