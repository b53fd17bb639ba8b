#include "api/echo.h"

#include "api/visit.h"
#include "base/buf.h"
#include "base/must.h"
#include "net/http.h"
#include "net/peer.h"
#include "net/upgrade.h"

#include <stdlib.h>

void echo_http(struct visit *visit)
{
    struct buf *body = buf_new(visit->request->body.len);

    buf_add(body, visit->request->body.at, visit->request->body.len);
    http_answer(visit->request, &(struct http_answer){.status = 200,
                                                      .type = "application/octet-stream",
                                                      .body = buf_seal(body)});
}

struct echo {
    struct peer *peer;
};

static void on_message(void *owner, enum ws_op op, char *bytes, size_t len)
{
    struct echo *echo = owner;
    struct buf *frame = ws_encode(op, bytes, len);

    peer_send(echo->peer, frame);
    buf_unref(frame);
}

static void on_closed(void *owner, const char *reason)
{
    (void)reason;
    free(owner);
}

static const struct peer_events peer_calls = {on_message, NULL, on_closed};
static const struct peer_settings peer_limits = {
    .message_bytes_max = 16777216, .fragments_max = 65536, .idle_ms = 120000};

void echo_websocket(struct visit *visit)
{
    const char *refusal = upgrade_refusal(visit->request);

    if (refusal) {
        visit_problem(visit, refusal, "");
        return;
    }
    struct echo *echo = calloc(1, sizeof *echo);
    must(echo);
    echo->peer = peer_accept(visit->request, NULL, &peer_limits, &peer_calls, echo);
}
