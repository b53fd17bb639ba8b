#include "api/pin.h"

#include "api/act.h"
#include "api/guess.h"
#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/secret.h"
#include "base/text.h"
#include "live/commit.h"
#include "live/hall.h"
#include "live/members.h"
#include "live/panel_log.h"
#include "live/people.h"
#include "live/record.h"
#include "live/room.h"
#include "live/site.h"
#include "live/vault.h"
#include "net/http.h"
#include "wire/ask_access.h"
#include "wire/faults.h"
#include "wire/paircode.h"

static const struct record *site_record(const struct visit *visit)
{
    return hall_site(visit->api->hall)->record;
}

// ---- choosing one

struct choosing {
    struct visit *visit;
    struct slice card;
};

static void on_made(void *owner, bool good, const char *hash)
{
    struct choosing *choosing = owner;
    struct visit *visit = choosing->visit;

    if (!good) {
        visit_problem(visit, "sign-in-busy", "");
        return;
    }
    struct entry_access access = {
        .act = ENTRY_ACT_PIN,
        .card = choosing->card,
        .password = people_seal(visit->api->people, visit->request->arena, slice_of(hash))};
    act_commit(visit, &(struct act){.access = &access});
}

static struct slice keep(const struct visit *visit, const char *text)
{
    return (struct slice){arena_copy(visit->request->arena, slice_of(text)), strlen(text)};
}

// The card that the code is of; NULL: the request has been answered.
static const struct site_card *find_card(struct visit *visit, const char *code, struct slice judge)
{
    struct guess guess = {"card", SLICE_NONE};
    struct slice hash =
        people_lookup(visit->api->people, visit->request->arena, "card", slice_of(code));

    if (!guess_may(visit, &guess)) {
        return NULL;
    }
    const struct site_card *card = site_card_by_code(site_record(visit)->site, hash);
    struct slice key = visit_key(visit, http_header(visit->request, "idempotency-key"));
    if (!card) {
        guess_wrong(visit, &guess);
    }
    if (!card || card->void_) {
        visit_problem(visit, "code-unknown", "");
        return NULL;
    }
    if (!slice_is(judge, card->grants.items->judge)) {
        visit_problem(visit, "pin-other", "");
        return NULL;
    }
    if (card->pin && !record_asked(site_record(visit), key)) {
        visit_problem(visit, "code-used", "");
        return NULL;
    }
    return card;
}

void pin_choose(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct choosing *choosing = arena_alloc(arena, sizeof *choosing);
    char code[PAIRCODE_MAX];
    struct ask_access ask;

    if (!ask_access(arena, ASK_PIN, visit->request->body, &ask, faults)) {
        visit_faults(visit, faults);
        return;
    }
    if (!act_has_key(visit)) {
        return;
    }
    if (paircode_read(ask.code, PAIRCODE_CARD, code) != PAIRCODE_GOOD) {
        visit_problem(visit, "code-mistyped", "");
        return;
    }
    const struct site_card *card = find_card(visit, code, ask.judge);
    if (!card) {
        return;
    }
    *choosing = (struct choosing){visit, keep(visit, card->id)};
    if (!vault_make(visit->api->vault, ask.pin, on_made, choosing)) {
        visit_problem(visit, "sign-in-busy", "");
    }
}

// ---- looking

struct slice pin_hash(const struct visit *visit, struct slice judge)
{
    const struct site_card *card =
        site_card_of_pin(site_record(visit)->site, slice_of(visit->room->name), judge);

    return card ? people_unseal(visit->api->people, visit->request->arena, slice_of(card->pin))
                : SLICE_NONE;
}

void pin_seed(const struct visit *visit, unsigned char *ret)
{
    struct slice hex =
        people_lookup(visit->api->people, visit->request->arena, "confirmation", SLICE("key"));

    (void)text_unhex(hex, ret, SECRET_KEY);
}

void pin_key(const struct visit *visit, struct buf *out)
{
    unsigned char seed[SECRET_KEY];
    unsigned char public[SECRET_KEY];
    char hex[2 * SECRET_KEY + 1];

    pin_seed(visit, seed);
    secret_seal_key(seed, public);
    secret_wipe(seed, sizeof seed);
    text_hex(public, sizeof public, hex);
    text_add(out, slice_of(hex));
}

static void write_member(const struct visit *visit, const struct rules_part *part, uint32_t seat,
                         const struct record_judge *judge, struct buf *out)
{
    const struct record *record = visit->room->record;
    const struct panel_absent *absent =
        panel_log_absent(record->panels, part->id, part->seats[seat], judge->id);
    bool pin = site_card_of_pin(site_record(visit)->site, slice_of(visit->room->name),
                                slice_of(judge->id)) != NULL;

    text_printf(out, "{\"judge\":\"%s\",\"name\":", judge->id);
    text_json(out, slice_of(judge->name ? judge->name : judge->id));
    text_printf(out, ",\"pin\":%s", pin ? "true" : "false");
    if (absent) {
        text_printf(out, ",\"absent\":");
        text_json(out, slice_of(absent->reason));
    }
    text_printf(out, "}");
}

void pin_members(const struct visit *visit, uint32_t part, uint32_t seat, struct buf *out)
{
    const struct record *record = visit->room->record;
    const struct record_judge *judge = NULL;
    size_t count = 0;

    text_printf(out, "[");
    for (size_t at = 0; (judge = members_next(record, part, seat, &at));) {
        text_printf(out, count++ ? "," : "");
        write_member(visit, &record->rules->parts[part], seat, judge, out);
    }
    text_printf(out, "]");
}
