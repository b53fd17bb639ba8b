#include "cli/verify.h"

#include "base/buf.h"
#include "base/conf.h"
#include "base/file.h"
#include "base/meter.h"
#include "base/must.h"
#include "base/table.h"
#include "cli/copy.h"
#include "cli/recount.h"
#include "cli/settings.h"
#include "store/keeper.h"
#include "store/store.h"

#include <uv.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

static const char usage[] =
    "usage: jinbang verify --data DIR | --redis URL [--receipts FILE] [--json]\n"
    "Recounts every competition from its journal and compares chain, totals, places, publications, "
    "the order in\n"
    "Redis and receipts kept outside. A stopped server's folder is read from a copy.\n\n";

enum { NAMES_MAX = 10000, LOOK_MS = 50, ENDING_MS = 30000 };

struct verify {
    uv_loop_t loop;
    const struct conf *conf;
    char copy[64]; // a folder of our own, or ""
    struct keeper *keeper;
    struct store *store;
    uv_timer_t patience, ending;
    uint64_t ending_ms; // waited so far for a Redis whose node is dead
    struct buf *receipts;
    bool begun, fixed, ended;
    size_t name_count, at;
    char *names[NAMES_MAX];
    struct table *keys; // of the site's tablets
    uint64_t differences;
    int exit_code;
};

static void give_up(struct verify *verify, const char *why, int exit_code);

// ---- the end: store, Redis on the copy, the copy

static void on_gone(void *owner)
{
    struct verify *verify = owner;

    uv_close((uv_handle_t *)&verify->patience, NULL);
    uv_close((uv_handle_t *)&verify->ending, NULL);
    if (verify->copy[0]) {
        copy_remove(verify->copy);
    }
}

static void close_keeper(void *owner)
{
    struct verify *verify = owner;

    if (verify->keeper) {
        keeper_close(verify->keeper, on_gone, verify);
    } else {
        on_gone(verify);
    }
}

static void finish(struct verify *verify)
{
    if (verify->ended) {
        return;
    }
    verify->ended = true;
    if (verify->store) {
        store_close(verify->store, close_keeper, verify);
    } else {
        close_keeper(verify);
    }
}

static void give_up(struct verify *verify, const char *why, int exit_code)
{
    (void)fprintf(stderr, "jinbang: %s\n", why);
    verify->exit_code = exit_code;
    finish(verify);
}

// ---- counting

static void on_difference(void *owner, const char *competition, const char *what)
{
    struct verify *verify = owner;

    verify->differences++;
    (void)printf("DIFFERENCE competition=%s: %s\n", competition, what);
}

static void on_name(void *owner, const char *name)
{
    struct verify *verify = owner;

    for (size_t i = 0; i < verify->name_count; i++) {
        if (strcmp(verify->names[i], name) == 0) {
            return;
        }
    }
    if (verify->name_count < NAMES_MAX) {
        verify->names[verify->name_count++] = strdup(name);
    }
}

static void on_key(void *owner, const char *key)
{
    struct verify *verify = owner;

    (void)table_put(verify->keys, slice_of(key), verify);
}

static bool knows_key(void *owner, struct slice key)
{
    const struct verify *verify = owner;

    return table_get(verify->keys, key) != NULL;
}

static void print_counts(const struct verify *verify, const struct recount_result *result)
{
    const char *form =
        conf_flag(verify->conf, "json")
            ? "{\"competition\":\"%s\",\"entries\":%lu,\"claims\":%lu,\"witnessed\":%lu,\"sheets\":"
              "%lu,\"signed\":%lu,"
              "\"competitors\":%lu,\"publications\":%lu,\"signings\":%lu,\"boards\":%lu,"
              "\"members\":%lu,"
              "\"receipts\":%lu,\"differences\":%lu}\n"
            : "competition=%s entries=%lu claims=%lu witnessed=%lu sheets=%lu signed=%lu "
              "competitors=%lu "
              "publications=%lu signings=%lu boards=%lu members=%lu receipts=%lu differences=%lu\n";
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    (void)printf(form, result->name, (unsigned long)result->entries, (unsigned long)result->claims,
                 (unsigned long)result->witnessed, (unsigned long)result->sheets,
                 (unsigned long)result->signed_sheets, (unsigned long)result->competitors,
                 (unsigned long)result->publications, (unsigned long)result->signings,
                 (unsigned long)result->boards, (unsigned long)result->members,
                 (unsigned long)result->receipts, (unsigned long)result->differences);
#pragma GCC diagnostic pop
}

static void next(struct verify *verify);

static void on_counted(void *owner, const struct recount_result *result)
{
    struct verify *verify = owner;

    print_counts(verify, result);
    verify->at++;
    next(verify);
}

static struct slice receipts(const struct verify *verify)
{
    const struct buf *kept = verify->receipts;
    return kept ? (struct slice){kept->bytes, kept->len} : SLICE("");
}

static void next(struct verify *verify)
{
    if (verify->at == verify->name_count) {
        (void)printf("verified competitions=%zu differences=%lu\n", verify->name_count,
                     (unsigned long)verify->differences);
        verify->exit_code = verify->differences ? 1 : 0;
        finish(verify);
        return;
    }
    static const struct recount_events events = {NULL, NULL, knows_key, on_difference, on_counted};
    recount_start(verify->store, verify->names[verify->at], receipts(verify), verify->fixed,
                  &events, verify);
}

static void on_names(void *owner, const struct recount_result *result)
{
    struct verify *verify = owner;

    (void)result;
    static const struct recount_events events = {.on_difference = on_difference};
    recount_strangers(receipts(verify), verify->names, verify->name_count, &events, verify);
    next(verify);
}

// ---- the way to a Redis that holds the journal

static void on_ready(void *owner)
{
    struct verify *verify = owner;

    if (!verify->begun) {
        verify->begun = true;
        uv_timer_stop(&verify->patience);
        static const struct recount_events events = {on_name, on_key, NULL, on_difference,
                                                     on_names};
        recount_names(verify->store, &events, verify);
    }
}

static void on_unready(void *owner, const char *why)
{
    struct verify *verify = owner;

    if (verify->begun && !verify->ended) {
        (void)fprintf(stderr, "jinbang: %s\n", why);
    }
}

// Redis takes as long as it takes to read its files: our own before it is started or says that it
// ends, another one as long as it says so.
static bool is_reading(const struct verify *verify)
{
    return verify->store ? strcmp(store_why(verify->store), "redis-loading") == 0
                         : verify->keeper != NULL;
}

static void on_patience(uv_timer_t *timer);

static void be_patient(struct verify *verify)
{
    uint64_t wait_ms = (uint64_t)conf_number(verify->conf, "redis-wait-ms");

    uv_timer_start(&verify->patience, on_patience, wait_ms, 0);
}

static void on_patience(uv_timer_t *timer)
{
    struct verify *verify = timer->data;

    if (is_reading(verify)) {
        be_patient(verify);
    } else {
        give_up(verify, "Redis does not answer", EX_UNAVAILABLE);
    }
}

static void open_store(struct verify *verify, const char *url)
{
    static const struct store_events events = {on_ready, on_unready};
    struct store_settings settings = {
        .redis_url = url, .call_ms = 30000, .check_ms = 10000, .read_only = true};
    const char *why = NULL;

    verify->store = store_new(&verify->loop, &settings, &events, verify, &why);
    if (!verify->store) {
        give_up(verify, why, EX_USAGE);
        return;
    }
    store_start(verify->store);
}

static void on_copy_started(void *owner, const char *url)
{
    struct verify *verify = owner;

    if (!verify->store && !verify->ended) {
        open_store(verify, url);
    }
}

static void on_copy_exit(void *owner, const char *why)
{
    give_up(owner, why, EX_DATAERR);
}

static void open_copy(struct verify *verify, const char *data)
{
    static const struct keeper_events events = {on_copy_started, on_copy_exit};
    struct buf *problem = buf_new(128);

    verify->fixed = true;
    if (copy_redis(data, verify->copy, sizeof verify->copy, problem)) {
        verify->keeper = keeper_new(&verify->loop, verify->copy, 0, &events, verify, problem);
    }
    if (!verify->keeper) {
        buf_add(problem, "", 1);
        give_up(verify, problem->bytes, EX_NOINPUT);
    }
    buf_unref(problem);
}

static void on_ending(uv_timer_t *timer);

static void open_source(struct verify *verify)
{
    const char *url = conf_text(verify->conf, "redis");
    const char *data = conf_text(verify->conf, "data");
    int64_t pid = 0;

    if (url) {
        open_store(verify, url);
    } else if (keeper_is_ending(data) && verify->ending_ms < ENDING_MS) {
        uv_timer_start(&verify->ending, on_ending, LOOK_MS, 0);
    } else if (keeper_is_held(data, &pid)) {
        char socket[1200];
        (void)snprintf(socket, sizeof socket, "unix://%s/redis.sock", data);
        open_store(verify, socket);
    } else {
        open_copy(verify, data);
    }
}

// A server was killed just now and its Redis is still writing its files: they are read from a copy
// once it has gone.
static void on_ending(uv_timer_t *timer)
{
    struct verify *verify = timer->data;

    verify->ending_ms += LOOK_MS;
    if (!verify->ended) {
        open_source(verify);
    }
}

static int verify_all(const struct conf *conf)
{
    struct verify *verify = calloc(1, sizeof *verify);

    must(verify);
    verify->conf = conf;
    verify->keys = table_new();
    must(uv_loop_init(&verify->loop) == 0);
    uv_timer_init(&verify->loop, &verify->patience);
    uv_timer_init(&verify->loop, &verify->ending);
    verify->patience.data = verify->ending.data = verify;
    be_patient(verify);
    const char *receipts = conf_text(conf, "receipts");
    verify->receipts = receipts ? file_read(receipts) : NULL;
    if (receipts && !verify->receipts) {
        give_up(verify, "the receipts cannot be read", EX_NOINPUT);
    } else {
        open_source(verify);
    }
    (void)uv_run(&verify->loop, UV_RUN_DEFAULT);
    must(uv_loop_close(&verify->loop) == 0);
    int code = verify->exit_code;
    for (size_t i = 0; i < verify->name_count; i++) {
        free(verify->names[i]);
    }
    buf_unref(verify->receipts);
    table_free(verify->keys);
    free(verify);
    return code;
}

int verify_command(int argc, char **argv)
{
    struct conf *conf = NULL;
    int code = settings_read(argc, argv, usage, &conf);

    if (code < 0) {
        (void)signal(SIGPIPE, SIG_IGN);
        code = verify_all(conf);
        meter_done();
    }
    conf_free(conf);
    return code;
}
