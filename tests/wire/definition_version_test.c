// Which version of the journal's format a definition needs: an older node must say so, and not
// call the definition broken.
#include "base/buf.h"
#include "base/text.h"
#include "tests/unit.h"
#include "tests/wire/full.h"

#define HEAD                                                                                       \
    "{\"format\":\"jinbang-competition/1\",\"id\":\"c\",\"name\":{\"zh\":\"赛\"},\"skills\":["    \
    "{\"id\":\"s\",\"name\":{\"zh\":\"工\"}"
#define ASPECT                                                                                     \
    "{\"id\":\"a\",\"name\":{\"zh\":\"分\"},\"min\":\"0\",\"max\":\"10\",\"step\":\"0.5\"}"
#define VENUE       "{\"id\":\"yard\",\"name\":{\"zh\":\"训练场\"}}"
#define STAGE(part) STAGE_AND(part, "")
#define STAGE_AND(part, rest)                                                                      \
    ",\"stages\":[{\"id\":\"f\",\"name\":{\"zh\":\"决赛\"},\"modules\":[{\"id\":\"m\",\"name\":" \
    "{\"zh\":\"模块\"},\"parts\":[{\"id\":\"p\",\"name\":{\"zh\":\"件\"},\"seats\":[\"J1\","    \
    "\"J2\"]" part ",\"aspects\":[" ASPECT "]}]}]}]}]" rest "}"
#define TITLE "{\"id\":\"t\",\"name\":{\"zh\":\"奖\"},"

static unsigned version_of(const char *json)
{
    struct faults faults = {0};
    struct definition *definition = definition_read(slice_of(json), &faults);
    if (!definition) {
        fail_msg("%s %s %s", json, faults.items[0].pointer, faults.items[0].word);
    }
    unsigned version = definition_version(definition);
    definition_free(definition);
    return version;
}

static void a_definition_is_written_in_the_oldest_version_that_can_read_it(void **state)
{
    (void)state;

    static const struct {
        const char *json;
        unsigned version;
    } rows[] = {
        {HEAD STAGE(""), 1},
        {HEAD ",\"convention\":\"dense\"" STAGE(",\"reduce\":\"sum\",\"missing\":\"given\""), 1},
        {HEAD ",\"titles\":[" TITLE "\"from\":1,\"to\":1}]" STAGE(""), 1},
        {HEAD ",\"convention\":\"fractional\"" STAGE(""), 2},
        {HEAD ",\"shared_places\":true" STAGE(""), 2},
        {HEAD STAGE(",\"reduce\":\"median\""), 2},
        {HEAD STAGE(",\"day\":1"), 2},
        {HEAD STAGE(",\"rounding\":{\"judges\":{\"places\":2}}"), 1},
        {HEAD ",\"titles\":[" TITLE "\"count\":3}]" STAGE(""), 2},
        {HEAD ",\"titles\":[" TITLE "\"count\":3,\"from_top\":true}]" STAGE(""), 3},
        {HEAD ",\"titles\":[" TITLE "\"count\":3,\"per_team\":1}]" STAGE(""), 3},
        {HEAD STAGE(",\"variance\":{\"by\":\"range\",\"limit\":\"2\"}"), 2},
        {HEAD STAGE(",\"turn\":\"all_in\""), 4},
        {HEAD ",\"exposure\":{\"before\":\"name\"}" STAGE(""), 1},
        {HEAD ",\"exposure\":{\"forecast\":false}" STAGE(""), 6},
        {HEAD ",\"exposure\":{\"from\":\"published\"}" STAGE(""), 8},
        {HEAD ",\"venue\":\"yard\"" STAGE_AND("", ",\"venues\":[" VENUE "]"), 8},
        {HEAD STAGE_AND("", ",\"venues\":[]"), 8},
        {HEAD STAGE(",\"members\":3"), 8},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        if (version_of(rows[i].json) != rows[i].version) {
            fail_msg("%u and not %u: %s", version_of(rows[i].json), rows[i].version, rows[i].json);
        }
    }
}

static void more_steps_than_version_1_took_need_version_2(void **state)
{
    (void)state;
    static const char step[] = "{\"module\":\"m\"}";

    for (int steps = 8; steps <= 9; steps++) {
        struct buf *json = buf_new(4096);
        text_add(json, slice_of(HEAD ",\"tie_break\":["));
        for (int i = 0; i < steps; i++) {
            text_add(json, slice_of(i > 0 ? "," : ""));
            text_add(json, slice_of(step));
        }
        text_add(json, slice_of("]" STAGE("")));
        buf_add(json, "", 1);
        assert_int_equal(version_of(json->bytes), steps == 8 ? 1 : 2);
        buf_unref(json);
    }
}

static void what_says_everything_needs_the_newest_version(void **state)
{
    (void)state;
    struct definition *definition = full_read();

    assert_int_equal(definition_version(definition), 8);
    definition_free(definition);
}

RUN(cmocka_unit_test(a_definition_is_written_in_the_oldest_version_that_can_read_it),
    cmocka_unit_test(more_steps_than_version_1_took_need_version_2),
    cmocka_unit_test(what_says_everything_needs_the_newest_version))
