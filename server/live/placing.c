#include "live/placing.h"

#include "store/journal.h"

// How many have the key of number `i`; 0 when the page does not show all of them.
static uint32_t count_sharing(const struct journal_page *page, uint64_t from, size_t i)
{
    uint32_t before = page->members[i].before;
    size_t end = i;

    while (end < page->count && page->members[end].before == before) {
        end++;
    }
    bool begins_here = before >= from;
    bool ends_here = end < page->count || from + end >= page->total;
    return begins_here && ends_here ? (uint32_t)(from + end - before) : 0;
}

// The place of a complete member, where `sharing` have his key; 0: not known.
static bool place(enum rules_convention convention, uint32_t before, uint32_t sharing,
                  struct results_place *ret)
{
    if (convention == RULES_DENSE || (convention == RULES_ORDINAL && sharing != 1) ||
        (convention != RULES_STANDARD && sharing == 0)) {
        return false;
    }
    ret->place = rank_place(convention, before, before, sharing ? sharing : 1, &ret->half);
    return true;
}

static bool is_complete(const struct journal_member *member)
{
    return member->key.len > 0 && member->key.at[0] == RANK_COMPLETE;
}

bool placing_of_one(enum rules_convention convention, const struct journal_member *member,
                    struct results_place *ret)
{
    *ret = (struct results_place){.place = 0};
    if (!is_complete(member)) {
        return true;
    }
    ret->shared = member->sharing > 1;
    return place(convention, member->before, member->sharing, ret);
}

bool placing_by_counts(enum rules_convention convention, const struct journal_page *page,
                       uint64_t from, size_t i, struct results_place *ret)
{
    const struct journal_member *member = &page->members[i];
    bool next = i + 1 < page->count && page->members[i + 1].before == member->before;

    *ret = (struct results_place){.place = 0};
    if (!is_complete(member)) {
        return true;
    }
    ret->shared = member->before < from + i || next;
    return place(convention, member->before, count_sharing(page, from, i), ret);
}
