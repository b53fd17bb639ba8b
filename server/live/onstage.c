#include "live/onstage.h"

#include "base/arena.h"
#include "live/frozen.h"
#include "live/outlook.h"
#include "live/state.h"
#include "live/turned.h"
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

// Of a frozen skill's ghost: what was kept then.
static const struct frozen_stage *still_of(const struct record *record, uint32_t stage)
{
    const struct frozen *frozen = frozen_of(record, record->rules->stages[stage].skill);

    return &frozen->stages[stage - skill_of(record, stage)->stage_first];
}

// ---- forecasts

static const struct foresee *foreseen(const struct room *room,
                                      const struct record_competitor *competitor, uint32_t stage)
{
    if (!competitor->ghost) {
        return outlook_at(room, stage);
    }
    const struct foresee *still = still_of(room->record, stage)->foresee;
    return still && still->ready ? still : NULL;
}

void onstage_forecast(const struct room *room, const struct record_competitor *competitor,
                      uint32_t stage, bool current, struct scene_row *row)
{
    if (!skill_of(room->record, stage)->tells_forecast) {
        return;
    }
    const struct foresee *foresee = foreseen(room, competitor, stage);
    if (!foresee) {
        return;
    }
    struct forecast_place place = foresee_place(foresee, competitor, current ? row->place : 0);
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
    const struct rules_skill *skill = skill_of(room->record, stage);
    const struct record_competitor *than = NULL;
    point_t mark = 0;
    enum forecast_answer answer =
        foresee_need(foreseen(room, competitor, stage), competitor, place, &than, &mark);

    *need = (struct scene_need){.place = place, .answer = word_of(answer)};
    if (answer == FORECAST_MARK) {
        need->mark = print(arena, ratio_of_point(mark), -1);
    }
    if (than) {
        need->than = print(arena, than->tally.stages[stage - skill->stage_first].total,
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

static uint32_t open_part(const struct record *record, const struct record_competitor *competitor,
                          uint32_t stage)
{
    return competitor->ghost ? still_of(record, stage)->opened[competitor->at]
                             : turned_last(record, competitor, stage);
}

void onstage_tell(struct arena *arena, const struct room *room,
                  const struct record_competitor *competitor, uint32_t stage, struct scene_row *row)
{
    const struct rules_skill *skill = skill_of(room->record, stage);

    if (row->told.best > 0 && foresee_is_open(foreseen(room, competitor, stage), competitor)) {
        add_needs(arena, room, competitor, stage, row);
    }
    uint32_t part = skill->tells_marks ? open_part(room->record, competitor, stage) : RULES_NONE;
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
