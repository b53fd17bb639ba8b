#include "api/panel.h"

#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "live/panel.h"
#include "live/record.h"
#include "live/room.h"
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
static bool write_spot(const struct spot *spot, bool first, struct buf *out)
{
    const struct rules_part *part = part_of(spot);

    if (spot->seat >= part->seat_count || part->turn == RULES_TURN_NONE ||
        !record_sheet(spot->record, spot->competitor, spot->part, spot->seat)) {
        return false;
    }
    bool turned = panel_sees(spot->record, spot->competitor, spot->part, spot->seat);
    text_printf(out, "%s{\"part\":\"%s\",\"competitor\":\"%s\",\"seat\":\"%s\",\"turned\":%s",
                first ? "" : ",", part->id, spot->competitor->id, part->seats[spot->seat],
                turned ? "true" : "false");
    if (turned) {
        write_cards(spot, out);
    }
    text_printf(out, "}");
    return true;
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
    text_printf(json, "]}");
    visit_tagged(visit, json);
}
