#include "live/reform.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/must.h"
#include "base/secret.h"
#include "base/table.h"
#include "base/text.h"
#include "live/blank.h"
#include "live/enrol.h"
#include "live/frozen.h"
#include "live/links.h"
#include "live/muster_codes.h"
#include "live/panel_take.h"
#include "live/reform_carry.h"
#include "live/settle.h"
#include "wire/definition_same.h"
#include "wire/entry.h"

#include <stdlib.h>

// ---- who takes part

static uint32_t find_skill(const struct rules *rules, const char *id)
{
    return rules_find_skill(rules, id, strlen(id));
}

static bool has_sheets(const struct record *record, const struct record_competitor *competitor)
{
    for (uint32_t i = 0; i < record->skills[competitor->skill].slot_count; i++) {
        if (competitor->sheets[i]) {
            return true;
        }
    }
    return false;
}

static bool has_rulings(const struct record *record, uint32_t skill)
{
    for (size_t i = 0; i < record->ruling_count; i++) {
        if (record->rulings[i]->skill == skill) {
            return true;
        }
    }
    return false;
}

// Whether codes have been made, or somebody has been marked without them.
static bool is_begun(const struct record *record, uint32_t skill)
{
    const struct muster_codes *codes = muster_codes_of(record, skill);
    bool begun = has_rulings(record, skill) || record->skills[skill].opened;

    for (uint32_t i = 0; codes && i < MUSTER_LAYERS; i++) {
        begun = begun || codes->layers[i].made;
    }

    for (size_t i = 0; i < record->competitor_count; i++) {
        const struct record_competitor *competitor = record->competitors[i];
        begun = begun || (competitor->skill == skill &&
                          (competitor->work || has_sheets(record, competitor)));
    }
    return begun;
}

// A skill may go as long as nobody and no ruling is in it, and change until it is published.
static void carry_skills(struct reform *reform)
{
    const struct record *before = reform->before;
    const struct record *after = reform->after;
    struct slice old = {before->definition_json, before->definition_len};
    struct slice fresh = {after->definition_json, after->definition_len};

    for (uint32_t i = 0; i < before->rules->skill_count; i++) {
        const char *id = before->rules->skills[i].id;
        uint32_t skill = find_skill(after->rules, id);
        reform->skill_of[i] = skill;
        if (skill != RULES_NONE) {
            bool joins = reform->join && reform->join->skill == i;
            after->skills[skill].opened = before->skills[i].opened || joins;
            uint64_t now = joins ? before->followed + 1 : 0;
            after->skills[skill].unsealed =
                before->skills[i].unsealed ? before->skills[i].unsealed : now;
        }
        if (skill != RULES_NONE &&
            after->rules->skills[skill].blind != before->rules->skills[i].blind &&
            is_begun(before, i)) {
            reform_carry_lose(reform, (struct reform_lost){.kind = "skill", .what = id});
        }
        if (before->skills[i].published && !definition_same_skill(old, fresh, id)) {
            reform->refusal = "rules-published";
        }
        if (skill == RULES_NONE && has_rulings(before, i)) {
            reform_carry_lose(reform, (struct reform_lost){.kind = "skill", .what = id});
        }
    }
}

static const struct slice *traits_of(struct reform *reform, const struct record_competitor *from,
                                     size_t *ret_count)
{
    const struct rules *rules = reform->before->rules;
    struct slice *traits = arena_alloc(reform->arena, (rules->trait_count + 1) * sizeof *traits);
    size_t count = 0;

    for (uint32_t i = 0; i < rules->trait_count; i++) {
        if ((from->traits >> i & 1) != 0) {
            traits[count++] = slice_of(rules->traits[i]);
        }
    }
    *ret_count = count;
    return traits;
}

// Rules that have no groups any more need none of him.
static struct slice group_of(const struct reform *reform, const struct record_competitor *from)
{
    const struct rules *after = reform->after->rules;
    uint32_t skill = reform->skill_of[from->skill];
    bool groups = skill != RULES_NONE && after->skills[skill].group_count > 0;

    return groups && from->group > 0
               ? slice_of(reform->before->rules->skills[from->skill].groups[from->group - 1].id)
               : SLICE_NONE;
}

static struct record_competitor *carry_competitor(struct reform *reform,
                                                  const struct record_competitor *from)
{
    const struct record *before = reform->before;
    struct entry_competitor row = {
        .id = slice_of(from->id),
        .skill = slice_of(before->rules->skills[from->skill].id),
        .code = slice_of(from->code),
        .person = slice_of(from->person),
        .digest = slice_of(from->digest),
        .team = from->team == RULES_NONE ? SLICE_NONE : slice_of(before->teams[from->team]->id)};

    row.group = group_of(reform, from);
    row.traits = traits_of(reform, from, &row.trait_count);
    struct record_competitor *to = enrol_competitor(reform->after, &row);
    if (!to) {
        reform_carry_lose(reform,
                          (struct reform_lost){.kind = "competitor", .competitor = from->id});
        return NULL;
    }
    to->honours = from->honours;
    memcpy(to->marked, from->marked, sizeof to->marked);
    struct entry_person person = enrol_known(&from->shown);
    enrol_show(&to->shown, &person);
    return to;
}

// slice_of would ask whether the array is there, and gcc wonders with it.
static struct slice id_of(const char id[RECORD_ID_MAX])
{
    return (struct slice){id, strlen(id)};
}

static void carry_judge(struct reform *reform, const struct record_judge *from)
{
    struct entry_seat *seats = arena_alloc(reform->arena, (from->wish_count + 1) * sizeof *seats);
    struct entry_judge row = {.id = slice_of(from->id),
                              .role = slice_of(from->role),
                              .token = slice_of(from->token),
                              .seat_count = from->wish_count,
                              .seats = seats};

    for (size_t i = 0; i < from->wish_count; i++) {
        const struct record_wish *wish = &from->wishes[i];
        seats[i] = (struct entry_seat){id_of(wish->skill), id_of(wish->stage), id_of(wish->part),
                                       id_of(wish->seat)};
    }
    must(enrol_judge(reform->after, &row));
    struct record_judge *to = reform->after->judges[reform->after->judge_count - 1];
    to->name = from->name ? strdup(from->name) : NULL;
    links_carry(from, to);
}

// A work stays one until the codes are opened; then it is its competitor's.
static struct record_competitor *carry_work(struct reform *reform,
                                            const struct record_competitor *from)
{
    uint32_t skill = reform->skill_of[from->skill];

    if (reform->join && reform->join->skill == from->skill) {
        return NULL;
    }
    if (skill == RULES_NONE) {
        reform_carry_lose(reform,
                          (struct reform_lost){.kind = "competitor", .competitor = from->id});
        return NULL;
    }
    return enrol_work(reform->after, skill, slice_of(from->id), slice_of(from->code));
}

static void carry_marks(struct reform *reform, const struct record_competitor *from,
                        struct record_competitor *to)
{
    const struct record_competitor *work =
        reform->join ? table_get(reform->join->works, slice_of(from->id)) : NULL;

    reform_carry_marks(reform, work ? work : from, to);
    if (work) {
        memcpy(to->code, work->code, sizeof to->code);
        memcpy(to->marked, work->id, sizeof to->marked);
        table_put(reform->after->competitor_by_id, slice_of(work->id), to);
        reform->join->on_joined(reform->join, reform->after, to);
    }
}

// A work's id leads to its competitor for good, so that a sheet sent again finds its receipt.
static void carry_other_ids(struct reform *reform)
{
    struct slice id = SLICE_NONE;
    void *value = NULL;

    for (size_t at = 0; table_next(reform->before->competitor_by_id, &at, &id, &value);) {
        const struct record_competitor *from = value;
        struct record_competitor *to =
            table_get(reform->after->competitor_by_id, slice_of(from->id));
        if (to && !slice_is(id, from->id)) {
            table_put(reform->after->competitor_by_id, id, to);
        }
    }
}

static void carry_people(struct reform *reform)
{
    const struct record *before = reform->before;
    struct record_competitor **all =
        arena_alloc(reform->arena, (before->competitor_count + 1) * sizeof(void *));

    for (size_t i = 0; i < before->competitor_count; i++) {
        const struct record_competitor *from = before->competitors[i];
        all[i] = from->work ? carry_work(reform, from) : carry_competitor(reform, from);
    }
    for (size_t i = 0; i < before->judge_count; i++) {
        carry_judge(reform, before->judges[i]);
    }
    panel_take_again(before->panels, reform->after);
    for (uint32_t i = 0; i < reform->after->rules->skill_count; i++) {
        settle_room(reform->after, i);
    }
    for (size_t i = 0; i < before->competitor_count; i++) {
        if (all[i]) {
            carry_marks(reform, before->competitors[i], all[i]);
        }
    }
    carry_other_ids(reform);
    for (uint32_t i = 0; i < before->rules->skill_count; i++) {
        if (reform->skill_of[i] != RULES_NONE) {
            reform_carry_bouts(reform, i, reform->skill_of[i]);
        }
    }
}

// ---- may it be?

static void name_lost_sheets(struct reform *reform)
{
    struct buf *text = buf_new(256);
    unsigned char hash[SECRET_HASH];
    char hex[SECRET_HEX];

    for (const struct reform_lost *lost = reform->lost; lost; lost = lost->next) {
        if (lost->seat) {
            text_printf(text, "%s/%s/%s %lu\n", lost->part, lost->competitor, lost->seat,
                        (unsigned long)lost->number);
        }
    }
    secret_sha256((struct slice){text->bytes, text->len}, hash);
    text_hex(hash, sizeof hash, hex);
    memcpy(reform->key, hex, REFORM_KEY - 1);
    buf_unref(text);
}

// Does one mark move others in a skill that has more competitors than such a one may have?
static bool is_too_large(const struct record *record)
{
    for (uint32_t i = 0; i < record->rules->skill_count; i++) {
        if (record->skills[i].relative && record->skills[i].count > RULES_FIELD_MAX) {
            return true;
        }
    }
    return false;
}

static void judge_it(struct reform *reform, struct slice set_aside)
{
    if (reform->lost_sheets > 0) {
        name_lost_sheets(reform);
    }
    if (!reform->join && frozen_any(reform->before)) { // they show what the old rules gave
        reform->refusal = "boards-frozen";
    }
    if (reform->refusal) {
        return;
    }
    if (is_too_large(reform->after)) {
        reform->refusal = "field-full";
    } else if (reform->lost_others > 0 ||
               (reform->lost_sheets > 0 && !slice_is(set_aside, reform->key))) {
        reform->refusal = "rules-impossible";
    } else if (!settle_all(reform->after)) {
        reform->refusal = "total-overflow";
    }
}

static void keep_publications(struct reform *reform, uint64_t number)
{
    struct record *after = reform->after;

    for (uint32_t i = 0; i < after->rules->skill_count; i++) {
        after->skills[i].touched = after->skills[i].shaken = number;
    }
    for (uint32_t i = 0; i < reform->before->rules->skill_count; i++) {
        if (reform->skill_of[i] != RULES_NONE) {
            after->skills[reform->skill_of[i]].published = reform->before->skills[i].published;
        }
    }
}

static struct reform *make(const struct record *before, struct slice definition,
                           struct slice set_aside, uint64_t number, struct reform_join *join)
{
    struct arena *arena = arena_new();
    struct reform *reform = arena_alloc(arena, sizeof *reform);

    *reform = (struct reform){
        .arena = arena, .before = before, .join = join, .after = blank_new(before->name)};
    reform->last = &reform->lost;
    reform->skill_of =
        arena_alloc(arena, (before->rules->skill_count + 1) * sizeof *reform->skill_of);
    must(blank_rule(reform->after, definition));
    if (strcmp(reform->after->rules->id, before->rules->id) != 0) {
        reform_carry_lose(reform,
                          (struct reform_lost){.kind = "competition", .what = before->rules->id});
    }
    carry_skills(reform);
    carry_people(reform);
    keep_publications(reform, number);
    judge_it(reform, set_aside);
    reform->joins = join != NULL;
    reform->join = NULL; // the caller's
    return reform;
}

struct reform *reform_new(const struct record *before, struct slice definition,
                          struct slice set_aside, uint64_t number)
{
    return make(before, definition, set_aside, number, NULL);
}

struct reform *reform_joined(const struct record *before, struct reform_join *join, uint64_t number)
{
    return make(before, (struct slice){before->definition_json, before->definition_len}, SLICE_NONE,
                number, join);
}

struct reform *reform_free(struct reform *reform)
{
    if (reform) {
        blank_free(reform->after);
        arena_free(reform->arena);
    }
    return NULL;
}
