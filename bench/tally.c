// Scoring alone: a sheet is checked, put into its row, the row's totals are worked out again and
// the rank key of its stage is made, as for every commit of a node. No I/O; seconds are CPU time.
// Usage: bench_tally
// ROUNDS; one JSON line a round and shape.
#include "bench/kit/site.h"
#include "scoring/rank.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROWS = 1000, SHEETS = 200000, MODULES_MAX = 4, PARTS_MAX = 16, ASPECTS_MAX = 64 };

struct shape {
    const char *name;
    unsigned modules, parts, seats, aspects; // parts of a module, aspects of a part
    unsigned drop;
};

struct book {
    struct rules rules;
    struct rules_skill skill;
    struct rules_stage stage;
    struct rules_module modules[MODULES_MAX];
    struct rules_part parts[PARTS_MAX];
    struct rules_aspect aspects[ASPECTS_MAX];
};

struct play {
    const struct rules *rules;
    size_t row_bytes;
    char *rows;
    struct tally tally;
    uint64_t chance;
    uint64_t sum; // of all keys' bytes, so that none is left out
};

static const char *const seat_names[] = {"J1", "J2", "J3", "J4", "J5", "J6", "J7"};

static void write_part(struct book *book, const struct shape *shape, unsigned index)
{
    book->parts[index] = (struct rules_part){.id = "part",
                                             .module = index / shape->parts,
                                             .aspect_first = index * shape->aspects,
                                             .aspect_count = shape->aspects,
                                             .seat_count = shape->seats,
                                             .seats = seat_names,
                                             .combine = RULES_PER_SHEET,
                                             .reduce = RULES_MEAN,
                                             .drop_high = shape->drop,
                                             .drop_low = shape->drop,
                                             .factor = RATIO_ONE,
                                             .rounding = {ROUND_HALF_UP, 2}};
    for (unsigned i = 0; i < shape->aspects; i++) {
        book->aspects[index * shape->aspects + i] =
            (struct rules_aspect){.id = "aspect",
                                  .name = {"", ""},
                                  .max = (point_t)100 * POINT_ONE,
                                  .step = POINT_ONE / 2};
    }
    (void)rules_lay_out(&book->aspects[index * shape->aspects], shape->aspects);
}

static void write_book(struct book *book, const struct shape *shape)
{
    memset(book, 0, sizeof *book);
    book->rules = (struct rules){.id = "bench",
                                 .skill_count = 1,
                                 .stage_count = 1,
                                 .module_count = shape->modules,
                                 .part_count = shape->modules * shape->parts,
                                 .aspect_count = shape->modules * shape->parts * shape->aspects,
                                 .skills = &book->skill,
                                 .stages = &book->stage,
                                 .modules = book->modules,
                                 .parts = book->parts,
                                 .aspects = book->aspects};
    book->skill = (struct rules_skill){.id = "skill", .stage_count = 1, .tie_count = 1};
    book->skill.ties[0] = (struct rules_tie){RULES_TIE_PART, 0, false};
    book->stage = (struct rules_stage){
        .id = "stage", .module_count = shape->modules, .total = {ROUND_HALF_UP, 2}};
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
    uint32_t index = 0;
    if (rules_check(&book->rules, &index) != RULES_SENSE) {
        site_fail("the rules of %s make no sense", shape->name);
    }
}

static uint32_t below(struct play *play, uint32_t limit)
{
    play->chance ^= play->chance << 13; // xorshift64
    play->chance ^= play->chance >> 7;
    play->chance ^= play->chance << 17;
    return (uint32_t)(play->chance >> 32) % limit;
}

static void mark_one(struct play *play)
{
    struct mark marks[ASPECTS_MAX];
    unsigned char key[RULES_KEY_MAX];
    uint32_t index = below(play, play->rules->part_count);
    const struct rules_part *part = &play->rules->parts[index];
    struct row *row = (struct row *)(void *)(play->rows + below(play, ROWS) * play->row_bytes);
    struct sheet sheet = {index, below(play, part->seat_count), part->aspect_count, marks, NULL};

    for (uint32_t i = 0; i < part->aspect_count; i++) {
        marks[i] =
            (struct mark){part->aspect_first + i, (point_t)below(play, 201) * POINT_ONE / 2, 0};
    }
    if (contest_check(play->rules, 0, row, &sheet).verdict != V_OK) {
        site_fail("a sheet was refused");
    }
    contest_apply(play->rules, 0, row, &sheet);
    if (tally_row(play->rules, 0, row, &play->tally) != V_OK) {
        site_fail("a total was refused");
    }
    size_t len = rank_key(play->rules, 0, &play->tally, key);
    if (len != rank_key_len(play->rules, 0)) {
        site_fail("a row with a sheet has no key");
    }
    play->sum += key[8] + key[len - 1];
}

static double cpu_seconds(void)
{
    struct timespec used;

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return (double)used.tv_sec + (double)used.tv_nsec / 1e9;
}

static void measure(const struct shape *shape)
{
    static struct book book;
    struct play play = {.rules = &book.rules, .chance = 88172645463325252};

    write_book(&book, shape);
    play.row_bytes = (contest_row_bytes(&book.rules, 0) + 15) / 16 * 16;
    play.rows = aligned_alloc(16, ROWS * play.row_bytes);
    void *memory = aligned_alloc(16, (tally_bytes(&book.rules, 0) + 15) / 16 * 16);
    tally_init(&book.rules, 0, memory, &play.tally);
    for (size_t i = 0; i < ROWS; i++) {
        contest_row_init(&book.rules, 0, (struct row *)(void *)(play.rows + i * play.row_bytes));
    }
    double began = cpu_seconds();
    for (unsigned i = 0; i < SHEETS; i++) {
        mark_one(&play);
    }
    double seconds = cpu_seconds() - began;
    (void)printf(
        "{\"bench\":\"tally\",\"what\":\"%s\",\"sheets\":%d,\"marks_a_sheet\":%u,"
        "\"sheets_per_s\":%.0f,\"marks_per_s\":%.0f,\"ns_a_sheet\":%.0f,\"sum\":%lu}\n",
        shape->name, SHEETS, shape->aspects, SHEETS / seconds, SHEETS / seconds * shape->aspects,
        seconds * 1e9 / SHEETS, (unsigned long)play.sum);
    free(memory);
    free(play.rows);
}

// ---- one sheet in place: what it costs beside touching the same memory, and beside recounts

enum { SEATS = 7, WIDE_ASPECTS = 40, IN_PLACE = 20000 };

struct hall { // every competitor with a row and a tally of his own
    struct play play;
    size_t count, tally_size;
    char *memory;
    struct tally *tallies;
};

static struct row *row_of(const struct hall *hall, size_t index)
{
    return (struct row *)(void *)(hall->play.rows + index * hall->play.row_bytes);
}

static void fill_sheet(struct play *play, uint32_t seat, struct mark *marks, struct sheet *ret)
{
    for (uint32_t i = 0; i < WIDE_ASPECTS; i++) {
        marks[i] = (struct mark){i, (point_t)below(play, 201) * POINT_ONE / 2, 0};
    }
    *ret = (struct sheet){0, seat, WIDE_ASPECTS, marks, NULL};
}

static void open_hall(struct hall *hall, const struct book *book, size_t count)
{
    struct mark marks[WIDE_ASPECTS];
    struct sheet sheet;

    hall->play = (struct play){.rules = &book->rules, .chance = 88172645463325252};
    hall->count = count;
    hall->play.row_bytes = (contest_row_bytes(&book->rules, 0) + 15) / 16 * 16;
    hall->tally_size = (tally_bytes(&book->rules, 0) + 15) / 16 * 16;
    hall->play.rows = aligned_alloc(16, count * hall->play.row_bytes);
    hall->memory = aligned_alloc(16, count * hall->tally_size);
    hall->tallies = calloc(count, sizeof *hall->tallies);
    if (!hall->play.rows || !hall->memory || !hall->tallies) {
        site_fail("out of memory");
    }
    for (size_t i = 0; i < count; i++) {
        contest_row_init(&book->rules, 0, row_of(hall, i));
        for (uint32_t seat = 0; seat < SEATS; seat++) {
            fill_sheet(&hall->play, seat, marks, &sheet);
            contest_apply(&book->rules, 0, row_of(hall, i), &sheet);
        }
        tally_init(&book->rules, 0, hall->memory + i * hall->tally_size, &hall->tallies[i]);
        (void)tally_row(&book->rules, 0, row_of(hall, i), &hall->tallies[i]);
    }
}

static void close_hall(struct hall *hall)
{
    free(hall->play.rows);
    free(hall->memory);
    free(hall->tallies);
}

enum way { FLOOR, IN_PLACE_PART, RECOUNT_ROW };

// The floor reads the row's words and writes one; both others also make the rank key.
static void touch(struct hall *hall, size_t index, enum way way)
{
    unsigned char key[RULES_KEY_MAX];
    struct tally *tally = &hall->tallies[index];

    if (way == FLOOR) {
        const uint64_t *words = (const void *)row_of(hall, index);
        uint64_t sum = 0;
        for (size_t i = 0; i < hall->play.row_bytes / sizeof *words; i++) {
            sum += words[i];
        }
        hall->play.sum += sum;
        tally->stages[0].own.num ^= (int64_t)(sum & 1);
        return;
    }
    enum verdict verdict = way == IN_PLACE_PART
                               ? tally_part(hall->play.rules, 0, row_of(hall, index), 0, tally)
                               : tally_row(hall->play.rules, 0, row_of(hall, index), tally);
    if (verdict != V_OK) {
        site_fail("a total was refused");
    }
    hall->play.sum += rank_key(hall->play.rules, 0, tally, key) + key[8];
}

static double time_way(struct hall *hall, enum way way)
{
    double began = cpu_seconds();

    for (unsigned i = 0; i < IN_PLACE; i++) {
        touch(hall, below(&hall->play, (uint32_t)hall->count), way);
    }
    return (cpu_seconds() - began) * 1e9 / IN_PLACE;
}

static double time_all(struct hall *hall)
{
    double began = cpu_seconds();

    for (size_t i = 0; i < hall->count; i++) {
        touch(hall, i, RECOUNT_ROW);
    }
    return (cpu_seconds() - began) * 1e9;
}

static void measure_in_place(size_t count)
{
    static struct book book;
    static const struct shape shape = {"7 judges x 40 aspects", 1, 1, SEATS, WIDE_ASPECTS, 1};
    struct hall hall;

    write_book(&book, &shape);
    open_hall(&hall, &book, count);
    double floor_ns = time_way(&hall, FLOOR);
    double part_ns = time_way(&hall, IN_PLACE_PART);
    double row_ns = time_way(&hall, RECOUNT_ROW);
    double all_ns = time_all(&hall);
    (void)printf(
        "{\"bench\":\"tally\",\"what\":\"%s in place\",\"competitors\":%zu,"
        "\"floor_ns\":%.0f,\"mark_ns\":%.0f,\"recount_one_ns\":%.0f,"
        "\"recount_all_ns\":%.0f,\"times_floor\":%.1f,\"all_times_mark\":%.0f,"
        "\"sum\":%lu}\n",
        shape.name, count, floor_ns, part_ns, row_ns, all_ns, part_ns / floor_ns, all_ns / part_ns,
        (unsigned long)hall.play.sum);
    close_hall(&hall);
}

int main(int argc, char **argv)
{
    static const struct shape shapes[] = {
        {"one part, one seat, one mark", 1, 1, 1, 1, 0},
        {"10 parts, one seat, one mark", 1, 10, 1, 1, 0},
        {"2 x 4 parts, 5 of 7 seats, 4 marks", 2, 4, 7, 4, 1},
    };
    unsigned rounds = argc == 2 ? (unsigned)strtoul(argv[1], NULL, 10) : 0;

    if (rounds == 0) {
        site_fail("usage: bench_tally ROUNDS");
    }
    for (unsigned round = 0; round < rounds; round++) {
        for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
            measure(&shapes[i]);
        }
        measure_in_place(1000);
        measure_in_place(10000);
        measure_in_place(500000);
    }
    return 0;
}
