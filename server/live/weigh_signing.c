#include "live/weigh_signing.h"

#include "base/buf.h"
#include "base/text.h"
#include "live/decide.h"
#include "live/members.h"
#include "live/muster_recuse.h"
#include "live/record.h"
#include "live/signing_act.h"
#include "live/signing_list.h"
#include "live/signing_sample.h"
#include "live/wish.h"
#include "scoring/contest.h"
#include "wire/entry.h"

static void say(struct commit_wish *wish, const char *words)
{
    wish->said = buf_unref(wish->said);
    wish->said = buf_new(256);
    text_add(wish->said, slice_of(words));
}

const char *weigh_signing_act(struct arena *arena, const struct record *record,
                              struct commit_wish *wish, struct buf **body)
{
    struct signing_try try = {.asked = wish->signing, .skill = wish->skill, .by = wish->by};
    const char *refusal = signing_act_try(arena, record, &try);

    if (refusal) {
        const char *words = wish->language == PROBLEM_EN ? try.en : try.zh;
        say(wish, words ? words : "");
        return refusal;
    }
    buf_unref(*body);
    *body = buf_new(1024);
    entry_signing_write(&try.entry, *body);
    wish->body = (struct slice){(*body)->bytes, (*body)->len};
    return NULL;
}

const char *weigh_signing_publication(struct arena *arena, const struct record *record,
                                      struct commit_wish *wish)
{
    const char *unlocked =
        signing_act_unlocked(arena, record, wish->skill, wish->language == PROBLEM_EN);

    if (unlocked) {
        say(wish, unlocked);
    }
    return unlocked ? "not-locked" : NULL;
}

const char *weigh_signing_sheet(const struct record *record, const struct commit_wish *wish)
{
    if (signing_list_shuts(record, wish->competitor, wish->part, wish->seat)) {
        return "stage-locked";
    }
    if (muster_recuse_bars(record, wish->by, wish->competitor, wish->part, wish->seat)) {
        return "technical-recused";
    }
    bool own =
        record_sheet(record, wish->competitor, wish->part, wish->seat) &&
        signing_sample_settles_own(record, wish->competitor, wish->part, wish->seat, wish->by);
    return own ? "settles-own"
               : members_refusal(record, wish->part, wish->seat, wish->by, wish->confirmed);
}

bool weigh_signing_shuts(const struct record *record, const struct entry_competitor *rows,
                         size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t skill = rules_find_skill(record->rules, rows[i].skill.at, rows[i].skill.len);
        if (skill != RULES_NONE && signing_list_is_locked(record, skill, RULES_NONE)) {
            return true;
        }
    }
    return false;
}

// Where a seat has given nothing, the excuse moves no figure that was signed.
static bool strikes_locked(const struct record *record, uint32_t skill,
                           const struct decide_line *line)
{
    const struct ruling *ruling = &line->ruling;

    return signing_list_is_locked(record, skill, record->rules->parts[ruling->part].stage) &&
           contest_has_sheet(record->rules, skill, line->competitor->row, ruling->part,
                             ruling->seat);
}

const char *weigh_signing_recusal(const struct record *record, const struct decide *decide)
{
    for (size_t i = 0; i < decide->count; i++) {
        if (strikes_locked(record, decide->skill, &decide->lines[i])) {
            return "stage-locked";
        }
    }
    return NULL;
}
