#include "api/grant.h"

#include "api/visit.h"
#include "base/arena.h"
#include "live/hall.h"
#include "live/record.h"
#include "live/room.h"
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

static bool check_skills(struct check *check)
{
    const struct entry_grant *grant = check->grant;
    bool seated = RIGHT_BITS_SEATED & RIGHT_BIT(check->role);

    if (grant->skill_count + grant->venue_count > 0 && (seated || !check->room)) {
        const char *member = grant->skill_count ? "skills" : "venues";
        return fault(check, "unknown-field", member, member);
    }
    for (size_t i = 0; i < grant->skill_count; i++) {
        struct slice id = grant->skills[i];
        if (rules_find_skill(check->room->record->rules, id.at, id.len) == RULES_NONE) {
            return fault(check, "unknown-skill", "skills", copy(check, id));
        }
    }
    return true;
}

// ---- may this visitor give it?

static bool owns_skills(const struct check *check)
{
    const struct visit *visit = check->visit;
    const struct rules *rules = check->room->record->rules;
    bool owns = check->grant->skill_count > 0;

    for (size_t i = 0; i < check->grant->skill_count; i++) {
        struct slice id = check->grant->skills[i];
        owns = owns &&
               visit_right(visit, RIGHT_BIT(RIGHT_CHIEF), rules_find_skill(rules, id.at, id.len));
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

static bool check_grant(struct check *check)
{
    if (!right_find(check->grant->role, &check->role) || check->role == RIGHT_PUBLIC) {
        return fault(check, "wrong-type", "role", roles);
    }
    if (!check_room(check) || !check_judge(check) || !check_skills(check)) {
        return false;
    }
    return may_give(check) || fault(check, "not-allowed", "", "");
}

const struct entry_grant *grant_check(struct visit *visit, size_t count,
                                      const struct entry_grant *grants)
{
    struct arena *arena = visit->request->arena;
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct entry_grant *copies = arena_alloc(arena, (count + 1) * sizeof *copies);

    faults->count = 0;
    faults->more = false;
    for (size_t i = 0; i < count; i++) {
        copies[i] = grants[i];
        struct check check = {.visit = visit, .grant = &copies[i], .at = i, .faults = faults};
        (void)check_grant(&check);
    }
    if (faults->count > 0) {
        visit_faults(visit, faults);
        return NULL;
    }
    return copies;
}
