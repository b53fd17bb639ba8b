#include "live/results_cut.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "wire/code.h"

static void write_line(const struct record *record, uint32_t stage, const struct order_cut *cut,
                       size_t i, struct buf *out)
{
    const struct rules *rules = record->rules;
    const struct rank_line *line = &cut->lines[i];
    const struct record_competitor *competitor = record->competitors[line->who];
    uint32_t first = rules->skills[competitor->skill].stage_first;
    enum rules_status status = competitor->tally.stages[cut->from - first].status;
    enum field_state field = contest_field(rules, competitor->row, stage);

    text_printf(out, "%s{\"id\":", i ? "," : "");
    text_json(out, slice_of(competitor->id));
    text_printf(out, ",\"place\":%u%s", line->place, line->half ? ",\"half\":true" : "");
    if (line->group > 0) {
        text_printf(out, ",\"group\":");
        text_json(out, slice_of(rules->skills[competitor->skill].groups[line->group - 1].id));
        text_printf(out, ",\"group_place\":%u%s", line->group_place,
                    line->group_half ? ",\"group_half\":true" : "");
    }
    if (line->heat > 0) {
        text_printf(out, ",\"heat\":%u,\"heat_place\":%u%s", line->heat, line->heat_place,
                    line->heat_half ? ",\"heat_half\":true" : "");
    }
    if (status != RULES_RUNNING) {
        text_printf(out, ",\"status\":\"%s\"", code_word(status));
    }
    text_printf(out, ",\"passes\":%s", cut->passes[i] ? "true" : "false");
    if (field != FIELD_OPEN) {
        text_printf(out, ",\"field\":\"%s\"", field == FIELD_IN ? "in" : "out");
    }
    text_printf(out, "}");
}

bool results_cut_write(const struct record *record, uint32_t stage, struct buf *out)
{
    struct arena *arena = arena_new();
    struct order_cut cut;
    bool has = order_cut(arena, record, stage, &cut);

    if (has) {
        text_printf(out, "{\"stage\":");
        text_json(out, slice_of(record->rules->stages[stage].id));
        text_printf(out, ",\"from\":");
        text_json(out, slice_of(record->rules->stages[cut.from].id));
        text_printf(out, ",\"base\":%zu,\"passing\":%zu,\"lines\":[", cut.base[0], cut.passing);
        for (size_t i = 0; i < cut.count; i++) {
            write_line(record, stage, &cut, i, out);
        }
        text_printf(out, "]}");
    }
    arena_free(arena);
    return has;
}
