// Two couples are compared column by column: who has a majority of "this place or better" earlier;
// then the larger majority, then the smaller sum of those marks, then the same in the next column.
// As a comparison of two it needs no bookkeeping of who is still tied, and columns that hold no
// mark of either are passed over.
#include "scoring/skating.h"

#include <string.h>

// The marks that are compared: those of a couple stand in `runs` runs of `judges`, `stride` apart.
struct sheet_of_places {
    const uint32_t *marks;
    uint32_t judges, runs;
    size_t stride;
};

struct column {
    uint32_t count, sum; // of the marks up to the column
    uint32_t next;       // the next column that holds a mark, UINT32_MAX: none
};

static struct column look(const struct sheet_of_places *sheet, uint32_t couple, uint32_t column)
{
    struct column found = {0, 0, UINT32_MAX};

    for (uint32_t run = 0; run < sheet->runs; run++) {
        const uint32_t *marks = sheet->marks + run * sheet->stride + (size_t)couple * sheet->judges;
        for (uint32_t i = 0; i < sheet->judges; i++) {
            if (marks[i] <= column) {
                found.count++;
                found.sum += marks[i];
            } else if (marks[i] < found.next) {
                found.next = marks[i];
            }
        }
    }
    return found;
}

static uint32_t majority(const struct sheet_of_places *sheet)
{
    return sheet->judges * sheet->runs / 2 + 1;
}

// The first column, from `from` on, in which the couple has a majority.
static uint32_t first_column(const struct sheet_of_places *sheet, uint32_t couple, uint32_t from)
{
    uint32_t column = from;
    struct column found = look(sheet, couple, column);

    while (found.count < majority(sheet) && found.next != UINT32_MAX) {
        column = found.next;
        found = look(sheet, couple, column);
    }
    return column;
}

// Rules 6 and 7 within one column.
static int compare_columns(struct column a, struct column b)
{
    if (a.count != b.count) {
        return a.count > b.count ? -1 : 1;
    }
    return (a.sum > b.sum) - (a.sum < b.sum);
}

// Rules 6 to 8 from this column on, which both have reached with nothing between them.
static int compare_on(const struct sheet_of_places *sheet, uint32_t a, uint32_t b, uint32_t column)
{
    int order = 0;

    while (order == 0 && column != UINT32_MAX) {
        struct column of_a = look(sheet, a, column);
        struct column of_b = look(sheet, b, column);
        order = compare_columns(of_a, of_b);
        column = of_a.next < of_b.next ? of_a.next : of_b.next;
    }
    return order;
}

// Below 0: `a` stands before `b`. Rules 5 to 8, columns from `from` on.
static int compare(const struct sheet_of_places *sheet, uint32_t a, uint32_t b, uint32_t from)
{
    uint32_t column = first_column(sheet, a, from);
    uint32_t column_b = first_column(sheet, b, from);
    int order = (column > column_b) - (column < column_b);

    return order != 0 ? order : compare_on(sheet, a, b, column);
}

// ---- one dance

struct dance {
    struct sheet_of_places sheet;
    uint32_t couples;
    uint32_t order[SKATING_COUPLES_MAX];        // the best first
    uint32_t column[SKATING_COUPLES_MAX];       // of the majority, by couple
    struct column reached[SKATING_COUPLES_MAX]; // and what stands up to there
    uint32_t times[SKATING_COUPLES_MAX + 1];    // by place, of the couple that is looked at
};

// As compare() from the first column, by what is known of each: most couples differ in that.
static int compare_known(const struct dance *dance, uint32_t a, uint32_t b)
{
    const struct column *of_a = &dance->reached[a];
    const struct column *of_b = &dance->reached[b];

    if (dance->column[a] != dance->column[b]) {
        return dance->column[a] < dance->column[b] ? -1 : 1;
    }
    int order = compare_columns(*of_a, *of_b);
    uint32_t next = of_a->next < of_b->next ? of_a->next : of_b->next;
    return order != 0 ? order : compare_on(&dance->sheet, a, b, next);
}

static bool stands_after(const struct dance *dance, uint32_t a, uint32_t b)
{
    return compare_known(dance, a, b) > 0;
}

static void sink(struct dance *dance, uint32_t at, uint32_t count)
{
    uint32_t held = dance->order[at];

    for (uint32_t below = 2 * at + 1; below < count; below = 2 * at + 1) {
        if (below + 1 < count &&
            stands_after(dance, dance->order[below + 1], dance->order[below])) {
            below++;
        }
        if (!stands_after(dance, dance->order[below], held)) {
            break;
        }
        dance->order[at] = dance->order[below];
        at = below;
    }
    dance->order[at] = held;
}

// The couple's majority, by one look at its marks: how often it has each place is counted first.
static void reach(struct dance *dance, uint32_t couple)
{
    const uint32_t *marks = dance->sheet.marks + (size_t)couple * dance->sheet.judges;
    uint32_t *times = dance->times;
    struct column reached = {0, 0, UINT32_MAX};
    uint32_t column = 0;

    memset(times, 0, (dance->couples + 1) * sizeof *times);
    for (uint32_t i = 0; i < dance->sheet.judges; i++) {
        times[marks[i]]++;
    }
    while (reached.count < majority(&dance->sheet)) {
        column++;
        reached.count += times[column];
        reached.sum += times[column] * column;
    }
    for (uint32_t next = column + 1; reached.next == UINT32_MAX && next <= dance->couples; next++) {
        reached.next = times[next] > 0 ? next : UINT32_MAX;
    }
    dance->column[couple] = column;
    dance->reached[couple] = reached;
}

static void sort(struct dance *dance)
{
    for (uint32_t i = 0; i < dance->couples; i++) {
        dance->order[i] = i;
        reach(dance, i);
    }
    for (uint32_t i = dance->couples / 2; i-- > 0;) {
        sink(dance, i, dance->couples);
    }
    for (uint32_t left = dance->couples; left > 1; left--) {
        uint32_t last = dance->order[0];
        dance->order[0] = dance->order[left - 1];
        dance->order[left - 1] = last;
        sink(dance, 0, left - 1);
    }
}

// Do the couples at these two places of the order have their majority in one column?
static bool share_column(const struct dance *dance, uint32_t a, uint32_t b)
{
    return a < dance->couples && b < dance->couples &&
           dance->column[dance->order[a]] == dance->column[dance->order[b]];
}

static bool share_count(const struct dance *dance, uint32_t a, uint32_t b)
{
    if (!share_column(dance, a, b)) {
        return false;
    }
    return dance->reached[dance->order[a]].count == dance->reached[dance->order[b]].count;
}

// Which rule gave the couple at this place of the order its place, when it shares it with nobody.
// (The place before the first is UINT32_MAX, which no couple has.)
static uint32_t rule_at(const struct dance *dance, uint32_t at)
{
    if (!share_column(dance, at - 1, at) && !share_column(dance, at, at + 1)) {
        uint32_t column = dance->column[dance->order[at]];
        uint32_t before = at == 0 ? 0 : dance->column[dance->order[at - 1]];
        return column == before + 1 ? 5 : 8; // else nobody had a majority in between
    }
    return share_count(dance, at - 1, at) || share_count(dance, at, at + 1) ? 7 : 6;
}

// Gives the couples at `from` … `to`-1 of the order, which nothing separates, the mean of the
// places that they take.
static void place_equals(const struct dance *dance, uint32_t from, uint32_t to,
                         struct ratio *places, uint32_t *decided)
{
    uint32_t twice = from + 1 + to;

    for (uint32_t i = from; i < to; i++) {
        uint32_t couple = dance->order[i];
        places[couple] = twice % 2 == 0 ? (struct ratio){twice / 2, 1} : (struct ratio){twice, 2};
        if (decided) {
            decided[couple] = to - from > 1 ? 0 : rule_at(dance, i);
        }
    }
}

static bool are_places(const uint32_t *marks, uint32_t couples, uint32_t judges)
{
    for (size_t i = 0; i < (size_t)couples * judges; i++) {
        if (marks[i] == 0 || marks[i] > couples) {
            return false;
        }
    }
    return true;
}

bool skating_dance(const uint32_t *marks, uint32_t couples, uint32_t judges, struct ratio *places,
                   uint32_t *decided)
{
    struct dance dance; // as it comes: it is large
    uint32_t from = 0;

    if (couples > SKATING_COUPLES_MAX || judges == 0 || judges > SKATING_MARKS_MAX ||
        !are_places(marks, couples, judges)) {
        return false;
    }
    dance.couples = couples;
    dance.sheet = (struct sheet_of_places){marks, judges, 1, 0};
    sort(&dance);
    for (uint32_t i = 1; i <= couples; i++) {
        if (i == couples || compare_known(&dance, dance.order[from], dance.order[i]) != 0) {
            place_equals(&dance, from, i, places, decided);
            from = i;
        }
    }
    return true;
}

// ---- several dances

struct final {
    struct sheet_of_places sheet; // all marks of all dances as one dance
    const struct ratio *dances;
    uint32_t dance_count, couples;
    bool counts_only;
    const struct ratio *totals;
    uint32_t line[SKATING_COUPLES_MAX]; // the couples; those that are placed first
    uint32_t *order, *decided;
};

// Couples that are placed before any after them is looked at: line[…to-1]. `rule`: what set them
// apart from the others.
struct group {
    uint32_t to, rule;
};

// How often the couple has this place or better, and the sum of those places.
static bool count_places(const struct final *final, uint32_t couple, uint32_t place,
                         uint32_t *ret_count, struct ratio *ret_sum)
{
    *ret_count = 0;
    *ret_sum = RATIO_ZERO;
    for (uint32_t i = 0; i < final->dance_count; i++) {
        struct ratio of_dance = final->dances[(size_t)i * final->couples + couple];
        if (ratio_compare(of_dance, (struct ratio){place, 1}) <= 0) {
            ++*ret_count;
            if (!ratio_add(*ret_sum, of_dance, ret_sum)) {
                return false;
            }
        }
    }
    return true;
}

// Rule 10 for two couples; below 0: `a` stands before `b`.
static bool compare_places(const struct final *final, uint32_t a, uint32_t b, uint32_t place,
                           int *ret)
{
    uint32_t count_a = 0;
    uint32_t count_b = 0;
    struct ratio sum_a;
    struct ratio sum_b;

    if (!count_places(final, a, place, &count_a, &sum_a) ||
        !count_places(final, b, place, &count_b, &sum_b)) {
        return false;
    }
    *ret = (count_a < count_b) - (count_a > count_b);
    if (*ret == 0 && !final->counts_only) {
        *ret = ratio_compare(sum_a, sum_b);
    }
    return true;
}

static void swap(uint32_t *line, uint32_t a, uint32_t b)
{
    uint32_t held = line[a];

    line[a] = line[b];
    line[b] = held;
}

// Brings the best of line[from … to-1] by rule 10 (or, with `by_marks`, by rule 11) to the front;
// *ret is the end of those that are equally good.
static bool gather(struct final *final, uint32_t from, uint32_t to, bool by_marks, uint32_t *ret)
{
    uint32_t *line = final->line;
    uint32_t end = from + 1;

    for (uint32_t i = from + 1; i < to; i++) {
        int order = 0;
        if (by_marks) {
            order = compare(&final->sheet, line[i], line[from], from + 1);
        } else if (!compare_places(final, line[i], line[from], from + 1, &order)) {
            return false;
        }
        if (order < 0) {
            swap(line, from, i);
            end = from + 1;
        } else if (order == 0) {
            swap(line, end++, i);
        }
    }
    *ret = end;
    return true;
}

// Gives line[from … to-1] the place after `from` couples.
static void place_them(struct final *final, uint32_t from, uint32_t to, uint32_t rule)
{
    for (uint32_t i = from; i < to; i++) {
        final->order[final->line[i]] = from + 1;
        if (final->decided) {
            final->decided[final->line[i]] = to - from > 1 ? 0 : rule;
        }
    }
}

// Rules 10 and 11 for line[from … to-1], which have equal totals. The place under review is always
// one more than the number of couples that are placed. A group that rule 10 cannot separate is
// placed as a whole, each with rules 10 and 11 afresh, before the rest of those around it.
static bool settle(struct final *final, uint32_t from, uint32_t to)
{
    struct group groups[SKATING_COUPLES_MAX];
    uint32_t depth = 1;

    groups[0] = (struct group){to, 9};
    while (depth > 0) {
        struct group *group = &groups[depth - 1];
        uint32_t end = 0;
        uint32_t first = 0;
        if (from == group->to) {
            depth--;
            continue;
        }
        if (from + 1 == group->to) {
            place_them(final, from, from + 1, group->rule);
            from++;
            continue;
        }
        if (!gather(final, from, group->to, false, &end)) {
            return false;
        }
        group->rule = end < group->to ? 10 : group->rule;
        if (end == from + 1) {
            place_them(final, from, end, 10);
            from = end;
            continue;
        }
        (void)gather(final, from, end, true, &first); // rule 11 among them
        place_them(final, from, first, 11);
        from = first;
        groups[depth++] = (struct group){end, 11};
    }
    return true;
}

static bool add_totals(const struct final *final, struct ratio *totals)
{
    for (uint32_t couple = 0; couple < final->couples; couple++) {
        totals[couple] = RATIO_ZERO;
        for (uint32_t i = 0; i < final->dance_count; i++) {
            if (!ratio_add(totals[couple], final->dances[(size_t)i * final->couples + couple],
                           &totals[couple])) {
                return false;
            }
        }
    }
    return true;
}

// By insertion: a final has few couples.
static void line_up(struct final *final)
{
    for (uint32_t i = 0; i < final->couples; i++) {
        uint32_t at = i;
        while (at > 0 && ratio_compare(final->totals[final->line[at - 1]], final->totals[i]) > 0) {
            final->line[at] = final->line[at - 1];
            at--;
        }
        final->line[at] = i;
    }
}

// NOLINTBEGIN(readability-function-size,readability-non-const-parameter): a final is all of this
bool skating_final(const uint32_t *marks, const struct ratio *dances, uint32_t dance_count,
                   uint32_t couples, uint32_t judges, bool counts_only, struct ratio *totals,
                   uint32_t *order, uint32_t *decided)
{
    struct final final = {.dances = dances,
                          .dance_count = dance_count,
                          .couples = couples,
                          .counts_only = counts_only,
                          .totals = totals,
                          .order = order,
                          .decided = decided};
    uint32_t from = 0;

    if (couples > SKATING_COUPLES_MAX || (uint64_t)dance_count * judges > SKATING_MARKS_MAX ||
        !add_totals(&final, totals)) {
        return false;
    }
    final.sheet = (struct sheet_of_places){marks, judges, dance_count, (size_t)couples * judges};
    line_up(&final);
    for (uint32_t i = 1; i <= couples; i++) {
        if (i < couples && ratio_compare(totals[final.line[from]], totals[final.line[i]]) == 0) {
            continue;
        }
        if (!settle(&final, from, i)) {
            return false;
        }
        from = i;
    }
    return true;
}

// NOLINTEND(readability-function-size,readability-non-const-parameter)
