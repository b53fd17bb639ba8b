#include "cli/replay_tell.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"
#include "cli/replay_lane.h"
#include "wire/recording_answer.h"

#include <inttypes.h>
#include <stdarg.h>

enum { SAID_MAX = 100, BAR_WIDTH = 30 };

void replay_tell_say(struct replay_tell *tell, const char *format, ...)
{
    if (tell->said++ >= SAID_MAX) {
        return;
    }
    (void)fputs(tell->shows_bar ? "\r\033[K" : "", stderr);
    va_list args;
    va_start(args, format);
    (void)vfprintf(stderr, format, args);
    va_end(args);
    (void)fputs(tell->said == SAID_MAX ? "\n(further ones are only counted)\n" : "\n", stderr);
}

// A recording has no PINs: what only a group may seal is not played.
static bool is_of_group(struct slice problem)
{
    return slice_starts(problem, "group-");
}

void replay_tell_refused(struct replay_tell *tell, const struct replay_step *step, int status,
                         struct slice answer)
{
    const struct recording_line *line = &step->line;
    struct slice name, detail;
    recording_answer_problem(step->arena, answer, &name, &detail);
    tell->refused++;
    tell->groups += is_of_group(name);
    if (line->kind == RECORDING_SHEET) {
        replay_tell_say(tell, "line %" PRIu64 ": %s %.*s/%.*s/%.*s refused: %d %.*s %.*s",
                        step->number, step->lane->id, SLICE_FMT(line->part),
                        SLICE_FMT(line->competitor), SLICE_FMT(line->seat), status, SLICE_FMT(name),
                        SLICE_FMT(detail));
    } else {
        replay_tell_say(tell, "line %" PRIu64 ": %s refused: %d %.*s %.*s", step->number,
                        step->lane->id, status, SLICE_FMT(name), SLICE_FMT(detail));
    }
}

void replay_tell_receipt(struct replay_tell *tell, const struct replay_step *step,
                         struct slice receipt)
{
    tell->sheets++;
    if (tell->receipts) {
        const struct recording_line *line = &step->line; // ids need no escapes
        (void)fprintf(tell->receipts,
                      "{\"competition\":\"%s\",\"part\":\"%.*s\",\"competitor\":\"%.*s\","
                      "\"seat\":\"%.*s\",\"receipt\":%.*s}\n",
                      step->lane->id, SLICE_FMT(line->part), SLICE_FMT(line->competitor),
                      SLICE_FMT(line->seat), SLICE_FMT(receipt));
    }
}

static uint64_t rate(const struct replay_tell *tell, uint64_t ms)
{
    return tell->sheets * 1000 / (ms ? ms : 1);
}

void replay_tell_bar(const struct replay_tell *tell, uint64_t done, uint64_t all)
{
    if (!tell->shows_bar) {
        return;
    }
    static const char marks[] = "##############################";
    int filled = (int)(all ? done * BAR_WIDTH / all : 0);
    (void)fprintf(stderr,
                  "\r\033[K[%.*s%*s] %3d%% %" PRIu64 " sheets, %" PRIu64 "/s, %" PRIu64
                  " of %" PRIu64 " figures equal",
                  filled, marks, BAR_WIDTH - filled, "", (int)(all ? done * 100 / all : 0),
                  tell->sheets, rate(tell, clock_ms() - tell->started_ms), tell->equal,
                  tell->compared);
    (void)fflush(stderr);
}

void replay_tell_end(const struct replay_tell *tell)
{
    uint64_t ms = clock_ms() - tell->started_ms;
    (void)fputs(tell->shows_bar ? "\r\033[K" : "", stderr);
    (void)printf("sheets=%" PRIu64 " kept=%" PRIu64 " refused=%" PRIu64 " retries=%" PRIu64
                 " seconds=%" PRIu64 ".%03" PRIu64 " rate=%" PRIu64 "\n",
                 tell->sheets, tell->kept, tell->refused, tell->retries, ms / 1000, ms % 1000,
                 rate(tell, ms));
    if (tell->groups > 0) {
        (void)fprintf(stderr,
                      "%" PRIu64
                      " sheets of groups were not played: their members confirm them "
                      "with PINs, and a recording has none\n",
                      tell->groups);
    }
    (void)printf("compared=%" PRIu64 " equal=%" PRIu64 "\n", tell->compared, tell->equal);
    (void)fflush(stdout);
}
