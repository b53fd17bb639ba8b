// The tally once more, as plainly as it can be said: the last sheet of each seat is looked up in
// the history of all sheets, values are sorted, and every figure is a fraction of two 128-bit
// numbers. Random books and random histories must come out the same.
#include "tests/scoring/chance.h"

__extension__ typedef __int128 wide_t;

enum { HISTORY_MAX = 400 };

struct event {
    struct sheet sheet;
    struct mark marks[3];
    struct declared declared;
};

struct history {
    const struct book *book;
    size_t count;
    struct event events[HISTORY_MAX];
};

// ---- fractions

struct frac {
    wide_t num, den;
};

static struct frac frac(wide_t num, wide_t den)
{
    wide_t a = num < 0 ? -num : num;
    wide_t b = den < 0 ? -den : den;

    while (b != 0) {
        wide_t rest = a % b;
        a = b;
        b = rest;
    }
    a = den < 0 ? -a : a;
    return a == 0 ? (struct frac){0, 0} : (struct frac){num / a, den / a}; // 0 / 0 equals nothing
}

static struct frac of(struct ratio value)
{
    return (struct frac){value.num, value.den};
}

static struct frac plus(struct frac a, struct frac b)
{
    return frac(a.num * b.den + b.num * a.den, a.den * b.den);
}

static struct frac times(struct frac a, struct frac b)
{
    return frac(a.num * b.num, a.den * b.den);
}

// By schoolbook: write the magnitude in the last place kept and look at what is left.
static struct frac rounded(struct frac value, struct rounding how)
{
    if (how.mode == ROUND_NONE || value.den == 0) {
        return value;
    }
    wide_t one = 1;
    for (int i = 0; i < how.places; i++) {
        one *= 10;
    }
    wide_t size = (value.num < 0 ? -value.num : value.num) * one;
    wide_t digits = size / value.den;
    wide_t left = size % value.den * 2;
    bool half_up = left >= value.den;
    bool half_even = left > value.den || (left == value.den && digits % 2 == 1);
    const bool more[] = {[ROUND_HALF_UP] = half_up,
                         [ROUND_HALF_EVEN] = half_even,
                         [ROUND_TRUNCATE] = false,
                         [ROUND_UP] = left > 0};
    digits += more[how.mode];
    return frac(value.num < 0 ? -digits : digits, one);
}

// ---- looking back

static const struct event *last_of(const struct history *history, uint32_t part, uint32_t seat)
{
    const struct event *found = NULL;

    for (size_t i = 0; i < history->count; i++) {
        if (history->events[i].sheet.part == part && history->events[i].sheet.seat == seat) {
            found = &history->events[i];
        }
    }
    return found;
}

static const struct declared *declared_of(const struct history *history, uint32_t part)
{
    const struct rules_part *rule = &history->book->parts[part];
    const struct event *event = rule->technical ? last_of(history, part, rule->seat_count) : NULL;

    return event ? &event->declared : NULL;
}

static bool counts(const struct history *history, uint32_t part)
{
    return !history->book->parts[part].only_declared || declared_of(history, part);
}

static bool marks_awaited(const struct history *history, uint32_t part)
{
    const struct declared *declared = declared_of(history, part);

    return counts(history, part) && history->book->parts[part].aspect_count > 0 &&
           !(declared && declared->no_marks);
}

static bool declaration_awaited(const struct rules_part *rule)
{
    bool must = rule->declares != 0 && rule->declares != RULES_DECLARES_NO_MARKS;

    return rule->technical && (must || rule->only_declared);
}

static uint32_t sheets_in(const struct history *history, uint32_t part)
{
    uint32_t in = 0;

    for (uint32_t seat = 0; seat < history->book->parts[part].seat_count; seat++) {
        in += last_of(history, part, seat) ? 1 : 0;
    }
    return in;
}

static bool part_done(const struct history *history, uint32_t part)
{
    const struct rules_part *rule = &history->book->parts[part];
    uint32_t in = sheets_in(history, part);

    if (!counts(history, part) || (declaration_awaited(rule) && !declared_of(history, part))) {
        return false;
    }
    if (!marks_awaited(history, part)) {
        return true;
    }
    if (rule->missing == RULES_BLOCK) {
        return in == rule->seat_count;
    }
    uint32_t dropped = rule->drop_high + rule->drop_low;
    return in >= (rule->judges_least > dropped ? rule->judges_least : dropped + 1);
}

// ---- figures

static struct frac value_of(const struct history *history, const struct event *event, uint32_t item)
{
    const struct mark *mark = &event->marks[item];
    const struct declared *declared = declared_of(history, event->sheet.part);

    if (!history->book->aspects[mark->aspect].scaled) {
        return frac(mark->value, POINT_ONE);
    }
    uint32_t at = 0;
    while (declared->scale[at].grade != mark->value) {
        at++;
    }
    return frac(declared->scale[at].value, POINT_ONE);
}

static int ascending(const void *a, const void *b)
{
    const struct frac *left = a;
    const struct frac *right = b;
    wide_t difference = left->num * right->den - right->num * left->den;

    return (difference > 0) - (difference < 0);
}

static struct frac reduced(const struct rules_part *rule, struct frac *values, uint32_t count)
{
    struct frac sum = {0, 1};

    qsort(values, count, sizeof *values, ascending);
    for (uint32_t i = rule->drop_low; i < count - rule->drop_high; i++) {
        sum = plus(sum, values[i]);
    }
    if (rule->reduce == RULES_MEAN) {
        sum = times(sum, frac(1, count - rule->drop_low - rule->drop_high));
    }
    return rounded(sum, rule->judges);
}

static struct frac product(const struct history *history, uint32_t part, struct frac figure)
{
    const struct rules_part *rule = &history->book->parts[part];
    const struct declared *declared = declared_of(history, part);

    if (declared && (declared->has & RULES_DECLARES_FACTOR) != 0) {
        figure = times(figure, frac(declared->factor, POINT_ONE));
    }
    if (declared && (declared->has & RULES_DECLARES_DIFFICULTY) != 0) {
        figure = times(figure, frac(declared->difficulty, POINT_ONE));
    }
    return rounded(times(figure, of(rule->factor)), rule->product);
}

// The panel's figure over the aspects from … to-1 taken as one.
static struct frac panel(const struct history *history, uint32_t part, uint32_t from, uint32_t to)
{
    const struct rules_part *rule = &history->book->parts[part];
    struct frac values[RULES_SEATS_MAX];
    uint32_t count = 0;

    for (uint32_t seat = 0; seat < rule->seat_count; seat++) {
        const struct event *event = last_of(history, part, seat);
        if (event) {
            values[count] = frac(0, 1);
            for (uint32_t i = from; i < to; i++) {
                values[count] = plus(values[count], value_of(history, event, i));
            }
            count++;
        }
    }
    return product(history, part, reduced(rule, values, count));
}

static struct frac part_figure(const struct history *history, uint32_t part)
{
    const struct rules_part *rule = &history->book->parts[part];
    const struct declared *declared = declared_of(history, part);
    struct frac sum = {0, 1};

    if (!part_done(history, part)) {
        return sum;
    }
    if (marks_awaited(history, part) && rule->combine == RULES_PER_SHEET) {
        sum = panel(history, part, 0, rule->aspect_count);
    } else if (marks_awaited(history, part)) {
        for (uint32_t i = 0; i < rule->aspect_count; i++) {
            sum = plus(sum, panel(history, part, i, i + 1));
        }
    }
    if (declared && (declared->has & RULES_DECLARES_BASE) != 0) {
        sum = plus(sum, frac(declared->base, POINT_ONE));
    }
    if (declared && (declared->has & RULES_DECLARES_DEDUCTION) != 0) {
        sum = plus(sum, frac(-declared->deduction, POINT_ONE));
    }
    return rounded(sum, rule->rounding);
}

static struct frac module_figure(const struct history *history, uint32_t module)
{
    const struct rules_module *rule = &history->book->modules[module];
    struct frac sum = {0, 1};

    for (uint32_t i = 0; i < rule->part_count; i++) {
        sum = plus(sum, part_figure(history, rule->part_first + i));
    }
    return rounded(times(rounded(sum, rule->sum), of(rule->weight)), rule->rounding);
}

static struct frac own_figure(const struct history *history, uint32_t stage)
{
    const struct rules_stage *rule = &history->book->stages[stage];
    struct frac sum = {0, 1};

    for (uint32_t i = 0; i < rule->module_count; i++) {
        sum = plus(sum, module_figure(history, rule->module_first + i));
    }
    return rounded(sum, rule->own);
}

static struct frac total_figure(const struct history *history, uint32_t stage)
{
    const struct rules_stage *rule = &history->book->stages[stage];
    struct frac sum = own_figure(history, stage);

    for (uint32_t i = 0; i < rule->carry_count; i++) {
        sum = plus(sum, own_figure(history, rule->carry[i]));
    }
    return rounded(sum, rule->total);
}

// ---- progress

struct progress {
    uint32_t done, expected;
    bool started, complete;
};

static struct progress progress_of(const struct history *history, uint32_t stage)
{
    struct progress progress = {0, 0, false, true};

    for (uint32_t part = 0; part < history->book->rules.part_count; part++) {
        const struct rules_part *rule = &history->book->parts[part];
        if (rule->stage != stage) {
            continue;
        }
        bool declared = declared_of(history, part) != NULL;
        progress.started |= declared || sheets_in(history, part) > 0;
        if (marks_awaited(history, part)) {
            progress.done += sheets_in(history, part);
            progress.expected += rule->seat_count;
        }
        if (counts(history, part) && (declared || declaration_awaited(rule))) {
            progress.done += declared;
            progress.expected++;
        }
        progress.complete &= part_done(history, part) || !counts(history, part);
    }
    progress.complete &= progress.expected > 0;
    return progress;
}

static bool complete_with_carried(const struct history *history, uint32_t stage)
{
    const struct rules_stage *rule = &history->book->stages[stage];
    bool complete = progress_of(history, stage).complete;

    for (uint32_t i = 0; i < rule->carry_count; i++) {
        complete &= progress_of(history, rule->carry[i]).complete;
    }
    return complete;
}

// ---- chance

static void add_event(struct history *history, uint64_t *seed)
{
    const struct book *book = history->book;
    struct event *event = &history->events[history->count];
    uint32_t part = chance_below(seed, book->rules.part_count);
    const struct rules_part *rule = &book->parts[part];
    bool technical = rule->technical && (rule->aspect_count == 0 || chance_in(seed, 5));
    const struct declared *declared = declared_of(history, part);

    if (!technical && (rule->aspect_count == 0 || (declared && declared->no_marks))) {
        return; // such a sheet would be refused
    }
    history->count++;
    *event = (struct event){.sheet = {.part = part, .marks = event->marks}};
    if (technical) {
        event->sheet.seat = rule->seat_count;
        event->sheet.declared = &event->declared;
        chance_declare(&event->declared, seed, rule);
        return;
    }
    event->sheet.seat = chance_below(seed, rule->seat_count);
    event->sheet.mark_count = rule->aspect_count;
    for (uint32_t i = 0; i < rule->aspect_count; i++) {
        uint32_t aspect = rule->aspect_first + i;
        event->marks[i] = (struct mark){aspect, chance_mark(seed, &book->aspects[aspect]), 0};
    }
}

static void assert_frac(struct ratio value, struct frac want)
{
    assert_true(value.num == want.num && value.den == want.den);
}

static void compare_all(const struct history *history, const struct tally *tally)
{
    const struct rules *rules = &history->book->rules;

    for (uint32_t i = 0; i < rules->part_count; i++) {
        assert_int_equal(tally->part_complete[i], part_done(history, i));
        assert_frac(tally->parts[i], part_figure(history, i));
    }
    for (uint32_t i = 0; i < rules->module_count; i++) {
        assert_frac(tally->modules[i], module_figure(history, i));
    }
    for (uint32_t i = 0; i < rules->stage_count; i++) {
        const struct stage_result *result = &tally->stages[i];
        struct progress want = progress_of(history, i);
        assert_frac(result->own, own_figure(history, i));
        assert_frac(result->total, total_figure(history, i));
        assert_int_equal(result->done, want.done);
        assert_int_equal(result->expected, want.expected);
        assert_int_equal(result->started, want.started);
        assert_int_equal(result->complete, complete_with_carried(history, i));
    }
}

static void compare_expected(const struct history *history, const struct play *play)
{
    for (uint32_t part = 0; part < history->book->rules.part_count; part++) {
        const struct rules_part *rule = &history->book->parts[part];
        for (uint32_t seat = 0; seat < rule->seat_count; seat++) {
            assert_int_equal(contest_has_sheet(play->rules, 0, play->row, part, seat),
                             last_of(history, part, seat) != NULL);
            assert_int_equal(contest_expects_sheet(play->rules, 0, play->row, part, seat),
                             marks_awaited(history, part));
        }
    }
}

static void play_one(uint64_t *seed, size_t *complete)
{
    static struct history history;
    static struct book book;
    struct play play;

    chance_book(&book, seed);
    history.book = &book;
    history.count = 0;
    play_open(&play, &book, 0);
    for (int i = 0; i < 300 && book.rules.part_count > 0; i++) {
        size_t before = history.count;
        add_event(&history, seed);
        if (history.count > before) {
            struct sheet sheet = history.events[before].sheet;
            sheet.marks = history.events[before].marks;
            assert_int_equal(play_send(&play, &sheet), V_OK);
        }
        if (chance_in(seed, 40) || i == 299) {
            assert_int_equal(play_tally(&play), V_OK);
            compare_all(&history, &play.tally);
            compare_expected(&history, &play);
            *complete += play.tally.stages[0].complete;
        }
    }
    play_close(&play);
}

static void random_books_and_histories_come_out_the_same(void **state)
{
    (void)state;
    uint64_t seed = 41;
    size_t complete = 0;

    for (int i = 0; i < 250; i++) {
        play_one(&seed, &complete);
    }
    assert_true(complete > 100); // enough of them ran to the end
}

RUN(cmocka_unit_test(random_books_and_histories_come_out_the_same))
