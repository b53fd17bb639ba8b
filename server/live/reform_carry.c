#include "live/reform_carry.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/must.h"
#include "live/blank.h"
#include "live/decide.h"
#include "live/fold.h"
#include "live/merged.h"
#include "live/settle.h"
#include "wire/ask.h"
#include "wire/faults.h"

#include <stdlib.h>

struct carried {
    const struct record_sheet *sheet;
    struct slice body;
    const char *part_id, *seat_id;
    uint32_t part, seat; // after; part RULES_NONE: gone
    struct sheet marks;
    struct faults *faults; // why it was not possible when it was last tried
    bool readable, done;
};

void reform_carry_lose(struct reform *reform, struct reform_lost lost)
{
    struct reform_lost *kept = arena_alloc(reform->arena, sizeof *kept);

    *kept = lost;
    kept->next = NULL;
    *reform->last = kept;
    reform->last = &kept->next;
    reform->lost_sheets += lost.seat != NULL;
    reform->lost_others += lost.seat == NULL;
}

static const char *seat_id(const struct rules_part *part, uint32_t seat)
{
    return seat < part->seat_count ? part->seats[seat] : part->technical;
}

// ---- sheets

static void find_place(struct reform *reform, const struct record_competitor *to,
                       struct carried *carried)
{
    const struct rules *rules = reform->after->rules;

    carried->faults = arena_alloc(reform->arena, sizeof *carried->faults);
    carried->part = rules_find_part(rules, carried->part_id, strlen(carried->part_id));
    if (carried->part == RULES_NONE || rules->parts[carried->part].skill != to->skill) {
        faults_add(carried->faults, "unknown-part", "", carried->part_id);
        return;
    }
    carried->seat =
        rules_find_seat(rules, carried->part, carried->seat_id, strlen(carried->seat_id));
    if (carried->seat == RULES_NONE) {
        faults_add(carried->faults, "unknown-seat", "", carried->seat_id);
        return;
    }
    carried->readable = ask_sheet(reform->arena, rules, carried->part, carried->seat, carried->body,
                                  &carried->marks, carried->faults);
}

// The marks as they stand: as they were sent, or all that were given one by one.
static struct slice body_of(struct reform *reform, const struct record_competitor *from,
                            uint32_t part, uint32_t seat, const struct record_sheet *sheet)
{
    if (!merged_is(reform->before->rules, part, seat)) {
        return (struct slice){sheet->body, sheet->len};
    }
    struct buf *merged = buf_new(256);
    merged_write(reform->before->rules, from, part, seat, merged);
    struct slice body = {merged->bytes, merged->len};
    body.at = arena_copy(reform->arena, body);
    buf_unref(merged);
    return body;
}

static int by_number(const void *a, const void *b)
{
    const struct carried *left = a;
    const struct carried *right = b;

    return (left->sheet->number > right->sheet->number) -
           (left->sheet->number < right->sheet->number);
}

static size_t collect(struct reform *reform, const struct record_competitor *from,
                      struct carried **ret)
{
    const struct rules *rules = reform->before->rules;
    const struct record_skill *skill = &reform->before->skills[from->skill];
    struct carried *all = arena_alloc(reform->arena, (skill->slot_count + 1) * sizeof *all);
    size_t count = 0;

    for (uint32_t part = skill->part_first; part < skill->part_first + skill->part_count; part++) {
        const struct rules_part *of = &rules->parts[part];
        for (uint32_t seat = 0; seat <= of->seat_count; seat++) {
            const struct record_sheet *sheet =
                from->sheets[fold_slot(reform->before, from, part, seat)];
            if (sheet) {
                all[count++] = (struct carried){.sheet = sheet,
                                                .body = body_of(reform, from, part, seat, sheet),
                                                .part_id = of->id,
                                                .seat_id = seat_id(of, seat)};
            }
        }
    }
    qsort(all, count, sizeof *all, by_number);
    *ret = all;
    return count;
}

static void keep(const struct reform *reform, const struct carried *carried,
                 const struct record_competitor *to)
{
    size_t bytes = sizeof *carried->sheet + carried->sheet->len + 1;
    struct record_sheet *copy = malloc(bytes);

    must(copy);
    memcpy(copy, carried->sheet, bytes);
    to->sheets[fold_slot(reform->after, to, carried->part, carried->seat)] = copy;
}

static bool try_sheet(const struct reform *reform, struct carried *carried, struct row *open,
                      struct record_competitor *to)
{
    const struct rules *rules = reform->after->rules;

    if (carried->done || !carried->readable) {
        return false;
    }
    struct fault fault = contest_check(rules, to->skill, open, &carried->marks);
    carried->faults->count = 0;
    ask_fault(rules, &carried->marks, fault, carried->faults);
    if (fault.verdict != V_OK) {
        return false;
    }
    contest_apply(rules, to->skill, open, &carried->marks);
    contest_apply(rules, to->skill, to->row, &carried->marks);
    keep(reform, carried, to);
    carried->done = true;
    return true;
}

static void lose_sheet(struct reform *reform, const struct carried *carried,
                       const struct record_competitor *from)
{
    const struct faults_item *why = &carried->faults->items[0];

    reform_carry_lose(reform, (struct reform_lost){.kind = "sheet",
                                                   .competitor = from->id,
                                                   .part = carried->part_id,
                                                   .seat = carried->seat_id,
                                                   .number = carried->sheet->number,
                                                   .problem = why->name,
                                                   .pointer = why->pointer,
                                                   .word = why->word});
}

static void carry_sheets(struct reform *reform, const struct record_competitor *from,
                         struct record_competitor *to)
{
    struct carried *all = NULL;
    size_t count = collect(reform, from, &all);
    bool going = count > 0;
    // What was marked by somebody who has gone out since, or before there was a cut, is carried and
    // does not count.
    struct row *open = blank_row(reform->after->rules, to->skill);

    reform->marked = reform->marked || count > 0;
    for (size_t i = 0; i < count; i++) {
        find_place(reform, to, &all[i]);
    }
    while (going) {
        going = false;
        for (size_t i = 0; i < count; i++) {
            going = try_sheet(reform, &all[i], open, to) || going;
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (!all[i].done) {
            lose_sheet(reform, &all[i], from);
        }
    }
    free(open);
}

// ---- rulings

static uint32_t carry_stage(const struct reform *reform, uint32_t stage, uint32_t skill)
{
    const char *id = reform->before->rules->stages[stage].id;

    return rules_find_stage(reform->after->rules, skill, id, strlen(id));
}

// What it is about has a place after the change; false: it is gone.
static bool translate_part(const struct reform *reform, struct ruling *ruling)
{
    const struct rules *after = reform->after->rules;
    const struct rules_part *part = &reform->before->rules->parts[ruling->part];

    if (ruling->kind == RULING_EXCUSE) {
        const char *seat = seat_id(part, ruling->seat);
        uint32_t to = rules_find_part(after, part->id, strlen(part->id));
        ruling->seat = to == RULES_NONE ? to : rules_find_seat(after, to, seat, strlen(seat));
    }
    ruling->part = rules_find_part(after, part->id, strlen(part->id));
    return ruling->part != RULES_NONE && ruling->seat != RULES_NONE;
}

static bool translate(const struct reform *reform, uint32_t from, uint32_t to,
                      struct ruling *ruling)
{
    const struct rules *before = reform->before->rules;
    const struct rules *after = reform->after->rules;

    if (ruling->kind == RULING_EXCUSE || ruling->kind == RULING_ACCEPT ||
        ruling->kind == RULING_TURN) {
        return translate_part(reform, ruling);
    }
    if (ruling->kind == RULING_ADJUST) {
        const char *id = before->adjustments[ruling->adjustment].id;
        ruling->adjustment = rules_find_adjustment(after, to, id, strlen(id));
        return ruling->adjustment != RULES_NONE;
    }
    if (ruling->kind == RULING_AWARD) {
        const char *id =
            ruling->title == RULES_NONE ? NULL : before->skills[from].titles[ruling->title].id;
        ruling->title = id ? rules_find_title(after, to, id, strlen(id)) : RULES_NONE;
        return !id || ruling->title != RULES_NONE;
    }
    if (ruling->stage != RULES_NONE) {
        ruling->stage = carry_stage(reform, ruling->stage, to);
        return ruling->stage != RULES_NONE;
    }
    return true;
}

// The id of what a ruling is about, for those who read why it is lost.
static const char *object_of(const struct rules *rules, uint32_t skill, const struct ruling *ruling)
{
    switch (ruling->kind) {
    case RULING_ADJUST:
        return rules->adjustments[ruling->adjustment].id;
    case RULING_AWARD:
        return ruling->title == RULES_NONE ? NULL : rules->skills[skill].titles[ruling->title].id;
    case RULING_VOID:
    case RULING_EXCUSE:
    case RULING_ACCEPT:
    case RULING_TURN:
    case RULING_RETURN:
        return rules->parts[ruling->part].id;
    case RULING_STATUS:
    case RULING_ORDER:
    case RULING_FIELD:
    case RULING_DRAW:
        break;
    }
    return ruling->stage == RULES_NONE ? NULL : rules->stages[ruling->stage].id;
}

static void carry_ruling(struct reform *reform, const struct record_competitor *from,
                         struct record_competitor *to, const struct ruling *before)
{
    const struct rules *rules = reform->after->rules;
    struct ruling ruling = *before;
    bool known = translate(reform, from->skill, to->skill, &ruling);
    enum verdict verdict =
        known ? contest_check_ruling(rules, to->skill, to->row, &ruling).verdict : V_RULING_UNKNOWN;

    if (verdict == V_OK) {
        contest_apply_ruling(rules, to->skill, to->row, &ruling);
    } else if (verdict != V_RULING_IDLE) {
        reform_carry_lose(reform, (struct reform_lost){
                                      .kind = "ruling",
                                      .competitor = from->id,
                                      .what = object_of(reform->before->rules, from->skill, before),
                                      .problem = "ruling-unknown",
                                      .pointer = "",
                                      .word = ""});
    }
}

static void carry_rulings(struct reform *reform, const struct record_competitor *from,
                          struct record_competitor *to)
{
    uint32_t count = contest_said(from->row, NULL, 0);
    struct ruling *said = arena_alloc(reform->arena, (count + 1) * sizeof *said);

    (void)contest_said(from->row, said, count);
    for (uint32_t i = 0; i < count; i++) {
        carry_ruling(reform, from, to, &said[i]);
    }
}

void reform_carry_marks(struct reform *reform, const struct record_competitor *from,
                        struct record_competitor *to)
{
    settle_before(reform->after, to);
    carry_sheets(reform, from, to);
    carry_rulings(reform, from, to);
    if (!settle_after(reform->after, to, RULES_NONE)) {
        reform->refusal = "total-overflow";
    }
}

// ---- matches

static bool carry_bout(struct reform *reform, uint32_t to, const struct bout *before)
{
    struct record_skill *skill = &reform->after->skills[to];
    const struct rules *rules = reform->after->rules;
    struct bout bout = *before;
    struct bout_side *sides = NULL;

    bout.stage = carry_stage(reform, before->stage, to);
    if (bout.stage == RULES_NONE || rules->stages[bout.stage].roll_up != RULES_MATCHES ||
        rules->stages[bout.stage].matches.format !=
            reform->before->rules->stages[before->stage].matches.format) {
        return false;
    }
    size_t count = decide_sides(reform->arena, reform->after, bout.stage, &sides);
    if (bout_check(rules, bout.stage, sides, (uint32_t)count, skill->bouts,
                   (uint32_t)skill->bout_count, &bout) != V_OK) {
        return false;
    }
    skill->bouts[skill->bout_count++] = bout;
    return true;
}

void reform_carry_bouts(struct reform *reform, uint32_t from, uint32_t to)
{
    const struct record_skill *before = &reform->before->skills[from];
    struct record_skill *after = &reform->after->skills[to];

    if (before->bout_count == 0) {
        return;
    }
    after->bout_room = before->bout_count;
    after->bouts = calloc(before->bout_count, sizeof *after->bouts);
    must(after->bouts);
    after->deferred = after->relative;
    for (size_t i = 0; i < before->bout_count; i++) {
        if (!carry_bout(reform, to, &before->bouts[i])) {
            reform_carry_lose(reform,
                              (struct reform_lost){
                                  .kind = "match",
                                  .stage = reform->before->rules->stages[before->bouts[i].stage].id,
                                  .problem = "bout-unknown",
                                  .pointer = "",
                                  .word = ""});
        }
    }
}
