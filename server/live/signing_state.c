#include "live/signing_state.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "wire/entry_signing.h"

struct signing_look signing_state_look(struct arena *arena, const struct record *record,
                                       uint32_t skill)
{
    return (struct signing_look){.arena = arena,
                                 .record = record,
                                 .skill = skill,
                                 .index = signing_list_index(arena, record, skill)};
}

void signing_state_done(struct signing_look *look)
{
    signing_list_done(&look->index);
}

static struct signing_page standing(const struct signing_look *look, uint32_t stage)
{
    return (struct signing_page){.kind = SIGNING_PAGE_STANDING,
                                 .skill = look->skill,
                                 .stage = stage,
                                 .lasting = signing_page_lasts(look->record, look->skill)};
}

// Whether the page, whose digest now is `digest`, says what the act was about. The act may have
// gone by another form of it.
static bool is_of(const struct signing_look *look, const struct signing_page *page,
                  const char *digest, const struct record_signing *act)
{
    char other[2 * RECORD_HASH + 1];
    struct signing_page as = *page;

    if (act->lasting == page->lasting) {
        return strcmp(digest, act->digest) == 0;
    }
    as.lasting = act->lasting;
    signing_page_digest(look->arena, look->record, &as, other);
    return strcmp(other, act->digest) == 0;
}

// Why an act about the page does not hold any more; NULL: it does.
static const char *void_for(const struct signing_look *look, const struct signing_page *page,
                            const char *digest, const struct record_signing *act)
{
    if (act->number < signing_list_reopened(&look->index, look->arena, look->record, page)) {
        return "reopened";
    }
    return act->holds && is_of(look, page, digest, act) ? NULL : "changed";
}

// ---- signatures

struct needs {
    const struct signing_look *look;
    struct signing_need *all;
    size_t count;
};

static void add(struct needs *needs, struct signing_page page, const char *role)
{
    const struct signing_look *look = needs->look;
    struct signing_need *need = &needs->all[needs->count];

    if (signing_page_is_empty(look->record, &page)) {
        return;
    }
    *need = (struct signing_need){.page = page, .role = role};
    signing_page_digest(look->arena, look->record, &page, need->digest);
    need->last = signing_list_signed(&look->index, look->arena, look->record, &page, role);
    need->void_for = need->last ? void_for(look, &page, need->digest, need->last) : NULL;
    needs->count++;
}

static void add_part(struct needs *needs, uint32_t part)
{
    const struct record *record = needs->look->record;
    const struct rules_part *of = &record->rules->parts[part];
    const struct record_skill *skill = &record->skills[of->skill];
    bool lasting = signing_page_lasts(record, of->skill);

    for (uint32_t seat = 0; seat < of->seat_count + (of->technical ? 1 : 0); seat++) {
        add(needs,
            (struct signing_page){.kind = SIGNING_PAGE_SUMMARY,
                                  .skill = of->skill,
                                  .stage = of->stage,
                                  .part = part,
                                  .seat = seat,
                                  .lasting = lasting},
            "judge");
    }
    for (size_t i = 0; of->competitor_signs && i < skill->count; i++) {
        add(needs,
            (struct signing_page){.kind = SIGNING_PAGE_SLIP,
                                  .skill = of->skill,
                                  .stage = of->stage,
                                  .part = part,
                                  .competitor = record->competitors[skill->competitors[i]],
                                  .lasting = lasting},
            "competitor");
    }
}

size_t signing_state_needs(const struct signing_look *look, uint32_t stage,
                           struct signing_need **ret)
{
    const struct record_skill *skill = &look->record->skills[look->skill];
    const struct rules *rules = look->record->rules;
    size_t most = 2;

    for (uint32_t part = skill->part_first; part < skill->part_first + skill->part_count; part++) {
        most += rules->parts[part].seat_count + 1 +
                (rules->parts[part].competitor_signs ? skill->count : 0);
    }
    struct needs needs = {.look = look, .all = arena_alloc(look->arena, most * sizeof **ret)};
    for (uint32_t part = skill->part_first; part < skill->part_first + skill->part_count; part++) {
        if (rules->parts[part].stage == stage) {
            add_part(&needs, part);
        }
    }
    add(&needs, standing(look, stage), "chief");
    if (rules->skills[look->skill].signing.supervisor) {
        add(&needs, standing(look, stage), "supervisor");
    }
    *ret = needs.all;
    return needs.count;
}

bool signing_state_is_signed(const struct signing_need *need)
{
    return need->last && !need->void_for;
}

// ---- states

static const struct record_signing *holding(const struct signing_look *look, uint32_t stage,
                                            int act)
{
    char digest[2 * RECORD_HASH + 1];
    struct signing_page page = standing(look, stage);
    const struct record_signing *last =
        signing_list_staged(&look->index, look->arena, look->record, act, stage);

    if (!last) {
        return NULL;
    }
    signing_page_digest(look->arena, look->record, &page, digest);
    return void_for(look, &page, digest, last) ? NULL : last;
}

const struct record_signing *signing_state_check(const struct signing_look *look, uint32_t stage)
{
    return holding(look, stage, SIGNING_CHECK);
}

const struct record_signing *signing_state_lock(const struct signing_look *look, uint32_t stage)
{
    return signing_list_is_locked(look->record, look->skill, stage)
               ? holding(look, stage, SIGNING_LOCK)
               : NULL;
}

enum signing_state signing_state_of(const struct signing_look *look, uint32_t stage)
{
    struct signing_need *needs = NULL;

    if (signing_state_lock(look, stage)) {
        return SIGNING_LOCKED;
    }
    if (!signing_state_check(look, stage)) {
        return SIGNING_OPEN;
    }
    size_t count = signing_state_needs(look, stage, &needs);
    for (size_t i = 0; i < count; i++) {
        if (!signing_state_is_signed(&needs[i])) {
            return SIGNING_CHECKED;
        }
    }
    return SIGNING_SIGNED;
}

bool signing_state_waits(struct arena *arena, const struct record *record, uint32_t skill)
{
    const struct rules_skill *of = &record->rules->skills[skill];
    bool waits = false;

    if (of->signing.by == RULES_UNSIGNED) {
        return false;
    }
    struct signing_look look = signing_state_look(arena, record, skill);
    for (uint32_t i = of->stage_first; i < of->stage_first + of->stage_count; i++) {
        waits = waits || !signing_state_lock(&look, i);
    }
    signing_state_done(&look);
    return waits;
}

const char *signing_state_word(enum signing_state state)
{
    static const char *const words[] = {"open", "checked", "signed", "locked"};

    return words[state];
}

const char *signing_state_how(const struct record_signing *signing)
{
    if (signing->act == SIGNING_REFUSE) {
        return "refused";
    }
    return signing->drawing[0] ? "drawn" : "ink";
}
