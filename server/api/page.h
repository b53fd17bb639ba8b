// The web pages: all files of web/dist held in memory, with entity tags, gzip and brotli as the
// build made them, and caching for ever where the name carries a hash.
#pragma once

#include <stdbool.h>

struct buf;
struct letters;
struct page;
struct visit;

// Reads the folder. Without it, NULL and a sentence: the server then answers /api only.
struct page *page_load(const char *dir, struct buf *problem);
struct page *page_free(struct page *page);
// Whether the request's path is a page, by whatever method.
bool page_exists(const struct visit *visit);
// Answers GET and HEAD for a path that no route takes.
void page_answer(struct visit *visit);
// Adds the letters of all that the pages say (the build's letters.txt).
void page_letters(const struct page *page, struct letters *letters);
