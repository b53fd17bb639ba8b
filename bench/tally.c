// Scoring alone, the whole row counted anew for each sheet: it is checked, put into its row, the
// totals are worked out again and the rank key of the stage is made. No I/O; seconds are CPU time.
// Usage: bench_tally ROUNDS; one JSON line a round and shape.
#include "scoring/tally.h"

#include "bench/kit/book.h"
#include "bench/kit/site.h"
#include "scoring/rank.h"

#include <stdio.h>
#include <stdlib.h>

enum { ROWS = 1000, SHEETS = 200000 };

struct play {
    const struct rules *rules;
    size_t row_bytes;
    char *rows;
    struct tally tally;
    uint64_t chance;
    uint64_t sum; // of all keys' bytes, so that none is left out
};

static void mark_one(struct play *play)
{
    struct mark marks[BOOK_ASPECTS_MAX];
    unsigned char key[RULES_KEY_MAX];
    uint32_t index = book_chance(&play->chance, play->rules->part_count);
    const struct rules_part *part = &play->rules->parts[index];
    size_t place = book_chance(&play->chance, ROWS) * play->row_bytes;
    struct row *row = (struct row *)(void *)(play->rows + place);
    struct sheet sheet = {index, book_chance(&play->chance, part->seat_count), part->aspect_count,
                          marks, NULL};

    for (uint32_t i = 0; i < part->aspect_count; i++) {
        point_t halves = (point_t)book_chance(&play->chance, 201);
        marks[i] = (struct mark){part->aspect_first + i, halves * POINT_ONE / 2, 0};
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

static void measure(const struct book_shape *shape)
{
    static struct book book;
    struct play play = {.rules = &book.rules, .chance = BOOK_CHANCE};

    book_write(&book, shape);
    play.row_bytes = (contest_row_bytes(&book.rules, 0) + 15) / 16 * 16;
    play.rows = book_memory(ROWS * play.row_bytes);
    void *memory = book_memory(tally_bytes(&book.rules, 0));
    tally_init(&book.rules, 0, memory, &play.tally);
    for (size_t i = 0; i < ROWS; i++) {
        contest_row_init(&book.rules, 0, (struct row *)(void *)(play.rows + i * play.row_bytes));
    }
    double began = book_cpu_ns();
    for (unsigned i = 0; i < SHEETS; i++) {
        mark_one(&play);
    }
    double ns = (book_cpu_ns() - began) / SHEETS;
    (void)printf(
        "{\"bench\":\"tally\",\"what\":\"%s\",\"sheets\":%d,\"marks_a_sheet\":%u,"
        "\"sheets_per_s\":%.0f,\"marks_per_s\":%.0f,\"ns_a_sheet\":%.0f,\"sum\":%lu}\n",
        shape->name, SHEETS, shape->aspects, 1e9 / ns, 1e9 / ns * shape->aspects, ns,
        (unsigned long)play.sum);
    free(memory);
    free(play.rows);
}

int main(int argc, char **argv)
{
    static const struct book_shape shapes[] = {
        {"one part, one seat, one mark", 1, 1, 1, 1, 0, .places = false},
        {"10 parts, one seat, one mark", 1, 10, 1, 1, 0, .places = false},
        {"2 x 4 parts, 5 of 7 seats, 4 marks", 2, 4, 7, 4, 1, .places = false},
    };
    unsigned rounds = argc == 2 ? (unsigned)strtoul(argv[1], NULL, 10) : 0;

    if (rounds == 0) {
        site_fail("usage: bench_tally ROUNDS");
    }
    for (unsigned round = 0; round < rounds; round++) {
        for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
            measure(&shapes[i]);
        }
    }
    return 0;
}
