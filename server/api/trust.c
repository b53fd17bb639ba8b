#include "api/trust.h"

#include "api/page.h"
#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/must.h"
#include "base/secret.h"
#include "base/text.h"
#include "net/cert.h"
#include "net/http.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static const char authority_file[] = "/jinbang-ca.crt";
static const char profile_file[] = "/jinbang.mobileconfig";

// ---- what there is to trust

static void add_time(struct buf *out, int64_t at_s)
{
    time_t time = (time_t)at_s;
    struct tm parts;
    char text[32] = "";

    if (gmtime_r(&time, &parts)) {
        (void)strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    }
    text_printf(out, "\"%s\"", text);
}

static void add_cert(struct buf *json, const struct cert *cert)
{
    int64_t left = cert_days_left(cert, (int64_t)time(NULL));

    text_printf(json, ",\"known\":%s,\"installable\":%s", cert->known ? "true" : "false",
                cert->root ? "true" : "false");
    text_printf(json, ",\"fingerprint\":\"%s\",\"sha1\":\"%s\",\"serial\":\"%s\"",
                cert->fingerprint, cert->sha1, cert->serial);
    text_printf(json, ",\"until\":");
    add_time(json, cert->until_s);
    text_printf(json, ",\"days_left\":%lld,\"soon\":%s,\"names\":[", (long long)left,
                left < CERT_SOON_DAYS ? "true" : "false");
    for (size_t i = 0; i < cert->name_count; i++) {
        text_add(json, i ? SLICE(",") : SLICE(""));
        text_json(json, slice_of(cert->names[i]));
    }
    text_add(json, SLICE("]"));
}

void trust_about(struct visit *visit)
{
    const struct cert *cert = visit->api->cert;
    struct buf *json = buf_new(512);

    text_printf(json, "{\"tls\":%s", cert ? "true" : "false");
    if (cert) {
        add_cert(json, cert);
    }
    text_add(json, SLICE("}"));
    visit_json(visit, 200, json, NULL);
}

static void send_file(struct visit *visit, struct buf *body, const char *type, const char *name)
{
    const char *headers = arena_printf(
        visit->request->arena,
        "Content-Disposition: attachment; filename=\"%s\"\r\nCache-Control: no-store\r\n"
        "X-Content-Type-Options: nosniff\r\n",
        name + 1);

    http_answer(visit->request, &(struct http_answer){
                                    .status = 200, .type = type, .body = body, .headers = headers});
}

void trust_authority(struct visit *visit)
{
    const struct cert *cert = visit->api->cert;

    if (cert && cert->root) {
        send_file(visit, buf_ref(cert->root), "application/x-x509-ca-cert", authority_file);
    } else {
        visit_problem(visit, "not-found", "");
    }
}

// The same root always has the same name, so that installing it again replaces it: RFC 9562,
// version 8, from the fingerprint.
static void write_uuid(const struct buf *root, unsigned char salt, char out[37])
{
    const struct slice pieces[] = {{(const char *)&salt, 1}, {root->bytes, root->len}};
    unsigned char hash[SECRET_HASH];
    char hex[33];

    secret_sha256_of(pieces, 2, hash);
    hash[6] = (unsigned char)((hash[6] & 0x0fU) | 0x80U);
    hash[8] = (unsigned char)((hash[8] & 0x3fU) | 0x80U);
    text_hex(hash, 16, hex);
    (void)snprintf(out, 37, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16,
                   hex + 20);
}

// A configuration profile (Apple, "Configuration Profile Reference", com.apple.security.root).
static struct buf *profile_of(const struct cert *cert, struct arena *arena)
{
    struct buf *out = buf_new(4096);
    char *base64 = arena_alloc(arena, (cert->root->len + 2) / 3 * 4 + 1);
    char outer[37];
    char inner[37];

    (void)text_base64((const unsigned char *)cert->root->bytes, cert->root->len, base64);
    write_uuid(cert->root, 0, outer);
    write_uuid(cert->root, 1, inner);
    text_printf(out,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" "
                "\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n"
                "<plist version=\"1.0\"><dict>\n"
                "<key>PayloadType</key><string>Configuration</string>\n"
                "<key>PayloadVersion</key><integer>1</integer>\n"
                "<key>PayloadIdentifier</key><string>jinbang.trust.%s</string>\n"
                "<key>PayloadUUID</key><string>%s</string>\n"
                "<key>PayloadDisplayName</key><string>金榜 Jinbang</string>\n",
                outer, outer);
    text_printf(out,
                "<key>PayloadDescription</key><string>SHA-256 %s</string>\n"
                "<key>PayloadContent</key><array><dict>\n"
                "<key>PayloadType</key><string>com.apple.security.root</string>\n"
                "<key>PayloadVersion</key><integer>1</integer>\n"
                "<key>PayloadIdentifier</key><string>jinbang.trust.%s.root</string>\n"
                "<key>PayloadUUID</key><string>%s</string>\n"
                "<key>PayloadDisplayName</key><string>金榜 Jinbang CA</string>\n"
                "<key>PayloadCertificateFileName</key><string>jinbang-ca.crt</string>\n"
                "<key>PayloadContent</key><data>%s</data>\n"
                "</dict></array></dict></plist>\n",
                cert->fingerprint, outer, inner, base64);
    return buf_seal(out);
}

void trust_profile(struct visit *visit)
{
    const struct cert *cert = visit->api->cert;

    if (cert && cert->root) {
        send_file(visit, profile_of(cert, visit->request->arena),
                  "application/x-apple-aspen-config", profile_file);
    } else {
        visit_problem(visit, "not-found", "");
    }
}

// ---- the plain side of a TLS server

static bool is_open_path(struct slice path)
{
    static const char *const open[] = {"/trust",    "/trust.html",  "/api/v1/trust", "/livez",
                                       "/seal.svg", authority_file, profile_file};

    for (size_t i = 0; i < sizeof open / sizeof open[0]; i++) {
        if (slice_is(path, open[i])) {
            return true;
        }
    }
    return slice_starts(path, "/assets/");
}

// As a query's value (RFC 3986, 3.4): all but unreserved signs and the slash.
static void add_encoded(struct buf *out, struct slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char sign = (unsigned char)text.at[i];
        if (isalnum(sign) || (sign && strchr("-._~/", sign))) {
            text_add(out, (struct slice){text.at + i, 1});
        } else {
            text_printf(out, "%%%02X", sign);
        }
    }
}

static void send_on(struct visit *visit)
{
    struct buf *to = buf_new(64);

    add_encoded(to, visit->request->target);
    const char *headers = arena_printf(visit->request->arena,
                                       "Location: /trust?next=%.*s\r\nCache-Control: no-store\r\n",
                                       (int)to->len, to->bytes);
    buf_unref(to);
    http_answer(visit->request, &(struct http_answer){.status = 302, .headers = headers});
}

bool trust_turns_away(struct visit *visit)
{
    const struct request *request = visit->request;
    bool reads = strcmp(request->method, "GET") == 0 || strcmp(request->method, "HEAD") == 0;

    if (!visit->api->cert || request->tls || (reads && is_open_path(request->path))) {
        return false;
    }
    if (reads && page_exists(visit)) {
        send_on(visit);
    } else {
        visit_problem(visit, "https-required", "");
    }
    return true;
}
