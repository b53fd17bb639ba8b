// One mark in place, the engine alone: what it takes to move a competitor's totals and his rank
// key, beside (floor) touching the same memory, (one) a recount of the competitor, (all) a recount
// of all; and what a node makes of it for a commit: the same twice, tried on a copy first and then
// folded into the record. No I/O; nanoseconds of CPU time. Usage: bench_mark ROUNDS; one JSON line
// a round and crowd; the ways and the crowds take turns.
#include "bench/kit/crowd.h"
#include "bench/kit/site.h"
#include "scoring/rank.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SAMPLE = 1000, CROWDS = 6 };

enum way { FLOOR, MARK, COMMIT, RECOUNT_ONE, WAYS };

// What a commit is tried on.
struct copy {
    struct row *row;
    struct tally tally;
    void *memory;
};

static struct copy copy; // of the crowd that is measured

static void open_copy(const struct crowd *crowd)
{
    copy.row = book_memory(crowd->row_bytes);
    copy.memory = book_memory(crowd->tally_bytes);
    tally_init(crowd->rules, 0, copy.memory, &copy.tally);
}

static void close_copy(void)
{
    free(copy.row);
    free(copy.memory);
}

static void count_part(struct crowd *crowd, const struct row *row, uint32_t part,
                       struct tally *tally)
{
    if (tally_part(crowd->rules, 0, row, part, tally) != V_OK) {
        site_fail("a total was refused");
    }
}

static void count_all(struct crowd *crowd, size_t index)
{
    if (tally_row(crowd->rules, 0, crowd_row(crowd, index), &crowd->tallies[index]) != V_OK) {
        site_fail("a total was refused");
    }
}

static void try_on_copy(struct crowd *crowd, size_t index, const struct sheet *sheet)
{
    unsigned char before[RULES_KEY_MAX];
    unsigned char after[RULES_KEY_MAX];

    memcpy(copy.row, crowd_row(crowd, index), contest_row_bytes(crowd->rules, 0));
    memcpy(copy.memory, crowd->memory + index * crowd->tally_bytes, crowd->tally_bytes);
    crowd_give(crowd, copy.row, sheet);
    count_part(crowd, copy.row, sheet->part, &copy.tally);
    size_t len = crowd_key(crowd, &crowd->tallies[index], before);
    crowd->sum += crowd_key(crowd, &copy.tally, after) + (memcmp(before, after, len) != 0);
}

// A judge's sheet, or one of its marks where they come one by one.
static struct sheet next_sheet(struct crowd *crowd, uint32_t part)
{
    uint32_t seat = crowd_below(crowd, crowd->rules->parts[part].seat_count);
    struct sheet sheet = crowd_sheet(crowd, part, seat);

    if (crowd->shape->one_by_one) {
        sheet.marks += crowd_below(crowd, sheet.mark_count);
        sheet.mark_count = 1;
    }
    return sheet;
}

static void go(struct crowd *crowd, unsigned way)
{
    size_t index = crowd_below(crowd, (uint32_t)crowd->count);
    uint32_t part = crowd_below(crowd, crowd->rules->part_count);
    unsigned char key[RULES_KEY_MAX];

    if (way == FLOOR) {
        crowd_touch(crowd, index, part);
        return;
    }
    struct sheet sheet = next_sheet(crowd, part);
    if (way == COMMIT) {
        try_on_copy(crowd, index, &sheet);
    }
    crowd_give(crowd, crowd_row(crowd, index), &sheet);
    if (way == RECOUNT_ONE) {
        count_all(crowd, index);
    } else {
        count_part(crowd, crowd_row(crowd, index), part, &crowd->tallies[index]);
    }
    if (way != COMMIT) { // else it has been made on the copy
        (void)crowd_key(crowd, &crowd->tallies[index], key);
    }
}

// What was counted in place is what a recount gives, or the figures are worth nothing.
static void check_sample(struct crowd *crowd)
{
    unsigned char before[RULES_KEY_MAX];
    unsigned char after[RULES_KEY_MAX];

    for (unsigned i = 0; i < SAMPLE; i++) {
        size_t index = crowd_below(crowd, (uint32_t)crowd->count);
        size_t len = crowd_key(crowd, &crowd->tallies[index], before);
        count_all(crowd, index);
        if (crowd_key(crowd, &crowd->tallies[index], after) != len ||
            memcmp(before, after, len) != 0) {
            site_fail("%s: a recount gives another key", crowd->shape->name);
        }
    }
}

static double time_all(struct crowd *crowd)
{
    unsigned char key[RULES_KEY_MAX];
    double began = book_cpu_ns();

    for (size_t i = 0; i < crowd->count; i++) {
        count_all(crowd, i);
        (void)crowd_key(crowd, &crowd->tallies[i], key);
    }
    return book_cpu_ns() - began;
}

static void measure(struct crowd *crowd)
{
    double ns[WAYS] = {0};

    open_copy(crowd);
    crowd_time(crowd, go, WAYS, ns);
    close_copy();
    check_sample(crowd);
    double all = time_all(crowd);
    (void)printf(
        "{\"bench\":\"mark\",\"what\":\"%s\",\"competitors\":%zu,\"row_bytes\":%zu,"
        "\"floor_ns\":%.1f,\"mark_ns\":%.1f,\"commit_ns\":%.1f,\"recount_one_ns\":%.1f,"
        "\"recount_all_ns\":%.0f,\"sum\":%lu}\n",
        crowd->shape->name, crowd->count, crowd->row_bytes, ns[FLOOR], ns[MARK], ns[COMMIT],
        ns[RECOUNT_ONE], all, (unsigned long)crowd->sum);
}

int main(int argc, char **argv)
{
    static const struct book_shape shapes[] = {
        {"one mark of 40, 7 judges", 1, 1, 7, 40, 1, .one_by_one = true},
        {"sheet of 40 marks, 7 judges", 1, 1, 7, 40, 1, .places = false},
        {"sheet of 40, by aspect, 7 judges", 1, 1, 7, 40, 1, .by_aspect = true},
        {"sheet of 5 in 8 parts, 7 judges", 1, 8, 7, 5, 1, .places = false},
    };

    static const struct {
        unsigned shape;
        size_t count;
    } plan[CROWDS] = {{0, 1000}, {0, 10000}, {0, 500000}, {1, 10000}, {2, 10000}, {3, 10000}};
    struct crowd *crowds[CROWDS];
    unsigned rounds = argc == 2 ? (unsigned)strtoul(argv[1], NULL, 10) : 0;

    if (rounds == 0) {
        site_fail("usage: bench_mark ROUNDS");
    }
    for (unsigned i = 0; i < CROWDS; i++) {
        crowds[i] = crowd_open(&shapes[plan[i].shape], plan[i].count);
    }
    for (unsigned i = 0; i < rounds * CROWDS; i++) {
        measure(crowds[i % CROWDS]);
    }
    for (unsigned i = 0; i < CROWDS; i++) {
        crowd_close(crowds[i]);
    }
    return 0;
}
