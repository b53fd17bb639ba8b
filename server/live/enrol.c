#include "live/enrol.h"

#include "base/must.h"
#include "base/table.h"
#include "live/ids.h"
#include "live/settle.h"
#include "wire/entry.h"

#include <stdlib.h>

static void *zeroed(size_t count, size_t size)
{
    void *memory = calloc(count ? count : 1, size);
    must(memory);
    return memory;
}

static char *copy_text(struct slice text)
{
    if (text.len == 0) {
        return NULL;
    }
    char *copy = zeroed(text.len + 1, 1);
    memcpy(copy, text.at, text.len);
    return copy;
}

// Makes room for one more pointer in a growing array.
static void *grown(void *items, size_t count, size_t *room)
{
    if (count < *room) {
        return items;
    }
    *room = *room ? *room * 2 : 16;
    items = realloc(items, *room * sizeof(void *));
    must(items);
    return items;
}

static void lay_out_parts(const struct rules *rules, uint32_t index, struct record_skill *skill)
{
    skill->part_first = RULES_NONE;
    for (uint32_t part = 0; part < rules->part_count; part++) {
        if (rules->parts[part].skill == index) {
            skill->part_first = skill->part_first == RULES_NONE ? part : skill->part_first;
            skill->part_count++;
        }
    }
    skill->slot_first = zeroed(skill->part_count, sizeof *skill->slot_first);
    for (uint32_t i = 0; i < skill->part_count; i++) {
        const struct rules_part *part = &rules->parts[skill->part_first + i];
        must(part->skill == index); // a skill's parts stand together
        skill->slot_first[i] = skill->slot_count;
        skill->slot_count += part->seat_count + 1;
    }
}

void enrol_skills(struct record *record)
{
    const struct rules *rules = record->rules;

    record->skills = zeroed(rules->skill_count, sizeof *record->skills);
    for (uint32_t i = 0; i < rules->skill_count; i++) {
        struct record_skill *skill = &record->skills[i];
        lay_out_parts(rules, i, skill);
        skill->stages = zeroed(rules->skills[i].stage_count, sizeof *skill->stages);
        skill->locked = zeroed(rules->skills[i].stage_count, sizeof *skill->locked);
        skill->relative = rules_is_relative(rules, i);
        skill->together = rules_skill_commits_together(rules, i);
    }
}

static void add_to_skill(struct record_skill *skill, uint32_t index)
{
    if (skill->count == skill->room) {
        skill->room = skill->room ? skill->room * 2 : 16;
        skill->competitors = realloc(skill->competitors, skill->room * sizeof *skill->competitors);
        must(skill->competitors);
    }
    skill->competitors[skill->count++] = index;
}

static void give_row(const struct rules *rules, struct record_skill *skill,
                     struct record_competitor *competitor)
{
    uint32_t index = competitor->skill;

    competitor->row = zeroed(1, contest_row_bytes(rules, index));
    contest_row_init(rules, index, competitor->row);
    competitor->tally_memory = zeroed(1, tally_bytes(rules, index));
    tally_init(rules, index, competitor->tally_memory, &competitor->tally);
    must(tally_row(rules, index, competitor->row, &competitor->tally) == V_OK);
    competitor->sheets = zeroed(skill->slot_count, sizeof(struct record_sheet *));
}

// The number of a team, a new one for an id that was not there yet.
static uint32_t team_of(struct record *record, struct slice id)
{
    if (id.len == 0) {
        return RULES_NONE;
    }
    struct record_team *team = table_get(record->team_by_id, id);
    if (!team) {
        team = zeroed(1, sizeof *team);
        team->number = (uint32_t)record->team_count;
        ids_copy(team->id, RECORD_ID_MAX, id);
        record->teams = grown(record->teams, record->team_count, &record->team_room);
        record->teams[record->team_count++] = team;
        table_put(record->team_by_id, id, team);
    }
    return team->number;
}

static bool find_traits(const struct rules *rules, const struct entry_competitor *from,
                        uint64_t *ret)
{
    *ret = 0;
    for (size_t i = 0; i < from->trait_count; i++) {
        uint32_t trait = rules_find_trait(rules, from->traits[i].at, from->traits[i].len);
        if (trait == RULES_NONE) {
            return false;
        }
        *ret |= UINT64_C(1) << trait;
    }
    return true;
}

// Who competes in a skill with groups is in one of them.
static bool find_group(const struct rules *rules, uint32_t skill, struct slice id, uint32_t *ret)
{
    uint32_t found = rules_find_group(rules, skill, id.at, id.len);

    *ret = found == RULES_NONE ? 0 : found + 1;
    return (found == RULES_NONE) == (rules->skills[skill].group_count == 0) &&
           (found != RULES_NONE || id.len == 0);
}

struct record_competitor *enrol_find(const struct record *record, struct slice id)
{
    struct record_competitor *found = table_get(record->competitor_by_id, id);

    return found ? found : table_get(record->aside_by_id, id);
}

static void take_in(struct record *record, struct record_competitor *competitor)
{
    struct record_skill *skill = &record->skills[competitor->skill];

    give_row(record->rules, skill, competitor);
    record->competitors =
        grown(record->competitors, record->competitor_count, &record->competitor_room);
    record->competitors[record->competitor_count++] = competitor;
    if (competitor->aside) {
        table_put(record->aside_by_id, slice_of(competitor->id), competitor);
        return;
    }
    add_to_skill(skill, competitor->index);
    table_put(record->competitor_by_id, slice_of(competitor->id), competitor);
    settle_new(record, competitor);
}

struct record_competitor *enrol_competitor(struct record *record,
                                           const struct entry_competitor *from)
{
    uint32_t skill = rules_find_skill(record->rules, from->skill.at, from->skill.len);
    uint64_t traits = 0;
    uint32_t group = 0;

    if (skill == RULES_NONE || !find_group(record->rules, skill, from->group, &group) ||
        enrol_find(record, from->id) || !find_traits(record->rules, from, &traits)) {
        return NULL;
    }
    struct record_competitor *competitor = zeroed(1, sizeof *competitor);
    ids_copy(competitor->id, RECORD_ID_MAX, from->id);
    ids_copy(competitor->marked, RECORD_ID_MAX, from->id);
    ids_copy(competitor->code, RECORD_ID_MAX, from->code);
    ids_copy(competitor->person, RECORD_ID_MAX, from->person);
    ids_copy(competitor->digest, RECORD_ID_MAX, from->digest);
    competitor->skill = skill;
    competitor->index = (uint32_t)record->competitor_count;
    competitor->at = (uint32_t)record->skills[skill].count;
    competitor->team = team_of(record, from->team);
    competitor->traits = traits;
    competitor->group = group;
    competitor->honours = (struct award_line){.scale = {0, 0}, .promotion = RULES_NONE};
    competitor->aside = record->rules->skills[skill].blind && !record->skills[skill].opened;
    take_in(record, competitor);
    return competitor;
}

struct record_competitor *enrol_work(struct record *record, uint32_t skill, struct slice id,
                                     struct slice code)
{
    if (enrol_find(record, id)) {
        return NULL;
    }
    struct record_competitor *work = zeroed(1, sizeof *work);
    ids_copy(work->id, RECORD_ID_MAX, id);
    ids_copy(work->marked, RECORD_ID_MAX, id);
    ids_copy(work->code, RECORD_ID_MAX, code);
    work->skill = skill;
    work->index = (uint32_t)record->competitor_count;
    work->at = (uint32_t)record->skills[skill].count;
    work->team = RULES_NONE;
    work->work = true;
    work->honours = (struct award_line){.scale = {0, 0}, .promotion = RULES_NONE};
    take_in(record, work);
    return work;
}

static bool wanted(struct slice wish, const char *id)
{
    return wish.len == 0 || slice_is(wish, "*") || slice_is(wish, id);
}

static void add_seat(struct record_judge *judge, size_t *room, uint32_t part, uint32_t seat)
{
    if (judge->seat_count == *room) {
        *room = *room ? *room * 2 : 8;
        judge->seats = realloc(judge->seats, *room * sizeof *judge->seats);
        must(judge->seats);
    }
    judge->seats[judge->seat_count++] = (struct record_seat){part, seat};
}

bool enrol_has_seat(const struct record_judge *judge, uint32_t part, uint32_t seat)
{
    for (size_t i = 0; i < judge->seat_count; i++) {
        if (judge->seats[i].part == part && judge->seats[i].seat == seat) {
            return true;
        }
    }
    return false;
}

void enrol_take_seat(struct record_judge *judge, uint32_t part, uint32_t seat)
{
    size_t kept = 0;

    for (size_t i = 0; i < judge->seat_count; i++) {
        if (judge->seats[i].part != part || judge->seats[i].seat != seat) {
            judge->seats[kept++] = judge->seats[i];
        }
    }
    judge->seat_count = kept;
}

void enrol_give_seat(struct record_judge *judge, uint32_t part, uint32_t seat)
{
    if (enrol_has_seat(judge, part, seat)) {
        return;
    }
    judge->seats = realloc(judge->seats, (judge->seat_count + 1) * sizeof *judge->seats);
    must(judge->seats);
    judge->seats[judge->seat_count++] = (struct record_seat){part, seat};
}

static void keep_wishes(struct record_judge *judge, const struct entry_judge *from)
{
    judge->wishes = zeroed(from->seat_count, sizeof *judge->wishes);
    judge->wish_count = from->seat_count;
    for (size_t i = 0; i < from->seat_count; i++) {
        ids_copy(judge->wishes[i].skill, RECORD_ID_MAX, from->seats[i].skill);
        ids_copy(judge->wishes[i].stage, RECORD_ID_MAX, from->seats[i].stage);
        ids_copy(judge->wishes[i].part, RECORD_ID_MAX, from->seats[i].part);
        ids_copy(judge->wishes[i].seat, RECORD_ID_MAX, from->seats[i].seat);
    }
}

bool enrol_wished(const struct rules *rules, const struct record_judge *judge, uint32_t part,
                  uint32_t seat)
{
    const struct rules_part *of = &rules->parts[part];

    for (size_t i = 0; i < judge->wish_count; i++) {
        const struct record_wish *wish = &judge->wishes[i];
        if (wanted(slice_of(wish->skill), rules->skills[of->skill].id) &&
            wanted(slice_of(wish->stage), rules->stages[of->stage].id) &&
            wanted(slice_of(wish->part), of->id) &&
            rules_find_seat(rules, part, wish->seat, strlen(wish->seat)) == seat) {
            return true;
        }
    }
    return false;
}

static void add_seats(const struct rules *rules, struct record_judge *judge, size_t *room,
                      const struct entry_seat *wish)
{
    for (uint32_t i = 0; i < rules->part_count; i++) {
        const struct rules_part *part = &rules->parts[i];
        if (!wanted(wish->skill, rules->skills[part->skill].id) ||
            !wanted(wish->stage, rules->stages[part->stage].id) || !wanted(wish->part, part->id)) {
            continue;
        }
        uint32_t seat = rules_find_seat(rules, i, wish->seat.at, wish->seat.len);
        if (seat != RULES_NONE && !enrol_has_seat(judge, i, seat)) {
            add_seat(judge, room, i, seat);
        }
    }
}

bool enrol_judge(struct record *record, const struct entry_judge *from)
{
    if (table_get(record->judge_by_id, from->id)) {
        return false;
    }
    struct record_judge *judge = zeroed(1, sizeof *judge);
    size_t room = 0;
    ids_copy(judge->id, RECORD_ID_MAX, from->id);
    ids_copy(judge->role, RECORD_ID_MAX, from->role);
    ids_copy(judge->token, RECORD_ID_MAX, from->token);
    keep_wishes(judge, from);
    for (size_t i = 0; i < from->seat_count; i++) {
        add_seats(record->rules, judge, &room, &from->seats[i]);
    }
    record->judges = grown(record->judges, record->judge_count, &record->judge_room);
    record->judges[record->judge_count++] = judge;
    table_put(record->judge_by_id, from->id, judge);
    table_put(record->judge_by_token, from->token, judge);
    return true;
}

void enrol_show(struct record_person *shown, const struct entry_person *person)
{
    struct record_person old = *shown;

    *shown = (struct record_person){copy_text(person->name), copy_text(person->second_name),
                                    copy_text(person->delegation), copy_text(person->id_number)};
    free(old.name);
    free(old.second_name);
    free(old.delegation);
    free(old.id_number);
}

static struct slice shown_text(const char *text)
{
    return slice_of(text ? text : "");
}

struct entry_person enrol_known(const struct record_person *shown)
{
    return (struct entry_person){shown_text(shown->name), shown_text(shown->second_name),
                                 shown_text(shown->delegation), shown_text(shown->id_number)};
}

static void free_competitor(const struct record *record, struct record_competitor *competitor)
{
    for (uint32_t i = 0; i < record->skills[competitor->skill].slot_count; i++) {
        free(competitor->sheets[i]);
    }
    enrol_show(&competitor->shown, &(struct entry_person){.name = SLICE_NONE});
    free(competitor->sheets);
    free(competitor->row);
    free(competitor->tally_memory);
    free(competitor);
}

void enrol_free(struct record *record)
{
    for (size_t i = 0; i < record->competitor_count; i++) {
        free_competitor(record, record->competitors[i]);
    }
    for (size_t i = 0; i < record->judge_count; i++) {
        free(record->judges[i]->name);
        free(record->judges[i]->seats);
        free(record->judges[i]->wishes);
        free(record->judges[i]->former);
        free(record->judges[i]);
    }
    for (uint32_t i = 0; record->skills && i < record->rules->skill_count; i++) {
        free(record->skills[i].competitors);
        free(record->skills[i].slot_first);
        free(record->skills[i].stages);
        free(record->skills[i].locked);
        free(record->skills[i].entries);
        free(record->skills[i].scratch);
        free(record->skills[i].bouts);
    }
    for (size_t i = 0; i < record->ruling_count; i++) {
        free(record->rulings[i]);
    }
    for (size_t i = 0; i < record->team_count; i++) {
        free(record->teams[i]);
    }
    for (size_t i = 0; i < record->signing_count; i++) {
        free(record->signings[i]->text);
        free(record->signings[i]->field);
        free(record->signings[i]);
    }
    free(record->signings);
    free(record->rulings);
    free(record->teams);
    free(record->skills);
    free(record->competitors);
    free(record->judges);
}
