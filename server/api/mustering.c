#include "api/mustering.h"

#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "live/commit.h"
#include "live/record.h"
#include "live/room.h"
#include "net/http.h"
#include "wire/entry.h"
#include "wire/faults.h"

struct mustering *mustering_begin(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    const struct rules *rules = visit->room->record->rules;
    struct mustering *mustering = arena_alloc(arena, sizeof *mustering);
    uint32_t skill = rules_find_skill(rules, visit->words[1].at, visit->words[1].len);

    if (skill == RULES_NONE) {
        visit_problem(visit, "unknown-skill", "");
        return NULL;
    }
    if (!visit_may(visit, skill)) {
        return NULL;
    }
    struct commit_wish *wish = visit_wish(visit, ENTRY_MUSTER);
    if (!wish) {
        return NULL;
    }
    *mustering = (struct mustering){.visit = visit, .wish = wish, .skill = skill};
    mustering->faults = arena_alloc(arena, sizeof *mustering->faults);
    wish->by = visit_right(visit, visit->roles, skill)->who;
    return mustering;
}

void mustering_commit(struct mustering *mustering)
{
    struct visit *visit = mustering->visit;
    struct buf *body = buf_new(1024);

    entry_muster_write(&mustering->act, body);
    mustering->wish->body = (struct slice){
        arena_copy(visit->request->arena, (struct slice){body->bytes, body->len}), body->len};
    buf_unref(body);
    mustering->wish->muster = &mustering->act;
    commit_add(visit->room->commit, mustering->wish);
}
