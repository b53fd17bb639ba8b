#include "live/onstage.h"

#include "base/arena.h"
#include "live/fold.h"
#include "live/outlook.h"
#include "live/state.h"
#include "scoring/reduce.h"
#include "scoring/row.h"
#include "wire/code.h"

#include <string.h>

static const struct rules_skill *skill_of(const struct record *record, uint32_t stage)
{
    return &record->rules->skills[record->rules->stages[stage].skill];
}

static const char *print(struct arena *arena, struct ratio value, int places)
{
    char text[RATIO_TEXT_MAX];

    return arena_copy(arena, (struct slice){text, code_print(value, places, text)});
}

// ---- forecasts

void onstage_forecast(const struct room *room, const struct record_competitor *competitor,
                      uint32_t stage, bool current, struct scene_row *row)
{
    if (!skill_of(room->record, stage)->tells_forecast || competitor->ghost) {
        return;
    }
    const struct outlook_stage *outlook = outlook_at(room, stage);
    if (!outlook) {
        return;
    }
    struct forecast_place place = outlook_place(outlook, competitor, current ? row->place : 0);
    if (place.known) {
        row->told.best = place.best;
        row->told.worst = place.worst;
    }
}

static const char *word_of(enum forecast_answer answer)
{
    static const char *const words[] = {[FORECAST_ALREADY] = "already",
                                        [FORECAST_CANNOT] = "cannot",
                                        [FORECAST_MARK] = "mark",
                                        [FORECAST_UNKNOWN] = "unknown"};
    return words[answer];
}

static void add_need(struct arena *arena, const struct room *room,
                     const struct record_competitor *competitor, uint32_t stage, uint32_t place,
                     struct scene_need *need)
{
    const struct record *record = room->record;
    const struct rules_skill *skill = skill_of(record, stage);
    uint32_t than = RULES_NONE;
    point_t mark = 0;
    enum forecast_answer answer =
        outlook_need(outlook_at(room, stage), competitor, place, &than, &mark);

    *need = (struct scene_need){.place = place, .answer = word_of(answer)};
    if (answer == FORECAST_MARK) {
        need->mark = print(arena, ratio_of_point(mark), -1);
    }
    if (than != RULES_NONE) {
        need->than =
            print(arena, record->competitors[than]->tally.stages[stage - skill->stage_first].total,
                  (int)skill->display_places);
    }
}

// For the first place and for each line that the hall may see.
static void add_needs(struct arena *arena, const struct room *room,
                      const struct record_competitor *competitor, uint32_t stage,
                      struct scene_row *row)
{
    struct scene_need *needs = arena_alloc(arena, SCENE_NEEDS_MAX * sizeof *needs);
    struct scene_state state = {.line_count = 0};
    size_t count = 0;

    onstage_lines(room->record, stage, &state);
    add_need(arena, room, competitor, stage, 1, &needs[count++]);
    for (size_t i = 0; i < state.line_count && count < SCENE_NEEDS_MAX; i++) {
        if (state.lines[i].top > needs[count - 1].place) {
            add_need(arena, room, competitor, stage, state.lines[i].top, &needs[count++]);
        }
    }
    row->told.needs = needs;
    row->told.need_count = count;
}

// ---- cards

// With a turn the cards say; else the last judge's sheet, also where fewer are enough to count.
static bool lies_open(const struct record *record, const struct record_competitor *competitor,
                      uint32_t part)
{
    const struct rules_part *of = &record->rules->parts[part];
    const struct row_slot *slot = row_slot(competitor->row, part);

    if (of->turn == RULES_TURN_NONE) {
        return row_in(slot) == row_panel(of, slot);
    }
    return contest_is_turned(record->rules, competitor->row, part);
}

// When the part's last sheet came; 0: it has no cards, or they do not lie open.
static uint64_t opened_at(const struct record *record, const struct record_competitor *competitor,
                          uint32_t part)
{
    const struct rules_part *of = &record->rules->parts[part];
    uint64_t last = 0;

    if (!competitor->tally.part_complete[part - competitor->tally.part_first] ||
        of->aspect_count == 0 || of->one_by_one || !lies_open(record, competitor, part)) {
        return 0;
    }
    for (uint32_t seat = 0; seat < of->seat_count; seat++) {
        const struct record_sheet *sheet =
            competitor->sheets[fold_slot(record, competitor, part, seat)];
        last = sheet && sheet->number > last ? sheet->number : last;
    }
    return last;
}

static uint32_t last_opened(const struct record *record, const struct record_competitor *competitor,
                            uint32_t stage)
{
    uint32_t found = RULES_NONE;
    uint64_t last = 0;

    for (uint32_t i = 0; i < competitor->tally.part_count; i++) {
        uint32_t part = competitor->tally.part_first + i;
        uint64_t at =
            record->rules->parts[part].stage == stage ? opened_at(record, competitor, part) : 0;
        if (at > last) {
            last = at;
            found = part;
        }
    }
    return found;
}

// Whether the panel's figure is made of just one figure of each judge, so that one is dropped.
static bool strikes_whole(const struct rules *rules, const struct rules_part *part)
{
    uint32_t counting = 0;

    for (uint32_t i = part->aspect_first; i < part->aspect_first + part->aspect_count; i++) {
        counting += !rules->aspects[i].aside;
    }
    bool gives = part->missing == RULES_BLOCK || part->missing == RULES_GIVEN;

    return gives && part->normalise.by == RULES_NORMALISE_NONE && part->reduce != RULES_MAJORITY &&
           (part->combine == RULES_PER_SHEET || counting == 1);
}

static const char *struck_word(enum reduce_fate fate)
{
    switch (fate) {
    case REDUCE_DROPPED_HIGH:
        return "high";
    case REDUCE_DROPPED_LOW:
        return "low";
    case REDUCE_LEFT_OUT:
        return "out";
    case REDUCE_USED:
        break;
    }
    return NULL;
}

static void strike(const struct rules_part *part, const struct row_slot *slot,
                   const struct ratio *figures, struct scene_card *cards)
{
    struct ratio given[RULES_SEATS_MAX];
    uint32_t seats[RULES_SEATS_MAX];
    struct reduce_result result;
    uint32_t count = 0;

    for (uint32_t seat = 0; seat < part->seat_count; seat++) {
        if (cards[seat].mark && ratio_is_value(figures[seat])) {
            given[count] = figures[seat];
            seats[count++] = seat;
        }
    }
    if (count == 0 || !reduce_figures(part, given, count, slot->accepted, &result)) {
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        cards[seats[i]].struck = struck_word(result.fates[i]);
    }
}

static const struct scene_cards *cards_of(struct arena *arena, const struct record *record,
                                          const struct record_competitor *competitor, uint32_t part)
{
    const struct rules_part *of = &record->rules->parts[part];
    const struct row_slot *slot = row_slot(competitor->row, part);
    struct scene_card *judges = arena_alloc(arena, of->seat_count * sizeof *judges);
    struct scene_cards *cards = arena_alloc(arena, sizeof *cards);
    struct ratio figures[RULES_SEATS_MAX];

    tally_seat_figures(record->rules, competitor->row, part, figures);
    for (uint32_t seat = 0; seat < of->seat_count; seat++) {
        bool excused = (slot->excused >> seat & 1) != 0;
        bool given = !excused && ratio_is_value(figures[seat]);
        judges[seat] = (struct scene_card){given ? print(arena, figures[seat], -1) : NULL,
                                           excused ? "recused" : NULL};
    }
    if (strikes_whole(record->rules, of)) {
        strike(of, slot, figures, judges);
    }
    struct ratio figure = competitor->tally.results[part - competitor->tally.part_first].figure;
    *cards = (struct scene_cards){
        of->id, print(arena, figure, (int)record->rules->skills[of->skill].display_places),
        of->seat_count, judges};
    return cards;
}

void onstage_tell(struct arena *arena, const struct room *room,
                  const struct record_competitor *competitor, uint32_t stage, struct scene_row *row)
{
    const struct rules_skill *skill = skill_of(room->record, stage);

    if (competitor->ghost) {
        return;
    }
    if (row->told.best > 0 && outlook_is_open(outlook_at(room, stage), competitor)) {
        add_needs(arena, room, competitor, stage, row);
    }
    uint32_t part = skill->tells_marks ? last_opened(room->record, competitor, stage) : RULES_NONE;
    if (part != RULES_NONE) {
        row->told.cards = cards_of(arena, room->record, competitor, part);
    }
}

// ---- lines

static void add_line(struct scene_state *state, struct scene_line line)
{
    size_t at = state->line_count;

    if (at == SCENE_LINES_MAX || line.top == 0) {
        return;
    }
    for (; at > 0 && state->lines[at - 1].top > line.top; at--) {
        state->lines[at] = state->lines[at - 1];
    }
    state->lines[at] = line;
    state->line_count++;
}

void onstage_lines(const struct record *record, uint32_t stage, struct scene_state *state)
{
    const struct rules *rules = record->rules;
    const struct rules_skill *skill = skill_of(record, stage);
    uint32_t end = skill->stage_first + skill->stage_count;

    if (!skill->tells_lines || rules_in_groups(rules, rules->stages[stage].skill)) {
        return;
    }
    for (uint32_t i = stage + 1; i < end; i++) {
        const struct rules_cut *cut = &rules->stages[i].cut;
        if (cut->by == RULES_CUT_TOP && cut->from == stage && cut->per_team == 0) {
            add_line(state, (struct scene_line){cut->top, NULL, rules->stages[i].id});
        }
    }
    for (uint32_t i = 0; stage + 1 == end && i < skill->title_count; i++) {
        const struct rules_title *title = &skill->titles[i];
        if (title->by == RULES_BY_PLACES) {
            add_line(state, (struct scene_line){title->to, title->id, NULL});
        }
    }
}
