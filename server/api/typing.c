#include "api/typing.h"

#include "api/visit.h"
#include "live/record.h"
#include "live/room.h"
#include "live/signing_page.h"
#include "live/signing_sample.h"
#include "net/http.h"

struct typing typing_look(const struct visit *visit)
{
    return (struct typing){.visit = visit, .skill = RULES_NONE};
}

void typing_done(struct typing *typing)
{
    if (typing->skill != RULES_NONE) {
        signing_list_done(&typing->index);
        typing->skill = RULES_NONE;
    }
}

static const struct signing_index *index_of(struct typing *typing, uint32_t skill)
{
    const struct visit *visit = typing->visit;

    if (typing->skill != skill) {
        typing_done(typing);
        typing->index = signing_list_index(visit->request->arena, visit->room->record, skill);
        typing->skill = skill;
    }
    return &typing->index;
}

// Whether a clerk's right is all that he reads by, and another has typed the sheet.
static bool is_for_second(const struct visit *visit, uint32_t part, uint32_t seat,
                          const struct record_sheet *sheet)
{
    uint32_t skill = visit->room->record->rules->parts[part].skill;
    const struct right *right = visit_writes(visit, part, seat);

    return right && right->role == RIGHT_CLERK && !visit_right(visit, RIGHT_BITS_OVERSEE, skill) &&
           !slice_is(right->who, sheet->by);
}

bool typing_hides(struct typing *typing, const struct record_competitor *competitor, uint32_t part,
                  uint32_t seat)
{
    const struct visit *visit = typing->visit;
    const struct record *record = visit->room->record;
    const struct record_sheet *sheet = signing_page_sheet(record, competitor, part, seat);

    return record->rules->skills[competitor->skill].signing.double_entry && sheet &&
           is_for_second(visit, part, seat, sheet) &&
           signing_sample_entry(index_of(typing, competitor->skill), visit->request->arena, record,
                                competitor, part, seat) == SIGNING_SHEET_AWAITED;
}

static bool stands_on(const struct signing_page *page, const struct rules_part *of, uint32_t part,
                      uint32_t seat, const struct record_competitor *competitor)
{
    switch (page->kind) {
    case SIGNING_PAGE_SUMMARY:
        return part == page->part && seat == page->seat;
    case SIGNING_PAGE_SLIP:
        return part == page->part && competitor == page->competitor;
    case SIGNING_PAGE_STANDING:
        break;
    }
    return of->stage <= page->stage;
}

bool typing_hides_page(const struct visit *visit, const struct signing_page *page)
{
    const struct record *record = visit->room->record;
    const struct record_skill *skill = &record->skills[page->skill];
    struct typing typing = typing_look(visit);
    bool hides = false;

    for (uint32_t part = skill->part_first; part < skill->part_first + skill->part_count; part++) {
        const struct rules_part *of = &record->rules->parts[part];
        uint32_t seats = of->seat_count + (of->technical ? 1 : 0);
        for (size_t i = 0; i < skill->count && !hides; i++) {
            const struct record_competitor *who = record->competitors[skill->competitors[i]];
            for (uint32_t seat = 0; seat < seats && !hides; seat++) {
                hides =
                    stands_on(page, of, part, seat, who) && typing_hides(&typing, who, part, seat);
            }
        }
    }
    typing_done(&typing);
    return hides;
}
