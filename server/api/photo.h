// The photo wall: pictures that the hall's screens show, kept sealed beside the journal, never in
// it.
#pragma once

#include <stdint.h>

struct letters;
struct visit;

void photo_add(struct visit *visit);    // POST …/photos: the file itself
void photo_list(struct visit *visit);   // GET …/photos
void photo_show(struct visit *visit);   // GET …/photos/ID: the picture
void photo_change(struct visit *visit); // PATCH …/photos/ID: what is said of it
// Adds the letters of what is said under the pictures that anybody may see, then calls back; also
// when they cannot be read. Not before this has returned. `said` is given back as it is.
void photo_letters(struct visit *visit, struct letters *letters, uint64_t said,
                   void (*on_done)(struct visit *visit, struct letters *letters, uint64_t said));
void photo_erase(struct visit *visit); // DELETE …/photos/ID: for good
