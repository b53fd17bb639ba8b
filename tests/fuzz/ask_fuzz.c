// Request bodies of every kind: the first byte says which, the rest is the body. A refusal has a
// fault; what a batch keeps lies inside of the request.
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "wire/ask.h"
#include "wire/definition.h"
#include "wire/faults.h"
#include "wire/problem.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char text[] =
    "{\"format\":\"jinbang-competition/"
    "1\",\"id\":\"c\",\"name\":{\"zh\":\"c\"},\"traits\":[\"staff\"],"
    "\"skills\":[{\"id\":\"s\",\"name\":{\"zh\":\"s\"},\"stages\":[{\"id\":\"f\",\"name\":{\"zh\":"
    "\"f\"},\"modules\":[{\"id\":\"m\",\"name\":{\"zh\":\"m\"},\"parts\":[{\"id\":\"p\",\"name\":{"
    "\"zh\":\"p\"},\"rounding\":{\"product\":{\"places\":2}},\"seats\":[\"J1\"],\"technical\":"
    "\"T\",\"declares\":[\"scale\",\"base\",\"log\","
    "\"divisor\"],\"aspects\":[{\"id\":\"a\",\"name\":{\"zh\":\"a\"},\"min\":\"0\",\"max\":\"10\","
    "\"step\":\"0.5\",\"codes\":[\"dnf\"]},{\"id\":\"d\",\"name\":{\"zh\":\"d\"},\"input\":"
    "\"deduction\",\"full\":\"5\",\"faults\":[{\"id\":\"x\",\"name\":{\"zh\":\"x\"},\"amount\":"
    "\"1\"}]},"
    "{\"id\":\"t\",\"name\":{\"zh\":\"t\"},\"input\":\"target\",\"rounding\":{\"places\":2},"
    "\"full\":\"5\",\"min\":\"0\","
    "\"max\":"
    "\"10\",\"step\":\"1\"}]}]}]}]}]}";

static struct definition *definition;
static struct faults faults;

static void check_batch(struct slice json, const struct ask_batch *batch)
{
    const char *last = json.at;
    for (size_t i = 0; i < batch->count; i++) {
        struct slice body = batch->items[i].body;
        if (body.len == 0 || body.at < last || body.at + body.len > json.at + json.len) {
            abort();
        }
        last = body.at + body.len;
    }
}

static bool read_people(unsigned kind, struct arena *arena, const struct rules *rules,
                        struct slice json)
{
    struct ask_roster roster;
    struct ask_judges judges;
    struct ask_competitor person;
    return kind == 0   ? ask_roster(arena, rules, json, &roster, &faults)
           : kind == 1 ? ask_judges(arena, rules, json, &judges, &faults)
                       : ask_person(arena, json, &person, &faults);
}

static bool read_rest(unsigned kind, struct arena *arena, const struct rules *rules,
                      struct slice json)
{
    struct sheet sheet;
    struct ask_batch batch;
    struct ask_live live;
    bool good = false;
    if (kind == 3 || kind == 4) {
        good = ask_sheet(arena, rules, 0, kind - 3, json, &sheet, &faults);
    } else if (kind == 5) {
        good = ask_batch(arena, json, &batch, &faults);
        if (good) {
            check_batch(json, &batch);
        }
    } else if (kind == 6) {
        good = ask_live(arena, json, &live, &faults);
    } else {
        good = ask_nothing(arena, json, &faults);
    }
    return good;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    if (!definition) {
        definition = definition_read(slice_of(text), &faults);
    }
    faults = (struct faults){0};
    const struct rules *rules = definition_rules(definition);
    struct slice json = {(const char *)data + 1, size - 1};
    struct arena *arena = arena_new();
    unsigned kind = data[0] & 7U;
    bool good =
        kind < 3 ? read_people(kind, arena, rules, json) : read_rest(kind, arena, rules, json);
    if (good == (faults.count > 0)) {
        abort();
    }
    struct buf *buf = buf_new(256);
    problem_write(buf, good ? "internal" : faults.items[0].name, PROBLEM_EN, "", &faults, "");
    if (!text_is_utf8((struct slice){buf->bytes, buf->len})) {
        abort();
    }
    (void)buf_unref(buf);
    arena_free(arena);
    return 0;
}
