#include "live/links.h"

#include "base/must.h"
#include "base/table.h"
#include "live/facts.h"
#include "live/ids.h"
#include "wire/entry.h"
#include "wire/entry_link.h"

#include <stdlib.h>

enum { HASH_LEN = 2 * RECORD_HASH };

const char *links_refusal(const struct record *record, const struct entry_link *link)
{
    const struct record_judge *judge = table_get(record->judge_by_id, link->judge);

    if (!judge) {
        return "unknown-judge";
    }
    if (!link->token.at) {
        return judge->token[0] ? NULL : "link-none";
    }
    bool fresh = link->token.len == HASH_LEN && !table_get(record->judge_by_token, link->token);
    return fresh ? NULL : "right-unsound";
}

static void add_former(struct record_judge *judge, const char *hash)
{
    judge->former = realloc(judge->former, (judge->former_count + 1) * sizeof *judge->former);
    must(judge->former);
    ids_copy(judge->former[judge->former_count++], HASH_LEN + 1, slice_of(hash));
}

bool links_fold(struct record *record, struct arena *arena, const struct entry *entry)
{
    struct entry_link link;

    if (entry->version < ENTRY_LINK_SINCE || !entry_link_read(arena, entry->body, &link) ||
        links_refusal(record, &link)) {
        return false;
    }
    struct record_judge *judge = table_get(record->judge_by_id, link.judge);
    if (judge->token[0]) {
        add_former(judge, judge->token);
        (void)table_remove(record->judge_by_token, slice_of(judge->token));
        judge->token[0] = 0;
    }
    if (link.token.at) {
        ids_copy(judge->token, sizeof judge->token, link.token);
        (void)table_put(record->judge_by_token, link.token, judge);
    }
    return true;
}

const char *links_hash(const struct record_judge *judge, size_t index)
{
    if (judge->token[0]) {
        if (index == 0) {
            return judge->token;
        }
        index--;
    }
    return index < judge->former_count ? judge->former[judge->former_count - 1 - index] : NULL;
}

void links_carry(const struct record_judge *from, struct record_judge *to)
{
    for (size_t i = 0; i < from->former_count; i++) {
        add_former(to, from->former[i]);
    }
}
