#include "live/lot.h"

#include "base/secret.h"

#include <endian.h>

// The stream of numbers: BLAKE2b-512 of a counter (eight bytes, little-endian, from 0) under a key
// gives eight of them a block, little-endian. The key is BLAKE2b-256 of seed and word.

enum { BLOCK = 64, KEY = 32, WORDS = BLOCK / 8 };

struct stream {
    unsigned char key[KEY];
    uint64_t counter;
    uint64_t words[WORDS];
    unsigned left;
};

static uint64_t next(struct stream *stream)
{
    if (stream->left == 0) {
        uint64_t counter = htole64(stream->counter++);
        struct slice text = {(const char *)&counter, sizeof counter};
        secret_blake2b(stream->key, KEY, &text, 1, stream->words, BLOCK);
        stream->left = WORDS;
    }
    return le64toh(stream->words[WORDS - stream->left--]);
}

// A number below `bound`, each as likely as the other: what stands in the last, incomplete run is
// thrown away.
static uint32_t below(struct stream *stream, uint32_t bound)
{
    uint64_t rest = (UINT64_MAX % bound + 1) % bound; // 2^64 mod bound
    uint64_t number = next(stream);

    while (number > UINT64_MAX - rest) {
        number = next(stream);
    }
    return (uint32_t)(number % bound);
}

// Fisher and Yates: the last place first.
void lot_order(const unsigned char seed[LOT_SEED], struct slice word, uint32_t count, uint32_t *out)
{
    struct stream stream = {.counter = 0};
    struct slice pieces[] = {{(const char *)seed, LOT_SEED}, word};

    secret_blake2b(NULL, 0, pieces, 2, stream.key, KEY);
    for (uint32_t i = 0; i < count; i++) {
        out[i] = i;
    }
    for (uint32_t i = count; i > 1; i--) {
        uint32_t other = below(&stream, i);
        uint32_t kept = out[i - 1];
        out[i - 1] = out[other];
        out[other] = kept;
    }
}

uint32_t lot_batch(uint32_t count, uint32_t stations, uint32_t index)
{
    uint32_t batches = count / stations + (count % stations > 0 ? 1 : 0);

    if (index >= batches) {
        return 0;
    }
    return count / batches + (index < count % batches ? 1 : 0);
}
