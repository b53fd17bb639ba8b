#include "api/beat.h"

#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"
#include "live/record.h"
#include "live/site.h"
#include "net/http.h"
#include "store/brief.h"
#include "wire/ask_access.h"
#include "wire/faults.h"

enum { BEAT_MS = 7 * 24 * 3600 * 1000 };

struct slice beat_key_of_pass(struct arena *arena, const struct site_pass *pass)
{
    return slice_of(arena_printf(arena, "beat:%s", pass->id));
}

struct slice beat_key_of_link(struct arena *arena, const struct record_judge *judge)
{
    return slice_of(arena_printf(arena, "beat:link:%s", judge->token));
}

static struct slice next_figure(struct slice *rest)
{
    const char *blank = rest->len ? memchr(rest->at, ' ', rest->len) : NULL;
    struct slice figure = {rest->at, blank ? (size_t)(blank - rest->at) : rest->len};
    size_t took = figure.len + (blank ? 1 : 0);

    *rest = (struct slice){rest->at + took, rest->len - took};
    return figure;
}

// "at unsent battery"
struct beat beat_read(struct slice text)
{
    struct beat beat = {.known = text.at != NULL};

    beat.known = beat.known && text_uint(next_figure(&text), INT64_MAX, &beat.at) &&
                 text_uint(next_figure(&text), INT64_MAX, &beat.unsent);
    beat.has_battery = beat.known && text_uint(next_figure(&text), 100, &beat.battery);
    return beat;
}

void beat_write(const struct beat *beat, struct buf *out)
{
    if (beat->known) {
        text_printf(out, ",\"last_seen\":%lu,\"unsent\":%lu", (unsigned long)beat->at,
                    (unsigned long)beat->unsent);
    }
    if (beat->has_battery) {
        text_printf(out, ",\"battery\":%lu", (unsigned long)beat->battery);
    }
}

static void on_kept(void *owner, int error, size_t count, const struct slice *texts)
{
    (void)count;
    (void)texts;
    visit_done(owner, error);
}

// at == NULL: neither a device nor a judge's link.
static struct slice key_of(const struct visit *visit)
{
    struct arena *arena = visit->request->arena;

    if (visit->pass) {
        return visit->pass->account ? SLICE_NONE : beat_key_of_pass(arena, visit->pass);
    }
    return visit->right_count && visit->rights->judge
               ? beat_key_of_link(arena, visit->rights->judge)
               : SLICE_NONE;
}

void beat_take(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct slice key = key_of(visit);
    struct ask_access ask;

    if (!key.at) {
        visit_problem(visit, visit->token_shown ? "not-allowed" : "token-missing", "");
        return;
    }
    if (!ask_access(arena, ASK_BEAT, visit->request->body, &ask, faults)) {
        visit_faults(visit, faults);
        return;
    }
    struct buf *text = buf_new(64);
    text_printf(text, "%ld %ld", (long)clock_wall_ms(), (long)ask.unsent);
    if (ask.battery >= 0) {
        text_printf(text, " %ld", (long)ask.battery);
    }
    struct brief brief = {.key = key, .text = {text->bytes, text->len}, .ttl_ms = BEAT_MS};
    brief_put(visit->api->store, &brief, on_kept, visit);
    buf_unref(text);
}
