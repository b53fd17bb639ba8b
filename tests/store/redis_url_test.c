#include "base/secret.h"
#include "store/redis_url.h"
#include "tests/unit.h"

#include <string.h>

static void reads_the_parts_of_an_address(void **state)
{
    (void)state;

    static const struct {
        const char *text, *path, *host, *user, *password, *db;
        uint16_t port;
    } rows[] = {
        {"redis://localhost", NULL, "localhost", NULL, NULL, NULL, 6379},
        {"redis://10.0.0.1:7000/", NULL, "10.0.0.1", NULL, NULL, NULL, 7000},
        {"redis://[::1]:7000/4", NULL, "::1", NULL, NULL, "4", 7000},
        {"redis://[::1]", NULL, "::1", NULL, NULL, NULL, 6379},
        {"redis://:p%40ss@host/0", NULL, "host", NULL, "p@ss", NULL, 6379},
        {"redis://judge:a:b@host", NULL, "host", "judge", "a:b", NULL, 6379},
        {"unix:///run/redis.sock", "/run/redis.sock", NULL, NULL, NULL, NULL, 0},
        {"unix:///a%20b/r.sock?db=3", "/a b/r.sock", NULL, NULL, NULL, "3", 0},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *problem = NULL;
        struct redis_url *url = redis_url_new(rows[i].text, &problem);
        assert_non_null(url);
        const char *pairs[][2] = {{url->path, rows[i].path},
                                  {url->host, rows[i].host},
                                  {url->user, rows[i].user},
                                  {url->password, rows[i].password},
                                  {url->db, rows[i].db}};
        for (size_t k = 0; k < ROWS(pairs); k++) {
            assert_int_equal(pairs[k][0] == NULL, pairs[k][1] == NULL);
            if (pairs[k][0]) {
                assert_string_equal(pairs[k][0], pairs[k][1]);
            }
        }
        assert_int_equal(url->port, rows[i].port);
        redis_url_free(url);
    }
}

static void refuses_with_words_what_is_no_address(void **state)
{
    (void)state;

    static const struct {
        const char *text, *word;
    } rows[] = {
        {"", "begins with"},
        {"http://host", "begins with"},
        {"rediss://host", "TLS"},
        {"redis://", "no host"},
        {"redis://:7000", "no host"},
        {"redis://host:0", "port"},
        {"redis://host:65536", "port"},
        {"redis://host:x", "port"},
        {"redis://[::1", "IPv6"},
        {"redis://[::1]x", "IPv6"},
        {"redis://host/x", "database"},
        {"redis://host/-1", "database"},
        {"redis://secret@host", "user:password@"},
        {"redis://:%zz@host", "percent"},
        {"unix://run/redis.sock", "absolute"},
        {"unix:///", "absolute"},
        {"unix:///a?x=1", "db=NUMBER"},
        {"unix:///%zz", "percent"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *problem = NULL;
        assert_null(redis_url_new(rows[i].text, &problem));
        assert_non_null(strstr(problem, rows[i].word));
    }
}

static void refuses_a_path_that_no_socket_can_have(void **state)
{
    (void)state;
    char text[sizeof "unix://" + 108] = "unix://";
    const char *problem = NULL;

    memset(text + 7, 'a', 107);
    text[7] = '/';
    struct redis_url *url = redis_url_new(text, &problem);
    assert_non_null(url);
    redis_url_free(url);
    text[7 + 107] = 'a';
    assert_null(redis_url_new(text, &problem));
    assert_non_null(strstr(problem, "107"));
}

static void greets_with_what_the_address_says(void **state)
{
    (void)state;

    static const struct {
        const char *text;
        size_t words[3];
    } rows[] = {
        {"redis://host", {0, 0, 0}},
        {"redis://host/2", {2, 0, 0}},
        {"redis://:p@host", {2, 0, 0}},
        {"redis://u:p@host/2", {3, 2, 0}},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *problem = NULL;
        struct slice args[REDIS_URL_ARGS_MAX];
        struct redis_url *url = redis_url_new(rows[i].text, &problem);
        for (size_t k = 0; k < 3; k++) {
            assert_int_equal(redis_url_greeting(url, k, args), rows[i].words[k]);
        }
        redis_url_free(url);
    }
}

RUN(cmocka_unit_test(reads_the_parts_of_an_address),
    cmocka_unit_test(refuses_with_words_what_is_no_address),
    cmocka_unit_test(refuses_a_path_that_no_socket_can_have),
    cmocka_unit_test(greets_with_what_the_address_says))
