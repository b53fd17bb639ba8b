// Rule books and rows for the tests of scoring: a book is put together top down, a play is one
// competitor's row in it, and figures are compared as the text that people would read.
#pragma once

#include "scoring/tally.h"
#include "tests/unit.h"

#include <stdlib.h>
#include <string.h>

struct book {
    struct rules rules;
    struct rules_skill skills[4];
    struct rules_stage stages[8];
    struct rules_module modules[32];
    struct rules_part parts[256];
    struct rules_aspect aspects[512];
};

// One row with its tally. `last` is the answer to the last sheet.
struct play {
    const struct rules *rules;
    uint32_t skill;
    struct row *row;
    void *memory;
    struct tally tally;
    struct fault last;
};

static inline point_t points(const char *text)
{
    point_t value = 0;
    assert_true(point_parse(text, strlen(text), &value));
    return value;
}

static inline struct ratio fraction(int64_t num, int64_t den)
{
    struct ratio value = RATIO_ZERO;
    assert_true(ratio_make(num, den, &value));
    return value;
}

static inline const char *const *seat_names(void)
{
    static const char *const names[RULES_SEATS_MAX] = {
        "j1",  "j2",  "j3",  "j4",  "j5",  "j6",  "j7",  "j8",  "j9",  "j10", "j11",
        "j12", "j13", "j14", "j15", "j16", "j17", "j18", "j19", "j20", "j21", "j22",
        "j23", "j24", "j25", "j26", "j27", "j28", "j29", "j30", "j31", "j32"};
    return names;
}

static inline void book_open(struct book *book)
{
    memset(book, 0, sizeof *book);
    book->rules.skills = book->skills;
    book->rules.stages = book->stages;
    book->rules.modules = book->modules;
    book->rules.parts = book->parts;
    book->rules.aspects = book->aspects;
}

static inline struct rules_skill *book_skill(struct book *book)
{
    assert_true(book->rules.skill_count < ROWS(book->skills));
    struct rules_skill *skill = &book->skills[book->rules.skill_count++];
    skill->id = "skill";
    skill->stage_first = book->rules.stage_count;
    return skill;
}

static inline struct rules_stage *book_stage(struct book *book)
{
    assert_true(book->rules.stage_count < ROWS(book->stages));
    struct rules_stage *stage = &book->stages[book->rules.stage_count++];
    stage->id = "stage";
    stage->skill = book->rules.skill_count - 1;
    stage->module_first = book->rules.module_count;
    book->skills[stage->skill].stage_count++;
    return stage;
}

static inline struct rules_module *book_module(struct book *book, struct ratio weight)
{
    assert_true(book->rules.module_count < ROWS(book->modules));
    struct rules_module *module = &book->modules[book->rules.module_count++];
    module->id = "module";
    module->skill = book->rules.skill_count - 1;
    module->stage = book->rules.stage_count - 1;
    module->part_first = book->rules.part_count;
    module->weight = weight;
    book->stages[module->stage].module_count++;
    return module;
}

// A mean of all marks of so many judges; the caller changes what he needs.
static inline struct rules_part *book_part(struct book *book, uint32_t seats)
{
    assert_true(book->rules.part_count < ROWS(book->parts));
    struct rules_part *part = &book->parts[book->rules.part_count++];
    part->id = "part";
    part->skill = book->rules.skill_count - 1;
    part->stage = book->rules.stage_count - 1;
    part->module = book->rules.module_count - 1;
    part->aspect_first = book->rules.aspect_count;
    part->seat_count = seats;
    part->seats = seat_names();
    part->factor = RATIO_ONE;
    book->modules[part->module].part_count++;
    return part;
}

static inline struct rules_aspect *book_aspect(struct book *book, const char *min, const char *max,
                                               const char *step)
{
    assert_true(book->rules.aspect_count < ROWS(book->aspects));
    struct rules_aspect *aspect = &book->aspects[book->rules.aspect_count++];
    aspect->id = "aspect";
    aspect->min = points(min);
    aspect->max = points(max);
    aspect->step = points(step);
    struct rules_part *part = &book->parts[book->rules.part_count - 1];
    aspect->cell = part->aspect_count++;
    return aspect;
}

// Numbers the cells anew, once aspects with more than one cell are complete.
static inline void book_lay_out(struct book *book)
{
    for (uint32_t i = 0; i < book->rules.part_count; i++) {
        const struct rules_part *part = &book->parts[i];
        (void)rules_lay_out(&book->aspects[part->aspect_first], part->aspect_count);
    }
}

// A skill with one stage, one module and one part of one aspect from 0 to 100 by hundredths.
static inline struct rules_part *book_plain(struct book *book, uint32_t seats)
{
    book_open(book);
    book_skill(book);
    book_stage(book);
    book_module(book, RATIO_ONE);
    struct rules_part *part = book_part(book, seats);
    book_aspect(book, "0", "100", "0.01");
    return part;
}

static inline void play_open(struct play *play, const struct book *book, uint32_t skill)
{
    const struct rules *rules = &book->rules;

    memset(play, 0, sizeof *play);
    play->rules = rules;
    play->skill = skill;
    play->row = malloc(contest_row_bytes(rules, skill));
    play->memory = malloc(tally_bytes(rules, skill));
    assert_non_null(play->row);
    assert_non_null(play->memory);
    contest_row_init(rules, skill, play->row);
    tally_init(rules, skill, play->memory, &play->tally);
}

static inline void play_close(struct play *play)
{
    free(play->row);
    free(play->memory);
}

// Checks a sheet and, when it is well-formed, puts it into the row.
static inline enum verdict play_send(struct play *play, const struct sheet *sheet)
{
    play->last = contest_check(play->rules, play->skill, play->row, sheet);
    if (play->last.verdict == V_OK) {
        contest_apply(play->rules, play->skill, play->row, sheet);
    }
    return play->last.verdict;
}

// One seat's marks for all aspects of a part, in their order.
static inline enum verdict play_marks(struct play *play, uint32_t part, uint32_t seat,
                                      const point_t *values)
{
    const struct rules_part *of = &play->rules->parts[part];
    struct mark marks[RULES_ASPECTS_MAX];

    for (uint32_t i = 0; i < of->aspect_count; i++) {
        marks[i] = (struct mark){of->aspect_first + i, values[i], 0};
    }
    return play_send(play, &(struct sheet){part, seat, of->aspect_count, marks, NULL});
}

// "7.5 7 8": the marks of seats 0, 1, 2 … for a part with one aspect; "-" is a seat without a
// sheet.
static inline void play_panel(struct play *play, uint32_t part, const char *panel)
{
    uint32_t seat = 0;

    for (const char *at = panel; *at; at += strspn(at, " "), seat++) {
        size_t len = strcspn(at, " ");
        point_t value = 0;
        if (point_parse(at, len, &value)) {
            assert_int_equal(play_marks(play, part, seat, &value), V_OK);
        }
        at += len;
    }
}

static inline enum verdict play_declare(struct play *play, uint32_t part,
                                        const struct declared *declared)
{
    uint32_t seat = play->rules->parts[part].seat_count;

    return play_send(play, &(struct sheet){part, seat, 0, NULL, declared});
}

static inline enum verdict play_tally(struct play *play)
{
    return tally_row(play->rules, play->skill, play->row, &play->tally);
}

static inline void assert_figure(struct ratio value, const char *text)
{
    char out[RATIO_TEXT_MAX + 1] = {0};
    out[ratio_print(value, -1, out)] = 0;
    assert_string_equal(out, text);
}

static inline void assert_same(struct ratio value, struct ratio other)
{
    assert_int_equal(value.num, other.num);
    assert_int_equal(value.den, other.den);
}

// The total of the skill's first stage after the panel's marks for its only part.
static inline void assert_panel(const struct book *book, const char *panel, const char *total)
{
    struct play play;

    play_open(&play, book, 0);
    play_panel(&play, 0, panel);
    assert_int_equal(play_tally(&play), V_OK);
    assert_true(play.tally.stages[0].complete);
    assert_figure(play.tally.stages[0].total, total);
    play_close(&play);
}
