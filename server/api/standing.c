#include "api/standing.h"

#include "api/final.h"
#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "live/awaited.h"
#include "live/frozen.h"
#include "live/lineup.h"
#include "live/record.h"
#include "live/results.h"
#include "live/room.h"
#include "net/http.h"

enum { FROM_MAX = 1000000000, LIMIT_MAX = 500, LIMIT_STANDARD = 50 };

// A figure of the query, or what stands there already when it has none. False: it is no figure, or
// too large.
static bool read_number(struct visit *visit, const char *name, uint64_t most, uint64_t *ret)
{
    struct slice text = http_query(visit->request, name);
    return text.at == NULL || text_uint(text, most, ret);
}

struct sight { // what this visitor may see, and asks for
    enum rules_show show;
    bool staff, parts;
    const struct lineup_stage *lineup;
    const struct frozen *still; // what the public saw then; NULL: as it stands
    const struct frozen_stage *lines;
};

static size_t sight_count(const struct sight *sight)
{
    return sight->still ? sight->lines->count : sight->lineup->count;
}

static struct results_line sight_line(const struct sight *sight, size_t index)
{
    if (!sight->still) {
        return lineup_line(sight->lineup, index);
    }
    const struct rank_line *line = &sight->lines->lines[index];
    return (struct results_line){.rank = *line, .competitor = frozen_ghost(sight->still, line)};
}

static void write_row(const struct visit *visit, uint32_t stage, const struct results_line *line,
                      const struct sight *sight, struct buf *out)
{
    struct scene_row row;
    struct arena *arena = visit->request->arena;
    const struct record *record = visit->room->record;

    const struct order_scales *scales =
        sight->still ? &sight->still->scales : &sight->lineup->scales;

    results_row(record, line->competitor, stage, results_place_of(line, sight->staff, scales),
                sight->show, &row);
    results_exact(arena, record, line->competitor, stage, &row);
    results_overall(line->competitor, sight->still ? sight->still->behind : sight->lineup->behind,
                    &row);
    if (sight->parts) {
        results_detail(arena, record, line->competitor, stage, &row);
    }
    scene_write_row(&row, out);
}

static void write_head(const struct visit *visit, uint32_t skill, uint32_t stage,
                       const struct scene_state *state, struct buf *out)
{
    const struct rules *rules = visit->room->record->rules;

    text_printf(out,
                "{\"competition\":\"%s\",\"skill\":\"%s\",\"stage\":\"%s\",\"exposure\":\"%s\"",
                visit->room->name, rules->skills[skill].id, rules->stages[stage].id,
                scene_show(state->show));
    text_printf(out, ",\"published\":%s,\"total\":%lu,\"ranked\":%lu,\"done\":%lu,\"expected\":%lu",
                state->published ? "true" : "false", (unsigned long)state->total,
                (unsigned long)state->ranked, (unsigned long)state->done,
                (unsigned long)state->expected);
    if (state->published) {
        text_printf(out, ",\"edition\":%lu", (unsigned long)state->published);
    }
    if (state->frozen) {
        text_printf(out, ",\"frozen\":%ld", (long)state->frozen);
    }
}

struct window {
    uint64_t from, limit;
    struct slice only; // one competitor; at == NULL: all
};

static struct sight sight_of(const struct visit *visit, uint32_t stage, enum rules_show show)
{
    bool staff = visit->role == RIGHT_ORGANISER;
    bool parts = slice_is(http_query(visit->request, "detail"), "parts");

    const struct record *record = visit->room->record;
    uint32_t skill = record->rules->stages[stage].skill;
    struct sight sight = {.show = show, .staff = staff, .parts = staff && parts};
    sight.still = visit_follows(visit, skill) ? NULL : frozen_of(record, skill);
    if (sight.still) {
        sight.lines = &sight.still->stages[stage - record->rules->skills[skill].stage_first];
    } else {
        sight.lineup = lineup_at(visit->room, stage);
    }
    return sight;
}

// Whoever asks for one who is not listed (out of the field, or nothing has come of him) as the
// organiser is told so by a row without a place.
static void write_unlisted(const struct visit *visit, uint32_t stage, struct slice id,
                           const struct sight *sight, struct buf *out)
{
    const struct record_competitor *competitor = record_competitor(visit->room->record, id);
    struct results_line line = {.competitor = competitor};

    if (competitor && competitor->skill == visit->room->record->rules->stages[stage].skill) {
        write_row(visit, stage, &line, sight, out);
    }
}

static void write_rows(const struct visit *visit, uint32_t stage, const struct window *window,
                       enum rules_show show, struct buf *out)
{
    struct sight sight = sight_of(visit, stage, show);
    uint64_t written = 0;

    text_printf(out, ",\"rows\":[");
    for (size_t i = window->from - 1; show >= RULES_SHOW_CODE && i < sight_count(&sight); i++) {
        struct results_line line = sight_line(&sight, i);
        bool wanted = window->only.at == NULL || slice_is(window->only, line.competitor->id);
        if (wanted && written < window->limit) {
            text_printf(out, written++ ? "," : "");
            write_row(visit, stage, &line, &sight, out);
        }
    }
    if (written == 0 && window->only.at && sight.staff) {
        write_unlisted(visit, stage, window->only, &sight, out);
    }
    text_printf(out, "]}");
}

// The organiser sees names; who oversees the skill sees how it stands, by code where the rules do
// not show names yet; everybody else what the rules show.
static enum rules_show show_of(const struct visit *visit, uint32_t skill, uint32_t stage)
{
    enum rules_show show = results_stage_show(visit->room->record, stage);

    if (visit->role == RIGHT_ORGANISER) {
        return RULES_SHOW_NAME;
    }
    bool oversees = visit_right(visit, RIGHT_BITS_OVERSEE, skill) != NULL;
    return oversees && show < RULES_SHOW_CODE ? RULES_SHOW_CODE : show;
}

void standing_board(struct visit *visit)
{
    uint32_t skill = 0;
    uint32_t stage = 0;
    struct scene_state state;
    struct window window = {
        .from = 1, .limit = LIMIT_STANDARD, .only = http_query(visit->request, "competitor")};

    if (!read_number(visit, "from", FROM_MAX, &window.from) || window.from == 0 ||
        !read_number(visit, "limit", LIMIT_MAX, &window.limit)) {
        visit_problem(visit, "malformed-request", "");
        return;
    }
    if (!visit_stage(visit, &skill, &stage)) {
        return;
    }
    enum rules_show show = show_of(visit, skill, stage);
    results_state(visit->room->record, stage, show, visit_follows(visit, skill), &state);
    struct buf *json = buf_new(8192);
    write_head(visit, skill, stage, &state, json);
    write_rows(visit, stage, &window, show, json);
    visit_tagged(visit, json);
}

// ---- progress: judges x competitors

static void write_part(const struct rules_part *part, struct buf *out)
{
    text_printf(out, "{\"id\":\"%s\",\"name\":{\"zh\":", part->id);
    text_json(out, slice_of(part->name.zh));
    text_printf(out, ",\"en\":");
    text_json(out, slice_of(part->name.en));
    text_printf(out, "},\"technical\":%s,\"seats\":[", part->technical ? "true" : "false");
    for (uint32_t i = 0; i < part->seat_count; i++) {
        text_printf(out, "%s\"%s\"", i ? "," : "", part->seats[i]);
    }
    if (part->technical) {
        text_printf(out, "%s\"%s\"", part->seat_count ? "," : "", part->technical);
    }
    text_printf(out, "]}");
}

static void write_cells(const struct record *record, const struct record_competitor *competitor,
                        uint32_t index, struct buf *out)
{
    const struct rules *rules = record->rules;
    const struct rules_part *part = &rules->parts[index];
    uint32_t seats = part->seat_count + (part->technical ? 1 : 0);

    text_printf(out, "[");
    for (uint32_t seat = 0; seat < seats; seat++) {
        bool done = record_sheet(record, competitor, index, seat) != NULL;
        bool expected =
            contest_expects_sheet(rules, competitor->skill, competitor->row, index, seat);
        text_printf(out, "%s%d", seat ? "," : "", done ? 1 : expected ? 0 : 2);
    }
    text_printf(out, "]");
}

static void write_progress_row(const struct visit *visit,
                               const struct record_competitor *competitor, uint32_t stage,
                               struct buf *out)
{
    const struct record *record = visit->room->record;
    bool named = show_of(visit, competitor->skill, stage) == RULES_SHOW_NAME;
    const char *name = named ? competitor->shown.name : NULL;
    bool first = true;

    text_printf(out, "{\"id\":\"%s\",\"code\":\"%s\",\"name\":", competitor->id, competitor->code);
    text_json(out, slice_of(name ? name : ""));
    text_printf(out, ",\"cells\":[");
    for (uint32_t i = 0; i < record->rules->part_count; i++) {
        if (record->rules->parts[i].stage == stage) {
            text_printf(out, first ? "" : ",");
            write_cells(record, competitor, i, out);
            first = false;
        }
    }
    text_printf(out, "]}");
}

static void write_parts(const struct rules *rules, uint32_t stage, struct buf *out)
{
    bool first = true;

    text_printf(out, "{\"parts\":[");
    for (uint32_t i = 0; i < rules->part_count; i++) {
        if (rules->parts[i].stage == stage) {
            text_printf(out, first ? "" : ",");
            write_part(&rules->parts[i], out);
            first = false;
        }
    }
    text_printf(out, "],\"rows\":[");
}

void standing_progress(struct visit *visit)
{
    uint32_t skill = 0;
    uint32_t stage = 0;

    if (!visit_stage(visit, &skill, &stage)) {
        return;
    }
    const struct record *record = visit->room->record;
    const struct record_skill *state = &record->skills[skill];
    struct buf *json = buf_new(8192);
    write_parts(record->rules, stage, json);
    for (size_t i = 0; i < state->count; i++) {
        text_printf(json, i ? "," : "");
        write_progress_row(visit, record->competitors[state->competitors[i]], stage, json);
    }
    text_printf(json, "]}");
    visit_tagged(visit, json);
}

// ---- the final list

static bool find_final(struct visit *visit, struct final *final)
{
    uint32_t skill = 0;
    uint32_t stage = 0;

    if (!visit_stage(visit, &skill, &stage)) {
        return false;
    }
    const struct record *record = visit->room->record;
    *final = (struct final){.record = record,
                            .arena = visit->request->arena,
                            .skill = skill,
                            .stage = stage,
                            .language = visit->language,
                            .scales = order_scales(visit->request->arena, record, skill),
                            .behind = order_behind(visit->request->arena, record, skill),
                            .complete = awaited_complete(record, skill)};
    if (!final->complete && !slice_is(http_query(visit->request, "draft"), "1")) {
        visit_incomplete(visit, skill);
        return false;
    }
    return true;
}

static const char *disposition(const struct visit *visit, const struct final *final,
                               const char *ending)
{
    return arena_printf(visit->request->arena,
                        "Content-Disposition: attachment; filename=\"%s-%s%s.%s\"\r\n"
                        "Cache-Control: no-store\r\n",
                        visit->room->name, final->record->rules->skills[final->skill].id,
                        final->complete ? "" : "-draft", ending);
}

void standing_csv(struct visit *visit)
{
    struct final final;

    if (!find_final(visit, &final)) {
        return;
    }
    struct buf *out = buf_new(8192);
    final_write_csv(&final, out);
    http_answer(visit->request,
                &(struct http_answer){.status = 200,
                                      .type = "text/csv; charset=utf-8",
                                      .body = buf_seal(out),
                                      .headers = disposition(visit, &final, "csv")});
}

void standing_json(struct visit *visit)
{
    struct final final;

    if (!find_final(visit, &final)) {
        return;
    }
    struct buf *out = buf_new(8192);
    final_write_json(&final, out);
    visit_json(visit, 200, out, disposition(visit, &final, "json"));
}
