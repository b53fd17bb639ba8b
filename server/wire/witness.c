#include "wire/witness.h"

#include "base/arena.h"
#include "base/text.h"

#include <jansson.h>

static bool read_hash(const json_t *receipt, const char *member, unsigned char out[32])
{
    const char *text = json_string_value(json_object_get(receipt, member));
    static const char head[] = "sha-256:";

    return text && strncmp(text, head, sizeof head - 1) == 0 &&
           text_unhex(slice_of(text + sizeof head - 1), out, 32);
}

bool witness_read(struct arena *arena, struct slice line, struct witness *ret)
{
    json_t *root = json_loadb(line.at, line.len, JSON_REJECT_DUPLICATES, NULL);
    const json_t *receipt = json_object_get(root, "receipt");
    const char *competition = json_string_value(json_object_get(root, "competition"));
    json_int_t number = json_integer_value(json_object_get(receipt, "number"));
    bool good = competition && number > 0 && read_hash(receipt, "digest", ret->digest) &&
                read_hash(receipt, "chain", ret->chain);

    if (good) {
        ret->competition = slice_of(arena_copy(arena, slice_of(competition)));
        ret->number = (uint64_t)number;
    }
    json_decref(root);
    return good;
}
