#include "live/site_grants.h"

#include "base/must.h"
#include "live/ids.h"
#include "wire/entry_access.h"

#include <stdlib.h>
#include <string.h>

static void *zeroed(size_t count, size_t size)
{
    void *memory = calloc(count ? count : 1, size);
    must(memory);
    return memory;
}

static char (*copy_ids(size_t count, const struct slice *ids))[SITE_ID_MAX]
{
    char(*copy)[SITE_ID_MAX] = zeroed(count, sizeof *copy);

    for (size_t i = 0; i < count; i++) {
        ids_copy(copy[i], SITE_ID_MAX, ids[i]);
    }
    return copy;
}

static void free_one(struct site_grant *grant)
{
    free(grant->skills);
    free(grant->venues);
}

void site_grants_free(struct site_grants *grants)
{
    for (size_t i = 0; i < grants->count; i++) {
        free_one(&grants->items[i]);
    }
    free(grants->items);
    *grants = (struct site_grants){0, NULL};
}

static void copy_grant(const struct entry_grant *from, struct site_grant *to)
{
    must(right_find(from->role, &to->role));
    ids_copy(to->competition, SITE_ID_MAX, from->competition);
    ids_copy(to->judge, SITE_ID_MAX, from->judge);
    to->skill_count = from->skill_count;
    to->skills = copy_ids(from->skill_count, from->skills);
    to->venue_count = from->venue_count;
    to->venues = copy_ids(from->venue_count, from->venues);
}

void site_grants_set(struct site_grants *grants, const struct entry_access *access)
{
    site_grants_free(grants);
    grants->items = zeroed(access->grant_count, sizeof *grants->items);
    grants->count = access->grant_count;
    for (size_t i = 0; i < grants->count; i++) {
        copy_grant(&access->grants[i], &grants->items[i]);
    }
}

// ---- what was had before

static bool same_ids(size_t count, char (*a)[SITE_ID_MAX], char (*b)[SITE_ID_MAX])
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(a[i], b[i]) != 0) {
            return false;
        }
    }
    return true;
}

static bool has(const struct site_grants *grants, const struct site_grant *one)
{
    for (size_t i = 0; i < grants->count; i++) {
        const struct site_grant *each = &grants->items[i];
        if (each->role == one->role && strcmp(each->competition, one->competition) == 0 &&
            strcmp(each->judge, one->judge) == 0 && each->skill_count == one->skill_count &&
            each->venue_count == one->venue_count &&
            same_ids(one->skill_count, each->skills, one->skills) &&
            same_ids(one->venue_count, each->venues, one->venues)) {
            return true;
        }
    }
    return false;
}

void site_grants_leave(struct site_grants *former, struct site_grants *from)
{
    size_t most = former->count + from->count;

    former->items = realloc(former->items, (most ? most : 1) * sizeof *former->items);
    must(former->items);
    for (size_t i = 0; i < from->count; i++) {
        if (has(former, &from->items[i])) {
            free_one(&from->items[i]);
        } else {
            former->items[former->count++] = from->items[i];
        }
    }
    free(from->items);
    *from = (struct site_grants){0, NULL};
}

// ---- against what is asked for

static bool are_ids(size_t count, char (*ids)[SITE_ID_MAX], const struct slice *others)
{
    for (size_t i = 0; i < count; i++) {
        if (!slice_is(others[i], ids[i])) {
            return false;
        }
    }
    return true;
}

bool site_grants_same(const struct site_grant *grant, const struct entry_grant *other)
{
    return slice_is(other->role, right_name(grant->role)) &&
           slice_equal(other->competition, slice_of(grant->competition)) &&
           slice_equal(other->judge, slice_of(grant->judge)) &&
           other->skill_count == grant->skill_count && other->venue_count == grant->venue_count &&
           are_ids(grant->skill_count, grant->skills, other->skills) &&
           are_ids(grant->venue_count, grant->venues, other->venues);
}
