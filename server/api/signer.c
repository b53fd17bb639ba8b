#include "api/signer.h"

#include "api/visit.h"
#include "live/hall.h"
#include "live/panel_take.h"
#include "live/record.h"
#include "live/room.h"
#include "live/site.h"
#include "live/wish.h"
#include "net/http.h"
#include "wire/signature.h"

static bool sat_there(const struct visit *visit, const struct site_grant *grant,
                      const struct commit_wish *wish)
{
    const struct record *record = visit->room->record;
    const struct record_judge *judge = strcmp(grant->competition, visit->room->name) == 0
                                           ? record_judge(record, slice_of(grant->judge))
                                           : NULL;

    return judge && panel_take_had(record, judge, wish->part, wish->seat);
}

static bool is_of_seat(const struct visit *visit, const struct site_pass *pass,
                       const struct commit_wish *wish)
{
    const struct site_grants *all[] = {&pass->grants, &pass->former};

    for (size_t k = 0; k < 2; k++) {
        for (size_t i = 0; i < all[k]->count; i++) {
            if (sat_there(visit, &all[k]->items[i], wish)) {
                return true;
            }
        }
    }
    return false;
}

// The sender's own key, or that of a tablet paired for the seat, whose sheet another one hands in;
// also of one that has been revoked, or lost the seat since, or whose judge has been substituted:
// what it sealed before, it sealed.
static bool is_known(const struct visit *visit, const struct commit_wish *wish)
{
    const struct site *site = hall_site(visit->api->hall)->record->site;
    const struct site_pass *pass = visit->pass;

    if (pass && slice_is(wish->signer, pass->key)) {
        return true;
    }
    for (size_t i = 0; (pass = site_pass_at(site, i)) != NULL; i++) {
        if (slice_is(wish->signer, pass->key) && is_of_seat(visit, pass, wish)) {
            return true;
        }
    }
    return false;
}

// A sheet that was sealed under a work's id may come once codes have been opened: it is signed by
// that id, and so it goes to the journal.
static bool holds(const struct visit *visit, const struct commit_wish *wish)
{
    const struct rules_part *part = &visit->room->record->rules->parts[wish->part];
    bool technical = wish->seat >= part->seat_count;
    struct signature_sheet sheet = {
        .competition = slice_of(visit->room->name),
        .part = slice_of(part->id),
        .competitor = wish->called,
        .seat = slice_of(technical ? part->technical : part->seats[wish->seat]),
        .ask = wish->ask,
        .body = wish->body};

    return signature_holds(visit->request->arena, &sheet, wish->signer, wish->signature);
}

const char *signer_check(const struct visit *visit, struct slice sent, struct commit_wish *wish)
{
    if (record_asked(visit->room->record, wish->ask)) {
        return NULL;
    }
    if (!sent.at) {
        return visit->pass && visit->pass->key[0] ? "signature-missing" : NULL;
    }
    if (!signature_read(sent, &wish->signer, &wish->signature)) {
        return "signature-malformed";
    }
    if (!is_known(visit, wish)) {
        return "signer-unknown";
    }
    return holds(visit, wish) ? NULL : "signature-wrong";
}
