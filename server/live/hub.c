#include "live/hub.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/list.h"
#include "base/meter.h"
#include "base/must.h"
#include "base/table.h"
#include "base/text.h"
#include "live/board.h"
#include "live/board_address.h"
#include "live/due.h"
#include "live/give.h"
#include "live/noting.h"
#include "live/pass.h"
#include "live/state.h"
#include "net/conn.h"
#include "net/peer.h"
#include "net/ws.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    SUBSCRIPTION_KEY_MAX = 300,
    IDLE_KEPT_MS = 60000,
    QUIET_MS = 3000 // a tail hears from Redis more often than this
};

struct hub {
    uv_loop_t *loop;
    struct store *store;
    struct hub_settings settings;
    struct table *scenes; // by view and address
    struct pass pass;
    size_t watcher_count, noted; // noted: where live/noting goes on
    bool touched;
    bool moved; // somebody who is followed: they are passed round together, at the next tick
    struct due due;
    uint64_t last_tick_ms;
    uv_timer_t tick, beat;
    unsigned handles;
    bool ending; // watchers are being told goodbye
    void (*on_closed)(void *owner);
    void *owner;
};

static struct slice scene_key(char out[SUBSCRIPTION_KEY_MAX], struct slice address, bool staff)
{
    int len = snprintf(out, SUBSCRIPTION_KEY_MAX, "%c%.*s", staff ? 's' : 'p', SLICE_FMT(address));
    return (struct slice){out, len > 0 ? (size_t)len : 0};
}

static void free_scene(struct hub *hub, struct scene *scene)
{
    char key[SUBSCRIPTION_KEY_MAX];

    table_remove(hub->scenes,
                 scene_key(key, board_text(scene->board), board_is_staff(scene->board)));
    list_remove(&scene->due);
    buf_unref(scene->beat);
    board_free(scene->board);
    free(scene);
}

void hub_drained(struct watcher *watcher)
{
    if (watcher->behind_since_ms) {
        give_watcher(watcher);
    }
}

// ---- reading the boards that were touched

static void plan_tick(struct hub *hub);

static void touch_scene(struct hub *hub, struct scene *scene)
{
    due_touch(scene);
    hub->touched = true;
    plan_tick(hub);
}

static void on_read(void *owner, struct board *board, enum board_news news)
{
    struct scene *scene = owner;

    if (news == BOARD_UNREAD) {
        touch_scene(scene->hub, scene);
    } else if (news == BOARD_CHANGED && board_is_of_one(board)) {
        scene->hub->moved = true;
        plan_tick(scene->hub);
    } else if (news == BOARD_CHANGED) {
        pass_want(&scene->hub->pass);
    }
}

static void on_tick(uv_timer_t *timer)
{
    struct hub *hub = timer->data;
    void *value = NULL;

    hub->last_tick_ms = clock_ms();
    if (conn_queued(hub->loop) >
        0) { // the last pictures have not all left: a new one now would only find them behind
        plan_tick(hub);
        return;
    }
    hub->touched = false;
    for (size_t at = 0; table_next(hub->scenes, &at, NULL, &value);) {
        struct scene *scene = value;
        due_look(&hub->due, scene);
        hub->touched = hub->touched || scene->touched;
    }
    due_end(&hub->due);
    if (hub->moved) {
        hub->moved = false;
        pass_want(&hub->pass);
    }
    if (hub->touched) {
        plan_tick(hub);
    }
}

// The next tick starts no sooner than tick_ms after the last, and no sooner than twice what the
// last pass took.
static void plan_tick(struct hub *hub)
{
    uint64_t rest = 2 * hub->pass.took_us / 1000;
    uint64_t gap = rest > hub->settings.tick_ms ? rest : hub->settings.tick_ms;
    uint64_t since = clock_ms() - hub->last_tick_ms;

    if (!hub->ending && !uv_is_active((const uv_handle_t *)&hub->tick)) {
        uv_timer_start(&hub->tick, on_tick, since >= gap ? 0 : gap - since, 0);
    }
}

void hub_touch(struct hub *hub, struct room *room, uint32_t skill)
{
    due_note(&hub->due, room, skill);
    plan_tick(hub);
}

void hub_renew(struct hub *hub, struct room *room)
{
    void *value = NULL;

    for (size_t at = 0; table_next(hub->scenes, &at, NULL, &value);) {
        struct scene *scene = value;
        if (board_room(scene->board) != room) {
            continue;
        }
        if (board_is_frozen(scene->board)) { // the hall does not hear of it
            board_refresh(scene->board);
            continue;
        }
        board_renew(scene->board);
        touch_scene(hub, scene);
    }
    list_each (at, &hub->pass.watchers) {
        struct watcher *watcher = list_item(at, struct watcher, link);
        for (unsigned i = 0; i < watcher->count; i++) {
            const struct board *board = watcher->subscriptions[i].scene->board;
            if (board_room(board) == room && !board_is_frozen(board)) {
                watcher->subscriptions[i].sent = 0;
            }
        }
    }
}

// A board without watchers is kept for a while, so that who comes back with a token can go on where
// he was.
static void release(struct hub *hub, struct scene *scene)
{
    if (--scene->watchers > 0) {
        return;
    }
    scene->idle_since_ms = clock_ms();
    if (hub->ending) {
        free_scene(hub, scene);
    }
}

static void free_idle(struct hub *hub, uint64_t kept_ms)
{
    void *value = NULL;
    uint64_t now = clock_ms();

    for (size_t at = 0; table_next(hub->scenes, &at, NULL, &value);) {
        struct scene *scene = value;
        if (scene->watchers == 0 && now - scene->idle_since_ms >= kept_ms) {
            free_scene(hub, scene);
        }
    }
}

// ---- heartbeats: sequence, hash and the age of the data, so that no board looks live when it is
// not

static uint64_t age_of(const struct hub *hub, const struct scene *scene)
{
    const struct room *room = board_room(scene->board);
    uint64_t silence = store_age_ms(hub->store);
    uint64_t behind = state_follows(room) ? 0 : clock_ms() - room->current_ms;

    silence = silence > QUIET_MS ? silence : 0;
    return give_age(scene, silence > behind ? silence : behind);
}

static void on_beat(uv_timer_t *timer)
{
    struct hub *hub = timer->data;
    void *value = NULL;

    free_idle(hub, IDLE_KEPT_MS);
    hub->noted = noting_some(hub->scenes, hub->noted);
    for (size_t at = 0; table_next(hub->scenes, &at, NULL, &value);) {
        struct scene *scene = value;
        if (board_seq(scene->board) > 0) {
            buf_unref(scene->beat);
            scene->beat = board_heartbeat(scene->board, age_of(hub, scene));
            scene->beat_seq++;
        }
    }
    pass_want(&hub->pass);
}

// ---- joining and leaving

struct watcher *hub_join(struct hub *hub, struct peer *peer, bool staff)
{
    struct watcher *watcher = calloc(1, sizeof *watcher);

    must(watcher);
    watcher->hub = hub;
    watcher->peer = peer;
    watcher->staff = staff;
    watcher->slow_ms = hub->settings.slow_ms;
    list_add_tail(&hub->pass.watchers, &watcher->link);
    hub->watcher_count++;
    return watcher;
}

void hub_leave(struct watcher *watcher)
{
    struct hub *hub = watcher->hub;

    pass_leave(&hub->pass, watcher);
    for (unsigned i = 0; i < watcher->count; i++) {
        release(hub, watcher->subscriptions[i].scene);
    }
    hub->watcher_count--;
    free(watcher->subscriptions);
    free(watcher);
}

void hub_set_staff(struct watcher *watcher, bool staff)
{
    if (watcher->count == 0) { // who has subscribed already goes on seeing what he saw
        watcher->staff = staff;
    }
}

static struct subscription *find(struct watcher *watcher, struct slice address)
{
    for (unsigned i = 0; i < watcher->count; i++) {
        if (slice_equal(board_text(watcher->subscriptions[i].scene->board), address)) {
            return &watcher->subscriptions[i];
        }
    }
    return NULL;
}

static struct scene *scene_at(struct hub *hub, struct room *room,
                              const struct board_address *address, bool staff)
{
    char text[SUBSCRIPTION_KEY_MAX];
    struct slice key = scene_key(text, address->text, staff);
    struct scene *scene = table_get(hub->scenes, key);

    if (!scene) {
        scene = calloc(1, sizeof *scene);
        must(scene);
        scene->hub = hub;
        list_init(&scene->due);
        scene->board = board_new(room, address, staff);
        table_put(hub->scenes, key, scene);
        touch_scene(hub, scene);
    }
    return scene;
}

const char *hub_subscribe(struct watcher *watcher, struct room *room, struct slice address,
                          struct slice resume)
{
    struct board_address parsed;
    const char *problem = board_address_parse(room->record, address, &parsed);

    if (problem || find(watcher, address)) {
        return problem;
    }
    if (watcher->count == HUB_BOARDS_MAX) {
        return "too-many-boards";
    }
    struct scene *scene = scene_at(watcher->hub, room, &parsed, watcher->staff);
    scene->watchers++;
    watcher->subscriptions =
        realloc(watcher->subscriptions, (watcher->count + 1U) * sizeof *watcher->subscriptions);
    must(watcher->subscriptions);
    uint64_t held = board_resume(scene->board, resume);
    watcher->subscriptions[watcher->count++] = (struct subscription){
        .scene = scene, .sent = held, .beat_sent = scene->beat_seq, .resuming = held > 0};
    pass_want(&watcher->hub->pass);
    return NULL;
}

const char *hub_look(struct hub *hub, struct room *room, struct slice address, struct hub_look *ret)
{
    struct board_address parsed;
    const char *problem = board_address_parse(room->record, address, &parsed);
    char key[SUBSCRIPTION_KEY_MAX];

    if (problem) {
        return problem;
    }
    if (table_count(hub->scenes) >= hub->settings.boards_max &&
        !table_get(hub->scenes, scene_key(key, address, false))) {
        return "boards-busy";
    }
    struct scene *scene = scene_at(hub, room, &parsed, false);
    scene->idle_since_ms = clock_ms();
    *ret = (struct hub_look){scene->board, age_of(hub, scene)};
    return NULL;
}

bool hub_is_resumed(const struct watcher *watcher)
{
    bool resumed = watcher->count > 0;

    for (unsigned i = 0; i < watcher->count; i++) {
        resumed = resumed && watcher->subscriptions[i].sent > 0;
    }
    return resumed;
}

void hub_unsubscribe(struct watcher *watcher, struct slice address)
{
    struct subscription *found = find(watcher, address);

    if (found) {
        release(watcher->hub, found->scene);
        *found = watcher->subscriptions[--watcher->count];
    }
}

void hub_resync(struct watcher *watcher, struct slice address, const char *reason)
{
    struct subscription *found = find(watcher, address);

    if (!found || board_seq(found->scene->board) == 0) {
        return;
    }
    meter_count("jinbang_resyncs_total", "", 1);
    if (peer_backlog(watcher->peer) > 0) { // he gets the whole picture when his last frame is out
        found->sent = 0;
        give_watcher(watcher);
        return;
    }
    struct buf *frame = board_resync(found->scene->board, reason);
    peer_send(watcher->peer, frame);
    buf_unref(frame);
    found->sent = board_seq(found->scene->board);
}

uint64_t hub_watchers(const struct hub *hub)
{
    return hub->watcher_count;
}

// ---- beginning and end

struct hub *hub_new(uv_loop_t *loop, struct store *store, const struct hub_settings *settings)
{
    struct hub *hub = calloc(1, sizeof *hub);

    must(hub);
    hub->loop = loop;
    hub->store = store;
    hub->settings = *settings;
    hub->scenes = table_new();
    due_open(&hub->due, settings->follow_ms, on_read);
    pass_open(&hub->pass, loop, store_commands(store));
    uv_timer_init(loop, &hub->tick);
    uv_timer_init(loop, &hub->beat);
    hub->tick.data = hub->beat.data = hub->pass.idle.data = hub;
    hub->handles = 3;
    uv_timer_start(&hub->beat, on_beat, settings->heartbeat_ms, settings->heartbeat_ms);
    return hub;
}

static void on_handle_closed(uv_handle_t *handle)
{
    struct hub *hub = handle->data;

    if (--hub->handles > 0) {
        return;
    }
    must(list_empty(&hub->pass.watchers));
    table_free(hub->scenes);
    due_close(&hub->due);
    void (*on_closed)(void *) = hub->on_closed;
    void *owner = hub->owner;
    free(hub);
    on_closed(owner);
}

void hub_farewell(struct hub *hub, const char *reason, uint64_t retry_after_ms)
{
    struct buf *json = buf_new(128);

    hub->ending = true;
    due_stop(&hub->due);
    uv_timer_stop(&hub->tick);
    free_idle(hub, 0);
    text_printf(json, "{\"type\":\"bye\",\"reason\":\"%s\",\"retry_after_ms\":%lu}", reason,
                (unsigned long)retry_after_ms);
    struct buf *frame = ws_encode(WS_TEXT, json->bytes, json->len);
    list_each_safe (at, &hub->pass.watchers) {
        struct watcher *watcher = list_item(at, struct watcher, link);
        peer_send(watcher->peer, frame);
        peer_close(watcher->peer, 1001, reason);
    }
    buf_unref(frame);
    buf_unref(json);
}

void hub_close(struct hub *hub, void (*on_closed)(void *owner), void *owner)
{
    hub->on_closed = on_closed;
    hub->owner = owner;
    uv_close((uv_handle_t *)&hub->tick, on_handle_closed);
    uv_close((uv_handle_t *)&hub->beat, on_handle_closed);
    uv_close((uv_handle_t *)&hub->pass.idle, on_handle_closed);
}
