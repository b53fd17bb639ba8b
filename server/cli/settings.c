#include "cli/settings.h"

#include "base/buf.h"
#include "base/log.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

const struct conf_entry settings_table[] = {
    {"help", CONF_FLAG, NULL, 0, 0, "Say what the command does and stop."},
    {"config", CONF_TEXT, NULL, 0, 0, "A file of settings, one `name = value` a line."},
    {"listen", CONF_TEXT, "127.0.0.1:8080", 0, 0,
     "Address and port to serve on; port 0 takes any free one."},
    {"data", CONF_TEXT, "jinbang-data", 0, 0,
     "The folder that holds the private Redis, its journal and this site's keys."},
    {"redis", CONF_TEXT, NULL, 0, 0, "Use this Redis (redis://… or unix://…) and start none."},
    {"tls-cert", CONF_TEXT, NULL, 0, 0,
     "Certificate chain (PEM); without it, the one that `jinbang certificate` made in --data."},
    {"tls-key", CONF_TEXT, NULL, 0, 0, "Private key (PEM) of the certificate."},
    {"tls-check-ms", CONF_NUMBER, "10000", 100, 600000,
     "How often the certificate's files are looked at; a changed one is taken without a restart."},
    {"tls-ca", CONF_TEXT, NULL, 0, 0, "For commands that call a server: trust this CA file."},
    {"host", CONF_TEXT, NULL, 0, 0,
     "certificate: host names and addresses, as a comma list or repeated; without it, this "
     "machine's."},
    {"own-cert", CONF_TEXT, NULL, 0, 0,
     "certificate: check and take this certificate (PEM, full chain) instead of making one."},
    {"own-key", CONF_TEXT, NULL, 0, 0, "certificate: the private key (PEM) of --own-cert."},
    {"new-ca", CONF_FLAG, NULL, 0, 0,
     "certificate: make a new local authority; every device must then trust it anew."},
    {"no-io-uring", CONF_FLAG, NULL, 0, 0,
     "Write to each watcher by itself, although the kernel would take many in one call."},
    {"test-routes", CONF_FLAG, NULL, 0, 0,
     "Add echo routes for conformance suites; refused on a public address."},
    {"web", CONF_TEXT, NULL, 0, 0,
     "The folder of the built web pages; without it, the one of the source tree."},
    {"fixtures", CONF_TEXT, NULL, 0, 0,
     "The folder of fixtures (demo); without it, the one of the source tree."},
    {"log-level", CONF_TEXT, "info", 0, 0, "error, warn, info or debug."},
    {"lock-wait-ms", CONF_NUMBER, "5000", 0, 600000,
     "How long a start waits for another node that holds the data folder."},
    {"redis-call-ms", CONF_NUMBER, "3000", 100, 60000, "Deadline of one call to Redis."},
    {"redis-check-ms", CONF_NUMBER, "10000", 100, 600000,
     "How often Redis' settings are read back."},
    {"request-ms", CONF_NUMBER, "5000", 100, 60000,
     "A write is answered by then, if need be with 503."},
    {"disk-free-min", CONF_NUMBER, "67108864", 0, INT64_MAX,
     "Bytes that must be free on the data folder's disk, else writes get 507."},
    {"connections-max", CONF_NUMBER, "18000", 1, 1000000, "Open connections at the most."},
    {"head-bytes-max", CONF_NUMBER, "16384", 1024, 1048576, "Request line and headers together."},
    {"body-bytes-max", CONF_NUMBER, "67108864", 1024, 1073741824,
     "The largest body of any route; each route has its own lower limit."},
    {"head-ms", CONF_NUMBER, "10000", 100, 600000,
     "Time for a request's headers, from the first byte."},
    {"body-ms", CONF_NUMBER, "30000", 100, 600000, "Time for a request's whole body."},
    {"idle-ms", CONF_NUMBER, "75000", 100, 3600000,
     "A quiet keep-alive connection is closed after this."},
    {"answer-ms", CONF_NUMBER, "30000", 100, 600000, "Time for a client to take an answer."},
    {"tick-ms", CONF_NUMBER, "50", 10, 10000, "Boards are pictured no more often than this."},
    {"follow-ms", CONF_NUMBER, "1000", 10, 600000,
     "The tile of one competitor that is followed is pictured no more often than this."},
    {"poll-ms", CONF_NUMBER, "3000", 100, 600000,
     "A page that cannot keep a live socket is told to ask for its boards this often."},
    {"boards-max", CONF_NUMBER, "20000", 1, 10000000,
     "Pieces of boards kept at once; beyond it no more are begun for pages without a socket."},
    {"course-ms", CONF_NUMBER, "10000", 10, 600000,
     "Of a board that somebody sees, places are kept no more often than this."},
    {"course-points-max", CONF_NUMBER, "200", 8, 2000,
     "So many points of a competitor's place over time are kept for each stage."},
    {"heartbeat-ms", CONF_NUMBER, "10000", 100, 600000,
     "Between two heartbeats on the live socket."},
    {"slow-ms", CONF_NUMBER, "30000", 1000, 3600000,
     "A watcher behind for longer than this is sent away (1013)."},
    {"session-ms", CONF_NUMBER, "43200000", 1000, 2592000000,
     "Someone who signed in stays so for this long."},
    {"pairing-ms", CONF_NUMBER, "120000", 100, 3600000,
     "A pairing code on a screen is good for this long."},
    {"pairings-max", CONF_NUMBER, "600", 1, 1000000,
     "Pairing codes for screens that one address may ask for in a minute."},
    {"sign-in-queue", CONF_NUMBER, "32", 1, 1000,
     "So many passwords wait for a thread; the next gets 503."},
    {"tries-free", CONF_NUMBER, "5", 0, 1000,
     "Wrong passwords of an account, or codes of one who pairs, that cost no waiting."},
    {"tries-free-address", CONF_NUMBER, "50", 0, 100000,
     "The same of an address whose visitors have not signed in (a hall is one address)."},
    {"tries-wait-ms", CONF_NUMBER, "2000", 1, 600000,
     "The wait after the next wrong one; it doubles with each."},
    {"tries-wait-max-ms", CONF_NUMBER, "900000", 1, 86400000,
     "The longest wait; all is forgiven after as long without a wrong one."},
    {"draft-ms", CONF_NUMBER, "172800000", 1000, 2592000000,
     "A judge's drafts are kept for this long after the last change."},
    {"drafts-max", CONF_NUMBER, "500", 1, 100000, "Drafts of one judge that are kept at once."},
    {"draft-bytes-max", CONF_NUMBER, "16384", 64, 65536, "The largest draft of a sheet."},
    {"fonts", CONF_TEXT, "/usr/share/fonts", 0, 0,
     "The folder with Debian's fonts, from which the web fonts of screens are cut."},
    {"font-people-max", CONF_NUMBER, "20000", 0, 10000000,
     "A competition with more people has no names in its web fonts: nearly every letter would be."},
    {"forecast-people-max", CONF_NUMBER, "20000", 0, 1000000,
     "A skill with more people has no forecasts on its boards; 0: none has."},
    {"scan-bytes-max", CONF_NUMBER, "4194304", 1024, 16777216,
     "The largest scan of a signed page."},
    {"photo-bytes-max", CONF_NUMBER, "2097152", 1024, 16777216,
     "The largest picture of the photo wall."},
    {"photo-pixels-max", CONF_NUMBER, "25000000", 100, 1000000000,
     "So many pixels a picture of the photo wall has at the most."},
    {"photos-max", CONF_NUMBER, "200", 1, 1000, "Pictures on the photo wall of a competition."},
    {"desk-ms", CONF_NUMBER, "30000", 1000, 600000,
     "A device that was not heard for this long no longer holds its seat."},
    {"speed", CONF_TEXT, NULL, 0, 0, "demo: this many times as fast as life."},
    {"server", CONF_TEXT, "http://127.0.0.1:8080", 0, 0, "import, export: the server to talk to."},
    {"organiser-token-file", CONF_TEXT, NULL, 0, 0,
     "import, export: a file that holds the organiser's token."},
    {"competition", CONF_TEXT, NULL, 0, 0, "export and roster import: the competition's id."},
    {"replace", CONF_FLAG, NULL, 0, 0,
     "import: the definition takes the place of the competition's; shown first."},
    {"reason", CONF_TEXT, NULL, 0, 0, "import --replace: why the rules are changed."},
    {"apply", CONF_FLAG, NULL, 0, 0, "import --replace: do it, and do not only show it."},
    {"set-aside", CONF_TEXT, NULL, 0, 0,
     "import --replace: the key of the sheets that may stop counting, as it was shown."},
    {"skill", CONF_TEXT, NULL, 0, 0, "export: the skill's id."},
    {"format", CONF_TEXT, "csv", 0, 0, "export: csv or json."},
    {"draft", CONF_FLAG, NULL, 0, 0, "export: also when marks are still missing."},
    {"receipts", CONF_TEXT, NULL, 0, 0,
     "verify: a file of outside witnesses, one a line: receipts (NDJSON), heads of printed pages."},
    {"redis-wait-ms", CONF_NUMBER, "60000", 100, 3600000,
     "verify: a Redis that neither answers nor says that it is reading its files is waited for so "
     "long."},
    {"json", CONF_FLAG, NULL, 0, 0, "verify, check: the outcome as JSON."},
    {NULL, CONF_TEXT, NULL, 0, 0, NULL}};

static void set_log_level(const char *name)
{
    static const char *const names[] = {"error", "warn", "info", "debug"};

    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i], name) == 0) {
            log_set_level((enum log_level)i);
        }
    }
}

static int say(FILE *where, const char *usage, const struct buf *text)
{
    (void)fprintf(where, "%s\n%.*s", usage, (int)text->len, text->bytes);
    return where == stdout ? 0 : EX_USAGE;
}

static int helped(const char *usage)
{
    struct buf *text = buf_new(4096);

    conf_help(settings_table, text);
    int code = say(stdout, usage, text);
    buf_unref(text);
    return code;
}

static int mistaken(struct buf *problem)
{
    (void)fprintf(stderr, "jinbang: %.*s\n", (int)problem->len, problem->bytes);
    return EX_USAGE;
}

int settings_read(int argc, char **argv, const char *usage, struct conf **ret)
{
    struct buf *problem = buf_new(128);
    struct conf *conf = conf_new(settings_table);
    int code = -1;

    if (!conf_read(conf, argc, argv, 2, problem)) {
        code = mistaken(problem);
    } else if (conf_flag(conf, "help")) {
        code = helped(usage);
    } else {
        set_log_level(conf_text(conf, "log-level"));
    }
    buf_unref(problem);
    *ret = code < 0 ? conf : conf_free(conf);
    return code;
}

enum problem_language settings_language(void)
{
    const char *lang = getenv("LANG");
    return lang && strncmp(lang, "zh", 2) == 0 ? PROBLEM_ZH : PROBLEM_EN;
}
