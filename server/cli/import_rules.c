#include "cli/import_rules.h"

#include "base/buf.h"
#include "base/conf.h"
#include "base/text.h"
#include "cli/call.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

enum { PATH_ROOM = 256 };

static struct buf *write_body(const struct conf *conf, struct slice definition)
{
    const char *set_aside = conf_text(conf, "set-aside");
    struct buf *body = buf_new(definition.len + 1024);

    text_printf(body, "{\"definition\":");
    text_add(body, definition);
    text_printf(body, ",\"reason\":");
    text_json(body, slice_of(conf_text(conf, "reason")));
    if (set_aside) {
        text_printf(body, ",\"set_aside\":");
        text_json(body, slice_of(set_aside));
    }
    text_printf(body, "}");
    return body;
}

// Prints the answer: what was asked for on the one side, what went wrong on the other. *etag are
// the rules that are replaced ("": as they are), and then those that it was about.
static int put(const struct conf *conf, const char *query, const struct buf *body, char etag[80])
{
    char path[PATH_ROOM];
    struct call call;

    (void)snprintf(path, sizeof path, "/api/v1/competitions/%s/rules%s",
                   conf_text(conf, "competition"), query);
    if (!call_change(conf, "PUT", path, (struct slice){body->bytes, body->len}, etag, &call)) {
        return EX_UNAVAILABLE;
    }
    memcpy(etag, call.etag, sizeof call.etag);
    bool good = call.status == 200 || call.status == 201;
    bool table = query[0] != 0 && call.status != 422;
    if (table || !good) {
        (void)fwrite(call.body->bytes, 1, call.body->len, table ? stdout : stderr);
    }
    buf_unref(call.body);
    return good ? 0 : EX_DATAERR;
}

int import_rules(const struct conf *conf, struct slice definition)
{
    if (!conf_text(conf, "competition") || !conf_text(conf, "reason")) {
        (void)fputs("jinbang: --replace needs --competition and --reason\n", stderr);
        return EX_USAGE;
    }
    struct buf *body = write_body(conf, definition);
    char etag[80] = "";
    int code = put(conf, "?dry_run=true&as=text", body, etag);
    if (code == 0 && conf_flag(conf, "apply")) {
        code = put(conf, "", body, etag); // not over what came in between
        (void)fputs(code == 0 ? "the rules have been changed\n" : "\n", stderr);
    } else if (code == 0) {
        (void)fputs("nothing has been changed; with --apply it would be\n", stderr);
    }
    buf_unref(body);
    return code;
}
