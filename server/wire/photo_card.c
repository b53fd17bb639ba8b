#include "wire/photo_card.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "wire/reader.h"

static const struct reader_field said[] = {{"zh", false},   {"en", false},
                                           {"turn", false}, {"shows_competitor", false},
                                           {"gone", false}, {NULL, false}};
static const struct reader_field kept[] = {
    {"zh", false},   {"en", false},  {"turn", true},  {"shows_competitor", true},
    {"gone", true},  {"type", true}, {"width", true}, {"height", true},
    {"bytes", true}, {NULL, false}};

static void read_caption(struct reader *reader, const char *key, struct slice *ret)
{
    if (json_object_get(reader->root, key)) {
        struct slice text = reader_text(reader, reader->root, key, 0, PHOTO_CARD_CAPTION_MAX);
        *ret = text.len > 0 ? text : SLICE_NONE;
    }
}

static void read_said(struct reader *reader, struct photo_card *ret)
{
    read_caption(reader, "zh", &ret->zh);
    read_caption(reader, "en", &ret->en);
    ret->turn = reader_whole(reader, reader->root, "turn", 0, PHOTO_CARD_TURN_MAX, ret->turn);
    ret->shows_competitor =
        reader_flag(reader, reader->root, "shows_competitor", ret->shows_competitor);
    ret->gone = reader_flag(reader, reader->root, "gone", ret->gone);
}

bool photo_card_ask(struct arena *arena, struct slice json, struct photo_card *ret,
                    struct faults *faults)
{
    struct reader reader;
    struct photo_card card = *ret;

    if (reader_open(&reader, arena, json, faults)) {
        (void)reader_object(&reader, reader.root, said);
        read_said(&reader, &card);
    }
    reader_close(&reader);
    if (reader.good) {
        *ret = card;
    }
    return reader.good;
}

void photo_card_write(const struct photo_card *card, struct buf *out)
{
    text_printf(out, "{\"type\":\"%.*s\",\"width\":%u,\"height\":%u,\"bytes\":%lu,\"turn\":%ld",
                SLICE_FMT(card->type), card->width, card->height, (unsigned long)card->bytes,
                (long)card->turn);
    text_printf(out, ",\"shows_competitor\":%s,\"gone\":%s",
                card->shows_competitor ? "true" : "false", card->gone ? "true" : "false");
    text_member(out, "zh", card->zh);
    text_member(out, "en", card->en);
    text_printf(out, "}");
}

bool photo_card_read(struct arena *arena, struct slice json, struct photo_card *ret)
{
    struct reader reader;

    *ret = (struct photo_card){.turn = 0};
    if (reader_open(&reader, arena, json, NULL)) {
        (void)reader_object(&reader, reader.root, kept);
        read_said(&reader, ret);
        ret->type = reader_any_text(&reader, reader.root, "type");
        ret->width = (uint32_t)reader_whole(&reader, reader.root, "width", 1, UINT32_MAX, 0);
        ret->height = (uint32_t)reader_whole(&reader, reader.root, "height", 1, UINT32_MAX, 0);
        ret->bytes = (uint64_t)reader_whole(&reader, reader.root, "bytes", 1, INT64_MAX, 0);
    }
    reader_close(&reader);
    return reader.good;
}
