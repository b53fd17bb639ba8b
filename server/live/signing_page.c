#include "live/signing_page.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/must.h"
#include "base/secret.h"
#include "base/table.h"
#include "base/text.h"
#include "live/order.h"
#include "wire/code.h"
#include "wire/entry_signing.h"
#include "wire/sheet_plain.h"

#include <stdlib.h>

// ---- which page

static bool find_of_part(const struct record *record, const struct entry_signing *signing,
                         struct signing_page *page)
{
    const struct rules *rules = record->rules;

    page->part = rules_find_part(rules, signing->part.at, signing->part.len);
    if (page->part == RULES_NONE || rules->parts[page->part].skill != page->skill) {
        return false;
    }
    page->stage = rules->parts[page->part].stage;
    if (signing->seat.at) {
        page->kind = SIGNING_PAGE_SUMMARY;
        page->seat = rules_find_seat(rules, page->part, signing->seat.at, signing->seat.len);
        return page->seat != RULES_NONE && !signing->competitor.at;
    }
    page->kind = SIGNING_PAGE_SLIP;
    page->competitor =
        signing->competitor.at ? table_get(record->competitor_by_id, signing->competitor) : NULL;
    return page->competitor && page->competitor->skill == page->skill;
}

bool signing_page_lasts(const struct record *record, uint32_t skill)
{
    return record->rules->skills[skill].blind != 0;
}

bool signing_page_find(const struct record *record, uint32_t skill,
                       const struct entry_signing *signing, struct signing_page *ret)
{
    struct signing_page page = {.kind = SIGNING_PAGE_STANDING,
                                .skill = skill,
                                .stage = RULES_NONE,
                                .lasting = signing_page_lasts(record, skill)};
    bool found = false;

    if (signing->part.at) {
        found = !signing->stage.at && find_of_part(record, signing, &page);
    } else if (signing->stage.at) {
        page.stage = rules_find_stage(record->rules, skill, signing->stage.at, signing->stage.len);
        found = page.stage != RULES_NONE && !signing->seat.at && !signing->competitor.at;
    }
    if (found) {
        *ret = page;
    }
    return found;
}

const char *signing_page_seat(const struct rules_part *part, uint32_t seat)
{
    return seat < part->seat_count ? part->seats[seat] : part->technical;
}

// ---- what stands on it

const struct record_sheet *signing_page_sheet(const struct record *record,
                                              const struct record_competitor *competitor,
                                              uint32_t part, uint32_t seat)
{
    const struct record_skill *skill = &record->skills[competitor->skill];

    return competitor->sheets[skill->slot_first[part - skill->part_first] + seat];
}

static uint32_t seats_of(const struct rules_part *part)
{
    return part->seat_count + (part->technical ? 1 : 0);
}

// Calls for each sheet on a summary or a slip, in a fixed order.
struct walk {
    const struct record *record;
    const struct signing_page *page;
    size_t at; // competitor in the skill's list, or seat
};

static const struct record_sheet *next(struct walk *walk, const struct record_competitor **ret_who,
                                       uint32_t *ret_seat)
{
    const struct signing_page *page = walk->page;
    const struct record *record = walk->record;
    const struct record_skill *skill = &record->skills[page->skill];
    bool slip = page->kind == SIGNING_PAGE_SLIP;
    size_t count = slip ? seats_of(&record->rules->parts[page->part]) : skill->count;

    while (walk->at < count) {
        size_t at = walk->at++;
        *ret_who = slip ? page->competitor : record->competitors[skill->competitors[at]];
        *ret_seat = slip ? (uint32_t)at : page->seat;
        const struct record_sheet *sheet =
            signing_page_sheet(record, *ret_who, page->part, *ret_seat);
        if (sheet) {
            return sheet;
        }
    }
    return NULL;
}

bool signing_page_is_empty(const struct record *record, const struct signing_page *page)
{
    struct walk walk = {record, page, 0};
    const struct record_competitor *who = NULL;
    uint32_t seat = 0;

    if (page->kind == SIGNING_PAGE_STANDING) {
        const struct record_stage *stage =
            &record->skills[page->skill]
                 .stages[page->stage - record->rules->skills[page->skill].stage_first];
        return stage->started == 0;
    }
    return next(&walk, &who, &seat) == NULL;
}

static void say(struct buf *out, const char *lead, const char *text)
{
    text_printf(out, "%s", lead);
    text_json(out, slice_of(text));
}

// One row of a page, as it was written, and whom it is about.
struct line {
    const struct record_competitor *who;
    size_t at, len; // of `text`
};

struct lines {
    struct line *all;
    size_t count;
    struct buf *text;
};

static int by_marked(const void *a, const void *b)
{
    const struct line *left = a;
    const struct line *right = b;
    int order = strcmp(left->who->marked, right->who->marked);

    return order ? order : (left->at > right->at) - (left->at < right->at); // seats stay in order
}

static void begin_line(struct lines *lines, const struct signing_page *page,
                       const struct record_competitor *who)
{
    lines->all[lines->count] = (struct line){who, lines->text->len, 0};
    say(lines->text, "{\"competitor\":", page->lasting ? who->marked : who->id);
    if (who->code[0]) {
        say(lines->text, ",\"code\":", who->code);
    }
}

static void end_line(struct lines *lines)
{
    struct line *line = &lines->all[lines->count++];

    text_printf(lines->text, "}");
    line->len = lines->text->len - line->at;
}

static void write_lines(const struct lines *lines, bool sorted, struct buf *out)
{
    if (sorted) {
        qsort(lines->all, lines->count, sizeof *lines->all, by_marked);
    }
    for (size_t i = 0; i < lines->count; i++) {
        text_printf(out, i ? "," : "");
        text_add(out, (struct slice){lines->text->bytes + lines->all[i].at, lines->all[i].len});
    }
}

static void write_sheets(struct arena *arena, const struct record *record,
                         const struct signing_page *page, struct lines *lines)
{
    const struct rules_part *part = &record->rules->parts[page->part];
    struct walk walk = {record, page, 0};
    const struct record_competitor *who = NULL;
    const struct record_sheet *sheet = NULL;
    uint32_t seat = 0;

    while ((sheet = next(&walk, &who, &seat)) != NULL) {
        begin_line(lines, page, who);
        say(lines->text, ",\"seat\":", signing_page_seat(part, seat));
        text_printf(lines->text, ",\"sheet\":");
        text_add(lines->text, sheet_plain(arena, (struct slice){sheet->body, sheet->len}));
        end_line(lines);
    }
}

static void write_standing(struct arena *arena, const struct record *record,
                           const struct signing_page *page, struct lines *lines)
{
    const struct rules *rules = record->rules;
    uint32_t number = page->stage - rules->skills[page->skill].stage_first;
    struct rank_line *ranked = NULL;
    size_t count = order_stage(arena, record, page->stage, &ranked);

    for (size_t i = 0; i < count; i++) {
        const struct record_competitor *who = record->competitors[ranked[i].who];
        const struct stage_result *result = &who->tally.stages[number];
        char total[RATIO_TEXT_MAX];
        size_t len = code_print(result->total, -1, total);
        begin_line(lines, page, who);
        text_printf(lines->text, ",\"place\":%u%s,\"total\":", ranked[i].place,
                    ranked[i].half ? ",\"half\":true" : "");
        text_json(lines->text, (struct slice){total, len});
        if (result->status != RULES_RUNNING) {
            say(lines->text, ",\"status\":", code_word(result->status));
        }
        end_line(lines);
    }
}

static void write_rows(struct arena *arena, const struct record *record,
                       const struct signing_page *page, struct buf *out)
{
    size_t most = record->skills[page->skill].count + RULES_SEATS_MAX + 1;
    struct lines lines = {arena_alloc(arena, most * sizeof *lines.all), 0, buf_new(4096)};

    if (page->kind == SIGNING_PAGE_STANDING) {
        write_standing(arena, record, page, &lines);
    } else {
        write_sheets(arena, record, page, &lines);
    }
    write_lines(&lines, page->lasting, out);
    buf_unref(lines.text);
}

void signing_page_write(struct arena *arena, const struct record *record,
                        const struct signing_page *page, struct buf *out)
{
    static const char *const kinds[] = {"standing", "summary", "slip"};
    const struct rules *rules = record->rules;

    say(out, "{\"page\":", kinds[page->kind]);
    say(out, ",\"competition\":", record->name);
    say(out, ",\"skill\":", rules->skills[page->skill].id);
    say(out, ",\"stage\":", rules->stages[page->stage].id);
    if (page->kind != SIGNING_PAGE_STANDING) {
        say(out, ",\"part\":", rules->parts[page->part].id);
    }
    text_printf(out, ",\"rows\":[");
    write_rows(arena, record, page, out);
    text_printf(out, "]}");
}

void signing_page_digest(struct arena *arena, const struct record *record,
                         const struct signing_page *page, char out[2 * RECORD_HASH + 1])
{
    unsigned char hash[SECRET_HASH];
    struct buf *text = buf_new(4096);

    signing_page_write(arena, record, page, text);
    secret_sha256((struct slice){text->bytes, text->len}, hash);
    text_hex(hash, sizeof hash, out);
    buf_unref(text);
}

uint64_t signing_page_number(const struct record *record, const struct signing_page *page)
{
    struct walk walk = {record, page, 0};
    const struct record_competitor *who = NULL;
    const struct record_sheet *sheet = NULL;
    uint64_t number = 0;
    uint32_t seat = 0;

    if (page->kind == SIGNING_PAGE_STANDING) {
        return record->skills[page->skill].touched;
    }
    while ((sheet = next(&walk, &who, &seat)) != NULL) {
        number = sheet->number > number ? sheet->number : number;
    }
    return number;
}

void signing_page_code(const struct record *record, const struct signing_page *page,
                       const char digest[2 * RECORD_HASH + 1], char out[PAIRCODE_MAX])
{
    unsigned char hash[RECORD_HASH];

    must(text_unhex(slice_of(digest), hash, sizeof hash));
    pagecode_make(signing_page_number(record, page), hash, out);
}
