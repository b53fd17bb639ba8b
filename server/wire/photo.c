#include "wire/photo.h"

#include "wire/photo_jpeg.h"
#include "wire/photo_png.h"
#include "wire/photo_webp.h"

const char *photo_copy(struct slice file, struct photo *ret, struct buf *out)
{
    static const struct {
        struct slice magic;
        const char *type;
        bool (*copy)(struct slice file, struct photo *ret, struct buf *out);
    } rows[] = {{{"\xff\xd8\xff", 3}, "image/jpeg", photo_jpeg_copy},
                {{"\x89PNG\r\n\x1a\n", 8}, "image/png", photo_png_copy},
                {{"RIFF", 4}, "image/webp", photo_webp_copy}};

    *ret = (struct photo){.type = NULL};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (file.len > rows[i].magic.len &&
            memcmp(file.at, rows[i].magic.at, rows[i].magic.len) == 0) {
            bool good = rows[i].copy(file, ret, out) && ret->width > 0 && ret->height > 0;
            ret->type = good ? rows[i].type : NULL;
            break;
        }
    }
    return ret->type;
}
