#include "cli/certificate.h"

#include "base/buf.h"
#include "base/conf.h"
#include "base/file.h"
#include "base/must.h"
#include "base/text.h"
#include "cli/certificate_names.h"
#include "cli/certificate_say.h"
#include "cli/settings.h"
#include "net/cert.h"
#include "net/cert_check.h"
#include "net/cert_make.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

enum { PATH_SIZE = 1200 };

static const char usage[] =
    "usage: jinbang certificate [--data DIR] [--host NAME,ADDRESS …] [--new-ca]\n"
    "       jinbang certificate [--data DIR] --own-cert FILE --own-key FILE [--host NAME …]\n"
    "Makes a certificate for this server, and at the first time a local authority that tablets are "
    "told\nto trust; again, it renews the certificate and keeps the authority. Or checks the "
    "union's "
    "own\ncertificate and takes it. `jinbang serve --data DIR` uses it by itself.\n\n";

struct work {
    const struct conf *conf;
    const char *data;
    char authority[PATH_SIZE], key[PATH_SIZE], server[PATH_SIZE];
    struct cert_make_names names;
    bool found; // the names are this machine's, none was asked for
    struct buf *advice, *problem;
};

void certificate_path(const char *data_dir, enum certificate_file file, char *out, size_t size)
{
    static const char *const names[] = {[CERTIFICATE_AUTHORITY] = "ca.crt",
                                        [CERTIFICATE_AUTHORITY_KEY] = "ca.key",
                                        [CERTIFICATE_SERVER] = "server.pem"};

    (void)snprintf(out, size, "%s/tls/%s", data_dir, names[file]);
}

static bool write_file(struct work *work, const char *path, const struct buf *text, mode_t mode)
{
    bool good = file_write(path, (struct slice){text->bytes, text->len}, mode);

    if (!good) {
        text_printf(work->problem, "%s cannot be written: %s", path, strerror(errno));
    }
    return good;
}

static bool make_folders(struct work *work)
{
    char folder[PATH_SIZE];

    (void)snprintf(folder, sizeof folder, "%s/tls", work->data);
    if ((mkdir(work->data, 0700) == 0 || errno == EEXIST) &&
        (mkdir(folder, 0700) == 0 || errno == EEXIST)) {
        return true;
    }
    text_printf(work->problem, "the folder %s cannot be made: %s", folder, strerror(errno));
    return false;
}

// ---- the local authority

// The key first: an authority without its key would be of no use, a key without one is replaced.
static bool make_authority(struct work *work)
{
    struct cert_make_names limits = {.count = 0};
    struct buf *cert = buf_new(1024);
    struct buf *key = buf_new(512);
    char who[256];
    char day[16];
    time_t now = time(NULL);
    struct tm parts;

    must(gmtime_r(&now, &parts) && strftime(day, sizeof day, "%Y-%m-%d", &parts) > 0);
    (void)snprintf(who, sizeof who, "Jinbang 金榜 %.30s %s", work->names.texts[0], day);
    for (size_t i = 0; i < work->names.count; i++) {
        must(cert_make_add(&limits, work->names.texts[i], work->problem));
    }
    certificate_names_found(work->server, &limits); // so that a later renewal may name them
    cert_make_authority(&limits, who, cert, key);
    cert_make_done(&limits);
    bool good =
        write_file(work, work->key, key, 0600) && write_file(work, work->authority, cert, 0644);
    buf_unref(cert);
    buf_unref(key);
    return good;
}

static bool key_is_private(struct work *work)
{
    struct stat what;

    if (stat(work->key, &what) != 0) {
        text_printf(work->problem,
                    "the authority's key %s is gone; --new-ca makes another authority, which every "
                    "device must then trust anew",
                    work->key);
        return false;
    }
    if ((what.st_mode & 077) != 0) {
        text_printf(work->problem,
                    "others can read the authority's key: chmod 600 %s, or, if somebody may have "
                    "copied it, --new-ca",
                    work->key);
        return false;
    }
    return true;
}

// Names that nobody asked for are left out where the authority may not vouch for them; of those
// that somebody did, none.
static bool sift(struct work *work)
{
    struct buf *out = buf_new(64);

    cert_make_sift(work->authority, &work->names, out);
    bool good = out->len == 0 || work->found;
    if (!good) {
        text_printf(
            work->problem,
            "this authority was made for other names and may not vouch for %.*s; leave that "
            "out, or make another authority with --new-ca, which every device must then "
            "trust anew",
            (int)out->len, out->bytes);
    } else if (out->len > 0) {
        text_printf(work->advice, "The authority may not vouch for %.*s: left out. ", (int)out->len,
                    out->bytes);
    }
    buf_unref(out);
    return good;
}

static bool issue(struct work *work)
{
    struct buf *text = buf_new(4096);
    bool good = sift(work) &&
                cert_make_server(work->authority, work->key, &work->names, text, work->problem);

    good = good && write_file(work, work->server, text, 0600);
    buf_unref(text);
    return good;
}

static bool make(struct work *work)
{
    bool anew = conf_flag(work->conf, "new-ca") || access(work->authority, F_OK) != 0;

    return (anew ? make_authority(work) : key_is_private(work)) && issue(work);
}

// ---- the union's own

static bool take(struct work *work, const char *cert_file, const char *key_file)
{
    if (!cert_check(cert_file, key_file, &work->names, work->advice, work->problem)) {
        return false;
    }
    struct buf *key = file_read(key_file);
    struct buf *chain = file_read(cert_file);
    bool good = key && chain;
    if (good && strcmp(cert_file, key_file) != 0) {
        text_printf(key, "\n");
        buf_add(key, chain->bytes, chain->len);
    }
    good = good && write_file(work, work->server, key, 0600);
    buf_unref(key);
    buf_unref(chain);
    return good;
}

static bool do_it(struct work *work, int argc, char **argv)
{
    const char *cert = conf_text(work->conf, "own-cert");
    const char *key = conf_text(work->conf, "own-key");

    if (!cert != !key) {
        text_printf(work->problem, "--own-cert and --own-key go together");
        return false;
    }
    if (!certificate_names_given(work->conf, argc, argv, &work->names, work->problem)) {
        return false;
    }
    if (cert) {
        return make_folders(work) && take(work, cert, key);
    }
    if (work->names.count == 0) {
        certificate_names_found(work->server, &work->names);
        work->found = true;
    }
    return make_folders(work) && make(work);
}

int certificate_command(int argc, char **argv)
{
    struct conf *conf = NULL;
    int code = settings_read(argc, argv, usage, &conf);

    if (code >= 0) {
        return code;
    }
    struct work work = {.conf = conf,
                        .data = conf_text(conf, "data"),
                        .advice = buf_new(64),
                        .problem = buf_new(128)};
    certificate_path(work.data, CERTIFICATE_AUTHORITY, work.authority, sizeof work.authority);
    certificate_path(work.data, CERTIFICATE_AUTHORITY_KEY, work.key, sizeof work.key);
    certificate_path(work.data, CERTIFICATE_SERVER, work.server, sizeof work.server);
    bool good = do_it(&work, argc, argv);
    struct cert *cert = good ? cert_read(work.server, work.problem) : NULL;
    if (cert) {
        certificate_say(cert, conf, work.server, work.advice);
    } else {
        (void)fprintf(stderr, "jinbang certificate: %.*s\n", (int)work.problem->len,
                      work.problem->bytes);
    }
    cert_make_done(&work.names);
    buf_unref(work.advice);
    buf_unref(work.problem);
    conf_free(conf);
    return cert ? (cert_free(cert), 0) : EX_CONFIG;
}
