#include "cli/call.h"

#include "base/buf.h"
#include "base/conf.h"
#include "base/must.h"
#include "base/secret.h"
#include "cli/token.h"
#include "net/client.h"
#include "net/tls.h"

#include <uv.h>

#include <stdio.h>
#include <string.h>

enum { DEADLINE_MS = 60000 };

struct calling {
    struct client *client;
    struct call *answer;
};

static void on_answer(void *owner, const struct client_answer *answer)
{
    struct calling *calling = owner;

    calling->answer->status = answer->status;
    buf_add(calling->answer->body, answer->body.at, answer->body.len);
    if (answer->etag.len > 0 && answer->etag.len < sizeof calling->answer->etag) {
        memcpy(calling->answer->etag, answer->etag.at, answer->etag.len);
        calling->answer->etag[answer->etag.len] = 0;
    }
    client_close(calling->client);
}

static bool read_token(const struct conf *conf, char token[128])
{
    const char *path = conf_text(conf, "organiser-token-file");
    struct buf *problem = buf_new(128);

    token[0] = 0;
    bool good = !path || token_read(path, token, problem);
    if (!good) {
        (void)fprintf(stderr, "jinbang: %.*s\n", (int)problem->len, problem->bytes);
    }
    buf_unref(problem);
    return good;
}

static bool connect_to(uv_loop_t *loop, const struct conf *conf, struct tls **tls,
                       struct client **client)
{
    const char *url = conf_text(conf, "server");
    struct buf *problem = buf_new(128);
    const char *why = "";

    if (strncmp(url, "https:", 6) == 0) {
        *tls = tls_client(conf_text(conf, "tls-ca"), problem);
    }
    *client = client_new(loop, url, *tls, &why);
    if (!*client) {
        (void)fprintf(stderr, "jinbang: %s: %s%.*s\n", url, why, (int)problem->len, problem->bytes);
    }
    buf_unref(problem);
    return *client != NULL;
}

static void write_headers(char out[640], const char *token, bool key, const char *etag)
{
    char uuid[37] = "";

    if (key) {
        secret_uuid7(uuid);
    }
    (void)snprintf(out, 640, "%s%s%s%s%s%s%s%s%s%s",
                   key ? "Content-Type: application/json\r\n" : "",
                   token[0] ? "Authorization: Bearer " : "", token, token[0] ? "\r\n" : "",
                   key ? "Idempotency-Key: " : "", uuid, key ? "\r\n" : "",
                   etag[0] ? "If-Match: " : "", etag, etag[0] ? "\r\n" : "");
}

static bool call_with(const struct conf *conf, const char *method, const char *path,
                      struct slice body, bool key, const char *etag, struct call *ret)
{
    struct calling calling = {.answer = ret};
    struct tls *tls = NULL;
    char headers[640];
    char token[128];
    uv_loop_t loop;

    *ret = (struct call){0, NULL, ""};
    if (!read_token(conf, token)) {
        return false;
    }
    must(uv_loop_init(&loop) == 0);
    bool good = connect_to(&loop, conf, &tls, &calling.client);
    if (good) {
        ret->body = buf_new(4096);
        write_headers(headers, token, key, etag);
        client_send(calling.client, method, path, headers, body, DEADLINE_MS, on_answer, &calling);
        (void)uv_run(&loop, UV_RUN_DEFAULT);
    }
    must(uv_loop_close(&loop) == 0);
    tls_free(tls);
    if (good && ret->status == 0) {
        (void)fprintf(stderr, "jinbang: %s does not answer\n", conf_text(conf, "server"));
        ret->body = buf_unref(ret->body);
    }
    return good && ret->status != 0;
}

bool call_server(const struct conf *conf, const char *method, const char *path, struct slice body,
                 bool key, struct call *ret)
{
    return call_with(conf, method, path, body, key, "", ret);
}

bool call_change(const struct conf *conf, const char *method, const char *path, struct slice body,
                 const char *etag, struct call *ret)
{
    return call_with(conf, method, path, body, true, etag, ret);
}
