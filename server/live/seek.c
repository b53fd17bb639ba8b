#include "live/seek.h"

#include "live/facts.h"
#include "wire/pinyin.h"

#include <string.h>

enum { SEEK_NAME_MAX = 512 }; // bytes of any name that is kept

// The bytes of what does not count at the beginning of the text: 0 for none.
static size_t blank(const char *at)
{
    static const char *const blanks[] = {" ",
                                         "-",
                                         "'",
                                         "\xc2\xb7",
                                         "\xe3\x83\xbb", // · ・
                                         "\xe2\x80\xa2",
                                         "\xef\xbc\x8e",
                                         "\xe2\x80\xa7", // • ． ‧
                                         "\xe3\x80\x80",
                                         "\xe2\x80\x99"}; // the wide blank, ’

    for (size_t i = 0; i < sizeof blanks / sizeof blanks[0]; i++) {
        size_t len = strlen(blanks[i]);
        if (strncmp(at, blanks[i], len) == 0) {
            return len;
        }
    }
    return 0;
}

static const char *skip(const char *at)
{
    for (size_t len = blank(at); len > 0; len = blank(at)) {
        at += len;
    }
    return at;
}

static char small(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter + ('a' - 'A')) : letter;
}

bool seek_for(struct slice typed, struct seek *ret)
{
    char text[SEEK_MAX];

    ret->len = 0;
    if (!typed.at || typed.len >= sizeof text) {
        return false;
    }
    memcpy(text, typed.at, typed.len);
    text[typed.len] = 0;
    for (const char *at = skip(text); *at; at = skip(at + 1)) {
        ret->text[ret->len++] = small(*at);
    }
    return ret->len > 0;
}

static bool begins(const struct seek *seek, const char *at)
{
    for (size_t i = 0; i < seek->len; i++, at++) {
        at = skip(at);
        if (small(*at) != seek->text[i]) {
            return false;
        }
    }
    return true;
}

bool seek_is(struct slice typed, const char *name)
{
    char text[SEEK_NAME_MAX];

    if (typed.len == 0 || typed.len >= sizeof text || !name) {
        return false;
    }
    memcpy(text, typed.at, typed.len);
    text[typed.len] = 0;
    const char *at = skip(text);
    const char *other = skip(name);
    bool any = *at != 0;
    for (; *at && small(*at) == small(*other); at = skip(at + 1), other = skip(other + 1)) {
    }
    return any && *at == 0 && *other == 0;
}

static bool has(const struct seek *seek, const char *text)
{
    for (const char *at = text ? text : ""; *at; at++) {
        if (small(*at) == seek->text[0] && begins(seek, at)) {
            return true;
        }
    }
    return false;
}

bool seek_fits(const struct seek *seek, const struct record_competitor *competitor,
               enum rules_show show)
{
    const struct record_person *shown = &competitor->shown;

    if (show < RULES_SHOW_CODE) {
        return false;
    }
    if (has(seek, competitor->code) || has(seek, competitor->id)) {
        return true;
    }
    return show == RULES_SHOW_NAME &&
           (has(seek, shown->name) || has(seek, shown->second_name) ||
            has(seek, shown->delegation) ||
            pinyin_fits((struct slice){seek->text, seek->len}, shown->name));
}
