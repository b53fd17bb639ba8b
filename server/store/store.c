// A check is three questions, one after the other, each asked when the one before was answered
// well: INFO, CONFIG GET, FUNCTION LOAD. It runs when the link comes up, every check_ms, and when
// somebody calls store_check(). Its verdict is the store's state; a lost link is a verdict too.
#include "store/store.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/meter.h"
#include "base/must.h"
#include "base/secret.h"
#include "base/text.h"
#include "store/redis.h"
#include "store/store_health.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HASH_BYTES = 6, FUNCTION_MAX = 40, UNREADY_CHECK_MS = 1000, LOADING_CHECK_MS = 100 };

extern const unsigned char store_journal_lua[]; // journal.lua, embedded by CMake
extern const size_t store_journal_lua_len;

struct store {
    uv_loop_t *loop;
    struct store_settings settings; // with texts of our own
    struct store_events events;
    void *owner;
    struct redis *redis;
    uv_timer_t timer;
    struct store_health health;
    uint64_t tail_heard_ms;
    bool checking;
    bool check_again; // asked for while a check was under way
    bool closing;
    struct buf *library;
    char commit_function[FUNCTION_MAX];
    char board_function[FUNCTION_MAX];
    char tray_function[FUNCTION_MAX];
    char trail_function[FUNCTION_MAX];
    char *redis_url;
    char *data_dir;
    int closing_parts;
    void (*on_closed)(void *owner);
    void *closed_owner;
};

// ---- the library

// Puts the hash of the text in the place of each marker, so that two versions of the node can run
// side by side.
static void build_library(struct store *store)
{
    static const char marker[] = "@HASH@";
    struct slice rest = {(const char *)store_journal_lua, store_journal_lua_len};
    unsigned char hash[SECRET_HASH];
    char hex[2 * HASH_BYTES + 1];
    const char *at;

    secret_sha256(rest, hash);
    text_hex(hash, HASH_BYTES, hex);
    store->library = buf_new(rest.len + 256);
    while ((at = memmem(rest.at, rest.len, marker, strlen(marker)))) {
        size_t before = (size_t)(at - rest.at);
        buf_add(store->library, rest.at, before);
        buf_add(store->library, hex, strlen(hex));
        rest = (struct slice){at + strlen(marker), rest.len - before - strlen(marker)};
    }
    buf_add(store->library, rest.at, rest.len);
    (void)snprintf(store->commit_function, FUNCTION_MAX, "jinbang_commit_%s", hex);
    (void)snprintf(store->board_function, FUNCTION_MAX, "jinbang_board_%s", hex);
    (void)snprintf(store->tray_function, FUNCTION_MAX, "jinbang_tray_%s", hex);
    (void)snprintf(store->trail_function, FUNCTION_MAX, "jinbang_trail_%s", hex);
}

// ---- the verdict

static void on_timer(uv_timer_t *timer);

static void set_timer(struct store *store)
{
    uint64_t wait = store->settings.check_ms;

    if (!store_is_ready(store) && wait > UNREADY_CHECK_MS) {
        wait = UNREADY_CHECK_MS;
    }
    if (strcmp(store->health.name, "redis-loading") == 0 && wait > LOADING_CHECK_MS) {
        wait = LOADING_CHECK_MS;
    }
    uv_timer_start(&store->timer, on_timer, store->check_again ? 0 : wait, 0);
    store->check_again = false;
}

static void announce(struct store *store)
{
    meter_gauge("jinbang_store_ready", "", store_is_ready(store));
    if (store_is_ready(store)) {
        log_line(LOG_INFO, "store.ready", "function=%s", store->commit_function);
        if (store->events.on_ready) {
            store->events.on_ready(store->owner);
        }
        return;
    }
    log_line(LOG_WARN, "store.unready", "why=%s text=\"%s\"", store->health.name,
             store->health.text);
    if (store->events.on_unready) {
        store->events.on_unready(store->owner, store->health.name);
    }
}

static void judge(struct store *store, struct store_health health)
{
    bool changed = strcmp(health.name, store->health.name) != 0;

    store->health = health;
    store->checking = false;
    if (redis_is_up(store->redis)) {
        set_timer(store);
    }
    if (changed) {
        announce(store);
    }
}

// ---- the questions

// False when the check is over: the link is lost (which is judged by itself) or Redis answered with
// an error.
static bool goes_on(struct store *store, int error, const struct reply *reply, const char *name)
{
    if (error || store->closing) {
        store->checking = false;
        return false;
    }
    if (reply_kind(reply) == REPLY_ERROR) {
        judge(store, store_health_error(name, reply_text(reply)));
        return false;
    }
    return true;
}

static void ask(struct store *store, size_t argc, const struct slice *args, redis_on_reply on_reply)
{
    redis_call(store->redis, argc, args, store->settings.call_ms, on_reply, store);
}

static void judge_disk(struct store *store)
{
    struct store_health health = store_health_good();

    if (store->data_dir) {
        health = store_health_disk(store->data_dir, store->settings.disk_free_min_bytes);
    }
    judge(store, health);
}

static void on_loaded(void *owner, int error, const struct reply *reply)
{
    struct store *store = owner;
    static const char known[] =
        "already exists"; // the name is the text's hash: it is the same text

    if (!error && reply_kind(reply) == REPLY_ERROR) {
        struct slice text = reply_text(reply);
        if (memmem(text.at, text.len, known, strlen(known))) {
            judge_disk(store);
            return;
        }
    }
    if (goes_on(store, error, reply, "redis-refuses-functions")) {
        log_line(LOG_INFO, "store.load", "function=%s", store->commit_function);
        judge_disk(store);
    }
}

static void on_config(void *owner, int error, const struct reply *reply)
{
    struct store *store = owner;

    if (!goes_on(store, error, reply, "redis-settings-unreadable")) {
        return;
    }
    struct store_health health = store_health_config(reply);
    if (!store_health_is_good(&health)) {
        judge(store, health);
        return;
    }
    struct slice library = {store->library->bytes, store->library->len};
    ask(store, 3, (struct slice[]){SLICE("FUNCTION"), SLICE("LOAD"), library}, on_loaded);
}

static void on_info(void *owner, int error, const struct reply *reply)
{
    struct store *store = owner;
    struct slice args[2 + STORE_HEALTH_SETTINGS] = {SLICE("CONFIG"), SLICE("GET")};

    if (!goes_on(store, error, reply, "redis-unreachable")) {
        return;
    }
    struct store_health health = store_health_info(reply_text(reply));
    if (!store_health_is_good(&health)) {
        judge(store, health);
        return;
    }
    for (unsigned i = 0; i < STORE_HEALTH_SETTINGS; i++) {
        args[2 + i] = slice_of(store_health_setting(i));
    }
    ask(store, 2 + STORE_HEALTH_SETTINGS, args, on_config);
}

static void on_pong(void *owner, int error, const struct reply *reply)
{
    struct store *store = owner;
    if (goes_on(store, error, reply, "redis-unreachable")) {
        judge(store, store_health_good());
    }
}

void store_check(struct store *store)
{
    if (store->checking) {
        store->check_again = true;
        return;
    }
    if (store->closing || !redis_is_up(store->redis)) {
        return; // the link's coming up checks
    }
    store->checking = true;
    if (store->settings.read_only) {
        ask(store, 1, (struct slice[]){SLICE("PING")}, on_pong);
    } else {
        ask(store, 1, (struct slice[]){SLICE("INFO")}, on_info);
    }
}

static void on_timer(uv_timer_t *timer)
{
    store_check(timer->data);
}

static void on_up(void *owner)
{
    store_check(owner);
}

static void on_down(void *owner, const char *reason)
{
    struct store *store = owner;
    uv_timer_stop(&store->timer);
    store->check_again = false;
    judge(store, store_health_of("redis-unreachable", "Redis cannot be reached: %s.", reason));
}

// ---- what others call

static char *copied(const char *text)
{
    char *copy = text ? strdup(text) : NULL;
    must(copy || !text);
    return copy;
}

static struct store *release(struct store *store)
{
    buf_unref(store->library);
    free(store->redis_url);
    free(store->data_dir);
    free(store);
    return NULL;
}

struct store *store_new(uv_loop_t *loop, const struct store_settings *settings,
                        const struct store_events *events, void *owner, const char **ret_problem)
{
    static const struct redis_events link_events = {on_up, on_down};
    struct store *store = calloc(1, sizeof *store);
    must(store);

    store->loop = loop;
    store->events = *events;
    store->owner = owner;
    store->redis_url = copied(settings->redis_url);
    store->data_dir = copied(settings->data_dir);
    store->settings = *settings;
    store->settings.redis_url = store->redis_url;
    store->settings.data_dir = store->data_dir;
    store->health = store_health_of("redis-unreachable", "Redis has not answered yet.");
    build_library(store);
    store->redis = redis_new(loop, store->redis_url, &link_events, store, ret_problem);
    if (!store->redis) {
        return release(store);
    }
    must(uv_timer_init(loop, &store->timer) == 0);
    store->timer.data = store;
    return store;
}

void store_start(struct store *store)
{
    redis_connect(store->redis);
}

bool store_is_ready(const struct store *store)
{
    return store_health_is_good(&store->health);
}

const char *store_why(const struct store *store)
{
    return store->health.name;
}

const char *store_why_text(const struct store *store)
{
    return store->health.text;
}

uint64_t store_age_ms(const struct store *store)
{
    uint64_t own = redis_age_ms(store->redis);
    uint64_t tail = store->tail_heard_ms ? clock_ms() - store->tail_heard_ms : UINT64_MAX;
    return own < tail ? own : tail;
}

void store_heard(struct store *store)
{
    store->tail_heard_ms = clock_ms();
}

struct redis *store_commands(struct store *store)
{
    return store->redis;
}

uv_loop_t *store_loop(struct store *store)
{
    return store->loop;
}

const struct store_settings *store_settings(const struct store *store)
{
    return &store->settings;
}

const char *store_commit_function(const struct store *store)
{
    return store->commit_function;
}

const char *store_board_function(const struct store *store)
{
    return store->board_function;
}

const char *store_tray_function(const struct store *store)
{
    return store->tray_function;
}

const char *store_trail_function(const struct store *store)
{
    return store->trail_function;
}

static void close_part(void *owner)
{
    struct store *store = owner;
    if (--store->closing_parts == 0) {
        void (*on_closed)(void *) = store->on_closed;
        void *closed_owner = store->closed_owner;
        release(store);
        if (on_closed) {
            on_closed(closed_owner);
        }
    }
}

static void on_timer_closed(uv_handle_t *handle)
{
    close_part(handle->data);
}

void store_close(struct store *store, void (*on_closed)(void *owner), void *owner)
{
    must(!store->closing);
    store->closing = true;
    store->on_closed = on_closed;
    store->closed_owner = owner;
    store->closing_parts = 2;
    uv_close((uv_handle_t *)&store->timer, on_timer_closed);
    redis_close(store->redis, close_part, store);
}
