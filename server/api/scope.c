#include "api/scope.h"

#include "base/arena.h"
#include "live/site_grants.h"
#include "scoring/rules.h"
#include "wire/entry_access.h"

static const struct slice *slices(struct arena *arena, size_t count, char (*ids)[SITE_ID_MAX])
{
    struct slice *list = arena_alloc(arena, (count + 1) * sizeof *list);

    for (size_t i = 0; i < count; i++) {
        list[i] = slice_of(ids[i]);
    }
    return list;
}

struct entry_grant scope_asked(struct arena *arena, const struct site_grant *grant)
{
    return (struct entry_grant){.role = slice_of(right_name(grant->role)),
                                .competition = slice_of(grant->competition),
                                .judge = slice_of(grant->judge),
                                .skill_count = grant->skill_count,
                                .venue_count = grant->venue_count,
                                .skills = slices(arena, grant->skill_count, grant->skills),
                                .venues = slices(arena, grant->venue_count, grant->venues)};
}

bool scope_is_narrowed(const struct entry_grant *grant)
{
    return grant->skill_count > 0 || grant->venue_count > 0;
}

static bool has(size_t count, const struct slice *ids, const char *id)
{
    for (size_t i = 0; id && i < count; i++) {
        if (slice_is(ids[i], id)) {
            return true;
        }
    }
    return count == 0;
}

bool scope_covers(const struct rules *rules, const struct entry_grant *grant, uint32_t skill)
{
    return has(grant->skill_count, grant->skills, rules->skills[skill].id) &&
           has(grant->venue_count, grant->venues, rules->skills[skill].venue);
}
