#include "wire/sheet_text.h"

#include "base/arena.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

struct slice sheet_text_marks(struct arena *arena, struct slice body)
{
    json_t *root = json_loadb(body.at, body.len, 0, NULL);
    char *text = json_dumps(json_object_get(root, "marks"), JSON_COMPACT);
    struct slice marks = SLICE("[]");

    if (text) {
        size_t len = strlen(text);
        marks = (struct slice){arena_copy(arena, (struct slice){text, len}), len};
    }
    free(text);
    json_decref(root);
    return marks;
}

// Few do: one that has no such word anywhere need not be read for it.
struct slice sheet_text_reason(struct arena *arena, struct slice body)
{
    static const char word[] = "\"reason\"";

    if (body.len == 0 || !memmem(body.at, body.len, word, sizeof word - 1)) {
        return SLICE_NONE;
    }
    json_t *root = json_loadb(body.at, body.len, 0, NULL);
    const json_t *member = json_object_get(root, "reason");
    struct slice reason = {json_string_value(member), json_string_length(member)};
    reason.at = reason.at ? arena_copy(arena, reason) : NULL;
    json_decref(root);
    return reason;
}
