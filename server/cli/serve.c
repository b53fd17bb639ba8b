#include "cli/serve.h"

#include "base/conf.h"
#include "base/log.h"
#include "base/meter.h"
#include "base/must.h"
#include "base/secret.h"
#include "cli/node.h"
#include "cli/settings.h"

#include <uv.h>

#include <signal.h>
#include <stdio.h>
#include <sysexits.h>

static const char usage[] =
    "usage: jinbang serve [--listen ADDR:PORT] [--data DIR] [--redis URL] [--tls-cert F --tls-key "
    "F]\n"
    "Serves judges, boards and organisers until SIGTERM. Prints `ready URL` once marks can be "
    "taken.\nWith the certificate of --tls-cert, or one that `jinbang certificate` put into "
    "--data, "
    "over https;\nSIGHUP, or a change of its files, takes a new one without dropping "
    "anyone.\n\n";

struct serving {
    struct node *node;
    uv_signal_t term, interrupt, hangup;
    int exit_code;
};

static void on_serving(void *owner, const char *url)
{
    (void)owner;
    (void)printf("ready %s\n", url);
    (void)fflush(stdout);
}

static void close_signals(struct serving *serving)
{
    uv_close((uv_handle_t *)&serving->term, NULL);
    uv_close((uv_handle_t *)&serving->interrupt, NULL);
    uv_close((uv_handle_t *)&serving->hangup, NULL);
}

static void on_stopped(void *owner, int exit_code)
{
    struct serving *serving = owner;

    serving->exit_code = exit_code;
    close_signals(serving);
}

static void on_hangup(uv_signal_t *handle, int number)
{
    const struct serving *serving = handle->data;

    (void)number;
    node_renew(serving->node);
}

static void on_signal(uv_signal_t *handle, int number)
{
    struct serving *serving = handle->data;

    log_line(LOG_INFO, "serve.stop", "signal=%d", number);
    node_stop(serving->node);
}

static void watch_signals(uv_loop_t *loop, struct serving *serving)
{
    uv_signal_init(loop, &serving->term);
    uv_signal_init(loop, &serving->interrupt);
    uv_signal_init(loop, &serving->hangup);
    serving->term.data = serving->interrupt.data = serving->hangup.data = serving;
    uv_signal_start(&serving->term, on_signal, SIGTERM);
    uv_signal_start(&serving->interrupt, on_signal, SIGINT);
    uv_signal_start(&serving->hangup, on_hangup, SIGHUP);
}

static int serve(const struct conf *conf)
{
    static const struct node_events events = {on_serving, on_stopped};
    struct serving serving = {.exit_code = 0};
    uv_loop_t loop;

    must(uv_loop_init(&loop) == 0);
    watch_signals(&loop, &serving);
    serving.node = node_start(&loop, conf, &events, &serving, &serving.exit_code);
    if (!serving.node) {
        close_signals(&serving);
    }
    (void)uv_run(&loop, UV_RUN_DEFAULT);
    must(uv_loop_close(&loop) == 0); // nothing may be left
    return serving.exit_code;
}

int serve_command(int argc, char **argv)
{
    struct conf *conf = NULL;
    int code = settings_read(argc, argv, usage, &conf);

    if (code < 0) {
        (void)signal(SIGPIPE, SIG_IGN);
        code = serve(conf);
        meter_done();
    }
    conf_free(conf);
    return code;
}
