#include "live/hall.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/must.h"
#include "live/ceremony_words.h"
#include "live/commit.h"
#include "live/hub.h"
#include "live/mend.h"
#include "live/people.h"
#include "live/room.h"
#include "live/site.h"
#include "store/journal.h"
#include "store/store.h"
#include "wire/entry.h"

#include <stdlib.h>

enum { TICK_MS = 250 };

struct hall {
    struct store *store;
    struct hub *hub;
    const struct people *people;
    struct room *site; // the site's journal is a room whose entries announce competitions
    size_t count, room_for;
    struct room **rooms;
    size_t open; // rooms not yet closed, the site included
    bool begun;  // the site's journal has been read once
    bool closing;
    uv_timer_t tick;
    bool ticking;
    uint64_t
        accounts_read; // up to this entry of the site's journal their names have been asked for
    void (*on_access)(void *owner);
    void *access_owner;
    void (*on_stage)(void *owner, struct room *room);
    void *stage_owner;
    void (*on_closed)(void *owner);
    void *owner;
};

static void on_touch(void *owner, struct room *room, uint32_t skill)
{
    struct hall *hall = owner;

    hub_touch(hall->hub, room, skill);
    if (room->record->skills[skill].published == room->record->followed) {
        room->compare_again = true; // the two rankers are compared at each publication
    }
}

static void on_names(void *owner, struct room *room)
{
    struct hall *hall = owner;

    for (uint32_t i = 0; room->record->rules && i < room->record->rules->skill_count; i++) {
        hub_touch(hall->hub, room, i);
    }
}

static void on_people(void *owner, struct room *room, size_t first_competitor, size_t first_judge)
{
    struct hall *hall = owner;

    if (state_obstacle(room)) {
        room->names_missing = true; // while the journal is being read: all at once when it has been
    } else {
        people_read(hall->people, room, first_competitor, first_judge, on_names, hall);
    }
}

static void on_renewed(void *owner, struct room *room)
{
    hub_renew(((struct hall *)owner)->hub, room);
}

static void tell_stage(void *owner, struct room *room)
{
    struct hall *hall = owner;

    if (hall->on_stage) {
        hall->on_stage(hall->stage_owner, room);
    }
}

static void on_stage(void *owner, struct room *room)
{
    tell_stage(owner, room);
    if (state_obstacle(room)) { // all at once when the journal has been read
        room->names_missing = room->names_missing || room->record->ceremony;
    } else {
        ceremony_words_read(((struct hall *)owner)->people, room, tell_stage, owner);
    }
}

static void on_opened(void *owner, struct room *room)
{
    on_stage(owner, room);
    on_names(owner, room);
    on_people(owner, room, 0, 0);
    mend_room(room);
}

static void access_changed(void *owner, struct room *room)
{
    struct hall *hall = owner;

    (void)room;
    if (hall->on_access) {
        hall->on_access(hall->access_owner);
    }
}

static const struct room_events room_calls = {.on_touch = on_touch,
                                              .on_people = on_people,
                                              .on_renewed = on_renewed,
                                              .on_opened = on_opened,
                                              .on_stage = on_stage,
                                              .on_access = access_changed};

static void add_room(struct hall *hall, struct slice name)
{
    char id[RECORD_ID_MAX];

    if (hall_find(hall, name) || name.len >= sizeof id || hall->closing) {
        return;
    }
    memcpy(id, name.at, name.len);
    id[name.len] = 0;
    if (hall->count == hall->room_for) {
        hall->room_for = hall->room_for ? hall->room_for * 2 : 8;
        hall->rooms = realloc(hall->rooms, hall->room_for * sizeof(struct room *));
        must(hall->rooms);
    }
    hall->open++;
    hall->rooms[hall->count++] = room_new(hall->store, id, &room_calls, hall);
}

static void on_announced(void *owner, struct room *site, struct slice competition)
{
    (void)site;
    add_room(owner, competition);
}

static void site_touch(void *owner, struct room *room, uint32_t skill)
{
    (void)owner;
    (void)room;
    (void)skill;
}

static void site_people(void *owner, struct room *room, size_t competitor, size_t judge)
{
    (void)competitor;
    (void)judge;
    site_touch(owner, room, 0);
}

// The site's journal lost entries: the rooms that it announced stay, and are announced again as it
// is read.
static void site_changed(void *owner, struct room *room)
{
    site_touch(owner, room, 0);
}

static void site_renewed(void *owner, struct room *room)
{
    ((struct hall *)owner)->accounts_read = 0;
    site_changed(owner, room);
}

static const struct room_events site_calls = {.on_touch = site_touch,
                                              .on_people = site_people,
                                              .on_renewed = site_renewed,
                                              .on_opened = site_changed,
                                              .on_announced = on_announced,
                                              .on_access = access_changed};

static void on_site_names(void *owner, struct room *room)
{
    site_changed(owner, room);
}

static void tick_site(struct hall *hall, uint64_t now_ms)
{
    struct room *room = hall->site;
    uint64_t number = site_accounts_number(room->record->site);

    bool due = room->names_missing || number != hall->accounts_read;
    if (due && !room->closing && !state_obstacle(room)) {
        room->names_missing = false;
        hall->accounts_read = number;
        people_read_accounts(hall->people, room, on_site_names, hall);
    }
    room_tick(room, now_ms);
}

static void tick_room(struct hall *hall, struct room *room, uint64_t now_ms)
{
    bool able = !room->closing && state_exists(room) && !state_obstacle(room);

    if (able && room->names_missing) {
        room->names_missing = false;
        people_read(hall->people, room, 0, 0, on_names, hall);
        ceremony_words_read(hall->people, room, tell_stage, hall);
    }
    if (able && room->compare_again && room_is_quiet(room)) {
        mend_room(room);
    }
    room_tick(room, now_ms); // the last: it may free a closing room
}

static void end_if_empty(struct hall *hall);

static void on_tick(uv_timer_t *timer)
{
    struct hall *hall = timer->data;
    uint64_t now = clock_ms();

    for (size_t i = 0; i < hall->count; i++) {
        if (hall->rooms[i]) {
            tick_room(hall, hall->rooms[i], now);
        }
    }
    if (hall->site) {
        tick_site(hall, now);
    }
    end_if_empty(hall);
}

struct hall *hall_new(uv_loop_t *loop, struct store *store, struct hub *hub,
                      const struct people *people)
{
    struct hall *hall = calloc(1, sizeof *hall);

    must(hall);
    hall->store = store;
    hall->hub = hub;
    hall->people = people;
    uv_timer_init(loop, &hall->tick);
    hall->tick.data = hall;
    uv_timer_start(&hall->tick, on_tick, TICK_MS, TICK_MS);
    hall->open = 1;
    hall->site = room_new(store, "-site", &site_calls, hall);
    return hall;
}

struct room *hall_find(const struct hall *hall, struct slice competition)
{
    for (size_t i = 0; i < hall->count; i++) {
        if (hall->rooms[i] && slice_is(competition, hall->rooms[i]->name)) {
            return hall->rooms[i];
        }
    }
    return NULL;
}

struct room *hall_at(const struct hall *hall, size_t index)
{
    return index < hall->count ? hall->rooms[index] : NULL;
}

struct room *hall_site(const struct hall *hall)
{
    return hall->site;
}

void hall_on_stage(struct hall *hall, void (*on_change)(void *owner, struct room *room),
                   void *owner)
{
    hall->on_stage = on_change;
    hall->stage_owner = owner;
}

void hall_on_access(struct hall *hall, void (*on_access)(void *owner), void *owner)
{
    hall->on_access = on_access;
    hall->access_owner = owner;
}

void hall_announce(struct hall *hall, struct commit_wish *wish)
{
    commit_add(hall->site->commit, wish);
}

const char *hall_beginning(struct hall *hall)
{
    const struct room *site = hall->site;

    hall->begun = hall->begun || (site->journal && journal_is_live(site->journal));
    return hall->begun ? NULL : state_obstacle(site);
}

const char *hall_obstacle(const struct hall *hall)
{
    const char *obstacle = state_obstacle(hall->site);

    for (size_t i = 0; i < hall->count && !obstacle; i++) {
        const struct room *room = hall->rooms[i];
        bool closed = room->state == ROOM_NEEDS_NEWER || room->state == ROOM_BROKEN;
        obstacle = closed ? NULL : state_obstacle(room); // the other competitions go on
    }
    return obstacle;
}

bool hall_is_settled(const struct hall *hall)
{
    bool settled = !hall_obstacle(hall);

    for (size_t i = 0; i < hall->count && settled; i++) {
        const struct room *room = hall->rooms[i];
        bool closed = room->state != ROOM_OPEN; // it answers why, and keeps nobody waiting
        settled = closed || (!room->names_missing && room->holders == 0);
    }
    return settled;
}

void hall_ready(struct hall *hall)
{
    uint64_t now = clock_ms();

    for (size_t i = 0; i < hall->count; i++) {
        commit_pump(hall->rooms[i]->commit, now);
    }
    commit_pump(hall->site->commit, now);
}

static void on_timer_closed(uv_handle_t *handle)
{
    struct hall *hall = handle->data;
    void (*on_closed)(void *) = hall->on_closed;
    void *owner = hall->owner;

    free(hall->rooms);
    free(hall);
    on_closed(owner);
}

static void end_if_empty(struct hall *hall)
{
    if (hall->closing && hall->open == 0 && !uv_is_closing((uv_handle_t *)&hall->tick)) {
        uv_close((uv_handle_t *)&hall->tick, on_timer_closed);
    }
}

struct leaving {
    struct hall *hall;
    struct room **place;
};

static void on_room_closed(void *owner)
{
    struct leaving *leaving = owner;

    leaving->hall->open--;
    *leaving->place = NULL;
    free(leaving);
}

static void leave(struct hall *hall, struct room **place)
{
    struct leaving *leaving = malloc(sizeof *leaving);
    must(leaving);
    *leaving = (struct leaving){hall, place};
    room_close(*place, on_room_closed, leaving);
}

void hall_close(struct hall *hall, void (*on_closed)(void *owner), void *owner)
{
    hall->closing = true;
    hall->on_closed = on_closed;
    hall->owner = owner;
    for (size_t i = 0; i < hall->count; i++) {
        leave(hall, &hall->rooms[i]);
    }
    leave(hall, &hall->site);
}
