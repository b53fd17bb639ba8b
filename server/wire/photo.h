// A picture for the walls of the hall, taken apart by its own headers: what it is, how large it is,
// and a copy of it that is a picture and nothing else. Where it was taken, with what and by whom
// (EXIF, XMP, IPTC, comments, thumbnails, colour profiles, what follows its end) does not come
// along. Nothing is decoded: that is for browsers, in their sandbox.
#pragma once

#include "base/slice.h"
#include "wire/photo_facts.h"

struct buf;

// Appends the copy. NULL: it is no still JPEG (ITU-T T.81, baseline, extended or progressive), PNG
// (W3C PNG 3) or WebP (RFC 9649) of a size, whole to its end; `out` then holds a piece of it.
const char *photo_copy(struct slice file, struct photo *ret, struct buf *out);
