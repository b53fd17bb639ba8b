// The run: lines are read ahead into lanes, one a competition (replay_lane says what may go), a
// fixed number of connections takes from the lanes in turn, and each answer decides what becomes of
// its line (replay_ask).
#include "cli/replay.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/must.h"
#include "base/secret.h"
#include "base/text.h"
#include "cli/replay_ask.h"
#include "cli/replay_feed.h"
#include "cli/replay_tell.h"
#include "cli/token.h"
#include "net/client.h"
#include "net/tls.h"

#include <uv.h>

#include <errno.h>
#include <inttypes.h>
#include <sysexits.h>
#include <unistd.h>

enum {
    REQUEST_MS = 30000,
    TICK_MS = 5,
    BAR_TICKS = 40,
    WAIT_LEAST_MS = 50,
    WAIT_MOST_MS = 2000,
    CONNECTIONS_MAX = 1024,
    TOKEN_TEXT_MAX = 128
};

static const struct conf_entry settings[] = {
    {"server", CONF_TEXT, NULL, 0, 0,
     "The server's address, http://host:port or https://host:port."},
    {"organiser-token-file", CONF_TEXT, NULL, 0, 0, "A file with the organiser's token."},
    {"speed", CONF_TEXT, "max", 0, 0,
     "How many times faster than recorded: a whole number, or max."},
    {"check", CONF_FLAG, NULL, 0, 0, "Compare the server's standings with the recording's."},
    {"connections", CONF_NUMBER, "32", 1, CONNECTIONS_MAX, "Connections in parallel."},
    {"receipts", CONF_TEXT, NULL, 0, 0, "A file for the receipts of all sheets, one a line."},
    {"patience", CONF_NUMBER, "120", 1, 86400,
     "Seconds to go on asking when the server does not answer."},
    {"resume", CONF_FLAG, NULL, 0, 0, "Go on in a competition that is there already."},
    {"tls-ca", CONF_TEXT, NULL, 0, 0,
     "With https: the certificate authority to trust; without it none is checked."},
    {NULL, CONF_TEXT, NULL, 0, 0, NULL},
};

struct hand { // one connection
    struct run *run;
    struct client *client;
    struct replay_step *step; // under way, or NULL
};

struct run {
    uv_loop_t loop;
    uv_timer_t tick;
    struct replay_feed feed;
    FILE *file;
    uint64_t size;
    size_t hand_count;
    struct hand *hands;
    const char *token;
    uint64_t speed; // 0: max
    uint64_t patience_ms;
    bool checks, resumes, pumping, over;
    int code;
    unsigned ticks;
    struct replay_tell tell;
};

static void stop(struct run *run, int code)
{
    run->over = true;
    run->code = run->code ? run->code : code;
}

static uint64_t played_ms(const struct run *run)
{
    return run->speed ? (clock_ms() - run->tell.started_ms) * run->speed : UINT64_MAX;
}

static void send_later(struct run *run, struct replay_step *step, int status)
{
    uint64_t now_ms = clock_ms();
    if (now_ms - step->since_ms > run->patience_ms) {
        replay_tell_say(&run->tell,
                        "line %" PRIu64 ": no good answer for %" PRIu64 " s (status %d)",
                        step->number, run->patience_ms / 1000, status);
        stop(run, EX_UNAVAILABLE);
    }
    uint64_t wait_ms = (uint64_t)WAIT_LEAST_MS << (step->tries < 6 ? step->tries : 6);
    step->not_before_ms = now_ms + (wait_ms < WAIT_MOST_MS ? wait_ms : WAIT_MOST_MS);
    run->tell.retries++;
    replay_lane_back(step);
}

static void pump(struct run *run);

static void on_answer(void *owner, const struct client_answer *answer)
{
    struct hand *hand = owner;
    struct run *run = hand->run;
    struct replay_step *step = hand->step;
    hand->step = NULL;
    switch (replay_ask_answer(step, answer, run->resumes, &run->tell)) {
    case REPLAY_DONE:
        replay_feed_finish(&run->feed, step);
        break;
    case REPLAY_LATER:
        send_later(run, step, answer->status);
        break;
    case REPLAY_AT_ONCE:
        replay_lane_back(step);
        break;
    case REPLAY_EXISTS:
        replay_tell_say(&run->tell,
                        "The competition %s is there already; --resume goes on with it.",
                        step->lane->id);
        stop(run, EX_CANTCREAT);
        replay_feed_finish(&run->feed, step);
        break;
    case REPLAY_STOP:
        stop(run, 1);
        replay_feed_finish(&run->feed, step);
        break;
    }
    pump(run);
}

static void send_step(struct run *run, struct hand *hand, struct replay_step *step)
{
    struct replay_request request;
    if (!replay_ask_request(step, run->token, &request)) {
        run->tell.refused++;
        replay_tell_say(&run->tell, "line %" PRIu64 ": the judge %.*s has no token", step->number,
                        SLICE_FMT(step->line.judge));
        replay_feed_finish(&run->feed, step);
        return;
    }
    step->since_ms = step->since_ms ? step->since_ms : clock_ms();
    step->tries++;
    hand->step = step;
    client_send(hand->client, request.method, request.path, request.headers, request.body,
                REQUEST_MS, on_answer, hand);
}

static bool all_hands_rest(const struct run *run)
{
    for (size_t i = 0; i < run->hand_count; i++) {
        if (run->hands[i].step) {
            return false;
        }
    }
    return true;
}

static void close_all(struct run *run)
{
    if (uv_is_closing((uv_handle_t *)&run->tick)) {
        return;
    }
    for (size_t i = 0; i < run->hand_count; i++) {
        client_close(run->hands[i].client);
    }
    uv_close((uv_handle_t *)&run->tick, NULL);
}

static void give_work(struct run *run)
{
    for (size_t i = 0; i < run->hand_count && !run->over; i++) {
        struct hand *hand = &run->hands[i];
        while (!hand->step && !run->over) {
            struct replay_step *step = replay_feed_next(&run->feed, clock_ms(), played_ms(run));
            if (run->feed.code) {
                stop(run, run->feed.code);
            } else if (!step) {
                return;
            } else {
                send_step(run, hand, step);
            }
        }
    }
}

// Called whenever something may have become possible. An answer may come before client_send
// returns.
static void pump(struct run *run)
{
    if (run->pumping) {
        return;
    }
    run->pumping = true;
    give_work(run);
    if (!run->over && replay_feed_is_over(&run->feed)) {
        run->over = true;
    } else {
        give_work(run); // what the end of the file has set free
    }
    if (run->over && all_hands_rest(run)) {
        close_all(run);
    }
    run->pumping = false;
}

static void on_tick(uv_timer_t *tick)
{
    struct run *run = tick->data;
    pump(run);
    if (run->ticks++ % BAR_TICKS == 0) {
        replay_tell_bar(&run->tell, run->feed.done_offset, run->size);
    }
}

static bool open_hands(struct run *run, const char *url, struct tls *tls, size_t count)
{
    run->hands = calloc(count, sizeof *run->hands);
    must(run->hands);
    for (size_t i = 0; i < count; i++) {
        const char *problem = NULL;
        run->hands[i].run = run;
        run->hands[i].client = client_new(&run->loop, url, tls, &problem);
        if (!run->hands[i].client) {
            (void)fprintf(stderr, "jinbang replay: --server: %s\n", problem);
            return false;
        }
        run->hand_count++;
    }
    return true;
}

static int verdict(const struct run *run)
{
    bool good = run->tell.refused == 0 && run->tell.equal == run->tell.compared;
    return run->code ? run->code : good ? 0 : 1;
}

static void open_run(struct run *run)
{
    must(uv_loop_init(&run->loop) == 0);
    must(uv_timer_init(&run->loop, &run->tick) == 0);
    run->tick.data = run;
    run->tell.shows_bar = isatty(STDERR_FILENO) == 1;
    run->tell.started_ms = clock_ms();
    replay_feed_init(&run->feed, run->file, run->checks, &run->tell);
}

// Plays the whole file; the settings have been checked.
static int play(struct run *run, const struct conf *conf, struct tls *tls)
{
    open_run(run);
    size_t count = (size_t)conf_number(conf, "connections");
    if (open_hands(run, conf_text(conf, "server"), tls, count)) {
        must(uv_timer_start(&run->tick, on_tick, TICK_MS, TICK_MS) == 0);
        pump(run);
    } else {
        run->code = EX_USAGE;
        close_all(run);
    }
    (void)uv_run(&run->loop, UV_RUN_DEFAULT);
    must(uv_loop_close(&run->loop) == 0); // every handle has been closed
    if (run->code != EX_USAGE) {
        replay_tell_end(&run->tell);
    }
    replay_feed_done(&run->feed);
    free(run->hands);
    return verdict(run);
}

static int complain(int code, const char *what, const char *why)
{
    (void)fprintf(stderr, "jinbang replay: %s: %s\n", what, why);
    return code;
}

static bool read_speed(struct run *run, const char *text)
{
    enum { SPEED_MAX = 1000000 };

    run->speed = 0;
    return strcmp(text, "max") == 0 ||
           (text_uint(slice_of(text), SPEED_MAX, &run->speed) && run->speed > 0);
}

static int open_files(struct run *run, const struct conf *conf)
{
    const char *recording = conf_positional(conf, 0);
    const char *receipts = conf_text(conf, "receipts");
    run->file = fopen(recording, "re");
    if (!run->file) {
        return complain(EX_NOINPUT, recording, uv_strerror(uv_translate_sys_error(errno)));
    }
    if (fseeko(run->file, 0, SEEK_END) == 0) {
        run->size = (uint64_t)ftello(run->file);
    }
    rewind(run->file);
    if (receipts) {
        run->tell.receipts = fopen(receipts, "we");
    }
    return receipts && !run->tell.receipts
               ? complain(EX_CANTCREAT, receipts, uv_strerror(uv_translate_sys_error(errno)))
               : 0;
}

static int close_files(struct run *run, int code)
{
    if (run->tell.receipts && fclose(run->tell.receipts) != 0 && code == 0) {
        code = complain(EX_CANTCREAT, "receipts", uv_strerror(uv_translate_sys_error(errno)));
    }
    if (run->file) {
        (void)fclose(run->file);
    }
    return code;
}

static int with_tls(struct run *run, const struct conf *conf)
{
    struct tls *tls = NULL;
    if (slice_starts(slice_of(conf_text(conf, "server")), "https:")) {
        struct buf *problem = buf_new(128);
        tls = tls_client(conf_text(conf, "tls-ca"), problem);
        if (!tls) {
            (void)fprintf(stderr, "jinbang replay: --tls-ca: %.*s\n", (int)problem->len,
                          problem->bytes);
        }
        buf_unref(problem);
        if (!tls) {
            return EX_NOINPUT;
        }
    }
    int code = play(run, conf, tls);
    tls_free(tls);
    return code;
}

static int with_settings(const struct conf *conf)
{
    const char *token_file = conf_text(conf, "organiser-token-file");
    if (!conf_text(conf, "server") || !token_file || conf_positional_count(conf) != 1) {
        return complain(EX_USAGE, "usage",
                        "replay --server URL --organiser-token-file FILE [options] RECORDING");
    }
    struct run run = {.checks = conf_flag(conf, "check"),
                      .resumes = conf_flag(conf, "resume"),
                      .patience_ms = (uint64_t)conf_number(conf, "patience") * 1000};
    if (!read_speed(&run, conf_text(conf, "speed"))) {
        return complain(EX_USAGE, "--speed", "a whole number from 1 to 1000000, or max");
    }
    char token[TOKEN_TEXT_MAX];
    struct buf *problem = buf_new(128);
    int code = 0;
    if (!token_read(token_file, token, problem)) {
        (void)fprintf(stderr, "jinbang replay: %.*s\n", (int)problem->len, problem->bytes);
        code = EX_NOINPUT;
    }
    buf_unref(problem);
    run.token = token;
    code = code ? code : open_files(&run, conf);
    return close_files(&run, code ? code : with_tls(&run, conf));
}

static bool wants_help(int argc, char **argv)
{
    for (int i = 2; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0) {
            return true;
        }
    }
    return false;
}

static int help(void)
{
    struct buf *out = buf_new(1024);
    conf_help(settings, out);
    (void)printf(
        "usage: jinbang replay --server URL --organiser-token-file FILE [options] RECORDING\n"
        "Plays a recording into a server; the last line is compared=N equal=N.\n\n%.*s",
        (int)out->len, out->bytes);
    buf_unref(out);
    return 0;
}

int replay_main(int argc, char **argv)
{
    if (wants_help(argc, argv)) {
        return help();
    }
    secret_init();
    struct conf *conf = conf_new(settings);
    struct buf *problem = buf_new(128);
    int code = EX_USAGE;
    if (conf_read(conf, argc, argv, 2, problem)) {
        code = with_settings(conf);
    } else {
        (void)fprintf(stderr, "jinbang replay: %.*s\n", (int)problem->len, problem->bytes);
    }
    buf_unref(problem);
    conf_free(conf);
    return code;
}
