#include "api/gate_page.h"

#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "live/record.h"
#include "live/results.h"
#include "live/room.h"
#include "live/signing_state.h"
#include "net/http.h"
#include "scoring/tally.h"
#include "wire/answer.h"
#include "wire/sheet_plain.h"
#include "wire/witness.h"

static void say(struct buf *out, const char *lead, const char *text)
{
    if (text && *text) {
        text_printf(out, "%s", lead);
        text_json(out, slice_of(text));
    }
}

void gate_page_name(const struct record *record, const struct signing_page *page, struct buf *out)
{
    static const char *const kinds[] = {"standing", "summary", "slip"};
    const struct rules *rules = record->rules;

    say(out, "{\"page\":", kinds[page->kind]);
    say(out, ",\"stage\":", rules->stages[page->stage].id);
    if (page->kind == SIGNING_PAGE_STANDING) {
        return;
    }
    say(out, ",\"part\":", rules->parts[page->part].id);
    if (page->kind == SIGNING_PAGE_SUMMARY) {
        say(out, ",\"seat\":", signing_page_seat(&rules->parts[page->part], page->seat));
    } else {
        say(out, ",\"competitor\":", page->competitor->id);
        say(out, ",\"entry\":", page->competitor->code);
    }
}

// ---- rows

struct rows {
    const struct record *record;
    struct arena *arena;
    const struct signing_page *page;
    bool names;
    bool any;
    struct buf *out;
};

static void write_figure(const struct rows *rows, const struct record_competitor *who,
                         uint32_t seat)
{
    char text[RATIO_TEXT_MAX];
    struct ratio figure;

    if (seat < rows->record->rules->parts[rows->page->part].seat_count &&
        tally_seat_figure(rows->record->rules, who->row, rows->page->part, seat, &figure) &&
        ratio_is_value(figure)) {
        text_printf(rows->out, ",\"figure\":\"%.*s\"", (int)ratio_print(figure, -1, text), text);
    }
}

static void write_sheet(struct rows *rows, const struct record_competitor *who, uint32_t seat)
{
    const struct rules_part *part = &rows->record->rules->parts[rows->page->part];
    const struct record_sheet *sheet =
        signing_page_sheet(rows->record, who, rows->page->part, seat);

    if (!sheet) {
        return;
    }
    say(rows->out, rows->any ? ",{\"id\":" : "{\"id\":", who->id);
    say(rows->out, ",\"code\":", who->code);
    if (rows->names) {
        say(rows->out, ",\"name\":", who->shown.name);
        say(rows->out, ",\"delegation\":", who->shown.delegation);
    }
    say(rows->out, ",\"seat\":", signing_page_seat(part, seat));
    text_printf(rows->out, ",\"number\":%lu,\"sheet\":", (unsigned long)sheet->number);
    text_add(rows->out, sheet_plain(rows->arena, (struct slice){sheet->body, sheet->len}));
    write_figure(rows, who, seat);
    text_printf(rows->out, "}");
    rows->any = true;
}

static void write_sheets(struct rows *rows)
{
    const struct signing_page *page = rows->page;
    const struct record_skill *skill = &rows->record->skills[page->skill];
    const struct rules_part *part = &rows->record->rules->parts[page->part];

    if (page->kind == SIGNING_PAGE_SLIP) {
        for (uint32_t seat = 0; seat < part->seat_count + (part->technical ? 1 : 0); seat++) {
            write_sheet(rows, page->competitor, seat);
        }
        return;
    }
    for (size_t i = 0; i < skill->count; i++) {
        write_sheet(rows, rows->record->competitors[skill->competitors[i]], page->seat);
    }
}

static void write_standing(struct rows *rows)
{
    const struct signing_page *page = rows->page;
    struct order_scales scales = order_scales(rows->arena, rows->record, page->skill);
    struct results_line *lines = NULL;
    size_t count = results_lines(rows->arena, rows->record, page->stage, &lines);

    for (size_t i = 0; i < count; i++) {
        struct scene_row row;
        results_row(rows->record, lines[i].competitor, page->stage,
                    results_place_of(&lines[i], false, &scales),
                    rows->names ? RULES_SHOW_NAME : RULES_SHOW_CODE, &row);
        text_printf(rows->out, i ? "," : "");
        scene_write_row(&row, rows->out);
    }
}

// ---- the page

// The head of the journal's chain at the page's number: whoever keeps the paper is a witness of all
// that stood before (DESIGN 3.9; wire/witness reads it).
static void write_chain(const struct record *record, uint64_t number, struct buf *out)
{
    char hex[2 * WITNESS_HEAD + 1];

    if (number > 0) { // an empty page is of no entry
        text_hex(record_mile(record, number)->chain, WITNESS_HEAD, hex);
        text_printf(out, ",\"chain\":\"%s\"", hex);
    }
}

static void write_head(const struct visit *visit, const struct signing_page *page,
                       const char *digest, struct buf *out)
{
    const struct record *record = visit->room->record;
    const struct rules *rules = record->rules;
    char code[PAIRCODE_MAX];

    signing_page_code(record, page, digest, code);
    say(out, ",\"skill\":", rules->skills[page->skill].id);
    text_printf(out, ",\"competition\":{\"id\":\"%s\",\"name\":", rules->id);
    answer_name(&rules->name, out);
    text_printf(out, ",\"fictional\":%s},\"number\":%lu,\"digest\":\"%s\",\"code\":\"%s\"",
                rules->fictional ? "true" : "false",
                (unsigned long)signing_page_number(record, page), digest, code);
    write_chain(record, signing_page_number(record, page), out);
    text_printf(out, ",\"supervisor\":%s,\"published\":%s",
                rules->skills[page->skill].signing.supervisor ? "true" : "false",
                record->skills[page->skill].published ? "true" : "false");
}

static void write_signed(const struct signing_need *need, const char *lead, struct buf *out)
{
    const struct record_signing *last = need->last;

    text_printf(out, "%s{\"role\":\"%s\",\"number\":%lu,\"at\":%ld,\"how\":\"%s\"}", lead,
                need->role, (unsigned long)last->number, (long)last->at, signing_state_how(last));
}

static void write_state(const struct visit *visit, const struct signing_page *page,
                        const char *digest, struct buf *out)
{
    struct signing_look look =
        signing_state_look(visit->request->arena, visit->room->record, page->skill);
    struct signing_need *needs = NULL;
    size_t count = signing_state_needs(&look, page->stage, &needs);
    bool first = true;

    say(out, ",\"state\":", signing_state_word(signing_state_of(&look, page->stage)));
    text_printf(out, ",\"signed\":[");
    for (size_t i = 0; i < count; i++) {
        bool same = needs[i].page.kind == page->kind && strcmp(needs[i].digest, digest) == 0;
        if (same && signing_state_is_signed(&needs[i])) {
            write_signed(&needs[i], first ? "" : ",", out);
            first = false;
        }
    }
    text_printf(out, "]");
    signing_state_done(&look);
}

void gate_page_write(struct visit *visit, const struct signing_page *page, struct buf *out)
{
    const struct record *record = visit->room->record;
    char digest[2 * RECORD_HASH + 1];
    struct rows rows = {.record = record,
                        .arena = visit->request->arena,
                        .page = page,
                        .names = results_show(record, page->skill) == RULES_SHOW_NAME,
                        .out = out};

    signing_page_digest(rows.arena, record, page, digest);
    gate_page_name(record, page, out);
    write_head(visit, page, digest, out);
    write_state(visit, page, digest, out);
    text_printf(out, ",\"names\":%s,\"rows\":[", rows.names ? "true" : "false");
    if (page->kind == SIGNING_PAGE_STANDING) {
        write_standing(&rows);
    } else {
        write_sheets(&rows);
    }
    text_printf(out, "]}");
}
