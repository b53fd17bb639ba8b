#include "live/showing.h"

#include "base/arena.h"
#include "live/site.h"
#include "wire/ask_screens.h"
#include "wire/entry_access.h"

bool showing_is_screen(const struct site_pass *pass, struct slice competition)
{
    for (size_t i = 0; !pass->account && i < pass->grants.count; i++) {
        const struct site_grant *grant = &pass->grants.items[i];
        if (grant->role == RIGHT_DISPLAY && slice_is(competition, grant->competition)) {
            return true;
        }
    }
    return false;
}

// A screen that has ended meanwhile refuses all: a set is applied at once or not.
static const char *check_screens(const struct site *site, struct slice competition,
                                 const struct ask_screens *ask)
{
    for (size_t i = 0; i < ask->count; i++) {
        const struct site_pass *pass = site_pass(site, ask->items[i].id);
        if (!pass || pass->revoked || !showing_is_screen(pass, competition)) {
            return "unknown-device";
        }
    }
    return NULL;
}

const char *showing_refusal(const struct site *site, const struct entry_access *access)
{
    if (access->act != ENTRY_ACT_SCREENS) {
        return NULL;
    }
    struct arena *arena = arena_new();
    struct ask_screens ask;
    const char *refusal = ask_screens(arena, access->screens, &ask, NULL)
                              ? check_screens(site, access->competition, &ask)
                              : "right-unsound";
    arena_free(arena);
    return refusal;
}
