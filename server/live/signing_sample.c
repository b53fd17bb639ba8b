#include "live/signing_sample.h"

#include "base/arena.h"
#include "base/secret.h"
#include "base/table.h"
#include "live/signing_page.h"
#include "wire/entry_signing.h"
#include "wire/sheet_plain.h"

#include <stdlib.h>

// ---- double entry

bool signing_sample_is_typed(const struct record *record, const struct record_sheet *sheet)
{
    return table_get(record->judge_by_id, slice_of(sheet->by)) == NULL;
}

enum signing_sheet_state signing_sample_entry(const struct signing_index *index,
                                              struct arena *arena, const struct record *record,
                                              const struct record_competitor *competitor,
                                              uint32_t part, uint32_t seat)
{
    const struct record_sheet *sheet = signing_page_sheet(record, competitor, part, seat);

    if (!sheet || !signing_sample_is_typed(record, sheet)) {
        return SIGNING_SHEET_GOOD;
    }
    const struct record_signing *second =
        signing_list_sheet(index, arena, record, SIGNING_SECOND, competitor, part, seat);
    const struct record_signing *settled =
        signing_list_sheet(index, arena, record, SIGNING_SETTLE, competitor, part, seat);
    if (!second) {
        return SIGNING_SHEET_AWAITED;
    }
    if (settled && settled->number > second->number && settled->sheet == sheet->number) {
        return SIGNING_SHEET_GOOD;
    }
    struct slice first = sheet_plain(arena, (struct slice){sheet->body, sheet->len});
    return slice_is(first, second->text) ? SIGNING_SHEET_GOOD : SIGNING_SHEET_DIFFERENT;
}

bool signing_sample_is_typist(const struct signing_index *index, struct arena *arena,
                              const struct record *record,
                              const struct record_competitor *competitor, uint32_t part,
                              uint32_t seat, struct slice by)
{
    const struct record_signing *second =
        signing_list_sheet(index, arena, record, SIGNING_SECOND, competitor, part, seat);

    return second && (slice_is(by, second->by) || slice_is(by, second->first)) &&
           signing_sample_entry(index, arena, record, competitor, part, seat) ==
               SIGNING_SHEET_DIFFERENT;
}

bool signing_sample_settles_own(const struct record *record,
                                const struct record_competitor *competitor, uint32_t part,
                                uint32_t seat, struct slice by)
{
    if (!record->rules->skills[competitor->skill].signing.double_entry ||
        table_get(record->judge_by_id, by)) {
        return false; // a judge sends what is his own
    }
    struct arena *arena = arena_new();
    struct signing_index index = signing_list_index(arena, record, competitor->skill);
    bool own = signing_sample_is_typist(&index, arena, record, competitor, part, seat, by);
    signing_list_done(&index);
    arena_free(arena);
    return own;
}

struct signing_sample_pair signing_sample_pair_of(const struct signing_index *index,
                                                  struct arena *arena, const struct record *record,
                                                  const struct record_competitor *competitor,
                                                  uint32_t part, uint32_t seat)
{
    const struct record_sheet *sheet = signing_page_sheet(record, competitor, part, seat);
    const struct record_signing *second =
        signing_list_sheet(index, arena, record, SIGNING_SECOND, competitor, part, seat);

    return (struct signing_sample_pair){
        sheet_plain(arena, (struct slice){sheet->body, sheet->len}).at, second->text};
}

// ---- the sample

struct lot {
    const struct record_competitor *who;
    struct slice id; // as it goes into the drawing
    unsigned char hash[SECRET_HASH];
};

static int by_hash(const void *a, const void *b)
{
    return memcmp(((const struct lot *)a)->hash, ((const struct lot *)b)->hash, SECRET_HASH);
}

// Whose turn it is follows from the chain up to the drawing: whoever has the journal draws the
// same.
static void cast(const struct record *record, uint64_t number, struct lot *lot)
{
    struct slice pieces[] = {{(const char *)record->miles[number].chain, RECORD_HASH}, lot->id};

    secret_sha256_of(pieces, 2, lot->hash);
}

static size_t listed(struct arena *arena, const struct record *record,
                     const struct record_signing *drawn, struct lot **ret)
{
    struct lot *lots = arena_alloc(arena, (drawn->listed + 1) * sizeof *lots);
    size_t count = 0;

    for (const char *at = drawn->field; at && *at;) {
        size_t len = strcspn(at, "\n");
        struct lot *lot = &lots[count];
        lot->id = (struct slice){at, len};
        lot->who = table_get(record->competitor_by_id, lot->id);
        if (lot->who && !drawn->lasting) {
            lot->id = slice_of(lot->who->id);
        }
        count += lot->who != NULL;
        at += len + (at[len] == '\n');
    }
    *ret = lots;
    return count;
}

static const bool *choose(struct arena *arena, const struct record *record,
                          const struct record_signing *drawn, const struct rules_signing *rules)
{
    bool *chosen = arena_alloc(arena, record->competitor_count + 1);
    struct lot *lots = NULL;
    size_t count = listed(arena, record, drawn, &lots);
    size_t top = count < rules->top ? count : rules->top;
    int64_t rest = (int64_t)(count - top);
    int64_t more = (rest * rules->share.num + rules->share.den - 1) / rules->share.den;

    for (size_t i = top; i < count; i++) {
        cast(record, drawn->number, &lots[i]);
    }
    qsort(lots + top, count - top, sizeof *lots, by_hash);
    for (size_t i = 0; i < count && (int64_t)i < (int64_t)top + more; i++) {
        chosen[lots[i].who->index] = true;
    }
    return chosen;
}

static bool is_done(const struct signing_sample *sample, const struct signing_index *index,
                    struct arena *arena, const struct record *record,
                    const struct record_competitor *competitor, uint32_t part, uint32_t seat)
{
    const struct record_sheet *sheet = signing_page_sheet(record, competitor, part, seat);
    const struct record_signing *looked =
        signing_list_sheet(index, arena, record, SIGNING_RECHECK, competitor, part, seat);

    return looked && looked->good && looked->number > sample->drawn->number &&
           looked->sheet == sheet->number;
}

// Sheets that were ever found wrong since the drawing, each once.
static size_t count_wrong(const struct record *record, const struct signing_sample *sample,
                          struct arena *arena)
{
    struct table *seen = table_new();

    for (size_t i = 0; i < record->signing_count; i++) {
        const struct record_signing *each = record->signings[i];
        if (each->act == SIGNING_RECHECK && !each->good && each->number > sample->drawn->number &&
            strcmp(each->stage, sample->drawn->stage) == 0 &&
            strcmp(each->skill, sample->drawn->skill) == 0) {
            const char *key = arena_printf(arena, "%s/%s/%s", each->part,
                                           signing_list_who(record, each), each->seat);
            (void)table_put(seen, slice_of(key), seen);
        }
    }
    size_t count = table_count(seen);
    table_free(seen);
    return count;
}

static void count_sheets(struct signing_sample *sample, const struct signing_index *index,
                         struct arena *arena, const struct record *record, uint32_t stage)
{
    const struct record_skill *skill = &record->skills[record->rules->stages[stage].skill];

    for (uint32_t part = skill->part_first; part < skill->part_first + skill->part_count; part++) {
        const struct rules_part *of = &record->rules->parts[part];
        for (size_t i = 0; of->stage == stage && i < skill->count; i++) {
            const struct record_competitor *who = record->competitors[skill->competitors[i]];
            for (uint32_t seat = 0; sample->chosen[who->index] && seat <= of->seat_count; seat++) {
                if (!signing_page_sheet(record, who, part, seat)) {
                    continue;
                }
                sample->sheets++;
                sample->done += is_done(sample, index, arena, record, who, part, seat);
            }
        }
    }
}

struct signing_sample signing_sample_of(const struct signing_index *index, struct arena *arena,
                                        const struct record *record, uint32_t stage)
{
    const struct rules_signing *rules =
        &record->rules->skills[record->rules->stages[stage].skill].signing;
    struct signing_sample sample = {
        .drawn = signing_list_staged(index, arena, record, SIGNING_SAMPLE, stage)};

    if (!sample.drawn) {
        return sample;
    }
    sample.chosen = choose(arena, record, sample.drawn, rules);
    count_sheets(&sample, index, arena, record, stage);
    sample.wrong = count_wrong(record, &sample, arena);
    sample.all =
        (int64_t)sample.wrong * rules->errors.den > rules->errors.num * (int64_t)sample.sheets;
    return sample;
}

bool signing_sample_awaits(const struct signing_sample *sample, const struct signing_index *index,
                           struct arena *arena, const struct record *record,
                           const struct record_competitor *competitor, uint32_t part, uint32_t seat)
{
    return sample->drawn && (sample->all || sample->chosen[competitor->index]) &&
           signing_page_sheet(record, competitor, part, seat) &&
           !is_done(sample, index, arena, record, competitor, part, seat);
}
