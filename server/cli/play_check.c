#include "cli/play_check.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "live/results.h"
#include "live/results_cut.h"
#include "live/results_honours.h"
#include "live/results_teams.h"
#include "wire/recording_answer.h"
#include "wire/scene.h"

#include <stdio.h>

void play_check_done(struct play_check *check)
{
    arena_free(check->arena);
    check->arena = NULL;
}

static void say(const struct recording_line *line, uint64_t number,
                const struct recording_figure *figure, struct slice have)
{
    struct slice who = line->team.at ? line->team : line->competitor;

    (void)fprintf(stderr, "line %lu: %.*s %.*s/%.*s %.*s: %.*s is %.*s, expected %.*s\n",
                  (unsigned long)number, SLICE_FMT(line->competition), SLICE_FMT(line->skill),
                  SLICE_FMT(line->stage), SLICE_FMT(who), SLICE_FMT(figure->name),
                  SLICE_FMT(have.len ? have : SLICE("absent")),
                  SLICE_FMT(figure->value.len ? figure->value : SLICE("absent")));
}

static void compare(struct play_check *check, const struct recording_line *line, uint64_t number,
                    const struct recording_row *row, const struct recording_row *honours)
{
    for (size_t i = 0; i < line->figure_count; i++) {
        const struct recording_figure *figure = &line->figures[i];
        struct slice have = recording_answer_figure(
            recording_is_honour(figure->name) ? honours : row, figure->name);
        bool same = recording_same(figure->value, have);
        check->compared++;
        check->equal += same;
        if (!same) {
            say(line, number, figure, have);
        }
    }
}

// The stage that the line names, or RULES_NONE.
static uint32_t stage_of(const struct rules *rules, const struct recording_line *line)
{
    uint32_t skill = rules_find_skill(rules, line->skill.at, line->skill.len);

    return skill == RULES_NONE ? RULES_NONE
                               : rules_find_stage(rules, skill, line->stage.at, line->stage.len);
}

static void rank(struct play_check *check, const struct play_room *room, uint32_t stage)
{
    if (check->arena && check->room == room && check->changes == room->changes &&
        check->stage == stage) {
        return;
    }
    arena_free(check->arena);
    check->arena = arena_new();
    check->room = room;
    check->changes = room->changes;
    check->stage = stage;
    check->count = results_rank(check->arena, room->record, stage, &check->lines);
}

static const struct results_line *line_of(struct play_check *check, const struct play_room *room,
                                          uint32_t stage, struct slice id)
{
    rank(check, room, stage);
    for (size_t i = 0; i < check->count; i++) {
        if (slice_is(id, check->lines[i].competitor->id)) {
            return &check->lines[i];
        }
    }
    return NULL;
}

static void read_row(struct play_check *check, const struct play_room *room, struct arena *arena,
                     const struct recording_line *line, uint32_t stage, struct recording_row *ret)
{
    const struct record *record = room->record;
    const struct results_line *found = line_of(check, room, stage, line->competitor);
    struct buf *json = buf_new(1024);
    struct scene_row row;

    text_printf(json, "{\"rows\":[");
    const struct record_competitor *competitor = record_competitor(record, line->competitor);
    struct results_line unlisted = {.competitor = competitor};
    found = found ? found : competitor ? &unlisted : NULL;
    if (found) {
        struct order_scales scales =
            order_scales(arena, record, record->rules->stages[stage].skill);
        results_row(record, found->competitor, stage, results_place_of(found, true, &scales),
                    RULES_SHOW_NAME, &row);
        results_exact(arena, record, found->competitor, stage, &row);
        results_overall(found->competitor,
                        order_behind(arena, record, record->rules->stages[stage].skill), &row);
        results_detail(arena, record, found->competitor, stage, &row);
        scene_write_row(&row, json);
    }
    text_printf(json, "]}");
    (void)recording_answer_row(arena, (struct slice){json->bytes, json->len}, line->competitor,
                               ret);
    buf_unref(json);
}

static void read_honours(const struct play_room *room, struct arena *arena,
                         const struct recording_line *line, struct recording_row *ret)
{
    uint32_t skill = rules_find_skill(room->record->rules, line->skill.at, line->skill.len);
    struct buf *json = buf_new(1024);

    results_honours_write(room->record, skill, json);
    (void)recording_answer_honours(arena, (struct slice){json->bytes, json->len}, line->competitor,
                                   ret);
    buf_unref(json);
}

static void check_figures(struct play_check *check, const struct play_room *room,
                          struct arena *arena, const struct recording_line *line, uint64_t number)
{
    struct recording_row row = {.found = false};
    struct recording_row honours = {.found = false};
    uint32_t stage = stage_of(room->record->rules, line);

    if (stage != RULES_NONE) {
        read_row(check, room, arena, line, stage, &row);
        if (recording_wants_honours(line)) {
            read_honours(room, arena, line, &honours);
        }
    }
    compare(check, line, number, &row, &honours);
}

static void check_team(struct play_check *check, const struct play_room *room, struct arena *arena,
                       const struct recording_line *line, uint64_t number)
{
    struct recording_row row = {.found = false};
    uint32_t table = results_teams_find(room->record, line->table.at, line->table.len);
    struct buf *json = buf_new(1024);

    if (table != RULES_NONE && results_teams_write(room->record, table, false, json)) {
        (void)recording_answer_team(arena, (struct slice){json->bytes, json->len}, line->team,
                                    &row);
    }
    compare(check, line, number, &row, &row);
    buf_unref(json);
}

static void check_field(struct play_check *check, const struct play_room *room, struct arena *arena,
                        const struct recording_line *line, uint64_t number)
{
    const struct slice *ids = NULL;
    size_t count = 0;
    uint32_t stage = stage_of(room->record->rules, line);
    struct buf *json = buf_new(1024);

    bool same =
        stage != RULES_NONE && results_cut_write(room->record, stage, json) &&
        recording_answer_field(arena, (struct slice){json->bytes, json->len}, &ids, &count) &&
        recording_answer_is_field(ids, count, line->members, line->member_count);
    buf_unref(json);
    check->compared++;
    check->equal += same;
    if (!same) {
        (void)fprintf(stderr, "line %lu: %.*s %.*s/%.*s: %zu go on, others or %zu were expected\n",
                      (unsigned long)number, SLICE_FMT(line->competition), SLICE_FMT(line->skill),
                      SLICE_FMT(line->stage), count, line->member_count);
    }
}

// ---- what an expectation names has to be there, or it could not fail

// A figure that this stage does not have may be expected to be absent, if another one has it.
static bool is_known(const struct rules *rules, struct slice figure)
{
    size_t modules = strlen("modules.");
    size_t parts = strlen("parts.");

    if (slice_starts(figure, "parts.")) {
        return rules_find_part(rules, figure.at + parts, figure.len - parts) != RULES_NONE;
    }
    for (uint32_t i = 0; slice_starts(figure, "modules.") && i < rules->module_count; i++) {
        if (slice_is((struct slice){figure.at + modules, figure.len - modules},
                     rules->modules[i].id)) {
            return true;
        }
    }
    return !slice_starts(figure, "modules.");
}

// The name that stands for nothing, or SLICE_NONE.
static struct slice find_unknown(const struct record *record, const struct recording_line *line)
{
    const struct rules *rules = record->rules;
    uint32_t stage = stage_of(rules, line);

    if (line->kind == RECORDING_EXPECT_TEAM) {
        uint32_t table = results_teams_find(record, line->table.at, line->table.len);
        return table == RULES_NONE ? line->table : SLICE_NONE;
    }
    if (stage == RULES_NONE) {
        bool skill = rules_find_skill(rules, line->skill.at, line->skill.len) != RULES_NONE;
        return skill ? line->stage : line->skill;
    }
    if (line->kind == RECORDING_EXPECT_FIELD) {
        return SLICE_NONE;
    }
    const struct record_competitor *competitor = record_competitor(record, line->competitor);
    if (!competitor || competitor->skill != rules->stages[stage].skill) {
        return line->competitor;
    }
    for (size_t i = 0; i < line->figure_count; i++) {
        struct slice name = line->figures[i].name;
        if (!is_known(rules, name)) {
            return name;
        }
    }
    return SLICE_NONE;
}

void play_check_line(struct play_check *check, const struct play_room *room, struct arena *arena,
                     const struct recording_line *line, uint64_t number)
{
    struct slice unknown = find_unknown(room->record, line);

    if (unknown.at) {
        check->compared++;
        (void)fprintf(stderr, "line %lu: %.*s has no \"%.*s\"\n", (unsigned long)number,
                      SLICE_FMT(line->competition), SLICE_FMT(unknown));
    } else if (line->kind == RECORDING_EXPECT_FIELD) {
        check_field(check, room, arena, line, number);
    } else if (line->kind == RECORDING_EXPECT_TEAM) {
        check_team(check, room, arena, line, number);
    } else {
        check_figures(check, room, arena, line, number);
    }
}
