#include "base/buf.h"
#include "tests/unit.h"
#include "wire/photo.h"

#include <stdlib.h>
#include <string.h>

// Each kind by hand, with a note of where it was taken (GPS) in every place that its standard has
// for one.
#define LIT(text)                                                                                  \
    (struct slice)                                                                                 \
    {                                                                                              \
        (text), sizeof(text) - 1                                                                   \
    }

#define FRAME(marker, rows, columns) "\xff" marker "\x00\x0b\x08" rows columns "\x01\x01\x11\x00"
#define SCAN                         "\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x12\xff\x00\x34\xff\xd0\x56"
static const char jpeg[] =
    "\xff\xd8"
    "\xff\xe0\x00\x09JFIF\x00GP" // its thumbnail may be another picture
    "\xff\xe1\x00\x0b"
    "Exif\x00GPS1"
    "\xff\xfe\x00\x06GPS2"
    "\xff\xed\x00\x06GPS3"
    "\xff\xdb\x00\x04\x00\x01" FRAME("\xc2", "\x01\x02", "\x03\x04")
        SCAN "\xff\xff\xc4\x00\x04\x00\x02" // a fill byte
    SCAN "\xff\xd9"
             "GPS4";

#define CHUNK(len, type, data) "\x00\x00\x00" len type data "CRC!"
#define PNG_HEAD               "\x89PNG\r\n\x1a\n"
#define IHDR                   CHUNK("\x0d", "IHDR", "\x00\x00\x00\x05\x00\x00\x00\x07\x08\x02\x00\x00\x00")
static const char png[] = PNG_HEAD IHDR CHUNK("\x04", "tEXt", "GPS1") CHUNK("\x04", "eXIf", "GPS2")
    CHUNK("\x03", "IDAT", "abc") CHUNK("\x04", "iTXt", "GPS3") CHUNK("\x00", "IEND", "") "GPS4";

#define LOSSY           "VP8 \x0b\x00\x00\x00\x10\x00\x00\x9d\x01\x2a\x05\x00\x07\x00\x55\x00"
#define EXTENDED(flags) "VP8X\x0a\x00\x00\x00" flags "\x00\x00\x00\x04\x00\x00\x06\x00\x00"
static const char webp[] =
    "RIFF\x4e\x00\x00\x00WEBP" EXTENDED("\x3c") "ICCP\x04\x00\x00\x00GPS1" LOSSY
                                                "EXIF\x04\x00\x00\x00GPS2"
                                                "XMP \x04\x00\x00\x00GPS3"
                                                "GPS4";
static const char lossless[] =
    "RIFF\x12\x00\x00\x00WEBPVP8L\x06\x00\x00\x00\x2f\x04\x80\x01\x00\x55";

static struct buf *copy(struct slice file, struct photo *ret)
{
    struct buf *out = buf_new(16);
    const char *type = photo_copy(file, ret, out);

    assert_ptr_equal(type, ret->type);
    return out;
}

static void expect(struct slice file, const char *type, uint32_t width, uint32_t height)
{
    struct photo photo;
    struct photo again;
    struct buf *first = copy(file, &photo);
    struct buf *second = copy((struct slice){first->bytes, first->len}, &again);

    assert_non_null(photo.type);
    assert_string_equal(photo.type, type);
    assert_int_equal(photo.width, width);
    assert_int_equal(photo.height, height);
    assert_null(memmem(first->bytes, first->len, "GP", 2));
    assert_non_null(again.type); // what leaves is a picture of its kind, and nothing more can go
    assert_int_equal(second->len, first->len);
    assert_memory_equal(second->bytes, first->bytes, first->len);
    buf_unref(first);
    buf_unref(second);
}

static void a_copy_is_the_picture_without_where_it_was_taken(void **state)
{
    (void)state;
    expect(LIT(jpeg), "image/jpeg", 0x304, 0x102);
    expect(LIT(png), "image/png", 5, 7);
    expect(LIT(webp), "image/webp", 5, 7);
    expect(LIT(lossless), "image/webp", 5, 7);
}

static void what_draws_comes_along_byte_by_byte(void **state)
{
    (void)state;
    static const char wanted[] =
        "\xff\xd8\xff\xdb\x00\x04\x00\x01" FRAME("\xc2", "\x01\x02", "\x03\x04") SCAN
        "\xff\xff\xc4\x00\x04\x00\x02" SCAN "\xff\xd9";
    struct photo photo;
    struct buf *out = copy(LIT(jpeg), &photo);

    assert_int_equal(out->len, sizeof wanted - 1);
    assert_memory_equal(out->bytes, wanted, out->len);
    buf_unref(out);
    out = copy(LIT(webp), &photo);
    assert_memory_equal(out->bytes, "RIFF\x2a\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x10", 21);
    assert_memory_equal(out->bytes + 30, LOSSY, sizeof LOSSY - 1);
    buf_unref(out);
}

static void refuse(struct slice file)
{
    struct photo photo;
    struct buf *out = copy(file, &photo);

    assert_null(photo.type);
    buf_unref(out);
}

static void what_ends_too_soon_is_no_picture(void **state)
{
    (void)state;
    static const struct slice files[] = {{jpeg, sizeof jpeg - 5},
                                         {png, sizeof png - 5},
                                         {webp, sizeof webp - 5},
                                         {lossless, sizeof lossless - 1}};

    for (size_t i = 0; i < ROWS(files); i++) {
        for (size_t len = 0; len < files[i].len; len++) {
            char *piece = malloc(len + 1); // its own block: a step outside is seen
            assert_non_null(piece);
            memcpy(piece, files[i].at, len);
            refuse((struct slice){piece, len});
            free(piece);
        }
    }
}

static void what_is_another_kind_moves_or_has_no_size_is_refused(void **state)
{
    (void)state;
    refuse(LIT("GIF89a\x01\x00\x01\x00"));
    refuse(LIT("<svg xmlns='http://www.w3.org/2000/svg'/>"));
    refuse(LIT("\xff\xd8" FRAME("\xc0", "\x00\x00", "\x00\x05") SCAN "\xff\xd9"));
    refuse(LIT("\xff\xd8" FRAME("\xc3", "\x00\x01", "\x00\x05") SCAN "\xff\xd9")); // lossless
    refuse(LIT("\xff\xd8" SCAN "\xff\xd9"));
    refuse(LIT("\xff\xd8" FRAME("\xc0", "\x00\x01", "\x00\x05") "\xff\xd9"));
    refuse(LIT("\xff\xd8" FRAME("\xc0", "\x00\x01", "\x00\x05")
                   FRAME("\xc0", "\x00\x01", "\x00\x05") SCAN "\xff\xd9"));
    refuse(LIT(PNG_HEAD CHUNK("\x03", "IDAT", "abc") CHUNK("\x00", "IEND", "")));
    refuse(LIT(PNG_HEAD IHDR IHDR CHUNK("\x03", "IDAT", "abc") CHUNK("\x00", "IEND", "")));
    refuse(LIT(PNG_HEAD IHDR CHUNK("\x00", "IEND", "")));
    refuse(LIT(PNG_HEAD IHDR CHUNK("\x03", "NEWS", "abc") CHUNK("\x03", "IDAT", "abc")
                   CHUNK("\x00", "IEND", "")));
    refuse(LIT("RIFF\x4e\x00\x00\x00WEBP" EXTENDED(
        "\x02") "ANIM\x06\x00\x00\x00\x00\x00\x00\x00\x00\x00" LOSSY "                        "));
    refuse(
        LIT("RIFF\x2a\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x05\x00\x00\x06\x00"
            "\x00" LOSSY));
}

RUN(cmocka_unit_test(a_copy_is_the_picture_without_where_it_was_taken),
    cmocka_unit_test(what_draws_comes_along_byte_by_byte),
    cmocka_unit_test(what_ends_too_soon_is_no_picture),
    cmocka_unit_test(what_is_another_kind_moves_or_has_no_size_is_refused))
