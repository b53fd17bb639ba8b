#include "scoring/forecast_field.h"

#include <string.h>

static void put(forecast_entry_t entry, const unsigned char key[RATIO_KEY], uint32_t who)
{
    memcpy(entry, key, RATIO_KEY);
    for (int i = 0; i < 4; i++) {
        entry[RATIO_KEY + i] = (unsigned char)(who >> (24 - 8 * i));
    }
}

// How many of `count` entries in order stand before `entry`.
static size_t before(const forecast_entry_t *sorted, size_t count, const forecast_entry_t entry)
{
    size_t from = 0;

    while (count > 0) {
        size_t half = count / 2;
        if (memcmp(sorted[from + half], entry, FORECAST_ENTRY) < 0) {
            from += half + 1;
            count -= half + 1;
        } else {
            count = half;
        }
    }
    return from;
}

// ---- a list

static size_t count_before(const struct forecast_list *list, const forecast_entry_t entry)
{
    return before((const forecast_entry_t *)list->sorted, list->count, entry) +
           before((const forecast_entry_t *)list->added, list->added_count, entry) -
           before((const forecast_entry_t *)list->gone, list->gone_count, entry);
}

// Keys better than this one; with `equal` also those that are the same. (No competitor has the
// number RULES_NONE.)
static size_t count_keys(const struct forecast_list *list, const unsigned char key[RATIO_KEY],
                         bool equal)
{
    forecast_entry_t entry;

    put(entry, key, equal ? UINT32_MAX : 0);
    return count_before(list, entry);
}

static size_t size_of(const struct forecast_list *list)
{
    return list->count + list->added_count - list->gone_count;
}

// Takes out of the sorted entries those that are gone.
static void sweep(struct forecast_list *list)
{
    size_t kept = list->count;
    uint32_t next = 0;

    if (list->gone_count > 0) {
        kept = before((const forecast_entry_t *)list->sorted, list->count, list->gone[0]);
    }
    for (size_t i = kept; i < list->count; i++) {
        if (next < list->gone_count &&
            memcmp(list->sorted[i], list->gone[next], FORECAST_ENTRY) == 0) {
            next++;
        } else {
            memcpy(list->sorted[kept++], list->sorted[i], FORECAST_ENTRY);
        }
    }
    list->count = kept;
    list->gone_count = 0;
}

// Puts those that were added between the sorted ones, from the end.
static void merge(struct forecast_list *list)
{
    size_t from = list->count;
    uint32_t added = list->added_count;

    list->count += added;
    for (size_t to = list->count; added > 0;) {
        bool is_added =
            from == 0 || memcmp(list->sorted[from - 1], list->added[added - 1], FORECAST_ENTRY) < 0;
        memcpy(list->sorted[--to], is_added ? list->added[--added] : list->sorted[--from],
               FORECAST_ENTRY);
    }
    list->added_count = 0;
}

static void settle(struct forecast_list *list)
{
    sweep(list);
    merge(list);
}

static void insert(forecast_entry_t *sorted, uint32_t *count, const forecast_entry_t entry)
{
    size_t at = before((const forecast_entry_t *)sorted, *count, entry);

    memmove(sorted[at + 1], sorted[at], (*count - at) * FORECAST_ENTRY);
    memcpy(sorted[at], entry, FORECAST_ENTRY);
    (*count)++;
}

static bool take_back(forecast_entry_t *sorted, uint32_t *count, const forecast_entry_t entry)
{
    size_t at = before((const forecast_entry_t *)sorted, *count, entry);

    if (at == *count || memcmp(sorted[at], entry, FORECAST_ENTRY) != 0) {
        return false;
    }
    (*count)--;
    memmove(sorted[at], sorted[at + 1], (*count - at) * FORECAST_ENTRY);
    return true;
}

// What was taken away and comes again, or was added and goes again, leaves no trace.
static void list_add(struct forecast_list *list, const unsigned char key[RATIO_KEY], uint32_t who)
{
    forecast_entry_t entry;

    put(entry, key, who);
    if (take_back(list->gone, &list->gone_count, entry)) {
        return;
    }
    if (list->added_count == FORECAST_PENDING) {
        settle(list);
    }
    insert(list->added, &list->added_count, entry);
}

static void list_remove(struct forecast_list *list, const unsigned char key[RATIO_KEY],
                        uint32_t who)
{
    forecast_entry_t entry;

    put(entry, key, who);
    if (take_back(list->added, &list->added_count, entry)) {
        return;
    }
    if (list->gone_count == FORECAST_PENDING) {
        settle(list);
    }
    insert(list->gone, &list->gone_count, entry);
}

static void swap(forecast_entry_t a, forecast_entry_t b)
{
    forecast_entry_t held;

    memcpy(held, a, FORECAST_ENTRY);
    memcpy(a, b, FORECAST_ENTRY);
    memcpy(b, held, FORECAST_ENTRY);
}

static void sink(forecast_entry_t *heap, size_t at, size_t count)
{
    for (size_t below = 2 * at + 1; below < count; at = below, below = 2 * at + 1) {
        if (below + 1 < count && memcmp(heap[below], heap[below + 1], FORECAST_ENTRY) < 0) {
            below++;
        }
        if (memcmp(heap[at], heap[below], FORECAST_ENTRY) >= 0) {
            return;
        }
        swap(heap[at], heap[below]);
    }
}

static void sort(struct forecast_list *list)
{
    for (size_t i = list->count / 2; i-- > 0;) {
        sink(list->sorted, i, list->count);
    }
    for (size_t left = list->count; left > 1; left--) {
        swap(list->sorted[0], list->sorted[left - 1]);
        sink(list->sorted, 0, left - 1);
    }
}

// ---- the field

// A list may hold all, and what is sorted in before what is gone is taken out.
size_t forecast_field_bytes(size_t competitors)
{
    return 3 * (competitors + FORECAST_PENDING) * FORECAST_ENTRY;
}

void forecast_field_init(struct forecast_field *field, void *memory, size_t competitors)
{
    forecast_entry_t *entries = memory;

    memset(field, 0, sizeof *field);
    field->room = competitors;
    field->done.sorted = entries;
    field->best.sorted = entries + competitors + FORECAST_PENDING;
    field->worst.sorted = entries + 2 * (competitors + FORECAST_PENDING);
}

static void count_kinds(struct forecast_field *field, const struct forecast_bounds *bounds,
                        uint32_t one)
{
    field->free += bounds->kind == FORECAST_FREE ? one : 0;
    field->loose += bounds->kind == FORECAST_OPEN && bounds->loose ? one : 0;
}

void forecast_field_load(struct forecast_field *field, uint32_t who,
                         const struct forecast_bounds *bounds)
{
    if (bounds->kind == FORECAST_OUT) {
        return;
    }
    count_kinds(field, bounds, 1);
    if (bounds->kind == FORECAST_DONE) {
        put(field->done.sorted[field->done.count++], bounds->best, who);
        return;
    }
    put(field->best.sorted[field->best.count++], bounds->best, who);
    put(field->worst.sorted[field->worst.count++], bounds->worst, who);
}

void forecast_field_sort(struct forecast_field *field)
{
    sort(&field->done);
    sort(&field->best);
    sort(&field->worst);
}

static void remove_bounds(struct forecast_field *field, uint32_t who,
                          const struct forecast_bounds *bounds)
{
    count_kinds(field, bounds, UINT32_MAX); // adding it is subtracting one
    if (bounds->kind == FORECAST_DONE) {
        list_remove(&field->done, bounds->best, who);
    } else if (bounds->kind != FORECAST_OUT) {
        list_remove(&field->best, bounds->best, who);
        list_remove(&field->worst, bounds->worst, who);
    }
}

static void add_bounds(struct forecast_field *field, uint32_t who,
                       const struct forecast_bounds *bounds)
{
    count_kinds(field, bounds, 1);
    if (bounds->kind == FORECAST_DONE) {
        list_add(&field->done, bounds->best, who);
    } else if (bounds->kind != FORECAST_OUT) {
        list_add(&field->best, bounds->best, who);
        list_add(&field->worst, bounds->worst, who);
    }
}

void forecast_field_change(struct forecast_field *field, uint32_t who,
                           const struct forecast_bounds *before,
                           const struct forecast_bounds *bounds)
{
    remove_bounds(field, who, before);
    add_bounds(field, who, bounds);
}

// ---- places

// How many of a list, himself left out, stand before the key for sure, and how many beside it.
struct ahead {
    size_t better, equal;
};

static struct ahead ahead_of(const struct forecast_list *list, const unsigned char key[RATIO_KEY],
                             const unsigned char *own)
{
    size_t better = count_keys(list, key, false);
    struct ahead ahead = {better, count_keys(list, key, true) - better};
    int order = own ? memcmp(own, key, RATIO_KEY) : 1;

    ahead.better -= order < 0;
    ahead.equal -= order == 0;
    return ahead;
}

// How many of those who are done stand before him, at the least and at the most.
struct range {
    size_t least, most;
};

static struct range done_before(const struct forecast_field *field,
                                const struct forecast_bounds *bounds,
                                const unsigned char key[RATIO_KEY], uint32_t place, bool ties)
{
    bool is_done = bounds->kind == FORECAST_DONE;
    struct ahead ahead = ahead_of(&field->done, key, is_done ? key : NULL);

    if (is_done && place > 0) {
        return (struct range){place - 1, place - 1};
    }
    return (struct range){ahead.better, ahead.better + (ties ? ahead.equal : 0)};
}

struct forecast_place forecast_field_place(const struct forecast_field *field,
                                           const struct forecast_bounds *bounds, uint32_t place,
                                           bool ties)
{
    bool is_open = bounds->kind == FORECAST_OPEN;
    struct forecast_place ret = {.known = is_open || bounds->kind == FORECAST_DONE};

    if (!ret.known) {
        return ret;
    }
    bool exact = field->free == 0 && field->loose == 0;
    // At his best, all others at their worst; and the other way round.
    struct range done = done_before(field, bounds, bounds->best, place, ties);
    struct ahead open = ahead_of(&field->worst, bounds->best, is_open ? bounds->worst : NULL);
    ret.best = (uint32_t)(1 + done.least + open.better);
    ret.best_exact = exact && done.least == done.most && (!ties || open.equal == 0);
    done = done_before(field, bounds, bounds->worst, place, ties);
    open = ahead_of(&field->best, bounds->worst, is_open ? bounds->best : NULL);
    ret.worst = (uint32_t)(1 + done.most + open.better + (ties ? open.equal : 0));
    ret.worst_exact = exact && done.least == done.most && (!ties || open.equal == 0);
    return ret;
}

bool forecast_field_at(const struct forecast_field *field, size_t at, unsigned char ret[RATIO_KEY],
                       uint32_t *ret_who)
{
    const struct forecast_list *list = &field->done;
    size_t sorted = 0;
    uint32_t added = 0;
    uint32_t gone = 0;

    if (at == 0 || at > size_of(list)) {
        return false;
    }
    for (const unsigned char *entry = NULL;;) {
        bool is_added = sorted == list->count ||
                        (added < list->added_count &&
                         memcmp(list->added[added], list->sorted[sorted], FORECAST_ENTRY) < 0);
        entry = is_added ? list->added[added++] : list->sorted[sorted++];
        if (!is_added && gone < list->gone_count &&
            memcmp(entry, list->gone[gone], FORECAST_ENTRY) == 0) {
            gone++;
        } else if (--at == 0) {
            memcpy(ret, entry, RATIO_KEY);
            *ret_who = (uint32_t)entry[RATIO_KEY] << 24 | (uint32_t)entry[RATIO_KEY + 1] << 16 |
                       (uint32_t)entry[RATIO_KEY + 2] << 8 | entry[RATIO_KEY + 3];
            return true;
        }
    }
}
