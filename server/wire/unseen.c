#include "wire/unseen.h"

#include "wire/reader.h"

#include <string.h>

enum { SIGN = 3 }; // bytes of each of them in UTF-8

bool unseen_is(uint32_t code)
{
    return (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) ||
           code == 0xFEFF;
}

static bool has(const char *text, size_t len)
{
    for (size_t i = 0; i + SIGN <= len; i++) {
        const unsigned char *at = (const unsigned char *)text + i;
        if ((at[0] & 0xF0) == 0xE0 &&
            unseen_is((at[0] & 0x0FU) << 12 | (at[1] & 0x3FU) << 6 | (at[2] & 0x3FU))) {
            return true;
        }
    }
    return false;
}

// Whether it is worth reading: nearly no document has one, plain or as an escape.
static bool may_have(struct slice json)
{
    for (size_t i = 0; i + 4 <= json.len; i++) {
        if (json.at[i] == '\\' && json.at[i + 1] == 'u' &&
            (memcmp(json.at + i + 2, "20", 2) == 0 || (json.at[i + 2] | 0x20) == 'f')) {
            return true;
        }
    }
    return has(json.at, json.len);
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the parser lets a document be.
static void look(struct reader *reader, json_t *value)
{
    const char *key = NULL;
    json_t *member = NULL;
    size_t index = 0;

    if (json_is_string(value) && has(json_string_value(value), json_string_length(value))) {
        reader_fault(reader, reader->nonsense, "@unseen");
    }
    json_object_foreach(value, key, member)
    {
        size_t mark = reader_into(reader, key);
        if (has(key, strlen(key))) {
            reader_fault(reader, reader->nonsense, "@unseen");
        }
        look(reader, member);
        reader_back(reader, mark);
    }
    json_array_foreach(value, index, member)
    {
        size_t mark = reader_into_at(reader, index);
        look(reader, member);
        reader_back(reader, mark);
    }
}

bool unseen_check(struct arena *arena, struct slice json, struct faults *faults)
{
    struct reader reader;
    bool good = true;

    if (!json.at || !may_have(json)) {
        return true;
    }
    if (reader_open(&reader, arena, json, NULL)) {
        reader.faults = faults;
        look(&reader, reader.root);
        good = reader.good;
    }
    reader_close(&reader);
    return good;
}
