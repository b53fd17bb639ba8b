#include "api/device_grants.h"

#include "api/act.h"
#include "api/device.h"
#include "api/grant.h"
#include "api/visit.h"
#include "base/arena.h"
#include "base/text.h"
#include "live/site.h"
#include "net/http.h"
#include "wire/ask_access.h"
#include "wire/faults.h"

// What the request says, and which grants it has seen; false: answered.
static bool read_ask(struct visit *visit, struct ask_access *ret_ask, uint64_t *ret_seen)
{
    struct arena *arena = visit->request->arena;
    struct faults *faults = arena_alloc(arena, sizeof *faults);

    if (!ask_access(arena, ASK_DEVICE, visit->request->body, ret_ask, faults)) {
        visit_faults(visit, faults);
        return false;
    }
    if (!text_uint(visit_seen(visit), INT64_MAX, ret_seen)) {
        visit_problem(visit, "version-missing", "");
        return false;
    }
    return true;
}

void device_grants_put(struct visit *visit)
{
    const struct site_pass *pass = device_find(visit);
    struct ask_access ask;
    uint64_t seen = 0;

    if (!pass || !read_ask(visit, &ask, &seen)) {
        return;
    }
    const struct entry_grant *grants =
        grant_change(visit, &pass->grants, ask.grant_count, ask.grants);
    if (!grants) {
        return;
    }
    struct entry_access access = {.act = ENTRY_ACT_GRANTS,
                                  .pass = visit->words[1],
                                  .after = seen,
                                  .grant_count = ask.grant_count,
                                  .grants = grants};
    act_commit(visit, &(struct act){.access = &access});
}
