// What rulings have said of a row, told again as rulings: so that a competition whose rules are
// changed can carry them over into a row of another layout.
#include "scoring/contest.h"
#include "scoring/row.h"

enum { PROMOTION_BIT = 63 };

struct telling {
    struct ruling *out;
    uint32_t room, count;
};

static void tell(struct telling *telling, struct ruling ruling)
{
    if (telling->count < telling->room) {
        telling->out[telling->count] = ruling;
    }
    telling->count++;
}

static void tell_stage(struct telling *telling, uint32_t index, const struct row_stage *stage)
{
    if (stage->status != RULES_RUNNING) {
        tell(telling, (struct ruling){.kind = RULING_STATUS,
                                      .stage = index,
                                      .status = (enum rules_status)stage->status});
    }
    if (stage->order != 0) {
        tell(telling,
             (struct ruling){.kind = RULING_ORDER, .stage = index, .number = stage->order});
    }
    if (stage->field != FIELD_OPEN) {
        tell(telling,
             (struct ruling){.kind = RULING_FIELD, .stage = index, .on = stage->field == FIELD_IN});
    }
    if (stage->number != 0) {
        tell(telling, (struct ruling){.kind = RULING_DRAW,
                                      .stage = index,
                                      .number = stage->number,
                                      .group = stage->group});
    }
}

static void tell_part(struct telling *telling, uint32_t index, const struct row_slot *slot)
{
    for (uint32_t seat = 0; slot->excused >> seat != 0; seat++) {
        if ((slot->excused >> seat & 1) != 0) {
            tell(telling,
                 (struct ruling){.kind = RULING_EXCUSE, .part = index, .seat = seat, .on = true});
        }
        if (seat == RULES_SEATS_MAX - 1) {
            break;
        }
    }
    if (slot->accepted) {
        tell(telling, (struct ruling){.kind = RULING_ACCEPT, .part = index, .on = true});
    }
    if (slot->turned) {
        tell(telling, (struct ruling){.kind = RULING_TURN, .part = index, .on = true});
    }
}

static void tell_awards(struct telling *telling, const struct row *row)
{
    for (uint32_t bit = 0; bit <= PROMOTION_BIT; bit++) {
        bool yes = (row->approved >> bit & 1) != 0;
        if (yes || (row->refused >> bit & 1) != 0) {
            tell(telling, (struct ruling){.kind = RULING_AWARD,
                                          .title = bit == PROMOTION_BIT ? RULES_NONE : bit,
                                          .on = yes});
        }
    }
}

uint32_t contest_said(const struct row *row, struct ruling *ret, uint32_t room)
{
    struct telling telling = {.out = ret, .room = room};

    if (row->status != RULES_RUNNING) {
        tell(&telling, (struct ruling){.kind = RULING_STATUS,
                                       .stage = RULES_NONE,
                                       .status = (enum rules_status)row->status});
    }
    for (uint32_t i = 0; i < row->stage_count; i++) {
        tell_stage(&telling, row->stage_first + i, row_stage(row, row->stage_first + i));
    }
    for (uint32_t i = 0; i < row->adjustment_count; i++) {
        if (row_times(row)[i] != 0) {
            tell(&telling, (struct ruling){.kind = RULING_ADJUST,
                                           .adjustment = row->adjustment_first + i,
                                           .times = row_times(row)[i]});
        }
    }
    for (uint32_t i = 0; i < row->part_count; i++) {
        tell_part(&telling, row->part_first + i, row_slot(row, row->part_first + i));
    }
    tell_awards(&telling, row);
    return telling.count;
}
