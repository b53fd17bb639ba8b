#include "api/act.h"

#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/secret.h"
#include "base/text.h"
#include "live/commit.h"
#include "live/hall.h"
#include "live/people.h"
#include "live/room.h"
#include "net/http.h"
#include "wire/entry.h"
#include "wire/entry_access.h"

enum { ID_SIGNS = 16 };

void act_answer(struct visit *visit, const struct commit_wish *wish, struct buf *json,
                const char *headers)
{
    if (json->len > 1) {
        text_printf(json, ",");
    }
    text_printf(json, "\"receipt\":");
    visit_receipt(hall_site(visit->api->hall), wish->number, json);
    text_printf(json, "}");
    visit_json(visit, wish->again ? 200 : 201, json, headers);
}

static void on_acted(struct commit_wish *wish)
{
    struct visit *visit = wish->owner;

    if (wish->refusal) {
        visit_problem(visit, wish->refusal, "");
        return;
    }
    struct buf *json = buf_new(256);
    text_printf(json, "{");
    act_answer(visit, wish, json, NULL);
}

void act_commit(struct visit *visit, const struct act *act)
{
    struct commit_wish *wish = visit_wish(visit, ENTRY_ACCESS);

    if (!wish) {
        return;
    }
    // Keyed: the digest of a request with a password in it must not be there to be guessed at.
    wish->digest =
        people_lookup(visit->api->people, visit->request->arena, "request", wish->digest);
    struct buf *body = buf_new(512);
    entry_access_write(act->access, body);
    wish->body = (struct slice){
        arena_copy(visit->request->arena, (struct slice){body->bytes, body->len}), body->len};
    buf_unref(body);
    wish->person_count = act->person_count;
    wish->people = act->people;
    wish->if_match = act->seen;
    wish->on_done = act->on_done ? act->on_done : on_acted;
    wish->owner = act->on_done ? act->owner : visit;
    commit_add(hall_site(visit->api->hall)->commit, wish);
}

bool act_has_key(struct visit *visit)
{
    return visit_wish(visit, ENTRY_ACCESS) != NULL;
}

static struct slice key_of(const struct visit *visit)
{
    return visit_key(visit, http_header(visit->request, "idempotency-key"));
}

struct slice act_id(const struct visit *visit, char letter)
{
    struct arena *arena = visit->request->arena;
    struct slice key = key_of(visit);

    if (!key.at) {
        return SLICE_NONE;
    }
    struct slice hash = people_lookup(visit->api->people, arena, "id", key);
    return slice_of(arena_printf(arena, "%c-%.*s", letter, ID_SIGNS, hash.at));
}

struct slice act_token(const struct visit *visit, struct slice id, char out[53])
{
    unsigned char hash[SECRET_HASH];
    char *hex = arena_alloc(visit->request->arena, SECRET_HEX);

    people_token(visit->api->people, key_of(visit), id, out);
    secret_sha256(slice_of(out), hash);
    text_hex(hash, sizeof hash, hex);
    return slice_of(hex);
}
