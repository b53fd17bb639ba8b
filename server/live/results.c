#include "live/results.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"

static uint32_t stage_number(const struct rules *rules, uint32_t stage)
{
    return stage - rules->skills[rules->stages[stage].skill].stage_first;
}

size_t results_rank(struct arena *arena, const struct record *record, uint32_t stage,
                    struct results_line **ret)
{
    const struct rules *rules = record->rules;
    const struct record_skill *skill = &record->skills[rules->stages[stage].skill];
    struct rank_line *lines = arena_alloc(arena, (skill->count + 1) * sizeof *lines);
    struct results_line *out = arena_alloc(arena, (skill->count + 1) * sizeof *out);
    uint32_t number = stage_number(rules, stage);
    size_t count = 0;

    for (size_t i = 0; i < skill->count; i++) {
        const struct record_competitor *competitor = record->competitors[skill->competitors[i]];
        if (competitor->tally.stages[number].started) {
            lines[count++] =
                (struct rank_line){.tally = &competitor->tally, .who = competitor->index};
        }
    }
    rank_order(rules, stage, lines, count);
    uint32_t index = rules->stages[stage].skill;
    bool last = number + 1 == rules->skills[index].stage_count;
    for (size_t i = 0; i < count; i++) {
        out[i] = (struct results_line){.rank = lines[i],
                                       .competitor = record->competitors[lines[i].who]};
        out[i].title = last && lines[i].place ? rank_title(rules, index, lines[i].place) : NULL;
    }
    *ret = out;
    return count;
}

// Complete: nobody who began a stage has an open sheet, everybody has finished the first stage, and
// somebody the last.
bool results_complete(const struct record *record, uint32_t index)
{
    const struct record_skill *skill = &record->skills[index];
    uint32_t stages = record->rules->skills[index].stage_count;

    for (uint32_t i = 0; i < stages; i++) {
        if (skill->stages[i].complete < skill->stages[i].started) {
            return false;
        }
    }
    return skill->count > 0 && skill->stages[0].complete == skill->count &&
           skill->stages[stages - 1].complete > 0;
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

static void write_exact(struct ratio value, struct buf *out)
{
    char text[RATIO_TEXT_MAX];
    size_t len = ratio_print(value, -1, text);

    text_json(out, (struct slice){text, len});
}

static void write_line(const struct results_line *line, uint32_t number, struct buf *out)
{
    text_printf(out, "{\"id\":");
    text_json(out, slice_of(line->competitor->id));
    text_printf(out, ",\"place\":%u,\"total\":", line->rank.place);
    write_exact(line->competitor->tally.stages[number].total, out);
    if (line->title) {
        text_printf(out, ",\"title\":");
        text_json(out, slice_of(line->title->id));
    }
    text_printf(out, "}");
}

static void write_stage(const struct record *record, uint32_t stage, struct buf *out)
{
    struct arena *arena = arena_new();
    struct results_line *lines = NULL;
    size_t count = results_rank(arena, record, stage, &lines);

    text_printf(out, "{\"stage\":");
    text_json(out, slice_of(record->rules->stages[stage].id));
    text_printf(out, ",\"results\":[");
    for (size_t i = 0; i < count; i++) {
        text_printf(out, i ? "," : "");
        write_line(&lines[i], stage_number(record->rules, stage), out);
    }
    text_printf(out, "]}");
    arena_free(arena);
}

void results_publication(const struct record *record, uint32_t index, struct buf *out)
{
    const struct rules_skill *skill = &record->rules->skills[index];

    text_printf(out, "{\"skill\":");
    text_json(out, slice_of(skill->id));
    text_printf(out, ",\"stages\":[");
    for (uint32_t i = 0; i < skill->stage_count; i++) {
        text_printf(out, i ? "," : "");
        write_stage(record, skill->stage_first + i, out);
    }
    text_printf(out, "]}");
}

enum rules_show results_show(const struct record *record, uint32_t skill)
{
    const struct rules_skill *rules = &record->rules->skills[skill];
    return record->skills[skill].published ? rules->after : rules->before;
}

static void print(struct ratio value, unsigned places, char out[RATIO_TEXT_MAX])
{
    size_t len = ratio_print(value, (int)places, out);
    out[len < RATIO_TEXT_MAX ? len : RATIO_TEXT_MAX - 1] = 0;
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

// Whether anything has been counted to the total: a complete part of the stage, or a stage that is
// carried.
static bool counts_to_total(const struct rules *rules, const struct tally *tally, uint32_t stage)
{
    const struct rules_stage *at = &rules->stages[stage];
    bool any = at->carry_count > 0;

    for (uint32_t i = 0; i < at->module_count; i++) {
        any = any || counts_any(tally, &rules->modules[at->module_first + i]);
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

void results_row(const struct record *record, const struct record_competitor *competitor,
                 uint32_t stage, struct results_place place, enum rules_show show,
                 struct scene_row *ret)
{
    const struct rules *rules = record->rules;
    uint32_t skill = rules->stages[stage].skill;
    uint32_t number = stage_number(rules, stage);
    const struct stage_result *result = &competitor->tally.stages[number];

    *ret = (struct scene_row){.id = slice_of(competitor->id),
                              .code = shown(competitor->code),
                              .place = result->complete ? place.place : 0,
                              .shared = result->complete && place.shared, // no place, none to share
                              .complete = result->complete,
                              .done = result->done,
                              .expected = result->expected};
    if (show == RULES_SHOW_NAME) {
        ret->name = shown(competitor->shown.name);
        ret->second_name = shown(competitor->shown.second_name);
        ret->delegation = shown(competitor->shown.delegation);
    }
    if (counts_to_total(rules, &competitor->tally, stage)) {
        print(result->total, rules->skills[skill].display_places, ret->total);
    }
    fill_modules(record, competitor, stage, ret);
    bool last = number + 1 == rules->skills[skill].stage_count;
    if (last && ret->place > 0 && record->skills[skill].published) {
        const struct rules_title *title = rank_title(rules, skill, ret->place);
        ret->title = title ? title->id : NULL;
    }
}

static const char *exact(struct arena *arena, struct ratio value)
{
    char text[RATIO_TEXT_MAX];
    return arena_copy(arena, (struct slice){text, ratio_print(value, -1, text)});
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

void results_state(const struct record *record, uint32_t stage, enum rules_show show,
                   struct scene_state *ret)
{
    const struct record_skill *skill = &record->skills[record->rules->stages[stage].skill];
    const struct record_stage *counts = &skill->stages[stage_number(record->rules, stage)];

    *ret = (struct scene_state){
        .show = show, .published = skill->published != 0, .total = skill->count};
    if (show > RULES_SHOW_NONE) { // a number that rises tells the hall that marks come in
        ret->ranked = counts->complete;
        ret->done = counts->done;
        ret->expected = counts->expected;
    }
}
