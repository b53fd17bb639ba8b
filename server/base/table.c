#include "base/table.h"

#include "base/must.h"
#include "base/secret.h"

#include <stdint.h>
#include <stdlib.h>

// Entries stand in one array in the order of insertion; a second array, open-addressed with linear
// probing and at most half full, says where, with a piece of the hash: of other keys that are in
// the way nothing else is looked at, and they are far away in a large table. A removed entry stays
// as a gap (no value) until the array is full and is built anew: so nothing moves while somebody
// iterates and removes.
struct entry {
    uint64_t hash;
    char *key;
    size_t key_len;
    void *value; // NULL: a gap
};

struct slot {
    uint32_t place; // 1 + the entry's; 0: free
    uint32_t tag;   // the upper half of its hash
};

struct table {
    struct entry *entries;
    struct slot *slots; // 2 * cap of them
    size_t used;        // entries and gaps
    size_t count;       // entries
    size_t cap;         // a power of two
};

struct table *table_new(void)
{
    struct table *table = calloc(1, sizeof *table);
    must(table);
    return table;
}

struct table *table_free(struct table *table)
{
    if (!table) {
        return NULL;
    }
    for (size_t i = 0; i < table->used; i++) {
        free(table->entries[i].key);
    }
    free(table->entries);
    free(table->slots);
    free(table);
    return NULL;
}

size_t table_count(const struct table *table)
{
    return table->count;
}

static bool holds(const struct entry *entry, struct slice key, uint64_t hash)
{
    return entry->value && entry->hash == hash &&
           slice_equal((struct slice){entry->key, entry->key_len}, key);
}

static struct entry *find(const struct table *table, struct slice key, uint64_t hash)
{
    if (table->cap == 0) {
        return NULL;
    }
    size_t mask = 2 * table->cap - 1;
    for (size_t at = hash & mask; table->slots[at].place; at = (at + 1) & mask) {
        const struct slot *slot = &table->slots[at];
        if (slot->tag == (uint32_t)(hash >> 32) &&
            holds(&table->entries[slot->place - 1], key, hash)) {
            return &table->entries[slot->place - 1];
        }
    }
    return NULL;
}

void *table_get(const struct table *table, struct slice key)
{
    if (table->count == 0) {
        return NULL;
    }
    const struct entry *entry = find(table, key, secret_hash64(key));
    return entry ? entry->value : NULL;
}

static void slot_take(struct table *table, size_t place)
{
    size_t mask = 2 * table->cap - 1;
    size_t at = table->entries[place].hash & mask;
    while (table->slots[at].place) {
        at = (at + 1) & mask;
    }
    table->slots[at] =
        (struct slot){(uint32_t)(place + 1), (uint32_t)(table->entries[place].hash >> 32)};
}

// Closes the gaps, and doubles when more than half of the entries live.
static void rebuild(struct table *table)
{
    size_t cap = table->cap ? table->cap : 8;
    if (table->count * 2 > cap) {
        cap *= 2;
    }
    must(cap < UINT32_MAX / 2);
    struct entry *entries = calloc(cap, sizeof *entries);
    free(table->slots);
    table->slots = calloc(2 * cap, sizeof *table->slots);
    must(entries && table->slots);
    size_t kept = 0;
    for (size_t i = 0; i < table->used; i++) {
        if (table->entries[i].value) {
            entries[kept++] = table->entries[i];
        }
    }
    free(table->entries);
    table->entries = entries;
    table->cap = cap;
    table->used = kept;
    for (size_t i = 0; i < kept; i++) {
        slot_take(table, i);
    }
}

static char *key_copy(struct slice key)
{
    char *copy = malloc(key.len + 1);
    must(copy);
    if (key.len > 0) {
        memcpy(copy, key.at, key.len);
    }
    copy[key.len] = '\0';
    return copy;
}

void *table_put(struct table *table, struct slice key, void *value)
{
    must(value);
    uint64_t hash = secret_hash64(key);
    struct entry *entry = find(table, key, hash);
    if (entry) {
        void *former = entry->value;
        entry->value = value;
        return former;
    }
    if (table->used == table->cap) {
        rebuild(table);
    }
    size_t place = table->used++;
    table->entries[place] = (struct entry){hash, key_copy(key), key.len, value};
    table->count++;
    slot_take(table, place);
    return NULL;
}

void *table_remove(struct table *table, struct slice key)
{
    struct entry *entry = find(table, key, secret_hash64(key));
    if (!entry) {
        return NULL;
    }
    void *former = entry->value;
    free(entry->key);
    entry->key = NULL;
    entry->value = NULL;
    table->count--;
    return former;
}

bool table_next(const struct table *table, size_t *at, struct slice *ret_key, void **ret_value)
{
    while (*at < table->used && !table->entries[*at].value) {
        (*at)++;
    }
    if (*at >= table->used) {
        return false;
    }
    const struct entry *entry = &table->entries[(*at)++];
    if (ret_key) {
        *ret_key = (struct slice){entry->key, entry->key_len};
    }
    if (ret_value) {
        *ret_value = entry->value;
    }
    return true;
}
