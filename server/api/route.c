#include "api/route.h"

#include "api/access.h"
#include "api/account.h"
#include "api/beat.h"
#include "api/card.h"
#include "api/check_in.h"
#include "api/checks.h"
#include "api/codes.h"
#include "api/competition.h"
#include "api/course_show.h"
#include "api/desk.h"
#include "api/device.h"
#include "api/device_grants.h"
#include "api/draft.h"
#include "api/draw.h"
#include "api/echo.h"
#include "api/find.h"
#include "api/freeze.h"
#include "api/gate.h"
#include "api/handover.h"
#include "api/honour.h"
#include "api/judge.h"
#include "api/page.h"
#include "api/pairing.h"
#include "api/panel.h"
#include "api/panel_say.h"
#include "api/panel_table.h"
#include "api/path.h"
#include "api/photo.h"
#include "api/pin.h"
#include "api/plain.h"
#include "api/poll.h"
#include "api/recusal.h"
#include "api/recusal_own.h"
#include "api/roster.h"
#include "api/rulebook.h"
#include "api/ruling.h"
#include "api/screen.h"
#include "api/session.h"
#include "api/sheet.h"
#include "api/shift.h"
#include "api/signing.h"
#include "api/stage.h"
#include "api/standing.h"
#include "api/status.h"
#include "api/trust.h"
#include "api/typeface.h"
#include "api/visit.h"
#include "api/watch.h"
#include "api/who.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/meter.h"
#include "base/text.h"
#include "live/hall.h"
#include "live/room.h"

enum {
    BODY_SHEET = 64 << 10,
    BODY_ROSTER = 1 << 20,
    BODY_RUN_SHEET = 256 << 10,
    BODY_SCAN = 16 << 20, // at the most: see --scan-bytes-max and --photo-bytes-max
    BODY_LARGE = 8 << 20, // definitions, batches
    BODY_ECHO = 64 << 20
};

// Who comes in at which counter; all below a competition (or the skill, seat and so on that it is
// about) are looked at again there, see visit_may.
enum {
    ANYBODY = RIGHT_BITS_ALL,
    ORGANISER = RIGHT_BIT(RIGHT_ORGANISER),
    CHIEF = ORGANISER | RIGHT_BIT(RIGHT_CHIEF),
    OVERSEERS = ORGANISER | RIGHT_BITS_OVERSEE,
    JURY = OVERSEERS & ~RIGHT_BIT(RIGHT_ARBITER), // who follows the marking
    SEATED = ORGANISER | RIGHT_BITS_SEATED,
    WRITERS = SEATED | RIGHT_BIT(RIGHT_CLERK),
    READERS = WRITERS | OVERSEERS,
    DESK = ORGANISER | RIGHT_BIT(RIGHT_CLERK), // of the check-in
    KEEPERS = DESK | RIGHT_BIT(RIGHT_SUPERVISOR),
    OPENERS = JURY,
    CLERKS = CHIEF | RIGHT_BIT(RIGHT_CLERK),
    SIGNERS = CLERKS | RIGHT_BIT(RIGHT_SUPERVISOR) | RIGHT_BITS_SEATED,
    STAGERS = ORGANISER | RIGHT_BIT(RIGHT_PRESENTER), // what the hall's screens show
    WITNESSES = OVERSEERS | RIGHT_BIT(RIGHT_CLERK)    // who looks at the sign-off
};

// `*` in a path stands for one word; the first word of a competition's route names it.
struct route {
    const char *method, *path;
    unsigned roles;
    size_t body_max;
    void (*handler)(struct visit *visit);
};

static void answer_access(struct visit *visit);

#define SITE "/api/v1/"
#define HERE "/api/v1/competitions/*"

static const struct route routes[] = {
    {"GET", "/livez", ANYBODY, 0, status_live},
    {"GET", "/readyz", ANYBODY, 0, status_ready},
    {"GET", "/metrics", ANYBODY, 0, status_metrics},
    {"GET", "/jinbang-ca.crt", ANYBODY, 0, trust_authority},
    {"GET", "/jinbang.mobileconfig", ANYBODY, 0, trust_profile},
    {"GET", "/api/v1", ANYBODY, 0, status_about},
    {"GET", SITE "trust", ANYBODY, 0, trust_about},
    {"GET", SITE "live", ANYBODY, 0, watch_live},
    {"GET", SITE "fonts.css", ANYBODY, 0, typeface_pages},
    {"GET", SITE "fonts/*", ANYBODY, 0, typeface_font},
    {"GET", SITE "access", ANYBODY, 0, answer_access},
    {"POST", SITE "session", ANYBODY, BODY_SHEET, session_open},
    {"DELETE", SITE "session", ANYBODY, 0, session_close},
    {"POST", SITE "password", ANYBODY, BODY_SHEET, session_password},
    {"POST", SITE "pairings", ANYBODY, BODY_SHEET, pairing_open},
    {"POST", SITE "cards/claim", ANYBODY, BODY_SHEET, card_claim},
    {"POST", SITE "cards/pin", ANYBODY, BODY_SHEET, pin_choose},
    {"GET", SITE "screen", ANYBODY, 0, screen_show},
    {"POST", SITE "screen", ANYBODY, BODY_SHEET, screen_beat},
    {"POST", SITE "beat", ANYBODY, BODY_SHEET, beat_take},
    {"PUT", SITE "key", ANYBODY, BODY_SHEET, device_key},
    {"GET", SITE "accounts", ORGANISER, 0, account_list},
    {"POST", SITE "accounts", ORGANISER, BODY_SHEET, account_add},
    {"PATCH", SITE "accounts/*", ORGANISER, BODY_SHEET, account_change},
    {"DELETE", SITE "accounts/*", ORGANISER, 0, account_close},
    {"GET", SITE "competitions", ANYBODY, 0, competition_list},
    {"POST", SITE "competitions", ORGANISER, BODY_LARGE, competition_create},
    {"GET", HERE, ANYBODY, 0, competition_show},
    {"GET", HERE "/rules", OVERSEERS, 0, rulebook_list},
    {"PUT", HERE "/rules", ORGANISER, BODY_LARGE, rulebook_put},
    {"GET", HERE "/access", ANYBODY, 0, answer_access},
    {"GET", HERE "/journal", ORGANISER, 0, competition_journal},
    {"GET", HERE "/fonts.css", ANYBODY, 0, typeface_competition},
    {"GET", HERE "/letters", DESK, 0, typeface_missing},
    {"GET", HERE "/roster", ANYBODY, 0, roster_list},
    {"POST", HERE "/roster", ORGANISER, BODY_ROSTER, roster_add},
    {"PATCH", HERE "/people/*", ORGANISER, BODY_SHEET, roster_correct},
    {"GET", HERE "/check-in", DESK, 0, check_in_list},
    {"POST", HERE "/check-in", DESK, BODY_SHEET, check_in_add},
    {"POST", HERE "/check-in/find", DESK, BODY_SHEET, check_in_find},
    {"GET", HERE "/draws", ANYBODY, 0, draw_list},
    {"POST", HERE "/draws/*/commitment", DESK, BODY_SHEET, draw_commit},
    {"POST", HERE "/draws/*/opening", DESK, BODY_SHEET, draw_open},
    {"POST", HERE "/draws/*/table", DESK, BODY_SHEET, draw_by_hand},
    {"GET", HERE "/codes", JURY | DESK, 0, codes_list},
    {"POST", HERE "/codes/*/*/cards", KEEPERS, BODY_SHEET, codes_cards},
    {"POST", HERE "/codes/*/*/table", KEEPERS, BODY_SHEET, codes_make},
    {"POST", HERE "/codes/*/*/opening", OPENERS, BODY_SHEET, codes_open},
    {"GET", HERE "/recusals", JURY, 0, recusal_list},
    {"POST", HERE "/recusals", CHIEF, BODY_ROSTER, recusal_add},
    {"GET", HERE "/recusals/*/person", CHIEF, 0, recusal_person},
    {"GET", HERE "/recusals/own", RIGHT_BITS_SEATED, 0, recusal_own_list},
    {"POST", HERE "/recusals/own", RIGHT_BITS_SEATED, BODY_SHEET, recusal_own_add},
    {"GET", HERE "/judges", JURY | DESK, 0, judge_list},
    {"POST", HERE "/judges", ORGANISER, BODY_ROSTER, roster_add_judges},
    {"POST", HERE "/judges/*/link", CHIEF, BODY_SHEET, judge_link_give},
    {"DELETE", HERE "/judges/*/link", CHIEF, 0, judge_link_end},
    {"GET", HERE "/sheets", READERS, 0, sheet_list},
    {"POST", HERE "/sheets", WRITERS, BODY_LARGE, sheet_batch},
    {"GET", HERE "/sheets/*/*/*", READERS, 0, sheet_get},
    {"PUT", HERE "/sheets/*/*/*", WRITERS, BODY_SHEET, sheet_put},
    {"GET", HERE "/drafts", RIGHT_BITS_SEATED, 0, draft_list},
    {"PUT", HERE "/drafts/*/*/*", RIGHT_BITS_SEATED, BODY_SHEET, draft_put},
    {"DELETE", HERE "/drafts/*/*/*", RIGHT_BITS_SEATED, 0, draft_delete},
    {"POST", HERE "/handovers", WRITERS, BODY_SHEET, handover_check},
    {"PUT", HERE "/desks/*", RIGHT_BITS_SEATED, BODY_SHEET, desk_sit},
    {"GET", HERE "/desks/*/look", RIGHT_BITS_SEATED, 0, desk_look},
    {"PUT", HERE "/desks/*/look", RIGHT_BITS_SEATED, BODY_SHEET, desk_set_look},
    {"GET", HERE "/rulings", OVERSEERS, 0, ruling_list},
    {"POST", HERE "/rulings", CHIEF, BODY_ROSTER, ruling_add},
    {"POST", HERE "/bulk", WRITERS, BODY_ROSTER, ruling_bulk},
    {"GET", HERE "/honours", ANYBODY, 0, honour_list},
    {"GET", HERE "/teams/*", ANYBODY, 0, honour_team},
    {"GET", HERE "/fields/*", JURY, 0, honour_field},
    {"GET", HERE "/explanations/*", ANYBODY, 0, honour_explain},
    {"GET", HERE "/scoreboard", ANYBODY, 0, standing_board},
    {"GET", HERE "/boards", ANYBODY, 0, poll_boards},
    {"GET", HERE "/find", ANYBODY, 0, find_people},
    {"GET", HERE "/competitors/*/course", ANYBODY, 0, course_show},
    {"GET", HERE "/devices", CHIEF, 0, device_list},
    {"POST", HERE "/devices", CHIEF, BODY_SHEET, device_add},
    {"DELETE", HERE "/devices/*", CHIEF, 0, device_revoke},
    {"PUT", HERE "/devices/*/grants", CHIEF, BODY_SHEET, device_grants_put},
    {"GET", HERE "/screens", STAGERS, 0, screen_list},
    {"POST", HERE "/screens", STAGERS, BODY_SHEET, screen_set},
    {"GET", HERE "/photos", ANYBODY, 0, photo_list},
    {"POST", HERE "/photos", STAGERS, BODY_SCAN, photo_add},
    {"GET", HERE "/photos/*", ANYBODY, 0, photo_show},
    {"PATCH", HERE "/photos/*", STAGERS, BODY_SHEET, photo_change},
    {"DELETE", HERE "/photos/*", STAGERS, 0, photo_erase},
    {"POST", HERE "/pairings/*/claim", CHIEF, BODY_SHEET, pairing_claim},
    {"GET", HERE "/cards", CHIEF, 0, card_list},
    {"POST", HERE "/cards", CHIEF, BODY_SHEET, card_add},
    {"DELETE", HERE "/cards/*", CHIEF, 0, card_revoke},
    {"GET", HERE "/sessions", ANYBODY, 0, card_sessions},
    {"PUT", HERE "/sessions/*", CHIEF, BODY_SHEET, card_session},
    {"GET", HERE "/panels/mine", SEATED, 0, panel_mine},
    {"GET", HERE "/panels", JURY, 0, panel_table},
    {"POST", HERE "/panels/looks", CHIEF, BODY_SHEET, panel_say_look},
    {"POST", HERE "/panels/confirmations", SEATED, BODY_SHEET, panel_say_confirm},
    {"POST", HERE "/panels/absences", CHIEF, BODY_SHEET, panel_say_absent},
    {"POST", HERE "/panels/substitutions", CHIEF, BODY_SHEET, panel_say_substitute},
    {"GET", HERE "/calls", SEATED | JURY, 0, panel_table_calls},
    {"POST", HERE "/calls", SEATED, BODY_SHEET, panel_say_call},
    {"GET", HERE "/shifts", JURY, 0, shift_list},
    {"POST", HERE "/shifts", SEATED, BODY_SHEET, panel_say_shift},
    {"POST", HERE "/calls/answers", CHIEF, BODY_SHEET, panel_say_answer},
    {"POST", HERE "/trials", SEATED, BODY_SHEET, panel_say_trial},
    {"POST", HERE "/trials/benchmarks", CHIEF, BODY_SHEET, panel_say_benchmark},
    {"GET", HERE "/ceremony", ANYBODY, 0, stage_show},
    {"GET", HERE "/ceremony/sheet", STAGERS, 0, stage_sheet},
    {"POST", HERE "/ceremony", STAGERS, BODY_RUN_SHEET, stage_act},
    {"GET", HERE "/freezes", JURY, 0, freeze_list},
    {"POST", HERE "/freezes", ORGANISER, BODY_SHEET, freeze_act},
    {"GET", HERE "/progress", JURY, 0, standing_progress},
    {"GET", HERE "/export/final.csv", ORGANISER, 0, standing_csv},
    {"GET", HERE "/export/final.json", ORGANISER, 0, standing_json},
    {"POST", HERE "/skills/*/publication", ORGANISER, BODY_SHEET, competition_publish},
    {"GET", HERE "/gates", WITNESSES, 0, gate_show},
    {"GET", HERE "/checks", CLERKS | RIGHT_BIT(RIGHT_SUPERVISOR), 0, checks_show},
    {"GET", HERE "/pages", WITNESSES | RIGHT_BITS_SEATED, 0, gate_page},
    {"POST", HERE "/skills/*/signings", SIGNERS, BODY_ROSTER, signing_act},
    {"POST", HERE "/skills/*/signings/*/scan", CLERKS, BODY_SCAN, signing_scan},
    {"GET", HERE "/skills/*/signings/*/scan", WITNESSES, 0, signing_paper},
    {"GET", HERE "/skills/*/signings/*/drawing", WITNESSES, 0, signing_drawing},
};

static bool method_fits(const char *wanted, const char *method)
{
    return strcmp(wanted, method) == 0 ||
           (strcmp(wanted, "GET") == 0 && strcmp(method, "HEAD") == 0);
}

// The route, or NULL; `allowed` then collects the methods that the address has.
static const struct route *find(const struct request *request, struct slice words[VISIT_WORDS_MAX],
                                struct buf *allowed)
{
    for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++) {
        if (!path_fits(routes[i].path, request->path, words, VISIT_WORDS_MAX)) {
            continue;
        }
        if (method_fits(routes[i].method, request->method)) {
            return &routes[i];
        }
        if (allowed) {
            text_printf(allowed, "%s%s%s", allowed->len ? ", " : "", routes[i].method,
                        strcmp(routes[i].method, "GET") == 0 ? ", HEAD" : "");
        }
    }
    return NULL;
}

static bool is_echo(const struct api *api, const struct request *request)
{
    return api->test_routes &&
           (slice_is(request->path, "/_test/echo") || slice_is(request->path, "/"));
}

static size_t on_head(void *owner, const struct request *request)
{
    struct slice words[VISIT_WORDS_MAX];

    if (((const struct api *)owner)->cert && !request->tls) {
        return BODY_SHEET; // it will be turned away
    }
    if (is_echo(owner, request)) {
        return BODY_ECHO;
    }
    const struct route *route = find(request, words, NULL);
    if (route && route->handler == signing_scan) {
        return ((const struct api *)owner)->scan_bytes_max;
    }
    if (route && route->handler == photo_add) {
        return ((const struct api *)owner)->photo_bytes_max;
    }
    return route ? route->body_max : BODY_SHEET;
}

static struct visit *new_visit(struct api *api, struct request *request)
{
    struct visit *visit = arena_alloc(request->arena, sizeof *visit);

    *visit = (struct visit){.api = api, .request = request};
    visit->language = problem_language(http_header(request, "accept-language"));
    return visit;
}

static bool decode_words(struct visit *visit, const struct slice words[VISIT_WORDS_MAX])
{
    for (size_t i = 0; i < VISIT_WORDS_MAX; i++) {
        if (words[i].at &&
            !text_url_decode(visit->request->arena, words[i], false, &visit->words[i])) {
            return false;
        }
    }
    return true;
}

static bool needs_json(const struct request *request)
{
    struct slice type = http_header(request, "content-type");
    const char *method = request->method;
    bool has_body =
        strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0 && strcmp(method, "DELETE") != 0;

    return has_body && !(slice_starts(type, "application/json") &&
                         (type.len == 16 || type.at[16] == ';' || type.at[16] == ' '));
}

// The competition that the address names: NULL, or why there is none.
static const char *find_room(struct visit *visit, const struct route *route)
{
    if (!slice_starts(slice_of(route->path), HERE)) {
        return NULL;
    }
    visit->room = hall_find(visit->api->hall, visit->words[0]);
    if (!visit->room) {
        return "unknown-competition";
    }
    if (!state_exists(visit->room)) {
        const char *reason = state_obstacle(visit->room);
        return reason ? reason : "unknown-competition";
    }
    return NULL;
}

// A page of another origin may not write with this user's standing; a browser always says where a
// write comes from.
static bool is_foreign_write(const struct visit *visit)
{
    const struct request *request = visit->request;
    bool reading = strcmp(request->method, "GET") == 0 || strcmp(request->method, "HEAD") == 0;
    bool unsaid = visit->by_cookie && visit->token_shown && !http_header(request, "origin").at;

    return !reading && (unsaid || who_is_foreign(visit));
}

// NULL, or why this visit cannot reach its counter.
static const char *obstacle(struct visit *visit, const struct route *route)
{
    bool asks = slice_starts(slice_of(route->path), "/api/v1/");
    const char *problem = asks ? hall_beginning(visit->api->hall) : NULL;

    problem = problem ? problem : find_room(visit, route);
    if (problem) {
        return problem;
    }
    if (!who_asks(visit)) {
        return "token-unknown";
    }
    if (is_foreign_write(visit)) {
        return "foreign-origin";
    }
    bool file = route->handler == signing_scan || route->handler == photo_add;
    return !file && needs_json(visit->request) ? "media-type" : NULL;
}

// ---- what a client may do here

static void write_allowed(const struct visit *visit, struct buf *out)
{
    bool first = true;

    text_printf(out, ",\"allowed\":[");
    for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++) {
        const struct route *route = &routes[i];
        bool here = slice_starts(slice_of(route->path), HERE) == (visit->room != NULL);
        bool may = route->roles & RIGHT_BIT(RIGHT_PUBLIC) ||
                   visit_right(visit, route->roles, VISIT_ANY_SKILL);
        if (here && may) {
            text_printf(out, "%s\"%s %s\"", first ? "" : ",", route->method, route->path);
            first = false;
        }
    }
    text_printf(out, "]");
}

static void answer_access(struct visit *visit)
{
    struct buf *json = buf_new(2048);

    text_printf(json, "{\"role\":\"%s\"", right_name(visit->role));
    access_write(visit, json);
    write_allowed(visit, json);
    text_printf(json, "}");
    visit_json(visit, 200, json, NULL);
}

static void refuse_method(struct visit *visit, struct slice allowed)
{
    struct arena *arena = visit->request->arena;
    const char *more = arena_printf(arena, ",\"allow\":\"%.*s\"", SLICE_FMT(allowed));

    visit->header_line = arena_printf(arena, "Allow: %.*s\r\n", SLICE_FMT(allowed));
    visit_problem_more(visit, "method-not-allowed", visit->request->method, NULL, more);
}

static void answer_unrouted(struct visit *visit, const struct buf *allowed)
{
    bool reading = method_fits("GET", visit->request->method);

    if (allowed->len > 0) {
        refuse_method(visit, (struct slice){allowed->bytes, allowed->len});
    } else if (!reading && page_exists(visit)) {
        refuse_method(visit, SLICE("GET, HEAD"));
    } else if (!reading || slice_starts(visit->request->path, "/api/")) {
        visit_problem(visit, "not-found", "");
    } else {
        page_answer(visit);
    }
}

static void answer_echo(struct visit *visit)
{
    if (http_header(visit->request, "upgrade").at) {
        echo_websocket(visit);
    } else {
        echo_http(visit);
    }
}

static bool wants_echo(const struct api *api, const struct request *request)
{
    bool root = slice_is(request->path, "/");
    // With the test routes on, GET / still shows the front page to a browser that asks for HTML.
    struct slice accept = http_header(request, "accept");
    bool browser = root && accept.len && memmem(accept.at, accept.len, "text/html", 9);
    return is_echo(api, request) && !browser;
}

static void on_request(void *owner, struct request *request)
{
    struct api *api = owner;
    struct visit *visit = new_visit(api, request);
    struct slice words[VISIT_WORDS_MAX] = {{NULL, 0}};
    struct buf *allowed = buf_new(32);

    meter_count("jinbang_http_requests_total", "", 1);
    if (trust_turns_away(visit)) {
        buf_unref(allowed);
        return;
    }
    const struct route *route = find(request, words, allowed);
    if (wants_echo(api, request)) {
        answer_echo(visit);
    } else if (!route) {
        answer_unrouted(visit, allowed);
    } else if (!decode_words(visit, words)) {
        visit_problem(visit, "not-found", "");
    } else {
        const char *problem = obstacle(visit, route);
        visit->roles = route->roles;
        if (problem) {
            visit_problem(visit, problem, "");
        } else if (visit_may(visit, VISIT_ANY_SKILL) && plain_takes(visit)) {
            route->handler(visit);
        }
    }
    buf_unref(allowed);
}

static void on_refused(void *owner, struct request *request, int status, const char *name)
{
    struct visit *visit = new_visit(owner, request);

    log_line(LOG_INFO, "route.refused", "status=%d name=%s", status, name);
    visit_problem(visit, name, "");
}

const struct http_events route_events = {on_head, on_request, on_refused, NULL};
