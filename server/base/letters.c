#include "base/letters.h"

#include "base/must.h"

#include <stdlib.h>

enum { WORD_BITS = 64, WORDS = LETTERS_END / WORD_BITS, ASCII_END = 0x80 };

struct letters {
    uint64_t words[WORDS];
};

struct letters *letters_new(void)
{
    struct letters *letters = calloc(1, sizeof *letters);

    must(letters);
    return letters;
}

struct letters *letters_copy(const struct letters *letters)
{
    struct letters *copy = letters_new();

    *copy = *letters;
    return copy;
}

struct letters *letters_free(struct letters *letters)
{
    free(letters);
    return NULL;
}

void letters_add(struct letters *letters, uint32_t point)
{
    if (point < LETTERS_END) {
        letters->words[point / WORD_BITS] |= (uint64_t)1 << (point % WORD_BITS);
    }
}

bool letters_have(const struct letters *letters, uint32_t point)
{
    return point < LETTERS_END && (letters->words[point / WORD_BITS] >> (point % WORD_BITS) & 1);
}

// How many bytes a character has by its first one (RFC 3629, 3), and what that byte holds of it; 0:
// none begins so.
static unsigned width(unsigned char lead, uint32_t *ret)
{
    unsigned bytes = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;

    *ret = bytes == 1 ? lead : bytes ? lead & (0x7Fu >> bytes) : 0;
    return lead < 0xF5 ? bytes : 0;
}

// The next character that is not ASCII; LETTERS_END at the end. What is no UTF-8 is passed over.
static uint32_t next_point(struct slice text, size_t *at)
{
    while (*at < text.len) {
        uint32_t point = 0;
        unsigned bytes = width((unsigned char)text.at[(*at)++], &point);
        unsigned read = 1;
        while (read < bytes && *at < text.len && (text.at[*at] & 0xC0) == 0x80) {
            point = point << 6 | (text.at[(*at)++] & 0x3F);
            read++;
        }
        if (bytes > 1 && read == bytes) {
            return point;
        }
    }
    return LETTERS_END;
}

void letters_add_text(struct letters *letters, struct slice text)
{
    size_t at = 0;

    for (uint32_t point = next_point(text, &at); point != LETTERS_END;
         point = next_point(text, &at)) {
        letters_add(letters, point);
    }
}

bool letters_touch(const struct letters *letters, struct slice text)
{
    size_t at = 0;

    for (uint32_t point = next_point(text, &at); point != LETTERS_END;
         point = next_point(text, &at)) {
        if (letters_have(letters, point)) {
            return true;
        }
    }
    return false;
}

void letters_text(uint32_t point, char out[LETTERS_TEXT])
{
    static const unsigned leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
    size_t bytes = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;

    for (size_t i = bytes; i-- > 1; point >>= 6) {
        out[i] = (char)(0x80 | (point & 0x3F));
    }
    out[0] = (char)(leads[bytes == 1 ? 0 : bytes] | point);
    out[bytes] = '\0';
}

bool letters_equal(const struct letters *a, const struct letters *b)
{
    return memcmp(a->words, b->words, sizeof a->words) == 0;
}

void letters_drop(struct letters *letters, const struct letters *others)
{
    for (size_t i = 0; i < WORDS; i++) {
        letters->words[i] &= ~others->words[i];
    }
}

void letters_keep(struct letters *letters, const struct letters *others)
{
    for (size_t i = 0; i < WORDS; i++) {
        letters->words[i] &= others->words[i];
    }
}

uint32_t letters_next(const struct letters *letters, uint32_t from)
{
    for (uint32_t i = from / WORD_BITS; from < LETTERS_END && i < WORDS; i++) {
        uint64_t word = letters->words[i];
        word = i == from / WORD_BITS ? word >> (from % WORD_BITS) << (from % WORD_BITS) : word;
        if (word) {
            return i * WORD_BITS + (uint32_t)__builtin_ctzll(word);
        }
    }
    return LETTERS_END;
}

size_t letters_count(const struct letters *letters)
{
    size_t count = 0;

    for (size_t i = 0; i < WORDS; i++) {
        count += (size_t)__builtin_popcountll(letters->words[i]);
    }
    return count;
}
