#include "cli/replay_feed.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/table.h"
#include "cli/replay_lane.h"
#include "cli/replay_tell.h"
#include "wire/faults.h"
#include "wire/problem.h"

#include <inttypes.h>
#include <stdlib.h>
#include <sysexits.h>

enum { READ_AHEAD = 8192 }; // lines

static void say_faults(struct replay_feed *feed, const struct faults *faults)
{
    for (size_t i = 0; i < faults->count; i++) {
        struct buf *words = buf_new(128);
        problem_line(words, PROBLEM_EN, faults->items[i].name, faults->items[i].pointer,
                     faults->items[i].word);
        replay_tell_say(feed->tell, "line %" PRIu64 ": %.*s", feed->line_number, (int)words->len,
                        words->bytes);
        buf_unref(words);
    }
    feed->code = EX_DATAERR;
}

static void fail_line(struct replay_feed *feed, const char *words)
{
    replay_tell_say(feed->tell, "line %" PRIu64 ": %s", feed->line_number, words);
    feed->code = EX_DATAERR;
}

static void take_competition(struct replay_feed *feed, const struct replay_step *step)
{
    struct replay_lane *lane = replay_lane_new(step->line.competition);
    list_add_tail(&feed->lanes, &lane->link);
    void *former = table_put(feed->lane_of, step->line.competition, lane);
    if (former) {
        fail_line(feed, "this competition has begun before");
    }
}

static void take_step(struct replay_feed *feed, struct replay_step *step)
{
    if (step->line.kind == RECORDING_COMPETITION) {
        take_competition(feed, step);
    }
    struct replay_lane *lane = table_get(feed->lane_of, step->line.competition);
    if (!lane) {
        fail_line(feed, "this competition has not begun");
        replay_lane_step_free(step);
    } else if (step->line.kind == RECORDING_EXPECT_END) {
        step->lane = lane;
        list_add_tail(&feed->last, &step->link);
    } else {
        replay_lane_add(lane, step);
        feed->waiting++;
    }
}

static bool is_wanted(const struct replay_feed *feed, enum recording_kind kind)
{
    return kind != RECORDING_HEAD && (feed->checks || !recording_is_expectation(kind));
}

static void take_line(struct replay_feed *feed, struct slice text)
{
    struct arena *arena = arena_new();
    struct recording_line line;
    struct faults faults = {.count = 0};
    if (!recording_read(arena, text, &line, &faults)) {
        say_faults(feed, &faults);
        arena_free(arena);
        return;
    }
    if ((line.kind == RECORDING_HEAD) != (feed->line_number == 1)) {
        fail_line(feed, "a recording begins with one line of kind \"recording\"");
    }
    if (feed->code != 0 || !is_wanted(feed, line.kind)) {
        arena_free(arena);
        return;
    }
    struct replay_step *step = replay_lane_step_new(arena, &line);
    step->number = feed->line_number;
    step->offset = feed->offset;
    take_step(feed, step);
}

// When all else is done, the expectations for the end have their turn.
static void release_last(struct replay_feed *feed)
{
    list_each_safe (at, &feed->last) {
        struct replay_step *step = list_item(at, struct replay_step, link);
        list_remove(&step->link);
        replay_lane_add(step->lane, step);
        feed->waiting++;
    }
}

static void read_ahead(struct replay_feed *feed)
{
    while (!feed->is_read && feed->code == 0 && feed->waiting < READ_AHEAD) {
        ssize_t len = getline(&feed->line, &feed->line_cap, feed->file);
        if (len < 0) {
            feed->is_read = true;
            return;
        }
        feed->line_number++;
        feed->offset += (uint64_t)len;
        struct slice text = {feed->line, (size_t)len};
        while (text.len > 0 && (text.at[text.len - 1] == '\n' || text.at[text.len - 1] == '\r')) {
            text.len--;
        }
        if (text.len > RECORDING_LINE_MAX) {
            fail_line(feed, "the line is too long");
        } else if (text.len > 0) {
            take_line(feed, text);
        }
    }
}

void replay_feed_init(struct replay_feed *feed, FILE *file, bool checks, struct replay_tell *tell)
{
    *feed = (struct replay_feed){.file = file, .checks = checks, .tell = tell};
    list_init(&feed->lanes);
    list_init(&feed->last);
    feed->lane_of = table_new();
}

void replay_feed_done(struct replay_feed *feed)
{
    list_each_safe (at, &feed->last) {
        struct replay_step *step = list_item(at, struct replay_step, link);
        list_remove(&step->link);
        replay_lane_step_free(step);
    }
    list_each_safe (at, &feed->lanes) {
        replay_lane_free(list_item(at, struct replay_lane, link));
    }
    table_free(feed->lane_of);
    free(feed->line);
}

struct replay_step *replay_feed_next(struct replay_feed *feed, uint64_t now_ms, uint64_t played_ms)
{
    read_ahead(feed);
    list_each (at, &feed->lanes) {
        struct replay_lane *lane = list_item(at, struct replay_lane, link);
        struct replay_step *step = replay_lane_next(lane, now_ms, played_ms);
        if (step) {
            list_remove(&lane->link); // the others come first the next time
            list_add_tail(&feed->lanes, &lane->link);
            return step;
        }
    }
    return NULL;
}

void replay_feed_finish(struct replay_feed *feed, struct replay_step *step)
{
    if (step->offset > feed->done_offset) {
        feed->done_offset = step->offset;
    }
    feed->waiting--;
    replay_lane_done(step);
}

bool replay_feed_is_over(struct replay_feed *feed)
{
    if (feed->is_read && feed->waiting == 0) {
        release_last(feed);
    }
    return feed->is_read && feed->waiting == 0;
}
