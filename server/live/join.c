#include "live/join.h"

#include "base/arena.h"
#include "base/table.h"
#include "live/adopt.h"
#include "live/muster_codes.h"
#include "live/muster_recuse.h"
#include "live/reform.h"

bool join_is_due(const struct record *record, const struct entry_muster *act)
{
    if (act->act != MUSTER_OPEN) {
        return false;
    }
    uint32_t skill = rules_find_skill(record->rules, act->skill.at, act->skill.len);
    uint32_t layer = muster_codes_layer(record, skill, act->layer);

    return muster_codes_before(record, skill, layer) == MUSTER_LAYERS;
}

struct joining {
    struct reform_join join; // first
    const struct record *before;
    bool fits;
};

static void on_joined(struct reform_join *join, struct record *after, struct record_competitor *to)
{
    struct joining *joining = (struct joining *)join;

    joining->fits = muster_recuse_apply(joining->before, after, to) && joining->fits;
}

// What each code of the last layer stands for.
static struct table *works_of(const struct record *record, const struct muster_layer *last)
{
    struct table *works = table_new();

    for (size_t i = 0; i < last->codes.count; i++) {
        void *work = table_get(record->competitor_by_id, slice_of(last->works.ids[i]));
        if (work) {
            table_put(works, slice_of(last->codes.ids[i]), work);
        }
    }
    return works;
}

// One layer further up: what the codes lead to, what is on their left leads to as well.
static struct table *climb(struct table *codes, size_t count, const struct slice *links)
{
    struct table *lefts = table_new();

    for (size_t i = 0; i + 1 < count; i += 2) {
        void *work = table_get(codes, links[i + 1]);
        if (work) {
            table_put(lefts, links[i], work);
        }
    }
    table_free(codes);
    return lefts;
}

static struct table *climb_opened(struct arena *arena, struct table *codes,
                                  const struct muster_list *links)
{
    struct slice *texts = arena_alloc(arena, (links->count + 1) * sizeof *texts);

    for (size_t i = 0; i < links->count; i++) {
        texts[i] = slice_of(links->ids[i]);
    }
    return climb(codes, links->count, texts);
}

// By competitor: the work that was marked.
static struct table *find_works(struct arena *arena, const struct record *record, uint32_t skill,
                                const struct entry_muster *act)
{
    const struct muster_codes *codes = muster_codes_of(record, skill);
    uint32_t first = muster_codes_layer(record, skill, act->layer);
    uint32_t layer = first;
    struct entry_muster_ids links = {0, NULL};

    for (uint32_t next = layer; next != MUSTER_LAYERS;) {
        layer = next;
        next = muster_codes_after(record, skill, layer);
    }
    struct table *found = works_of(record, &codes->layers[layer]);
    for (; layer != first; layer = muster_codes_before(record, skill, layer)) {
        found = climb_opened(arena, found, &codes->layers[layer].links);
    }
    (void)entry_muster_read_table(arena, act->table, &links);
    return climb(found, links.count, links.ids);
}

struct reform *join_new(const struct record *before, const struct entry_muster *act,
                        uint64_t number)
{
    struct arena *arena = arena_new();
    uint32_t skill = rules_find_skill(before->rules, act->skill.at, act->skill.len);
    struct joining joining = {
        .join = {.skill = skill, .on_joined = on_joined}, .before = before, .fits = true};

    joining.join.works = find_works(arena, before, skill, act);
    struct reform *reform = reform_joined(before, &joining.join, number);
    if (!joining.fits && !reform->refusal) {
        reform->refusal = "total-overflow";
    }
    table_free(joining.join.works);
    arena_free(arena);
    return reform;
}

bool join_fold(struct record *record, const struct entry_muster *act, uint64_t number)
{
    struct reform *reform = join_new(record, act, number);
    bool good = !reform->refusal;

    if (good) {
        adopt_take(record, reform);
    }
    reform_free(reform);
    return good;
}
