// The web fonts for screens that have no Chinese, Tibetan or rare characters of their own, and the
// list of what no font has.
#pragma once

struct visit;

void typeface_pages(struct visit *visit);       // the style sheet of the pages' own words
void typeface_competition(struct visit *visit); // … of a competition's words, and of the names that
                                                // everybody may see now
void typeface_font(struct visit *visit);    // words: digest
void typeface_missing(struct visit *visit); // which letters of a roster no font shows, and whose
