// Two nodes on one real Redis, and wishes to be committed, for the tests of live/.
#pragma once

#include "base/clock.h"
#include "live/commit.h"
#include "live/room.h"
#include "live/wish.h"
#include "tests/live/forge.h"
#include "tests/store/rig.h"
#include "wire/ask.h"
#include "wire/faults.h"

enum { TICK_MS = 10, WISHES_MAX = 64, LONG_MS = 15000 };

struct site {
    struct rig *rig;
    struct rig_store store;
    struct room *room;
    uv_timer_t tick;
    bool ticking;
    int touches, renewals, closed;
};

struct wisher {
    struct commit_wish wish;
    struct sheet sheet;
    char key[37];
    char digest[SECRET_HEX];
    bool done;
};

struct rig_room {
    struct rig *rig;
    struct site nodes[2];
    struct arena *arena;
};

static inline void on_touch(void *owner, struct room *room, uint32_t skill)
{
    (void)room;
    (void)skill;
    ((struct site *)owner)->touches++;
}

static inline void on_people(void *owner, struct room *room, size_t competitor, size_t judge)
{
    (void)owner;
    (void)room;
    (void)competitor;
    (void)judge;
}

static inline void on_renewed(void *owner, struct room *room)
{
    (void)room;
    ((struct site *)owner)->renewals++;
}

static inline void on_opened(void *owner, struct room *room)
{
    (void)owner;
    (void)room;
}

static void on_stage(void *owner, struct room *room)
{
    (void)owner;
    (void)room;
}

static const struct room_events room_bells = {.on_touch = on_touch,
                                              .on_people = on_people,
                                              .on_renewed = on_renewed,
                                              .on_opened = on_opened,
                                              .on_stage = on_stage,
                                              .on_access = on_stage};

static inline void on_tick(uv_timer_t *timer)
{
    struct site *site = timer->data;
    room_tick(site->room, clock_ms());
}

static inline void open_site(struct rig *rig, struct site *site)
{
    struct store_settings settings = rig_settings(rig);

    site->rig = rig;
    rig_open_store(rig, &site->store, &settings);
    UNTIL(rig, site->store.readies == 1);
    site->room = room_new(site->store.store, "c1", &room_bells, site);
    assert_int_equal(uv_timer_init(&rig->loop, &site->tick), 0);
    site->tick.data = site;
    uv_timer_start(&site->tick, on_tick, TICK_MS, TICK_MS);
    UNTIL(rig, state_obstacle(site->room) == NULL);
}

static inline void on_room_closed(void *owner)
{
    struct site *site = owner;
    site->closed = 1;
    uv_close((uv_handle_t *)&site->tick, NULL);
}

static inline void close_site(struct site *site)
{
    if (!site->closed) {
        room_close(site->room, on_room_closed, site);
        UNTIL(site->rig, site->closed);
    }
    rig_close_store(site->rig, &site->store);
}

static inline void on_done(struct commit_wish *wish)
{
    struct wisher *wisher = wish->owner;
    assert_false(wisher->done); // once
    wisher->done = true;
}

static inline void fill(struct wisher *wisher, int kind, struct slice body)
{
    unsigned char hash[SECRET_HASH];

    memset(wisher, 0, sizeof *wisher);
    secret_uuid7(wisher->key);
    secret_sha256(body, hash);
    text_hex(hash, sizeof hash, wisher->digest);
    wisher->wish = (struct commit_wish){.kind = kind,
                                        .ask = slice_of(wisher->key),
                                        .digest = slice_of(wisher->digest),
                                        .by = SLICE("organiser"),
                                        .body = body,
                                        .deadline_ms = clock_ms() + LONG_MS,
                                        .on_done = on_done,
                                        .owner = wisher};
}

static inline void add(struct site *site, struct wisher *wisher)
{
    commit_add(site->room->commit, &wisher->wish);
}

static inline bool all_done(const struct wisher *wishers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!wishers[i].done) {
            return false;
        }
    }
    return true;
}

// Both nodes follow the competition, with its roster.
static inline int rooms_open(void **state, const char *definition, const char *roster)
{
    struct rig_room *it = calloc(1, sizeof *it);
    struct wisher made[2];

    assert_non_null(it);
    it->rig = rig_new();
    it->arena = arena_new();
    rig_start_redis(it->rig);
    open_site(it->rig, &it->nodes[0]);
    fill(&made[0], ENTRY_COMPETITION, slice_of(definition));
    add(&it->nodes[0], &made[0]);
    UNTIL(it->rig, made[0].done);
    fill(&made[1], ENTRY_ROSTER, slice_of(roster));
    add(&it->nodes[0], &made[1]);
    UNTIL(it->rig, made[1].done);
    assert_null(made[0].wish.refusal);
    assert_null(made[1].wish.refusal);
    open_site(it->rig, &it->nodes[1]);
    UNTIL(it->rig, it->nodes[1].room->record->followed >= 2);
    *state = it;
    return 0;
}

static inline int rooms_close(void **state)
{
    struct rig_room *it = *state;
    void *rig = it->rig;

    close_site(&it->nodes[0]);
    close_site(&it->nodes[1]);
    arena_free(it->arena);
    free(it);
    return rig_teardown(&rig);
}
