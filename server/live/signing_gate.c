#include "live/signing_gate.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "live/order.h"
#include "live/signing_group.h"
#include "live/signing_sample.h"

enum { NAMED = 5, ITEMS = 100, REASONS = 13 };

// ---- a list of sheets, panels or signatures, as it grows

struct list {
    struct arena *arena;
    const struct record *record;
    size_t count;
    struct buf *zh, *en, *items;
};

static struct list list_new(const struct signing_look *look)
{
    return (struct list){look->arena, look->record, 0, buf_new(256), buf_new(256), buf_new(256)};
}

static const char *name_in(struct rules_name name, const char *id, bool english)
{
    const char *said = english && *name.en ? name.en : name.zh;

    return *said ? said : id;
}

static const char *label(const struct record_competitor *who)
{
    return who->code[0] ? who->code : who->id;
}

static const char *kept(const struct list *list, const struct buf *text)
{
    return arena_copy(list->arena, (struct slice){text->bytes, text->len});
}

static const char *items_of(const struct list *list)
{
    return list->items->len
               ? arena_printf(list->arena, "[%.*s]", (int)list->items->len, list->items->bytes)
               : NULL;
}

static void list_done(struct list *list)
{
    buf_unref(list->zh);
    buf_unref(list->en);
    buf_unref(list->items);
}

static void add_item(struct list *list, const struct record_competitor *who, uint32_t part,
                     const char *seat, const char *more)
{
    if (list->count >= ITEMS) {
        return;
    }
    text_printf(list->items, "%s{\"part\":", list->count ? "," : "");
    text_json(list->items, slice_of(list->record->rules->parts[part].id));
    if (who) {
        text_printf(list->items, ",\"competitor\":");
        text_json(list->items, slice_of(who->id));
    }
    if (seat) {
        text_printf(list->items, ",\"seat\":");
        text_json(list->items, slice_of(seat));
    }
    text_printf(list->items, "%s}", more);
}

static void add_words(struct list *list, const char *zh, const char *en)
{
    if (list->count < NAMED) {
        text_printf(list->zh, "%s%s", list->count ? "、" : "", zh);
        text_printf(list->en, "%s%s", list->count ? ", " : "", en);
    } else if (list->count == NAMED) {
        text_printf(list->zh, "……");
        text_printf(list->en, " …");
    }
}

static void add_sheet(struct list *list, const struct record_competitor *who, uint32_t part,
                      const char *seat, const char *more)
{
    const struct rules_part *of = &list->record->rules->parts[part];
    const char *mid = seat ? " " : "";

    add_item(list, who, part, seat, more);
    add_words(list,
              arena_printf(list->arena, "%s %s%s%s", label(who), name_in(of->name, of->id, false),
                           mid, seat ? seat : ""),
              arena_printf(list->arena, "%s %s%s%s", label(who), name_in(of->name, of->id, true),
                           mid, seat ? seat : ""));
    list->count++;
}

// ---- reasons

struct gather {
    const struct signing_look *look;
    uint32_t stage;
    struct signing_reason *all;
    size_t count;
};

static struct gather begin(const struct signing_look *look, uint32_t stage)
{
    return (struct gather){look, stage,
                           arena_alloc(look->arena, REASONS * sizeof(struct signing_reason)), 0};
}

static void give(struct gather *gather, const char *kind, const char *zh, const char *en)
{
    gather->all[gather->count++] = (struct signing_reason){kind, zh, en, NULL};
}

// A reason with its count in front and its list behind, where there is anything in the list.
static void give_list(struct gather *gather, struct list *list, const char *kind, const char *zh,
                      const char *en)
{
    struct arena *arena = gather->look->arena;

    if (list->count > 0) {
        gather->all[gather->count++] = (struct signing_reason){
            kind, arena_printf(arena, "%s（%zu）：%s", zh, list->count, kept(list, list->zh)),
            arena_printf(arena, "%s (%zu): %s", en, list->count, kept(list, list->en)),
            items_of(list)};
    }
    list_done(list);
}

// ---- the marks

static const struct stage_result *result_of(const struct gather *gather,
                                            const struct record_competitor *who)
{
    const struct rules *rules = gather->look->record->rules;

    return &who->tally.stages[gather->stage - rules->skills[gather->look->skill].stage_first];
}

// Whether the stage waits for the competitor; as live/results has it for a publication.
static bool awaits(const struct gather *gather, const struct record_competitor *who)
{
    const struct rules *rules = gather->look->record->rules;
    const struct stage_result *result = result_of(gather, who);
    bool first = gather->stage == rules->skills[gather->look->skill].stage_first;

    if (result->status != RULES_RUNNING || result->field == FIELD_OUT) {
        return false;
    }
    return result->held ||
           (!result->complete && (first || result->started || result->field == FIELD_IN));
}

typedef void (*sheet_fn)(struct gather *gather, const struct record_competitor *who, uint32_t part,
                         uint32_t seat, void *with);

// Each competitor, part and seat of the stage.
static void each_sheet(struct gather *gather, sheet_fn call, void *with)
{
    const struct record *record = gather->look->record;
    const struct record_skill *skill = &record->skills[gather->look->skill];

    for (size_t i = 0; i < skill->count; i++) {
        const struct record_competitor *who = record->competitors[skill->competitors[i]];
        for (uint32_t p = skill->part_first; p < skill->part_first + skill->part_count; p++) {
            const struct rules_part *part = &record->rules->parts[p];
            uint32_t seats = part->seat_count + (part->technical ? 1 : 0);
            for (uint32_t seat = 0; part->stage == gather->stage && seat < seats; seat++) {
                call(gather, who, p, seat, with);
            }
        }
    }
}

static const char *seat_in(const struct gather *gather, uint32_t part, uint32_t seat)
{
    return signing_page_seat(&gather->look->record->rules->parts[part], seat);
}

static void note_missing(struct gather *gather, const struct record_competitor *who, uint32_t part,
                         uint32_t seat, void *with)
{
    const struct record *record = gather->look->record;

    if (awaits(gather, who) && !signing_page_sheet(record, who, part, seat) &&
        contest_expects_sheet(record->rules, who->skill, who->row, part, seat)) {
        add_sheet(with, who, part, seat_in(gather, part, seat), "");
    }
}

static void note_held(struct gather *gather, const struct record_competitor *who, uint32_t part,
                      uint32_t seat, void *with)
{
    if (seat == 0 && awaits(gather, who) && who->tally.results[part - who->tally.part_first].held) {
        add_sheet(with, who, part, NULL, "");
    }
}

static void give_unfinished(struct gather *gather)
{
    const struct record *record = gather->look->record;
    const struct record_skill *skill = &record->skills[gather->look->skill];
    size_t open = 0;
    size_t complete = 0;

    for (size_t i = 0; i < skill->count; i++) {
        const struct record_competitor *who = record->competitors[skill->competitors[i]];
        open += awaits(gather, who);
        complete += result_of(gather, who)->complete;
    }
    if (open > 0 && gather->count == 0) {
        give(gather, "not-complete",
             arena_printf(gather->look->arena, "还有 %zu 名选手没有完成", open),
             arena_printf(gather->look->arena, "%zu competitors have not finished", open));
    } else if (complete == 0 && gather->count == 0) {
        give(gather, "nobody", "还没有选手完成这个阶段", "nobody has finished this stage yet");
    }
}

static void give_undecided(struct gather *gather)
{
    const struct record *record = gather->look->record;
    const struct rules_skill *skill = &record->rules->skills[gather->look->skill];

    if (gather->stage + 1 == skill->stage_first + skill->stage_count &&
        order_is_undecided(record, gather->look->skill)) {
        give(gather, "undecided-places", "规则不允许并列，还有并列名次没有分出",
             "the rules allow no shared places, and there are some");
    }
}

static void give_marks(struct gather *gather)
{
    const char *zh = "";
    const char *en = "";
    struct list missing = list_new(gather->look);
    struct list held = list_new(gather->look);

    each_sheet(gather, note_missing, &missing);
    each_sheet(gather, note_held, &held);
    give_list(gather, &missing, "sheets-missing", "还差评分表", "sheets are missing");
    if (signing_group_waits(gather->look->arena, gather->look->record, gather->stage, &zh, &en)) {
        give(gather, "group-unconfirmed", zh, en);
    }
    give_list(gather, &held, "panel-held", "裁判分待裁定", "panels wait for a ruling");
    give_unfinished(gather);
    give_undecided(gather);
}

// ---- double entry and re-check

struct entries {
    struct list awaited, different;
};

// Both typings, for whoever settles them.
static const char *both(struct gather *gather, const struct record_competitor *who, uint32_t part,
                        uint32_t seat)
{
    const struct signing_look *look = gather->look;
    struct signing_sample_pair pair =
        signing_sample_pair_of(&look->index, look->arena, look->record, who, part, seat);

    return arena_printf(look->arena, ",\"first\":%s,\"second\":%s", pair.first, pair.second);
}

static void note_entry(struct gather *gather, const struct record_competitor *who, uint32_t part,
                       uint32_t seat, void *with)
{
    struct entries *entries = with;
    const struct signing_look *look = gather->look;

    switch (signing_sample_entry(&look->index, look->arena, look->record, who, part, seat)) {
    case SIGNING_SHEET_AWAITED:
        add_sheet(&entries->awaited, who, part, seat_in(gather, part, seat), "");
        break;
    case SIGNING_SHEET_DIFFERENT:
        add_sheet(&entries->different, who, part, seat_in(gather, part, seat),
                  both(gather, who, part, seat));
        break;
    case SIGNING_SHEET_GOOD:
        break;
    }
}

static void give_entries(struct gather *gather)
{
    struct entries entries = {list_new(gather->look), list_new(gather->look)};

    each_sheet(gather, note_entry, &entries);
    give_list(gather, &entries.awaited, "entry-awaited", "纸质评分表还要由另一人再录一次",
              "paper sheets wait to be typed by a second person");
    give_list(gather, &entries.different, "entries-differ", "两次录入不一致，需要裁定并写明理由",
              "typed twice and not alike, to be settled with a reason");
}

struct rechecks {
    struct signing_sample sample;
    struct list list;
};

static void note_recheck(struct gather *gather, const struct record_competitor *who, uint32_t part,
                         uint32_t seat, void *with)
{
    struct rechecks *rechecks = with;
    const struct signing_look *look = gather->look;

    if (signing_sample_awaits(&rechecks->sample, &look->index, look->arena, look->record, who, part,
                              seat)) {
        add_sheet(&rechecks->list, who, part, seat_in(gather, part, seat), "");
    }
}

static void give_recheck(struct gather *gather)
{
    const struct signing_look *look = gather->look;
    struct rechecks rechecks = {
        signing_sample_of(&look->index, look->arena, look->record, gather->stage), list_new(look)};

    if (!rechecks.sample.drawn) {
        list_done(&rechecks.list);
        give(gather, "sample-awaited", "还没有抽取要复核的评分表",
             "the sheets to re-check have not been drawn yet");
        return;
    }
    each_sheet(gather, note_recheck, &rechecks);
    give_list(gather, &rechecks.list, "recheck-awaited",
              rechecks.sample.all
                  ? arena_printf(look->arena, "抽查有 %zu 张错误，超过限度，全部评分表都要复核",
                                 rechecks.sample.wrong)
                  : "还要与纸质原件核对",
              rechecks.sample.all
                  ? arena_printf(look->arena,
                                 "%zu of the re-checked sheets were wrong, more than the limit: "
                                 "all are to be re-checked",
                                 rechecks.sample.wrong)
                  : "to be compared with the paper");
}

// ---- signatures

static const char *role_in(const struct signing_need *need, bool english)
{
    static const struct {
        const char *role, *zh, *en;
    } words[] = {{"judge", "裁判", "judge"},
                 {"chief", "裁判长", "chief judge"},
                 {"supervisor", "监督", "supervisor"},
                 {"competitor", "选手", "competitor"}};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i].role, need->role) == 0) {
            return english ? words[i].en : words[i].zh;
        }
    }
    return need->role;
}

static const char *gone_in(const struct signing_need *need, bool english)
{
    if (!need->void_for) {
        return "";
    }
    if (strcmp(need->void_for, "reopened") == 0) {
        return english ? " (reopened, earlier signature void)" : "（已重新开放，原签字作废）";
    }
    return english ? " (changed since, earlier signature void)" : "（签后有改动，原签字作废）";
}

static const char *need_in(const struct signing_look *look, const struct signing_need *need,
                           bool english)
{
    const struct signing_page *page = &need->page;
    const struct rules *rules = look->record->rules;
    const struct rules_part *part =
        page->kind == SIGNING_PAGE_STANDING ? NULL : &rules->parts[page->part];
    const char *who = page->kind == SIGNING_PAGE_SUMMARY ? signing_page_seat(part, page->seat)
                      : page->kind == SIGNING_PAGE_SLIP  ? label(page->competitor)
                                                         : "";

    return arena_printf(look->arena, "%s%s%s%s%s%s",
                        part ? name_in(part->name, part->id, english) : "", part ? " " : "",
                        role_in(need, english), *who ? " " : "", who, gone_in(need, english));
}

static void give_signatures(struct gather *gather)
{
    const struct signing_look *look = gather->look;
    struct signing_need *needs = NULL;
    size_t count = signing_state_needs(look, gather->stage, &needs);
    struct list list = list_new(look);

    for (size_t i = 0; i < count; i++) {
        if (!signing_state_is_signed(&needs[i])) {
            add_words(&list, need_in(look, &needs[i], false), need_in(look, &needs[i], true));
            list.count++;
        }
    }
    give_list(gather, &list, "signature-missing", "还缺签字", "signatures are missing");
}

// ---- gates

size_t signing_gate_reasons(const struct signing_look *look, uint32_t stage, enum signing_gate gate,
                            struct signing_reason **ret)
{
    const struct rules_signing *rules = &look->record->rules->skills[look->skill].signing;
    struct gather gather = begin(look, stage);

    switch (gate) {
    case SIGNING_GATE_CHECK:
        give_marks(&gather);
        if (rules->double_entry) {
            give_entries(&gather);
        }
        if (rules->rechecks) {
            give_recheck(&gather);
        }
        break;
    case SIGNING_GATE_SIGN:
        give_signatures(&gather);
        if (!signing_state_check(look, stage)) {
            give(&gather, "check-missing", "裁判长还没有确认现在的成绩",
                 "the chief judge has not confirmed the marks as they stand");
        }
        break;
    case SIGNING_GATE_LOCK:
        if (!signing_state_lock(look, stage)) {
            give(&gather, "not-locked", "还没有锁定", "not locked yet");
        }
        break;
    case SIGNING_GATES:
        break;
    }
    *ret = gather.all;
    return gather.count;
}

// The first gate of the stage that is closed says why.
static void give_stage(struct gather *gather, uint32_t stage)
{
    const struct rules_stage *of = &gather->look->record->rules->stages[stage];
    struct arena *arena = gather->look->arena;

    if (signing_state_lock(gather->look, stage) || gather->count == REASONS) {
        return;
    }
    for (enum signing_gate gate = SIGNING_GATE_CHECK; gate < SIGNING_GATES; gate++) {
        struct signing_reason *reasons = NULL;
        size_t count = signing_gate_reasons(gather->look, stage, gate, &reasons);
        if (count > 0) {
            give(gather, "not-locked",
                 arena_printf(arena, "%s：%s", name_in(of->name, of->id, false),
                              signing_gate_words(arena, reasons, count, false)),
                 arena_printf(arena, "%s: %s", name_in(of->name, of->id, true),
                              signing_gate_words(arena, reasons, count, true)));
            return;
        }
    }
}

size_t signing_gate_publication(const struct signing_look *look, struct signing_reason **ret)
{
    const struct rules_skill *skill = &look->record->rules->skills[look->skill];
    struct gather gather = begin(look, skill->stage_first);

    for (uint32_t i = 0; skill->signing.by != RULES_UNSIGNED && i < skill->stage_count; i++) {
        give_stage(&gather, skill->stage_first + i);
    }
    *ret = gather.all;
    return gather.count;
}

const char *signing_gate_words(struct arena *arena, const struct signing_reason *reasons,
                               size_t count, bool english)
{
    const char *text = "";

    for (size_t i = 0; i < count; i++) {
        text = arena_printf(arena, "%s%s%s", text,
                            i == 0    ? ""
                            : english ? "; "
                                      : "；",
                            english ? reasons[i].en : reasons[i].zh);
    }
    return text;
}
