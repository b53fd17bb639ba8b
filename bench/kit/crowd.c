#include "bench/kit/crowd.h"

#include "bench/kit/site.h"
#include "scoring/rank.h"

#include <stdlib.h>
#include <string.h>

enum { SLICES = 5, SLICE = 4000, DIFFERENT = 256 };

struct row *crowd_row(const struct crowd *crowd, size_t index)
{
    return (struct row *)(void *)(crowd->rows + index * crowd->row_bytes);
}

uint32_t crowd_below(struct crowd *crowd, uint32_t limit)
{
    return book_chance(&crowd->chance, limit);
}

static void fill_pool(struct crowd *crowd)
{
    for (unsigned i = 0; i < CROWD_VARIANTS; i++) {
        for (uint32_t k = 0; k < crowd->rules->aspect_count; k++) {
            point_t halves = (point_t)crowd_below(crowd, 201);
            crowd->pool[i][k] = (struct mark){k, halves * POINT_ONE / 2, 0};
        }
    }
}

struct sheet crowd_sheet(struct crowd *crowd, uint32_t part, uint32_t seat)
{
    const struct rules_part *at = &crowd->rules->parts[part];
    const struct mark *marks = crowd->pool[crowd_below(crowd, CROWD_VARIANTS)];

    return (struct sheet){part, seat, at->aspect_count, marks + at->aspect_first, NULL};
}

static void fill_row(struct crowd *crowd, size_t index)
{
    const struct rules *rules = crowd->rules;

    for (uint32_t i = 0; i < rules->part_count; i++) {
        for (uint32_t seat = 0; seat < rules->parts[i].seat_count; seat++) {
            struct sheet sheet = crowd_sheet(crowd, i, seat);
            contest_apply(rules, 0, crowd_row(crowd, index), &sheet);
        }
    }
    (void)tally_row(rules, 0, crowd_row(crowd, index), &crowd->tallies[index]);
}

// The first ones are filled; the others are copies of those, which takes less time.
static void fill(struct crowd *crowd, size_t index)
{
    size_t from = index % DIFFERENT;

    if (index < DIFFERENT) {
        fill_row(crowd, index);
        return;
    }
    memcpy(crowd_row(crowd, index), crowd_row(crowd, from), crowd->row_bytes);
    memcpy(crowd->memory + index * crowd->tally_bytes, crowd->memory + from * crowd->tally_bytes,
           crowd->tally_bytes);
}

struct crowd *crowd_open(const struct book_shape *shape, size_t count)
{
    struct crowd *crowd = book_memory(sizeof *crowd);

    memset(crowd, 0, sizeof *crowd);
    book_write(&crowd->book, shape);
    crowd->shape = shape;
    crowd->rules = &crowd->book.rules;
    crowd->count = count;
    crowd->chance = BOOK_CHANCE;
    crowd->row_bytes = (contest_row_bytes(crowd->rules, 0) + 15) / 16 * 16;
    crowd->tally_bytes = (tally_bytes(crowd->rules, 0) + 15) / 16 * 16;
    crowd->rows = book_memory(count * crowd->row_bytes);
    crowd->memory = book_memory(count * crowd->tally_bytes);
    crowd->tallies = book_memory(count * sizeof *crowd->tallies);
    fill_pool(crowd);
    for (size_t i = 0; i < count; i++) {
        contest_row_init(crowd->rules, 0, crowd_row(crowd, i));
        tally_init(crowd->rules, 0, crowd->memory + i * crowd->tally_bytes, &crowd->tallies[i]);
        if (!shape->places) {
            fill(crowd, i);
        }
    }
    return crowd;
}

void crowd_close(struct crowd *crowd)
{
    free(crowd->rows);
    free(crowd->memory);
    free(crowd->tallies);
    free(crowd);
}

void crowd_give(struct crowd *crowd, struct row *row, const struct sheet *sheet)
{
    if (contest_check(crowd->rules, 0, row, sheet).verdict != V_OK) {
        site_fail("%s: a sheet was refused", crowd->shape->name);
    }
    contest_apply(crowd->rules, 0, row, sheet);
}

size_t crowd_key(struct crowd *crowd, const struct tally *tally, unsigned char *key)
{
    size_t len = rank_key(crowd->rules, 0, tally, key);

    if (len == 0 || key[0] != RANK_COMPLETE) {
        site_fail("%s: a row with all sheets is not complete", crowd->shape->name);
    }
    crowd->sum += key[len - 1];
    return len;
}

void crowd_touch(struct crowd *crowd, size_t index, uint32_t part)
{
    size_t words = crowd->row_bytes / crowd->rules->part_count / sizeof(point_t);
    volatile point_t *from = (volatile point_t *)(void *)crowd_row(crowd, index) + part * words;
    const point_t *plain = (const point_t *)(void *)crowd_row(crowd, index) + part * words;
    size_t at = crowd_below(crowd, (uint32_t)words);
    uint64_t sum = 0;

    for (size_t i = 0; i < words; i++) {
        sum += (uint64_t)plain[i];
    }
    crowd->sum += sum;
    from[at] = from[at];
}

void crowd_time(struct crowd *crowd, void (*one)(struct crowd *crowd, unsigned way), unsigned ways,
                double *ns)
{
    for (unsigned i = 0; i < SLICE; i++) {
        one(crowd, 0); // the memory is this crowd's own again
    }
    for (unsigned slice = 0; slice < SLICES * ways; slice++) {
        unsigned way = slice % ways;
        double began = book_cpu_ns();
        for (unsigned i = 0; i < SLICE; i++) {
            one(crowd, way);
        }
        ns[way] += (book_cpu_ns() - began) / (SLICES * SLICE);
    }
}
