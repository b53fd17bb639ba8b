// The photo wall: pictures that the hall's screens show, kept sealed beside the journal, never in
// it.
#pragma once

struct letters;
struct visit;

void photo_add(struct visit *visit);    // POST …/photos: the file itself
void photo_list(struct visit *visit);   // GET …/photos
void photo_show(struct visit *visit);   // GET …/photos/ID: the picture
void photo_change(struct visit *visit); // PATCH …/photos/ID: what is said of it
// Adds the letters of what is said under the pictures that anybody may see, then calls back; also
// when they cannot be read. Not before this has returned.
void photo_letters(struct visit *visit, struct letters *letters,
                   void (*on_done)(struct visit *visit, struct letters *letters));
void photo_erase(struct visit *visit); // DELETE …/photos/ID: for good
