#include "live/ceremony.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/must.h"
#include "base/secret.h"
#include "base/text.h"
#include "live/ceremony_steps.h"
#include "live/enrol.h"
#include "live/ids.h"
#include "live/order.h"
#include "live/settle.h"
#include "wire/entry.h"
#include "wire/entry_ceremony_words.h"

#include <stdio.h>
#include <stdlib.h>

// ---- who gets what: from published results

static uint32_t find_title(const struct rules_skill *skill, struct slice id)
{
    for (uint32_t i = 0; i < skill->title_count; i++) {
        if (slice_is(id, skill->titles[i].id)) {
            return i;
        }
    }
    return RULES_NONE;
}

static const char *find_item(const struct record *record, const struct ceremony_item *from,
                             struct ceremony_award *ret)
{
    ret->skill = rules_find_skill(record->rules, from->skill.at, from->skill.len);
    if (ret->skill == RULES_NONE) {
        return "unknown-skill";
    }
    ret->title = find_title(&record->rules->skills[ret->skill], from->honour);
    if (ret->title == RULES_NONE) {
        return "unknown-honour";
    }
    return record->skills[ret->skill].published ? NULL : "ceremony-unfinished";
}

static void find_recipients(struct arena *arena, const struct record *record,
                            struct ceremony_award *item)
{
    struct field_overall *overall = NULL;
    struct award_line *awards = NULL;
    size_t count = order_awards(arena, record, item->skill, &overall, &awards);

    item->who = arena_alloc(arena, (count + 1) * sizeof *item->who);
    item->count = 0;
    for (size_t i = 0; i < count; i++) {
        if (awards[i].titles >> item->title & 1) {
            item->who[item->count++] =
                (struct ceremony_recipient){.competitor = record->competitors[overall[i].who],
                                            .place = 2 * overall[i].place + overall[i].half};
        }
    }
}

static const char *check_items(const struct record *record, const struct entry_ceremony *act)
{
    struct arena *arena = arena_new();
    const char *refusal = NULL;

    for (size_t i = 0; !refusal && i < act->item_count; i++) {
        struct ceremony_award item;
        refusal = find_item(record, &act->items[i], &item);
        if (!refusal) {
            find_recipients(arena, record, &item);
            refusal = item.count > 0 ? NULL : "ceremony-nobody";
        }
    }
    arena_free(arena);
    return refusal;
}

// ---- the run sheet

static struct entry_ceremony plan_of(struct arena *arena, const struct ceremony *ceremony)
{
    struct entry_ceremony plan = {.item_count = 0};

    must(entry_ceremony_read(arena, (struct slice){ceremony->plan, ceremony->plan_len}, &plan));
    if (ceremony->said) {
        struct ceremony_item *items = arena_alloc(arena, (plan.item_count + 1) * sizeof *items);
        memcpy(items, plan.items, plan.item_count * sizeof *items);
        (void)entry_ceremony_words_read(arena, slice_of(ceremony->said), plan.item_count, items);
        plan.items = items;
    }
    return plan;
}

static uint64_t next_figure(struct slice *rest, char end)
{
    const char *stop = memchr(rest->at, end, rest->len);
    uint64_t figure = 0;

    must(stop);
    (void)text_uint((struct slice){rest->at, (size_t)(stop - rest->at)}, UINT32_MAX, &figure);
    rest->len -= (size_t)(stop - rest->at) + 1;
    rest->at = stop + 1;
    return figure;
}

static struct slice next_text(struct slice *rest, char end)
{
    const char *stop = memchr(rest->at, end, rest->len);

    must(stop);
    struct slice text = {rest->at, (size_t)(stop - rest->at)};
    rest->len -= text.len + 1;
    rest->at = stop + 1;
    return text;
}

static uint32_t read_place(struct slice text)
{
    struct slice whole = text;
    bool half = text.len > 2 && memcmp(text.at + text.len - 2, ".5", 2) == 0;
    uint64_t place = 0;

    whole.len -= half ? 2 : 0;
    (void)text_uint(whole, UINT32_MAX / 2, &place);
    return 2 * (uint32_t)place + half;
}

static size_t count_lines(struct slice list)
{
    size_t lines = 0;

    for (size_t i = 0; i < list.len; i++) {
        lines += list.at[i] == '\n';
    }
    return lines;
}

// Once it is closed the list counts, whatever is granted afterwards: nothing is ranked again. An
// item's lines stand together.
static void read_closed(struct arena *arena, const struct record *record, size_t item_count,
                        struct ceremony_award *items)
{
    struct slice rest = slice_of(record->ceremony->list);
    struct ceremony_recipient *next = arena_alloc(arena, (count_lines(rest) + 1) * sizeof *next);

    while (rest.len > 0) {
        size_t at = next_figure(&rest, '\t') - 1;
        (void)next_text(&rest, '\t');
        (void)next_text(&rest, '\t');
        uint32_t place = read_place(next_text(&rest, '\t'));
        const struct record_competitor *who = enrol_find(record, next_text(&rest, '\n'));
        must(at < item_count);
        if (who) {
            items[at].who = items[at].who ? items[at].who : next;
            must(items[at].who + items[at].count++ == next);
            *next++ = (struct ceremony_recipient){.competitor = who, .place = place};
        }
    }
}

static struct ceremony_award *items_of(struct arena *arena, const struct record *record,
                                       const struct entry_ceremony *plan)
{
    struct ceremony_award *items = arena_alloc(arena, (plan->item_count + 1) * sizeof *items);
    bool closed = record->ceremony->opened;

    for (size_t i = 0; i < plan->item_count; i++) {
        items[i] = (struct ceremony_award){.count = 0};
        must(!find_item(record, &plan->items[i], &items[i])); // published skills stay as they are
        if (!closed) {
            find_recipients(arena, record, &items[i]);
        }
    }
    if (closed) {
        read_closed(arena, record, plan->item_count, items);
    }
    return items;
}

void ceremony_look(struct arena *arena, const struct record *record, struct ceremony_view *ret)
{
    struct entry_ceremony plan = plan_of(arena, record->ceremony);
    const struct ceremony_award *items = items_of(arena, record, &plan);
    size_t most = 0;

    for (size_t i = 0; i < plan.item_count; i++) {
        most += items[i].count;
    }
    struct ceremony_step *steps = arena_alloc(arena, (most + 1) * sizeof *steps);
    *ret =
        (struct ceremony_view){.item_count = plan.item_count, .items = plan.items, .steps = steps};
    ret->step_count = ceremony_steps(arena, &plan, items,
                                     record->ceremony->whole ? 0 : CEREMONY_STEP_MOST, steps);
}

void ceremony_list(const struct record *record, struct buf *out)
{
    struct arena *arena = arena_new();
    struct entry_ceremony plan = plan_of(arena, record->ceremony);
    const struct ceremony_award *items = items_of(arena, record, &plan);

    for (size_t i = 0; i < plan.item_count; i++) {
        for (size_t k = 0; k < items[i].count; k++) {
            const struct ceremony_recipient *who = &items[i].who[k];
            text_printf(out, "%zu\t%.*s\t%.*s\t%u%s\t%s\n", i + 1, SLICE_FMT(plan.items[i].skill),
                        SLICE_FMT(plan.items[i].honour), who->place / 2, who->place % 2 ? ".5" : "",
                        who->competitor->id);
        }
    }
    arena_free(arena);
}

void ceremony_hash(struct slice salt, struct slice list, char out[CEREMONY_HASH_TEXT])
{
    unsigned char hash[SECRET_HASH];
    struct slice pieces[] = {salt, SLICE("\n"), list};

    secret_sha256_of(pieces, 3, hash);
    text_hex(hash, sizeof hash, out);
}

bool ceremony_is_on(const struct ceremony *ceremony)
{
    return ceremony && !ceremony->ended_at && (ceremony->rehearsing || ceremony->opened);
}

const struct ceremony_note *ceremony_note_of(const struct ceremony *ceremony, const char *id)
{
    for (size_t i = 0; i < ceremony->note_count; i++) {
        if (strcmp(ceremony->notes[i].id, id) == 0) {
            return &ceremony->notes[i];
        }
    }
    return NULL;
}

// ---- acts

static const char *check_step(const struct record *record, uint32_t to)
{
    struct arena *arena = arena_new();
    struct ceremony_view view;

    ceremony_look(arena, record, &view);
    bool beyond = to > view.step_count;
    arena_free(arena);
    return beyond ? "ceremony-step" : to == record->ceremony->step ? "ceremony-there" : NULL;
}

static const char *check_on(const struct record *record, const struct entry_ceremony *act)
{
    const struct ceremony *ceremony = record->ceremony;

    if (act->act == CEREMONY_END) {
        return ceremony->opened && !ceremony->ended_at ? NULL : "ceremony-idle";
    }
    if (!ceremony_is_on(ceremony)) {
        return "ceremony-idle";
    }
    if (act->act == CEREMONY_PAUSE) {
        return act->on == ceremony->paused ? "ceremony-there" : NULL;
    }
    return check_step(record, act->to);
}

const char *ceremony_refusal(const struct record *record, const struct entry_ceremony *act)
{
    const struct ceremony *ceremony = record->ceremony;
    bool running = ceremony && ceremony->opened && !ceremony->ended_at;

    if (act->act == CEREMONY_PREPARE) {
        return running ? "ceremony-running" : check_items(record, act);
    }
    if (!ceremony) {
        return "ceremony-none";
    }
    switch (act->act) {
    case CEREMONY_NOTE:
        return enrol_find(record, act->id) ? NULL : "unknown-competitor";
    case CEREMONY_REHEARSE:
        return ceremony->opened                  ? "ceremony-running"
               : act->on == ceremony->rehearsing ? "ceremony-there"
                                                 : NULL;
    case CEREMONY_CLOSE:
        return ceremony->opened ? "ceremony-running" : NULL;
    case CEREMONY_STEP:
    case CEREMONY_PAUSE:
    case CEREMONY_END:
        return check_on(record, act);
    case CEREMONY_PREPARE:
        break;
    }
    return NULL;
}

void ceremony_free(struct record *record)
{
    struct ceremony *ceremony = record->ceremony;

    for (size_t i = 0; ceremony && i < ceremony->note_count; i++) {
        free(ceremony->notes[i].by);
    }
    if (ceremony) {
        free(ceremony->notes);
        free(ceremony->plan);
        free(ceremony->said);
        free(ceremony->list);
        free(ceremony->stood);
    }
    free(ceremony);
    record->ceremony = NULL;
}

// Who is absent stays so when the run sheet is changed.
static void prepare(struct record *record, const struct entry_ceremony *act,
                    const struct entry *entry, uint64_t number)
{
    struct ceremony *ceremony = calloc(1, sizeof *ceremony);

    must(ceremony);
    if (record->ceremony) {
        ceremony->notes = record->ceremony->notes;
        ceremony->note_count = record->ceremony->note_count;
        record->ceremony->note_count = 0;
        record->ceremony->notes = NULL;
    }
    ceremony_free(record);
    ceremony->number = number;
    ceremony->plan = strndup(entry->body.at, entry->body.len);
    must(ceremony->plan);
    ceremony->plan_len = entry->body.len;
    ceremony->whole = entry->version < CEREMONY_CUTS;
    ids_copy(ceremony->words, sizeof ceremony->words, act->words);
    record->ceremony = ceremony;
}

static void note(struct ceremony *ceremony, const struct entry_ceremony *act)
{
    struct ceremony_note *found = NULL;

    for (size_t i = 0; i < ceremony->note_count; i++) {
        found = slice_is(act->id, ceremony->notes[i].id) ? &ceremony->notes[i] : found;
    }
    if (!found) {
        ceremony->notes =
            realloc(ceremony->notes, (ceremony->note_count + 1) * sizeof *ceremony->notes);
        must(ceremony->notes);
        found = &ceremony->notes[ceremony->note_count++];
        *found = (struct ceremony_note){.by = NULL};
        ids_copy(found->id, sizeof found->id, act->id);
    }
    free(found->by);
    found->by = act->by.at ? strndup(act->by.at, act->by.len) : NULL;
    found->absent = act->absent;
    ids_copy(found->words, sizeof found->words, act->words);
}

// What was closed is what the results gave, and its hash is that of it.
static bool close_list(struct record *record, const struct entry_ceremony *act,
                       const struct entry *entry, uint64_t number)
{
    struct ceremony *ceremony = record->ceremony;
    struct buf *list = buf_new(1024);
    char hash[CEREMONY_HASH_TEXT];

    ceremony_list(record, list);
    ceremony_hash(act->salt, act->list, hash);
    bool good =
        slice_equal(act->list, (struct slice){list->bytes, list->len}) && slice_is(act->hash, hash);
    buf_unref(list);
    if (good) {
        ids_copy(ceremony->salt, sizeof ceremony->salt, act->salt);
        ids_copy(ceremony->hash, sizeof ceremony->hash, act->hash);
        ceremony->list = strndup(act->list.at, act->list.len);
        must(ceremony->list);
        ceremony->opened = number;
        ceremony->opened_at = entry->at;
        ceremony->rehearsing = ceremony->paused = false;
        ceremony->step = 0;
    }
    return good;
}

bool ceremony_stood(const struct ceremony *ceremony, uint32_t step)
{
    return ceremony && step < ceremony->stood_room && ceremony->stood[step];
}

static void stand(struct ceremony *ceremony, uint32_t step)
{
    if (step >= ceremony->stood_room) {
        uint32_t room = step + 1;
        ceremony->stood = realloc(ceremony->stood, room * sizeof *ceremony->stood);
        must(ceremony->stood);
        memset(ceremony->stood + ceremony->stood_room, 0,
               (room - ceremony->stood_room) * sizeof *ceremony->stood);
        ceremony->stood_room = room;
    }
    ceremony->stood_count += step > 0 && !ceremony->stood[step];
    ceremony->stood[step] = step > 0;
}

static bool take(struct record *record, const struct entry_ceremony *act, const struct entry *entry,
                 uint64_t number)
{
    switch (act->act) {
    case CEREMONY_PREPARE:
        prepare(record, act, entry, number);
        break;
    case CEREMONY_NOTE:
        note(record->ceremony, act);
        break;
    case CEREMONY_REHEARSE:
        record->ceremony->rehearsing = act->on;
        record->ceremony->paused = false;
        record->ceremony->step = 0;
        break;
    case CEREMONY_CLOSE:
        return close_list(record, act, entry, number);
    case CEREMONY_STEP:
        record->ceremony->step = act->to;
        if (record->ceremony->opened) {
            stand(record->ceremony, act->to);
        }
        record->ceremony->paused = false;
        break;
    case CEREMONY_PAUSE:
        record->ceremony->paused = act->on;
        break;
    case CEREMONY_END:
        record->ceremony->ended_at = entry->at;
        record->ceremony->paused = false;
        break;
    }
    return true;
}

bool ceremony_fold(struct record *record, struct arena *arena, const struct entry *entry,
                   uint64_t number)
{
    struct entry_ceremony act;

    return settle_all(record) && entry_ceremony_read(arena, entry->body, &act) &&
           !ceremony_refusal(record, &act) && take(record, &act, entry, number);
}
