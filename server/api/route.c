#include "api/route.h"

#include "api/competition.h"
#include "api/echo.h"
#include "api/honour.h"
#include "api/page.h"
#include "api/roster.h"
#include "api/rulebook.h"
#include "api/ruling.h"
#include "api/sheet.h"
#include "api/standing.h"
#include "api/status.h"
#include "api/visit.h"
#include "api/watch.h"
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
    BODY_LARGE = 8 << 20, // definitions, batches
    BODY_ECHO = 64 << 20
};

// `*` in a path stands for one word; the first word of a competition's route names it.
struct route {
    const char *method, *path;
    size_t body_max;
    void (*handler)(struct visit *visit);
};

static const struct route routes[] = {
    {"GET", "/livez", 0, status_live},
    {"GET", "/readyz", 0, status_ready},
    {"GET", "/metrics", 0, status_metrics},
    {"GET", "/api/v1", 0, status_about},
    {"GET", "/api/v1/live", 0, watch_live},
    {"GET", "/api/v1/competitions", 0, competition_list},
    {"POST", "/api/v1/competitions", BODY_LARGE, competition_create},
    {"GET", "/api/v1/competitions/*", 0, competition_show},
    {"GET", "/api/v1/competitions/*/rules", 0, rulebook_list},
    {"PUT", "/api/v1/competitions/*/rules", BODY_LARGE, rulebook_put},
    {"GET", "/api/v1/competitions/*/access", 0, competition_access},
    {"GET", "/api/v1/competitions/*/journal", 0, competition_journal},
    {"GET", "/api/v1/competitions/*/roster", 0, roster_list},
    {"POST", "/api/v1/competitions/*/roster", BODY_ROSTER, roster_add},
    {"PATCH", "/api/v1/competitions/*/people/*", BODY_SHEET, roster_correct},
    {"GET", "/api/v1/competitions/*/judges", 0, roster_judges},
    {"POST", "/api/v1/competitions/*/judges", BODY_ROSTER, roster_add_judges},
    {"GET", "/api/v1/competitions/*/sheets", 0, sheet_list},
    {"POST", "/api/v1/competitions/*/sheets", BODY_LARGE, sheet_batch},
    {"GET", "/api/v1/competitions/*/sheets/*/*/*", 0, sheet_get},
    {"PUT", "/api/v1/competitions/*/sheets/*/*/*", BODY_SHEET, sheet_put},
    {"GET", "/api/v1/competitions/*/rulings", 0, ruling_list},
    {"POST", "/api/v1/competitions/*/rulings", BODY_ROSTER, ruling_add},
    {"POST", "/api/v1/competitions/*/bulk", BODY_ROSTER, ruling_bulk},
    {"GET", "/api/v1/competitions/*/honours", 0, honour_list},
    {"GET", "/api/v1/competitions/*/teams/*", 0, honour_team},
    {"GET", "/api/v1/competitions/*/fields/*", 0, honour_field},
    {"GET", "/api/v1/competitions/*/explanations/*", 0, honour_explain},
    {"GET", "/api/v1/competitions/*/scoreboard", 0, standing_board},
    {"GET", "/api/v1/competitions/*/progress", 0, standing_progress},
    {"GET", "/api/v1/competitions/*/export/final.csv", 0, standing_csv},
    {"GET", "/api/v1/competitions/*/export/final.json", 0, standing_json},
    {"POST", "/api/v1/competitions/*/skills/*/publication", BODY_SHEET, competition_publish},
};

static struct slice next_word(struct slice *rest)
{
    if (rest->len > 0) { // the slash
        rest->at++;
        rest->len--;
    }
    const char *slash = rest->len ? memchr(rest->at, '/', rest->len) : NULL;
    struct slice word = {rest->at, slash ? (size_t)(slash - rest->at) : rest->len};
    rest->at += word.len;
    rest->len -= word.len;
    return word;
}

// Whether the path fits; what stands for `*` is put into words, not yet decoded.
static bool fits(const char *pattern, struct slice path, struct slice words[VISIT_WORDS_MAX])
{
    struct slice rest = slice_of(pattern);
    size_t count = 0;

    while (rest.len > 0 && path.len > 0) {
        struct slice want = next_word(&rest);
        struct slice word = next_word(&path);
        if (slice_is(want, "*") && word.len > 0 && count < VISIT_WORDS_MAX) {
            words[count++] = word;
        } else if (!slice_equal(want, word)) {
            return false;
        }
    }
    return rest.len == 0 && path.len == 0;
}

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
        if (!fits(routes[i].path, request->path, words)) {
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

    if (is_echo(owner, request)) {
        return BODY_ECHO;
    }
    const struct route *route = find(request, words, NULL);
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
    bool has_body = strcmp(request->method, "GET") != 0 && strcmp(request->method, "HEAD") != 0;

    return has_body && !(slice_starts(type, "application/json") &&
                         (type.len == 16 || type.at[16] == ';' || type.at[16] == ' '));
}

// NULL, or why this visit cannot reach its counter.
static const char *obstacle(struct visit *visit, const struct route *route)
{
    if (!route) {
        return "not-found";
    }
    if (slice_starts(slice_of(route->path), "/api/v1/competitions/*")) {
        visit->room = hall_find(visit->api->hall, visit->words[0]);
        if (!visit->room) {
            return "unknown-competition";
        }
        if (!state_exists(visit->room)) {
            const char *reason = state_obstacle(visit->room);
            return reason ? reason : "unknown-competition";
        }
    }
    if (!visit_identify(visit)) {
        return "token-unknown";
    }
    return needs_json(visit->request) ? "media-type" : NULL;
}

static void refuse_method(struct visit *visit, struct slice allowed)
{
    struct arena *arena = visit->request->arena;
    const char *more = arena_printf(arena, ",\"allow\":\"%.*s\"", SLICE_FMT(allowed));

    visit->allow = arena_printf(arena, "Allow: %.*s\r\n", SLICE_FMT(allowed));
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
    const struct route *route = find(request, words, allowed);
    if (wants_echo(api, request)) {
        answer_echo(visit);
    } else if (!route) {
        answer_unrouted(visit, allowed);
    } else if (!decode_words(visit, words)) {
        visit_problem(visit, "not-found", "");
    } else {
        const char *problem = obstacle(visit, route);
        if (problem) {
            visit_problem(visit, problem, "");
        } else {
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
