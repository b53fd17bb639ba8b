#include "live/signing_list.h"

#include "base/arena.h"
#include "base/must.h"
#include "base/table.h"
#include "live/signing_page.h"
#include "wire/entry_signing.h"

#include <stdlib.h>

static void copy(char *out, size_t room, struct slice text)
{
    if (text.at) {
        memcpy(out, text.at, text.len < room ? text.len : room - 1);
    }
}

static struct record_signing *kept(const struct entry_signing *signing)
{
    struct record_signing *made = calloc(1, sizeof *made);
    struct slice text = signing->act == SIGNING_SECOND ? signing->body : signing->reason;

    must(made);
    made->act = (int)signing->act;
    copy(made->part, sizeof made->part, signing->part);
    copy(made->competitor, sizeof made->competitor, signing->competitor);
    copy(made->seat, sizeof made->seat, signing->seat);
    copy(made->witness, sizeof made->witness, signing->witness);
    copy(made->role, sizeof made->role, signing->role);
    copy(made->type, sizeof made->type, signing->type);
    copy(made->digest, sizeof made->digest, signing->digest);
    copy(made->drawing, sizeof made->drawing, signing->drawing);
    copy(made->scan, sizeof made->scan, signing->scan);
    made->good = signing->good;
    made->of = signing->of;
    made->sheet = signing->sheet;
    made->text = text.at ? strndup(text.at, text.len) : NULL;
    return made;
}

struct record_signing *signing_list_add(struct record *record, const struct entry_signing *signing,
                                        uint32_t skill, uint32_t stage)
{
    struct record_signing *made = kept(signing);

    copy(made->skill, sizeof made->skill, slice_of(record->rules->skills[skill].id));
    if (stage != RULES_NONE) {
        copy(made->stage, sizeof made->stage, slice_of(record->rules->stages[stage].id));
    }
    if (record->signing_count == record->signing_room) {
        record->signing_room = record->signing_room ? 2 * record->signing_room : 16;
        record->signings = realloc(record->signings, record->signing_room * sizeof(void *));
        must(record->signings);
    }
    record->signings[record->signing_count++] = made;
    return made;
}

// What was said of a work is of its competitor once codes are opened. Version 4 of the journal's
// format lost it there, and what such a journal went on to say rests on that.
const char *signing_list_who(const struct record *record, const struct record_signing *signing)
{
    const struct record_competitor *who =
        signing->lasting ? table_get(record->competitor_by_id, slice_of(signing->competitor))
                         : NULL;

    return who ? who->id : signing->competitor;
}

// ---- locks

static uint64_t *lock_of(const struct record *record, uint32_t stage)
{
    uint32_t skill = record->rules->stages[stage].skill;

    return &record->skills[skill].locked[stage - record->rules->skills[skill].stage_first];
}

static bool reopens(const struct record *record, const struct record_signing *signing,
                    const struct record_competitor *competitor, const char *part, const char *seat)
{
    return signing->act == SIGNING_REOPEN &&
           strcmp(signing_list_who(record, signing), competitor->id) == 0 &&
           strcmp(signing->part, part) == 0 && strcmp(signing->seat, seat) == 0;
}

bool signing_list_shuts(const struct record *record, const struct record_competitor *competitor,
                        uint32_t part, uint32_t seat)
{
    const struct rules_part *of = &record->rules->parts[part];
    uint64_t lock = *lock_of(record, of->stage);

    if (lock == 0) {
        return false;
    }
    for (size_t i = record->signing_count; i > 0 && record->signings[i - 1]->number > lock; i--) {
        if (reopens(record, record->signings[i - 1], competitor, of->id,
                    signing_page_seat(of, seat))) {
            return false;
        }
    }
    return true;
}

bool signing_list_reopens(const struct record *record, const struct record_competitor *competitor,
                          uint32_t part, uint32_t seat)
{
    return *lock_of(record, record->rules->parts[part].stage) != 0 &&
           !signing_list_shuts(record, competitor, part, seat);
}

bool signing_list_is_locked(const struct record *record, uint32_t skill, uint32_t stage)
{
    const struct rules_skill *of = &record->rules->skills[skill];

    for (uint32_t i = of->stage_first; i < of->stage_first + of->stage_count; i++) {
        if ((stage == RULES_NONE || stage == i) && *lock_of(record, i) != 0) {
            return true;
        }
    }
    return false;
}

static void relock_one(struct record *record, const struct record_signing *signing)
{
    char digest[2 * RECORD_HASH + 1];
    uint32_t skill = rules_find_skill(record->rules, signing->skill, strlen(signing->skill));
    uint32_t stage = skill == RULES_NONE ? RULES_NONE
                                         : rules_find_stage(record->rules, skill, signing->stage,
                                                            strlen(signing->stage));

    if (stage == RULES_NONE || record->rules->skills[skill].signing.by == RULES_UNSIGNED) {
        return;
    }
    if (signing->act == SIGNING_REOPEN && !signing->competitor[0]) {
        *lock_of(record, stage) = 0;
    } else if (signing->act == SIGNING_LOCK) {
        struct arena *arena = arena_new();
        struct signing_page page = {.kind = SIGNING_PAGE_STANDING,
                                    .skill = skill,
                                    .stage = stage,
                                    .lasting = signing->lasting};
        signing_page_digest(arena, record, &page, digest);
        *lock_of(record, stage) = strcmp(digest, signing->digest) == 0 ? signing->number : 0;
        arena_free(arena);
    }
}

void signing_list_relock(struct record *record)
{
    for (size_t i = 0; i < record->signing_count; i++) {
        relock_one(record, record->signings[i]);
    }
}

// ---- the latest of each

static const char *page_key(struct arena *arena, const struct record *record,
                            const struct signing_page *page)
{
    const struct rules *rules = record->rules;

    switch (page->kind) {
    case SIGNING_PAGE_SUMMARY:
        return arena_printf(arena, "p/%s/%s", rules->parts[page->part].id,
                            signing_page_seat(&rules->parts[page->part], page->seat));
    case SIGNING_PAGE_SLIP:
        return arena_printf(arena, "c/%s/%s", rules->parts[page->part].id, page->competitor->id);
    case SIGNING_PAGE_STANDING:
        break;
    }
    return arena_printf(arena, "t/%s", rules->stages[page->stage].id);
}

static const char *own_page_key(struct arena *arena, const struct record_signing *signing,
                                const char *who)
{
    if (!signing->part[0]) {
        return arena_printf(arena, "t/%s", signing->stage);
    }
    return signing->seat[0] ? arena_printf(arena, "p/%s/%s", signing->part, signing->seat)
                            : arena_printf(arena, "c/%s/%s", signing->part, who);
}

static const char *sheet_key(struct arena *arena, int act, const char *part, const char *competitor,
                             const char *seat)
{
    return arena_printf(arena, "%d/%s/%s/%s", act, part, competitor, seat);
}

static void put(const struct signing_index *index, const char *key,
                const struct record_signing *signing)
{
    (void)table_put(index->table, slice_of(key), (void *)(uintptr_t)signing);
}

static void put_reopened(const struct signing_index *index, struct arena *arena,
                         const struct record_signing *signing, const char *who)
{
    put(index, arena_printf(arena, "O/t/%s", signing->stage), signing);
    if (*who) {
        put(index, arena_printf(arena, "O/p/%s/%s", signing->part, signing->seat), signing);
        put(index, arena_printf(arena, "O/c/%s/%s", signing->part, who), signing);
    }
}

static void put_act(const struct signing_index *index, struct arena *arena,
                    const struct record_signing *signing, const char *who)
{
    switch ((enum entry_signing_act)signing->act) {
    case SIGNING_SIGN:
        put(index, arena_printf(arena, "S/%s/%s", signing->role, own_page_key(arena, signing, who)),
            signing);
        break;
    case SIGNING_REFUSE:
        put(index, arena_printf(arena, "S/competitor/%s", own_page_key(arena, signing, who)),
            signing);
        break;
    case SIGNING_CHECK:
    case SIGNING_LOCK:
    case SIGNING_SAMPLE:
        put(index, arena_printf(arena, "%d/%s", signing->act, signing->stage), signing);
        break;
    case SIGNING_SECOND:
    case SIGNING_SETTLE:
    case SIGNING_RECHECK:
        put(index, sheet_key(arena, signing->act, signing->part, who, signing->seat), signing);
        break;
    case SIGNING_REOPEN:
        put_reopened(index, arena, signing, who);
        break;
    case SIGNING_SCAN:
        break;
    }
}

struct signing_index signing_list_index(struct arena *arena, const struct record *record,
                                        uint32_t skill)
{
    struct signing_index index = {table_new()};

    for (size_t i = 0; i < record->signing_count; i++) {
        const struct record_signing *each = record->signings[i];
        if (strcmp(each->skill, record->rules->skills[skill].id) == 0) {
            put_act(&index, arena, each, signing_list_who(record, each));
        }
    }
    return index;
}

void signing_list_done(struct signing_index *index)
{
    index->table = table_free(index->table);
}

static const struct record_signing *get(const struct signing_index *index, const char *key)
{
    return table_get(index->table, slice_of(key));
}

const struct record_signing *signing_list_signed(const struct signing_index *index,
                                                 struct arena *arena, const struct record *record,
                                                 const struct signing_page *page, const char *role)
{
    return get(index, arena_printf(arena, "S/%s/%s", role, page_key(arena, record, page)));
}

const struct record_signing *signing_list_staged(const struct signing_index *index,
                                                 struct arena *arena, const struct record *record,
                                                 int act, uint32_t stage)
{
    return get(index, arena_printf(arena, "%d/%s", act, record->rules->stages[stage].id));
}

const struct record_signing *signing_list_sheet(const struct signing_index *index,
                                                struct arena *arena, const struct record *record,
                                                int act, const struct record_competitor *competitor,
                                                uint32_t part, uint32_t seat)
{
    const struct rules_part *of = &record->rules->parts[part];

    return get(index, sheet_key(arena, act, of->id, competitor->id, signing_page_seat(of, seat)));
}

uint64_t signing_list_reopened(const struct signing_index *index, struct arena *arena,
                               const struct record *record, const struct signing_page *page)
{
    const struct record_signing *found =
        get(index, arena_printf(arena, "O/%s", page_key(arena, record, page)));

    return found ? found->number : 0;
}
