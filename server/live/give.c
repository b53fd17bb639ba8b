#include "live/give.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/meter.h"
#include "live/board.h"
#include "live/state.h"
#include "net/peer.h"

bool give_can_read(const struct scene *scene)
{
    return scene->touched && !board_is_reading(scene->board) &&
           state_follows(board_room(scene->board)) && board_exists(scene->board);
}

uint64_t give_age(const struct scene *scene, uint64_t age_ms)
{
    bool waits = scene->touched && !board_is_frozen(scene->board);
    uint64_t since = waits ? clock_ms() - scene->touched_ms : 0;

    return since > age_ms ? since : age_ms;
}

static void fall_behind(struct watcher *watcher)
{
    uint64_t now = clock_ms();

    if (watcher->behind_since_ms == 0) {
        watcher->behind_since_ms = now;
        meter_count("jinbang_watchers_held_back_total", "", 1);
    } else if (now - watcher->behind_since_ms > watcher->slow_ms) {
        meter_count("jinbang_watchers_shed_total", "", 1);
        peer_close(watcher->peer, 1013, "too-slow");
    }
}

static void give_beat(struct watcher *watcher, struct subscription *subscription)
{
    const struct scene *scene = subscription->scene;

    if (scene->beat && subscription->beat_sent != scene->beat_seq) {
        subscription->beat_sent = scene->beat_seq;
        peer_send(watcher->peer, scene->beat);
    }
}

static void give_deltas(struct watcher *watcher, struct subscription *subscription)
{
    struct board *board = subscription->scene->board;

    while (subscription->sent < board_seq(board)) {
        peer_send(watcher->peer, board_delta(board, subscription->sent));
        subscription->sent++;
    }
    subscription->resuming = false;
}

static void give_picture(struct watcher *watcher, struct subscription *subscription)
{
    struct board *board = subscription->scene->board;
    uint64_t seq = board_seq(board);

    if (seq == 0 || subscription->sent == seq) {
        return;
    }
    bool next = subscription->sent + 1 == seq || subscription->resuming;
    if (next && board_delta(board, subscription->sent)) {
        give_deltas(watcher, subscription);
        return;
    }
    if (subscription->sent > 0) { // he never sees those between
        meter_count("jinbang_frames_skipped_total", "", seq - subscription->sent - 1);
    }
    peer_send(watcher->peer, board_snapshot(board));
    subscription->sent = seq;
    subscription->resuming = false;
}

static bool has_news(const struct watcher *watcher)
{
    for (unsigned i = 0; i < watcher->count; i++) {
        const struct subscription *at = &watcher->subscriptions[i];
        if (at->sent != board_seq(at->scene->board) ||
            (at->scene->beat && at->beat_sent != at->scene->beat_seq)) {
            return true;
        }
    }
    return false;
}

void give_watcher(struct watcher *watcher)
{
    if (!has_news(watcher)) {
        return;
    }
    if (peer_backlog(watcher->peer) > 0) {
        fall_behind(watcher);
        return;
    }
    watcher->behind_since_ms = 0;
    for (unsigned i = 0; i < watcher->count; i++) {
        give_picture(watcher, &watcher->subscriptions[i]);
        give_beat(watcher, &watcher->subscriptions[i]);
    }
}
