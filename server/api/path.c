#include "api/path.h"

#include <string.h>

static struct slice next_word(struct slice *rest)
{
    if (rest->len > 0) { // the slash
        rest->at++;
        rest->len--;
    }
    const char *slash = rest->len ? memchr(rest->at, '/', rest->len) : NULL;
    struct slice word = {rest->at, slash ? (size_t)(slash - rest->at) : rest->len};
    rest->at += word.len;
    rest->len -= word.len;
    return word;
}

bool path_fits(const char *pattern, struct slice path, struct slice *words, size_t most)
{
    struct slice rest = slice_of(pattern);
    size_t count = 0;

    while (rest.len > 0 && path.len > 0) {
        struct slice want = next_word(&rest);
        struct slice word = next_word(&path);
        if (slice_is(want, "*") && word.len > 0 && count < most) {
            words[count++] = word;
        } else if (!slice_equal(want, word)) {
            return false;
        }
    }
    return rest.len == 0 && path.len == 0;
}
