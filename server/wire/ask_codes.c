#include "wire/ask_codes.h"

#include "base/text.h"
#include "wire/reader.h"

static const struct reader_field salt_fields[] = {{"salt", true}, {"reason", false}, {NULL, false}};
static const struct reader_field card_fields[] = {{"cards", true}, {NULL, false}};

static void read_salt(struct reader *reader, struct ask_codes *ret)
{
    (void)reader_object(reader, reader->root, salt_fields);
    struct slice salt = reader_any_text(reader, reader->root, "salt");
    if (salt.at && (salt.len != (size_t)2 * ASK_CODES_SALT_BYTES ||
                    !text_unhex(salt, ret->salt, ASK_CODES_SALT_BYTES))) {
        reader_nonsense(reader, "salt", "@salt");
    }
    ret->reason = reader_text(reader, reader->root, "reason", 1, ASK_CODES_REASON_MAX);
}

static void read_cards(struct reader *reader, struct ask_codes *ret)
{
    (void)reader_object(reader, reader->root, card_fields);
    json_t *list = reader_list(reader, reader->root, "cards", 2, 2);
    size_t mark = reader_into(reader, "cards");

    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *text = json_string_value(json_array_get(list, i));
        size_t inner = reader_into_at(reader, i);
        if (!text) {
            reader_fault(reader, "wrong-type", "@type-text");
        } else if (paircode_read(slice_of(text), PAIRCODE_KEEPER, ret->cards[i]) != PAIRCODE_GOOD) {
            reader_fault(reader, "code-mistyped", "");
        }
        reader_back(reader, inner);
    }
    reader_back(reader, mark);
}

bool ask_codes(struct arena *arena, enum ask_codes_kind kind, struct slice json,
               struct ask_codes *ret, struct faults *faults)
{
    struct reader reader;
    struct ask_codes ask = {.reason = SLICE_NONE};

    if (reader_open(&reader, arena, json, faults)) {
        if (kind == ASK_CODES_SALT) {
            read_salt(&reader, &ask);
        } else {
            read_cards(&reader, &ask);
        }
    }
    reader_close(&reader);
    if (reader.good) {
        *ret = ask;
    }
    return reader.good;
}
