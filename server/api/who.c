#include "api/who.h"

#include "api/scope.h"
#include "api/visit.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/secret.h"
#include "base/text.h"
#include "live/hall.h"
#include "live/record.h"
#include "live/room.h"
#include "live/site.h"
#include "net/http.h"
#include "wire/entry_access.h"

#include <string.h>
#include <strings.h>

// ---- what is shown

static struct slice of_header(const struct request *request)
{
    struct slice header = http_header(request, "authorization");

    if (header.len < 8 || strncasecmp(header.at, "Bearer ", 7) != 0) {
        return SLICE_NONE;
    }
    return (struct slice){header.at + 7, header.len - 7};
}

static struct slice of_cookie(const struct request *request)
{
    struct slice rest = http_header(request, "cookie");
    struct slice name = SLICE(WHO_COOKIE "=");

    while (rest.len > 0) {
        const char *end = memchr(rest.at, ';', rest.len);
        size_t len = end ? (size_t)(end - rest.at) : rest.len;
        struct slice pair = text_trim((struct slice){rest.at, len});
        if (pair.len > name.len && memcmp(pair.at, name.at, name.len) == 0) {
            return (struct slice){pair.at + name.len, pair.len - name.len};
        }
        size_t took = len + (end ? 1 : 0);
        rest = (struct slice){rest.at + took, rest.len - took};
    }
    return SLICE_NONE;
}

struct slice who_token(const struct visit *visit, bool *ret_by_cookie)
{
    struct slice token = of_header(visit->request);

    *ret_by_cookie = token.at == NULL;
    return token.at ? token : of_cookie(visit->request);
}

bool who_is_foreign(const struct visit *visit)
{
    struct slice origin = http_header(visit->request, "origin");
    struct slice host = http_header(visit->request, "host");
    const char *slashes = origin.at ? memmem(origin.at, origin.len, "://", 3) : NULL;

    if (!slashes) {
        return origin.at != NULL;
    }
    size_t skip = (size_t)(slashes - origin.at) + 3;
    return !slice_equal((struct slice){origin.at + skip, origin.len - skip}, host);
}

// ---- whose it is

static void hash_token(struct slice token, char out[SECRET_HEX])
{
    unsigned char hash[SECRET_HASH];

    secret_sha256(token, hash);
    text_hex(hash, sizeof hash, out);
}

static bool is_file_token(const struct api *api, const char hash[SECRET_HEX])
{
    return secret_equal(hash, api->organiser_hash, SECRET_HEX - 1);
}

static const struct site_pass *find_pass(const struct api *api, const char *hash)
{
    const struct site *site = hall_site(api->hall)->record->site;
    const struct site_pass *pass = site_pass_by_token(site, slice_of(hash));

    return pass && site_pass_is_good(pass, clock_wall_ms()) ? pass : NULL;
}

// A judge of any competition, by the token that he was given there.
static const struct record_judge *find_judge(const struct hall *hall, struct slice hash)
{
    const struct record_judge *judge = NULL;
    const struct room *room = NULL;

    for (size_t i = 0; !judge && (room = hall_at(hall, i)) != NULL; i++) {
        judge = room->record ? record_judge_by_token(room->record, hash) : NULL;
    }
    return judge;
}

bool who_is_organiser(const struct api *api, struct slice token)
{
    char hash[SECRET_HEX];

    hash_token(token, hash);
    const struct site_pass *pass = find_pass(api, hash);
    const struct site_grants *grants = pass ? site_grants_of(pass) : NULL;
    for (size_t i = 0; grants && i < grants->count; i++) {
        if (grants->items[i].role == RIGHT_ORGANISER) {
            return true;
        }
    }
    return is_file_token(api, hash);
}

const struct site_pass *who_pass(const struct api *api, struct slice token)
{
    char hash[SECRET_HEX];

    hash_token(token, hash);
    return find_pass(api, hash);
}

bool who_is_known(const struct api *api, struct slice token)
{
    char hash[SECRET_HEX];

    hash_token(token, hash);
    return is_file_token(api, hash) || find_pass(api, hash) ||
           find_judge(api->hall, slice_of(hash));
}

// ---- his rights, the highest first

static struct slice keep(const struct visit *visit, struct slice text)
{
    return (struct slice){arena_copy(visit->request->arena, text), text.len};
}

static void add_right(struct visit *visit, struct right *rights, struct right right)
{
    size_t at = visit->right_count++;

    for (; at > 0 && rights[at - 1].role < right.role; at--) {
        rights[at] = rights[at - 1];
    }
    rights[at] = right;
    visit->rights = rights;
    visit->role = rights[0].role;
}

static void add_skill(struct right *right, uint32_t *skills, uint32_t skill)
{
    if (!right_covers(right, skill)) {
        skills[right->skill_count++] = skill;
    }
}

// A judge's rights end with his seats' skills.
static struct right judge_right(const struct visit *visit, const struct record_judge *judge)
{
    bool technical = strcmp(judge->role, "technical") == 0;
    uint32_t *skills = arena_alloc(visit->request->arena, (judge->seat_count + 1) * sizeof *skills);
    struct right right = {.role = technical ? RIGHT_TECHNICAL : RIGHT_JUDGE,
                          .who = keep(visit, slice_of(judge->id)),
                          .judge = judge,
                          .narrowed = true,
                          .skills = skills};

    for (size_t i = 0; visit->room && i < judge->seat_count; i++) {
        add_skill(&right, skills, visit->room->record->rules->parts[judge->seats[i].part].skill);
    }
    return right;
}

// The skills that are named, and those of the venues that are, as the rules are now.
static struct right plain_right(const struct visit *visit, const struct site_grant *grant,
                                struct slice who)
{
    struct arena *arena = visit->request->arena;
    const struct rules *rules = visit->room ? visit->room->record->rules : NULL;
    uint32_t count = rules ? rules->skill_count : 0;
    const struct entry_grant asked = scope_asked(arena, grant);
    bool narrowed = scope_is_narrowed(&asked);
    uint32_t *skills = arena_alloc(arena, ((narrowed ? count : 0) + 1) * sizeof *skills);
    struct right right = {.role = grant->role, .who = who, .narrowed = narrowed, .skills = skills};

    for (uint32_t i = 0; narrowed && i < count; i++) {
        if (scope_covers(rules, &asked, i)) {
            skills[right.skill_count++] = i;
        }
    }
    return right;
}

static void add_grant(struct visit *visit, struct right *rights, const struct site_grant *grant,
                      struct slice who)
{
    bool here = grant->role == RIGHT_ORGANISER || !visit->room ||
                strcmp(grant->competition, visit->room->name) == 0;
    bool seated = RIGHT_BITS_SEATED & RIGHT_BIT(grant->role);

    if (here && !seated) {
        struct right right = plain_right(visit, grant, who);
        if (!visit->room || !right.narrowed || right.skill_count > 0) { // over nothing it is none
            add_right(visit, rights, right);
        }
    } else if (here && visit->room) {
        const struct record_judge *judge =
            record_judge(visit->room->record, slice_of(grant->judge));
        if (judge) {
            add_right(visit, rights, judge_right(visit, judge));
        }
    }
}

static void use_pass(struct visit *visit, const struct site_pass *pass)
{
    const struct site_grants *grants = site_grants_of(pass);
    struct right *rights = arena_alloc(visit->request->arena, (grants->count + 1) * sizeof *rights);
    struct slice who = keep(visit, slice_of(pass->account ? pass->account->id : pass->id));

    visit->pass = pass;
    for (size_t i = 0; i < grants->count; i++) {
        add_grant(visit, rights, &grants->items[i], who);
    }
}

static bool use_token(struct visit *visit, const char hash[SECRET_HEX])
{
    struct right *right = arena_alloc(visit->request->arena, sizeof *right);

    if (is_file_token(visit->api, hash)) {
        add_right(visit, right, (struct right){.role = RIGHT_ORGANISER, .who = SLICE("organiser")});
        return true;
    }
    const struct site_pass *pass = find_pass(visit->api, hash);
    if (pass) {
        use_pass(visit, pass);
        return true;
    }
    const struct record_judge *judge =
        visit->room ? record_judge_by_token(visit->room->record, slice_of(hash))
                    : find_judge(visit->api->hall, slice_of(hash));
    if (judge) {
        add_right(visit, right, judge_right(visit, judge));
    }
    return judge != NULL;
}

bool who_asks(struct visit *visit)
{
    struct slice token = who_token(visit, &visit->by_cookie);
    char hash[SECRET_HEX];

    visit->role = RIGHT_PUBLIC;
    if (token.at == NULL) {
        return true;
    }
    hash_token(token, hash);
    visit->token_shown = use_token(visit, hash);
    return visit->token_shown || visit->by_cookie;
}
