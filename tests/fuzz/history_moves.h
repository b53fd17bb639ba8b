// What may come next in a history: sheets, declarations, bulk marks, rulings of every kind, late
// entrants, publications; mostly possible ones, at the edges of what the rules allow.
#pragma once

#include "live/decide.h"
#include "tests/fuzz/history.h"
#include "wire/ask.h"
#include "wire/code.h"

static const struct rules *rules_in(const struct history *it)
{
    return it->record->rules;
}

static struct record_competitor *somebody(struct history *it)
{
    return it->record->competitors[history_dice(it, (unsigned)it->record->competitor_count)];
}

static const char *figure(struct history *it, point_t value)
{
    char *text = arena_alloc(it->arena, POINT_TEXT_MAX + 1);
    text[point_print(value, text)] = 0;
    return text;
}

// Mostly one that may be entered, at the ends of its range as often as between.
static point_t some_entry(struct history *it, const struct rules_aspect *aspect, uint32_t cell)
{
    struct rules_shape shape = rules_shape_of(aspect, cell);
    uint64_t steps = ((uint64_t)shape.max - (uint64_t)shape.min) / (uint64_t)shape.step;
    unsigned dice = history_dice(it, 256);
    uint64_t at = dice == 255   ? steps + 1
                  : dice >= 250 ? steps
                  : dice >= 246 ? steps - (steps > 0)
                                : dice % (steps + 1 < 256 ? (unsigned)steps + 1 : 246);
    return shape.min + (point_t)(at * (uint64_t)shape.step);
}

static void write_faults(struct history *it, const struct rules_aspect *aspect, struct buf *out)
{
    const char *before = "";
    text_printf(out, "\"faults\":{");
    for (uint32_t i = 0; i < aspect->fault_count; i++) {
        point_t quantity = some_entry(it, aspect, i);
        if (quantity < 200) { // a few places, or a few of the smallest steps
            quantity *= quantity % 2 ? POINT_ONE : 1;
        }
        if (quantity > 0) {
            text_printf(out, "%s\"%s\":\"%s\"", before, aspect->faults[i].id, figure(it, quantity));
            before = ",";
        }
    }
    text_printf(out, "}");
}

static void write_mark(struct history *it, const struct rules_aspect *aspect, struct buf *out)
{
    unsigned code = 1 + history_dice(it, 64);
    text_printf(out, "{\"aspect\":\"%s\",", aspect->id);
    if (code <= RULES_DSQ && (aspect->codes >> code & 1) != 0) {
        text_printf(out, "\"code\":\"%s\"", code_word((enum rules_status)code));
    } else if (aspect->input == RULES_DEDUCTION) {
        write_faults(it, aspect, out);
    } else {
        text_printf(out, "\"value\":\"%s\"", figure(it, some_entry(it, aspect, 0)));
        if (aspect->input == RULES_TARGET && (aspect->target.den == 0 || code > 48)) {
            text_printf(out, ",\"target\":\"%s\"", figure(it, some_entry(it, aspect, 1)));
        }
    }
    text_printf(out, "}");
}

static struct slice marks_of(struct history *it, const struct rules_part *part, bool all)
{
    struct buf *out = buf_new(256);
    const char *before = "";
    text_printf(out, "{\"marks\":[");
    for (uint32_t i = 0; i < part->aspect_count; i++) {
        if (!all && part->one_by_one && history_dice(it, 2) != 0) {
            continue;
        }
        text_printf(out, "%s", before);
        write_mark(it, &rules_in(it)->aspects[part->aspect_first + i], out);
        before = ",";
    }
    text_printf(out, "]}");
    struct slice body = {arena_copy(it->arena, (struct slice){out->bytes, out->len}), out->len};
    buf_unref(out);
    return body;
}

// ---- declarations

static point_t some_figure(struct history *it)
{
    static const point_t figures[] = {0,       1,        POINT_ONE / 2,   POINT_ONE,
                                      3600000, 12500000, 100 * POINT_ONE, 999999999};
    unsigned dice = history_dice(it, 256);
    return dice < 64 ? figures[dice % 8] : (point_t)dice * 100000;
}

static void write_log(struct history *it, struct buf *out)
{
    point_t at = 0;
    text_printf(out, "\"log\":[{\"event\":\"start\",\"at\":\"0\"}");
    for (unsigned events = history_dice(it, 4); events > 0; events--) {
        static const char *const kinds[] = {"hand", "warning", "offence", "fault_own"};
        at += some_figure(it);
        text_printf(out, ",{\"event\":\"%s\",\"at\":\"%s\"}", kinds[history_dice(it, 4)],
                    figure(it, at));
    }
    if (history_dice(it, 4) == 3) {
        text_printf(out, ",{\"event\":\"added\",\"at\":\"%s\",\"seconds\":\"60\"}", figure(it, at));
    }
    if (history_dice(it, 8) != 7) {
        text_printf(out, ",{\"event\":\"sealed\",\"at\":\"%s\"}", figure(it, at + some_figure(it)));
    }
    text_printf(out, "]");
}

static void write_scale(struct history *it, const struct rules_part *part, struct buf *out)
{
    const char *before = "";
    text_printf(out, "\"scale\":{");
    for (uint32_t i = 0; i < part->aspect_count; i++) {
        const struct rules_aspect *aspect = &rules_in(it)->aspects[part->aspect_first + i];
        for (point_t grade = aspect->min; aspect->scaled && grade <= aspect->max && *before == 0;
             grade += aspect->step) {
            text_printf(out, "%s\"%s\":\"%s\"", grade == aspect->min ? "" : ",", figure(it, grade),
                        figure(it, some_figure(it)));
        }
        before = aspect->scaled ? "," : before; // all of one part have one scale here
    }
    text_printf(out, "}");
}

static struct slice declared_of(struct history *it, const struct rules_part *part)
{
    static const char *const words[] = {"base",     "scale", "difficulty", "factor", "deduction",
                                        "no_marks", "log",   "time",       "divisor"};
    struct buf *out = buf_new(256);
    const char *before = "";
    bool silent = (part->declares & RULES_DECLARES_NO_MARKS) != 0 && history_dice(it, 8) == 7;
    text_printf(out, "{\"declared\":{");
    for (unsigned i = 0; i < sizeof words / sizeof words[0]; i++) {
        if ((part->declares >> i & 1) == 0 || (1U << i == RULES_DECLARES_NO_MARKS && !silent)) {
            continue;
        }
        text_printf(out, "%s", before);
        before = ",";
        if (1U << i == RULES_DECLARES_SCALE) {
            write_scale(it, part, out);
        } else if (1U << i == RULES_DECLARES_LOG) {
            write_log(it, out);
        } else if (1U << i == RULES_DECLARES_NO_MARKS) {
            text_printf(out, "\"no_marks\":true");
        } else {
            text_printf(out, "\"%s\":\"%s\"", words[i], figure(it, some_figure(it)));
        }
    }
    text_printf(out, "}}");
    struct slice body = {arena_copy(it->arena, (struct slice){out->bytes, out->len}), out->len};
    buf_unref(out);
    return body;
}

// ---- sheets

static bool send_sheet(struct history *it, struct record_competitor *who, uint32_t part,
                       uint32_t seat, bool all)
{
    const struct rules_part *of = &rules_in(it)->parts[part];
    const struct record_sheet *before = record_sheet(it->record, who, part, seat);
    struct sheet sheet;
    struct commit_wish wish = {.kind = ENTRY_SHEET, .competitor = who, .part = part, .seat = seat};

    wish.body = seat == of->seat_count ? declared_of(it, of) : marks_of(it, of, all);
    wish.sheet = &sheet;
    it->faults.count = 0;
    if (before) {
        wish.if_match = slice_of(arena_printf(it->arena, "%lu", (unsigned long)before->number));
        wish.body = slice_of(arena_printf(it->arena, "%.*s,\"reason\":\"r\"}",
                                          (int)wish.body.len - 1, wish.body.at));
    }
    return ask_sheet(it->arena, rules_in(it), part, seat, wish.body, &sheet, &it->faults) &&
           history_commit(it, &wish);
}

static void some_sheet(struct history *it)
{
    struct record_competitor *who = somebody(it);
    const struct record_skill *skill = &it->record->skills[who->skill];
    if (skill->part_count == 0) {
        return;
    }
    uint32_t part = skill->part_first + history_dice(it, skill->part_count);
    const struct rules_part *of = &rules_in(it)->parts[part];
    uint32_t seat = history_dice(it, of->seat_count + (of->technical ? 1 : 0));
    (void)send_sheet(it, who, part, seat, false);
}

// Everything that is awaited of one competitor on one stage, as one would meet it in a hall.
static void all_sheets(struct history *it)
{
    struct record_competitor *who = somebody(it);
    const struct rules_skill *skill = &rules_in(it)->skills[who->skill];
    uint32_t stage = skill->stage_first + history_dice(it, skill->stage_count);
    const struct record_skill *at = &it->record->skills[who->skill];
    for (uint32_t i = at->part_first; i < at->part_first + at->part_count; i++) {
        const struct rules_part *part = &rules_in(it)->parts[i];
        uint32_t seats = part->seat_count + (part->technical ? 1 : 0);
        for (uint32_t seat = seats; part->stage == stage && seat-- > 0;) {
            if (!record_sheet(it->record, who, i, seat)) {
                (void)send_sheet(it, who, i, seat, true);
            }
        }
    }
}

static void some_bulk(struct history *it)
{
    const struct rules_part *part =
        rules_in(it)->part_count > 0
            ? &rules_in(it)->parts[history_dice(it, rules_in(it)->part_count)]
            : NULL;
    if (!part || part->aspect_count == 0 || part->seat_count == 0) {
        return;
    }
    const struct rules_aspect *aspect =
        &rules_in(it)->aspects[part->aspect_first + history_dice(it, part->aspect_count)];
    struct buf *out = buf_new(256);
    const char *before = "";
    text_printf(out, "{\"part\":\"%s\",\"seat\":\"%s\",\"aspect\":\"%s\",\"rows\":[", part->id,
                part->seats[history_dice(it, part->seat_count)], aspect->id);
    for (size_t i = 0; i < it->record->competitor_count; i++) {
        if (it->record->competitors[i]->skill == part->skill && history_dice(it, 4) != 3) {
            text_printf(out, "%s[\"%s\",\"%s\"]", before, it->record->competitors[i]->id,
                        figure(it, some_entry(it, aspect, 0)));
            before = ",";
        }
    }
    text_printf(out, "]}");
    struct slice body = {arena_copy(it->arena, (struct slice){out->bytes, out->len}), out->len};
    struct ask_bulk bulk;
    buf_unref(out);
    it->faults.count = 0;
    if (ask_bulk_read(it->arena, rules_in(it), body, &bulk, &it->faults)) {
        struct commit_wish wish = {
            .kind = ENTRY_BULK, .body = body, .bulk = &bulk, .skill = part->skill};
        (void)history_commit(it, &wish);
    }
}
