// What can still become of a field, the engine alone: every second competitor waits for the last
// sheet of his second part. Beside a recount of a whole row: (bounds) what one
// competitor can come to; and then, what a node does: (begin) a whole field's bounds and lists,
// once; (change) somebody's bounds have become others; (place) the best and the worst place of one
// row. No I/O; nanoseconds of CPU time. Usage: bench_forecast ROUNDS; one JSON line a round and
// crowd.
#include "bench/kit/crowd.h"
#include "bench/kit/site.h"
#include "scoring/forecast_field.h"

#include <stdio.h>
#include <stdlib.h>

enum { CROWDS = 3 };

enum way { RECOUNT, BOUNDS, CHANGE, PLACE, WAYS };

struct outlook {
    struct forecast_room room;
    struct forecast_field field;
    struct forecast_bounds *bounds;
    void *row, *tally, *memory;
};

static struct outlook outlook; // of the crowd that is measured

static void open_outlook(struct crowd *crowd)
{
    outlook.row = book_memory(crowd->row_bytes);
    outlook.tally = book_memory(crowd->tally_bytes);
    outlook.memory = book_memory(forecast_field_bytes(crowd->count));
    outlook.bounds = book_memory(crowd->count * sizeof *outlook.bounds);
    outlook.room.row = outlook.row;
    tally_init(crowd->rules, 0, outlook.tally, &outlook.room.tally);
}

static void close_outlook(void)
{
    free(outlook.row);
    free(outlook.tally);
    free(outlook.memory);
    free(outlook.bounds);
}

// All sheets but the last seat's of the second part.
static void begin_again(struct crowd *crowd, size_t index)
{
    const struct rules *rules = crowd->rules;

    contest_row_init(rules, 0, crowd_row(crowd, index));
    for (uint32_t part = 0; part < rules->part_count; part++) {
        uint32_t seats = rules->parts[part].seat_count - (part > 0);
        for (uint32_t seat = 0; seat < seats; seat++) {
            struct sheet sheet = crowd_sheet(crowd, part, seat);
            contest_apply(rules, 0, crowd_row(crowd, index), &sheet);
        }
    }
    if (tally_row(rules, 0, crowd_row(crowd, index), &crowd->tallies[index]) != V_OK) {
        site_fail("a total was refused");
    }
}

static void bound(struct crowd *crowd, size_t index, struct forecast_bounds *ret)
{
    struct forecast_case of = {crowd->rules, 0, crowd_row(crowd, index), &crowd->tallies[index],
                               &outlook.room};

    forecast_bounds_of(&of, ret);
}

static double begin(struct crowd *crowd)
{
    double began = book_cpu_ns();

    forecast_field_init(&outlook.field, outlook.memory, crowd->count);
    for (size_t i = 0; i < crowd->count; i++) {
        bound(crowd, i, &outlook.bounds[i]);
        forecast_field_load(&outlook.field, (uint32_t)i, &outlook.bounds[i]);
    }
    forecast_field_sort(&outlook.field);
    return book_cpu_ns() - began;
}

// Somebody who is open has the bounds of somebody else from now on: the lists move, the rows stay.
static void change(struct crowd *crowd)
{
    uint32_t who = crowd_below(crowd, (uint32_t)crowd->count / 2) * 2 + 1;
    uint32_t as = crowd_below(crowd, (uint32_t)crowd->count / 2) * 2 + 1;
    struct forecast_bounds bounds = outlook.bounds[as];

    forecast_field_change(&outlook.field, who, &outlook.bounds[who], &bounds);
    outlook.bounds[who] = bounds;
}

static void place(struct crowd *crowd)
{
    uint32_t who = crowd_below(crowd, (uint32_t)crowd->count / 2) * 2 + 1;
    struct forecast_place found =
        forecast_field_place(&outlook.field, &outlook.bounds[who], 0, false);

    if (!found.known || found.best > found.worst) {
        site_fail("an open competitor has no places");
    }
    crowd->sum += found.best + found.worst;
}

static void go(struct crowd *crowd, unsigned way)
{
    uint32_t who = crowd_below(crowd, (uint32_t)crowd->count / 2) * 2 + 1;
    struct forecast_bounds bounds;

    if (way == RECOUNT) {
        who--; // a row with all sheets
        crowd->sum += tally_row(crowd->rules, 0, crowd_row(crowd, who), &crowd->tallies[who]);
    } else if (way == BOUNDS) {
        bound(crowd, who, &bounds);
        crowd->sum += bounds.kind == FORECAST_OPEN;
    } else if (way == CHANGE) {
        change(crowd);
    } else {
        place(crowd);
    }
}

static void measure(struct crowd *crowd)
{
    double ns[WAYS] = {0};

    open_outlook(crowd);
    double all = begin(crowd);
    crowd_time(crowd, go, WAYS, ns);
    (void)printf(
        "{\"bench\":\"forecast\",\"what\":\"%s\",\"competitors\":%zu,\"begin_ns\":%.0f,"
        "\"recount_ns\":%.1f,\"bounds_ns\":%.1f,\"change_ns\":%.1f,\"place_ns\":%.1f,"
        "\"sum\":%lu}\n",
        crowd->shape->name, crowd->count, all, ns[RECOUNT], ns[BOUNDS], ns[CHANGE], ns[PLACE],
        (unsigned long)crowd->sum);
    close_outlook();
}

int main(int argc, char **argv)
{
    static const struct book_shape shape = {
        "2 parts of 20 aspects, 7 judges", 1, 2, 7, 20, 1, .places = false};
    static const size_t counts[CROWDS] = {300, 20000, 200000};
    struct crowd *crowds[CROWDS];
    unsigned rounds = argc == 2 ? (unsigned)strtoul(argv[1], NULL, 10) : 0;

    if (rounds == 0) {
        site_fail("usage: bench_forecast ROUNDS");
    }
    for (unsigned i = 0; i < CROWDS; i++) {
        crowds[i] = crowd_open(&shape, counts[i]);
        for (size_t who = 1; who < counts[i]; who += 2) {
            begin_again(crowds[i], who);
        }
    }
    for (unsigned i = 0; i < rounds * CROWDS; i++) {
        measure(crowds[i % CROWDS]);
    }
    for (unsigned i = 0; i < CROWDS; i++) {
        crowd_close(crowds[i]);
    }
    return 0;
}
