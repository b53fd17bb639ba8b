// Lines of a trace over the rule book of trade.h, made by hand, and what is said of them.
#pragma once

#include "base/buf.h"
#include "tests/wire/trade.h"
#include "wire/explain.h"

#include <string.h>

enum { LINES = 8, PARTS = 4, STAGE_FINAL = 0, STAGE_PLAY = 1 };

// Aspects of the part "work".
enum { SEAM, SIZE, OUT, LOOK, TRY_1, TRY_2 };

static struct definition *definition;
static struct rules rules; // a copy that a test may change
static struct rules_part parts[PARTS];
static struct rules_module modules[PARTS];
static struct trace_line lines[LINES];
static struct trace trace;
static struct explain explain;

static int aloud_open(void **state)
{
    (void)state;
    definition = trade_open();
    rules = *definition_rules(definition);
    memcpy(parts, rules.parts, rules.part_count * sizeof *parts);
    memcpy(modules, rules.modules, rules.module_count * sizeof *modules);
    rules.parts = parts;
    rules.modules = modules;
    trace = (struct trace){.lines = lines, .room = LINES};
    explain = (struct explain){.rules = &rules, .trace = &trace, .competitor = SLICE("c1")};
    return 0;
}

static int aloud_close(void **state)
{
    (void)state;
    definition = definition_free(definition);
    return 0;
}

#define ABOUT                                                                                      \
    .aspect = RULES_NONE, .part = RULES_NONE, .module = RULES_NONE, .stage = STAGE_FINAL,          \
    .seat = RULES_NONE, .number = RULES_NONE
#define OF_WORK .aspect = RULES_NONE, .part = TRADE_WORK, .module = 0, .stage = STAGE_FINAL

static inline void aloud_add(struct trace_line line)
{
    trace.lines[trace.count++] = line;
}

static inline void aloud_said(size_t line, enum problem_language language, const char *want)
{
    struct buf *buf = buf_new(64);
    explain_say(&explain, line, language, buf);
    buf_add(buf, "", 1);
    assert_string_equal(buf->bytes, want);
    (void)buf_unref(buf);
}

// The last line's sentence in both languages; then the trace begins anew.
static inline void aloud_expect(const char *zh, const char *en)
{
    aloud_said(trace.count - 1, PROBLEM_ZH, zh);
    aloud_said(trace.count - 1, PROBLEM_EN, en);
    trace.count = 0;
}

static inline struct ratio number(int64_t num, int64_t den)
{
    struct ratio value = RATIO_ZERO;
    must(ratio_make(num, den, &value));
    return value;
}

static inline struct trace_line by_judge(enum trace_kind kind, uint32_t aspect, uint32_t seat,
                                         struct ratio value)
{
    return (struct trace_line){.kind = kind,
                               .aspect = aspect,
                               .part = aspect < TRY_1 ? TRADE_WORK : TRADE_RACE,
                               .module = 0,
                               .stage = STAGE_FINAL,
                               .seat = seat,
                               .value = value};
}

static inline struct trace_line found(uint32_t fault, int64_t quantity, int64_t steps,
                                      int64_t taken)
{
    struct trace_line line = by_judge(TRACE_FAULT, SEAM, 1, number(taken, 1));
    line.number = fault;
    line.a = number(quantity, 1);
    line.n = steps;
    return line;
}
