#include "live/weigh_people.h"

#include "base/must.h"
#include "live/links.h"
#include "live/record.h"
#include "live/showing.h"
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

const char *weigh_people_access(struct arena *arena, const struct record *record,
                                const struct commit_wish *wish)
{
    struct entry_access access;

    must(entry_access_read(arena, wish->body, &access));
    const char *refusal = site_gate_refusal(record->site, &access);
    return refusal ? refusal : showing_refusal(record->site, &access);
}
