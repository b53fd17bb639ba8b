#include "api/draft.h"

#include "api/begun.h"
#include "api/sheet.h"
#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"
#include "live/record.h"
#include "live/room.h"
#include "net/http.h"
#include "store/tray.h"
#include "wire/ask_draft.h"
#include "wire/faults.h"

// Whether a competitor's word names a sample piece of the part's trial: ".1" is the first. No id
// begins with a dot.
static bool is_sample(struct slice word)
{
    return word.len == 2 && word.at[0] == '.' && word.at[1] >= '1' && word.at[1] <= '9';
}

// As sheet_find, of a trial sheet. NULL or a problem's name.
static const char *find_sample(const struct visit *visit, struct sheet_place *ret)
{
    const struct rules *rules = visit->room->record->rules;
    struct slice part = visit->words[1];
    struct slice seat = visit->words[3];
    uint32_t sample = (uint32_t)(visit->words[2].at[1] - '0');

    ret->part = rules_find_part(rules, part.at, part.len);
    if (ret->part == RULES_NONE) {
        return "unknown-part";
    }
    ret->seat = rules_find_seat(rules, ret->part, seat.at, seat.len);
    if (ret->seat == RULES_NONE) {
        return "unknown-seat";
    }
    return sample > rules->parts[ret->part].trial_samples ? "no-trial" : NULL;
}

// The judge who asks about a seat of his own; NULL: the request has been answered.
static const struct record_judge *judge_at(struct visit *visit)
{
    struct sheet_place place;
    const char *problem =
        is_sample(visit->words[2]) ? find_sample(visit, &place) : sheet_find(visit, &place);
    const struct right *right = problem ? NULL : visit_writes(visit, place.part, place.seat);

    if (!problem && (!right || !right->judge)) {
        problem = "not-your-seat";
    }
    if (problem) {
        visit_problem(visit, problem, "");
        return NULL;
    }
    return right->judge;
}

// ---- keeping one

// {"version":n,"time":ms}, or what another device has there.
static void on_put(void *owner, int error, enum tray_outcome outcome, const struct tray_item *item)
{
    struct visit *visit = owner;

    if (error) {
        visit_problem(visit, "redis-unreachable", "");
    } else if (outcome == TRAY_FULL) {
        visit_problem(visit, "drafts-full", "");
    } else if (outcome == TRAY_NEWER) {
        const char *more =
            arena_printf(visit->request->arena, ",\"current\":{\"version\":%lu,\"draft\":%.*s}",
                         (unsigned long)item->version, SLICE_FMT(item->text));
        visit_problem_more(visit, "draft-newer", "", NULL, more);
    } else {
        struct buf *json = buf_new(64);
        text_printf(json, "{\"version\":%lu,\"time\":%ld}", (unsigned long)item->version,
                    (long)clock_wall_ms());
        visit_json(visit, 200, json, NULL);
    }
}

static struct slice named_place(const struct visit *visit)
{
    struct arena *arena = visit->request->arena;

    return begun_name(visit, arena_copy(arena, visit->words[1]), arena_copy(arena, visit->words[2]),
                      arena_copy(arena, visit->words[3]));
}

void draft_put(struct visit *visit)
{
    const struct record_judge *judge = judge_at(visit);
    struct ask_draft ask;

    if (!judge) {
        return;
    }
    struct faults *faults = arena_alloc(visit->request->arena, sizeof *faults);
    if (!ask_draft(visit->request->arena, visit->request->body, &ask, faults)) {
        visit_faults(visit, faults);
        return;
    }
    if (visit->request->body.len > visit->api->draft_bytes_max) {
        visit_problem(visit, "body-too-large", "");
        return;
    }
    struct tray_put put = {.key = begun_tray(visit, judge->id),
                           .name = named_place(visit),
                           .who = ask.device,
                           .text = visit->request->body,
                           .seen = visit_seen(visit),
                           .ttl_ms = visit->api->draft_ms,
                           .most = visit->api->drafts_max};
    tray_put(visit->api->store, &put, on_put, visit);
}

static void on_dropped(void *owner, int error, size_t count, const struct tray_item *items)
{
    (void)count;
    (void)items;
    visit_done(owner, error);
}

void draft_delete(struct visit *visit)
{
    const struct record_judge *judge = judge_at(visit);

    if (judge) {
        tray_drop(visit->api->store, begun_tray(visit, judge->id), named_place(visit), on_dropped,
                  visit);
    }
}

// ---- all that a visitor's seats have begun, one judge after the other

struct listing {
    struct visit *visit;
    struct buf *json;
    size_t count, at, written;
    const char **judges; // by id: a record may go while Redis answers
};

static void read_next(struct listing *listing);

static struct slice take_word(struct slice *rest)
{
    const char *slash = memchr(rest->at, '/', rest->len);
    struct slice word = {rest->at, slash ? (size_t)(slash - rest->at) : rest->len};
    size_t took = word.len + (slash ? 1 : 0);

    *rest = (struct slice){rest->at + took, rest->len - took};
    return word;
}

static void write_item(struct listing *listing, const struct tray_item *item)
{
    struct slice rest = item->name;
    struct slice part = take_word(&rest);
    struct slice competitor = take_word(&rest);

    text_printf(listing->json, "%s{\"judge\":\"%s\",\"part\":\"%.*s\",\"competitor\":\"%.*s\",",
                listing->written++ ? "," : "", listing->judges[listing->at], SLICE_FMT(part),
                SLICE_FMT(competitor));
    text_printf(listing->json, "\"seat\":\"%.*s\",\"version\":%lu,\"draft\":", SLICE_FMT(rest),
                (unsigned long)item->version);
    text_add(listing->json, item->text);
    text_printf(listing->json, "}");
}

static void on_items(void *owner, int error, size_t count, const struct tray_item *items)
{
    struct listing *listing = owner;

    if (error) {
        buf_unref(listing->json);
        visit_problem(listing->visit, "redis-unreachable", "");
        return;
    }
    for (size_t i = 0; i < count; i++) {
        write_item(listing, &items[i]);
    }
    listing->at++;
    read_next(listing);
}

static void read_next(struct listing *listing)
{
    struct visit *visit = listing->visit;

    if (listing->at == listing->count) {
        text_printf(listing->json, "],\"time\":%ld}", (long)clock_wall_ms());
        visit_json(visit, 200, listing->json, NULL);
        return;
    }
    tray_read(visit->api->store, begun_tray(visit, listing->judges[listing->at]), on_items,
              listing);
}

static void add_judge(struct listing *listing, const char *id)
{
    for (size_t i = 0; i < listing->count; i++) {
        if (strcmp(listing->judges[i], id) == 0) {
            return;
        }
    }
    listing->judges[listing->count++] = arena_copy(listing->visit->request->arena, slice_of(id));
}

void draft_list(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    struct listing *listing = arena_alloc(arena, sizeof *listing);

    *listing = (struct listing){.visit = visit, .json = buf_new(2048)};
    listing->judges = arena_alloc(arena, (visit->right_count + 1) * sizeof(char *));
    for (size_t i = 0; i < visit->right_count; i++) {
        if (visit->rights[i].judge) {
            add_judge(listing, visit->rights[i].judge->id);
        }
    }
    text_printf(listing->json, "{\"drafts\":[");
    read_next(listing);
}
