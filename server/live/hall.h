// All competitions of this node: found through the site's journal, opened from their own, closed at
// the end.
#pragma once

#include "base/slice.h"

#include <uv.h>

#include <stdbool.h>
#include <stddef.h>

struct commit_wish;
struct hall;
struct hub;
struct people;
struct room;
struct store;

struct hall *hall_new(uv_loop_t *loop, struct store *store, struct hub *hub,
                      const struct people *people);
// All rooms close (their waiting wishes are answered), then the memory goes.
void hall_close(struct hall *hall, void (*on_closed)(void *owner), void *owner);

struct room *hall_find(const struct hall *hall, struct slice competition); // NULL: unknown
// In the order of announcement; NULL after the last.
struct room *hall_at(const struct hall *hall, size_t index);

// Announces a competition in the site's journal and opens its room; on_done as commit_wish says.
// `wish->competition` is set.
void hall_announce(struct hall *hall, struct commit_wish *wish);
// The site's own journal as a room: its record says who may come in (record->site).
struct room *hall_site(const struct hall *hall);
// Rings each time when who may come in has changed. One listener.
void hall_on_access(struct hall *hall, void (*on_access)(void *owner), void *owner);
// Called when something else is on the stage of a competition's ceremony.
void hall_on_stage(struct hall *hall, void (*on_stage)(void *owner, struct room *room),
                   void *owner);
// NULL once the site's journal has been read to its end, ever since the start; until then a
// problem's name: nobody can say yet which competitions there are, nor who may come in.
const char *hall_beginning(struct hall *hall);
// NULL when everything has been followed and marks can be taken, else a problem's name.
const char *hall_obstacle(const struct hall *hall);
// Besides: names have been read and the boards compared, so that the first answer after a start is
// a whole one.
bool hall_is_settled(const struct hall *hall);
// The store has become ready.
void hall_ready(struct hall *hall);
