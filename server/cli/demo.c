#include "cli/demo.h"

#include "base/buf.h"
#include "base/conf.h"
#include "base/meter.h"
#include "base/must.h"
#include "base/text.h"
#include "cli/demo_robot.h"
#include "cli/node.h"
#include "cli/settings.h"

#include <uv.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

static const char usage[] =
    "usage: jinbang demo [--listen ADDR:PORT] [--data DIR] [--speed N]\n"
    "Serves a fictional competition that simulated judges mark, and prints the addresses to open.\n"
    "Without --data it works in a folder of its own under /tmp and goes on there the next "
    "time.\n\n";

enum { URL_MAX = 256, PATH_SIZE = 1100, SPEED_MAX = 1000 };

static const char spare_judge[] = "welder-j5"; // left for you to play

struct demo {
    uv_loop_t *loop;
    const struct conf *conf;
    struct node *node;
    struct demo_robot *robot;
    uv_signal_t term, interrupt;
    char url[URL_MAX];
    bool told;
    int exit_code;
};

static void print_judges(const struct demo *demo)
{
    for (size_t i = 0; i < demo_robot_judge_count(demo->robot); i++) {
        struct demo_robot_judge judge = demo_robot_judge(demo->robot, i);
        if (strcmp(judge.id, spare_judge) == 0) {
            (void)printf(
                "  judge    %s/judge.html?c=%s#token=%s\n"
                "           (%s: this seat is yours, the robots leave it alone)\n",
                demo->url, demo_robot_competition(demo->robot), judge.token, judge.name);
        }
    }
}

static void on_open(void *owner)
{
    struct demo *demo = owner;
    const char *competition = demo_robot_competition(demo->robot);

    if (demo->told) {
        return;
    }
    demo->told = true;
    (void)printf(
        "\nThe fictional competition is being marked. Open:\n"
        "  board    %s/board.html?c=%s\n"
        "  console  %s/console.html?c=%s#token=%s\n",
        demo->url, competition, demo->url, competition, node_organiser_token(demo->node));
    print_judges(demo);
    (void)printf("End it with Ctrl-C.\n\n");
    (void)fflush(stdout);
}

static void on_problem(void *owner, const char *words, bool is_over)
{
    (void)owner;
    (void)fprintf(stderr, "jinbang demo: %s%s\n", words, is_over ? "; the robots stop" : "");
}

static void on_done(void *owner)
{
    (void)owner;
    (void)puts("Every sheet of the robots is in: publish the results on the console.");
    (void)fflush(stdout);
}

static uint32_t speed_of(const struct conf *conf)
{
    uint64_t speed = 1;
    const char *text = conf_text(conf, "speed");

    return text && text_uint(slice_of(text), SPEED_MAX, &speed) && speed > 0 ? (uint32_t)speed : 1;
}

static void on_serving(void *owner, const char *url)
{
    static const struct demo_robot_events events = {on_open, on_problem, on_done};
    struct demo *demo = owner;
    struct buf *problem = buf_new(128);
    char folder[PATH_SIZE];
    char tokens[PATH_SIZE];
    const char *fixtures = conf_text(demo->conf, "fixtures");

    (void)snprintf(demo->url, sizeof demo->url, "%s", url);
    (void)snprintf(folder, sizeof folder, "%s/demo", fixtures ? fixtures : JINBANG_FIXTURES);
    (void)snprintf(tokens, sizeof tokens, "%s/demo-judges.tokens", conf_text(demo->conf, "data"));
    struct demo_robot_settings settings = {.url = demo->url,
                                           .organiser_token = node_organiser_token(demo->node),
                                           .folder = folder,
                                           .tokens_file = tokens,
                                           .spare_judge = spare_judge,
                                           .speed = speed_of(demo->conf),
                                           .seed = 20261122};
    demo->robot = demo_robot_start(demo->loop, &settings, &events, demo, problem);
    (void)printf("ready %s\n", url);
    (void)fflush(stdout);
    if (!demo->robot) {
        (void)fprintf(stderr, "jinbang demo: %.*s\n", (int)problem->len, problem->bytes);
        demo->exit_code = EX_NOINPUT;
        node_stop(demo->node);
    }
    buf_unref(problem);
}

static void stop_robot(struct demo *demo)
{
    if (demo->robot) {
        demo_robot_stop(demo->robot);
        demo->robot = NULL;
    }
}

static void on_stopped(void *owner, int exit_code)
{
    struct demo *demo = owner;

    stop_robot(demo);
    demo->exit_code = exit_code ? exit_code : demo->exit_code;
    uv_close((uv_handle_t *)&demo->term, NULL);
    uv_close((uv_handle_t *)&demo->interrupt, NULL);
}

static void on_signal(uv_signal_t *handle, int number)
{
    struct demo *demo = handle->data;

    (void)number;
    stop_robot(demo);
    node_stop(demo->node);
}

static void watch(uv_loop_t *loop, uv_signal_t *handle, struct demo *demo, int number)
{
    uv_signal_init(loop, handle);
    handle->data = demo;
    uv_signal_start(handle, on_signal, number);
}

static int run(const struct conf *conf)
{
    static const struct node_events events = {on_serving, on_stopped};
    struct demo demo = {.conf = conf};
    uv_loop_t loop;

    must(uv_loop_init(&loop) == 0);
    demo.loop = &loop;
    watch(&loop, &demo.term, &demo, SIGTERM);
    watch(&loop, &demo.interrupt, &demo, SIGINT);
    demo.node = node_start(&loop, conf, &events, &demo, &demo.exit_code);
    if (!demo.node) {
        uv_close((uv_handle_t *)&demo.term, NULL);
        uv_close((uv_handle_t *)&demo.interrupt, NULL);
    }
    (void)uv_run(&loop, UV_RUN_DEFAULT);
    must(uv_loop_close(&loop) == 0);
    return demo.exit_code;
}

// Without --data: a folder that the next demo finds again, as if it had been named.
static int settle_folder(int argc, char **argv, struct conf **conf)
{
    static char folder[64];
    char **more = calloc((size_t)argc + 2, sizeof *more);

    must(more);
    (void)snprintf(folder, sizeof folder, "--data=/tmp/jinbang-demo-%u", (unsigned)getuid());
    memcpy(more, argv, (size_t)argc * sizeof *more);
    more[argc] = folder;
    conf_free(*conf);
    int code = settings_read(argc + 1, more, usage, conf);
    free(more);
    return code;
}

int demo_command(int argc, char **argv)
{
    struct conf *conf = NULL;
    int code = settings_read(argc, argv, usage, &conf);

    if (code < 0 && strcmp(conf_source(conf, "data"), "default") == 0) {
        code = settle_folder(argc, argv, &conf);
    }
    if (code < 0) {
        (void)signal(SIGPIPE, SIG_IGN);
        code = run(conf);
        meter_done();
    }
    conf_free(conf);
    return code;
}
