#include "live/results_teams.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "live/order.h"
#include "live/results.h"
#include "scoring/team.h"
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
    bool known; // only what the public knows
    size_t count;
    struct team_member *all;
    const struct record_competitor **first; // by number of the team; NULL: it sends nobody
    uint32_t skills, published;             // of the table; and of them, that the public knows
};

struct table {
    struct members members;
    struct team_line *lines;
    size_t count;
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

// A team is called what the first of its members says that comes from somewhere.
static void name_from(struct members *members, const struct record_competitor *competitor)
{
    const struct record_competitor **first = &members->first[competitor->team];

    if (!*first || (!(*first)->shown.delegation && competitor->shown.delegation)) {
        *first = competitor;
    }
}

// The public knows it with its names.
static bool is_known(const struct record *record, uint32_t skill)
{
    return results_published(record, skill) &&
           results_overall_show(record, skill) == RULES_SHOW_NAME;
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
            name_from(members, competitor);
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
        if (members->first[lines[i].team]) {
            lines[kept++] = lines[i];
        }
    }
    return kept;
}

static void add_skills(struct members *members, const struct rules_team_table *rules)
{
    for (uint32_t i = 0; i < members->record->rules->skill_count; i++) {
        if (rules->skills[i / 64] >> (i % 64) & 1) {
            bool known = is_known(members->record, i);
            members->skills++;
            members->published += known;
            if (known || !members->known) {
                add_skill(members, i);
            }
        }
    }
}

// The lines, ordered and placed. False: the totals do not fit exact arithmetic.
static bool settle(struct arena *arena, const struct record *record, uint32_t number, bool known,
                   struct table *ret)
{
    size_t most = record->competitor_count + 1;
    size_t teams = record->team_count;

    ret->members =
        (struct members){.arena = arena,
                         .record = record,
                         .known = known,
                         .all = arena_alloc(arena, most * sizeof *ret->members.all),
                         .first = arena_alloc(arena, (teams + 1) * sizeof *ret->members.first)};
    ret->lines = arena_alloc(arena, (teams + 1) * sizeof *ret->lines);
    add_skills(&ret->members, &record->rules->team_tables[number]);
    for (uint32_t i = 0; i < teams; i++) {
        ret->lines[i] = (struct team_line){.team = i};
    }
    if (!team_settle(record->rules, number, ret->members.all, ret->members.count, ret->lines, teams,
                     arena_alloc(arena, most * sizeof(struct ratio)))) {
        return false;
    }
    ret->count = drop_absent(&ret->members, ret->lines, teams);
    return true;
}

static void write_line(const struct members *members, const struct team_line *line, struct buf *out)
{
    char total[RATIO_TEXT_MAX];
    const char *name = members->first[line->team]->shown.delegation;

    text_printf(out, "{\"team\":");
    text_json(out, slice_of(members->record->teams[line->team]->id));
    if (line->place) {
        text_printf(out, ",\"place\":%u", line->place);
    } else {
        text_printf(out, ",\"place\":null");
    }
    text_printf(out, "%s%s,\"total\":", line->half ? ",\"half\":true" : "",
                line->shared ? ",\"shared\":true" : "");
    text_json(out, (struct slice){total, code_print(line->total, -1, total)});
    text_printf(out, ",\"counted\":%u,\"members\":%u,\"firsts\":%u", line->counted, line->members,
                line->firsts);
    if (name) {
        text_printf(out, ",\"name\":");
        text_json(out, slice_of(name));
    }
    text_printf(out, "}");
}

static void write_head(const struct rules_team_table *rules, const struct members *members,
                       struct buf *out)
{
    text_printf(out, "{\"table\":");
    text_json(out, slice_of(rules->id));
    text_printf(out, ",\"name\":{\"zh\":");
    text_json(out, slice_of(rules->name.zh));
    text_printf(out, ",\"en\":");
    text_json(out, slice_of(rules->name.en));
    text_printf(out, "},\"skills\":%u,\"published\":%u", members->skills, members->published);
}

bool results_teams_write(const struct record *record, uint32_t table, bool known, struct buf *out)
{
    struct arena *arena = arena_new();
    struct table settled;
    bool good = settle(arena, record, table, known, &settled);

    if (good) {
        write_head(&record->rules->team_tables[table], &settled.members, out);
        text_printf(out, ",\"lines\":[");
        for (size_t i = 0; i < settled.count; i++) {
            text_printf(out, i ? "," : "");
            write_line(&settled.members, &settled.lines[i], out);
        }
        text_printf(out, "]}");
    }
    arena_free(arena);
    return good;
}
