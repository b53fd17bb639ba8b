// One part counted anew gives what the whole row gives, and so does the row counted aloud.
#include "scoring/reduce.h"
#include "scoring/trace.h"
#include "tests/scoring/lively.h"

static void assert_equal(struct ratio a, struct ratio b)
{
    assert_int_equal(a.num, b.num);
    assert_int_equal(a.den, b.den);
}

static void assert_parts(const struct tally *a, const struct tally *b)
{
    for (uint32_t i = 0; i < a->part_count; i++) {
        const struct part_result *one = &a->results[i];
        const struct part_result *other = &b->results[i];
        assert_equal(a->parts[i], b->parts[i]);
        assert_int_equal(a->part_complete[i], b->part_complete[i]);
        assert_equal(one->figure, other->figure);
        assert_equal(one->before, other->before);
        assert_equal(one->untrimmed, other->untrimmed);
        assert_int_equal(one->time, other->time);
        assert_int_equal(one->held, other->held);
        assert_int_equal(one->flagged, other->flagged);
        assert_int_equal(one->vetoed, other->vetoed);
        assert_int_equal(one->veto, other->veto);
        assert_int_equal(one->counts, other->counts);
    }
}

static void assert_stage(const struct stage_result *a, const struct stage_result *b)
{
    assert_equal(a->own, b->own);
    assert_equal(a->total, b->total);
    assert_int_equal(a->complete, b->complete);
    assert_int_equal(a->own_complete, b->own_complete);
    assert_int_equal(a->started, b->started);
    assert_int_equal(a->done, b->done);
    assert_int_equal(a->expected, b->expected);
    assert_int_equal(a->status, b->status);
    assert_int_equal(a->field, b->field);
    assert_int_equal(a->held, b->held);
    assert_int_equal(a->flagged, b->flagged);
    assert_int_equal(a->ruling, b->ruling);
}

static void assert_tallies(const struct tally *a, const struct tally *b)
{
    assert_parts(a, b);
    for (uint32_t i = 0; i < a->module_count; i++) {
        assert_equal(a->modules[i], b->modules[i]);
        assert_equal(a->sums[i], b->sums[i]);
    }
    for (uint32_t i = 0; i < a->stage_count; i++) {
        assert_stage(&a->stages[i], &b->stages[i]);
    }
}

// Sheets that the tally counts as expected and as done are those that contest names.
static void assert_counts(const struct play *play)
{
    const struct rules *rules = play->rules;
    uint32_t expected[RULES_STAGES_MAX] = {0};
    uint32_t done[RULES_STAGES_MAX] = {0};

    for (uint32_t part = 0; part < rules->part_count; part++) {
        for (uint32_t seat = 0; seat <= rules->parts[part].seat_count; seat++) {
            bool awaited = contest_expects_sheet(rules, 0, play->row, part, seat);
            expected[rules->parts[part].stage] += awaited;
            done[rules->parts[part].stage] +=
                awaited && contest_has_sheet(rules, 0, play->row, part, seat);
        }
    }
    for (uint32_t i = 0; i < rules->stage_count; i++) {
        assert_int_equal(play->tally.stages[i].expected, expected[i]);
        assert_int_equal(play->tally.stages[i].done, done[i]);
    }
}

static bool is_of_part(enum ruling_kind kind)
{
    return kind == RULING_VOID || kind == RULING_EXCUSE || kind == RULING_ACCEPT;
}

// What a sheet or a ruling touches is counted anew in `play`; then `other` counts everything.
static enum verdict happen(struct lively *lively, struct play *play)
{
    struct ruling ruling = {.kind = RULING_STATUS};
    uint32_t part = RULES_NONE;

    if (lively_in(lively, 8)) {
        if (!lively_rule(lively, play, &ruling)) {
            return V_OK;
        }
        part = is_of_part(ruling.kind) ? ruling.part : RULES_NONE;
        return part == RULES_NONE ? play_tally(play)
                                  : tally_part(play->rules, 0, play->row, part, &play->tally);
    }
    part = lively_send(lively, play);
    return part == RULES_NONE ? V_OK : tally_part(play->rules, 0, play->row, part, &play->tally);
}

static void trace_all(const struct play *play, struct tally *tally, size_t *lines)
{
    static struct trace_line room[4096];

    for (uint32_t i = 0; i < play->rules->stage_count; i++) {
        struct trace trace = {.room = ROWS(room), .lines = room};
        assert_int_equal(trace_row(play->rules, 0, play->row, i, tally, &trace), V_OK);
        assert_false(trace.cut);
        *lines += trace.count;
    }
}

static void play_one(uint64_t seed, size_t *complete, size_t *lines)
{
    static struct lively lively;
    struct play play;
    struct tally whole;
    uint32_t index = 0;

    lively_open(&lively, seed);
    assert_int_equal(rules_check(&lively.book.rules, &index), RULES_SENSE);
    play_open(&play, &lively.book, 0);
    void *memory = malloc(tally_bytes(&lively.book.rules, 0));
    tally_init(&lively.book.rules, 0, memory, &whole);
    assert_int_equal(play_tally(&play), V_OK);
    for (int i = 0; i < 300; i++) {
        assert_int_equal(happen(&lively, &play), V_OK);
        assert_int_equal(tally_row(play.rules, 0, play.row, &whole), V_OK);
        assert_tallies(&play.tally, &whole);
        assert_counts(&play);
        *complete += whole.stages[0].complete;
        if (i % 50 == 49) {
            trace_all(&play, &whole, lines);
            assert_tallies(&play.tally, &whole);
        }
    }
    free(memory);
    play_close(&play);
}

static void one_part_counted_anew_gives_what_the_whole_row_gives(void **state)
{
    (void)state;
    size_t complete = 0;
    size_t lines = 0;

    for (uint64_t seed = 1; seed <= 150; seed++) {
        play_one(seed * 7919, &complete, &lines);
    }
    assert_true(complete > 1000);
    assert_true(lines > 10000);
}

RUN(cmocka_unit_test(one_part_counted_anew_gives_what_the_whole_row_gives))
