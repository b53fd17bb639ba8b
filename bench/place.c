// Places over a field (Skating System), the engine alone: 12 couples, 11 judges. One mark moves
// several rows, so the field is settled as a whole: by the node twice for a commit, on a copy first
// and then in the record. Beside it the floor, which touches the memory of all couples' rows of the
// dance, and a recount of the field with fresh tallies. No I/O; nanoseconds of CPU time.
// Usage: bench_place ROUNDS; one JSON line a round and shape; the ways and the shapes take turns.
#include "bench/kit/crowd.h"
#include "bench/kit/site.h"
#include "scoring/field.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COUPLES = 12 };

enum way { FLOOR, MARK, COMMIT, RECOUNT_ALL, WAYS };

struct field { // the couples of a crowd, settled together
    struct crowd *crowd;
    struct field_entry entries[COUPLES];
    void *scratch;
    // What a commit is tried on:
    struct row *rows[2];
    struct tally tallies[COUPLES];
    char *memory;
};

static struct field *field; // the one that is measured

static struct sheet place_sheet(struct mark *mark, uint32_t part, uint32_t seat, point_t place)
{
    *mark = (struct mark){part, place, 0};
    return (struct sheet){part, seat, 1, mark, NULL};
}

static point_t place_of(const struct crowd *crowd, const struct row *row, uint32_t part,
                        uint32_t seat)
{
    struct mark marks[RULES_CELLS_MAX];
    uint32_t count = 0;

    (void)contest_sheet(crowd->rules, 0, row, part, seat, marks, &count);
    return marks[0].value;
}

struct swap { // a judge changes his mind about two couples: with one mark alone no place fits
    uint32_t part, seat;
    size_t couples[2];
    point_t places[2]; // the new ones
};

static struct swap choose(struct crowd *crowd)
{
    uint32_t part = crowd_below(crowd, crowd->rules->part_count);
    uint32_t seat = crowd_below(crowd, crowd->rules->parts[part].seat_count);
    size_t one = crowd_below(crowd, COUPLES);
    size_t two = (one + 1 + crowd_below(crowd, COUPLES - 1)) % COUPLES;

    return (struct swap){part,
                         seat,
                         {one, two},
                         {place_of(crowd, crowd_row(crowd, two), part, seat),
                          place_of(crowd, crowd_row(crowd, one), part, seat)}};
}

static void apply(struct crowd *crowd, const struct swap *swap, struct row *one, struct row *two)
{
    struct row *rows[] = {one, two};

    for (unsigned i = 0; i < 2; i++) {
        struct mark mark;
        struct sheet sheet = place_sheet(&mark, swap->part, swap->seat, swap->places[i]);
        crowd_give(crowd, rows[i], &sheet);
    }
}

static void settle(const struct field_entry *from)
{
    struct field_entry entries[COUPLES];

    memcpy(entries, from, sizeof entries);
    if (field_settle(field->crowd->rules, 0, entries, COUPLES, NULL, 0, field->scratch) != V_OK) {
        site_fail("a field was refused");
    }
}

static void make_keys(const struct tally *before, const struct tally *after)
{
    unsigned char old[RULES_KEY_MAX];
    unsigned char new[RULES_KEY_MAX];

    for (size_t i = 0; i < COUPLES; i++) {
        size_t len = crowd_key(field->crowd, &after[i], new);
        if (before) {
            (void)crowd_key(field->crowd, &before[i], old);
            field->crowd->sum += memcmp(old, new, len) != 0;
        }
    }
}

static void fresh_tallies(char *memory, struct tally *tallies)
{
    for (size_t i = 0; i < COUPLES; i++) {
        tally_init(field->crowd->rules, 0, memory + i * field->crowd->tally_bytes, &tallies[i]);
    }
}

// As live/copies and live/weigh do it.
static void try_on_copies(const struct swap *swap)
{
    struct crowd *crowd = field->crowd;
    struct field_entry entries[COUPLES];
    size_t bytes = contest_row_bytes(crowd->rules, 0);

    for (unsigned i = 0; i < 2; i++) {
        memcpy(field->rows[i], crowd_row(crowd, swap->couples[i]), bytes);
    }
    apply(crowd, swap, field->rows[0], field->rows[1]);
    fresh_tallies(field->memory, field->tallies);
    for (uint32_t i = 0; i < COUPLES; i++) {
        entries[i] = (struct field_entry){crowd_row(crowd, i), &field->tallies[i], i, 0};
    }
    entries[swap->couples[0]].row = field->rows[0];
    entries[swap->couples[1]].row = field->rows[1];
    settle(entries);
    make_keys(crowd->tallies, field->tallies);
}

static void go(struct crowd *crowd, unsigned way)
{
    if (way == FLOOR) {
        for (uint32_t i = 0; i < COUPLES * crowd->rules->part_count; i++) {
            crowd_touch(crowd, i % COUPLES, i / COUPLES);
        }
        return;
    }
    struct swap swap = choose(crowd);
    if (way == COMMIT) {
        try_on_copies(&swap);
    }
    apply(crowd, &swap, crowd_row(crowd, swap.couples[0]), crowd_row(crowd, swap.couples[1]));
    if (way == RECOUNT_ALL) {
        fresh_tallies(crowd->memory, crowd->tallies);
    }
    settle(field->entries);
    if (way != COMMIT) {
        make_keys(NULL, crowd->tallies);
    }
}

static void fill(struct field *at)
{
    struct crowd *crowd = at->crowd;
    uint32_t seats = crowd->shape->seats;

    for (uint32_t i = 0; i < COUPLES; i++) {
        at->entries[i] = (struct field_entry){crowd_row(crowd, i), &crowd->tallies[i], i, 0};
        for (uint32_t k = 0; k < crowd->rules->part_count * seats; k++) {
            struct mark mark;
            point_t place = (point_t)(i + 1) * POINT_ONE;
            struct sheet sheet = place_sheet(&mark, k / seats, k % seats, place);
            crowd_give(crowd, crowd_row(crowd, i), &sheet);
        }
    }
    for (uint32_t i = 0; i < COUPLES * COUPLES * seats * crowd->rules->part_count; i++) {
        struct swap swap = choose(crowd);
        apply(crowd, &swap, crowd_row(crowd, swap.couples[0]), crowd_row(crowd, swap.couples[1]));
    }
}

static void open_field(struct field *at, const struct book_shape *shape)
{
    at->crowd = crowd_open(shape, COUPLES);
    at->scratch = book_memory(field_bytes(at->crowd->rules, 0, COUPLES));
    at->memory = book_memory(COUPLES * at->crowd->tally_bytes);
    at->rows[0] = book_memory(at->crowd->row_bytes);
    at->rows[1] = book_memory(at->crowd->row_bytes);
    fill(at);
}

static void close_field(struct field *at)
{
    crowd_close(at->crowd);
    free(at->scratch);
    free(at->memory);
    free(at->rows[0]);
    free(at->rows[1]);
}

static void measure(struct field *at)
{
    double ns[WAYS] = {0};

    field = at;
    crowd_time(at->crowd, go, WAYS, ns);
    (void)printf(
        "{\"bench\":\"place\",\"what\":\"%s\",\"couples\":%d,\"row_bytes\":%zu,"
        "\"floor_ns\":%.1f,\"mark_ns\":%.1f,\"commit_ns\":%.1f,\"recount_all_ns\":%.1f,"
        "\"sum\":%lu}\n",
        at->crowd->shape->name, COUPLES, at->crowd->row_bytes, ns[FLOOR], ns[MARK], ns[COMMIT],
        ns[RECOUNT_ALL], (unsigned long)at->crowd->sum);
}

int main(int argc, char **argv)
{
    static const struct book_shape shapes[] = {
        {"places, 1 dance, 11 judges", 1, 1, 11, 1, 0, .places = true},
        {"places, 5 dances, 11 judges", 1, 5, 11, 1, 0, .places = true},
    };
    static struct field fields[2];
    unsigned rounds = argc == 2 ? (unsigned)strtoul(argv[1], NULL, 10) : 0;

    if (rounds == 0) {
        site_fail("usage: bench_place ROUNDS");
    }
    open_field(&fields[0], &shapes[0]);
    open_field(&fields[1], &shapes[1]);
    for (unsigned i = 0; i < 2 * rounds; i++) {
        measure(&fields[i % 2]);
    }
    close_field(&fields[0]);
    close_field(&fields[1]);
    return 0;
}
