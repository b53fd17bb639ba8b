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

bool placing_by_counts(enum rules_convention convention, const struct journal_page *page,
                       uint64_t from, size_t i, struct results_place *ret)
{
    const struct journal_member *member = &page->members[i];
    uint32_t sharing = count_sharing(page, from, i);
    bool next = i + 1 < page->count && page->members[i + 1].before == member->before;

    *ret = (struct results_place){.place = 0};
    if (member->key.len == 0 || member->key.at[0] != RANK_COMPLETE) {
        return true;
    }
    if (convention == RULES_DENSE || (convention == RULES_ORDINAL && sharing != 1) ||
        (convention != RULES_STANDARD && sharing == 0)) {
        return false;
    }
    ret->shared = member->before < from + i || next;
    ret->place =
        rank_place(convention, member->before, member->before, sharing ? sharing : 1, &ret->half);
    return true;
}
