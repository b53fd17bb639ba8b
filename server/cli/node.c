#include "cli/node.h"

#include "api/page.h"
#include "api/route.h"
#include "api/visit.h"
#include "api/watch.h"
#include "base/buf.h"
#include "base/conf.h"
#include "base/log.h"
#include "base/must.h"
#include "base/secret.h"
#include "base/text.h"
#include "cli/secure.h"
#include "cli/token.h"
#include "live/course.h"
#include "live/foresee.h"
#include "live/hall.h"
#include "live/hub.h"
#include "live/lettering.h"
#include "live/people.h"
#include "live/quota.h"
#include "live/tries.h"
#include "live/vault.h"
#include "net/sends.h"
#include "net/serve.h"
#include "print/font.h"
#include "store/keeper.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>

struct node {
    uv_loop_t *loop;
    const struct conf *conf;
    const struct node_events *events;
    void *owner;
    char host[128];
    int port;
    char token[SECRET_TOKEN_TEXT];
    struct secure *secure;
    struct keeper *keeper;
    struct store *store;
    struct hub *hub;
    struct hall *hall;
    struct people *people;
    struct page *pages;
    struct font_shelf *fonts;
    struct serve *serve;
    struct api api;
    uv_timer_t ready; // looks whether all journals have been followed
    bool said_ready;
    bool stopping;
    int exit_code;
};

// ---- the parts, one after the other, on the way up

static bool split_address(struct node *node, const char *address, struct buf *problem)
{
    const char *colon = strrchr(address, ':');
    uint64_t port = 0;

    if (!colon || colon == address || (size_t)(colon - address) >= sizeof node->host ||
        !text_uint(slice_of(colon + 1), 65535, &port)) {
        text_printf(problem, "--listen %s is not ADDRESS:PORT", address);
        return false;
    }
    bool brackets = address[0] == '[' && colon[-1] == ']';
    size_t len = (size_t)(colon - address) - (brackets ? 2 : 0);
    memcpy(node->host, address + (brackets ? 1 : 0), len);
    node->host[len] = 0;
    node->port = (int)port;
    return true;
}

static bool is_loopback(const char *host)
{
    return strncmp(host, "127.", 4) == 0 || strcmp(host, "::1") == 0;
}

static bool prepare(struct node *node, struct buf *problem)
{
    const char *data = conf_text(node->conf, "data");

    if (!split_address(node, conf_text(node->conf, "listen"), problem)) {
        return false;
    }
    if (conf_flag(node->conf, "test-routes") && !is_loopback(node->host)) {
        text_printf(problem, "--test-routes is for loopback addresses only");
        return false;
    }
    if (mkdir(data, 0700) != 0 && access(data, W_OK) != 0) {
        text_printf(problem, "the data folder %s cannot be made or written", data);
        return false;
    }
    node->people = people_new(data, problem);
    if (!node->people || !token_keep(data, node->token, problem)) {
        return false;
    }
    node->secure = secure_open(node->conf, problem);
    return node->secure != NULL;
}

static void on_store_ready(void *owner)
{
    struct node *node = owner;
    if (node->hall && !node->stopping) { // on the way down it may be gone already
        hall_ready(node->hall);
    }
}

static void on_store_unready(void *owner, const char *why)
{
    (void)owner;
    log_line(LOG_WARN, "node.unready", "why=\"%s\"", why);
}

static const struct store_events store_calls = {on_store_ready, on_store_unready};

static struct http_settings http_settings(const struct conf *conf)
{
    return (struct http_settings){.head_bytes_max = (size_t)conf_number(conf, "head-bytes-max"),
                                  .body_bytes_max = (size_t)conf_number(conf, "body-bytes-max"),
                                  .head_ms = (uint64_t)conf_number(conf, "head-ms"),
                                  .body_ms = (uint64_t)conf_number(conf, "body-ms"),
                                  .idle_ms = (uint64_t)conf_number(conf, "idle-ms"),
                                  .answer_ms = (uint64_t)conf_number(conf, "answer-ms")};
}

static struct tries *new_tries(const struct conf *conf, const char *free_name)
{
    struct tries_settings settings = {.free = (uint64_t)conf_number(conf, free_name),
                                      .wait_ms = (uint64_t)conf_number(conf, "tries-wait-ms"),
                                      .wait_max_ms =
                                          (uint64_t)conf_number(conf, "tries-wait-max-ms")};

    return tries_new(&settings);
}

enum { PAIRINGS_WINDOW_MS = 60000 };

static void on_access(void *owner)
{
    watch_recheck(&((struct node *)owner)->api);
}

static void on_stage(void *owner, struct room *room)
{
    watch_stage(&((struct node *)owner)->api, room);
}

static void fill_api_access(struct node *node)
{
    list_init(&node->api.watches);
    hall_on_access(node->hall, on_access, node);
    hall_on_stage(node->hall, on_stage, node);
    node->api.vault = vault_new(node->loop, (size_t)conf_number(node->conf, "sign-in-queue"));
    node->fonts = font_shelf_new(conf_text(node->conf, "fonts"));
    if (font_shelf_count(node->fonts) == 0) {
        log_line(LOG_WARN, "node.fonts", "none=\"%s\"", conf_text(node->conf, "fonts"));
    }
    node->api.lettering = lettering_new(node->loop, node->fonts);
    node->api.names = new_tries(node->conf, "tries-free");
    node->api.addresses = new_tries(node->conf, "tries-free-address");
    node->api.pairings =
        quota_new((uint64_t)conf_number(node->conf, "pairings-max"), PAIRINGS_WINDOW_MS);
    node->api.session_ms = (uint64_t)conf_number(node->conf, "session-ms");
    node->api.pairing_ms = (uint64_t)conf_number(node->conf, "pairing-ms");
    node->api.draft_ms = (uint64_t)conf_number(node->conf, "draft-ms");
    node->api.drafts_max = (uint64_t)conf_number(node->conf, "drafts-max");
    node->api.draft_bytes_max = (uint64_t)conf_number(node->conf, "draft-bytes-max");
    node->api.scan_bytes_max = (uint64_t)conf_number(node->conf, "scan-bytes-max");
    course_limit((uint64_t)conf_number(node->conf, "course-ms"),
                 (uint64_t)conf_number(node->conf, "course-points-max"));
    foresee_limit((uint64_t)conf_number(node->conf, "forecast-people-max"));
    node->api.font_people_max = (uint64_t)conf_number(node->conf, "font-people-max");
    node->api.photo_bytes_max = (uint64_t)conf_number(node->conf, "photo-bytes-max");
    node->api.photo_pixels_max = (uint64_t)conf_number(node->conf, "photo-pixels-max");
    node->api.photos_max = (uint64_t)conf_number(node->conf, "photos-max");
    node->api.desk_ms = (uint64_t)conf_number(node->conf, "desk-ms");
}

static void fill_api(struct node *node)
{
    unsigned char hash[SECRET_HASH];
    struct buf *problem = buf_new(128);
    const char *web = conf_text(node->conf, "web");

    node->pages = page_load(web ? web : JINBANG_WEB, problem);
    if (!node->pages) {
        log_line(LOG_WARN, "node.pages", "problem=\"%.*s\"", (int)problem->len, problem->bytes);
    }
    buf_unref(problem);
    node->api = (struct api){.hall = node->hall,
                             .hub = node->hub,
                             .store = node->store,
                             .people = node->people,
                             .pages = node->pages,
                             .cert = secure_cert(node->secure),
                             .test_routes = conf_flag(node->conf, "test-routes"),
                             .request_ms = (uint64_t)conf_number(node->conf, "request-ms"),
                             .poll_ms = (uint64_t)conf_number(node->conf, "poll-ms"),
                             .heartbeat_ms = (uint64_t)conf_number(node->conf, "heartbeat-ms")};
    secret_sha256(slice_of(node->token), hash);
    text_hex(hash, sizeof hash, node->api.organiser_hash);
    secret_random(hash, (sizeof node->api.run - 1) / 2);
    text_hex(hash, (sizeof node->api.run - 1) / 2, node->api.run);
    fill_api_access(node);
}

static bool listen_now(struct node *node, struct buf *problem)
{
    struct serve_settings settings = {.host = node->host,
                                      .port = node->port,
                                      .tls = secure_tls(node->secure),
                                      .connections_max =
                                          (unsigned)conf_number(node->conf, "connections-max"),
                                      .http = http_settings(node->conf)};
    int error = serve_start(node->loop, &settings, &route_events, &node->api, &node->serve);

    if (error < 0) {
        text_printf(problem, "cannot listen on %s:%d: %s", node->host, node->port,
                    uv_strerror(error));
    }
    return error == 0;
}

static void say_ready(struct node *node)
{
    char url[256];
    bool six = strchr(node->host, ':') != NULL;

    node->said_ready = true;
    uv_timer_stop(&node->ready);
    (void)snprintf(url, sizeof url, "%s://%s%s%s:%d", secure_tls(node->secure) ? "https" : "http",
                   six ? "[" : "", node->host, six ? "]" : "", serve_port(node->serve));
    node->events->on_serving(node->owner, url);
}

static void on_ready_timer(uv_timer_t *timer)
{
    struct node *node = timer->data;

    if (node->serve && hall_is_settled(node->hall)) {
        say_ready(node);
    }
}

static void on_renewed(void *owner, const struct cert *cert)
{
    struct node *node = owner;
    node->api.cert = cert;
}

static void open_store(struct node *node, const char *url)
{
    const char *foreign = conf_text(node->conf, "redis");
    struct store_settings settings = {
        .redis_url = url,
        .data_dir = foreign ? NULL : conf_text(node->conf, "data"),
        .disk_free_min_bytes = (uint64_t)conf_number(node->conf, "disk-free-min"),
        .call_ms = (uint64_t)conf_number(node->conf, "redis-call-ms"),
        .check_ms = (uint64_t)conf_number(node->conf, "redis-check-ms")};
    struct hub_settings boards = {.tick_ms = (uint64_t)conf_number(node->conf, "tick-ms"),
                                  .heartbeat_ms = (uint64_t)conf_number(node->conf, "heartbeat-ms"),
                                  .boards_max = (uint64_t)conf_number(node->conf, "boards-max"),
                                  .follow_ms = (uint64_t)conf_number(node->conf, "follow-ms"),
                                  .slow_ms = (uint64_t)conf_number(node->conf, "slow-ms")};
    struct buf *problem = buf_new(128);
    const char *why = NULL;

    node->store = store_new(node->loop, &settings, &store_calls, node, &why);
    if (node->store) {
        node->hub = hub_new(node->loop, node->store, &boards);
        node->hall = hall_new(node->loop, node->store, node->hub, node->people);
        store_start(node->store);
        fill_api(node);
    }
    if (!node->store || !listen_now(node, problem)) {
        (void)fprintf(stderr, "jinbang: %.*s%s\n", (int)problem->len, problem->bytes,
                      why ? why : "");
        node->exit_code = EX_UNAVAILABLE;
        node_stop(node);
    } else {
        uv_timer_start(&node->ready, on_ready_timer, 0, 20);
        secure_watch(node->secure, node->loop, on_renewed, node);
    }
    buf_unref(problem);
}

static void on_redis_started(void *owner, const char *url)
{
    struct node *node = owner;

    if (!node->store && !node->stopping) {
        open_store(node, url);
    }
}

static void on_redis_exit(void *owner, const char *why)
{
    (void)owner;
    log_line(LOG_ERROR, "node.redis", "why=\"%s\"", why);
}

static const struct keeper_events keeper_calls = {on_redis_started, on_redis_exit};

static bool open_redis(struct node *node, struct buf *problem)
{
    const char *foreign = conf_text(node->conf, "redis");

    if (foreign) {
        open_store(node, foreign);
        return true;
    }
    node->keeper =
        keeper_new(node->loop, conf_text(node->conf, "data"),
                   (uint64_t)conf_number(node->conf, "lock-wait-ms"), &keeper_calls, node, problem);
    return node->keeper != NULL;
}

static void free_node(struct node *node)
{
    page_free(node->pages);
    font_shelf_free(node->fonts);
    tries_free(node->api.names);
    tries_free(node->api.addresses);
    quota_free(node->api.pairings);
    people_free(node->people);
    secure_free(node->secure);
    free(node);
}

static void choose_sends(const struct conf *conf)
{
    if (conf_flag(conf, "no-io-uring")) {
        sends_one_by_one();
    }
    log_line(LOG_INFO, "node.sends", "io-uring=%s", sends_state());
}

struct node *node_start(uv_loop_t *loop, const struct conf *conf, const struct node_events *events,
                        void *owner, int *ret_code)
{
    struct node *node = calloc(1, sizeof *node);
    struct buf *problem = buf_new(256);

    must(node);
    node->loop = loop;
    node->conf = conf;
    node->events = events;
    node->owner = owner;
    choose_sends(conf);
    bool good = prepare(node, problem);
    if (good) {
        uv_timer_init(loop, &node->ready);
        node->ready.data = node;
        good = open_redis(node, problem);
        if (!good) {
            uv_close((uv_handle_t *)&node->ready, NULL);
            (void)uv_run(loop, UV_RUN_NOWAIT);
        }
    }
    if (!good) {
        (void)fprintf(stderr, "jinbang: %.*s\n", (int)problem->len, problem->bytes);
        *ret_code = EX_CONFIG;
        free_node(node);
        node = NULL;
    }
    buf_unref(problem);
    return node;
}

// ---- and on the way down: listener and watchers, hall, hub, store, Redis

static void on_all_closed(void *owner)
{
    struct node *node = owner;

    node->events->on_stopped(node->owner, node->exit_code);
    free_node(node);
}

static void on_timer_closed(uv_handle_t *handle)
{
    struct node *node = handle->data;
    secure_close(node->secure, on_all_closed, node);
}

static void close_timer(void *owner)
{
    struct node *node = owner;
    uv_close((uv_handle_t *)&node->ready, on_timer_closed);
}

static void close_redis(void *owner)
{
    struct node *node = owner;

    if (node->keeper) {
        keeper_close(node->keeper, close_timer, node);
    } else {
        close_timer(node);
    }
}

static void close_store(void *owner)
{
    struct node *node = owner;

    if (node->store) {
        store_close(node->store, close_redis, node);
    } else {
        close_redis(node);
    }
}

static void close_hub(void *owner)
{
    struct node *node = owner;

    if (node->hub) {
        hub_close(node->hub, close_store, node);
    } else {
        close_store(node);
    }
}

static void close_rooms(void *owner)
{
    struct node *node = owner;

    if (node->hall) {
        hall_close(node->hall, close_hub, node);
    } else {
        close_hub(node);
    }
}

static void close_lettering(void *owner)
{
    struct node *node = owner;

    if (node->api.lettering) {
        lettering_close(node->api.lettering, close_rooms, node);
    } else {
        close_rooms(node);
    }
}

static void close_hall(void *owner)
{
    struct node *node = owner;

    if (node->api.vault) {
        vault_close(node->api.vault, close_lettering, node);
    } else {
        close_lettering(node);
    }
}

void node_stop(struct node *node)
{
    if (node->stopping) {
        return;
    }
    node->stopping = node->api.stopping = true;
    uv_timer_stop(&node->ready);
    if (node->hub) {
        hub_farewell(node->hub, "shutting-down", 1000);
    }
    if (node->serve) {
        serve_stop(node->serve, close_hall, node);
    } else {
        close_hall(node);
    }
}

void node_renew(struct node *node)
{
    if (!node->stopping) {
        secure_renew(node->secure);
    }
}

const char *node_organiser_token(const struct node *node)
{
    return node->token;
}
