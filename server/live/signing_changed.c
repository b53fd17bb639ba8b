#include "live/signing_changed.h"

#include "base/arena.h"

enum { NAMED = 6 };

struct changes {
    struct arena *arena;
    bool english;
    size_t count;
    const char *text;
};

static void add(struct changes *changes, const char *what)
{
    const char *comma = changes->english ? ", " : "、";

    if (changes->count < NAMED) {
        changes->text = arena_printf(changes->arena, "%s%s%s", changes->text,
                                     changes->count ? comma : "", what);
    } else if (changes->count == NAMED) {
        changes->text = arena_printf(changes->arena, "%s……", changes->text);
    }
    changes->count++;
}

static void add_sheet(struct changes *changes, const struct record *record,
                      const struct record_competitor *who, uint32_t part, uint32_t seat,
                      uint64_t number)
{
    const struct rules_part *of = &record->rules->parts[part];
    const char *name = changes->english && *of->name.en ? of->name.en : of->name.zh;

    add(changes,
        arena_printf(changes->arena, changes->english ? "%s %s %s (№%lu)" : "%s %s %s（№%lu）",
                     who->code[0] ? who->code : who->id, *name ? name : of->id,
                     signing_page_seat(of, seat), (unsigned long)number));
}

static bool stands_on(const struct signing_page *page, const struct rules *rules,
                      const struct record_competitor *who, uint32_t part, uint32_t seat)
{
    switch (page->kind) {
    case SIGNING_PAGE_SUMMARY:
        return part == page->part && seat == page->seat;
    case SIGNING_PAGE_SLIP:
        return part == page->part && who == page->competitor;
    case SIGNING_PAGE_STANDING:
        break;
    }
    return rules->parts[part].stage <= page->stage;
}

static void add_sheets(struct changes *changes, const struct record *record,
                       const struct signing_page *page, uint64_t since)
{
    const struct record_skill *skill = &record->skills[page->skill];

    for (uint32_t part = skill->part_first; part < skill->part_first + skill->part_count; part++) {
        for (size_t i = 0; i < skill->count; i++) {
            const struct record_competitor *who = record->competitors[skill->competitors[i]];
            for (uint32_t seat = 0; seat <= record->rules->parts[part].seat_count; seat++) {
                const struct record_sheet *sheet = signing_page_sheet(record, who, part, seat);
                if (sheet && sheet->number > since &&
                    stands_on(page, record->rules, who, part, seat)) {
                    add_sheet(changes, record, who, part, seat, sheet->number);
                }
            }
        }
    }
}

const char *signing_changed_words(struct arena *arena, const struct record *record,
                                  const struct signing_page *page, uint64_t since, bool english)
{
    struct changes changes = {arena, english, 0, ""};

    add_sheets(&changes, record, page, since);
    for (size_t i = 0; i < record->ruling_count; i++) {
        const struct record_ruling *ruling = record->rulings[i];
        if (ruling->number > since && ruling->skill == page->skill) {
            add(&changes, arena_printf(arena, english ? "ruling №%lu" : "裁决 №%lu",
                                       (unsigned long)ruling->number));
        }
    }
    for (size_t i = 0; i < record->change_count; i++) {
        if (record->changes[i]->number > since) {
            add(&changes, arena_printf(arena, english ? "rules №%lu" : "规则 №%lu",
                                       (unsigned long)record->changes[i]->number));
        }
    }
    return changes.text;
}
