#include "api/device_grants.h"

#include "api/act.h"
#include "api/device.h"
#include "api/grant.h"
#include "api/visit.h"
#include "base/arena.h"
#include "base/text.h"
#include "live/hall.h"
#include "live/record.h"
#include "live/room.h"
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

static bool is_repeated(const struct visit *visit)
{
    struct slice key = visit_key(visit, http_header(visit->request, "idempotency-key"));

    return key.at && record_asked(hall_site(visit->api->hall)->record, key);
}

// The grants as they may be written; NULL: answered. They are weighed against what the device has
// only when that is what the visitor has seen, and the gate takes them only while it is.
static const struct entry_grant *weigh(struct visit *visit, struct ask_access *ask,
                                       uint64_t *ret_seen)
{
    const struct site_pass *pass = device_find(visit);

    if (!pass || !read_ask(visit, ask, ret_seen)) {
        return NULL;
    }
    if (*ret_seen != pass->granted) {
        visit_problem(visit, "device-newer", "");
        return NULL;
    }
    return grant_change(visit, &pass->grants, ask->grant_count, ask->grants);
}

void device_grants_put(struct visit *visit)
{
    struct entry_access access = {.act = ENTRY_ACT_GRANTS, .pass = visit->words[1]};
    struct ask_access ask;

    if (!is_repeated(visit)) { // else it gets its first answer, whatever the device has by now
        access.grants = weigh(visit, &ask, &access.after);
        if (!access.grants) {
            return;
        }
        access.grant_count = ask.grant_count;
    }
    act_commit(visit, &(struct act){.access = &access});
}
