#include "api/photo.h"

#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/letters.h"
#include "base/secret.h"
#include "base/text.h"
#include "live/people.h"
#include "live/record.h"
#include "live/results.h"
#include "live/room.h"
#include "net/http.h"
#include "store/tray.h"
#include "wire/faults.h"
#include "wire/photo.h"
#include "wire/photo_card.h"

#include <stdlib.h>

enum {
    STAGERS = RIGHT_BIT(RIGHT_ORGANISER) | RIGHT_BIT(RIGHT_PRESENTER),
    ID_BYTES = 16, // of the picture's digest
    TURN_STEP = 1000
};

// Cards lie in one tray for a competition, each picture's bytes in a tray of its own.
static struct slice cards_key(const struct visit *visit)
{
    return slice_of(arena_printf(visit->request->arena, "photos:%s", visit->room->name));
}

static struct slice bytes_key(const struct visit *visit, struct slice id)
{
    return slice_of(
        arena_printf(visit->request->arena, "photo:%s:%.*s", visit->room->name, SLICE_FMT(id)));
}

static bool is_staff(const struct visit *visit)
{
    return visit_right(visit, STAGERS, VISIT_ANY_SKILL) != NULL;
}

// Whether the public knows all competitors by name: before that, no picture may show one.
static bool names_shown(const struct record *record)
{
    for (uint32_t i = 0; i < record->rules->skill_count; i++) {
        if (results_show(record, i) != RULES_SHOW_NAME) {
            return false;
        }
    }
    return true;
}

// One who asks; kept over the wait for Redis.
struct wall {
    struct visit *visit;
    struct slice id;
    bool staff, names;
    struct photo_card card;
    uint64_t version;
};

static struct wall *new_wall(struct visit *visit, struct slice id)
{
    struct wall *wall = arena_alloc(visit->request->arena, sizeof *wall);

    *wall = (struct wall){.visit = visit,
                          .id = id,
                          .staff = is_staff(visit),
                          .names = names_shown(visit->room->record)};
    return wall;
}

static bool may_see(const struct wall *wall, const struct photo_card *card)
{
    return wall->staff || (!card->gone && (!card->shows_competitor || wall->names));
}

static bool open_card(const struct wall *wall, const struct tray_item *item, struct photo_card *ret)
{
    struct arena *arena = wall->visit->request->arena;
    struct slice text = people_unseal(wall->visit->api->people, arena, item->text);

    return text.at && photo_card_read(arena, text, ret);
}

// ---- keeping

static void put(struct wall *wall, struct slice key, struct slice name, struct slice text,
                struct slice seen, uint64_t most, tray_on_put on_put)
{
    unsigned char own[8]; // nobody's: an item of before is replaced by its version only
    char *who = arena_alloc(wall->visit->request->arena, (2 * sizeof own) + 1);

    secret_random(own, sizeof own);
    text_hex(own, sizeof own, who);
    struct tray_put put = {
        .key = key, .name = name, .who = slice_of(who), .text = text, .seen = seen, .most = most};
    tray_put(wall->visit->api->store, &put, on_put, wall);
}

static void put_card(struct wall *wall, struct slice seen, uint64_t most, tray_on_put on_put)
{
    struct arena *arena = wall->visit->request->arena;
    struct buf *json = buf_new(256);

    photo_card_write(&wall->card, json);
    struct slice sealed =
        people_seal(wall->visit->api->people, arena, (struct slice){json->bytes, json->len});
    buf_unref(json);
    put(wall, cards_key(wall->visit), wall->id, sealed, seen, most, on_put);
}

// ,"id":…,"version":…,"photo":…
static void write_one(const struct wall *wall, const struct photo_card *card, struct slice id,
                      uint64_t version, struct buf *out)
{
    text_printf(out, "{\"id\":\"%.*s\",", SLICE_FMT(id));
    if (wall->staff) {
        text_printf(out, "\"version\":%lu,\"card\":", (unsigned long)version);
        photo_card_write(card, out);
    } else {
        text_printf(out, "\"card\":{\"width\":%u,\"height\":%u", card->width, card->height);
        text_member(out, "zh", card->zh);
        text_member(out, "en", card->en);
        text_printf(out, "}");
    }
    text_printf(out, "}");
}

static void answer_one(const struct wall *wall, int status, const struct photo_card *card,
                       uint64_t version)
{
    struct buf *json = buf_new(256);

    write_one(wall, card, wall->id, version, json);
    visit_json(wall->visit, status, json, NULL);
}

static void on_dropped(void *owner, int error, size_t count, const struct tray_item *items)
{
    const struct wall *wall = owner;

    (void)error; // what stays behind is seen by nobody, and goes with the next of its kind
    (void)count;
    (void)items;
    visit_problem(wall->visit, "photos-full",
                  arena_printf(wall->visit->request->arena, "%lu",
                               (unsigned long)wall->visit->api->photos_max));
}

// A picture that is there already stays as it is.
static void on_card(void *owner, int error, enum tray_outcome outcome, const struct tray_item *item)
{
    struct wall *wall = owner;
    struct photo_card old;

    if (error) {
        visit_problem(wall->visit, "redis-unreachable", "");
    } else if (outcome == TRAY_FULL) {
        tray_drop(wall->visit->api->store, bytes_key(wall->visit, wall->id), SLICE("bytes"),
                  on_dropped, wall);
    } else if (outcome == TRAY_NEWER && open_card(wall, item, &old)) {
        answer_one(wall, 200, &old, item->version);
    } else {
        answer_one(wall, 201, &wall->card, item->version);
    }
}

static void on_bytes(void *owner, int error, enum tray_outcome outcome,
                     const struct tray_item *item)
{
    struct wall *wall = owner;

    (void)outcome; // the same bytes may be there already
    (void)item;
    if (error) {
        visit_problem(wall->visit, "redis-unreachable", "");
    } else {
        put_card(wall, SLICE_NONE, wall->visit->api->photos_max, on_card);
    }
}

static void keep(struct visit *visit, const struct photo *photo, struct slice copy)
{
    struct arena *arena = visit->request->arena;
    unsigned char hash[SECRET_HASH];
    char *hex = arena_alloc(arena, (2 * ID_BYTES) + 1);

    secret_sha256(copy, hash);
    text_hex(hash, ID_BYTES, hex);
    struct wall *wall = new_wall(visit, slice_of(hex));
    // The later one comes later, also within a millisecond.
    wall->card = (struct photo_card){.turn = clock_wall_ms() * TURN_STEP + hash[0],
                                     .type = slice_of(photo->type),
                                     // until somebody says that it does not
                                     .shows_competitor = !wall->names,
                                     .width = photo->width,
                                     .height = photo->height,
                                     .bytes = copy.len};
    put(wall, bytes_key(visit, wall->id), SLICE("bytes"),
        people_paper(visit->api->people, arena, copy), SLICE_NONE, 1, on_bytes);
}

void photo_add(struct visit *visit)
{
    struct photo photo;
    struct buf *copy = buf_new(visit->request->body.len);
    uint64_t most = visit->api->photo_pixels_max;

    if (!photo_copy(visit->request->body, &photo, copy)) {
        visit_problem(visit, "photo-unknown", "");
    } else if ((uint64_t)photo.width * photo.height > most) {
        visit_problem(visit, "photo-too-wide",
                      arena_printf(visit->request->arena, "%lu", (unsigned long)most));
    } else {
        keep(visit, &photo, (struct slice){copy->bytes, copy->len});
    }
    buf_unref(copy);
}

// ---- the list

struct hung {
    struct slice id;
    uint64_t version;
    struct photo_card card;
};

static int by_turn(const void *a, const void *b)
{
    const struct hung *left = a;
    const struct hung *right = b;

    if (left->card.turn != right->card.turn) {
        return left->card.turn < right->card.turn ? -1 : 1;
    }
    return memcmp(left->id.at, right->id.at, left->id.len);
}

static void on_listed(void *owner, int error, size_t count, const struct tray_item *items)
{
    const struct wall *wall = owner;
    struct hung *hung = arena_alloc(wall->visit->request->arena, (count + 1) * sizeof *hung);
    size_t seen = 0;

    if (error) {
        visit_problem(wall->visit, "redis-unreachable", "");
        return;
    }
    for (size_t i = 0; i < count; i++) {
        hung[seen] = (struct hung){.id = items[i].name, .version = items[i].version};
        seen += open_card(wall, &items[i], &hung[seen].card) && may_see(wall, &hung[seen].card);
    }
    qsort(hung, seen, sizeof *hung, by_turn);
    struct buf *json = buf_new(256 * (seen + 1));
    text_printf(json, "{\"photos\":[");
    for (size_t i = 0; i < seen; i++) {
        text_printf(json, i ? "," : "");
        write_one(wall, &hung[i].card, hung[i].id, hung[i].version, json);
    }
    text_printf(json, "]}");
    visit_tagged(wall->visit, json);
}

void photo_list(struct visit *visit)
{
    tray_read(visit->api->store, cards_key(visit), on_listed, new_wall(visit, SLICE_NONE));
}

// ---- what is said under them

struct captions {
    struct wall wall;
    struct letters *letters;
    uint64_t said;
    void (*on_done)(struct visit *visit, struct letters *letters, uint64_t said);
};

static void on_captions(void *owner, int error, size_t count, const struct tray_item *items)
{
    const struct captions *captions = owner;
    const struct wall *wall = &captions->wall;

    for (size_t i = 0; !error && i < count; i++) {
        struct photo_card card;
        if (open_card(wall, &items[i], &card) && may_see(wall, &card)) {
            letters_add_text(captions->letters, card.zh);
            letters_add_text(captions->letters, card.en);
        }
    }
    captions->on_done(wall->visit, captions->letters, captions->said);
}

void photo_letters(struct visit *visit, struct letters *letters, uint64_t said,
                   void (*on_done)(struct visit *visit, struct letters *letters, uint64_t said))
{
    struct captions *captions = arena_alloc(visit->request->arena, sizeof *captions);

    *captions = (struct captions){
        .wall = *new_wall(visit, SLICE_NONE), .letters = letters, .said = said, .on_done = on_done};
    captions->wall.staff = false; // the sheet is everybody's
    tray_read(visit->api->store, cards_key(visit), on_captions, captions);
}

// ---- one of them

static const struct tray_item *find(size_t count, const struct tray_item *items, struct slice id)
{
    for (size_t i = 0; i < count; i++) {
        if (slice_equal(items[i].name, id)) {
            return &items[i];
        }
    }
    return NULL;
}

// Its card, of one who may see it; false: answered.
static bool take_card(struct wall *wall, int error, size_t count, const struct tray_item *items)
{
    const struct tray_item *item = error ? NULL : find(count, items, wall->id);

    if (item && open_card(wall, item, &wall->card) && may_see(wall, &wall->card)) {
        wall->version = item->version;
        return true;
    }
    visit_problem(wall->visit, error ? "redis-unreachable" : "not-found", "");
    return false;
}

static void with_card(struct visit *visit, tray_on_items on_items)
{
    struct wall *wall = new_wall(visit, visit->words[1]);

    tray_read(visit->api->store, cards_key(visit), on_items, wall);
}

// A picture under its digest never changes, but it may be taken away: it is asked for again.
static const char *headers_of(const struct wall *wall)
{
    return arena_printf(wall->visit->request->arena,
                        "ETag: \"%.*s\"\r\nVary: Authorization, Cookie\r\nCache-Control: %s\r\n"
                        "Content-Security-Policy: default-src 'none'\r\n"
                        "X-Content-Type-Options: nosniff\r\n",
                        SLICE_FMT(wall->id),
                        wall->visit->token_shown ? "private, no-cache" : "public, no-cache");
}

static void on_picture(void *owner, int error, size_t count, const struct tray_item *items)
{
    const struct wall *wall = owner;
    struct buf *plain = buf_new(4096);

    if (error || count == 0 || !people_unpaper(wall->visit->api->people, items[0].text, plain)) {
        buf_unref(plain);
        visit_problem(wall->visit, error ? "redis-unreachable" : "not-found", "");
        return;
    }
    http_answer(
        wall->visit->request,
        &(struct http_answer){.status = 200,
                              .type = arena_copy(wall->visit->request->arena, wall->card.type),
                              .body = buf_seal(plain),
                              .headers = headers_of(wall)});
}

static void on_shown(void *owner, int error, size_t count, const struct tray_item *items)
{
    struct wall *wall = owner;
    struct visit *visit = wall->visit;

    if (!take_card(wall, error, count, items)) {
        return;
    }
    if (visit_has(visit, arena_printf(visit->request->arena, "\"%.*s\"", SLICE_FMT(wall->id)))) {
        http_answer(visit->request,
                    &(struct http_answer){.status = 304, .headers = headers_of(wall)});
        return;
    }
    tray_read(visit->api->store, bytes_key(visit, wall->id), on_picture, wall);
}

void photo_show(struct visit *visit)
{
    with_card(visit, on_shown);
}

// ---- saying something of it

static void on_changed(void *owner, int error, enum tray_outcome outcome,
                       const struct tray_item *item)
{
    const struct wall *wall = owner;

    if (error) {
        visit_problem(wall->visit, "redis-unreachable", "");
    } else if (outcome == TRAY_KEPT) {
        answer_one(wall, 200, &wall->card, item->version);
    } else {
        visit_problem(wall->visit, outcome == TRAY_FULL ? "not-found" : "photo-newer", "");
    }
}

static void on_found(void *owner, int error, size_t count, const struct tray_item *items)
{
    struct wall *wall = owner;
    struct visit *visit = wall->visit;
    struct faults *faults = arena_alloc(visit->request->arena, sizeof *faults);
    struct slice seen = http_header(visit->request, "if-match");

    if (!take_card(wall, error, count, items)) {
        return;
    }
    if (!photo_card_ask(visit->request->arena, visit->request->body, &wall->card, faults)) {
        visit_faults(visit, faults);
    } else if (seen.len < 3) {
        visit_problem(visit, "precondition-required", "");
    } else { // who has been erased meanwhile is not made anew: none fit in
        put_card(wall, (struct slice){seen.at + 1, seen.len - 2}, 0, on_changed);
    }
}

void photo_change(struct visit *visit)
{
    with_card(visit, on_found);
}

// ---- erasing it

static void on_erased(void *owner, int error, size_t count, const struct tray_item *items)
{
    const struct wall *wall = owner;

    (void)count;
    (void)items;
    visit_done(wall->visit, error);
}

// The bytes are gone; then nobody needs the card.
static void on_bytes_erased(void *owner, int error, size_t count, const struct tray_item *items)
{
    struct wall *wall = owner;

    (void)count;
    (void)items;
    if (error) {
        visit_done(wall->visit, error);
    } else {
        tray_drop(wall->visit->api->store, cards_key(wall->visit), wall->id, on_erased, wall);
    }
}

static void on_doomed(void *owner, int error, size_t count, const struct tray_item *items)
{
    struct wall *wall = owner;

    if (take_card(wall, error, count, items)) {
        tray_drop(wall->visit->api->store, bytes_key(wall->visit, wall->id), SLICE("bytes"),
                  on_bytes_erased, wall);
    }
}

void photo_erase(struct visit *visit)
{
    with_card(visit, on_doomed);
}
