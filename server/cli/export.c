#include "cli/export.h"

#include "base/buf.h"
#include "base/conf.h"
#include "base/secret.h"
#include "cli/call.h"
#include "cli/settings.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

static const char usage[] =
    "usage: jinbang export --server URL --organiser-token-file F --competition C [--skill S]\n"
    "                      [--format csv|json] [--draft]\n"
    "Writes the final ranking with titles to standard output.\n\n";

static int export_list(const struct conf *conf)
{
    const char *competition = conf_text(conf, "competition");
    const char *skill = conf_text(conf, "skill");
    const char *format = conf_text(conf, "format");
    char path[512];
    struct call call;

    if (!competition || (strcmp(format, "csv") != 0 && strcmp(format, "json") != 0)) {
        (void)fputs(usage, stderr);
        return EX_USAGE;
    }
    (void)snprintf(path, sizeof path, "/api/v1/competitions/%s/export/final.%s?draft=%d%s%s",
                   competition, format, conf_flag(conf, "draft"), skill ? "&skill=" : "",
                   skill ? skill : "");
    if (!call_server(conf, "GET", path, SLICE(""), false, &call)) {
        return EX_UNAVAILABLE;
    }
    bool good = call.status == 200;
    (void)fwrite(call.body->bytes, 1, call.body->len, good ? stdout : stderr);
    buf_unref(call.body);
    return good ? 0 : EX_DATAERR;
}

int export_command(int argc, char **argv)
{
    struct conf *conf = NULL;
    int code = settings_read(argc, argv, usage, &conf);

    if (code < 0) {
        (void)signal(SIGPIPE, SIG_IGN);
        code = export_list(conf);
    }
    conf_free(conf);
    return code;
}
