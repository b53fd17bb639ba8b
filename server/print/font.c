#include "print/font.h"

#include "base/buf.h"
#include "base/letters.h"
#include "base/must.h"

#include <hb-subset.h>
#include <hb.h>
#include <stdio.h>
#include <stdlib.h>

enum { CJK_SC = 2, PATH_SIZE = 1024 }; // the third font of a Noto CJK collection is the mainland's

// In the order in which a letter is looked for.
static const struct {
    const char *path;
    unsigned index;
    bool bold; // of the row above, a heavier weight
} files[] = {
    {"opentype/noto/NotoSansCJK-Regular.ttc", CJK_SC, false},
    {"opentype/noto/NotoSansCJK-Bold.ttc", CJK_SC, true},
    {"truetype/noto/NotoSerifTibetan-Regular.ttf", 0, false},
    {"truetype/noto/NotoSerifTibetan-Bold.ttf", 0, true},
    {"truetype/noto/NotoSansMongolian-Regular.ttf", 0, false},
    {"truetype/noto/NotoSansArabic-Regular.ttf", 0, false},
    {"truetype/noto/NotoSansArabic-Bold.ttf", 0, true},
    {"truetype/noto/NotoSansYi-Regular.ttf", 0, false},
    {"truetype/noto/NotoSansTaiLe-Regular.ttf", 0, false},
    {"truetype/noto/NotoSansNewTaiLue-Regular.ttf", 0, false},
    {"truetype/noto/NotoSansLisu-Regular.ttf", 0, false},
    {"truetype/noto/NotoSans-Regular.ttf", 0, false},
    {"truetype/noto/NotoSans-Bold.ttf", 0, true},
    {"truetype/hanazono/HanaMinA.ttf", 0, false},
    {"truetype/hanazono/HanaMinB.ttf", 0, false},
};

enum { FILES = sizeof files / sizeof files[0] };

struct font_shelf {
    size_t count;
    struct letters *all;

    struct {
        hb_face_t *face; // NULL: not there
        struct letters *letters;
    } rows[FILES];
};

static struct letters *read_letters(hb_face_t *face)
{
    struct letters *letters = letters_new();
    hb_set_t *set = hb_set_create();
    hb_codepoint_t point = HB_SET_VALUE_INVALID;

    hb_face_collect_unicodes(face, set);
    while (hb_set_next(set, &point)) {
        letters_add(letters, point);
    }
    hb_set_destroy(set);
    return letters;
}

static void merge(struct letters *into, const struct letters *from)
{
    for (uint32_t at = letters_next(from, 0); at < LETTERS_END; at = letters_next(from, at + 1)) {
        letters_add(into, at);
    }
}

// Mapped, not read: only the pages that a cut touches come into memory.
static void open_row(struct font_shelf *shelf, size_t row, const char *dir)
{
    char path[PATH_SIZE];

    (void)snprintf(path, sizeof path, "%s/%s", dir, files[row].path);
    hb_blob_t *blob = hb_blob_create_from_file_or_fail(path);
    if (blob) {
        shelf->rows[row].face = hb_face_create(blob, files[row].index);
        hb_blob_destroy(blob);
        shelf->rows[row].letters = read_letters(shelf->rows[row].face);
        merge(shelf->all, shelf->rows[row].letters);
        shelf->count++;
    }
}

struct font_shelf *font_shelf_new(const char *dir)
{
    struct font_shelf *shelf = calloc(1, sizeof *shelf);

    must(shelf);
    shelf->all = letters_new();
    for (size_t row = 0; row < FILES; row++) {
        open_row(shelf, row, dir);
    }
    return shelf;
}

struct font_shelf *font_shelf_free(struct font_shelf *shelf)
{
    for (size_t row = 0; shelf && row < FILES; row++) {
        hb_face_destroy(shelf->rows[row].face);
        letters_free(shelf->rows[row].letters);
    }
    if (shelf) {
        letters_free(shelf->all);
    }
    free(shelf);
    return NULL;
}

size_t font_shelf_count(const struct font_shelf *shelf)
{
    return shelf->count;
}

const struct letters *font_shelf_letters(const struct font_shelf *shelf)
{
    return shelf->all;
}

static hb_subset_input_t *wish_of(const struct letters *letters)
{
    hb_subset_input_t *wish = hb_subset_input_create_or_fail();

    must(wish);
    hb_set_t *points = hb_subset_input_unicode_set(wish);
    for (uint32_t at = letters_next(letters, 0); at < LETTERS_END;
         at = letters_next(letters, at + 1)) {
        hb_set_add(points, at);
    }
    hb_subset_input_set_flags(wish, HB_SUBSET_FLAGS_NO_HINTING);
    return wish;
}

// NULL when the file is broken.
static struct buf *cut_face(hb_face_t *face, const struct letters *letters)
{
    hb_subset_input_t *wish = wish_of(letters);
    hb_face_t *small = hb_subset_or_fail(face, wish);
    struct buf *font = NULL;

    hb_subset_input_destroy(wish);
    if (small) {
        unsigned len = 0;
        hb_blob_t *blob = hb_face_reference_blob(small);
        const char *bytes = hb_blob_get_data(blob, &len);
        font = buf_new(len + 1);
        buf_add(font, bytes, len);
        hb_blob_destroy(blob);
        hb_face_destroy(small);
    }
    return font;
}

// Whether this row's writing has a heavier weight on the shelf, in the next row.
static bool has_bold(const struct font_shelf *shelf, size_t row)
{
    return row + 1 < FILES && files[row + 1].bold && shelf->rows[row + 1].face;
}

static const char *weight_of(const struct font_shelf *shelf, size_t row)
{
    return files[row].bold ? "600 900" : has_bold(shelf, row) ? "100 599" : "100 900";
}

void font_shelf_cut(const struct font_shelf *shelf, const struct letters *letters,
                    void (*take)(void *owner, const struct font_cut *cut), void *owner)
{
    struct letters *left = letters_copy(letters);

    for (size_t row = 0; row < FILES; row++) {
        if (!shelf->rows[row].face) {
            continue;
        }
        struct letters *here = letters_copy(left);
        letters_keep(here, shelf->rows[row].letters);
        struct buf *font = letters_count(here) ? cut_face(shelf->rows[row].face, here) : NULL;
        if (font) {
            take(owner, &(struct font_cut){font, weight_of(shelf, row), here});
        }
        if (font && !has_bold(shelf, row)) {
            letters_drop(left, here);
        }
        letters_free(here);
    }
    letters_free(left);
}
