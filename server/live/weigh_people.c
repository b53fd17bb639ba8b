#include "live/weigh_people.h"

#include "base/must.h"
#include "base/text.h"
#include "live/links.h"
#include "live/muster.h"
#include "live/muster_desk.h"
#include "live/muster_recuse.h"
#include "live/record.h"
#include "live/showing.h"
#include "live/site.h"
#include "live/site_gate.h"
#include "live/wish.h"
#include "wire/entry.h"
#include "wire/entry_access.h"
#include "wire/entry_link.h"

const char *weigh_people_judges(struct arena *arena, const struct record *record,
                                const struct commit_wish *wish)
{
    struct entry_judge *rows = NULL;
    size_t count = 0;

    if (entry_link_is(wish->body)) {
        struct entry_link link;
        must(entry_link_read(arena, wish->body, &link));
        return links_refusal(record, &link);
    }
    must(entry_read_judges(arena, wish->body, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        if (record_judge(record, rows[i].id)) {
            return "judge-exists";
        }
    }
    return NULL;
}

// Whether the wish says that it changes another version than this.
static bool is_overtaken(const struct commit_wish *wish, uint64_t version)
{
    uint64_t seen = 0;

    return wish->if_match.at && (!text_uint(wish->if_match, INT64_MAX, &seen) || seen != version);
}

// What is measured has to be measured: nobody leaves a technical seat before another has it too.
// The journal has recusals from before this was asked.
static const char *refuse_recusal(const struct record *record, const struct entry_muster *act)
{
    bool leaves =
        !act->lifted && muster_recuse_empties_any(record, act->judge, act->ids.count, act->ids.ids);

    return leaves ? "recusal-technical" : NULL;
}

const char *weigh_people_muster(const struct record *record, const struct commit_wish *wish)
{
    const char *refusal = muster_refusal(record, wish->muster);

    if (refusal || wish->muster->act == MUSTER_RECUSE) {
        return refusal ? refusal : refuse_recusal(record, wish->muster);
    }
    if (wish->muster->act != MUSTER_CHECK_IN) {
        return NULL;
    }
    const struct muster_person *person = muster_desk_person(record, wish->muster->competitor);
    return is_overtaken(wish, person ? person->number : 0) ? "check-in-newer" : NULL;
}

const char *weigh_people_access(struct arena *arena, const struct record *record,
                                const struct commit_wish *wish)
{
    struct entry_access access;

    must(entry_access_read(arena, wish->body, &access));
    const struct site_account *account =
        access.account.at ? site_account(record->site, access.account) : NULL;
    const char *refusal = account && is_overtaken(wish, account->changed)
                              ? "account-newer"
                              : site_gate_refusal(record->site, &access);
    return refusal ? refusal : showing_refusal(record->site, &access);
}
