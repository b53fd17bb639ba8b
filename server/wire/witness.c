#include "wire/witness.h"

#include "base/arena.h"
#include "base/text.h"

#include <jansson.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static bool read_hash(const json_t *receipt, const char *member, unsigned char out[32])
{
    const char *text = json_string_value(json_object_get(receipt, member));
    static const char head[] = "sha-256:";

    return text && strncmp(text, head, sizeof head - 1) == 0 &&
           text_unhex(slice_of(text + sizeof head - 1), out, 32);
}

static bool read_receipt(struct arena *arena, struct slice line, struct witness *ret)
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
        ret->has_digest = true;
        ret->chain_len = sizeof ret->chain;
    }
    json_decref(root);
    return good;
}

// ---- a head, as it stands on paper

enum { NUMBER_DIGITS = 19 };

// Without blanks and in small letters.
static char *as_typed(struct arena *arena, struct slice line)
{
    char *text = arena_copy(arena, line);
    size_t len = 0;

    for (const char *at = text; *at; at++) {
        if (!isspace((unsigned char)*at)) {
            text[len++] = (char)tolower((unsigned char)*at);
        }
    }
    text[len] = 0;
    return text;
}

static bool read_number(const char *text, uint64_t *ret)
{
    size_t digits = strspn(text, "0123456789");

    if (digits == 0 || digits > NUMBER_DIGITS || text[digits]) {
        return false;
    }
    *ret = strtoull(text, NULL, 10);
    return *ret > 0;
}

static bool read_head(struct arena *arena, struct slice line, struct witness *ret)
{
    char *name = as_typed(arena, line);
    char *number = strchr(name, ':');
    char *chain = number ? strchr(number + 1, ':') : NULL;

    if (!chain) {
        return false;
    }
    *number++ = 0;
    *chain++ = 0;
    ret->competition = slice_of(name);
    ret->has_digest = false;
    ret->chain_len = WITNESS_HEAD;
    return *name && read_number(number, &ret->number) &&
           text_unhex(slice_of(chain), ret->chain, WITNESS_HEAD);
}

bool witness_read(struct arena *arena, struct slice line, struct witness *ret)
{
    return line.len > 0 && line.at[0] == '{' ? read_receipt(arena, line, ret)
                                             : read_head(arena, line, ret);
}
