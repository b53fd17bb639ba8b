#include "live/results_publication.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "live/results.h"
#include "live/results_honours.h"
#include "wire/code.h"

static uint32_t stage_number(const struct rules *rules, uint32_t stage)
{
    return stage - rules->skills[rules->stages[stage].skill].stage_first;
}

static bool is_last(const struct rules *rules, uint32_t stage)
{
    return stage_number(rules, stage) + 1 == rules->skills[rules->stages[stage].skill].stage_count;
}

static void write_exact(struct ratio value, struct buf *out)
{
    char text[RATIO_TEXT_MAX];
    size_t len = code_print(value, -1, text);

    text_json(out, (struct slice){text, len});
}

static void write_group(const struct rules *rules, const struct record_competitor *competitor,
                        uint32_t place, bool half, struct buf *out)
{
    if (competitor->group > 0) {
        text_printf(out, ",\"group\":");
        text_json(out, slice_of(rules->skills[competitor->skill].groups[competitor->group - 1].id));
        text_printf(out, ",\"group_place\":%u%s", place, half ? ",\"group_half\":true" : "");
    }
}

// What only rules or rulings of the newer kind bring: absent where there is none.
static void write_more(const struct record *record, const struct results_line *line,
                       uint32_t number, const struct order_scales *scales, struct buf *out)
{
    const struct record_competitor *competitor = line->competitor;
    enum rules_status status = competitor->tally.stages[number].status;
    struct ratio value;

    write_group(record->rules, competitor, line->rank.group_place, line->rank.group_half, out);
    if (status != RULES_RUNNING) {
        text_printf(out, ",\"status\":\"%s\"", code_word(status));
    }
    if (scales && order_scale_value(record, scales, competitor, &value)) {
        text_printf(out, ",\"scale\":");
        write_exact(value, out);
    }
}

static void write_line(const struct record *record, const struct results_line *line,
                       uint32_t number, const struct order_scales *scales, struct buf *out)
{
    text_printf(out, "{\"id\":");
    text_json(out, slice_of(line->competitor->id));
    text_printf(out, ",\"place\":%u%s,\"total\":", line->rank.place,
                line->rank.half ? ",\"half\":true" : "");
    write_exact(line->competitor->tally.stages[number].total, out);
    if (line->title) {
        text_printf(out, ",\"title\":");
        text_json(out, slice_of(line->title->id));
    }
    write_more(record, line, number, scales, out);
    text_printf(out, "}");
}

static void write_stage(const struct record *record, uint32_t stage, struct buf *out)
{
    struct arena *arena = arena_new();
    struct results_line *lines = NULL;
    size_t count = results_rank(arena, record, stage, &lines);
    struct order_scales scales = order_scales(arena, record, record->rules->stages[stage].skill);
    bool last = is_last(record->rules, stage);

    text_printf(out, "{\"stage\":");
    text_json(out, slice_of(record->rules->stages[stage].id));
    text_printf(out, ",\"results\":[");
    for (size_t i = 0; i < count; i++) {
        text_printf(out, i ? "," : "");
        write_line(record, &lines[i], stage_number(record->rules, stage), last ? &scales : NULL,
                   out);
    }
    text_printf(out, "]}");
    arena_free(arena);
}

// Where stages have cuts, the final standing is more than that of the last stage.
static bool has_cut(const struct rules *rules, const struct rules_skill *skill)
{
    for (uint32_t i = 0; i < skill->stage_count; i++) {
        if (rules->stages[skill->stage_first + i].cut.by != RULES_CUT_NONE) {
            return true;
        }
    }
    return false;
}

static void write_overall(const struct record *record, uint32_t index, struct buf *out)
{
    struct arena *arena = arena_new();
    struct field_overall *lines = NULL;
    size_t count = order_overall(arena, record, index, &lines);
    size_t written = 0;

    text_printf(out, ",\"overall\":[");
    for (size_t i = 0; i < count; i++) {
        if (lines[i].place == 0) {
            continue;
        }
        text_printf(out, "%s{\"id\":", written++ ? "," : "");
        text_json(out, slice_of(record->competitors[lines[i].who]->id));
        text_printf(out, ",\"place\":%u%s,\"stage\":", lines[i].place,
                    lines[i].half ? ",\"half\":true" : "");
        text_json(out, slice_of(record->rules->stages[lines[i].stage].id));
        write_group(record->rules, record->competitors[lines[i].who], lines[i].group_place,
                    lines[i].group_half, out);
        text_printf(out, "}");
    }
    text_printf(out, "]");
    arena_free(arena);
}

void results_publication(const struct record *record, uint32_t index, struct buf *out)
{
    const struct rules_skill *skill = &record->rules->skills[index];

    text_printf(out, "{\"skill\":");
    text_json(out, slice_of(skill->id));
    text_printf(out, ",\"stages\":[");
    for (uint32_t i = 0; i < skill->stage_count; i++) {
        text_printf(out, i ? "," : "");
        write_stage(record, skill->stage_first + i, out);
    }
    text_printf(out, "]");
    if (has_cut(record->rules, skill)) {
        write_overall(record, index, out);
    }
    results_honours_publish(record, index, out);
    text_printf(out, "}");
}
