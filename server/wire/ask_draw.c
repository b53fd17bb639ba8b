#include "wire/ask_draw.h"

#include "base/arena.h"
#include "wire/reader.h"

static const struct reader_field commitment_fields[] = {
    {"stations", true}, {"reason", false}, {NULL, false}};
static const struct reader_field opening_fields[] = {{"word", true}, {NULL, false}};
static const struct reader_field hand_fields[] = {
    {"stations", true}, {"numbers", true}, {"reason", false}, {NULL, false}};
static const struct reader_field number_fields[] = {
    {"competitor", true}, {"number", true}, {NULL, false}};

static void read_plan(struct reader *reader, struct ask_draw *ret)
{
    ret->stations =
        (uint32_t)reader_whole(reader, reader->root, "stations", 1, ASK_DRAW_STATIONS_MAX, 1);
    ret->reason = reader_text(reader, reader->root, "reason", 1, ASK_DRAW_TEXT_MAX);
}

bool ask_draw_commitment(struct arena *arena, struct slice json, struct ask_draw *ret,
                         struct faults *faults)
{
    struct reader reader;
    struct ask_draw ask = {0};

    if (reader_open(&reader, arena, json, faults)) {
        (void)reader_object(&reader, reader.root, commitment_fields);
        read_plan(&reader, &ask);
    }
    reader_close(&reader);
    if (reader.good) {
        *ret = ask;
    }
    return reader.good;
}

bool ask_draw_opening(struct arena *arena, struct slice json, struct ask_draw *ret,
                      struct faults *faults)
{
    struct reader reader;
    struct ask_draw ask = {0};

    if (reader_open(&reader, arena, json, faults)) {
        (void)reader_object(&reader, reader.root, opening_fields);
        ask.word = reader_text(&reader, reader.root, "word", 1, ASK_DRAW_TEXT_MAX);
    }
    reader_close(&reader);
    if (reader.good) {
        *ret = ask;
    }
    return reader.good;
}

static void read_numbers(struct reader *reader, struct ask_draw *ret)
{
    json_t *list = reader_list(reader, reader->root, "numbers", 1, ASK_DRAW_MAX);
    size_t count = json_array_size(list);
    struct ask_draw_number *numbers = arena_alloc(reader->arena, (count + 1) * sizeof *numbers);
    bool *seen = arena_alloc(reader->arena, count + 2);
    size_t mark = reader_into(reader, "numbers");

    for (size_t i = 0; i < count; i++) {
        json_t *one = json_array_get(list, i);
        size_t inner = reader_into_at(reader, i);
        (void)reader_object(reader, one, number_fields);
        numbers[i].competitor = reader_id(reader, one, "competitor");
        numbers[i].number = (uint32_t)reader_whole(reader, one, "number", 1, (int64_t)count, 0);
        if (numbers[i].number > 0 && seen[numbers[i].number]) {
            reader_fault_at(reader, "number", "lot-number-twice", "");
        }
        seen[numbers[i].number] = true;
        reader_back(reader, inner);
    }
    reader_back(reader, mark);
    ret->count = count;
    ret->numbers = numbers;
}

bool ask_draw_by_hand(struct arena *arena, struct slice json, struct ask_draw *ret,
                      struct faults *faults)
{
    struct reader reader;
    struct ask_draw ask = {0};

    if (reader_open(&reader, arena, json, faults)) {
        (void)reader_object(&reader, reader.root, hand_fields);
        read_plan(&reader, &ask);
        read_numbers(&reader, &ask);
    }
    reader_close(&reader);
    if (reader.good) {
        *ret = ask;
    }
    return reader.good;
}
