#include "live/results_explain.h"

#include "base/arena.h"
#include "live/lineup.h"
#include "scoring/rank_countback.h"

enum { LINES_FIRST = 4096, LINES_MAX = 262144 };

static size_t aligned(size_t bytes)
{
    return (bytes + 15) & ~(size_t)15;
}

static struct tally *fresh_tally(struct arena *arena, const struct rules *rules, uint32_t skill)
{
    struct tally *tally = arena_alloc(arena, sizeof *tally);

    tally_init(rules, skill, arena_alloc(arena, aligned(tally_bytes(rules, skill))), tally);
    return tally;
}

// The whole field again, with tallies of our own.
static enum verdict trace_field(struct arena *arena, const struct record *record,
                                const struct record_competitor *competitor, struct trace *trace)
{
    const struct record_skill *skill = &record->skills[competitor->skill];
    struct field_entry *entries = arena_alloc(arena, (skill->count + 1) * sizeof *entries);
    void *scratch =
        arena_alloc(arena, field_bytes(record->rules, competitor->skill, skill->count) + 1);

    for (size_t i = 0; i < skill->count; i++) {
        const struct record_competitor *other = record->competitors[skill->competitors[i]];
        entries[i] = (struct field_entry){
            other->row, fresh_tally(arena, record->rules, competitor->skill), other->index, 0};
    }
    return field_explain(record->rules, competitor->skill, entries, skill->count, skill->bouts,
                         (uint32_t)skill->bout_count, scratch, competitor->at, trace);
}

static uint32_t stage_of(const struct rules *rules, const struct trace_line *line)
{
    if (line->stage != RULES_NONE) {
        return line->stage;
    }
    if (line->module != RULES_NONE) {
        return rules->modules[line->module].stage;
    }
    return line->part != RULES_NONE ? rules->parts[line->part].stage : RULES_NONE;
}

// Lines of other stages go; what a total carries is a line of the stage itself.
static void keep_stage(const struct rules *rules, uint32_t stage, struct trace *trace)
{
    size_t kept = 0;

    for (size_t i = 0; i < trace->count; i++) {
        uint32_t of = stage_of(rules, &trace->lines[i]);
        if (of == stage || of == RULES_NONE) {
            trace->lines[kept++] = trace->lines[i];
        }
    }
    trace->count = kept;
}

static void fill_compared(const struct record *record, uint32_t stage, uint32_t step,
                          const struct tally *own, const struct tally *other,
                          struct trace_line *tie)
{
    const struct rules_skill *skill = &record->rules->skills[record->rules->stages[stage].skill];
    const struct rules_tie *by =
        step > 0 && step <= skill->tie_count ? &skill->ties[step - 1] : NULL;

    tie->a = own->stages[stage - skill->stage_first].total;
    tie->b = other->stages[stage - skill->stage_first].total;
    if (by && (by->by == RULES_TIE_COUNTBACK || by->by == RULES_TIE_LATEST)) {
        rank_countback_apart(record->rules, by, own, other, &tie->a, &tie->b);
    } else if (by) {
        (void)rank_tie_value(record->rules, stage, by, own, &tie->a);
        (void)rank_tie_value(record->rules, stage, by, other, &tie->b);
    }
}

// What a step of matches has compared was told on the way; the last word counts.
static void take_told(struct trace *trace, uint32_t step, struct trace_line *tie)
{
    size_t kept = 0;

    for (size_t i = 0; i < trace->count; i++) {
        const struct trace_line *line = &trace->lines[i];
        if (line->kind != TRACE_TIE) {
            trace->lines[kept++] = *line;
        } else if (line->n == step) {
            tie->a = line->a;
            tie->b = line->b;
        }
    }
    trace->count = kept;
}

// What set him apart from the next above him.
static void add_tie(const struct record *record, uint32_t stage, const struct rank_line *line,
                    const struct rank_line *above, struct trace *trace)
{
    struct trace_line tie = {.kind = TRACE_TIE,
                             .aspect = RULES_NONE,
                             .part = RULES_NONE,
                             .module = RULES_NONE,
                             .stage = stage,
                             .seat = RULES_NONE,
                             .number = above->who,
                             .n = line->tie_step == RULES_NONE ? -1 : (int64_t)line->tie_step};

    uint32_t step = line->tie_step == RULES_NONE ? 0 : line->tie_step;
    fill_compared(record, stage, step, line->tally, above->tally, &tie);
    take_told(trace, step, &tie);
    trace_add(trace, &tie);
}

// The stage as it is kept, or settled for this once.
static const struct lineup_stage *lineup_for(struct arena *arena, const struct record *record,
                                             uint32_t stage)
{
    struct lineup_stage *lineup = arena_alloc(arena, sizeof *lineup);

    lineup_settle(arena, record, stage, lineup);
    return lineup;
}

// One name is enough, unless matches speak of others.
static void name_others(struct arena *arena, const struct record *record,
                        const struct rank_line *above, struct explain *explain)
{
    bool all = record->skills[explain->skill].relative;
    struct slice *names =
        arena_alloc(arena, (all ? record->competitor_count + 1 : 1) * sizeof(struct slice));

    explain->who = names;
    explain->who_first = all || !above ? 0 : above->who;
    explain->who_count = all ? record->competitor_count : above != NULL;
    for (size_t i = 0; i < explain->who_count; i++) {
        names[i] = slice_of(record->competitors[explain->who_first + i]->id);
    }
}

static void add_place(struct arena *arena, const struct record *record,
                      const struct lineup_stage *lineup, const struct record_competitor *competitor,
                      struct explain *explain, struct trace *trace)
{
    size_t at = lineup_of(lineup, competitor);
    const struct rank_line *line = at < lineup->count ? &lineup->lines[at] : NULL;
    const struct rank_line *above = line && at > 0 ? line - 1 : NULL;

    name_others(arena, record, above, explain);
    if (!line) {
        return;
    }
    explain->place = line->place;
    explain->half = line->half;
    explain->group_place = line->group_place;
    explain->group_half = line->group_half;
    if (above && line->place > 0) {
        add_tie(record, explain->stage, line, above, trace);
    }
}

// With room for so many lines.
static enum verdict trace_stage(struct arena *arena, const struct record *record,
                                const struct record_competitor *competitor, uint32_t stage,
                                struct trace *trace)
{
    const struct rules *rules = record->rules;

    trace->count = 0;
    trace->cut = false;
    trace->lines = arena_alloc(arena, trace->room * sizeof *trace->lines);
    if (record->skills[competitor->skill].relative) {
        return trace_field(arena, record, competitor, trace);
    }
    struct tally *tally = fresh_tally(arena, rules, competitor->skill);
    enum verdict verdict = tally_row(rules, competitor->skill, competitor->row, tally);
    return verdict == V_OK
               ? trace_row(rules, competitor->skill, competitor->row, stage, tally, trace)
               : verdict;
}

bool results_explain_stage(struct arena *arena, const struct record *record,
                           const struct lineup_stage *lineup,
                           const struct record_competitor *competitor, uint32_t stage,
                           struct explain *ret)
{
    struct trace *trace = arena_alloc(arena, sizeof *trace);

    trace->room = LINES_FIRST;
    enum verdict verdict = trace_stage(arena, record, competitor, stage, trace);
    while (verdict == V_OK && trace->cut && trace->room < LINES_MAX) {
        trace->room *= 8;
        verdict = trace_stage(arena, record, competitor, stage, trace);
    }
    if (verdict != V_OK) {
        return false;
    }
    keep_stage(record->rules, stage, trace);
    *ret = (struct explain){.rules = record->rules,
                            .skill = competitor->skill,
                            .stage = stage,
                            .trace = trace,
                            .competitor = slice_of(competitor->id)};
    if (competitor->group > 0) {
        ret->group = &record->rules->skills[competitor->skill].groups[competitor->group - 1];
    }
    add_place(arena, record, lineup ? lineup : lineup_for(arena, record, stage), competitor, ret,
              trace);
    return true;
}
