#include "live/results_teams.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "live/order.h"
#include "wire/code.h"

uint32_t results_teams_find(const struct record *record, const char *id, size_t len)
{
    for (uint32_t i = 0; i < record->rules->team_table_count; i++) {
        if (slice_is((struct slice){id, len}, record->rules->team_tables[i].id)) {
            return i;
        }
    }
    return RULES_NONE;
}

struct members {
    struct arena *arena;
    const struct record *record;
    size_t count;
    struct team_member *all;
    bool *present; // by number of the team
};

static bool has_started(const struct record_competitor *competitor)
{
    for (uint32_t i = 0; i < competitor->tally.stage_count; i++) {
        if (competitor->tally.stages[i].started) {
            return true;
        }
    }
    return false;
}

static void add_skill(struct members *members, uint32_t skill)
{
    const struct record *record = members->record;
    struct field_overall *overall = NULL;
    struct award_line *awards = NULL;
    size_t count = order_awards(members->arena, record, skill, &overall, &awards);
    bool apart = rules_in_groups(record->rules, skill);

    for (size_t i = 0; i < count; i++) {
        const struct record_competitor *competitor = record->competitors[overall[i].who];
        if (competitor->team != RULES_NONE) {
            members->present[competitor->team] = true;
            members->all[members->count++] =
                (struct team_member){.team = competitor->team,
                                     .skill = skill,
                                     .place = apart ? overall[i].group_place : overall[i].place,
                                     .total = awards[i].total,
                                     .award = &awards[i],
                                     .started = has_started(competitor),
                                     .tally = &competitor->tally};
        }
    }
}

// Takes out the teams that send nobody to the table's skills; the order stays.
static size_t drop_absent(const struct members *members, struct team_line *lines, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        if (members->present[lines[i].team]) {
            lines[kept++] = lines[i];
        }
    }
    return kept;
}

bool results_teams_settle(struct arena *arena, const struct record *record, uint32_t table,
                          struct team_line **ret, size_t *ret_count)
{
    const struct rules_team_table *rules = &record->rules->team_tables[table];
    size_t most = record->competitor_count + 1;
    struct members members = {.arena = arena,
                              .record = record,
                              .all = arena_alloc(arena, most * sizeof *members.all),
                              .present = arena_alloc(arena, record->team_count + 1)};
    struct team_line *lines = arena_alloc(arena, (record->team_count + 1) * sizeof *lines);

    for (uint32_t i = 0; i < record->rules->skill_count; i++) {
        if (rules->skills[i / 64] >> (i % 64) & 1) {
            add_skill(&members, i);
        }
    }
    for (uint32_t i = 0; i < record->team_count; i++) {
        lines[i] = (struct team_line){.team = i};
    }
    if (!team_settle(record->rules, table, members.all, members.count, lines, record->team_count,
                     arena_alloc(arena, most * sizeof(struct ratio)))) {
        return false;
    }
    *ret = lines;
    *ret_count = drop_absent(&members, lines, record->team_count);
    return true;
}

static void write_line(const struct record *record, const struct team_line *line, struct buf *out)
{
    char total[RATIO_TEXT_MAX];

    text_printf(out, "{\"team\":");
    text_json(out, slice_of(record->teams[line->team]->id));
    if (line->place) {
        text_printf(out, ",\"place\":%u", line->place);
    } else {
        text_printf(out, ",\"place\":null");
    }
    text_printf(out, "%s%s,\"total\":", line->half ? ",\"half\":true" : "",
                line->shared ? ",\"shared\":true" : "");
    text_json(out, (struct slice){total, code_print(line->total, -1, total)});
    text_printf(out, ",\"counted\":%u,\"members\":%u,\"firsts\":%u}", line->counted, line->members,
                line->firsts);
}

bool results_teams_write(const struct record *record, uint32_t table, struct buf *out)
{
    struct arena *arena = arena_new();
    struct team_line *lines = NULL;
    size_t count = 0;
    bool good = results_teams_settle(arena, record, table, &lines, &count);

    if (good) {
        text_printf(out, "{\"table\":");
        text_json(out, slice_of(record->rules->team_tables[table].id));
        text_printf(out, ",\"lines\":[");
        for (size_t i = 0; i < count; i++) {
            text_printf(out, i ? "," : "");
            write_line(record, &lines[i], out);
        }
        text_printf(out, "]}");
    }
    arena_free(arena);
    return good;
}
