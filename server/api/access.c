#include "api/access.h"

#include "api/pin.h"
#include "api/visit.h"
#include "base/buf.h"
#include "base/text.h"
#include "live/members.h"
#include "live/record.h"
#include "live/room.h"
#include "live/site.h"

// ---- the seats of all judges that the token stands for

static void write_seat(const struct visit *visit, const struct record_seat *at,
                       const struct record_judge *judge, struct buf *out)
{
    const struct rules_part *part = &visit->room->record->rules->parts[at->part];
    bool technical = at->seat == part->seat_count;

    text_printf(out, "{\"part\":\"%s\",\"seat\":\"%s\",\"technical\":%s,\"judge\":\"%s\"", part->id,
                technical ? part->technical : part->seats[at->seat], technical ? "true" : "false",
                judge->id);
    if (members_are(visit->room->record, at->part, at->seat)) {
        text_printf(out, ",\"members\":");
        pin_members(visit, at->part, at->seat, out);
    }
    text_printf(out, "}");
}

static void write_seats(const struct visit *visit, struct buf *out)
{
    size_t count = 0;

    text_printf(out, ",\"seats\":[");
    for (size_t i = 0; i < visit->right_count; i++) {
        const struct record_judge *judge = visit->rights[i].judge;
        for (size_t k = 0; judge && k < judge->seat_count; k++) {
            text_printf(out, count++ ? "," : "");
            write_seat(visit, &judge->seats[k], judge, out);
        }
    }
    text_printf(out, "],\"confirm_key\":\"");
    pin_key(visit, out);
    text_printf(out, "\"");
}

static void write_named(struct buf *out, const char *member, const char *text)
{
    if (text && *text) {
        text_printf(out, ",\"%s\":", member);
        text_json(out, slice_of(text));
    }
}

static const struct record_judge *first_judge(const struct visit *visit)
{
    for (size_t i = 0; i < visit->right_count; i++) {
        if (visit->rights[i].judge) {
            return visit->rights[i].judge;
        }
    }
    return NULL;
}

// ---- the rights

static void write_skills(const struct visit *visit, const struct right *right, struct buf *out)
{
    if (!right->narrowed || !visit->room) {
        return;
    }
    text_printf(out, ",\"skills\":[");
    for (size_t i = 0; i < right->skill_count; i++) {
        text_printf(out, "%s\"%s\"", i ? "," : "",
                    visit->room->record->rules->skills[right->skills[i]].id);
    }
    text_printf(out, "]");
}

static void write_right(const struct visit *visit, const struct right *right, struct buf *out)
{
    text_printf(out, "{\"role\":\"%s\"", right_name(right->role));
    if (right->judge) {
        text_printf(out, ",\"judge\":\"%s\"", right->judge->id);
        write_named(out, "name", right->judge->name);
    }
    write_skills(visit, right, out);
    text_printf(out, "}");
}

// Which competitions the token is for: at a counter of none.
static void write_grants(const struct site_pass *pass, struct buf *out)
{
    const struct site_grants *grants = site_grants_of(pass);

    text_printf(out, ",\"grants\":[");
    for (size_t i = 0; i < grants->count; i++) {
        const struct site_grant *grant = &grants->items[i];
        text_printf(out, "%s{\"role\":\"%s\"", i ? "," : "", right_name(grant->role));
        write_named(out, "competition", grant->competition);
        write_named(out, "judge", grant->judge);
        text_printf(out, "}");
    }
    text_printf(out, "]");
}

static void write_pass(const struct visit *visit, struct buf *out)
{
    const struct site_pass *pass = visit->pass;

    if (pass && pass->account) {
        text_printf(out, ",\"account\":{\"id\":\"%s\"", pass->account->id);
        write_named(out, "name", pass->account->name);
        write_named(out, "login", pass->account->login_name);
        text_printf(out, "}");
    } else if (pass) {
        text_printf(out, ",\"device\":{\"id\":\"%s\",\"name\":\"%s\"", pass->id, pass->name);
        write_named(out, "key", pass->key);
        text_printf(out, "}");
    }
    if (pass && !visit->room) {
        write_grants(pass, out);
    }
}

void access_ids(const char *member, size_t count, char (*ids)[SITE_ID_MAX], struct buf *out)
{
    for (size_t i = 0; i < count; i++) {
        if (i == 0) {
            text_printf(out, ",\"%s\":[", member);
        }
        text_printf(out, "%s\"%s\"%s", i ? "," : "", ids[i], i + 1 == count ? "]" : "");
    }
}

void access_write(const struct visit *visit, struct buf *out)
{
    const struct record_judge *judge = first_judge(visit);

    if (judge) {
        text_printf(out, ",\"judge\":\"%s\"", judge->id);
        write_named(out, "name", judge->name);
    }
    if (judge && visit->room) {
        write_seats(visit, out);
    }
    text_printf(out, ",\"rights\":[");
    for (size_t i = 0; i < visit->right_count; i++) {
        text_printf(out, i ? "," : "");
        write_right(visit, &visit->rights[i], out);
    }
    text_printf(out, "]");
    write_pass(visit, out);
}
