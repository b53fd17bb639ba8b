#include "live/lineup.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/meter.h"
#include "base/must.h"
#include "live/results_teams.h"
#include "live/state.h"
#include "live/units.h"

#include <stdlib.h>
#include <string.h>

enum { TEAMS_MS = 1000 };

// Delegations: everybody's number, and how they stood when they were asked for last.
struct kept_units {
    struct units *units;
    uint32_t *of; // by competitor
    uint64_t named;
    struct arena *arena; // NULL: nothing is counted
    size_t count;
    const struct units_line *lines;
};

// What it was settled from besides the record: another of these, and it is settled anew.
struct kept {
    struct arena *arena; // NULL: nothing is kept
    const struct rules *rules;
    char epoch[17];
    char rules_id[RECORD_RULES_ID];
    uint64_t number, moves; // of the journal, and of the skill's moves, up to which it is
    size_t enrolled;
    struct lineup_stage stage;
    struct kept_units units;
    uint64_t rest_ms; // lineup_rest
};

// Of a team table. Strangers may ask as often as they like, marks come in all the time, and names
// without an entry of the journal.
struct kept_teams {
    bool made;
    uint64_t at_ms;
    char epoch[17];
    struct buf *json; // NULL: refused
};

struct lineup {
    uint32_t count, team_count;
    struct kept *stages;
    struct kept_teams *teams;
};

struct lineup *lineup_new(void)
{
    struct lineup *lineup = calloc(1, sizeof *lineup);

    must(lineup);
    return lineup;
}

static void forget_names(struct kept_units *units)
{
    units->units = units_close(units->units);
    free(units->of);
    units->of = NULL;
}

static void forget_counts(struct kept_units *units)
{
    arena_free(units->arena);
    units->arena = NULL;
}

struct lineup *lineup_free(struct lineup *lineup)
{
    for (uint32_t i = 0; lineup && i < lineup->count; i++) {
        arena_free(lineup->stages[i].arena);
        forget_names(&lineup->stages[i].units);
        forget_counts(&lineup->stages[i].units);
    }
    for (uint32_t i = 0; lineup && i < lineup->team_count; i++) {
        buf_unref(lineup->teams[i].json);
    }
    if (lineup) {
        free(lineup->stages);
        free(lineup->teams);
    }
    free(lineup);
    return NULL;
}

static struct kept *kept_for(struct lineup *lineup, uint32_t stage)
{
    if (stage >= lineup->count) {
        lineup->stages = realloc(lineup->stages, (stage + 1) * sizeof *lineup->stages);
        must(lineup->stages);
        memset(lineup->stages + lineup->count, 0,
               (stage + 1 - lineup->count) * sizeof *lineup->stages);
        lineup->count = stage + 1;
    }
    return &lineup->stages[stage];
}

static void add_sights(struct arena *arena, struct lineup_stage *ret)
{
    uint32_t skill = ret->record->rules->stages[ret->stage].skill;

    ret->scales = order_scales(arena, ret->record, skill);
    ret->behind = order_behind(arena, ret->record, skill);
}

void lineup_settle(struct arena *arena, const struct record *record, uint32_t stage,
                   struct lineup_stage *ret)
{
    struct rank_line *lines = NULL;

    *ret = (struct lineup_stage){.record = record, .stage = stage};
    ret->count = order_stage(arena, record, stage, &lines);
    ret->lines = lines;
    add_sights(arena, ret);
}

// ---- kept, and brought up to date

static const struct record_skill *skill_of(const struct record *record, uint32_t stage)
{
    return &record->skills[record->rules->stages[stage].skill];
}

// Whether it is of this record, whose journal has only gone on since.
static bool is_of(const struct kept *kept, const struct room *room, uint32_t stage)
{
    const struct record *record = room->record;

    return kept->arena && kept->stage.record == record && kept->rules == record->rules &&
           strcmp(kept->epoch, room->epoch) == 0 && strcmp(kept->rules_id, record->rules_id) == 0 &&
           kept->number <= record->followed && kept->enrolled == skill_of(record, stage)->count;
}

// Whether those who have moved since are known, each by himself.
static bool can_go_on(const struct kept *kept, const struct record *record, uint32_t stage)
{
    const struct record_skill *skill = skill_of(record, stage);

    return !skill->relative && skill->shaken <= kept->number &&
           skill->moves - kept->moves <= RECORD_MOVED && !record->rules->stages[stage].heats &&
           record->rules->skills[record->rules->stages[stage].skill].group_count == 0;
}

static void note(struct kept *kept, const struct room *room, uint32_t stage)
{
    const struct record *record = room->record;

    kept->number = record->followed;
    kept->moves = skill_of(record, stage)->moves;
    kept->enrolled = skill_of(record, stage)->count;
    kept->rules = record->rules;
    memcpy(kept->epoch, room->epoch, sizeof kept->epoch);
    memcpy(kept->rules_id, record->rules_id, sizeof kept->rules_id);
}

static void settle(struct kept *kept, const struct record *record, uint32_t stage)
{
    forget_names(&kept->units);
    forget_counts(&kept->units);
    arena_free(kept->arena);
    kept->arena = arena_new();
    meter_count("jinbang_orders_found_total", "", 1);
    lineup_settle(kept->arena, record, stage, &kept->stage);
}

// New lines for those who have moved, each once. `gone`: by competitor.
static size_t find_moved(const struct kept *kept, const struct record *record, bool *gone,
                         struct rank_line *ret)
{
    const struct record_skill *skill = skill_of(record, kept->stage.stage);
    size_t count = 0;

    for (uint64_t i = kept->moves; i < skill->moves; i++) {
        uint32_t who = skill->competitors[skill->moved[i % RECORD_MOVED]];
        if (!gone[who] &&
            rank_is_listed(record->rules, kept->stage.stage, &record->competitors[who]->tally)) {
            ret[count++] = order_line(record->competitors[who]);
        }
        gone[who] = true;
    }
    return count;
}

static void go_on(struct kept *kept, const struct record *record)
{
    struct arena *arena = arena_new();
    struct arena *scratch = arena_new();
    size_t bytes = (record->competitor_count + 1) * sizeof(bool);
    bool *gone = memset(arena_alloc(scratch, bytes), 0, bytes);
    struct lineup_stage *stage = &kept->stage;
    struct rank_line *moved = arena_alloc(scratch, RECORD_MOVED * sizeof *moved);
    size_t count = find_moved(kept, record, gone, moved);
    struct rank_before before = {stage->lines, stage->count, gone};
    struct rank_line *lines = arena_alloc(arena, (stage->count + count + 1) * sizeof *lines);

    stage->count = rank_again(record->rules, stage->stage, &before, moved, count, lines);
    stage->lines = lines;
    add_sights(arena, stage);
    meter_count("jinbang_orders_brought_up_total", "", 1);
    arena_free(scratch);
    forget_counts(&kept->units);
    arena_free(kept->arena);
    kept->arena = arena;
}

const struct lineup_stage *lineup_at(const struct room *room, uint32_t stage)
{
    const struct record *record = room->record;
    struct kept *kept = kept_for(room->lineup, stage);
    bool is = is_of(kept, room, stage);

    if (is && kept->number == record->followed) {
        return &kept->stage;
    }
    if (!is || !can_go_on(kept, record, stage)) {
        settle(kept, record, stage);
    } else if (kept->moves != skill_of(record, stage)->moves) {
        go_on(kept, record);
    }
    note(kept, room, stage);
    return &kept->stage;
}

// Whether nobody's marks have moved since it was found.
static bool stands(const struct kept *kept, const struct room *room, uint32_t stage)
{
    const struct record *record = room->record;

    return is_of(kept, room, stage) &&
           (kept->number == record->followed ||
            (can_go_on(kept, record, stage) && kept->moves == skill_of(record, stage)->moves));
}

bool lineup_counted(const struct room *room, uint32_t stage)
{
    const struct kept *kept = kept_for(room->lineup, stage);

    return stands(kept, room, stage) && kept->units.arena &&
           kept->units.named == room->record->named;
}

uint64_t *lineup_rest(const struct room *room, uint32_t stage)
{
    return &kept_for(room->lineup, stage)->rest_ms;
}

// ---- delegations

static void number_all(struct kept_units *units, const struct lineup_stage *stage)
{
    const struct record *record = stage->record;
    const struct record_skill *skill = skill_of(record, stage->stage);

    forget_names(units);
    units->units = units_open();
    units->of = calloc(record->competitor_count + 1, sizeof *units->of);
    must(units->of);
    for (size_t i = 0; i < skill->count; i++) {
        uint32_t who = skill->competitors[i];
        units->of[who] =
            units_number(units->units, slice_of(record->competitors[who]->shown.delegation));
    }
    units->named = record->named;
}

static void count_all(struct kept_units *units, const struct lineup_stage *stage)
{
    bool apart =
        rules_in_groups(stage->record->rules, stage->record->rules->stages[stage->stage].skill);

    for (size_t i = 0; i < stage->count; i++) {
        const struct rank_line *line = &stage->lines[i];
        units_add(units->units, units->of[line->who],
                  line->place > 0 && apart ? line->group_place : line->place);
    }
    units->arena = arena_new();
    units->count = units_settle(units->units, units->arena, &units->lines);
}

size_t lineup_units(const struct room *room, uint32_t stage, const struct units_line **ret)
{
    const struct lineup_stage *of = lineup_at(room, stage);
    struct kept_units *units = &kept_for(room->lineup, stage)->units;

    if (!units->units || units->named != room->record->named) {
        forget_counts(units);
        number_all(units, of);
    }
    if (!units->arena) {
        count_all(units, of);
    }
    *ret = units->lines;
    return units->count;
}

// ---- one line

struct results_line lineup_line(const struct lineup_stage *stage, size_t index)
{
    const struct rank_line *line = &stage->lines[index];

    return (struct results_line){.rank = *line,
                                 .competitor = stage->record->competitors[line->who]};
}

size_t lineup_of(const struct lineup_stage *stage, const struct record_competitor *competitor)
{
    return rank_find(stage->record->rules, stage->stage, stage->lines, stage->count,
                     &competitor->tally, competitor->index);
}

// ---- team tables

static struct kept_teams *teams_for(struct lineup *lineup, uint32_t table)
{
    if (table >= lineup->team_count) {
        size_t more = table + 1 - lineup->team_count;
        lineup->teams = realloc(lineup->teams, (table + 1) * sizeof *lineup->teams);
        must(lineup->teams);
        memset(lineup->teams + lineup->team_count, 0, more * sizeof *lineup->teams);
        lineup->team_count = table + 1;
    }
    return &lineup->teams[table];
}

static bool holds(const struct kept_teams *kept, const struct room *room)
{
    return kept->made && strcmp(kept->epoch, room->epoch) == 0 &&
           clock_ms() - kept->at_ms < TEAMS_MS;
}

struct buf *lineup_teams(const struct room *room, uint32_t table)
{
    struct kept_teams *kept = teams_for(room->lineup, table);

    if (!holds(kept, room)) {
        struct buf *json = buf_new(4096);
        bool good = results_teams_write(room->record, table, true, json);
        buf_unref(kept->json);
        kept->json = good ? buf_ref(buf_seal(json)) : NULL;
        buf_unref(json);
        kept->made = true;
        kept->at_ms = clock_ms();
        memcpy(kept->epoch, room->epoch, sizeof kept->epoch);
    }
    return kept->json ? buf_ref(kept->json) : NULL;
}
