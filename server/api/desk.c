#include "api/desk.h"

#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"
#include "live/record.h"
#include "live/room.h"
#include "net/http.h"
#include "store/tray.h"
#include "wire/ask_draft.h"
#include "wire/faults.h"

// The visitor, where the address names him; NULL: the request has been answered.
static const struct record_judge *own_judge(struct visit *visit)
{
    for (size_t i = 0; i < visit->right_count; i++) {
        const struct record_judge *judge = visit->rights[i].judge;
        if (judge && slice_is(visit->words[1], judge->id)) {
            return judge;
        }
    }
    visit_problem(visit, "not-your-seat", "");
    return NULL;
}

static struct slice key_of(const struct visit *visit, const char *what, const char *judge)
{
    return slice_of(
        arena_printf(visit->request->arena, "%s:%s:%s", what, visit->room->name, judge));
}

// {"version":n,"time":ms}, or who else is there.
static void on_put(void *owner, int error, enum tray_outcome outcome, const struct tray_item *item)
{
    struct visit *visit = owner;

    if (error) {
        visit_problem(visit, "redis-unreachable", "");
    } else if (outcome == TRAY_NEWER) {
        const char *more =
            arena_printf(visit->request->arena, ",\"current\":{\"version\":%lu,\"draft\":%.*s}",
                         (unsigned long)item->version, SLICE_FMT(item->text));
        visit_problem_more(visit, "seat-taken", "", NULL, more);
    } else {
        struct buf *json = buf_new(64);
        text_printf(json, "{\"version\":%lu,\"time\":%ld}", (unsigned long)item->version,
                    (long)clock_wall_ms());
        visit_json(visit, 200, json, NULL);
    }
}

void desk_sit(struct visit *visit)
{
    const struct record_judge *judge = own_judge(visit);
    struct ask_draft ask;

    if (!judge) {
        return;
    }
    struct faults *faults = arena_alloc(visit->request->arena, sizeof *faults);
    if (!ask_draft_desk(visit->request->arena, visit->request->body, &ask, faults)) {
        visit_faults(visit, faults);
        return;
    }
    struct tray_put put = {.key = key_of(visit, "desk", judge->id),
                           .name = SLICE("here"),
                           .who = ask.device,
                           .text = visit->request->body,
                           .seen = visit_seen(visit),
                           .ttl_ms = visit->api->desk_ms,
                           .most = 1};
    tray_put(visit->api->store, &put, on_put, visit);
}

// ---- how the page looks: the last word holds, whichever device it came from

void desk_set_look(struct visit *visit)
{
    const struct record_judge *judge = own_judge(visit);

    if (!judge) {
        return;
    }
    struct faults *faults = arena_alloc(visit->request->arena, sizeof *faults);
    if (!ask_draft_look(visit->request->arena, visit->request->body, faults)) {
        visit_faults(visit, faults);
        return;
    }
    struct tray_put put = {.key = key_of(visit, "look", judge->id),
                           .name = SLICE("look"),
                           .who = SLICE("desk"), // any: one's own may always be replaced
                           .text = visit->request->body,
                           .most = 1};
    tray_put(visit->api->store, &put, on_put, visit);
}

static void on_look(void *owner, int error, size_t count, const struct tray_item *items)
{
    struct visit *visit = owner;

    if (error) {
        visit_problem(visit, "redis-unreachable", "");
        return;
    }
    struct buf *json = buf_new(128);
    text_printf(json, "{\"look\":");
    text_add(json, count > 0 ? items[0].text : SLICE("null"));
    text_printf(json, "}");
    visit_json(visit, 200, json, NULL);
}

void desk_look(struct visit *visit)
{
    const struct record_judge *judge = own_judge(visit);

    if (judge) {
        tray_read(visit->api->store, key_of(visit, "look", judge->id), on_look, visit);
    }
}
