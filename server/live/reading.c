#include "live/reading.h"

#include "base/arena.h"
#include "base/must.h"
#include "live/state.h"
#include "scoring/rank.h"
#include "store/journal.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

// It may outlive its boards: the place of one that has gone is empty.
struct reading {
    struct list link; // where it waits for the record
    struct list *ahead;
    struct room *room; // held while Redis is asked
    struct reading_plan plan;
    struct arena *arena; // of the page, when it waits
    struct journal_page page;
};

static_assert((int)READING_MAX <= (int)JOURNAL_OF_MAX, "one call takes them all");

// To each single one the page that he would have had alone.
static struct journal_page page_for(const struct journal_page *page, size_t i)
{
    struct journal_page own = *page;

    own.count = i < page->count && page->members[i].id.len > 0;
    own.members = own.count ? &page->members[i] : NULL;
    return own;
}

static void give(struct reading *reading, const struct journal_page *page)
{
    for (size_t i = 0; i < reading->plan.count; i++) {
        struct board *board = reading->plan.boards[i];
        struct journal_page own = board && board_is_of_one(board) ? page_for(page, i) : *page;
        if (board) {
            reading->plan.on_news(reading->plan.owners[i], board, board_take(board, &own));
        }
    }
}

static void end(struct reading *reading)
{
    list_remove(&reading->link);
    if (reading->plan.on_end) {
        reading->plan.on_end(reading->plan.owner);
    }
    arena_free(reading->arena);
    free(reading);
}

// The room of those that are still there; NULL: there is none.
static const struct room *room_of(const struct reading *reading)
{
    for (size_t i = 0; i < reading->plan.count; i++) {
        if (reading->plan.boards[i]) {
            return board_room(reading->plan.boards[i]);
        }
    }
    return NULL;
}

static bool is_ahead(const struct reading *reading, const struct journal_page *page)
{
    const struct room *room = room_of(reading);

    return room && page->error == 0 && state_follows(room) && page->number > room->record->followed;
}

static struct slice keep(struct arena *arena, struct slice text)
{
    return (struct slice){arena_copy(arena, text), text.len};
}

static void wait(struct reading *reading, const struct journal_page *page)
{
    reading->arena = arena_new();
    struct journal_member *members =
        arena_alloc(reading->arena, (page->count + 1) * sizeof *members);

    for (size_t i = 0; i < page->count; i++) {
        members[i] = page->members[i];
        members[i].id = keep(reading->arena, members[i].id);
        members[i].key = keep(reading->arena, members[i].key);
    }
    reading->page = *page;
    reading->page.members = members;
    list_add_tail(reading->ahead, &reading->link);
}

static void on_page(void *owner, const struct journal_page *page)
{
    struct reading *reading = owner;

    reading->room->holders--;
    if (is_ahead(reading, page)) {
        wait(reading, page);
        return;
    }
    give(reading, page);
    end(reading);
}

void reading_go_on(struct list *ahead)
{
    list_each_safe (at, ahead) {
        struct reading *reading = list_item(at, struct reading, link);
        if (!is_ahead(reading, &reading->page)) {
            give(reading, &reading->page);
            end(reading);
        }
    }
}

void reading_drop(struct list *ahead)
{
    list_each_safe (at, ahead) {
        struct reading *reading = list_item(at, struct reading, link);
        must(!room_of(reading));
        list_remove(at);
        arena_free(reading->arena);
        free(reading);
    }
}

static void ask(struct reading *reading, const struct picture_of *of)
{
    struct journal *journal = reading->room->journal;
    const struct rules *rules = reading->room->record->rules;
    size_t key_len = rank_key_len(rules, of->stage);
    struct slice ids[READING_MAX];
    char name[2 * RECORD_ID_MAX];

    (void)snprintf(name, sizeof name, "%s/%s", rules->skills[of->skill].id,
                   rules->stages[of->stage].id);
    if (!picture_is_of_one(of)) {
        journal_board(journal, name, key_len, of->tile.from, of->tile.count + 1, on_page, reading);
        return;
    }
    for (size_t i = 0; i < reading->plan.count; i++) {
        ids[i] = board_of(reading->plan.boards[i])->tile.who;
    }
    journal_board_of(journal, name, key_len, reading->plan.count, ids, on_page, reading);
}

void reading_begin(struct list *ahead, const struct reading_plan *plan)
{
    const struct picture_of *of = board_of(plan->boards[0]);
    struct reading *reading = malloc(sizeof *reading);

    must(reading && plan->count > 0 && plan->count <= READING_MAX);
    *reading = (struct reading){.ahead = ahead, .room = of->room, .plan = *plan};
    list_init(&reading->link);
    for (size_t i = 0; i < plan->count; i++) {
        board_await(plan->boards[i], &reading->plan.boards[i]);
    }
    reading->room->holders++;
    if (picture_is_frozen(of)) {
        on_page(reading, &(struct journal_page){.error = 0});
    } else if (of->tile.list != TILE_STANDING) { // no page of Redis says it
        on_page(reading, &(struct journal_page){.number = of->room->record->followed});
    } else {
        ask(reading, of);
    }
}
