#include "live/reading.h"

#include "base/must.h"
#include "live/state.h"
#include "scoring/rank.h"
#include "store/journal.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

// It may outlive its boards: the place of one that has gone is empty.
struct reading {
    struct room *room;
    struct reading_plan plan;
};

static_assert((int)READING_MAX <= (int)JOURNAL_OF_MAX, "one call takes them all");

static void give(struct reading *reading, size_t i, const struct journal_page *page)
{
    struct board *board = reading->plan.boards[i];

    if (board) {
        reading->plan.on_news(reading->plan.owners[i], board, board_take(board, page));
    }
}

static void end(struct reading *reading)
{
    if (reading->plan.on_end) {
        reading->plan.on_end(reading->plan.owner);
    }
    free(reading);
}

static void on_page(void *owner, const struct journal_page *page)
{
    struct reading *reading = owner;

    reading->room->holders--;
    give(reading, 0, page);
    end(reading);
}

// To each the page that he would have had alone.
static void on_singles(void *owner, const struct journal_page *page)
{
    struct reading *reading = owner;

    reading->room->holders--;
    for (size_t i = 0; i < reading->plan.count; i++) {
        struct journal_page own = *page;
        own.count = i < page->count && page->members[i].id.len > 0;
        own.members = own.count ? &page->members[i] : NULL;
        give(reading, i, &own);
    }
    end(reading);
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
    journal_board_of(journal, name, key_len, reading->plan.count, ids, on_singles, reading);
}

void reading_begin(const struct reading_plan *plan)
{
    const struct picture_of *of = board_of(plan->boards[0]);
    struct reading *reading = malloc(sizeof *reading);

    must(reading && plan->count > 0 && plan->count <= READING_MAX);
    *reading = (struct reading){of->room, *plan};
    for (size_t i = 0; i < plan->count; i++) {
        board_await(plan->boards[i], &reading->plan.boards[i]);
    }
    reading->room->holders++;
    if (picture_is_frozen(of)) {
        on_singles(reading, &(struct journal_page){.error = 0});
    } else {
        ask(reading, of);
    }
}
