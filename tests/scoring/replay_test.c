// Two whole contests, mark by mark as they came in: diving at Sydney 2000 and the figure skating
// world championships of 2017. Every published figure and rank must come out. The data stands
// outside the repository; where it is absent the tests say so and do not count as passed.
#include "scoring/rank.h"
#include "tests/scoring/book.h"

#include <stdio.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 4096, GROUPS_MAX = 8, ENTRIES_MAX = 64, KEY_BYTES = 64, DIVES_MAX = 6 };

struct entry {
    char id[KEY_BYTES];
    struct play play;
};

// All that is ranked together: one segment, or one diving event.
struct group {
    char id[KEY_BYTES];
    struct book book;
    size_t count;
    struct entry entries[ENTRIES_MAX];
};

struct replay {
    FILE *file;
    size_t groups;
    size_t marks, results;
    char line[LINE_MAX_BYTES];
};

static struct group groups[GROUPS_MAX];

// ---- lines

static void replay_open(struct replay *replay, const char *path)
{
    memset(replay, 0, sizeof *replay);
    memset(groups, 0, sizeof groups);
    replay->file = fopen(path, "re");
    if (!replay->file) {
        fail_msg("%s went away", path);
    }
}

static void replay_close(struct replay *replay)
{
    for (size_t i = 0; i < replay->groups; i++) {
        for (size_t k = 0; k < groups[i].count; k++) {
            play_close(&groups[i].entries[k].play);
        }
    }
    (void)fclose(replay->file);
}

static bool replay_next(struct replay *replay)
{
    return fgets(replay->line, sizeof replay->line, replay->file) != NULL;
}

// The text of a flat JSON line's field, quotes taken off.
static const char *field(const struct replay *replay, const char *name, char out[KEY_BYTES])
{
    char mark[KEY_BYTES];
    int len = snprintf(mark, sizeof mark, "\"%s\":", name);
    const char *at = strstr(replay->line, mark);

    assert_non_null(at);
    at += len;
    bool quoted = *at == '"';
    at += quoted;
    size_t size = strcspn(at, quoted ? "\"" : ",}");
    assert_in_range(size, 1, KEY_BYTES - 1);
    memcpy(out, at, size);
    out[size] = 0;
    return out;
}

static bool is(const struct replay *replay, const char *name, const char *value)
{
    char out[KEY_BYTES];

    return strcmp(field(replay, name, out), value) == 0;
}

static uint32_t number(const struct replay *replay, const char *name)
{
    char out[KEY_BYTES];

    return (uint32_t)strtoul(field(replay, name, out), NULL, 10);
}

static point_t value(const struct replay *replay, const char *name)
{
    char out[KEY_BYTES];

    return points(field(replay, name, out));
}

static struct group *find_group(struct replay *replay, const char *name)
{
    char id[KEY_BYTES];

    field(replay, name, id);
    for (size_t i = 0; i < replay->groups; i++) {
        if (strcmp(groups[i].id, id) == 0) {
            return &groups[i];
        }
    }
    assert_true(replay->groups < GROUPS_MAX);
    struct group *group = &groups[replay->groups++];
    memcpy(group->id, id, sizeof id);
    return group;
}

static struct play *find_entry(struct replay *replay, struct group *group, const char *name)
{
    char id[KEY_BYTES];

    field(replay, name, id);
    for (size_t i = 0; i < group->count; i++) {
        if (strcmp(group->entries[i].id, id) == 0) {
            return &group->entries[i].play;
        }
    }
    assert_true(group->count < ENTRIES_MAX);
    struct entry *entry = &group->entries[group->count++];
    memcpy(entry->id, id, sizeof id);
    play_open(&entry->play, &group->book, 0);
    return &entry->play;
}

// Sends the line's mark (0 … seats-1) and looks at the tally at once, as a node does.
static void send_mark(struct replay *replay, struct play *play, uint32_t part, uint32_t seat)
{
    point_t mark = value(replay, "v");

    assert_int_equal(play_marks(play, part, seat, &mark), V_OK);
    assert_int_equal(play_tally(play), V_OK);
    replay->marks++;
}

static void assert_points(struct ratio figure, point_t want)
{
    assert_same(figure, ratio_of_point(want));
}

// The place in the exact order, and by counting keys; both must be the published one.
static void assert_rank(struct group *group, const struct play *play, uint32_t stage, uint32_t want)
{
    struct rank_line lines[ENTRIES_MAX];
    unsigned char own[RULES_KEY_MAX];
    size_t len = rank_key(&group->book.rules, stage, &play->tally, own);
    uint32_t before = 0;
    size_t count = 0;

    for (size_t i = 0; i < group->count; i++) {
        struct tally *tally = &group->entries[i].play.tally;
        unsigned char key[RULES_KEY_MAX];
        if (rank_key(&group->book.rules, stage, tally, key) == len && key[0] == 0) {
            before += memcmp(key, own, len) < 0;
            lines[count++] = (struct rank_line){.tally = tally, .who = (uint32_t)i};
        }
    }
    bool half = false;
    assert_int_equal(rank_place(RULES_STANDARD, before, 0, 1, &half), want);
    rank_order(&group->book.rules, stage, lines, count);
    for (size_t i = 0; i < count; i++) {
        if (lines[i].tally == &play->tally) {
            assert_int_equal(lines[i].place, want);
            return;
        }
    }
    fail_msg("not ranked at all");
}

// ---- diving

static uint32_t round_of(const struct replay *replay)
{
    return is(replay, "round", "Prelim") ? 0 : is(replay, "round", "Semi") ? 1 : 2;
}

// Three rounds of up to six dives; the semifinal carries the preliminary, the final the semifinal.
static void open_dives(struct book *book)
{
    book_open(book);
    book_skill(book);
    for (uint32_t round = 0; round < 3; round++) {
        struct rules_stage *stage = book_stage(book);
        stage->carry_count = round > 0;
        stage->carry[0] = round > 0 ? round - 1 : 0;
        book_module(book, RATIO_ONE);
        for (int i = 0; i < DIVES_MAX; i++) {
            struct rules_part *part = book_part(book, 7);
            book_aspect(book, "0", "10", "0.5");
            part->technical = "referee";
            part->declares = RULES_DECLARES_DIFFICULTY;
            part->only_declared = true;
            part->reduce = RULES_SUM;
            part->drop_high = part->drop_low = 1;
            part->factor = fraction(3, 5);
        }
    }
}

static void take_dive(struct replay *replay, struct play *play, uint32_t part)
{
    struct declared declared = {.has = RULES_DECLARES_DIFFICULTY,
                                .difficulty = value(replay, "dd")};

    assert_int_equal(play_declare(play, part, &declared), V_OK);
}

static void diving_of_2000_comes_out_as_published(void **state)
{
    (void)state;
    struct replay replay;

    replay_open(&replay, SOURCE_DIR "/../shared/data/replay/diving2000.ndjson");
    while (replay_next(&replay)) {
        struct group *group = find_group(&replay, "event");
        if (group->book.rules.skill_count == 0) {
            open_dives(&group->book);
        }
        struct play *play = find_entry(&replay, group, "diver");
        uint32_t round = round_of(&replay);
        if (is(&replay, "k", "result")) {
            assert_rank(group, play, round, number(&replay, "rank"));
            replay.results++;
            continue;
        }
        uint32_t part = round * DIVES_MAX + number(&replay, "no") - 1;
        if (is(&replay, "k", "dive")) {
            take_dive(&replay, play, part);
        } else {
            send_mark(&replay, play, part, number(&replay, "seat") - 1);
        }
    }
    assert_int_equal(replay.marks, 10787);
    assert_int_equal(replay.results, 295);
    replay_close(&replay);
}

// ---- figure skating

enum { ELEMENTS = 13, COMPONENTS = 5, DEDUCTION = ELEMENTS + COMPONENTS };

static void add_element(struct book *book)
{
    struct rules_part *part = book_part(book, 9);

    book_aspect(book, "-3", "3", "1")->scaled = true;
    part->technical = "controller";
    part->declares = RULES_DECLARES_BASE | RULES_DECLARES_SCALE | RULES_DECLARES_NO_MARKS;
    part->only_declared = true;
    part->missing = RULES_GIVEN;
    part->drop_high = part->drop_low = 1;
    part->judges = (struct rounding){ROUND_HALF_UP, 2};
}

static void add_component(struct book *book)
{
    struct rules_part *part = book_part(book, 9);

    book_aspect(book, "0.25", "10", "0.25");
    part->technical = "controller";
    part->declares = RULES_DECLARES_FACTOR;
    part->missing = RULES_GIVEN;
    part->drop_high = part->drop_low = 1;
    part->judges = part->product = (struct rounding){ROUND_HALF_UP, 2};
}

static void open_segment(struct book *book, bool by_elements)
{
    book_open(book);
    struct rules_skill *skill = book_skill(book);
    skill->tie_count = 1;
    skill->ties[0] = (struct rules_tie){.by = RULES_TIE_MODULE, .index = by_elements ? 0 : 1};
    book_stage(book);
    book_module(book, RATIO_ONE);
    for (int i = 0; i < ELEMENTS; i++) {
        add_element(book);
    }
    book_module(book, RATIO_ONE);
    for (int i = 0; i < COMPONENTS; i++) {
        add_component(book);
    }
    book_module(book, RATIO_ONE);
    struct rules_part *part = book_part(book, 0);
    part->technical = "referee";
    part->declares = RULES_DECLARES_DEDUCTION;
}

// "E1" … "E13", "C1" … "C5"
static uint32_t part_of(const struct replay *replay)
{
    char name[KEY_BYTES];

    field(replay, "c", name);
    uint32_t at = (uint32_t)strtoul(name + 1, NULL, 10) - 1;
    return name[0] == 'E' ? at : ELEMENTS + at;
}

// ["-1.5","-1.0", … ] for the grades -3 … 3
static void read_scale(const struct replay *replay, struct declared *declared)
{
    const char *at = strstr(replay->line, "\"scale_m3_p3\":[\"");

    assert_non_null(at);
    at += strlen("\"scale_m3_p3\":[\"");
    declared->scale_count = 7;
    for (int i = 0; i < 7; i++) {
        size_t len = strcspn(at, "\"");
        declared->scale[i].grade = (i - 3) * (point_t)POINT_ONE;
        assert_true(point_parse(at, len, &declared->scale[i].value));
        at += len + strlen("\",\"");
    }
}

static void take_criterion(struct replay *replay, struct play *play)
{
    struct declared declared = {.has = RULES_DECLARES_FACTOR};

    if (is(replay, "kind", "element")) {
        declared.has = RULES_DECLARES_BASE | RULES_DECLARES_SCALE;
        declared.base = value(replay, "base");
        read_scale(replay, &declared);
    } else {
        declared.factor = value(replay, "factor");
    }
    assert_int_equal(play_declare(play, part_of(replay), &declared), V_OK);
}

// An element that no judge has graded by the end was declared "no marks" by the controller.
static void close_ungraded(struct play *play)
{
    for (uint32_t part = 0; part < ELEMENTS; part++) {
        if (contest_has_sheet(play->rules, 0, play->row, part, 9) &&
            !contest_has_sheet(play->rules, 0, play->row, part, 0)) {
            struct declared declared = {.has = RULES_DECLARES_BASE, .no_marks = true};
            assert_int_equal(play_declare(play, part, &declared), V_OK);
        }
    }
}

static void take_result(struct replay *replay, struct group *group, struct play *play)
{
    struct declared declared = {.has = RULES_DECLARES_DEDUCTION, .deduction = value(replay, "ded")};

    close_ungraded(play);
    assert_int_equal(play_declare(play, DEDUCTION, &declared), V_OK);
    assert_int_equal(play_tally(play), V_OK);
    assert_true(play->tally.stages[0].complete);
    assert_points(play->tally.modules[0], value(replay, "tes"));
    assert_points(play->tally.modules[1], value(replay, "tcs"));
    assert_points(play->tally.stages[0].total, value(replay, "tss"));
    assert_rank(group, play, 0, number(replay, "rank_now"));
    replay->results++;
}

static void take_skating(struct replay *replay)
{
    char key[KEY_BYTES];

    if (is(replay, "k", "segment")) {
        open_segment(&find_group(replay, "seg")->book, is(replay, "tie", "tes"));
        return;
    }
    // A criterion's line names no segment: the entry before it does.
    struct group *group = strstr(replay->line, "\"seg\":") ? find_group(replay, "seg") : NULL;
    for (size_t i = 0; !group && i < replay->groups; i++) {
        for (size_t k = 0; k < groups[i].count; k++) {
            if (strcmp(groups[i].entries[k].id, field(replay, "id", key)) == 0) {
                group = &groups[i];
            }
        }
    }
    if (!group) {
        fail_msg("a line before its entry: %s", replay->line);
        return;
    }
    struct play *play = find_entry(replay, group, "id");
    if (is(replay, "k", "criterion")) {
        take_criterion(replay, play);
    } else if (is(replay, "k", "mark")) {
        send_mark(replay, play, part_of(replay), number(replay, "j") - 1);
    } else if (is(replay, "k", "result")) {
        take_result(replay, group, play);
    }
}

static void skating_of_2017_comes_out_as_published(void **state)
{
    (void)state;
    static const char path[] = SOURCE_DIR "/../shared/data/replay/isu_worlds2017.ndjson";
    struct replay replay;

    replay_open(&replay, path);
    while (replay_next(&replay)) {
        take_skating(&replay);
    }
    assert_int_equal(replay.marks, 26271);
    assert_int_equal(replay.results, 217);
    rewind(replay.file); // once all have skated, every rank is the final one
    while (replay_next(&replay)) {
        if (is(&replay, "k", "result")) {
            struct group *group = find_group(&replay, "seg");
            assert_rank(group, find_entry(&replay, group, "id"), 0, number(&replay, "rank_final"));
        }
    }
    replay_close(&replay);
}

// The data is not in the repository. Without it nothing is run and nothing counts as passed
// (ctest's 77).
int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(diving_of_2000_comes_out_as_published),
                                       cmocka_unit_test(skating_of_2017_comes_out_as_published)};

    if (access(SOURCE_DIR "/../shared/data/replay", R_OK) != 0) {
        return puts("not here: ../shared/data/replay") < 0 ? 1 : 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
