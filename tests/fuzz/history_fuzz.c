// Any competition under any history. The input says which rule book, who takes part and what comes
// one after the other; the record is folded as a node folds it, and after each entry it must be
// what its rows give from nothing, in the order that its keys give (history_check.h).
#include "tests/fuzz/history_changes.h"
#include "tests/fuzz/history_check.h"
#include "tests/fuzz/history_rulings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { STEPS_MAX = 200 };

static void open_books(void)
{
    if (book_count == 0) {
        secret_init();
        books_open();
    }
}

static bool begin(struct history *it)
{
    struct slice json = books[history_dice(it, book_count)];
    struct commit_wish wish = {.kind = ENTRY_COMPETITION, .body = json};

    history_demand(history_commit(it, &wish), "a definition is refused", NULL);
    if (rules_in(it)->stage_count > HISTORY_STAGES_MAX) {
        return false;
    }
    some_roster(it, 1 + history_dice(it, 8));
    return true;
}

static void step(struct history *it)
{
    static void (*const ways[])(struct history * it) = {
        some_sheet,        some_sheet,      some_sheet,        some_sheet,        some_sheet,
        all_sheets,        all_sheets,      all_sheets,        some_bulk,         some_status,
        some_panel_ruling, some_adjustment, some_stage_ruling, some_stage_ruling, some_match,
        some_match,        some_award,      some_publication,  some_newcomer,     some_panel_ruling,
        some_change};
    size_t before = it->count;
    size_t changes = it->record->change_count;

    ways[history_dice(it, sizeof ways / sizeof ways[0])](it);
    if (it->count > before) {
        check_now(it, it->record->change_count > changes);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct history it;

    open_books();
    if (size < 3) {
        return 0;
    }
    history_open(&it, data + 1, size - 1);
    if (begin(&it)) {
        for (unsigned steps = 0; it.left > 0 && steps < STEPS_MAX; steps++) {
            step(&it);
        }
        if ((data[0] & 3) == 0) { // takes longer than all the rest
            check_end(&it, data[0] >> 2);
        }
    }
    history_close(&it);
    return 0;
}
