// What is said about a panel: the body of each act; the first byte says which. What was read keeps
// to its bounds, and the sheet of a trial is itself JSON that reads as it stands.
#include "base/arena.h"
#include "tests/fuzz/say_problem.h"
#include "tests/wire/trade.h"
#include "wire/ask.h"
#include "wire/entry_panel.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct definition *definition;

static void check_id(struct slice id)
{
    check(!id.at || text_is_id(id));
}

// Characters, of at most four bytes each.
static void check_words(struct slice words)
{
    check(!words.at || (text_is_utf8(words) && words.len <= 4 * (size_t)ENTRY_PANEL_WORDS_MAX));
}

static void look_at_marks(const struct entry_panel *said)
{
    check(said->mark_count > 0 && said->mark_count <= ENTRY_PANEL_MARKS_MAX);
    for (size_t i = 0; i < said->mark_count; i++) {
        const struct entry_benchmark *mark = &said->marks[i];
        check(text_is_id(mark->aspect));
        check(mark->value.at || mark->words.at);
        check_words(mark->words);
    }
}

static void look_at_trial(struct arena *arena, const struct entry_panel *said)
{
    const struct rules *rules = definition_rules(definition);

    check(said->sample >= 1 && said->sample <= ENTRY_PANEL_SAMPLES_MAX);
    check(said->sheet.at && text_is_utf8(said->sheet));
    for (uint32_t part = 0; part < rules->part_count; part++) {
        struct faults faults = {.count = 0};
        struct sheet sheet;
        check_problem(ask_sheet(arena, rules, part, 0, said->sheet, &sheet, &faults), &faults);
    }
}

static void look_at(struct arena *arena, const struct entry_panel *said)
{
    const struct slice ids[] = {said->part,   said->competitor, said->seat,
                                said->aspect, said->skill,      said->to};

    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        check_id(ids[i]);
    }
    check_words(said->words);
    check(said->act != ENTRY_PANEL_LOOK || (said->words.len > 0 && said->competitor.at));
    check(said->act != ENTRY_PANEL_SUBSTITUTE ||
          (said->skill.at && said->to.at && said->seat.at && said->words.len > 0));
    check(said->act != ENTRY_PANEL_ANSWER || (said->call > 0 && said->words.len > 0));
    if (said->act == ENTRY_PANEL_BENCHMARK) {
        look_at_marks(said);
    } else if (said->act == ENTRY_PANEL_TRIAL) {
        look_at_trial(arena, said);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    definition = definition ? definition : trade_open();
    struct arena *arena = arena_new();
    struct slice body = {(const char *)data + 1, size - 1};
    enum entry_panel_act act = (enum entry_panel_act)(data[0] % (ENTRY_PANEL_BENCHMARK + 1U));
    enum entry_panel_act found = ENTRY_PANEL_LOOK;
    struct faults faults = {.count = 0};
    struct entry_panel said;
    struct entry_panel again;

    check(entry_panel_find(slice_of(entry_panel_word(act)), &found) && found == act);
    bool good = entry_panel_read(arena, act, body, &said, &faults);
    check_problem(good, &faults);
    check(entry_panel_read(arena, act, body, &again, NULL) == good); // as the journal is read
    if (good) {
        check(said.act == act);
        look_at(arena, &said);
    }
    arena_free(arena);
    return 0;
}
