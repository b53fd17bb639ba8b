#include "api/poll.h"

#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/secret.h"
#include "base/text.h"
#include "live/board.h"
#include "live/hub.h"
#include "live/room.h"
#include "net/http.h"

struct look {
    struct slice address;
    const char *problem; // NULL: there is such a board
    struct hub_look seen;
};

struct poll {
    struct visit *visit;
    size_t count;
    struct look looks[HUB_BOARDS_MAX];
};

// What the next comma ends.
static struct slice next_tile(struct slice *rest)
{
    const char *comma = memchr(rest->at, ',', rest->len);
    struct slice tile = {rest->at, comma ? (size_t)(comma - rest->at) : rest->len};
    size_t took = tile.len + (comma ? 1 : 0);

    *rest = (struct slice){rest->at + took, rest->len - took};
    return tile;
}

// False: more than anybody may watch.
static bool look_at_all(struct poll *poll, struct slice tiles)
{
    struct visit *visit = poll->visit;

    while (tiles.len > 0) {
        if (poll->count == HUB_BOARDS_MAX) {
            return false;
        }
        struct slice tile = next_tile(&tiles);
        struct look *look = &poll->looks[poll->count++];
        look->address = slice_of(
            arena_printf(visit->request->arena, "%s/%.*s", visit->room->name, SLICE_FMT(tile)));
        look->problem = hub_look(visit->api->hub, visit->room, look->address, &look->seen);
    }
    return true;
}

static bool has_picture(const struct look *look)
{
    return !look->problem && board_seq(look->seen.board) > 0;
}

// It stands for all that the answer says: each board's instance and number, or what is wrong.
static const char *tag_of(const struct poll *poll)
{
    struct arena *arena = poll->visit->request->arena;
    unsigned char hash[SECRET_HASH];
    char hex[33];
    struct buf *text = buf_new(256);

    text_printf(text, "%d %lu", poll->visit->language, (unsigned long)poll->visit->api->poll_ms);
    for (size_t i = 0; i < poll->count; i++) {
        const struct look *look = &poll->looks[i];
        char token[BOARD_TOKEN_MAX] = "-";
        if (has_picture(look)) {
            board_token(look->seen.board, token);
        }
        text_printf(text, "\n%.*s %s", SLICE_FMT(look->address),
                    look->problem ? look->problem : token);
    }
    secret_sha256((struct slice){text->bytes, text->len}, hash);
    text_hex(hash, 16, hex);
    buf_unref(text);
    return arena_printf(arena, "\"%s\"", hex);
}

static uint64_t oldest(const struct poll *poll)
{
    uint64_t age_ms = 0;

    for (size_t i = 0; i < poll->count; i++) {
        const struct look *look = &poll->looks[i];
        age_ms = has_picture(look) && look->seen.age_ms > age_ms ? look->seen.age_ms : age_ms;
    }
    return age_ms;
}

// As on the live socket: {"type":"problem",…,"board":B}.
static void write_problem(const struct poll *poll, const struct look *look, struct buf *out)
{
    problem_write_live(out, look->problem, poll->visit->language, "", NULL);
    out->len--; // the closing brace
    text_printf(out, ",\"board\":");
    text_json(out, look->address);
    text_printf(out, "}");
}

static struct buf *write_all(const struct poll *poll)
{
    struct buf *json = buf_new(8192);
    bool first = true;

    text_printf(json, "{\"poll_ms\":%lu,\"boards\":[", (unsigned long)poll->visit->api->poll_ms);
    for (size_t i = 0; i < poll->count; i++) {
        const struct look *look = &poll->looks[i];
        if (!look->problem && !has_picture(look)) {
            continue; // it is being read: the next time
        }
        text_printf(json, first ? "" : ",");
        first = false;
        if (look->problem) {
            write_problem(poll, look, json);
        } else {
            board_write(look->seen.board, json);
        }
    }
    text_printf(json, "]}");
    return json;
}

static bool is_whole(const struct poll *poll)
{
    for (size_t i = 0; i < poll->count; i++) {
        if (!poll->looks[i].problem && !has_picture(&poll->looks[i])) {
            return false;
        }
    }
    return true;
}

// What a cache between us and the hall may keep, and by what the hall knows that it did: how old it
// was here, and when that was.
static const char *headers_of(const struct poll *poll, const char *tag)
{
    const struct visit *visit = poll->visit;
    const char *keep = visit->token_shown ? "private, no-cache"
                       : is_whole(poll)   ? "public, max-age=1"
                                          : "no-store";

    return arena_printf(visit->request->arena,
                        "ETag: %s\r\nVary: Accept-Language\r\nCache-Control: %s\r\n"
                        "Jinbang-Age: %lu\r\n%s",
                        tag, keep, (unsigned long)oldest(poll), visit_at(visit));
}

void poll_boards(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    struct poll *poll = arena_alloc(arena, sizeof *poll);

    *poll = (struct poll){.visit = visit};
    if (!look_at_all(poll, http_query(visit->request, "tiles"))) {
        visit_problem(visit, "too-many-boards", "");
        return;
    }
    const char *tag = tag_of(poll);
    const char *headers = headers_of(poll, tag);
    if (visit_has(visit, tag)) {
        http_answer(visit->request, &(struct http_answer){.status = 304, .headers = headers});
    } else {
        visit_json(visit, 200, write_all(poll), headers);
    }
}
