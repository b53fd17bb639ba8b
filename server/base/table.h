// A hash map from bytes to a pointer. Keys are copied. Order of iteration is that of insertion.
// Hashed with a random key (SipHash of libsodium through base/secret), since peers choose some of
// the keys.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>

struct table;

struct table *table_new(void);
// The values are the caller's. NULL is fine; returns NULL.
struct table *table_free(struct table *table);
size_t table_count(const struct table *table);
void *table_get(const struct table *table, struct slice key); // NULL when absent
// Sets and returns the former value or NULL. The value must not be NULL.
void *table_put(struct table *table, struct slice key, void *value);
void *table_remove(struct table *table, struct slice key);
// for (size_t at = 0; table_next(table, &at, &key, &value);) — NULL for what is not wanted.
// The body may remove any key, but put none that is new. Keys are terminated.
bool table_next(const struct table *table, size_t *at, struct slice *ret_key, void **ret_value);
