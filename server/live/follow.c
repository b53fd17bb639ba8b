#include "live/follow.h"

#include "base/clock.h"
#include "live/give.h"
#include "live/reading.h"

enum { STAGE_PACE = 4 }; // who stands on the stage is read so many times as often

void follow_open(struct follow *follow, struct list *ahead, uint64_t every_ms,
                 void (*on_news)(void *owner, struct board *board, enum board_news news))
{
    *follow = (struct follow){.ahead = ahead, .every_ms = every_ms, .on_news = on_news};
    list_init(&follow->due);
}

void follow_add(struct follow *follow, struct scene *scene)
{
    if (list_empty(&scene->due) && clock_ms() >= scene->ready_ms) {
        list_add_tail(&follow->due, &scene->due);
    }
}

static bool together(const struct board *a, const struct board *b)
{
    const struct picture_of *one = board_of(a);
    const struct picture_of *other = board_of(b);

    return one->room == other->room && one->stage == other->stage && one->staff == other->staff;
}

static void take_in(struct follow *follow, struct reading_plan *plan, struct scene *scene)
{
    list_remove(&scene->due);
    scene->touched = false;
    uint64_t pace = board_of(scene->board)->tile.on_stage ? STAGE_PACE : 1;
    scene->ready_ms = clock_ms() + follow->every_ms / pace;
    plan->owners[plan->count] = scene;
    plan->boards[plan->count++] = scene->board;
}

static void on_end(void *owner)
{
    struct follow *follow = owner;

    follow->reading = false;
    follow_go_on(follow);
}

// Those of the first one's board, from the front on.
static void read_some(struct follow *follow)
{
    struct reading_plan plan = {.on_news = follow->on_news, .on_end = on_end, .owner = follow};

    list_each_safe (at, &follow->due) {
        struct scene *scene = list_item(at, struct scene, due);
        if (!give_can_read(scene)) {
            list_remove(&scene->due); // still touched: it comes again
        } else if (plan.count == 0 || together(plan.boards[0], scene->board)) {
            take_in(follow, &plan, scene);
        }
        if (plan.count == READING_MAX) {
            break;
        }
    }
    if (plan.count > 0) {
        follow->reading = true;
        reading_begin(follow->ahead, &plan);
    }
}

void follow_go_on(struct follow *follow)
{
    if (follow->going) { // a frozen board's reading ends at once: the loop below goes on
        return;
    }
    follow->going = true;
    while (!follow->reading && !follow->stopped && !list_empty(&follow->due)) {
        read_some(follow);
    }
    follow->going = false;
}

void follow_stop(struct follow *follow)
{
    follow->stopped = true;
}
