// The photo wall: pictures that the hall's screens show, kept sealed beside the journal, never in
// it.
#pragma once

struct visit;

void photo_add(struct visit *visit);    // POST …/photos: the file itself
void photo_list(struct visit *visit);   // GET …/photos
void photo_show(struct visit *visit);   // GET …/photos/ID: the picture
void photo_change(struct visit *visit); // PATCH …/photos/ID: what is said of it
void photo_erase(struct visit *visit);  // DELETE …/photos/ID: for good
