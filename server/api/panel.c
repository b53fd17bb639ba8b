#include "api/panel.h"

#include "api/panel_write.h"
#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "live/panel.h"
#include "live/panel_log.h"
#include "live/record.h"
#include "live/room.h"
#include "live/site.h"
#include "net/http.h"
#include "scoring/tally.h"
#include "wire/code.h"
#include "wire/sheet_text.h"

// A seat of the visitor's and one competitor.
struct spot {
    const struct visit *visit;
    const struct record *record;
    const struct record_competitor *competitor;
    uint32_t part, seat;
};

static const struct rules_part *part_of(const struct spot *spot)
{
    return &spot->record->rules->parts[spot->part];
}

// What a seat has given, as a figure and as its marks; no note of his.
static void write_card(const struct spot *spot, uint32_t seat, struct buf *out)
{
    struct arena *arena = spot->visit->request->arena;
    const struct record_sheet *sheet =
        record_sheet(spot->record, spot->competitor, spot->part, seat);
    char text[RATIO_TEXT_MAX];
    struct ratio figure;

    text_printf(out, "{\"seat\":\"%s\",\"figure\":", part_of(spot)->seats[seat]);
    if (tally_seat_figure(spot->record->rules, spot->competitor->row, spot->part, seat, &figure)) {
        (void)code_print(figure, -1, text);
        text_printf(out, "\"%s\"", text);
    } else {
        text_printf(out, "null");
    }
    text_printf(out, ",\"marks\":");
    text_add(out, sheet_text_marks(arena, (struct slice){sheet->body, sheet->len}));
    text_printf(out, "}");
}

static void write_cards(const struct spot *spot, struct buf *out)
{
    size_t count = 0;

    text_printf(out, ",\"cards\":[");
    for (uint32_t seat = 0; seat < part_of(spot)->seat_count; seat++) {
        if (record_sheet(spot->record, spot->competitor, spot->part, seat)) {
            text_printf(out, count++ ? "," : "");
            write_card(spot, seat, out);
        }
    }
    text_printf(out, "]");
}

// Nothing is said of cards that are not his own before they are turned over: not even how many.
static void write_turn(const struct spot *spot, struct buf *out)
{
    bool turned = panel_sees(spot->record, spot->competitor, spot->part, spot->seat);

    if (part_of(spot)->turn == RULES_TURN_NONE) {
        return;
    }
    text_printf(out, ",\"turned\":%s", turned ? "true" : "false");
    if (turned) {
        write_cards(spot, out);
    }
}

// The panel has to look again, all of it: nothing tells whose marks are apart.
static void write_held(const struct spot *spot, struct buf *out)
{
    static const char *const ways[] = {"none", "range", "from_mean", "from_median", "dixon"};
    const struct rules_variance *variance = &part_of(spot)->variance;
    char text[RATIO_TEXT_MAX];

    if (!panel_is_held(spot->record, spot->competitor, spot->part)) {
        return;
    }
    text_printf(out, ",\"held\":{\"by\":\"%s\"",
                part_of(spot)->reduce == RULES_AGREED ? "agreed" : ways[variance->by]);
    if (variance->by != RULES_VARIANCE_NONE && variance->limit_count == 1) {
        (void)code_print(variance->limits[0].value, -1, text);
        text_printf(out, ",\"limit\":\"%s\"", text);
    }
    text_printf(out, "}");
}

// Why his sheet does not count any more, and he is to send another.
static void write_back(const struct panel_attempt *last, struct buf *out)
{
    text_printf(out, ",\"back\":{\"end\":\"%s\",\"number\":%lu,\"at\":%ld,\"reason\":",
                last->end == PANEL_RETURNED ? "return" : "void", (unsigned long)last->ended,
                (long)last->ended_at);
    text_json(out, slice_of(last->reason));
    text_printf(out, ",\"body\":%s}", last->body);
}

static void write_look(const struct spot *spot, const struct panel_place *place, struct buf *out)
{
    const struct panel_log *log = spot->record->panels;

    for (size_t i = log->look_count; i > 0; i--) {
        if (memcmp(&log->looks[i - 1].place, place, sizeof *place) == 0) {
            text_printf(out, ",\"look\":");
            panel_write_look(&log->looks[i - 1], out);
            return;
        }
    }
}

static bool write_spot(const struct spot *spot, bool first, struct buf *out)
{
    const struct rules_part *part = part_of(spot);
    struct panel_place place =
        panel_log_place(spot->record->rules, spot->part, spot->seat, spot->competitor);
    const struct panel_attempt *last = panel_log_last(spot->record->panels, &place);
    bool in = record_sheet(spot->record, spot->competitor, spot->part, spot->seat) != NULL;
    struct buf *more = buf_new(256);

    if (in && spot->seat < part->seat_count) {
        write_turn(spot, more);
        write_held(spot, more);
    } else if (!in && last && last->end != PANEL_AMENDED) {
        write_back(last, more);
    }
    if (in) {
        write_look(spot, &place, more);
    }
    bool any = more->len > 0;
    if (any) {
        text_printf(out, "%s{\"part\":\"%s\",\"competitor\":\"%s\",\"seat\":\"%s\"",
                    first ? "" : ",", part->id, spot->competitor->id, place.seat);
        text_add(out, (struct slice){more->bytes, more->len});
        text_printf(out, "}");
    }
    buf_unref(more);
    return any;
}

static bool write_seat(const struct visit *visit, const struct record_seat *seat, bool first,
                       struct buf *out)
{
    const struct record *record = visit->room->record;
    const struct record_skill *skill = &record->skills[record->rules->parts[seat->part].skill];

    for (size_t i = 0; i < skill->count; i++) {
        struct spot spot = {visit, record, record->competitors[skill->competitors[i]], seat->part,
                            seat->seat};
        first = !write_spot(&spot, first, out) && first;
    }
    return first;
}

// ---- of all his seats together

static bool has_seat(const struct visit *visit, const char *part, const char *seat)
{
    const struct rules *rules = visit->room->record->rules;
    uint32_t index = rules_find_part(rules, part, strlen(part));
    uint32_t at =
        index == RULES_NONE ? RULES_NONE : rules_find_seat(rules, index, seat, strlen(seat));
    bool has = false;

    for (size_t i = 0; at != RULES_NONE && i < visit->right_count; i++) {
        const struct record_judge *judge = visit->rights[i].judge;
        has = has || (judge && record_judge_has(judge, index, at));
    }
    return has;
}

static bool has_part(const struct visit *visit, const char *part)
{
    const struct rules *rules = visit->room->record->rules;
    uint32_t index = rules_find_part(rules, part, strlen(part));
    bool has = false;

    for (uint32_t i = 0; index != RULES_NONE && i < rules->parts[index].seat_count; i++) {
        has = has || has_seat(visit, part, rules->parts[index].seats[i]);
    }
    return has;
}

static void write_rest(const struct visit *visit, struct buf *out)
{
    const struct panel_log *log = visit->room->record->panels;
    size_t count = 0;

    text_printf(out, "],\"calls\":[");
    for (size_t i = 0; i < log->call_count; i++) {
        if (has_seat(visit, log->calls[i].place.part, log->calls[i].place.seat)) {
            text_printf(out, count++ ? "," : "");
            panel_write_call(&log->calls[i], out);
        }
    }
    text_printf(out, "],\"trials\":[");
    count = 0;
    for (size_t i = 0; i < log->trial_count; i++) {
        if (has_seat(visit, log->trials[i].part, log->trials[i].seat)) {
            text_printf(out, count++ ? "," : "");
            panel_write_trial(&log->trials[i], out);
        }
    }
    text_printf(out, "],\"benchmarks\":[");
    count = 0;
    for (size_t i = 0; i < log->benchmark_count; i++) {
        if (has_part(visit, log->benchmarks[i].part)) {
            text_printf(out, count++ ? "," : "");
            panel_write_benchmark(&log->benchmarks[i], out);
        }
    }
    text_printf(out, "]");
    if (visit->pass && !visit->pass->account) {
        text_printf(out, ",\"grants\":%lu", (unsigned long)visit->pass->granted);
    }
    text_printf(out, "}");
}

void panel_mine(struct visit *visit)
{
    struct buf *json = buf_new(1024);
    bool first = true;

    text_printf(json, "{\"entries\":[");
    for (size_t i = 0; i < visit->right_count; i++) {
        const struct record_judge *judge = visit->rights[i].judge;
        for (size_t k = 0; judge && k < judge->seat_count; k++) {
            first = write_seat(visit, &judge->seats[k], first, json);
        }
    }
    write_rest(visit, json);
    visit_tagged(visit, json);
}
