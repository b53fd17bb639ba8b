#include "api/handover.h"

#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/secret.h"
#include "base/text.h"
#include "live/hall.h"
#include "live/links.h"
#include "live/record.h"
#include "live/room.h"
#include "live/site.h"
#include "net/http.h"
#include "wire/ask_draft.h"
#include "wire/faults.h"
#include "wire/nickname.h"

// The tablet's key is the hash of its token, which both sides have and nobody else.
static bool is_sealed_with(const char *token_hash, const struct ask_draft_parcel *parcel)
{
    unsigned char mac[SECRET_HASH];
    char hex[SECRET_HEX];

    secret_mac(slice_of(token_hash), parcel->digest, mac);
    text_hex(mac, sizeof mac, hex);
    return parcel->mac.len == SECRET_HEX - 1 && secret_equal(hex, parcel->mac.at, SECRET_HEX - 1);
}

// Also with one that he has no more: what it sealed before, it sealed.
static bool is_sealed_by_link(const struct record_judge *judge,
                              const struct ask_draft_parcel *parcel)
{
    const char *hash = NULL;

    for (size_t i = 0; (hash = links_hash(judge, i)) != NULL; i++) {
        if (is_sealed_with(hash, parcel)) {
            return true;
        }
    }
    return false;
}

static bool is_his(const struct visit *visit, const struct site_pass *pass,
                   const struct record_judge *judge)
{
    const struct site_grants *all[] = {&pass->grants, &pass->former};

    for (size_t k = 0; k < 2; k++) {
        for (size_t i = 0; i < all[k]->count; i++) {
            const struct site_grant *grant = &all[k]->items[i];
            if (strcmp(grant->competition, visit->room->name) == 0 &&
                strcmp(grant->judge, judge->id) == 0) {
                return true;
            }
        }
    }
    return false;
}

// The device whose token it was, also one that has been revoked or lost the seat since: what it
// sealed before, it sealed. NULL: none.
static const struct site_pass *find_device(const struct visit *visit,
                                           const struct record_judge *judge,
                                           const struct ask_draft_parcel *parcel)
{
    const struct site *site = hall_site(visit->api->hall)->record->site;
    const struct site_pass *pass = NULL;

    for (size_t i = 0; (pass = site_pass_at(site, i)) != NULL; i++) {
        if (is_his(visit, pass, judge) && is_sealed_with(pass->token, parcel)) {
            return pass;
        }
    }
    return NULL;
}

static void answer(struct visit *visit, const struct record_judge *judge,
                   const struct site_pass *device)
{
    struct buf *json = buf_new(256);

    text_printf(json, "{\"judge\":\"%s\"", judge->id);
    if (judge->name) {
        text_printf(json, ",\"name\":");
        text_json(json, slice_of(judge->name));
    }
    if (device) {
        text_printf(json, ",\"device\":");
        nickname_say(slice_of(device->name), json);
        text_printf(json, ",\"revoked\":%s", device->revoked ? "true" : "false");
    }
    text_printf(json, "}");
    visit_json(visit, 200, json, NULL);
}

void handover_check(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct ask_draft_parcel parcel;

    if (!ask_draft_parcel(arena, visit->request->body, &parcel, faults)) {
        visit_faults(visit, faults);
        return;
    }
    const struct record_judge *judge = record_judge(visit->room->record, parcel.judge);
    if (!judge) {
        visit_problem(visit, "unknown-judge", arena_copy(arena, parcel.judge));
        return;
    }
    const struct site_pass *device = find_device(visit, judge, &parcel);
    if (device || is_sealed_by_link(judge, &parcel)) {
        answer(visit, judge, device);
    } else {
        visit_problem(visit, "handover-altered", "");
    }
}
