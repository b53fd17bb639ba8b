// Setting up is one request after the other; then a slow timer and every answer look for judges
// whose pause is over and give their next sheet to a free connection.
#include "cli/demo_robot.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/must.h"
#include "base/secret.h"
#include "base/text.h"
#include "cli/demo_robot_plan.h"
#include "cli/demo_robot_tokens.h"
#include "net/client.h"
#include "wire/ask.h"
#include "wire/recording_answer.h"

#include <stdlib.h>

enum {
    HANDS = 6,
    TICK_MS = 50,
    REQUEST_MS = 30000,
    AGAIN_MS = 1000,
    START_MORE_MS = 8000,
    ROUNDS_MAX = 100,
    KEY = 37
};

enum phase { COMPETITION, ROSTER, JUDGES, MARKING, OVER };

struct worker { // one judge at work
    size_t at;  // the next item
    uint64_t due_ms;
    bool busy, is_spare;
    char key[KEY]; // of the sheet that is being sent; "": a new one
};

struct hand { // one connection
    struct demo_robot *robot;
    struct client *client;
    size_t worker; // whose sheet is under way
};

struct demo_robot {
    uv_timer_t tick; // first: the handle is its robot
    struct arena *arena;
    struct demo_robot_plan *plan;
    struct demo_robot_settings settings; // texts on the arena
    struct demo_robot_events events;
    void *owner;
    struct hand hands[HANDS];
    struct worker *workers;
    const char **tokens;
    enum phase phase;
    bool is_fresh, stopping;
    size_t roster_at;
    unsigned round; // of judges: with other ids from the second on
    char key[KEY];  // of the setting up
    uint64_t setup_due_ms;
    size_t next_worker;
};

static void say(struct demo_robot *robot, const char *words, bool is_over)
{
    if (is_over) {
        robot->phase = OVER;
    }
    if (robot->events.on_problem) {
        robot->events.on_problem(robot->owner, words, is_over);
    }
}

static void say_answer(struct demo_robot *robot, const char *what,
                       const struct client_answer *answer, bool is_over)
{
    struct arena *arena = arena_new();
    struct slice name, detail;
    recording_answer_problem(arena, answer->body, &name, &detail);
    say(robot,
        arena_printf(arena, "%s: %d %.*s %.*s", what, answer->status, SLICE_FMT(name),
                     SLICE_FMT(detail)),
        is_over);
    arena_free(arena);
}

static bool is_success(const struct client_answer *answer)
{
    return answer->status == 200 || answer->status == 201;
}

static bool is_passing(const struct client_answer *answer)
{
    return answer->status == 0 || answer->status == 429 || answer->status == 503 ||
           answer->status == 507;
}

static void post(struct demo_robot *robot, const char *path, struct slice body,
                 client_on_answer on_answer)
{
    struct arena *arena = arena_new();
    if (!robot->key[0]) {
        secret_uuid7(robot->key);
    }
    const char *headers = arena_printf(
        arena,
        "Authorization: Bearer %s\r\nIdempotency-Key: %s\r\nContent-Type: application/json\r\n",
        robot->settings.organiser_token, robot->key);
    client_send(robot->hands[0].client, "POST", path, headers, body, REQUEST_MS, on_answer,
                &robot->hands[0]);
    arena_free(arena);
}

static void go_to(struct demo_robot *robot, enum phase phase)
{
    robot->phase = phase;
    robot->key[0] = 0;
    robot->setup_due_ms = 0;
}

static void pump(struct demo_robot *robot);

static void begin_marking(struct demo_robot *robot)
{
    uint64_t now_ms = clock_ms();
    go_to(robot, MARKING);
    for (size_t i = 0; i < robot->plan->judge_count; i++) {
        robot->workers[i].due_ms =
            now_ms +
            demo_robot_plan_chance(robot->plan, i, 0, 0, START_MORE_MS) / robot->settings.speed;
    }
    if (robot->events.on_open) {
        robot->events.on_open(robot->owner);
    }
}

static const char *round_suffix(struct demo_robot *robot)
{
    return robot->round == 0 ? "" : arena_printf(robot->arena, ".%u", robot->round + 1);
}

static void on_judges(struct demo_robot *robot, const struct client_answer *answer)
{
    const char *path = robot->settings.tokens_file;
    if (is_success(answer) && demo_robot_tokens_take(robot->arena, robot->plan, answer->body,
                                                     round_suffix(robot), robot->tokens)) {
        if (path && !demo_robot_tokens_save(robot->plan, path, robot->tokens)) {
            say(robot, "the judges' tokens cannot be kept for the next start", false);
        }
        if (!robot->stopping) {
            begin_marking(robot);
        }
    } else if ((is_success(answer) || answer->status == 409) && robot->round++ < ROUNDS_MAX) {
        robot->key[0] = 0; // the tokens are lost: the same people under other ids
    } else {
        say_answer(robot, "the judges were refused", answer, true);
    }
}

static void after_roster(struct demo_robot *robot)
{
    const char *path = robot->settings.tokens_file;
    if (!robot->is_fresh && path &&
        demo_robot_tokens_load(robot->arena, robot->plan, path, robot->tokens)) {
        begin_marking(robot);
    } else {
        go_to(robot, JUDGES);
    }
}

static void on_roster(struct demo_robot *robot, const struct client_answer *answer)
{
    if (!is_success(answer) && answer->status != 409) {
        say_answer(robot, "the roster was refused", answer, true);
        return;
    }
    robot->roster_at += ASK_ROSTER_MAX;
    robot->key[0] = 0;
    if (robot->roster_at >= robot->plan->roster.count) {
        after_roster(robot);
    }
}

static void on_competition(struct demo_robot *robot, const struct client_answer *answer)
{
    if (!is_success(answer) && answer->status != 409) {
        say_answer(robot, "the competition was refused", answer, true);
        return;
    }
    robot->is_fresh = is_success(answer);
    go_to(robot, ROSTER);
    if (robot->plan->roster.count == 0) {
        after_roster(robot);
    }
}

static void on_setup(void *owner, const struct client_answer *answer)
{
    struct demo_robot *robot = ((struct hand *)owner)->robot;
    if (is_passing(answer)) {
        robot->setup_due_ms = clock_ms() + AGAIN_MS;
    } else if (robot->phase == COMPETITION) {
        on_competition(robot, answer);
    } else if (robot->phase == ROSTER) {
        on_roster(robot, answer);
    } else if (robot->phase == JUDGES) {
        on_judges(robot, answer);
    }
    pump(robot);
}

static void set_up(struct demo_robot *robot)
{
    if (client_is_busy(robot->hands[0].client) || clock_ms() < robot->setup_due_ms) {
        return;
    }
    struct arena *arena = arena_new();
    struct buf *body = buf_new(4096);
    const char *id = robot->plan->rules->id;
    if (robot->phase == COMPETITION) {
        post(robot, "/api/v1/competitions", robot->plan->definition_text, on_setup);
    } else if (robot->phase == ROSTER) {
        size_t left = robot->plan->roster.count - robot->roster_at;
        csv_roster_write(&robot->plan->roster, robot->roster_at,
                         left < ASK_ROSTER_MAX ? left : ASK_ROSTER_MAX, body);
        post(robot, arena_printf(arena, "/api/v1/competitions/%s/roster", id),
             (struct slice){body->bytes, body->len}, on_setup);
    } else {
        post(robot, arena_printf(arena, "/api/v1/competitions/%s/judges", id),
             recording_judges(arena, robot->plan->judges_text, round_suffix(robot)), on_setup);
    }
    buf_unref(body);
    arena_free(arena);
}

static const struct demo_robot_plan_item *item_of(const struct demo_robot *robot, size_t worker,
                                                  size_t at)
{
    return &robot->plan->judges[worker].items[at];
}

static bool is_finished(const struct demo_robot *robot, size_t worker)
{
    return robot->workers[worker].is_spare ||
           robot->workers[worker].at == robot->plan->judges[worker].item_count;
}

// A panel keeps step: nobody is more than a sheet ahead of the competitor whom the slowest is at.
static bool may_go_on(const struct demo_robot *robot, size_t worker)
{
    size_t at = robot->workers[worker].at;
    if (at == 0) {
        return true;
    }
    uint32_t last = item_of(robot, worker, at - 1)->competitor;
    for (size_t i = 0; i < robot->plan->judge_count; i++) {
        if (robot->plan->judges[i].panel == robot->plan->judges[worker].panel &&
            !is_finished(robot, i) && item_of(robot, i, robot->workers[i].at)->competitor < last) {
            return false;
        }
    }
    return true;
}

static void next_item(struct demo_robot *robot, size_t worker, bool rests)
{
    struct worker *one = &robot->workers[worker];
    one->at++;
    one->key[0] = 0;
    uint64_t pause_ms = demo_robot_plan_pause_ms(robot->plan, worker, one->at);
    one->due_ms = clock_ms() + (rests ? pause_ms / robot->settings.speed : 0);
}

static void on_sheet(void *owner, const struct client_answer *answer)
{
    struct hand *hand = owner;
    struct demo_robot *robot = hand->robot;
    struct worker *worker = &robot->workers[hand->worker];
    worker->busy = false;
    if (is_success(answer)) {
        next_item(robot, hand->worker, true);
    } else if (is_passing(answer)) {
        worker->due_ms = clock_ms() + AGAIN_MS;
    } else if (answer->status == 428 || answer->status == 409) {
        next_item(robot, hand->worker, false); // there already, or the skill is published
    } else if (answer->status == 401 && robot->phase == MARKING) {
        robot->round++; // tokens of another server
        go_to(robot, JUDGES);
    } else if (answer->status != 401) {
        say_answer(robot, "a sheet was refused", answer, false);
        next_item(robot, hand->worker, true);
    }
    pump(robot);
}

static void send_sheet(struct demo_robot *robot, struct hand *hand, size_t worker)
{
    struct worker *one = &robot->workers[worker];
    const struct demo_robot_plan_item *item = item_of(robot, worker, one->at);
    const struct rules_part *part = &robot->plan->rules->parts[item->part];
    struct arena *arena = arena_new();
    struct buf *body = buf_new(512);
    if (!one->key[0]) {
        secret_uuid7(one->key);
    }
    demo_robot_plan_body(robot->plan, worker, one->at, body);
    const char *path =
        arena_printf(arena, "/api/v1/competitions/%s/sheets/%s/%s/%s", robot->plan->rules->id,
                     part->id, robot->plan->competitors[item->competitor].id,
                     item->seat == part->seat_count ? part->technical : part->seats[item->seat]);
    const char *headers = arena_printf(
        arena,
        "Authorization: Bearer %s\r\nIdempotency-Key: %s\r\nContent-Type: application/json\r\n",
        robot->tokens[worker], one->key);
    hand->worker = worker;
    one->busy = true;
    client_send(hand->client, "PUT", path, headers, (struct slice){body->bytes, body->len},
                REQUEST_MS, on_sheet, hand);
    buf_unref(body);
    arena_free(arena);
}

// The next judge in turn whose pause is over, or SIZE_MAX.
static size_t due_worker(struct demo_robot *robot)
{
    uint64_t now_ms = clock_ms();
    size_t count = robot->plan->judge_count;
    for (size_t i = 0; i < count; i++) {
        size_t at = (robot->next_worker + i) % count;
        const struct worker *worker = &robot->workers[at];
        if (!worker->busy && !is_finished(robot, at) && worker->due_ms <= now_ms &&
            may_go_on(robot, at)) {
            robot->next_worker = at + 1;
            return at;
        }
    }
    return SIZE_MAX;
}

static bool all_finished(const struct demo_robot *robot)
{
    for (size_t i = 0; i < robot->plan->judge_count; i++) {
        if (!is_finished(robot, i)) {
            return false;
        }
    }
    return true;
}

static void mark(struct demo_robot *robot)
{
    for (size_t i = 0; i < HANDS; i++) {
        if (client_is_busy(robot->hands[i].client)) {
            continue;
        }
        size_t worker = due_worker(robot);
        if (worker == SIZE_MAX) {
            break;
        }
        send_sheet(robot, &robot->hands[i], worker);
    }
    if (all_finished(robot)) {
        robot->phase = OVER;
        if (robot->events.on_done) {
            robot->events.on_done(robot->owner);
        }
    }
}

static void pump(struct demo_robot *robot)
{
    if (robot->stopping || robot->phase == OVER) {
        return;
    }
    if (robot->phase == MARKING) {
        mark(robot);
    } else {
        set_up(robot);
    }
}

static void on_tick(uv_timer_t *tick)
{
    pump((struct demo_robot *)(void *)tick);
}

static const char *keep(struct arena *arena, const char *text)
{
    return text ? arena_copy(arena, slice_of(text)) : NULL;
}

static void keep_settings(struct demo_robot *robot, const struct demo_robot_settings *settings)
{
    robot->settings = *settings;
    robot->settings.organiser_token = keep(robot->arena, settings->organiser_token);
    robot->settings.tokens_file = keep(robot->arena, settings->tokens_file);
    robot->settings.speed = settings->speed ? settings->speed : 1;
    robot->settings.url = robot->settings.folder = robot->settings.spare_judge = NULL; // used once
    size_t count = robot->plan->judge_count;
    robot->workers = arena_alloc(robot->arena, (count + 1) * sizeof *robot->workers);
    robot->tokens = arena_alloc(robot->arena, (count + 1) * sizeof *robot->tokens);
    for (size_t i = 0; i < count; i++) {
        robot->tokens[i] = "";
        robot->workers[i].is_spare =
            settings->spare_judge && strcmp(settings->spare_judge, robot->plan->judges[i].id) == 0;
    }
}

static void on_closed(uv_handle_t *handle)
{
    struct demo_robot *robot = (struct demo_robot *)(void *)handle;
    demo_robot_plan_free(robot->plan);
    arena_free(robot->arena);
    free(robot);
}

// The url has been tried: the first client was made of it.
static void open_hands(struct demo_robot *robot, uv_loop_t *loop, const char *url,
                       struct client *first)
{
    const char *why = NULL;
    for (size_t i = 0; i < HANDS; i++) {
        robot->hands[i].robot = robot;
        robot->hands[i].client = i == 0 ? first : client_new(loop, url, NULL, &why);
    }
    (void)uv_timer_init(loop, &robot->tick);
    (void)uv_timer_start(&robot->tick, on_tick, 0, TICK_MS);
}

struct demo_robot *demo_robot_start(uv_loop_t *loop, const struct demo_robot_settings *settings,
                                    const struct demo_robot_events *events, void *owner,
                                    struct buf *problem)
{
    struct demo_robot_plan *plan = demo_robot_plan_new(settings->folder, settings->seed, problem);
    const char *why = "";
    struct client *first = plan ? client_new(loop, settings->url, NULL, &why) : NULL;
    if (!first) {
        text_add(problem, slice_of(why));
        demo_robot_plan_free(plan);
        return NULL;
    }
    struct demo_robot *robot = calloc(1, sizeof *robot);
    must(robot);
    robot->arena = arena_new();
    robot->plan = plan;
    robot->events = *events;
    robot->owner = owner;
    keep_settings(robot, settings);
    open_hands(robot, loop, settings->url, first);
    return robot;
}

void demo_robot_stop(struct demo_robot *robot)
{
    must(!robot->stopping);
    robot->stopping = true;
    for (size_t i = 0; i < HANDS; i++) {
        client_close(robot->hands[i].client);
    }
    uv_close((uv_handle_t *)&robot->tick, on_closed);
}

const char *demo_robot_competition(const struct demo_robot *robot)
{
    return robot->plan->rules->id;
}

size_t demo_robot_judge_count(const struct demo_robot *robot)
{
    return robot->plan->judge_count;
}

struct demo_robot_judge demo_robot_judge(const struct demo_robot *robot, size_t index)
{
    must(index < robot->plan->judge_count);
    const struct demo_robot_plan_judge *judge = &robot->plan->judges[index];
    return (struct demo_robot_judge){.id = judge->id,
                                     .name = judge->name,
                                     .token = robot->tokens[index],
                                     .done = robot->workers[index].at,
                                     .all = judge->item_count};
}
