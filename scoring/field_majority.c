#include "scoring/field_majority.h"

#include "scoring/row.h"
#include "scoring/skating.h"
#include "scoring/trace.h"
#include "scoring/worth.h"

#include <string.h>

// One part over the field. `marks` and `places` are where it goes in desk->marks and desk->places.
struct dance {
    uint32_t index, at; // of the part: in the competition, in the tally
    const struct rules_part *part;
    uint32_t judges; // who have marked
    uint32_t *marks;
    struct ratio *places;
    uint32_t given[RULES_SEATS_MAX]; // by seat: how many have a place from the judge
};

static bool is_whole(const struct field_desk *desk, uint32_t at)
{
    for (uint32_t i = 0; i < desk->member_count; i++) {
        if (!desk->entries[desk->members[i]].tally->part_complete[at]) {
            return false;
        }
    }
    return desk->member_count > 0;
}

static void hold_one(const struct field_desk *desk, struct tally *tally, uint32_t at)
{
    tally->parts[at] = RATIO_ZERO;
    tally->part_complete[at] = false;
    tally->results[at].held = true;
    tally->stages[desk->stage - desk->span.stage_first].held = true;
}

static void hold(struct field_desk *desk, uint32_t at)
{
    for (uint32_t i = 0; i < desk->member_count; i++) {
        hold_one(desk, desk->entries[desk->members[i]].tally, at);
    }
}

// ---- one judge

// While a dance's marks are taken, desk->marks holds a line for each entry in desk->order, with a
// column for each seat: the place that he gave, or one of these. Lines and columns then move up
// over those that are not compared: never past what is still to be read.
enum { NO_PLACE = 0 };

#define BAD_PLACE UINT32_MAX

static uint32_t place_of(struct ratio figure)
{
    if (!ratio_is_value(figure)) {
        return NO_PLACE;
    }
    return figure.den == 1 && figure.num >= 1 && figure.num < BAD_PLACE ? (uint32_t)figure.num
                                                                        : BAD_PLACE;
}

// A part whose one aspect is the place as it was entered: no figure has to be worked out for it.
static bool is_plain(const struct field_desk *desk, const struct rules_part *part)
{
    const struct rules_aspect *aspect = &desk->rules->aspects[part->aspect_first];

    return part->aspect_count == 1 && !aspect->scaled && !aspect->aside && worth_is_plain(aspect) &&
           part->sheet.mode == ROUND_NONE;
}

static uint32_t plain_place(point_t entered)
{
    if (entered > POINT_BLANK && entered < POINT_CODE(RULES_STATUSES)) {
        return NO_PLACE;
    }
    bool whole = entered >= POINT_ONE && entered % POINT_ONE == 0;
    return whole && entered / POINT_ONE < BAD_PLACE ? (uint32_t)(entered / POINT_ONE) : BAD_PLACE;
}

static void plain_places(const struct row *row, const struct dance *dance, uint32_t *ret)
{
    const struct row_slot *slot = row_slot(row, dance->index);
    const point_t *cells = slot->cells + slot->marks_at;
    uint32_t in = row_in(slot);

    for (uint32_t seat = 0; seat < dance->part->seat_count; seat++) {
        ret[seat] = (in >> seat & 1) != 0 ? plain_place(cells[seat]) : NO_PLACE;
    }
}

static void worked_out_places(const struct rules *rules, const struct row *row,
                              const struct dance *dance, uint32_t *ret)
{
    struct ratio figures[RULES_SEATS_MAX];

    tally_seat_figures(rules, row, dance->index, figures);
    for (uint32_t seat = 0; seat < dance->part->seat_count; seat++) {
        ret[seat] = place_of(figures[seat]);
    }
}

// Also counts how many have a place from each judge, those who have gone out since included.
static void gather(const struct field_desk *desk, struct dance *dance)
{
    uint32_t seats = dance->part->seat_count;
    bool plain = is_plain(desk, dance->part);

    memset(dance->given, 0, sizeof dance->given);
    for (uint32_t i = 0; i < desk->count; i++) {
        uint32_t entry = desk->order[i];
        const struct row *row = desk->entries[entry].row;
        uint32_t *line = dance->marks + (size_t)i * seats;
        if (!field_desk_takes_part(desk, entry)) {
            memset(line, 0, seats * sizeof *line);
            continue;
        }
        if (plain) {
            plain_places(row, dance, line);
        } else {
            worked_out_places(desk->rules, row, dance, line);
        }
        for (uint32_t seat = 0; seat < seats; seat++) {
            dance->given[seat] += line[seat] != NO_PLACE;
        }
    }
}

// desk->taken[place] = 1 + entry. False unless each place from 1 was given once and every member
// has one.
static bool spread(struct field_desk *desk, const struct dance *dance, uint32_t seat,
                   uint32_t given)
{
    uint32_t members = 0;

    memset(desk->taken, 0, ((size_t)given + 1) * sizeof *desk->taken);
    for (uint32_t i = 0; i < desk->count; i++) {
        uint32_t entry = desk->order[i];
        uint32_t place = dance->marks[(size_t)i * dance->part->seat_count + seat];
        if (place == NO_PLACE) {
            continue;
        }
        if (place > given || desk->taken[place] != 0) {
            return false;
        }
        desk->taken[place] = entry + 1;
        members += desk->position[entry] != 0;
    }
    return members == desk->member_count;
}

// Those who have gone out leave no gap: the others move up.
static void close_up(const struct field_desk *desk, const struct dance *dance, uint32_t given)
{
    uint32_t place = 0;

    for (uint32_t i = 1; i <= given; i++) {
        uint32_t position = desk->position[desk->taken[i] - 1];
        if (position != 0) {
            size_t line = (size_t)(position - 1) * dance->part->seat_count;
            dance->marks[line + dance->judges] = ++place;
        }
    }
}

// ---- one dance

// Takes out the columns of judges who are not there.
static void pack(const struct field_desk *desk, const struct dance *dance)
{
    uint32_t seats = dance->part->seat_count;

    for (uint32_t i = 1; dance->judges < seats && i < desk->member_count; i++) {
        memmove(dance->marks + (size_t)i * dance->judges, dance->marks + (size_t)i * seats,
                dance->judges * sizeof *dance->marks);
    }
}

// The seats that have marked anybody; a judge who is not there is not counted.
static bool take_marks(struct field_desk *desk, struct dance *dance)
{
    gather(desk, dance);
    for (uint32_t seat = 0; seat < dance->part->seat_count; seat++) {
        uint32_t given = dance->given[seat];
        if (given == 0) {
            continue;
        }
        if (!spread(desk, dance, seat, given)) {
            return false;
        }
        if (desk->member_count != desk->count || dance->judges != seat) { // else all are in place
            close_up(desk, dance, given);
        }
        dance->judges++;
    }
    pack(desk, dance);
    return dance->judges > 0 && desk->member_count <= SKATING_COUPLES_MAX;
}

static void say(const struct field_desk *desk, const struct dance *dance, uint32_t couple)
{
    uint32_t entry = desk->members[couple];
    struct trace_line line = {
        .kind = TRACE_MAJORITY,
        .aspect = RULES_NONE,
        .part = dance->index,
        .module = dance->part->module,
        .stage = desk->stage,
        .seat = RULES_NONE,
        .number = RULES_NONE,
        .n = desk->final_decided[couple],
        .a = RATIO_ZERO,
        .b = RATIO_ZERO,
        .value = dance->places[couple],
    };

    trace_add(field_desk_trace(desk, entry), &line);
}

// Who has a status and is not compared has a code, so that nothing makes him the best.
static void place_others(struct field_desk *desk, uint32_t at)
{
    for (uint32_t i = 0; i < desk->count; i++) {
        const struct field_entry *entry = &desk->entries[i];
        if (desk->position[i] == 0 && field_desk_takes_part(desk, i)) {
            entry->tally->parts[at] =
                RATIO_CODE(contest_status(desk->rules, entry->row, desk->stage));
            entry->tally->part_complete[at] = true;
        }
    }
}

static bool place_all(struct field_desk *desk, const struct dance *dance)
{
    if (!skating_dance(dance->marks, desk->member_count, dance->judges, dance->places,
                       desk->final_decided)) {
        return false;
    }
    for (uint32_t i = 0; i < desk->member_count; i++) {
        struct tally *tally = desk->entries[desk->members[i]].tally;
        tally->parts[dance->at] = dance->places[i];
        say(desk, dance, i);
    }
    place_others(desk, dance->at);
    return true;
}

static void clear(struct field_desk *desk, uint32_t at)
{
    for (uint32_t i = 0; i < desk->count; i++) {
        desk->entries[i].tally->parts[at] = RATIO_ZERO;
        desk->entries[i].tally->part_complete[at] = false;
    }
}

// Sets *ret_judges to 0 when the dance has no places yet.
static bool take_dance(struct field_desk *desk, struct dance *dance)
{
    dance->at = dance->index - desk->span.part_first;
    if (!is_whole(desk, dance->at)) {
        clear(desk, dance->at);
        return true;
    }
    if (!take_marks(desk, dance)) {
        clear(desk, dance->at);
        hold(desk, dance->at);
        dance->judges = 0;
        return true;
    }
    return place_all(desk, dance);
}

bool field_majority_stage(struct field_desk *desk, struct field_majority_dances *ret)
{
    uint32_t end = desk->span.part_first + desk->span.part_count;
    size_t marks = 0;

    *ret = (struct field_majority_dances){0};
    for (uint32_t i = desk->span.part_first; i < end; i++) {
        struct dance dance = {.index = i, .part = &desk->rules->parts[i]};
        if (dance.part->stage != desk->stage || dance.part->reduce != RULES_MAJORITY) {
            continue;
        }
        dance.marks = desk->marks + marks;
        dance.places = desk->places + (size_t)ret->count * desk->member_count;
        if (!take_dance(desk, &dance)) {
            return false;
        }
        ret->expected++;
        if (dance.judges > 0) {
            ret->uneven = ret->uneven || (ret->count > 0 && ret->judges != dance.judges);
            ret->judges = dance.judges;
            ret->count++;
            marks += (size_t)dance.judges * desk->member_count;
        }
    }
    return true;
}

// ---- call-backs

static bool ticks_are_wrong(const struct field_desk *desk, const struct dance *dance, bool whole)
{
    struct ratio tick;

    for (uint32_t seat = 0; seat < dance->part->seat_count; seat++) {
        uint32_t given = 0;
        uint32_t ticks = 0;
        for (uint32_t i = 0; i < desk->member_count; i++) {
            if (tally_seat_figure(desk->rules, desk->entries[desk->members[i]].row, dance->index,
                                  seat, &tick)) {
                given++;
                ticks += tick.num > 0;
            }
        }
        uint32_t most = dance->part->call_back;
        uint32_t least = most < desk->member_count ? most : desk->member_count;
        if (ticks > most || (whole && given > 0 && ticks < least)) {
            return true;
        }
    }
    return false;
}

// Whom the chief judge has let through as the judges ticked him is not held.
static void hold_others(struct field_desk *desk, uint32_t part, uint32_t at)
{
    for (uint32_t i = 0; i < desk->member_count; i++) {
        const struct field_entry *entry = &desk->entries[desk->members[i]];
        if (!row_slot(entry->row, part)->accepted) {
            hold_one(desk, entry->tally, at);
        }
    }
}

void field_majority_call_backs(struct field_desk *desk)
{
    uint32_t end = desk->span.part_first + desk->span.part_count;

    for (uint32_t i = desk->span.part_first; i < end; i++) {
        struct dance dance = {.index = i, .part = &desk->rules->parts[i]};
        dance.at = i - desk->span.part_first;
        if (dance.part->stage == desk->stage && dance.part->call_back > 0 &&
            ticks_are_wrong(desk, &dance, is_whole(desk, dance.at))) {
            hold_others(desk, i, dance.at);
        }
    }
}
