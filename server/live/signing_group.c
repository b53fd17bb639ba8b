#include "live/signing_group.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "live/members.h"
#include "live/signing_page.h"
#include "scoring/contest.h"

static bool owes(const struct record *record, uint32_t part, uint32_t seat)
{
    const struct record_skill *skill = &record->skills[record->rules->parts[part].skill];

    for (size_t i = 0; i < skill->count; i++) {
        const struct record_competitor *who = record->competitors[skill->competitors[i]];
        if (!signing_page_sheet(record, who, part, seat) &&
            contest_expects_sheet(record->rules, who->skill, who->row, part, seat)) {
            return true;
        }
    }
    return false;
}

static void add_seat(const struct record *record, uint32_t part, uint32_t seat, struct buf *zh,
                     struct buf *en)
{
    const struct rules_part *of = &record->rules->parts[part];
    const char *english = *of->name.en ? of->name.en : of->name.zh;

    text_printf(zh, "%s%s %s：", zh->len ? "；" : "", of->name.zh, of->seats[seat]);
    text_printf(en, "%s%s %s: ", en->len ? "; " : "", english, of->seats[seat]);
    members_names(record, part, seat, "、", zh);
    members_names(record, part, seat, ", ", en);
}

static const char *said(struct arena *arena, const char *lead, const struct buf *list)
{
    return arena_printf(arena, "%s%.*s", lead, (int)list->len, list->bytes);
}

bool signing_group_waits(struct arena *arena, const struct record *record, uint32_t stage,
                         const char **ret_zh, const char **ret_en)
{
    struct buf *zh = buf_new(256);
    struct buf *en = buf_new(256);

    for (uint32_t part = 0; part < record->rules->part_count; part++) {
        const struct rules_part *of = &record->rules->parts[part];
        for (uint32_t seat = 0; of->stage == stage && seat < of->seat_count; seat++) {
            if (members_are(record, part, seat) && owes(record, part, seat)) {
                add_seat(record, part, seat, zh, en);
            }
        }
    }
    bool any = zh->len > 0;
    if (any) {
        *ret_zh = said(arena, "所缺的评分表要由评分小组的这些成员用 PIN 确认：", zh);
        *ret_en =
            said(arena, "what is missing takes the PINs of these members of marking groups: ", en);
    }
    buf_unref(zh);
    buf_unref(en);
    return any;
}
