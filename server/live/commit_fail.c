#include "live/commit_fail.h"

#include "base/table.h"
#include "live/commit_parts.h"
#include "wire/entry.h"

// What holds no index into the rules.
static bool stays(const struct commit_wish *wish)
{
    return wish->kind == ENTRY_RULES || wish->kind == ENTRY_SEAL || wish->kind == ENTRY_MUSTER;
}

static void fail_scope(struct commit *commit, struct scope *scope, const char *refusal)
{
    while (!list_empty(&scope->waiting)) {
        commit_finish(commit, list_item(scope->waiting.next, struct commit_wish, link), refusal);
    }
    for (size_t i = 0; scope->flying && i < scope->flying->count; i++) {
        commit_finish(commit, scope->flying->wishes[i], refusal);
    }
    scope->not_before = 0;
    list_remove(&scope->link);
    if (scope->flying) {
        scope->flying->count = 0; // its result has nobody to tell any more
    }
}

void commit_fail_all(struct commit *commit, const char *refusal)
{
    void *value = NULL;

    commit->failing = true;
    for (size_t at = 0; table_next(commit->scopes, &at, NULL, &value);) {
        fail_scope(commit, value, refusal);
    }
    while (!list_empty(&commit->landed)) {
        commit_finish(commit, list_item(commit->landed.next, struct commit_wish, link), refusal);
    }
    commit->failing = false;
    commit->due = false;
}

static void turn_away(struct commit *commit, struct commit_wish *wish)
{
    if (!commit_answer_if_asked(commit, wish)) {
        commit_finish(commit, wish, "rules-changed");
    }
}

static void turn_scope_away(struct commit *commit, struct scope *scope)
{
    struct batch *batch = scope->flying;
    bool goes = batch && batch->count > 0 && !stays(batch->wishes[0]);

    list_each_safe (at, &scope->waiting) {
        struct commit_wish *wish = list_item(at, struct commit_wish, link);
        if (!stays(wish)) {
            turn_away(commit, wish);
        }
    }
    for (size_t i = 0; goes && i < batch->count; i++) {
        turn_away(commit, batch->wishes[i]);
    }
    if (goes) {
        batch->count = 0; // Redis refuses it as stale, or it stands in the journal already
    }
}

void commit_fail_read(struct commit *commit)
{
    void *value = NULL;

    commit->failing = true;
    for (size_t at = 0; table_next(commit->scopes, &at, NULL, &value);) {
        turn_scope_away(commit, value);
    }
    commit->failing = false;
}
