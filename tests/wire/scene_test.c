#include "base/buf.h"
#include "base/must.h"
#include "tests/unit.h"
#include "wire/scene.h"

#include <jansson.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PEOPLE = 60, TILE = 50, ID_MAX = 8 };

static uint64_t seed = 88172645463325252U;

static uint64_t chance(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

static char ids[PEOPLE][ID_MAX];

static struct scene_row make_row(size_t person)
{
    (void)snprintf(ids[person], ID_MAX, "c%03zu", person);
    struct scene_row row = {.id = slice_of(ids[person]),
                            .name = SLICE("买买提·艾力"),
                            .place = (uint32_t)(chance() % 4),
                            .shared = chance() % 2,
                            .complete = chance() % 2,
                            .done = (uint32_t)(chance() % 3),
                            .expected = 5,
                            .module_count = 2,
                            .module_ids = {"theory", "practice"},
                            .title = chance() % 3 ? NULL : "zhuangyuan",
                            .status = chance() % 8 ? RULES_RUNNING : RULES_DNF,
                            .field = chance() % 8 ? FIELD_OPEN : FIELD_IN,
                            .half = chance() % 8 == 0,
                            .held = chance() % 8 == 0,
                            .flagged = chance() % 8 == 0};
    if (chance() % 2 == 0) {
        row.group = chance() % 2 ? "senior" : "junior";
        row.group_place = (uint32_t)(chance() % 3);
        row.group_half = chance() % 8 == 0;
        row.group_shared = chance() % 8 == 0;
    }
    if (chance() % 8 == 0) {
        (void)snprintf(row.scale, sizeof row.scale, "712");
    }
    (void)snprintf(row.total, sizeof row.total, "%u.%02u", (unsigned)(chance() % 3), 25U);
    (void)snprintf(row.modules[0], sizeof row.modules[0], "%u", (unsigned)(chance() % 2));
    (void)snprintf(row.modules[1], sizeof row.modules[1], "1.50");
    return row;
}

// A random tile: some people in some order, each at most once.
static size_t make_rows(struct scene_row rows[TILE])
{
    size_t people[PEOPLE];
    for (size_t i = 0; i < PEOPLE; i++) {
        people[i] = i;
    }
    size_t count = chance() % (TILE + 1);
    for (size_t i = 0; i < count; i++) {
        size_t other = i + chance() % (PEOPLE - i);
        size_t person = people[other];
        people[other] = people[i];
        people[i] = person;
        rows[i] = make_row(person);
    }
    return count;
}

static json_t *parse(struct buf *buf)
{
    json_error_t error;
    json_t *root = json_loadb(buf->bytes, buf->len, JSON_REJECT_DUPLICATES, &error);
    (void)buf_unref(buf);
    must(root);
    return root;
}

static json_t *snapshot(const struct scene_row *rows, size_t count, const char *reason)
{
    struct scene_state scene_state = {.show = RULES_SHOW_NAME, .total = 60};
    struct scene_frame frame = {.board = SLICE("c/s/t/top50"),
                                .token = SLICE("tok"),
                                .seq = 7,
                                .sealed_us = 99,
                                .hash = scene_hash(rows, count, &scene_state),
                                .state = &scene_state,
                                .rows = rows,
                                .count = count};
    struct buf *buf = buf_new(64);
    scene_write_snapshot(&frame, reason, buf);
    return parse(buf);
}

static json_t *delta(const struct scene_row *rows, size_t count, const struct scene_row *before,
                     size_t before_count)
{
    struct scene_state scene_state = {.show = RULES_SHOW_NAME, .total = 60};
    struct scene_frame frame = {.board = SLICE("c/s/t/top50"),
                                .token = SLICE("tok"),
                                .from = 6,
                                .seq = 7,
                                .hash = scene_hash(rows, count, &scene_state),
                                .sealed_us = 99,
                                .state = &scene_state,
                                .rows = rows,
                                .count = count};
    struct buf *buf = buf_new(64);
    scene_write_delta(&frame, before, before_count, buf);
    return parse(buf);
}

static const char *row_id(json_t *row)
{
    return json_string_value(json_object_get(row, "id"));
}

static json_t *by_id(json_t *rows)
{
    json_t *all = json_object();
    size_t i = 0;
    json_t *row = NULL;
    json_array_foreach(rows, i, row)
    {
        (void)json_object_set(all, row_id(row), row);
    }
    return all;
}

static void take_upserts(json_t *all, json_t *change)
{
    size_t i = 0;
    json_t *item = NULL;
    json_array_foreach(json_object_get(change, "upsert"), i, item)
    {
        json_t *row = json_object_get(item, "row");
        size_t at = (size_t)json_integer_value(json_object_get(item, "at"));
        json_t *there = json_array_get(json_object_get(change, "order"), at);
        assert_string_equal(json_string_value(there), row_id(row));
        (void)json_object_set(all, row_id(row), row);
    }
}

// What a client does with a delta: rows by id, then the order.
static json_t *apply(json_t *before, json_t *change)
{
    json_t *all = by_id(json_object_get(before, "rows"));
    json_t *after = json_array();
    size_t i = 0;
    json_t *id = NULL;
    json_array_foreach(json_object_get(change, "remove"), i, id)
    {
        assert_int_equal(json_object_del(all, json_string_value(id)), 0);
    }
    take_upserts(all, change);
    assert_int_equal(json_object_size(all), json_array_size(json_object_get(change, "order")));
    json_array_foreach(json_object_get(change, "order"), i, id)
    {
        (void)json_array_append(after, json_object_get(all, json_string_value(id)));
    }
    json_decref(all);
    return after;
}

static uint64_t fnv(uint64_t hash, const char *text)
{
    for (; *text; text++) {
        hash = (hash ^ (unsigned char)*text) * 1099511628211U;
    }
    return hash;
}

static uint64_t fnv_json(uint64_t hash, json_t *value)
{
    char *text = json_dumps(value, JSON_COMPACT);
    hash = fnv(hash, text);
    free(text);
    return hash;
}

// The documented hash, computed from JSON as a client does.
static void hash_of_json(json_t *rows, json_t *of_state, char out[SCENE_HASH_TEXT])
{
    uint64_t hash = 14695981039346656037U;
    size_t i = 0;
    json_t *row = NULL;
    json_array_foreach(rows, i, row)
    {
        char line[SCENE_HASH_TEXT + 1];
        (void)snprintf(line, sizeof line, "%016llx\n",
                       (unsigned long long)fnv_json(14695981039346656037U, row));
        hash = fnv(hash, line);
    }
    hash = fnv_json(hash, of_state);
    (void)snprintf(out, SCENE_HASH_TEXT, "%016llx", (unsigned long long)hash);
}

static void a_delta_makes_the_new_rows_of_the_old_ones(void **state)
{
    (void)state;
    static struct scene_row before[TILE];
    static struct scene_row after[TILE];
    for (int i = 0; i < 400; i++) {
        size_t before_count = make_rows(before);
        size_t after_count = make_rows(after);
        for (size_t k = 0; i % 2 && k < after_count && k < before_count; k++) {
            after[k] = before[k]; // every other time most rows stay
        }
        after_count = i % 2 && after_count > before_count ? before_count : after_count;
        json_t *old = snapshot(before, before_count, NULL);
        json_t *fresh = snapshot(after, after_count, NULL);
        json_t *change = delta(after, after_count, before, before_count);
        json_t *made = apply(old, change);
        assert_true(json_equal(made, json_object_get(fresh, "rows")));
        char hash[SCENE_HASH_TEXT];
        hash_of_json(made, json_object_get(change, "state"), hash);
        assert_string_equal(json_string_value(json_object_get(change, "hash")), hash);
        assert_string_equal(json_string_value(json_object_get(fresh, "hash")), hash);
        json_decref(old);
        json_decref(fresh);
        json_decref(change);
        json_decref(made);
    }
}

static void a_delta_names_only_what_has_changed(void **state)
{
    (void)state;
    static struct scene_row before[4];
    static struct scene_row after[4];
    for (size_t i = 0; i < 4; i++) {
        before[i] = make_row(i);
    }
    memcpy(after, before, sizeof before);
    after[0] = before[1];
    after[1] = before[0]; // moved, but the same
    after[2].done = 77;
    json_t *change = delta(after, 3, before, 4);
    assert_int_equal(json_array_size(json_object_get(change, "upsert")), 1);
    json_t *upsert = json_array_get(json_object_get(change, "upsert"), 0);
    assert_int_equal(json_integer_value(json_object_get(upsert, "at")), 2);
    assert_int_equal(json_array_size(json_object_get(change, "remove")), 1);
    assert_int_equal(json_array_size(json_object_get(change, "order")), 3);
    json_decref(change);
    change = delta(before, 4, before, 4);
    assert_null(json_object_get(change, "remove"));
    assert_int_equal(json_array_size(json_object_get(change, "upsert")), 0);
    json_decref(change);
}

static void any_difference_makes_rows_differ(void **state)
{
    (void)state;
    struct scene_row row = make_row(1);
    row.title = NULL;
    struct scene_row others[14];
    for (size_t i = 0; i < ROWS(others); i++) {
        others[i] = row;
    }
    others[0].id = SLICE("x");
    others[1].name = SLICE("x");
    others[2].name = SLICE_NONE;
    others[3].code = SLICE("");
    others[4].second_name = SLICE("x");
    others[5].delegation = SLICE("x");
    others[6].place++;
    others[7].shared = !row.shared;
    others[8].complete = !row.complete;
    others[9].expected++;
    others[10].total[0] = '9';
    others[11].module_count = 1;
    others[12].modules[1][0] = '9';
    others[13].title = "x";
    assert_true(scene_row_same(&row, &row));
    for (size_t i = 0; i < ROWS(others); i++) {
        if (scene_row_same(&row, &others[i])) {
            fail_msg("row %zu", i);
        }
    }
}

static void what_was_not_always_there_makes_rows_differ_too(void **state)
{
    (void)state;
    struct scene_row row = make_row(1);
    row.scale[0] = 0;
    struct scene_row others[9];
    for (size_t i = 0; i < ROWS(others); i++) {
        others[i] = row;
    }
    others[6].group = "master";
    others[7].group_place = 9;
    others[8].group_shared = !row.group_shared;
    others[0].status = RULES_DSQ;
    others[1].half = !row.half;
    others[2].field = FIELD_OUT;
    others[3].held = !row.held;
    others[4].flagged = !row.flagged;
    others[5].scale[0] = '9';
    for (size_t i = 0; i < ROWS(others); i++) {
        assert_false(scene_row_same(&row, &others[i]));
    }
}

static void any_difference_of_rows_or_state_is_another_hash(void **state)
{
    (void)state;
    static const struct scene_need needs[] = {{.place = 1, .answer = "already"}};
    const struct scene_state plain = {.show = RULES_SHOW_NAME, .total = 3};
    struct scene_row row = make_row(1);
    struct scene_row rows[8];
    struct scene_state states[6];
    uint64_t hash = scene_hash(&row, 1, &plain);

    for (size_t i = 0; i < ROWS(rows); i++) {
        rows[i] = row;
    }
    for (size_t i = 0; i < ROWS(states); i++) {
        states[i] = plain;
    }
    rows[0].name = SLICE("x");
    rows[1].second_name = SLICE("x");
    rows[2].delegation = SLICE("x");
    rows[3].modules[1][0] = '9';
    rows[4].title = "x";
    rows[5].code = SLICE("x");
    rows[6].told = (struct scene_told){.best = 1, .worst = 3, .need_count = 1, .needs = needs};
    rows[7].shared = !row.shared;
    states[0].show = RULES_SHOW_CODE;
    states[1].published = 7;
    states[2].frozen = 7;
    states[3].line_count = 1;
    states[3].lines[0] = (struct scene_line){.top = 3, .title = "x"};
    states[4].ranked = 1;
    states[5].done = 1;
    assert_true(scene_hash(&row, 1, &plain) == hash);
    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_true(scene_hash(&rows[i], 1, &plain) != hash);
    }
    for (size_t i = 0; i < ROWS(states); i++) {
        assert_true(scene_hash(&row, 1, &states[i]) != hash);
    }
    assert_true(scene_hash(&row, 0, &plain) != hash);
}

// The page's client has the same figure: web/tests/picture.test.ts.
static void letters_that_our_json_escapes_are_hashed_as_they_are_sent(void **state)
{
    (void)state;
    const struct scene_state plain = {.show = RULES_SHOW_NAME, .total = 1};
    struct scene_row row = {.id = SLICE("c1"), .name = SLICE("䶮\xe2\x80\xa8\x7f\xc2\x85\"\\\x01")};
    char hash[SCENE_HASH_TEXT];
    scene_hash_text(scene_hash(&row, 1, &plain), hash);
    assert_string_equal(hash, "03e43a47051bbe1b");
}

static void frames_look_as_documented(void **state)
{
    (void)state;
    struct scene_row row = {.id = SLICE("c017"),
                            .code = SLICE("A07"),
                            .place = 3,
                            .shared = true,
                            .complete = true,
                            .done = 5,
                            .expected = 5,
                            .total = "88.75",
                            .module_count = 1,
                            .module_ids = {"theory"},
                            .modules = {"26.10"}};
    struct scene_state scene_state = {.show = RULES_SHOW_CODE,
                                      .published = 31,
                                      .total = 9,
                                      .ranked = 8,
                                      .done = 7,
                                      .expected = 10};
    struct scene_frame frame = {.board = SLICE("c/s/t/top12"),
                                .token = SLICE("t1"),
                                .seq = 4,
                                .hash = 0xCD,
                                .sealed_us = 12,
                                .state = &scene_state,
                                .rows = &row,
                                .count = 1};
    struct buf *buf = buf_new(64);
    scene_write_snapshot(&frame, "behind", buf);
    buf_add(buf, "", 1);
    assert_string_equal(
        buf->bytes,
        "{\"type\":\"resync\",\"board\":\"c/s/t/top12\",\"reason\":\"behind\",\"seq\":4,\"token\":"
        "\"t1\",\"hash\":\"00000000000000cd\",\"sealed_us\":12,\"state\":{\"exposure\":\"code\","
        "\"published\":true,\"edition\":31,\"total\":9,\"ranked\":8,\"done\":7,\"expected\":10},"
        "\"rows\":[{\"id\":"
        "\"c017\",\"code\":\"A07\",\"place\":3,\"shared\":true,\"total\":\"88.75\",\"modules\":[{"
        "\"id\":\"theory\",\"value\":\"26.10\"}],\"done\":5,\"expected\":5,\"complete\":true}]}");
    (void)buf_unref(buf);
    buf = buf_new(64);
    scene_write_heartbeat(SLICE("c/s/t/top12"), 4, 0xAB, 17, -1, buf);
    buf_add(buf, "", 1);
    assert_string_equal(buf->bytes,
                        "{\"type\":\"heartbeat\",\"board\":\"c/s/t/top12\",\"seq\":4,\"hash\":"
                        "\"00000000000000ab\",\"age_ms\":17,\"time\":-1}");
    (void)buf_unref(buf);
}

static void what_was_not_always_there_is_written_only_when_it_is_set(void **state)
{
    (void)state;
    static const char *const ties[] = {"8.5", NULL};
    static const struct scene_part parts[] = {
        {.id = "w1", .value_exact = "7.25", .code = RULES_DNF}, {.id = "w2"}};
    struct scene_row row = {.id = SLICE("c1"),
                            .place = 2,
                            .half = true,
                            .total = "dnf",
                            .total_exact = "dnf",
                            .status = RULES_WITHDRAWN,
                            .field = FIELD_OUT,
                            .held = true,
                            .flagged = true,
                            .scale = "712",
                            .own_exact = "7.25",
                            .tie_count = 2,
                            .ties = ties,
                            .part_count = 2,
                            .parts = parts};
    struct buf *buf = buf_new(64);
    scene_write_row(&row, buf);
    buf_add(buf, "", 1);
    assert_string_equal(
        buf->bytes,
        "{\"id\":\"c1\",\"place\":2,\"half\":true,\"shared\":false,\"total\":\"dnf\",\"total_"
        "exact\":"
        "\"dnf\",\"modules\":[],\"done\":0,\"expected\":0,\"complete\":false,\"status\":"
        "\"withdrawn\",\"field\":\"out\",\"held\":true,\"flagged\":true,\"scale\":\"712\","
        "\"own_exact\":\"7.25\",\"ties\":[\"8.5\",null],\"parts\":[{\"id\":\"w1\",\"value_exact\":"
        "\"7.25\",\"code\":\"dnf\"},{\"id\":\"w2\",\"value_exact\":null}]}");
    (void)buf_unref(buf);
}

static void no_place_is_null(void **state)
{
    (void)state;
    struct scene_row row = {.id = SLICE("a"), .total = "0"};
    json_t *root = snapshot(&row, 1, NULL);
    json_t *written = json_array_get(json_object_get(root, "rows"), 0);
    assert_true(json_is_null(json_object_get(written, "place")));
    json_decref(root);
}

static void every_exposure_has_its_word(void **state)
{
    (void)state;
    assert_string_equal(scene_show(RULES_SHOW_NONE), "none");
    assert_string_equal(scene_show(RULES_SHOW_PROGRESS), "progress");
    assert_string_equal(scene_show(RULES_SHOW_CODE), "code");
    assert_string_equal(scene_show(RULES_SHOW_NAME), "name");
}

RUN(cmocka_unit_test(a_delta_makes_the_new_rows_of_the_old_ones),
    cmocka_unit_test(a_delta_names_only_what_has_changed),
    cmocka_unit_test(any_difference_makes_rows_differ),
    cmocka_unit_test(what_was_not_always_there_makes_rows_differ_too),
    cmocka_unit_test(any_difference_of_rows_or_state_is_another_hash),
    cmocka_unit_test(letters_that_our_json_escapes_are_hashed_as_they_are_sent),
    cmocka_unit_test(frames_look_as_documented),
    cmocka_unit_test(what_was_not_always_there_is_written_only_when_it_is_set),
    cmocka_unit_test(no_place_is_null), cmocka_unit_test(every_exposure_has_its_word))
