#include "bench/kit/book.h"

#include "bench/kit/site.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *const seat_names[] = {"J1", "J2", "J3", "J4",  "J5", "J6",
                                         "J7", "J8", "J9", "J10", "J11"};

static void write_part(struct book *book, const struct book_shape *shape, unsigned index)
{
    struct rules_aspect *aspects = &book->aspects[index * shape->aspects];

    book->parts[index] =
        (struct rules_part){.id = "part",
                            .module = index / shape->parts,
                            .aspect_first = index * shape->aspects,
                            .aspect_count = shape->aspects,
                            .seat_count = shape->seats,
                            .seats = seat_names,
                            .combine = shape->by_aspect ? RULES_PER_ASPECT : RULES_PER_SHEET,
                            .one_by_one = shape->one_by_one,
                            .reduce = RULES_MEAN,
                            .drop_high = shape->drop,
                            .drop_low = shape->drop,
                            .factor = RATIO_ONE,
                            .rounding = {ROUND_HALF_UP, 2}};
    for (unsigned i = 0; i < shape->aspects; i++) {
        aspects[i] = (struct rules_aspect){.id = "aspect",
                                           .name = {"", ""},
                                           .max = (point_t)100 * POINT_ONE,
                                           .step = POINT_ONE / 2};
    }
    (void)rules_lay_out(aspects, shape->aspects);
}

static void write_places(struct book *book)
{
    book->skill.lower_is_better = true;
    book->skill.tie_count = 0;
    book->stage.roll_up = RULES_SKATING;
    book->modules[0].weight = RATIO_ONE;
    for (unsigned i = 0; i < book->rules.part_count; i++) {
        book->parts[i].reduce = RULES_MAJORITY;
        book->parts[i].combine = RULES_PER_ASPECT;
        book->aspects[i].input = RULES_PLACE;
        book->aspects[i].min = book->aspects[i].step = POINT_ONE;
    }
}

static void write_modules(struct book *book, const struct book_shape *shape)
{
    for (unsigned i = 0; i < shape->modules; i++) {
        book->modules[i] = (struct rules_module){.id = "module",
                                                 .part_first = i * shape->parts,
                                                 .part_count = shape->parts,
                                                 .rounding = {ROUND_HALF_UP, 2}};
        (void)ratio_make(1, shape->modules, &book->modules[i].weight);
    }
    for (unsigned i = 0; i < book->rules.part_count; i++) {
        write_part(book, shape, i);
    }
}

void book_write(struct book *book, const struct book_shape *shape)
{
    unsigned parts = shape->modules * shape->parts;
    uint32_t index = 0;

    memset(book, 0, sizeof *book);
    book->rules = (struct rules){.id = "bench",
                                 .skill_count = 1,
                                 .stage_count = 1,
                                 .module_count = shape->modules,
                                 .part_count = parts,
                                 .aspect_count = parts * shape->aspects,
                                 .skills = &book->skill,
                                 .stages = &book->stage,
                                 .modules = book->modules,
                                 .parts = book->parts,
                                 .aspects = book->aspects};
    book->skill = (struct rules_skill){.id = "skill", .stage_count = 1, .tie_count = 1};
    book->skill.ties[0] = (struct rules_tie){.by = RULES_TIE_PART};
    book->stage = (struct rules_stage){
        .id = "stage", .module_count = shape->modules, .total = {ROUND_HALF_UP, 2}};
    write_modules(book, shape);
    if (shape->places) {
        write_places(book);
    }
    if (rules_check(&book->rules, &index) != RULES_SENSE) {
        site_fail("the rules of %s make no sense", shape->name);
    }
}

uint32_t book_chance(uint64_t *chance, uint32_t limit)
{
    *chance ^= *chance << 13; // xorshift64
    *chance ^= *chance >> 7;
    *chance ^= *chance << 17;
    return (uint32_t)(*chance >> 32) % limit;
}

double book_cpu_ns(void)
{
    struct timespec used;

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return (double)used.tv_sec * 1e9 + (double)used.tv_nsec;
}

void *book_memory(size_t bytes)
{
    void *memory = aligned_alloc(16, (bytes + 15) / 16 * 16);

    if (!memory) {
        site_fail("out of memory");
    }
    return memory;
}
