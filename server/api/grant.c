#include "api/grant.h"

#include "api/scope.h"
#include "api/visit.h"
#include "base/arena.h"
#include "live/hall.h"
#include "live/record.h"
#include "live/room.h"
#include "live/site.h"
#include "live/site_grants.h"
#include "net/http.h"
#include "wire/entry_access.h"
#include "wire/faults.h"

static const char roles[] =
    "@choice display, presenter, arbiter, supervisor, clerk, technical, judge, chief, organiser";

struct check {
    struct visit *visit;
    const struct room *room; // of the grant
    struct entry_grant *grant;
    enum right_role role;
    size_t at;
    struct faults *faults;
    const struct site_grants *had; // may stay whoever gave it; NULL: nothing
};

static bool fault(struct check *check, const char *name, const char *member, const char *word)
{
    struct arena *arena = check->visit->request->arena;

    faults_add(check->faults, name,
               arena_printf(arena, "/grants/%zu%s%s", check->at, *member ? "/" : "", member), word);
    return false;
}

static const char *copy(const struct check *check, struct slice text)
{
    return arena_copy(check->visit->request->arena, text);
}

// A competition's address says which one; elsewhere the grant does, but the organiser's.
static bool check_room(struct check *check)
{
    const struct visit *visit = check->visit;
    struct slice named = check->grant->competition;
    bool whole = check->role == RIGHT_ORGANISER;

    if (named.at && (visit->room || whole)) {
        return fault(check, "unknown-field", "competition", "competition");
    }
    if (whole) { // given to accounts only
        return !visit->room || fault(check, "not-allowed", "role", "");
    }
    if (!visit->room && !named.at) {
        return fault(check, "missing-field", "competition", "competition");
    }
    check->room = visit->room ? visit->room : hall_find(visit->api->hall, named);
    if (!check->room || !state_exists(check->room)) {
        return fault(check, "unknown-competition", "competition", copy(check, named));
    }
    check->grant->competition = slice_of(check->room->name);
    return true;
}

static bool check_judge(struct check *check)
{
    struct slice judge = check->grant->judge;
    bool seated = RIGHT_BITS_SEATED & RIGHT_BIT(check->role);

    if (seated != (judge.at != NULL)) {
        return fault(check, seated ? "missing-field" : "unknown-field", "judge", "judge");
    }
    if (seated && !record_judge(check->room->record, judge)) {
        return fault(check, "unknown-judge", "judge", copy(check, judge));
    }
    return true;
}

// A venue at which nothing is marked of what is given would be a right over nothing.
static bool check_venue(struct check *check, const struct rules *rules, struct slice venue)
{
    struct entry_grant at_it = *check->grant;
    bool reaches = false;

    at_it.venue_count = 1;
    at_it.venues = &venue;
    for (uint32_t i = 0; i < rules->skill_count; i++) {
        reaches = reaches || scope_covers(rules, &at_it, i);
    }
    if (rules_find_venue(rules, venue.at, venue.len) == RULES_NONE) {
        return fault(check, "unknown-venue", "venues", copy(check, venue));
    }
    return reaches || fault(check, "venue-empty", "venues", copy(check, venue));
}

static bool check_scope(struct check *check)
{
    const struct entry_grant *grant = check->grant;
    const struct rules *rules = check->room ? check->room->record->rules : NULL;
    bool seated = RIGHT_BITS_SEATED & RIGHT_BIT(check->role);

    if (grant->skill_count + grant->venue_count > 0 && (seated || !check->room)) {
        const char *member = grant->skill_count ? "skills" : "venues";
        return fault(check, "unknown-field", member, member);
    }
    for (size_t i = 0; i < grant->skill_count; i++) {
        struct slice id = grant->skills[i];
        if (rules_find_skill(rules, id.at, id.len) == RULES_NONE) {
            return fault(check, "unknown-skill", "skills", copy(check, id));
        }
    }
    for (size_t i = 0; i < grant->venue_count; i++) {
        if (!check_venue(check, rules, grant->venues[i])) {
            return false;
        }
    }
    return true;
}

// ---- may this visitor give it?

// All of the skills that it names, wherever they are marked: one that the rules have no more is
// nobody's. What is at a venue changes with the rules: alone it is the organiser's to give.
static bool owns_skills(const struct check *check)
{
    const struct visit *visit = check->visit;
    const struct rules *rules = check->room->record->rules;
    bool owns = check->grant->skill_count > 0;

    for (size_t i = 0; i < check->grant->skill_count; i++) {
        struct slice id = check->grant->skills[i];
        uint32_t skill = rules_find_skill(rules, id.at, id.len);
        owns = owns && (skill == RULES_NONE || visit_right(visit, RIGHT_BIT(RIGHT_CHIEF), skill));
    }
    return owns;
}

static bool owns_seats(const struct check *check)
{
    const struct visit *visit = check->visit;
    const struct record *record = check->room->record;
    const struct record_judge *judge = record_judge(record, check->grant->judge);
    bool owns = judge->seat_count > 0;

    for (size_t i = 0; i < judge->seat_count; i++) {
        uint32_t skill = record->rules->parts[judge->seats[i].part].skill;
        owns = owns && visit_right(visit, RIGHT_BIT(RIGHT_CHIEF), skill);
    }
    return owns;
}

static bool may_give(const struct check *check)
{
    if (check->visit->role == RIGHT_ORGANISER) {
        return true;
    }
    switch (check->role) {
    case RIGHT_JUDGE:
    case RIGHT_TECHNICAL:
        return owns_seats(check);
    case RIGHT_CLERK:
    case RIGHT_DISPLAY:
        return owns_skills(check);
    case RIGHT_PUBLIC:
    case RIGHT_PRESENTER:
    case RIGHT_ARBITER:
    case RIGHT_SUPERVISOR:
    case RIGHT_CHIEF:
    case RIGHT_ORGANISER:
    case RIGHT_ROLES:
        break;
    }
    return false;
}

static bool may_stay(const struct check *check)
{
    bool stays = false;

    for (size_t i = 0; check->had && i < check->had->count; i++) {
        stays = stays || site_grants_same(&check->had->items[i], check->grant);
    }
    return stays;
}

static bool check_grant(struct check *check)
{
    if (!right_find(check->grant->role, &check->role) || check->role == RIGHT_PUBLIC) {
        return fault(check, "wrong-type", "role", roles);
    }
    if (!check_room(check)) {
        return false;
    }
    if (may_stay(check)) { // also of a judge or a skill that the rules have no more
        return true;
    }
    return check_judge(check) && check_scope(check) &&
           (may_give(check) || fault(check, "not-allowed", "", ""));
}

// ---- what is taken away, as it would be given

static bool is_among(const struct site_grant *grant, size_t count, const struct entry_grant *asked)
{
    bool found = false;

    for (size_t i = 0; i < count; i++) {
        found = found || site_grants_same(grant, &asked[i]);
    }
    return found;
}

// Also a grant of a skill that the rules have no more may be taken away; that of a judge who is not
// there any more by the organiser.
static bool may_take(const struct check *check)
{
    bool seated = RIGHT_BITS_SEATED & RIGHT_BIT(check->role);
    bool there = !seated || record_judge(check->room->record, check->grant->judge);

    return check->visit->role == RIGHT_ORGANISER || (there && may_give(check));
}

static void check_taken(struct visit *visit, const struct site_grants *had, size_t count,
                        const struct entry_grant *asked, struct faults *faults)
{
    struct arena *arena = visit->request->arena;

    for (size_t i = 0; i < had->count; i++) {
        const struct site_grant *grant = &had->items[i];
        struct entry_grant taken = scope_asked(arena, grant);
        struct check check = {
            .visit = visit, .room = visit->room, .grant = &taken, .role = grant->role};
        if (!is_among(grant, count, asked) && !may_take(&check)) {
            faults_add(faults, "not-allowed", "/grants", "");
        }
    }
}

static const struct entry_grant *check_all(struct visit *visit, const struct site_grants *had,
                                           size_t count, const struct entry_grant *grants)
{
    struct arena *arena = visit->request->arena;
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct entry_grant *copies = arena_alloc(arena, (count + 1) * sizeof *copies);

    faults->count = 0;
    faults->more = false;
    for (size_t i = 0; i < count; i++) {
        copies[i] = grants[i];
        struct check check = {
            .visit = visit, .grant = &copies[i], .at = i, .faults = faults, .had = had};
        (void)check_grant(&check);
    }
    if (had && faults->count == 0) {
        check_taken(visit, had, count, copies, faults);
    }
    if (faults->count > 0) {
        visit_faults(visit, faults);
        return NULL;
    }
    return copies;
}

const struct entry_grant *grant_check(struct visit *visit, size_t count,
                                      const struct entry_grant *grants)
{
    return check_all(visit, NULL, count, grants);
}

const struct entry_grant *grant_change(struct visit *visit, const struct site_grants *had,
                                       size_t count, const struct entry_grant *grants)
{
    return check_all(visit, had, count, grants);
}
