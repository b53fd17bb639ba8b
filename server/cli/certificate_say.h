// What `jinbang certificate` tells: what there is now, and what to do next, in Chinese and English.
#pragma once

struct buf;
struct cert;
struct conf;

// `advice`: sentences that go with it, may be empty.
void certificate_say(const struct cert *cert, const struct conf *conf, const char *file,
                     const struct buf *advice);
