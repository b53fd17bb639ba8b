#include "wire/entry_link.h"

#include "base/buf.h"
#include "base/text.h"
#include "wire/reader.h"

static const struct reader_field root_fields[] = {{"link", true}, {NULL, false}};
static const struct reader_field link_fields[] = {{"judge", true}, {"token", false}, {NULL, false}};

bool entry_link_is(struct slice body)
{
    return slice_starts(body, "{\"link\":");
}

void entry_link_write(const struct entry_link *link, struct buf *out)
{
    text_printf(out, "{\"link\":{\"judge\":");
    text_json(out, link->judge);
    if (link->token.at) {
        text_printf(out, ",\"token\":");
        text_json(out, link->token);
    }
    text_printf(out, "}}");
}

bool entry_link_read(struct arena *arena, struct slice body, struct entry_link *ret)
{
    struct reader reader;

    if (reader_open(&reader, arena, body, NULL)) {
        (void)reader_object(&reader, reader.root, root_fields);
        json_t *link = json_object_get(reader.root, "link");
        (void)reader_object(&reader, link, link_fields);
        ret->judge = reader_any_text(&reader, link, "judge");
        ret->token = reader_any_text(&reader, link, "token");
    }
    reader_close(&reader);
    return reader.good;
}
