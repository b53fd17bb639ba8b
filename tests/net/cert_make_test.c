// An authority and what it gives, read back by the same eyes that a device has.
#include "base/buf.h"
#include "base/file.h"
#include "net/cert.h"
#include "net/cert_check.h"
#include "net/cert_make.h"
#include "tests/unit.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static struct {
    char folder[40], authority[64], key[64], server[64];
} at;

static void write_file(const char *path, const struct buf *text)
{
    assert_true(file_write(path, (struct slice){text->bytes, text->len}, 0600));
}

static struct cert_make_names names_of(const char *const *texts)
{
    struct cert_make_names names = {.count = 0};
    struct buf *problem = buf_new(64);

    for (; *texts; texts++) {
        assert_true(cert_make_add(&names, *texts, problem));
    }
    buf_unref(problem);
    return names;
}

#define NAMES(...) names_of((const char *const[]){__VA_ARGS__, NULL})

static void make_authority(const char *name)
{
    struct cert_make_names names = NAMES(name);
    struct buf *cert = buf_new(64);
    struct buf *key = buf_new(64);

    cert_make_authority(&names, "Jinbang 金榜", cert, key);
    write_file(at.authority, cert);
    write_file(at.key, key);
    buf_unref(cert);
    buf_unref(key);
    cert_make_done(&names);
}

static bool make_server(struct cert_make_names names, struct buf *problem)
{
    struct buf *text = buf_new(64);
    bool good = cert_make_server(at.authority, at.key, &names, text, problem);

    if (good) {
        write_file(at.server, text);
    }
    buf_unref(text);
    cert_make_done(&names);
    return good;
}

static X509 *first_of(const char *path)
{
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    X509 *x509 = PEM_read_X509(file, NULL, NULL, NULL);

    assert_int_equal(fclose(file), 0);
    assert_non_null(x509);
    return x509;
}

static void names_are_host_names_or_addresses(void **state)
{
    static const char *const good[] = {"jinbang",         "Jinbang.Local", "a-b.example",
                                       "xn--jbrt4v.test", "192.168.1.5",   "::1",
                                       "FD00::2",         "1a.test"};
    static const char *const bad[] = {"",        "-a",        "a-",        "a..b",      ".a",
                                      "a.",      "a_b",       "a b",       "金榜.test", "https://a",
                                      "a:8080",  "192.168.1", "1.2.3.256", "a/b",       "*.test",
                                      "a,DNS:b", "[::1]",     "::1%eth0",  "a\n"};
    struct cert_make_names names = {.count = 0};
    struct buf *problem = buf_new(64);

    (void)state;
    for (size_t i = 0; i < ROWS(good); i++) {
        assert_true(cert_make_add(&names, good[i], problem));
    }
    assert_int_equal(names.count, ROWS(good));
    assert_string_equal(names.texts[1], "jinbang.local");
    assert_string_equal(names.texts[6], "fd00::2");
    assert_true(cert_make_add(&names, "JINBANG", problem));
    assert_int_equal(names.count, ROWS(good));
    assert_int_equal(problem->len, 0);
    for (size_t i = 0; i < ROWS(bad); i++) {
        if (cert_make_add(&names, bad[i], problem)) {
            fail_msg("%s was taken", bad[i]);
        }
    }
    buf_unref(problem);
    cert_make_done(&names);
}

static void sixty_four_names_fit_and_no_more(void **state)
{
    struct cert_make_names names = {.count = 0};
    struct buf *problem = buf_new(64);
    char text[16];

    (void)state;
    for (int i = 0; i < CERT_MAKE_NAMES_MAX; i++) {
        (void)snprintf(text, sizeof text, "10.0.0.%d", i);
        assert_true(cert_make_add(&names, text, problem));
    }
    assert_false(cert_make_add(&names, "10.0.1.0", problem));
    assert_true(problem->len > 0);
    buf_unref(problem);
    cert_make_done(&names);
}

static void the_certificate_keeps_to_the_profile_and_to_what_browsers_take(void **state)
{
    struct buf *problem = buf_new(64);

    (void)state;
    make_authority("jinbang.example");
    assert_true(make_server(NAMES("jinbang.example", "192.168.1.5"), problem));
    X509 *x509 = first_of(at.server);
    int days = 0;
    int seconds = 0;
    assert_int_equal(
        ASN1_TIME_diff(&days, &seconds, X509_get0_notBefore(x509), X509_get0_notAfter(x509)), 1);
    assert_true(days <= 398);
    assert_int_equal(X509_get_version(x509), X509_VERSION_3);
    assert_false(X509_get_extension_flags(x509) & EXFLAG_CA);
    assert_int_equal(X509_get_key_usage(x509), KU_DIGITAL_SIGNATURE);
    assert_int_equal(X509_get_extended_key_usage(x509), XKU_SSL_SERVER);
    assert_int_equal(X509_check_host(x509, "jinbang.example", 0, 0, NULL), 1);
    assert_int_equal(X509_check_ip_asc(x509, "192.168.1.5", 0), 1);
    assert_int_equal(X509_check_host(x509, "other.example", 0, 0, NULL), 0);
    X509_free(x509);
    x509 = first_of(at.authority);
    assert_true(X509_get_extension_flags(x509) & EXFLAG_CA);
    assert_int_equal(X509_get_pathlen(x509), 0);
    assert_int_equal(X509_get_key_usage(x509), KU_KEY_CERT_SIGN | KU_CRL_SIGN);
    int critical = 0;
    NAME_CONSTRAINTS *limits = X509_get_ext_d2i(x509, NID_name_constraints, &critical, NULL);
    assert_non_null(limits);
    assert_int_equal(critical, 1);
    NAME_CONSTRAINTS_free(limits);
    X509_free(x509);
    buf_unref(problem);
}

static void the_authority_vouches_for_the_hall_and_for_nobody_else(void **state)
{
    static const struct {
        const char *name;
        bool may;
    } rows[] = {{"jinbang.example", true}, {"a.jinbang.example", true}, {"tablet.local", true},
                {"10.1.2.3", true},        {"172.31.0.1", true},        {"192.168.9.9", true},
                {"fd12::1", true},         {"localhost", true},         {"example", false},
                {"bank.example", false},   {"xjinbang.example", false}, {"8.8.8.8", false},
                {"172.32.0.1", false},     {"2001:db8::1", false}};

    (void)state;
    make_authority("jinbang.example");
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct buf *problem = buf_new(64);
        struct buf *out = buf_new(64);
        struct cert_make_names names = NAMES(rows[i].name);
        if (make_server(NAMES(rows[i].name), problem) != rows[i].may) {
            fail_msg("%s: %.*s", rows[i].name, (int)problem->len, problem->bytes);
        }
        cert_make_sift(at.authority, &names, out);
        assert_int_equal(names.count, rows[i].may);
        assert_int_equal(out->len > 0, !rows[i].may);
        cert_make_done(&names);
        buf_unref(out);
        buf_unref(problem);
    }
}

static void what_was_made_is_read_back(void **state)
{
    struct buf *problem = buf_new(64);

    (void)state;
    make_authority("jinbang.example");
    assert_true(make_server(NAMES("jinbang.example", "192.168.1.5", "fd00::2"), problem));
    struct cert *cert = cert_read(at.server, problem);
    struct cert *authority = cert_read(at.authority, problem);
    assert_true(cert && authority);
    assert_int_equal(cert->name_count, 3);
    assert_string_equal(cert->names[0], "jinbang.example");
    assert_string_equal(cert->names[1], "192.168.1.5");
    assert_string_equal(cert->names[2], "fd00::2");
    assert_false(cert->known);
    assert_non_null(cert->root);
    assert_string_equal(cert->fingerprint, authority->fingerprint);
    assert_int_equal(strlen(cert->fingerprint), 32 * 3 - 1);
    assert_true(cert_fits(cert, "JINBANG.example") && cert_fits(cert, "fd00:0::2"));
    assert_false(cert_fits(cert, "a.jinbang.example") || cert_fits(cert, "192.168.1.50"));
    cert_free(cert);
    cert_free(authority);
    buf_unref(problem);
}

static void days_left_are_whole_days_and_negative_afterwards(void **state)
{
    const struct cert cert = {.until_s = 1000000};

    (void)state;
    assert_int_equal(cert_days_left(&cert, 1000000 - 86400), 1);
    assert_int_equal(cert_days_left(&cert, 1000000 - 86399), 0);
    assert_int_equal(cert_days_left(&cert, 1000000), 0);
    assert_int_equal(cert_days_left(&cert, 1000001), -1);
    assert_int_equal(cert_days_left(&cert, 1000000 + 86401), -2);
}

static void a_star_stands_for_one_label(void **state)
{
    static char star[] = "*.hall.example";
    char *names[] = {star};
    const struct cert cert = {.names = names, .name_count = 1};

    (void)state;
    assert_true(cert_fits(&cert, "a.hall.example"));
    assert_false(cert_fits(&cert, "hall.example") || cert_fits(&cert, "a.b.hall.example") ||
                 cert_fits(&cert, ".hall.example"));
}

static void another_key_is_not_the_authoritys(void **state)
{
    struct buf *problem = buf_new(64);
    struct buf *cert = buf_new(64);
    struct buf *key = buf_new(64);
    struct cert_make_names names = NAMES("localhost");

    (void)state;
    make_authority("jinbang.example");
    cert_make_authority(&names, "other", cert, key);
    write_file(at.key, key);
    assert_false(make_server(NAMES("localhost"), problem));
    assert_non_null(memmem(problem->bytes, problem->len, "not the authority's", 19));
    cert_make_done(&names);
    buf_unref(cert);
    buf_unref(key);
    buf_unref(problem);
}

static void a_long_name_is_cut_between_characters(void **state)
{
    struct cert_make_names names = NAMES("localhost");
    struct buf *cert = buf_new(64);
    struct buf *key = buf_new(64);
    char who[256] = "";

    (void)state;
    for (int i = 0; i < 70; i++) {
        strcat(who, "榜");
    }
    cert_make_authority(&names, who, cert, key);
    write_file(at.authority, cert);
    X509 *x509 = first_of(at.authority);
    char *line = X509_NAME_oneline(X509_get_subject_name(x509), NULL, 0);
    size_t count = 0;
    for (const char *each = strstr(line, "/CN="); (each = strstr(each, "\\xE6")) != NULL; each++) {
        count++;
    }
    assert_int_equal(count, 64);
    OPENSSL_free(line);
    X509_free(x509);
    cert_make_done(&names);
    buf_unref(cert);
    buf_unref(key);
}

static void what_a_local_authority_gives_would_pass_as_ones_own(void **state)
{
    struct buf *problem = buf_new(64);
    struct buf *advice = buf_new(64);
    struct cert_make_names names = NAMES("jinbang.example");

    (void)state;
    make_authority("jinbang.example");
    assert_true(make_server(NAMES("jinbang.example"), problem));
    assert_true(cert_check(at.server, at.server, &names, advice, problem));
    assert_int_equal(problem->len + advice->len, 0);
    cert_make_done(&names);
    buf_unref(problem);
    buf_unref(advice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_host_names_or_addresses),
        cmocka_unit_test(sixty_four_names_fit_and_no_more),
        cmocka_unit_test(the_certificate_keeps_to_the_profile_and_to_what_browsers_take),
        cmocka_unit_test(the_authority_vouches_for_the_hall_and_for_nobody_else),
        cmocka_unit_test(what_was_made_is_read_back),
        cmocka_unit_test(days_left_are_whole_days_and_negative_afterwards),
        cmocka_unit_test(a_star_stands_for_one_label),
        cmocka_unit_test(another_key_is_not_the_authoritys),
        cmocka_unit_test(a_long_name_is_cut_between_characters),
        cmocka_unit_test(what_a_local_authority_gives_would_pass_as_ones_own)};

    strcpy(at.folder, "/tmp/jinbang-make-XXXXXX");
    if (!mkdtemp(at.folder)) {
        return 1;
    }
    (void)snprintf(at.authority, sizeof at.authority, "%s/ca.crt", at.folder);
    (void)snprintf(at.key, sizeof at.key, "%s/ca.key", at.folder);
    (void)snprintf(at.server, sizeof at.server, "%s/server.pem", at.folder);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    (void)unlink(at.authority);
    (void)unlink(at.key);
    (void)unlink(at.server);
    return failed + (rmdir(at.folder) != 0);
}
