#include "cli/secure.h"

#include "base/buf.h"
#include "base/conf.h"
#include "base/log.h"
#include "base/must.h"
#include "base/text.h"
#include "cli/certificate.h"
#include "net/cert.h"
#include "net/tls.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { PATH_SIZE = 1200 };

struct stamp { // of a file: another one is another file
    int64_t seconds, nanoseconds, bytes;
    uint64_t inode;
};

struct secure {
    char cert_file[PATH_SIZE], key_file[PATH_SIZE];
    struct tls *tls; // NULL: plain
    struct cert *cert;
    struct stamp seen[2];
    int64_t days_left; // as last told
    uint64_t check_ms;
    uv_timer_t timer;
    bool watching;
    void (*on_renewed)(void *owner, const struct cert *cert);
    void *owner;
    void (*on_closed)(void *owner);
    void *close_owner;
};

static struct stamp stamp_of(const char *path)
{
    struct stat what;

    if (stat(path, &what) != 0) {
        return (struct stamp){0};
    }
    return (struct stamp){what.st_mtim.tv_sec, what.st_mtim.tv_nsec, what.st_size, what.st_ino};
}

static bool look(struct secure *secure)
{
    struct stamp now[2] = {stamp_of(secure->cert_file), stamp_of(secure->key_file)};
    bool changed = memcmp(now, secure->seen, sizeof now) != 0;

    memcpy(secure->seen, now, sizeof now);
    return changed;
}

// ---- what is said

static void say_days(struct secure *secure)
{
    int64_t left = cert_days_left(secure->cert, (int64_t)time(NULL));

    if (left < CERT_SOON_DAYS && left != secure->days_left) {
        log_line(LOG_WARN, "secure.expires", "days_left=%lld file=\"%s\"", (long long)left,
                 secure->cert_file);
    }
    secure->days_left = left;
}

static void say_cert(struct secure *secure)
{
    const struct cert *cert = secure->cert;
    struct buf *names = buf_new(128);

    for (size_t i = 0; i < cert->name_count; i++) {
        text_printf(names, "%s%s", i ? " " : "", cert->names[i]);
    }
    log_line(LOG_INFO, "secure.certificate",
             "file=\"%s\" names=\"%.*s\" serial=%s days_left=%lld fingerprint=%s",
             secure->cert_file, (int)names->len, names->bytes, cert->serial,
             (long long)cert_days_left(cert, (int64_t)time(NULL)), cert->fingerprint);
    buf_unref(names);
    secure->days_left = CERT_SOON_DAYS;
    say_days(secure);
}

// ---- coming up

// False and a sentence when only one of the two is there.
static bool find_files(struct secure *secure, const struct conf *conf, struct buf *problem)
{
    const char *cert = conf_text(conf, "tls-cert");
    const char *key = conf_text(conf, "tls-key");

    if (!cert != !key) {
        text_printf(problem, "--tls-cert and --tls-key go together");
        return false;
    }
    if (cert) {
        (void)snprintf(secure->cert_file, sizeof secure->cert_file, "%s", cert);
        (void)snprintf(secure->key_file, sizeof secure->key_file, "%s", key);
        return true;
    }
    certificate_path(conf_text(conf, "data"), CERTIFICATE_SERVER, secure->cert_file,
                     sizeof secure->cert_file);
    memcpy(secure->key_file, secure->cert_file, sizeof secure->key_file);
    if (access(secure->cert_file, F_OK) != 0) {
        secure->cert_file[0] = '\0';
    }
    return true;
}

static bool load(struct secure *secure, struct buf *problem)
{
    if (secure->cert_file[0] == '\0') {
        return true;
    }
    (void)look(secure);
    secure->tls = tls_server(secure->cert_file, secure->key_file, problem);
    secure->cert = secure->tls ? cert_read(secure->cert_file, problem) : NULL;
    if (secure->cert) {
        say_cert(secure);
    }
    return secure->cert != NULL;
}

struct secure *secure_open(const struct conf *conf, struct buf *problem)
{
    struct secure *secure = calloc(1, sizeof *secure);

    must(secure);
    secure->check_ms = (uint64_t)conf_number(conf, "tls-check-ms");
    return find_files(secure, conf, problem) && load(secure, problem) ? secure
                                                                      : secure_free(secure);
}

struct secure *secure_free(struct secure *secure)
{
    if (secure) {
        must(!secure->watching);
        cert_free(secure->cert);
        tls_free(secure->tls);
        free(secure);
    }
    return NULL;
}

struct tls *secure_tls(const struct secure *secure)
{
    return secure->tls;
}

const struct cert *secure_cert(const struct secure *secure)
{
    return secure->cert;
}

// ---- while it runs

void secure_renew(struct secure *secure)
{
    struct buf *problem = buf_new(128);

    if (secure->tls) {
        (void)look(secure);
        struct cert *fresh = cert_read(secure->cert_file, problem);
        if (fresh && tls_renew(secure->tls, secure->cert_file, secure->key_file, problem)) {
            struct cert *old = secure->cert;
            secure->cert = fresh;
            if (secure->on_renewed) {
                secure->on_renewed(secure->owner, fresh);
            }
            cert_free(old);
            say_cert(secure);
        } else {
            cert_free(fresh);
            log_line(LOG_ERROR, "secure.refused", "why=\"%.*s\" goes_on_with=%s", (int)problem->len,
                     problem->bytes, secure->cert->serial);
        }
    }
    buf_unref(problem);
}

static void on_timer(uv_timer_t *timer)
{
    struct secure *secure = timer->data;

    if (look(secure)) {
        secure_renew(secure);
    }
    say_days(secure);
}

void secure_watch(struct secure *secure, uv_loop_t *loop,
                  void (*on_renewed)(void *owner, const struct cert *cert), void *owner)
{
    if (!secure->tls) {
        return;
    }
    secure->on_renewed = on_renewed;
    secure->owner = owner;
    secure->watching = true;
    secure->timer.data = secure;
    must(uv_timer_init(loop, &secure->timer) == 0);
    uv_timer_start(&secure->timer, on_timer, secure->check_ms, secure->check_ms);
}

static void on_timer_closed(uv_handle_t *handle)
{
    struct secure *secure = handle->data;

    secure->watching = false;
    secure->on_closed(secure->close_owner);
}

void secure_close(struct secure *secure, void (*on_closed)(void *owner), void *owner)
{
    if (!secure->watching) {
        on_closed(owner);
        return;
    }
    secure->on_closed = on_closed;
    secure->close_owner = owner;
    uv_close((uv_handle_t *)&secure->timer, on_timer_closed);
}
