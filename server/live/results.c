#include "live/results.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "live/awaited.h"
#include "live/exposed.h"
#include "live/frozen.h"
#include "wire/code.h"

static uint32_t stage_number(const struct rules *rules, uint32_t stage)
{
    return stage - rules->skills[rules->stages[stage].skill].stage_first;
}

static bool is_last(const struct rules *rules, uint32_t stage)
{
    return stage_number(rules, stage) + 1 == rules->skills[rules->stages[stage].skill].stage_count;
}

// The first title of the table that the bits give, or NULL.
static const struct rules_title *first_title(const struct rules_skill *skill, uint64_t bits)
{
    for (uint32_t i = 0; i < skill->title_count; i++) {
        if (bits >> i & 1) {
            return &skill->titles[i];
        }
    }
    return NULL;
}

// As things stand, also before the publication.
static void give_titles(struct arena *arena, const struct record *record, uint32_t skill,
                        struct results_line *lines, size_t count)
{
    struct field_overall *overall = NULL;
    struct award_line *awards = NULL;
    size_t most = order_awards(arena, record, skill, &overall, &awards);
    uint64_t *titles = arena_alloc(arena, (most + 1) * sizeof *titles);

    for (size_t i = 0; i < most; i++) {
        titles[record->competitors[overall[i].who]->at] = awards[i].titles;
    }
    for (size_t i = 0; i < count; i++) {
        lines[i].title =
            first_title(&record->rules->skills[skill], titles[lines[i].competitor->at]);
    }
}

size_t results_lines(struct arena *arena, const struct record *record, uint32_t stage,
                     struct results_line **ret)
{
    struct rank_line *lines = NULL;
    size_t count = order_stage(arena, record, stage, &lines);
    struct results_line *out = arena_alloc(arena, (count + 1) * sizeof *out);

    for (size_t i = 0; i < count; i++) {
        out[i] = (struct results_line){.rank = lines[i],
                                       .competitor = record->competitors[lines[i].who]};
    }
    *ret = out;
    return count;
}

size_t results_rank(struct arena *arena, const struct record *record, uint32_t stage,
                    struct results_line **ret)
{
    uint32_t skill = record->rules->stages[stage].skill;
    size_t count = results_lines(arena, record, stage, ret);

    if (is_last(record->rules, stage) && record->rules->skills[skill].title_count > 0) {
        give_titles(arena, record, skill, *ret, count);
    }
    return count;
}

struct results_place results_place_of(const struct results_line *line, bool staff,
                                      const struct order_scales *scales)
{
    const struct rank_line *rank = &line->rank;

    return (struct results_place){.place = rank->place,
                                  .shared = rank->shared,
                                  .half = rank->half,
                                  .staff = staff,
                                  .scales = scales,
                                  .group_place = rank->group_place,
                                  .group_shared = rank->group_shared,
                                  .group_half = rank->group_half,
                                  .heat = rank->heat,
                                  .heat_place = rank->heat_place,
                                  .heat_shared = rank->heat_shared,
                                  .heat_half = rank->heat_half};
}

struct results_place results_place_on(const struct record *record,
                                      const struct record_competitor *competitor, uint32_t stage)
{
    struct arena *arena = arena_new();
    struct rank_line *lines = NULL;
    struct results_place place = {.place = 0};
    size_t count = order_stage(arena, record, stage, &lines);

    for (size_t i = 0; i < count; i++) {
        if (lines[i].who == competitor->index) {
            struct results_line line = {.rank = lines[i]};
            place = results_place_of(&line, false, NULL);
        }
    }
    arena_free(arena);
    return place;
}

// ---- is it ready?

const char *results_obstacle(const struct record *record, uint32_t index)
{
    if (record->skills[index].published) {
        return "sheet-locked";
    }
    if (record->rules->skills[index].blind && !record->skills[index].opened) {
        return "codes-sealed";
    }
    if (!awaited_complete(record, index)) {
        bool hidden = awaited_hidden(record, index);
        return awaited_held(record, index) ? "panel-held"
               : hidden                    ? "cards-closed"
                                           : "not-complete";
    }
    return order_is_undecided(record, index) ? "undecided-places" : NULL;
}

uint64_t results_missing(const struct record *record, uint32_t index)
{
    const struct record_skill *skill = &record->skills[index];
    uint64_t missing = 0;

    for (uint32_t i = 0; i < record->rules->skills[index].stage_count; i++) {
        missing += skill->stages[i].expected - skill->stages[i].done;
    }
    return missing;
}

// ---- rows of a board

static void print(struct ratio value, unsigned places, char out[RATIO_TEXT_MAX])
{
    (void)code_print(value, (int)places, out);
}

static bool counts_any(const struct tally *tally, const struct rules_module *module)
{
    for (uint32_t i = 0; i < module->part_count; i++) {
        if (tally->part_complete[module->part_first + i - tally->part_first]) {
            return true;
        }
    }
    return false;
}

// Whether anything has been counted to the total: a complete part of the stage, a match, or a stage
// that is carried.
static bool counts_to_total(const struct rules *rules, const struct tally *tally, uint32_t stage)
{
    const struct rules_stage *at = &rules->stages[stage];
    bool any = at->carry_count > 0 || at->module_count == 0;

    for (uint32_t i = 0; i < at->module_count; i++) {
        const struct rules_module *module = &rules->modules[at->module_first + i];
        any = any || (!module->aside && counts_any(tally, module));
    }
    return any;
}

static void fill_modules(const struct record *record, const struct record_competitor *competitor,
                         uint32_t stage, struct scene_row *row)
{
    const struct rules *rules = record->rules;
    const struct rules_stage *at = &rules->stages[stage];

    row->module_count = at->module_count < SCENE_VALUES_MAX ? at->module_count : SCENE_VALUES_MAX;
    for (uint32_t i = 0; i < row->module_count; i++) {
        uint32_t module = at->module_first + i;
        row->module_ids[i] = rules->modules[module].id;
        row->modules[i][0] = 0;
        if (!counts_any(&competitor->tally, &rules->modules[module])) {
            continue;
        }
        print(competitor->tally.modules[module - competitor->tally.module_first],
              rules->skills[at->skill].display_places, row->modules[i]);
    }
}

static struct slice shown(const char *text)
{
    return text && *text ? slice_of(text) : SLICE_NONE;
}

static void fill_scale(const struct record *record, const struct record_competitor *competitor,
                       const struct order_scales *scales, struct scene_row *row)
{
    const struct rules_scale *scale = &record->rules->skills[competitor->skill].scale;
    struct ratio value;

    if (scales && order_scale_value(record, scales, competitor, &value)) {
        print(value, scale->rounding.places > 0 ? (unsigned)scale->rounding.places : 0, row->scale);
    }
}

const struct rules_title *results_title(const struct record *record,
                                        const struct record_competitor *competitor, uint32_t stage)
{
    const struct rules *rules = record->rules;
    bool given = is_last(rules, stage) && record->skills[competitor->skill].published;

    return given && !competitor->ghost
               ? first_title(&rules->skills[competitor->skill], competitor->honours.titles)
               : NULL;
}

// What belongs to a place is shown only to those who have one.
static void fill_place(const struct record *record, const struct record_competitor *competitor,
                       uint32_t stage, const struct results_place *place, struct scene_row *row)
{
    const struct rules *rules = record->rules;

    if (rank_class_of(rules, stage, &competitor->tally) != RANK_COMPLETE || place->place == 0) {
        return;
    }
    row->place = place->place;
    row->shared = place->shared;
    row->half = place->half;
    row->group_place = place->group_place;
    row->group_shared = place->group_shared;
    row->group_half = place->group_half;
    row->heat_place = place->heat_place;
    row->heat_shared = place->heat_shared;
    row->heat_half = place->heat_half;
    const struct rules_title *title = results_title(record, competitor, stage);
    row->title = title ? title->id : NULL;
}

void results_row(const struct record *record, const struct record_competitor *competitor,
                 uint32_t stage, struct results_place place, enum rules_show show,
                 struct scene_row *ret)
{
    const struct rules *rules = record->rules;
    uint32_t skill = rules->stages[stage].skill;
    const struct stage_result *result = &competitor->tally.stages[stage_number(rules, stage)];

    *ret = (struct scene_row){.id = slice_of(competitor->id),
                              .code = shown(competitor->code),
                              .complete = result->complete,
                              .done = result->done,
                              .expected = result->expected,
                              .status = result->status,
                              .field = result->field,
                              .held = result->held,
                              .flagged = place.staff && result->flagged};
    if (show == RULES_SHOW_NAME) {
        const struct record_person *person = frozen_person(record, competitor);
        ret->name = shown(person->name);
        ret->second_name = shown(person->second_name);
        ret->delegation = shown(person->delegation);
    }
    if (counts_to_total(rules, &competitor->tally, stage)) {
        print(result->total, rules->skills[skill].display_places, ret->total);
    }
    if (competitor->group > 0) {
        ret->group = rules->skills[skill].groups[competitor->group - 1].id;
    }
    ret->heat = place.heat;
    fill_modules(record, competitor, stage, ret);
    fill_place(record, competitor, stage, &place, ret);
    if (is_last(rules, stage)) {
        fill_scale(record, competitor, place.scales, ret);
    }
}

static const char *exact(struct arena *arena, struct ratio value)
{
    char text[RATIO_TEXT_MAX];
    return arena_copy(arena, (struct slice){text, code_print(value, -1, text)});
}

void results_exact(struct arena *arena, const struct record *record,
                   const struct record_competitor *competitor, uint32_t stage,
                   struct scene_row *row)
{
    const struct rules_stage *at = &record->rules->stages[stage];
    const struct tally *tally = &competitor->tally;

    row->total_exact = exact(arena, tally->stages[stage_number(record->rules, stage)].total);
    for (uint32_t i = 0; i < row->module_count; i++) {
        row->modules_exact[i] =
            exact(arena, tally->modules[at->module_first + i - tally->module_first]);
    }
}

void results_overall(const struct record_competitor *competitor, const struct field_overall *behind,
                     struct scene_row *row)
{
    if (behind) {
        row->overall = behind[competitor->at].place;
        row->overall_half = behind[competitor->at].half;
    }
}

static void fill_ties(struct arena *arena, const struct record *record,
                      const struct record_competitor *competitor, uint32_t stage,
                      struct scene_row *row)
{
    const struct rules_skill *skill = &record->rules->skills[competitor->skill];
    const char **ties = arena_alloc(arena, (skill->tie_count + 1) * sizeof *ties);

    for (uint32_t i = 0; i < skill->tie_count; i++) {
        struct ratio value;
        enum rules_tie_by by = skill->ties[i].by;
        // What is counted among the tied only, or compares many values, is nobody's own.
        bool own = by != RULES_TIE_HEAD_TO_HEAD && by != RULES_TIE_COUNTBACK &&
                   by != RULES_TIE_LATEST && !skill->ties[i].among;
        ties[i] =
            own && rank_tie_value(record->rules, stage, &skill->ties[i], &competitor->tally, &value)
                ? exact(arena, value)
                : "";
    }
    row->ties = ties;
    row->tie_count = skill->tie_count;
}

void results_detail(struct arena *arena, const struct record *record,
                    const struct record_competitor *competitor, uint32_t stage,
                    struct scene_row *row)
{
    const struct rules *rules = record->rules;
    const struct tally *tally = &competitor->tally;
    struct scene_part *parts = arena_alloc(arena, (tally->part_count + 1) * sizeof *parts);

    for (uint32_t i = 0; i < tally->part_count; i++) {
        const struct rules_part *part = &rules->parts[tally->part_first + i];
        if (part->stage == stage) {
            parts[row->part_count++] = (struct scene_part){
                part->id, tally->part_complete[i] ? exact(arena, tally->parts[i]) : NULL,
                tally->results[i].code};
        }
    }
    row->parts = parts;
    row->own_exact = exact(arena, tally->stages[stage_number(rules, stage)].own);
    fill_ties(arena, record, competitor, stage, row);
}

enum rules_show results_stage_show(const struct record *record, uint32_t stage)
{
    const struct rules_stage *rules = &record->rules->stages[stage];
    const struct frozen *frozen = frozen_of(record, rules->skill);

    return frozen ? frozen->stages[stage_number(record->rules, stage)].show
                  : exposed_now(record, stage);
}

enum rules_show results_show(const struct record *record, uint32_t skill)
{
    const struct rules_skill *rules = &record->rules->skills[skill];
    enum rules_show most = RULES_SHOW_NONE;

    for (uint32_t i = rules->stage_first; i < rules->stage_first + rules->stage_count; i++) {
        enum rules_show show = results_stage_show(record, i);
        most = show > most ? show : most;
    }
    return most;
}

enum rules_show results_overall_show(const struct record *record, uint32_t skill)
{
    const struct rules_skill *rules = &record->rules->skills[skill];

    return results_stage_show(record, rules->stage_first + rules->stage_count - 1);
}

bool results_published(const struct record *record, uint32_t skill)
{
    return record->skills[skill].published && !frozen_of(record, skill);
}

bool results_by_name(const struct record *record, uint32_t skill)
{
    return results_published(record, skill) && results_show(record, skill) == RULES_SHOW_NAME;
}

void results_state(const struct record *record, uint32_t stage, enum rules_show show, bool secret,
                   struct scene_state *ret)
{
    uint32_t index = record->rules->stages[stage].skill;
    const struct record_skill *skill = &record->skills[index];
    const struct frozen *frozen = frozen_of(record, index);
    const struct frozen *still = secret ? NULL : frozen;
    uint32_t number = stage_number(record->rules, stage);
    const struct record_stage *counts =
        still ? &still->stages[number].counts : &skill->stages[number];

    *ret = (struct scene_state){.show = show,
                                .published = still ? 0 : skill->published,
                                .frozen = frozen ? frozen->at : 0,
                                .total = still ? still->count : skill->count};
    if (show > RULES_SHOW_NONE) { // a number that rises tells the hall that marks come in
        ret->ranked = counts->ranked;
        ret->done = counts->done;
        ret->expected = counts->expected;
    }
}
