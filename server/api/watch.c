#include "api/watch.h"

#include "api/screen.h"
#include "api/stage.h"
#include "api/visit.h"
#include "api/who.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/list.h"
#include "base/must.h"
#include "base/secret.h"
#include "base/text.h"
#include "live/hall.h"
#include "live/hub.h"
#include "live/room.h"
#include "net/http.h"
#include "net/peer.h"
#include "net/upgrade.h"
#include "wire/ask.h"
#include "wire/faults.h"

#include <stdlib.h>

enum {
    RETRY_LEAST_MS = 200,
    RETRY_MOST_MS = 5000,
    BACK_A_SECOND = 4000, // watchers that a node can well take in again
    CLOSE_UNKNOWN = 4401
};

struct watch {
    struct api *api;
    struct peer *peer;
    struct watcher *watcher;
    enum problem_language language;
    bool greeted;
    char *cookie;     // of the upgrade; NULL: none
    char *token;      // that it was greeted with; NULL: the public, which has none to carry about
    uint64_t screen;  // journal number of the scene that was sent; 0: none
    char *stage;      // the competition whose ceremony he follows; NULL: none
    bool stage_due;   // what is on it has not been sent yet
    struct list link; // in api->watches
};

static void send_json(struct watch *watch, struct buf *json)
{
    struct buf *frame = ws_encode(WS_TEXT, json->bytes, json->len);

    peer_send(watch->peer, frame);
    buf_unref(frame);
    buf_unref(json);
}

// With the board's address, where it is about a board, so that the page knows which one to say it
// of.
static void complain(struct watch *watch, const char *name, struct slice board,
                     const struct faults *faults)
{
    struct buf *problem = buf_new(512);

    problem_write_live(problem, name, watch->language, "", faults);
    if (!board.at) {
        send_json(watch, problem);
        return;
    }
    struct buf *json = buf_new(problem->len + board.len + 16);
    text_add(json, (struct slice){problem->bytes, problem->len - 1}); // all but the last brace
    text_printf(json, ",\"board\":");
    text_json(json, board);
    text_printf(json, "}");
    buf_unref(problem);
    send_json(watch, json);
}

static struct slice competition_of(struct slice board)
{
    const char *slash = memchr(board.at, '/', board.len);
    return (struct slice){board.at, slash ? (size_t)(slash - board.at) : board.len};
}

// ---- the ceremony's stage: what is on it, and no queue of what was

static bool is_stage(struct slice board)
{
    size_t len = competition_of(board).len;
    struct slice rest = {board.at + len, board.len - len};

    return slice_is(rest, "/ceremony");
}

static void leave_stage(struct watch *watch)
{
    free(watch->stage);
    watch->stage = NULL;
    watch->stage_due = false;
}

static void follow_stage(struct watch *watch, const struct room *room)
{
    leave_stage(watch);
    watch->stage = strdup(room->name);
    must(watch->stage);
    watch->stage_due = true;
}

static void tell_stage(struct watch *watch)
{
    const struct room *room =
        watch->stage_due ? hall_find(watch->api->hall, slice_of(watch->stage)) : NULL;

    if (room && state_exists(room) && peer_backlog(watch->peer) == 0) {
        watch->stage_due = false;
        send_json(watch, stage_frame(room));
    }
}

// NULL, or a problem's name.
static const char *subscribe(struct watch *watch, struct slice board, struct slice resume)
{
    struct room *room = hall_find(watch->api->hall, competition_of(board));

    if (room && state_exists(room) && is_stage(board)) {
        follow_stage(watch, room);
        return NULL;
    }
    if (room && state_exists(room)) {
        return hub_subscribe(watch->watcher, room, board, resume);
    }
    const char *obstacle = room ? state_obstacle(room) : NULL;
    return obstacle ? obstacle : "unknown-competition";
}

// Clients that come back after a restart spread out: each is told its own pause, the longer the
// more there are.
static uint64_t retry_ms(const struct watch *watch)
{
    uint64_t spread = hub_watchers(watch->api->hub) * 1000 / BACK_A_SECOND;
    uint32_t random = 0;

    secret_random(&random, sizeof random);
    spread = spread < RETRY_MOST_MS ? spread : RETRY_MOST_MS;
    return RETRY_LEAST_MS + random % (spread + 1);
}

static void welcome(struct watch *watch, struct slice resume)
{
    struct buf *json = buf_new(256);
    bool resumed = hub_is_resumed(watch->watcher);

    text_printf(json,
                "{\"type\":\"welcome\",\"resumed\":%s,\"token\":", resumed ? "true" : "false");
    text_json(json, resumed ? resume : SLICE(""));
    text_printf(json, ",\"heartbeat_ms\":%lu,\"time\":%ld,\"retry_ms\":%lu}",
                (unsigned long)watch->api->heartbeat_ms, (long)clock_wall_ms(),
                (unsigned long)retry_ms(watch));
    send_json(watch, json);
}

// What is no token of ours is not kept: it opens nothing, and nothing of it can be revoked.
static char *keep_token(struct slice token)
{
    if (!token.at || token.len != SECRET_TOKEN_TEXT - 1) {
        return NULL;
    }
    char *kept = strndup(token.at, token.len);
    must(kept);
    return kept;
}

static struct slice kept_token(const char *token)
{
    return token ? slice_of(token) : SLICE_NONE;
}

// A screen is told what it shows, and again whenever the desk says something to it.
static void tell_scene(struct watch *watch)
{
    uint64_t number = 0;
    struct buf *json =
        watch->token ? screen_frame(watch->api, slice_of(watch->token), watch->screen, &number)
                     : NULL;

    if (json) {
        watch->screen = number > 0 ? number : 1; // 1 is no act about screens: the first is a pass
        send_json(watch, json);
    }
}

static void hello(struct watch *watch, const struct ask_live *ask)
{
    if (watch->greeted) {
        complain(watch, "not-allowed", SLICE_NONE, NULL);
        return;
    }
    watch->greeted = true;
    watch->token = keep_token(ask->session ? kept_token(watch->cookie) : ask->bearer);
    if (watch->token && who_is_organiser(watch->api, slice_of(watch->token))) {
        hub_set_staff(watch->watcher, true);
    }
    const char *problems[ASK_BOARDS_MAX];
    for (size_t i = 0; i < ask->board_count; i++) {
        problems[i] = subscribe(watch, ask->boards[i], ask->resume);
    }
    welcome(watch, ask->resume); // the first word, whatever is wrong with the boards
    tell_scene(watch);
    tell_stage(watch);
    for (size_t i = 0; i < ask->board_count; i++) {
        if (problems[i]) {
            complain(watch, problems[i], ask->boards[i], NULL);
        }
    }
}

static void add_board(struct watch *watch, struct slice board)
{
    const char *problem = subscribe(watch, board, SLICE_NONE);

    if (problem) {
        complain(watch, problem, board, NULL);
    }
    tell_stage(watch);
}

static void unsubscribe(struct watch *watch, struct slice board)
{
    if (is_stage(board)) {
        leave_stage(watch);
    } else {
        hub_unsubscribe(watch->watcher, board);
    }
}

static void obey(struct watch *watch, const struct ask_live *ask)
{
    switch (ask->type) {
    case ASK_HELLO:
        hello(watch, ask);
        break;
    case ASK_SUBSCRIBE:
        add_board(watch, ask->boards[0]);
        break;
    case ASK_UNSUBSCRIBE:
        unsubscribe(watch, ask->boards[0]);
        break;
    case ASK_RESYNC:
        hub_resync(watch->watcher, ask->boards[0], "asked");
        break;
    }
}

// NOLINTNEXTLINE(readability-non-const-parameter): the shape that net/peer wants
static void on_message(void *owner, enum ws_op op, char *bytes, size_t len)
{
    struct watch *watch = owner;
    struct arena *arena = arena_new();
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct ask_live ask;

    if (op != WS_TEXT) {
        peer_close(watch->peer, 1003, "text-only");
    } else if (!ask_live(arena, (struct slice){bytes, len}, &ask, faults)) {
        complain(watch, faults->items[0].name, SLICE_NONE, faults);
    } else {
        obey(watch, &ask);
    }
    arena_free(arena);
}

static void on_drained(void *owner)
{
    struct watch *watch = owner;
    if (watch->watcher) {
        hub_drained(watch->watcher);
        tell_stage(watch);
    }
}

static void on_closed(void *owner, const char *reason)
{
    struct watch *watch = owner;

    (void)reason;
    hub_leave(watch->watcher);
    list_remove(&watch->link);
    leave_stage(watch);
    free(watch->cookie);
    free(watch->token);
    free(watch);
}

static const struct peer_events peer_calls = {on_message, on_drained, on_closed};
static const struct peer_settings peer_limits = {
    .message_bytes_max = 8192, .fragments_max = 16, .idle_ms = 60000};

void watch_live(struct visit *visit)
{
    const char *refusal = upgrade_refusal(visit->request);

    refusal = !refusal && who_is_foreign(visit) ? "foreign-origin" : refusal;
    refusal = !refusal && visit->api->stopping ? "shutting-down" : refusal;
    if (refusal) {
        visit_problem(visit, refusal, "");
        return;
    }
    bool by_cookie = false;
    struct slice token = who_token(visit, &by_cookie);
    struct watch *watch = calloc(1, sizeof *watch);
    must(watch);
    watch->api = visit->api;
    watch->cookie = keep_token(by_cookie ? token : SLICE_NONE);
    watch->language = visit->language;
    watch->peer = peer_accept(visit->request, NULL, &peer_limits, &peer_calls, watch);
    watch->watcher = hub_join(watch->api->hub, watch->peer, false);
    list_init(&watch->link);
    list_add_tail(&watch->api->watches, &watch->link);
}

static void say_bye(struct watch *watch)
{
    struct buf *json = buf_new(64);

    text_printf(json, "{\"type\":\"bye\",\"reason\":\"token-unknown\",\"retry_after_ms\":0}");
    send_json(watch, json);
    peer_close(watch->peer, CLOSE_UNKNOWN, "token-unknown");
}

void watch_recheck(struct api *api)
{
    list_each_safe (at, &api->watches) {
        struct watch *watch = list_item(at, struct watch, link);
        if (watch->token && !who_is_known(api, slice_of(watch->token))) {
            free(watch->token);
            watch->token = NULL;
            say_bye(watch); // it may be gone with that
        } else if (watch->screen && !screen_is(api, slice_of(watch->token))) {
            say_bye(watch); // no screen any more: its page asks to be let in again
        } else if (watch->greeted) {
            tell_scene(watch);
        }
    }
}

// One sealed frame for all; who is behind gets what is on the stage once his last frame is out.
void watch_stage(struct api *api, const struct room *room)
{
    struct buf *json = stage_frame(room);
    struct buf *frame = ws_encode(WS_TEXT, json->bytes, json->len);

    list_each (at, &api->watches) {
        struct watch *watch = list_item(at, struct watch, link);
        if (watch->stage && watch->greeted && strcmp(watch->stage, room->name) == 0) {
            watch->stage_due = peer_backlog(watch->peer) > 0;
            if (!watch->stage_due) {
                peer_send(watch->peer, frame);
            }
        }
    }
    buf_unref(frame);
    buf_unref(json);
}
