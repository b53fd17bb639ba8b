#include "base/buf.h"
#include "base/must.h"
#include "base/text.h"
#include "tests/unit.h"
#include "wire/faults.h"
#include "wire/problem.h"
#include "wire/problem_reasons.h"
#include "wire/problem_words.h"

#include <jansson.h>

#include <string.h>

static json_t *document(const char *name, enum problem_language language, const char *word,
                        const struct faults *faults, const char *more)
{
    struct buf *buf = buf_new(256);
    problem_write(buf, name, language, word, faults, more);
    json_error_t error;
    json_t *root = json_loadb(buf->bytes, buf->len, JSON_REJECT_DUPLICATES, &error);
    (void)buf_unref(buf);
    must(root);
    return root;
}

static const char *member(json_t *root, const char *key)
{
    return json_string_value(json_object_get(root, key));
}

static const char *first_error(const char *name, enum problem_language language, const char *word,
                               char out[512])
{
    struct faults faults = {0};
    faults_add(&faults, name, "/marks/3/value", word);
    json_t *root = document(name, language, "", &faults, "");
    json_t *error = json_array_get(json_object_get(root, "errors"), 0);
    assert_string_equal(member(error, "pointer"), "/marks/3/value");
    (void)snprintf(out, 512, "%s", member(error, "detail"));
    json_decref(root);
    return out;
}

static void every_name_of_the_contract_has_its_status(void **state)
{
    (void)state;

    static const struct {
        int status;
        const char *names;
    } rows[] = {
        {400,
         "malformed-request malformed-json duplicate-key idempotency-key-missing "
         "idempotency-key-malformed websocket-malformed too-many-boards"},
        {401, "token-missing token-unknown"},
        {403, "not-allowed not-your-seat https-required"},
        {404,
         "not-found unknown-competition unknown-skill unknown-stage unknown-part "
         "unknown-competitor unknown-seat unknown-tile no-sheet unknown-table unknown-call"},
        {405, "method-not-allowed"},
        {408, "too-slow"},
        {409,
         "rules-changed rules-impossible rules-published sheet-locked competition-exists "
         "competitor-exists field-full judge-exists not-complete "
         "panel-held undecided-places cards-turned cards-closed trial-first look-open look-none "
         "call-answered"},
        {412, "stale-version"},
        {413, "body-too-large"},
        {414, "target-too-long"},
        {415, "media-type"},
        {417, "expectation-failed"},
        {422,
         "unknown-field missing-field wrong-type definition-invalid mark-out-of-range "
         "mark-off-step mark-malformed aspect-unknown aspect-twice aspect-missing "
         "marks-not-expected declared-not-here declared-missing scale-incomplete "
         "skill-differs total-overflow idempotency-key-reused mark-misplaced code-not-here "
         "fault-unknown log-order bulk-not-here judges-apart seat-excused not-in-field "
         "status-closed cutoff-missed ruling-unknown ruling-idle competitor-twice bout-unknown "
         "bout-ends unknown-trait unknown-group reason-missing no-trial"},
        {426, "upgrade-required"},
        {428, "precondition-required"},
        {431, "headers-too-large"},
        {500, "internal never-heard-of"},
        {501, "method-not-implemented transfer-coding-not-implemented"},
        {503,
         "redis-unreachable redis-not-durable journal-catching-up journal-broken needs-newer "
         "shutting-down redis-loading redis-not-master redis-too-old"},
        {505, "http-version-not-supported"},
        {507, "disk-full"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        char names[1024];
        (void)snprintf(names, sizeof names, "%s", rows[i].names);
        char *rest = NULL;
        for (char *name = strtok_r(names, " ", &rest); name; name = strtok_r(NULL, " ", &rest)) {
            if (problem_status(name) != rows[i].status) {
                fail_msg("%s is not %d", name, rows[i].status);
            }
        }
    }
}

static void is_chinese(const char *text)
{
    bool found = false;
    for (; *text; text++) {
        found |= (unsigned char)*text >= 0xE4 && (unsigned char)*text <= 0xE9;
    }
    assert_true(found);
}

static void every_name_has_words_in_both_languages(void **state)
{
    (void)state;
    size_t count = 0;
    for (const char *name = NULL; (name = problem_at(count)); count++) {
        for (int language = PROBLEM_ZH; language <= PROBLEM_EN; language++) {
            json_t *root = document(name, (enum problem_language)language, "", NULL, "");
            char type[128];
            (void)snprintf(type, sizeof type, "/problems/%s", name);
            assert_string_equal(member(root, "type"), type);
            assert_true(strlen(member(root, "title")) > 3);
            assert_true(strlen(member(root, "detail")) > 10);
            assert_null(strchr(member(root, "detail"), '{'));
            assert_int_equal(json_integer_value(json_object_get(root, "status")),
                             problem_status(name));
            if (language == PROBLEM_ZH) {
                is_chinese(member(root, "title"));
                is_chinese(member(root, "detail"));
            }
            json_decref(root);
        }
        for (size_t k = 0; k < count; k++) {
            assert_string_not_equal(problem_at(k), name);
        }
    }
    assert_true(count > 60);
}

static void every_place_for_a_word_stands_in_both_languages(void **state)
{
    (void)state;
    const struct problem_words *words = NULL;
    for (size_t i = 0; (words = problem_words_at(i)); i++) {
        assert_int_equal(words->said[0].worded != NULL, words->said[1].worded != NULL);
        for (size_t k = 0; k < PROBLEM_WORDS_LANGUAGES && words->said[k].worded; k++) {
            assert_non_null(strchr(words->said[k].worded, '{'));
        }
    }
    const struct problem_reasons *reason = NULL;
    for (size_t i = 0; (reason = problem_reasons_at(i)); i++) {
        is_chinese(reason->said[0]);
        assert_true(strlen(reason->said[1]) > 5);
        bool object = strcmp(reason->code, "type-object") == 0;
        assert_int_equal(!object && strchr(reason->said[0], '{'),
                         !object && strchr(reason->said[1], '{'));
    }
}

static void every_verdict_has_its_name(void **state)
{
    (void)state;
    assert_string_equal(problem_name(V_OK), "");
    for (int verdict = V_OK + 1; verdict <= V_LOG_ORDER; verdict++) {
        assert_int_equal(problem_status(problem_name((enum verdict)verdict)), 422);
    }
}

static void faults_become_errors_with_words_in_the_language(void **state)
{
    (void)state;

    static const struct {
        const char *name, *word;
        enum problem_language language;
        const char *detail;
    } rows[] = {
        {"mark-out-of-range", "0 – 10", PROBLEM_EN, "must be between 0 and 10"},
        {"mark-out-of-range", "0 – 10", PROBLEM_ZH, "超出 0–10，请填这个范围内的分数"},
        {"mark-out-of-range", "@at-least 0", PROBLEM_EN, "must not be less than 0"},
        {"mark-off-step", "0.5", PROBLEM_ZH, "步长 0.5，请填合乎步长的分数"},
        {"mark-off-step", "0.5", PROBLEM_EN, "must be in steps of 0.5"},
        {"unknown-field", "@id", PROBLEM_EN,
         "The field “@id” is not known. Please remove or correct it."},
        {"unknown-field", "{}{1}\"\\", PROBLEM_EN,
         "The field “{}{1}\"\\” is not known. Please remove or correct it."},
        {"wrong-type", "@whole 0 – 9", PROBLEM_EN, "must be a whole number from 0 to 9"},
        {"wrong-type", "@list -1 – 9", PROBLEM_ZH, "列表应有 -1 到 9 项"},
        {"wrong-type", "", PROBLEM_EN,
         "A field does not hold what is expected there. Please correct it and send again."},
        {"definition-invalid", "@weights-sum 90 %", PROBLEM_EN,
         "the weights add up to 90 % and must add up to 100 %"},
        {"malformed-json", "3:14", PROBLEM_ZH,
         "第 3 行第 14 列附近不是有效的 JSON。请检查标点和引号后重新提交。"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        char out[512];
        assert_string_equal(first_error(rows[i].name, rows[i].language, rows[i].word, out),
                            rows[i].detail);
    }
}

static void further_members_and_more_errors_are_added(void **state)
{
    (void)state;
    struct faults faults = {0};
    for (size_t i = 0; i <= FAULTS_MAX; i++) {
        faults_add(&faults, "missing-field", "/a", "a");
    }
    json_t *root = document("missing-field", PROBLEM_EN, "a", &faults, ",\"current\":{\"x\":1}");
    assert_int_equal(json_array_size(json_object_get(root, "errors")), FAULTS_MAX);
    assert_true(json_is_true(json_object_get(root, "more_errors")));
    assert_true(json_is_object(json_object_get(root, "current")));
    assert_string_equal(member(root, "detail"),
                        "The required field “a” is missing. Please add it.");
    json_decref(root);
}

static void a_live_problem_has_its_name_beside_the_type(void **state)
{
    (void)state;
    struct buf *buf = buf_new(256);
    problem_write_live(buf, "unknown-tile", PROBLEM_EN, "", NULL);
    json_t *root = json_loadb(buf->bytes, buf->len, 0, NULL);
    assert_string_equal(member(root, "type"), "problem");
    assert_string_equal(member(root, "problem"), "/problems/unknown-tile");
    json_decref(root);
    (void)buf_unref(buf);
}

static void a_line_has_pointer_and_words(void **state)
{
    (void)state;
    struct buf *buf = buf_new(256);
    problem_line(buf, PROBLEM_EN, "definition-invalid", "/skills/0/titles", "@titles-overlap");
    buf_add(buf, "|", 1);
    problem_line(buf, PROBLEM_EN, "malformed-json", "", "1:2");
    buf_add(buf, "", 1);
    assert_string_equal(
        buf->bytes,
        "/skills/0/titles: two titles claim the same place; please make their ranges separate|"
        "Not valid JSON near line 1, column 2. Please check commas and quotation marks and send it "
        "again.");
    (void)buf_unref(buf);
}

static void the_language_is_chinese_unless_english_is_preferred(void **state)
{
    (void)state;

    static const struct {
        const char *header;
        enum problem_language language;
    } rows[] = {
        {"", PROBLEM_ZH},
        {"zh-CN", PROBLEM_ZH},
        {"en", PROBLEM_EN},
        {"EN-us", PROBLEM_EN},
        {"en;q=0", PROBLEM_ZH},
        {"zh-CN,zh;q=0.9,en;q=0.8", PROBLEM_ZH},
        {"en-GB,en;q=0.9,zh;q=0.8", PROBLEM_EN},
        {"zh;q=0.8, en;q=0.9", PROBLEM_EN},
        {"zh;q=0.8,en;q=0.801", PROBLEM_EN},
        {"zh;q=0.8 , en ; q=0.9", PROBLEM_EN},
        {"en, zh", PROBLEM_ZH},
        {"fr, en;q=0.2", PROBLEM_EN},
        {"fr", PROBLEM_ZH},
        {"*", PROBLEM_ZH},
        {"*;q=0.5, zh;q=0.1", PROBLEM_EN},
        {"*;q=0.5, en;q=0.1", PROBLEM_ZH},
        {"en;q=2", PROBLEM_ZH},
        {"en;q=1.001", PROBLEM_ZH},
        {"en;q=", PROBLEM_ZH},
        {"en;x", PROBLEM_ZH},
        {"english", PROBLEM_ZH},
        {",,;,en", PROBLEM_EN},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        if (problem_language(slice_of(rows[i].header)) != rows[i].language) {
            fail_msg("%s", rows[i].header);
        }
    }
    assert_int_equal(problem_language(SLICE_NONE), PROBLEM_ZH);
    assert_string_equal(problem_language_tag(PROBLEM_ZH), "zh-CN");
    assert_string_equal(problem_language_tag(PROBLEM_EN), "en");
}

RUN(cmocka_unit_test(every_name_of_the_contract_has_its_status),
    cmocka_unit_test(every_name_has_words_in_both_languages),
    cmocka_unit_test(every_place_for_a_word_stands_in_both_languages),
    cmocka_unit_test(every_verdict_has_its_name),
    cmocka_unit_test(faults_become_errors_with_words_in_the_language),
    cmocka_unit_test(further_members_and_more_errors_are_added),
    cmocka_unit_test(a_live_problem_has_its_name_beside_the_type),
    cmocka_unit_test(a_line_has_pointer_and_words),
    cmocka_unit_test(the_language_is_chinese_unless_english_is_preferred))
