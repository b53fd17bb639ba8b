#include "wire/explain.h"

#include "base/buf.h"
#include "base/must.h"
#include "base/text.h"
#include "wire/explain_figure.h"
#include "wire/say.h"

enum { STAGE_DEPTH, MODULE_DEPTH, PART_DEPTH, JUDGE_DEPTH };

static const struct {
    const char *name;
    unsigned depth;
} kinds[] = {[TRACE_ENTRY] = {"entry", JUDGE_DEPTH},
             [TRACE_FAULT] = {"fault", JUDGE_DEPTH},
             [TRACE_WORTH] = {"worth", JUDGE_DEPTH},
             [TRACE_NORMALISED] = {"normalised", JUDGE_DEPTH},
             [TRACE_FIGURE] = {"figure", JUDGE_DEPTH},
             [TRACE_REDUCED] = {"reduced", PART_DEPTH},
             [TRACE_APART] = {"apart", PART_DEPTH},
             [TRACE_PRODUCT] = {"product", PART_DEPTH},
             [TRACE_BASE] = {"base", PART_DEPTH},
             [TRACE_DEDUCTION] = {"deduction", PART_DEPTH},
             [TRACE_TIME] = {"time", PART_DEPTH},
             [TRACE_AGAINST] = {"against", PART_DEPTH},
             [TRACE_CODE] = {"code_worth", PART_DEPTH},
             [TRACE_ASIDE] = {"aside", MODULE_DEPTH},
             [TRACE_NOT_BEST] = {"not_best", MODULE_DEPTH},
             [TRACE_MAJORITY] = {"majority", PART_DEPTH},
             [TRACE_ADJUSTED] = {"adjusted", STAGE_DEPTH},
             [TRACE_LIMITED] = {"limited", STAGE_DEPTH},
             [TRACE_VETO] = {"veto", PART_DEPTH},
             [TRACE_PART] = {"part", PART_DEPTH},
             [TRACE_PART_OPEN] = {"part_open", PART_DEPTH},
             [TRACE_DROPPED] = {"dropped", MODULE_DEPTH},
             [TRACE_MODULE_SUM] = {"module_sum", MODULE_DEPTH},
             [TRACE_MODULE] = {"module", MODULE_DEPTH},
             [TRACE_CUTOFF] = {"cutoff", MODULE_DEPTH},
             [TRACE_OWN] = {"own", STAGE_DEPTH},
             [TRACE_CARRIED] = {"carried", STAGE_DEPTH},
             [TRACE_TOTAL] = {"total", STAGE_DEPTH},
             [TRACE_STATUS] = {"status", STAGE_DEPTH},
             [TRACE_SKATING] = {"skating", STAGE_DEPTH},
             [TRACE_MATCHES] = {"matches", STAGE_DEPTH},
             [TRACE_TIE] = {"tie", STAGE_DEPTH}};

const char *explain_kind(enum trace_kind kind)
{
    must((size_t)kind < sizeof kinds / sizeof kinds[0]);
    return kinds[kind].name;
}

unsigned explain_depth(const struct trace_line *line)
{
    must((size_t)line->kind < sizeof kinds / sizeof kinds[0]);
    if (line->kind != TRACE_ADJUSTED && line->kind != TRACE_LIMITED) {
        return kinds[line->kind].depth;
    }
    return line->part != RULES_NONE     ? PART_DEPTH
           : line->module != RULES_NONE ? MODULE_DEPTH
                                        : STAGE_DEPTH;
}

// ---- data

static void say_id(struct buf *out, const char *lead, const char *id)
{
    if (id) {
        say_text(out, lead, slice_of(id));
    }
}

static void write_ids(const struct rules *rules, const struct trace_line *line, struct buf *out)
{
    bool of_judge = kinds[line->kind].depth == JUDGE_DEPTH;
    const struct rules_part *part =
        line->part < rules->part_count ? &rules->parts[line->part] : NULL;
    say_id(out,
           ",\"stage\":", line->stage < rules->stage_count ? rules->stages[line->stage].id : NULL);
    say_id(out, ",\"module\":",
           line->module < rules->module_count ? rules->modules[line->module].id : NULL);
    say_id(out, ",\"part\":", part ? part->id : NULL);
    say_id(out, ",\"aspect\":",
           line->aspect < rules->aspect_count ? rules->aspects[line->aspect].id : NULL);
    if (of_judge && part && line->seat < part->seat_count) {
        say_id(out, ",\"seat\":", part->seats[line->seat]);
    }
}

// What the line's `number` names.
static void write_number(const struct explain *explain, const struct trace_line *line,
                         struct buf *out)
{
    const struct rules *rules = explain->rules;
    if (line->kind == TRACE_ADJUSTED && line->number < rules->adjustment_count) {
        say_id(out, ",\"adjustment\":", rules->adjustments[line->number].id);
    } else if (line->kind == TRACE_FAULT && line->aspect < rules->aspect_count &&
               line->number < rules->aspects[line->aspect].fault_count) {
        say_id(out, ",\"fault\":", rules->aspects[line->aspect].faults[line->number].id);
    } else if (line->kind == TRACE_CARRIED && line->number < rules->stage_count) {
        say_id(out, ",\"carried\":", rules->stages[line->number].id);
    } else if (line->kind == TRACE_TIE && explain_other(explain, line).at) {
        say_text(out, ",\"other\":", explain_other(explain, line));
    } else if (line->kind == TRACE_MATCHES) {
        SAY(out, ",\"losses\":");
        say_uint(out, line->number);
    }
}

// What the line's `n` is.
static void write_n(const struct trace_line *line, struct buf *out)
{
    static const char *const fates[] = {"used", "dropped_high", "dropped_low", "left_out"};

    static const struct {
        enum trace_kind kind;
        const char *lead;
    } names[] = {{TRACE_FAULT, ",\"steps\":"},       {TRACE_REDUCED, ",\"figures\":"},
                 {TRACE_MAJORITY, ",\"rule\":"},     {TRACE_ADJUSTED, ",\"times\":"},
                 {TRACE_PART_OPEN, ",\"missing\":"}, {TRACE_SKATING, ",\"rule\":"},
                 {TRACE_MATCHES, ",\"wins\":"},      {TRACE_TIE, ",\"step\":"}};

    if (line->kind == TRACE_FIGURE && line->n >= 0 && line->n < 4) {
        say_id(out, ",\"fate\":", fates[line->n]);
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (names[i].kind == line->kind) {
            text_add(out, slice_of(names[i].lead));
            say_int(out, line->n == RULES_NONE ? -1 : line->n);
        }
    }
}

// Nothing was filled where the denominator is 0 and it is no code either.
static void write_figure(const char *lead, struct ratio value, struct buf *out)
{
    if (ratio_is_value(value) || (value.num > 0 && value.num < RULES_STATUSES)) {
        text_add(out, slice_of(lead));
        SAY(out, "\"");
        explain_figure_exact(out, value);
        SAY(out, "\"");
    }
}

static void write_rounding(struct rounding rounding, struct buf *out)
{
    static const char *const modes[] = {[ROUND_NONE] = "none",
                                        [ROUND_HALF_UP] = "half_up",
                                        [ROUND_HALF_EVEN] = "half_even",
                                        [ROUND_TRUNCATE] = "truncate",
                                        [ROUND_UP] = "up"};
    if (rounding.mode != ROUND_NONE) {
        SAY(out, ",\"rounding\":{\"places\":");
        say_int(out, rounding.places);
        say_id(out, ",\"mode\":", modes[rounding.mode]);
        SAY(out, "}");
    }
}

static void write_sentence(const struct explain *explain, size_t line,
                           enum problem_language language, struct buf *out)
{
    struct buf *plain = buf_new(256);
    explain_say(explain, line, language, plain);
    say_text(out, language == PROBLEM_ZH ? ",\"zh\":" : ",\"en\":",
             (struct slice){plain->bytes, plain->len});
    (void)buf_unref(plain);
}

void explain_write_line(const struct explain *explain, size_t at, struct buf *out)
{
    must(at < explain->trace->count);
    const struct trace_line *line = &explain->trace->lines[at];
    SAY(out, "{\"kind\":\"");
    text_add(out, slice_of(explain_kind(line->kind)));
    SAY(out, "\",\"depth\":");
    say_uint(out, explain_depth(line));
    write_ids(explain->rules, line, out);
    write_number(explain, line, out);
    write_n(line, out);
    write_figure(",\"a\":", line->a, out);
    write_figure(",\"b\":", line->b, out);
    write_figure(",\"value\":", line->value, out);
    write_rounding(line->rounding, out);
    write_sentence(explain, at, PROBLEM_ZH, out);
    write_sentence(explain, at, PROBLEM_EN, out);
    SAY(out, "}");
}

struct slice explain_other(const struct explain *explain, const struct trace_line *line)
{
    bool there = explain->who && line->number >= explain->who_first &&
                 line->number - explain->who_first < explain->who_count;

    return there ? explain->who[line->number - explain->who_first] : SLICE_NONE;
}

void explain_write(const struct explain *explain, struct buf *out)
{
    SAY(out, "{\"competitor\":");
    text_json(out, explain->competitor);
    if (explain->stage < explain->rules->stage_count) {
        say_id(out, ",\"stage\":", explain->rules->stages[explain->stage].id);
    }
    SAY(out, ",\"place\":");
    if (explain->place) {
        say_uint(out, explain->place);
    } else {
        SAY(out, "null");
    }
    text_add(out, explain->half ? SLICE(",\"half\":true") : SLICE(""));
    if (explain->group) {
        say_id(out, ",\"group\":", explain->group->id);
        SAY(out, ",\"group_place\":");
        say_uint(out, explain->group_place);
        text_add(out, explain->group_half ? SLICE(",\"group_half\":true") : SLICE(""));
    }
    text_add(out, explain->trace->cut ? SLICE(",\"cut\":true") : SLICE(""));
    SAY(out, ",\"lines\":[");
    for (size_t i = 0; i < explain->trace->count; i++) {
        text_add(out, i ? SLICE(",") : SLICE(""));
        explain_write_line(explain, i, out);
    }
    SAY(out, "]}");
}

// ---- for a screen of text

static void print_place(const struct explain *explain, bool zh, struct buf *out)
{
    if (!explain->place) {
        text_add(out, zh ? SLICE("没有名次") : SLICE("no place"));
        return;
    }
    text_printf(out, zh ? "第 %u%s 名" : "place %u%s", explain->place, explain->half ? ".5" : "");
    if (explain->group) {
        const struct rules_name *name = &explain->group->name;
        const char *half = explain->group_half ? ".5" : "";
        text_printf(out, zh ? "，%s第 %u%s 名" : "; in %s place %u%s", zh ? name->zh : name->en,
                    explain->group_place, half);
    }
}

// A module without a weight comes to what the line before has said.
static bool only_repeats(const struct trace *trace, size_t at)
{
    const struct trace_line *line = &trace->lines[at];
    const struct trace_line *before = at ? &trace->lines[at - 1] : line;
    return line->kind == TRACE_MODULE && before->kind == TRACE_MODULE_SUM &&
           line->module == before->module && ratio_is_value(line->value) &&
           ratio_is_value(before->value) && ratio_compare(line->value, before->value) == 0;
}

void explain_print(const struct explain *explain, enum problem_language language, struct buf *out)
{
    bool zh = language == PROBLEM_ZH;
    text_add(out, explain->competitor);
    if (explain->stage < explain->rules->stage_count) {
        const struct rules_name *name = &explain->rules->stages[explain->stage].name;
        text_add(out, zh ? SLICE("，") : SLICE(", "));
        text_add(out, slice_of(zh || !name->en ? name->zh : name->en));
    }
    text_add(out, zh ? SLICE("：") : SLICE(": "));
    print_place(explain, zh, out);
    SAY(out, "\n");
    for (size_t i = 0; i < explain->trace->count; i++) {
        if (only_repeats(explain->trace, i)) {
            continue;
        }
        for (unsigned k = explain_depth(&explain->trace->lines[i]) + 1; k > 0; k--) {
            SAY(out, "  ");
        }
        explain_say(explain, i, language, out);
        SAY(out, "\n");
    }
}
