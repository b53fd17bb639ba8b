// Changes of the rules for histories: the present definition with a figure or an id changed, or
// another book altogether; and where only sheets are lost, once more with their key.
#pragma once

#include "live/reform.h"
#include "tests/fuzz/history.h"
#include "wire/ask_rules.h"

// One digit of the definition becomes another: a limit, a weight, a step, a number of places, or an
// id that is then gone.
static struct slice other_digit(struct history *it, struct slice json)
{
    char *text = arena_copy(it->arena, json);
    size_t digits = 0;
    for (size_t i = 0; i < json.len; i++) {
        digits += text[i] >= '0' && text[i] <= '9';
    }
    size_t chosen = history_dice(it, (unsigned)digits);
    for (size_t i = 0; i < json.len; i++) {
        if (text[i] >= '0' && text[i] <= '9' && chosen-- == 0) {
            text[i] = (char)('0' + history_dice(it, 10));
            break;
        }
    }
    return (struct slice){text, json.len};
}

static bool send_rules(struct history *it, struct slice definition, const char *set_aside)
{
    struct ask_rules ask;
    struct commit_wish wish = {.kind = ENTRY_RULES, .rules = &ask, .language = PROBLEM_ZH};
    const char *key =
        set_aside[0] ? arena_printf(it->arena, ",\"set_aside\":\"%s\"", set_aside) : "";
    char *json = arena_printf(it->arena, "{\"definition\":%.*s,\"reason\":\"r\"%s}",
                              SLICE_FMT(definition), key);
    wish.sent_body = slice_of(json);
    it->faults.count = 0;
    return ask_rules_read(it->arena, wish.sent_body, &ask, &it->faults) &&
           history_commit(it, &wish);
}

static void some_change(struct history *it)
{
    struct slice now = {it->record->definition_json, it->record->definition_len};
    unsigned kind = history_dice(it, 16);
    struct slice fresh = kind == 0   ? books[history_dice(it, book_count)]
                         : kind == 1 ? (struct slice){arena_copy(it->arena, now), now.len}
                                     : other_digit(it, now);
    if (send_rules(it, fresh, "") || it->faults.count > 0) {
        return;
    }
    struct reform *reform = reform_new(it->record, fresh, SLICE(""), it->count + 1);
    const char *key = arena_copy(it->arena, slice_of(reform->key));
    bool sheets_only = reform->refusal && reform->lost_sheets > 0 && reform->lost_others == 0;
    reform_free(reform);
    if (sheets_only) {
        (void)send_rules(it, fresh, key);
    }
}
