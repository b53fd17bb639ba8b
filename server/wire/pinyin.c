#include "wire/pinyin.h"

#include <stdint.h>
#include <string.h>

// Written by server/tools/pinyin_table: of each sign from FIRST to LAST the common reading and a
// surname's, 0: none.
enum { FIRST = 0x3400, LAST = 0x9FFF, SYLLABLE_MAX = 8 };

extern const unsigned short pinyin_said_signs[][2];
extern const char pinyin_said_syllables[][SYLLABLE_MAX];

// As it is compared: false where it is nothing to be said.
static bool read_typed(struct slice typed, char ret[PINYIN_MAX + 1], size_t *ret_len)
{
    size_t len = 0;

    for (size_t i = 0; i < typed.len; i++) {
        bool dotted = i + 1 < typed.len && memcmp(typed.at + i, "\xc3\xbc", 2) == 0;
        char letter = dotted ? 'v' : typed.at[i];
        if (len == PINYIN_MAX || letter < 'a' || letter > 'z') {
            return false;
        }
        ret[len++] = letter;
        i += dotted;
    }
    *ret_len = len;
    return len > 0;
}

// Where lü is typed as lu, as passports had it, it fits too.
static bool same(char typed, char said)
{
    return typed == said || (said == 'v' && typed == 'u');
}

// `at`: a bit for each place in what is typed that has been reached before this sign. Those behind
// it.
static uint64_t step(uint64_t at, const char *typed, size_t len, const unsigned short sign[2])
{
    uint64_t next = 0;

    for (size_t from = 0; from < len; from++) {
        for (size_t k = 0; (at >> from & 1) != 0 && k < 2; k++) {
            const char *said = pinyin_said_syllables[sign[k]];
            for (size_t i = 0; from + i < len && said[i] && same(typed[from + i], said[i]); i++) {
                next |= (uint64_t)1 << (from + i + 1);
            }
        }
    }
    return next;
}

// Of text that is UTF-8; what is not is passed over, a byte at a time.
static uint32_t next_point(const char **at)
{
    unsigned char lead = (unsigned char)*(*at)++;
    unsigned more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
    uint32_t point = more ? lead & (0x3FU >> more) : lead;

    for (; more > 0 && ((unsigned char)**at & 0xC0) == 0x80; more--) {
        point = point << 6 | ((unsigned char)*(*at)++ & 0x3FU);
    }
    return more ? 0xFFFD : point;
}

// Whether it stands between parts of a name, as in live/seek.
static bool parts(uint32_t point)
{
    static const uint32_t between[] = {' ',    '-',    '\'',   0xB7,   0x30FB,
                                       0x2022, 0xFF0E, 0x2027, 0x3000, 0x2019};

    for (size_t i = 0; i < sizeof between / sizeof between[0]; i++) {
        if (point == between[i]) {
            return true;
        }
    }
    return false;
}

bool pinyin_fits(struct slice typed, const char *name)
{
    char letters[PINYIN_MAX + 1];
    size_t len = 0;
    uint64_t at = 0;

    if (!name || !read_typed(typed, letters, &len)) {
        return false;
    }
    while (*name) {
        uint32_t point = next_point(&name);
        if (point >= FIRST && point <= LAST) {
            at = step(at | 1, letters, len, pinyin_said_signs[point - FIRST]);
        } else if (!parts(point)) {
            at = 0;
        }
        if (at >> len & 1) {
            return true;
        }
    }
    return false;
}
