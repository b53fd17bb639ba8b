// What must hold of a record after any history: counted step by step or from nothing, folded again
// with and without waiting, in Redis' order or the engine's, told as a board, a publication or an
// explanation, it is the same.
#pragma once

#include "base/text.h"
#include "live/results.h"
#include "live/results_cut.h"
#include "live/results_explain.h"
#include "live/results_honours.h"
#include "live/results_publication.h"
#include "live/results_teams.h"
#include "tests/fuzz/history.h"

static bool same_value(struct ratio a, struct ratio b)
{
    return a.den == b.den && a.num == b.num;
}

static void same_stage(const struct stage_result *a, const struct stage_result *b)
{
    bool same = same_value(a->own, b->own) && same_value(a->total, b->total) &&
                a->complete == b->complete && a->started == b->started && a->done == b->done &&
                a->expected == b->expected && a->status == b->status && a->field == b->field &&
                a->held == b->held && a->flagged == b->flagged && a->ruling == b->ruling &&
                a->order == b->order && a->wins == b->wins && a->losses == b->losses &&
                a->net == b->net;
    history_demand(same, "counted in place is not a recount", NULL);
}

// ---- from nothing

static void recount_skill(const struct record *record, uint32_t skill)
{
    const struct record_skill *at = &record->skills[skill];
    struct arena *arena = arena_new();
    struct tally *tallies = arena_alloc(arena, (at->count + 1) * sizeof *tallies);
    struct field_entry *entries = arena_alloc(arena, (at->count + 1) * sizeof *entries);

    for (size_t i = 0; i < at->count; i++) {
        const struct record_competitor *who = record->competitors[at->competitors[i]];
        tally_init(record->rules, skill, arena_alloc(arena, tally_bytes(record->rules, skill)),
                   &tallies[i]);
        entries[i] = (struct field_entry){.row = who->row, .tally = &tallies[i], .who = who->index};
        history_demand(tally_row(record->rules, skill, who->row, &tallies[i]) == V_OK,
                       "a row does not fit", who->id);
    }
    if (at->relative) {
        void *scratch = arena_alloc(arena, field_bytes(record->rules, skill, at->count) + 1);
        history_demand(field_settle(record->rules, skill, entries, at->count, at->bouts,
                                    (uint32_t)at->bout_count, scratch) == V_OK,
                       "a field does not fit", NULL);
    }
    for (size_t i = 0; i < at->count; i++) {
        const struct tally *tally = &record->competitors[at->competitors[i]]->tally;
        for (uint32_t s = 0; s < tally->stage_count; s++) {
            same_stage(&tally->stages[s], &tallies[i].stages[s]);
        }
    }
    arena_free(arena);
}

// ---- order

static struct slice board_name(struct history *it, uint32_t stage)
{
    const struct rules *rules = it->record->rules;
    return slice_of(arena_printf(it->arena, "%s/%s", rules->skills[rules->stages[stage].skill].id,
                                 rules->stages[stage].id));
}

static void check_board(struct history *it, uint32_t stage)
{
    const struct record *record = it->record;
    const struct record_skill *skill = &record->skills[record->rules->stages[stage].skill];
    struct slice board = board_name(it, stage);

    for (size_t i = 0; i < skill->count; i++) {
        const struct record_competitor *who = record->competitors[skill->competitors[i]];
        const struct history_key *held = history_key(it, board, slice_of(who->id));
        unsigned char key[RULES_KEY_MAX];
        size_t len = rank_key(record->rules, stage, &who->tally, key);
        history_demand(len == 0 || len == rank_key_len(record->rules, stage),
                       "a key of another length", who->id);
        history_demand(len == held->len && memcmp(key, held->bytes, len) == 0,
                       "the moves do not lead to the engine's key of", who->id);
    }
}

// After a change of the rules nobody stands on the board of a stage that is gone.
static void check_gone(struct history *it)
{
    for (size_t i = 0; i < it->board_count; i++) {
        bool there = false;
        for (uint32_t s = 0; s < it->record->rules->stage_count; s++) {
            there = there || slice_equal(board_name(it, s), it->boards[i].name);
        }
        for (size_t k = 0; k < it->boards[i].count && !there; k++) {
            history_demand(it->boards[i].keys[k].len == 0,
                           "left on a board that is gone:", it->boards[i].who[k]);
        }
    }
}

static void check_pair(const struct record *record, uint32_t stage, const struct rank_line *above,
                       const struct rank_line *line)
{
    const struct rules_skill *skill = &record->rules->skills[record->rules->stages[stage].skill];
    unsigned char first[RULES_KEY_MAX];
    unsigned char second[RULES_KEY_MAX];
    size_t len = rank_key(record->rules, stage, above->tally, first);
    size_t same = rank_key(record->rules, stage, line->tally, second);
    int order = memcmp(first, second, len);
    bool ranked = above->place > 0 && line->place > 0;
    bool shared = ranked && above->place == line->place && above->half == line->half;

    history_demand(len == same, "keys of two lengths", NULL);
    history_demand(order <= 0, "the keys order otherwise than the engine", NULL);
    history_demand(line->place == 0 || (above->place > 0 && above->place <= line->place),
                   "places that do not rise", NULL);
    if (ranked && skill->convention != RULES_ORDINAL) {
        history_demand(shared == (order == 0), "a place is shared by other than equal keys", NULL);
        history_demand(!shared || (above->shared && line->shared), "a shared place unsaid", NULL);
    }
}

static void check_order(const struct record *record, uint32_t stage)
{
    struct arena *arena = arena_new();
    struct results_line *lines = NULL;
    size_t count = results_lines(arena, record, stage, &lines);

    for (size_t i = 0; i < count; i++) {
        const struct rank_line *line = &lines[i].rank;
        bool complete = rank_class_of(record->rules, stage, line->tally) == RANK_COMPLETE;
        history_demand(complete == (line->place > 0), "a place without a result", NULL);
        history_demand(i > 0 || line->place <= 1 || line->half, "the first is not first", NULL);
        if (i > 0) {
            check_pair(record, stage, &lines[i - 1].rank, line);
        }
    }
    arena_free(arena);
}

// ---- what is told

static void demand_text(struct buf *out, const char *what)
{
    history_demand(text_is_utf8((struct slice){out->bytes, out->len}), "not UTF-8:", what);
    (void)buf_unref(out);
}

static void tell_stage(const struct record *record, uint32_t stage)
{
    struct arena *arena = arena_new();
    struct buf *out = buf_new(1024);
    struct results_line *lines = NULL;
    size_t count = results_rank(arena, record, stage, &lines);
    struct order_scales scales = order_scales(arena, record, record->rules->stages[stage].skill);

    for (size_t i = 0; i < count; i++) {
        struct scene_row *row = arena_alloc(arena, sizeof *row);
        results_row(record, lines[i].competitor, stage, results_place_of(&lines[i], true, &scales),
                    RULES_SHOW_NAME, row);
        results_exact(arena, record, lines[i].competitor, stage, row);
        results_detail(arena, record, lines[i].competitor, stage, row);
        scene_write_row(row, out);
    }
    (void)results_cut_write(record, stage, out);
    demand_text(out, "a board");
    arena_free(arena);
}

static struct buf *published(const struct record *record)
{
    struct buf *out = buf_new(1024);

    for (uint32_t i = 0; i < record->rules->skill_count; i++) {
        results_publication(record, i, out);
        results_honours_write(record, i, out);
    }
    for (uint32_t i = 0; i < record->rules->team_table_count; i++) {
        history_demand(results_teams_write(record, i, false, out), "a team table does not fit",
                       NULL);
    }
    return out;
}

// The last figure of the explanation is the total that counts.
static void explain_one(const struct record *record, const struct record_competitor *who,
                        uint32_t stage)
{
    const struct stage_result *result =
        &who->tally.stages[stage - record->rules->skills[who->skill].stage_first];
    struct arena *arena = arena_new();
    struct buf *out = buf_new(4096);
    struct explain explain;

    history_demand(results_explain_stage(arena, record, NULL, who, stage, &explain),
                   "no explanation of", who->id);
    history_demand(!explain.trace->cut, "an explanation is cut:", who->id);
    for (size_t i = 0; i < explain.trace->count; i++) {
        const struct trace_line *line = &explain.trace->lines[i];
        if (line->kind == TRACE_TOTAL && line->stage == stage) {
            history_demand(same_value(line->value, result->total),
                           "the explanation ends elsewhere than the total of", who->id);
        }
    }
    explain_write(&explain, out);
    explain_print(&explain, PROBLEM_EN, out);
    demand_text(out, "an explanation");
    arena_free(arena);
}

// ---- after one entry, and at the end

static void check_now(struct history *it, bool all)
{
    const struct record *record = it->record;

    for (uint32_t i = 0; i < record->rules->skill_count; i++) {
        const struct rules_skill *skill = &record->rules->skills[i];
        if (record->skills[i].touched < record->followed && record->skills[i].touched > 0 && !all) {
            continue;
        }
        recount_skill(record, i);
        for (uint32_t s = skill->stage_first; s < skill->stage_first + skill->stage_count; s++) {
            check_board(it, s);
            check_order(record, s);
        }
    }
}

static void check_again(const struct history *it, bool deferring)
{
    struct record *again = record_new("c");
    struct record_news news;
    const char *why = "";

    (void)record_defer(again, deferring);
    for (size_t i = 1; i <= it->count; i++) {
        history_demand(record_take(again, i, it->entries[i], &news, &why) == RECORD_GOOD,
                       "a second fold says", why);
    }
    history_demand(record_defer(again, false), "a second fold does not fit", NULL);
    struct buf *first = published(it->record);
    struct buf *second = published(again);
    history_demand(first->len == second->len &&
                       memcmp(first->bytes, second->bytes, first->len) == 0,
                   "two folds of one journal differ", NULL);
    (void)buf_unref(first);
    demand_text(second, "a publication");
    record_free(again);
}

// Explanations take longer than all the rest: those of one competitor.
static void check_end(struct history *it, size_t whom)
{
    const struct record *record = it->record;
    const struct record_competitor *who = record->competitors[whom % record->competitor_count];
    const struct rules_skill *skill = &record->rules->skills[who->skill];

    for (uint32_t i = 0; i < record->rules->skill_count; i++) {
        recount_skill(record, i);
    }
    check_gone(it);
    for (uint32_t i = 0; i < record->rules->stage_count; i++) {
        check_board(it, i);
        check_order(record, i);
        tell_stage(record, i);
    }
    for (uint32_t s = 0; s < skill->stage_count; s++) {
        explain_one(record, who, skill->stage_first + s);
    }
    check_again(it, whom % 2 != 0);
}
