#include "api/status.h"

#include "api/visit.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/meter.h"
#include "base/text.h"
#include "live/frozen.h"
#include "live/hall.h"
#include "live/hub.h"
#include "live/state.h"
#include "net/cert.h"
#include "net/http.h"
#include "store/store.h"

#include <time.h>

void status_about(struct visit *visit)
{
    struct buf *json = buf_new(64);

    text_printf(json, "{\"name\":\"jinbang\",\"version\":\"%s\",\"time\":%ld}", JINBANG_VERSION,
                (long)clock_wall_ms());
    visit_json(visit, 200, json, NULL);
}

void status_live(struct visit *visit)
{
    struct buf *json = buf_new(32);

    text_printf(json, "{\"status\":\"pass\"}");
    visit_json(visit, 200, json, NULL);
}

static long long days_left(const struct visit *visit)
{
    return (long long)cert_days_left(visit->api->cert, (int64_t)time(NULL));
}

void status_ready(struct visit *visit)
{
    const char *obstacle = visit->api->stopping ? "shutting-down" : hall_obstacle(visit->api->hall);

    if (obstacle) {
        visit_problem(visit, obstacle, store_why_text(visit->api->store));
        return;
    }
    struct buf *json = buf_new(64);
    text_printf(json, "{\"status\":\"pass\"");
    if (visit->api->cert) {
        text_printf(json, ",\"certificate_days_left\":%lld", days_left(visit));
    }
    text_add(json, SLICE("}"));
    visit_json(visit, 200, json, NULL);
}

// Counters that rise tell whoever may read them that marks come in: while any boards are frozen
// they are for the organiser alone.
static bool hides_counters(const struct visit *visit)
{
    const struct room *room = NULL;

    for (size_t i = 0; (room = hall_at(visit->api->hall, i)) != NULL; i++) {
        if (state_exists(room) && frozen_any(room->record)) {
            return visit->role != RIGHT_ORGANISER;
        }
    }
    return false;
}

void status_metrics(struct visit *visit)
{
    if (hides_counters(visit)) {
        visit_problem(visit, "boards-frozen-counters", "");
        return;
    }
    struct buf *out = buf_new(4096);

    meter_gauge("jinbang_ws_clients", "", (int64_t)hub_watchers(visit->api->hub));
    meter_gauge("jinbang_redis_up", "", store_is_ready(visit->api->store));
    if (visit->api->cert) {
        meter_gauge("jinbang_certificate_days_left", "", days_left(visit));
    }
    meter_text(out);
    http_answer(visit->request,
                &(struct http_answer){.status = 200,
                                      .type = "text/plain; version=0.0.4; charset=utf-8",
                                      .body = buf_seal(out),
                                      .headers = "Cache-Control: no-store\r\n"});
}
