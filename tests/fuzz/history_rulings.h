// Rulings of every kind, publications and late entrants, for histories.
#pragma once

#include "tests/fuzz/history_moves.h"

static uint32_t some_stage(struct history *it, uint32_t skill)
{
    const struct rules_skill *of = &rules_in(it)->skills[skill];
    return of->stage_first + history_dice(it, of->stage_count);
}

static const char *stage_id(const struct history *it, uint32_t stage)
{
    return rules_in(it)->stages[stage].id;
}

static void send_ruling(struct history *it, const char *text)
{
    struct ask_ruling ruling;
    struct commit_wish wish = {.kind = ENTRY_RULING, .body = slice_of(text), .ruling = &ruling};
    it->faults.count = 0;
    if (decide_read(it->arena, it->record, wish.body, &ruling, &it->faults)) {
        (void)history_commit(it, &wish);
    }
}

static void some_status(struct history *it)
{
    const struct record_competitor *who = somebody(it);
    unsigned status = history_dice(it, 2 * RULES_STATUSES);
    uint32_t stage = some_stage(it, who->skill);
    const char *word = code_word((enum rules_status)(status % RULES_STATUSES));
    send_ruling(it, status < RULES_STATUSES
                        ? arena_printf(it->arena,
                                       "{\"ruling\":\"status\",\"competitor\":\"%s\",\"status\":"
                                       "\"%s\",\"reason\":\"r\"}",
                                       who->id, word)
                        : arena_printf(it->arena,
                                       "{\"ruling\":\"status\",\"competitor\":\"%s\",\"stage\":"
                                       "\"%s\",\"status\":\"%s\",\"reason\":\"r\"}",
                                       who->id, stage_id(it, stage), word));
}

static void some_adjustment(struct history *it)
{
    const struct record_competitor *who = somebody(it);
    uint32_t count = 0;
    uint32_t first = rules_adjustments_of(rules_in(it), who->skill, &count);
    if (count > 0) {
        unsigned times = history_dice(it, 256);
        send_ruling(it, arena_printf(it->arena,
                                     "{\"ruling\":\"adjust\",\"competitor\":\"%s\",\"adjustment\":"
                                     "\"%s\",\"times\":%u,\"reason\":\"r\"}",
                                     who->id,
                                     rules_in(it)->adjustments[first + history_dice(it, count)].id,
                                     times > 250 ? ASK_RULING_TIMES_MAX : times % 8));
    }
}

// Of a part: void, excuse, accept, turn, return.
static void some_panel_ruling(struct history *it)
{
    const struct record_competitor *who = somebody(it);
    const struct record_skill *skill = &it->record->skills[who->skill];
    if (skill->part_count == 0) {
        return;
    }
    const struct rules_part *part =
        &rules_in(it)->parts[skill->part_first + history_dice(it, skill->part_count)];
    unsigned kind = history_dice(it, 8);
    uint32_t seats = part->seat_count + (part->technical ? 1 : 0);
    uint32_t seat = history_dice(it, seats);
    const char *seat_name = seat < part->seat_count ? part->seats[seat] : part->technical;
    if (kind < 2) {
        send_ruling(it, arena_printf(it->arena,
                                     "{\"ruling\":\"void\",\"part\":\"%s\",\"competitor\":\"%s\","
                                     "\"seat\":\"%s\",\"reason\":\"r\"}",
                                     part->id, who->id, seat_name));
    } else if (kind < 4) {
        send_ruling(it, arena_printf(it->arena,
                                     "{\"ruling\":\"excuse\",\"part\":\"%s\",\"competitor\":\"%s\","
                                     "\"seat\":\"%s\",\"excused\":%s,\"reason\":\"r\"}",
                                     part->id, who->id, seat_name, kind == 2 ? "true" : "false"));
    } else if (kind < 6) {
        send_ruling(it, arena_printf(it->arena,
                                     "{\"ruling\":\"accept\",\"part\":\"%s\",\"competitor\":\"%s\","
                                     "\"accepted\":%s,\"reason\":\"r\"}",
                                     part->id, who->id, kind == 4 ? "true" : "false"));
    } else {
        send_ruling(it, arena_printf(it->arena,
                                     "{\"ruling\":\"%s\",\"part\":\"%s\",\"competitor\":\"%s\","
                                     "\"reason\":\"r\"}",
                                     kind == 6 ? "turn" : "return", part->id, who->id));
    }
}

// Ids of some of the skill's competitors in quotes, beginning anywhere.
static const char *some_names(struct history *it, uint32_t skill)
{
    const struct record_skill *at = &it->record->skills[skill];
    struct buf *out = buf_new(128);
    size_t from = history_dice(it, (unsigned)at->count);
    size_t count = history_dice(it, (unsigned)at->count + 1);
    for (size_t i = 0; i < count; i++) {
        text_printf(out, "%s\"%s\"", i ? "," : "",
                    it->record->competitors[at->competitors[(from + i) % at->count]]->id);
    }
    const char *names = arena_copy(it->arena, (struct slice){out->bytes, out->len});
    buf_unref(out);
    return names;
}

// Of a stage: order, field, draw.
static void some_stage_ruling(struct history *it)
{
    uint32_t skill = somebody(it)->skill;
    const char *id = rules_in(it)->skills[skill].id;
    const char *stage = stage_id(it, some_stage(it, skill));
    unsigned kind = history_dice(it, 5);
    if (kind == 0) {
        send_ruling(it, arena_printf(it->arena,
                                     "{\"ruling\":\"field\",\"skill\":\"%s\",\"stage\":\"%s\"}", id,
                                     stage));
        return;
    }
    const char *names = some_names(it, skill);
    if (kind == 1) {
        send_ruling(it, arena_printf(it->arena,
                                     "{\"ruling\":\"field\",\"skill\":\"%s\",\"stage\":\"%s\","
                                     "\"competitors\":[%s],\"reason\":\"r\"}",
                                     id, stage, names));
    } else if (kind == 2) {
        send_ruling(it, arena_printf(it->arena,
                                     "{\"ruling\":\"order\",\"skill\":\"%s\",\"stage\":\"%s\","
                                     "\"competitors\":[%s],\"by\":\"lot\",\"reason\":\"r\"}",
                                     id, stage, names));
    } else {
        send_ruling(it, arena_printf(it->arena,
                                     "{\"ruling\":\"draw\",\"skill\":\"%s\",\"stage\":\"%s\","
                                     "\"groups\":[[%s]%s%s%s]}",
                                     id, stage, names, kind == 4 ? ",[" : "",
                                     kind == 4 ? some_names(it, skill) : "", kind == 4 ? "]" : ""));
    }
}

static void some_match(struct history *it)
{
    const struct record_competitor *a = somebody(it);
    const struct record_competitor *b = somebody(it);
    uint32_t stage = some_stage(it, a->skill);
    unsigned round = 1 + history_dice(it, 3);
    unsigned number = 1 + history_dice(it, 3);
    struct buf *out = buf_new(128);
    text_printf(
        out,
        "{\"ruling\":\"match\",\"skill\":\"%s\",\"stage\":\"%s\",\"round\":%u,\"number\":%u,"
        "\"a\":\"%s\",\"b\":\"%s\",\"ends\":[",
        rules_in(it)->skills[a->skill].id, stage_id(it, stage), round, number, a->id, b->id);
    for (unsigned i = 0, ends = history_dice(it, 4); i < ends; i++) {
        text_printf(out, "%s[\"%u\",\"%u\"]", i ? "," : "", history_dice(it, 3),
                    history_dice(it, 3));
    }
    text_printf(out, "]");
    unsigned forfeit = history_dice(it, 8);
    if (forfeit > 5) {
        text_printf(out, ",\"forfeit\":\"%s\"", forfeit == 6 ? "a" : "b");
    }
    text_printf(out, "}");
    send_ruling(it, arena_copy(it->arena, (struct slice){out->bytes, out->len}));
    buf_unref(out);
}

static void some_award(struct history *it)
{
    const struct record_competitor *who = somebody(it);
    const struct rules_skill *skill = &rules_in(it)->skills[who->skill];
    unsigned title = history_dice(it, skill->title_count + 1);
    const char *approved = history_dice(it, 2) ? "true" : "false";
    send_ruling(it, title < skill->title_count
                        ? arena_printf(it->arena,
                                       "{\"ruling\":\"award\",\"skill\":\"%s\",\"competitor\":\"%s"
                                       "\",\"title\":\"%s\",\"approved\":%s,\"reason\":\"r\"}",
                                       skill->id, who->id, skill->titles[title].id, approved)
                        : arena_printf(it->arena,
                                       "{\"ruling\":\"award\",\"skill\":\"%s\",\"competitor\":\"%s"
                                       "\",\"title\":null,\"approved\":%s,\"reason\":\"r\"}",
                                       skill->id, who->id, approved));
}

static void some_publication(struct history *it)
{
    struct commit_wish wish = {.kind = ENTRY_PUBLICATION,
                               .skill = history_dice(it, rules_in(it)->skill_count)};
    (void)history_commit(it, &wish);
}

// So many more competitors, of any skill, team and trait.
static void some_roster(struct history *it, unsigned count)
{
    struct entry_competitor rows[HISTORY_PEOPLE_MAX] = {{.id = SLICE_NONE}};
    const struct rules *rules = rules_in(it);
    size_t before = it->record->competitor_count;
    for (unsigned i = 0; i < count; i++) {
        unsigned team = history_dice(it, 3);
        const struct rules_skill *skill = &rules->skills[history_dice(it, rules->skill_count)];
        bool trait = rules->trait_count > 0 && history_dice(it, 2) != 0;
        struct slice *one = arena_alloc(it->arena, sizeof *one);
        rows[i] = (struct entry_competitor){
            .id = slice_of(arena_printf(it->arena, "x%zu", before + i)),
            .skill = slice_of(skill->id),
            .person = slice_of(arena_printf(it->arena, "p%zu", before + i)),
            .digest = SLICE("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"),
            .team = team ? slice_of(arena_printf(it->arena, "t%u", team)) : SLICE_NONE,
            .group = skill->group_count > 0
                         ? slice_of(skill->groups[history_dice(it, skill->group_count)].id)
                         : SLICE_NONE,
            .trait_count = trait,
            .traits = one};
        if (trait) {
            *one = slice_of(rules->traits[history_dice(it, rules->trait_count)]);
        }
    }
    struct buf *out = buf_new(512);
    entry_write_roster(rows, count, out);
    struct commit_wish wish = {
        .kind = ENTRY_ROSTER,
        .body = {arena_copy(it->arena, (struct slice){out->bytes, out->len}), out->len}};
    buf_unref(out);
    (void)history_commit(it, &wish);
}

static void some_newcomer(struct history *it)
{
    if (it->record->competitor_count < HISTORY_PEOPLE_MAX) {
        some_roster(it, 1);
    }
}
